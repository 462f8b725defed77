"""Two numbers of a claim that the page gives as well, but each in the place of the other.

"165,000 visitors in the first year, against 280,000 in 2018" where the page expects 280,000 and had 165,000: both
numbers are on the page, and what stands around each of them there stands around the other one in the claim.
"""

from __future__ import annotations

from collections.abc import Iterator

from verifier.judge.agreement import agrees, same_unit
from verifier.judge.checks.places import Places
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.numbers import Number

#: How alike the crossed surroundings must be, added up, and how many times more so than the straight ones.
_ALIKE, _CLEARER = 0.3, 1.15
_MOST_NUMBERS = 8


def crossed(match: Match, places: Places, number: Number) -> Number | None:
    """What the page has where the claim has `number`, if the claim gives that to something else."""
    if len(match.numbers) > _MOST_NUMBERS or number.kind != COUNT:
        return None
    for other in match.numbers:
        if other.kind != COUNT or other.unit != number.unit or agrees(number, other) or agrees(other, number):
            continue
        for at, own, others in _both(match, number, other):
            here, there = (places.around(n.first_word, n.last_word) for n in (number, other))
            first, second = (places.around_there(at, n.first_word, n.last_word) for n in (own, others))
            straight = places.likeness(here, first) + places.likeness(there, second)
            across = places.likeness(here, second) + places.likeness(there, first)
            if across >= max(_ALIKE, _CLEARER * straight):
                return others
    return None


def _both(match: Match, number: Number, other: Number) -> Iterator[tuple[int, Number, Number]]:
    """Sentences that give each of the two once, with both."""
    for at in match.focus[:3]:
        found = match.page.numbers(at)
        own = [n for n in found if agrees(number, n) and same_unit(number, n)]
        others = [n for n in found if agrees(other, n)]
        if len(own) == 1 and len(others) == 1 and own != others:
            yield at, own[0], others[0]
