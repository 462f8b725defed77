"""A share in words, a third or half, held against the share that the page gives of the same."""

from __future__ import annotations

from verifier.judge.agreement import agrees
from verifier.judge.checks.parts import said_of
from verifier.judge.checks.polarity import negations
from verifier.judge.lexicon import all_opposites
from verifier.judge.matching import Match
from verifier.judge.number_units import PERCENT
from verifier.judge.numbers import Number

_SHORT_PAGE = 12
#: Coverage by the other share's sentence, the claim's share apart, and how many shares that may hold.
_SAME_EVENT, _MOST_SHARES = 0.5, 2
#: How far apart two shares must lie, in points, and how far from making up a whole.
_APART, _REST = 6.0, 6.0


def other_share(match: Match, number: Number) -> Number | None:
    """The share that the page gives of what the claim gives this one of; None where the page may bear it out."""
    if number.unit != PERCENT or not number.spelled or number.upper is not None:
        return None
    whole = len(match.page.sentences) <= _SHORT_PAGE
    near = range(len(match.page.sentences)) if whole else match.neighbourhood
    shares = [(at, other) for at in near for other in match.page.numbers(at) if other.unit == PERCENT]
    if any(agrees(number, other) or abs(other.values[0] - number.values[0]) < _APART for _, other in shares):
        return None
    own = {i for w in match.words[number.first_word : number.last_word + 1] if (i := match.term_of(w)) is not None}
    said = [
        (at, o)
        for at, o in shares
        if match.coverage((at,), without=own) >= _SAME_EVENT
        and not any(agrees(n, o) for n in match.numbers)
        and said_of(match, number, at, o)
    ]
    if (
        len({other.values[0] for _, other in said}) != 1
        or len([at for at, _ in shares if at == said[0][0]]) > _MOST_SHARES
    ):
        return None
    at, other = said[0]
    if abs(number.values[0] + other.values[0] - 100) < _REST and _turned_round(match, at):
        return None
    return other


def _turned_round(match: Match, at: int) -> bool:
    """Does one of the two deny what the other says, so that they are two parts of a whole?"""
    found = match.page.words[at]
    mine, there = ({c for word in words for c in word.form.concepts} for words in (match.words, found))
    if bool(negations(match.claim, match.words)) != bool(negations(match.page.text, found)):
        return True
    opposites = all_opposites()
    return any(other in there and other not in mine for concept in mine for other in opposites.get(concept, ()))
