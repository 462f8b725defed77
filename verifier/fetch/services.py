"""An address in, whether a platform keeps it for programs to ask out (`services.txt`)."""

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
    """Whether a platform keeps this very interface for programs; its site has robots.txt for everything else."""
    path = place.target.partition("?")[0]
    return place.scheme == "https" and place.authority + path in _interfaces()


@functools.cache
def _interfaces() -> frozenset[str]:
    lines = files("verifier.fetch").joinpath("services.txt").read_text("utf-8").splitlines()
    return frozenset(text for line in lines if (text := line.partition("#")[0].strip()))
