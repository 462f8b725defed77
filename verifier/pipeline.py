"""The whole way in one file: article → citations → sources → snapshots → documents → verdicts → report.

Each step is a function of its inputs and of the `Tools` it is handed; the workers call them one by one.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from verifier.errors import BrokenArchiveFile, ExtractionError, FetchError, UnreadableInput
from verifier.model import (
    READABLE_STATES,
    Article,
    Citation,
    Citations,
    Document,
    Exchange,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Report,
    Resolved,
    Snapshot,
    SourceState,
    Submission,
    Target,
)
from verifier.protocols import Archive, Blobs, Extractor, Politeness, Scorer, Web
from verifier.settings import Settings

if TYPE_CHECKING:
    from verifier.search import Search


@dataclass(frozen=True, slots=True, kw_only=True)
class Tools:
    """The outside as one check sees it: the web (or a WARC), the archives, the extractor.

    `archive` is `fallback` (the live page first), `only` or `never`; `search` finds pages without a link.
    """

    settings: Settings
    web: Web
    archives: Sequence[Archive]
    extractor: Extractor
    archive: str = "fallback"
    search: Search | None = None


def open_tools(settings: Settings, submission: Submission, politeness: Politeness) -> Tools:
    """The outside for a submission: the live web and the configured archives, or the WARC that stands for both.

    Raises `BrokenArchiveFile` when that file cannot be read or is no longer the one that was handed in.
    """
    from verifier.extract import SandboxExtractor
    from verifier.search import headline_index, live_search, replay_search

    extractor = SandboxExtractor(settings)
    if submission.replay is not None:
        from verifier.fetch.warc import Replay

        file = Replay(_unchanged(submission), max_body_bytes=settings.max_body_bytes)
        return Tools(
            settings=settings,
            web=file.web,
            archives=(file.archive,),
            extractor=extractor,
            archive=submission.archive,
            search=replay_search(settings, file.archive),
        )
    from verifier.fetch.archives import CdxArchive
    from verifier.fetch.live import LiveWeb

    web = LiveWeb(settings, politeness)
    archives = tuple(CdxArchive(one, web, max_body_bytes=settings.max_body_bytes) for one in settings.archives)
    return Tools(
        settings=settings,
        web=web,
        archives=archives,
        extractor=extractor,
        archive=submission.archive,
        search=live_search(settings, web, () if submission.archive == "never" else archives, headline_index(settings)),
    )


def _unchanged(submission: Submission) -> Path:
    path = Path(submission.replay or "")
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise BrokenArchiveFile(
            f"cannot read {path}: {error.strerror}", "The workers must see the same file."
        ) from error
    if submission.replay_sha256 not in (None, digest):
        raise BrokenArchiveFile(f"{path} has changed since it was handed in", "Hand the article in again.")
    return path


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

    try:
        answer = tools.web.get(url)
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


def obtain(target: Target, tools: Tools) -> tuple[Obtained, tuple[Exchange, ...]]:
    """The page of one target as a document, from the live web or an archive; never raises for a bad page.

    A target that is only wanted is searched for first. Returns what was obtained and every exchange that led there.
    """
    from verifier.fetch.outcome import outcome_of_error

    if target.wanted is not None:
        from verifier.search import search_with

        return search_with(target.wanted, tools.search, lambda found: obtain(found, tools))

    attempts: list[Outcome] = []
    exchanges: list[Exchange] = []
    first: Obtained | None = None
    ends_at = time.monotonic() + tools.settings.source_deadline_s
    for door in _doors(target, tools):
        try:
            answer = door(target, tools, ends_at)
        except FetchError as error:
            attempts.append(outcome_of_error(error))
        else:
            exchanges.append(answer)
            obtained = _document_of(answer, tools.extractor)
            attempts.append(obtained.outcome)
            if obtained.outcome.state in READABLE_STATES and obtained.outcome.state is not SourceState.PAYWALLED:
                return _with_attempts(obtained, attempts), tuple(exchanges)
            if first is None or (obtained.document is not None and first.document is None):
                first = obtained
        if attempts[-1].state is SourceState.REFUSED:
            break
    best = first or Obtained(outcome=attempts[0])
    return _with_attempts(best, attempts), tuple(exchanges)


_Door = Callable[[Target, Tools, float], Exchange]


def _doors(target: Target, tools: Tools) -> list[_Door]:
    """The doors to try, in order. A linked archive copy is asked for before the live page."""
    if tools.archive == "only":
        return [_from_archive]
    if tools.archive == "never" or not tools.archives:
        return [_from_web]
    return [_from_archive, _from_web] if target.archived_at else [_from_web, _from_archive]


def _from_web(target: Target, tools: Tools, _ends_at: float) -> Exchange:
    return tools.web.get(target.url)


def _from_archive(target: Target, tools: Tools, ends_at: float) -> Exchange:
    from verifier.fetch.archives import read_from_archives

    left_s = max(0.0, ends_at - time.monotonic())
    return read_from_archives(tools.archives, target, deadline_s=left_s, accept=_shows_the_page)


def _shows_the_page(copy: Exchange) -> bool:
    """Archives keep error pages and walls that came with a good status, too."""
    from verifier.fetch.outcome import outcome_of

    return outcome_of(copy).state in READABLE_STATES


def _document_of(answer: Exchange, extractor: Extractor) -> Obtained:
    from verifier.fetch.outcome import outcome_of

    outcome = outcome_of(answer)
    if outcome.state not in READABLE_STATES:
        return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, None))
    if answer.captured_at is not None:
        outcome = Outcome(
            code=OutcomeCode.OK_ARCHIVE,
            state=SourceState.ARCHIVED,
            reason=f"Read from {answer.archive or 'an archive'}, copy of {answer.captured_at[:10]}.",
        )
    try:
        document = extractor.extract(answer.body, url=answer.final_url, content_type=answer.header("content-type"))
    except ExtractionError as error:
        reason = f"{error.message[:1].upper()}{error.message[1:].rstrip('.')}."
        unreadable = Outcome(code=error.outcome, state=_unreadable_state(error), reason=reason)
        return Obtained(outcome=unreadable, snapshot=_snapshot_of(answer, None))
    return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, document), document=document)


def _unreadable_state(error: ExtractionError) -> SourceState:
    unsupported = error.outcome in (OutcomeCode.UNSUPPORTED_TYPE, OutcomeCode.TOO_LARGE)
    return SourceState.UNSUPPORTED if unsupported else SourceState.UNREADABLE


def _snapshot_of(answer: Exchange, document: Document | None) -> Snapshot:
    media_type = (answer.header("content-type") or "").split(";")[0].strip().lower() or None
    return Snapshot(
        url=answer.url,
        final_url=answer.final_url,
        fetched_at=answer.fetched_at,
        sha256=hashlib.sha256(answer.body).hexdigest(),
        memento_url=answer.memento_url,
        captured_at=answer.captured_at,
        archive=answer.archive,
        status=answer.status,
        headers=answer.headers,
        redirects=answer.redirects,
        media_type=document.media_type if document else media_type,
        language=document.language if document else None,
        title=document.title if document else None,
        published=document.published if document else None,
        words=len(document.text.split()) if document else 0,
        read_share=document.read_share if document else 0.0,
    )


def _with_attempts(obtained: Obtained, attempts: list[Outcome]) -> Obtained:
    return Obtained(
        outcome=obtained.outcome,
        snapshot=obtained.snapshot,
        document=obtained.document,
        attempts=tuple(attempts),
    )


def judge(citation: Citation, obtained: Obtained, article: Article, scorer: Scorer) -> Judgement | None:
    """What the obtained page says about the citation's claim; None when no text was read, or nothing is claimed."""
    return judge_page((citation,), obtained, article, scorer)[0]


