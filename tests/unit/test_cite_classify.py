"""Brackets that name no source are passed over, each with a reason from the closed list."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.cite.bracket.reasons import REASONS
from verifier.model import Article


def skipped(inside: str, language: str = "en", before: str = "The plan was announced") -> str:
    text = f"{before} ({inside}) by officials in the capital."
    found = find_citations(Article(text=text, published="2024-10-15", language=language))
    assert found.citations == (), f"({inside}) was taken for a citation"
    assert [f"({inside})"] == [one.text for one in found.skipped]
    return found.skipped[0].reason


@pytest.mark.parametrize(
    ("inside", "reason"),
    [
        ("UAVs", "acronym"),
        ("NATO", "outlet-mention"),
        ("$670 billion", "amount"),
        ("1,200", "amount"),
        ("n = 38", "amount"),
        ("about 2 million tons", "amount"),
        ("汉光", "translation"),
        ("“po Pridnestroviyu”", "translation"),
        ("January 26", "date"),
        ("March–July 1992", "date"),
        ("1832–1910", "date"),
        ("built 1984–85", "date"),
        ("see Table 2", "pointer"),
        ("Annex B", "pointer"),
        ("see accompanying article", "pointer"),
        ("Part Two", "part"),
        ("Part 1", "part"),
        ("Kommersant, Vedomosti, RBC", "outlet-mention"),
        ("formerly Twitter", "outlet-mention"),
        ("a former BBC producer", "outlet-mention"),
        ("emphasis added", "editorial"),
        ("…", "editorial"),
        ("laughs", "scene"),
        ("GJB 7796-2012", "legal"),
        ("Source: War on the Rocks", "photo-credit"),
        ("Photo: Reuters", "photo-credit"),
        ("with NATO and the United States looking on in silence", "aside"),
        ("Bulgaria, Georgia, Romania, Turkey and Ukraine", "aside"),
    ],
)
def test_each_kind_of_look_alike_has_its_reason(inside: str, reason: str) -> None:
    assert reason == skipped(inside)


@pytest.mark.parametrize(
    "inside",
    [
        "Moscow, October 4",
        "born October 4, 1960",
        "Battle of Kursk, July 5, 1943",
        "Victory Day, May 9",
        "Tuesday, October 1",
        "Kazan, October 22–24",
        "Brussels summit, June 14, 2021",
        "Minsk Agreements, February 2015",
        "Zapad-2021, September 10–16",
        "Resolution 2202, February 17, 2015",
        "World War II, 1939–1945",
        "ITAR-TASS until 2014",
        "since October 4",
        "Order No. 227",
        "effective January 1, 2025",
        "in office since September 2023",
        "Su-34",
        "D-Texas",
        "up 4 percent from September 2023",
        "Chernobyl, 1986",
        "Expo 2020",
        "CNN anchor",
        "Gazprom, Rosneft, Lukoil",
        "Union State",
        "which NATO calls “Fencer”",
    ],
)
def test_dates_of_events_and_names_of_things_are_no_sources(inside: str) -> None:
    assert skipped(inside) in REASONS


@pytest.mark.parametrize(
    ("language", "inside"),
    [
        ("ru", "род. 4 мая 1960 г."),
        ("ru", "фото: РИА Новости"),
        ("ru", "№ 381-ФЗ"),
        ("ru", "смеется"),
        ("uk", "близько 40 млн грн"),
        ("uk", "Київ, 4 жовтня"),
        ("pl", "np. w grudniu 2023 r."),
        ("pl", "fot. PAP"),
        ("de", "Hervorh. d. Verf."),
        ("de", "Juni bis August"),
        ("de", "Foto: dpa"),
        ("fr", "72 euros"),
        ("fr", "majoritaires au dépôt"),
        ("es", "unos 1.500"),
        ("es", "nacido en 1960"),
        ("it", "vedi tabella 3"),
        ("zh", "以下简称“协议”"),
        ("zh", "图：新华社"),
        ("cs", "smích"),
        ("be", "каля 40 млн руб."),
    ],
)
def test_look_alikes_of_other_languages_are_passed_over(language: str, inside: str) -> None:
    assert skipped(inside, language) in REASONS


def test_an_acronym_is_known_by_the_words_before_it() -> None:
    assert skipped("NATO", before="It joined the North Atlantic Treaty Organization") == "acronym"


def test_a_single_surname_with_a_year_needs_a_second_one() -> None:
    once = "He is right (Wang, 2007) about this."
    twice = "He is right (Wang, 2007) about this. Others agree (Bulag, 2000)."
    assert find_citations(Article(text=once, published="2024-01-01", language="en")).citations == ()
    assert len(find_citations(Article(text=twice, published="2024-01-01", language="en")).citations) == 2


def test_a_citation_inside_an_aside_is_found() -> None:
    text = "It fell (the ministry had denied this twice (TASS, May 3), but later gave in) again."
    (found,) = find_citations(Article(text=text, published="2024-05-05", language="en")).citations
    assert found.text == "(TASS, May 3)"


def test_square_brackets_of_editors_are_passed_over() -> None:
    found = find_citations(Article(text="“security [of one of them] is threatened”", published="2024-05-05"))
    assert (found.citations, [one.text for one in found.skipped]) == ((), ["[of one of them]"])


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("MOSCOW. May 16 (Interfax) – Two people held up a poster.", "attribution_line"),
        ("(Eurasia Daily Monitor) Five weeks of marches have changed the country.", "attribution_line"),
        ("Prices rose (author's calculations).", "personal"),
        ("The court agreed (Smith v. Jones, 123 U.S. 456 (1999)).", "legal"),
        ("It is old (Grafton 1997, 22).", "author_date"),
        ("Prices rose (Reuters, May 3).", "parenthetical"),
    ],
)
def test_the_kind_of_a_citation_is_told(text: str, kind: str) -> None:
    (found,) = find_citations(Article(text=text, published="2019-05-17", language="en")).citations
    assert kind == found.kind
