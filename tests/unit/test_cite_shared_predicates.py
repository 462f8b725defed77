"""What several cited subjects share belongs to each; what only attributes a statement belongs to none."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article


def _claims(text: str, language: str = "en") -> list[str]:
    found = find_citations(Article(text=text, language=language, published="2023-07-20"))
    return [one.claim.text for one in found.citations]


@pytest.mark.parametrize(
    ("language", "text", "claims"),
    [
        (
            "en",
            "Truckers (AP, March 2) and mine owners (TASS, March 3) doubt that even this will be spent.",
            ["Truckers doubt that even this will be spent", "mine owners doubt that even this will be spent"],
        ),
        (
            "en",
            "The Foreign Ministry (TASS, May 3) and the Defense Ministry (Interfax, May 4) rejected the report.",
            ["The Foreign Ministry rejected the report", "the Defense Ministry rejected the report"],
        ),
        (
            "ru",
            "Местные чиновники (ТАСС, 3 мая) и владельцы шахт (РБК, 4 мая) сомневаются в этом.",
            ["Местные чиновники сомневаются в этом", "владельцы шахт сомневаются в этом"],
        ),
    ],
)
def test_subjects_of_several_words_share_their_verb(language: str, text: str, claims: list[str]) -> None:
    assert _claims(text, language) == claims


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        (
            "Prices rose in May (AP, May 3) and output fell in June (AFP, May 4) although rates stayed low.",
            ["Prices rose in May", "and output fell in June"],
        ),
        ("Prices in the north (AP, May 3) and wages in the south (AFP, May 4) after the flood.",
         ["Prices in the north", "and wages in the south"]),
        ("Mine owners (AP, May 3) and truck drivers (AFP, May 4), who blame the state, will strike.",
         ["Mine owners", "and truck drivers"]),
    ],
)  # fmt: skip
def test_whole_clauses_share_nothing(text: str, claims: list[str]) -> None:
    assert _claims(text) == claims


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("“We will not sell the mill,” the mayor told Dawn (May 3).", "“We will not sell the mill,”"),
        ("The mill will not be sold, the mayor told Dawn (May 3).", "The mill will not be sold"),
        ("The mayor told Dawn (May 3) that the mill would not be sold.", "the mill would not be sold"),
        ("The weekly Ridge Post writes that the mill will close (June 28).", "the mill will close"),
        ("The daily Ridge Post reported (June 28) that the mill will close.", "the mill will close"),
    ],
)
def test_the_words_of_attribution_are_left_out(text: str, claim: str) -> None:
    assert _claims(text) == [claim]


def test_a_quotation_is_the_claim_where_an_interview_is_named() -> None:
    text = "„To gest, nie ratunek” – komentuje ekonomistka w rozmowie z „Gościem Niedzielnym” (nr 9/2021)."
    assert _claims(text, "pl") == ["„To gest, nie ratunek”"]


def test_a_clause_before_the_outlet_is_kept_whole() -> None:
    assert _claims("Мост закрыли на год, и это надолго, пишет издание «Абзац» (8 марта).", "ru") == [
        "Мост закрыли на год, и это надолго"
    ]
