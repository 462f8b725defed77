"""Which of the pages that were seen is meant, and when none is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifier.judge.terms import terms
from verifier.model import Resolution, Sighting, Wanted
from verifier.resolve.choose import LEAST, LEAST_ALONE, MARGIN, chosen, is_sure, stands_out
from verifier.resolve.rank import Ranked, rank, same_story

WANTED = Wanted(
    name="Selm Post",
    claim="Police in Selm detained nine people over the theft of copper.",
    domains=("selmpost.example",),
    languages=("en",),
    dates=("2025-03-12",),
    language="en",
    published="2025-03-20",
)
RIGHT = Sighting(
    url="https://selmpost.example/news/nine-held-over-copper-theft-in-selm-401.html",
    how="feed",
    title="Police hold nine over theft of copper in Selm",
    day="2025-03-12",
)
OTHER = replace(
    RIGHT, url="https://selmpost.example/news/choir-sings-402.html", title="Choir of Selm sings in the dome"
)


def urls(*seen: Sighting, wanted: Wanted = WANTED) -> list[str]:
    return [one.sighting.url for one in rank(seen, wanted, terms)]


def score(one: Sighting, *others: Sighting, wanted: Wanted = WANTED) -> float:
    return next(row.score for row in rank((one, *others), wanted, terms) if row.sighting.url == one.url)


def test_the_page_whose_headline_says_it_comes_first_and_is_taken() -> None:
    found = chosen(rank((OTHER, RIGHT), WANTED, terms), WANTED)
    assert found.resolution is Resolution.SEARCHED
    assert found.target is not None
    assert (found.target.url, found.target.near) == (RIGHT.url, "2025-03-12")
    assert [one.url for one in found.candidates] == [RIGHT.url, OTHER.url]
    assert found.candidates[0].how == "feed"


@pytest.mark.parametrize(
    "headline",
    [
        "Policja w Selm zatrzymała dziewięć osób za kradzież miedzi",
        "Полиция Сельма задержала девять человек за кражу меди",
    ],
    ids=["pl", "ru"],
)
def test_a_headline_in_another_language_is_recognised(headline: str) -> None:
    foreign = replace(RIGHT, title=headline, language="pl" if headline.isascii() or "ę" in headline else "ru")
    choir = replace(OTHER, title="Chór śpiewał w katedrze", language="pl")
    assert urls(choir, foreign)[0] == foreign.url


def test_the_words_of_an_address_stand_in_for_a_headline() -> None:
    bare = replace(RIGHT, title=None)
    assert score(bare, OTHER) > score(OTHER, bare)


def test_figures_and_names_tell_near_duplicates_apart() -> None:
    claim = replace(WANTED, claim="The lock at Brede was shut after 214 tremors, said Petra Oster.")
    right = replace(RIGHT, title="Brede lock shut after 214 tremors: Oster")
    near = replace(OTHER, title="Brede lock shut after 90 tremors: Dunn")
    assert score(right, near, wanted=claim) - score(near, right, wanted=claim) >= MARGIN


@pytest.mark.parametrize("day", ["2025-03-08", "2025-03-16", "2024-03-12"])
def test_a_page_of_another_day_is_none(day: str) -> None:
    assert urls(replace(RIGHT, day=day)) == []


def test_a_page_of_the_day_after_is_a_little_less_likely() -> None:
    assert 0.8 * score(RIGHT) < score(replace(RIGHT, day="2025-03-13")) < score(RIGHT)


def test_the_day_in_the_address_counts() -> None:
    dated = Sighting(url="https://selmpost.example/2025/03/30/nine-held-over-copper-theft", how="archive")
    assert urls(dated) == []


def test_a_page_read_on_a_day_may_be_of_any_day_before() -> None:
    accessed = replace(WANTED, accessed=True)
    assert urls(replace(RIGHT, day="2019-01-01"), wanted=accessed) == [RIGHT.url]
    assert urls(replace(RIGHT, day="2025-03-15"), wanted=accessed) == []


@pytest.mark.parametrize(
    "url", ["https://elsewhere.example/nine-held-over-copper-theft", "https://selmpost.example/tag/copper-theft"]
)
def test_other_sites_and_lists_are_no_candidates(url: str) -> None:
    assert urls(replace(RIGHT, url=url)) == []


def test_one_page_in_two_spellings_is_one_candidate_with_all_that_is_known() -> None:
    bare = Sighting(url=RIGHT.url.replace("https://", "http://www.") + "?utm_source=x", how="archive")
    (one,) = rank((bare, RIGHT), WANTED, terms)
    assert (one.sighting.how, one.sighting.title) == ("archive", RIGHT.title)


def test_a_piece_printed_under_two_addresses_does_not_rival_itself() -> None:
    again = replace(RIGHT, url="https://selmpost.example/amp/copper-theft-9.html")
    assert same_story(RIGHT, again)
    assert len(urls(RIGHT, again, OTHER)) == 2


def test_what_a_page_says_counts_more_than_its_headline_once_it_was_read() -> None:
    vague = replace(OTHER, title="Police report for Selm", text=f"{WANTED.claim} A judge will hear them.", read=True)
    loud = replace(
        RIGHT, title="Copper theft in Selm", text="The choir of the town sings on Sunday. Tickets are free.", read=True
    )
    assert urls(loud, vague)[0] == vague.url


def test_the_page_linked_for_the_same_outlet_and_day_is_preferred() -> None:
    linked = Sighting(url=RIGHT.url, how="linked", day="2025-03-12", title=OTHER.title)
    assert score(linked) > score(replace(linked, how="feed"))


# --- the choice --------------------------------------------------------------------------


def ranked(*scores: float) -> list[Ranked]:
    return [
        Ranked(sighting=replace(RIGHT, url=f"https://selmpost.example/p-{n}-x"), score=s) for n, s in enumerate(scores)
    ]


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((), False),
        ((LEAST, LEAST - MARGIN - 0.001), True),
        ((LEAST, LEAST - MARGIN / 2), False),
        ((LEAST - 0.01, 0.0), False),
        ((LEAST_ALONE,), True),
        ((LEAST_ALONE - 0.01,), False),
        ((0.95, 0.94), False),
    ],
    ids=["none", "ahead", "too near", "too weak", "alone and good", "alone and weak", "two good ones"],
)
def test_a_page_is_taken_only_with_a_margin(scores: tuple[float, ...], expected: bool) -> None:
    assert stands_out(ranked(*scores)) is expected


def test_finders_are_asked_on_until_the_page_is_very_good() -> None:
    assert not is_sure(ranked(LEAST + 0.01, 0.0))
    assert is_sure(ranked(0.9, 0.0))


def test_where_none_stands_out_the_candidates_are_listed_and_the_reason_says_so() -> None:
    found = chosen(ranked(0.6, 0.58, 0.3, 0.2, 0.1, 0.09, 0.0), WANTED, ["GDELT could not be asked: it slept."])
    assert (found.resolution, found.target) == (Resolution.NONE, None)
    assert len(found.candidates) == 5
    assert found.reason is not None
    assert found.reason.startswith("Ambiguous: 5 pages of Selm Post may be meant")
    assert "GDELT could not be asked" in found.reason


def test_where_nothing_was_found_the_reason_says_so() -> None:
    assert "no page of Selm Post was found" in (chosen([], WANTED).reason or "")
