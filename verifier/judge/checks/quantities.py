"""The claim's numbers held against the page's: equal, rounded, converted, different or absent."""

from __future__ import annotations

from itertools import combinations

from verifier.judge.agreement import agrees, same_unit, shown
from verifier.judge.clauses import clauses
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT, LABEL, ORDINAL, TIME
from verifier.judge.numbers import Number
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome

#: Coverage of the claim by one sentence from which a number in the same unit takes the same place.
_SAME_PLACE = 0.5
_DISTINCT_DIGITS = 3
#: Up to here a number in letters may be a list that the claim's writer counted.
_FEW = 12
_SAME_PLACE_OF_FEW = 0.6
#: "Five more", "five others", folded: they do not say how many there are in all.
_FURTHER = frozenset(
    {"more", "other", "others", "further", "additional", "another", "kolejnych", "kolejne", "dalszych", "innych"}
    | {"drugih", "eshche", "inshih", "shche", "weitere", "weiteren", "weiterer", "andere", "anderen", "autres", "otros"}
    | {"otras", "altri", "altre", "dalsich", "dalsi"}
)


def check_numbers(match: Match) -> list[Check]:
    """One check per number of the claim; a few in letters that stand nowhere give none, as two may be a list."""
    taken: set[tuple[int, int]] = set()
    return [check for number in match.numbers if (check := _check(match, number, taken)) is not None]


def _check(match: Match, number: Number, taken: set[tuple[int, int]]) -> Check | None:
    near = match.neighbourhood
    same = [(at, other) for at in near for other in match.page.numbers(at) if agrees(number, other)]
    if same:
        at, other = next((s for s in same if _same_noun(match, number, *s)), same[0])
        rival = _bound_elsewhere(match, number, at, other)
        if rival is not None:
            return _made(number, rival, CheckOutcome.DIFFERS)
        taken.add(other.span)
        return _made(number, other, CheckOutcome.AGREES)
    elsewhere = _elsewhere(match, number, near)
    if elsewhere is not None:
        return _made(number, elsewhere, CheckOutcome.AGREES)
    for at in near[:3]:
        parts = _sum(number, match.page.numbers(at))
        if parts and any(_same_noun(match, number, at, part) for part in parts):
            return _made_of_sum(number, parts)
    rival = _rival(match, number, taken)
    if rival is not None:
        return _made(number, rival, CheckOutcome.DIFFERS)
    return None if _is_loose(number) and not _of_nothing(match, number) else _made(number, None, CheckOutcome.ABSENT)


def _of_nothing(match: Match, number: Number) -> bool:
    """Is what a few are said to be nowhere on the page? "Three fishermen" cannot be a list of applicants."""
    if number.kind != COUNT or number.hedge == "vague" or number.unit or not match.same_language:
        return False
    counted = match.context(match.words, number.first_word, number.last_word, back=0, ahead=3)[:2]
    terms = [i for w in counted if (i := match.term_of(w)) is not None]
    return bool(terms) and not any(match.found(i) for i in terms)


def _is_loose(number: Number) -> bool:
    """Said in a way that the source need not repeat: two, the third, half, dozens, 5 p.m."""
    if number.kind in (ORDINAL, TIME) or number.hedge == "vague":
        return True
    return number.spelled and (number.unit == "%" or (not number.unit and number.values[0] <= _FEW))


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
    """A different number where the claim's should stand: before the same noun, or in the same unit."""
    if number.kind == TIME or number.hedge == "vague":
        return None
    candidates: list[tuple[float, int, Number]] = []
    few = _is_loose(number)
    if _is_further(match.words, number):
        return None
    for rank, at in enumerate(match.focus[:3]):
        others = match.page.numbers(at)
        if _sum(number, others):
            return None
        coverage = match.coverage((at,))
        for other in others:
            if other.span in taken or not same_unit(number, other) or other.kind != number.kind:
                continue
            if other.hedge == "vague" or (few and coverage < _SAME_PLACE_OF_FEW):
                continue
            if _is_further(match.page.words[at], other) or not _same_label(match, number, at, other):
                continue
            noun = _same_noun(match, number, at, other)
            strength = (number.kind == LABEL) + noun + 2.0 * (noun or _same_neighbours(match, number, at, other))
            if number.unit and number.unit == other.unit:
                strength += 1.0
            if number.kind == LABEL or (strength and coverage >= _SAME_PLACE):
                strength += 1.0
            if strength >= 2.0:
                candidates.append((-strength, rank, other))
    return min(candidates, key=lambda c: (c[0], c[1], c[2].span))[2] if candidates else None


def _is_further(found: list[Word], number: Number) -> bool:
    after = number.last_word + 1
    return after < len(found) and found[after].form.folded in _FURTHER


def _same_label(match: Match, number: Number, at: int, other: Number) -> bool:
    """Article 4 is held against article 5, not against part 5."""
    if number.kind != LABEL or not number.first_word or not other.first_word:
        return number.kind != LABEL
    term = match.term_of(match.words[number.first_word - 1])
    return term is not None and match.matched_term(match.page.words[at][other.first_word - 1]) == term


def _same_noun(match: Match, number: Number, at: int, other: Number) -> bool:
    """Does what is counted match: the first two content words after either number?"""
    claimed = match.context(match.words, number.first_word, number.last_word, back=0, ahead=4)[:2]
    # By their keys, not by the claim's terms: of several words for one concept ("unmanned …, UAVs") one owns it.
    wanted = {key for word in claimed for key in word.form.keys}
    around = match.context(match.page.words[at], other.first_word, other.last_word, back=0, ahead=4)[:2]
    return any(key in wanted for word in around for key in word.form.keys)


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


def _sum(number: Number, others: list[Number]) -> tuple[Number, ...]:
    """Counts of one sentence that add up to the claim's; empty if none do."""
    counts = [o for o in others[:6] if o.kind == COUNT and o.upper is None and same_unit(number, o)]
    wanted = number.values[0]
    tolerance = max(1e-9, 0.06 * wanted if number.hedge else 0.0)
    for size in (2, 3):
        for some in combinations(counts, size):
            if abs(sum(o.values[0] for o in some) - wanted) <= tolerance:
                return some
    return ()


def _made_of_sum(number: Number, parts: tuple[Number, ...]) -> Check:
    return Check(
        kind=CheckKind.NUMBER,
        claim_value=shown(number),
        source_value=" + ".join(shown(part) for part in parts),
        outcome=CheckOutcome.AGREES,
        claim_span=number.span,
        source_span=(parts[0].span[0], parts[-1].span[1]),
    )


def _made(number: Number, other: Number | None, outcome: CheckOutcome) -> Check:
    return Check(
        kind=CheckKind.NUMBER,
        claim_value=shown(number),
        source_value=None if other is None else shown(other),
        outcome=outcome,
        claim_span=number.span,
        source_span=None if other is None else other.span,
    )
