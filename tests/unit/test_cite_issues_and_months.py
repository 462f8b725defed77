"""Months in digits, numbers of issues, unknown names with a month, and agencies at the head of a report."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article


def _read(text: str, language: str = "en") -> list[tuple[str, str, tuple[str, ...]]]:
    found = find_citations(Article(text=text, language=language, published="2023-07-20"))
    return [(one.kind, source.name, source.dates) for one in found.citations for source in one.sources]


@pytest.mark.parametrize(
    ("language", "text", "name", "date"),
    [
        ("de", "Das Gesetz erlaubt es (Marschblick, 12/2022).", "Marschblick", "2022-12"),
        ("de", "Er sprach davon (Der Spiegel 8/2023).", "Der Spiegel", "2023-08"),
        ("en", "The strait is narrow (Lloyd's List, 11/2022).", "Lloyd's List", "2022-11"),
        ("ru", "Об этом писали («Огонёк», 03.2019).", "Огонёк", "2019-03"),
        ("pl", "Tak pisano („Polityka”, nr 34/2022).", "Polityka", "2022"),
        ("ru", "Об этом писали раньше («Эксперт», № 8/2021).", "Эксперт", "2021"),
    ],
)
def test_months_in_digits_and_numbers_of_issues_date_a_source(language: str, text: str, name: str, date: str) -> None:
    assert _read(text, language) == [("parenthetical", name, (date,))]


def test_the_number_of_an_issue_takes_its_name_from_the_sentence() -> None:
    text = "„To gest” – mówi ekonomistka w rozmowie z „Gościem Niedzielnym” (nr 9/2021)."
    assert _read(text, "pl") == [("split", "Gościem Niedzielnym", ("2021",))]


def test_the_number_of_a_report_is_no_date() -> None:
    text = "Checks take nine hours (European Court of Auditors, Special Report 4/2023, p. 27)."
    assert _read(text) == [("parenthetical", "European Court of Auditors", ())]


@pytest.mark.parametrize(
    "text",
    [
        "The rule (No. 12/2022) holds. Under Regulation 12/2022 (see Decision 4/2021) it holds.",
        "The ratio (3/4) and the day (9/2001) matter. The season (2018/2019) ended.",
    ],
)
def test_numbers_of_rules_and_ratios_are_none(text: str) -> None:
    assert _read(text) == []


def test_an_unknown_name_with_a_month_goes_on_from_another_citation() -> None:
    cited = "Fares rose (TASS, May 3). Truckers (AP, May 4) and mine owners (Zolotodobycha, February 2021) doubt it."
    assert [name for _, name, _ in _read(cited)] == ["TASS", "AP", "Zolotodobycha"]


@pytest.mark.parametrize(
    "place", ["(Kabul, August 2021)", "(Helmand, June 2010)", "(Ridge Songs, May 2019)", "(Putin, March 2014)"]
)
def test_an_unknown_name_with_a_month_dates_what_happened_otherwise(place: str) -> None:
    text = f"He remembers it well {place}. Prices rose (TASS, May 3). Wages fell (AP, May 4)."
    assert [name for _, name, _ in _read(text)] == ["TASS", "AP"]


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("NUR-SULTAN. Feb 9 (Interfax-Altai) – Inflation reached 8.5 percent.", "Interfax-Altai", "2023-02-09"),
        ("MINSK. 9 February. (BelTA-News) - Prices stood still.", "BelTA-News", "2023-02-09"),
    ],
)
def test_an_agency_of_two_joined_names_heads_its_report(text: str, name: str, date: str) -> None:
    assert _read(text) == [("attribution_line", name, (date,))]


def test_a_semicolon_instead_of_a_comma_parts_no_medium_from_the_day_of_the_next() -> None:
    text = "Fees rose (TASS; Interfax, May 22). Fees fell (Kommersant; Vedomosti, May 29; see EDM, May 19)."
    days = {"TASS": "22", "Interfax": "22", "Kommersant": "29", "Vedomosti": "29", "EDM": "19"}
    assert _read(text) == [("parenthetical", name, (f"2023-05-{day}",)) for name, day in days.items()]


def test_only_media_share_the_day_of_the_next_part() -> None:
    text = "Fees rose (Blablacar; TASS, May 22). It fell (Reuters; see EDM, May 19)."
    assert [dates for _, name, dates in _read(text) if name in {"Blablacar", "Reuters"}] == [(), ()]
