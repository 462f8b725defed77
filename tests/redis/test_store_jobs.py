"""Jobs as editors see them: accepted, watched, listed, read, ended."""

from __future__ import annotations

import json
import threading

import pytest
from support.waiting import eventually
from support.workbench import Bench

from verifier.errors import Conflict, LeaseLost, UnknownJob, UsageError
from verifier.jobs import JobState, Status
from verifier.store import Store, job_id_for


def test_an_accepted_article_is_queued_and_its_bell_is_rung(bench: Bench) -> None:
    job_id = bench.submit("a b")
    assert bench.store.status(job_id).state is JobState.QUEUED
    assert bench.bells() == [f"read:{job_id}:1"]


def test_an_article_goes_all_the_way_to_its_report(bench: Bench) -> None:
    status = bench.checked("a b|b|-c")
    assert (status.state, status.progress.citations, status.progress.done) == (JobState.DONE, 3, 3)
    assert (status.counts.supported, status.counts.undetermined) == (2, 1)
    assert status.title == "Article a b|b|-c"
    assert json.loads(bench.store.report(status.id))["counts"]["citations"] == 3


def test_progress_is_told_over_the_citations_that_count_while_the_others_are_checked_too(bench: Bench) -> None:
    job_id = bench.submit("note x|a x|note|b")
    dones = []
    while bench.store.bells_waiting():
        bench.do(bench.bell())
        dones.append(bench.store.status(job_id).progress.done)
    status = bench.store.status(job_id)
    assert (status.state, status.progress.citations, status.progress.done) == (JobState.DONE, 2, 2)
    assert dones == sorted(dones)
    assert sorted(bench.calls("obtain")) == [f"obtain https://{page}.example/" for page in ("a", "b", "note", "x")]


def test_an_article_with_nothing_that_counts_ends_all_the_same(bench: Bench) -> None:
    status = bench.checked("note x|note")
    assert (status.state, status.progress.citations, status.progress.done) == (JobState.DONE, 0, 0)
    assert len(json.loads(bench.store.report(status.id))["citations"]) == 2


def test_an_operator_may_have_the_others_counted(bench: Bench) -> None:
    status = bench.restored(counted_kinds=("note_marker",)).checked("note x|a|-b")
    assert (status.progress.citations, status.progress.done) == (1, 1)


def test_the_same_content_gives_the_same_id_and_no_second_work(bench: Bench) -> None:
    first = bench.checked("a")
    again, created = bench.store.submit(bench.submission("a", name="other.txt"), job_id=first.id)
    assert (job_id_for(bench.submission("a", name="x.txt")), created, again) == (first.id, False, first)
    assert bench.calls("read") == ["read a"]


@pytest.mark.parametrize("fields", [{"title": "T"}, {"published": "2025-09-24"}, {"language": "pl"}, {"base_url": "u"}])
def test_what_was_said_about_an_article_makes_it_another_one(bench: Bench, fields: dict[str, str]) -> None:
    assert job_id_for(bench.submission("a", **fields)) != job_id_for(bench.submission("a"))


def test_a_job_that_runs_is_not_started_again_even_by_a_recheck(bench: Bench) -> None:
    bench.submit("a")
    bench.submit("a", recheck=True)
    assert len(bench.bells()) == 1


def test_a_recheck_makes_a_new_generation_and_keeps_the_report_before(bench: Bench) -> None:
    first = bench.checked("a")
    before = bench.store.report(first.id)
    second = bench.checked("a", recheck=True)
    assert (second.id, second.generation, second.state) == (first.id, 2, JobState.DONE)
    assert bench.store.report(first.id, 1) == before
    assert bench.calls("obtain") == ["obtain https://a.example/"] * 2


def test_the_old_report_stays_readable_while_a_recheck_runs(bench: Bench) -> None:
    first = bench.checked("a")
    bench.submit("a", recheck=True)
    assert json.loads(bench.store.report(first.id))["id"] == first.id


def test_reports_of_long_ago_are_let_go(bench: Bench) -> None:
    for _ in range(7):
        status = bench.checked("a", recheck=True)
    assert status.generation == 7
    assert bench.store.report(status.id, 3)
    with pytest.raises(UnknownJob, match="generation 2"):
        bench.store.report(status.id, 2)


