"""The whole way in one file: article → citations → sources → snapshots → documents → verdicts → report.

Each step is a function of its inputs and of the `Tools` it is handed; the workers call them one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.breaker import LocalBreaker
from verifier.errors import BrokenArchiveFile, FetchError, UnreadableInput
from verifier.fetch.sibling import Siblings
from verifier.jobs import Submission
from verifier.levels import TITLE_AND_DESCRIPTION
from verifier.model import (
    READABLE_STATES,
    Article,
    CheckedSource,
    Citation,
    Citations,
    Exchange,
    Judgement,
    Obtained,
    Report,
    Resolved,
    SourceState,
    Target,
    Verdict,
)
from verifier.protocols import (
    Archive,
    Blobs,
    Breaker,
    Extractor,
    Past,
    Politeness,
    RobotsShelf,
    Scorer,
    SiteArchive,
    Web,
)
from verifier.settings import Settings
from verifier.trail import ARTICLE

if TYPE_CHECKING:
    from verifier.search import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The outside as one check sees it: the web (or a WARC), the archives, the extractor.

    `archive` is `fallback` (the live page first), `only` or `never`; `search` finds pages without a link; `siblings`
    remembers how sites answer for addresses that cannot exist; `past` is the recorded check that is done again.
    """

    settings: Settings
    web: Web
    archives: Sequence[Archive]
    extractor: Extractor
    archive: str = "fallback"
    search: Search | None = None
    siblings: Siblings = field(default_factory=Siblings)
    past: Past | None = None


def open_tools(
    settings: Settings,
    submission: Submission,
    politeness: Politeness,
    breaker: Breaker | None = None,
    shelf: RobotsShelf | None = None,
) -> Tools:
    """The outside for a submission: the live web and the configured archives, or the WARC that stands for both.

    Raises `BrokenArchiveFile` when that file cannot be read or is no longer the one that was handed in.
    """
    from verifier.extract import SandboxExtractor
    from verifier.search import headline_index, live_search, replay_search

    extractor = SandboxExtractor(settings)
    if submission.replay is not None:
        from verifier.fetch.warc import Replay

        file = Replay(*_unchanged(submission), max_body_bytes=settings.max_body_bytes)
        return Tools(
            settings=settings,
            web=file.web,
            archives=(file.archive,),
            extractor=extractor,
            archive=submission.archive,
            search=replay_search(settings, file.archive, file.past),
            past=file.past,
        )
    from verifier.fetch.archives import open_archives
    from verifier.fetch.live import LiveWeb

    web = LiveWeb(settings, politeness, shelf=shelf)
    archives = open_archives(settings.archives, web, breaker or LocalBreaker(), max_body_bytes=settings.max_body_bytes)
    whole_sites = [one for one in archives if isinstance(one, SiteArchive)]
    return Tools(
        settings=settings,
        web=web,
        archives=archives,
        extractor=extractor,
        archive=submission.archive,
        search=live_search(
            settings, web, () if submission.archive == "never" else whole_sites, headline_index(settings)
        ),
    )


def _unchanged(submission: Submission) -> list[Path]:
    from verifier.fetch.warc import digest_of

    paths = [Path(submission.replay or ""), *map(Path, submission.beside_it)]
    try:
        digest = digest_of(paths)
    except OSError as error:
        raise BrokenArchiveFile(
            f"cannot read {error.filename}: {error.strerror}", "The workers must see the same file."
        ) from error
    if submission.replay_sha256 not in (None, digest):
        changed = f"{paths[0]} has" if len(paths) == 1 else f"one of {', '.join(map(str, paths))} has"
        raise BrokenArchiveFile(f"{changed} changed since it was handed in", "Hand the article in again.")
    return paths


