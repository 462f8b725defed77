"""A match and an order of its sentences in, passages of so many words for the entailment model out."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from verifier.judge.agreement import shown as shown_number
from verifier.judge.folding import without_surrogates
from verifier.judge.matching import Match
from verifier.judge.named_rows import beside_the_named, told
from verifier.model import Span

#: Words by which text without spaces is measured: two characters count as one.
_CHARS_OF_A_WORD = 2
#: Smaller numbers stand in letters in most languages.
_IN_FIGURES_FROM = 13


@dataclass(frozen=True, slots=True)
class Passage:
    """Sentences of a page in their order, joined by one space. `numbers` are those of the sentences."""

    numbers: tuple[int, ...]
    text: str


def passage(match: Match, order: Sequence[int], words: int) -> Passage:
    """The first sentences of `order` up to so many words, put back in page order; at least one."""
    return joined(match, filled(order, lambda number: length(match, number), words))


def filled(order: Iterable[int], size: Callable[[int], int], words: int) -> list[int]:
    """The first of `order` up to so many words, those passed over that are too long; at least one.

    Training picks its passages by the same rule.
    """
    chosen: list[int] = []
    spent = 0
    for number in order:
        more = size(number)
        if chosen and spent + more > words:
            if spent > 0.7 * words:
                break
            continue
        chosen.append(number)
        spent += more
    return chosen


def joined(match: Match, numbers: Sequence[int]) -> Passage:
    """Those sentences as one passage, in page order."""
    ordered = tuple(sorted(set(numbers)))
    return Passage(ordered, " ".join(shown(match, number) for number in ordered))


def windows(match: Match, numbers: Sequence[int], words: int) -> list[Passage]:
    """Neighbouring sentences of a page together, so many that each passage has about so many words."""
    made: list[list[int]] = []
    spent = 0
    for number in numbers:
        size = length(match, number)
        if made and number == made[-1][-1] + 1 and spent + size <= words:
            made[-1].append(number)
            spent += size
        else:
            made.append([number])
            spent = size
    return [joined(match, one) for one in made]


def length(match: Match, number: int) -> int:
    """Words of a sentence, as they count for a passage."""
    if match.page.unspaced:
        start, end = match.page.span(number)
        return (end - start) // _CHARS_OF_A_WORD
    return len(match.page.words[number])


def shown(match: Match, number: int) -> str:
    """A sentence on one line, without what a tokenizer cannot encode."""
    return without_surrogates(" ".join(told(match, number).split()))


def by_words(match: Match) -> list[int]:
    """All sentences, those first that share most with the claim's words; equal ones in page order.

    Left out are rows of tables of which the claim names others.
    """
    beside = beside_the_named(match)
    kept = (number for number in range(len(match.page.sentences)) if number not in beside)
    return sorted(kept, key=lambda number: (-match.scores[number], number))


def clause_texts(match: Match) -> list[tuple[Span, str]]:
    """The claim's clauses of three words or more, if there are at least two."""
    found = [(span, in_figures(match, span)) for span, _ in match.clauses]
    kept = [(span, text) for span, text in found if len(text.split()) >= 3]
    return kept if len(kept) > 1 else []


def in_figures(match: Match, span: Span) -> str:
    """The part of the claim with its number words as figures, which the model compares more surely ("19")."""
    start, end = span
    text, at = "", start
    for number in sorted(match.numbers, key=lambda one: one.span):
        first, last = number.span
        if (
            number.spelled
            and number.upper is None
            and number.values[0] >= _IN_FIGURES_FROM
            and at <= first <= last <= end
        ):
            text += match.claim[at:first] + shown_number(number)
            at = last
    return (text + match.claim[at:end]).strip()
