"""Says the sentence nearest to the claim the opposite: a negation more, or rose against fell?"""

from __future__ import annotations

from dataclasses import dataclass

from verifier.judge.checks.places import Places, places_of
from verifier.judge.languages import language
from verifier.judge.lexicon import all_opposites
from verifier.judge.matching import Match
from verifier.judge.sentences import split
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
#: How alike what stands around two opposite words must be (see `places`), with how much of the claim covered.
_ALIKE, _SAME_EVENT = 0.3, 0.5
_MORE_ALIKE, _SOME = 0.45, 0.35
#: Words around an opposite among which a negation reverses it.
_BACK, _AHEAD, _TO_THE_END = 4, 2, 7
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
#: Opposites that tell of one event from two sides, or that stand side by side all the time.
_PERSPECTIVE = frozenset({
    "buy", "sell", "win", "lose", "export", "import", "war", "peace", "death", "birth", "man", "woman", "boy",
    "girl", "join", "leave", "new", "old", "launch", "end", "attack", "defend", "arrest", "release", "north",
    "south", "east", "west", "summer", "winter", "spring", "autumn", "first", "last", "before", "after", "true",
    "public", "private", "above", "below", "ahead", "behind", "success", "failure", "majorityvote",
    "minorityvote",
})  # fmt: skip
_REVERSING = frozenset({"fewer", "more", "refuse", "deny", "stop", "against", "oppose", "failure", "ban", "lack"})
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
    opposite = _opposite(match, agreed) or _order(match, at)
    if opposite is not None:
        checks.append(opposite)
    return checks


def _negation(match: Match, at: int, quotes: list[Check]) -> Check | None:
    found = match.page.words[at]
    claimed = [p for _, p in negations(match.claim, match.words) if not _inside(p, [c.claim_span for c in quotes])]
    threshold = _SAME_STATEMENT if match.same_language else _SAME_STATEMENT_ABROAD
    if match.coverage((at,)) < threshold or len(match.covered((at,))) < _FEWEST_WORDS:
        return None
    if len(split(match.claim, language(match.code))) > 1:
        return None  # which of its sentences the nearest one says is not known
    inside = _region(match, found)
    marks = [(i, p) for i, p in negations(match.page.text, found) if not _inside(p, [c.source_span for c in quotes])]
    said = [p for i, p in marks if inside[0] - 1 <= i <= inside[1] + 1]
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


def _opposite(match: Match, quotes: list[Check]) -> Check | None:
    """A word of the claim in whose place the page has its opposite, the word itself nowhere near."""
    table = all_opposites()
    places = places_of(match)
    for i, word in enumerate(match.words):
        concepts = word.form.concepts
        if len(concepts) not in (1, 2) or _PERSPECTIVE.intersection(concepts):
            continue
        wanted = {other for concept in concepts for other in table.get(concept, ())}
        if not wanted or _negated(match.words, i):
            continue
        if any(c.claim_span is not None and c.claim_span[0] <= word.start < c.claim_span[1] for c in quotes):
            continue
        other = _in_its_place(match, places, i, wanted)
        if other is not None:
            return Check(
                kind=CheckKind.NEGATION,
                claim_value=match.claim[word.start : word.end],
                source_value=match.page.text[other.start : other.end],
                outcome=CheckOutcome.DIFFERS,
                claim_span=(word.start, word.end),
                source_span=(other.start, other.end),
            )
    return None


def _in_its_place(match: Match, places: Places, i: int, wanted: set[str]) -> Word | None:
    """The word with one of the opposite meanings that stands where word `i` of the claim stands."""
    own = set(match.words[i].form.concepts)
    claimed: dict[int, float] | None = None
    best: tuple[float, Word] | None = None
    for at in match.neighbourhood:
        found = match.page.words[at]
        for k, said in enumerate(found):
            meanings = said.form.concepts
            if own.intersection(meanings):
                return None
            if not meanings or not wanted.intersection(meanings) or match.matched_term(said) is not None:
                continue
            if claimed is None:
                claimed = places.around(i, i)
            alike = places.likeness(claimed, places.around_there(at, k, k))
            coverage = match.coverage((at,))
            enough = (alike >= _ALIKE and coverage >= _SAME_EVENT) or (alike >= _MORE_ALIKE and coverage >= _SOME)
            if enough and not _negated(found, k) and (best is None or alike > best[0]):
                best = (alike, said)
    return None if best is None else best[1]


def _negated(found: list[Word], i: int) -> bool:
    """Stands a negation, or a word that reverses what follows, near word `i`: "did not rise", "less cheap"?"""
    near = [*found[max(0, i - _BACK) : i], *found[i + 1 : i + 1 + _AHEAD]]
    if any(w.form.negation for w in found[i + 1 : i + 1 + _TO_THE_END]):
        return True  # German denies at the end of the clause
    return any(w.form.negation or _REVERSING.intersection(w.form.concepts) for w in near)


def _order(match: Match, at: int) -> Check | None:
    """Before against after, each in front of the same words of a sentence that says the rest."""
    if match.coverage((at,)) < (_SAME_STATEMENT if match.same_language else _SAME_EVENT):
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
            there = {match.matched_term(w) for w in match.context(found, k, k, back=0)[:2]} - {None}
            if wanted and (wanted == there if match.same_language else len(wanted & there) == len(there) and there):
                return Check(
                    kind=CheckKind.NEGATION,
                    claim_value=match.claim[word.start : word.end],
                    source_value=match.page.text[said.start : said.end],
                    outcome=CheckOutcome.DIFFERS,
                    claim_span=(word.start, word.end),
                    source_span=(said.start, said.end),
                )
    return None
