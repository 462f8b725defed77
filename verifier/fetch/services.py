"""What is made for programs to ask: settings → origins of archives and search services; and platforms' interfaces."""

from __future__ import annotations

import contextlib
import functools
from importlib.resources import files

from verifier.errors import FetchError
from verifier.fetch.urls import Location, parse_url
from verifier.settings import Settings


def origin_of(url: str) -> str | None:
    """Scheme and authority of an address; None for a malformed one, which shows when it is asked."""
    try:
        return parse_url(url).origin
    except FetchError:
        return None


def origins_of_archives(settings: Settings) -> frozenset[str]:
    """Where the configured archives answer."""
    templates = (part for one in settings.archives for part in (one.cdx, one.replay, one.timegate))
    found = (origin_of((template or "").partition("{")[0]) for template in templates)
    return frozenset(origin for origin in found if origin is not None)


def pauses_of_services(settings: Settings) -> dict[str, float]:
    """Origin → seconds between two questions, of everything that was made for programs to ask."""
    services = {settings.gdelt_gal_url: 0.0, settings.gdelt_doc_url: settings.gdelt_delay_s}
    services |= {url: 0.0 for url in (settings.searxng_url, settings.brave_url, settings.mediacloud_url) if url}
    pauses: dict[str, float] = {}
    for url, least_s in services.items():
        with contextlib.suppress(FetchError):  # a malformed address shows when it is asked
            origin = parse_url(url).origin
            pauses[origin] = max(least_s, pauses.get(origin, 0.0))
    return pauses


def is_for_programs(place: Location) -> bool:
    """Whether a platform keeps this very interface for programs; its site has robots.txt for everything else."""
    path = place.target.partition("?")[0]
    return place.scheme == "https" and place.authority + path in _interfaces()


@functools.cache
def _interfaces() -> frozenset[str]:
    lines = files("verifier.fetch").joinpath("services.txt").read_text("utf-8").splitlines()
    return frozenset(text for line in lines if (text := line.partition("#")[0].strip()))
