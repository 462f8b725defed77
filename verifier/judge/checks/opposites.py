"""Two words with opposite meanings, one in the claim and one in its place on the page: rose and fell, before and after.

Words that name one event from two sides (bought and sold, won and lost) exclude each other only when said of the same
one: the name before the word has to be the same.
"""

from __future__ import annotations

from functools import cache

from verifier.judge.checks.differing import differing
from verifier.judge.checks.places import Places, places_of
from verifier.judge.lexicon import all_opposites, concepts, proper_names
from verifier.judge.matching import Match
from verifier.judge.words import Word
from verifier.model import Check, CheckKind

#: How alike what stands around two opposite words must be (see `places`), with how much of the claim covered.
_ALIKE, _SAME_EVENT = 0.2, 0.35
_MORE_ALIKE, _SOME = 0.35, 0.2
#: Of that likeness, how much may stand around a word with the claim's own meaning.
_MEANT_TOO = 0.3
#: Words around an opposite among which a negation reverses it.
_BACK, _AHEAD, _TO_THE_END = 4, 2, 7
_PERSPECTIVE = frozenset({
    "buy", "sell", "win", "lose", "export", "import", "join", "leave", "attack", "defend", "arrest", "release",
    "ahead", "behind",
})  # fmt: skip
#: Opposites that stand side by side all the time.
_COMPANIONS = frozenset({
    "war", "peace", "death", "birth", "man", "woman", "boy", "girl", "new", "old", "launch", "end", "north", "south",
    "east", "west", "summer", "winter", "spring", "autumn", "first", "last", "before", "after", "true", "public",
    "private", "above", "below", "success", "failure", "majorityvote", "minorityvote", "outside", "inside", "urban",
    "rural",
})  # fmt: skip
_REVERSING = frozenset({"fewer", "refuse", "deny", "stop", "against", "oppose", "failure", "ban", "lack"})
_MEASURES = frozenset({"more", "fewer"})
_PARTS = frozenset(
    {"half", "double", "third", "both", "hundred", "thousand", "million", "billion", "quarter", "early", "late"}
)
#: French "au moins", Spanish "al menos": at least.
_AT = frozenset({"au", "al"})
_OTHER_ORDER = {"before": "after", "after": "before"}
#: Coverage from which a sentence orders the same two events, and the content words behind "before" that name one.
_SAME_ORDER, _EVENT, _AHEAD_OF = 0.5, 3, 8


def find_opposite(match: Match, quotes: list[Check]) -> Check | None:
    """A word of the claim in whose place the page has its opposite, and nowhere near it the word itself."""
    table = all_opposites()
    places = places_of(match)
    for i, word in enumerate(match.words):
        meanings = word.form.concepts
        if len(meanings) not in (1, 2) or _COMPANIONS.intersection(meanings) or _is_measure(match.words, i):
            continue
        wanted = {other for meaning in meanings for other in table.get(meaning, ())}
        if not wanted or _negated(match.words, i):
            continue
        if any(c.claim_span is not None and c.claim_span[0] <= word.start < c.claim_span[1] for c in quotes):
            continue
        other = _in_its_place(match, places, i, wanted)
        if other is not None:
            return _made(match, word, other)
    return None


@cache
def _alike(concept: str) -> frozenset[str]:
    """The concept and those that share an opposite with it: to grow is to become more, and dearer."""
    table = all_opposites()
    own = set(table.get(concept, ()))
    return frozenset({concept, *(other for other, against in table.items() if own.intersection(against))})


