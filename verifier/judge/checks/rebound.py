"""Checks of numbers in, the same out, those made to differ whose value the page gives to something else.

That a value stands on the page says little where it stands there for another part, person or vote. Each of the modules
asked here knows one way of telling so; all of them answer only where the page also has what the claim should say.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.judge.agreement import shown
from verifier.judge.checks.counted import counted_otherwise
from verifier.judge.checks.fractions import other_share
from verifier.judge.checks.holders import held_by_other
from verifier.judge.checks.outweighed import outweighed
from verifier.judge.checks.parts import part_of
from verifier.judge.checks.turns import other_turn
from verifier.judge.checks.unhurt import came_to_harm
from verifier.judge.checks.votes import voted_otherwise
from verifier.judge.matching import Match
from verifier.judge.numbers import Number
from verifier.model import Check, CheckKind, CheckOutcome

_ASKED = (part_of, other_turn, other_share, held_by_other, voted_otherwise, came_to_harm, counted_otherwise, outweighed)
#: A claim with more numbers is a table, and its numbers stand in no sentence of their own.
_MOST_NUMBERS = 20


def rebound(match: Match, checks: Sequence[Check]) -> list[Check]:
    """One check per number at most, as they came; a number without one gets it where the page has another in its place.

    What a table holds against a claim (`cells`) stands, as do numbers that differ already.
    """
    if match.page.rows or len(match.numbers) > _MOST_NUMBERS:
        return list(checks)
    by_span = {check.claim_span: check for check in checks}
    for number in match.numbers:
        known = by_span.get(number.span)
        if known is not None and known.outcome is CheckOutcome.DIFFERS:
            continue
        other = next((found for ask in _ASKED if (found := ask(match, number)) is not None), None)
        if other is not None:
            by_span[number.span] = _differing(number, other)
    return sorted(by_span.values(), key=lambda check: check.claim_span or (0, 0))


def _differing(number: Number, other: Number) -> Check:
    named = (number.unit, number.scale) != (other.unit, other.scale)
    return Check(
        kind=CheckKind.NUMBER,
        claim_value=shown(number, unit=named),
        source_value=shown(other, unit=named),
        outcome=CheckOutcome.DIFFERS,
        claim_span=number.span,
        source_span=other.span,
    )
