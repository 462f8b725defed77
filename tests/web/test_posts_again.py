"""What came of a post comes out of its evidence again, failures as well, and nobody is asked a second time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.archive_server import ArchiveServer, Held
from support.loopback import quick
from support.platforms import NO_MESSAGE, WATCH, Plain, Platforms, captions, message, telegram, track, tweet

from verifier import pipeline
from verifier.fetch.archives import CdxArchive
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.fetch.warc import Replay, write_warc
from verifier.model import Exchange, Obtained, Target
from verifier.protocols import Archive
from verifier.trail import Kept, Traced

TRACK, PLAYER = "www.youtube.com/api/timedtext", "www.youtube.com/youtubei/v1/player"
POST, STATUS = "https://t.me/ministry/123", "https://x.com/ministry/status/19"


@pytest.fixture
def platforms() -> Iterator[Platforms]:
    with Platforms() as running:
        yield running


def asked(target: Target, platforms: Platforms, *archives: Archive) -> tuple[Obtained, tuple[Exchange, ...]]:
    tools = pipeline.Tools(settings=quick(), web=platforms.web(), archives=archives, extractor=Plain())
    return pipeline.obtain(target, tools)


def again(target: Target, obtained: Obtained, exchanges: tuple[Exchange, ...], file: Path) -> Obtained:
    assert isinstance(obtained, Traced)
    write_warc(file, [Kept(exchanges=exchanges, steps=obtained.trail)])
    held = Replay(file)
    settings = quick(source_deadline_s=0.001)  # what is known needs no time
    tools = pipeline.Tools(settings=settings, web=held.web, archives=(held.archive,), extractor=Plain(), past=held.past)
    return pipeline.obtain(target, tools)[0]


def bare(obtained: Obtained) -> Obtained:
    """Without the header fields that a file does not keep."""
    receipt = obtained.snapshot
    kept = receipt and replace(receipt, headers=tuple(one for one in receipt.headers if one[0] != "Content-Length"))
    return replace(obtained, snapshot=kept)


def furnish(platforms: Platforms) -> None:
    platforms.video([track("pl")])
    platforms.answers |= {
        TRACK: captions((1.5, 2, "Twelve drones crossed the border.")),
        "t.me/ministry/123": telegram(message("ministry/123", "Twelve drones.")),
        "publish.twitter.com/oembed": tweet("Twelve drones."),
    }


@pytest.mark.parametrize(
    ("url", "archived_at"), [(WATCH, None), (POST, None), (STATUS, None), (POST, "20250911100000")]
)
def test_a_post_is_read_again(url: str, archived_at: str | None, platforms: Platforms, tmp_path: Path) -> None:
    furnish(platforms)
    target = Target(url=url, near="2025-09-10", archived_at=archived_at)
    first, exchanges = asked(target, platforms)
    assert first.document is not None
    assert bare(again(target, first, exchanges, tmp_path / "kept.warc.gz")) == bare(first)


@pytest.mark.parametrize(
    ("url", "answers"),
    [
        (WATCH, {TRACK: (302, "https://elsewhere.example:1/", "text/plain")}),
        (WATCH, {PLAYER: (429, "", "text/html")}),
        (WATCH, {"www.youtube.com/oembed": (404, "", "text/plain")}),
        (POST, {"t.me/ministry/123": NO_MESSAGE}),
        (POST, {"t.me/ministry/123": (429, "", "text/html")}),
        (STATUS, {"publish.twitter.com/oembed": (403, "", "text/html")}),
    ],
    ids=["captions astray", "no captions", "no video", "no message", "too often", "protected"],
)
def test_what_kept_a_post_from_being_read_is_told_again(
    url: str, answers: dict[str, tuple[int, str, str]], platforms: Platforms, tmp_path: Path
) -> None:
    furnish(platforms)
    platforms.answers |= answers
    first, exchanges = asked(Target(url=url), platforms)
    assert bare(again(Target(url=url), first, exchanges, tmp_path / "kept.warc.gz")) == bare(first)


def test_a_post_that_was_read_from_an_archive_is_read_from_it_again(platforms: Platforms, tmp_path: Path) -> None:
    page = (
        f"<html lang=en><head><title>Post</title></head><body><article><p>{'Twelve drones came. ' * 30}</p></article>"
    )
    with ArchiveServer([Held(url=STATUS, timestamp="20250911100000", body=page.encode())]) as server:
        settings = quick(archives=(server.settings(),))
        kept = CdxArchive(settings.archives[0], LiveWeb(settings, LocalPoliteness()))
        first, exchanges = asked(Target(url=STATUS), platforms, kept)
    assert [one.code.value for one in first.attempts] == ["not_found", "ok_archive"]
    second = again(Target(url=STATUS), first, exchanges, tmp_path / "kept.warc.gz")
    assert bare(second) == bare(first)
