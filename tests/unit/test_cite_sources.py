"""What is printed in a bracket becomes sources: names, dates, qualifiers, accounts, addresses."""

from __future__ import annotations

from typing import Any

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Source


def sources(inside: str, language: str = "en", published: str = "2024-10-15") -> tuple[Source, ...]:
    text = f"Prices rose ({inside})."
    found = find_citations(Article(text=text, published=published, language=language)).citations
    assert len(found) == 1, f"{inside!r} was not taken for one citation"
    return found[0].sources


def read(inside: str, **more: Any) -> list[tuple[str, list[str]]]:
    return [(one.name, list(one.dates)) for one in sources(inside, **more)]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("Reuters, October 3", [("Reuters", ["2024-10-03"])]),
        ("Unheard-of Gazette, October 3", [("Unheard-of Gazette", ["2024-10-03"])]),
        ("YouTube, June 3; EDM, May 24", [("YouTube", ["2024-06-03"]), ("EDM", ["2024-05-24"])]),
        ("RIA Novosti, Kommersant, May 12", [("RIA Novosti", ["2024-05-12"]), ("Kommersant", ["2024-05-12"])]),
        ("TASS, AP and AFP, May 2", [("TASS", ["2024-05-02"]), ("AP", ["2024-05-02"]), ("AFP", ["2024-05-02"])]),
        ("EDM, September 17, 24, 25", [("EDM", ["2024-09-17", "2024-09-24", "2024-09-25"])]),
        ("EDM, September 17 and 24", [("EDM", ["2024-09-17", "2024-09-24"])]),
        ("EDM, October 3; October 7", [("EDM", ["2024-10-03", "2024-10-07"])]),
        ("Herald, 21, 24 and 25 September", [("Herald", ["2024-09-21", "2024-09-24", "2024-09-25"])]),
        ("Daily Mail, May 10, 2015", [("Daily Mail", ["2015-05-10"])]),
        ("Moscow Times, 09.25.17, AP, 09.22.17", [("Moscow Times", ["2017-09-25"]), ("AP", ["2017-09-22"])]),
        ("Uzel, August 18; see EDM September 2", [("Uzel", ["2024-08-18"]), ("EDM", ["2024-09-02"])]),
        ("Wenweipo [Hong Kong], August 23", [("Wenweipo", ["2024-08-23"])]),
        ("Neftegaz.ru (in Russian), March 5", [("Neftegaz.ru", ["2024-03-05"])]),
        ("“Kommersant,” October 4", [("Kommersant", ["2024-10-04"])]),
        ("Ivan Petrov, “Prices, again,” Kommersant, October 4", [("Kommersant", ["2024-10-04"])]),
        ("Hiraal Institute, “A Losing Game,” October 2020", [("Hiraal Institute", ["2020-10"])]),
        ("Dawn, Karachi, October 4", [("Dawn", ["2024-10-04"])]),
        ("France 24, October 4; 24 Kanal, October 2", [("France 24", ["2024-10-04"]), ("24 Kanal", ["2024-10-02"])]),
        ("see Parts One and Two in EDM, October 1, 2", [("EDM", ["2024-10-01", "2024-10-02"])]),
        ("see Part One, EDM, January 28", [("EDM", ["2024-01-28"])]),
        ("see EDM, June 18, for two earlier examples", [("EDM", ["2024-06-18"])]),
        ("Kyiv Independent, Oct. 4, 14:30", [("Kyiv Independent", ["2024-10-04"])]),
        ("BBC News, Friday 4 October", [("BBC News", ["2024-10-04"])]),
        ("FAZ, October 4, p. 17", [("FAZ", ["2024-10-04"])]),
        (", August 26;, August 25", [("", ["2024-08-26"]), ("", ["2024-08-25"])]),
        ("Ministry of Transport, n.d.", [("Ministry of Transport", [])]),
        ("IISS, September 2023", [("IISS", ["2023-09"])]),
        ("Kommersant, 2023", [("Kommersant", ["2023"])]),
        ("RFE/RL, October 4", [("RFE/RL", ["2024-10-04"])]),
        ("gagauzinfo.md/index.php?newsid=6982", [("gagauzinfo.md/index.php?newsid=6982", [])]),
        ("Diary, 2 May 1867, Danube Archive, box 4", [("Diary", ["1867-05-02"])]),
        ("Smith and Jones, 2019, pp. 3–5; Kim, 2020", [("Smith and Jones", ["2019"]), ("Kim", ["2020"])]),
        ("Popescu and Hart [1936] 1998, 20", [("Popescu and Hart", ["1998"])]),
        ("see EDM,...", [("EDM", [])]),
        ("for background, see EDM, October 3", [("EDM", ["2024-10-03"])]),
        ("Case C-72/15, Rosneft v. HM Treasury, March 28, 2017", [("Rosneft v. HM Treasury", ["2017-03-28"])]),
        (
            "O’Brien, 2019; van der Meer & de Vries, 2020",
            [("O’Brien", ["2019"]), ("van der Meer & de Vries", ["2020"])],
        ),
    ],
)
def test_names_and_dates_are_read_as_printed(inside: str, expected: list[tuple[str, list[str]]]) -> None:
    assert expected == read(inside)