def _in_its_place(match: Match, places: Places, i: int, wanted: set[str]) -> Word | None:
    """The word with one of the opposite meanings that stands where word `i` of the claim stands."""
    own = {alike for concept in match.words[i].form.concepts for alike in _alike(concept)} - wanted
    claimed = places.around(i, i)
    meant_too = 0.0
    best: tuple[float, Word] | None = None
    for at in match.neighbourhood:
        found = match.page.words[at]
        coverage = match.coverage((at,))
        for k, said in enumerate(found):
            meanings = own.intersection(said.form.concepts), wanted.intersection(said.form.concepts)
            if not any(meanings):
                continue
            alike = places.likeness(claimed, places.around_there(at, k, k))
            if meanings[0] or match.matched_term(said) is not None or _negated(found, k) or _is_measure(found, k):
                meant_too = max(meant_too, alike)
                continue
            enough = (alike >= _ALIKE and coverage >= _SAME_EVENT) or (alike >= _MORE_ALIKE and coverage >= _SOME)
            if enough and (best is None or alike > best[0]) and _of_the_same(match, i, found, k):
                best = (alike, said)
    return None if best is None or meant_too > _MEANT_TOO * best[0] else best[1]


def _is_measure(found: list[Word], i: int) -> bool:
    """Is "more" or "less" part of a measure and no statement: "more than half", "more than 85", "au moins"?"""
    if not _MEASURES.intersection(found[i].form.concepts):
        return False
    near = found[i + 1 : i + 1 + _AHEAD]
    return any(w.form.digits or _PARTS.intersection(w.form.concepts) for w in near) or (
        i > 0 and found[i - 1].form.folded in _AT
    )


def _of_the_same(match: Match, i: int, found: list[Word], k: int) -> bool:
    """May the two words be set against each other, or do they tell one event from two sides?"""
    if not _PERSPECTIVE.intersection(match.words[i].form.concepts):
        return True
    here, there = _first_name(match.words[:i]), _first_name(found[:k])
    if here is None or there is None:
        return False
    return match.term_of(here) is not None and match.term_of(here) == match.matched_term(there)


def _first_name(found: list[Word]) -> Word | None:
    """The first word written large that is a name; the very first is one only if the lexicon says so or it is alone."""
    large = [w for w in found if w.form.capital and w.form.keys]
    named = [w for w in large if w is not found[0] and (not w.form.concepts or _is_place(w))]
    return next((w for w in large[:1] if _is_place(w)), None) or next(iter(named), None) or next(iter(large), None)


def _is_place(word: Word) -> bool:
    return not proper_names().isdisjoint(word.form.concepts)


def _negated(found: list[Word], i: int) -> bool:
    """Stands a negation, or a word that reverses what follows, near word `i`: "did not rise", "less cheap"?"""
    near = [*found[max(0, i - _BACK) : i], *found[i + 1 : i + 1 + _AHEAD]]
    if any(w.form.negation for w in found[i + 1 : i + 1 + _TO_THE_END]):
        return True  # German denies at the end of the clause
    return any(w.form.negation or _REVERSING.intersection(w.form.concepts) for w in near)


def find_order(match: Match, at: int) -> Check | None:
    """Before against after, each in front of words of the same event, in a sentence that says the rest."""
    if match.coverage((at,)) < _SAME_ORDER:
        return None
    found = match.page.words[at]
    for i, word in enumerate(match.words):
        other = _OTHER_ORDER.get(next(iter(_order_of(word, match.code)), ""))
        if other is None:
            continue
        wanted = {match.term_of(w) for w in match.context(match.words, i, i, back=0, ahead=_AHEAD_OF)[:_EVENT]} - {None}
        for k, said in enumerate(found):
            if other not in _order_of(said, match.page.language.code):
                continue
            there = {match.matched_term(w) for w in match.context(found, k, k, back=0, ahead=_AHEAD_OF)[:_EVENT]}
            if wanted & there:
                return _made(match, word, said)
    return None


def _order_of(word: Word, code: str) -> tuple[str, ...]:
    """The concepts of a preposition or conjunction, short ones too."""
    return concepts(word.form.folded, code) if word.form.stop else ()


def _made(match: Match, word: Word, other: Word) -> Check:
    return differing(match, CheckKind.NEGATION, (word.start, word.end), (other.start, other.end))
