"""The claim's numbers held against the page's: equal, rounded, converted, different or absent."""

from __future__ import annotations

from itertools import combinations

from verifier.judge.agreement import agrees, same_unit, shown
from verifier.judge.clauses import clauses
from verifier.judge.matching import Match
from verifier.judge.numbers import Number
from verifier.model import Check, CheckKind, CheckOutcome

#: Coverage of the claim by one sentence from which a number in the same unit takes the same place.
_SAME_PLACE = 0.5
_DISTINCT_DIGITS = 3


def check_numbers(match: Match) -> list[Check]:
    """One check per number of the claim."""
    taken: set[tuple[int, int]] = set()
    return [_check(match, number, taken) for number in match.numbers]


def _check(match: Match, number: Number, taken: set[tuple[int, int]]) -> Check:
    near = match.neighbourhood
    for at in near:
        for other in match.page.numbers(at):
            if agrees(number, other):
                rival = _bound_elsewhere(match, number, at, other)
                if rival is not None:
                    return _made(number, rival, CheckOutcome.DIFFERS)
                taken.add(other.span)
                return _made(number, other, CheckOutcome.AGREES)
    elsewhere = _elsewhere(match, number, near)
    if elsewhere is not None:
        return _made(number, elsewhere, CheckOutcome.AGREES)
    rival = _rival(match, number, taken)
    if rival is not None:
        return _made(number, rival, CheckOutcome.DIFFERS)
    return _made(number, None, CheckOutcome.ABSENT)


def _elsewhere(match: Match, number: Number, near: list[int]) -> Number | None:
    """The same number farther off: taken if it is long enough to be no accident, or has the same neighbours."""
    for at in sorted(match.sentences_with_any.difference(near)):
        for other in match.page.numbers(at):
            if agrees(number, other) and (_distinct(number) or _same_neighbours(match, number, at, other)):
                return other
    return None


def _bound_elsewhere(match: Match, number: Number, at: int, agreed: Number) -> Number | None:
    """The number that the sentence gives to what the claim gives this one to.

    "Nine went to Lithuania and 114 to Ukraine" does not say that nine went to Ukraine: the part of the
    sentence that holds the claim's name or year holds another number in the same unit.
    """
    others = [o for o in match.page.numbers(at) if o.span != agreed.span and o.kind == agreed.kind]
    others = [o for o in others if o.unit == agreed.unit and o.values != agreed.values]
    if not others:
        return None
    start, end = next((c for c in clauses(match.claim) if c[0] <= number.span[0] < c[1]), (0, len(match.claim)))
    anchors = {
        i
        for w in match.words
        if start <= w.start < end and not number.span[0] <= w.start < number.span[1]
        and (w.form.capital or w.form.digits) and (i := match.term_of(w)) is not None and match.hit(i, (at,))
    }  # fmt: skip
    base, stop = match.page.span(at)
    parts = [(base + a, base + b) for a, b in clauses(match.page.text[base:stop])]
    for first, last in parts:
        here = {match.matched_term(w) for w in match.page.words[at] if first <= w.start < last} & anchors
        if not here or first <= agreed.span[0] < last:
            anchors -= here
            continue
        rival = [o for o in others if first <= o.span[0] < last]
        if rival and len(anchors) == 1:
            return rival[0]
    return None


def _distinct(number: Number) -> bool:
    digits = f"{number.values[0]:.12g}".replace(".", "").strip("0")
    return len(digits) >= _DISTINCT_DIGITS or number.unit not in ("", "s")


def _rival(match: Match, number: Number, taken: set[tuple[int, int]]) -> Number | None:
    """A different number where the claim's should stand."""
    candidates: list[tuple[float, int, Number]] = []
    for rank, at in enumerate(match.focus[:3]):
        others = match.page.numbers(at)
        if _is_sum(number, others):
            return None
        for other in others:
            if other.span in taken or not same_unit(number, other) or other.kind != number.kind:
                continue
            strength = 2.0 * _same_neighbours(match, number, at, other)
            if number.unit and number.unit == other.unit:
                strength += 1.0
            if strength and match.coverage((at,)) >= _SAME_PLACE:
                strength += 1.0
            if strength >= 2.0:
                candidates.append((-strength, rank, other))
    return min(candidates, key=lambda c: (c[0], c[1], c[2].span))[2] if candidates else None


def _same_neighbours(match: Match, number: Number, at: int, other: Number) -> bool:
    """Do the words after both numbers, or failing those the words before, match?"""
    found = match.page.words[at]
    claimed = match.context(match.words, number.first_word, number.last_word, back=0, ahead=3)
    wanted = {match.term_of(w) for w in claimed} - {None}
    around = match.context(found, other.first_word, other.last_word, back=0, ahead=3)
    if wanted and any(match.matched_term(w) in wanted for w in around):
        return True
    claimed = match.context(match.words, number.first_word, number.last_word, back=3, ahead=0)
    wanted = {match.term_of(w) for w in claimed} - {None}
    around = match.context(found, other.first_word, other.last_word, back=3, ahead=0)
    return bool(wanted) and any(match.matched_term(w) in wanted for w in around)


def _is_sum(number: Number, others: list[Number]) -> bool:
    """Is the claim's count the sum of counts in one sentence? Then nothing can be said against it."""
    counts = [o.values[0] for o in others[:6] if o.kind == "count" and same_unit(number, o)]
    tolerance = 0.06 if number.hedge else 1e-9
    wanted = number.values[0]
    return any(abs(sum(some) - wanted) <= tolerance * wanted for size in (2, 3) for some in combinations(counts, size))


def _made(number: Number, other: Number | None, outcome: CheckOutcome) -> Check:
    return Check(
        kind=CheckKind.NUMBER,
        claim_value=shown(number),
        source_value=None if other is None else shown(other),
        outcome=outcome,
        claim_span=number.span,
        source_span=None if other is None else other.span,
    )
