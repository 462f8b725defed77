"""Says the sentence nearest to the claim the opposite: a negation more, or rose against fell?"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.judge.lexicon import opposites
from verifier.judge.matching import Match
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome, Span

#: Coverage by one sentence (words of polarity left out) from which both make the same statement.
_SAME_STATEMENT = 0.72
_SAME_STATEMENT_ABROAD = 0.75
#: Fewer words in common are too little to speak of one statement.
_FEWEST_WORDS = 3
#: A negation in these company is none: "not only", "no fewer than", "not just".
_NO_NEGATION_BEFORE = frozenset(
    {"only", "just", "merely", "limited", "necessarily", "fewer", "less", "later", "tolko", "tylko", "lyshe", "nur"}
)
_OTHER_ORDER = {"before": "after", "after": "before"}


@dataclass(frozen=True, slots=True)
class Polarity:
    """A negating word and where it stands."""

    span: Span
    text: str


def negations(text: str, found: list[Word]) -> list[tuple[int, Polarity]]:
    """Index and span of each negating word."""
    marks = []
    for i, word in enumerate(found):
        following = found[i + 1].form.folded if i + 1 < len(found) else ""
        if word.form.negation and following not in _NO_NEGATION_BEFORE:
            marks.append((i, Polarity((word.start, word.end), text[word.start : word.end])))
    return marks


def check_polarity(match: Match, quotes: list[Check]) -> list[Check]:
    """At most two checks: one for negation, one for opposite words. Agreed quotations are left out of both."""
    at = match.best
    if at is None:
        return []
    checks = []
    agreed = [c for c in quotes if c.outcome is CheckOutcome.AGREES]
    negation = _negation(match, at, agreed)
    if negation is not None:
        checks.append(negation)
    opposite = _opposite(match, at) or _order(match, at)
    if opposite is not None:
        checks.append(opposite)
    return checks


def _negation(match: Match, at: int, quotes: list[Check]) -> Check | None:
    found = match.page.words[at]
    claimed = [p for _, p in negations(match.claim, match.words) if not _inside(p, [c.claim_span for c in quotes])]
    threshold = _SAME_STATEMENT if match.same_language else _SAME_STATEMENT_ABROAD
    if match.coverage((at,)) < threshold or len(match.covered((at,))) < _FEWEST_WORDS:
        return None
    inside = _region(match, found)
    said = [
        p
        for i, p in negations(match.page.text, found)
        if inside[0] - 1 <= i <= inside[1] + 1 and not _inside(p, [c.source_span for c in quotes])
    ]
    if not claimed and not said:
        return None
    mark, source = (claimed[0] if claimed else None), (said[0] if said else None)
    same = len(_apart(claimed)) % 2 == len(_apart(said)) % 2 or _nearby(match, at, bool(claimed))
    return Check(
        kind=CheckKind.NEGATION,
        claim_value=mark.text if mark else "(not negated)",
        source_value=source.text if source else "(not negated)",
        outcome=CheckOutcome.AGREES if same else CheckOutcome.DIFFERS,
        claim_span=mark.span if mark else None,
        source_span=source.span if source else match.page.span(at),
    )


def _inside(mark: Polarity, spans: list[Span | None]) -> bool:
    return any(s is not None and s[0] <= mark.span[0] < s[1] for s in spans)


def _nearby(match: Match, at: int, negated: bool) -> bool:
    """Does another sentence that says nearly as much of the claim have the claim's polarity?"""
    enough = 0.85 * match.coverage((at,))
    return any(
        bool(negations(match.page.text, match.page.words[other])) == negated
        for other in match.focus
        if other != at and match.coverage((other,)) >= enough
    )


def _apart(marks: list[Polarity]) -> list[Polarity]:
    """French says `ne … pas`, Slavic languages double: marks close together count once."""
    kept: list[Polarity] = []
    for mark in marks:
        if not kept or mark.span[0] - kept[-1].span[1] > 25:
            kept.append(mark)
    return kept


def _region(match: Match, found: list[Word]) -> tuple[int, int]:
    """First and last word of a sentence that the claim's words cover."""
    hits = [i for i, w in enumerate(found) if match.matched_term(w) is not None]
    return (hits[0], hits[-1]) if hits else (0, -1)


def _opposite(match: Match, at: int) -> Check | None:
    """A word of the claim whose opposite stands in the sentence, the word itself not."""
    table = opposites()
    found = match.page.words[at]
    there = {c for w in found for c in w.form.concepts}
    for word in match.words:
        term = match.term_of(word)
        if term is None or len(word.form.concepts) != 1 or match.hit(term, (at,)):
            continue
        wanted = table.get(word.form.concepts[0])
        if wanted is None or wanted not in there or word.form.concepts[0] in there:
            continue
        threshold = _SAME_STATEMENT if match.same_language else _SAME_STATEMENT_ABROAD
        if match.coverage((at,), without=(term,)) < threshold:
            continue
        other = next(w for w in found if wanted in w.form.concepts)
        if match.matched_term(other) is not None:
            continue
        return Check(
            kind=CheckKind.NEGATION,
            claim_value=match.claim[word.start : word.end],
            source_value=match.page.text[other.start : other.end],
            outcome=CheckOutcome.DIFFERS,
            claim_span=(word.start, word.end),
            source_span=(other.start, other.end),
        )
    return None


def _order(match: Match, at: int) -> Check | None:
    """Before against after, each in front of the same words of a sentence that says the rest."""
    if not match.same_language or match.coverage((at,)) < _SAME_STATEMENT:
        return None
    found = match.page.words[at]
    for i, word in enumerate(match.words):
        other = _OTHER_ORDER.get(next(iter(word.form.concepts), ""))
        if other is None or not word.form.stop:
            continue
        wanted = {match.term_of(w) for w in match.context(match.words, i, i, back=0)[:2]} - {None}
        for k, said in enumerate(found):
            if not said.form.stop or other not in said.form.concepts:
                continue
            if wanted and wanted == {match.matched_term(w) for w in match.context(found, k, k, back=0)[:2]}:
                return Check(
                    kind=CheckKind.NEGATION,
                    claim_value=match.claim[word.start : word.end],
                    source_value=match.page.text[said.start : said.end],
                    outcome=CheckOutcome.DIFFERS,
                    claim_span=(word.start, word.end),
                    source_span=(said.start, said.end),
                )
    return None
