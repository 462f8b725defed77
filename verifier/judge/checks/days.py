"""The claim's days held against the page's, relative ones resolved on both sides."""

from __future__ import annotations

import datetime

from verifier.judge.checks.deadlines import other_end
from verifier.judge.checks.entry_days import dates_of, headings_over
from verifier.judge.checks.places import Places, places_of
from verifier.judge.dates import Dated, Day, compatible, covers, shown
from verifier.judge.matching import Match
from verifier.judge.number_units import TIME_UNIT
from verifier.model import Check, CheckKind, CheckOutcome

#: Coverage by one sentence from which its date is the date of the claimed event.
_SAME_EVENT = 0.55
#: How alike the surroundings must be, and how many times more so than those of a date that agrees.
_CLEAR_PLACE, _CLEARER = 0.45, 2.5
_DAY, _MONTH, _YEAR = 86_400.0, 2_629_800.0, 31_557_600.0
#: Days of slack when a date is worked out of months and years; longer spans than this are not worked out in days.
_LONGEST_DAYS = 400
_MOST_SENTENCES = 12
_MOST_BASES, _MOST_SPANS, _MOST_DATES = 12, 8, 12


def check_dates(match: Match) -> list[Check]:
    """One check per date of the claim; none where the page gives its date only in a way that cannot be worked out."""
    places = places_of(match)
    return [check for dated in match.dates if (check := _check(match, places, dated)) is not None]


def _check(match: Match, places: Places, dated: Dated) -> Check | None:
    near = match.neighbourhood
    rest = sorted(match.sentences_with_any.difference(near))
    rival = _rival(match, dated) or _other_heading(match, dated)
    for at in (*near, *rest):
        if rival is not None and at in rest:
            break
        for other in dates_of(match, at):
            if _agree(dated, other):
                clearer = _swapped(match, places, dated) if at in near else None
                clearer = clearer or other_end(match, dated, _agree, _is_rival)
                if clearer is not None:
                    return _made(dated, clearer, CheckOutcome.DIFFERS)
                return _made(dated, other, CheckOutcome.AGREES)
    worked = _worked_out(match, dated)
    if worked is not None:
        return _made(dated, None, CheckOutcome.AGREES, worked)
    if rival is not None:
        return _made(dated, rival, CheckOutcome.DIFFERS)
    if _is_page_day(match, dated):
        return _made(dated, None, CheckOutcome.AGREES, shown(match.page.day or Day()))
    return None if _may_be_meant(match, dated) else _made(dated, None, CheckOutcome.ABSENT)


def _agree(dated: Dated, other: Dated) -> bool:
    if dated.day == Day() or other.day == Day():
        return dated.weekday is not None and dated.weekday == _weekday(other)
    if dated.weekday is not None and other.weekday is not None:
        return dated.weekday == other.weekday
    return any(covers(source, claim) for source in _readings(other) for claim in _readings(dated))


def _readings(dated: Dated) -> tuple[Day, ...]:
    return (dated.day,) if dated.ahead is None else (dated.day, dated.ahead)


def _weekday(dated: Dated) -> int | None:
    date = dated.day.date()
    return dated.weekday if date is None else date.weekday()


def _is_page_day(match: Match, dated: Dated) -> bool:
    """News names no date for what happened on its own day, or the day before for a month or a year."""
    today = match.page.day
    if today is None:
        return False
    if dated.day == Day():
        date = today.date()
        return date is not None and dated.weekday == date.weekday()
    return covers(today, dated.day)


def _worked_out(match: Match, dated: Dated) -> str | None:
    """A date of the page and a span of time beside it that lead to the claim's: 7 September, a week later."""
    spans = [n for at in match.neighbourhood for n in match.page.numbers(at) if n.unit == TIME_UNIT and n.scale >= _DAY]
    if not spans or len(match.dates) > _MOST_DATES:
        return None
    anchors = [d for at in match.neighbourhood for d in match.page.dates(at) if d.day != Day()]
    bases = [day for anchor in anchors for day in _readings(anchor)]
    for base in [*([match.page.day] if match.page.day is not None else []), *bases[:_MOST_BASES]]:
        for span in spans[:_MOST_SPANS]:
            if _leads_to(base, span.values[0] * span.scale, dated.day):
                return f"{shown(base)} ± {span.values[0]:g} × {round(span.scale / _DAY)} days"
    return None


