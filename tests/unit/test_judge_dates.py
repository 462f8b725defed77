"""Dates: month names of many languages, weekdays and yesterdays resolved from the page's day."""

from __future__ import annotations

import pytest

from verifier.judge.dates import Day, compatible, covers, find_dates, iso_day, page_day, shown
from verifier.judge.words import words

BASE = Day(2025, 9, 12)


def days(text: str, code: str = "en", base: Day | None = BASE) -> list[Day]:
    return [d.day for d in find_dates(text, words(text, code), code, base)]


@pytest.mark.parametrize(
    ("text", "code", "day"),
    [
        ("on September 10, 2025", "en", Day(2025, 9, 10)),
        ("on 10 September", "en", Day(None, 9, 10)),
        ("on the 10th of September", "en", Day(None, 9, 10)),
        ("in September 2025", "en", Day(2025, 9, None)),
        ("in 2024", "en", Day(2024)),
        ("on 2025-09-10", "en", Day(2025, 9, 10)),
        ("am 10.09.2025", "de", Day(2025, 9, 10)),
        ("am 10. September 2025", "de", Day(2025, 9, 10)),
        ("10 września 2025 roku", "pl", Day(2025, 9, 10)),
        ("10 сентября 2025 года", "ru", Day(2025, 9, 10)),
        ("10 вересня 2025 року", "uk", Day(2025, 9, 10)),
        ("10 верасня 2025 года", "be", Day(2025, 9, 10)),
        ("le 10 septembre 2025", "fr", Day(2025, 9, 10)),
        ("el 10 de septiembre de 2025", "es", Day(2025, 9, 10)),
        ("on Wednesday", "en", Day(2025, 9, 10)),
        ("w środę", "pl", Day(2025, 9, 10)),
        ("yesterday", "en", Day(2025, 9, 11)),
        ("on 24 April last year", "en", Day(2024, 4, 24)),
        ("during the 2018–19 season", "en", Day(2018)),
    ],
)
def test_a_date_is_read(text: str, code: str, day: Day) -> None:
    assert days(text, code) == [day]


@pytest.mark.parametrize("text", ["they may march", "2,000 people", "Article 4", "$2000", "2000 km of road"])
def test_what_looks_like_a_date_is_none(text: str) -> None:
    assert days(text) == []


def test_a_weekday_without_a_base_stays_a_weekday() -> None:
    text = "on Wednesday"
    (dated,) = find_dates(text, words(text, "en"), "en", None)
    assert (dated.day, dated.weekday) == (Day(), 2)
    assert shown(dated.day, dated.weekday) == "Wednesday"


def test_unknown_parts_do_not_conflict() -> None:
    assert compatible(Day(None, 9, 10), Day(2025, 9, 10))
    assert not compatible(Day(None, 9, 10), Day(2025, 9, 11))
    assert not covers(Day(2025, 9, None), Day(2025, 9, 10))


def test_the_day_of_a_page_is_given_or_read_from_its_head() -> None:
    assert page_day("GENEVA, 13 March 2025\n\nText", None, "en") == Day(2025, 3, 13)
    assert page_day("GENEVA, 13 March 2025", "2025-09-12T10:00:00Z", "en") == BASE
    assert page_day("No date here.", None, "en") is None


@pytest.mark.parametrize("text", [None, "", "soon", "2025-02-31", "12.09.2025"])
def test_a_malformed_day_is_no_day(text: str | None) -> None:
    assert iso_day(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("in the night from 9 to 10 September", "en"),
        ("on September 9-10 and later", "en"),
        ("w nocy z 9 na 10 września", "pl"),
        ("в ночь с 9 на 10 сентября", "ru"),
        ("in der Nacht vom 9. auf den 10. September", "de"),
    ],
)
def test_two_days_of_one_month_are_both_dates(text: str, code: str) -> None:
    assert days(text, code, None) == [Day(None, 9, 9), Day(None, 9, 10)]


def test_days_are_shown_as_people_write_them() -> None:
    assert shown(Day(2025, 9, 10)) == "10 September 2025"
    assert shown(Day(None, 9, 10)) == "10 September"
    assert shown(Day(2025, 9)) == "September 2025"
    assert shown(Day(2025)) == "2025"
