"""Who says it on the page, held against whom the claim lets say it; and that an unclear speaker is no finding."""

from __future__ import annotations

import pytest

from verifier.judge.checks import run_checks
from verifier.judge.checks.speakers import stretches
from verifier.judge.opening import open_match
from verifier.judge.page import Page
from verifier.model import Check, CheckKind, CheckOutcome, Pair

ENGLISH = (
    "Engineer Karla Brandt said the northern sluice would be closed for three weeks. "
    "Fisherman Tom Osgood feared that the eels would leave the lagoon. "
    "Mayor Ines Falk promised a second sluice by spring."
)
#: In each language Brandt tells of three weeks and the bridge, and Osgood of something else.
PAGES = {
    "pl": "Most będzie zamknięty przez trzy tygodnie, zapewniła inżynier Karla Brandt. "
    "Rybak Tomasz Osgood obawia się, że węgorze odpłyną.",
    "ru": "Инженер Карла Брандт сообщила, что мост закроют на три недели. Рыбак Томас Осгуд опасается за угрей.",
    "uk": "За словами Карли Брандт, міст закриють на три тижні. Рибалка Томас Осгуд побоюється за вугрів.",
    "be": "Інжынер Карла Брандт паведаміла, што мост закрыюць на тры тыдні. Рыбак Томас Осгуд асцерагаецца за вугроў.",
    "cs": "Most bude tři týdny zavřený, uvedla inženýrka Karla Brandt. Rybář Tomas Osgood se obává o úhoře.",
    "de": "Die Brücke bleibt drei Wochen geschlossen, sagte Ingenieurin Karla Brandt. "
    "Fischer Tomas Osgood fürchtet um die Aale.",
    "fr": "Selon Karla Brandt, le pont sera fermé trois semaines. Le pêcheur Tomas Osgood craint pour les anguilles.",
    "es": "El puente estará cerrado tres semanas, explicó la ingeniera Karla Brandt. "
    "El pescador Tomas Osgood teme por las anguilas.",
    "it": "Il ponte resterà chiuso tre settimane, spiega l'ingegnera Karla Brandt. "
    "Il pescatore Tomas Osgood teme per le anguille.",
}


def attributions(claim: str, page: str, code: str = "en") -> list[Check]:
    pair = Pair(claim=claim, source=page, claim_language="en", source_language=code)
    return [c for c in run_checks(open_match(pair)) if c.kind is CheckKind.ATTRIBUTION]


def differs(claim: str, page: str, code: str = "en") -> bool:
    return CheckOutcome.DIFFERS in {c.outcome for c in attributions(claim, page, code)}


@pytest.mark.parametrize("code", sorted(PAGES))
def test_words_of_one_speaker_given_to_another_differ_in_every_language(code: str) -> None:
    said = "said that the bridge would be closed for three weeks."
    (check,) = [c for c in attributions(f"Tomas Osgood {said}", PAGES[code], code) if c.source_value]
    assert check.outcome is CheckOutcome.DIFFERS
    assert check.claim_value == "Tomas Osgood"
    assert check.source_span is not None
    assert PAGES[code][slice(*check.source_span)] == check.source_value
    assert not differs(f"Karla Brandt {said}", PAGES[code], code)


@pytest.mark.parametrize(
    ("claim", "wrong"),
    [
        ("Osgood expected the northern sluice to be closed for three weeks.", True),
        ("According to Ines Falk, the northern sluice is to be closed for three weeks.", True),
        ("It was Ines Falk who feared that the eels would leave the lagoon.", True),
        ("The lagoon may lose its eels, Karla Brandt warned.", True),
        ("Tom Osgood feared the eels would leave the lagoon.", False),
        ("It was Ines Falk who promised a second sluice by spring.", False),
    ],
)
def test_any_word_of_saying_gives_a_speaker(claim: str, wrong: bool) -> None:
    assert differs(claim, ENGLISH) is wrong


@pytest.mark.parametrize(
    "claim",
    [
        "Osgood's daughter said that the northern sluice would be closed for three weeks.",
        "The wife of Tom Osgood said that the northern sluice would be closed for three weeks.",
        "She met Tom Osgood, and the engineer said the northern sluice would be closed for three weeks.",
    ],
)
def test_a_name_that_does_not_govern_the_word_of_saying_is_no_speaker(claim: str) -> None:
    assert not differs(claim, ENGLISH)


def test_whoever_was_named_last_goes_on_speaking() -> None:
    page = (
        "Engineer Karla Brandt said the sluice was old. The gate would be closed for three weeks, she added. "
        "Fisherman Tom Osgood said nothing."
    )
    claim = "{} said that the gate would be closed for three weeks."
    assert differs(claim.format("Tom Osgood"), page)
    assert not differs(claim.format("Karla Brandt"), page)


def test_a_sentence_without_a_speaker_is_no_finding() -> None:
    page = "The sluice closed for three weeks. Engineer Karla Brandt said the eels had left. Tom Osgood said nothing."
    assert not differs("Tom Osgood said the sluice had closed for three weeks.", page)


def test_an_office_may_speak_without_its_name() -> None:
    page = (
        "Foreign minister Ines Falk came to Oslo. Her host Tom Osgood spoke of eels and of three weeks without rain. "
        "The foreign minister spoke of three weeks without rain, too."
    )
    assert not differs("Foreign minister Ines Falk spoke of three weeks without rain.", page)


def test_a_sentence_with_two_speakers_is_cut_between_them() -> None:
    page = "Karla Brandt expects 310 eels this year, while Tom Osgood speaks of 270 eels at most."
    cut = stretches(Page(page, "en", None))
    assert [s.voice.name.words[-1].form.folded for s in cut if s.voice] == ["brandt", "osgood"]
    words = Page(page, "en", None).words[0]
    assert [words[s.first].form.folded for s in cut] == ["karla", "while"]


def test_a_town_where_it_happened_does_not_speak() -> None:
    page = "Two people have died in Norhaven, mayor Ida Brandt said. Nine are missing."
    found = run_checks(open_match(Pair(claim="Two people died in Norhaven, the mayor said.", source=page)))
    assert [one.claim_value for one in found if one.kind is CheckKind.ATTRIBUTION] == []


def test_nobody_is_no_name() -> None:
    page = "The ferry Aurora ran aground. Nobody was killed, the coast guard said."
    found = run_checks(open_match(Pair(claim="Nobody was killed on the Aurora.", source=page)))
    assert [one.claim_value for one in found if one.kind is CheckKind.NAME] == ["Aurora"]
