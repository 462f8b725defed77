"""When the copy of the cited day decides instead of today's page, and what a reader is told of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from support.copies import CAPTURED, FILLER, NO_COPY, NOW, SAID_THEN, SAYS_NOW, THEN, URL, page, said
from support.sample_report import ARTICLE, citation, linked

from verifier.model import CheckedSource, Citations, Judgement, Obtained, Report, Source, SourceState, Verdict
from verifier.report import build_report, check_source, diff_reports, render
from verifier.report.drift import days_apart, spoken_distance

SUPPORTED, PARTIALLY, SILENT, AGAINST, OPEN = (
    Verdict.SUPPORTED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.NOT_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.UNDETERMINED,
)
SOURCE = Source(name="Town Post", dates=("2025-03-05",), url=URL)


def checked(got: Obtained, today: Verdict, then: Verdict | None, *, passage: str = SAID_THEN) -> CheckedSource:
    of_copy = said(then, THEN, passage) if then is not None else None
    return check_source(SOURCE, linked(URL), got, said(today), of_copy=of_copy)


def checked_beside(got: Obtained, shown: str) -> CheckedSource:
    """Silent today, supported by all that the copy shows."""
    return check_source(SOURCE, linked(URL), got, said(SILENT), of_copy=said(SUPPORTED, shown, SAID_THEN))


def codes(source: CheckedSource) -> set[str]:
    return {finding.code for finding in source.findings}


def message(source: CheckedSource, code: str) -> str:
    return next(finding.message for finding in source.findings if finding.code == code)


# --- which copy decides ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("today", "then", "drifted"),
    [
        (SILENT, SUPPORTED, True),
        (AGAINST, SUPPORTED, True),
        (SILENT, PARTIALLY, True),
        (AGAINST, PARTIALLY, True),
        (PARTIALLY, SUPPORTED, True),
        (PARTIALLY, PARTIALLY, False),
        (SILENT, SILENT, False),
        (SILENT, AGAINST, False),
        (SILENT, OPEN, False),
        (SUPPORTED, SILENT, False),
        (OPEN, SUPPORTED, False),
        (SILENT, None, False),
    ],
)
def test_a_page_has_drifted_when_its_copy_grants_more_of_the_claim(
    today: Verdict, then: Verdict | None, drifted: bool
) -> None:
    source = checked(page(), today, then)
    assert (source.state is SourceState.DRIFTED) is drifted
    assert source.verdict is (then if drifted else today)
    assert ("changed-since" in codes(source)) is drifted


def test_verdict_evidence_and_receipt_are_those_of_the_copy_and_todays_page_is_kept_beside_it() -> None:
    source = checked(page(), SILENT, SUPPORTED)
    assert source.snapshot is not None
    assert source.compared is not None
    assert (source.snapshot.captured_at, source.compared.captured_at) == (CAPTURED, None)
    assert [one.text for one in source.evidence] == [SAID_THEN]
    assert (source.evidence[0].fragment_url or "").startswith("https://archive.example/web/20250307100000/")
    assert source.snapshot.text_sha256 != source.compared.text_sha256
    assert None not in (source.snapshot.text_sha256, source.compared.text_sha256)
    assert "its archived copy of 7 March 2025" in source.outcome.reason


def test_a_passage_that_still_stands_on_todays_page_did_not_change() -> None:
    source = checked(page(NOW + " " + SAID_THEN), SILENT, SUPPORTED)
    assert (source.state, source.verdict) == (SourceState.LIVE, SILENT)


def test_a_passage_that_is_gone_from_a_table_has_drifted_as_well() -> None:
    got = page(NOW, NOW)
    assert got.day_copy is not None
    assert got.day_copy.document is not None
    copy = replace(got.day_copy, document=replace(got.day_copy.document, outside=SAID_THEN))
    source = checked_beside(replace(got, day_copy=copy), f"{NOW}\n{SAID_THEN}")
    assert (source.state, source.verdict) == (SourceState.DRIFTED, SUPPORTED)
    assert [(one.text, one.outside) for one in source.evidence] == [(SAID_THEN, True)]


def test_white_space_punctuation_and_case_are_no_change() -> None:
    source = checked(page("the  council will PLANT\n\n400 trees – along the canal! More."), SILENT, SUPPORTED)
    assert source.state is SourceState.LIVE


def test_a_passage_that_is_not_in_the_copy_is_not_shown_for_it() -> None:
    source = checked(page(NOW, FILLER + THEN), AGAINST, SUPPORTED)
    assert source.state is SourceState.LIVE


def test_one_changed_figure_in_a_long_page_is_a_change() -> None:
    of_copy = said(SUPPORTED, FILLER * 200 + THEN, SAID_THEN)
    got = page(FILLER * 200 + SAYS_NOW, FILLER * 200 + THEN)
    assert check_source(SOURCE, linked(URL), got, said(AGAINST), of_copy=of_copy).state is SourceState.DRIFTED


def test_of_a_page_read_in_part_it_is_not_said_that_it_no_longer_says_so() -> None:
    got = page()
    assert got.document is not None
    cut = replace(got, document=replace(got.document, read_share=0.5))
    source = check_source(SOURCE, linked(URL), cut, said(SILENT), of_copy=said(SUPPORTED, THEN, SAID_THEN))
    assert (source.state, source.verdict) == (SourceState.LIVE, OPEN)


def test_a_source_without_a_copy_is_as_before() -> None:
    source = checked(page(copy=None), SILENT, None)
    assert (source.state, source.verdict, source.compared) == (SourceState.LIVE, SILENT, None)
    assert codes(source) == set()


# --- what came later ---------------------------------------------------------------------


def added(
    got: Obtained, today: Verdict = SUPPORTED, then: Verdict | None = SILENT, *, passage: str = SAYS_NOW, **fields: Any
) -> CheckedSource:
    """Judged by a passage of today's page; `fields` are those of the source."""
    assert got.document is not None
    of_copy = said(then) if then is not None else None
    return check_source(
        replace(SOURCE, **fields), linked(URL), got, said(today, got.document.shown, passage), of_copy=of_copy
    )


