"""The measurement of look-ups without a link holds what was seen, on a part of its stories."""

from __future__ import annotations

from .resolving import article_of, composed, measured


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