def read(submission: Submission, tools: Tools, blobs: Blobs) -> tuple[Article, tuple[Exchange, ...]]:
    """The submitted article, and what had to be fetched for it.

    Raises `UnreadableInput` when there is no text to be had from the input.
    """
    from verifier.read import read_article

    exchanges: tuple[Exchange, ...] = ()
    if submission.url is not None:
        answer = _fetch_article(submission.url, tools)
        exchanges = (answer,)
        body, media_type, url = answer.body, answer.header("content-type"), answer.final_url
        name = submission.url
    else:
        body, media_type, url = blobs.get(submission.blob or ""), submission.media_type, None
        name = submission.name or "the submitted text"
    article = read_article(
        body,
        media_type=media_type,
        name=name,
        url=url,
        base_url=submission.base_url,
        title=submission.title,
        published=submission.published,
        language=submission.language,
        settings=tools.settings,
    )
    return article, exchanges


def _fetch_article(url: str, tools: Tools) -> Exchange:
    from verifier.fetch.outcome import outcome_of, outcome_of_error

    itself = Target(url=url)
    try:
        recorded = tools.past is not None and tools.past.tried(ARTICLE, itself)
        answer = tools.past.answer(ARTICLE, itself) if tools.past is not None and recorded else tools.web.get(url)
    except FetchError as error:
        outcome = outcome_of_error(error)
        raise UnreadableInput(
            f"the article {url} could not be fetched: {outcome.reason}",
            "Check the address, or save the page and check the file.",
            code=f"article-{outcome.code.value}",
        ) from error
    outcome = outcome_of(answer)
    if outcome.state not in READABLE_STATES:
        raise UnreadableInput(
            f"the article {url} could not be read: {outcome.reason}",
            "Open it in a browser, save the page and check the file.",
            code=f"article-{outcome.code.value}",
        )
    return answer


def cite(article: Article, settings: Settings) -> Citations:
    """Every citation of the article with the claim it backs, and where both stand in its markup.

    Raises `SettingsError` when the operator's table of outlets cannot be read.
    """
    from verifier.cite import find_citations, outlet_table
    from verifier.read.marked import marked

    return marked(find_citations(article, outlet_table(settings.outlets)))


def resolve(found: Citations, settings: Settings) -> tuple[tuple[Resolved, ...], ...]:
    """For each source of each citation, in order, which page is meant; without a link, what is to be searched for."""
    from verifier.resolve import resolve as resolve_source
    from verifier.resolve import with_wanted
    from verifier.search import languages_of

    resolved = tuple(
        tuple(resolve_source(source, citation, found.article, settings) for source in citation.sources)
        for citation in found.citations
    )
    return with_wanted(found, resolved, languages_of(settings)) if settings.finders else resolved


def obtain(target: Target, tools: Tools, earlier: Sequence[Exchange] = ()) -> tuple[Obtained, tuple[Exchange, ...]]:
    """The page of one target as a document, from the live web or an archive; never raises for a bad page.

    A target that is only wanted is searched for first. Beside a live page stands the copy of the cited day, where the
    page may have changed since. Of pages among the `earlier` exchanges the site is asked only whether they changed.
    Returns what was obtained and every exchange that led there.
    """
    from verifier.fetch.conditional import ConditionalWeb
    from verifier.obtaining import obtain_page

    if target.wanted is not None:
        from verifier.search import search_with

        return search_with(target.wanted, tools.search, lambda found: obtain(found, tools, earlier))

    return obtain_page(target, replace(tools, web=ConditionalWeb(tools.web, earlier)) if earlier else tools)


def judge(citation: Citation, obtained: Obtained, article: Article, scorer: Scorer) -> Judgement | None:
    """What the obtained page says about the citation's claim; None when no text was read, or nothing is claimed."""
    return judge_page((citation,), obtained, article, scorer)[0]


def judge_page(
    citations: Sequence[Citation], obtained: Obtained, article: Article, scorer: Scorer
) -> list[Judgement | None]:
    """The same for all citations of an article that lean on one page, in their order.

    A claim is held against the page's texts one after another, until one decides.
    """
    from verifier.judge import judge_many, pairs_of
    from verifier.judge.haystacks import Extent, haystacks, is_open, settled

    said: list[Judgement | None] = [None] * len(citations)
    document = obtained.document
    if document is None or obtained.outcome.state not in READABLE_STATES:
        return said
    texts = [
        haystacks(document, {day for source in citation.sources for day in source.dates}) for citation in citations
    ]
    for extent in Extent:
        asked = [
            (place, text)
            for place, citation in enumerate(citations)
            for text in texts[place]
            if citation.claim.text and text.extent is extent and is_open(said[place])
        ]
        pairs = pairs_of(article, [(citations[place].claim.text, text.document) for place, text in asked])
        for (place, text), found in zip(asked, judge_many(scorer, pairs) if pairs else (), strict=True):
            said[place] = settled(said[place], found, text)
    return said


