"""The seed article comes out exactly right."""

from __future__ import annotations

from pathlib import Path

import pytest

from verifier.cite import find_citations
from verifier.model import Article

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "fixtures" / "articles" / "seed.txt"


def test_the_five_citations_of_the_seed_article_are_exact() -> None:
    text = SEED.read_text("utf-8")
    found = find_citations(Article(text=text, published="2025-09-24", language="en"))
    rows = [
        (
            one.text,
            one.sources[0].name,
            one.sources[0].platform,
            one.sources[0].handle,
            one.sources[0].dates,
            one.sources[0].accessed,
            one.sources[0].outlet,
        )
        for one in found.citations
    ]
    apt = ("(YouTube/@APT, September 10)", "YouTube/@APT", "YouTube", "@APT", ("2025-09-10",), False, "YouTube")
    assert [
        apt,
        ("(Polskiego Radia, September 10)", "Polskiego Radia", None, None, ("2025-09-10",), False, "Polskie Radio"),
        ("(NATO, accessed September 14)", "NATO", None, None, ("2025-09-14",), True, "NATO"),
        ("(NATO, September 12)", "NATO", None, None, ("2025-09-12",), False, "NATO"),
        apt,
    ] == rows
    assert all(len(one.sources) == 1 and len(one.claim.spans) == 1 for one in found.citations)
    assert {one.text: one.reason for one in found.skipped} == {
        "(UAVs)": "acronym",
        "(NATO)": "acronym",
        "[of one of them]": "aside",
    }


@pytest.mark.parametrize(
    ("number", "opens", "closes"),
    [
        (0, "On September 10, Prime Minister of Poland", "violated his country’s airspace"),
        (1, "Based on those factors, Tusk concluded", "“not at war”"),
        (2, "Warsaw invoked Article 4 of NATO’s founding treaty", "is threatened”"),
        (3, "On September 12, NATO’s Secretary General", "along its eastern flank"),
        (4, "In his statement at the Sejm", "rather than just from Ukraine"),
    ],
)
def test_the_claims_of_the_seed_article_are_its_sentences(number: int, opens: str, closes: str) -> None:
    found = find_citations(Article(text=SEED.read_text("utf-8"), published="2025-09-24", language="en"))
    claim = found.citations[number].claim.text
    assert claim.startswith(opens)
    assert claim.endswith(closes)


def test_the_seed_article_says_its_own_date_and_language() -> None:
    found = find_citations(Article(text=SEED.read_text("utf-8")))
    assert found.citations[0].sources[0].dates == ("2025-09-10",)
