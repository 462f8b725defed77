"""No address, redirect or lying name server makes us knock at a door of the inner network."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.loopback import LOOPBACK, Loopback, StageDoor, loopback, quick

from verifier.errors import FetchError
from verifier.fetch.addresses import AddressPolicy
from verifier.fetch.live import LiveWeb
from verifier.fetch.outcome import outcome_of_error
from verifier.fetch.politeness import LocalPoliteness
from verifier.model import OutcomeCode, SourceState

FOLDER = Path(__file__).parents[2] / "fixtures" / "hostile"
PUBLIC = "93.184.216.34"


def _rows(name: str) -> list[list[str]]:
    lines = (FOLDER / name).read_text("utf-8").splitlines()[1:]
    return [line.split("\t") for line in lines]


HOSTILE = [json.loads(row[1]).replace("{long}", "a" * 100_000) for row in _rows("urls.tsv")]
FRIENDLY = [(json.loads(row[0]), row[1]) for row in _rows("public_urls.tsv")]


def _short(value: object) -> str | None:
    return value[:40].encode("unicode_escape").decode() if isinstance(value, str) else None


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


def _stage(server: Loopback, **names: list[str]) -> tuple[LiveWeb, StageDoor]:
    door = StageDoor(server.port, {"example.com": [PUBLIC], **names})
    settings = quick(allow_networks=())
    return LiveWeb(settings, LocalPoliteness(), resolver=door.resolve, dial=door.dial), door


def test_there_are_at_least_as_many_hostile_addresses_as_the_plan_counts() -> None:
    assert len(HOSTILE) >= 108


@pytest.mark.parametrize("url", HOSTILE, ids=_short)
def test_a_hostile_address_is_refused_without_a_single_connection(url: str, server: Loopback) -> None:
    web, door = _stage(server)
    with pytest.raises(FetchError) as caught:
        web.get(url)
    assert caught.value.outcome in (OutcomeCode.UNSAFE_ADDRESS, OutcomeCode.INVALID_URL)
    assert outcome_of_error(caught.value).state is SourceState.REFUSED
    assert door.dialled == []
    assert server.connections == 0


@pytest.mark.parametrize("url", [url for url in HOSTILE if "\r" not in url and url.strip()], ids=_short)
def test_a_redirect_to_a_hostile_address_is_refused_too(url: str, server: Loopback) -> None:
    web, door = _stage(server)
    server.routes["/start"] = lambda request: request.send(
        b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + url.encode("utf-8", "surrogatepass") + b"\r\n\r\n"
    )
    with pytest.raises(FetchError):
        web.get("http://example.com/start")
    assert set(door.dialled) == {PUBLIC}
    assert server.pages()[0] == "/start"
    assert len([path for path in server.pages() if path == "/start"]) == 1


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_every_kind_of_redirect_passes_the_same_door(status: int, server: Loopback) -> None:
    web, door = _stage(server)
    server.redirect("/start", "http://169.254.169.254/latest/meta-data/", status)
    with pytest.raises(FetchError) as caught:
        web.get("http://example.com/start")
    assert caught.value.outcome is OutcomeCode.UNSAFE_ADDRESS
    assert set(door.dialled) == {PUBLIC}


@pytest.mark.parametrize("way", ["header", "meta"])
def test_a_refresh_passes_the_same_door(way: str, server: Loopback) -> None:
    web, door = _stage(server)
    if way == "header":
        server.page("/start", "<p>wait", Refresh="0; url=http://127.0.0.1/")
    else:
        server.page("/start", '<meta http-equiv="refresh" content="0; url=http://127.0.0.1/">')
    with pytest.raises(FetchError) as caught:
        web.get("http://example.com/start")
    assert caught.value.outcome is OutcomeCode.UNSAFE_ADDRESS
    assert set(door.dialled) == {PUBLIC}


@pytest.mark.parametrize(("url", "address"), FRIENDLY, ids=_short)
def test_a_harmless_address_passes(url: str, address: str, server: Loopback) -> None:
    server.page("*", "<p>hello")
    names = {
        name: [address]
        for name in ("example.com", "xn--w-uga1v8h.example.pl", "xn--e1afmkfd.xn--p1ai", "under_score.example.com")
    }
    door = StageDoor(server.port, names)
    web = LiveWeb(quick(allow_networks=()), LocalPoliteness(), resolver=door.resolve, dial=door.dial)
    assert web.get(url).status == 200
    assert set(door.dialled) == {address}


@pytest.mark.parametrize("answers", [["127.0.0.1"], [PUBLIC, "127.0.0.1"], ["10.0.0.7", PUBLIC], ["::1"], []])
def test_a_name_that_leads_inside_is_refused(answers: list[str], server: Loopback) -> None:
    web, door = _stage(server, **{"evil.test.example.com": answers})
    with pytest.raises(FetchError) as caught:
        web.get("http://evil.test.example.com/")
    assert caught.value.outcome is OutcomeCode.UNSAFE_ADDRESS
    assert door.dialled == []


def test_a_name_server_that_changes_its_mind_finds_no_gap(server: Loopback) -> None:
    """Rebinding: what was checked is what is dialled; every further look-up is checked anew."""
    server.page("*", "<p>hello")
    asked: list[str] = []

    def flipping(host: str, port: int) -> list[str]:
        asked.append(host)
        return [PUBLIC] if len(asked) % 2 else ["127.0.0.1"]

    door = StageDoor(server.port, {})
    web = LiveWeb(quick(allow_networks=()), LocalPoliteness(), obey_robots=False, resolver=flipping, dial=door.dial)
    outcomes = []
    for _time in range(10):
        try:
            outcomes.append(web.get("http://rebind.example.com/").status)
        except FetchError as error:
            outcomes.append(error.outcome)
    assert outcomes == [200, OutcomeCode.UNSAFE_ADDRESS] * 5
    assert set(door.dialled) == {PUBLIC}


def test_a_connection_that_ends_elsewhere_is_dropped_unused(server: Loopback) -> None:
    door = StageDoor(server.port, {"example.com": [PUBLIC]}, peer="127.0.0.1")
    web = LiveWeb(quick(allow_networks=()), LocalPoliteness(), resolver=door.resolve, dial=door.dial)
    with pytest.raises(FetchError) as caught:
        web.get("http://example.com/")
    assert caught.value.outcome is OutcomeCode.UNSAFE_ADDRESS
    assert server.hits == []


def test_the_real_door_opens_no_connection_to_a_listener_on_loopback(server: Loopback) -> None:
    """With the operating system's own resolver and dial."""
    web = LiveWeb(quick(allow_networks=()), LocalPoliteness())
    for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]", "0"):
        with pytest.raises(FetchError) as caught:
            web.get(f"http://{host}:{server.port}/")
        assert caught.value.outcome is OutcomeCode.UNSAFE_ADDRESS
    assert server.connections == 0


