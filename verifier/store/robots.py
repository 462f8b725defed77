"""robots.txt files shared by every process that uses the same store, so that a site is asked for its file once."""

from __future__ import annotations

from verifier.store.base import PREFIX
from verifier.store.client import Client

#: A longer file stays with the process that asked for it.
_MAX_CHARS = 64 * 1024


class SharedRobots:
    """`protocols.RobotsShelf` in the store."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def robots(self, origin: str) -> str | None:
        """See `protocols.RobotsShelf`."""
        kept = self._client.do("GET", f"{PREFIX}robots:{origin}")
        return None if kept is None else str(kept)

    def keep_robots(self, origin: str, text: str, keep_s: float) -> None:
        """See `protocols.RobotsShelf`."""
        if len(text) <= _MAX_CHARS:
            self._client.do("SET", f"{PREFIX}robots:{origin}", text, "PX", max(1, int(keep_s * 1000)))
