"""A page that is cited without a link → the page that is meant, obtained, or the candidates and why there is none.

Finders are asked in order until one page stands out; then the best pages are read, and what they say decides. The
outside is `pipeline.Tools`; every question is bounded by its own deadline, all of them by `SEARCH_DEADLINE_S`.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from verifier.errors import FetchError
from verifier.model import (
    READABLE_STATES,
    Citations,
    Exchange,
    Obtained,
    Outcome,
    OutcomeCode,
    Resolution,
    Resolved,
    Sighting,
    Snapshot,
    SourceState,
    Target,
    Wanted,
)
from verifier.pages import host_of
from verifier.protocols import Finder, KeyedWeb, Past, SiteArchive, Terms
from verifier.report.tables import same_site
from verifier.resolve.choose import chosen, is_sure, stands_out
from verifier.resolve.days import cited_day
from verifier.resolve.headlines import EARLIER, Headlines
from verifier.resolve.rank import Ranked, rank
from verifier.resolve.wanted import Languages, linked_pages
from verifier.settings import Settings
from verifier.trail import SEARCH, Step, joined, traced

#: Pages this far behind the best are read only while there is room.
_SPREAD = 0.3
#: A finder that failed so often in a row is left alone for so long.
_FAILURES, _PAUSE_S = 2, 600.0
#: What readers are told of a finder that failed.
_IN_WORDS = {
    OutcomeCode.RATE_LIMITED: "it asks for fewer requests",
    OutcomeCode.SERVER_ERROR: "it answered with an error",
    OutcomeCode.TIMEOUT: "it did not answer in time",
    OutcomeCode.UNREACHABLE: "it could not be reached",
    OutcomeCode.DNS_ERROR: "it could not be reached",
    OutcomeCode.ARCHIVE_UNAVAILABLE: "it could not be reached",
}
_log = logging.getLogger(__name__)

__all__ = [
    "Headlines",
    "Search",
    "earlier_links",
    "headline_index",
    "languages_of",
    "live_search",
    "replay_search",
    "search",
    "search_with",
]

Obtain = Callable[[Target], tuple[Obtained, tuple[Exchange, ...]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What a search needs: finders in order, how words are compared, and its limits.

    Of a page that `past` has looked for, what was seen then is known, and as many candidates are read as then.
    """

    finders: Sequence[Finder]
    terms: Terms
    deadline_s: float = 60.0
    reads: int = 4
    clock: Callable[[], float] = time.monotonic
    past: Past | None = None
    past_reads: int = 4


def live_search(settings: Settings, web: KeyedWeb, archives: Sequence[SiteArchive], index: Headlines | None) -> Search:
    """The finders of the settings; those that need an address or a key are left out where there is none."""
    from verifier.channels import ChannelFinder
    from verifier.gathering import sandboxed
    from verifier.judge.terms import terms
    from verifier.resolve.engines import BraveFinder, GdeltFinder, MediaCloudFinder, SearxngFinder
    from verifier.resolve.finders import ArchiveFinder, HeadlineFinder, LinkedFinder

    made: dict[str, list[Finder]] = {
        "linked": [LinkedFinder(index)],
        "headlines": [HeadlineFinder(index)] if index is not None else [],
        "channels": [ChannelFinder(web, sandboxed(settings))],
        "archives": [ArchiveFinder(archive) for archive in archives],
        "gdelt": [GdeltFinder(web, settings.gdelt_doc_url)] if settings.gdelt_doc_url else [],
        "searxng": [SearxngFinder(web, settings.searxng_url)] if settings.searxng_url else [],
        "brave": [BraveFinder(web, settings.brave_url, settings.brave_key)] if settings.brave_key else [],
        "mediacloud": [MediaCloudFinder(web, settings.mediacloud_url, settings.mediacloud_key)]
        if settings.mediacloud_key
        else [],
    }
    finders = [Rested(finder) for name in settings.finders for finder in made[name]]
    return Search(finders=finders, terms=terms, deadline_s=settings.search_deadline_s, reads=settings.search_reads)


