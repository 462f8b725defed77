"""Jobs as editors see them: a submission goes in; status, events, listings and the report come out."""

from __future__ import annotations

import contextlib
import dataclasses
import hashlib
import re
import time
from dataclasses import dataclass
from typing import Any

from verifier.codec import from_json, to_json
from verifier.errors import BadParameter, Conflict, UnknownJob
from verifier.jobs import JobState, Problem, Progress, Status, Submission
from verifier.model import Counts
from verifier.store import records
from verifier.store.base import PREFIX, Base, checked_id, iso, pairs, to_ms
from verifier.store.client import LONGEST_BLOCK_S
from verifier.wording import quoted

#: How long an Idempotency-Key is remembered.
IDEMPOTENCY_S = 86_400

#: What a page hands out for the next one: its last score, and the member that has it.
_CURSOR = re.compile(r"(-?[0-9]{1,16}):([A-Za-z0-9_.-]{1,80})")
_EVENT_ID = re.compile(r"([0-9]{1,20})(?:-([0-9]{1,20}))?")
_LARGEST_ID_PART = 2**64 - 1

_STATUS = ("state", "generation", "title", "accepted_ms", "updated_ms", "citations", "done", "counts", "error")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of a job. `kind`: queued, running, found, fetched, judged, done, failed or cancelled.

    `more` is JSON; of `fetched` it may hold `url`, `state`, `reason`, `shared`.
    """

    id: str
    kind: str
    state: JobState
    progress: Progress
    more: str = "{}"


class Jobs(Base):
    """The part of the store that deals in jobs."""

    def submit(
        self,
        submission: Submission,
        *,
        job_id: str,
        recheck: bool = False,
        run: str | None = None,
        fresh_since: float | None = None,
        known: bool = False,
    ) -> tuple[Status, bool]:
        """Accept an article; True when work was started, False when the job stands as it is.

        The status carries the generation that was meant, even if another submission has overtaken it meanwhile.

        A job that is done is started again by `recheck`, or when the web or the settings are not those of its
        report; one that failed or was cancelled always.
        Pages read before `fresh_since` (Unix time) are read again; default: the start of the run, else the
        time of the submission for a recheck, else `page_max_age_s` ago.
        Raises `UnknownJob` for a run that does not exist or is over, and with `known` for an article that was removed.
        """
        started, generation = self.client.script(
            "submit",
            checked_id(job_id),
            to_json(submission).decode(),
            int(recheck),
            checked_id(run, "run") if run else "",
            "" if fresh_since is None else int(fresh_since * 1000),
            int(self.settings.page_max_age_s * 1000),
            records.conditions_of(submission, self.settings),
            int(known),
        )
        if started == -2:
            raise UnknownJob(f"there is no article {job_id}")
        if started == -1:
            raise UnknownJob(f"there is no run {run} under way")
        return dataclasses.replace(self.status(job_id), generation=generation), bool(started)

    def status(self, job_id: str) -> Status:
        """Where the job stands. Raises `UnknownJob`."""
        values = self.client.do("HMGET", _job(job_id), *_STATUS)
        return _status(job_id, values)

    def status_document(self, job_id: str) -> tuple[bytes, str]:
        """The status as JSON and its strong ETag, quotes included. Raises `UnknownJob`."""
        body = to_json(self.status(job_id))
        return body, f'"{hashlib.sha256(body).hexdigest()[:20]}"'

    def wait(self, job_id: str, etag: str | None, timeout_s: float) -> tuple[bytes, str]:
        """The status document as soon as its ETag differs from `etag`, or as it is after `timeout_s`."""
        deadline = time.monotonic() + timeout_s
        while True:
            last = self._last_event(job_id)
            document = self.status_document(job_id)
            left_s = deadline - time.monotonic()
            if document[1] != etag or left_s <= 0:
                return document
            self.events(job_id, last, left_s)

    def submission(self, job_id: str) -> Submission:
        """What was handed in. Raises `UnknownJob`."""
        return from_json(self._field(job_id, "submission"), Submission)

    def report(self, job_id: str, generation: int | None = None) -> bytes:
        """The newest report, or that of one generation, as JSON.

        Raises `UnknownJob` when there is no such job or generation, `Conflict` while there is no report yet.
        """
        status = self.status(job_id)
        number = generation or self.client.do("HGET", _job(job_id), "reported")
        record = self.client.do("HGET", f"{PREFIX}reports:{job_id}", number or 0)
        if record is not None:
            return bytes(record, "utf-8")
        if generation is not None:
            raise UnknownJob(f"article {job_id} has no report of generation {generation}")
        if status.error is not None:
            raise Conflict(f"article {job_id} has no report: {status.error.message}", status.error.advice)
        raise Conflict(f"article {job_id} has no report yet: it is {status.state}", "Ask again when it is done.")

    def latest_report_number(self, job_id: str) -> int:
        """The generation of the newest report, 0 when there is none."""
        return (self._report_numbers(job_id) or [0])[-1]

    def _report_numbers(self, job_id: str) -> list[int]:
        return sorted(int(number) for number in self.client.do("HKEYS", f"{PREFIX}reports:{checked_id(job_id)}"))

    def cancel(self, job_id: str) -> Status:
        """End the job if it has not ended; what was found so far is dropped. Raises `UnknownJob`."""
        if self.client.script("cancel", checked_id(job_id), 0, "") is None:
            raise UnknownJob(f"there is no article {job_id}")
        return self.status(job_id)

    def jobs(
        self, state: str | None = None, since: str | None = None, cursor: str | None = None, limit: int = 50
    ) -> tuple[list[Status], str | None]:
        """Jobs, newest first, and the cursor of the next page (None at the end).

        `since` is an ISO day or time of acceptance. Raises `BadParameter`.
        """
        ids, following = self._listed(_listing(state), since, cursor, limit)
        rows = self.client.pipeline([("HMGET", _job(job_id), *_STATUS) for job_id in ids])
        listed = []
        for job_id, values in zip(ids, rows, strict=True):
            with contextlib.suppress(UnknownJob):  # removed between the two questions
                listed.append(_status(job_id, values))
        return listed, following

    def job_ids(self) -> list[str]:
        """The ids of all jobs, oldest first."""
        return list(self.client.do("ZRANGE", f"{PREFIX}jobs", 0, -1))

    def count_by_state(self) -> dict[str, int]:
        """How many jobs are in each state."""
        counts = self.client.pipeline([("ZCARD", f"{PREFIX}jobs:{state}") for state in JobState])
        return {state.value: count for state, count in zip(JobState, counts, strict=True)}

    def events(self, job_id: str, after: str | None = None, timeout_s: float = 0) -> list[Event]:
        """Events after the one named (None: from the first kept), oldest first.

        With `timeout_s` waits that long for one to come. Raises `UnknownJob`.
        """
        key = f"{PREFIX}events:{checked_id(job_id)}"
        after = _event_id(after)
        deadline = time.monotonic() + timeout_s
        while True:
            block_s = min(deadline - time.monotonic(), LONGEST_BLOCK_S)
            block = ("BLOCK", max(1, int(block_s * 1000))) if block_s > 0 else ()
            answer = self.client.do("XREAD", "COUNT", 200, *block, "STREAMS", key, after)
            if answer:
                return [_event(*entry) for entry in answer[0][1]]
            if time.monotonic() >= deadline:
                self._field(job_id, "state")
                return []

    def remember_idempotency(self, key: str, body_digest: str, job_id: str) -> str:
        """The job that this Idempotency-Key stands for: `job_id` the first time, later the first one.

        Raises `Conflict` when the key was used for something else.
        """
        name = f"{PREFIX}idempotency:{hashlib.sha256(key.encode()).hexdigest()}"
        self.client.do("SET", name, f"{body_digest} {job_id}", "NX", "EX", IDEMPOTENCY_S)
        digest, _, first = (self.client.do("GET", name) or f"{body_digest} {job_id}").partition(" ")
        if digest != body_digest:
            raise Conflict(
                f"the Idempotency-Key {quoted(key)} was used for another request",
                "Use a new key for a new request.",
                code="idempotency-key-reused",
            )
        return first

    def _field(self, job_id: str, name: str) -> str:
        value = self.client.do("HGET", _job(job_id), name)
        if value is None:
            raise UnknownJob(f"there is no article {job_id}")
        return str(value)

    def _last_event(self, job_id: str) -> str:
        newest = self.client.do("XREVRANGE", f"{PREFIX}events:{checked_id(job_id)}", "+", "-", "COUNT", 1)
        return str(newest[0][0]) if newest else "0-0"

    def _listed(self, key: str, since: str | None, cursor: str | None, limit: int) -> tuple[list[str], str | None]:
        """A page of a zset, newest first: after the cursor "score:member", down to `since`."""
        oldest = "-inf" if since is None else _since(since)
        score, last = _after(cursor)
        found: list[tuple[str, str]] = []
        offset = 0
        # Members of one score come in falling order; those not after the cursor were shown before.
        while len(found) <= limit:
            flat = self.client.do(
                "ZRANGE", key, score, oldest, "BYSCORE", "REV", "LIMIT", offset, limit + 1, "WITHSCORES"
            )
            entries = [(str(m), str(int(float(s)))) for m, s in pairs(flat)]
            found += [(m, s) for m, s in entries if not (last and s == score and m >= last)]
            offset += len(entries)
            if len(entries) <= limit:
                break
        page = found[:limit]
        following = f"{page[-1][1]}:{page[-1][0]}" if len(found) > limit and page else None
        return [member for member, _ in page], following


def _since(text: str) -> int:
    try:
        return to_ms(text)
    except (ValueError, OverflowError):
        wrong = f"`since` is {quoted(text)}, which is no day or time"
        raise BadParameter("since", wrong, "Write it like 2025-09-24 or 2025-09-24T08:00:00Z.") from None


def _after(cursor: str | None) -> tuple[str, str]:
    """Score and member behind which a page begins: what a page before it handed out."""
    if cursor is None:
        return "+inf", ""
    given = _CURSOR.fullmatch(cursor)
    if given is None:
        wrong = f"there is no page behind the cursor {quoted(cursor)}"
        raise BadParameter("cursor", wrong, "Give `next` of the page before it, or none for the first page.")
    return given[1], given[2]


def _listing(state: str | None) -> str:
    if state is None:
        return f"{PREFIX}jobs"
    if state not in list(JobState):
        wrong = f"there is no state {quoted(state)}"
        raise BadParameter("state", wrong, f"States are {', '.join(JobState)}.")
    return f"{PREFIX}jobs:{state}"


def _job(job_id: str) -> str:
    return f"{PREFIX}job:{checked_id(job_id)}"


def _status(job_id: str, values: list[Any]) -> Status:
    state, generation, title, accepted, updated, citations, done, counts, error = values
    if state is None:
        raise UnknownJob(f"there is no article {job_id}")
    return Status(
        id=job_id,
        state=JobState(state),
        progress=Progress(citations=int(citations), done=int(done)),
        counts=from_json(counts, Counts) if counts else Counts(),
        error=from_json(error, Problem) if error else None,
        links={"report": f"/articles/{job_id}/report", "events": f"/articles/{job_id}/events"},
        accepted_at=iso(accepted),
        updated_at=iso(updated),
        generation=int(generation),
        title=title,
    )


def _event(event_id: str, values: dict[str, str]) -> Event:
    return Event(
        id=event_id,
        kind=values["kind"],
        state=JobState(values["state"]),
        progress=Progress(citations=int(values["citations"]), done=int(values["done"])),
        more=values["more"],
    )


def _event_id(after: str | None) -> str:
    """A stream id as it stands, "0-0" for what is none: a client then hears everything again."""
    given = _EVENT_ID.fullmatch(after or "")
    if given is None or max(int(given[1]), int(given[2] or 0)) > _LARGEST_ID_PART:
        return "0-0"
    return f"{given[1]}-{given[2] or 0}"