@pytest.mark.parametrize(
    ("today", "then", "told"),
    [
        (SUPPORTED, SILENT, True),
        (SUPPORTED, AGAINST, True),
        (SUPPORTED, PARTIALLY, True),
        (PARTIALLY, SILENT, True),
        (SUPPORTED, SUPPORTED, False),
        (PARTIALLY, PARTIALLY, False),
        (SUPPORTED, OPEN, False),
        (SUPPORTED, None, False),
        (AGAINST, SILENT, False),
    ],
)
def test_support_by_words_that_the_copy_did_not_have_is_told_and_stands(
    today: Verdict, then: Verdict | None, told: bool
) -> None:
    source = added(page(), today, then)
    assert (source.state, source.verdict) == (SourceState.LIVE, today)
    assert ("changed-since" in codes(source)) is told
    assert source.snapshot is not None
    assert source.compared is not None
    assert (source.snapshot.captured_at, source.compared.captured_at) == (None, CAPTURED)


def test_the_later_passage_is_shown_with_what_stood_in_its_place() -> None:
    assert message(added(page()), "changed-since") == (
        f"Today's page (read on 20 November 2025) says: “{SAYS_NOW}” "
        f"The copy of 7 March 2025 says in its place: “{SAID_THEN}”"
    )
    alone = message(added(page(NOW, FILLER)), "changed-since")
    assert alone.endswith(f"“{SAYS_NOW}” The copy of 7 March 2025 has nothing in its place.")


def test_a_page_that_kept_all_and_added_what_decides_is_not_called_unchanged() -> None:
    kept = page(NOW, FILLER)
    assert codes(added(kept)) == {"changed-since"}
    assert codes(added(kept, SILENT, SILENT)) == {"unchanged-since"}


def test_support_that_stands_in_the_copy_too_did_not_come_later() -> None:
    assert "changed-since" not in codes(added(page(NOW, NOW + " More.")))


def test_a_copy_of_before_the_cited_day_does_not_tell_when_the_words_came() -> None:
    source = added(page(captured="2025-03-04T10:00:00Z"))
    assert "changed-since" not in codes(source)
    assert source.reasons[-1] == (
        f"Today's page (read on 20 November 2025) says: “{SAYS_NOW}” "
        f"The copy of 4 March 2025, taken before the cited day, says in its place: “{SAID_THEN}”"
    )
    assert "changed-since" in codes(added(page(captured="2025-03-05T00:10:00Z")))
    assert "changed-since" in codes(added(page(captured="2025-03-04T10:00:00Z"), dates=("2025-03",)))


def test_a_copy_that_was_read_in_part_does_not_tell_what_it_lacked() -> None:
    got = page()
    assert got.day_copy is not None
    assert got.day_copy.document is not None
    cut = replace(got.day_copy, document=replace(got.day_copy.document, read_share=0.5))
    assert "changed-since" not in codes(added(replace(got, day_copy=cut)))


# --- what is said of it ------------------------------------------------------------------


def test_the_changed_passage_is_shown_before_and_after() -> None:
    told = message(checked(page(), SILENT, SUPPORTED), "changed-since")
    assert told == (
        f"The copy of 7 March 2025 says: “{SAID_THEN}” "
        f"Today's page (read on 20 November 2025) says in its place: “{SAYS_NOW}”"
    )


def test_a_passage_that_is_gone_has_nothing_in_its_place() -> None:
    told = message(checked(page(FILLER), SILENT, SUPPORTED), "changed-since")
    assert told.endswith("Today's page (read on 20 November 2025) has nothing in its place.")


def test_a_sentence_that_stood_there_before_took_no_place() -> None:
    alike = "The council will plant 90 trees along the road."
    told = message(checked(page(alike, f"{THEN} {alike}"), SILENT, SUPPORTED), "changed-since")
    assert "nothing in its place" in told


