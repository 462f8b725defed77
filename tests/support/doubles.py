"""Doubles of the steps for tests of the machinery: an article is a line "pages a b|b" and nothing is fetched.

A citation whose first page is named `note…` is a note, which is not counted.
`b"2:a b|b"`: citation 1 leans on pages a and b, citation 2 on b; every page is readable and supports everything.
"""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from verifier.jobs import Change, Submission
from verifier.model import (
    Article,
    CheckedCitation,
    CheckedSource,
    Citation,
    Citations,
    Claim,
    Counts,
    Document,
    Exchange,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Probabilities,
    Report,
    Resolution,
    Resolved,
    Source,
    SourceState,
    Target,
    Verdict,
)
from verifier.settings import Settings
from verifier.store import CitationJudged, Found, Store

GOOD = Outcome(code=OutcomeCode.OK, state=SourceState.LIVE, reason="Read.")
SUPPORTED = Judgement(
    verdict=Verdict.SUPPORTED,
    probability=1.0,
    probabilities=Probabilities(supported=1.0, partially_supported=0.0, not_supported=0.0, contradicted=0.0),
    scorer="double/1",
)


def article_of(text: str) -> tuple[Article, tuple[Citation, ...]]:
    """The article whose text lists its citations, pages separated by blanks, citations by bars."""
    rows = [row.split() for row in text.split("|")] if text.strip() else []
    citations = tuple(
        Citation(
            id=f"c{number}",
            start=0,
            end=1,
            text="(…)",
            kind="note_marker" if row[0].startswith("note") else "parenthetical",
            sources=tuple(Source(name=page, url=f"https://{page}.example/") for page in row),
            claim=Claim(text=f"Claim {number}.", spans=()),
        )
        for number, row in enumerate(rows, 1)
    )
    return Article(text=text, title=f"Article {text[:20]}"), citations


def resolved_of(source: Source) -> Resolved:
    """Linked, unless the page's name begins with `-`: then nobody knows which page is meant."""
    if source.name.startswith("-"):
        return Resolved(resolution=Resolution.NONE, reason="no link")
    return Resolved(resolution=Resolution.LINKED, target=Target(url=source.url or ""))


def report_of(job_id: str, found: Found, verdicts: dict[tuple[int, int], CheckedSource]) -> Report:
    """A report whose verdicts are those given."""
    checked = tuple(
        CheckedCitation(
            id=citation.id,
            start=citation.start,
            end=citation.end,
            text=citation.text,
            claim=citation.claim,
            verdict=verdicts[i, 0].verdict,
            sources=tuple(verdicts[i, j] for j in range(len(citation.sources))),
        )
        for i, citation in enumerate(found.citations.citations)
    )
    supported = sum(citation.verdict is Verdict.SUPPORTED for citation in checked)
    return Report(
        id=job_id,
        made_at="2025-09-24T00:00:00Z",
        article=found.citations.article,
        scorer="double/1",
        settings="none",
        counts=Counts(citations=len(checked), supported=supported, undetermined=len(checked) - supported),
        citations=checked,
    )


