"""Certificates: the name is checked, whatever address is dialled."""

from __future__ import annotations

import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.loopback import Loopback, StageDoor, loopback, quick

from verifier.errors import FetchError
from verifier.fetch.live import LiveWeb
from verifier.fetch.outcome import outcome_of_error
from verifier.fetch.politeness import LocalPoliteness
from verifier.model import OutcomeCode, SourceState

CERTIFICATE = str(Path(__file__).parents[2] / "fixtures" / "tls" / "loopback.pem")
PUBLIC = "93.184.216.34"


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback(CERTIFICATE) as running:
        yield running


def _web(server: Loopback, *, trusted: bool) -> tuple[LiveWeb, StageDoor]:
    door = StageDoor(server.port, {"secure.test": [PUBLIC], "other.test": [PUBLIC]})
    certificates = ssl.create_default_context(cafile=CERTIFICATE) if trusted else None
    web = LiveWeb(
        quick(allow_networks=(), connect_timeout_s=0.5),
        LocalPoliteness(),
        resolver=door.resolve,
        dial=door.dial,
        certificates=certificates,
    )
    return web, door


def test_a_page_is_read_over_tls_with_the_name_and_the_checked_address(server: Loopback) -> None:
    server.page("/a", "<p>safe")
    web, door = _web(server, trusted=True)
    assert web.get("https://secure.test/a").body == b"<p>safe"
    assert set(door.dialled) == {PUBLIC}
    assert server.seen[-1].headers["Host"] == "secure.test"


def test_a_certificate_for_another_name_is_refused(server: Loopback) -> None:
    web, _door = _web(server, trusted=True)
    with pytest.raises(FetchError, match="certificate") as caught:
        web.get("https://other.test/a")
    assert caught.value.outcome is OutcomeCode.TLS_ERROR
    assert server.hits == []


def test_a_certificate_nobody_vouches_for_is_refused(server: Loopback) -> None:
    web, _door = _web(server, trusted=False)
    with pytest.raises(FetchError) as caught:
        web.get("https://secure.test/a")
    assert outcome_of_error(caught.value).state is SourceState.UNREADABLE
    assert not caught.value.retryable
    assert server.hits == []


def test_a_server_that_speaks_no_tls_is_a_tls_error() -> None:
    with loopback() as plain:
        web, _door = _web(plain, trusted=True)
        with pytest.raises(FetchError) as caught:
            web.get("https://secure.test/a")
    assert caught.value.outcome in (OutcomeCode.TLS_ERROR, OutcomeCode.TIMEOUT)


def test_https_may_lead_to_http(server: Loopback) -> None:
    with loopback() as plain:
        plain.page("/b", "<p>plain")
        server.redirect("/a", f"http://127.0.0.1:{plain.port}/b")
        door = StageDoor(server.port, {"secure.test": ["127.0.0.1"]})

        def dial(address: str, port: int, timeout_s: float) -> object:
            target = door if port == 443 else StageDoor(plain.port, {})
            return target.dial(address, port, timeout_s)

        web = LiveWeb(
            quick(),
            LocalPoliteness(),
            resolver=door.resolve,
            dial=dial,  # type: ignore[arg-type]
            certificates=ssl.create_default_context(cafile=CERTIFICATE),
        )
        found = web.get("https://secure.test/a")
    assert found.body == b"<p>plain"
    assert found.redirects[0].url == "https://secure.test/a"
