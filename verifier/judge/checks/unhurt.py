"""How many there were and how many came to harm: of the 43 aboard 17 were hurt, and no 43.

A number that stands on the page with nothing said of what became of so many differs from what the claim says became of
them, where the page gives another number for that.
"""

from __future__ import annotations

from verifier.judge.agreement import agrees
from verifier.judge.checks.polarity import negations
from verifier.judge.checks.results import ANY, REACH, around, clause_numbers, named_results, result_of, words_apart
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.numbers import Number

#: Sentences between which the page speaks of the same.
_TOGETHER = 2
#: Up to here a number without a noun may be an hour of the day.
_HOURS = 12


def came_to_harm(match: Match, number: Number) -> Number | None:
    """So many as the page gives for the claim's result, where the claim's number is one of people in general there."""
    if number.kind != COUNT or number.unit or number.upper is not None or number.values[0] <= _HOURS:
        return None
    if negations(match.claim, match.words):
        return None
    own = result_of(number, list(named_results(match.words)), clause_numbers(match.claim, match.words))
    if own is None or any(word.form.concepts and ANY.intersection(word.form.concepts) for word in match.words):
        return None
    agreed: list[int] = []
    harmed: list[tuple[int, Number]] = []
    for at in match.neighbourhood:
        found = match.page.words[at]
        if not found:
            continue
        in_clause, named = clause_numbers(match.page.text, found), list(named_results(found))
        for other in match.page.numbers(at):
            if other.kind != COUNT or other.unit:
                continue
            if agrees(number, other):
                clause = in_clause[other.first_word]
                loose = any(
                    in_clause[i] == clause and word.form.concepts and ANY.intersection(word.form.concepts)
                    for i, word in enumerate(found)
                )
                if loose or any(in_clause[i] == clause for i, _ in named):
                    return None
                agreed.append(at)
            elif own[1] == _became(other, around(other, match.page.numbers(at), len(found)), named) and not _claimed(
                match, other
            ):
                harmed.append((at, other))
    near = [other for at, other in harmed if any(abs(at - mine) <= _TOGETHER for mine in agreed)]
    if not agreed or not near or len(near) < len(harmed) or sum(o.values[0] for o in near) >= number.values[0]:
        return None
    return max(near, key=lambda other: other.values[0])


def _became(number: Number, near_it: range, named: list[tuple[int, str]]) -> str | None:
    """What became of so many: the nearest result within reach, no other number between."""
    near = [(words_apart(number, i), said) for i, said in named if i in near_it]
    distance, said = min(near, default=(REACH + 1, ""))
    return said if distance <= REACH else None


def _claimed(match: Match, other: Number) -> bool:
    return any(agrees(one, other) for one in match.numbers)
