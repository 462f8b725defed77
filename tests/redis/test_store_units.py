"""Work under leases: one holder at a time, late comers refused, the dead found, the poisonous set aside."""

from __future__ import annotations

import pytest
from support.workbench import Bench

from verifier.errors import LeaseLost
from verifier.jobs import JobState
from verifier.store import Held
from workers.attendants import Attendants, queue_of
from workers.owner import owner

GONE = "elsewhere/1/1/0"


def test_a_unit_has_one_holder_at_a_time(bench: Bench) -> None:
    bench.submit("a")
    unit = bench.bell()
    lease = bench.claim(unit)
    assert bench.store.claim(unit, GONE) == Held(owner=owner(), token=lease.token)
    assert bench.store.holders() == {unit: Held(owner=owner(), token=lease.token)}


def test_a_lease_that_ran_out_goes_to_the_next_and_the_late_comer_is_refused(bench: Bench) -> None:
    bench.submit("")
    unit = bench.bell()
    late = bench.claim(unit)
    bench.expire(unit)
    following = bench.claim(unit)
    assert (following.attempt, following.spent) == (2, False)
    for refused in (bench.store.renew, bench.store.give_back):
        with pytest.raises(LeaseLost):
            refused(late)
    bench.store.renew(following)


def test_a_late_comer_whose_work_nobody_took_over_may_still_finish(bench: Bench) -> None:
    job_id = bench.submit("")
    unit = bench.bell()
    lease = bench.claim(unit)
    bench.expire(unit)
    bench.store.renew(lease)
    bench.store.give_back(lease)
    bench.drain()
    assert bench.store.status(job_id).state is JobState.DONE


def test_a_late_report_is_refused_and_the_first_one_stands(bench: Bench) -> None:
    job_id = bench.submit("")
    bench.do(bench.bell())
    unit = bench.bell()
    late = bench.claim(unit)
    found = bench.store.finding(job_id)
    report = bench.steps.report(job_id, found, lambda page: bench.store.page(job_id, "1", page), {})
    bench.expire(unit)
    bench.do(unit)
    first = bench.store.report(job_id)
    with pytest.raises(LeaseLost):
        bench.store.publish(late, report)
    assert bench.store.report(job_id) == first
    assert bench.store.client.do("HGET", f"verifier:job:{job_id}", "published") == "1"


def test_giving_back_costs_nothing_and_rings_again(bench: Bench) -> None:
    bench.submit("")
    unit = bench.bell()
    for _ in range(5):
        bench.store.give_back(bench.claim(unit))
    assert bench.bells() == [unit] * 5
    assert bench.claim(unit).attempt == 1


def test_a_claim_whose_answer_was_lost_may_be_asked_again(bench: Bench) -> None:
    bench.submit("")
    unit = bench.bell()
    ask = ("claim", unit, "token", owner(), 45_000, 3)
    assert bench.store.client.script(*ask) == bench.store.client.script(*ask) == ["granted", 1, 0]


def test_three_deaths_and_the_unit_is_spent(bench: Bench) -> None:
    bench.submit("")
    unit = bench.bell()
    attempts = []
    for _ in range(3):
        lease = bench.claim(unit)
        attempts.append((lease.attempt, lease.spent))
        assert bench.store.bury(unit, lease.token)
        assert not bench.store.bury(unit, lease.token)
    last = bench.claim(unit)
    assert attempts == [(1, False), (2, False), (3, False)]
    assert (last.attempt, last.spent) == (4, True)


def test_the_reaper_takes_back_what_ran_out_and_nothing_else(bench: Bench) -> None:
    bench.submit("a")
    bench.submit("b")
    dead, alive = bench.bells()
    bench.claim(dead)
    bench.claim(alive)
    bench.expire(dead)
    assert bench.store.reap() == (1, 0)
    assert bench.bells() == [dead]
    assert bench.store.reap() == (0, 0)


def test_a_lost_bell_is_rung_again_once_a_later_heartbeat_has_come_out(bench: Bench) -> None:
    bench.submit("a")
    (lost,) = bench.bells()
    assert bench.store.reap() == (0, 0)  # nobody reads the queue: a second bell would only pile up
    bench.store.client.do("HSET", "verifier:served", "articles", 9_999_999_999_999)
    assert bench.store.reap() == (0, 1)
    assert bench.bells() == [lost]


def test_a_bell_rung_after_the_heartbeat_is_not_lost(bench: Bench) -> None:
    bench.store.beat("articles")
    kind, queue, sent_ms = bench.bell().split(":")
    bench.store.client.do("HSET", "verifier:served", "articles", 1)
    bench.submit("a")
    bench.bells()
    bench.store.beat_arrived(queue, "1000", "w/1")
    assert (kind, queue, bench.store.reap()) == ("beat", "articles", (0, 0))
    assert int(sent_ms) > 1_700_000_000_000


