"""The real steps: the pipeline with the live web (or a WARC that stands for it), the archives and the scorer."""

from __future__ import annotations

import functools
import gc
import importlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence

from verifier import pipeline
from verifier.fetch.politeness import site_of
from verifier.fetch.urls import parse_url
from verifier.jobs import Change, Submission
from verifier.model import Article, Citation, Citations, Exchange, Judgement, Obtained, Report, Resolved, Target
from verifier.page.language import language_of
from verifier.protocols import Scorer
from verifier.search import Headlines, earlier_links, headline_index
from verifier.settings import Settings
from verifier.store import CitationJudged, Found, Store
from workers.clock import now
from workers.steps import Reading

log = logging.getLogger("workers")

#: Loaded late by whoever needs them, because commands start faster without.
_NEEDED = (
    "verifier.obtaining", "verifier.extract", "verifier.fetch.archives", "verifier.fetch.changes",
    "verifier.fetch.conditional", "verifier.fetch.live", "verifier.fetch.outcome", "verifier.fetch.post_addresses",
    "verifier.fetch.sibling", "verifier.fetch.wire",
)  # fmt: skip
#: So many pages are kept open while a report is written.
_PAGES_AT_HAND = 16


class RealSteps:
    """`workers.steps.Steps` with everything real. One per process; tools and scorer are kept between units."""

    def __init__(self, settings: Settings, store: Store) -> None:
        self._settings = settings
        self._store = store
        self._tools = functools.lru_cache(maxsize=8)(self._open_tools)

    def read(self, submission: Submission) -> Reading:
        """See `Steps.read`."""
        article, exchanges = pipeline.read(submission, self._tools(_web_of(submission)), self._store.blobs)
        citations = pipeline.cite(article, self._settings)
        resolved = pipeline.resolve(citations, self._settings)
        if submission.replay is None and self._settings.finders:
            self._index.put(earlier_links(citations, resolved))
        return citations, resolved, exchanges

    def source_key(self, target: Target) -> str:
        """See `Steps.source_key`."""
        from verifier.resolve import source_key

        return source_key(target)

    def obtain(
        self, target: Target, submission: Submission, earlier: Sequence[Exchange]
    ) -> tuple[Obtained, tuple[Exchange, ...]]:
        """See `Steps.obtain`."""
        return pipeline.obtain(target, self._tools(_web_of(submission)), earlier if submission.replay is None else ())

    def judge_page(
        self, citations: Sequence[Citation], obtained: Obtained, article: Article
    ) -> Sequence[Judgement | None]:
        """See `Steps.judge_page`."""
        return pipeline.judge_page(citations, obtained, article, self._scorer)

    def judge_copy(
        self, citations: Sequence[Citation], obtained: Obtained, judged: Sequence[Judgement | None], article: Article
    ) -> Sequence[Judgement | None]:
        """See `Steps.judge_copy`."""
        return pipeline.judge_copy(citations, obtained, judged, article, self._scorer)

    def report(
        self,
        job_id: str,
        found: Found,
        page: Callable[[str], Obtained],
        judgements: Mapping[str, Sequence[CitationJudged]],
        *,
        beside: bool = True,
    ) -> Report:
        """See `Steps.report`."""
        # Neighbours cite the same pages; all pages of a long article at once may be more than there is room for.
        page = functools.lru_cache(maxsize=_PAGES_AT_HAND)(page)
        said = {(name, one.citation): one for name, row in judgements.items() for one in row}
        tried = (
            [
                _tried(resolved, page(name) if name is not None else None, said.get((name or "", citation.id)))
                for resolved, name in zip(found.resolved[i], found.pages[i], strict=True)
            ]
            for i, citation in enumerate(found.citations.citations)
        )

        def page_of(citation: int, source: int) -> Obtained:
            return page(found.pages[citation][source] or "")

        return pipeline.report(
            job_id,
            found.citations,
            tried,
            scorer=self._scorer.name,
            settings=self._settings,
            made_at=now(),
            beside=pipeline.Rereading(scorer=self._scorer, page=page_of) if beside else None,
        )

    def gather(self, articles: Iterable[Citations]) -> None:
        """See `Steps.gather`."""
        from verifier.gathering import cited_domains, gather

        if "headlines" in self._settings.finders:
            told = gather(cited_domains(articles), self._tools(Submission()).web, self._index, self._settings)
            log.info("%d headlines from %d lists of %d sites", told.headlines, told.lists, told.sites)
            for problem in told.problems:
                log.warning("%s", problem)

    def changes(self, before: Report | None, after: Report) -> tuple[Change, ...]:
        """See `Steps.changes`."""
        from verifier.report.diff import diff_reports

        return diff_reports(before, after)

    @functools.cached_property
    def _scorer(self) -> Scorer:
        from verifier.judge import load_scorer

        return load_scorer(self._settings.scorer, self._settings)

    @functools.cached_property
    def _index(self) -> Headlines:
        return headline_index(self._settings)

    def _open_tools(self, web: Submission) -> pipeline.Tools:
        store = self._store
        return pipeline.open_tools(self._settings, web, store.politeness, store.breaker, store.robots)


def warm() -> None:
    """Load what fetching needs, tables included, before the pool forks: once instead of in every process.

    Nothing here may open a connection or start a thread.
    """
    for name in _NEEDED:
        importlib.import_module(name)
    site_of(parse_url("https://www.example.org/"))
    language_of("The tide table of the harbour was printed in May and sold at the gate.", None)
    gc.collect()
    gc.freeze()  # the collector would write into pages that are shared until then


def _tried(resolved: Resolved, obtained: Obtained | None, judged: CitationJudged | None) -> pipeline.Tried:
    if judged is None:
        return pipeline.Tried(resolved=resolved, obtained=obtained)
    return pipeline.Tried(resolved=resolved, obtained=obtained, judgement=judged.judgement, of_copy=judged.of_copy)


def _web_of(submission: Submission) -> Submission:
    """What of a submission says which web is meant, so that tools are shared by all who mean the same."""
    return Submission(
        replay=submission.replay,
        beside_it=submission.beside_it,
        replay_sha256=submission.replay_sha256,
        archive=submission.archive,
    )
