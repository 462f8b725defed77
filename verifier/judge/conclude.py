"""What a larger judge thinks of a claim in, the judgement out: our checks, our sentences, our words around its opinion.

Every larger judge ends here, so that none of them can show evidence that is not in the text, or pass over a check.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from verifier.judge.checks import run_checks
from verifier.judge.combiner import decide
from verifier.judge.languages import main_script
from verifier.judge.matching import Match
from verifier.judge.reasons import explain_checks
from verifier.judge.rules import apply_checks
from verifier.judge.scorer import rounded, unreadable
from verifier.model import Check, CheckOutcome, Evidence, Judgement, Pair, Probabilities, Verdict

_MAX_EVIDENCE = 3
_LACKING = (Verdict.PARTIALLY_SUPPORTED, Verdict.NOT_SUPPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A larger judge's reading: probabilities, sentences of the page by number with their scores (best first), why.

    `missing` is the part of the claim it found least backed, cut from the claim; `notes` are further sentences.
    """

    probabilities: Probabilities
    sentences: tuple[tuple[int, float], ...]
    ground: str
    missing: str = ""
    notes: tuple[str, ...] = ()


def has_words(pair: Pair) -> bool:
    """Is there anything to read on both sides? If not, no model needs to be asked."""
    return main_script(pair.claim) is not None and main_script(pair.source) is not None


def conclude(pair: Pair, match: Match, opinion: Opinion, scorer: str) -> Judgement:
    """The opinion, lowered by what the checks found. Texts in scripts that cannot be compared are not checked."""
    checks = run_checks(match) if unreadable(pair) is None else ()
    probabilities, lowered_by = apply_checks(match.same_language, checks, opinion.probabilities)
    verdict = decide(probabilities)
    shown = rounded(probabilities)
    reasons = [opinion.ground, *explain_checks(match, checks, lowered_by)]
    if opinion.missing and verdict in _LACKING:
        reasons.append(f"Least backed is the part “{opinion.missing}”.")
    return Judgement(
        verdict=verdict,
        probability=getattr(shown, verdict.value),
        probabilities=shown,
        evidence=_evidence(match, opinion, checks, verdict),
        checks=checks,
        reasons=(*reasons, *opinion.notes),
        scorer=scorer,
        id=pair.id,
    )


def _evidence(match: Match, opinion: Opinion, checks: tuple[Check, ...], verdict: Verdict) -> tuple[Evidence, ...]:
    """At most three sentences; where a check found the contradiction its own sentence comes first."""
    scores = dict(opinion.sentences)
    order = list(scores)
    if verdict is Verdict.CONTRADICTED:
        spans = [c.source_span for c in checks if c.outcome is CheckOutcome.DIFFERS and c.source_span is not None]
        conflicting = [at for start, _ in spans if (at := _sentence_at(match, start)) is not None]
        top = max(scores.values(), default=1.0)
        scores |= dict.fromkeys(conflicting, top)
        order = list(dict.fromkeys([*conflicting, *order]))
    kept = order[: 1 if verdict is Verdict.NOT_SUPPORTED else _MAX_EVIDENCE]
    return tuple(
        Evidence(
            start=match.page.span(at)[0],
            end=match.page.span(at)[1],
            text=match.page.sentence(at),
            score=round(min(1.0, max(0.0, scores[at])), 4),
        )
        for at in kept
    )


def _sentence_at(match: Match, place: int) -> int | None:
    """The number of the sentence that a place of the page stands in."""
    at = bisect_right(match.page.sentences, place, key=lambda span: span[0]) - 1
    return at if at >= 0 and place < match.page.span(at)[1] else None
