"""A page that is missing once is not gone: what three checks, days apart, make of it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.sample_report import outcome, sample_report

from verifier.model import CheckedSource, OutcomeCode, Report, SourceState
from verifier.report import diff_reports
from verifier.report.missing import remembering

FINE = sample_report()


def report(state: SourceState, day: str, before: Report | None = None) -> Report:
    """The sample report of that day with its first source in that state."""
    first = FINE.citations[0]
    code = OutcomeCode.OK if state is SourceState.LIVE else OutcomeCode.NOT_FOUND
    source = replace(first.sources[0], state=state, outcome=outcome(state, code, "As it is."))
    citations = (replace(first, sources=(source,)), *FINE.citations[1:])
    return remembering(before, replace(FINE, made_at=f"{day}T02:00:00Z", citations=citations))


def source(of: Report) -> CheckedSource:
    return of.citations[0].sources[0]


def provisional(of: Report) -> bool:
    return "gone-provisional" in {finding.code for finding in source(of).findings}


def checks(*days: str, state: SourceState = SourceState.GONE) -> list[Report]:
    reports: list[Report] = []
    for day in days:
        reports.append(report(state, day, reports[-1] if reports else None))
    return reports


@pytest.mark.parametrize("state", [SourceState.GONE, SourceState.SOFT_404])
def test_a_page_is_gone_for_good_at_the_third_check_days_apart(state: SourceState) -> None:
    reports = checks("2025-03-01", "2025-03-03", "2025-03-05", "2025-03-07", state=state)
    assert [provisional(one) for one in reports] == [True, True, False, False]
    assert source(reports[-1]).missing_on == ("2025-03-01", "2025-03-03", "2025-03-05")


def test_checks_of_one_night_or_the_next_count_once() -> None:
    reports = checks("2025-03-01", "2025-03-01", "2025-03-02", "2025-03-02")
    assert source(reports[-1]).missing_on == ("2025-03-01",)
    assert all(map(provisional, reports))
    assert len([one for one in source(reports[-1]).findings if one.code == "gone-provisional"]) == 1


def test_a_page_that_was_back_begins_anew() -> None:
    gone = checks("2025-03-01", "2025-03-03")[-1]
    back = report(SourceState.LIVE, "2025-03-05", gone)
    again = report(SourceState.GONE, "2025-03-07", back)
    assert (source(back).missing_on, source(again).missing_on) == ((), ("2025-03-07",))
    assert not provisional(back)


def test_a_site_that_gives_no_answer_is_not_a_missing_page() -> None:
    assert source(report(SourceState.TIMED_OUT, "2025-03-01")).missing_on == ()


def test_a_nightly_run_calls_it_a_new_problem_only_when_it_is_gone_for_good() -> None:
    fine = report(SourceState.LIVE, "2025-02-27")
    first = report(SourceState.GONE, "2025-03-01", fine)
    second = report(SourceState.GONE, "2025-03-03", first)
    third = report(SourceState.GONE, "2025-03-05", second)
    fourth = report(SourceState.GONE, "2025-03-07", third)
    nights = [(fine, first), (first, second), (second, third), (third, fourth)]
    found = [[change.kind for change in diff_reports(before, after)] for before, after in nights]
    assert found == [["state-changed"], [], ["new-problem"], []]
