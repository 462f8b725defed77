"""Language packs: complete, clean, and enough to tell a language from another."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from verifier.cite.words.lexicon import LANGUAGES, guess_language, lexicon


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_pack_is_well_formed(code: str) -> None:
    pack = json.loads(files("verifier.cite").joinpath("languages", f"{code}.json").read_text("utf-8"))
    assert code == "zh" or len(pack["months"]) == 12
    for key, value in pack.items():
        for word in value if isinstance(value, list) else ():
            words = word if isinstance(word, list) else [word]
            assert all(one == one.lower() and one.strip() == one and one for one in words), (code, key, word)


@pytest.mark.parametrize(
    ("language", "word", "month"),
    [
        ("ru", "сентября", 9),
        ("pl", "września", 9),
        ("de", "märz", 3),
        ("fr", "août", 8),
        ("es", "ene", 1),
        ("it", "mag", 5),
        ("en", "lipca", 7),
        ("uk", "лютого", 2),
    ],
)
def test_months_are_known_in_all_their_forms(language: str, word: str, month: int) -> None:
    assert month == lexicon(language).months[word]


def test_abbreviated_months_of_other_languages_are_not_english() -> None:
    assert "ago" not in lexicon("en").months


def test_a_regional_tag_takes_the_pack_of_its_language() -> None:
    assert lexicon("pl-PL").language == "pl"
    assert lexicon("sw").language == "en"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The port was closed by the army and the navy for a week.", "en"),
        ("Порт был закрыт на неделю, и это не помогло, что было ясно.", "ru"),
        ("Порт був закритий на тиждень, і це не допомогло, як і що є.", "uk"),
        ("Port został zamknięty i nie był otwarty przez tydzień, bo się nie dało.", "pl"),
        ("Der Hafen ist seit einer Woche nicht mehr offen und das ist für die Stadt schlecht.", "de"),
        ("Le port est fermé depuis une semaine et les pêcheurs ne sont pas dans la ville.", "fr"),
        ("El puerto está cerrado por una semana y los barcos no se van con la marea.", "es"),
        ("Il porto è chiuso da una settimana e non sono previste navi per la città.", "it"),
        ("港口关闭了一周。", "zh"),
        ("12345", "en"),
    ],
)
def test_the_language_of_a_text_is_guessed(text: str, code: str) -> None:
    assert code == guess_language(text)
