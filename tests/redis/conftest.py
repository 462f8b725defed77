"""A clean store on every server there is on this machine."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.servers import PROGRAMS, running
from support.workbench import Bench

from verifier.settings import Settings
from verifier.store import Store, open_store


@pytest.fixture(scope="session", params=sorted(PROGRAMS))
def server_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(request.param, tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def store(server_url: str, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(redis_url=server_url, data_dir=tmp_path))
    opened.client.do("FLUSHALL")
    yield opened
    opened.close()


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)
