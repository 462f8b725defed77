"""Votes for, against and withheld: four against and two who abstained are no two against."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from verifier.judge.agreement import agrees
from verifier.judge.checks.results import around, clause_numbers, words_apart
from verifier.judge.count_marks import marks
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.number_units import PERCENT
from verifier.judge.numbers import Number
from verifier.judge.words import Word

_ROLES = ("for", "against", "abstained")
#: Words between a number and how so many voted.
_REACH = 4
#: "288 votes against 251" is a score, and the 251 may have voted in favour.
_SCORE = 3


def voted_otherwise(match: Match, number: Number) -> Number | None:
    """The page's votes of the claim's kind, or else of the kind whose number the claim gives; None where that fits."""
    if number.kind != COUNT or number.unit not in ("", PERCENT) or number.upper is not None:
        return None
    own = _role(match.claim, match.words, number, match.numbers, match.code)
    if own is None:
        return None
    there: list[tuple[Number, str | None]] = []
    for at in match.neighbourhood:
        found, numbers = match.page.words[at], match.page.numbers(at)
        there += [
            (o, _role(match.page.text, found, o, numbers, match.page.language.code))
            for o in numbers
            if o.kind == COUNT and o.unit == number.unit
        ]
    agreed = [(other, role) for other, role in there if agrees(number, other)]
    if not agreed or any(role == own or (role is None and not number.unit) for _, role in agreed):
        return None
    if any(role is None for _, role in agreed) and sum(role == own for _, role in there) != 1:
        return None
    return next((other for other, role in there if role == own), agreed[0][0])


@cache
def _forms(code: str) -> dict[str, str]:
    return {form: role for role in _ROLES for form in marks(code, role)}


def _role(text: str, found: list[Word], number: Number, numbers: Sequence[Number], code: str) -> str | None:
    """How so many voted: the nearest word for it with no other number between."""
    forms = _forms(code)
    in_clause = clause_numbers(text, found)
    own = in_clause[number.first_word]
    near_it = around(number, numbers, len(found))
    before = near_it.start - 1
    joined = before >= 0 and in_clause[before] == own and number.first_word - before <= _SCORE
    score = range(before + 1, number.first_word) if joined else ()
    near = [
        (words_apart(number, i), role)
        for i in near_it
        if in_clause[i] == own and i not in score and (role := forms.get(found[i].form.folded)) is not None
    ]
    distance, role = min(near, default=(_REACH + 1, ""))
    return role if distance <= _REACH else None
