"""Archives in trouble, known to every process that uses the same store: failures in, seconds to wait out."""

from __future__ import annotations

from verifier.breaker import FAILURES, PAUSE_S, REFUSALS
from verifier.store.client import Client


class SharedBreaker:
    """`protocols.Breaker`, kept by the server's clock."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def rest_s(self, archive: str) -> float:
        """See `protocols.Breaker`."""
        return self._tell(archive, "ask")

    def worked(self, archive: str) -> None:
        """See `protocols.Breaker`."""
        self._tell(archive, "worked")

    def failed(self, archive: str, *, refused: bool) -> None:
        """See `protocols.Breaker`."""
        self._tell(archive, "refused" if refused else "failed")

    def _tell(self, archive: str, what: str) -> float:
        answer = self._client.script("breaker", archive, what, REFUSALS, FAILURES, int(PAUSE_S * 1000))
        return int(answer) / 1000
