"""A span of time that a claim states and a page in, whether it may be the time between two moments of the page out."""

from __future__ import annotations

from itertools import combinations

from verifier.judge.dates import Day
from verifier.judge.matching import Match
from verifier.judge.number_roles import TIME
from verifier.judge.number_units import TIME_UNIT
from verifier.judge.numbers import Number

_DAY, _MONTH, _YEAR = 86_400.0, 2_629_800.0, 31_557_600.0
#: Days that a month is long where only its number is known.
_DAYS_OF_MONTH, _MONTHS_OF_YEAR = 30.4, 12
_MOST_DATES, _MOST_SENTENCES = 24, 60
#: The years in which a page that gives no day of its own may have been written.
_PRESENT = (2005, 2035)
_SLACK = 0.06
#: How far above a least, or below a most, the distance may lie.
_REACH = 1.6
#: A week or two may lie between days of the week that are not resolved.
_WEEKDAYS_APART = 14 * _DAY


def between_moments(match: Match, number: Number) -> bool:
    """May a span of time lie between two dates or hours that the page gives?"""
    if number.unit != TIME_UNIT or match.claim[number.span[1] : number.span[1] + 1] == "-":
        return False  # "47-year-old" is an age
    near = match.neighbourhood
    dates = [d for at in near for d in match.page.dates(at)]
    # Two moments far apart may stand far apart.
    for at in range(min(_MOST_SENTENCES, len(match.page.sentences))):
        if len(dates) >= _MOST_DATES:
            break
        dates += match.page.dates(at) if at not in near else []
    hours = sum(n.kind == TIME for at in near for n in match.page.numbers(at))
    if len(dates) + hours + (match.page.day is not None) < 2:
        return False
    length = number.values[0] * number.scale
    if number.scale < _DAY or (length <= _WEEKDAYS_APART and any(d.relative or d.day == Day() for d in dates)):
        return True
    days = [d.day for d in dates[:_MOST_DATES]] + [match.page.day or Day()]
    if match.page.day is None and number.scale >= _YEAR:
        years = [d.year for d in days if d.year is not None]
        if any(_PRESENT[0] - y <= number.values[0] <= _PRESENT[1] - y for y in years):
            return True
    return any(_apart(one, other, number) for one, other in combinations(days, 2))


def _about(distance: float, number: Number, slack: float) -> bool:
    """Is the distance what the number says, or what "more than" or "less than" leave open?"""
    value = number.values[0]
    low = value - slack if number.hedge != "most" else value / _REACH
    high = value + slack if number.hedge != "least" else value * _REACH
    return low <= distance <= high or abs(distance - value) <= slack


def _apart(one: Day, other: Day, number: Number) -> bool:
    """Do two days lie as far apart as the number says, one of its own units more or less?"""
    if number.scale >= _YEAR:
        both = one.year is not None and other.year is not None
        distance = abs((one.year or 0) - (other.year or 0)) if both else 0
        return both and _about(distance, number, max(1.0, _SLACK * number.values[0]))
    if one.month is None or other.month is None:
        return False
    # A month without its year is one of this year, or one of the year beside it.
    years = (one.year - other.year,) if one.year and other.year else (0, 1, -1)
    months = [_MONTHS_OF_YEAR * y + one.month - other.month for y in years]
    if number.scale >= _MONTH:
        return any(_about(abs(m), number, 1.0) for m in months)
    slack = max(1.0, number.scale / _DAY)
    slack += 0.0 if one.day and other.day else _DAYS_OF_MONTH
    length = number.values[0] * number.scale / _DAY
    if number.hedge:
        slack += _SLACK * length
    days = [m * _DAYS_OF_MONTH + (one.day or 15) - (other.day or 15) for m in months]
    return any(abs(abs(d) - length) <= slack for d in days)
