"""A page that changed since it was cited, on its way through the store: from a WARC with two days to the report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.copies import FILLER, NOW, SAID_THEN, SAYS_NOW, THEN, ByPhrase
from support.warcs import ForeignWarc
from support.workbench import Bench

from verifier import judge
from verifier.codec import from_json
from verifier.jobs import Submission
from verifier.model import Report, SourceState, Verdict
from verifier.settings import Settings
from verifier.store import Store, job_id_for, open_store
from workers.tools import RealSteps

PAGE, OTHER = "https://post.example/trees", "https://west.example/trees"
ARTICLE = f"""<html><head><title>Trees</title></head><body><article><h1>Trees for the canal</h1>
<p>The town has great plans for its canal, and 400 trees will be planted along it within a year
(<a href="{PAGE}">Town Post, March 5</a>; <a href="{OTHER}">West Post, March 6</a>).</p></article></body></html>"""
MORE = "The mayor thanked the gardeners, who have looked after the limes for thirty years without any budget. " * 2


@pytest.fixture
def store(valkey_url: str, tmp_path: Path) -> Iterator[Store]:
    opened = open_store(Settings(redis_url=valkey_url, data_dir=tmp_path))
    opened.client.do("FLUSHALL")
    yield opened
    opened.close()


def checked(store: Store, then: str, now: str, tmp_path: Path) -> Report:
    warc = ForeignWarc(tmp_path / "pages.warc.gz")
    for when, text in (("2025-03-06T10:00:00Z", then), ("2025-11-20T06:00:00Z", now)):
        warc.response(PAGE, when, f"<html><body><p>{text}</p><p>{MORE}</p></body></html>".encode())
    told = f"<html><body><p>In West Town some trees will be planted. {MORE}</p></body></html>"
    warc.response(OTHER, "2025-11-20T06:00:00Z", told.encode())
    warc.close()
    submission = Submission(
        blob=store.blobs.put(ARTICLE.encode()), name="a.html", published="2025-03-12", replay=str(warc.path)
    )
    bench = Bench(store)
    bench.steps = RealSteps(store.settings, store)
    store.submit(submission, job_id=job_id_for(submission))
    bench.drain()
    return from_json(store.report(job_id_for(submission)), Report)


def test_a_changed_page_is_reported_as_drifted_with_both_receipts_and_both_bodies(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "load_scorer", lambda *_: ByPhrase())
    report = checked(store, THEN, NOW, tmp_path)
    (one,) = report.citations
    source = one.sources[0]
    assert (source.state, source.verdict, one.verdict) == (SourceState.DRIFTED, Verdict.SUPPORTED, Verdict.SUPPORTED)
    message = next(finding.message for finding in source.findings if finding.code == "changed-since")
    assert SAID_THEN in message
    assert SAYS_NOW in message
    assert source.snapshot is not None
    assert source.compared is not None
    answers = [exchange for way in store.evidence(report.id) for exchange in way.exchanges]
    kept = {exchange.fetched_at: exchange for exchange in answers if exchange.url == PAGE}
    assert {one.captured_at for one in kept.values()} == {None, "2025-03-06T10:00:00Z"}
    assert json.loads(store.report(report.id))["citations"][0]["sources"][0]["state"] == "drifted"


def test_support_that_came_after_the_cited_day_is_reported_with_what_was_added(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "load_scorer", lambda *_: ByPhrase(("250 trees",), against="nothing"))
    report = checked(store, FILLER, NOW, tmp_path)
    source = report.citations[0].sources[0]
    assert (source.state, source.verdict) == (SourceState.LIVE, Verdict.SUPPORTED)
    (told,) = [finding.message for finding in source.findings if finding.code == "changed-since"]
    assert SAYS_NOW in told
    assert source.compared is not None
    assert source.compared.captured_at == "2025-03-06T10:00:00Z"


def test_what_is_judged_together_is_the_copy_that_decided(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "load_scorer", lambda *_: ByPhrase(("400 trees", "West Town"), against="nothing"))
    report = checked(store, THEN, NOW, tmp_path)
    first, second = report.citations[0].sources
    assert (first.state, second.state) == (SourceState.DRIFTED, SourceState.LIVE)
    assert [one.verdict for one in (first, second)] == [Verdict.PARTIALLY_SUPPORTED] * 2
    assert report.citations[0].verdict is Verdict.SUPPORTED
    assert "supported-together" in {finding.code for finding in first.findings}
    assert SAID_THEN in [passage.text for passage in first.evidence]


def test_a_page_that_reads_as_it_did_is_judged_once(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scorer = ByPhrase()
    monkeypatch.setattr(judge, "load_scorer", lambda *_: scorer)
    report = checked(store, NOW, NOW, tmp_path)
    source = report.citations[0].sources[0]
    assert (source.state, source.verdict) == (SourceState.LIVE, Verdict.CONTRADICTED)
    assert "unchanged-since" in {finding.code for finding in source.findings}
    assert len([pair for pair in scorer.pairs if "council" in pair.source]) == 1


def test_a_missing_page_is_remembered_from_report_to_report(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(judge, "load_scorer", lambda *_: ByPhrase())
    warc = ForeignWarc(tmp_path / "gone.warc.gz")
    for url in (PAGE, OTHER):
        warc.response(url, "2025-11-20T06:00:00Z", b"<h1>Not found</h1>", status="404 Not Found")
    warc.close()
    submission = Submission(blob=store.blobs.put(ARTICLE.encode()), name="a.html", replay=str(warc.path))
    job_id = job_id_for(submission)
    bench = Bench(store)
    bench.steps = RealSteps(store.settings, store)
    days = iter(("2025-11-20", "2025-11-23", "2025-11-26"))
    monkeypatch.setattr("workers.tools.now", lambda: f"{next(days)}T06:00:00Z")
    reports = []
    for _ in range(3):
        store.submit(submission, job_id=job_id, recheck=True)
        bench.drain()
        reports.append(from_json(store.report(job_id), Report))
    provisional = [
        [any(finding.code == "gone-provisional" for finding in source.findings) for source in one.citations[0].sources]
        for one in reports
    ]
    assert provisional == [[True, True], [True, True], [False, False]]
    assert reports[2].citations[0].sources[0].missing_on == ("2025-11-20", "2025-11-23", "2025-11-26")
