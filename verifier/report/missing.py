"""The report of before and a new one in; the new one with what several checks know of missing pages, out; pure.

Sites lose pages for an hour. A page that is missing is gone for good once it was missing on `TIMES` checks, each at
least `DAYS_APART` days after the one before; until then it carries the finding `gone-provisional`.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from verifier.model import CheckedSource, Finding, Report, SourceState
from verifier.report.diff import PROVISIONAL, matched_sources

TIMES = 3
DAYS_APART = 2
_MISSING = frozenset({SourceState.GONE, SourceState.SOFT_404})


def remembering(before: Report | None, after: Report) -> Report:
    """The newer report, its missing pages with the days on which they were missing before."""
    if not any(source.state in _MISSING for citation in after.citations for source in citation.sources):
        return after
    earlier = {id(now): old.missing_on for old, now in matched_sources(before, after) if old.state in _MISSING}
    today = after.made_at[:10]
    citations = tuple(
        replace(
            citation,
            sources=tuple(_counted(source, earlier.get(id(source), ()), today) for source in citation.sources),
        )
        for citation in after.citations
    )
    return replace(after, citations=citations)


def _counted(source: CheckedSource, earlier: tuple[str, ...], today: str) -> CheckedSource:
    if source.state not in _MISSING:
        return source
    due = not earlier or (date.fromisoformat(today) - date.fromisoformat(earlier[-1])).days >= DAYS_APART
    days = (*earlier, today) if due and len(earlier) < TIMES else earlier
    if len(days) >= TIMES:
        return replace(source, missing_on=days)
    message = (
        f"The page was missing on {len(days)} check{'' if len(days) == 1 else 's'} so far and may come back; "
        f"it counts as gone for good after {TIMES}, days apart."
    )
    return replace(source, missing_on=days, findings=(*source.findings, Finding(code=PROVISIONAL, message=message)))
