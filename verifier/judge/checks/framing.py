"""What the source repeats only to deny, debunk, accuse, doubt, suppose or take back, told in the claim as a fact.

Decided by the sentences that tell most of the claim, and by which of their words stand in the scope of a framing
expression: that the page holds "denied" or "false" somewhere lowers nothing. A claim that reports the framing itself,
or is negated, is left to the other checks; so is one that the page states outside such scopes as well.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from verifier.judge.checks.differing import differing
from verifier.judge.checks.framed_page import FramedPage, framed_page
from verifier.judge.checks.polarity import negations
from verifier.judge.frames import (
    ACQUITTED,
    ALLEGED,
    CORRECTED,
    DENIED,
    DISPUTED,
    FALSE,
    HYPOTHETICAL,
    RETRACTED,
    SATIRE,
    UNCONFIRMED,
    Frame,
    framing,
    spell,
)
from verifier.judge.lexicon import titles
from verifier.judge.matching import Match
from verifier.judge.names import Name, claimed_names
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome, Span

#: From the gravest on: what decides where a sentence is framed twice ("denied the allegation that").
_GRAVEST = (RETRACTED, CORRECTED, FALSE, ACQUITTED, DENIED, DISPUTED, HYPOTHETICAL, SATIRE, UNCONFIRMED, ALLEGED)
_BY_THE_PAGE = frozenset({FALSE, RETRACTED, CORRECTED, ACQUITTED})
#: Concepts of a claim that frames what it reports itself, in whatever words; and others that may do so, by what may
#: then not be held against it.
_FRAMING = frozenset({"deny", "alleged", "suspect", "innocent", "doubt"})
_ALLEGING = frozenset({
    "accuse", "claim", "say", "report", "arrest", "trial", "investigate", "investigation",
    "prosecutor", "think", "fear", "complaint", "dispute", "possible", "warn", "argue", "court", "statement",
})  # fmt: skip
_REPORTING = {
    ALLEGED: _ALLEGING,
    DISPUTED: _ALLEGING | {"refuse", "exclude", "false", "write", "media"},
    UNCONFIRMED: frozenset({"accuse", "claim", "say", "report", "possible", "think", "suspect", "fear"}),
    DENIED: frozenset({"refuse", "exclude", "false", "accuse"}),
    FALSE: frozenset({"mistake", "false"}),
    RETRACTED: frozenset({"mistake", "false"}),
    HYPOTHETICAL: frozenset({"possible", "fear", "warn", "threat"}),
    ACQUITTED: frozenset({"accuse", "guilty", "trial", "court", "judge", "appeal", "prosecutor", "sentence"}),
}  # fmt: skip
#: Share of a claim, and of what it states (its words without names), that a sentence must tell; and how much of it in
#: the scope of a framing.
_TOLD, _FRAMED = 0.5, 0.4
#: Share of that which the rest of the page may tell and still not state the claim.
_STATED = 0.65
#: Share of what a claim states that a correction must deny to take it back.
_TAKEN_BACK = 0.8
#: Of a sentence in another language that a model says to tell of the claim: the share of its words in the scope; and
#: the share of the claim's comparable words in it, where all sentences that tell of it are framed and where not.
_MOST_OF_IT, _TOLD_ABROAD_BY_ALL, _TOLD_ABROAD = 0.5, 0.2, 0.4
#: So many words of the claim in the scope, where it has more than one.
_FEWEST = 2


@dataclass(frozen=True, slots=True)
class Framed:
    """A claim that the source does not state: how it speaks of it, and the check that says so."""

    kind: str
    check: Check


def check_framing(match: Match, deciding: Sequence[int] = ()) -> Framed | None:
    """How the source frames what the claim states, or None where it states it or says nothing of it.

    `deciding` are the sentences of a page in another language that a model found to tell of the claim; without them,
    and within a language, those that share most words with it are looked at.
    """
    if _reports_framing(match):
        return None
    if (satire := _satire_by_data(match)) is not None:
        return satire
    page = framed_page(match.page)
    core = _core(match)
    if (taken_back := _taken_back(match, page, core)) is not None:
        return taken_back
    sentences = match.focus if match.same_language or not deciding else deciding
    found = [one for at in sentences if (one := _framed_at(match, page, core, at)) is not None]
    if not found and not match.same_language:
        core = _every(match)
        found = _framed_abroad(match, page, core, deciding)
    if not found:
        return None
    told = max(share for share, _, _ in found)
    if _stated(match, page, core) > _STATED * told:
        return None
    _, at, framed = max(found, key=lambda one: (one[0], -_GRAVEST.index(one[2].kind)))
    if _REPORTING.get(framed.kind, frozenset()).intersection(_concepts(match)):
        return None
    inside = match.covered((at,)) - _terms(match, at, page.hidden(at))
    return Framed(framed.kind, _made(match, framed.kind, framed.span, inside))


def _satire_by_data(match: Match) -> Framed | None:
    """A page whose data calls it satire states nothing as a fact, unless it is satire that the claim speaks of."""
    label = match.page.satire
    if label is None or any(framing(match.code).expressions(spell(match.claim, match.words), ("line",))):
        return None
    check = Check(
        kind=CheckKind.ATTRIBUTION, claim_value=match.claim, source_value=label,
        outcome=CheckOutcome.DIFFERS, claim_span=(0, len(match.claim)),
    )  # fmt: skip
    return Framed(SATIRE, check)


def _taken_back(match: Match, page: FramedPage, core: dict[int, float]) -> Framed | None:
    """Where a correction on the page denies what the claim states, whatever the text that it corrects says."""
    for label in page.corrections:
        for at in range(label, min(label + 2, len(match.page.sentences))):
            negated = page.negated(at)
            told = {i for k in negated if (i := match.matched_term(match.page.words[at][k])) is not None}
            if told and _weight(core, told) >= _TAKEN_BACK * sum(core.values()):
                word = match.page.words[label][0]
                return Framed(RETRACTED, _made(match, RETRACTED, (word.start, word.end), told))
    return None


def _reports_framing(match: Match) -> bool:
    """Does the claim itself deny, accuse or doubt?"""
    known = framing(match.code)
    spelled = spell(match.claim, match.words)
    framed = next(known.expressions(spelled, ("after", "before", "around", "notice")), None)
    return framed is not None or bool(_FRAMING.intersection(_concepts(match)) or negations(match.claim, match.words))


def _concepts(match: Match) -> set[str]:
    return {concept for word in match.words for concept in word.form.concepts}


def _every(match: Match) -> dict[int, float]:
    return {i: weight for i, weight in enumerate(match.weights) if weight}


def _core(match: Match) -> dict[int, float]:
    """What the claim states, as terms with their weights: its words without the names and the titles before them."""
    every = _every(match)
    named = {match.term_of(word) for name in claimed_names(match) for word in (*_title(match, name), *name.words)}
    core = {i: weight for i, weight in every.items() if i not in named}
    return core or every


def _title(match: Match, name: Name) -> Sequence[Word]:
    before = match.words[max(0, name.first - 1) : name.first]
    return [word for word in before if titles().intersection(word.form.concepts)]


def _weight(core: dict[int, float], terms: Iterable[int]) -> float:
    return sum(core.get(i, 0.0) for i in set(terms))


def _terms(match: Match, at: int, hidden: Container[int]) -> set[int]:
    """Terms of the claim in a sentence, of which some words are hidden."""
    words = match.page.words[at]
    return {i for k, word in enumerate(words) if k not in hidden and (i := match.matched_term(word)) is not None}


def _framed_at(match: Match, page: FramedPage, core: dict[int, float], at: int) -> tuple[float, int, Frame] | None:
    """The share of the claim that a sentence tells in the scope of a framing, the sentence, the gravest framing."""
    made = page.frames(at)
    if not made:
        return None
    total = sum(core.values())
    every = match.covered((at,))
    told = _weight(core, every) / total if total else 0.0
    inside = every - _terms(match, at, page.hidden(at))
    few = len(inside) < min(_FEWEST, len(core)) or not inside & core.keys()
    if match.coverage((at,)) < _TOLD or few or _weight(core, inside) < _FRAMED * total:
        return None
    found = _gravest(match, core, at, told, made)
    return None if found and found[2].kind == CORRECTED and not _values(match) <= inside else found


def _values(match: Match) -> set[int]:
    """The claim's names and numbers: a correction that has others may say just what the claim says."""
    return {
        i for w in match.words if (w.form.digits or w.form.skeleton) and (i := match.term_of(w)) is not None
    }  # fmt: skip


