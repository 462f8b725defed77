"""Bodies with a year are cited even alone and in tables; initials with a year long past date an event."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article


def _names(text: str, language: str = "en") -> list[str]:
    found = find_citations(Article(text=text, language=language, published="2023-07-20"))
    return [source.name for one in found.citations for source in one.sources]


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("pl", "Zachorowało 12 tysięcy osób (Ministerstwo Zdrowia, 2021).", "Ministerstwo Zdrowia"),
        ("en", "2020 | 5,000 (Census of Herds, 2020)", "Census of Herds"),
        ("de", "Es starben zwölf (Landesgesundheitsamt, 2021).", "Landesgesundheitsamt"),
        ("es", "El sismo dañó el edificio (INIFED, 2018).", "INIFED"),
    ],
)
def test_a_body_with_a_year_is_a_source(language: str, text: str, name: str) -> None:
    assert _names(text, language) == [name]


def test_initials_with_a_year_long_past_date_an_event() -> None:
    assert _names("The towers fell (WTC, 2001). Nobody had seen it coming.") == []


def test_the_author_line_of_a_post_is_no_citation() -> None:
    text = "The dam is gone.\n\n— Ada Berg (@ada) May 3, 2023\n\nShe wrote it down (@ridge, May 4)."
    assert _names(text) == ["@ridge"]