@pytest.mark.parametrize(
    ("language", "inside", "expected"),
    [
        ("ru", "«Псковская правда», 11 и 14 сентября", [("Псковская правда", ["2024-09-11", "2024-09-14"])]),
        ("ru", "ПЛН, 12 сентября; ТАСС, 13 сент.", [("ПЛН", ["2024-09-12"]), ("ТАСС", ["2024-09-13"])]),
        ("uk", "Укрінформ, 4 жовтня 2023 р.", [("Укрінформ", ["2023-10-04"])]),
        ("pl", "„Rzeczpospolita”, 11 września", [("Rzeczpospolita", ["2024-09-11"])]),
        ("de", "„Der Spiegel“, 12. September; dpa, S. 2", [("Der Spiegel", ["2024-09-12"]), ("dpa", [])]),
        ("fr", "« Le Monde », 4 octobre ; AFP, 1er octobre", [("Le Monde", ["2024-10-04"]), ("AFP", ["2024-10-01"])]),
        ("es", "ABI, 14 de septiembre; según EFE, 3 de octubre", [("ABI", ["2024-09-14"]), ("EFE", ["2024-10-03"])]),
        (
            "it",
            "la Repubblica, 4 ottobre; ANSA, 3 ottobre",
            [("la Repubblica", ["2024-10-04"]), ("ANSA", ["2024-10-03"])],
        ),
        ("zh", "《人民日报》，2024年10月4日、5日", [("人民日报", ["2024-10-04", "2024-10-05"])]),
        ("cs", "ČTK, 4. října; viz Respekt, 3. října", [("ČTK", ["2024-10-04"]), ("Respekt", ["2024-10-03"])]),
        ("be", "БелТА, 4 кастрычніка", [("БелТА", ["2024-10-04"])]),
    ],
)
def test_every_language_pack_reads_its_own_citations(
    language: str, inside: str, expected: list[tuple[str, list[str]]]
) -> None:
    assert expected == read(inside, language=language)


@pytest.mark.parametrize(
    ("language", "inside", "expected"),
    [
        ("en", "see EDM, October 2", ["see"]),
        ("en", "see EDM, October 2; Reuters, October 3", ["see", "see"]),
        ("en", "Reuters, October 3; see EDM, October 2", [None, "see"]),
        ("en", "Reuters, October 3; cf. AP, October 2", [None, "cf."]),
        ("en", "e.g., AP, October 2", ["e.g."]),
        ("en", "via The Herald, October 2", ["via"]),
        ("en", "Reuters via Yahoo News, October 2", [None, "via"]),
        ("en", "TASS, October 3, cited in Meduza, October 4", [None, "cited in"]),
        ("en", "Neftegaz.ru (in Russian), October 2", ["in Russian"]),
        ("en", "Ministry of Transport, n.d.", ["n.d."]),
        ("pl", "zob. PAP, 4 października; gov.pl, dostęp 5 października", ["zob.", "zob."]),
        ("de", "siehe auch taz, 4. Oktober", ["siehe auch"]),
        ("ru", "по данным ТАСС, 4 октября", ["по данным"]),
    ],
)
def test_a_leading_qualifier_governs_the_list_and_a_later_one_its_part(
    language: str, inside: str, expected: list[str | None]
) -> None:
    assert expected == [one.qualifier for one in sources(inside, language=language)]


