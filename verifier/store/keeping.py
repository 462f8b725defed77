"""What is kept and for how long: a report's evidence comes out, articles and bodies that nobody needs go away.

Bodies lie outside Redis, so both are only brought together by a clean-up: what no article, report or page leans on is
deleted once it is older than `GRACE_S`. A body is written before anything leans on it; the grace covers that gap. What
another store leans on cannot be known, so in a folder that two have written to no body is deleted.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.codec import from_json
from verifier.errors import MalformedJSON, StoreError, UnknownJob
from verifier.jobs import Submission
from verifier.store import records
from verifier.store.base import PREFIX, Base, checked_id, name_of
from verifier.trail import Kept

#: Much longer than any step takes between writing a body and telling the store of it.
GRACE_S = 3600.0
#: So long nobody else begins a clean-up while one is under way, or after its worker died.
_TURN_S = 3600


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """What a clean-up took away: articles with their reports, and bodies with the bytes they took on the disk.

    Headlines and answers of a language model lie outside the store: see `verifier.cleaning`.
    """

    articles: int = 0
    bodies: int = 0
    freed_bytes: int = 0
    headlines: int = 0
    answers: int = 0


class Keeping(Base):
    """The part of the store that deals in evidence and its end."""

    def evidence(self, job_id: str, generation: int | None = None) -> Iterator[Kept]:
        """What a report was made of: the article's own exchanges, then each page's, bodies included.

        `generation` is that of a report; default: the job's newest, finished or not. One page is in memory at a time.
        Raises `UnknownJob` when there is no such job or report; `StoreError` when bodies were lost.
        """
        newest, found = self.client.do("HMGET", f"{PREFIX}job:{checked_id(job_id)}", "generation", "found")
        if newest is None:
            raise UnknownJob(f"there is no article {job_id}")
        if generation is not None and str(generation) != newest:
            found = self.client.do("HGET", f"{PREFIX}read:{job_id}", generation)
            if found is None:
                raise UnknownJob(f"article {job_id} has no report of generation {generation}")
        pages = self.client.do("HGETALL", f"{PREFIX}obtained:{job_id}:{generation or newest}")
        return self._loaded(found, [pages[page] for page in sorted(pages)])

    def _loaded(self, found: str | None, pages: list[str]) -> Iterator[Kept]:
        if found:
            yield records.found_evidence(self.blobs, found)
        for record in dict.fromkeys(pages):
            yield records.page_evidence(self.blobs, record)

    def remove(self, job_id: str) -> None:
        """Cancel the job and delete its record, reports and evidence. Raises `UnknownJob`.

        Bodies that nothing else needs go with the next clean-up.
        """
        if self.client.script("cancel", checked_id(job_id), 1, "") is None:
            raise UnknownJob(f"there is no article {job_id}")

    # --- clean-up -----------------------------------------------------------------------------

    def clean_up(self, retention_days: int | None = None, *, grace_s: float = GRACE_S) -> Cleaned | None:
        """Delete articles past their time and bodies that nothing needs; None when somebody else is at it.

        `retention_days` default to those of the settings; 0 keeps every article. Safe beside any writer.
        Raises `StoreError`, before any body is deleted, when it cannot be told what an article needs, or when another
        store keeps bodies in the same folder.
        """
        turn = f"{PREFIX}cleaning"
        if not self.client.do("SET", turn, "1", "NX", "EX", _TURN_S):
            return None
        try:
            days = self.settings.retention_days if retention_days is None else retention_days
            articles = self._remove_older(days) if days else 0
            bodies, freed = self._sweep(time.time() - grace_s)
        finally:
            self.client.do("DEL", turn)
        return Cleaned(articles=articles, bodies=bodies, freed_bytes=freed)

    def _remove_older(self, days: int) -> int:
        """Articles that ended and that nobody handed in for so long; how many."""
        seconds, _ = self.client.do("TIME")
        before_ms = (int(seconds) - days * 86_400) * 1000
        ids = self.client.do("ZRANGE", f"{PREFIX}jobs", 0, -1)
        return sum(bool(self.client.script("cancel", job_id, 1, before_ms)) for job_id in ids)

    def _sweep(self, older_than: float) -> tuple[int, int]:
        """Delete bodies last written before that time that nothing leans on; how many, and their bytes."""
        self._insist_on_own_folder()
        needed = self._needed()
        freed = [self.blobs.discard(name, older_than) for name in self.blobs.names(older_than) if name not in needed]
        return sum(size > 0 for size in freed), sum(freed)

    def _insist_on_own_folder(self) -> None:
        own = name_of(self.client)
        self.blobs.sign(own)
        others = sorted(self.blobs.stores() - {own})
        if others:
            raise StoreError(
                f"another store keeps bodies in {self.blobs.folder}, so none was deleted",
                "Give each store a VERIFIER_DATA_DIR of its own; if the other one is no more, or this one lost its "
                f"data, delete {self.blobs.signature(others[0])}.",
                code="folder-shared",
            )

    def _needed(self) -> set[str]:
        """The hashes of everything that is leant on.

        Pages are looked at before jobs: a page's record is only ever handed on from the page to a job.
        """
        needed: set[str] = set()
        for record in self._page_records():
            try:
                needed |= {record, *records.bodies_of(self.blobs, record)}
            except (StoreError, MalformedJSON):
                needed.add(record)  # lent to nobody so far; whoever needs it is asked below
        for job_id in self.client.do("ZRANGE", f"{PREFIX}jobs", 0, -1):
            needed |= self._needed_by(job_id)
        return needed

    def _page_records(self) -> Iterator[str]:
        cursor = "0"
        while True:
            cursor, keys = self.client.do("SCAN", cursor, "MATCH", f"{PREFIX}page:*", "COUNT", 500)
            yield from filter(None, self.client.pipeline([("HGET", key, "record") for key in keys]))
            if str(cursor) == "0":
                return

    def _needed_by(self, job_id: str) -> set[str]:
        submission, generation, found = self.client.do(
            "HMGET", f"{PREFIX}job:{job_id}", "submission", "generation", "found"
        )
        if submission is None:
            return set()  # removed meanwhile
        read = self.client.do("HGETALL", f"{PREFIX}read:{job_id}")
        numbers = {generation, *read}
        pages = self.client.pipeline([("HVALS", f"{PREFIX}obtained:{job_id}:{number}") for number in sorted(numbers)])
        leant_on = {record for record in (found, *read.values()) if record}.union(*pages)
        blob = from_json(submission, Submission).blob
        needed = {blob} if blob is not None else set()
        for record in leant_on:
            try:
                needed |= {record, *records.bodies_of(self.blobs, record)}
            except (StoreError, MalformedJSON) as error:
                raise StoreError(
                    f"what article {job_id} was made of cannot be read, so no body was deleted: {error.message}",
                    f"Restore the file from a backup, or remove the article: `verifier cancel {job_id}`.",
                    code="evidence-unreadable",
                ) from error
        return needed
