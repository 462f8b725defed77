"""Real servers for tests: the embedded Valkey, and Debian's Redis where it is installed."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

from redis import Redis
from redis.exceptions import RedisError

from verifier.settings import Settings
from verifier.store.embedded import embedded_server, find_server, socket_url

#: Name → program. A server that is not installed is no parameter, so nothing is skipped.
PROGRAMS = {
    name: Path(program)
    for name, program in {"valkey": find_server(), "redis": shutil.which("redis-server")}.items()
    if program is not None
}


@contextlib.contextmanager
def running(name: str, folder: Path) -> Iterator[str]:
    """The URL of a server of that kind with its data in the folder."""
    with embedded_server(Settings(data_dir=folder), PROGRAMS[name]) as url:
        yield url


def is_running(settings: Settings) -> bool:
    """Whether the embedded server of these settings answers now."""
    with contextlib.closing(Redis.from_url(socket_url(settings), socket_timeout=2.0)) as client:
        try:
            return bool(client.ping())
        except RedisError:
            return False
