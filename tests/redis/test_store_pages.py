"""Pages are shared: one fetch serves all who ask, nobody gets an older copy than asked for, worlds never mix."""

from __future__ import annotations

import itertools
import json

import pytest
from support.doubles import GOOD
from support.workbench import Bench

from verifier.errors import StoreError
from verifier.jobs import JobState
from verifier.model import Obtained, Outcome, OutcomeCode, SourceState
from verifier.store import Store

FAILED = Outcome(code=OutcomeCode.TIMEOUT, state=SourceState.TIMED_OUT, reason="No answer.")


def fetches(bench: Bench) -> int:
    return len(bench.calls("obtain"))


def test_five_citations_of_one_page_are_one_fetch(bench: Bench) -> None:
    status = bench.checked("a|a|a a|a|a")
    assert (fetches(bench), status.counts.supported) == (1, 5)


def test_two_articles_that_want_one_page_at_the_same_time_share_its_fetch(bench: Bench) -> None:
    first, second = bench.submit("a b"), bench.submit("b c")
    for unit in bench.bells():
        bench.do(unit)
    fetching = bench.bells()
    assert len(fetching) == len(set(fetching)) == 3
    for unit in fetching:
        bench.do(unit)
    bench.drain()
    assert sorted(bench.calls("obtain")) == [f"obtain https://{page}.example/" for page in "abc"]
    assert bench.store.status(first).state is bench.store.status(second).state is JobState.DONE


def test_a_page_read_a_moment_ago_is_not_asked_for_again(bench: Bench) -> None:
    bench.checked("a")
    second = bench.checked("a|a")
    assert (fetches(bench), second.counts.supported) == (1, 2)
    kinds = {event.kind: event.more for event in bench.store.events(second.id)}
    assert json.loads(kinds["fetched"]) == {"shared": True}


def test_a_page_older_than_the_limit_is_asked_for_again(bench: Bench) -> None:
    bench.checked("a")
    (page,) = bench.store.client.do("KEYS", "verifier:page:*")
    bench.store.client.do("HINCRBY", page, "fetched_ms", -7 * 3_600_000)
    bench.checked("a|a")
    assert fetches(bench) == 2


def test_a_recheck_reads_every_page_again(bench: Bench) -> None:
    bench.checked("a b")
    bench.checked("a b", recheck=True)
    assert fetches(bench) == 4


def test_explicit_freshness_is_obeyed(bench: Bench) -> None:
    bench.checked("a")
    submission = bench.submission("a|a|a")
    bench.store.submit(submission, job_id="one", fresh_since=1.0)
    bench.drain()
    assert fetches(bench) == 1
    bench.store.submit(submission, job_id="two", fresh_since=9_999_999_999.0)
    bench.do(bench.bell())
    assert bench.bell().startswith("fetch:")


def test_a_fetch_begun_before_the_recheck_does_not_answer_it(bench: Bench) -> None:
    bench.checked("a")
    bench.store.client.do("FLUSHALL")
    first = bench.submit("a")
    bench.do(bench.bell())
    unit = bench.bell()
    lease = bench.claim(unit)
    holder = bench.store.client.do("HGET", "verifier:holders", unit).rsplit(" ", 1)[0]
    bench.store.client.do("HSET", "verifier:holders", unit, f"{holder} 1000000000000")  # claimed long ago
    bench.store.client.do("HSET", f"verifier:job:{first}", "fresh_ms", 1)
    second = bench.submit("a|a", recheck=True)
    bench.drain()
    bench.store.obtained(lease, Obtained(outcome=GOOD), ())
    assert {event.kind for event in bench.store.events(first)} >= {"fetched"}
    assert "fetched" not in {event.kind for event in bench.store.events(second)}
    bench.drain()
    assert bench.store.status(second).state is JobState.DONE


