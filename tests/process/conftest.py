"""Worker crews at a real server."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from support.crew import Crew, crew_at
from support.servers import running


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running("valkey", tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def crew(valkey_url: str, tmp_path: Path) -> Iterator[Crew]:
    with crew_at(valkey_url, tmp_path) as crew:
        yield crew