def test_another_web_or_other_settings_start_new_work(bench: Bench) -> None:
    assert bench.checked("a").generation == 1
    assert bench.checked("a", archive="never").generation == 2
    assert bench.checked("a", archive="never").generation == 2
    assert bench.restored(scorer="llm").checked("a", archive="never").generation == 3


def test_work_overtaken_by_other_conditions_cannot_publish(bench: Bench) -> None:
    job_id = bench.submit("")
    bench.do(bench.bell())
    overtaken = bench.claim(bench.bell())
    bench.submit("", archive="only")
    with pytest.raises(LeaseLost):
        bench.store.renew(overtaken)
    bench.drain()
    assert (bench.store.status(job_id).generation, bench.store.status(job_id).state) == (2, JobState.DONE)


@pytest.mark.parametrize("ending", ["failed", "cancelled"])
def test_a_job_without_a_report_is_started_again_by_submitting_it(bench: Bench, ending: str) -> None:
    if ending == "failed":
        job_id = bench.checked("a", name="n").id
        bench.store.client.do("HSET", f"verifier:job:{job_id}", "state", "failed")
    else:
        job_id = bench.submit("a", name="n")
        bench.store.cancel(job_id)
    status, created = bench.store.submit(bench.submission("a"), job_id=job_id)
    assert (created, status.state, status.generation) == (True, JobState.QUEUED, 2)


def test_the_etag_stays_while_nothing_changes_and_changes_when_something_does(bench: Bench) -> None:
    job_id = bench.submit("a")
    body, etag = bench.store.status_document(job_id)
    assert bench.store.status_document(job_id) == (body, etag)
    assert etag.startswith('"')
    assert etag.endswith('"')
    bench.do(bench.bell())
    assert bench.store.status_document(job_id)[1] != etag


def test_waiting_ends_as_soon_as_the_status_differs(bench: Bench) -> None:
    job_id = bench.submit("a")
    etag = bench.store.status_document(job_id)[1]
    assert bench.store.wait(job_id, None, 30)[1] == etag
    answers: list[bytes] = []
    waiter = threading.Thread(target=lambda: answers.append(bench.store.wait(job_id, etag, 60)[0]))
    waiter.start()
    eventually(lambda: bench.store.client.do("INFO", "clients")["blocked_clients"] == 1)
    bench.store.cancel(job_id)
    waiter.join(30)
    assert json.loads(answers[0])["state"] == "cancelled"


def test_waiting_without_a_change_returns_the_status_as_it_is(bench: Bench) -> None:
    job_id = bench.submit("a")
    document = bench.store.status_document(job_id)
    assert bench.store.wait(job_id, document[1], 0.05) == document


def test_a_report_that_is_not_there_yet_says_how_things_stand(bench: Bench) -> None:
    job_id = bench.submit("a")
    with pytest.raises(Conflict, match="queued"):
        bench.store.report(job_id)


@pytest.mark.parametrize("job_id", ["", "nobody", "a:b", "../x", "x" * 200, "ż", "a\nb"])
def test_an_unknown_id_is_unknown_everywhere(store: Store, job_id: str) -> None:
    for ask in (store.status, store.report, store.cancel, store.remove, store.events, store.evidence, store.run):
        with pytest.raises(UnknownJob):
            ask(job_id)


def test_cancelling_ends_the_job_and_all_its_work(bench: Bench) -> None:
    job_id = bench.submit("a b")
    bench.do(bench.bell())
    assert bench.store.cancel(job_id).state is JobState.CANCELLED
    bench.drain()
    assert bench.calls("obtain") == []
    assert bench.store.backlog() == {"articles": 0, "fetch": 0, "judge": 0}


def test_cancelling_what_has_ended_changes_nothing(bench: Bench) -> None:
    status = bench.checked("a")
    assert bench.store.cancel(status.id) == status


def test_a_worker_that_finishes_after_the_cancel_is_refused(bench: Bench) -> None:
    job_id = bench.submit("")
    bench.do(bench.bell())
    lease = bench.claim(bench.bell())
    bench.store.cancel(job_id)
    with pytest.raises(LeaseLost):
        bench.store.give_back(lease)


def test_removing_leaves_nothing_behind(bench: Bench) -> None:
    job_id = bench.checked("-c").id
    bench.store.remove(job_id)
    with pytest.raises(UnknownJob):
        bench.store.status(job_id)
    assert bench.store.client.do("KEYS", f"*{job_id}*") == []
    assert bench.store.jobs() == ([], None)