def _leads_to(base: Day, seconds: float, claim: Day) -> bool:
    if claim.month is None and claim.year is not None and base.year is not None:
        return seconds >= _YEAR and abs(base.year - claim.year) == round(seconds / _YEAR)
    date, days = base.date(), round(seconds / _DAY)
    if date is None or days > _LONGEST_DAYS or claim.month is None:
        return False
    for sign in (1, -1):
        try:
            that = date + datetime.timedelta(days=sign * days)
        except OverflowError:  # a span of time beside a day of the calendar's first or last years
            continue
        if claim.day is None and (that.month, claim.year or that.year) == (claim.month, that.year):
            return True
        if claim.day is not None and compatible(Day(that.year, that.month, that.day), claim):
            return True
    return False


def _may_be_meant(match: Match, dated: Dated) -> bool:
    """Does the page speak of time near the evidence in a way that cannot be resolved: on Friday, six weeks later?"""
    sentences = match.neighbourhood[:_MOST_SENTENCES]
    named = [d for at in sentences for d in match.page.dates(at)]
    loose = any(d.day == Day() for d in named)
    spans = [n.scale for at in sentences for n in match.page.numbers(at) if n.unit == TIME_UNIT and n.scale >= _DAY]
    if dated.day == Day() or dated.weekday is not None:
        return bool(spans)
    if loose and (dated.day.day is not None or spans):
        return True
    fixed = match.page.day is not None or any(d.day != Day() for d in named)
    return bool(spans) and (not fixed or (dated.day.month is not None and max(spans) >= _MONTH))


def _swapped(match: Match, places: Places, dated: Dated) -> Dated | None:
    """Another date that stands far more clearly where the claim's stands than any that agrees with it."""
    inside = [i for i, w in enumerate(match.words) if dated.span[0] <= w.start < dated.span[1]]
    if not inside or len(match.dates) > _MOST_DATES:
        return None
    claimed = places.around(inside[0], inside[-1])
    mine = 0.0
    best: tuple[float, Dated] | None = None
    for at in match.neighbourhood:
        for other in match.page.dates(at):
            spot = [i for i, w in enumerate(match.page.words[at]) if other.span[0] <= w.start < other.span[1]]
            if not spot:
                continue
            value = places.likeness(claimed, places.around_there(at, spot[0], spot[-1]))
            if _agree(dated, other):
                mine = max(mine, value)
            elif _is_rival(dated, other) and not any(_agree(d, other) for d in match.dates):
                best = (value, other) if best is None or value > best[0] else best
    return best[1] if best is not None and best[0] >= max(_CLEAR_PLACE, _CLEARER * mine) else None


def _is_rival(dated: Dated, other: Dated) -> bool:
    """Does the other date name another day, as exactly as the claim's does?"""
    if dated.weekday is not None and other.weekday is not None:
        return dated.weekday != other.weekday
    if dated.day == Day() or other.day == Day():
        return False
    pairs = [(a, b) for a in _readings(other) for b in _readings(dated)]
    return _as_exact(dated.day, other.day) and not any(compatible(a, b) for a, b in pairs)


def _rival(match: Match, dated: Dated) -> Dated | None:
    """Another date, as exact as the claim's, in the sentence that tells of the same event."""
    if len(match.dates) > _MOST_DATES:
        return None
    own = {i for w in match.words if dated.span[0] <= w.start < dated.span[1] and (i := match.term_of(w)) is not None}
    for at in match.focus[:2]:
        others = match.page.dates(at)
        if not others or match.coverage((at,), without=own) < _SAME_EVENT:
            continue
        if any(_agree(dated, other) for other in others):
            return None
        rivals = [o for o in others if _is_rival(dated, o) and not any(_agree(d, o) for d in match.dates)]
        if rivals:
            return rivals[0]
    return None


def _other_heading(match: Match, dated: Dated) -> Dated | None:
    """The day of an entry that tells of the same event, where the page heads its entries with days."""
    own = {i for w in match.words if dated.span[0] <= w.start < dated.span[1] and (i := match.term_of(w)) is not None}
    if match.best is None or match.coverage((match.best,), without=own) < _SAME_EVENT:
        return None
    heading = [other for at in sorted(headings_over(match)) for other in match.page.dates(at)]
    if len(match.dates) > 1 or any(_agree(dated, other) for other in heading):
        return None
    return next((other for other in heading if _is_rival(dated, other)), None)


def _as_exact(claim: Day, source: Day) -> bool:
    """The source names the part that the claim names: the day, else the month, else the year."""
    if claim.day is not None:
        return source.day is not None
    if claim.month is not None:
        return source.month is not None
    return source.year is not None


def _made(dated: Dated, other: Dated | None, outcome: CheckOutcome, value: str | None = None) -> Check:
    return Check(
        kind=CheckKind.DATE,
        claim_value=shown(dated.day, dated.weekday),
        source_value=value if other is None else shown(other.day, other.weekday),
        outcome=outcome,
        claim_span=dated.span,
        source_span=None if other is None else other.span,
    )
