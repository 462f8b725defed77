"""The claim's days held against the page's, relative ones resolved on both sides."""

from __future__ import annotations

from verifier.judge.dates import Dated, Day, compatible, covers, shown
from verifier.judge.matching import Match
from verifier.model import Check, CheckKind, CheckOutcome

#: Coverage by one sentence from which its date is the date of the claimed event.
_SAME_EVENT = 0.55


def check_dates(match: Match) -> list[Check]:
    """One check per date of the claim."""
    return [_check(match, dated) for dated in match.dates]


def _check(match: Match, dated: Dated) -> Check:
    near = match.neighbourhood
    rest = sorted(match.sentences_with_any.difference(near))
    rival = _rival(match, dated)
    for at in (*near, *rest):
        if rival is not None and at in rest:
            break
        for other in match.page.dates(at):
            if _agree(dated, other):
                return _made(dated, other, CheckOutcome.AGREES)
    if rival is not None:
        return _made(dated, rival, CheckOutcome.DIFFERS)
    if _is_page_day(match, dated):
        return _made(dated, None, CheckOutcome.AGREES, shown(match.page.day or Day()))
    return _made(dated, None, CheckOutcome.ABSENT)


def _agree(dated: Dated, other: Dated) -> bool:
    if dated.day == Day() or other.day == Day():
        return dated.weekday is not None and dated.weekday == _weekday(other)
    return covers(other.day, dated.day)


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


def _rival(match: Match, dated: Dated) -> Dated | None:
    """Another date, as exact as the claim's, in the sentence that tells of the same event."""
    if dated.day == Day():
        return None
    own = {i for w in match.words if dated.span[0] <= w.start < dated.span[1] and (i := match.term_of(w)) is not None}
    for at in match.focus[:2]:
        others = match.page.dates(at)
        if not others or match.coverage((at,), without=own) < _SAME_EVENT:
            continue
        if any(_agree(dated, other) for other in others):
            return None
        rivals = [o for o in others if _as_exact(dated.day, o.day) and not compatible(o.day, dated.day)]
        if rivals:
            return rivals[0]
    return None


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
