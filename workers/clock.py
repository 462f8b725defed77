"""The time as reports print it, and the date a night belongs to."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta


def now() -> str:
    """This moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def night_of(moment: datetime, nightly_hour_utc: int) -> str:
    """The date of the night that began last: nights begin at the hour, so one that was missed is still the newest."""
    return (moment.astimezone(UTC) - timedelta(hours=nightly_hour_utc)).date().isoformat()
