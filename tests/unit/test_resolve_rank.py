"""Which of the pages that were seen is meant, and when none is taken."""

from __future__ import annotations

from dataclasses import replace

import pytest

from verifier.judge.terms import terms
from verifier.model import Resolution, Sighting, Wanted
from verifier.resolve.choose import LEAST, LEAST_ALONE, MARGIN, chosen, is_sure, stands_out
from verifier.resolve.rank import Ranked, rank

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
    assert len(urls(RIGHT, again)) == 1
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


def test_a_page_linked_for_another_claim_is_not_preferred_to_one_that_fits_better() -> None:
    linked = replace(OTHER, how="linked", text="The choir sang in the dome of Selm.", read=True)
    fits = replace(RIGHT, text=f"{WANTED.claim} A judge will hear them.", read=True)
    assert urls(linked, fits)[0] == fits.url
    assert score(linked, fits) == score(replace(linked, how="feed"), fits)


def test_posts_of_a_channel_are_not_one_because_all_are_headed_by_its_name() -> None:
    first = replace(RIGHT, title="Selm Harbour", text="The tug sank at night off the head of the pier.", read=True)
    second = replace(first, url=OTHER.url, text="Pilots stop work until noon for want of coffee and tea.")
    assert len(urls(first, second)) == 2
    assert len(urls(first, replace(second, text=first.text))) == 1
    assert len(urls(first, replace(second, text=None, read=False))) == 1


def test_a_live_blog_of_the_next_day_is_another_page_under_the_same_headline() -> None:
    assert len(urls(RIGHT, replace(RIGHT, url=OTHER.url, day="2025-03-13"))) == 2
    assert len(urls(RIGHT, replace(RIGHT, url=OTHER.url))) == 1


IN_GERMAN = replace(
    RIGHT,
    url="https://selmpost.example/de/neun-festnahmen-77.html",
    title="Polizei in Selm nimmt neun Menschen wegen Diebstahls von Kupfer fest",
    text="Die Polizei in Selm hat neun Menschen wegen Diebstahls von Kupfer festgenommen.",
    language="de",
    read=True,
)
IN_ENGLISH = replace(
    RIGHT, text="Police in Selm have arrested nine people over the theft of copper.", language="en", read=True
)


def test_editions_of_one_piece_do_not_rival_each_other_and_the_claims_language_is_kept() -> None:
    both = replace(WANTED, languages=("de", "en"))
    (one,) = rank((IN_GERMAN, IN_ENGLISH), both, terms)
    assert one.sighting.url == IN_ENGLISH.url
    assert stands_out((one,))


@pytest.mark.parametrize(
    "other",
    [
        replace(IN_GERMAN, day="2025-03-13"),
        replace(IN_GERMAN, language="en"),
        replace(IN_GERMAN, title="Chor singt im Dom", text="In Selm singt am Mittwoch der Chor der Stadt im Dom."),
        replace(IN_GERMAN, text=None),
    ],
    ids=["another day", "the same language", "another piece", "nothing read"],
)
def test_what_is_no_edition_remains_a_rival(other: Sighting) -> None:
    assert len(rank((other, IN_ENGLISH), replace(WANTED, languages=("de", "en")), terms)) == 2


@pytest.mark.parametrize(
    ("languages", "language", "is_less"),
    [
        (("ru",), "en", True),
        (("ru", "uk"), "en", False),
        (("ru", "uk"), "pl", True),
        (("mul",), "pl", False),
        ((), "pl", False),
        (("en",), "en", False),
    ],
    ids=["an edition", "the claim's", "neither", "a platform", "unknown", "its own"],
)
def test_a_page_in_a_language_of_another_edition_is_less_likely(
    languages: tuple[str, ...], language: str, is_less: bool
) -> None:
    wanted = replace(WANTED, languages=languages)
    untold = replace(RIGHT, language=None)
    assert (score(replace(RIGHT, language=language), wanted=wanted) < score(untold, wanted=WANTED) * 0.7) is is_less


def test_names_alone_say_of_whom_and_not_what() -> None:
    wanted = replace(WANTED, claim="Ostap Dziubko moved from Krutogorsk to a prison.")
    of_him = replace(RIGHT, title="Ostap Dziubko of Krutogorsk", text="Ostap Dziubko of Krutogorsk sings.", read=True)
    moved = replace(of_him, text="Ostap Dziubko of Krutogorsk was moved.")
    assert score(of_him, wanted=wanted) < 0.85 * score(moved, wanted=wanted)


@pytest.mark.parametrize(
    ("headline", "language"),
    [
        ("Hubschrauber für Norderhall", "de"),
        ("У Гарадку затрымалі настаўнікаў", "be"),
        ("У Верхньодарівці відновили воду", "uk"),
    ],
)
def test_a_name_is_met_where_it_looks_like_a_word_and_where_its_ending_is_softened(
    headline: str, language: str
) -> None:
    wanted = replace(WANTED, claim="Bread came to Norderhall, Haradok and Verkhniodarivka.", languages=(language,))
    told = replace(RIGHT, title=headline, language=language)
    assert score(told, wanted=wanted) > score(replace(told, title=headline[:5]), wanted=wanted) + 0.1


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
