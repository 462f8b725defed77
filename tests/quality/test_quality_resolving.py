"""The measurement of look-ups without a link holds what was seen, on a part of its stories."""

from __future__ import annotations

import pytest

from verifier.pages import site_of

from .desks import NAMES, desks_of, measured_desks
from .resolving import PADDING, article_of, composed, measured, stock


def test_the_composed_web_is_as_large_as_it_says() -> None:
    stories = composed()
    pages = {page.url for one in stories for page in (one.page, one.twin, *one.others) if page is not None}
    assert len({one.host for one in stories}) >= 60
    assert len(pages) >= 300
    assert len({one.language for one in stories}) == 7


def test_an_article_shows_or_hides_its_link_and_says_the_same() -> None:
    story = composed()[0]
    shown, hidden = (article_of(story, linked=linked) for linked in (True, False))
    assert shown.text == hidden.text
    assert (len(shown.links), len(hidden.links)) == (1, 0)


def test_all_finders_together_find_most_pages_and_hardly_a_wrong_one() -> None:
    stories = composed()
    tally = measured(stories, [one for one in stories if one.number % 3 == 0], ["all"])["all"]
    assert tally.counts["wrong"] <= 1
    assert tally.recall is not None
    assert tally.recall >= 0.6


@pytest.mark.parametrize("name", NAMES)
def test_every_citation_of_a_desk_says_which_of_its_pages_it_means(name: str) -> None:
    for desk in desks_of(name, PADDING):
        assert len({page.url for page in desk.pages}) == len(desk.pages)
        for row in desk.citations:
            assert row["kinds"]
            assert set(row["right"]) <= set(range(1, len(desk.pages) + 1))
            assert bool(row["right"]) != ("nowhere" in row["kinds"].split())


def test_the_desks_are_as_many_as_they_are_said_to_be() -> None:
    desks = [desk for name in NAMES for desk in desks_of(name, PADDING)]
    pages = [page for desk in desks for page in desk.pages]
    assert sum(len(desk.citations) for desk in desks) >= 130
    assert len({site_of(page.host) for page in pages}) >= 30
    assert len({page.language for page in pages}) >= 13
    assert {page.language for page in pages} <= set(PADDING)


def test_near_misses_are_hardly_ever_taken_for_a_page_that_is_nowhere() -> None:
    tally = measured_desks("third", PADDING, stock())
    assert tally.counts["wrong"] <= 1
    assert tally.recall is not None
    assert tally.recall >= 0.8
