"""The real steps, driven by hand through the store: articles in, reports out, nothing but the fixtures' web."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.warcs import ForeignWarc
from support.workbench import Bench

from verifier import judge, pipeline
from verifier.codec import from_json
from verifier.jobs import JobState, Submission
from verifier.judge import load_scorer
from verifier.model import (
    Evidence,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Pair,
    Probabilities,
    Report,
    SourceState,
    Verdict,
)
from verifier.settings import Settings
from verifier.store import Store, job_id_for, open_store
from workers.tools import RealSteps

FIXTURES = Path(__file__).parents[2] / "fixtures"
MISSING = Obtained(outcome=Outcome(code=OutcomeCode.NO_LINK, state=SourceState.UNRESOLVED, reason="No page."))


@pytest.fixture
def store(valkey_url: str, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(redis_url=valkey_url, data_dir=tmp_path))
    opened.client.do("FLUSHALL")
    yield opened
    opened.close()


def handed_in(store: Store, article: str, warc: str) -> Submission:
    path = FIXTURES / "articles" / article
    return Submission(
        blob=store.blobs.put(path.read_bytes()),
        name=article,
        replay=str(FIXTURES / warc),
        replay_sha256=hashlib.sha256((FIXTURES / warc).read_bytes()).hexdigest(),
    )


def checked(store: Store, submission: Submission, run: str | None = None) -> Report:
    bench = Bench(store)
    bench.steps = RealSteps(store.settings, store)
    job_id = job_id_for(submission)
    store.submit(submission, job_id=job_id, recheck=run is not None, run=run)
    bench.drain()
    status = store.status(job_id)
    assert status.state is JobState.DONE, status.error
    return from_json(store.report(job_id), Report)


def test_work_in_pieces_gives_the_report_of_the_pipeline_in_one_piece(store: Store) -> None:
    submission = handed_in(store, "seed.html", "seed.warc.gz")
    report = checked(store, submission)
    tools = pipeline.open_tools(store.settings, submission, store.politeness)
    steps = RealSteps(store.settings, store)
    found, resolved, _ = steps.read(submission)
    pages = {r.target: pipeline.obtain(r.target, tools)[0] for row in resolved for r in row if r.target}

    def said(number: int, obtained: Obtained | None) -> object:
        citation = found.citations[number]
        return steps.judge_page((citation,), obtained, found.article)[0] if obtained else None

    tried = [
        [
            pipeline.Tried(
                resolved=r,
                obtained=pages[r.target] if r.target else None,
                judgement=said(number, pages[r.target] if r.target else None),  # type: ignore[arg-type]
            )
            for r in row
        ]
        for number, row in enumerate(resolved)
    ]
    whole = pipeline.report(
        report.id,
        found,
        tried,
        scorer=report.scorer,
        settings=store.settings,
        made_at=report.made_at,
        beside=pipeline.Rereading(scorer=load_scorer("embedded"), page=lambda i, j: tried[i][j].obtained or MISSING),
    )
    assert len(report.citations) == 5
    assert report == whole


HARBOUR = b"""<html><head><title>Harbour</title></head><body><article><h1>Harbour works begin</h1>
<p>The quay of Lindmark will be closed for two years and the works will cost 38 million crowns
(<a href="https://nord.example/quay">Radio Nord, March 5</a>; <a href="https://west.example/costs">West Post, March
6</a>).</p><p>Fishermen of the town were promised forty new moorings by the council
(<a href="https://gone.example/moorings">Coast Weekly, March 7</a>).</p></article></body></html>"""
PAGES = {
    "https://nord.example/quay": "The quay of Lindmark will be closed for two years, Radio Nord has learned.",
    "https://west.example/costs": "The works will cost 38 million crowns. The council promised forty new moorings.",
}


class ByWords:
    """A judge for these pages: it looks for whole phrases of the claim, and quotes the sentences they stand in."""

    name = "words/1"

    def judge(self, pair: Pair) -> Judgement:
        phrases = [one for one in ("two years", "38 million", "forty new moorings") if one in pair.claim]
        found = [one for one in phrases if one in pair.source]
        partly = Verdict.PARTIALLY_SUPPORTED if found else Verdict.NOT_SUPPORTED
        sure = Probabilities(supported=0.9, partially_supported=0.1, not_supported=0.0, contradicted=0.0)
        return Judgement(
            verdict=Verdict.SUPPORTED if found == phrases else partly,
            probability=0.9,
            probabilities=sure,
            evidence=tuple(
                Evidence(start=pair.source.index(one), end=pair.source.index(one) + len(one), text=one, score=0.9)
                for one in found
            ),
            scorer=self.name,
        )


def test_sources_are_judged_together_and_beside_each_other_on_the_way_through_the_store(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "load_scorer", lambda *_: ByWords())
    warc = ForeignWarc(tmp_path / "pages.warc.gz")
    for url, said in PAGES.items():
        filler = "The paper writes every day about the town, its people and the weather on the coast. " * 5
        warc.response(url, "2025-03-08T10:00:00Z", f"<article><p>{said} {filler}</p></article>".encode())
    warc.close()
    blob = store.blobs.put(HARBOUR)
    submission = Submission(blob=blob, name="h.html", published="2025-03-12", replay=str(warc.path))
    first, second = checked(store, submission).citations
    assert (first.verdict, first.probability) == (Verdict.SUPPORTED, 0.9)
    assert [source.verdict for source in first.sources] == [Verdict.PARTIALLY_SUPPORTED] * 2
    assert [source.evidence[0].text for source in first.sources] == ["two years", "38 million"]
    assert {finding.code for source in first.sources for finding in source.findings} == {"supported-together"}
    assert second.verdict is Verdict.UNDETERMINED
    message = f"The claim is supported by another source of this article: West Post (citation {first.id})."
    assert message in [finding.message for finding in second.sources[0].findings]


def test_what_was_fetched_out_of_a_warc_is_kept_for_the_job(store: Store) -> None:
    submission = handed_in(store, "seed.html", "seed.warc.gz")
    report = checked(store, submission)
    bodies = {
        hashlib.sha256(exchange.body).hexdigest() for kept in store.evidence(report.id) for exchange in kept.exchanges
    }
    snapshots = {s.snapshot.sha256 for c in report.citations for s in c.sources if s.snapshot}
    assert snapshots
    assert snapshots <= bodies


def test_two_nights_of_which_one_page_changed_report_exactly_that(store: Store) -> None:
    checked(store, handed_in(store, "drift.html", "night1.warc.gz"))
    run, _ = store.start_run("nightly")
    checked(store, handed_in(store, "drift.html", "night2.warc.gz"), run=run.id)
    store.seal_run(run.id)
    bench = Bench(store)
    bench.steps = RealSteps(store.settings, store)
    bench.drain()
    over = store.run(run.id)
    assert (over.state, over.articles, over.done) == ("done", 1, 1)
    assert len({(change.citation, change.url) for change in over.changes}) == 1


@pytest.mark.parametrize(
    ("content", "name"), [(b"", "empty.txt"), (b"\x00\x01\x02" * 500, "x.bin"), (b"<html></html>", "x.html")]
)
def test_an_article_that_cannot_be_read_fails_with_advice(store: Store, content: bytes, name: str) -> None:
    bench = Bench(store)
    bench.steps = RealSteps(store.settings, store)
    submission = Submission(blob=store.blobs.put(content), name=name)
    store.submit(submission, job_id=job_id_for(submission))
    bench.drain()
    status = store.status(job_id_for(submission))
    assert status.state is JobState.FAILED
    assert status.error is not None
    assert (status.error.code, bool(status.error.advice)) == ("unreadable-input", True)


def test_a_warc_that_is_gone_or_was_changed_fails_the_job_with_advice(store: Store, tmp_path: Path) -> None:
    for number, path in enumerate([tmp_path / "gone.warc.gz", FIXTURES / "night1.warc.gz"]):
        bench = Bench(store)
        bench.steps = RealSteps(store.settings, store)
        body = f"Rivers rose on Monday (https://example.org/{number}, September 24, 2025).".encode()
        submission = Submission(blob=store.blobs.put(body), name="x.txt", replay=str(path), replay_sha256="0" * 64)
        store.submit(submission, job_id=job_id_for(submission))
        bench.drain()
        status = store.status(job_id_for(submission))
        assert status.state is JobState.FAILED
        assert status.error is not None
        assert status.error.code == "broken-warc"