@pytest.mark.parametrize(
    ("language", "inside", "accessed"),
    [
        ("en", "NATO, accessed September 14", True),
        ("en", "NATO, last accessed on 14 September 2024", True),
        ("en", "NATO; accessed September 14", True),
        ("en", "NATO, September 14", False),
        ("en", "MINUSMA, as of September 14", False),
        ("en", "NATO, September 14, accessed October 3", False),
        ("de", "Zoll.de, abgerufen am 14. September", True),
        ("pl", "gov.pl, dostęp 14 września", True),
        ("ru", "Consultant.ru, дата обращения: 14 сентября", True),
        ("fr", "Insee, consulté le 14 septembre", True),
        ("es", "Senamhi, consultado el 14 de septiembre", True),
        ("it", "mit.gov.it, ultimo accesso 14 settembre", True),
        ("zh", "财新网，访问日期：9月14日", True),
    ],
)
def test_the_day_of_reading_is_told_from_the_day_of_publication(language: str, inside: str, accessed: bool) -> None:
    (source,) = sources(inside, language=language)
    assert (accessed, ("2024-09-14",)) == (source.accessed, source.dates)


def test_several_accounts_may_share_a_platform() -> None:
    found = sources("Instagram/@derbent.today, @kaspiysk_live, October 1")
    assert [(one.platform, one.handle) for one in found] == [
        ("Instagram", "@derbent.today"),
        ("Instagram", "@kaspiysk_live"),
    ]


def test_a_platform_brings_its_outlet_and_domain() -> None:
    (source,) = sources("YouTube/@APT, September 10")
    assert (
        source.platform,
        source.handle,
        source.outlet,
        source.domains,
    ) == ("YouTube", "@APT", "YouTube", ("youtube.com",))


def test_an_address_in_the_bracket_is_the_link_of_its_source() -> None:
    assert sources("gagauzinfo.md/index.php?newsid=6982")[0].url == "https://gagauzinfo.md/index.php?newsid=6982"
    assert sources("https://ummanews.com/a, August 12, 2011")[0].url == "https://ummanews.com/a"


def test_ibid_repeats_the_only_source_before_it() -> None:
    text = "Grants went to Krasnodar (Kuban 24, November 3). Others went to Stavropol (Ibid.)."
    found = find_citations(Article(text=text, published="2021-11-09", language="en")).citations
    assert [(one.sources[0].name, one.sources[0].dates) for one in found] == [
        ("Kuban 24", ("2021-11-03",)),
        ("Kuban 24", ("2021-11-03",)),
    ]
    assert found[1].sources[0].qualifier == "ibid."


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Talking to Profil magazine (June 6), the minister said that the troops would go home.", "Profil"),
        (
            "As the daily Moskovsky Komsomolets put it, Europe is afraid of our poultry (June 6).",
            "Moskovsky Komsomolets",
        ),
    ],
)
def test_a_bare_date_takes_the_outlet_named_in_its_sentence(text: str, name: str) -> None:
    (found,) = find_citations(Article(text=text, published="2005-06-10", language="en")).citations
    assert ("split", name, ("2005-06-06",)) == (found.kind, found.sources[0].name, found.sources[0].dates)


def test_without_a_day_given_the_dateline_of_the_text_decides_the_year() -> None:
    text = "24 September 2025\n\nPoland closed the border (PAP, September 12).\n"
    (found,) = find_citations(Article(text=text)).citations
    assert found.sources[0].dates == ("2025-09-12",)


@pytest.mark.parametrize(
    ("inside", "name", "url"),
    [
        ("http://192.0.2.7:8080/a/1", "http://192.0.2.7:8080/a/1", "http://192.0.2.7:8080/a/1"),
        ("http://localhost:8080/123, May 2", "http://localhost:8080/123", "http://localhost:8080/123"),
        ("example.org:8443/x?y=1, accessed May 2", "example.org:8443/x?y=1", "https://example.org:8443/x?y=1"),
        ("Reuters, https://example.org/x, May 1", "Reuters", "https://example.org/x"),
        ("Reuters, May 1, http://127.0.0.1:9/y", "Reuters", "http://127.0.0.1:9/y"),
        ("Reuters: https://example.org/z", "Reuters", "https://example.org/z"),
        ("Harbour Gazette, https://example.org/z", "Harbour Gazette", "https://example.org/z"),
        ("Reuters, May 1: www.example.org/n", "Reuters", "https://www.example.org/n"),
        (
            "see Reuters, “A Title of Some Length,” May 1, 2024, http://[2001:db8::1]/q",
            "Reuters",
            "http://[2001:db8::1]/q",
        ),
    ],
)
def test_an_address_printed_in_the_bracket_is_the_link_of_its_source(inside: str, name: str, url: str) -> None:
    assert [(name, url)] == [(one.name, one.url) for one in sources(inside)]