def replay_search(settings: Settings, archive: SiteArchive, past: Past | None = None) -> Search:
    """What a recorded search saw; else the records of a WARC file and what the article itself links."""
    from verifier.judge.terms import terms
    from verifier.resolve.finders import ArchiveFinder, LinkedFinder

    finders: list[Finder] = [LinkedFinder(None), ArchiveFinder(archive, whole=True)] if settings.finders else []
    return Search(
        finders=finders,
        terms=terms,
        deadline_s=settings.search_deadline_s,
        reads=settings.search_reads * 5,
        past=past,
        past_reads=settings.search_reads,
    )


def headline_index(settings: Settings) -> Headlines:
    """The index of headlines of these settings; a file is made once there is something to keep."""
    from verifier.judge.terms import terms

    return Headlines(settings.data_dir / "headlines", terms, settings.headlines_max_rows)


def earlier_links(found: Citations, resolved: Sequence[Sequence[Resolved]]) -> list[Sighting]:
    """The pages that an article links, as later articles may want them."""
    return [replace(page, how=EARLIER) for source, page in linked_pages(found, resolved) if source.domains]


def languages_of(settings: Settings) -> Languages:
    """The languages of an outlet, or else of the one at home at its host, by the table of outlets."""
    from verifier.cite import outlet_table

    table = outlet_table(settings.outlets)

    def languages(name: str, host: str) -> tuple[str, ...]:
        named = table.find(name)
        outlet = named if named is not None and host in named.domains else table.at_host(host)
        return outlet.languages if outlet is not None else ()

    return languages


def search_with(wanted: Wanted, tools: Search | None, obtain: Obtain) -> tuple[Obtained, tuple[Exchange, ...]]:
    """`search`, or its answer where nobody can be asked."""
    return search(wanted, tools or Search(finders=(), terms=lambda _text, _language: ()), obtain)


