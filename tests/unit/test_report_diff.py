"""What changed between two reports: real changes are told, and only those; and the digest of a nightly run."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from support.sample_report import judgement as judged
from support.sample_report import linked, obtained, outcome, page, sample_report

from verifier.errors import UsageError
from verifier.jobs import Change, Problem, Run
from verifier.model import CheckedCitation, CheckedSource, OutcomeCode, Report, Source, SourceState, Verdict
from verifier.report import check_source, diff_reports, render_run
from verifier.report.diff import KINDS

BEFORE = sample_report()
PASSAGE = "Something was said."


def changed(report: Report, place: int, source: CheckedSource, **more: object) -> Report:
    """The report with another first source, and fields, for the citation at that place."""
    citations = list(report.citations)
    sources = (source, *citations[place].sources[1:])
    citations[place] = replace(citations[place], sources=sources, verdict=source.verdict, **more)  # type: ignore[arg-type]
    return replace(report, citations=tuple(citations))


def source_of(report: Report, place: int) -> CheckedSource:
    return report.citations[place].sources[0]


def as_state(source: CheckedSource, state: SourceState) -> CheckedSource:
    """The source as it is when it could not be read."""
    failed = outcome(state, OutcomeCode.NOT_FOUND, "It was so.")
    return replace(source, state=state, outcome=failed, verdict=Verdict.UNDETERMINED, probability=None, evidence=())


def kinds(before: Report | None, after: Report) -> list[tuple[str, str, str]]:
    return [(change.kind, change.before, change.after) for change in diff_reports(before, after)]


def test_a_first_report_changes_nothing() -> None:
    assert diff_reports(None, BEFORE) == ()


def test_the_same_report_changes_nothing() -> None:
    assert diff_reports(BEFORE, sample_report()) == ()


def test_another_time_probability_or_bytes_are_no_change() -> None:
    source = source_of(BEFORE, 0)
    assert source.snapshot is not None
    snapshot = replace(source.snapshot, fetched_at="2026-01-01T00:00:00Z", sha256="cd" * 32)
    after = changed(BEFORE, 0, replace(source, snapshot=snapshot, probability=0.88))
    assert diff_reports(BEFORE, replace(after, made_at="2026-01-01T00:00:00Z")) == ()


def test_another_verdict_is_a_change_with_words_and_place() -> None:
    after = changed(BEFORE, 0, replace(source_of(BEFORE, 0), verdict=Verdict.CONTRADICTED))
    (change,) = diff_reports(BEFORE, after)
    assert (change.kind, change.before, change.after) == ("verdict-changed", "supported", "contradicted")
    assert (change.article, change.citation, change.source) == (BEFORE.id, "c1", "Port Authority")
    assert change.message == "Port Authority was supported, is contradicted."
    assert change.url == "https://port.example/news/2025/03/03/passengers"


def test_a_change_of_judge_is_told_with_the_verdict() -> None:
    after = changed(BEFORE, 0, replace(source_of(BEFORE, 0), verdict=Verdict.NOT_SUPPORTED))
    (change,) = diff_reports(BEFORE, replace(after, scorer="other/2"))
    assert "another judge" in change.message


@pytest.mark.parametrize("state", [SourceState.GONE, SourceState.SOFT_404, SourceState.UNREADABLE])
def test_a_page_that_can_be_read_no_more_is_a_new_problem(state: SourceState) -> None:
    after = changed(BEFORE, 0, as_state(source_of(BEFORE, 0), state))
    assert kinds(BEFORE, after) == [("new-problem", "live", state.value)]


@pytest.mark.parametrize("state", [SourceState.BLOCKED, SourceState.TIMED_OUT])
def test_a_page_that_fails_for_the_moment_has_only_changed_its_state(state: SourceState) -> None:
    after = changed(BEFORE, 0, as_state(source_of(BEFORE, 0), state))
    assert kinds(BEFORE, after) == [("state-changed", "live", state.value)]


def test_a_page_that_can_be_read_again_is_resolved() -> None:
    gone = changed(BEFORE, 0, as_state(source_of(BEFORE, 0), SourceState.GONE))
    assert kinds(gone, BEFORE) == [("resolved", "gone", "live")]


def test_a_page_that_can_be_read_now_and_contradicts_is_a_new_problem() -> None:
    blocked = changed(BEFORE, 1, as_state(source_of(BEFORE, 1), SourceState.BLOCKED))
    assert kinds(blocked, BEFORE) == [("new-problem", "undetermined", "contradicted")]


def test_failing_in_another_way_than_before_is_no_news() -> None:
    blocked = changed(BEFORE, 0, as_state(source_of(BEFORE, 0), SourceState.BLOCKED))
    gone = changed(BEFORE, 0, as_state(source_of(BEFORE, 0), SourceState.GONE))
    assert kinds(blocked, gone) == []


def with_text(text: str, **more: object) -> CheckedSource:
    url = "https://port.example/news/2025/03/03/passengers"
    before = source_of(BEFORE, 0)
    source = Source(name=before.name, url=before.url, dates=before.dates)
    return check_source(source, linked(url), obtained(url, text, **more), judged(Verdict.SUPPORTED, 0.9, text, PASSAGE))  # type: ignore[arg-type]


def test_another_text_under_the_same_verdict_is_told() -> None:
    first = changed(BEFORE, 0, with_text(page(PASSAGE)))
    second = changed(BEFORE, 0, with_text(page(PASSAGE) + "\nCorrected."))
    assert [kind for kind, _, _ in kinds(first, second)] == ["text-changed"]
    assert kinds(first, first) == []


def test_an_archived_copy_is_not_compared_with_the_live_page() -> None:
    live = changed(BEFORE, 0, with_text(page(PASSAGE)))
    archived = with_text(page(PASSAGE) + "\nBanner.", state=SourceState.ARCHIVED, captured_at="2025-03-06T00:00:00Z")
    assert kinds(live, changed(BEFORE, 0, archived)) == []


def test_a_text_that_was_not_hashed_before_is_not_called_changed() -> None:
    second = changed(BEFORE, 0, with_text(page(PASSAGE)))
    source = source_of(second, 0)
    assert source.snapshot is not None
    first = changed(second, 0, replace(source, snapshot=replace(source.snapshot, text_sha256=None)))
    assert kinds(first, second) == []


def test_ids_may_shift_without_a_change() -> None:
    shifted = [replace(one, id=f"c{place + 7}", start=one.start + 9, end=one.end + 9)
               for place, one in enumerate(BEFORE.citations)]  # fmt: skip
    assert diff_reports(BEFORE, replace(BEFORE, citations=tuple(shifted))) == ()


def test_citations_come_and_go() -> None:
    fewer = replace(BEFORE, citations=BEFORE.citations[1:])
    assert kinds(BEFORE, fewer) == [("citation-removed", "supported", "")]
    assert kinds(fewer, BEFORE) == [("citation-added", "", "supported")]


def test_a_mended_link_is_the_same_source() -> None:
    after = changed(BEFORE, 0, replace(source_of(BEFORE, 0), url="https://port.example/other"))
    assert kinds(BEFORE, after) == []


def test_a_reworded_claim_is_the_same_citation() -> None:
    citations = list(BEFORE.citations)
    citations[0] = replace(citations[0], claim=replace(citations[0].claim, text="The port carried many passengers"))
    assert diff_reports(BEFORE, replace(BEFORE, citations=tuple(citations))) == ()


def test_the_same_source_of_two_equal_claims_is_matched_in_order() -> None:
    def twice(*verdicts: Verdict) -> Report:
        first = BEFORE.citations[0]
        copies: list[CheckedCitation] = []
        for place, verdict in enumerate(verdicts):
            sources = (replace(first.sources[0], verdict=verdict),)
            copies.append(replace(first, id=f"c{place}", start=place, sources=sources, verdict=verdict))
        return replace(BEFORE, citations=tuple(copies))

    before = twice(Verdict.SUPPORTED, Verdict.CONTRADICTED)
    assert kinds(before, twice(Verdict.SUPPORTED, Verdict.CONTRADICTED)) == []
    assert kinds(before, twice(Verdict.SUPPORTED, Verdict.SUPPORTED)) == [
        ("verdict-changed", "contradicted", "supported")
    ]


def test_the_most_pressing_change_comes_first() -> None:
    after = changed(BEFORE, 5, replace(source_of(BEFORE, 5), verdict=Verdict.SUPPORTED))
    after = changed(after, 0, as_state(source_of(after, 0), SourceState.GONE))
    after = replace(after, citations=after.citations[:4] + after.citations[5:])
    found = [kind for kind, _, _ in kinds(BEFORE, after)]
    assert found == ["new-problem", "verdict-changed", "citation-removed"]
    assert found == sorted(found, key=list(KINDS).index)


def change(article: str, kind: str, message: str = "It is so.") -> Change:
    return Change(article=article, title=f"Title of {article}", citation="c1", kind=kind, source="Radio",
                  url="https://radio.example/a", before="live", after="gone", message=message)  # fmt: skip


RUN = Run(id="nightly-2025-03-13-ab", kind="nightly", state="done", started_at="2025-03-13T02:00:00Z",
          ended_at="2025-03-13T02:10:00Z", articles=3, done=2, failed=1,
          changes=(change("a", "text-changed"), change("b", "new-problem"), change("a", "new-problem", "First.")),
          problems=(Problem(code="input", message="d.html is empty.", advice="Remove it."),))  # fmt: skip


def test_the_digest_puts_changes_first_by_article_and_the_most_pressing_first() -> None:
    lines = render_run(RUN, "text").decode().splitlines()
    assert lines[0] == "3 changes in 2 articles"
    assert lines[2:7] == [
        "Title of a",
        "  New problem: First. [c1]",
        "    https://radio.example/a",
        "  Text changed: It is so. [c1]",
        "    https://radio.example/a",
    ]
    assert "Not checked: d.html is empty. Remove it." in lines
    assert lines[-1].startswith(
        "Run nightly-2025-03-13-ab (nightly): 2 of 3 articles checked, 1 failed; ended 13 March"
    )


def test_a_night_without_changes_is_one_line_and_the_totals() -> None:
    quiet = replace(RUN, changes=(), problems=(), failed=0, done=3)
    assert render_run(quiet, "text").decode().splitlines()[0] == "Nothing changed."
    running = replace(quiet, state="running", ended_at=None)
    assert "so far" in render_run(running).decode()


def test_the_digest_as_json_is_the_run() -> None:
    document = json.loads(render_run(RUN, "json"))
    assert document["id"] == RUN.id
    assert [one["kind"] for one in document["changes"]] == ["text-changed", "new-problem", "new-problem"]


def test_a_digest_has_no_other_formats() -> None:
    with pytest.raises(UsageError):
        render_run(RUN, "html")


def test_a_message_cannot_steer_the_terminal() -> None:
    hostile = replace(RUN, changes=(change("a", "resolved", "x\x1b[2J\ny"),))
    assert "\x1b" not in render_run(hostile, "text").decode()
