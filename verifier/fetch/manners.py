"""How each address is to be asked: whose turn a question takes, how far apart turns are, whether robots.txt counts.

Sites are asked one question at a time and obey their robots.txt. Archives and search services exist to be asked by
programs: what bounds them is a budget of their own.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from verifier.archive_settings import ArchiveSettings
from verifier.errors import FetchError
from verifier.fetch.politeness import site_of
from verifier.fetch.services import origin_of
from verifier.fetch.urls import Location, parse_url
from verifier.settings import Settings


@dataclass(frozen=True, slots=True)
class Manner:
    """`turns` names the row in which a question waits, `apart_s` the least seconds between two of them."""

    turns: str
    apart_s: float
    is_site: bool = True


class Manners:
    """The manner for every address, by what the operator configured."""

    def __init__(self, settings: Settings) -> None:
        self._least_s = settings.per_host_delay_s
        self._services = _services(settings)
        self._index: list[tuple[str, Manner]] = []
        self._copies: dict[str, Manner] = {}
        for archive in settings.archives:
            self._add(archive)

    def of(self, place: Location) -> Manner:
        """How this place is asked."""
        for prefix, manner in self._index:
            if place.url.startswith(prefix):
                return manner
        if place.origin in self._copies:
            return self._copies[place.origin]
        apart_s = self._services.get(place.origin)
        return Manner(site_of(place), max(self._least_s, apart_s or 0.0), is_site=apart_s is None)

    def is_archive(self, place: Location) -> bool:
        """Whether the place belongs to a configured archive."""
        return place.origin in self._copies

    def _add(self, archive: ArchiveSettings) -> None:
        """The index has a row of its own; a TimeGate leads to copies and stands in the row of these."""
        copies_per_minute = archive.copies_per_minute or archive.per_minute
        for address in (archive.cdx, archive.replay, archive.timegate):
            with contextlib.suppress(FetchError):  # a malformed address shows when it is asked
                place = parse_url((address or "").partition("{")[0])
                self._copies.setdefault(place.origin, self._manner(place, "copies", copies_per_minute))
                if address == archive.cdx:
                    self._index.append((place.url, self._manner(place, "index", archive.per_minute)))

    def _manner(self, place: Location, row: str, per_minute: float | None) -> Manner:
        site = site_of(place)
        if per_minute is None:
            return Manner(site, self._least_s, is_site=False)
        return Manner(f"{site} {row}", 60.0 / per_minute, is_site=False)


def _services(settings: Settings) -> dict[str, float]:
    """Origin → seconds between two questions, of everything else that was made for programs to ask."""
    services = {settings.gdelt_gal_url: 0.0, settings.gdelt_doc_url: settings.gdelt_delay_s}
    services |= {url: 0.0 for url in (settings.searxng_url, settings.brave_url, settings.mediacloud_url) if url}
    pauses: dict[str, float] = {}
    for url, least_s in services.items():
        if (origin := origin_of(url)) is not None:
            pauses[origin] = max(least_s, pauses.get(origin, 0.0))
    return pauses
