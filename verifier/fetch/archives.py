"""Web archives: a page and a cited day → the copy nearest to that day, as it was archived.

Index and raw replay as the Wayback Machine and pywb offer them; Memento TimeGates (RFC 7089) where an archive has no
index, or one that fails.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from verifier.archive_settings import ArchiveSettings
from verifier.breaker import LocalBreaker
from verifier.errors import FetchError
from verifier.fetch.cdx import MAX_ROWS, index_url, parse_index, parse_site, readable, site_url, window
from verifier.fetch.door import OF_THE_COPY, ArchiveDoor
from verifier.fetch.nearness import by_nearness, day_of, distance_s
from verifier.fetch.timegate import ask_timegate
from verifier.mementos import iso_of
from verifier.model import Capture, Exchange, OutcomeCode, Target
from verifier.protocols import Archive, Breaker, Web

#: A copy this near is taken without asking further archives for a nearer one.
NEAR_ENOUGH_S = 30 * 86400.0

_DAY_S = 86400.0


class CdxArchive:
    """Implements `protocols.SiteArchive` over an index (CDX) and raw replay; `today` stands in for the calendar.

    `settings` have an index. Raises `ValueError` when they do not.
    """

    def __init__(
        self,
        settings: ArchiveSettings,
        web: Web,
        *,
        breaker: Breaker | None = None,
        max_body_bytes: int = 10 * 2**20,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        if settings.cdx is None or settings.replay is None:
            raise ValueError(f"{settings.name} has no index")
        self.name = settings.name
        self._cdx, self._timegate = settings.cdx, settings.timegate
        self._door = ArchiveDoor(settings, web, breaker or LocalBreaker(), max_body_bytes)
        self._today = today

    def captures(self, url: str, near: str | None) -> Sequence[Capture]:
        """Readable copies around the day, or of any time if there is none around it; oldest first.

        Without a day the latest ones. A TimeGate is asked where the index fails. Raises `FetchError`.
        """
        day = day_of(near) or self._today()
        try:
            around = self._index(url, window(day))
            if len(around) >= MAX_ROWS:
                around = self._index(url, (day, day + timedelta(days=1))) or around
            return readable(around) or readable(self._index(url, None))
        except FetchError as error:
            asked_in_vain = error.outcome in (OutcomeCode.RATE_LIMITED, OutcomeCode.ARCHIVE_EXCLUDED)
            if self._timegate is None or asked_in_vain or self._door.is_shut():
                raise
            return ask_timegate(self._door, self._timegate, url, day)

    def replay(self, capture: Capture) -> Exchange:
        """See `ArchiveDoor.replay`."""
        return self._door.replay(capture)

    def pages_of(self, domain: str, days: tuple[str, str] | None) -> Sequence[Capture]:
        """See `protocols.SiteArchive`. Without days nothing is asked: an index of a whole site has no end."""
        if days is None:
            return []
        answer = self._door.ask(site_url(self._cdx, domain, days))
        return self._door.noted(lambda: parse_site(answer, domain, self.name))

    def _index(self, url: str, days: tuple[date, date] | None) -> list[Capture]:
        """One look-up; an index that rejects our parameters is asked again with the fewest."""
        answer = self._door.ask(index_url(self._cdx, url, days))
        if answer.status in (400, 422):
            answer = self._door.ask(index_url(self._cdx, url, None, limit=None))
        return self._door.noted(lambda: parse_index(answer, url, self.name))


class TimegateArchive:
    """Implements `protocols.Archive` for an archive that has a TimeGate (RFC 7089) and no index."""

    def __init__(
        self,
        settings: ArchiveSettings,
        web: Web,
        *,
        breaker: Breaker | None = None,
        max_body_bytes: int = 10 * 2**20,
        today: Callable[[], date] = lambda: datetime.now(UTC).date(),
    ) -> None:
        if settings.timegate is None:
            raise ValueError(f"{settings.name} has no TimeGate")
        self.name = settings.name
        self._timegate = settings.timegate
        self._door = ArchiveDoor(settings, web, breaker or LocalBreaker(), max_body_bytes)
        self._today = today

    def captures(self, url: str, near: str | None) -> Sequence[Capture]:
        """The copy that the TimeGate finds for the day, and those it names beside it. Raises `FetchError`."""
        return ask_timegate(self._door, self._timegate, url, day_of(near) or self._today())

    def replay(self, capture: Capture) -> Exchange:
        """See `ArchiveDoor.replay`. A copy that only the article names is looked for by the TimeGate."""
        return self._door.replay(capture)


def open_archives(
    archives: Iterable[ArchiveSettings], web: Web, breaker: Breaker, *, max_body_bytes: int
) -> tuple[Archive, ...]:
    """The archives of the settings, in their order."""
    return tuple(
        (TimegateArchive if one.cdx is None else CdxArchive)(one, web, breaker=breaker, max_body_bytes=max_body_bytes)
        for one in archives
    )


def read_from_archives(
    archives: Sequence[Archive],
    target: Target,
    *,
    copies_each: int = 3,
    deadline_s: float = 60.0,
    accept: Callable[[Exchange], bool] = lambda _copy: True,
    clock: Callable[[], float] = time.monotonic,
) -> Exchange:
    """The copy nearest to the target's day (`near`), or the very one the author linked (`archived_at`).

    Archives are asked in order; one with a copy within a month of the day ends the search, else the nearest of
    all is taken. Of each, the `copies_each` nearest copies are tried; `accept` may turn one down.
    No further question is asked after `deadline_s`. Raises `FetchError` (`NO_CAPTURE`, `ARCHIVE_EXCLUDED`,
    `ARCHIVE_UNAVAILABLE`) with what each archive said.
    """
    search = _Search(target, copies_each, clock() + deadline_s, accept, clock)
    for archive in archives:
        search.ask(archive)
        if search.found is not None and search.distance_s <= NEAR_ENOUGH_S:
            break
    if search.found is None:
        raise search.failure()
    return search.found


class _Search:
    """The nearest copy so far, and why there is none where there is none."""

    def __init__(
        self,
        target: Target,
        copies_each: int,
        ends_at: float,
        accept: Callable[[Exchange], bool],
        clock: Callable[[], float],
    ) -> None:
        self.found: Exchange | None = None
        self.distance_s = float("inf")
        self._target = target
        self._copies_each = copies_each
        self._ends_at = ends_at
        self._accept = accept
        self._clock = clock
        self._failures: list[FetchError] = []
        self._unusable: set[str] = set()

    def ask(self, archive: Archive) -> None:
        """Try the linked copy itself, then the nearest ones of the index."""
        target = self._target
        if target.archived_at and self._try(archive, Capture(url=target.url, timestamp=target.archived_at), _DAY_S):
            return
        if self._too_late():
            return
        near = iso_of(target.archived_at)[:10] if target.archived_at else target.near
        try:
            captures = by_nearness(archive.captures(target.url, near), near, archived_at=target.archived_at)
        except FetchError as error:
            self._failures.append(error)
            return
        if not captures:
            self._failures.append(
                FetchError(OutcomeCode.NO_CAPTURE, f"{archive.name} has no readable copy of {target.url}.")
            )
        tried = 0
        for place, capture in enumerate(captures, 1):
            if capture.digest is not None and capture.digest in self._unusable:
                continue  # the same bytes as a copy that was turned down
            tried += 1
            last = place == len(captures) or tried == self._copies_each
            next_best_s = float("inf") if last else self._distance(captures[place].timestamp)
            if self._too_late() or self._try(archive, capture, next_best_s) or tried == self._copies_each:
                return

    def _try(self, archive: Archive, capture: Capture, next_best_s: float) -> bool:
        """Read one copy; True if nothing nearer can come (archives may answer with another copy than asked)."""
        try:
            copy = archive.replay(capture)
        except FetchError as error:
            self._failures.append(error)
            return error.outcome is OutcomeCode.RATE_LIMITED
        copy = replace(copy, url=self._target.url)
        if not self._accept(copy):
            self._unusable.add(capture.digest or "")
            self._failures.append(
                FetchError(OutcomeCode.NO_CAPTURE, f"The copy of {copy.captured_at} in {archive.name} is unusable.")
            )
            return False
        digits = "".join(sign for sign in copy.captured_at or "" if sign.isdigit())
        distance_s = self._distance(digits)
        if capture.status is None and digits < capture.timestamp:
            # An unchanged page may be served as its first copy (pywb does); what was seen that day is the same.
            distance_s = min(distance_s, self._distance(capture.timestamp))
        if distance_s < self.distance_s:
            self.found, self.distance_s = copy, distance_s
        return distance_s <= next_best_s

    def _distance(self, timestamp: str) -> float:
        return distance_s(timestamp, self._target.near, archived_at=self._target.archived_at)

    def _too_late(self) -> bool:
        if self._clock() < self._ends_at:
            return False
        self._failures.append(
            FetchError(OutcomeCode.ARCHIVE_UNAVAILABLE, "The time for asking archives is over.", retryable=True)
        )
        return True

    def failure(self) -> FetchError:
        """One error out of many: trouble that may pass first, then exclusion, then simply nothing."""
        codes = {error.outcome for error in self._failures}
        retryable = any(error.retryable for error in self._failures)
        if codes - {OutcomeCode.NO_CAPTURE, OutcomeCode.ARCHIVE_EXCLUDED} and codes - OF_THE_COPY:
            code = OutcomeCode.ARCHIVE_UNAVAILABLE
        elif OutcomeCode.ARCHIVE_EXCLUDED in codes:
            code = OutcomeCode.ARCHIVE_EXCLUDED
        else:
            code = OutcomeCode.NO_CAPTURE
        told = list(dict.fromkeys(error.message for error in self._failures)) or ["No archive is configured."]
        message = f"No archive gave a readable copy of {self._target.url}. " + " ".join(told[:6])
        return FetchError(code, message, retryable=retryable)
