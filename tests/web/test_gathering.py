"""The nightly gathering over real HTTP: from sites that are cited to headlines in the index."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.newsstand import Newsstand, Printed

from verifier.gathering import Gathered, cited_domains, gather
from verifier.model import Article, Citation, Citations, Claim, Source, Wanted
from verifier.resolve.headlines import Headlines
from verifier.search import headline_index
from verifier.settings import Settings

SITE = "selmpost.example"
PAGES = tuple(
    Printed(
        url=f"https://{host}/news/piece-number-{n}",
        title=f"Piece number {n}",
        lead="A lead.",
        day="2025-03-12",
        language="en",
    )
    for host in (SITE, "brede.example")
    for n in range(4)
)
WANTED = Wanted(name="Selm Post", claim="A piece.", domains=(SITE,), dates=("2025-03-12",), language="en")
MIDNIGHT = datetime(2025, 3, 13, 0, 30, tzinfo=UTC)


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with Newsstand(PAGES) as running:
        yield running


@pytest.fixture
def settings(stand: Newsstand, tmp_path: Path) -> Settings:
    return stand.settings(tmp_path, gdelt_gal_url="")


@pytest.fixture
def index(settings: Settings) -> Headlines:
    return headline_index(settings)


def night(stand: Newsstand, settings: Settings, index: Headlines, *sites: str, **options: object) -> Gathered:
    return gather(sites or (SITE,), stand.web(settings), index, settings, now=lambda: MIDNIGHT, **options)  # type: ignore[arg-type]


def titles(index: Headlines) -> set[str | None]:
    return {one.title for one in index.of(WANTED)}


def test_feeds_and_news_sitemaps_of_a_site_are_read(stand: Newsstand, settings: Settings, index: Headlines) -> None:
    told = night(stand, settings, index)
    assert titles(index) == {f"Piece number {n}" for n in range(4)}
    assert (told.sites, told.problems) == (1, [])
    assert {one.how for one in index.of(WANTED)} == {"feed", "sitemap"}


def test_only_sites_that_are_cited_are_asked(stand: Newsstand, settings: Settings, index: Headlines) -> None:
    night(stand, settings, index)
    assert {one.host for one in stand.heard} == {SITE}


@pytest.mark.parametrize("how", ["html", "rate_limited", "server_error", "empty", "malformed"])
def test_a_site_whose_lists_cannot_be_read_is_named_and_the_next_one_read(
    how: str, stand: Newsstand, settings: Settings, index: Headlines
) -> None:
    stand.failing[SITE] = how
    told = night(stand, settings, index, SITE, "brede.example")
    assert told.problems == [f"{SITE} offers no feed or sitemap that could be read."]
    assert index.of(replace(WANTED, domains=("brede.example",)))


def test_a_feed_that_declares_entities_leaves_nothing(stand: Newsstand, settings: Settings, index: Headlines) -> None:
    bomb = b'<!DOCTYPE rss [<!ENTITY a "https://selmpost.example/news/planted-by-entity">]><rss><channel><item>' \
        b"<title>&a;</title><link>&a;</link></item></channel></rss>"  # fmt: skip
    for path in ("/rss", "/news.xml"):
        stand.routes[f"https://{SITE}{path}"] = (200, bomb, "application/xml")
    told = night(stand, settings, index)
    assert told.headlines == 0
    assert index.of(WANTED) == []


def test_a_front_page_with_an_address_that_cannot_be_read_costs_no_list(
    stand: Newsstand, settings: Settings, index: Headlines
) -> None:
    front = b'<link rel="alternate" type="application/rss+xml" href="http://[x">'
    stand.routes[f"https://{SITE}/"] = (200, front, "text/html")
    assert night(stand, settings, index).headlines == 2  # of the news sitemap


def test_a_feed_may_not_plant_pages_of_other_sites(stand: Newsstand, settings: Settings, index: Headlines) -> None:
    feed = b"<rss><channel><item><title>x y</title><link>https://brede.example/news/planted-1</link></item></channel></rss>"
    stand.routes[f"https://{SITE}/rss"] = (200, feed, "application/xml")
    night(stand, settings, index)
    assert index.of(replace(WANTED, domains=("brede.example",))) == []


def test_a_list_at_another_site_is_not_asked_for(stand: Newsstand, settings: Settings, index: Headlines) -> None:
    robots = b"User-agent: *\nSitemap: https://brede.example/news.xml\nSitemap: http://169.254.169.254/latest\n"
    stand.routes[f"https://{SITE}/robots.txt"] = (200, robots, "text/plain")
    night(stand, settings, index)
    assert {one.host for one in stand.heard} == {SITE}


def test_no_site_is_asked_for_more_than_a_few_lists(stand: Newsstand, settings: Settings, index: Headlines) -> None:
    robots = "".join(f"Sitemap: https://{SITE}/s{n}.xml\n" for n in range(500)).encode()
    stand.routes[f"https://{SITE}/robots.txt"] = (200, robots, "text/plain")
    night(stand, settings, index)
    assert len(stand.heard) < 12


def test_the_night_ends_at_its_deadline_and_says_what_was_left(
    stand: Newsstand, settings: Settings, index: Headlines
) -> None:
    told = night(stand, replace(settings, headlines_deadline_s=1.0), index, clock=iter([0.0, 5.0, 5.0]).__next__)
    assert told.problems == ["There was no time left for 1 sites."]
    assert stand.heard == []


def test_gdelts_lists_are_read_once_and_only_what_is_cited_is_kept(
    stand: Newsstand, settings: Settings, index: Headlines
) -> None:
    gal = replace(settings, gdelt_gal_url="https://gal.service.example/gal")
    for path in ("/rss", "/news.xml"):
        stand.routes[f"https://{SITE}{path}"] = (404, b"", "text/html")
    night(stand, gal, index)
    assert {one.how for one in index.of(WANTED)} == {"gal"}
    assert len(index) == 4
    asked = len(stand.asked("gal"))
    night(stand, gal, index)
    assert len(stand.asked("gal")) == asked > 0


def test_gdelts_lists_are_given_up_when_they_do_not_come(
    stand: Newsstand, settings: Settings, index: Headlines
) -> None:
    stand.failing["gal"] = "server_error"
    told = night(stand, replace(settings, gdelt_gal_url="https://gal.service.example/gal"), index)
    assert "GDELT's lists of articles could not be had." in told.problems
    assert len(stand.asked("gal")) == 6


def test_the_most_cited_sites_come_first_and_platforms_not_at_all() -> None:
    def cited(*sources: Source) -> Citations:
        row = Citation(id="c1", start=0, end=1, text="x", sources=sources, claim=Claim(text="y", spans=()))
        return Citations(article=Article(text="z"), citations=(row,))

    one, two = Source(name="One", domains=("one.example",)), Source(name="Two", domains=("two.example",))
    video = Source(name="YouTube/@A", platform="YouTube", domains=("youtube.com",))
    assert cited_domains([cited(one, two, video), cited(two)]) == ["two.example", "one.example"]


def test_a_day_to_come_is_a_slip_and_not_kept(stand: Newsstand, settings: Settings, index: Headlines) -> None:
    rows = "".join(
        f"<item><title>{title}</title><link>https://{SITE}/news/{title}-1234</link><pubDate>{day}</pubDate></item>"
        for title, day in (("late", "2099-01-01"), ("east", "2025-03-14"))
    )
    stand.routes[f"https://{SITE}/rss"] = (200, f"<rss><channel>{rows}</channel></rss>".encode(), "application/xml")
    night(stand, settings, index)
    days = {one.title: one.day for one in index.of(replace(WANTED, dates=("2025-03-13",)))}
    assert (days["late"], days["east"]) == (None, "2025-03-14")


def test_a_list_of_gdelts_that_came_damaged_is_asked_for_again(
    stand: Newsstand, settings: Settings, index: Headlines
) -> None:
    gal = replace(settings, gdelt_gal_url="https://gal.service.example/gal")
    stamp = "20250312234800"
    url = f"https://gal.service.example/gal/{stamp}.gal.json.gz"
    stand.routes[url] = (200, b"\x1f\x8b\x08nothing that can be inflated", "application/gzip")
    night(stand, gal, index)
    assert not index.was_gathered(f"gal:{stamp}")
    del stand.routes[url]
    night(stand, gal, index)
    assert index.was_gathered(f"gal:{stamp}")
