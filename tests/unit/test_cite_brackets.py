"""Brackets are found by counting, whatever stands in them and whoever forgot to close them."""

from __future__ import annotations

import pytest

from verifier.cite.layout.brackets import find_brackets


def outer(text: str) -> list[str]:
    return [text[one.start : one.end] for one in find_brackets(text) if one.depth == 0]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a (b) c", ["(b)"]),
        ("a (b (c) d) e", ["(b (c) d)"]),
        ("a (Wenweipo [Hong Kong], August 23) b", ["(Wenweipo [Hong Kong], August 23)"]),
        ("价格（新华社，4月8日）。", ["（新华社，4月8日）"]),
        ("mixed （full) and (half）", ["（full)", "(half）"]),
        ("a) first b) second (third)", ["(third)"]),
        ("no brackets", []),
        ("((Reuters, May 3))", ["((Reuters, May 3))"]),
        (":) smile (Reuters, May 3) :(", ["(Reuters, May 3)", "("]),
    ],
)
def test_pairs_are_matched_by_counting(text: str, expected: list[str]) -> None:
    assert expected == outer(text)


def test_an_unclosed_bracket_ends_at_the_dots() -> None:
    assert outer("It went on (see EDM,...\nNext piece.") == ["(see EDM,..."]


def test_an_unclosed_bracket_without_dots_ends_with_its_line() -> None:
    assert outer("It went on (Guardian, April 3\nNext piece.") == ["(Guardian, April 3"]


def test_an_unclosed_bracket_does_not_swallow_the_next_one() -> None:
    assert "(Reuters, May 3)" in outer("an (open aside and then (Reuters, May 3). More.")


def test_a_hard_wrapped_bracket_goes_on_over_the_line_end() -> None:
    assert outer("Prices rose (Nikkei Asia,\nOctober 4). More.") == ["(Nikkei Asia,\nOctober 4)"]


def test_a_bracket_does_not_go_on_into_a_list() -> None:
    assert outer("A line (open\n1) first point\n2) second point") == ["(open"]


def test_a_day_that_was_wrapped_is_no_number_of_a_list() -> None:
    assert outer("Prices rose (TASS, October\r\n4). More.") == ["(TASS, October\r\n4)"]


def test_square_and_round_brackets_are_told_apart() -> None:
    found = find_brackets("[1] (a [b] c)")
    assert [(one.round, one.depth) for one in found] == [(False, 0), (True, 0), (False, 1)]


def test_crossed_brackets_do_not_confuse_the_count() -> None:
    assert "(c, May 3)" in outer("[a (b] d) then (c, May 3) end")
