"""Says the sentence nearest to the claim the opposite: a negation more, or (see `opposites`) rose against fell?"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.judge.checks.opposites import find_opposite, find_order
from verifier.judge.clauses import clauses
from verifier.judge.languages import language
from verifier.judge.matching import Match
from verifier.judge.sentences import split
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome, Span

#: Coverage by one sentence (words of polarity left out) from which both make the same statement.
_SAME_STATEMENT = 0.72
_SAME_STATEMENT_ABROAD = 0.75
#: Fewer words in common are too little to speak of one statement, unless neither side has others.
_FEWEST_WORDS, _LEAST_WORDS = 3, 2
#: A negation in these company is none: "not only", "no fewer than", "not just".
_NO_NEGATION_BEFORE = frozenset(
    {"only", "just", "merely", "limited", "necessarily", "fewer", "less", "later", "tolko", "tylko", "lyshe", "nur"}
)
#: Concepts that deny something without a word of negation, and beginnings of words that do.
_NEGATIVE = frozenset(
    {"refuse", "deny", "lack", "failure", "absent", "ban", "cancel", "exclude", "innocent", "avoid", "stop", "missing"}
    | {"doubt", "false", "unchanged", "oppose", "lose", "alone", "suspend", "limitation", "end", "close", "leave"}
    | {"behind", "outside", "dismiss", "remove", "empty", "fewer", "difficult", "hide", "release", "gratis", "weak"}
)
_NEGATIVE_BEGINNINGS = (
    "un", "in", "non", "im", "dis", "nie", "ne", "ni", "bez", "bes", "biaz", "bies", "kein", "ohne", "sans", "sin",
    "senza", "rather", "instead", "yet", "still", "until", "only", "lish", "tolk", "tylko", "nur", "seul", "solo",
    "zamiast", "vmest", "zamist", "statt", "plutot", "invece", "mist", "escap", "free", "spare", "former", "without",
    "remain", "wolny", "verschont", "indemne",
)  # fmt: skip
#: Words not recognised on one side that may hold a denial.
_FEW_UNREAD, _FEW_UNREAD_ABROAD = 5, 2


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
        # "21 drones, not 19" denies a number, which is the check of numbers' affair.
        if word.form.negation and following not in _NO_NEGATION_BEFORE and not following.isdecimal():
            marks.append((i, Polarity((word.start, word.end), text[word.start : word.end])))
    return marks


def check_polarity(match: Match, quotes: list[Check]) -> list[Check]:
    """At most two checks: one for negation, one for opposite words. Neither looks into quotations that are checked."""
    at = match.best
    if at is None:
        return []
    checks = []
    agreed = [c for c in quotes if c.outcome is CheckOutcome.AGREES or not match.same_language]
    negation = _negation(match, at, agreed)
    if negation is not None:
        checks.append(negation)
    opposite = find_opposite(match, agreed) or find_order(match, at)
    if opposite is not None:
        checks.append(opposite)
    return checks


def _negation(match: Match, at: int, quotes: list[Check]) -> Check | None:
    found = match.page.words[at]
    claimed = [p for _, p in negations(match.claim, match.words) if not _inside(p, [c.claim_span for c in quotes])]
    threshold = _SAME_STATEMENT if match.same_language else _SAME_STATEMENT_ABROAD
    if match.coverage((at,)) < threshold:
        return None
    if len(match.covered((at,))) < _FEWEST_WORDS and not _word_for_word(match, at):
        return None
    if len(split(match.claim, language(match.code))) > 1:
        return None  # which of its sentences the nearest one says is not known
    inside = _region(match, found)
    marks = [(i, p) for i, p in negations(match.page.text, found) if not _inside(p, [c.source_span for c in quotes])]
    said = [p for i, p in marks if inside[0] - 1 <= i <= inside[1] + 1 and not _of_another_part(match, at, p)]
    if not claimed and not said:
        return None
    mark, source = (claimed[0] if claimed else None), (said[0] if said else None)
    same = len(_apart(claimed)) % 2 == len(_apart(said)) % 2 or _nearby(match, at, bool(claimed))
    if not same and (len(marks) > len(said) or _said_otherwise(match, at, claimed=bool(claimed))):
        return None
    return Check(
        kind=CheckKind.NEGATION,
        claim_value=mark.text if mark else "(not negated)",
        source_value=source.text if source else "(not negated)",
        outcome=CheckOutcome.AGREES if same else CheckOutcome.DIFFERS,
        claim_span=mark.span if mark else None,
        source_span=source.span if source else match.page.span(at),
    )


def _word_for_word(match: Match, at: int) -> bool:
    """Has a clause of the sentence all words of content of a short claim, at least two, and no other?"""
    terms = {i for i, weight in enumerate(match.weights) if weight}
    if len(terms) < _LEAST_WORDS or any(not term.readable for term in match.terms):
        return False
    for first, last in clauses(match.page.text, *match.page.span(at)):
        told = [match.matched_term(w) for w in match.page.words[at] if w.form.keys and first <= w.start < last]
        if None not in told and set(told) == terms:
            return True
    return False


def _of_another_part(match: Match, at: int, mark: Polarity) -> bool:
    """Is a word of the claim, no name, only in a part of the sentence that a semicolon parts from the negation?"""
    start, end = match.page.span(at)
    first = match.page.text.rfind(";", start, mark.span[0]) + 1 or start
    last = match.page.text.find(";", mark.span[1], end)
    last = end if last < 0 else last
    common = [w for w in match.page.words[at] if not w.form.capital]
    here, apart = (
        {match.matched_term(w) for w in common if (first <= w.start < last) is inside} for inside in (True, False)
    )
    return bool(apart - here - {None})


def _said_otherwise(match: Match, at: int, *, claimed: bool) -> bool:
    """May the side without a negation say the same by another word: lacks, refused, unclear, rather than, undiscovered?

    Across languages a word that was not recognised may always be one of these, so few of them must be left.
    """
    if not claimed:
        found = [w for w in match.words if (i := match.term_of(w)) is None or not match.hit(i, (at,))]
    else:
        found = [w for w in match.page.words[at] if match.matched_term(w) is None]
    if any(is_denial(w) for w in found):
        return True
    unread = sum(1 for w in found if w.form.keys and not w.form.capital and not w.form.concepts)
    return unread > (_FEW_UNREAD if match.same_language else _FEW_UNREAD_ABROAD)


def is_denial(word: Word) -> bool:
    """May the word deny something without a negation: lacks, refused, undiscovered?"""
    return bool(_NEGATIVE.intersection(word.form.concepts)) or word.form.folded.startswith(_NEGATIVE_BEGINNINGS)


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
