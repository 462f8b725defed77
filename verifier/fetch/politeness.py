"""Whose turn it is at a site: web addresses → the site they share, and turns for one process without a store.

Turns are reservations (the generic cell rate algorithm with a burst of one), so that nobody polls:
a caller is told how long to wait and comes once.
"""

from __future__ import annotations

import functools
import secrets
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from verifier.fetch.addresses import is_inner_name, parse_address
from verifier.fetch.urls import Location

if TYPE_CHECKING:
    from tldextract import TLDExtract

_MAX_SITES = 10_000


class LocalPoliteness:
    """Turns kept in this process only. Safe between threads; implements `protocols.Politeness`."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._free_at: dict[str, float] = {}
        self._visits: dict[str, tuple[str, float]] = {}

    def reserve(self, site: str, interval_s: float) -> float:
        """Book the next turn at `site` and return how many seconds to wait for it."""
        with self._lock:
            now = self._clock()
            turn = max(now, self._free_at.get(site, now))
            self._free_at[site] = turn + interval_s
            if len(self._free_at) > _MAX_SITES:
                self._free_at = {name: free for name, free in self._free_at.items() if free > now}
            return turn - now

    def back_off(self, site: str, delay_s: float) -> None:
        """No turn at `site` begins within `delay_s` seconds."""
        with self._lock:
            now = self._clock()
            self._free_at[site] = max(self._free_at.get(site, now), now + delay_s)

    def enter(self, site: str, at_most_s: float) -> str | None:
        """See `protocols.Politeness`."""
        with self._lock:
            now = self._clock()
            if self._visits.get(site, ("", now))[1] > now:
                return None
            token = secrets.token_hex(8)
            self._visits[site] = (token, now + at_most_s)
            return token

    def leave(self, site: str, token: str) -> None:
        """See `protocols.Politeness`."""
        with self._lock:
            if self._visits.get(site, ("", 0.0))[0] == token:
                del self._visits[site]


def site_of(place: Location) -> str:
    """Who is bothered by a request: the registrable domain, or host and port where there is none.

    The public suffix list is the snapshot that comes with tldextract; nothing is fetched.
    """
    if parse_address(place.host) is not None or is_inner_name(place.host):
        return f"{place.host}:{place.port}"
    return _suffixes()(place.host).top_domain_under_public_suffix or f"{place.host}:{place.port}"


@functools.cache
def _suffixes() -> TLDExtract:
    from tldextract import TLDExtract

    return TLDExtract(suffix_list_urls=(), cache_dir=None)