def test_with_the_guard_off_the_same_attack_succeeds(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """The off switch: it is the policy that kept them out, not an accident."""
    server.page("/secret", "<p>keys")
    monkeypatch.setattr(AddressPolicy, "refusal_before_lookup", lambda *_: None)
    monkeypatch.setattr(AddressPolicy, "choose", lambda self, host, port, answers: (list(answers), None))
    monkeypatch.setattr(AddressPolicy, "permits", lambda *_: True)
    web = LiveWeb(quick(allow_networks=()), LocalPoliteness())
    assert web.get(f"http://127.1:{server.port}/secret").body == b"<p>keys"


def test_a_proxy_in_the_environment_is_not_used(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    server.page("/", "<p>direct")
    with socket.create_server(("127.0.0.1", 0)) as proxy:
        proxy.settimeout(0.2)
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.getsockname()[1]}")
        web = LiveWeb(quick(allow_networks=LOOPBACK), LocalPoliteness())
        assert web.get(server.url + "/").body == b"<p>direct"
        with pytest.raises(TimeoutError):
            proxy.accept()


def test_no_robots_file_leads_inside_either(server: Loopback) -> None:
    web, door = _stage(server)
    server.redirect("/robots.txt", "http://127.0.0.1/admin")
    server.page("/page", "<p>hello")
    assert web.get("http://example.com/page").status == 200
    assert set(door.dialled) == {PUBLIC}
