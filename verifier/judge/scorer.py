"""A pair in, a judgement out: the embedded judge, which needs no network and no GPU."""

from __future__ import annotations

import math

from verifier.judge.checks import run_checks
from verifier.judge.combiner import SUPPORTED_FROM_IN, combine, decide, load_weights
from verifier.judge.entailed import Entailed, entail, model_features, regime
from verifier.judge.entailment import embedded_classifier
from verifier.judge.features import features
from verifier.judge.languages import COMPARED_SCRIPTS, SCRIPT_NAMES, could_be, detect, main_script
from verifier.judge.matching import Match
from verifier.judge.page import open_page
from verifier.judge.reasons import explain
from verifier.judge.rules import apply_checks
from verifier.model import Check, CheckOutcome, Evidence, Judgement, Pair, Probabilities, Verdict

_MAX_CLAIM_CHARS = 6_000
_MAX_EVIDENCE = 5
#: Of the best sentence's score, what a further one must have to be shown.
_WORTH_SHOWING = 0.3
_LATIN_LIKE = "und"


class EmbeddedScorer:
    """Judges by an entailment model and by words, numbers, dates, names, quotations. Deterministic, thread-safe."""

    name = "embedded/2"

    def judge(self, pair: Pair) -> Judgement:
        """Four calibrated probabilities, a verdict, evidence, checks and reasons. Never raises for any text."""
        reason = unreadable(pair)
        if reason is not None:
            return Judgement(verdict=Verdict.UNDETERMINED, reasons=(reason,), scorer=self.name, id=pair.id)
        match = open_match(pair)
        checks = run_checks(match)
        found = entail(match, embedded_classifier())
        name = regime(match)
        probabilities = combine(load_weights(name), features(match, checks) | model_features(found))
        probabilities, rules = apply_checks(match.same_language, checks, probabilities, SUPPORTED_FROM_IN[name])
        verdict = decide(probabilities, SUPPORTED_FROM_IN[name])
        shown = rounded(probabilities)
        return Judgement(
            verdict=verdict,
            probability=getattr(shown, verdict.value),
            probabilities=shown,
            evidence=_evidence(match, found, checks, verdict),
            checks=checks,
            reasons=explain(match, found, checks, verdict, rules),
            scorer=self.name,
            id=pair.id,
        )


def open_match(pair: Pair) -> Match:
    """The claim of a pair held against its page."""
    claim = pair.claim[:_MAX_CLAIM_CHARS]
    source_code, claim_code = _languages(pair, claim)
    return Match(claim, claim_code, open_page(pair.source, source_code, pair.source_date), pair.claim_date)


def _languages(pair: Pair, claim: str) -> tuple[str, str]:
    """Codes of source and claim. A short claim that tells nothing is taken to be in the source's language."""
    source = _code(pair.source_language) or detect(pair.source) or _LATIN_LIKE
    claimed = _code(pair.claim_language)
    if claimed is None:
        alike = main_script(claim) == main_script(pair.source) and could_be(claim, source)
        claimed = source if alike else detect(claim) or _LATIN_LIKE
    return source, claimed


def _code(language: str | None) -> str | None:
    return language.casefold().replace("_", "-").split("-")[0] if language else None


def unreadable(pair: Pair) -> str | None:
    """Why nothing can be judged, or None."""
    if not pair.claim.strip():
        return "The claim is empty, so there is nothing to look for."
    if not pair.source.strip():
        return "The source has no readable text, so nothing can be said about the claim."
    script, claimed = main_script(pair.source), main_script(pair.claim)
    if script is None:
        return "The source has no words that can be read, so nothing can be said about the claim."
    if claimed is None:
        return "The claim has no words that can be read, so there is nothing to look for."
    if script == claimed or (script in COMPARED_SCRIPTS and claimed in COMPARED_SCRIPTS):
        return None
    unread = script if script not in COMPARED_SCRIPTS else claimed
    which = "source" if unread == script else "claim"
    return (
        f"The {which} is written in {SCRIPT_NAMES.get(unread, unread)}, which this scorer cannot compare with "
        f"another script; a reader of that language has to check it."
    )


def _evidence(match: Match, found: Entailed, checks: tuple[Check, ...], verdict: Verdict) -> tuple[Evidence, ...]:
    """The one to five sentences that decide, best first; a conflict's own sentence comes first."""
    scored = _shares(match, found)
    if verdict is Verdict.CONTRADICTED:
        for check in checks:
            if check.outcome is CheckOutcome.DIFFERS and check.source_span is not None:
                for at in scored:
                    if match.page.span(at)[0] <= check.source_span[0] < match.page.span(at)[1]:
                        scored[at] = min(1.0, scored[at] + 0.3)
    kept: list[int] = []
    for at in sorted(scored, key=lambda at: (-scored[at], at)):
        if len(kept) == _MAX_EVIDENCE or (kept and scored[at] < _WORTH_SHOWING * scored[kept[0]]):
            break
        if not kept or not match.same_language or match.covered([*kept, at]) - match.covered(kept):
            kept.append(at)
    if verdict is Verdict.NOT_SUPPORTED:
        kept = [at for at in kept[:1] if scored[at] >= 0.5]
    return tuple(
        Evidence(
            start=match.page.span(at)[0],
            end=match.page.span(at)[1],
            text=match.page.sentence(at),
            score=round(min(1.0, max(0.0, scored[at])), 4),
        )
        for at in kept
    )


def _shares(match: Match, found: Entailed) -> dict[int, float]:
    """How much each sentence of the evidence has to say about the claim, 0 to 1.

    Within one language by its share of the claim's words and its rank, across languages by what the model says.
    """
    if not match.same_language:
        return {at: 1.0 - math.exp(one.absent) for at, one in found.by_sentence}
    top = max((match.scores[at] for at in found.wide.numbers), default=0.0) or 1.0
    return {at: 0.5 * match.coverage((at,)) + 0.5 * match.scores[at] / top for at in found.wide.numbers}


def rounded(probabilities: Probabilities) -> Probabilities:
    """Four decimals that still sum to 1: the largest takes the rest."""
    names = ("supported", "partially_supported", "not_supported", "contradicted")
    values = {name: round(getattr(probabilities, name), 4) for name in names}
    largest = max(names, key=lambda name: values[name])
    values[largest] = round(1.0 - sum(v for name, v in values.items() if name != largest), 4)
    return Probabilities(**values)
