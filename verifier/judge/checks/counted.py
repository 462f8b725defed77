"""A few in letters, counted by the page as well: three eyewitnesses where the page has two.

A small number that stands nowhere may be a list that the claim's writer counted, so that its absence says little. It
says more where the page counts the same things itself, in a sentence that tells of the same, and the claim's number
cannot be worked out.
"""

from __future__ import annotations

from verifier.judge.agreement import agrees
from verifier.judge.checks.quantities import is_further, same_noun
from verifier.judge.checks.reckoning import reckoned
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.number_units import TIME_UNIT
from verifier.judge.numbers import Number

#: Up to here a number in letters may be a list.
_FEW = 12
#: Coverage from which a sentence tells of the same.
_SAME_EVENT = 0.3
#: Sentences looked into, and the longest page that is searched for the claim's number.
_NEAREST, _MOST_SENTENCES = 3, 40


def counted_otherwise(match: Match, number: Number) -> Number | None:
    """The page's number of the same things, where the claim's few stand nowhere on it."""
    if not number.spelled or number.kind != COUNT or number.upper is not None or number.hedge == "vague":
        return None
    if number.values[0] > _FEW or number.values[0] % 1 or number.unit not in ("", TIME_UNIT):
        return None
    if is_further(match.words, number):
        return None
    if len(match.page.sentences) > _MOST_SENTENCES or _stands(match, number):
        return None
    for at in match.focus[:_NEAREST]:
        for other in match.page.numbers(at):
            if not _is_rival(match, number, at, other) or match.coverage((at,)) < _SAME_EVENT:
                continue
            if same_noun(match, number, at, other) and reckoned(match, number) is None:
                return other
    return None


def _stands(match: Match, number: Number) -> bool:
    every = (other for at in range(len(match.page.sentences)) for other in match.page.numbers(at))
    return any(agrees(number, other) or other.values[0] == number.values[0] for other in every)


def _is_rival(match: Match, number: Number, at: int, other: Number) -> bool:
    """Is it a few in letters as well, of one unit, and all of them: no "five more", no "two years and nine months"?"""
    if (other.kind, other.unit, other.scale) != (number.kind, number.unit, number.scale) or not other.spelled:
        return False
    if other.values[0] > _FEW or other.hedge == "vague" or other.upper is not None:
        return False
    if is_further(match.page.words[at], other) or any(agrees(one, other) for one in match.numbers):
        return False
    return not other.unit or sum(one.unit == other.unit for one in match.page.numbers(at)) == 1
