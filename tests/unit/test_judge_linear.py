"""Twice the page, twice the work: for the checks of a claim on pages that have many of one thing."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from types import ModuleType

import pytest
from support.growth import grows_evenly, patterns_of, runs_evenly

from verifier.judge import named_rows, rows
from verifier.judge.checks import persons, run_checks
from verifier.judge.checks.framing import check_framing
from verifier.judge.checks.speakers import stretches
from verifier.judge.folding import like_skeletons, same_skeleton
from verifier.judge.opening import open_match
from verifier.judge.page import Page
from verifier.model import Pair

CLAIM = (
    "The mayor, Anna Berg, said on Monday that Peter Lund sued Olga Holm over the harbour, and 34 people were injured "
    "before the strike in Tolsby rose by 12 per cent."
)
SURNAMES = (
    "Berg", "Lund", "Holm", "Krog", "Dahl", "Voss", "Rask", "Thun", "Falk", "Moen", "Stahr", "Bruun", "Grell", "Holt",
    "Norr", "Pahl",
)  # fmt: skip


def surname(one: int) -> str:
    return f"{SURNAMES[one % 16]}{SURNAMES[one // 16 % 16].lower()}{SURNAMES[one // 256 % 16].lower()}"


#: So many sentences or rows of each kind.
PAGES: dict[str, Callable[[int], str]] = {
    "names that speak": lambda n: "Anna Berg said it. " * n,
    "speakers": lambda n: " ".join(f"Peter {surname(one)} said the harbour was closed." for one in range(n)),
    "surnames alone": lambda n: " ".join(f"Jan {surname(one)} met Ida. {surname(one)} spoke." for one in range(n)),
    "quotations": lambda n: "“The harbour is closed for all of us,” Anna Berg said. " * n,
    "deeds": lambda n: "Peter Lund sued Olga Holm. " * n,
    "numbers and results": lambda n: "On Monday 34 people were injured and 12 were killed, said Olga Holm. " * n,
    "denials": lambda n: "Anna Berg denied that Peter Lund sued Olga Holm over the harbour. " * n,
    "offices": lambda n: "The mayor, Ida Krog, and the foreign minister of Tolsby came. " * n,
    "opposites": lambda n: "The strike in Tolsby fell by 12 per cent after Monday. " * n,
    "rows": lambda n: (
        "Town | Injured | Strike, %\n" + "\n".join(f"{surname(one)} | {one} | {one % 90} %" for one in range(n))
    ),
    "rows of one name": lambda n: "Town | Injured | Strike, %\n" + "Tolsby | 34 | 12 %\n" * n,
}


@pytest.mark.parametrize("kind", PAGES)
def test_the_time_of_the_checks_grows_with_the_page_alone(kind: str) -> None:
    number = count()  # what is known of a page is kept, so no page may be the one before

    def work(size: int) -> None:
        source = f"{PAGES[kind](size)}\nNote {next(number)}."
        match = open_match(Pair(claim=CLAIM, source=source, claim_language="en", source_language="en"))
        run_checks(match)
        check_framing(match)

    assert grows_evenly(work, 4_000)


@pytest.mark.parametrize("kind", ["names that speak", "speakers", "surnames alone", "quotations"])
def test_the_time_to_find_speakers_grows_with_the_page_alone(kind: str) -> None:
    number = count()
    assert grows_evenly(lambda n: stretches(Page(f"{PAGES[kind](n)}\nNote {next(number)}.", "en", None)), 8_000)


UNITS = (
    "|", "| ", "a |", "- ", "=", "\t", " ", "\r", "1", "12 ", "2019/20", "20 ", "w ", "in a", "in ", "(a", "(", ")",
    "€", ", ", "–", " – ", "ministe", "ministers", "no ", "no injur", "without ",
)  # fmt: skip


@pytest.mark.parametrize("module", [rows, named_rows, persons], ids=lambda one: one.__name__)
def test_no_pattern_looks_at_a_letter_again_and_again(module: ModuleType) -> None:
    slow = [
        (name, method, unit + tail)
        for name, pattern, method in patterns_of(module)
        for unit in UNITS
        for tail in ("", "\x00")
        if not runs_evenly(pattern, method, unit, tail)
    ]
    assert slow == []


@pytest.mark.parametrize("unit", [*UNITS, "a | b\n", "a | 1\n", "| |\n", "a\tb\n", "a|" * 50 + "\n", "A | B\nx | 1\n"])
def test_the_time_to_find_rows_grows_with_the_text_alone(unit: str) -> None:
    assert grows_evenly(lambda size: rows.rows_of(unit * (size // len(unit))), 64_000)


@pytest.mark.parametrize("one", ["brk", "brkm", "brkhm", "ks", "k", "", "brksk", "tmn"])
def test_like_skeletons_are_those_that_are_the_same(one: str) -> None:
    others = {"brk", "brkm", "brkhm", "brkt", "ks", "ksm", "k", "brksk", "brks", "tm", "tmn", "tmnv", "tmnx", ""}
    assert {other for other in others if same_skeleton(one, other)} == others & like_skeletons(one)
