"""A real service on loopback over an embedded Valkey: one for a whole run of tests, emptied before each of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from support.live_api import Service, running_service

from verifier.settings import Settings
from verifier.store import embedded_server


@pytest.fixture(scope="session")
def one_service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service that the tests of one process share; articles of up to 100,000 bytes."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("data"), max_article_bytes=100_000)
    with embedded_server(settings), running_service(settings) as service:
        yield service


@pytest.fixture
def service(one_service: Service) -> Service:
    """The shared service with an empty store and nothing in its memory."""
    one_service.store.client.do("FLUSHALL")
    one_service.app.state.door.forget()
    return one_service
