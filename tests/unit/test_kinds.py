"""Which kinds of citations are counted and checked, and how an operator says otherwise."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from support.sample_report import ARTICLE, FETCHED_AT, citation, sample_report

from verifier.cli.check import codes_in
from verifier.errors import SettingsError
from verifier.kinds import DEFAULT_CHECKED, DEFAULT_COUNTED, KINDS, read_kinds, spoken
from verifier.model import (
    Citations,
    Finding,
    OutcomeCode,
    Report,
    Resolution,
    Resolved,
    Source,
    SourceState,
    Target,
    Verdict,
)
from verifier.report import build_report, check_source, render
from verifier.settings import Settings, load_settings

WHY = "Citations of the kind inline_link are listed but not checked here."


def mixed_report() -> Report:
    """One citation in brackets, two notes and a link, none of them with a page."""
    source = Source(name="Radio Nord", url="https://radio.example/a")
    kinds = ("parenthetical", "note_marker", "note_marker", "inline_link")
    made = []
    for number, kind in enumerate(kinds, 1):
        one = replace(citation(number, "(Radio Nord, March 5)", "Its director promised", source), kind=kind)
        resolved = Resolved(
            resolution=Resolution.LINKED,
            target=Target(url="https://radio.example/a"),
            reason=WHY if kind == "inline_link" else None,
            checked=kind != "inline_link",
        )
        made.append((one, [check_source(source, resolved)]))
    found = Citations(article=ARTICLE, citations=tuple(one for one, _ in made))
    return build_report("r", found, made, scorer="s", settings_digest="d", made_at=FETCHED_AT)


def test_every_kind_is_either_of_brackets_or_of_another_style() -> None:
    assert set(DEFAULT_COUNTED) < set(DEFAULT_CHECKED) < set(KINDS)
    assert set(KINDS) - set(DEFAULT_CHECKED) == {"inline_link"}
    assert {"note_marker", "superscript_digit", "author_date", "bare_url"}.isdisjoint(DEFAULT_COUNTED)


@pytest.mark.parametrize(
    ("value", "kinds"),
    [
        ("parenthetical, split", ("parenthetical", "split")),
        ("split parenthetical", ("parenthetical", "split")),
        ('["note_marker"]', ("note_marker",)),
        (["note_marker", "note_marker"], ("note_marker",)),
        ("none", ()),
        ([], ()),
    ],
)
def test_kinds_may_be_written_in_several_ways(value: object, kinds: tuple[str, ...]) -> None:
    assert read_kinds(value) == kinds


@pytest.mark.parametrize("value", ["parentheses", "[1]", "{}", 3, ["split", 4]])
def test_a_kind_that_does_not_exist_is_an_error_that_lists_those_that_do(value: object) -> None:
    with pytest.raises(ValueError, match="parenthetical"):
        read_kinds(value)


def test_the_settings_name_what_is_wrong() -> None:
    with pytest.raises(SettingsError, match=r"VERIFIER_CHECKED_KINDS.*'links'"):
        load_settings({"VERIFIER_CHECKED_KINDS": "links"}, Path("/nonexistent"))


def test_what_is_counted_and_checked_is_part_of_the_digest() -> None:
    digests = {Settings().digest(), Settings(counted_kinds=()).digest(), Settings(checked_kinds=()).digest()}
    assert len(digests) == 3


def test_only_the_kinds_that_count_are_in_the_counts() -> None:
    report = mixed_report()
    assert (report.counts.citations, report.counts.undetermined) == (1, 1)
    assert [one.counted for one in report.citations] == [True, False, False, False]


def test_what_is_not_checked_is_undetermined_and_says_which_setting_turns_it_on() -> None:
    (source,) = mixed_report().citations[3].sources
    assert (source.verdict, source.state, source.resolution) == (
        Verdict.UNDETERMINED, SourceState.UNRESOLVED, Resolution.LINKED,
    )  # fmt: skip
    assert source.outcome.code is OutcomeCode.NOT_CHECKED
    assert source.reasons == (WHY,)


def test_what_does_not_count_fails_no_command() -> None:
    report = mixed_report()
    wrong = replace(report.citations[1], verdict=Verdict.CONTRADICTED)
    source = replace(wrong.sources[0], findings=(Finding(code="outlet-differs", message="…"),))
    changed = replace(report, citations=(report.citations[0], replace(wrong, sources=(source,))))
    assert codes_in(changed) == {"undetermined", "unresolved"}
    counted = replace(changed, citations=(replace(changed.citations[1], counted=True),))
    assert {"contradicted", "outlet-differs"} <= codes_in(counted)


@pytest.mark.parametrize("output_format", ["text", "html", "markdown"])
def test_readers_see_what_was_found_besides_and_that_it_is_not_counted(output_format: str) -> None:
    shown = render(mixed_report(), output_format).decode()
    assert "Also found: 2 notes, 1 link (not counted)." in shown.replace("\\", "")
    assert "note, not counted" in shown
    assert "Not checked: Citations of the kind" in shown.replace("\\", "").replace("\n            ", " ")
    assert "Also found" not in render(sample_report(), output_format).decode()


def test_kinds_are_named_in_numbers() -> None:
    assert spoken([]) == ""
    assert spoken(["inline_link", "note_marker", "superscript_digit"]) == "2 notes, 1 link"
    assert spoken(["author_date", "narrative_author_date"]) == "2 author–date references"
    assert spoken(["legal"]) == "1 citation of another kind"
