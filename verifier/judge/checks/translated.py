"""A quotation of the claim and a page in another language in, the quotation it translates out, and what differs in it.

A translation is never said to differ for its words. What has one form in every language still compares: a number, a
negation, a word where the original has its opposite.
"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.judge.agreement import agrees
from verifier.judge.checks.polarity import is_denial
from verifier.judge.lexicon import all_opposites
from verifier.judge.matching import Match
from verifier.judge.words import Word
from verifier.model import Span

#: Share of the quotation's known words that an original must have, and how many of them at least.
_SAME_QUOTATION, _FEWEST = 0.5, 2
#: With this many words unread on either side a missing negation may be hidden in one of them.
_FEW_UNREAD = 1


@dataclass(frozen=True, slots=True)
class Original:
    """Where the translated quotation stands on the page; `differs` if the translation changes what it says."""

    span: Span
    differs: bool


def original(match: Match, span: Span, candidates: list[Span]) -> Original | None:
    """The quotation of the page that shares most with the claim's, if it shares enough."""
    quoted = [w for w in match.words if span[0] <= w.start < span[1]]
    terms = {i for w in quoted if (i := match.term_of(w)) is not None and match.weights[i]}
    total = sum(match.weights[i] for i in terms)
    best: tuple[float, Span, list[Word]] | None = None
    for candidate in candidates:
        there = [w for ws in match.page.words for w in ws if candidate[0] <= w.start < candidate[1]]
        shared = {i for w in there if (i := match.matched_term(w)) is not None} & terms
        share = sum(match.weights[i] for i in shared) / total if total else 0.0
        if len(shared) >= _FEWEST and share >= _SAME_QUOTATION and (best is None or share > best[0]):
            best = (share, candidate, there)
    if best is None:
        return None
    return Original(best[1], _changed(match, span, quoted, best[1], best[2]))


def _changed(match: Match, span: Span, quoted: list[Word], there: Span, said: list[Word]) -> bool:
    numbers = [n for n in match.numbers if span[0] <= n.span[0] < span[1]]
    others = [
        n for at in range(len(match.page.sentences)) for n in match.page.numbers(at) if there[0] <= n.span[0] < there[1]
    ]
    if others and any(not any(agrees(number, other) for other in others) for number in numbers):
        return True
    return _reversed(quoted, said) or _denied(match, quoted, said)


def _reversed(quoted: list[Word], said: list[Word]) -> bool:
    """Has the original the opposite of a word, and nothing of that word itself?"""
    table = all_opposites()
    here = {concept for word in quoted for concept in word.form.concepts}
    meanings = {concept for word in said for concept in word.form.concepts}
    if any(w.form.negation for w in (*quoted, *said)):
        return False
    for concept in here - meanings:
        other = next((o for o in table.get(concept, ()) if o in meanings and o not in here), None)
        if other is not None:
            return True
    return False


def _is_negation(word: Word) -> bool:
    """French `ne` alone denies nothing: "plus vite que nos modèles ne le prévoyaient"."""
    return word.form.negation and word.form.folded not in ("ne", "n")


def _denied(match: Match, quoted: list[Word], said: list[Word]) -> bool:
    """Is one of the two negated, and the other neither negated nor in any way a denial?"""
    claimed, original_ = (any(_is_negation(w) for w in words) for words in (quoted, said))
    if claimed == original_:
        return False
    other = said if claimed else quoted
    known = match.matched_term if claimed else match.term_of
    unread = sum(1 for w in other if w.form.keys and not w.form.concepts and not w.form.capital and known(w) is None)
    return unread <= _FEW_UNREAD and not any(is_denial(w) for w in other)
