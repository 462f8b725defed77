"""Checks and probabilities in, probabilities lowered by what the checks found out.

A check may lower a verdict, never raise one, and each time it does a reason says so.
"""

from __future__ import annotations

from verifier.judge.checks.framing import Framed
from verifier.judge.combiner import SUPPORTED_FROM, just_under, normalised
from verifier.judge.frames import ACQUITTED, ALLEGED, CORRECTED, FALSE, RETRACTED
from verifier.model import Check, CheckKind, CheckOutcome, Probabilities

#: Share of the probability of support that a conflict leaves.
_LEFT_AFTER_CONFLICT = 0.3
#: Share of what is taken away that goes to "contradicted", by the kind of check.
_TO_CONTRADICTED = {
    CheckKind.NUMBER: 0.8,
    CheckKind.NEGATION: 0.85,
    CheckKind.QUOTE: 0.75,
    CheckKind.DATE: 0.75,
    CheckKind.NAME: 0.7,
    CheckKind.ATTRIBUTION: 0.6,
}
#: Share of it that is left when a value of that kind, or the one who is to have said it, is nowhere on the page.
_LEFT_WHEN_ABSENT = {CheckKind.NUMBER: 0.6, CheckKind.QUOTE: 0.5, CheckKind.DATE: 0.8, CheckKind.ATTRIBUTION: 0.6}
#: How a source may speak of a claim, by the most that is left of it; all others leave "not supported".
_PARTLY, _AGAINST = frozenset({ALLEGED}), frozenset({FALSE, RETRACTED, CORRECTED, ACQUITTED})


def apply_checks(
    same_language: bool,
    checks: tuple[Check, ...],
    probabilities: Probabilities,
    supported_from: float = SUPPORTED_FROM,
) -> tuple[Probabilities, tuple[Check, ...]]:
    """Lowered probabilities and the checks that lowered them."""
    conflicts = [c for c in checks if c.outcome is CheckOutcome.DIFFERS]
    supported = probabilities.supported
    others = [probabilities.partially_supported, probabilities.not_supported, probabilities.contradicted]
    if conflicts:
        share = max(_TO_CONTRADICTED[c.kind] for c in conflicts)
        kept = supported * _LEFT_AFTER_CONFLICT
        taken = supported - kept + others[0] * 0.5
        lowered = normalised(kept, others[0] * 0.5 + taken * (1 - share) * 0.7, others[1] + taken * (1 - share) * 0.3,
                             others[2] + taken * share)  # fmt: skip
        return lowered, tuple(conflicts)
    absent = [c for c in checks if c.outcome is CheckOutcome.ABSENT and c.kind in _LEFT_WHEN_ABSENT]
    if not same_language:
        absent = [c for c in absent if c.kind is not CheckKind.QUOTE]
    if not absent:
        return probabilities, ()
    kept = min(supported * min(_LEFT_WHEN_ABSENT[c.kind] for c in absent), just_under(supported_from))
    taken = supported - kept
    return normalised(kept, others[0] + taken * 0.7, others[1] + taken * 0.3, others[2]), tuple(absent)


def apply_silence(probabilities: Probabilities) -> Probabilities:
    """A page in the claim's language that shares no word with it speaks of something else, and contradicts nothing."""
    against = probabilities.contradicted + probabilities.not_supported
    return normalised(probabilities.supported, probabilities.partially_supported, against, 0.0)


def apply_reversal(probabilities: Probabilities) -> Probabilities:
    """A page that has two in each other's place is not silent: what is not supported is contradicted."""
    against = probabilities.contradicted + probabilities.not_supported
    return normalised(probabilities.supported, probabilities.partially_supported, 0.0, against)


def apply_framing(
    framed: Framed | None, probabilities: Probabilities, supported_from: float = SUPPORTED_FROM
) -> Probabilities:
    """Support goes to what the framing makes of the claim.

    What the page itself calls false, takes back or reports an acquittal from is contradicted; what somebody denies
    or doubts, and what is only supposed, the source does not say; an accusation or a rumour backs at most a part.
    """
    if framed is None:
        return probabilities
    kept = min(probabilities.supported * _LEFT_AFTER_CONFLICT, just_under(supported_from))
    taken = probabilities.supported - kept
    partially, unsupported, contradicted = (
        probabilities.partially_supported, probabilities.not_supported, probabilities.contradicted,
    )  # fmt: skip
    if framed.kind in _PARTLY:
        return normalised(kept, partially + taken, unsupported, contradicted)
    taken += partially
    if framed.kind in _AGAINST:
        return normalised(kept, 0.0, unsupported, contradicted + taken)
    return normalised(kept, 0.0, unsupported + taken, contradicted)