class Rested:
    """A finder that is left alone for a while after failures in a row; one for each process."""

    def __init__(self, finder: Finder, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = finder.name
        self._finder = finder
        self._clock = clock
        self._failures = 0
        self._closed_until = float("-inf")

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Raises `FetchError`, also while it rests."""
        if self._clock() < self._closed_until:
            raise FetchError(OutcomeCode.UNREACHABLE, "it failed repeatedly and is left alone for a while")
        try:
            found = self._finder.find(wanted)
        except FetchError:
            self._failures += 1
            if self._failures >= _FAILURES:
                self._failures, self._closed_until = 0, self._clock() + _PAUSE_S
            raise
        self._failures = 0
        return found


def search(wanted: Wanted, tools: Search, obtain: Obtain) -> tuple[Obtained, tuple[Exchange, ...]]:
    """The page that is meant, with `resolved` set; `unresolved` with the reason where none stands out.

    Returns every exchange by which pages were read, those of the page itself last.
    """
    ends_at = tools.clock() + tools.deadline_s
    past = tools.past.seen(wanted) if tools.past is not None else None
    if past is not None:
        tools = replace(tools, reads=tools.past_reads)
    seen, told = past or _seen(wanted, tools, ends_at)
    step = Step(door=SEARCH, wanted=wanted, seen=tuple(seen), told=tuple(told))
    readings = _Readings(wanted, tools, obtain, ends_at)
    ranked = readings.decide(seen)
    resolved = chosen(ranked, wanted, told)
    if resolved.resolution is not Resolution.SEARCHED or resolved.target is None:
        reason = resolved.reason or "No page was found."
        outcome = Outcome(code=OutcomeCode.NO_LINK, state=SourceState.UNRESOLVED, reason=reason)
        kept = joined(readings.ways())
        none = Obtained(outcome=outcome, attempts=(outcome,), resolved=resolved)
        return traced(none, (step, *kept.steps)), kept.exchanges
    settled = readings.page(resolved.target.url)
    kept = joined([*readings.ways(without=resolved.target.url), settled])
    return traced(replace(settled[0], resolved=resolved), (step, *kept.steps)), kept.exchanges


def _seen(wanted: Wanted, tools: Search, ends_at: float) -> tuple[list[Sighting], list[str]]:
    """What the finders saw, until one page stands out by its headline; and what kept others from looking."""
    seen: list[Sighting] = []
    told: list[str] = []
    for finder in tools.finders:
        if tools.clock() >= ends_at:
            told.append(f"There was no time left to ask {finder.name}.")
            continue
        try:
            seen += finder.find(wanted)
        except FetchError as error:
            # The message may hold the question, or an address inside the operator's network: neither is for readers.
            _log.warning("%s could not be asked: %s", finder.name, error.code)
            told.append(
                f"{finder.name} could not be asked: {_IN_WORDS.get(error.outcome, 'it gave no usable answer')}."
            )
            continue
        if is_sure(rank(seen, wanted, tools.terms)):
            break
    return seen, told


class _Readings:
    """The pages that were read for one search."""

    def __init__(self, wanted: Wanted, tools: Search, obtain: Obtain, ends_at: float) -> None:
        self._wanted = wanted
        self._tools = tools
        self._obtain = obtain
        self._ends_at = ends_at
        self._read: dict[str, tuple[Obtained, tuple[Exchange, ...]]] = {}

    def decide(self, seen: Sequence[Sighting]) -> list[Ranked]:
        """The pages in order once the best of them were read; those that were not read rank by their headlines."""
        ranked = rank(seen, self._wanted, self._tools.terms)
        # What is only likely, or linked for another claim, is held against the others when all have been read.
        sure = is_sure(ranked) and ranked[0].sighting.how != "linked"
        least = ranked[0].score - _SPREAD if ranked else 0.0
        shortlist = [one for one in ranked if one.score >= least][: 1 if sure else self._tools.reads]
        known = {one.sighting.url: one.sighting for one in ranked}
        for one in shortlist:
            self._read_into(known, one.sighting)
        again = rank(known.values(), self._wanted, self._tools.terms)
        if sure and not stands_out(again):  # what it says is another thing than what its headline promised
            for one in ranked[1 : self._tools.reads]:
                self._read_into(known, one.sighting)
            again = rank(known.values(), self._wanted, self._tools.terms)
        return again

    def page(self, url: str) -> tuple[Obtained, tuple[Exchange, ...]]:
        """What came of a page; it is asked for once."""
        if url not in self._read:
            near = cited_day(self._wanted.dates, self._wanted.published)
            self._read[url] = self._obtain(Target(url=url, near=near))
        return self._read[url]

    def ways(self, without: str | None = None) -> list[tuple[Obtained, tuple[Exchange, ...]]]:
        """What came of each page read, and all that was exchanged for it."""
        return [way for url, way in self._read.items() if url != without]

    def _read_into(self, known: dict[str, Sighting], one: Sighting) -> None:
        if self._tools.clock() >= self._ends_at:
            return
        found = self._with_text(one)
        if found is not None:
            known[one.url] = found
        else:
            del known[one.url]

    def _with_text(self, one: Sighting) -> Sighting | None:
        """The page with what it says; None when its address leads to another site, which nobody has cited."""
        obtained, _ = self.page(one.url)
        document = obtained.document
        if document is None or obtained.outcome.state not in READABLE_STATES:
            return one
        if one.how != "linked" and not self._is_at_home(obtained.snapshot):
            return None
        return replace(
            one,
            title=document.title or one.title,
            day=document.published or one.day,
            text=document.text,
            language=document.language or one.language,
            read=True,
        )

    def _is_at_home(self, snapshot: Snapshot | None) -> bool:
        if snapshot is None:
            return True
        ended = snapshot.url if snapshot.final_url == snapshot.memento_url else snapshot.final_url
        host = host_of(ended)
        return any(same_site(host, domain) for domain in self._wanted.domains)
