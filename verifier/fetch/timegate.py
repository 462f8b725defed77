"""A TimeGate (RFC 7089 §4) asked for a page and a day → the copies that it names.

It answers with a redirect to the copy (pattern 1), with the copy in place and its address in `Content-Location`
(pattern 2), or, as pywb may, with a frame around the copy that is named in the `Link` field alone.
"""

from __future__ import annotations

from datetime import date
from urllib.parse import urljoin

from verifier.fetch.door import ArchiveDoor, accept_datetime, timegate_url
from verifier.mementos import as_it_came, mementos_in_link, parts_of_copy, stamp_of_http_date
from verifier.model import Capture, Exchange


def ask_timegate(door: ArchiveDoor, timegate: str, url: str, day: date) -> list[Capture]:
    """The copy found for noon of the day, and those named beside it, oldest first; empty if there is none.

    Raises `FetchError` as `ArchiveDoor` does, and `ARCHIVE_UNAVAILABLE` for an answer that names no copy.
    """
    noon = f"{day:%Y%m%d}120000"
    answer = door.ask(timegate_url(timegate, url), accept_datetime(noon))
    stamp = stamp_of_http_date(answer.header("memento-datetime"))
    named = _named(answer, stamp)
    if not 200 <= answer.status < 300:
        if answer.status != 404 and stamp is None:
            door.refuse(answer, Capture(url=url, timestamp=noon), is_memento=False)
        if answer.status >= 400:  # an archived error is no copy; where an archived redirect leads, the door finds out
            named = {when: place for when, place in named.items() if when != stamp}
    elif not named:
        raise door.failed("its TimeGate answered with something that is no copy", retryable=True)
    return [Capture(url=url, timestamp=when, memento_url=as_it_came(place)) for when, place in sorted(named.items())]


def _named(answer: Exchange, stamp: str | None) -> dict[str, str]:
    """The time of each copy → where it is."""
    named = {when: urljoin(answer.final_url, place) for place, when in mementos_in_link(answer.header("link"))}
    place = urljoin(answer.final_url, answer.header("content-location") or "")
    parts = parts_of_copy(place) if 200 <= answer.status < 300 else None
    stamp = stamp or (parts[1] if parts else None)
    if stamp is not None:
        named[stamp] = place
    return named
