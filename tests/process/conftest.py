"""Worker crews at a real server, and data folders for the command line."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from support.crew import Crew, crew_at
from support.servers import running
from support.shell import Home


@pytest.fixture(scope="session")
def valkey_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running("valkey", tmp_path_factory.mktemp("server")) as url:
        yield url


@pytest.fixture
def crew(valkey_url: str, tmp_path: Path) -> Iterator[Crew]:
    with crew_at(valkey_url, tmp_path) as crew:
        yield crew


@pytest.fixture
def new_home(tmp_path: Path) -> Home:
    """A data folder of the test's own."""
    return Home(tmp_path / "data")
