"""Places in the claim and on the page in, the check that they differ out."""

from __future__ import annotations

from verifier.judge.matching import Match
from verifier.model import Check, CheckKind, CheckOutcome, Span


def differing(match: Match, kind: CheckKind, own: Span, there: Span) -> Check:
    """The claim's words at `own` against the page's at `there`, both shown as they stand."""
    return Check(
        kind=kind,
        claim_value=match.claim[own[0] : own[1]],
        source_value=match.page.text[there[0] : there[1]],
        outcome=CheckOutcome.DIFFERS,
        claim_span=own,
        source_span=there,
    )
