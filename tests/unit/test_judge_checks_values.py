"""Numbers and spans of time that were changed, and what is read so that unchanged ones are not refused."""

from __future__ import annotations

import pytest

from verifier.judge.checks import run_checks
from verifier.judge.numbers import find_numbers
from verifier.judge.opening import open_match
from verifier.judge.words import words
from verifier.model import CheckKind, Pair


def found(text: str, code: str) -> list[tuple[float, float | None, str]]:
    return [(n.values[0], n.upper, n.unit) for n in find_numbers(text, words(text, code), code)]


def outcomes(claim: str, page: str, code: str = "en", page_code: str = "en", day: str | None = None) -> list[str]:
    pair = Pair(claim=claim, source=page, claim_language=code, source_language=page_code, source_date=day)
    return [c.outcome.value for c in run_checks(open_match(pair)) if c.kind is CheckKind.NUMBER]


@pytest.mark.parametrize(
    ("text", "code", "expected"),
    [
        ("Turnout fell from 62 to 57 percent.", "en", [(62, None, "%"), (57, None, "%")]),
        ("De dijk zakte van 80 naar 70 kilometer.", "nl", [(80, None, "m"), (70, None, "m")]),
        ("Plony spadły o 11 proc. wobec planu.", "pl", [(11, None, "%")]),
        ("Ремонт триватиме 38 діб.", "uk", [(38, None, "s")]),
        ("Станцыя дала 2,4 млрд кВт·г.", "be", [(2.4e9, None, "Wh")]),
        ("The fine is a quarter of a million pounds.", "en", [(250_000, None, "GBP")]),
        ("Це десята частина врожаю.", "uk", [(10, None, "%")]),
        ("Quatrième à 16 secondes du vainqueur.", "fr", [(4, None, ""), (16, None, "s")]),
        ("The 6,000 dockers stayed at home.", "en", [(6000, None, "")]),
        ("It was built in the 1960s.", "en", []),
        ("Profit fell in the first half of the year.", "en", [(1, None, "")]),
    ],
)
def test_units_ranges_and_shares_are_read_as_they_are_meant(
    text: str, code: str, expected: list[tuple[float, float | None, str]]
) -> None:
    got = [one for one in found(text, code) if one[0] != 1]
    assert got == [one for one in expected if one[0] != 1]


@pytest.mark.parametrize(
    ("text", "code", "value", "scale"),
    [
        ("семирічний хлопчик", "uk", 7, 31_557_600),
        ("шестимесячный срок", "ru", 6, 2_629_800),
        ("ośmiolatka wróciła", "pl", 8, 31_557_600),
        ("dreitägiger Streik", "de", 3, 86_400),
    ],
)
def test_a_span_in_one_word_is_a_number_with_its_unit(text: str, code: str, value: float, scale: float) -> None:
    (number,) = find_numbers(text, words(text, code), code)
    assert (number.values[0], number.unit, number.scale) == (value, "s", scale)


def test_less_than_is_borne_out_from_below_only() -> None:
    page = "The audit of the harbour fund found 1,870 unpaid invoices."
    assert outcomes("The audit found fewer than 2,000 unpaid invoices.", page) == ["agrees"]
    assert outcomes("The audit found fewer than 1,500 unpaid invoices.", page) != ["agrees"]


def test_hours_do_not_back_people() -> None:
    page = "Thick fog grounded the helicopter, so eight volunteers carried the climber down in six hours."
    assert outcomes("Eight volunteers carried the climber down.", page) == ["agrees"]
    assert "agrees" not in outcomes("Six volunteers carried the climber down.", page)


def test_a_span_of_time_must_lie_between_two_dates_of_the_page() -> None:
    page = "The mill at Harrow closed in 1994. The council bought the mill in 2003 and has let it since."
    assert outcomes("The council bought the mill nine years after it had closed.", page, day="2020-05-04") == []
    assert outcomes("The council bought the mill 19 years after it had closed.", page, day="2020-05-04") == ["absent"]


def test_an_age_is_not_added_up_out_of_votes() -> None:
    page = "Colin Farrow, 58 years old, was elected on Thursday as head of the guild, by 31 votes to 22."
    assert "agrees" not in outcomes("The new head of the guild is 53 years old.", page)
    assert outcomes("The new head of the guild is 53 years old.", page) != []


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("For the third time in a row cubs were born at the Halden zoo.", ["agrees"]),
        ("For the fourth time in a row cubs were born at the Halden zoo.", ["differs"]),
    ],
)
def test_another_ordinal_in_the_same_sentence_differs(claim: str, expected: list[str]) -> None:
    page = "Cubs were born at the Halden zoo for the third time in a row. They weigh 480 grams."
    assert outcomes(claim, page) == expected


def test_two_numbers_in_each_others_place_differ() -> None:
    page = "The museum hopes for 280,000 visitors this season, compared with 165,000 before the fire of 2018."
    straight = "The museum hopes for 280,000 visitors this season; before the fire there were 165,000."
    assert outcomes(straight, page) == ["agrees", "agrees"]
    turned = "The museum hopes for 165,000 visitors this season; before the fire there were 280,000."
    assert "differs" in outcomes(turned, page)


def test_no_unit_is_fetched_across_a_preposition() -> None:
    page = "The ward treated 640 patients in May, compared with 900 patients a year before."
    assert outcomes("It treated 640 patients in May and 900 in the year before.", page) == ["agrees", "agrees"]


def test_a_short_page_is_read_whole_where_no_word_is_shared() -> None:
    page = "The agency has halved rations for 190,000 refugees."
    assert outcomes("Сокращение коснулось почти 200 тысяч человек.", page, code="ru") == ["agrees"]


def test_crowns_of_four_countries_are_not_told_apart() -> None:
    page = "Данія виділить 150 мільйонів крон на катери."
    assert outcomes("Denmark will spend 150 million kroner on boats.", page, page_code="uk") == ["agrees"]
