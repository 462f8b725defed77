"""A claim and the tables of a page in, the rows and columns that the claim names out.

"Turnout in Gdańsk" names the row of Gdańsk and the column of turnout. What all rows have in common names none of them;
of rows that share words with the claim those count that share most of them.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Hashable, Iterable, Mapping
from functools import lru_cache
from typing import TypeVar

from verifier.judge.agreement import agrees
from verifier.judge.clauses import clauses
from verifier.judge.matching import Match
from verifier.judge.numbers import Number
from verifier.judge.rows import Row, is_value
from verifier.judge.words import Word
from verifier.model import Span

_DASH = re.compile(r"\s[-–—]\s")
_K = TypeVar("_K", bound=Hashable)
#: With more sets of words in common than this the claim is about the table as a whole.
_MOST_SETS = 64


class NamedRows:
    """One table held against one claim. `rows` are the numbers of its sentences, lines of headings left out."""

    def __init__(self, match: Match, rows: list[int]) -> None:
        self._match = match
        self.rows = rows
        self._labels = {at: self._terms(_label_words(match, at)) for at in rows}
        self._columns: dict[int, frozenset[int]] = {}
        first = next((row for at in rows if (row := match.page.rows[at]).heads), None)
        if first is not None:
            places = range(len(first.heads))
            self._columns = {place: self._heading(first, place) for place in places if place != first.label}

    def _terms(self, found: Iterable[Word]) -> frozenset[int]:
        return frozenset(term for word in found if (term := self._match.matched_term(word)) is not None)

    def _heading(self, row: Row, place: int) -> frozenset[int]:
        return self._terms(word for span in row.heads[place] for word in self._match.page.heading(span))

    def named(self, span: Span | None) -> list[int]:
        """The rows that the claim, or the clause that `span` of it stands in, names.

        Where columns have no headings the rows are properties of one thing, and each clause speaks of its own.
        """
        return self._either(self._labels, span, whole=bool(self._columns))

    def columns(self, span: Span | None) -> list[int]:
        """The places of the columns that it names."""
        return self._either(self._columns, span, whole=True)

    def counts(self, at: int, number: Number) -> bool:
        """Does the row, or a column that the claim names, tell how many there are of what the claim counts?"""
        match = self._match
        counted = match.context(match.words, number.first_word, number.last_word, back=0, ahead=3)[:1]
        names = self._labels[at].union(*(self._columns[place] for place in self.columns(number.span)))
        return any(match.term_of(word) in names for word in counted)

    def told(self, at: int) -> frozenset[int]:
        """The places of the cells of a row that the claim may be about: of named columns, or with its numbers; or all.

        A row of many figures hides the one that matters from whoever reads it as a sentence.
        """
        match, row = self._match, self._match.page.rows[at]
        every = frozenset(range(len(row.cells)))
        columns = self.columns(None)
        if not row.heads or not columns:
            return every
        figures = [n.span for n in match.page.numbers(at) if any(agrees(number, n) for number in match.numbers)]
        with_figures = {i for i, (start, end) in enumerate(row.cells) if any(start <= a < end for a, _ in figures)}
        return frozenset({*columns, *with_figures}) & every

    def _either(self, groups: Mapping[_K, frozenset[int]], span: Span | None, *, whole: bool) -> list[_K]:
        everywhere = frozenset(range(len(self._match.terms)))
        if span is None:
            return _named(groups, everywhere)
        here = _named(groups, self._clause(span))
        if here or not whole:
            return here
        of_claim = _named(groups, everywhere)
        return of_claim if len(of_claim) == 1 else []

    def _clause(self, span: Span) -> frozenset[int]:
        """The claim's terms in the clause of one of its values."""
        match = self._match
        start, end = _labelled_clause(match.claim, span[0])
        inside = (w for w in match.words if start <= w.start < end and not span[0] <= w.start < span[1])
        return frozenset(term for word in inside if (term := match.term_of(word)) is not None)


@lru_cache(maxsize=8)
def table_of(match: Match, table: int) -> NamedRows:
    """One table of the page, kept while its rows are looked at."""
    return NamedRows(match, match.page.tables.get(table, []))


def tables_at(match: Match, sentences: Collection[int]) -> list[NamedRows]:
    """The tables that any of these sentences are rows of."""
    rows = match.page.rows
    return [table_of(match, table) for table in dict.fromkeys(rows[at].table for at in sentences if at in rows)]


def told(match: Match, at: int) -> str:
    """A sentence of the page as it is read; of a row's cells those that the claim may be about."""
    row = match.page.rows.get(at)
    if row is None or row.is_heading:
        return match.page.sentence(at)
    return match.page.told(at, table_of(match, row.table).told(at))


def beside_the_named(match: Match) -> frozenset[int]:
    """Rows of tables of which the claim names other rows: they speak of something else."""
    found: set[int] = set()
    for table in tables_at(match, match.focus):
        named = table.named(None)
        found.update(set(table.rows).difference(named) if named else ())
    return frozenset(found)


def _labelled_clause(claim: str, place: int) -> Span:
    """The clause around a place; behind a dash it goes on ("Length — 34 metres")."""
    start = end = 0
    for first, last in clauses(claim):
        start = start if _DASH.fullmatch(claim, end, first) else first
        end = last
        if place < last:
            break
    return start, end


def _label_words(match: Match, at: int) -> list[Word]:
    """The words of a row that are no figures: its label, further names, and what the row stands under."""
    page = match.page
    row = page.rows[at]
    names = [
        cell for place, cell in enumerate(row.cells) if place == row.label or not is_value(page.text[cell[0] : cell[1]])
    ]
    inside = [w for w in page.words[at] if any(start <= w.start < end for start, end in names)]
    return inside + [word for span in row.under for word in page.heading(span)]


def _named(groups: Mapping[_K, frozenset[int]], claimed: frozenset[int]) -> list[_K]:
    """The groups that share most with the claim, none of which shares only a part of what another one does."""
    shared = {key: terms & claimed for key, terms in groups.items()}
    if len(shared) > 1:
        common = frozenset.intersection(*shared.values())
        shared = {key: terms - common for key, terms in shared.items()}
    sets = {terms for terms in shared.values() if terms}
    if len(sets) > _MOST_SETS:
        return []
    largest = {one for one in sets if not any(one < other for other in sets)}
    return [key for key, terms in shared.items() if terms in largest]
