"""Which doors are tried for a source, in which order, and what is kept of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import pytest

from verifier import pipeline
from verifier.errors import ExtractionError, FetchError, UnreadableInput
from verifier.jobs import Submission
from verifier.model import (
    Article,
    Capture,
    Citation,
    Citations,
    Claim,
    Document,
    Exchange,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Pair,
    Probabilities,
    Resolution,
    Resolved,
    Source,
    SourceState,
    Target,
    Verdict,
)
from verifier.settings import Settings

URL = "https://paper.example/news/2025/09/10/drones"
PAGE = b"<html><body><p>Nineteen drones were counted over the east of the country.</p></body></html>"
HTML = (("Content-Type", "text/html; charset=utf-8"),)


def answer(status: int = 200, body: bytes = PAGE, **fields: object) -> Exchange:
    base = Exchange(url=URL, final_url=URL, status=status, headers=HTML, body=body, fetched_at="2025-09-20T10:00:00Z")
    return replace(base, **fields)  # type: ignore[arg-type]


@dataclass
class OnePage:
    """A web that knows one answer, and knows no other page."""

    answer: Exchange | FetchError
    asked: list[str] = field(default_factory=list)

    def get(self, url: str, *, headers: object = None) -> Exchange:
        self.asked.append(url)
        if isinstance(self.answer, FetchError):
            raise self.answer
        return self.answer if url == URL else answer(404, url=url, final_url=url)


@dataclass
class OneCapture:
    """An archive that holds one copy, or none."""

    answer: Exchange | None
    name: str = "Test Archive"
    asked: list[str] = field(default_factory=list)

    def captures(self, url: str, near: str | None) -> Sequence[Capture]:
        self.asked.append(url)
        if self.answer is None:
            return ()
        return (Capture(url=url, timestamp="20250910060000", status=200, media_type="text/html"),)

    def replay(self, capture: Capture) -> Exchange:
        assert self.answer is not None
        return self.answer


class Words:
    """An extractor for pages of one paragraph; an empty page has no text."""

    def extract(self, body: bytes, *, url: str, content_type: str | None) -> Document:
        if b"<p>" not in body:
            raise ExtractionError(OutcomeCode.NO_TEXT, "the page has no readable text")
        return Document(text=body.decode().split("<p>")[1].split("</p>")[0], language="en")


ARCHIVED = answer(captured_at="2025-09-10T06:00:00Z", memento_url="https://a/20250910060000/x", archive="Test Archive")


def tools(web: OnePage, archive: OneCapture | None = None, mode: str = "fallback") -> pipeline.Tools:
    archives = (archive,) if archive else ()
    return pipeline.Tools(settings=Settings(), web=web, archives=archives, extractor=Words(), archive=mode)


def test_a_live_page_is_read_and_the_archive_left_alone() -> None:
    archive = OneCapture(ARCHIVED)
    obtained, exchanges = pipeline.obtain(Target(url=URL), tools(OnePage(answer()), archive))
    assert obtained.outcome.state is SourceState.LIVE
    assert obtained.document is not None
    assert obtained.snapshot is not None
    assert obtained.snapshot.words == 10
    assert [exchange.status for exchange in exchanges] == [200, 404], "a short page is held against a made-up one"
    assert archive.asked == []


def test_a_dead_page_is_read_from_the_archive_and_both_attempts_are_kept() -> None:
    obtained, exchanges = pipeline.obtain(
        Target(url=URL, near="2025-09-10"), tools(OnePage(answer(404)), OneCapture(ARCHIVED))
    )
    assert obtained.outcome.state is SourceState.ARCHIVED
    assert obtained.snapshot is not None
    assert obtained.snapshot.captured_at == "2025-09-10T06:00:00Z"
    assert [attempt.code for attempt in obtained.attempts] == [OutcomeCode.NOT_FOUND, OutcomeCode.OK_ARCHIVE]
    assert [exchange.status for exchange in exchanges] == [404, 200]


def test_a_dead_page_without_a_copy_is_gone() -> None:
    obtained, _ = pipeline.obtain(Target(url=URL), tools(OnePage(answer(404)), OneCapture(None)))
    assert obtained.outcome.state is SourceState.GONE
    assert obtained.document is None
    assert len(obtained.attempts) == 2


def test_an_unreachable_page_keeps_the_reason_of_the_live_attempt() -> None:
    web = OnePage(FetchError(OutcomeCode.UNREACHABLE, "nobody answers"))
    obtained, exchanges = pipeline.obtain(Target(url=URL), tools(web))
    assert obtained.outcome.code is OutcomeCode.UNREACHABLE
    assert exchanges == ()


def test_an_unsafe_address_is_refused_without_asking_an_archive_about_it() -> None:
    archive = OneCapture(ARCHIVED)
    web = OnePage(FetchError(OutcomeCode.UNSAFE_ADDRESS, "a private address"))
    obtained, _ = pipeline.obtain(Target(url="http://10.0.0.1/"), tools(web, archive))
    assert obtained.outcome.state is SourceState.REFUSED
    assert archive.asked == []


def test_a_page_without_text_is_unreadable_with_the_extractors_reason() -> None:
    obtained, _ = pipeline.obtain(Target(url=URL), tools(OnePage(answer(body=b"<html></html>"))))
    assert obtained.outcome.state is SourceState.UNREADABLE
    assert obtained.outcome.reason == "The page has no readable text."


def test_no_archive_is_asked_after_the_time_for_a_source() -> None:
    archive = OneCapture(ARCHIVED)
    hurried = replace(tools(OnePage(answer(404)), archive), settings=Settings(source_deadline_s=0.0))
    obtained, _ = pipeline.obtain(Target(url=URL), hurried)
    assert [attempt.code for attempt in obtained.attempts] == [OutcomeCode.NOT_FOUND, OutcomeCode.ARCHIVE_UNAVAILABLE]
    assert archive.asked == []


def test_an_archived_error_page_is_not_taken_for_the_page() -> None:
    missing = b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"
    obtained, _ = pipeline.obtain(
        Target(url=URL), tools(OnePage(answer(404)), OneCapture(replace(ARCHIVED, body=missing)))
    )
    assert (obtained.outcome.state, obtained.document) == (SourceState.GONE, None)
    assert obtained.attempts[1].code is OutcomeCode.NO_CAPTURE


@pytest.mark.parametrize(("mode", "live", "archived"), [("only", 0, 1), ("never", 1, 0)])
def test_one_door_can_be_closed(mode: str, live: int, archived: int) -> None:
    web, archive = OnePage(answer(404)), OneCapture(ARCHIVED)
    pipeline.obtain(Target(url=URL), tools(web, archive, mode))
    assert (len(web.asked), len(archive.asked)) == (live, archived)


def test_a_linked_archive_copy_is_asked_for_first() -> None:
    web = OnePage(answer())
    target = Target(url=URL, archived_at="20250910060000")
    obtained, _ = pipeline.obtain(target, tools(web, OneCapture(ARCHIVED)))
    assert obtained.outcome.state is SourceState.ARCHIVED
    assert web.asked == []


# --- judging -----------------------------------------------------------------------------

CITATION = Citation(
    id="c1",
    start=20,
    end=30,
    text="(Paper, 1)",
    sources=(Source(name="Paper"),),
    claim=Claim(text="Nineteen drones were counted", spans=((0, 19),)),
)


class Fixed:
    """A scorer with one answer for everything."""

    name = "fixed/1"

    def __init__(self, verdict: Verdict) -> None:
        self.verdict = verdict
        self.pairs: list[Pair] = []

    def judge(self, pair: Pair) -> Judgement:
        self.pairs.append(pair)
        even = Probabilities(supported=0.25, partially_supported=0.25, not_supported=0.25, contradicted=0.25)
        return Judgement(verdict=self.verdict, probability=0.25, probabilities=even, scorer=self.name)


def obtained_in(state: SourceState, **fields: object) -> Obtained:
    outcome = Outcome(code=OutcomeCode.OK, state=state, reason="as it is")
    document = replace(Document(text="A text.", published="2025-09-10", language="pl"), **fields)  # type: ignore[arg-type]
    return Obtained(outcome=outcome, document=document)


def test_a_page_that_was_not_read_is_not_judged() -> None:
    scorer = Fixed(Verdict.SUPPORTED)
    outcome = Outcome(code=OutcomeCode.NOT_FOUND, state=SourceState.GONE, reason="It is gone.")
    assert pipeline.judge(CITATION, Obtained(outcome=outcome), Article(text="x"), scorer) is None
    assert scorer.pairs == []


def test_the_scorer_is_told_both_dates_and_both_languages() -> None:
    scorer = Fixed(Verdict.SUPPORTED)
    article = Article(text="x", published="2025-09-24", language="en")
    pipeline.judge(CITATION, obtained_in(SourceState.LIVE), article, scorer)
    (pair,) = scorer.pairs
    assert (pair.claim_date, pair.source_date) == ("2025-09-24", "2025-09-10")
    assert (pair.claim_language, pair.source_language) == ("en", "pl")


def test_the_report_follows_the_article_and_says_why_there_is_no_verdict() -> None:
    found = Citations(article=Article(text="x" * 40), citations=(CITATION,))
    resolved = Resolved(resolution=Resolution.LINKED, target=Target(url=URL))
    outcome = Outcome(code=OutcomeCode.NOT_FOUND, state=SourceState.GONE, reason="It is gone.")
    tried = [[pipeline.Tried(resolved=resolved, obtained=Obtained(outcome=outcome))]]
    report = pipeline.report("r1", found, tried, scorer="fixed/1", settings=Settings(), made_at="2025-09-24T00:00:00Z")
    (source,) = report.citations[0].sources
    assert (report.counts.citations, report.counts.undetermined) == (1, 1)
    assert (source.state, source.verdict, source.reasons) == (SourceState.GONE, Verdict.UNDETERMINED, ("It is gone.",))


# --- reading -----------------------------------------------------------------------------


class NoBlobs:
    def put(self, data: bytes) -> str:
        raise AssertionError("nothing is to be kept here")

    def get(self, sha256: str) -> bytes:
        return {"t": b"A plain text about drones."}[sha256]


def test_a_submitted_text_is_read_from_the_blobs() -> None:
    submission = Submission(blob="t", media_type="text/plain", published="2025-09-24")
    article, exchanges = pipeline.read(submission, tools(OnePage(answer())), NoBlobs())
    assert (article.text, article.published) == ("A plain text about drones.", "2025-09-24")
    assert exchanges == ()


@pytest.mark.parametrize("bad", [answer(404), answer(503), FetchError(OutcomeCode.DNS_ERROR, "no such name")])
def test_an_article_that_cannot_be_fetched_is_unreadable_input(bad: Exchange | FetchError) -> None:
    with pytest.raises(UnreadableInput, match=URL):
        pipeline.read(Submission(url=URL), tools(OnePage(bad)), NoBlobs())