def judge_copy(
    citations: Sequence[Citation],
    obtained: Obtained,
    judged: Sequence[Judgement | None],
    article: Article,
    scorer: Scorer,
) -> list[Judgement | None]:
    """What the copy of the cited day says about the claims, in their order.

    None where it need not be asked: there is no such copy, or it can say nothing else than today's page (`judged`).
    """
    from verifier.report.drift import to_ask_the_copy

    if obtained.day_copy is None:
        return [None] * len(citations)
    asked = to_ask_the_copy(judged, obtained)
    said = judge_page([citations[place] for place in asked], obtained.day_copy, article, scorer)
    by_place = dict(zip(asked, said, strict=True))
    return [by_place.get(place) for place in range(len(citations))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """All that is known of one source when the report is written. No `obtained`: there was no page to ask for.

    `of_copy` is what the copy of the cited day says, where that was asked as well.
    """

    resolved: Resolved
    obtained: Obtained | None = None
    judgement: Judgement | None = None
    of_copy: Judgement | None = None

    @property
    def settled(self) -> Resolved:
        """Which page it came to in the end: that of the link, or what a search found."""
        if self.resolved.target is None or self.resolved.target.wanted is None:
            return self.resolved
        found = self.obtained.resolved if self.obtained is not None else None
        return found or replace(self.resolved, target=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rereading:
    """What it takes to judge sources together and beside each other: the judge, and the page of each source again.

    `page` is asked for the source at a place in the citation at a place, and only for pages that were read.
    """

    scorer: Scorer
    page: Callable[[int, int], Obtained]


def report(
    report_id: str,
    found: Citations,
    tried: Iterable[Sequence[Tried]],
    *,
    scorer: str,
    settings: Settings,
    made_at: str,
    beside: Rereading | None = None,
) -> Report:
    """Everything that was found out, in the order of the article; `tried` runs along citations and their sources.

    Rows of `tried` are taken one by one and let go. Without `beside` every source stands alone.
    """
    from verifier.beside import Standing, judge_beside
    from verifier.cite import outlet_table
    from verifier.report.beside import NOTHING
    from verifier.report.build import build_report, check_source
    from verifier.report.drift import deciding_copy

    table = outlet_table(settings.outlets)

    def publisher(host: str) -> str | None:
        outlet = table.at_host(host)
        return outlet.name if outlet is not None else None

    standings = []
    for citation, of_citation in zip(found.citations, tried, strict=True):
        sources = [
            check_source(source, one.settled, one.obtained, one.judgement, publisher, one.of_copy)
            for source, one in zip(citation.sources, of_citation, strict=True)
        ]
        said = [_said(source, one) for source, one in zip(sources, of_citation, strict=True)]
        standings.append(Standing(citation=citation, sources=sources, said=said))

    def page(place: int, number: int) -> Obtained:
        assert beside is not None
        return deciding_copy(standings[place].sources[number], beside.page(place, number))

    return build_report(
        report_id,
        found,
        [(one.citation, one.sources) for one in standings],
        scorer=scorer,
        settings_digest=settings.digest(),
        made_at=made_at,
        counted_kinds=settings.counted_kinds,
        beside=judge_beside(found.article, standings, page, beside.scorer) if beside else NOTHING,
    )


def _said(source: CheckedSource, one: Tried) -> Verdict | None:
    """What the judge said of the copy of the page that decided; None where none was asked."""
    judgement = one.of_copy if source.state is SourceState.DRIFTED else one.judgement
    if source.snapshot is not None and source.snapshot.level == TITLE_AND_DESCRIPTION:
        return Verdict.UNDETERMINED  # what stands beside a video backs nothing, with other sources or for other claims
    return judgement.verdict if judgement is not None else None