class DoubleSteps:
    """`workers.steps.Steps` in memory. Every call is written into `calls` under the data folder.

    A page named `kill…` kills its process while it is fetched, `slow…` takes as long as a file `hold` exists,
    `raise…` raises; `killjudge…` kills the judge. An article whose text contains `killread` kills its reader; with
    `stumblebeside` its report raises as long as more is to be judged for it.
    """

    def __init__(self, settings: Settings, store: Store) -> None:
        self._folder = settings.data_dir
        self._store = store

    def note(self, what: str) -> None:
        """Write one line, whole, into the file of calls."""
        with open(self._folder / "calls", "a", encoding="utf-8") as calls:
            calls.write(f"{what}\n")

    def read(self, submission: Submission) -> tuple[Citations, tuple[tuple[Resolved, ...], ...], tuple[Exchange, ...]]:
        text = self._store.blobs.get(submission.blob or "").decode()
        self.note(f"read {text}")
        if "killread" in text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "slowread" in text:
            wait_while(self._folder / "hold")
        article, citations = article_of(text)
        resolved = tuple(tuple(resolved_of(source) for source in citation.sources) for citation in citations)
        return Citations(article=article, citations=citations), resolved, ()

    def source_key(self, target: Target) -> str:
        return target.url

    def obtain(
        self, target: Target, submission: Submission, earlier: Sequence[Exchange]
    ) -> tuple[Obtained, tuple[Exchange, ...]]:
        self.note(f"obtain {target.url}")
        if "//kill." in target.url:
            os.kill(os.getpid(), signal.SIGKILL)
        if "//slow" in target.url:
            wait_while(self._folder / "hold")
        if "//raise" in target.url:
            raise RuntimeError("the double was told to stumble")
        answer = Exchange(
            url=target.url,
            final_url=target.url,
            status=200,
            headers=(),
            body=target.url.encode(),
            fetched_at="2025-09-24T00:00:00Z",
        )
        return Obtained(outcome=GOOD, document=Document(text=f"Text of {target.url}.")), (answer,)

    def judge_page(
        self, citations: Sequence[Citation], obtained: Obtained, article: Article
    ) -> Sequence[Judgement | None]:
        return [self.judge(citation, obtained, article) for citation in citations]

    def judge_copy(
        self, citations: Sequence[Citation], obtained: Obtained, judged: Sequence[Judgement | None], article: Article
    ) -> Sequence[Judgement | None]:
        return [None for _ in citations]

    def judge(self, citation: Citation, obtained: Obtained, article: Article) -> Judgement:
        assert obtained.outcome is not None
        if obtained.document is None:
            return Judgement(verdict=Verdict.UNDETERMINED, reasons=(obtained.outcome.reason,))
        self.note(f"judge {citation.id} {obtained.document.text}")
        if "//killjudge." in obtained.document.text:
            os.kill(os.getpid(), signal.SIGKILL)
        return SUPPORTED

    def report(
        self,
        job_id: str,
        found: Found,
        page: Callable[[str], Obtained],
        judgements: Mapping[str, Sequence[CitationJudged]],
        *,
        beside: bool = True,
    ) -> Report:
        self.note(f"report {job_id}")
        if beside and "stumblebeside" in found.citations.article.text:
            raise RuntimeError("the double was told to stumble")
        checked: dict[tuple[int, int], CheckedSource] = {}
        for i, citation in enumerate(found.citations.citations):
            for j, source in enumerate(citation.sources):
                name = found.pages[i][j]
                judgement, outcome = Judgement(verdict=Verdict.UNDETERMINED), GOOD
                if name is not None:
                    outcome = page(name).outcome
                    judgement = {row.citation: row.judgement for row in judgements[name]}[citation.id]
                checked[i, j] = CheckedSource(
                    name=source.name,
                    url=source.url,
                    resolution=found.resolved[i][j].resolution,
                    state=outcome.state,
                    outcome=outcome,
                    verdict=judgement.verdict,
                    reasons=judgement.reasons,
                )
        return report_of(job_id, found, checked)

    def gather(self, articles: Iterable[Citations]) -> None:
        for found in articles:
            assert found.article.text

    def changes(self, before: Report | None, after: Report) -> tuple[Change, ...]:
        if before is None or before.counts == after.counts:
            return ()
        return (
            Change(
                article=after.id,
                title=after.article.title,
                citation="c1",
                kind="verdict-changed",
                source="",
                url=None,
                before=str(before.counts.supported),
                after=str(after.counts.supported),
                message="It changed.",
            ),
        )


def wait_while(path: Path, limit_s: float = 60.0) -> None:
    """Return when the file is gone."""
    deadline = time.monotonic() + limit_s
    while path.exists() and time.monotonic() < deadline:
        time.sleep(0.02)
