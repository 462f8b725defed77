"""Whose number it is: nine years for the depot's head and four for his accomplice, 84 the sister and 79 the brother.

Of another person speaks a sentence that opens with one: "his accomplice", "Seine Komplizin". Where all that it shares
with the claim is the number, and the sentence before it, with a number of the same kind, holds the rest, the claim
gives the one's number to the other. Ages belong to whoever stands beside them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import takewhile

from verifier.judge.agreement import agrees
from verifier.judge.count_marks import marks
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.number_units import TIME_UNIT
from verifier.judge.numbers import Number
from verifier.judge.words import Word

#: Words from "his" to the relation: his 33-year-old former partner.
_AHEAD = 4
#: How many sentences before the other person's the first one may stand.
_BACK = 2
#: Words of the claim that the first one's sentence alone tells, where none of them is a name.
_TOLD = 2
_MOST_NUMBERS = 8
_MOST_SENTENCES = 60
_YEAR = 31_557_600.0
_OLDEST = 115
#: Words that belong to an age: the 79-year-old former beekeeper.
_HOLDER = 3
_YEAR_OLD = frozenset({"year", "old"})


#: Not "a two-year sentence"; other languages than English write both alike.
_AGED = re.compile(r"-(?!year\b(?!-old))")


def held_by_other(match: Match, number: Number) -> Number | None:
    """The number of the one whom the claim names, where the claim's number is the other's; None where it may be his."""
    if number.kind != COUNT or number.upper is not None or len(match.numbers) > _MOST_NUMBERS:
        return None
    return _other_age(match, number) or _other_person(match, number)


def _placed(match: Match) -> Iterator[tuple[int, Number]]:
    for at in range(min(_MOST_SENTENCES, len(match.page.sentences))):
        yield from ((at, other) for other in match.page.numbers(at))


def _other_person(match: Match, number: Number) -> Number | None:
    same = [(at, other) for at, other in _placed(match) if agrees(number, other)]
    if len({at for at, _ in same}) != 1 or any(w.form.folded in marks(match.code, "relation") for w in match.words):
        return None
    at = same[0][0]
    opened = _opens_with_other(match, at)
    if opened is None:
        return None
    last = number.last_word + (2 if number.unit else 1)
    own = {i for w in match.words[number.first_word : last] if (i := match.term_of(w)) is not None}
    here = _claimed_in(match, at) - own
    for before in range(at - 1, max(-1, at - 1 - _BACK), -1):
        there = _claimed_in(match, before) - own
        told = there - here
        if here - there or not (len(told) >= _TOLD or any(match.terms[i].word.form.capital for i in told)):
            continue
        for other in match.page.numbers(before):
            if other.kind == COUNT and _alike(match, same[0], (before, other)) and not _claimed(match, other):
                return other
    return None


def _claimed_in(match: Match, at: int) -> set[int]:
    return {i for i in match.covered((at,)) if match.weights[i]}


def _claimed(match: Match, other: Number) -> bool:
    return any(agrees(number, other) for number in match.numbers)


def _alike(match: Match, one: tuple[int, Number], two: tuple[int, Number]) -> bool:
    """Do both count alike, in one unit, and are both ages or neither?"""
    ages = [_is_age(match.page.text, match.page.words[at], number) for at, number in (one, two)]
    return one[1].unit == two[1].unit and ages[0] == ages[1]


def _opens_with_other(match: Match, at: int) -> int | None:
    """The word of a relation that the sentence opens with: his accomplice, seine 31-jährige Partnerin."""
    found, code = match.page.words[at], match.page.language.code
    if not found or found[0].form.folded not in marks(code, "possessive"):
        return None
    ahead = range(1, min(len(found), 1 + _AHEAD))
    return next((i for i in ahead if found[i].form.folded in marks(code, "relation")), None)


def _is_age(text: str, found: Sequence[Word], number: Number) -> bool:
    return _leads(text, number) or _trails(text, found, number)


def _leads(text: str, number: Number) -> bool:
    """47-year-old, 47-летний, 47-jährige: written as one word with its unit, before whom it belongs to."""
    return (
        number.unit == TIME_UNIT
        and number.scale == _YEAR
        and number.values[0] <= _OLDEST
        and _AGED.match(text, number.span[1]) is not None
    )


def _trails(text: str, found: Sequence[Word], number: Number) -> bool:
    """Odette Vanstone, 84, or (84), or 84 лет behind a comma: behind whom it belongs to."""
    if number.first_word == 0 or not 0 < number.values[0] <= _OLDEST:
        return False
    before = found[number.first_word - 1]
    gap = text[before.end : number.span[0]]
    end = (
        found[number.last_word + 1].end
        if number.unit == TIME_UNIT and number.last_word + 1 < len(found)
        else number.span[1]
    )
    closed = text[end : end + 1] in (",", ")", ".", ";")
    if number.unit not in ("", TIME_UNIT) or (number.unit == TIME_UNIT and number.scale != _YEAR):
        return False
    return gap.strip() in (",", "(") and closed and not number.spelled


def _other_age(match: Match, number: Number) -> Number | None:
    own = _holder(match, match.claim, match.words, number, match.term_of) or _subject(match, number)
    ages = [
        (other, holder)
        for at in match.neighbourhood
        for other in match.page.numbers(at)
        if (holder := _holder(match, match.page.text, match.page.words[at], other, match.matched_term)) is not None
    ]
    mine = [holder for other, holder in ages if agrees(number, other)]
    if not own or not mine or any(own & holder for holder in mine):
        return None
    held = [o for o, holder in ages if own & holder and not agrees(number, o) and not _claimed(match, o)]
    return held[0] if len({one.values[0] for one in held}) == 1 else None


def _holder(
    match: Match, text: str, found: Sequence[Word], number: Number, term: Callable[[Word], int | None]
) -> frozenset[int] | None:
    """The claim's terms that stand with an age, none for what is no age."""
    if number.kind != COUNT or number.upper is not None:
        return None
    if _leads(text, number):
        beside: Sequence[Word] = [w for w in found[number.last_word + 1 :] if w.form.folded not in _YEAR_OLD]
    elif _trails(text, found, number):
        beside = found[: number.first_word][::-1]
    else:
        return None
    holder = takewhile(lambda word: not word.form.digits, beside[:_HOLDER])
    return frozenset(i for w in holder if (i := term(w)) is not None and match.weights[i])


def _subject(match: Match, number: Number) -> frozenset[int] | None:
    """Of whom a claim says that he is so many years old: the words before the number."""
    if number.unit != TIME_UNIT or number.scale != _YEAR or number.kind != COUNT or number.values[0] > _OLDEST:
        return None
    before = match.words[: number.first_word]
    return frozenset(i for w in before if (i := match.term_of(w)) is not None and match.weights[i])
