"""Sentences, languages, folding and the lexicon: what matching stands on."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.judge.folding import fold, same_skeleton, skeleton
from verifier.judge.languages import detect, language
from verifier.judge.lexicon import concepts, opposites
from verifier.judge.page import Page
from verifier.judge.sentences import split


@pytest.mark.parametrize(
    ("code", "text", "count"),
    [
        ("en", "Mr. Kask met Dr. Soo at 5 p.m. on Monday. They spoke for an hour.", 2),
        ("en", "He lives in the U.S. embassy. J. Tamm does not.", 2),
        ("en", "“It is over.” She left! Did she? Yes…", 4),
        ("de", "Am 10. September begann es. Das Amt (z.B. in Berlin) schwieg.", 2),
        ("pl", "Rząd wydał ok. 5 mld zł. Premier milczy.", 2),
        ("ru", "Ранены 19 человек. Ущерб — 5 млн руб. Власти молчат.", 3),
        ("zh", "渡轮搁浅。乘客上岸。", 2),
        ("en", "A headline\n\nA paragraph that goes on. And ends", 3),
    ],
)
def test_sentences_are_split_as_the_language_does(code: str, text: str, count: int) -> None:
    spans = split(text, language(code))
    assert len(spans) == count, [text[a:b] for a, b in spans]


@given(st.text(alphabet=st.sampled_from("aB. \n!?…1„”ж中"), max_size=400))
def test_no_letter_is_lost_between_sentences(text: str) -> None:
    spans = split(text, language("en"))
    assert "".join("".join(text[a:b].split()) for a, b in spans) == "".join(text.split())
    assert spans == sorted(spans)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("en", "The minister said that the border would be closed on Friday."),
        ("pl", "Minister powiedział, że granica zostanie zamknięta w piątek."),
        ("ru", "Министр сказал, что граница будет закрыта в пятницу."),
        ("uk", "Міністр сказав, що кордон буде закрито у п'ятницю."),
        ("be", "Міністр сказаў, што мяжа будзе закрыта ў пятніцу."),
        ("de", "Der Minister sagte, dass die Grenze am Freitag geschlossen wird."),
        ("fr", "Le ministre a dit que la frontière serait fermée vendredi."),
        ("es", "El ministro dijo que la frontera se cerrará el viernes."),
        ("it", "Il ministro ha detto che il confine sarà chiuso venerdì."),
        ("cs", "Ministr řekl, že hranice bude v pátek uzavřena."),
    ],
)
def test_a_language_is_told_from_one_sentence(code: str, text: str) -> None:
    assert detect(text) == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Зеленський", "Zelensky"), ("Туском", "Tusk"), ("Хрэніну", "Khrenin"), ("Kierwińskiego", "Kierwiński"),
        ("Мерц", "Merz"), ("Джонсон", "Johnson"), ("Лукашенко", "Lukashenka"), ("Szłapka", "Шлапка"),
    ],
)  # fmt: skip
def test_a_name_is_recognised_across_alphabets(one: str, other: str) -> None:
    assert same_skeleton(skeleton(fold(one)), skeleton(fold(other)))


@pytest.mark.parametrize(("one", "other"), [("Tusk", "Trump"), ("Merz", "Macron"), ("Kask", "Tamm"), ("Minsk", "Riga")])
def test_different_names_stay_different(one: str, other: str) -> None:
    assert not same_skeleton(skeleton(fold(one)), skeleton(fold(other)))


@pytest.mark.parametrize(
    ("concept", "forms"),
    [
        ("drone", {"en": "drones", "pl": "dronów", "ru": "беспилотников", "uk": "дронами", "be": "дроны",
                   "de": "Drohnen", "fr": "drones", "es": "drones", "it": "droni", "cs": "dronů"}),
        ("border", {"en": "border", "pl": "granicy", "ru": "границу", "uk": "кордоном", "be": "мяжы",
                    "de": "Grenze", "fr": "frontière", "es": "frontera", "it": "frontiera", "cs": "hranice"}),
        ("poland", {"en": "Polish", "pl": "Polska", "ru": "Польши", "uk": "Польща", "be": "Польшча",
                    "de": "Polens", "fr": "Pologne", "es": "Polonia", "it": "Polonia", "cs": "Polsku"}),
    ],
)  # fmt: skip
def test_one_concept_is_found_in_ten_languages(concept: str, forms: dict[str, str]) -> None:
    assert [c for c, form in forms.items() if concept not in concepts(fold(form), c)] == []


def test_opposites_go_both_ways_or_name_a_concept() -> None:
    table = opposites()
    assert table["increase"] == "decrease"
    assert table["decrease"] == "increase"
    assert table["open"] == "close"


def test_every_language_has_its_table() -> None:
    shipped = json.loads(files("verifier.judge").joinpath("languages.json").read_text("utf-8"))
    assert {"en", "pl", "ru", "uk", "be", "cs", "de", "fr", "es", "it"} <= set(shipped)
    for code in shipped:
        assert language(code).stop
        assert language(code).negation


def test_retrieval_puts_the_right_sentence_first() -> None:
    page = Page("Ships left port. The bridge of Narva was closed for repairs. Trains ran late.", "en", None)
    from verifier.judge.words import words

    terms = page.terms(words("Repairs closed the Narva bridge", "en"), same_language=True)
    scores = page.scores(terms)
    assert max(range(3), key=scores.__getitem__) == 1
    assert scores[0] > 0, "a neighbour gets a quarter of it"