def test_a_failure_is_shared_by_those_who_wait_but_not_by_later_ones(bench: Bench) -> None:
    first, second = bench.submit("a"), bench.submit("a|a")
    units = [bench.bell(), bench.bell()]
    for unit in units:
        bench.do(unit)
    bench.store.obtained(bench.claim(bench.bell()), Obtained(outcome=FAILED), ())
    bench.drain()
    assert [bench.store.status(job).counts.undetermined for job in (first, second)] == [1, 2]
    assert bench.checked("a|a|a").counts.supported == 3
    assert fetches(bench) == 1


def test_the_live_web_and_two_warcs_never_mix(bench: Bench) -> None:
    worlds = [{}, {"replay_sha256": "1" * 64}, {"replay_sha256": "2" * 64}, {"archive": "only"}, {"archive": "never"}]
    for number, world in enumerate(worlds, 1):
        bench.checked("a", **world)
        assert fetches(bench) == number


def test_nobody_fetches_for_a_cancelled_job(bench: Bench) -> None:
    job_id = bench.submit("a")
    bench.do(bench.bell())
    unit = bench.bell()
    bench.store.cancel(job_id)
    assert bench.store.claim(unit, "h/1/1/1") is None
    assert bench.store.backlog()["fetch"] == 0


def test_a_disk_that_takes_nothing_fails_the_jobs_with_advice_and_recovers(bench: Bench) -> None:
    first, second = bench.submit("a"), bench.submit("a|a")
    units = [bench.bell(), bench.bell()]
    for unit in units:
        bench.do(unit)
    blobs = bench.store.blobs.folder
    aside = blobs.rename(blobs.with_name("aside"))
    blobs.write_text("not a folder")
    bench.drain()
    for job_id in (first, second):
        status = bench.store.status(job_id)
        assert status.state is JobState.FAILED
        assert status.error is not None
        assert "VERIFIER_DATA_DIR" in status.error.advice
    blobs.unlink()
    aside.rename(blobs)
    assert bench.checked("a").state is JobState.DONE


def test_nothing_of_the_way_is_left_when_all_is_done(bench: Bench) -> None:
    job_id = bench.checked("a b|b|-c").id
    kept = {key.split(":")[1] for key in bench.store.client.do("KEYS", "verifier:*")}
    assert kept == {"job", "jobs", "events", "read", "reports", "obtained", "page", "workers", "name"}
    assert bench.store.client.do("KEYS", "verifier:obtained:*") == [f"verifier:obtained:{job_id}:1"]


def test_what_nobody_asked_for_is_not_there(store: Store) -> None:
    with pytest.raises(StoreError, match="nobody asked"):
        store.target("p")
    assert store.asking("p") is None


@pytest.mark.parametrize("order", list(itertools.permutations("abc")))
def test_the_report_is_due_when_the_last_page_is_judged_in_whatever_order(bench: Bench, order: str) -> None:
    job_id = bench.submit("a b|b c|-d|c")
    bench.do(bench.bell())
    for unit in bench.bells():
        bench.do(unit)
    judges = dict(zip("abc", sorted(bench.bells(), key=lambda unit: page_of(bench, unit)), strict=True))
    done = []
    for page in order:
        assert bench.bells() == []
        bench.do(judges[page])
        done.append(bench.store.status(job_id).progress.done)
        bench.do(judges[page])  # delivered twice
    pages_of = ["ab", "bc", "", "c"]
    assert done == [sum(set(pages) <= set(order[:n]) for pages in pages_of) for n in (1, 2, 3)]
    assert bench.bells() == [f"report:{job_id}:1"]


def page_of(bench: Bench, unit: str) -> str:
    return bench.store.target(unit.split(":")[-1]).url


@pytest.mark.parametrize("text", ["", "-a", "-a|-b -c"])
def test_an_article_without_any_page_is_reported_at_once(bench: Bench, text: str) -> None:
    status = bench.checked(text)
    assert (status.state, status.progress.done) == (JobState.DONE, status.progress.citations)
    assert bench.calls("obtain") == []
