"""A claim and a page in, how well which sentences cover the claim's words out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from verifier.judge.agreement import agrees
from verifier.judge.clauses import clauses
from verifier.judge.dates import Dated, Day, find_dates, iso_day
from verifier.judge.numbers import Number, find_numbers
from verifier.judge.page import Page, Term
from verifier.judge.words import Word, words
from verifier.model import Span

#: How many of the best sentences are looked at closely.
FOCUS = 5
#: Sentences up to which a page is read whole.
SHORT_PAGE = 12


class Match:
    """One claim held against one page. Built once per pair; every check and feature reads it."""

    def __init__(self, claim: str, code: str, page: Page, claim_date: str | None) -> None:
        self.claim = claim
        self.code = code
        self.page = page
        self.same_language = page.reads(code)
        self.words: list[Word] = words(claim, code)
        self.terms: list[Term] = page.terms(self.words, self.same_language)
        self.scores = page.scores(self.terms)
        self.claim_day: Day | None = iso_day(claim_date) or page.day
        count = len(self.terms)
        self._hits: list[frozenset[int]] = [
            frozenset(at for key in term.keys for at in page.postings[key]) for term in self.terms
        ]
        self._by_sentence: dict[int, list[int]] = {}
        for i in range(count):
            for at in self._hits[i]:
                self._by_sentence.setdefault(at, []).append(i)
        # What nothing on a page in another language could have matched does not count against the claim.
        self.weights = [t.weight if t.readable else 0.0 for t in self.terms]
        self.total = sum(self.weights) or 1.0
        self._credit_numbers()
        self._owner: dict[str, int] = {key: i for i, term in enumerate(self.terms) for key in term.keys}

    def _credit_numbers(self) -> None:
        """A number found by its value (nineteen for 19, km for miles) counts as found in that sentence."""
        for number in self.numbers:
            start, end = number.span
            own = {i for w in self.words if start <= w.start < end and (i := self.term_of(w)) is not None}
            for at in self.neighbourhood:
                if any(agrees(number, other) for other in self.page.numbers(at)):
                    for i in own - set(self._by_sentence.get(at, ())):
                        self._hits[i] |= {at}
                        self._by_sentence.setdefault(at, []).append(i)
        for name in ("focus", "best", "neighbourhood", "sentences_with_any"):
            self.__dict__.pop(name, None)

    @cached_property
    def focus(self) -> list[int]:
        """Sentences by score, best first; only those that share a word with the claim."""
        ranked = sorted(self._by_sentence, key=lambda at: (-self.scores[at], at))
        return ranked[:FOCUS]

    @cached_property
    def best(self) -> int | None:
        """The sentence that alone covers most of the claim."""
        if not self._by_sentence:
            return None
        return max(self._by_sentence, key=lambda at: (self.coverage((at,)), self.scores[at], -at))

    def hit(self, term: int, sentences: Iterable[int]) -> bool:
        """Does the term occur in one of the sentences?"""
        return any(at in self._hits[term] for at in sentences)

    def found(self, term: int) -> bool:
        """Does the term occur on the page at all?"""
        return bool(self._hits[term])

    def covered(self, sentences: Iterable[int]) -> set[int]:
        """Indices of the terms that occur in these sentences."""
        return {i for at in sentences for i in self._by_sentence.get(at, ())}

    def coverage(self, sentences: Iterable[int], without: Iterable[int] = ()) -> float:
        """Share of the claim's weight found in these sentences, `without` some of its terms."""
        left_out = set(without)
        total = self.total - sum(self.weights[i] for i in left_out)
        if total <= 0:
            return 0.0
        return sum(self.weights[i] for i in self.covered(sentences) - left_out) / total

    def term_of(self, word: Word) -> int | None:
        """The index of the claim's term for one of the claim's words."""
        return self._term_index.get(word.form.stem)

    @cached_property
    def _term_index(self) -> dict[str, int]:
        return {t.word.form.stem: i for i, t in enumerate(self.terms)}

    def matched_term(self, source_word: Word) -> int | None:
        """The claim's term that a word of the page matches, or None."""
        return next((self._owner[k] for k in source_word.form.keys if k in self._owner), None)

    @cached_property
    def sentences_with_any(self) -> frozenset[int]:
        """Sentences that share at least one word with the claim."""
        return frozenset(self._by_sentence)

    @cached_property
    def clauses(self) -> list[tuple[Span, frozenset[int]]]:
        """The parts of the claim with the terms that stand in each."""
        return [
            (
                span,
                frozenset(i for w in self.words if span[0] <= w.start < span[1] and (i := self.term_of(w)) is not None),
            )
            for span in clauses(self.claim)
        ]

    @cached_property
    def dates(self) -> list[Dated]:
        """Days the claim names; relative ones resolved from its own date, or else the page's."""
        return find_dates(self.claim, self.words, self.code, self.claim_day)

    @cached_property
    def numbers(self) -> list[Number]:
        """Numbers the claim states, dates left out."""
        return find_numbers(self.claim, self.words, self.code, [d.span for d in self.dates])

    @cached_property
    def neighbourhood(self) -> list[int]:
        """The focus sentences with the sentence before and after the best two."""
        near: list[int] = []
        best = [self.best] if self.best is not None else []
        for at in [*best, *self.focus[:2]]:
            near += [i for i in (at, at - 1, at + 1) if 0 <= i < len(self.page.sentences)]
        return list(dict.fromkeys([*near, *self.focus]))

    @cached_property
    def nearby(self) -> Sequence[int]:
        """Every sentence of a short page, the neighbourhood of the best on others."""
        count = len(self.page.sentences)
        return range(count) if count <= SHORT_PAGE else self.neighbourhood

    def context(self, found: Sequence[Word], first: int, last: int, back: int = 4, ahead: int = 4) -> list[Word]:
        """Content words around words `first` to `last` of a sentence."""
        around = [*found[max(0, first - back) : first], *found[last + 1 : last + 1 + ahead]]
        return [w for w in around if w.form.keys]
