"""What stands inside brackets in other tongues, over New Year, with slips and signs that show nothing."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Citation

PUBLISHED = "2025-09-24"


def only(bracket: str, language: str = "en") -> Citation:
    text = f"The ferry was laid up for a week {bracket}. Passengers took the bus along the shore."
    [one] = find_citations(Article(text=text, language=language, published=PUBLISHED)).citations
    assert one.text == bracket
    return one


def entries(bracket: str, language: str = "en") -> list[tuple[str, tuple[str, ...]]]:
    return [(source.name, source.dates) for source in only(bracket, language).sources]


@pytest.mark.parametrize(
    "bracket",
    [
        "(AFP, December 29, 2024–January 3)",
        "(AFP, December 29, 2024 – January 3, 2025)",
        "(AFP, December 29, 2024—January 3, 2025)",
        "(AFP, 29 December 2024–3 January 2025)",
        "(AFP, 29 December, 2024 – 3 January, 2025)",
    ],
)
def test_a_range_over_new_year_is_one_date_whatever_years_are_printed(bracket: str) -> None:
    assert entries(bracket) == [("AFP", ("2024-12-29/2025-01-03",))]


def test_days_of_two_outlets_with_years_stay_apart() -> None:
    assert entries("(AFP, May 2, 2024; TASS, May 3, 2025)") == [("AFP", ("2024-05-02",)), ("TASS", ("2025-05-03",))]
    assert entries("(AFP, May 2, 2024 – TASS, May 3)") == [("AFP", ("2024-05-02",)), ("TASS", ("2025-05-03",))]
    assert entries("(AFP, May 2, 2024, June 3, 2024)") == [("AFP", ("2024-05-02", "2024-06-03"))]


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("(РИА Новости, 7 февр. 2025 г.)", [("РИА Новости", ("2025-02-07",))]),
        ("(Українська правда, 8 лип. 2025)", [("Українська правда", ("2025-07-08",))]),
        ("(Rzeczpospolita, 2 lip.; TVP, 4 sie. 2025 r.)",
         [("Rzeczpospolita", ("2025-07-02",)), ("TVP", ("2025-08-04",))]),
        ("(Rzeczpospolita, 2 sierpnia; TVP, 4.09)", [("Rzeczpospolita", ("2025-08-02",)), ("TVP", ("2025-09-04",))]),
        ("(ТАСС, 06.09; Reuters, September 8)", [("ТАСС", ("2025-09-06",)), ("Reuters", ("2025-09-08",))]),
        ("(ТАСС, 6.09.25)", [("ТАСС", ("2025-09-06",))]),
        ("(Ведомости, 9 авг)", [("Ведомости", ("2025-08-09",))]),
        ("(Der Spiegel, 4. Dez. 2024)", [("Der Spiegel", ("2024-12-04",))]),
        ("(Le Monde, 3 févr.)", [("Le Monde", ("2025-02-03",))]),
    ],
)  # fmt: skip
def test_an_english_article_may_cite_in_the_words_of_another_language(
    bracket: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert entries(bracket) == expected
    assert only(bracket).kind == "parenthetical"


def test_a_russian_article_reads_polish_and_ukrainian_months_in_short() -> None:
    assert entries("(TVP, 4 sie.; Укрінформ, 8 лип.)", "ru") == [
        ("TVP", ("2025-08-04",)),
        ("Укрінформ", ("2025-07-08",)),
    ]


@pytest.mark.parametrize("bracket", ["(version 3, 5.09)", "(12 set)", "(chapter 4, 3 mag)", "(TVP, 5.09)"])
def test_numbers_in_english_words_are_no_days_of_another_language(bracket: str) -> None:
    text = f"The ferry was laid up for a week {bracket}. Passengers took the bus."
    assert find_citations(Article(text=text, language="en", published=PUBLISHED)).citations == ()


@pytest.mark.parametrize("sign", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad"])
def test_signs_that_show_nothing_part_neither_names_nor_months(sign: str) -> None:
    one = only(f"(Reu{sign}ters{sign}, Septem{sign}ber{sign} 4; see {sign}ED{sign}M, Aug{sign}ust 2)")
    assert [(s.name, s.dates, s.outlet) for s in one.sources] == [
        ("Reuters", ("2025-09-04",), "Reuters"),
        ("EDM", ("2025-08-02",), "Eurasia Daily Monitor"),
    ]


def test_a_name_over_a_line_end_has_a_blank_there() -> None:
    assert entries("(Moscow\nTimes, September 4)") == [("Moscow Times", ("2025-09-04",))]


@pytest.mark.parametrize(
    "hour", ["9:15 a.m. EST", "9:15 p.m. Moscow time", "21:15 GMT", "9 p.m.", "11:40 local time", "9:15 AM"]
)
def test_the_time_of_day_after_a_date_is_no_source(hour: str) -> None:
    assert entries(f"(AFP, September 4, {hour})") == [("AFP", ("2025-09-04",))]


@pytest.mark.parametrize("month", ["Setpember", "Septmber", "Septembre", "Septemberr"])
def test_a_misspelt_month_beside_a_known_outlet_is_that_month(month: str) -> None:
    assert entries(f"(AFP, {month} 4)") == [("AFP", ("2025-09-04",))]
    assert entries(f"(AFP, {month} 4, 2024)") == [("AFP", ("2024-09-04",))]


def test_a_word_near_a_short_month_is_no_month() -> None:
    assert all(not dates for _, dates in entries("(see AFP, Match 4)"))


def test_a_day_that_no_calendar_has_leaves_a_citation_without_a_date() -> None:
    assert entries("(AFP, 31/31/2025)") == [("AFP", ())]


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("(World Bank, Commodity Markets Outlook, April 2025)", [("World Bank", ("2025-04",))]),
        ("(House of Representatives, H.R. 5678, September 4)", [("House of Representatives", ("2025-09-04",))]),
        ("(Senate, S. 42, September 4)", [("Senate", ("2025-09-04",))]),
        ("(Hansard, HC Deb 6 May 2024, col 31)", [("Hansard", ("2024-05-06",))]),
        ("(Interfax, Baltinfo, May 4)", [("Interfax", ("2025-05-04",)), ("Baltinfo", ("2025-05-04",))]),
    ],
)
def test_a_body_with_the_title_or_number_of_its_paper_is_one_source(
    bracket: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert entries(bracket) == expected


def test_a_platform_after_via_says_where_the_source_was_read() -> None:
    [source] = only("(Rybar, via Telegram, August 12)").sources
    assert (source.name, source.dates, source.qualifier) == ("Rybar", ("2025-08-12",), "via Telegram")
    assert [name for name, _ in entries("(Rybar, August 12, via Meduza)")] == ["Rybar", "Meduza"]


@pytest.mark.parametrize(
    ("bracket", "expected"),
    [
        ("(Okoye v. Malta [GC], no. 4411/10, § 87, 3 May 2014)", [("Okoye v. Malta", ("2014-05-03",))]),
        ("(R.B. and L.O. v. Malta (2018) 66 EHRR 4 [12])", [("R.B. and L.O. v. Malta", ("2018",))]),
        ("(Case C-41/21 Okoye v Z, EU:C:2022:77, paras 5–9)", [("Okoye v Z", ("2022",))]),
        ("(Law No. IX-204 [in Latvian], art. 9(2), May 3, 2021)", [("Law No. IX-204", ("2021-05-03",))]),
    ],
)
def test_law_is_cited_by_its_parties_without_the_place_in_a_report(
    bracket: str, expected: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert entries(bracket) == expected
    assert only(bracket).kind == "legal"


def test_own_calculations_rest_on_a_second_source_that_has_the_date() -> None:
    one = only("(author's calculations based on Quayside Data, October 2024)")
    assert one.kind == "personal"
    assert [(s.name, s.dates, s.qualifier) for s in one.sources] == [
        ("author's calculations", (), None),
        ("Quayside Data", ("2024-10",), "based on"),
    ]


@pytest.mark.parametrize(
    ("bracket", "language", "name"),
    [
        ("(Port of Sulina, personal communication, May 2)", "en", "Port of Sulina"),
        ("(pers. comm., May 2)", "en", "pers. comm."),
        ("(L. Okoye, pers. comm., May 2)", "en", "L. Okoye"),
        ("(comm. pers., 2 mai)", "fr", "comm. pers."),
        ("(pers. Mitt., 2. Mai)", "de", "pers. Mitt."),
        ("(личное сообщение, 2 мая)", "ru", "личное сообщение"),
        ("(inf. ustna, 2 maja)", "pl", "inf. ustna"),
    ],
)
def test_what_was_told_to_the_author_is_personal(bracket: str, language: str, name: str) -> None:
    assert only(bracket, language).kind == "personal"
    assert entries(bracket, language) == [(name, ("2025-05-02",))]


def test_a_day_of_reading_beside_a_date_changes_nothing() -> None:
    [source] = only("(AFP, September 4, accessed September 6)").sources
    assert (source.dates, source.accessed) == (("2025-09-04",), False)


def test_no_date_belongs_to_the_source_it_is_printed_beside() -> None:
    assert [(s.name, s.qualifier) for s in only("(Rosbalt, cited in Meduza, n.d.)").sources] == [
        ("Rosbalt", None),
        ("Meduza", "cited in; n.d."),
    ]
