"""A row of a table in, its numbers and dates out: cell by cell, each figure in the unit that its heading gives.

"Turnout, %", "Umsatz in Mio. Euro", "Посевы (тыс. га)": what stands under these is no bare number.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from operator import attrgetter

from verifier.judge.dates import Dated
from verifier.judge.number_roles import COUNT
from verifier.judge.numbers import Number, find_numbers
from verifier.judge.rows import UNIT, Row
from verifier.judge.words import Word, words
from verifier.model import Span

#: A figure that units are tried at, of which all forms of number agree with their plural.
_TRIED = 5.0
#: Tonnes and hectares, folded: in prose such short words are seldom units, in headings they are.
_SHORT = {"t": ("kg", 1000.0), "ha": ("m2", 1e4), "ga": ("m2", 1e4)}


def row_numbers(text: str, row: Row, found: Sequence[Word], code: str, taken: Sequence[Span]) -> list[Number]:
    """The numbers of the row whose words are `found`; no number and no unit goes over from cell to cell."""
    numbers: list[Number] = []
    for place, (first, own) in enumerate(_cell_words(row, found)):
        here = find_numbers(text, own, code, taken)
        if len(here) == 1 and len(own) == here[0].last_word - here[0].first_word + 1 and place != row.label:
            here = [_with_unit(here[0], _heads(text, row, place), code)]
        numbers += [replace(n, first_word=n.first_word + first, last_word=n.last_word + first) for n in here]
    return numbers


def row_dates(row: Row, found: Sequence[Word], find: Callable[[Sequence[Word]], list[Dated]]) -> list[Dated]:
    """The dates of its cells, each read by `find` from the words of one cell."""
    return [dated for _, own in _cell_words(row, found) for dated in find(own)]


def _cell_words(row: Row, found: Sequence[Word]) -> Iterator[tuple[int, Sequence[Word]]]:
    """The words of each cell, with the place of the first among those of the row."""
    last = 0
    for _, end in row.cells:
        first, last = last, bisect_left(found, end, lo=last, key=attrgetter("start"))
        yield first, found[first:last]


def _heads(text: str, row: Row, place: int) -> list[str]:
    """The headings of a cell, the nearest first; what stands over the labels speaks of the whole table."""
    if not row.heads:
        return [text[start:end] for start, end in row.under]
    over_labels = row.heads[row.label] if row.label is not None else ()
    near = [*reversed(row.heads[place]), *reversed(over_labels), *reversed(row.under)]
    return [text[start:end].strip() for start, end in near]


def _with_unit(number: Number, heads: Sequence[str], code: str) -> Number:
    """A bare number as so many of what its headings say."""
    if number.unit or number.kind != COUNT or number.upper is not None:
        return number
    for head in heads:
        for match in UNIT.finditer(head):
            read = _unit(next(filter(None, match.groups())), code)
            if read is not None:
                factor, unit, scale = read
                return replace(number, values=tuple(v * factor for v in number.values), unit=unit, scale=scale)
    return number


@lru_cache(maxsize=1_024)
def _unit(said: str, code: str) -> tuple[float, str, float] | None:
    """What a figure before these words is multiplied with, its unit and that unit's scale."""
    text = f"{_TRIED:g} {said}"
    found = words(text, code)
    read = find_numbers(text, found, code)
    if len(read) != 1 or read[0].first_word != 0:
        return None
    factor, unit, scale = read[0].values[0] / _TRIED, read[0].unit, read[0].scale
    if not unit:
        unit, scale = _SHORT.get(found[-1].form.folded, (unit, scale))
    return (factor, unit, scale) if unit or factor != 1.0 else None
