"""Turns at one site, shared by every process that uses the same store: a site in, seconds to wait out."""

from __future__ import annotations

import secrets

from verifier.store.base import PREFIX
from verifier.store.client import Client

#: A turn further away than this is told but not booked: whoever gives up must not leave a gap in the row.
LONGEST_WAIT_S = 60.0


class SharedPoliteness:
    """`protocols.Politeness` on the generic cell rate algorithm, kept by the server's clock."""

    def __init__(self, client: Client) -> None:
        self._client = client

    def reserve(self, site: str, interval_s: float) -> float:
        """Book the next turn at the site and return how many seconds to wait for it.

        More than `LONGEST_WAIT_S` means that no turn was booked: give up, or ask again then.
        """
        longest_ms = int(LONGEST_WAIT_S * 1000)
        wait_ms = int(self._client.script("reserve", f"site:{site}", int(interval_s * 1000), 1, longest_ms, 0))
        return max(0.0, wait_ms / 1000)

    def back_off(self, site: str, delay_s: float) -> None:
        """Nobody asks this site for `delay_s` seconds; a longer pause agreed on before stays."""
        if delay_s > 0:
            self._client.script("reserve", f"site:{site}", 0, 1, max(1, int(delay_s * 1000)), 1)

    def enter(self, site: str, at_most_s: float) -> str | None:
        """See `protocols.Politeness`. A visitor that died is forgotten after `at_most_s`."""
        token = secrets.token_hex(8)
        taken = self._client.do("SET", f"{PREFIX}visit:{site}", token, "NX", "PX", max(1, int(at_most_s * 1000)))
        return token if taken else None

    def leave(self, site: str, token: str) -> None:
        """See `protocols.Politeness`."""
        self._client.script("leave", site, token)
