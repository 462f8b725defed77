"""The tables of deeds and of role nouns are well formed, and no word of them says the opposite of another."""

from __future__ import annotations

import csv
from importlib import resources

import pytest

from verifier.judge.deeds import Kind, deeds
from verifier.judge.folding import fold
from verifier.judge.role_nouns import role_noun
from verifier.judge.words import words

LANGUAGES = ("en", "pl", "ru", "uk", "be", "de", "fr", "es", "it", "cs")
#: Kinds whose subject is the first of the two, and those whose subject is the other.
FIRST, OTHER = ("act", "over", "take"), ("lose", "give")


def rows(table: str) -> list[dict[str, str]]:
    text = resources.files("verifier.judge").joinpath(table).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def events(sentence: str, code: str) -> set[tuple[str, str]]:
    return {(deed.event, deed.kind.value) for deed in deeds(words(sentence, code), code)}


@pytest.mark.parametrize("table", ["deeds.csv", "role_nouns.csv", "deed_marks.csv"])
def test_every_row_has_every_column(table: str) -> None:
    assert all(None not in row and None not in row.values() for row in rows(table))


def test_an_event_has_one_row_of_a_kind_and_a_kind_that_exists() -> None:
    named = [(row["event"], Kind(row["kind"])) for row in rows("deeds.csv")]
    assert len(named) == len(set(named))
    assert Kind.ANY not in {kind for _, kind in named}


@pytest.mark.parametrize("code", LANGUAGES)
def test_no_word_of_an_event_stands_for_its_converse(code: str) -> None:
    sides: dict[tuple[str, bool], set[str]] = {}
    for row in rows("deeds.csv"):
        cells = {fold(cell.rstrip("=")) for cell in row[code].split() if "+" not in cell}
        sides.setdefault((row["event"], row["kind"] in OTHER), set()).update(cells)
    clashes = {(event, word) for (event, is_other), found in sides.items() if is_other for word in found}
    clashes = {(event, word) for event, word in clashes if word in sides.get((event, False), set())}
    assert not clashes


@pytest.mark.parametrize("code", LANGUAGES)
def test_cells_are_spelled_as_the_format_says(code: str) -> None:
    for row in rows("deeds.csv"):
        for cell in row[code].split():
            assert cell.count("+") <= 1, (row["event"], cell)
            assert "=" not in cell[:-1], (row["event"], cell)
            assert len(fold(cell.rstrip("="))) > 1, (row["event"], cell)


@pytest.mark.parametrize(
    ("code", "sentence", "event"),
    [
        ("ru", "Задержался на работе Рогов.", ("arrest", "act")),
        ("pl", "Nagle zatrzymał się Wnuk.", ("arrest", "act")),
        ("de", "Er griff nach dem Seil an der Wand des Hauses.", ("attack", "act")),
        ("en", "It took the two of them some time to reach court over there.", ("buy", "take")),
    ],
)
def test_what_only_looks_like_a_deed_is_none(code: str, sentence: str, event: tuple[str, str]) -> None:
    assert event not in events(sentence, code)


@pytest.mark.parametrize(
    ("code", "sentence", "event"),
    [
        ("ru", "Рогова задержал Марек.", ("arrest", "act")),
        ("pl", "Wnuka zatrzymał Szafran.", ("arrest", "act")),
        ("de", "Sie griff den Wirt an.", ("attack", "act")),
        ("en", "Korrin took Valpom over.", ("buy", "take")),
        ("es", "Korrin se impuso a Valpom.", ("beat", "over")),
    ],
)
def test_a_deed_is_read_where_it_is_one(code: str, sentence: str, event: tuple[str, str]) -> None:
    assert event in events(sentence, code)


@pytest.mark.parametrize(
    ("code", "word", "role", "oblique"),
    [
        ("pl", "napastnika", "striker", True),
        ("pl", "napastniczka", "striker", False),
        ("ru", "собаку", "dog", True),
        ("ru", "водитель", "driver", False),
        ("uk", "вчительці", "teacher", True),
        ("cs", "psa", "dog", True),
        ("de", "Polizistin", "police", None),
        ("en", "drivers", "driver", None),
    ],
)
def test_a_role_noun_tells_its_case(code: str, word: str, role: str, oblique: bool | None) -> None:
    noun = role_noun(fold(word), code)
    assert noun is not None
    assert role in noun.roles
    assert noun.oblique is oblique


@pytest.mark.parametrize(("code", "word"), [("ru", "банкротство"), ("pl", "sędziwego"), ("de", "Polizeihund")])
def test_another_word_is_no_role_noun(code: str, word: str) -> None:
    assert role_noun(fold(word), code) is None
