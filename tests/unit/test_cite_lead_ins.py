"""Words that lead to a source inside the bracket are its qualifier, whatever stands before and after `see`."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article


def _read(bracket: str, language: str) -> list[tuple[str, str | None]]:
    text = f"The mill on the river was closed for the winter {bracket}."
    found = find_citations(Article(text=text, language=language, published="2023-07-20"))
    return [(source.name, source.qualifier) for one in found.citations for source in one.sources]


@pytest.mark.parametrize(
    ("language", "bracket", "name", "qualifier"),
    [
        ("en", "(as told to The Ridge Reporter, 14 Mar.)", "The Ridge Reporter", "as told to"),
        ("en", "(for background see EDM, January 21, 2010)", "EDM", "for background see"),
        ("en", "(see inter alia EDM, May 3)", "EDM", "see inter alia"),
        ("en", "(see, among others, EDM, May 4)", "EDM", "see among others"),
        ("en", "(see most recently EDM, May 5)", "EDM", "see most recently"),
        ("en", "(previously see EDM, May 4)", "EDM", "previously see"),
        ("en", "(for more on this, see EDM, May 3)", "EDM", "see"),
        ("en", "(as first reported by Dawn, May 4)", "Dawn", "as first reported by"),
        ("de", "(zum Hintergrund vgl. taz, 4. Mai)", "taz", "zum hintergrund vgl."),
        ("ru", "(подробнее об этом см. Коммерсант, 3 мая)", "Коммерсант", "подробнее об этом см."),
        ("pl", "(szerzej na ten temat zob. PAP, 3 maja)", "PAP", "szerzej na ten temat zob."),
        ("it", "(al riguardo vedi Il Post, 4 maggio)", "Il Post", "al riguardo vedi"),
        ("es", "(según publicó El País, 5 de mayo)", "El País", "según publicó"),
        ("fr", "(comme l’a écrit Le Monde, 5 mai)", "Le Monde", "comme l’a écrit"),
    ],
)
def test_the_words_before_a_source_qualify_it(language: str, bracket: str, name: str, qualifier: str) -> None:
    assert _read(bracket, language) == [(name, qualifier)]


def test_a_later_part_has_a_lead_in_of_its_own() -> None:
    bracket = "(Stan Radar, May 3; for background see EDM, January 21, 2010)"
    assert _read(bracket, "en") == [("Stan Radar", None), ("EDM", "for background see")]


@pytest.mark.parametrize(
    "bracket",
    [
        "(for background reasons)",
        "(as told by his mother in May)",
        "(for details, see below)",
        "(see inter alia the table)",
        "(previously on May 4)",
        "(in comments on May 5)",
        "(first published in London, May 1984)",
    ],
)
def test_lead_ins_without_a_source_cite_nothing(bracket: str) -> None:
    assert _read(bracket, "en") == []
