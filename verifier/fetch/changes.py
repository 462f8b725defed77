"""An answer of the live web and the cited day → whether the page may say something else now than it said that day."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from verifier.fetch.nearness import day_of, distance_s
from verifier.mementos import iso_of, stamp_of, stamp_of_http_date
from verifier.model import Exchange

#: A citation older than this is held against a copy of its day, whatever the page says of its changes.
OLD_AFTER = timedelta(days=7)

# A page that is made for each visitor has "changed" in the moment it is sent.
_JUST_MADE = timedelta(hours=1)
_LOOKED_AT_BYTES = 512 * 1024
_DAY = rb"[^\"'<>]{0,3}(\d{4}-\d\d-\d\d)"
_MODIFIED = re.compile(
    rb"\"dateModified\"\s{0,20}:\s{0,20}\"" + _DAY
    + rb"|(?:article:modified_time|og:updated_time)[\"']\s{1,20}content=[\"']" + _DAY,
    re.IGNORECASE,
)  # fmt: skip


def may_have_changed(answer: Exchange, near: str | None) -> bool:
    """Whether the cited day lies more than a week back, or the page says that it was changed after it."""
    cited, read = day_of(near), day_of(answer.fetched_at)
    if cited is None or read is None or read <= cited:
        return False
    if read - cited > OLD_AFTER:
        return True
    modified = modified_day(answer)
    return modified is not None and modified > cited


def modified_day(answer: Exchange) -> date | None:
    """The last day of change that the page or its headers give; None when they give none."""
    days = [day_of(found.decode()) for pair in _MODIFIED.findall(answer.body[:_LOOKED_AT_BYTES]) for found in pair]
    stamp, sent = stamp_of_http_date(answer.header("last-modified")), stamp_of(answer.fetched_at)
    if stamp is not None and sent is not None and _moment(sent) - _moment(stamp) > _JUST_MADE:
        days.append(day_of(iso_of(stamp)))
    return max((day for day in days if day is not None), default=None)


def is_nearer(copy: Exchange, answer: Exchange, near: str | None) -> bool:
    """Whether a copy is of a time nearer to the cited day than the live answer."""
    taken, read = stamp_of(copy.captured_at or ""), stamp_of(answer.fetched_at)
    return taken is not None and read is not None and distance_s(taken, near) < distance_s(read, near)


def _moment(stamp: str) -> datetime:
    return datetime.strptime(stamp, "%Y%m%d%H%M%S")
