"""Dates are read in the forms of nine languages, and given the year the policy of the notes gives them."""

from __future__ import annotations

import datetime as dt

import pytest

from verifier.cite.bracket.dates import PrintedDate, read_date
from verifier.cite.bracket.years import govern, impossible_days, written
from verifier.cite.words.lexicon import lexicon

PUBLISHED = dt.date(2024, 10, 15)


def read(text: str, language: str = "en", published: dt.date | None = PUBLISHED) -> str | None:
    found = read_date(text, 0, lexicon(language))
    assert found is not None, text
    date, end = found
    assert len(text) == end, f"only {text[:end]!r} was read"
    return written(date, published)


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("October 3", "en", "2024-10-03"),
        ("Oct. 3", "en", "2024-10-03"),
        ("Sept. 3rd, 2023", "en", "2023-09-03"),
        ("3 October 2023", "en", "2023-10-03"),
        ("2. 6. 2024", "cs", "2024-06-02"),
        ("20 I 2024", "pl", "2024-01-20"),
        ("2. 6.", "cs", "2024-06-02"),
        ("2.6.", "de", "2024-06-02"),
        ("Tuesday, October 1, 2024", "en", "2024-10-01"),
        ("September 10–14", "en", "2024-09-10/2024-09-14"),
        ("August 30–September 2", "en", "2024-08-30/2024-09-02"),
        ("September 10-14, 2021", "en", "2021-09-10/2021-09-14"),
        ("September 2019", "en", "2019-09"),
        ("March–April 2024", "en", "2024-03/2024-04"),
        ("2019", "en", "2019"),
        ("2013–2021", "en", "2013/2021"),
        ("Q1 2024", "en", "2024"),
        ("2024-09-14", "en", "2024-09-14"),
        ("09.26.17", "en", "2017-09-26"),
        ("25.09.2024", "en", "2024-09-25"),
        ("10.09.2024", "pl", "2024-09-10"),
        ("10–11 września", "pl", "2024-09-10/2024-09-11"),
        ("12. September", "de", "2024-09-12"),
        ("14. Sept. 2024", "de", "2024-09-14"),
        ("4.10.", "de", "2024-10-04"),
        ("12 de septiembre de 2023", "es", "2023-09-12"),
        ("1er octobre", "fr", "2024-10-01"),
        ("4 ottobre", "it", "2024-10-04"),
        ("3 мая 1986 г.", "ru", "1986-05-03"),
        ("4 жовтня", "uk", "2024-10-04"),
        ("3. října", "cs", "2024-10-03"),
        ("4 кастрычніка", "be", "2024-10-04"),
        ("2024年10月4日", "zh", "2024-10-04"),
        ("9月10日", "zh", "2024-09-10"),
        ("10 września", "en", "2024-09-10"),
    ],
)
def test_a_date_is_read_whole(text: str, language: str, expected: str) -> None:
    assert expected == read(text, language)


@pytest.mark.parametrize("text", ["24 Kanal", "May Day parade", "161.ru", "32 March", "1,200", "13.13.2024"])
def test_what_is_no_date_is_not_read_as_one_to_its_end(text: str) -> None:
    found = read_date(text, 0, lexicon("en"))
    assert found is None or found[1] < len(text)


@pytest.mark.parametrize(
    ("published", "text", "expected"),
    [
        (dt.date(2025, 1, 14), "December 28", "2024-12-28"),
        (dt.date(2025, 1, 14), "January 16", "2025-01-16"),
        (dt.date(2025, 1, 14), "January 17", "2024-01-17"),
        (dt.date(2024, 12, 31), "January 2", "2025-01-02"),
        (dt.date(2023, 5, 1), "February 29", "2020-02-29"),
        (dt.date(2025, 1, 14), "December 30–January 2", "2024-12-30/2025-01-02"),
    ],
)
def test_the_year_is_the_latest_that_is_not_after_publication(published: dt.date, text: str, expected: str) -> None:
    assert expected == read(text, published=published)


def test_without_a_day_of_publication_no_year_is_invented() -> None:
    assert read("October 3", published=None) is None
    assert read("October 3, 2023", published=None) == "2023-10-03"


def test_an_impossible_day_keeps_its_month() -> None:
    assert read("September 31, 2024") == "2024-09"


def test_an_ambiguous_numeric_date_is_not_put_into_the_future() -> None:
    assert read("11.09.2024", "pl") == "2024-09-11"
    assert read("09.11.24", published=PUBLISHED) == "2024-09-11"


def test_a_year_after_the_last_day_governs_the_days_before_it() -> None:
    dates = [PrintedDate(month=8, day=10), PrintedDate(2021, 9, 8)]
    assert [date.year for date in govern(dates, dt.date(2024, 1, 1))] == [2021, 2021]


def test_a_year_before_the_last_day_does_not_govern_it() -> None:
    dates = [PrintedDate(2022, 7, 11), PrintedDate(month=1, day=18)]
    assert [date.year for date in govern(dates, dt.date(2024, 5, 21))] == [2022, None]


def test_of_several_years_the_last_governs_only_days_that_would_lie_ahead() -> None:
    dates = [PrintedDate(2012, 3, 9), PrintedDate(month=4, day=2), PrintedDate(2023, 1, 25)]
    assert [date.year for date in govern(dates, dt.date(2025, 3, 11))] == [2012, None, 2023]


@pytest.mark.parametrize(
    ("text", "language", "kept", "impossible"),
    [
        ("September 31", "en", "2024-09", ("--09-31",)),
        ("31 February 2024", "en", "2024-02", ("2024-02-31",)),
        ("2024-02-30", "en", "2024-02", ("2024-02-30",)),
        ("31.04.2024", "de", "2024-04", ("2024-04-31",)),
        ("31 czerwca", "pl", "2024-06", ("--06-31",)),
        ("February 29, 2023", "en", "2023-02", ("2023-02-29",)),
        ("September 10–31", "en", "2024-09-10", ("--09-31",)),
        ("June 31 – July 2, 2024", "en", "2024-07-02", ("2024-06-31",)),
        ("June 31 – September 31", "en", "2024-06", ("--06-31", "--09-31")),
        ("February 29", "en", "2024-02-29", ()),
        ("August 31", "en", "2024-08-31", ()),
        ("August 30–September 2", "en", "2024-08-30/2024-09-02", ()),
        ("June 2024", "en", "2024-06", ()),
    ],
)
def test_a_day_that_no_calendar_has_is_left_out_and_told(
    text: str, language: str, kept: str, impossible: tuple[str, ...]
) -> None:
    assert read(text, language) == kept
    found = read_date(text, 0, lexicon(language))
    assert found is not None
    assert impossible_days([found[0]]) == impossible