def judge_page(
    citations: Sequence[Citation], obtained: Obtained, article: Article, scorer: Scorer
) -> list[Judgement | None]:
    """The same for all citations of an article that lean on one page, in their order."""
    from verifier.judge import judge_many, pairs_of

    document = obtained.document
    if document is None or obtained.outcome.state not in READABLE_STATES:
        return [None] * len(citations)
    claims = {place: citation.claim.text for place, citation in enumerate(citations) if citation.claim.text}
    pairs = pairs_of(article, [(claim, document) for claim in claims.values()])
    judged = dict(zip(claims, judge_many(scorer, pairs), strict=True))
    return [judged.get(place) for place in range(len(citations))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """All that is known of one source when the report is written. No `obtained`: there was no page to ask for."""

    resolved: Resolved
    obtained: Obtained | None = None
    judgement: Judgement | None = None

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

    table = outlet_table(settings.outlets)

    def publisher(host: str) -> str | None:
        outlet = table.at_host(host)
        return outlet.name if outlet is not None else None

    standings = [
        Standing(
            citation=citation,
            sources=[
                check_source(source, one.settled, one.obtained, one.judgement, publisher)
                for source, one in zip(citation.sources, of_citation, strict=True)
            ],
            said=[one.judgement.verdict if one.judgement is not None else None for one in of_citation],
        )
        for citation, of_citation in zip(found.citations, tried, strict=True)
    ]
    return build_report(
        report_id,
        found,
        [(one.citation, one.sources) for one in standings],
        scorer=scorer,
        settings_digest=settings.digest(),
        made_at=made_at,
        counted_kinds=settings.counted_kinds,
        beside=judge_beside(found.article, standings, beside.page, beside.scorer) if beside else NOTHING,
    )
