"""Runs: many articles checked as one batch; a nightly run happens once for each date."""

from __future__ import annotations

import secrets
from typing import Any

from verifier.codec import from_json
from verifier.errors import UnknownJob
from verifier.jobs import Problem, Run
from verifier.store.base import PREFIX, Base, checked_id, iso
from verifier.store.jobs import Jobs


class Runs(Jobs, Base):
    """The part of the store that deals in runs."""

    def start_run(self, kind: str, date: str | None = None, *, stored: bool = False) -> tuple[Run, bool]:
        """A new run of `kind` "nightly" or "batch"; True when it is new.

        For a `date` there is one run of a kind, whoever asks and however often. With `stored` the workers hand
        in every stored article; otherwise `submit(…, run=id)` each and then `seal_run(id)`.
        """
        run_id = f"{kind}-{date}-{secrets.token_hex(2)}" if date else f"{kind}-{secrets.token_hex(6)}"
        run_id, created = self.client.script("start_run", run_id, kind, date or "", int(stored))
        return self.run(run_id), bool(created)

    def seal_run(self, run_id: str) -> None:
        """Every article was handed in: the run ends with the last of them. Raises `UnknownJob`."""
        self.run(run_id)
        self.client.script("seal_run", run_id)

    def seal_run_as(self, run_id: str, unit: str, token: str) -> bool:
        """The same by the worker that handed the articles in; False when its lease is lost."""
        return bool(self.client.script("seal_run", run_id, unit, token))

    def run(self, run_id: str) -> Run:
        """The run: counts while it is under way, everything that changed when it is over. Raises `UnknownJob`."""
        key = _run(run_id)
        fields, articles, pending, failed = self.client.pipeline(
            [
                ("HGETALL", key),
                ("HLEN", f"{key}:jobs"),
                ("SCARD", f"{key}:pending"),
                ("SCARD", f"{key}:failed"),
            ]
        )
        if not fields:
            raise UnknownJob(f"there is no run {run_id}")
        if "record" in fields:
            return from_json(fields["record"], Run)
        return _under_way(run_id, fields, articles, pending, failed)

    def runs(self, cursor: str | None = None, limit: int = 50) -> tuple[list[Run], str | None]:
        """Runs, newest first, and the cursor of the next page (None at the end). Raises `BadParameter`."""
        ids, following = self._listed(f"{PREFIX}runs", None, cursor, limit)
        return [self.run(run_id) for run_id in ids], following

    def run_jobs(self, run_id: str) -> dict[str, int]:
        """The run's articles, each with the generation of the report that stood before (0: none)."""
        rows: dict[str, str] = self.client.do("HGETALL", f"{_run(run_id)}:jobs")
        return {job_id: int(before) for job_id, before in sorted(rows.items())}

    def run_failed(self, run_id: str) -> set[str]:
        """The run's articles that ended without a report."""
        return set(self.client.do("SMEMBERS", f"{_run(run_id)}:failed"))


def _run(run_id: str) -> str:
    return f"{PREFIX}run:{checked_id(run_id, 'run')}"


def _under_way(run_id: str, fields: dict[str, Any], articles: int, pending: int, failed: int) -> Run:
    problem = fields.get("problem")
    return Run(
        id=run_id,
        kind=fields["kind"],
        state=fields["state"],
        started_at=iso(fields["started_ms"]),
        ended_at=iso(fields["ended_ms"]) if "ended_ms" in fields else None,
        articles=articles,
        done=articles - pending - failed,
        failed=failed,
        problems=(from_json(problem, Problem),) if problem else (),
    )
