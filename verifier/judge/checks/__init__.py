"""A match in, the values of the claim held against the page one by one out."""

from __future__ import annotations

from verifier.judge.checks.agents import check_agents
from verifier.judge.checks.attribution import check_attribution
from verifier.judge.checks.corrected import without_corrected
from verifier.judge.checks.days import check_dates
from verifier.judge.checks.names import check_names
from verifier.judge.checks.polarity import check_polarity
from verifier.judge.checks.quantities import check_numbers
from verifier.judge.checks.quotes import check_quotes
from verifier.judge.checks.rebound import rebound
from verifier.judge.checks.results import check_results
from verifier.judge.matching import Match
from verifier.model import Check, CheckOutcome

__all__ = ["run_checks"]


def run_checks(match: Match) -> tuple[Check, ...]:
    """All checks: quotations, numbers, dates, names, who did it to whom, who said it, negation, what became of people.

    How the page frames what it repeats is asked apart (`check_framing`), as the answer lowers a verdict in another way.
    """
    quotes = check_quotes(match)
    made = (
        *quotes,
        *without_corrected(match, rebound(match, check_numbers(match))),
        *check_dates(match),
        *check_names(match),
        *check_agents(match),
        *check_attribution(match),
        *check_polarity(match, quotes),
        *check_results(match),
    )
    if match.page.unspaced and not match.same_language:
        # Of a script without spaces only figures are read: what is not found there may stand in characters.
        return tuple(check for check in made if check.outcome is CheckOutcome.AGREES)
    return made
