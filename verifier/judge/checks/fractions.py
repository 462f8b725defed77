"""A share in words, a third or half, held against the share that the page gives of the same."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from verifier.judge.agreement import agrees
from verifier.judge.checks.parts import parts_at, said_of
from verifier.judge.checks.polarity import negations
from verifier.judge.count_marks import marks
from verifier.judge.lexicon import all_opposites
from verifier.judge.matching import Match
from verifier.judge.number_units import PERCENT
from verifier.judge.numbers import Number

#: Words before a share among which "more than" may stand.
_BEFORE = 3
#: Coverage by the other share's sentence, the claim's share apart, and how many shares that may hold.
_SAME_EVENT, _MOST_SHARES = 0.5, 2
#: How far apart two shares must lie, in points, and how far from making up a whole.
_APART, _REST = 6.0, 6.0


@dataclass(frozen=True, slots=True)
class _Share:
    """A share of `percent` that a number in sentence `at` of the page states."""

    at: int
    number: Number
    percent: float


def other_share(match: Match, number: Number) -> Number | None:
    """The share that the page gives of what the claim gives this one of; None where the page may bear it out."""
    if number.unit != PERCENT or not number.spelled or number.upper is not None or _is_bound(match, number):
        return None
    near = match.nearby
    shares = [share for at in near for share in _shares(match, at)]
    if any(agrees(number, one.number) or abs(one.percent - number.values[0]) < _APART for one in shares):
        return None
    own = {i for w in match.words[number.first_word : number.last_word + 1] if (i := match.term_of(w)) is not None}
    said = [
        one
        for one in shares
        if match.coverage((one.at,), without=own) >= _SAME_EVENT
        and not any(agrees(n, one.number) for n in match.numbers)
        and said_of(match, number, one.at, one.number)
    ]
    if len({one.percent for one in said}) != 1 or sum(one.at == said[0].at for one in shares) > _MOST_SHARES:
        return None
    rest = abs(number.values[0] + said[0].percent - 100) < _REST
    return None if rest and _turned_round(match, said[0].at) else said[0].number


def _is_bound(match: Match, number: Number) -> bool:
    """Is it a limit, which another share may keep: fewer than half where three of seven are?"""
    before = match.words[max(0, number.first_word - _BEFORE) : number.first_word]
    return any(word.form.folded in marks(match.code, "bound") for word in before)


def _shares(match: Match, at: int) -> Iterator[_Share]:
    """The percentages of a sentence, and its parts of a whole: four of sixteen are 25 percent."""
    for other in match.page.numbers(at):
        if other.unit == PERCENT:
            yield _Share(at, other, other.values[0])
    for part in parts_at(match, at):
        yield _Share(at, part.some, 100 * part.some.values[0] / part.whole.values[0])


def _turned_round(match: Match, at: int) -> bool:
    """Does one of the two deny what the other says, so that they are two parts of a whole?"""
    found = match.page.words[at]
    mine, there = ({c for word in words for c in word.form.concepts} for words in (match.words, found))
    if bool(negations(match.claim, match.words)) != bool(negations(match.page.text, found)):
        return True
    opposites = all_opposites()
    return any(other in there and other not in mine for concept in mine for other in opposites.get(concept, ()))
