"""What other languages do with dates, sources cited through others, notes and names, on words of our own."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Citation, Citations, Link

PUBLISHED = "2024-06-01"


def read(text: str, language: str, links: tuple[Link, ...] = ()) -> Citations:
    return find_citations(Article(text=text, language=language, published=PUBLISHED, links=links))


def only(text: str, language: str) -> Citation:
    [one] = read(text, language).citations
    return one


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("uk", "Міст відкрили («Час», 22 листоп.).", ("2023-11-22",)),
        ("pl", "Most otwarto („Czas”, 15 list.).", ("2023-11-15",)),
        ("be", "Мост адкрылі («Час», 8 ліст.).", ("2023-11-08",)),
        ("es", "El puente abrió (El Puente, 11-X-1995).", ("1995-10-11",)),
        ("cs", "Most je otevřen (ČTK, 1. V. 2023).", ("2023-05-01",)),
        ("fr", "Le pont rouvre (RTBF, 1er et 2 mai).", ("2024-05-01", "2024-05-02")),
        ("fr", "Le pont rouvre (Vinci, communiqué du 20 mai).", ("2024-05-20",)),
        ("es", "El puente abrió (Adif, comunicado del 14 de mayo).", ("2024-05-14",)),
        ("pl", "Most otwarto (GDDKiA, komunikat z 16 maja).", ("2024-05-16",)),
        ("de", "Die Brücke ist offen (Autobahn GmbH, Pressemitteilung vom 4. Mai).", ("2024-05-04",)),
    ],
)
def test_dates_are_read_as_each_language_prints_them(language: str, text: str, dates: tuple[str, ...]) -> None:
    assert only(text, language).sources[0].dates == dates


@pytest.mark.parametrize(
    ("language", "text", "names"),
    [
        ("de", "Das Tor klemmt (WSA, 4. Mai, zit. n. dpa, 5. Mai).", ["WSA", "dpa"]),
        ("fr", "Le quai cède (citée dans Mediapart, 17 mai).", ["Mediapart"]),
        ("de", "Das Tor klemmt (lt. NDR, 10. Mai).", ["NDR"]),
        ("de", "Anders sieht es Kern (Kern 2019, S. 4; anders Voß 2020).", ["Kern", "Voß"]),
        ("cs", "Hráz stojí (Deník N, iRozhlas, 15. května).", ["Deník N", "iRozhlas"]),
        ("uk", "Дамба стоїть (Інтерв’ю автору, Ізмаїл, 21 травня).", ["Інтерв’ю автору"]),
        ("zh", "水位下降（《长江日报》，2017年5月9日，第2版）。", ["长江日报"]),
    ],
)
def test_only_those_who_are_cited_are_names(language: str, text: str, names: list[str]) -> None:
    assert [one.name for one in only(text, language).sources] == names


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("zh", "票价上涨（市政府网站，4月19日访问）。"),
        ("pl", "Bilet drożeje (powiat.pl/bilety, dostęp dn. 22.05.2024 r.)."),
        ("ru", "Билет дорожает (Vokzal.ru; дата обращения — 25 мая)."),
        ("be", "Білет даражэе (Vakzal.by, дата звароту: 13 траўня)."),
    ],
)
def test_days_of_reading_are_told_from_days_of_printing(language: str, text: str) -> None:
    [source] = only(text, language).sources
    assert source.accessed
    assert source.dates


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("ru", "Лов закрыт, сообщает журнал «Рыбачок» (5 мая).", "Рыбачок"),
        ("pl", "Jak pisze „Echo Sanu” (3 maja), most runął.", "Echo Sanu"),
        ("uk", "За даними видання «Дніпро INFORM» (4 травня), міст впав.", "Дніпро INFORM"),
        ("de", "Wie die taz (11. Mai) schreibt, ist das Tor offen.", "taz"),
        ("zh", "据中央社（4月13日）报道，大桥已经开放。", "中央社"),
    ],
)
def test_sentences_name_the_outlet_of_a_bare_day(language: str, text: str, name: str) -> None:
    one = only(text, language)
    assert (one.kind, one.sources[0].name) == ("split", name)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("ru", "Газ пошел через «Северную нить» (8 мая)."),
        ("ru", "Фестиваль «Лето» (5 мая) отменили."),
        ("en", "We saw it in “Hamlet” (May 3)."),
        ("pl", "Wystawa „Zima” (3 maja) trwa."),
        ("pl", "Klub (PSL, Polska 2050) chce głosowania."),
        ("es", "El plan (Agenda 2030) sigue."),
        ("zh", "世博会（上海，2010）很大。"),
    ],
)
def test_titles_events_and_parties_stay_what_they_are(language: str, text: str) -> None:
    assert not read(text, language).citations


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Watah jest 14 (Śmietana i in. 2021, s. 5)."),
        ("es", "Unos dudan (p. ej., Pardo et al., 2019, pp. 12-15)."),
        ("zh", "学者不同意（王丽，2021，第45页；陈志强等，2019）。"),
    ],
)
def test_authors_with_others_are_author_date(language: str, text: str) -> None:
    assert only(text, language).kind == "author_date"


def test_a_full_name_before_a_year_is_the_author_where_others_are_cited_so() -> None:
    found = read("Secondo Tullia Venier (2019) il porto perde. Altri negano (Rossi e Neri, 2011).", "it").citations
    assert [(one.kind, one.sources[0].name) for one in found] == [
        ("narrative_author_date", "Tullia Venier"),
        ("author_date", "Rossi e Neri"),
    ]


def test_a_full_name_before_a_year_is_nobody_where_no_other_is_cited_so() -> None:
    assert not read("Il libro di Anna Venier (2019) piace a tutti.", "it").citations


def test_notes_that_point_back_are_named_without_the_arrow() -> None:
    notes = "1. ↑ Las Provincias, 8 de mayo de 2024.\n2. ↑ À Punt, 9 de mayo de 2024."
    text = f"La casa es vieja.[1] La torre cayó.[2]\n\nNotas\n\n{notes}"
    assert [one.sources[0].name for one in read(text, "es").citations] == ["Las Provincias", "À Punt"]


def test_note_numbers_alone_on_a_line_count_where_they_link_back() -> None:
    text = "The light is old.1 The shed fell.2\n\n1\n\nHarbour Trust, May 4, 2024.\n\n2\n\nCoast Weekly, May 5, 2024."
    at = [text.index(sign) for sign in ("1 The", "2\n", "1\n\nHar", "2\n\nCo")]
    links = tuple(Link(span=(one, one + 1), url="#note") for one in at)
    found = read(text, "en", links).citations
    assert [(one.text, one.kind, one.sources[0].name) for one in found] == [
        ("1", "superscript_digit", "Harbour Trust"),
        ("2", "superscript_digit", "Coast Weekly"),
    ]
    assert [one.sources[0].name for one in read(text, "en").citations] == ["", ""]


def test_the_same_again_after_a_name_in_the_sentence_is_a_bracket_of_its_own() -> None:
    found = read("Según Proceso (24 de mayo), «falta dinero». La obra sigue (ibíd.).", "es").citations
    assert [(one.kind, one.sources[0].name) for one in found] == [("split", "Proceso"), ("parenthetical", "Proceso")]
