"""Finders of what is at hand: a wanted page in, pages linked elsewhere, in the headline index and in archives out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from verifier.errors import FetchError
from verifier.model import OutcomeCode, Sighting, Wanted
from verifier.protocols import SiteArchive
from verifier.resolve.addresses import is_article
from verifier.resolve.headlines import EARLIER, Headlines
from verifier.resolve.wanted import window

#: Captures are not publications: a page may be captured first some days after.
_CAPTURED_WITHIN = timedelta(days=3)
#: Without a bound to both sides an index would list a whole site.
_LONGEST_WINDOW = timedelta(days=62)


class LinkedFinder:
    """`protocols.Finder` over what this article and earlier ones link."""

    name = "linked"

    def __init__(self, index: Headlines | None) -> None:
        self._index = index

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Pages of the same outlet and day. Raises `FetchError`."""
        earlier = self._index.of(wanted, EARLIER) if self._index is not None and wanted.domains else []
        return (*wanted.linked, *earlier)


class HeadlineFinder:
    """`protocols.Finder` over the headlines gathered at night."""

    name = "headlines"

    def __init__(self, index: Headlines) -> None:
        self._index = index

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Headlines of the outlet's sites in the cited days. Raises `FetchError`."""
        return [one for one in self._index.of(wanted) if one.how != EARLIER] if wanted.domains else []


class ArchiveFinder:
    """`protocols.Finder` over an archive's index of whole sites; `whole` asks for all it has, whatever the day."""

    def __init__(self, archive: SiteArchive, *, whole: bool = False) -> None:
        self.name = archive.name
        self._archive = archive
        self._whole = whole

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Pages of the outlet's sites captured in the cited days or soon after. Raises `FetchError`.

        Platforms are not asked for: nobody's index lists all that is said there in a day.
        """
        days = None
        if not self._whole:
            first, last = window(wanted)
            if wanted.platform or first is None or last is None or last - first > _LONGEST_WINDOW:
                return []
            days = (first.isoformat(), (last + _CAPTURED_WITHIN).isoformat())
        found: list[Sighting] = []
        failures: list[FetchError] = []
        for domain in wanted.domains[:3]:
            try:
                captures = self._archive.pages_of(domain, days)
            except FetchError as error:
                failures.append(error)
                continue
            found += [Sighting(url=one.url, how=self.name) for one in captures if is_article(one.url)]
        if failures and not found:
            raise FetchError(OutcomeCode.ARCHIVE_UNAVAILABLE, failures[0].message, retryable=failures[0].retryable)
        return found
