"""What the source only suspects, plans or finds for now, told in the claim as certain.

A word of certainty in the claim ("certainly", "proves", "guilty") makes this check, and a plain statement where one
sentence says nearly all of it and hedges it: elsewhere it may rest on the rest of the page. It belongs to the
attribution: who vouches for what, and how far.
"""

from __future__ import annotations

from verifier.judge.folding import fold
from verifier.judge.matching import Match
from verifier.judge.word_kinds import word_kind
from verifier.judge.words import Word
from verifier.model import Check, CheckKind, CheckOutcome

DOUBT, CERTAIN, CONDITIONAL = "doubt", "certain", "conditional"
#: Coverage of the claim by one sentence from which it tells of the same thing; and from which a plain statement rests
#: on that sentence alone.
_SAME_EVENT, _SAME_STATEMENT = 0.35, 0.7
#: What is shown of a claim that states something plainly.
ASSERTED = "(stated as a fact)"
#: Concepts of words that hedge in the claim without being in the table of hedges.
_HEDGING = frozenset({
    "suspect", "think", "possible", "plan", "fear", "hope", "alleged", "preliminary", "consider", "propose",
    "forecast", "estimate", "doubt", "say", "argue", "claim", "accuse", "report", "announce", "promise", "want",
    "aim", "talk",
})  # fmt: skip
#: Words before a certainty among which a negation takes it back: "not proven", "far from certain".
_BACK = 3
#: A hedge may open the sentence: "according to preliminary findings".
_BEFORE = 2
_LONGEST_ENDING = 6
#: Concepts of what is done to a plan as it is to the thing itself; and the marks that part a verb from its object.
_DECIDING = frozenset({
    "approve", "agree", "refuse", "oppose", "support", "vote", "decide", "publish", "reveal", "show", "cancel",
    "suspend",
})  # fmt: skip
_PARTS = frozenset(",;:–—")
#: Behind a word of saying and one of these a conditional is what was yet to come: "a annoncé que le pont serait fermé".
_THAT = frozenset({"que", "qu", "che"})
_SAYING = _HEDGING | {"deny", "confirm", "warn", "explain", "decide", "know"}


def certainty(folded: str, code: str) -> str:
    """`doubt`, `conditional`, `certain` or "" for one folded word."""
    return word_kind("hedges.csv", folded, code, _LONGEST_ENDING)


def check_hedges(match: Match) -> Check | None:
    """Where the sentence that tells of the same doubts, and neither the claim nor a sentence near it does."""
    best = match.best
    if best is None or any(_first(match.words, match.code, kind) is not None for kind in (DOUBT, CONDITIONAL)):
        return None
    sure = _first(match.words, match.code, CERTAIN)
    if sure is None and _hedges_otherwise(match):
        return None
    if match.coverage((best,)) < (_SAME_STATEMENT if sure is None else _SAME_EVENT):
        return None
    code = match.page.language.code
    if any(_first(match.page.words[at], code, CERTAIN) is not None for at in match.neighbourhood):
        return None
    found = match.page.words[best]
    doubted = _doubted(found, code)
    if doubted is None or _decided_on(match, found, doubted) or (sure is None and not _within(match, found, doubted)):
        return None
    word = found[doubted]
    span = None if sure is None else (match.words[sure].start, match.words[sure].end)
    return Check(
        kind=CheckKind.ATTRIBUTION,
        claim_value=ASSERTED if span is None else match.claim[span[0] : span[1]],
        source_value=match.page.text[word.start : word.end],
        outcome=CheckOutcome.DIFFERS,
        claim_span=span,
        source_span=(word.start, word.end),
    )


def is_of_hedges(match: Match, check: Check) -> bool:
    """Was the check made here, and not by who said it?"""
    if check.kind is not CheckKind.ATTRIBUTION or check.outcome is not CheckOutcome.DIFFERS or not check.source_value:
        return False
    return certainty(fold(check.source_value), match.page.language.code) in (DOUBT, CONDITIONAL)


def _hedges_otherwise(match: Match) -> bool:
    return any(_HEDGING.intersection(word.form.concepts) for word in match.words)


def _decided_on(match: Match, found: list[Word], i: int) -> bool:
    """Is word `i` a plan that somebody decided on, and does the claim tell of that: "approved a plan to build"?"""
    if "plan" not in found[i].form.concepts:
        return False
    for k in range(i - 1, -1, -1):
        if _PARTS.intersection(match.page.text[found[k].end : found[k + 1].start]):
            return False
        if _DECIDING.intersection(found[k].form.concepts) and match.matched_term(found[k]) is not None:
            return True
    return False


def _within(match: Match, found: list[Word], i: int) -> bool:
    """Does word `i` stand among the words of the sentence that are the claim's?"""
    hits = [k for k, word in enumerate(found) if match.matched_term(word) is not None]
    return bool(hits) and hits[0] - _BEFORE <= i <= hits[-1] + 1


def _doubted(found: list[Word], code: str) -> int | None:
    """The first word that doubts; a conditional of reported speech does not."""
    conditional = _first(found, code, CONDITIONAL)
    if conditional is not None and _is_reported(found, conditional):
        conditional = None
    doubts = [i for i in (_first(found, code, DOUBT), conditional) if i is not None]
    return min(doubts, default=None)


def _is_reported(found: list[Word], i: int) -> bool:
    that = next((k for k in range(i - 1, -1, -1) if found[k].form.folded in _THAT), 0)
    return any(_SAYING.intersection(word.form.concepts) for word in found[:that])


def _first(found: list[Word], code: str, kind: str) -> int | None:
    """The first word of that kind; a certainty that is denied counts as none."""
    for i, word in enumerate(found):
        if certainty(word.form.folded, code) != kind or (i and word.form.capital):
            continue  # "May", within a sentence, is a month
        if kind == CERTAIN and any(w.form.negation for w in found[max(0, i - _BACK) : i]):
            continue
        return i
    return None
