"""Checks of numbers in, the same out without what a correction on the page takes back.

"Correction: an earlier version of this article said 40; it was 14." holds 40 and backs no claim of 40, and its 40
contradicts no claim of 14.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from verifier.judge.agreement import agrees, same_role, same_unit, shown
from verifier.judge.checks.framed_page import FramedPage, framed_page
from verifier.judge.matching import Match
from verifier.judge.numbers import Number
from verifier.model import Check, CheckOutcome

#: Sentences behind a correction's first that may hold the right value: "It was 14."
_AFTER = 1


def without_corrected(match: Match, checks: Sequence[Check]) -> list[Check]:
    """A number that agrees only with a corrected one differs; one that differs from a corrected one is asked again.

    It is absent where the page has no other number that could stand in its place.
    """
    page = framed_page(match.page)
    return [_again(match, page, check) for check in checks]


def _again(match: Match, page: FramedPage, check: Check) -> Check:
    if check.source_span is None or check.outcome is CheckOutcome.ABSENT:
        return check
    at = match.page.sentence_at(check.source_span[0])
    if at is None or not page.takes_back(at, check.source_span[0]):
        return check
    number = next((one for one in match.numbers if one.span == check.claim_span), None)
    if number is None:
        return check
    standing = list(_standing(match, page, at))
    same = next((one for one in standing if agrees(number, one)), None)
    other = same or next((one for one in standing if same_unit(number, one) and same_role(number, one)), None)
    if other is None and check.outcome is CheckOutcome.DIFFERS:
        return replace(check, outcome=CheckOutcome.ABSENT, source_value=None, source_span=None)
    return replace(
        check,
        outcome=CheckOutcome.AGREES if same else CheckOutcome.DIFFERS,
        source_value=shown(other) if other else None,
        source_span=other.span if other else check.source_span,
    )


def _standing(match: Match, page: FramedPage, at: int) -> Iterator[Number]:
    """The numbers that the correction and the sentences that tell most of the claim do not take back."""
    last = len(match.page.sentences)
    for here in dict.fromkeys([*range(at, min(at + 1 + _AFTER, last)), *match.focus]):
        yield from (one for one in match.page.numbers(here) if not page.takes_back(here, one.span[0]))
