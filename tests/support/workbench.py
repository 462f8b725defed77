"""A store with a worker in the test's own hands: bells are rung one by one, in any order the test likes."""

from __future__ import annotations

import dataclasses
from typing import Any

from support.doubles import DoubleSteps

from verifier.jobs import Status, Submission
from verifier.store import Lease, Store, job_id_for
from workers.owner import owner
from workers.steps import Steps
from workers.work import do


class Bench:
    """Submits articles in the language of `doubles` and does the work when told."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.steps: Steps = DoubleSteps(store.settings, store)

    def submission(self, text: str, **fields: Any) -> Submission:
        """An article whose text lists its citations."""
        return Submission(blob=self.store.blobs.put(text.encode()), media_type="text/plain", **fields)

    def submit(self, text: str, *, recheck: bool = False, run: str | None = None, **fields: Any) -> str:
        """Hand the article in; returns its id."""
        submission = self.submission(text, **fields)
        job_id = job_id_for(submission)
        self.store.submit(submission, job_id=job_id, recheck=recheck, run=run)
        return job_id

    def bell(self) -> str:
        """The next doorbell."""
        unit = self.store.next_bell(1)
        assert unit is not None, "no bell was rung"
        return unit

    def bells(self) -> list[str]:
        """All doorbells that wait."""
        return [self.bell() for _ in range(self.store.bells_waiting())]

    def claim(self, unit: str) -> Lease:
        """The lease of a unit that nobody has."""
        lease = self.store.claim(unit, owner())
        assert isinstance(lease, Lease), f"{unit}: {lease}"
        return lease

    def do(self, unit: str) -> None:
        """Do one unit as a worker would."""
        do(unit, self.store, self.steps)

    def drain(self) -> None:
        """Answer bells until none is rung any more."""
        while self.store.bells_waiting():
            self.do(self.bell())

    def checked(self, text: str, **options: Any) -> Status:
        """Hand in and do everything."""
        job_id = self.submit(text, **options)
        self.drain()
        return self.store.status(job_id)

    def calls(self, word: str = "") -> list[str]:
        """What the steps were called for, in order, of one kind."""
        path = self.store.settings.data_dir / "calls"
        lines = path.read_text("utf-8").splitlines() if path.exists() else []
        return [line for line in lines if line.startswith(word)]

    def expire(self, unit: str) -> None:
        """Let the unit's lease run out now."""
        assert self.store.client.do("ZADD", "verifier:leases", "XX", "CH", 1, unit) == 1

    def restored(self, **changes: Any) -> Bench:
        """A second worker on the same store, with other settings."""
        settings = dataclasses.replace(self.store.settings, **changes)
        return Bench(Store(self.store.client, self.store.blobs, settings))
