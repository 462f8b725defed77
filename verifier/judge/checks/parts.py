"""Parts of a whole: where the page has fourteen of the 32 chalets burnt, a claim that 32 burnt is another one.

Both numbers stand on the page and before the same noun, so that neither value nor noun tells them apart. What tells
them apart is the page's own "14 of the 32": what it says there, it says of the fourteen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from verifier.judge.agreement import agrees
from verifier.judge.clauses import clause_at
from verifier.judge.count_marks import marks
from verifier.judge.matching import Match
from verifier.judge.number_roles import COUNT
from verifier.judge.number_units import PERCENT
from verifier.judge.numbers import Number
from verifier.judge.words import Word

#: Content words that may stand between the part and its whole: two schools of five.
_BETWEEN = 2
#: Content words of a claim beside its number among which stands what is said of so many.
_BESIDE = 3
_MOST_NUMBERS = 8


@dataclass(frozen=True, slots=True)
class Part:
    """So many of so many, in one text."""

    some: Number
    whole: Number


def part_of(match: Match, number: Number) -> Number | None:
    """The page's part where the claim has its whole, or another part of the same whole; None where neither is."""
    if number.kind != COUNT or number.unit or len(match.numbers) > _MOST_NUMBERS:
        return None
    own = next((p for p in _parts(match.claim, match.words, match.numbers, match.code) if p.some == number), None)
    there = [(at, part) for at in match.neighbourhood for part in parts_at(match, at)]
    if not there:
        return None
    if own is not None:
        stands = any(agrees(number, other) for other in _numbers(match))
        said = [part for at, part in there if _said_of_part(match, number, at, part)]
        return None if stands else _other_part(own, said)
    if _describes(match, number) or any(one.unit == PERCENT for one in match.numbers):
        return None
    wholes = {part.whole.span for _, part in there}
    if any(agrees(number, other) and other.span not in wholes for other in _numbers(match)):
        return None
    for at, part in there:
        if not agrees(number, part.whole) or any(agrees(one, part.some) for one in match.numbers):
            continue
        if _said_of_part(match, number, at, part):
            return part.some
    return None


def _numbers(match: Match) -> Iterator[Number]:
    for at in range(len(match.page.sentences)):
        yield from (other for other in match.page.numbers(at) if not other.unit and other.kind == COUNT)


def parts_at(match: Match, at: int) -> Iterator[Part]:
    """What one sentence of the page has so many of so many of."""
    yield from _parts(match.page.text, match.page.words[at], match.page.numbers(at), match.page.language.code)


def _parts(text: str, found: Sequence[Word], numbers: Sequence[Number], code: str) -> Iterator[Part]:
    for some, whole in pairwise(numbers):
        if some.unit or whole.unit or some.kind != COUNT or whole.kind != COUNT or some.upper or whole.upper:
            continue
        if some.values[0] < whole.values[0] and _joined(text, found[some.last_word + 1 : whole.first_word], code):
            yield Part(some, whole)


def _joined(text: str, between: Sequence[Word], code: str) -> bool:
    """Is it "of", with the thing counted before it and no more than an article behind?"""
    of = next((i for i, word in enumerate(between) if word.form.folded in marks(code, "part")), None)
    if of is None or text[between[0].start : between[-1].end].count(",") or of > _BETWEEN:
        return False
    return all(w.form.folded in marks(code, "article") or w.form.stop for w in between[of + 1 :])


def _other_part(own: Part, there: Sequence[Part]) -> Number | None:
    """The page's only other part of the same whole, if it is not the rest of it."""
    parts = [part.some for part in there if agrees(own.whole, part.whole)]
    if not parts or any(agrees(own.some, some) for some in parts) or len({some.values[0] for some in parts}) > 1:
        return None
    rest = own.whole.values[0] - parts[0].values[0]
    return None if own.some.values[0] == rest else parts[0]


def _describes(match: Match, number: Number) -> bool:
    """Does it say how many there are: a site with 32 chalets, some of its 32 chalets?"""
    before = [word.form.folded for word in match.words[max(0, number.first_word - 2) : number.first_word]]
    return any(word in marks(match.code, "describes") for word in before)


def _said_of_part(match: Match, number: Number, at: int, part: Part) -> bool:
    """Does the claim say of its number what the page says of the part?"""
    found = match.page.words[at]
    counted = match.context(found, part.whole.first_word, part.whole.last_word, back=0, ahead=4)[:1]
    counted += [word for word in found[part.some.last_word + 1 : part.whole.first_word] if word.form.keys]
    return said_of(match, number, at, part.some, counted)


def said_of(match: Match, number: Number, at: int, other: Number, counted: Sequence[Word] = ()) -> bool:
    """Does the claim say of its number what the clause of the other says, names and what is `counted` apart?"""
    found = match.page.words[at]
    start, end = clause_at(match.page.text, other.span[0], *match.page.span(at))
    things = {match.matched_term(word) for word in counted}
    said = {match.matched_term(w) for w in found if start <= w.start < end and not w.form.digits} - things - {None}
    first, last = clause_at(match.claim, number.span[0])
    beside = (
        *range(max(0, number.first_word - _BESIDE), number.first_word),
        *range(number.last_word + 1, len(match.words)),
    )
    return any(
        first <= word.start < last and not word.form.capital and match.term_of(word) in said and not _placed(match, i)
        for i in beside
        if (word := match.words[i])
    )


def _placed(match: Match, i: int) -> bool:
    """Does word `i` of the claim follow "in", "at the": a place, and nothing that is said of anybody?"""
    before = [word.form.folded for word in match.words[max(0, i - 2) : i]]
    if before and before[-1] in marks(match.code, "article") | marks(match.code, "determiner"):
        before.pop()
    return bool(before) and before[-1] in marks(match.code, "place")
