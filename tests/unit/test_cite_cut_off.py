"""A citation that the end of the line cuts off is read as far as it goes, brackets inside it included."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.cite.layout.brackets import find_brackets
from verifier.model import Article


def _read(text: str) -> list[tuple[str, list[tuple[str, tuple[str, ...]]]]]:
    found = find_citations(Article(text=text, published="2023-07-20"))
    return [(one.text, [(source.name, source.dates) for source in one.sources]) for one in found.citations]


@pytest.mark.parametrize(
    ("cut", "sources"),
    [
        (
            "(Ridge Media, April 21; The News [Islamabad], April...",
            [("Ridge Media", ("2023-04-21",)), ("The News", ("2023-04",))],
        ),
        (
            "(Ministry of Defense (MoD), April 21; see EDM,...",
            [("Ministry of Defense", ("2023-04-21",)), ("EDM", ())],
        ),
        ("(Wenweipo [Hong Kong], April...", [("Wenweipo", ("2023-04",))]),
        ("(TASS, May 3; Xinhua (Beijing), May 4; see…", [("TASS", ("2023-05-03",)), ("Xinhua", ("2023-05-04",))]),
        ("(The News [Islamabad], May 3; Dawn", [("The News", ("2023-05-03",)), ("Dawn", ())]),
    ],
)
def test_a_cut_off_citation_keeps_the_brackets_inside_it(cut: str, sources: list[tuple[str, tuple[str, ...]]]) -> None:
    assert _read(f"Grain left by the northern gate {cut}") == [(cut, sources)]


def test_the_next_paragraph_is_read_on_its_own() -> None:
    text = "Grain left by the gate (Wenweipo [Hong Kong], April...\n\nIt came back (Reuters, May 5) in autumn."
    assert [one for one, _ in _read(text)] == ["(Wenweipo [Hong Kong], April...", "(Reuters, May 5)"]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Prices rose (Reuters, May 3 and fell (AFP, May 4) in the end. More text came.", ["(AFP, May 4)"]),
        ("He (the owner [of a mill] and others came. They left (Reuters, May 3).", ["(Reuters, May 3)"]),
        ("The mayor (who is [sic] 70 left the hall. He then came back...", []),
    ],
)
def test_an_opener_without_a_closer_swallows_no_sentences(text: str, found: list[str]) -> None:
    assert [one for one, _ in _read(text)] == found


def test_brackets_inside_a_cut_off_one_stand_a_step_deeper() -> None:
    found = find_brackets("Grain left (The News [Islamabad], April...")
    assert [(one.depth, one.closed) for one in found] == [(0, False), (1, True)]
