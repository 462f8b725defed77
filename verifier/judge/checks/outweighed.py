"""A measured value that stands once on the page, for something that another one is said of more fully.

Of two shares, sums or lengths in one passage each has a clause that says what it is one of. Where the clause of
another value shares clearly more of what the claim says around its own than the clause of the value itself does, the
claim has taken the one for the other. A name that only the value's own clause holds speaks for it. Bare counts are
not weighed so: "19 for, 8 against" says what the eight did in one word.
"""

from __future__ import annotations

from verifier.judge.agreement import agrees, same_unit
from verifier.judge.checks.places import places_of
from verifier.judge.clauses import clause_at
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.number_units import PERCENT
from verifier.judge.numbers import Number

_MOST_SENTENCES = 60
#: Words that the other clause must share more, one of them no name.
_MORE = 2
#: Sentences apart up to which two values are of one passage.
_TOGETHER = 1


def outweighed(match: Match, number: Number) -> Number | None:
    """The other value, if it is of the same unit and near the only one on the page that agrees with the claim's."""
    if number.kind != COUNT or not number.unit or places_of(match).too_long:
        return None
    if number.spelled and number.unit == PERCENT:
        return None
    agreed: list[tuple[int, Number]] = []
    others: list[tuple[int, Number]] = []
    for at in range(min(_MOST_SENTENCES, len(match.page.sentences))):
        for other in match.page.numbers(at):
            if agrees(number, other):
                agreed.append((at, other))
            elif _is_rival(match, number, other):
                others.append((at, other))
    if len(agreed) != 1:
        return None
    (at, own), names = agreed[0], {match.term_of(word) for word in match.words if word.form.capital}
    claimed = _shared(match, 0, number, in_claim=True)
    mine = _shared(match, at, own) & claimed
    for there, other in others:
        theirs = _shared(match, there, other) & claimed
        if abs(there - at) <= _TOGETHER and _is_more(mine, theirs, names):
            return other
    return None


def _is_rival(match: Match, number: Number, other: Number) -> bool:
    alike = (
        other.kind == COUNT and (other.unit, other.scale) == (number.unit, number.scale) and same_unit(number, other)
    )
    return alike and other.hedge != "vague" and not any(agrees(one, other) for one in match.numbers)


def _is_more(mine: set[int], theirs: set[int], names: set[int | None]) -> bool:
    plain, all_of = len(theirs - names) - len(mine - names), len(theirs) - len(mine)
    if mine & names - theirs:
        return False
    return all_of >= _MORE and plain >= 1


def _shared(match: Match, at: int, number: Number, *, in_claim: bool = False) -> set[int]:
    """The claim's terms in the clause of a number, figures apart."""
    text, found, bounds = (
        (match.claim, match.words, (0, len(match.claim)))
        if in_claim
        else (match.page.text, match.page.words[at], match.page.span(at))
    )
    start, end = clause_at(text, number.span[0], *bounds)
    term = match.term_of if in_claim else match.matched_term
    inside = (word for word in found if start <= word.start < end and not word.form.digits)
    return {i for word in inside if (i := term(word)) is not None and match.weights[i]}
