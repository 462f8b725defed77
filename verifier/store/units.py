"""Units of work: what is due is claimed under a lease, renewed, completed or given back; doorbells go out.

A unit is a string of ids: `read:JOB:GENERATION`, `fetch:PAGE`, `judge:JOB:GENERATION:PAGE`,
`report:JOB:GENERATION`, `start:RUN`, `finish:RUN`. Fetching a page is one unit however many jobs wait for it.
Completing needs the token of the claim (a fencing token, as in Kleppmann's note on distributed locks of 2016):
who was thought dead and comes back late is refused with `LeaseLost`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from verifier.codec import from_json, to_json
from verifier.errors import LeaseLost, MalformedJSON, StoreError
from verifier.jobs import Problem, Run, Submission
from verifier.model import READABLE_STATES, Exchange, Obtained, Report, Target
from verifier.store import records
from verifier.store.base import PREFIX, Base, checked_id
from verifier.store.records import CitationJudged, Found

#: The queue on which each kind of unit is rung.
QUEUE_OF = {
    "read": "articles",
    "start": "articles",
    "finish": "articles",
    "fetch": "fetch",
    "judge": "judge",
    "report": "judge",  # it judges what the sources of a claim say together
}
QUEUES = ("articles", "fetch", "judge")

#: A worker counts as alive when a heartbeat came through its queue, or it renewed a lease, this recently.
ALIVE_S = 60
#: How long the newest copy of a page is remembered for other jobs.
KEEP_PAGE_S = 30 * 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class Lease:
    """The right to do one unit. `spent`: its attempts are used up, so it must be set aside and not tried again."""

    unit: str
    token: str
    attempt: int
    spent: bool

    @property
    def kind(self) -> str:
        """What is to be done: read, fetch, judge, report, start or finish."""
        return self.unit.split(":")[0]

    @property
    def ids(self) -> list[str]:
        """The ids after the kind, in the order of the module's docstring."""
        return self.unit.split(":")[1:]


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Somebody has the unit."""

    owner: str
    token: str


class Units(Base):
    """The part of the store that deals in work."""

    _found: tuple[str, Found] | None = None

    def claim(self, unit: str, owner: str) -> Lease | Held | None:
        """The lease of a unit that is due; who has it, if somebody does; None when there is nothing to do.

        `owner` is "host/main process/process/start", see `workers.owner`.
        """
        token = secrets.token_hex(8)
        answer = self.client.script("claim", unit, token, owner, self._lease_ms(), self.settings.max_attempts)
        if answer[0] == "granted":
            return Lease(unit=unit, token=token, attempt=answer[1], spent=answer[2] == 1)
        return Held(owner=answer[1], token=answer[2]) if answer[0] == "held" else None

    def renew(self, lease: Lease) -> None:
        """Hold the unit for another `lease_s`. Raises `LeaseLost`."""
        self._must(self.client.script("renew", lease.unit, lease.token, self._lease_ms()), lease)

    def give_back(self, lease: Lease, *, died: bool = False) -> None:
        """Let somebody else do the unit; `died` counts against it. Raises `LeaseLost`."""
        self._must(self.client.script("give_back", lease.unit, lease.token, int(died)), lease)

    def bury(self, unit: str, token: str) -> bool:
        """Take the unit from a holder that is known to be dead; False when it let go before."""
        return bool(self.client.script("reap", unit, token)[0])

    def holders(self) -> dict[str, Held]:
        """Who has which unit."""
        raw: Mapping[str, str] = self.client.do("HGETALL", f"{PREFIX}holders")
        return {unit: Held(token=row.split(" ")[0], owner=row.split(" ")[1]) for unit, row in raw.items()}

    def reap(self) -> tuple[int, int]:
        """Take back leases that ran out and ring lost doorbells again; how many of each."""
        expired, lost = self.client.script("reap")
        return expired, lost

    # --- completing -------------------------------------------------------------------------

    def found(
        self,
        lease: Lease,
        found: Found,
        targets: Mapping[str, Target],
        exchanges: Sequence[Exchange],
        *,
        title: str | None,
    ) -> None:
        """The article was read: its pages are due now, or its report. Raises `LeaseLost`, `StoreError`.

        Progress is told over the citations that count; a page on which no such citation leans is due all the same.
        """
        record = records.keep_found(self.blobs, found, exchanges)
        kinds = self.settings.counted_kinds
        counted = [
            pages for one, pages in zip(found.citations.citations, found.pages, strict=True) if one.kind in kinds
        ]
        leaning: dict[str, list[int]] = {page: [] for page in targets}
        for number, pages in enumerate(counted):
            for page in dict.fromkeys(pages):
                if page is not None:
                    leaning[page].append(number)
        ties: list[str] = []
        for page, numbers in leaning.items():
            ties += [page, to_json(targets[page]).decode(), " ".join(map(str, numbers))]
        answer = self.client.script("found", lease.unit, lease.token, record, title or "", len(counted), *ties)
        self._must(answer, lease)

    def obtained(self, lease: Lease, obtained: Obtained, exchanges: Sequence[Exchange]) -> None:
        """A page was fetched, or found unreadable, for every job that waits. Raises `LeaseLost`, `StoreError`."""
        record = records.keep_page(self.blobs, obtained, exchanges)
        readable = obtained.outcome.state in READABLE_STATES
        told = {
            "url": exchanges[0].url if exchanges else None,
            "state": obtained.outcome.state,
            "reason": obtained.outcome.reason,
        }
        answer = self.client.script(
            "obtained",
            lease.unit,
            lease.token,
            record,
            int(readable),
            KEEP_PAGE_S * 1000,
            to_json(told).decode(),
        )
        self._must(answer, lease)

    def judged(self, lease: Lease, judgements: Sequence[CitationJudged]) -> None:
        """A page was judged for the citations that lean on it. Raises `LeaseLost`."""
        self._must(self.client.script("judged", lease.unit, lease.token, records.judgements_to_json(judgements)), lease)

    def publish(self, lease: Lease, report: Report) -> None:
        """Publish the report and end the job, once. Raises `LeaseLost`, `StoreError`."""
        text, counts = to_json(report).decode(), to_json(report.counts).decode()
        self._must(self.client.script("publish", lease.unit, lease.token, text, counts), lease)

    def finish_run(self, lease: Lease, run: Run) -> None:
        """Keep the finished run, once. Raises `LeaseLost`, `StoreError`."""
        self._must(self.client.script("finish_run", lease.unit, lease.token, to_json(run).decode()), lease)

    def fail(self, lease: Lease, problem: Problem) -> None:
        """The work cannot be done: the job fails (for a page, every job waiting for it). Raises `LeaseLost`."""
        self._must(self.client.script("fail", lease.unit, lease.token, to_json(problem).decode()), lease)

    # --- what a unit is about ---------------------------------------------------------------

    def target(self, page: str) -> Target:
        """Where the page is. Raises `StoreError` when nobody asked for it."""
        text = self.client.do("HGET", f"{PREFIX}page:{checked_id(page, 'page')}", "target")
        if text is None:
            raise StoreError(f"nobody asked for page {page}")
        return from_json(text, Target)

    def earlier(self, page: str) -> list[Exchange]:
        """The exchanges by which the page was had the last time; none when there was no such time, or all is lost."""
        record = self.client.do("HGET", f"{PREFIX}page:{checked_id(page, 'page')}", "record")
        if record is None:
            return []
        try:
            return list(records.page_evidence(self.blobs, record).exchanges)
        except (StoreError, MalformedJSON, OSError):
            return []  # the page itself can still be asked for

    def asking(self, page: str) -> Submission | None:
        """The submission of one job that waits for the page: it says which web is meant. None when none waits."""
        waiting = self.client.do("SRANDMEMBER", f"{PREFIX}waiting:{checked_id(page, 'page')}")
        if waiting is None:
            return None
        text = self.client.do("HGET", f"{PREFIX}job:{waiting.split(':')[0]}", "submission")
        return from_json(text, Submission) if text else None

    def finding(self, job_id: str) -> Found:
        """What was found in the job's article. Raises `StoreError` when it was not read yet."""
        record = self.client.do("HGET", f"{PREFIX}job:{checked_id(job_id)}", "found")
        if record is None:
            raise StoreError(f"article {job_id} was not read yet")
        # A worker judges one page of the same article after another.
        if self._found is None or self._found[0] != record:
            self._found = record, records.load_found(self.blobs, record)
        return self._found[1]

    def page(self, job_id: str, generation: str, page: str) -> Obtained:
        """What came of a page for this job. Raises `StoreError` when it was not fetched."""
        record = self.client.do("HGET", f"{PREFIX}obtained:{checked_id(job_id)}:{generation}", page)
        if record is None:
            raise StoreError(f"page {page} was not fetched for article {job_id}")
        return records.load_page(self.blobs, record)

    def judgements(self, job_id: str, generation: str) -> dict[str, tuple[CitationJudged, ...]]:
        """The judgements so far, by page."""
        raw: Mapping[str, str] = self.client.do("HGETALL", f"{PREFIX}judged:{checked_id(job_id)}:{generation}")
        return {page: records.judgements_from_json(text) for page, text in raw.items()}

    # --- doorbells and signs of life --------------------------------------------------------

    def next_bell(self, timeout_s: float) -> str | None:
        """The next unit whose bell is to be rung, or None after `timeout_s` (at least a second)."""
        answer = self.client.do("BLPOP", f"{PREFIX}outbox", max(1, int(timeout_s)))
        return str(answer[1]) if answer else None

    def bells_waiting(self) -> int:
        """How many doorbells no worker has picked up yet."""
        return int(self.client.do("LLEN", f"{PREFIX}outbox"))

    def beat(self, queue: str) -> None:
        """Send a heartbeat through the queue, unless one is under way: it goes out like any doorbell."""
        self.client.script("beat", queue)

    def beat_arrived(self, queue: str, sent_ms: str, worker: str) -> None:
        """The heartbeat came out of the queue: it is being read, by this worker."""
        self.client.script("beat", queue, sent_ms, worker)

    def workers_alive(self) -> int:
        """Workers that took work or a heartbeat out of a queue within the last minute."""
        seconds, _ = self.client.do("TIME")
        return int(self.client.do("ZCOUNT", f"{PREFIX}workers", (int(seconds) - ALIVE_S) * 1000, "+inf"))

    def unread_queues(self) -> tuple[str, ...]:
        """Queues that nobody reads: no heartbeat came out within the last minute, and none of their work is held."""
        seconds, _ = self.client.do("TIME")
        served, holders = self.client.pipeline([("HGETALL", f"{PREFIX}served"), ("HKEYS", f"{PREFIX}holders")])
        at_work = {QUEUE_OF[unit.partition(":")[0]] for unit in holders}
        last_ms = {queue: int(served.get(queue, 0)) for queue in QUEUES}
        oldest_ms = (int(seconds) - ALIVE_S) * 1000
        return tuple(queue for queue in QUEUES if queue not in at_work and last_ms[queue] < oldest_ms)

    def wait_for_worker(self, timeout_s: float) -> bool:
        """Whether a worker is alive, or comes to life within `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while not self.workers_alive():
            if time.monotonic() > deadline:
                return False
            time.sleep(0.1)
        return True

    def forget_worker(self, worker: str) -> None:
        """The worker says goodbye."""
        self.client.do("ZREM", f"{PREFIX}workers", worker)

    def backlog(self) -> dict[str, int]:
        """How many units are due on each queue, those being worked on included."""
        counts = self.client.pipeline([("ZCARD", f"{PREFIX}due:{queue}") for queue in QUEUES])
        return dict(zip(QUEUES, counts, strict=True))

    def _lease_ms(self) -> int:
        return int(self.settings.lease_s * 1000)

    def _must(self, answer: int, lease: Lease) -> None:
        if answer != 1:
            raise LeaseLost(f"{lease.unit} was taken over, finished or cancelled meanwhile")
