"""The index of headlines: what goes in comes out for the right outlet and days, within its size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from verifier.errors import FetchError
from verifier.judge.terms import terms
from verifier.model import Sighting, Wanted
from verifier.resolve.finders import HeadlineFinder, LinkedFinder
from verifier.resolve.headlines import EARLIER, Headlines

WANTED = Wanted(
    name="Selm Post",
    claim="The drones flew over Selm.",
    domains=("selmpost.example",),
    dates=("2025-03-12",),
    language="en",
)
PAGE = Sighting(
    url="https://selmpost.example/drony-nad-selm-1", how="feed", title="Drony nad Selm", day="2025-03-12", language="pl"
)


@pytest.fixture
def index(tmp_path: Path) -> Headlines:
    return Headlines(tmp_path, terms)


def numbered(count: int, day: str = "2025-03-12") -> list[Sighting]:
    return [
        replace(PAGE, url=f"https://selmpost.example/page-number-{n}", title=f"Piece {n}", day=day)
        for n in range(count)
    ]


def test_a_headline_is_found_by_outlet_and_day_with_all_that_was_said(index: Headlines) -> None:
    index.put([PAGE, replace(PAGE, url="https://other.example/drony-nad-selm", title="Drony")])
    assert index.of(WANTED) == [PAGE]


def test_headlines_of_other_days_are_not(index: Headlines) -> None:
    index.put([replace(PAGE, day="2025-03-20")])
    assert index.of(WANTED) == []


def test_without_a_day_the_words_find_it_across_languages(index: Headlines) -> None:
    index.put([PAGE, *numbered(5)])
    assert index.of(replace(WANTED, dates=(), published="2025-09-01")) == [PAGE]


def test_pages_below_the_domain_are_found_and_namesakes_are_not(index: Headlines) -> None:
    below = replace(PAGE, url="https://www.news.selmpost.example/drony-nad-selm")
    index.put([below, replace(PAGE, url="https://notselmpost.example/drony-nad-selm")])
    assert index.of(WANTED) == [below]


def test_a_page_seen_again_is_brought_up_to_date(index: Headlines) -> None:
    index.put([PAGE])
    index.put([replace(PAGE, title="Drony nad Selm: nowe dane")])
    assert [one.title for one in index.of(WANTED)] == ["Drony nad Selm: nowe dane"]
    assert len(index) == 1


def test_front_pages_are_not_kept(index: Headlines) -> None:
    assert index.put([replace(PAGE, url="https://selmpost.example/")]) == 0


def test_the_oldest_rows_go_when_there_are_too_many(tmp_path: Path) -> None:
    small = Headlines(tmp_path, terms, most_rows=10)
    small.put(numbered(8, "2025-03-01"))
    small.put([replace(PAGE, url=f"https://selmpost.example/newer-piece-{n}") for n in range(8)])
    assert len(small) <= 10
    assert len(small.of(WANTED)) == 8


def test_a_damaged_file_keeps_nothing_and_says_so_when_asked(tmp_path: Path) -> None:
    (tmp_path / "headlines.sqlite").write_bytes(b"this is no database" * 100)
    index = Headlines(tmp_path, terms)
    assert index.put([PAGE]) == 0
    assert not index.was_gathered("x")
    with pytest.raises(FetchError, match="index of headlines cannot be read"):
        index.of(WANTED)


def test_words_that_a_query_language_would_read_do_no_harm(index: Headlines) -> None:
    index.put([PAGE])
    assert index.of(replace(WANTED, claim='Drones" OR NEAR(x) * -- DROP TABLE headline; (1.5) AND NOT "')) == [PAGE]


def test_an_index_that_was_never_filled_knows_nothing_and_makes_no_file(tmp_path: Path) -> None:
    assert Headlines(tmp_path, terms).of(WANTED) == []
    assert list(tmp_path.iterdir()) == []


def test_lists_that_were_read_are_remembered_for_a_month(index: Headlines) -> None:
    index.gathered("gal:1", date(2025, 1, 1))
    assert index.was_gathered("gal:1")
    index.gathered("gal:2", date(2025, 3, 1))
    assert not index.was_gathered("gal:1")


def test_links_of_earlier_articles_and_headlines_are_two_finders(index: Headlines) -> None:
    earlier = replace(PAGE, how=EARLIER, url="https://selmpost.example/linked-before")
    here = replace(PAGE, how="linked", url="https://selmpost.example/linked-here")
    index.put([PAGE, earlier])
    assert [one.url for one in LinkedFinder(index).find(replace(WANTED, linked=(here,)))] == [here.url, earlier.url]
    assert list(HeadlineFinder(index).find(WANTED)) == [PAGE]
