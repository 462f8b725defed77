"""Accounts cited with a day and no link, over real HTTP: which posts are seen, and which is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from support.loopback import quick
from support.platforms import Plain, Platforms, captions, feed, message, oembed, telegram, watch

from verifier import pipeline
from verifier.channels import ChannelFinder
from verifier.codec import from_json
from verifier.errors import FetchError
from verifier.judge.terms import terms
from verifier.model import Resolution, SourceState, Wanted
from verifier.read.feeds import Listing, listing_task
from verifier.search import Search, search

CHANNEL = "UC" + "a1_-" * 5 + "zz"
PAGE = (
    f'<html><head></head><body><script>{{"channelId":"UC{"b" * 22}","externalId":"{CHANNEL}"}}</script></body></html>'
)
APT, FEED = "www.youtube.com/@APT", "www.youtube.com/feeds/videos.xml"
RIGHT = (
    "SejmPL0910a",
    "Prime minister on twelve drones over Poland",
    "2025-09-10",
    "Twelve drones crossed the border.",
)
VIDEOS = (
    ("SejmPL0915b", "Prime minister on twelve drones over Poland", "2025-09-15", "Again."),
    RIGHT,
    ("SejmPL0910c", "Choir sings in the dome", "2025-09-10", "A concert for a full house."),
)
WANTED = Wanted(
    name="YouTube/@APT",
    claim="The prime minister said that twelve drones crossed the border of Poland.",
    domains=("youtube.com",),
    platform="YouTube",
    handle="@APT",
    dates=("2025-09-10",),
    language="en",
    published="2025-09-24",
)
ON_TELEGRAM = replace(WANTED, name="Telegram/@ministry", domains=("t.me",), platform="Telegram", handle="@ministry")
PREVIEW = "t.me/s/ministry"


def listed(body: bytes, url: str, kind: str) -> Listing:
    return from_json(listing_task(body, {"url": url, "kind": kind}), Listing)


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    with Platforms() as running:
        running.answers |= {APT: (200, PAGE, "text/html"), FEED: feed(*VIDEOS)}
        yield running


def seen(platforms: Platforms, wanted: Wanted = WANTED) -> list[str]:
    return [one.url for one in ChannelFinder(platforms.web(), listed).find(wanted)]


def test_the_channels_own_feed_names_the_videos_of_the_day(platforms: Platforms) -> None:
    names = [name for name, _, day, _ in VIDEOS if day == "2025-09-10"]
    assert seen(platforms) == [f"https://www.youtube.com/watch?v={name}" for name in names]
    assert platforms.asked[-1][2] == f"channel_id={CHANNEL}"


def test_a_channel_by_its_id_needs_no_page(platforms: Platforms) -> None:
    assert len(seen(platforms, replace(WANTED, handle=CHANNEL))) == 2
    assert platforms.addresses() == [FEED]


@pytest.mark.parametrize(
    "changes",
    [{"handle": None}, {"handle": "Office of the President"}, {"dates": (), "published": None}, {"platform": "VK"}],
)
def test_without_account_and_day_nothing_is_asked(changes: dict[str, Any], platforms: Platforms) -> None:
    assert seen(platforms, replace(WANTED, **changes)) == []
    assert platforms.asked == []


def test_an_account_that_is_not_there_has_no_videos(platforms: Platforms) -> None:
    assert seen(platforms, replace(WANTED, handle="@nobody")) == []
    platforms.answers[APT] = (200, "<html>no channel here</html>", "text/html")
    assert seen(platforms) == []


@pytest.mark.parametrize(
    "answers",
    [
        {FEED: (429, "", "text/html")},
        {FEED: (500, "", "text/html")},
        {FEED: (200, "<html><body>Sorry", "text/html")},
        {FEED: (200, '<!DOCTYPE x [<!ENTITY a "b">]><feed/>', "text/xml")},
        {APT: (302, "", "https://consent.youtube.com/m"), "consent.youtube.com/m": (200, "<html>Before", "text/html")},
    ],
    ids=["too often", "out of order", "no feed", "entities", "consent"],
)
def test_a_platform_that_fails_is_an_error(answers: dict[str, Any], platforms: Platforms) -> None:
    platforms.answers |= answers
    with pytest.raises(FetchError):
        seen(platforms)


def previews(query: str) -> Any:
    """Ten messages a page, one a day, the newest of 20 September; older pages by `before`."""
    before = int(query.partition("before=")[2] or "21")
    numbers = range(max(1, before - 6), before)
    return telegram(*(message(f"ministry/{number}", f"Report {number}.", f"2025-09-{number:02}") for number in numbers))


def test_a_preview_is_turned_back_to_the_day_and_no_further(platforms: Platforms) -> None:
    platforms.answers[PREVIEW] = previews
    assert seen(platforms, ON_TELEGRAM) == [f"https://t.me/ministry/{number}" for number in (9, 10, 11)]
    assert [query for _, address, query, _ in platforms.asked if address == PREVIEW] == ["", "before=15", "before=9"]


def test_messages_of_others_and_channels_without_a_preview_are_left_out(platforms: Platforms) -> None:
    platforms.answers[PREVIEW] = telegram(message("other/10", "Theirs."), message("ministry/10", ""))
    assert seen(platforms, ON_TELEGRAM) == []
    platforms.answers |= {
        PREVIEW: (302, "", "https://t.me/ministry"),
        "t.me/ministry": telegram(message("ministry/1", "x")),
    }
    assert seen(platforms, ON_TELEGRAM) == []


def found(platforms: Platforms, wanted: Wanted = WANTED) -> Any:
    web = platforms.web()
    tools = pipeline.Tools(settings=quick(), web=web, archives=(), extractor=Plain())
    looking = Search(finders=[ChannelFinder(web, listed)], terms=terms)
    return search(wanted, looking, lambda target: pipeline.obtain(target, tools))[0]


def test_the_video_that_leads_by_a_margin_is_taken(platforms: Platforms) -> None:
    by_name = {name: (title, words) for name, title, _, words in VIDEOS}
    platforms.answers |= {
        "www.youtube.com/oembed": lambda query: oembed(by_name[query.partition("v%3D")[2][:11]][0]),
        "www.youtube.com/watch": lambda query: watch(by_name[query.partition("v=")[2][:11]][1]),
    }
    got = found(platforms)
    assert got.resolved.resolution is Resolution.SEARCHED
    assert (got.resolved.target.url, got.resolved.candidates[0].how) == (
        f"https://www.youtube.com/watch?v={RIGHT[0]}",
        "channels",
    )


def test_two_videos_alike_are_candidates_and_none_is_taken(platforms: Platforms) -> None:
    other = ("SejmPL0910d", RIGHT[1] + " in parliament", RIGHT[2], RIGHT[3])
    platforms.answers[FEED] = feed(RIGHT, other)
    got = found(platforms)
    assert (got.outcome.state, got.resolved.resolution) == (SourceState.UNRESOLVED, Resolution.NONE)
    assert len(got.resolved.candidates) == 2


def test_a_video_of_another_day_or_about_something_else_is_not_taken(platforms: Platforms) -> None:
    platforms.answers[FEED] = feed(VIDEOS[0], VIDEOS[2])
    assert found(platforms).outcome.state is SourceState.UNRESOLVED


def test_captions_are_no_feed() -> None:
    with pytest.raises(Exception, match="no feed"):
        listed(captions((1, 2, "x"))[1].encode(), "https://www.youtube.com/x", "feed")
