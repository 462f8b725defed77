"""Two values, one in the claim and one on the page, in; how far what stands around them is alike out.

The claim's words near its value are looked for near the page's value. A word counts by how rare it is and by how
close it stands to the value on both sides; a comma or a conjunction between them costs as much as some words.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from verifier.judge.clauses import clauses
from verifier.judge.matching import Match
from verifier.judge.words import Word

_BY_DISTANCE = 0.3
_BY_CLAUSE = 1.2
#: What words of the sentence before or after still count.
_NEXT_SENTENCE = 0.125
#: What has more words than this sums up several sentences: no one of them gives each of its values a place.
LONGEST_CLAIM = 32


@lru_cache(maxsize=64)
def _cuts(text: str, start: int, end: int) -> tuple[int, ...]:
    """Where the clauses of a sentence begin, the first left out."""
    return tuple(first for first, _ in clauses(text, start, end))[1:]


def _clause_of(cuts: tuple[int, ...], at: int) -> int:
    return bisect_right(cuts, at)


def closeness(
    text: str, found: list[Word], terms: list[int | None], first: int, last: int, bounds: tuple[int, int]
) -> dict[int, float]:
    """The claim's terms in one sentence, each with its nearness (0 to 1) to the words `first` to `last`."""
    cuts = _cuts(text, *bounds)
    own = _clause_of(cuts, found[first].start)
    near: dict[int, float] = {}
    for step, places in ((-1, range(first - 1, -1, -1)), (1, range(last + 1, len(found)))):
        steps = 0
        for i in places:
            if not found[i].form.keys:
                continue
            steps += 1
            term = terms[i]
            if term is None:
                continue
            apart = abs(_clause_of(cuts, found[i].start) - own)
            value = 1.0 / (1.0 + _BY_DISTANCE * (steps - (1 if step > 0 else 0)) + _BY_CLAUSE * apart)
            if value > near.get(term, 0.0):
                near[term] = value
    return near


class Places:
    """The surroundings of the values of one claim, each worked out once."""

    def __init__(self, match: Match) -> None:
        self.match = match
        self._terms: dict[int, list[int | None]] = {}
        self._claim_terms = [match.term_of(w) for w in match.words]
        self._there: dict[tuple[int, int, int], dict[int, float]] = {}

    def _terms_of(self, at: int) -> list[int | None]:
        if at not in self._terms:
            self._terms[at] = [self.match.matched_term(w) for w in self.match.page.words[at]]
        return self._terms[at]

    @property
    def too_long(self) -> bool:
        """Is the claim too long for its values to be given places?"""
        return len(self.match.words) > LONGEST_CLAIM

    def around(self, first: int, last: int) -> dict[int, float]:
        """Near what the claim's words `first` to `last` stand."""
        match = self.match
        own = {t for t in self._claim_terms[first : last + 1] if t is not None}
        near = closeness(match.claim, match.words, self._claim_terms, first, last, (0, len(match.claim)))
        return {t: v for t, v in near.items() if t not in own and match.weights[t]}

    def around_there(self, at: int, first: int, last: int) -> dict[int, float]:
        """Near what words `first` to `last` of a sentence of the page stand, the sentences beside it at a discount."""
        key = (at, first, last)
        if key in self._there:
            return self._there[key]
        match = self.match
        page = match.page
        near = closeness(page.text, page.words[at], self._terms_of(at), first, last, page.span(at))
        for other in (at - 1, at + 1):
            if 0 <= other < len(page.sentences):
                for term in match.covered((other,)):
                    near.setdefault(term, _NEXT_SENTENCE)
        self._there[key] = near
        return near

    def likeness(self, claimed: dict[int, float], there: dict[int, float], *, known: bool = False) -> float:
        """From 0 to 1: how much of what stands near the claim's value stands near the other one.

        With `known`, words that are nowhere on the page are left out of the reckoning.
        """
        weights = self.match.weights
        total = sum(v * weights[t] for t, v in claimed.items() if not known or self.match.found(t))
        if total <= 0:
            return 0.0
        return sum(v * weights[t] * there.get(t, 0.0) for t, v in claimed.items()) / total


@lru_cache(maxsize=4)
def places_of(match: Match) -> Places:
    """The surroundings of one claim's values, shared by its checks."""
    return Places(match)
