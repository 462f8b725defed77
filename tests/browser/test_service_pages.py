"""The pages of the service in a real browser: silent, and the progress page opens the report."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from support.chromium import visit
from support.live_api import Service, running_service

from verifier.settings import Settings
from verifier.store import embedded_server


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The real service over an embedded Valkey."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"))
    with embedded_server(settings), running_service(settings) as running:
        yield running


@pytest.mark.parametrize("path", ["/", "/docs"])
def test_a_page_obeys_its_own_policy_and_asks_only_the_service(service: Service, path: str) -> None:
    result = visit(str(service.client.base_url.join(path)))
    assert "<h1>" in result.document
    assert result.console == ()
    assert {url.split("/")[2] for url in result.requests} == {service.client.base_url.netloc.decode()}


def test_the_progress_page_opens_the_report_when_it_is_there(service: Service) -> None:
    job_id = service.hand_in("Words that a browser waits for (NATO, May 8).")
    finishing = threading.Timer(1.0, service.finish, [job_id])
    finishing.start()
    result = visit(
        str(service.client.base_url.join(f"/articles/{job_id}")), "--timeout=15000", "--virtual-time-budget=60000"
    )
    finishing.join(10)
    assert "Harbour works begin" in result.document
    assert 'id="report-json"' in result.document
    assert not [line for line in result.console if "Content Security Policy" in line]