def _framed_abroad(
    match: Match, page: FramedPage, core: dict[int, float], deciding: Sequence[int]
) -> list[tuple[float, int, Frame]]:
    """The same for sentences that tell of the claim by a model's word, as few of their own words can be compared."""
    mostly = [at for at in deciding if _share_hidden(match, page, at) >= _MOST_OF_IT]
    needed = _TOLD_ABROAD_BY_ALL if len(mostly) == len(deciding) else _TOLD_ABROAD
    told = {at: share for at in mostly if (share := match.coverage((at,))) >= needed}
    made = [_gravest(match, core, at, share, page.frames(at)) for at, share in told.items()]
    return [one for one in made if one is not None]


def _share_hidden(match: Match, page: FramedPage, at: int) -> float:
    """The share of a sentence's words of content in the scope of a framing."""
    hidden, content = page.hidden(at), [k for k, word in enumerate(match.page.words[at]) if word.form.keys]
    return sum(k in hidden for k in content) / len(content) if content else 0.0


def _gravest(
    match: Match, core: dict[int, float], at: int, told: float, made: Sequence[Frame]
) -> tuple[float, int, Frame] | None:
    holding = [one for one in made if _holds(match, match.page.words[at], one, core)]
    return (told, at, min(holding, key=lambda one: _GRAVEST.index(one.kind))) if holding else None


def _holds(match: Match, words: Sequence[Word], one: Frame, core: dict[int, float]) -> bool:
    """Stands a word of the claim in this scope, not only behind an "and" that may end it?"""
    inside = words[one.first : min(one.last + 1, one.joined)]
    return any((i := match.matched_term(word)) is not None and i in core for word in inside)


def _stated(match: Match, page: FramedPage, core: dict[int, float]) -> float:
    """The most of the claim that one sentence, or two together, state outside every framing and without negation."""
    total = sum(core.values()) or 1.0
    outside = {at: _terms(match, at, page.hidden(at) | page.negated(at)) for at in match.sentences_with_any}
    return max(
        (_weight(core, terms | outside.get(at + 1, set())) / total for at, terms in outside.items()),
        default=0.0,
    )


def _made(match: Match, kind: str, said: Span, inside: set[int]) -> Check:
    words = [w for w in match.words if match.term_of(w) in inside]
    span: Span = (words[0].start, words[-1].end) if words else (0, len(match.claim))
    return differing(match, CheckKind.NEGATION if kind in _BY_THE_PAGE else CheckKind.ATTRIBUTION, span, said)
