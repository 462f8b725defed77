"""Which time it is: the fourth time in a row where the page has the third, 101 years where it has a 104th birthday.

Such a number is small, or worked out of others, so that its being nowhere on the page says little. What says more is
that the page counts the same thing, times or birthdays or titles, and comes to another number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.judge.agreement import agrees
from verifier.judge.count_marks import marks
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT, ORDINAL
from verifier.judge.number_units import TIME_UNIT
from verifier.judge.numbers import Number
from verifier.judge.words import Word

_COUNTED = ("time", "title", "birthday")
#: Words between a number and what it counts: the third national title.
_AHEAD = 2
_YEAR = 31_557_600.0
#: Coverage from which "five times" may be said of what happened for the sixth time, and not of how much finer it is.
_SAME_EVENT = 0.4
#: The least birthday that only one person on a page will have had.
_OLD = 18


@dataclass(frozen=True, slots=True)
class _Turn:
    number: Number
    counted: str


def other_turn(match: Match, number: Number) -> Number | None:
    """The page's only number of the same times, titles or birthdays, where it is not the claim's."""
    own = next((t for t in _turns(match.words, match.numbers, match.code) if t.number == number), None)
    if own is None or number.upper is not None or number.hedge in ("vague", "about", "least", "most"):
        return None
    near = match.nearby
    code = match.page.language.code
    placed = [(at, t) for at in near for t in _turns(_read_on(match, at), match.page.numbers(at), code)]
    placed = [(at, t) for at, t in placed if t.counted == own.counted]
    if len({t.number.values[0] for _, t in placed}) != 1 or _stands(match, number, near):
        return None
    at, other = placed[0][0], placed[0][1].number
    if own.counted == "time" and number.kind == COUNT and not _closes(match, number):
        return None
    if own.counted == "time" and ORDINAL not in (number.kind, other.kind):
        return None
    if own.counted == "time" and COUNT in (number.kind, other.kind) and match.coverage((at,)) < _SAME_EVENT:
        return None
    return None if _follows(number, other) else other


def _read_on(match: Match, at: int) -> list[Word]:
    """The words of a sentence; a German one that seems to end in "104." is read on: 104. Geburtstag."""
    found = match.page.words[at]
    if match.page.language.code != "de" or not found or not found[-1].form.digits or at + 1 == len(match.page.words):
        return found
    return [*found, *match.page.words[at + 1][:_AHEAD]]


def _turns(found: Sequence[Word], numbers: Sequence[Number], code: str) -> Iterator[_Turn]:
    for number in numbers:
        counted = _counted(found, number, code)
        if counted is not None:
            yield _Turn(number, counted)


def _counted(found: Sequence[Word], number: Number, code: str) -> str | None:
    if number.kind not in (COUNT, ORDINAL) or number.upper is not None:
        return None
    after = [word.form.folded for word in found[number.last_word + 1 : number.last_word + 1 + _AHEAD]]
    before = [word.form.folded for word in found[max(0, number.first_word - 1) : number.first_word]]
    if code in ("pl", "fr") and number.kind == ORDINAL:
        after = [*after, *before]  # po raz trzeci
    if number.unit == TIME_UNIT or not number.unit:
        age = number.unit == TIME_UNIT and number.scale == _YEAR and number.values[0] >= _OLD
        turned = any(word in marks(code, "turned") for word in before) and number.values[0] >= _OLD
        if turned and (age or not number.unit):
            return "birthday"
    if number.unit:
        return None
    if found[number.last_word].form.folded in marks(code, "nth"):
        return "time"  # вдруге, втретє
    for counted in _COUNTED:
        if any(word in marks(code, counted) for word in after) and (counted != "birthday" or number.values[0] >= _OLD):
            return None if counted == "title" and number.kind != ORDINAL else counted
    return None


def _closes(match: Match, number: Number) -> bool:
    """Does the claim, or a part of it, end with so many times? Six times lighter is another thing."""
    behind = match.words[number.last_word + 1].end if number.last_word + 1 < len(match.words) else len(match.claim)
    return not match.claim[behind : behind + 1].isspace()


def _stands(match: Match, number: Number, near: Sequence[int]) -> bool:
    """Is the claim's number there for anything at all?"""
    values = {other.values[0] for at in near for other in match.page.numbers(at)}
    return number.values[0] in values or any(agrees(number, o) for at in near for o in match.page.numbers(at))


def _follows(number: Number, other: Number) -> bool:
    """Is one the other, with or without the last time: the fifth time, four times before?"""
    if number.kind == other.kind:
        return False
    after, before = (number, other) if number.kind == ORDINAL else (other, number)
    return after.values[0] - before.values[0] in (0, 1)
