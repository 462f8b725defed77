"""Days in and around citations: ISO values in, first and last day out."""

from __future__ import annotations

import calendar
from datetime import date

Days = tuple[date, date]

_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December")  # fmt: skip


def days_of(value: str | None) -> Days | None:
    """First and last day of `2025-09-10`, `2025-09`, `2025`, a range with `/`, or a full timestamp; else None."""
    if not value:
        return None
    if "/" in value:
        ends = [days_of(part) for part in value.split("/", 1)]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] else None
    digits = value[:10].split("-")
    try:
        if len(digits) == 3:
            day = date.fromisoformat(value[:10])
            return day, day
        year, month = int(digits[0]), int(digits[1]) if len(digits) == 2 else 0
        last = calendar.monthrange(year, month or 12)[1]
        return date(year, month or 1, 1), date(year, month or 12, last)
    except ValueError:
        return None


def distance(one: Days, other: Days) -> int:
    """Whole days between two stretches of days; 0 when they touch."""
    return max(0, (other[0] - one[1]).days, (one[0] - other[1]).days)


def spoken(value: str | None) -> str:
    """A value as people write it: `10 September 2025`, `September 2025`; what cannot be read stays as it is."""
    if not value:
        return "an unknown day"
    if "/" in value:
        return " to ".join(spoken(part) for part in value.split("/", 1))
    yearless = value.startswith("--")  # ISO 8601:2000 for a day of any year
    days = days_of(f"2000-{value[2:]}" if yearless else value)
    if days is None:
        return value
    if yearless:
        return spoken(f"2000-{value[2:]}").removesuffix(" 2000")
    first = days[0]
    shape = value[:10].count("-")
    if shape == 0:
        return str(first.year)
    month = f"{_MONTHS[first.month - 1]} {first.year}"
    return f"{first.day} {month}" if shape == 2 else month


def spoken_as_printed(value: str) -> str:
    """`31 February 2025`, or `31 September` without a year: a day in ISO 8601 that no calendar need have."""
    year, month, day = value.rsplit("-", 2)
    return f"{int(day)} {_MONTHS[int(month) - 1]}" + (f" {int(year)}" if year.isdecimal() else "")


def spoken_time(value: str | None) -> str:
    """A UTC timestamp as `10 September 2025, 15:01 UTC`; days alone stay days."""
    if not value:
        return "an unknown time"
    clock = value[11:16]
    return f"{spoken(value)}, {clock} UTC" if len(clock) == 5 and clock[2] == ":" else spoken(value)


def spoken_moment(value: str) -> str:
    """`8 May 2025, 13:45 (UTC+02:00)`: of a time on a page readers look for the hour that the page shows."""
    clock, zone = value[11:16], value[19:]
    told = f"{spoken(value[:10])}, {clock}" if clock else spoken(value)
    return f"{told} (UTC{zone.removesuffix('+00:00')})" if zone else told
