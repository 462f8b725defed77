"""The real steps, driven by hand through the store: articles in, reports out, nothing but the fixtures' web."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.workbench import Bench

from verifier import pipeline
from verifier.codec import from_json
from verifier.model import JobState, Obtained, Report, Submission
from verifier.settings import Settings
from verifier.store import Store, job_id_for, open_store
from workers.tools import RealSteps

FIXTURES = Path(__file__).parents[2] / "fixtures"


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
        report.id, found, tried, scorer=report.scorer, settings=store.settings, made_at=report.made_at
    )
    assert len(report.citations) == 5
    assert report == whole


def test_what_was_fetched_out_of_a_warc_is_kept_for_the_job(store: Store) -> None:
    submission = handed_in(store, "seed.html", "seed.warc.gz")
    report = checked(store, submission)
    bodies = {hashlib.sha256(exchange.body).hexdigest() for exchange in store.exchanges(report.id)}
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
