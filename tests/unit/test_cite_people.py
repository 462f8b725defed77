"""People are told from outlets: a name with a day may say who spoke, not where it can be read."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.cite.words.lexicon import lexicon
from verifier.cite.words.people import family_names, is_person
from verifier.model import Article, Link

EN = lexicon("en")


def cited(text: str, language: str = "en", links: tuple[Link, ...] = ()) -> list[str]:
    article = Article(text=text, published="2025-10-15", language=language, links=links)
    return [one.text for one in find_citations(article).citations]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("President Vladimir Putin met them. He agreed (Putin, October 4).", "en"),
        ("A spokesman denied it (Dmitry Peskov, October 3).", "en"),
        ("Officials promised more (Deputy Prime Minister Viktor Karan, October 3).", "en"),
        ("The ministry agreed (Foreign Minister Halvorsen, October 3).", "en"),
        ("The staff denied it (General Valery Moroz, October 3).", "en"),
        ("Власти это отрицают (Владимир Путин, 4 октября).", "ru"),
        ("Влада це заперечує (президент Володимир Гай, 4 жовтня).", "uk"),
    ],
)
def test_a_person_with_a_day_is_no_source(text: str, language: str) -> None:
    assert cited(text, language) == []


@pytest.mark.parametrize(
    "inside",
    [
        "President of Russia, October 4",
        "Prime Minister of Armenia, October 4",
        "General Dynamics, October 4",
        "Governor’s Office, October 4",
        "see Vladimir Moroz, October 4",
        "Vladimir Moroz, Harbour Gazette, October 4",
        "Jane's, October 4",
        "Marianne, October 4",
        "Telegram/Vladimir Moroz, October 4",
    ],
)
def test_institutions_authors_and_accounts_stay_sources(inside: str) -> None:
    assert cited(f"Prices rose ({inside}).") == [f"({inside})"]


def test_a_linked_person_is_a_source() -> None:
    text = "He agreed (Vladimir Moroz, October 4)."
    link = Link(span=(text.index("Vladimir"), text.index(",")), url="https://moroz.example/speech")
    assert cited(text, links=(link,)) == ["(Vladimir Moroz, October 4)"]


def test_an_author_with_a_year_stays_a_source_though_the_text_names_her() -> None:
    text = "Anna Berg found it first (Berg, 2020). Others agreed (Holm, 2021; Berg 2022)."
    assert cited(text) == ["(Berg, 2020)", "(Holm, 2021; Berg 2022)"]


def test_family_names_follow_first_names() -> None:
    families = family_names("Anna Berg and Владимир Мороз spoke; Reuters wrote.")
    assert families == {"Berg", "Мороз"}
    assert is_person("Berg", families, EN)
    assert not is_person("Reuters", families, EN)
