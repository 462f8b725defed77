"""Web archives: a page and a cited day → the copy nearest to that day, as it was archived.

Index and raw replay as the Wayback Machine and pywb offer them, Memento TimeGates (RFC 7089) where the index fails.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from urllib.parse import urljoin

from verifier.errors import FetchError
from verifier.fetch.body import BodyLimits, read_body
from verifier.fetch.cdx import (
    MAX_ROWS,
    index_url,
    parse_index,
    parse_site,
    rate_limited,
    readable,
    refuse_if_excluded,
    site_url,
    unavailable,
    window,
)
from verifier.fetch.nearness import by_nearness, day_of, distance_s
from verifier.fetch.warc_file import DROPPED_HEADERS
from verifier.mementos import iso_of, replay_url, stamp_in, stamp_of_http_date, stamps_in_link, unwrap
from verifier.model import Capture, Exchange, OutcomeCode, Target
from verifier.pages import host_of
from verifier.protocols import Archive, Web
from verifier.settings import ArchiveSettings

#: A copy this near is taken without asking further archives for a nearer one.
NEAR_ENOUGH_S = 30 * 86400.0

_ORIGINAL = "x-archive-orig-"
_DAY_S = 86400.0
# What the Wayback Machine shows in place of an archived redirect when asked for a page with its frame.
_REDIRECT_NOTICE = b"response at crawl time"
# Failures of one copy; everything else says that the archive itself is in trouble.
_OF_THE_COPY = frozenset(
    {
        OutcomeCode.NO_CAPTURE,
        OutcomeCode.TOO_LARGE,
        OutcomeCode.UNSUPPORTED_TYPE,
        OutcomeCode.PROTOCOL_ERROR,
        OutcomeCode.TOO_MANY_REDIRECTS,
        OutcomeCode.INVALID_URL,
        OutcomeCode.UNSAFE_ADDRESS,
        OutcomeCode.ARCHIVE_EXCLUDED,
    }
)


class Breaker:
    """Leaves an archive alone for a while after failures in a row. Safe between threads."""

    def __init__(self, failures: int = 5, pause_s: float = 600.0, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = failures
        self._pause_s = pause_s
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._closed_until = float("-inf")

    def rest_s(self) -> float:
        """Seconds until the archive may be asked again; 0 if it may."""
        return max(0.0, self._closed_until - self._clock())

    def worked(self) -> None:
        """It answered."""
        with self._lock:
            self._failures = 0

    def failed(self, weight: int = 1) -> None:
        """It did not; being told to slow down weighs more than one failure."""
        with self._lock:
            self._failures += weight
            if self._failures >= self._most:
                self._failures = 0
                self._closed_until = self._clock() + self._pause_s


class CdxArchive:
    """Implements `protocols.Archive` over an index (CDX) and raw replay.

    Keep one for the life of the process: it remembers failures (`breaker`).
    `today` stands in for the calendar in tests.
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
        self.name = settings.name
        self._settings = settings
        self._web = web
        self._breaker = breaker or Breaker()
        self._limits = BodyLimits(max_wire_bytes=max_body_bytes, max_body_bytes=max_body_bytes)
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
            if self._settings.timegate is None or asked_in_vain or self._breaker.rest_s() > 0:
                raise
            return self._from_timegate(self._settings.timegate, url, day)

    def replay(self, capture: Capture) -> Exchange:
        """The copy with its true time (`Memento-Datetime`, else the address it was found at).

        Raises `FetchError`: `NO_CAPTURE` for archived errors, circles and copies that lead out of the archive;
        `ARCHIVE_EXCLUDED`, `RATE_LIMITED`, `ARCHIVE_UNAVAILABLE`.
        """
        asked = replay_url(self._settings.replay, capture.timestamp, capture.url)
        answer = self._ask(asked, of_copy=True)
        stamp = stamp_of_http_date(answer.header("memento-datetime"))
        self._refuse(answer, capture, is_memento=stamp is not None)
        own_hosts = {host_of(asked), host_of(self._settings.timegate or asked)}
        if stamp is None and host_of(answer.final_url) in own_hosts:
            stamp = stamp_in(answer.final_url)
        if stamp is None:
            raise self._no_capture(capture, "leads out of the archive or to no copy")
        held = unwrap(answer.final_url, (self._settings.replay,))
        media_type = answer.header("content-type")
        return Exchange(
            url=capture.url,
            final_url=held[0] if held else capture.url,
            status=answer.status,
            headers=_as_archived(answer.headers),
            body=read_body([answer.body], self._limits, url=capture.url, media_type=media_type),
            fetched_at=answer.fetched_at,
            captured_at=iso_of(stamp),
            memento_url=self._memento_url(answer),
            archive=self.name,
        )

    def pages_of(self, domain: str, days: tuple[str, str] | None) -> Sequence[Capture]:
        """See `protocols.SiteArchive`. Without days nothing is asked: an index of a whole site has no end."""
        if days is None:
            return []
        answer = self._ask(site_url(self._settings.cdx, domain, days))
        return self._noted(lambda: parse_site(answer, domain, self.name))

    def _memento_url(self, answer: Exchange) -> str:
        """Where the copy is for good: `Content-Location` may name it more exactly than the address asked."""
        place = urljoin(answer.final_url, answer.header("content-location") or "")
        return place if unwrap(place, (self._settings.replay,)) else answer.final_url

    def _refuse(self, answer: Exchange, capture: Capture, *, is_memento: bool) -> None:
        """Raise for everything that is not the page."""
        told = answer.body[:20_000].decode("utf-8", "replace") if answer.status >= 400 else ""
        refuse_if_excluded(answer, told, capture.url, self.name)
        if 200 <= answer.status < 300:
            if _REDIRECT_NOTICE in answer.body[:20_000]:
                raise self._no_capture(capture, "is only a redirect")
            return
        if answer.status == 429 and not is_memento:
            self._breaker.failed(weight=3)
            raise rate_limited(answer, self.name)
        if not is_memento and answer.status != 404 and not 300 <= answer.status < 400:
            self._breaker.failed()
            raise unavailable(self.name, f"it answered with status {answer.status}", retryable=answer.status >= 500)
        raise self._no_capture(capture, f"is an error or nothing (status {answer.status})")

    def _no_capture(self, capture: Capture, why: str) -> FetchError:
        when = iso_of(capture.timestamp)[:10]
        return FetchError(OutcomeCode.NO_CAPTURE, f"The copy of {capture.url} from {when} in {self.name} {why}.")

    def _index(self, url: str, days: tuple[date, date] | None) -> list[Capture]:
        """One look-up; an index that rejects our parameters is asked again with the fewest."""
        answer = self._ask(index_url(self._settings.cdx, url, days))
        if answer.status in (400, 422):
            answer = self._ask(index_url(self._settings.cdx, url, None, limit=None))
        return self._noted(lambda: parse_index(answer, url, self.name))

    def _noted(self, parse: Callable[[], list[Capture]]) -> list[Capture]:
        """What was parsed; the breaker hears of answers that are no index."""
        try:
            return parse()
        except FetchError as error:
            if error.outcome is not OutcomeCode.ARCHIVE_EXCLUDED:
                self._breaker.failed(weight=3 if error.outcome is OutcomeCode.RATE_LIMITED else 1)
            raise

    def _from_timegate(self, timegate: str, url: str, day: date) -> list[Capture]:
        """The copy a TimeGate finds for noon of the day (RFC 7089 §4), and those it names beside it."""
        asked = timegate.replace("{url}", url) if "{url}" in timegate else timegate + url
        noon = f"{day:%a, %d %b %Y} 12:00:00 GMT"
        answer = self._ask(asked, {"Accept-Datetime": noon})
        stamp = stamp_of_http_date(answer.header("memento-datetime"))
        self._refuse_timegate(answer, url, is_memento=stamp is not None)
        stamp = stamp or stamp_in(answer.header("content-location") or "") or stamp_in(answer.final_url)
        # pywb shows a frame around the copy and names it only in the Link field; others name neighbours there too.
        stamps = {*stamps_in_link(answer.header("link")), *([stamp] if stamp else [])}
        return [Capture(url=url, timestamp=found) for found in sorted(stamps)] if 200 <= answer.status < 300 else []

    def _refuse_timegate(self, answer: Exchange, url: str, *, is_memento: bool) -> None:
        if answer.status != 404:
            self._refuse(answer, Capture(url=url, timestamp="00010101000000"), is_memento=is_memento)

    def _ask(self, url: str, headers: dict[str, str] | None = None, *, of_copy: bool = False) -> Exchange:
        rest_s = self._breaker.rest_s()
        if rest_s > 0:
            raise unavailable(self.name, f"it failed repeatedly; next try in {rest_s:.0f} seconds", retryable=True)
        try:
            answer = self._web.get(url, headers=headers)
        except FetchError as error:
            # An archived redirect may lead out to a site that is gone; that is not the archive's fault.
            if of_copy and (error.outcome in _OF_THE_COPY or not error.retryable):
                raise FetchError(OutcomeCode.NO_CAPTURE, f"{self.name}: {error.message}") from error
            if error.asked:  # a long queue of our own is no fault of the archive
                self._breaker.failed(weight=3 if error.outcome is OutcomeCode.RATE_LIMITED else 1)
            if error.outcome is OutcomeCode.RATE_LIMITED:
                raise
            raise unavailable(self.name, error.message.rstrip("."), retryable=error.retryable) from error
        if answer.status < 500 and answer.status != 429:
            self._breaker.worked()
        return answer


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
        if codes - {OutcomeCode.NO_CAPTURE, OutcomeCode.ARCHIVE_EXCLUDED} and codes - _OF_THE_COPY:
            code = OutcomeCode.ARCHIVE_UNAVAILABLE
        elif OutcomeCode.ARCHIVE_EXCLUDED in codes:
            code = OutcomeCode.ARCHIVE_EXCLUDED
        else:
            code = OutcomeCode.NO_CAPTURE
        told = list(dict.fromkeys(error.message for error in self._failures)) or ["No archive is configured."]
        message = f"No archive gave a readable copy of {self._target.url}. " + " ".join(told[:6])
        return FetchError(code, message, retryable=retryable)


def _as_archived(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """The headers of the day where the archive kept them (`X-Archive-Orig-…`), its own beside them."""
    original = {name.lower() for name, _ in headers if name.lower().startswith(_ORIGINAL)}
    kept = []
    for name, value in headers:
        plain = name[len(_ORIGINAL) :] if name.lower() in original else name
        replaced = name.lower() not in original and _ORIGINAL + name.lower() in original
        if plain.lower() not in DROPPED_HEADERS and not replaced:
            kept.append((plain, value))
    return tuple(kept)
