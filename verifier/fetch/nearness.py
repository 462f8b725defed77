"""Copies of a page and the day that was cited → the copies in the order in which they should be read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta

from verifier.mementos import moment
from verifier.model import Capture


def nearest(captures: Iterable[Capture], near: str | None, *, archived_at: str | None = None) -> Capture | None:
    """The copy nearest to the cited day, the later of two equally near; without a day the latest.

    A copy made on the day itself (UTC) is at distance 0. With `archived_at` (14 digits) that moment counts
    instead. Errors and redirects are no copies.
    """
    return next(iter(by_nearness(captures, near, archived_at=archived_at)), None)


def by_nearness(captures: Iterable[Capture], near: str | None, *, archived_at: str | None = None) -> list[Capture]:
    """All copies that may be read, nearest first."""
    read = [row for row in captures if 200 <= (row.status or 200) < 300 and moment(row.timestamp) is not None]
    latest_first = sorted(read, key=lambda row: row.timestamp, reverse=True)
    return sorted(latest_first, key=lambda row: distance_s(row.timestamp, near, archived_at=archived_at))


def distance_s(timestamp: str, near: str | None, *, archived_at: str | None = None) -> float:
    """Seconds between a copy and the cited day (or the moment `archived_at`); 0 when neither is known."""
    at = moment(timestamp)
    wanted = moment(archived_at) if archived_at else None
    if at is None:
        return float("inf")
    if wanted is not None:
        return abs((at - wanted).total_seconds())
    day = day_of(near)
    if day is None:
        return 0.0
    begins = datetime.combine(day, time(), UTC)
    return max(0.0, (begins - at).total_seconds(), (at - begins - timedelta(days=1)).total_seconds())


def day_of(near: str | None) -> date | None:
    """The date at the head of an ISO day or time; None if there is none."""
    try:
        return date.fromisoformat((near or "")[:10])
    except ValueError:
        return None
