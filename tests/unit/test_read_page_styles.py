"""One article in the markup of many kinds of site: its words, brackets and links must come out whole each time."""

from __future__ import annotations

from pathlib import Path
from string import Template

import pytest
from support.pages import FIRST, LINKS, PARAGRAPHS, SECOND, THIRD, TITLE, links_of, read

HEAD = f"<head><meta charset=utf-8><title>{TITLE} - The Lindholm Review</title></head>"
MENU = '<a href="/">Home</a> <a href="/about">About us</a> <a href="/contact">Contact</a>'
#: Each file of tests/support/styles is one kind of page around the same article.
STYLES = {
    path.stem: Template(path.read_text("utf-8")).substitute(
        ALL=f"<p>{FIRST}</p>\n<p>{SECOND}</p>\n<p>{THIRD}</p>",
        FIRST=FIRST,
        SECOND=SECOND,
        THIRD=THIRD,
        TITLE=TITLE,
        HEAD=HEAD,
        MENU=MENU,
    )
    for path in sorted((Path(__file__).parents[1] / "support" / "styles").glob("*.html"))
}
#: Words of furniture, none of which may be in the article.
FOREIGN = (
    "All rights reserved", "No comments", "Post a Comment", "Blog Archive", "About us", "Share this", "Read next",
    "Old cranes of the north", "honestly", "Ferry timetable", "Tagged harbour", "We use cookies", "Accept cookies",
    "Advertisement", "Type your email", "Email This", "Facebook", "herring", "School Bus",
)  # fmt: skip


@pytest.mark.parametrize("style", STYLES)
def test_every_paragraph_is_there_once_whole_and_in_order(style: str) -> None:
    article = read(STYLES[style])
    assert [article.text.count(paragraph) for paragraph in PARAGRAPHS] == [1, 1, 1]
    places = [article.text.index(paragraph) for paragraph in PARAGRAPHS]
    assert sorted(places) == places


@pytest.mark.parametrize("style", STYLES)
def test_paragraphs_stand_on_lines_of_their_own(style: str) -> None:
    lines = [line.removeprefix("• ") for line in read(STYLES[style]).text.splitlines()]
    assert set(PARAGRAPHS) <= set(lines)


@pytest.mark.parametrize("style", STYLES)
def test_every_link_stands_at_its_words(style: str) -> None:
    found = links_of(read(STYLES[style]))
    assert set(LINKS) <= set(found)


@pytest.mark.parametrize("style", STYLES)
def test_what_stands_around_the_article_is_left_out(style: str) -> None:
    text = read(STYLES[style]).text
    assert [words for words in FOREIGN if words in text] == []


@pytest.mark.parametrize("style", [style for style in STYLES if TITLE in STYLES[style]])
def test_the_title_is_found_without_the_name_of_the_site(style: str) -> None:
    assert read(STYLES[style]).title == TITLE


def test_the_headline_of_the_post_goes_before_a_heading_with_the_name_of_the_blog() -> None:
    page = (
        "<head><title>The Lindholm Review: Two Cranes Closed</title></head><h1>The Lindholm Review</h1>"
        "<div class=post><h3 class='post-title entry-title'>Two Cranes Closed</h3><p>They were closed today.</p></div>"
    )
    assert read(page).title == "Two Cranes Closed"


@pytest.mark.parametrize("style", STYLES)
def test_reading_twice_gives_the_same(style: str) -> None:
    assert read(STYLES[style]) == read(STYLES[style])