def listed(store: Store, limit: int = 50, **filters: str) -> list[str]:
    ids: list[str] = []
    cursor = None
    while True:
        page, cursor = store.jobs(cursor=cursor, limit=limit, **filters)  # type: ignore[arg-type]
        assert len(page) <= limit
        ids += [status.id for status in page]
        if cursor is None:
            return ids


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 50])
def test_every_job_is_listed_once_newest_first_however_the_pages_are_cut(bench: Bench, limit: int) -> None:
    ids = [bench.submit(f"a{number}") for number in range(7)]
    for job_id in ids[2:5]:  # accepted in the same millisecond
        bench.store.client.do("ZADD", "verifier:jobs", 1_700_000_000_000, job_id)
    newest = [*reversed(ids[5:]), *reversed(ids[:2]), *sorted(ids[2:5], reverse=True)]
    found = listed(bench.store, limit)
    assert sorted(found) == sorted(ids)
    assert found[-3:] == newest[-3:]


def test_listings_can_be_narrowed_by_state_and_time(bench: Bench) -> None:
    done, queued = bench.checked("a").id, bench.submit("b")
    bench.store.client.do("ZADD", "verifier:jobs", 1_700_000_000_000, done)
    assert listed(bench.store, state="done") == [done]
    assert listed(bench.store, state="queued") == [queued]
    assert listed(bench.store, state="failed") == []
    assert listed(bench.store, since="2023-12-01") == [queued]
    assert listed(bench.store, since="2023-11-14T22:13:20Z") == [queued, done]
    assert bench.store.count_by_state() == {"queued": 1, "running": 0, "done": 1, "failed": 0, "cancelled": 0}


@pytest.mark.parametrize("bad", [{"state": "asleep"}, {"since": "yesterday"}, {"cursor": "x:y"}])
def test_a_listing_that_makes_no_sense_is_bad_usage(store: Store, bad: dict[str, str]) -> None:
    with pytest.raises(UsageError):
        store.jobs(**bad)  # type: ignore[arg-type]


def test_events_tell_the_whole_story_in_order(bench: Bench) -> None:
    job_id = bench.checked("a").id
    events = bench.store.events(job_id)
    assert [event.kind for event in events] == ["queued", "running", "found", "fetched", "judged", "done"]
    assert [event.progress.done for event in events] == [0, 0, 0, 0, 1, 1]
    assert json.loads(events[3].more) == {"url": "https://a.example/", "state": "live", "reason": "Read."}


def test_events_go_on_after_the_last_one_heard(bench: Bench) -> None:
    job_id = bench.checked("a").id
    everything = bench.store.events(job_id)
    assert bench.store.events(job_id, everything[1].id) == everything[2:]
    assert bench.store.events(job_id, everything[-1].id) == []
    assert bench.store.events(job_id, "nonsense") == everything


def test_what_was_fetched_for_a_job_can_be_had_again_byte_for_byte(bench: Bench) -> None:
    job_id = bench.checked("a b").id
    bodies = [exchange.body for kept in bench.store.evidence(job_id) for exchange in kept.exchanges]
    assert sorted(bodies) == [b"https://a.example/", b"https://b.example/"]


def test_an_idempotency_key_stands_for_its_first_job(store: Store) -> None:
    assert store.remember_idempotency("k", "digest", "one") == "one"
    assert store.remember_idempotency("k", "digest", "two") == "one"
    assert store.remember_idempotency("other", "digest", "two") == "two"
    with pytest.raises(Conflict, match="Idempotency-Key"):
        store.remember_idempotency("k", "another body", "one")


def test_a_failed_article_says_why(bench: Bench) -> None:
    job_id = bench.submit("a")
    status = without_its_bytes(bench, job_id)
    assert status.state is JobState.FAILED
    assert status.error is not None
    assert (status.error.code, bool(status.error.advice)) == ("blob-missing", True)
    with pytest.raises(Conflict, match="missing"):
        bench.store.report(job_id)


def without_its_bytes(bench: Bench, job_id: str) -> Status:
    blob = bench.store.submission(job_id).blob
    assert blob is not None
    bench.store.blobs.delete(blob)
    bench.drain()
    return bench.store.status(job_id)
