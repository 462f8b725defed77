"""Every language knows every kind of word: packs alike in their keys, and persons, parts, notes told in each."""

from __future__ import annotations

import json
from typing import Any

import pytest

from verifier.cite import find_citations
from verifier.cite.words.lexicon import PACKS, languages, lexicon
from verifier.model import Article, Citations


def pack(code: str) -> dict[str, Any]:
    read: dict[str, Any] = json.loads(PACKS.joinpath(f"{code}.json").read_text("utf-8"))
    return read


def found(text: str, language: str) -> Citations:
    return find_citations(Article(text=text, language=language, published="2024-06-01"))


@pytest.mark.parametrize("code", languages())
def test_every_pack_has_every_key_that_any_pack_has(code: str) -> None:
    """A list that does not apply to a language is there and empty."""
    for part in (None, "properties", "clauses", "facts"):
        all_keys = {key for one in languages() for key in (pack(one)[part] if part else pack(one))}
        assert set(pack(code)[part] if part else pack(code)) == all_keys


@pytest.mark.parametrize("kind", ["offices", "ranks", "events", "weekdays", "seasons", "numerals", "parts", "pointers"])
def test_no_language_leaves_such_a_list_empty(kind: str) -> None:
    assert [code for code in languages() if not pack(code)[kind]] == []


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El puente abrirá pronto (Presidente Pedro Sánchez, 3 de mayo)."),
        ("es", "La carretera sigue cortada (ministra de Defensa Oxana Belmar, 7 de mayo)."),
        ("it", "Il ponte riapre presto (Presidente Sergio Mattarella, 3 maggio)."),
        ("it", "La strada resta chiusa (Ministro degli Esteri Ulvio Ferrandel, 9 maggio)."),
        ("be", "Мост адкрыюць (Прэзідэнт Аркадзь Вяршына, 3 мая)."),
        ("be", "Дарога зачынена (міністр абароны Лявон Крыніч, 7 мая)."),
        ("cs", "Most se otevře (Premiér Radovan Vltavín, 3. května)."),
        ("cs", "Silnice je zavřená (ministryně Zdena Okrouhlá, 7. května)."),
        ("de", "Die Brücke bleibt zu (Bundeskanzlerin Odilie Harfer, 3. Mai)."),
        ("fr", "Le pont rouvre (Première ministre Oriane Valcour, 3 mai)."),
        ("pl", "Most będzie otwarty (Wojewoda Lesław Brzezina, 3 maja)."),
        ("ru", "Мост откроют (Вице-президент Аркадий Вершинин, 3 мая)."),
        ("uk", "Міст відкриють (Міністр оборони Левко Крыничин, 3 травня)."),
        ("zh", "大桥即将开放（总统柳德平，5月3日）。"),
        ("zh", "大桥即将开放（柳德平总理，5月3日）。"),
    ],
)
def test_a_person_in_office_with_a_day_is_no_source(language: str, text: str) -> None:
    assert found(text, language).citations == ()


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", "El puente abrirá pronto (Presidencia de Tarvena, 3 de mayo).", "Presidencia de Tarvena"),
        ("it", "Il ponte riapre presto (Ministero della Difesa, 3 maggio).", "Ministero della Difesa"),
        ("be", "Мост адкрыюць (Міністэрства абароны, 3 мая).", "Міністэрства абароны"),
        ("cs", "Most se otevře (Ministerstvo obrany, 3. května).", "Ministerstvo obrany"),
        ("zh", "大桥即将开放（总统府，5月3日）。", "总统府"),
        ("de", "Die Brücke bleibt zu (Bundeskanzleramt, 3. Mai).", "Bundeskanzleramt"),
    ],
)
def test_the_office_itself_is_a_source(language: str, text: str, name: str) -> None:
    [citation] = found(text, language).citations
    assert [one.name for one in citation.sources] == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("cs", "Most stojí (část druhá)."),
        ("be", "Мост стаіць (частка другая)."),
        ("cs", "Most stojí (viz tabulka 2)."),
        ("be", "Мост стаіць (гл. табліца 2)."),
        ("cs", "Most stojí (pozn. red.)."),
        ("be", "Мост стаіць (заўв. рэд.)."),
        ("cs", "Most shořel (Bitva u Ostrohradu, 3. května 1899)."),
        ("be", "Мост згарэў (Бітва пад Астравухам, 3 мая 1899)."),
    ],
)
def test_parts_pointers_notes_and_events_are_no_sources(language: str, text: str) -> None:
    assert found(text, language).citations == ()


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        ("cs", "Most stojí (Povltavský hlas, neděle 5. května).", ("2024-05-05",)),
        ("be", "Мост стаіць («Голас Прыпяці», нядзеля, 5 мая).", ("2024-05-05",)),
        ("cs", "Most stojí (ČTK, jaro 2023).", ("2023",)),
        ("be", "Мост стаіць («Наша Ніва», вясна 2023).", ("2023",)),
        ("cs", "Most stojí (Povltavský hlas, 3. kvě. 2023).", ("2023-05-03",)),
        ("be", "Мост стаіць («Голас Прыпяці», 3 кастр. 2023).", ("2023-10-03",)),
    ],
)
def test_weekdays_seasons_and_short_months_belong_to_dates(language: str, text: str, dates: tuple[str, ...]) -> None:
    [citation] = found(text, language).citations
    assert citation.sources[0].dates == dates


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("es", "El ferry no sale, según la Gaceta Ribereña (3 de mayo).", "Gaceta Ribereña"),
        ("it", "Il traghetto è fermo, secondo il Corriere Lagunese (3 maggio).", "Corriere Lagunese"),
        ("fr", "Le bac reste à quai, selon le Courrier Riverain (3 mai).", "Courrier Riverain"),
        ("de", "Die Fähre liegt still, so laut Uferländer Tagblatt (3. Mai).", "Uferländer Tagblatt"),
    ],
)
def test_what_newspapers_are_called_makes_an_unknown_name_a_medium(language: str, text: str, name: str) -> None:
    [citation] = found(text, language).citations
    assert [one.name for one in citation.sources] == [name]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("es", "El ferry no sale, según Carlos Ribereño (3 de mayo)."),
        ("it", "Il traghetto è fermo, secondo Marco Lagunese (3 maggio)."),
        ("fr", "Le bac reste à quai depuis la Bataille Riveraine (3 mai)."),
        ("de", "Die Fähre liegt still seit dem Uferländer Vertrag (3. Mai)."),
    ],
)
def test_other_names_before_a_bare_day_are_no_media(language: str, text: str) -> None:
    assert found(text, language).citations == ()


@pytest.mark.parametrize(
    ("name", "having"),
    [
        ("spaced", {"be", "cs", "de", "en", "es", "fr", "it", "pl", "ru", "uk"}),
        ("nouns_are_capitals", {"de"}),
        ("inflected", {"be", "cs", "pl", "ru", "uk"}),
        ("day_first", {"be", "cs", "de", "es", "fr", "it", "pl", "ru", "uk", "zh"}),
        ("roman_months", {"pl"}),
        ("apostrophe_is_a_letter", {"be", "uk"}),
    ],
)
def test_a_pack_says_what_its_writing_is_like(name: str, having: set[str]) -> None:
    assert {code for code in languages() if getattr(lexicon(code), name)} == having