def test_a_long_passage_is_shortened() -> None:
    long = SAID_THEN.removesuffix(".") + " and the road" * 40 + "."
    got = page(NOW, FILLER + long)
    of_copy = said(SUPPORTED, FILLER + long, long)
    source = check_source(SOURCE, linked(URL), got, said(SILENT), of_copy=of_copy)
    assert len(message(source, "changed-since")) < 600
    assert " …”" in message(source, "changed-since")


def test_the_distance_between_the_cited_day_and_the_copy_is_shown() -> None:
    source = checked(page(), SILENT, SUPPORTED)
    assert source.snapshot is not None
    assert (days_apart(source.snapshot, SOURCE.dates), spoken_distance(source.snapshot, SOURCE.dates)) == (
        2,
        "2 days from the cited day",
    )
    assert spoken_distance(source.snapshot, ("2025-03-06",)) == "1 day from the cited day"
    assert spoken_distance(source.snapshot, ("2025-03-07",)) == "of the cited day"
    assert spoken_distance(source.snapshot, ()) == ""
    assert "archived-copy-distant" in codes(checked(page(captured="2025-06-01T00:00:00Z"), SILENT, SUPPORTED))


def test_a_page_that_still_says_all_its_copy_says_is_unchanged_since() -> None:
    source = checked(page(kept=False), SILENT, None)
    assert message(source, "unchanged-since") == (
        "Today's page still has all the words of its archived copy of 7 March 2025, 2 days from the cited day."
    )
    assert source.compared is not None
    assert source.compared.captured_at == CAPTURED


def test_a_copy_that_does_not_support_the_claim_either_is_a_reason() -> None:
    reasons = checked(page(), SILENT, SILENT).reasons
    assert reasons[-1] == "The archived copy of 7 March 2025 does not support the claim either."
    assert not any("either" in one for one in checked(page(), SUPPORTED, None).reasons)


@pytest.mark.parametrize(("verdict", "told"), [(SILENT, True), (AGAINST, True), (SUPPORTED, False)])
def test_that_no_copy_could_be_had_is_said_where_it_matters(verdict: Verdict, told: bool) -> None:
    alone = page(copy=None)
    alone = replace(alone, attempts=(*alone.attempts, NO_COPY))
    reasons = check_source(SOURCE, linked(URL), alone, said(verdict)).reasons
    assert any(NO_COPY.reason in one for one in reasons) is told


# --- in reports --------------------------------------------------------------------------


def report(today: Verdict, then: Verdict | None, got: Obtained | None = None) -> Report:
    one = citation(1, "(Radio Nord, March 5)", "Its director promised", SOURCE)
    source = checked(got or page(), today, then)
    return build_report("r1", Citations(article=ARTICLE, citations=(one,)), [(one, [source])], scorer="s",
                        settings_digest="d", made_at="2025-11-20T06:01:00Z")  # fmt: skip


@pytest.mark.parametrize("form", ["text", "html", "markdown"])
def test_reports_for_people_show_both_days_the_passage_and_the_distance(form: str) -> None:
    text = " ".join(render(report(SILENT, SUPPORTED), form).decode().replace("\\", "").replace("&#39;", "'").split())
    for words in (
        "Archived copy of 7 March 2025, 10:00 UTC (Test Archive), 2 days from the cited day",
        "Today's page, read on 20 November 2025, 06:00 UTC, no longer says this.",
        SAID_THEN,
        SAYS_NOW,
        "Compare the live page with the archived copy.",
    ):
        assert words in text


def test_the_page_shows_receipts_of_both() -> None:
    html = render(report(SILENT, SUPPORTED), "html").decode()
    assert "Compared with" in html
    assert f'href="{URL}"' in html


def test_a_page_that_drifts_between_two_nights_is_a_new_problem_and_one_that_is_mended_is_resolved() -> None:
    fine, drifted = report(SUPPORTED, None), report(SILENT, SUPPORTED)
    (change,) = diff_reports(fine, drifted)
    assert (change.kind, change.before, change.after) == ("new-problem", "live", "drifted")
    (back,) = diff_reports(drifted, fine)
    assert back.kind == "resolved"
    assert diff_reports(drifted, drifted) == ()


def test_a_drifted_page_whose_copy_is_lost_is_told_by_its_verdict() -> None:
    (change,) = diff_reports(report(SILENT, SUPPORTED), report(SILENT, None, page(copy=None)))
    assert (change.kind, change.after) == ("verdict-changed", "not_supported")


def test_a_judgement_of_the_copy_alone_decides_nothing() -> None:
    got = page()
    source = check_source(SOURCE, linked(URL), got, None, of_copy=said(SUPPORTED, THEN, SAID_THEN))
    assert (source.state, source.verdict) == (SourceState.LIVE, OPEN)
    assert isinstance(said(SUPPORTED), Judgement)


def test_a_passage_of_few_words_is_looked_for_on_todays_page_too() -> None:
    source = checked(page("In the end it is 400 trees, says the mayor."), SILENT, SUPPORTED, passage="400 trees")
    assert source.state is SourceState.LIVE
    assert checked(page("1400 trees"), SILENT, SUPPORTED, passage="400 trees").state is SourceState.DRIFTED
