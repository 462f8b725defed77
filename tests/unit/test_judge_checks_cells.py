"""Numbers against tables: a value of another row or column bears nothing out."""

from __future__ import annotations

import pytest

from verifier.judge.checks import run_checks
from verifier.judge.named_rows import told
from verifier.judge.opening import open_match
from verifier.judge.passages import by_words
from verifier.model import CheckKind, CheckOutcome, Pair

TOWNS = (
    "Town | Turnout | Valid votes | Spoilt votes\nOldmere | 58 % | 12,345 | 210\n"
    "Harnwick | 61 % | 22,870 | 342\nTolsby | 47 % | 9,016 | 118"
)
TURNED = "| | Oldmere | Harnwick |\n|---|---|---|\n| Turnout | 58 % | 61 % |\n| Valid votes | 12,345 | 22,870 |"
BRIDGE = (
    "| Aldertree bridge | |\n| Length | 412 m |\n| Vehicles a day | 7,400 |\n| Staff | 18 |\n| Cost | £38 million |"
)
YEARS = "Company | 2022 | 2023\nBaywater Foods | 870 | 910\nKestrel Lines | 2,015 | 1,990"


def numbers(claim: str, source: str) -> list[tuple[CheckOutcome, str | None]]:
    found = run_checks(open_match(Pair(claim=claim, source=source, claim_language="en", source_language="en")))
    return [(one.outcome, one.source_value) for one in found if one.kind is CheckKind.NUMBER]


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        (TOWNS, "Turnout in Oldmere was 58 %.", "58 %"),
        (TOWNS, "Harnwick counted 22,870 valid votes.", "22,870"),
        (TOWNS, "Turnout was 61 % in Harnwick, and 47 % in Tolsby.", "61 %"),
        (TOWNS, "Turnout in Oldmere was lower than Harnwick's 61 %.", "61 %"),
        (TURNED, "Turnout in Harnwick was 61 %.", "61 %"),
        (YEARS, "Kestrel Lines employed 1,990 people in 2023.", "1,990"),
        (BRIDGE, "About 7,400 vehicles cross the Aldertree bridge each day.", "7,400"),
    ],
)
def test_the_value_of_the_named_row_and_column_agrees(source: str, claim: str, expected: str) -> None:
    assert numbers(claim, source)[0] == (CheckOutcome.AGREES, expected)


@pytest.mark.parametrize(
    ("source", "claim", "expected"),
    [
        (TOWNS, "Turnout in Oldmere was 61 %.", "58 %"),
        (TOWNS, "In Tolsby 342 votes were spoilt.", "118"),
        (TOWNS, "Harnwick counted 342 valid votes.", "22,870"),
        (TOWNS, "Tolsby had 700 spoilt votes.", "118"),
        (TURNED, "Turnout in Harnwick was 58 %.", "61 %"),
        (YEARS, "Baywater Foods had 870 employees in 2023.", "910"),
        (YEARS, "Kestrel Lines had 910 employees in 2023.", "1,990"),
        (YEARS, "In 2022 Baywater Foods beat Kestrel Lines with 910 employees.", "870"),
        (BRIDGE, "The Aldertree bridge has 7,400 staff.", "18"),
    ],
)
def test_the_value_of_another_row_or_column_differs(source: str, claim: str, expected: str) -> None:
    assert numbers(claim, source)[0] == (CheckOutcome.DIFFERS, expected)


@pytest.mark.parametrize(
    "claim",
    [
        "Turnout was 61 %.",  # names no row
        "The office says that turnout in Oldmere was 61 % in the year before.",  # prose says it
    ],
)
def test_what_no_row_is_named_for_or_prose_says_is_left_to_the_other_checks(claim: str) -> None:
    source = f"In the year before, turnout in Oldmere was 61 %, the office says.\n{TOWNS}"
    assert CheckOutcome.DIFFERS not in {outcome for outcome, _ in numbers(claim, source)}


def test_a_property_is_held_against_what_its_own_clause_names() -> None:
    """Eighteen employees are not held against the vehicles of the next clause."""
    found = numbers("The bridge employs 18 people, and many vehicles cross it a day.", BRIDGE)
    assert CheckOutcome.DIFFERS not in {outcome for outcome, _ in found}


def test_the_judge_reads_the_named_row_and_of_it_the_named_column() -> None:
    match = open_match(Pair(claim="In Tolsby 118 votes were spoilt.", source=TOWNS, source_language="en"))
    read = [told(match, at) for at in by_words(match)]
    assert "Tolsby — Spoilt votes: 118." in read
    assert not any(line.startswith(("Oldmere", "Harnwick")) for line in read)


def test_a_cell_with_a_number_of_the_claim_is_read_whatever_it_stands_under() -> None:
    match = open_match(Pair(claim="Harnwick counted 342 valid votes.", source=TOWNS, source_language="en"))
    (row,) = [told(match, at) for at in by_words(match) if told(match, at).startswith("Harnwick")]
    assert row == "Harnwick — Valid votes: 22,870; Spoilt votes: 342."
