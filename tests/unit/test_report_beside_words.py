"""What is judged beside each source alone, in the words of every format."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.beside import PARTIALLY, SILENT, Cited, Judge, all_of_it, reported

from verifier.model import Check, CheckKind, CheckOutcome, Report
from verifier.report import render
from verifier.report.html import claim_stretches


def plain_words(report: Report, output_format: str) -> str:
    return " ".join(render(report, output_format).decode().split())


@pytest.mark.parametrize("output_format", ["text", "markdown", "html", "annotations", "claimreview"])
def test_every_format_says_that_no_source_says_it_alone(output_format: str) -> None:
    row = [Cited("Nord", PARTIALLY), Cited("West", SILENT)]
    joint, apart = (plain_words(reported(judge, row), output_format) for judge in (Judge(all_of_it), None))
    sentence = "No source says all of this alone; together they do."
    assert (sentence in joint, sentence in apart) == (True, False)
    assert "The source says this." not in joint


@pytest.mark.parametrize("output_format", ["text", "markdown", "html"])
def test_every_format_for_people_shows_the_passages_and_findings(output_format: str) -> None:
    rows = [[Cited("Nord", PARTIALLY), Cited("West", SILENT)], [Cited("East", SILENT)]]
    shown = plain_words(reported(Judge(all_of_it), *rows), output_format)
    for words in ("West has seen it.", "together with Nord it does", "source of this article: Nord"):
        assert words in shown


def test_a_passage_that_carries_part_of_the_support_is_not_called_the_closest() -> None:
    report = reported(Judge(all_of_it), [Cited("Nord", PARTIALLY), Cited("West", SILENT)])
    assert "closest" not in render(report, "text").decode()
    assert "Closest passage" not in render(report, "html").decode()


def test_a_value_that_another_source_has_is_not_marked_as_missing_in_the_claim() -> None:
    (one,) = reported(Judge(all_of_it), [Cited("Nord", PARTIALLY), Cited("West", SILENT)]).citations
    absent = Check(
        kind=CheckKind.NUMBER, claim_value="1", source_value=None, outcome=CheckOutcome.ABSENT, claim_span=(6, 7)
    )
    joint = replace(one, sources=(replace(one.sources[0], checks=(absent,)), one.sources[1]))
    apart = replace(joint, sources=tuple(replace(source, findings=()) for source in joint.sources))
    marks = [[part.outcome for part in claim_stretches(citation)] for citation in (joint, apart)]
    assert marks == [[""], ["", "absent", ""]]
