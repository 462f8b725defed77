"""Who wrote or said it, beside the outlet that has it: `(K. Lind, Reuters, May 3)`, `(in an interview with DW, …)`."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article


def read(inside: str, language: str) -> list[tuple[str, str | None]]:
    found = find_citations(Article(text=f"X ({inside}).", published="2025-09-24", language=language)).citations
    return [(source.name, source.qualifier) for one in found for source in one.sources]


@pytest.mark.parametrize(
    ("inside", "language", "names"),
    [
        ("K. Lind, Analizy OSW, 10 września", "pl", ["Analizy OSW"]),
        ("K. Lind, „Komentarze OSW”, 10 września 2025; A. Nowak, PISM, 3 września", "pl", ["Komentarze OSW", "PISM"]),
        ("John Lind, Reuters, May 3", "en", ["Reuters"]),
        ("J.-P. Lind, A. B. Holm-Berg, Reuters, May 3", "en", ["Reuters"]),
        ("Lind, Holm, May 3", "en", ["Lind", "Holm"]),
        ("K. Lind, Harbour Weekly, May 3", "en", ["K. Lind", "Harbour Weekly"]),
        ("TASS, Reuters, May 3", "en", ["TASS", "Reuters"]),
    ],
)
def test_who_wrote_it_is_no_source_beside_a_known_outlet(inside: str, language: str, names: list[str]) -> None:
    assert [name for name, _ in read(inside, language)] == names


@pytest.mark.parametrize(
    ("inside", "language", "name", "said"),
    [
        ("в интервью DW, 15 июня", "ru", "DW", "в интервью"),
        ("в интервью газете «Коммерсант», 15 июня", "ru", "Коммерсант", "в интервью газете"),
        ("в эфире «Эхо Москвы», 15 июня", "ru", "Эхо Москвы", "в эфире"),
        ("в інтерв’ю Укрінформу, 15 червня", "uk", "Укрінформу", "в інтерв’ю"),
        ("w rozmowie z Onetem, 15 czerwca", "pl", "Onetem", "w rozmowie z"),
        ("im Interview mit der Zeit, 15. Juni", "de", "Zeit", "im interview mit der"),
        ("dans un entretien au Figaro, 15 juin", "fr", "Figaro", "dans un entretien au"),
        ("en una entrevista con El País, 15 de junio", "es", "El País", "en una entrevista con"),
        ("in un’intervista a Repubblica, 15 giugno", "it", "Repubblica", "in un’intervista a"),
        ("v rozhovoru pro iDNES, 15. června", "cs", "iDNES", "v rozhovoru pro"),
        ("in an interview with Reuters, June 15", "en", "Reuters", "in an interview with"),
    ],
)
def test_an_outlet_that_somebody_talked_to_is_the_source(inside: str, language: str, name: str, said: str) -> None:
    assert read(inside, language) == [(name, said)]


@pytest.mark.parametrize(
    ("inside", "language"),
    [("в интервью жителям, 15 июня", "ru"), ("gegenüber dem Bahnhof, 15. Juni", "de")],
)
def test_people_that_somebody_talked_to_are_none(inside: str, language: str) -> None:
    assert read(inside, language) == []
