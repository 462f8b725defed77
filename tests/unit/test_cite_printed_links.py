"""Plain text that prints its links as `[words](address)`: the text stays as it is, the links are seen."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Citations, Link
from verifier.read import read_article
from verifier.settings import Settings

PAGE = "https://www.reuters.com/world/port-closes-2025-09-03/"


def found(text: str) -> Citations:
    article = read_article(text.encode(), name="draft.txt", published="2025-09-24", language="en", settings=Settings())
    assert article.text == text
    citations = find_citations(article)
    assert citations.article == article
    for one in citations.citations:
        assert one.text == text[one.start : one.end]
        assert one.claim.text == " ".join(text[start:end] for start, end in one.claim.spans)
    for skipped in citations.skipped:
        assert skipped.text == text[skipped.start : skipped.end]
    return citations


@pytest.mark.parametrize(
    "printed",
    [
        f"([Reuters]({PAGE}), September 3)",
        f"([Reuters, September 3]({PAGE}))",
        f"(Reuters, [September 3]({PAGE}))",
        f"[(Reuters, September 3)]({PAGE})",
    ],
)
def test_a_printed_link_belongs_to_the_source_it_stands_on(printed: str) -> None:
    (one,) = found(f"The port closed {printed}. It rained.").citations
    (source,) = one.sources
    assert (source.name, source.dates, source.url) == ("Reuters", ("2025-09-03",), PAGE)
    assert one.claim.text == "The port closed"


def test_the_address_is_no_part_of_the_claim() -> None:
    (one,) = found(f"The port [closed for a week]({PAGE}) on Tuesday (Reuters, September 3).").citations
    assert one.claim.text == "The port closed for a week on Tuesday"
    assert len(one.claim.spans) == 3
    assert one.sources[0].url == PAGE


def test_words_with_a_printed_link_are_found_as_such() -> None:
    (one,) = found(f"The port [closed for a week]({PAGE}) on Tuesday. It rained.").citations
    assert (one.kind, one.text) == ("inline_link", "closed for a week")
    assert one.claim.text == "The port closed for a week on Tuesday"


def test_an_address_may_hold_brackets() -> None:
    url = "https://en.wikipedia.org/wiki/Port_(place)_of_x"
    article = read_article(f"A [b c]({url}) d.".encode(), name="a.txt", settings=Settings())
    assert article.links == (Link(span=(3, 6), url=url),)


@pytest.mark.parametrize("text", ["An ![image](https://a.example/b) here.", "A [note](#n).", "f[i](x) + g[j](y)."])
def test_what_only_looks_like_a_link(text: str) -> None:
    assert read_article(text.encode(), name="a.txt", settings=Settings()).links == ()
    assert found(text).article.text == text