def test_a_unit_at_work_is_not_rung_again(bench: Bench) -> None:
    bench.submit("a")
    bench.claim(bench.bell())
    bench.store.client.do("HSET", "verifier:served", "articles", 9_999_999_999_999)
    assert bench.store.reap() == (0, 0)


def test_heartbeats_do_not_pile_up_in_a_queue_nobody_reads(bench: Bench) -> None:
    for _ in range(3):
        bench.store.beat("fetch")
    (beat,) = bench.bells()
    bench.store.beat_arrived("fetch", beat.split(":")[2], "w/1")
    bench.store.beat("fetch")
    assert len(bench.bells()) == 1


def test_a_worker_is_alive_when_something_came_through_to_it(bench: Bench) -> None:
    assert (bench.store.workers_alive(), bench.store.wait_for_worker(0)) == (0, False)
    bench.store.beat_arrived("fetch", "1", "w/1")
    bench.store.beat_arrived("judge", "1", "w/2")
    assert (bench.store.workers_alive(), bench.store.wait_for_worker(0)) == (2, True)
    bench.store.forget_worker("w/1")
    assert bench.store.workers_alive() == 1
    bench.store.client.do("ZADD", "verifier:workers", 1, "w/2")
    assert bench.store.workers_alive() == 0


def test_a_queue_is_unread_when_no_heartbeat_came_out_of_it_and_none_of_its_work_is_held(bench: Bench) -> None:
    assert bench.store.unread_queues() == ("articles", "fetch", "judge")
    now_ms = str(int(bench.store.client.do("TIME")[0]) * 1000)
    bench.store.beat_arrived("judge", now_ms, "w/1")
    bench.store.beat_arrived("fetch", "1", "w/1")
    assert bench.store.unread_queues() == ("articles", "fetch")
    bench.submit("a")
    bench.claim(bench.bell())
    assert bench.store.unread_queues() == ("fetch",)


def test_taking_work_is_a_sign_of_life(bench: Bench) -> None:
    bench.submit("a")
    bench.claim(bench.bell())
    assert bench.store.workers_alive() == 1


def test_a_message_delivered_again_does_nothing(bench: Bench) -> None:
    status = bench.checked("a b|b")
    report = bench.store.report(status.id)
    pages = [unit.split(":")[-1] for unit in bench.store.client.do("KEYS", "verifier:page:*")]
    calls = bench.calls()
    units = [f"read:{status.id}:1", f"report:{status.id}:1"]
    units += [f"fetch:{page}" for page in pages] + [f"judge:{status.id}:1:{page}" for page in pages]
    for unit in [*units, *reversed(units)]:
        bench.do(unit)
    assert len(units) == 6
    assert (bench.calls(), bench.store.report(status.id)) == (calls, report)
    assert bench.store.status(status.id) == status


def test_a_holder_that_died_on_this_host_need_not_time_out(bench: Bench) -> None:
    bench.submit("")
    unit = bench.bell()
    mine = owner().rsplit("/", 2)[0]
    bench.store.claim(unit, f"{mine}/999999999/7")
    bench.do(unit)
    assert bench.calls("read") == ["read "]


def test_of_a_holder_on_another_host_nothing_is_presumed(bench: Bench) -> None:
    bench.submit("")
    unit = bench.bell()
    bench.store.claim(unit, GONE)
    bench.do(unit)
    assert bench.calls("read") == []


def test_one_sweep_buries_the_dead_of_this_host(bench: Bench) -> None:
    bench.submit("")
    bench.submit("a")
    dead, foreign = bench.bells()
    mine = owner().rsplit("/", 2)[0]
    bench.store.claim(dead, f"{mine}/999999999/7")
    bench.store.claim(foreign, GONE)
    Attendants(bench.store, ["articles"], lambda queue, unit: None).sweep()
    assert set(bench.store.holders()) == {foreign}
    bells = bench.bells()
    assert bells[0] == dead
    assert bells[1].startswith("beat:articles:")


def test_a_stumble_is_tried_again_and_then_set_aside(bench: Bench) -> None:
    status = bench.checked("raise1 a")
    assert status.state is JobState.DONE
    assert len(bench.calls("obtain https://raise1")) == 3
    assert (status.counts.citations, status.counts.undetermined) == (1, 1)
    assert b"ended its worker 3 times" in bench.store.report(status.id)


def test_what_is_judged_beside_the_sources_may_fail_without_costing_the_report(bench: Bench) -> None:
    status = bench.checked("stumblebeside a")
    assert status.state is JobState.DONE
    assert len(bench.calls("report")) == bench.store.settings.max_attempts == 3
    assert status.counts.supported == 1


def test_bells_go_to_the_queue_of_their_kind() -> None:
    units = ["read:j:1", "report:j:1", "start:r", "finish:r", "fetch:p", "judge:j:1:p", "beat:fetch:1", "beat:judge:1"]
    queues = ["articles", "judge", "articles", "articles", "fetch", "judge", "fetch", "judge"]
    assert [queue_of(unit) for unit in units] == queues
