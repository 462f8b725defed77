"""An address in, whether it is asked whatever robots.txt says to crawlers out: `services.txt` tells which and why."""

from __future__ import annotations

import functools
from importlib.resources import files

from verifier.errors import FetchError
from verifier.fetch.urls import Location, parse_url


def origin_of(url: str) -> str | None:
    """Scheme and authority of an address; None for a malformed one, which shows when it is asked."""
    try:
        return parse_url(url).origin
    except FetchError:
        return None


def is_for_programs(place: Location) -> bool:
    """Whether a platform answers programs at this very address: those of others, or its own players."""
    path = place.target.partition("?")[0]
    return place.scheme == "https" and place.authority + path in _interfaces()


@functools.cache
def _interfaces() -> frozenset[str]:
    lines = files("verifier.fetch").joinpath("services.txt").read_text("utf-8").splitlines()
    return frozenset(text for line in lines if (text := line.partition("#")[0].strip()))
