"""The seam between how work runs and what it does: one method for each kind of unit, ids already looked up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Protocol

from verifier.jobs import Change, Submission
from verifier.model import Article, Citation, Citations, Exchange, Judgement, Obtained, Report, Resolved, Target
from verifier.store import CitationJudged, Found

Reading = tuple[Citations, tuple[tuple[Resolved, ...], ...], tuple[Exchange, ...]]


class Steps(Protocol):
    """What the workers do; the real one is `workers.tools.RealSteps`."""

    def read(self, submission: Submission) -> Reading:
        """The article's citations, the page each source means, and what was fetched for the article itself."""
        ...

    def source_key(self, target: Target) -> str:
        """The same for all targets whose page and copy are the same."""
        ...

    def obtain(
        self, target: Target, submission: Submission, earlier: Sequence[Exchange]
    ) -> tuple[Obtained, tuple[Exchange, ...]]:
        """The page, as the submission sees the web. Never raises for a bad page.

        `earlier` are the exchanges of the last time: what they hold need not be sent again.
        """
        ...

    def judge_page(
        self, citations: Sequence[Citation], obtained: Obtained, article: Article
    ) -> Sequence[Judgement | None]:
        """What the page says about the claim of each citation; None when there is no text to judge."""
        ...

    def judge_copy(
        self, citations: Sequence[Citation], obtained: Obtained, judged: Sequence[Judgement | None], article: Article
    ) -> Sequence[Judgement | None]:
        """What the copy of the cited day says, None where it would only say the same as today's page (`judged`)."""
        ...

    def report(
        self,
        job_id: str,
        found: Found,
        page: Callable[[str], Obtained],
        judgements: Mapping[str, Sequence[CitationJudged]],
        *,
        beside: bool = True,
    ) -> Report:
        """The report; `page` loads what came of a page, `judgements` are by page.

        With `beside` claims are judged against sources together and other pages of the article as well.
        """
        ...

    def gather(self, articles: Iterable[Citations]) -> None:
        """Fill the index of headlines from the sites that the articles cite. Never raises for a bad site."""
        ...

    def changes(self, before: Report | None, after: Report) -> tuple[Change, ...]:
        """What is different in the newer report."""
        ...
