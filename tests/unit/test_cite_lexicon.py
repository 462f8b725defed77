"""Language packs: complete, clean, and enough to tell a language from another."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

import verifier.cite.words.lexicon as module
from verifier.cite import find_citations
from verifier.cite.words.lexicon import PACKS, guess_language, languages, lexicon
from verifier.model import Article


@pytest.mark.parametrize("code", languages())
def test_a_pack_is_well_formed(code: str) -> None:
    pack = json.loads(PACKS.joinpath(f"{code}.json").read_text("utf-8"))
    assert len(pack["months"]) == len(pack["month_abbreviations"]) == 12
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
        ("Її громада зачекає, бо в порту тихо.", "uk"),
        ("Порт быў зачынены, людзі чакаюць.", "be"),
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


MONTHS_OF_NOWHERE = (
    "unumo", "duumo", "trimo", "kvarmo", "kvinmo", "sesmo", "sepmo", "okmo", "nauxmo", "dekmo", "dekunumo", "dekduumo",
)  # fmt: skip


@pytest.fixture
def one_pack_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A folder with the packs there are and a tiny one of a language of our own, `qx`."""
    for code in languages():
        text = PACKS.joinpath(f"{code}.json").read_text("utf-8")
        (tmp_path / f"{code}.json").write_text(text, "utf-8")
    tiny = {"months": [[name] for name in MONTHS_OF_NOWHERE], "qualifiers": ["vidu"], "stopwords": ["kaj", "la"]}
    (tmp_path / "qx.json").write_text(json.dumps(tiny), "utf-8")
    found_once = (module.languages, module.lexicon, module._pack)
    monkeypatch.setattr(module, "PACKS", tmp_path)
    for function in found_once:
        function.cache_clear()
    yield
    monkeypatch.undo()
    for function in found_once:
        function.cache_clear()


@pytest.mark.usefixtures("one_pack_more")
def test_a_language_is_added_by_its_file_alone() -> None:
    text = "La ponto kaj la haveno fermis (Vorto, 4 kvinmo; vidu Ligno, 7 trimo)."
    assert guess_language(text) == "qx"
    [citation] = find_citations(Article(text=text, published="2024-06-01")).citations
    assert [(one.name, one.dates) for one in citation.sources] == [
        ("Vorto", ("2024-05-04",)), ("Ligno", ("2024-03-07",)),
    ]  # fmt: skip


def test_without_its_file_the_language_is_unknown() -> None:
    article = Article(text="La ponto fermis (Vorto, 4 kvinmo).", language="qx", published="2024-06-01")
    assert find_citations(article).citations == ()
