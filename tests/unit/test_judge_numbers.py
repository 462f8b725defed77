"""Numbers are values: however they are written, they compare."""

from __future__ import annotations

import pytest

from verifier.judge.agreement import agrees, shown
from verifier.judge.number_roles import LABEL
from verifier.judge.numbers import Number, find_numbers, readings
from verifier.judge.words import words


def numbers(text: str, code: str = "en") -> list[Number]:
    return find_numbers(text, words(text, code), code)


def only(text: str, code: str = "en") -> Number:
    found = numbers(text, code)
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize(
    ("text", "code", "value"),
    [
        ("nineteen drones", "en", 19),
        ("two hundred and fifty houses", "en", 250),
        ("twenty-five ships", "en", 25),
        ("five dozen soldiers", "en", 60),
        ("1.5 billion people", "en", 1.5e9),
        ("1,500 million people", "en", 1.5e9),
        ("dziewiętnaście dronów", "pl", 19),
        ("dwadzieścia trzy kraje", "pl", 23),
        ("девятнадцать беспилотников", "ru", 19),
        ("двести сорок домов", "ru", 240),
        ("дев'ятнадцять людей", "uk", 19),
        ("дзевятнаццаць чалавек", "be", 19),
        ("neunzehn Drohnen", "de", 19),
        ("dreihundertzwölf Passagiere", "de", 312),
        ("dix-neuf drones", "fr", 19),
        ("quatre-vingt-dix navires", "fr", 90),
        ("soixante-quinze navires", "fr", 75),
        ("diecinueve drones", "es", 19),
        ("doscientos cuarenta casas", "es", 240),
        ("1,5 mld osób", "pl", 1.5e9),
        ("1 500 osób", "pl", 1500),
        ("1.500 Menschen", "de", 1500),
    ],
)
def test_a_number_is_read_in_its_language(text: str, code: str, value: float) -> None:
    assert only(text, code).values[0] == value


@pytest.mark.parametrize(
    ("claim", "source", "expected"),
    [
        ("nineteen drones", "19 drones", True),
        ("$1.5 billion", "1,500 million dollars", True),
        ("almost 130,000 cases", "127,350 cases", True),
        ("at least 19 drones", "21 drones", True),
        ("19 drones", "20 drones", False),
        ("19 percent", "19 drones", False),
        ("about 3.1 miles", "5 kilometers", True),
        ("800 miles", "500 kilometers", False),
        ("14.5 billion dollars", "$14–15 billion", True),
        ("16 billion dollars", "$14–15 billion", False),
        ("2.4 billion dollars", "2.38 billion dollars", True),
        ("50 euros", "50 dollars", False),
        ("about 80,000 homes", "48,000 homes", False),
    ],
)
def test_two_numbers_agree_when_one_bears_out_the_other(claim: str, source: str, expected: bool) -> None:
    assert agrees(only(claim), only(source)) is expected


def test_a_spelling_with_two_readings_keeps_both() -> None:
    assert readings("1.500", ".") == (1.5, 1500.0)
    assert readings("1.500", ",") == (1500.0, 1.5)
    assert readings("1,234,567.5", ".") == (1234567.5,)


@pytest.mark.parametrize("digits", ["", ".", "1.2.3.4", "9" * 400, "²", "١٢٣x"])
def test_what_is_no_number_has_no_reading(digits: str) -> None:
    assert readings(digits, ".") == ()


def test_one_and_several_are_no_numbers() -> None:
    assert numbers("One of several hundred people, a few others and none of the rest") == []


def test_numbers_are_shown_as_people_write_them() -> None:
    assert shown(only("1,500 million people")) == "1.5 billion"
    assert shown(only("33 percent")) == "33 %"
    assert shown(only("between 100 and 150 people")) == "100 to 150"


def test_list_commas_do_not_join_numbers() -> None:
    assert [n.values[0] for n in numbers("twenty, five and sixty")] == [20, 5, 60]


@pytest.mark.parametrize(
    ("text", "code", "role"),
    [
        ("invoked Article 4", "en", "label"),
        ("powołał się na artykuł 4", "pl", "label"),
        ("part 2 of the series", "en", "label"),
        ("two F-16 jets landed", "en", "label"),
        ("the meeting began at 9 p.m. sharp", "en", "time"),
        ("o godz. 15 zamknięto granicę", "pl", "time"),
        ("in the 15th century", "en", "ordinal"),
        ("In Poland 19 drones fell", "en", "count"),
    ],
)
def test_what_a_number_is_there_for_is_told_from_the_words_around_it(text: str, code: str, role: str) -> None:
    assert numbers(text, code)[-1].kind == role


def test_digits_behind_a_letter_are_part_of_a_name() -> None:
    assert numbers("The G7 met the A320 crew") == []


@pytest.mark.parametrize(
    ("claim", "source", "code"),
    [
        ("half of the houses", "50 percent of the houses", "en"),
        ("two thirds of voters", "66 percent of voters", "en"),
        ("a quarter of the fleet", "25 % of the fleet", "en"),
        ("połowa domów", "50 procent domów", "pl"),
        ("две трети жителей", "66,7 процента жителей", "ru"),
        ("zwei Drittel der Schiffe", "67 Prozent der Schiffe", "de"),
        ("dozens of houses", "84 houses", "en"),
        ("hundreds of people", "640 people", "en"),
        ("tens of thousands of people", "48,000 people", "en"),
    ],
)
def test_a_share_or_a_crowd_in_words_is_borne_out_by_figures(claim: str, source: str, code: str) -> None:
    assert agrees(only(claim, code), only(source, code))


@pytest.mark.parametrize(
    ("claim", "source"),
    [
        ("half of the houses", "70 percent of the houses"),
        ("dozens of houses", "4,000 houses"),
        ("640 people", "hundreds of people"),
        ("4 people", "Article 4"),
        ("5 people", "5 p.m."),
    ],
)
def test_a_share_a_crowd_or_a_label_does_not_bear_out_what_it_does_not_say(claim: str, source: str) -> None:
    assert not agrees(only(claim), only(source))


@pytest.mark.parametrize(
    ("words_of_it", "code"),
    [("за статтею 4 договору", "uk"), ("по статье 4 договора", "ru"), ("na podstawie artykułu 4 traktatu", "pl"),
     ("podle článku 4 smlouvy", "cs"), ("nach Artikel 4 des Vertrags", "de")],
)  # fmt: skip
def test_the_number_of_an_article_counts_nothing_in_whatever_case_it_stands(words_of_it: str, code: str) -> None:
    assert only(words_of_it, code).kind == LABEL


@pytest.mark.parametrize(
    ("text", "code", "unit"),
    [
        ("The town runs seven libraries.", "en", ""),
        ("Costó siete libras.", "es", "GBP"),
        ("Его приговорили к восьми годам.", "ru", "s"),
        ("Термін дорівнює восьми рокам.", "uk", "s"),
    ],
)
def test_libraries_are_no_pounds_and_years_stand_in_every_case(text: str, code: str, unit: str) -> None:
    assert [number.unit for number in numbers(text, code)] == [unit]


def test_three_quarters_are_one_share_in_ukrainian() -> None:
    assert [(number.values, number.unit) for number in numbers("три чверті учнів", "uk")] == [((75.0,), "%")]
