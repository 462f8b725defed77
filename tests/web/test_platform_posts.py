"""Posts and videos on platforms that answer over real HTTP: what is read of them, and every way they refuse."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from support.archive_server import ArchiveServer, Held
from support.loopback import quick
from support.platforms import (
    NO_MESSAGE,
    VIDEO,
    WATCH,
    Plain,
    Platforms,
    captions,
    message,
    oembed,
    telegram,
    told,
    track,
    tweet,
    watch,
)

from verifier import pipeline
from verifier.errors import FetchError
from verifier.fetch.archives import CdxArchive
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.fetch.post_addresses import message_urls, post_at
from verifier.fetch.warc import Replay, write_warc
from verifier.model import Document, Exchange, Obtained, OutcomeCode, Snapshot, Target
from verifier.reading_posts import read_post

PLAYER, TRACK = "www.youtube.com/youtubei/v1/player", "www.youtube.com/api/timedtext"
SAID = captions((1.5, 2, "Twelve drones crossed the border."), (65.25, 2, "None of them &amp;#39;armed&amp;#39;."))
TWEET = "publish.twitter.com/oembed"
POST, STATUS = "https://t.me/ministry/123", "https://x.com/ministry/status/19"


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    with Platforms() as running:
        yield running


@pytest.fixture
def library() -> None:
    pytest.importorskip("youtube_transcript_api", reason="the extra `youtube` is not installed")


def asked_for(url: str, web: Any, *archives: CdxArchive) -> tuple[Obtained, tuple[Exchange, ...]]:
    tools = pipeline.Tools(settings=quick(), web=web, archives=archives, extractor=Plain())
    return pipeline.obtain(Target(url=url), tools)


def came_of(url: str, platforms: Platforms) -> Obtained:
    return asked_for(url, platforms.web())[0]


def read(url: str, platforms: Platforms) -> tuple[Document, Snapshot, str]:
    got = came_of(url, platforms)
    assert got.document is not None, got.outcome
    assert got.snapshot is not None
    assert (got.outcome.state.value, got.snapshot.level) == ("live", got.document.level)
    return got.document, got.snapshot, got.outcome.reason


# --- YouTube -----------------------------------------------------------------------------


@pytest.mark.usefixtures("library")
def test_what_people_wrote_down_of_a_video_is_read_with_its_moments(platforms: Platforms) -> None:
    tracks = [track("en", url="https://www.youtube.com/api/other"), track("pl"), track("pl", automatic=True)]
    platforms.video(tracks)
    platforms.answers[TRACK] = SAID
    document, snapshot, reason = read(f"https://youtu.be/{VIDEO}?t=4", platforms)
    assert document.level == "manual_captions"
    assert document.text.split("\n")[-2:] == ["Twelve drones crossed the border.", "None of them 'armed'."]
    assert [(document.text[place:][:6], at_s) for place, at_s in document.cues] == [("Twelve", 1.5), ("None o", 65.25)]
    assert (document.title, document.published, document.language) == ("Address to parliament", "2025-09-10", "pl")
    assert (document.transcript, snapshot.final_url) == (True, WATCH)
    assert "people wrote" in reason
    posts = [content for method, _, _, content in platforms.asked if method == "POST"]
    assert len(posts) == 1
    assert VIDEO in posts[0]


@pytest.mark.usefixtures("library")
def test_what_a_program_heard_is_called_that(platforms: Platforms) -> None:
    platforms.video([track("pl", automatic=True)])
    platforms.answers[TRACK] = SAID
    document, _, reason = read(WATCH, platforms)
    assert (document.level, "misheard" in reason) == ("automatic_captions", True)


def test_without_the_library_title_and_description_are_read_and_what_is_missing_is_said(
    platforms: Platforms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "youtube_transcript_api", None)
    platforms.video([track("pl")])
    document, _, reason = read(WATCH, platforms)
    assert (document.level, document.transcript, document.cues) == ("title_and_description", False, ())
    assert document.text == "Address to parliament\nAPT\nThe prime minister speaks.\nRecorded in the chamber."
    assert "pip install 'source-verifier[youtube]'" in reason
    assert PLAYER not in platforms.addresses()


CONSENT = (200, '<form action="https://consent.youtube.com/s"><input name="v" value="cb"></form>', "text/html")
FAILURES: dict[str, tuple[dict[str, Any], str]] = {
    "no tracks": ({PLAYER: told({"playabilityStatus": {"status": "OK"}})}, "has no captions"),
    "blocked": ({PLAYER: (429, "", "text/html")}, "to this machine's address"),
    "a robot": (
        {
            PLAYER: told(
                {"playabilityStatus": {"status": "LOGIN_REQUIRED", "reason": "Sign in to confirm you’re not a bot"}}
            )
        },
        "to this machine's address",
    ),
    "out of order": ({PLAYER: (500, "", "text/html")}, "status 500"),
    "malformed": ({PLAYER: (200, '{"captions": ', "application/json")}, "not understood"),
    "another shape": ({PLAYER: told({"playabilityStatus": None})}, "not understood"),
    "consent": ({"www.youtube.com/watch": CONSENT}, "consent to cookies"),
    "empty": ({TRACK: (200, "", "text/xml")}, "own players"),
    "damaged": ({TRACK: (200, "<transcript><text start='1'>Twelve", "text/xml")}, "empty or damaged"),
    "no words": ({TRACK: captions()}, "empty or damaged"),
    "gone": ({TRACK: (404, "", "text/xml")}, "status 404"),
}


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(("answers", "told_of"), FAILURES.values(), ids=FAILURES)
def test_captions_that_cannot_be_had_leave_title_and_description(
    answers: dict[str, Any], told_of: str, platforms: Platforms
) -> None:
    platforms.video([track("pl")])
    platforms.answers[TRACK] = SAID
    platforms.answers |= answers
    document, _, reason = read(WATCH, platforms)
    assert (document.level, document.transcript) == ("title_and_description", False)
    assert told_of in reason


@pytest.mark.usefixtures("library")
def test_captions_at_another_site_are_not_asked_for(platforms: Platforms) -> None:
    platforms.video([track("pl", url="https://evil.example/api/timedtext")])
    assert read(WATCH, platforms)[0].level == "title_and_description"
    assert not [address for address in platforms.addresses() if "evil" in address]


@pytest.mark.usefixtures("library")
@pytest.mark.parametrize(
    ("reason", "told_of"),
    [("This video may be inappropriate for some users.", "adults"), ("This video is private", "is private")],
)
def test_a_video_for_some_needs_a_login(reason: str, told_of: str, platforms: Platforms) -> None:
    platforms.video(status="LOGIN_REQUIRED", reason=reason)
    got = came_of(WATCH, platforms)
    assert (got.outcome.state.value, got.document, told_of in got.outcome.reason) == ("login_required", None, True)


@pytest.mark.parametrize(("status", "state"), [(404, "gone"), (400, "gone"), (401, "login_required")])
def test_a_video_that_others_may_not_show(status: int, state: str, platforms: Platforms) -> None:
    platforms.answers["www.youtube.com/oembed"] = (status, "Unauthorized", "text/html")
    assert came_of(WATCH, platforms).outcome.state.value == state


@pytest.mark.parametrize(
    "answer", [(200, "Forbidden", "text/html"), (200, "[7]", "application/json"), (503, "", "x/y")]
)
def test_an_answer_of_another_shape_costs_the_answer_alone(answer: Any, platforms: Platforms) -> None:
    platforms.answers |= {"www.youtube.com/oembed": answer, "www.youtube.com/watch": watch("The drones.")}
    document, _, _ = read(WATCH, platforms)
    assert (document.level, document.text) == ("title_and_description", "Address to parliament\nThe drones.")


@pytest.mark.usefixtures("library")
def test_a_recorded_video_is_read_again_from_the_file(platforms: Platforms, tmp_path: Path) -> None:
    platforms.video([track("pl")])
    platforms.answers[TRACK] = SAID
    first, exchanges = asked_for(WATCH, platforms.web())
    write_warc(tmp_path / "kept.warc.gz", exchanges)
    again, _ = asked_for(WATCH, Replay(tmp_path / "kept.warc.gz").web)
    assert again.document == first.document


@pytest.mark.usefixtures("library")
def test_captions_are_asked_for_again_when_a_video_is_read_again(platforms: Platforms) -> None:
    platforms.video([track("pl")])
    platforms.answers[TRACK] = SAID
    first, exchanges = asked_for(WATCH, platforms.web())
    tools = pipeline.Tools(settings=quick(), web=platforms.web(), archives=(), extractor=Plain())
    again, _ = pipeline.obtain(Target(url=WATCH), tools, exchanges)
    assert again.document == first.document


# --- Telegram ----------------------------------------------------------------------------


def test_a_message_is_read_as_others_embed_it(platforms: Platforms) -> None:
    words = "Twelve drones<br/>crossed the border."
    platforms.answers["t.me/ministry/123"] = telegram(message("ministry/123", words, reply="What happened?"))
    document, snapshot, _ = read("https://telegram.me/s/ministry/123", platforms)
    assert document.text == "Twelve drones\ncrossed the border."
    assert (document.level, document.title, document.published) == ("post", "The Ministry", "2025-09-10")
    assert snapshot.final_url == POST
    assert "embed=1" in platforms.asked[-1][2]


def test_a_message_that_is_not_embedded_is_found_among_its_neighbours(platforms: Platforms) -> None:
    platforms.answers["t.me/ministry/123"] = (403, "", "text/html")
    neighbours = [message(f"ministry/{number}", f"Words of {number}.") for number in (122, 123, 124)]
    platforms.answers["t.me/s/ministry/123"] = telegram(*neighbours)
    assert read(POST, platforms)[0].text == "Words of 123."


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        (NO_MESSAGE, "gone"),
        (telegram("<p>You can view and join @ministry right away.</p>"), "login_required"),
        (telegram(message("ministry/123", "")), "unreadable"),
        ((429, "", "text/html"), "blocked"),
    ],
    ids=["deleted", "private", "a picture", "too often"],
)
def test_a_message_that_is_not_shown(answer: Any, state: str, platforms: Platforms) -> None:
    platforms.answers["t.me/ministry/123"] = answer
    got = came_of(POST, platforms)
    assert (got.outcome.state.value, got.document) == (state, None)


def test_a_message_is_asked_for_once_at_each_of_its_addresses_when_nobody_answers() -> None:
    asked: list[str] = []

    class Silent:
        def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Exchange:
            asked.append(url)
            raise FetchError(OutcomeCode.TIMEOUT, f"{url} did not answer")

        def post(self, url: str, content: bytes, *, media_type: str) -> Exchange:
            raise NotImplementedError

    post = post_at(POST)
    assert post is not None
    assert read_post(post, POST, Silent(), Plain()) is None
    assert asked == list(message_urls(post))


# --- X and those behind a login ----------------------------------------------------------


def test_a_post_is_read_as_x_has_others_show_it(platforms: Platforms) -> None:
    platforms.answers[TWEET] = tweet("Twelve drones &amp; one balloon.")
    document, snapshot, _ = read(STATUS, platforms)
    assert (document.text, document.level, document.language) == ("Twelve drones & one balloon.", "post", "en")
    assert (document.published, document.read_share, snapshot.url) == ("2025-09-10", 1.0, STATUS)
    assert platforms.addresses() == [TWEET]


def test_a_long_post_is_handed_out_cut(platforms: Platforms) -> None:
    platforms.answers[TWEET] = tweet('Twelve drones and… <a href="https://t.co/x">https://t.co/x</a>')
    assert read(STATUS, platforms)[0].read_share < 1


@pytest.mark.parametrize(
    ("answer", "state"),
    [
        ((404, "", "text/html"), "gone"),
        ((403, "", "text/html"), "login_required"),
        ((429, "", "text/html"), "login_required"),
        ((200, "<html>", "text/html"), "login_required"),
        (told({"html": 7}), "unreadable"),
    ],
    ids=["deleted", "protected", "too often", "no JSON", "no words"],
)
def test_a_post_that_x_does_not_show(answer: Any, state: str, platforms: Platforms) -> None:
    platforms.answers |= {TWEET: answer, "x.com/robots.txt": (200, "User-agent: *\nDisallow: /\n", "text/plain")}
    got = came_of(STATUS, platforms)
    assert (got.outcome.state.value, got.document) == (state, None)


def test_a_deleted_post_is_read_from_an_archive(platforms: Platforms) -> None:
    page = (
        f"<html lang=en><head><title>Post</title></head><body><article><p>{'Twelve drones came. ' * 30}</p></article>"
    )
    with ArchiveServer([Held(url=STATUS, timestamp="20250911100000", body=page.encode())]) as archive:
        settings = quick(archives=(archive.settings(),))
        kept = CdxArchive(settings.archives[0], LiveWeb(settings, LocalPoliteness()))
        got, _ = asked_for(STATUS, platforms.web(), kept)
    assert [one.code.value for one in got.attempts] == ["not_found", "ok_archive"]


@pytest.mark.parametrize(
    "url",
    [
        "https://www.facebook.com/ministry/posts/1",
        "https://www.instagram.com/p/abc/",
        "https://www.tiktok.com/@ministry/video/7",
        "https://vk.com/wall-1_2",
    ],
)
@pytest.mark.parametrize("status", [200, 403])
def test_other_networks_want_a_login(url: str, status: int, platforms: Platforms) -> None:
    host, _, path = url.removeprefix("https://").partition("/")
    little = '<html><head><title>Log in</title></head><body><form><input type="password"></form></body></html>'
    platforms.answers[f"{host}/{path}"] = (status, little, "text/html")
    assert came_of(url, platforms).outcome.state.value == "login_required"


def test_an_oembed_answer_without_a_page_is_enough(platforms: Platforms) -> None:
    platforms.answers["www.youtube.com/oembed"] = oembed("Address to parliament")
    assert read(WATCH, platforms)[0].text == "Address to parliament"
