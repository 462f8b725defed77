"""The door of one archive: a question or a copy → its answer, or the reason why the archive gives none.

Everything asked of an archive passes here, so that its failures are counted in one place and an archive in trouble
is left alone.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import format_datetime
from urllib.parse import urljoin

from verifier.archive_settings import ArchiveSettings
from verifier.errors import FetchError
from verifier.fetch.body import BodyLimits, read_body
from verifier.fetch.cdx import rate_limited, refuse_if_excluded, unavailable
from verifier.fetch.warc_file import DROPPED_HEADERS
from verifier.mementos import iso_of, parts_of_copy, replay_url, stamp_in, stamp_of_http_date, unwrap
from verifier.model import Capture, Exchange, OutcomeCode
from verifier.pages import host_of, site_of
from verifier.protocols import Breaker, Web

#: Failures of one copy; everything else says that the archive itself is in trouble.
OF_THE_COPY = frozenset(
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

# Said by whoever wants to be left alone.
_REFUSALS = frozenset({OutcomeCode.RATE_LIMITED, OutcomeCode.UNREACHABLE})
_MOST_HOPS = 5
_ORIGINAL = "x-archive-orig-"
# What the Wayback Machine shows in place of an archived redirect when asked for a page with its frame.
_REDIRECT_NOTICE = b"response at crawl time"


class ArchiveDoor:
    """Asks one archive, unless it is in trouble."""

    def __init__(self, settings: ArchiveSettings, web: Web, breaker: Breaker, max_body_bytes: int) -> None:
        self.name = settings.name
        self._settings = settings
        self._web = web
        self._breaker = breaker
        self._limits = BodyLimits(max_wire_bytes=max_body_bytes, max_body_bytes=max_body_bytes)

    def is_shut(self) -> bool:
        """Whether the archive is being left alone."""
        return self._breaker.rest_s(self._settings.key) > 0

    def ask(self, url: str, headers: dict[str, str] | None = None, *, of_copy: bool = False) -> Exchange:
        """The archive's answer. Raises `FetchError` (`ARCHIVE_UNAVAILABLE`, `RATE_LIMITED`, of a copy `NO_CAPTURE`)."""
        key = self._settings.key
        rest_s = self._breaker.rest_s(key)
        if rest_s > 0:
            raise unavailable(self.name, f"it is left alone for {_spoken(rest_s)} after it failed", retryable=True)
        try:
            answer = self._web.get(url, headers=headers)
        except FetchError as error:
            # An archived redirect may lead out to a site that is gone; that is not the archive's fault.
            if of_copy and (error.outcome in OF_THE_COPY or not error.retryable):
                raise FetchError(OutcomeCode.NO_CAPTURE, f"{self.name}: {error.message}") from error
            if error.asked:  # a long queue of our own is no fault of the archive
                self._breaker.failed(key, refused=error.outcome in _REFUSALS)
            if error.outcome is OutcomeCode.RATE_LIMITED:
                raise
            raise unavailable(self.name, error.message.rstrip("."), retryable=error.retryable) from error
        if answer.status < 500 and answer.status != 429:
            self._breaker.worked(key)
        return answer

    def noted(self, parse: Callable[[], list[Capture]]) -> list[Capture]:
        """What was parsed; the breaker hears of answers that are no index."""
        try:
            return parse()
        except FetchError as error:
            if error.outcome is not OutcomeCode.ARCHIVE_EXCLUDED:
                self._breaker.failed(self._settings.key, refused=error.outcome is OutcomeCode.RATE_LIMITED)
            raise

    def replay(self, capture: Capture) -> Exchange:
        """The copy with its true time (`Memento-Datetime`, else the address it was found at).

        Raises `FetchError`: `NO_CAPTURE` for archived errors, circles and copies that lead out of the archive;
        `ARCHIVE_EXCLUDED`, `RATE_LIMITED`, `ARCHIVE_UNAVAILABLE`.
        """
        asked = self._place_of(capture)
        answer = self._followed(asked, capture)
        if not self._is_its_own(answer, asked):
            raise self._no_capture(capture, "leads out of the archive")
        stamp = stamp_of_http_date(answer.header("memento-datetime"))
        self.refuse(answer, capture, is_memento=stamp is not None)
        if stamp is None and self._settings.replay:
            stamp = stamp_in(answer.final_url)
        if stamp is None:
            raise self._no_capture(capture, "is no copy that says when it was taken")
        held = unwrap(answer.final_url, self._templates())
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

    def _is_its_own(self, answer: Exchange, asked: str) -> bool:
        """Whether the archive itself answered: a time of capture is its word, and any site can send the field for it.

        A TimeGate without a template may stand before other archives; where those are, nobody has said.
        """
        if self._settings.replay is None:
            return True
        own = {site_of(host_of(place)) for place in (asked, self._settings.timegate or asked)}
        return site_of(host_of(answer.final_url)) in own

    def _followed(self, place: str, capture: Capture) -> Exchange:
        """What the archive answers in the end: archived redirects lead to the copy of another page, never out of it."""
        answer = self.ask(place, self._wish(capture), of_copy=True)
        seen = {place}
        while (onward := self._onward(answer, capture)) is not None:
            if onward in seen or len(seen) > _MOST_HOPS:
                raise self._no_capture(capture, "is redirected in a circle")
            seen.add(onward)
            answer = self.ask(onward, of_copy=True)
        return answer

    def _onward(self, answer: Exchange, capture: Capture) -> str | None:
        """Where an archived redirect goes on. Some archives rewrite its address, others leave it as it came."""
        stamp = stamp_of_http_date(answer.header("memento-datetime"))
        location = answer.header("location")
        if stamp is None or not location or not 300 <= answer.status < 400:
            return None
        # A path from the root may be the archive's or the page's; any other relative address is the page's.
        place = urljoin(answer.final_url, location) if "/" in location[:1] or ":" in location else ""
        at_its_host = host_of(place) == host_of(answer.final_url)
        if unwrap(place, self._templates()) or (at_its_host and parts_of_copy(place)):
            return place
        held, parts = unwrap(answer.final_url, self._templates()), parts_of_copy(answer.final_url)
        page = urljoin(held[0] if held else capture.url, location)
        if self._settings.replay is not None:
            return replay_url(self._settings.replay, stamp, page)
        return parts[0] + page if parts else None

    def refuse(self, answer: Exchange, capture: Capture, *, is_memento: bool) -> None:
        """Raise for everything that is not the page."""
        told = answer.body[:20_000].decode("utf-8", "replace") if answer.status >= 400 else ""
        refuse_if_excluded(answer, told, capture.url, self.name)
        if 200 <= answer.status < 300:
            if _REDIRECT_NOTICE in answer.body[:20_000]:
                raise self._no_capture(capture, "is only a redirect")
            return
        if answer.status == 429 and not is_memento:
            self._breaker.failed(self._settings.key, refused=True)
            raise rate_limited(answer, self.name)
        if not is_memento and answer.status != 404 and not 300 <= answer.status < 400:
            raise self.failed(f"it answered with status {answer.status}", retryable=answer.status >= 500)
        raise self._no_capture(capture, f"is an error or nothing (status {answer.status})")

    def failed(self, why: str, *, retryable: bool) -> FetchError:
        """The error for an archive that does not do its work; the breaker hears of it."""
        self._breaker.failed(self._settings.key, refused=False)
        return unavailable(self.name, why, retryable=retryable)

    def _place_of(self, capture: Capture) -> str:
        if self._settings.replay is not None:
            return replay_url(self._settings.replay, capture.timestamp, capture.url)
        return capture.memento_url or timegate_url(self._settings.timegate or "", capture.url)

    def _wish(self, capture: Capture) -> dict[str, str] | None:
        """A copy that is known by its time alone is asked for at the TimeGate."""
        if self._settings.replay is not None or capture.memento_url is not None:
            return None
        return accept_datetime(capture.timestamp)

    def _templates(self) -> tuple[str, ...]:
        return (self._settings.replay,) if self._settings.replay is not None else ()

    def _memento_url(self, answer: Exchange) -> str:
        """Where the copy is for good: `Content-Location` may name it more exactly than the address asked."""
        place = urljoin(answer.final_url, answer.header("content-location") or "")
        is_copy = unwrap(place, self._templates()) or (not self._settings.replay and stamp_in(place))
        return place if is_copy else answer.final_url

    def _no_capture(self, capture: Capture, why: str) -> FetchError:
        when = iso_of(capture.timestamp)[:10]
        return FetchError(OutcomeCode.NO_CAPTURE, f"The copy of {capture.url} from {when} in {self.name} {why}.")


def timegate_url(timegate: str, url: str) -> str:
    """Where a TimeGate is asked for a page: the page's address stands behind its own, or in place of `{url}`."""
    return timegate.replace("{url}", url) if "{url}" in timegate else timegate + url


def accept_datetime(timestamp: str) -> dict[str, str]:
    """The wish for the copy nearest to a time (14 digits), as a header field (RFC 7089 §2.1.1)."""
    wanted = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    return {"Accept-Datetime": format_datetime(wanted, usegmt=True)}


def _spoken(seconds: float) -> str:
    return f"{seconds:.0f} more seconds" if seconds < 90 else f"{seconds / 60:.0f} more minutes"


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
