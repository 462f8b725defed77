"""A printed date in, the day that it means out, given the article's own date; and whether there is such a day."""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from verifier.cite.bracket.dates import PrintedDate

#: A citation may carry the date of the day after publication (time zones, embargoes).
GRACE_DAYS = 2


def govern(dates: list[PrintedDate], published: dt.date | None) -> list[PrintedDate]:
    """Give the year printed after the last of several days of one outlet to those before it.

    It governs them when the run has one year in all, or when they would otherwise lie after publication.
    """
    if len(dates) < 2 or dates[-1].year is None or dates[-1].month is None:
        return dates
    year = dates[-1].year
    printed = sum(date.year is not None for date in dates)
    governed = []
    for date in dates[:-1]:
        alone = printed == 1
        too_late = published is not None and date.full and inferred_year(date, published) is None
        governed.append(date.in_year(year) if date.year is None and (alone or too_late) else date)
    return [*governed, dates[-1]]


def inferred_year(date: PrintedDate, published: dt.date) -> int | None:
    """The year nearest to publication in which that day is past, or ahead by two days at most."""
    limit = published + dt.timedelta(days=GRACE_DAYS)
    for year in range(limit.year, limit.year - 9, -1):
        day = _calendar_day(year, date.month or 1, date.day or 1)
        if day is not None and day <= limit:
            return year
    return None


@lru_cache(maxsize=4_096)
def written(date: PrintedDate, published: dt.date | None) -> str | None:
    """The date in ISO 8601: a day, a month, a year, or a range of these as `a/b`.

    None when no year is printed and the day of publication is not known.
    """
    date = _possible(date)
    if date.other is not None and published is not None and _later_than(date, published):
        date = date.other if not _later_than(date.other, published) else date
    year = date.year
    if year is None:
        if published is None:
            return None
        # In a range over New Year it is the end that must not lie after publication.
        year = inferred_year(date, published)
        if year is None:
            return None
    first = _iso(year, date.month, date.day)
    if date.until is None:
        return first
    until_year = date.until.year or year
    if date.until.year is None and (date.until.month or 12, date.until.day or 31) < (date.month or 1, date.day or 1):
        until_year += 1
    elif date.year is not None and date.until.year == date.year and _runs_backwards(date):
        first = _iso(year - 1, date.month, date.day)
    return f"{first}/{_iso(until_year, date.until.month, date.until.day)}"


def impossible_days(dates: Sequence[PrintedDate]) -> tuple[str, ...]:
    """The printed days that no calendar has: `2025-02-31`, or `--09-31` without a year."""
    ends = [end for date in dates for end in _ends(date)]
    return tuple(
        f"{'-' if end.year is None else f'{end.year:04d}'}-{end.month:02d}-{end.day:02d}"
        for end in ends
        if end.month is not None and end.day is not None and _is_impossible(end)
    )


def _ends(date: PrintedDate) -> tuple[PrintedDate, ...]:
    """The date, and the end of its range with the year that stands before it where it has none."""
    return (date,) if date.until is None else (date, replace(date.until, year=date.until.year or date.year))


def _is_impossible(date: PrintedDate) -> bool:
    """Whether its month never has that day; February has 29 where no year is printed."""
    return date.full and _calendar_day(date.year or 2000, date.month or 1, date.day or 1) is None


def _possible(date: PrintedDate) -> PrintedDate:
    """The date without an end that no calendar has; the month alone where that is all there is."""
    possible = [end for end in _ends(date) if not _is_impossible(end)]
    if not possible:
        return replace(date, day=None, until=None, other=None)
    return date if len(possible) == len(_ends(date)) else replace(possible[0], until=None)


def _runs_backwards(date: PrintedDate) -> bool:
    until = date.until
    return until is not None and (until.month or 12, until.day or 31) < (date.month or 1, date.day or 1)


def _later_than(date: PrintedDate, published: dt.date) -> bool:
    day = _calendar_day(date.year or published.year, date.month or 1, date.day or 1)
    return day is not None and day > published + dt.timedelta(days=GRACE_DAYS)


def _calendar_day(year: int, month: int, day: int) -> dt.date | None:
    if not (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]):
        return None
    return dt.date(year, month, day)


def _iso(year: int, month: int | None, day: int | None) -> str:
    if month is None:
        return f"{year:04d}"
    if day is None or _calendar_day(year, month, day) is None:
        return f"{year:04d}-{month:02d}"
    return f"{year:04d}-{month:02d}-{day:02d}"
