"""Composed HTML, Markdown and mail through the real reader: read or refused, places right in the text and the markup.

A hundred are tried by default, the same ones each time; `GENERATED_PAGES=2000` tries so many new ones.
"""

from __future__ import annotations

import html
import os
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from support.generated import pages
from support.soundness import assert_sound

from verifier.errors import UnreadableInput
from verifier.model import Span
from verifier.pipeline import cite
from verifier.read import read_article
from verifier.read.markup import visible_text
from verifier.sandbox import shared_sandbox
from verifier.settings import Settings

SETTINGS = Settings()
MANY = int(os.environ.get("GENERATED_PAGES", "0"))
pytestmark = pytest.mark.timeout(600 + MANY)


@pytest.fixture(scope="module", autouse=True)
def no_process_left() -> Iterator[None]:
    yield
    shared_sandbox(SETTINGS).close()


@settings(
    max_examples=MANY or 100,
    deadline=None,
    derandomize=not MANY,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=(Phase.generate, Phase.shrink),
)
@given(pages())
def test_whatever_is_marked_up_is_read_soundly_or_refused(page: tuple[str, str]) -> None:
    source, kind = page
    try:
        article = read_article(
            source.encode(), media_type=f"{kind}; charset=utf-8", published="2025-05-08", settings=SETTINGS
        )
    except UnreadableInput:
        return
    found = cite(article, SETTINGS)
    assert_sound(found)
    for citation in found.citations:
        places = [(citation.text, citation.markup)] if citation.markup else []
        texts = [article.text[start:end] for start, end in citation.claim.spans]
        assert len(citation.claim.markup) in {0, len(texts)}
        for words, place in [*places, *zip(texts, citation.claim.markup, strict=False)]:
            assert says(source, place, words)


def says(source: str, place: Span, words: str) -> bool:
    """Whether that stretch of the markup holds the words, letter by letter, with marks between them at most.

    Signs do not count: the layout writes some itself, as the marks of `<q>` and the bars of tables.
    """
    assert 0 <= place[0] < place[1] <= len(source)
    letters = iter(html.unescape(source[slice(*place)]))
    return all(letter in letters for letter in visible_text(words).chars if letter.isalnum())
