"""The seed article comes out exactly right, and the labelled texts of the repository stay above their floors."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from verifier.cite import find_citations
from verifier.model import Article

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "fixtures" / "articles" / "seed.txt"


@pytest.fixture(scope="module")
def harness() -> ModuleType:
    """`tests/quality/citations.py`, which is a script and no test."""
    spec = importlib.util.spec_from_file_location("citation_quality", ROOT / "tests" / "quality" / "citations.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


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


def test_the_labelled_texts_stay_above_their_floors(harness: ModuleType) -> None:
    golds = harness.read_gold(harness.OWN)
    assert len(golds) >= 12
    tally = harness.score(golds)
    figures = {
        "span F1": tally.span_f1,
        "names": tally.rate("names_hit", "names"),
        "dates": tally.rate("dates_hit", "dates"),
        "accounts": tally.rate("accounts_hit", "accounts"),
        "accessed F1": tally.accessed_f1,
        "links": tally.rate("links_hit", "links"),
        "kinds": tally.rate("kinds_hit", "kinds"),
        "claim IoU": tally.claim_iou,
    }
    low = {name: figure for name, figure in figures.items() if figure is None or figure < 0.97}
    assert not low, "\n".join(tally.misses)


def test_the_labels_themselves_point_at_what_they_say(harness: ModuleType) -> None:
    for gold in harness.read_gold(harness.OWN):
        assert gold["origin"] == "composed"
        for one in [
            *gold["citations"],
            *gold["not_citations"],
            *(span for c in gold["citations"] for span in c["claim"]),
        ]:
            assert gold["text"][one["start"] : one["end"]] == one["text"]


def test_no_labelled_look_alike_is_taken_for_a_citation(harness: ModuleType) -> None:
    for gold in harness.read_gold(harness.OWN):
        found = {(one.start, one.end) for one in harness.find(gold).citations}
        wrong = [one["text"] for one in gold["not_citations"] if (one["start"], one["end"]) in found]
        assert not wrong, gold["id"]


def test_the_harness_notices_a_miss(harness: ModuleType) -> None:
    gold = {
        "id": "x",
        "text": "Prices rose (aside) again.",
        "published": "2024-05-05",
        "lang": "en",
        "not_citations": [],
        "citations": [{"start": 12, "end": 19, "text": "(aside)", "kind": "parenthetical", "sources": [], "claim": []}],
    }
    tally = harness.score([gold])
    assert (tally.counts["gold"], tally.counts["hit"], tally.span_f1) == (1, 0, 0.0)
    assert tally.misses == ["x: missed '(aside)'"]
