"""A source text in, its sentences, words and a BM25 index over them out.

Retrieval is BM25 (Robertson and Zaragoza 2009, k1 1.2, b 0.6) with a quarter of the
neighbours' scores added. A page is built once and kept for the next claims about it.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from verifier.judge.dates import Dated, Day, find_dates, page_day
from verifier.judge.folding import same_skeleton
from verifier.judge.languages import UNSPACED_SCRIPTS, language, main_script
from verifier.judge.numbers import Number, find_numbers
from verifier.judge.ordered_spans import span_at
from verifier.judge.orders import is_order
from verifier.judge.row_numbers import row_dates, row_numbers
from verifier.judge.rows import Row, rows_of, told
from verifier.judge.sentences import split
from verifier.judge.words import Word, words
from verifier.model import Span

_K1 = 1.2
_B = 0.6
_NEIGHBOUR = 0.25
#: Consonants a name must have to be recognised by them alone within one language.
_LONG_SKELETON = 4
#: Under so many the vowels have to agree as well.
_FEW_CONSONANTS = 3


@dataclass(frozen=True, slots=True)
class Term:
    """One content word of a claim: the page's own keys that match it, and how rare it is there."""

    word: Word
    keys: tuple[str, ...]
    weight: float
    readable: bool


class Page:
    """A judged text with everything that claims are held against. Immutable once built."""

    def __init__(self, text: str, code: str, source_date: str | None, satire: str | None = None) -> None:
        self.text = text
        self.satire = satire
        self.language = language(code)
        rows = {row.span: row for row in rows_of(text)}
        every = split(text, self.language, list(rows))
        self.sentences: list[Span] = [one for one in every if not is_order(text[one[0] : one[1]])] or every
        self.words: list[list[Word]] = [words(text, code, start, end) for start, end in self.sentences]
        self.rows: dict[int, Row] = {at: rows[one] for at, one in enumerate(self.sentences) if one in rows}
        self._heading_words: dict[Span, list[Word]] = {}
        self._dated_headings: dict[Span, list[Dated]] = {}
        self.postings: dict[str, dict[int, int]] = {}
        said = [self._said(at) for at in range(len(self.sentences))]
        self.lengths = [sum(1 for w in ws if w.form.keys) for ws in said]
        for number, sentence in enumerate(said):
            for key, count in Counter([k for w in sentence for k in w.form.keys]).items():
                self.postings.setdefault(key, {})[number] = count
        self.average = max(1.0, sum(self.lengths) / max(1, len(self.lengths)))
        self.day: Day | None = page_day(text, source_date, self.language.code)

    def reads(self, code: str) -> bool:
        """Is the page in that language, so that word stems can be compared?"""
        return code == self.language.code

    def span(self, number: int) -> Span:
        """Where a sentence stands in `text`."""
        return self.sentences[number]

    def sentence(self, number: int) -> str:
        """The verbatim sentence."""
        start, end = self.sentences[number]
        return self.text[start:end]

    def sentence_at(self, place: int) -> int | None:
        """The number of the sentence that a place of `text` stands in."""
        return span_at(self.sentences, place)

    def told(self, number: int, cells: Container[int] | None = None) -> str:
        """The sentence as it is read; a row of a table (or these cells of it) with headings that its text has not."""
        row = self.rows.get(number)
        if row is None or row.is_heading:
            return self.sentence(number)
        sentence = told(self.text, row, cells)
        return self.sentence(number) if is_order(sentence) else sentence

    @cached_property
    def tables(self) -> dict[int, list[int]]:
        """The rows of each table by the numbers of their sentences, lines of headings left out."""
        found: dict[int, list[int]] = {}
        for at, row in self.rows.items():
            if not row.is_heading:
                found.setdefault(row.table, []).append(at)
        return found

    def heading(self, span: Span) -> list[Word]:
        """The words of a heading, which many rows share."""
        if span not in self._heading_words:
            self._heading_words[span] = words(self.text, self.language.code, *span)
        return self._heading_words[span]

    def _said(self, number: int) -> list[Word]:
        """The words by which a sentence is found: a row's are also those that it stands under."""
        row = self.rows.get(number)
        spans = [] if row is None else _stands_under(row)
        return [*self.words[number], *(word for span in spans for word in self.heading(span))]

    @cached_property
    def _number_lists(self) -> dict[int, list[Number]]:
        return {}

    def numbers(self, number: int) -> list[Number]:
        """Numbers of one sentence, dates left out; spans index `text`."""
        if number not in self._number_lists:
            taken = [d.span for d in self.dates(number)]
            found, code = self.words[number], self.language.code
            row = self.rows.get(number)
            self._number_lists[number] = (
                find_numbers(self.text, found, code, taken)
                if row is None
                else row_numbers(self.text, row, found, code, taken)
            )
        return self._number_lists[number]

    @cached_property
    def _date_lists(self) -> dict[int, list[Dated]]:
        return {}

    def dates(self, number: int) -> list[Dated]:
        """Dates of one sentence, relative ones resolved from the page's own day."""
        if number not in self._date_lists:
            row = self.rows.get(number)
            self._date_lists[number] = (
                self._dates(self.words[number])
                if row is None
                else [
                    *row_dates(row, self.words[number], self._dates),
                    *(dated for span in _stands_under(row) for dated in self._heading_dates(span)),
                ]
            )
        return self._date_lists[number]

    def _heading_dates(self, span: Span) -> list[Dated]:
        """The dates of a heading, which many rows share."""
        if span not in self._dated_headings:
            self._dated_headings[span] = self._dates(self.heading(span))
        return self._dated_headings[span]

    def _dates(self, found: Sequence[Word]) -> list[Dated]:
        return find_dates(self.text, found, self.language.code, self.day)

    @cached_property
    def unspaced(self) -> bool:
        """Is it written without spaces between words, so that its names cannot be told?"""
        return main_script(self.text) in UNSPACED_SCRIPTS

    @cached_property
    def _spellings(self) -> dict[str, frozenset[str]]:
        """The folded words behind each skeleton."""
        spelled: dict[str, set[str]] = {}
        for sentence in self.words:
            for word in sentence:
                if word.form.skeleton:
                    spelled.setdefault(word.form.skeleton, set()).add(word.form.folded)
        return {k: frozenset(v) for k, v in spelled.items()}

    @cached_property
    def _skeletons(self) -> dict[str, tuple[str, ...]]:
        """Skeletons of the page by their first two letters."""
        grouped: dict[str, list[str]] = {}
        for key in self.postings:
            if key.startswith("n:"):
                grouped.setdefault(key[2:4], []).append(key[2:])
        return {k: tuple(v) for k, v in grouped.items()}

    def names_like(self, folded: str, bones: str) -> tuple[str, ...]:
        """Keys of the page's names that are this name, inflected or not; two consonants alone prove nothing."""
        alike = [b for b in self._skeletons.get(bones[:2], ()) if same_skeleton(bones, b)]
        if len(bones) < _FEW_CONSONANTS:
            alike = [b for b in alike if any(f[:3] == folded[:3] for f in self._spellings.get(b, ()))]
        return tuple("n:" + b for b in alike)

    def idf(self, keys: tuple[str, ...]) -> float:
        """Rarity of a word among the sentences (BM25's, never negative)."""
        n = len(self.sentences)
        df = max((len(self.postings[k]) for k in keys if k in self.postings), default=0)
        return math.log(1 + (n - df + 0.5) / (df + 0.5))

    def terms(self, claim: list[Word], same_language: bool) -> list[Term]:
        """The content words of a claim, once each, with the keys this page can answer."""
        found: dict[str, Term] = {}
        for word in claim:
            shape = word.form
            if not shape.keys or shape.stem in found:
                continue
            keys = self._keys_for(word) if same_language else self._keys_abroad(word)
            # A Polish paper need not say that it speaks of Poland.
            at_home = shape.concepts == (self.language.home,)
            known = shape.digits or (not at_home and bool(shape.concepts or shape.skeleton))
            readable = same_language or known or bool(keys)
            df = max((len(self.postings[k]) for k in keys), default=0)
            found[shape.stem] = Term(word, keys, math.log(1 + 30 / (1 + df)) + 0.5, readable)
        return list(found.values())

    def _keys_for(self, word: Word) -> tuple[str, ...]:
        """Stem, concept or digits; a name written otherwise (Szłapka, Shlapka) by its skeleton."""
        shape = word.form
        keys = tuple(k for k in shape.keys if not k.startswith("n:") and k in self.postings)
        if not keys and len(shape.skeleton) >= _LONG_SKELETON:
            return self.names_like(shape.folded, shape.skeleton)
        return keys

    def _keys_abroad(self, word: Word) -> tuple[str, ...]:
        """Across languages: concepts, digits, names by skeleton, and words spelled alike."""
        shape = word.form
        keys = [k for k in shape.keys if k[0] in "c#" and k in self.postings]
        if shape.skeleton and not shape.concepts:
            keys += self.names_like(shape.folded, shape.skeleton)
        whole = "k:" + shape.stem
        if whole in self.postings and len(shape.stem) >= 3:
            keys.append(whole)
        return tuple(keys)

    def scores(self, terms: list[Term]) -> list[float]:
        """BM25 of every sentence against the terms, neighbours' quarter added."""
        plain = [0.0] * len(self.sentences)
        for term in terms:
            idf = self.idf(term.keys)
            best: dict[int, float] = {}
            for key in term.keys:
                for at, count in self.postings[key].items():
                    norm = count * (_K1 + 1) / (count + _K1 * (1 - _B + _B * self.lengths[at] / self.average))
                    best[at] = max(best.get(at, 0.0), norm)
            for at, norm in best.items():
                plain[at] += idf * norm
        last = len(plain) - 1
        return [
            score + _NEIGHBOUR * ((plain[i - 1] if i else 0.0) + (plain[i + 1] if i < last else 0.0))
            for i, score in enumerate(plain)
        ]


def _stands_under(row: Row) -> list[Span]:
    """What a row stands under, each once."""
    return list(dict.fromkeys([*row.under, *(head for heads in row.heads for head in heads)]))


@lru_cache(maxsize=4)
def open_page(text: str, code: str, source_date: str | None, satire: str | None = None) -> Page:
    """The page for a text, kept while other claims about it are judged; `satire` as in `Document`."""
    return Page(text, code, source_date, satire)