def test_the_address_belongs_to_the_last_of_several_names() -> None:
    assert [(one.name, one.url) for one in sources("Reuters, Interfax, https://example.org/1, May 2")] == [
        ("Reuters", None),
        ("Interfax", "https://example.org/1"),
    ]


def test_addresses_without_names_are_sources_of_their_own() -> None:
    printed = ["https://example.org/3", "https://example.org/4"]
    assert printed == [one.url for one in sources(", ".join(printed))]


def test_the_year_of_a_day_of_reading_that_is_passed_over_is_passed_over_with_it() -> None:
    assert read("RBC, May 1, 2024, accessed May 2, 2024") == [("RBC", ["2024-05-01"])]


@pytest.mark.parametrize(
    ("inside", "language", "name", "day"),
    [
        ("accessed October 2, NATO", "en", "NATO", "2024-10-02"),
        ("dostęp: 2 października, strazgraniczna.pl", "pl", "strazgraniczna.pl", "2024-10-02"),
    ],
)
def test_the_day_of_reading_may_stand_before_the_name(inside: str, language: str, name: str, day: str) -> None:
    (one,) = sources(inside, language=language)
    assert (name, (day,), True) == (one.name, one.dates, one.accessed)


def test_a_day_may_stand_before_a_known_outlet() -> None:
    assert read("May 2, Reuters") == [("Reuters", ["2024-05-02"])]


@pytest.mark.parametrize(("other", "day"), [("3 May", "2024-04-01"), ("May 3", "2024-01-04")])
def test_a_numeric_day_follows_the_habit_of_the_article(other: str, day: str) -> None:
    text = f"Prices rose (Reuters, {other}). Prices fell (Reuters, 1/4/2024)."
    found = find_citations(Article(text=text, published="2024-10-15", language="en")).citations
    assert found[1].sources[0].dates == (day,)


def test_an_outlet_that_reported_stands_before_its_day() -> None:
    text = "Bloomberg reported (May 9) that insurers had doubled their premiums."
    (one,) = find_citations(Article(text=text, published="2024-10-15", language="en")).citations
    assert (one.kind, one.sources[0].name, one.sources[0].dates) == ("split", "Bloomberg", ("2024-05-09",))


@pytest.mark.parametrize(
    ("inside", "language", "expected"),
    [
        ("«ТСВ», эфир от 16 сентября", "ru", [("ТСВ", ["2024-09-16"])]),
        ("PAP, 13 i 14 września", "pl", [("PAP", ["2024-09-13", "2024-09-14"])]),
        ("IPN.md, 20 IX 2024", "pl", [("IPN.md", ["2024-09-20"])]),
    ],
)
def test_days_as_other_languages_print_them(inside: str, language: str, expected: list[tuple[str, list[str]]]) -> None:
    assert read(inside, language=language) == expected


@pytest.mark.parametrize("bracket", ["(NATO, September 31)", "(NATO, 31 September)", "(NATO, September 31, 2025)"])
def test_a_citation_with_an_impossible_day_stays_without_the_day(bracket: str) -> None:
    text = f"Troops moved north on Monday {bracket}. The ferries were late (Selm Courier, May 14)."
    first, second = find_citations(Article(text=text, published="2025-10-03", language="en")).citations
    assert (first.text, first.sources[0].name, first.sources[0].dates) == (bracket, "NATO", ("2025-09",))
    assert [day[-6:] for day in first.sources[0].impossible_dates] == ["-09-31"]
    assert (second.sources[0].dates, second.sources[0].impossible_dates) == (("2025-05-14",), ())
