"""Opposite words in one place: what differs, and what only looks like it."""

from __future__ import annotations

import pytest

from verifier.judge.checks import run_checks
from verifier.judge.opening import open_match
from verifier.model import CheckKind, CheckOutcome, Pair


def opposed(claim: str, page: str, code: str = "en", claim_code: str = "en") -> list[tuple[str, str | None]]:
    pair = Pair(claim=claim, source=page, claim_language=claim_code, source_language=code)
    return [
        (c.claim_value, c.source_value)
        for c in run_checks(open_match(pair))
        if c.kind is CheckKind.NEGATION and c.outcome is CheckOutcome.DIFFERS
    ]


DEARER = {
    "pl": "Bilety autobusowe w Krośnie podrożały w lutym o 12 procent.",
    "ru": "Билеты на автобус в Кросно подорожали в феврале на 12 процентов.",
    "uk": "Квитки на автобус у Кросно подорожчали в лютому на 12 відсотків.",
    "be": "Білеты на аўтобус у Кросне падаражалі ў лютым на 12 працэнтаў.",
    "cs": "Jízdenky na autobus v Krosnu v únoru podražily o 12 procent.",
    "de": "Bustickets in Krosno sind im Februar um 12 Prozent teurer geworden.",
}


@pytest.mark.parametrize("code", sorted(DEARER))
def test_to_fall_is_the_opposite_of_becoming_dearer_and_to_rise_is_not(code: str) -> None:
    assert opposed("Bus tickets in Krosno fell by 12 percent in February.", DEARER[code], code)
    assert not opposed("Bus tickets in Krosno rose by 12 percent in February.", DEARER[code], code)


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("fr", "Les loyers à Krosno sont désormais plus bas qu'à Halden."),
        ("es", "Los alquileres en Krosno son ahora más bajos que en Halden."),
        ("it", "Gli affitti a Krosno sono ora più bassi che a Halden."),
    ],
)
def test_a_comparative_is_not_reversed_by_its_more(code: str, page: str) -> None:
    assert opposed("Rents in Krosno are now higher than in Halden.", page, code)


def test_won_and_lost_exclude_each_other_of_the_same_team_only() -> None:
    page = "Krosno lost the derby against Halden on Sunday by three goals."
    assert opposed("Krosno won the derby against Halden on Sunday by three goals.", page) == [("won", "lost")]
    assert not opposed("Halden won the derby against Krosno on Sunday by three goals.", page)


def test_a_sale_is_told_from_both_sides() -> None:
    page = "The shipyard Krosno sold its ferry to the town of Halden for 12 million crowns."
    assert not opposed("Halden bought a ferry of the shipyard Krosno for 12 million crowns.", page)


def test_more_than_a_half_is_a_measure() -> None:
    page = "Less wood was sold at Krosno in May: the share of wood in heating fell to half."
    assert not opposed("At Krosno more than half of the heating in May was wood.", page)


def test_what_rises_elsewhere_in_the_sentence_is_no_opposite() -> None:
    page = "House prices in Krosno rose by two percent in May, while house prices in Halden fell by two percent."
    assert not opposed("House prices in Halden fell by two percent in May.", page)
    assert not opposed("House prices in Krosno rose by two percent in May.", page)


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("ru", "Министр Силс ушёл в отставку за день до публикации доклада о мосте."),
        ("en", "Minister Sils resigned a day before the report on the bridge was published."),
    ],
)
def test_before_differs_from_after_in_front_of_the_same_event(code: str, page: str) -> None:
    assert opposed("Minister Sils resigned after the report on the bridge was published.", page, code)
    assert not opposed("Minister Sils resigned before the report on the bridge was published.", page, code)
