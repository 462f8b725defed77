"""A number of the claim and the numbers of the page in, those out of which it can be worked out out.

"36 ordered, eight delivered" backs "28 to come"; "146 million over nine years" backs "about 16 million a year". A
figure that can be worked out is never said to be missing. Small whole numbers can be worked out of nearly anything:
so the parts of a sum have to stand close to the claim's own sentence, and nothing is said to agree on that ground
unless the sum is a plain one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations

from verifier.judge.agreement import same_unit
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.number_units import MEASURES, PERCENT, POINTS, TIME_UNIT
from verifier.judge.numbers import Number

_MOST_NUMBERS = 26
_MOST_OF_SUM = 10
_EXACT, _NEARLY, _ROUGH = 0.006, 0.025, 0.06
#: How small one part may be beside the other.
_LEAST_PART = 0.005
#: Sentences apart up to which two numbers are taken together.
_TOGETHER = 1
_SHARE = frozenset({PERCENT, POINTS})


@dataclass(frozen=True, slots=True)
class Worked:
    """The parts, the sign between them, and whether it is a plain sum or difference of like numbers."""

    parts: tuple[Number, ...]
    sign: str
    plain: bool


def reckoned(match: Match, number: Number) -> Worked | None:
    """How the claim's number follows from numbers of the page, plain reckonings first; None if it does not."""
    near = set(match.neighbourhood)
    ranked = sorted(range(len(match.page.sentences)), key=lambda at: (at not in near, -match.scores[at], at))
    placed: list[tuple[int, Number]] = []
    for at in ranked:
        placed += [(at, other) for other in match.page.numbers(at) if other.kind == COUNT]
        if len(placed) >= _MOST_NUMBERS:
            break
    placed = placed[:_MOST_NUMBERS]
    best: Worked | None = None
    for found in _ways(match, number, placed, near):
        if found.plain:
            return found
        best = best or found
    return best


def _ways(match: Match, number: Number, placed: list[tuple[int, Number]], near: set[int]) -> Iterator[Worked]:
    for (at, one), (other_at, other) in combinations(placed, 2):
        if not {at, other_at} & near:
            continue
        high, low = (one, other) if _base(one, number) >= _base(other, number) else (other, one)
        for value, sign, plain in _results(number, high, low):
            if _is(number, value, sign) and (plain or abs(at - other_at) <= _TOGETHER):
                like = plain and abs(at - other_at) <= _TOGETHER and _alike(match, (at, other_at), (one, other))
                yield Worked((high, low), sign, like)
    for at, one in placed:
        if one.upper is not None and at in near and _is(number, one.upper - one.values[0], "−"):
            yield Worked((one,), "−", number.unit in (POINTS, one.unit))
    yield from _sums(number, placed, near)
    for at, one in placed:
        if at in near and any(_is(number, value, "−") for value in _alone(number, one)):
            yield Worked((one,), "", False)


def _alike(match: Match, places: tuple[int, int], pair: tuple[Number, Number]) -> bool:
    """Do both count the same: the same unit, the same noun, or nothing said behind one of them ("23 more")?"""
    if pair[0].unit and pair[0].unit == pair[1].unit:
        return True
    counted = [
        match.context(match.page.words[at], n.first_word, n.last_word, back=0, ahead=3)[:2]
        for at, n in zip(places, pair, strict=True)
    ]
    one, other = ({key for word in words for key in word.form.keys} for words in counted)
    return not one or not other or bool(one & other)


def _sums(number: Number, placed: list[tuple[int, Number]], near: set[int]) -> Iterator[Worked]:
    like = [(at, o) for at, o in placed if at in near and same_unit(number, o)][:_MOST_OF_SUM]
    for size in (3, 4):
        for some in combinations(like, size):
            places = [at for at, _ in some]
            if max(places) - min(places) > 1:
                continue
            parts = tuple(o for _, o in some)
            if _is(number, sum(_base(o, number) for o in parts), "+"):
                yield Worked(parts, "+", True)
            first, rest = parts[0], parts[1:]
            if _is(number, _base(first, number) - sum(_base(o, number) for o in rest), "−"):
                yield Worked(parts, "−", False)


def _base(one: Number, like: Number) -> float:
    """The value in the unit of the claim's number, where both are measures of one kind."""
    value = one.values[0]
    if one.unit == like.unit and one.unit in MEASURES and one.scale != like.scale:
        return value * one.scale / like.scale
    return value


def _results(number: Number, high: Number, low: Number) -> Iterator[tuple[float, str, bool]]:
    a, b = _base(high, number), _base(low, number)
    like = same_unit(high, low)
    # 31 million less 340 is nothing but 31 million: a part that does not show in the result is no part of it.
    shows = b > _LEAST_PART * a
    # Years do not add up out of votes.
    carried = number.unit != TIME_UNIT or TIME_UNIT in (high.unit, low.unit)
    shares = {high.unit, low.unit} & _SHARE
    if like and shows and carried and same_unit(number, high) and same_unit(number, low):
        yield a - b, "−", True
        yield a + b, "+", True
    if number.unit == POINTS and high.unit == low.unit == PERCENT:
        yield a - b, "−", True
    elif number.unit == PERCENT and high.unit == low.unit == PERCENT:
        yield a + b, "+", False
    if a and b and (number.unit in _SHARE or not number.unit):
        yield 100 * b / a, "÷", False
        yield 100 * (a - b) / b, "−", False
        yield 100 * (a - b) / a, "−", False
    if shares and len({high.unit, low.unit}) == 2 and number.unit not in _SHARE:
        share, whole = (high, low) if high.unit in _SHARE else (low, high)
        yield from _of_share(share.values[0], _base(whole, number))
    if number.unit not in _SHARE:
        yield a * b, "×", False
        if b > 1:
            yield a / b, "÷", False
        if shows and carried and (like or number.unit == TIME_UNIT):
            yield a - b, "−", False
            yield a + b, "+", False


def _of_share(share: float, whole: float) -> Iterator[tuple[float, str, bool]]:
    yield whole * share / 100, "×", False
    yield whole * (100 - share) / 100, "×", False
    yield whole * (100 + share) / 100, "×", False
    if share < 100:
        yield whole * 100 / (100 - share), "÷", False
    if share > 0:
        yield whole * 100 / (100 + share), "÷", False
        yield whole * 100 / share, "÷", False


def _alone(number: Number, one: Number) -> Iterator[float]:
    """What follows from a single number: the rest of a hundred percent, the double, the half."""
    value = _base(one, number)
    if number.unit in _SHARE and one.unit == PERCENT:
        yield 100 - value
    if same_unit(number, one) or not one.unit:
        yield from (2 * value, 3 * value, value / 2)


def _is(number: Number, value: float, sign: str = "÷") -> bool:
    """Sums and differences come out exactly, or nearly; quotients and products of rounded numbers less so."""
    if value <= 0:
        return False
    claimed = number.values[0]
    rough = _ROUGH if sign in "×÷" else _NEARLY
    if math.isclose(value, claimed, rel_tol=rough if number.hedge else _EXACT):
        return True
    # "Shrank by a third", "grew by 5.6 percent": a share is given with as many digits as it needs.
    return number.unit in _SHARE and abs(value - claimed) <= (0.5 if claimed == int(claimed) else 0.06)
