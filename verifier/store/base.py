"""What every part of the store works with: the connection, the blobs, the settings; ids checked, times told."""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime
from typing import Any

from verifier.errors import UnknownJob
from verifier.settings import Settings
from verifier.store.blobs import FileBlobs
from verifier.store.client import Client
from verifier.wording import quoted

PREFIX = "verifier:"

_ID = re.compile(r"[A-Za-z0-9_.-]{1,80}")


class Base:
    """The state shared by the parts of `Store`."""

    def __init__(self, client: Client, blobs: FileBlobs, settings: Settings) -> None:
        self.client = client
        self.blobs = blobs
        self.settings = settings


def name_of(client: Client) -> str:
    """What the store behind the connection is called, for as long as its server keeps what it holds."""
    key = f"{PREFIX}name"
    client.do("SET", key, secrets.token_hex(8), "NX")
    return str(client.do("GET", key))


def checked_id(some_id: str, what: str = "job") -> str:
    """The id itself; `UnknownJob` if nothing could ever have been stored under it."""
    if not _ID.fullmatch(some_id):
        raise UnknownJob(f"there is no {what} {quoted(some_id)}")
    return some_id


def iso(milliseconds: str | float) -> str:
    """Milliseconds since 1970 as ISO 8601 in UTC, to the millisecond."""
    moment = datetime.fromtimestamp(int(float(milliseconds)) / 1000, UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def to_ms(time: str) -> int:
    """An ISO day or time as milliseconds since 1970; without a zone it is UTC. Raises `ValueError`."""
    moment = datetime.fromisoformat(time)
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp() * 1000)


def pairs(flat: Any) -> list[tuple[Any, Any]]:
    """A flat answer, or one already in pairs, as pairs: the client's versions differ."""
    if isinstance(flat, dict):
        return list(flat.items())
    if flat and isinstance(flat[0], tuple | list):
        return [(a, b) for a, b in flat]
    return list(zip(flat[::2], flat[1::2], strict=True))
