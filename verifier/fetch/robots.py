"""What a site's robots.txt lets us read: address → yes or no, and the pause it asks for (RFC 9309).

A file that is missing (4xx) allows everything. One that cannot be had (5xx, no answer) allows too: the RFC's
"disallow" is meant for crawlers that can come back, while here the page itself, asked next, shows whether the
site is down. So a broken robots.txt never hides what is wrong with the page.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import TYPE_CHECKING

from verifier.errors import FetchError
from verifier.fetch.urls import Location
from verifier.protocols import RobotsShelf

if TYPE_CHECKING:
    from protego import Protego

PRODUCT_TOKEN = "source-verifier"  # noqa: S105 - the name in robots.txt, not a secret
MAX_ROBOTS_BYTES = 500 * 1024
MAX_CRAWL_DELAY_S = 10.0
_KEEP_S = 24 * 3600.0
_KEEP_FAILURE_S = 300.0
#: How long what others asked for is taken without looking again whether it still holds.
_KEEP_SHARED_S = 300.0
_MAX_ORIGINS = 2_000

#: Address of a robots.txt to its status and body; raises `FetchError`.
FetchRobots = Callable[[Location], tuple[int, bytes]]


class Robots:
    """The rules of every origin met, each asked for once a day; by all who share a `shelf` together."""

    def __init__(self, clock: Callable[[], float] = time.monotonic, shelf: RobotsShelf | None = None) -> None:
        self._clock = clock
        self._shelf = shelf
        self._lock = threading.Lock()
        self._rules: OrderedDict[str, tuple[float, Protego | None]] = OrderedDict()
        self._asking: dict[str, threading.Lock] = {}

    def rules_for(self, place: Location, fetch: FetchRobots, wait_s: float) -> Protego | None:
        """The origin's rules, None if it has none. Whoever comes second waits (at most `wait_s`) for the first."""
        kept = self._kept(place.origin)
        if kept is not None:
            return kept[1]
        with self._lock:
            asking = self._asking.setdefault(place.origin, threading.Lock())
        if not asking.acquire(timeout=max(0.0, wait_s)):
            return None
        try:
            kept = self._kept(place.origin)
            if kept is None:
                kept = self._ask(place, fetch)
                with self._lock:
                    self._rules[place.origin] = kept
                    while len(self._rules) > _MAX_ORIGINS:
                        self._rules.popitem(last=False)
            return kept[1]
        finally:
            asking.release()
            with self._lock:
                self._asking.pop(place.origin, None)

    def _kept(self, origin: str) -> tuple[float, Protego | None] | None:
        with self._lock:
            kept = self._rules.get(origin)
        return kept if kept is not None and kept[0] > self._clock() else None

    def _ask(self, place: Location, fetch: FetchRobots) -> tuple[float, Protego | None]:
        known = self._shelf.robots(place.origin) if self._shelf is not None else None
        if known is not None:
            return self._clock() + _KEEP_SHARED_S, parse_robots(known.encode()) if known else None
        at = Location(scheme=place.scheme, host=place.host, port=place.port, target="/robots.txt")
        try:
            status, body = fetch(at)
        except FetchError as error:
            if not error.asked:
                raise  # a queue of our own says nothing about the file
            return self._clock() + _KEEP_FAILURE_S, None
        if status >= 500 or status == 429:
            return self._clock() + _KEEP_FAILURE_S, None  # not for the shelf: another may have more luck
        text = _text_of(body) if 200 <= status < 300 else ""
        if self._shelf is not None:
            self._shelf.keep_robots(place.origin, text, _KEEP_S)
        return self._clock() + _KEEP_S, parse_robots(body) if text else None


def parse_robots(body: bytes) -> Protego:
    """The rules in a file; lines that are no rules are passed over."""
    from protego import Protego

    return Protego.parse(_text_of(body))


def _text_of(body: bytes) -> str:
    return body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace").removeprefix("\ufeff")


def allows(rules: Protego | None, place: Location) -> bool:
    """Whether the page may be read by us."""
    return rules is None or bool(rules.can_fetch(place.url, PRODUCT_TOKEN))


def pause_s(rules: Protego | None) -> float:
    """The seconds between requests that a site asks for (Crawl-delay), at most ten."""
    asked = rules.crawl_delay(PRODUCT_TOKEN) if rules is not None else None
    return min(float(asked), MAX_CRAWL_DELAY_S) if asked else 0.0
