"""What a judge thinks of a claim in, the judgement out: our checks, our sentences, our words around its opinion.

Every judge ends here, so that none of them can show evidence that is not in the text, pass over a check, or say that
a page does not say a thing which it did not read to its end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verifier.judge.checks import run_checks
from verifier.judge.checks.agents import is_reversal
from verifier.judge.checks.framing import Framed, check_framing
from verifier.judge.checks.hedges import is_of_hedges
from verifier.judge.combiner import SUPPORTED_FROM, just_under
from verifier.judge.languages import main_script
from verifier.judge.matching import Match
from verifier.judge.opening import is_cut, unreadable
from verifier.judge.orders import holds_only_orders
from verifier.judge.reasons import LACKING, Settled, explain_settled
from verifier.judge.rules import apply_checks, apply_framing, apply_reversal
from verifier.model import Check, CheckOutcome, Evidence, Judgement, Pair, Probabilities, Verdict

MAX_EVIDENCE = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinion:
    """A larger judge's reading: probabilities, sentences of the page by number with their scores (best first), why.

    `missing` is the part of the claim it found least backed, cut from the claim; `notes` are further sentences.
    `claim_whole` and `read_whole`: was all of the claim read, and all of the page?
    """

    probabilities: Probabilities
    sentences: tuple[tuple[int, float], ...]
    ground: str
    missing: str = ""
    notes: tuple[str, ...] = ()
    claim_whole: bool = True
    read_whole: bool = True


def is_worth_asking(pair: Pair) -> bool:
    """Is there anything to read on both sides? If not, no model needs to be asked."""
    both = main_script(pair.claim) is not None and main_script(pair.source) is not None
    return both and not holds_only_orders(pair.source)


def conclude(pair: Pair, match: Match, opinion: Opinion, scorer: str) -> Judgement:
    """The opinion, lowered by what the checks found. Texts in scripts that cannot be compared are not checked."""
    comparable = unreadable(pair) is None
    cut = is_cut(pair, match)
    settled = settle(
        match,
        run_checks(match) if comparable else (),
        opinion.probabilities,
        framed=check_framing(match, [number for number, _ in opinion.sentences]) if comparable else None,
        claim_whole=opinion.claim_whole and not cut,
        read_whole=opinion.read_whole,
    )
    reasons = explain_settled(match, settled, opinion.ground)
    if opinion.missing and settled.said in LACKING:
        reasons.append(f"Least backed is the part “{opinion.missing}”.")
    return judgement_of(pair, match, settled, opinion.sentences, (*reasons, *opinion.notes), scorer)


def settle(
    match: Match,
    checks: tuple[Check, ...],
    read: Probabilities,
    *,
    framed: Framed | None = None,
    claim_whole: bool,
    read_whole: bool,
    supported_from: float = SUPPORTED_FROM,
) -> Settled:
    """What stands after the checks; a claim that was not read to its end is at most partially supported.

    A framing says more exactly what a hedge says, so where there is one it stands in the place of the other.
    """
    checks = tuple(dict.fromkeys(checks))  # names and roles may find the same; the combiner was fitted to both
    if framed is not None:
        checks = tuple(check for check in checks if not is_of_hedges(match, check))
    lowered, touched_by = apply_checks(match.same_language, checks, read, supported_from)
    if any(is_reversal(match, check) for check in checks):
        lowered = apply_reversal(lowered)
    checked = apply_framing(framed, lowered, supported_from)
    if framed is not None:
        checks, touched_by = (*checks, framed.check), (*touched_by, framed.check)
    return Settled(
        checks=checks,
        read=read,
        checked=checked,
        probabilities=checked if claim_whole else _without_support(checked, supported_from),
        touched_by=touched_by,
        framed=framed,
        claim_whole=claim_whole,
        read_whole=read_whole,
        supported_from=supported_from,
    )


def _without_support(probabilities: Probabilities, supported_from: float) -> Probabilities:
    """Support beyond what a claim can have of which the end was not read goes to "partially"."""
    kept = min(probabilities.supported, just_under(supported_from))
    return Probabilities(
        supported=kept,
        partially_supported=probabilities.partially_supported + probabilities.supported - kept,
        not_supported=probabilities.not_supported,
        contradicted=probabilities.contradicted,
    )


def judgement_of(
    pair: Pair,
    match: Match,
    settled: Settled,
    sentences: Sequence[tuple[int, float]],
    reasons: Sequence[str],
    scorer: str,
) -> Judgement:
    """The judgement with its evidence; without probabilities where the rest of the page may say it."""
    shown = rounded(settled.probabilities)
    is_open = settled.verdict is Verdict.UNDETERMINED
    return Judgement(
        verdict=settled.verdict,
        probability=None if is_open else getattr(shown, settled.verdict.value),
        probabilities=None if is_open else shown,
        evidence=_evidence(match, sentences, settled.checks, settled.said),
        checks=settled.checks,
        reasons=tuple(reasons),
        scorer=scorer,
        id=pair.id,
        read_whole=settled.read_whole,
    )


def rounded(probabilities: Probabilities) -> Probabilities:
    """Four decimals that still sum to 1: the largest takes the rest."""
    names = ("supported", "partially_supported", "not_supported", "contradicted")
    values = {name: round(getattr(probabilities, name), 4) for name in names}
    largest = max(names, key=lambda name: values[name])
    values[largest] = round(1.0 - sum(v for name, v in values.items() if name != largest), 4)
    return Probabilities(**values)


def _evidence(
    match: Match, sentences: Sequence[tuple[int, float]], checks: tuple[Check, ...], said: Verdict
) -> tuple[Evidence, ...]:
    """At most five different sentences; where a check found the contradiction its own sentence comes first."""
    scores = dict(sentences)
    order = list(scores)
    if said is Verdict.CONTRADICTED:
        spans = [c.source_span for c in checks if c.outcome is CheckOutcome.DIFFERS and c.source_span is not None]
        conflicting = [at for start, _ in spans if (at := match.page.sentence_at(start)) is not None]
        top = max(scores.values(), default=1.0)
        scores |= dict.fromkeys(conflicting, top)
        order = list(dict.fromkeys([*conflicting, *order]))
    order = list({" ".join(match.page.sentence(at).split()): at for at in reversed(order)}.values())[::-1]
    kept = order[: 1 if said is Verdict.NOT_SUPPORTED else MAX_EVIDENCE]
    return tuple(
        Evidence(
            start=match.page.span(at)[0],
            end=match.page.span(at)[1],
            text=match.page.sentence(at),
            score=round(min(1.0, max(0.0, scores[at])), 4),
        )
        for at in kept
    )
