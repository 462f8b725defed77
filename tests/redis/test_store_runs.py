"""Runs over many articles: once a night, finished with the last article, with what changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import pytest
from support.doubles import DoubleSteps
from support.workbench import Bench

from verifier.errors import LeaseLost, UnknownJob
from verifier.jobs import Submission
from verifier.model import Citation, Citations, Exchange, Judgement, Obtained, Outcome, Target, Verdict
from verifier.store import Store
from workers.clock import night_of


class Doubting(DoubleSteps):
    """The next day nothing is supported any more."""

    def judge(self, citation: Citation, obtained: Obtained, article: object) -> Judgement:
        return Judgement(verdict=Verdict.UNDETERMINED)


def test_a_night_happens_once_however_often_it_is_rung(bench: Bench) -> None:
    bench.checked("a")
    runs = [bench.store.start_run("nightly", "2025-09-24", stored=True) for _ in range(5)]
    assert [created for _, created in runs] == [True, False, False, False, False]
    assert len({run.id for run, _ in runs}) == 1
    bench.drain()
    assert len(bench.calls("read")) == 2
    assert len(bench.store.runs()[0]) == 1


def test_another_date_or_kind_is_another_run(store: Store) -> None:
    starts = [("nightly", "2025-09-24"), ("nightly", "2025-09-25"), ("batch", "2025-09-24"), ("batch", None)]
    assert [store.start_run(kind, date)[1] for kind, date in [*starts, ("batch", None)]] == [True] * 5


def test_a_night_checks_every_stored_article_again_and_tells_what_changed(bench: Bench) -> None:
    ids = [bench.checked(text).id for text in ("a", "a b|b", "-c")]
    run, _ = bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.steps = Doubting(bench.store.settings, bench.store)
    bench.drain()
    done = bench.store.run(run.id)
    assert (done.state, done.articles, done.done, done.failed) == ("done", 3, 3, 0)
    assert sorted((change.article, change.before, change.after) for change in done.changes) == sorted(
        [(ids[0], "1", "0"), (ids[1], "2", "0")]
    )
    assert all(bench.store.status(job_id).generation == 2 for job_id in ids)


def test_a_night_begins_with_the_headlines_of_the_sites_that_stored_articles_cite(bench: Bench) -> None:
    seen: list[str] = []

    class Gathering(DoubleSteps):
        def gather(self, articles: Iterable[Citations]) -> None:
            seen.extend(found.article.text for found in articles)

    for text, fields in (("a", {}), ("b|c", {}), ("d", {"replay": "/some.warc.gz"})):
        bench.checked(text, **fields)
    bench.steps = Gathering(bench.store.settings, bench.store)
    bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.drain()
    assert sorted(seen) == ["a", "b|c"]


def test_headlines_that_cannot_be_gathered_do_not_cost_the_night(
    bench: Bench, caplog: pytest.LogCaptureFixture
) -> None:
    class Stumbling(DoubleSteps):
        def gather(self, articles: Iterable[Citations]) -> None:
            raise ValueError("an odd site")

    bench.checked("a")
    bench.steps = Stumbling(bench.store.settings, bench.store)
    run, _ = bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.drain()
    assert (bench.store.run(run.id).state, bench.store.run(run.id).articles) == ("done", 1)
    assert "the headlines could not be gathered" in caplog.text
    assert "stumbled" not in caplog.text


def test_a_night_in_which_nothing_changed_reports_nothing(bench: Bench) -> None:
    bench.checked("a")
    run, _ = bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.drain()
    assert (bench.store.run(run.id).changes, bench.store.run(run.id).state) == ((), "done")


def test_a_page_shared_by_articles_is_fetched_once_a_night(bench: Bench) -> None:
    bench.checked("a")
    bench.checked("a|a")
    bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.drain()
    assert len(bench.calls("obtain")) == 2


def test_what_a_page_was_the_last_time_is_handed_to_whoever_reads_it_again(bench: Bench) -> None:
    class Curious(DoubleSteps):
        def obtain(self, target: Target, submission: Submission, earlier: Sequence[Exchange]) -> object:
            self.note(f"earlier {[answer.body for answer in earlier]}")
            return super().obtain(target, submission, earlier)

    bench.steps = Curious(bench.store.settings, bench.store)  # type: ignore[assignment]
    bench.checked("a")
    bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.drain()
    assert bench.calls("earlier") == ["earlier []", "earlier [b'https://a.example/']"]


def test_even_a_page_that_fails_is_asked_for_once_in_a_run(bench: Bench) -> None:
    class Failing(DoubleSteps):
        def obtain(self, target: object, submission: object, earlier: object) -> tuple[Obtained, tuple[()]]:
            self.note("obtain")
            return Obtained(outcome=Outcome(code="timeout", state="timed_out", reason="No.")), ()

    bench.steps = Failing(bench.store.settings, bench.store)
    run, _ = bench.store.start_run("batch")
    bench.checked("a", run=run.id)
    bench.checked("a|a", run=run.id)
    assert len(bench.calls("obtain")) == 1
    bench.checked("a|a|a")
    assert len(bench.calls("obtain")) == 2


def test_an_article_handed_in_twice_is_checked_once_in_a_run(bench: Bench) -> None:
    run, _ = bench.store.start_run("batch")
    for _ in range(2):
        status = bench.checked("a", run=run.id, recheck=True)
    assert (status.generation, bench.store.run(run.id).articles) == (1, 1)


def test_a_night_without_articles_ends_at_once(bench: Bench) -> None:
    run, _ = bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.drain()
    assert bench.store.run(run.id).state == "done"


def test_articles_out_of_a_warc_and_cancelled_ones_are_left_out_of_a_night(bench: Bench) -> None:
    bench.checked("a", replay="x.warc", replay_sha256="1" * 64)
    bench.store.cancel(bench.submit("b"))
    run, _ = bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.drain()
    assert bench.store.run(run.id).articles == 0


def test_a_batch_ends_with_its_last_article_but_not_before_all_were_handed_in(bench: Bench) -> None:
    bench.checked("known")
    run, _ = bench.store.start_run("batch")
    for text in ("known", "new", "new"):
        bench.submit(text, run=run.id)
    bench.drain()
    assert (bench.store.run(run.id).state, bench.store.run(run.id).articles) == ("running", 2)
    bench.store.seal_run(run.id)
    bench.store.seal_run(run.id)
    bench.drain()
    assert (bench.store.run(run.id).state, bench.store.run(run.id).done) == ("done", 2)


def test_a_batch_waits_for_an_article_that_was_under_way_before(bench: Bench) -> None:
    job_id = bench.submit("a")
    run, _ = bench.store.start_run("batch")
    bench.submit("a", run=run.id)
    bench.store.seal_run(run.id)
    assert (bench.store.run(run.id).articles, bench.store.run(run.id).done) == (1, 0)
    bench.drain()
    assert bench.store.run(run.id).state == "done"
    assert bench.store.status(job_id).generation == 1


@pytest.mark.parametrize("ending", ["cancelled", "removed", "failed"])
def test_an_article_that_ends_without_a_report_does_not_hold_up_the_run(bench: Bench, ending: str) -> None:
    run, _ = bench.store.start_run("batch")
    job_id = bench.submit("a", run=run.id)
    bench.store.seal_run(run.id)
    if ending == "failed":
        bench.store.blobs.delete(bench.store.submission(job_id).blob or "")
    else:
        {"cancelled": bench.store.cancel, "removed": bench.store.remove}[ending](job_id)
    bench.drain()
    over = bench.store.run(run.id)
    assert (over.state, over.failed) == ("done", 1)
    assert [problem.code for problem in over.problems] == {
        "failed": ["blob-missing"],
        "cancelled": ["job-cancelled"],
        "removed": [],
    }[ending]


def test_a_run_whose_worker_dies_while_handing_in_is_taken_up_again(bench: Bench) -> None:
    for text in ("a", "b"):
        bench.checked(text)
    run, _ = bench.store.start_run("nightly", "2025-09-24", stored=True)
    unit = bench.bell()
    lease = bench.claim(unit)
    bench.submit("a", recheck=True, run=run.id)
    bench.expire(unit)
    bench.store.reap()
    bench.drain()
    assert not bench.store.seal_run_as(run.id, unit, lease.token)
    with pytest.raises(LeaseLost):
        bench.store.finish_run(lease, bench.store.run(run.id))
    assert (bench.store.run(run.id).state, bench.store.run(run.id).articles) == ("done", 2)
    assert len(bench.calls("read")) == 4


def test_a_run_that_kills_its_workers_ends_with_a_problem(bench: Bench) -> None:
    run, _ = bench.store.start_run("nightly", "2025-09-24", stored=True)
    unit = bench.bell()
    for _ in range(3):
        bench.store.bury(unit, bench.claim(unit).token)
    bench.do(unit)
    over = bench.store.run(run.id)
    assert (over.state, [problem.code for problem in over.problems]) == ("done", ["set-aside"])


def test_nothing_can_be_handed_in_to_a_run_that_is_over_or_unknown(bench: Bench) -> None:
    run, _ = bench.store.start_run("batch")
    bench.store.seal_run(run.id)
    bench.drain()
    for run_id in (run.id, "nightly-1999-01-01"):
        with pytest.raises(UnknownJob, match="no run"):
            bench.submit("a", run=run_id)
    assert bench.store.jobs()[0] == []


def test_runs_are_listed_newest_first_by_cursor(store: Store) -> None:
    made = [store.start_run("batch")[0].id for _ in range(5)]
    found, cursor = [], None
    while True:
        page, cursor = store.runs(cursor, 2)
        found += [run.id for run in page]
        if cursor is None:
            break
    assert sorted(found) == sorted(made)
    assert len(found) == 5


@pytest.mark.parametrize(
    ("moment", "night"),
    [
        ("2025-09-24T02:00:00+00:00", "2025-09-24"),
        ("2025-09-24T01:59:59+00:00", "2025-09-23"),
        ("2025-09-24T23:59:59+00:00", "2025-09-24"),
        ("2025-10-26T03:30:00+02:00", "2025-10-25"),
        ("2024-03-01T00:00:00+00:00", "2024-02-29"),
    ],
)
def test_a_night_belongs_to_the_date_on_which_it_began(moment: str, night: str) -> None:
    assert night_of(datetime.fromisoformat(moment), 2) == night
    assert night_of(datetime(2025, 9, 25, 0, 15, tzinfo=UTC), 23) == "2025-09-24"
