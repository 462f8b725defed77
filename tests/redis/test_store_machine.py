"""Jobs under random deaths, redeliveries, cancels and rechecks: what must hold holds after every step."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test
from support.servers import PROGRAMS, running
from support.workbench import Bench

from verifier.errors import LeaseLost
from verifier.jobs import ENDED_STATES, JobState, Problem
from verifier.settings import Settings
from verifier.store import Lease, open_store
from workers.stages import STAGES, set_aside

TEXTS = ("", "a", "a b|b", "-c|c", "a|b|c d")
#: From each state, where one step may lead.
TABLE = {
    None: {"queued"},
    "queued": {"queued", "running", "cancelled"},
    "running": {"running", "done", "failed", "cancelled"},
    "done": {"done", "queued"},
    "failed": {"failed", "queued"},
    "cancelled": {"cancelled", "queued"},
}


@pytest.fixture(scope="module", params=sorted(PROGRAMS))
def url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(request.param, tmp_path_factory.mktemp("server")) as url:
        yield url


class Newsroom(RuleBasedStateMachine):
    """Workers come and go; the store must not mind."""

    url: str

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(Settings(redis_url=self.url, data_dir=Path(self.folder.name), page_max_age_s=0.0))
        self.store.client.do("FLUSHALL")
        self.bench = Bench(self.store)
        self.ids: list[str] = []
        self.leases: list[Lease] = []
        self.ended: list[Lease] = []
        self.seen: dict[str, str] = {}
        self.published: dict[tuple[str, int], bytes] = {}

    @rule(text=st.sampled_from(TEXTS), recheck=st.booleans())
    def submit(self, text: str, recheck: bool) -> None:
        self.ids.append(self.bench.submit(text, recheck=recheck))

    @rule(number=st.integers(0, 50))
    def claim(self, number: int) -> None:
        due = [unit for queue in ("articles", "fetch", "judge") for unit in self.due(queue)]
        if due:
            answer = self.store.claim(sorted(due)[number % len(due)], "h/1/2/3")
            if isinstance(answer, Lease):
                self.leases.append(answer)

    def due(self, queue: str) -> list[str]:
        return list(self.store.client.do("ZRANGE", f"verifier:due:{queue}", 0, -1))

    def take(self, number: int) -> Lease:
        lease = self.leases.pop(number % len(self.leases))
        self.ended.append(lease)
        return lease

    def work(self, lease: Lease) -> None:
        try:
            stage = STAGES[lease.kind]
            complete = set_aside(lease, self.store) if lease.spent else stage(lease, self.store, self.bench.steps)
            complete()
        except LeaseLost:
            pass

    @precondition(lambda self: self.leases)
    @rule(number=st.integers(0, 50))
    def complete(self, number: int) -> None:
        lease = self.take(number)
        if self.holds(lease):
            self.work(lease)

    def holds(self, lease: Lease) -> bool:
        holder = self.store.holders().get(lease.unit)
        return holder is not None and holder.token == lease.token

    @precondition(lambda self: self.ended)
    @rule(number=st.integers(0, 50))
    def come_back_late(self, number: int) -> None:
        late = self.ended[number % len(self.ended)]
        for refused in (self.store.renew, self.store.give_back):
            try:
                refused(late)
            except LeaseLost:
                continue
            raise AssertionError(f"{late} was let in")

    @precondition(lambda self: self.leases)
    @rule(number=st.integers(0, 50))
    def die(self, number: int) -> None:
        lease = self.leases[number % len(self.leases)]
        self.store.client.do("ZADD", "verifier:leases", "XX", 1, lease.unit)
        if self.holds(lease):
            self.ended.append(lease)
            self.leases.remove(lease)
            self.store.reap()

    @precondition(lambda self: self.leases)
    @rule(number=st.integers(0, 50), died=st.booleans())
    def give_back(self, number: int, died: bool) -> None:
        lease = self.take(number)
        try:
            self.store.give_back(lease, died=died)
        except LeaseLost:
            assert not self.holds(lease)

    @precondition(lambda self: self.leases)
    @rule(number=st.integers(0, 50))
    def fail(self, number: int) -> None:
        lease = self.take(number)
        try:
            self.store.fail(lease, Problem(code="x", message="It failed."))
        except LeaseLost:
            assert not self.holds(lease)

    @precondition(lambda self: self.ids)
    @rule(number=st.integers(0, 50))
    def cancel(self, number: int) -> None:
        self.store.cancel(self.ids[number % len(self.ids)])

    @rule()
    def lose_the_bells(self) -> None:
        self.store.client.do("DEL", "verifier:outbox")

    @invariant()
    def states_follow_the_table(self) -> None:
        for job_id in set(self.ids):
            state = self.store.status(job_id).state.value
            assert state in TABLE[self.seen.get(job_id)] | {"running"}, (job_id, self.seen.get(job_id), state)
            self.seen[job_id] = state

    @invariant()
    def a_lease_is_held_by_somebody_for_something_due(self) -> None:
        leased = set(self.store.client.do("ZRANGE", "verifier:leases", 0, -1))
        assert leased == set(self.store.holders())
        assert leased <= {unit for queue in ("articles", "fetch", "judge") for unit in self.due(queue)}

    @invariant()
    def a_published_report_never_changes(self) -> None:
        for job_id in set(self.ids):
            status = self.store.status(job_id)
            if status.state is JobState.DONE:
                report = self.store.report(job_id)
                assert self.published.setdefault((job_id, status.generation), report) == report
                assert status.progress.done == status.progress.citations

    def teardown(self) -> None:
        """Nothing that was accepted is lost, and nothing is left over."""
        for lease in self.leases:
            self.store.bury(lease.unit, lease.token)
        for _ in range(4):
            for queue in ("articles", "fetch", "judge"):
                self.store.client.do("HSET", "verifier:served", queue, 9_999_999_999_999)
            self.store.reap()
            self.bench.drain()
        states = {self.store.status(job_id).state for job_id in self.ids}
        assert states <= ENDED_STATES
        assert self.store.backlog() == {"articles": 0, "fetch": 0, "judge": 0}
        assert self.store.holders() == {}
        for what in ("deaths", "waiting:*", "judged:*", "settled:*", "ties:*", "leases"):
            assert self.store.client.do("KEYS", f"verifier:{what}") == []
        self.store.close()
        self.folder.cleanup()


def test_no_job_is_lost_and_no_report_changes_whatever_happens(url: str) -> None:
    class Here(Newsroom):
        pass

    Here.url = url
    limits = settings(
        max_examples=40,
        stateful_step_count=30,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
    )
    run_state_machine_as_test(Here, settings=limits)
