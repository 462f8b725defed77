"""WARC files written by us come back as they were; broken ones are told apart and named."""

from __future__ import annotations

import dataclasses
import os
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from support.warcs import FIXTURES, load_script
from warcio.archiveiterator import ArchiveIterator

from verifier.errors import BrokenArchiveFile, FetchError, StoreError
from verifier.fetch.archives import read_from_archives
from verifier.fetch.warc import Replay, write_warc
from verifier.model import Capture, Exchange, Redirect, Target

PAGE = "https://page.example/story"
hostile = load_script(FIXTURES / "hostile" / "build.py")

LIVE = Exchange(
    url="http://page.example/story",
    final_url=PAGE,
    status=200,
    headers=(("Content-Type", "text/html; charset=utf-8"), ("ETag", '"x"')),
    body="<p>Zażółć gęślą jaźń.</p>".encode(),
    fetched_at="2025-11-20T06:00:00Z",
    redirects=(Redirect(url="http://page.example/story", status=301, location=PAGE),),
)
COPY = Exchange(
    url=PAGE,
    final_url=PAGE,
    status=200,
    headers=(("Content-Type", "text/html"), ("Memento-Datetime", "Wed, 10 Sep 2025 06:12:44 GMT")),
    body=b"<p>As it was.</p>",
    fetched_at="2025-11-20T06:00:05Z",
    captured_at="2025-09-10T06:12:44Z",
    memento_url="https://web.archive.org/web/20250910061244id_/" + PAGE,
    archive="Wayback Machine",
)

names = pytest.mark.parametrize("name", ["kept.warc.gz", "kept.warc"])


@names
def test_what_was_recorded_is_replayed(tmp_path: Path, name: str) -> None:
    write_warc(tmp_path / name, [LIVE, COPY])
    replay = Replay(tmp_path / name)
    assert replay.web.get(LIVE.url) == LIVE
    assert replay.archive.replay(Capture(url=PAGE, timestamp="20250910061244")) == COPY
    assert read_from_archives([replay.archive], Target(url=PAGE, near="2025-09-10")) == COPY


def test_an_archived_page_at_another_address_comes_back_from_the_asked_one(tmp_path: Path) -> None:
    moved = dataclasses.replace(COPY, final_url="https://page.example/moved")
    write_warc(tmp_path / "kept.warc.gz", [moved])
    copy = read_from_archives([Replay(tmp_path / "kept.warc.gz").archive], Target(url=PAGE, near="2025-09-10"))
    assert copy == moved


def test_a_copy_whose_place_is_unknown_still_never_passes_for_today_s_page(tmp_path: Path) -> None:
    nameless = dataclasses.replace(COPY, memento_url=None, archive="pages.warc.gz")
    write_warc(tmp_path / "kept.warc.gz", [nameless])
    replay = Replay(tmp_path / "kept.warc.gz")
    assert replay.archive.replay(Capture(url=PAGE, timestamp="20250910061244")) == nameless
    with pytest.raises(FetchError):
        replay.web.get(PAGE)


@names
def test_other_tools_read_our_files(tmp_path: Path, name: str) -> None:
    write_warc(tmp_path / name, [LIVE, COPY])
    with (tmp_path / name).open("rb") as file:
        found = [
            (
                record.rec_type,
                record.rec_headers.get_header("WARC-Target-URI"),
                record.rec_headers.get_header("WARC-Date"),
            )
            for record in ArchiveIterator(file, check_digests="raise")
        ]
    assert found == [
        ("warcinfo", None, found[0][2]),
        ("response", "http://page.example/story", "2025-11-20T06:00:00Z"),
        ("response", PAGE, "2025-11-20T06:00:00Z"),
        ("response", PAGE, "2025-09-10T06:12:44Z"),
    ]


def test_a_copy_names_its_archive_in_the_record(tmp_path: Path) -> None:
    write_warc(tmp_path / "kept.warc", [COPY])
    text = (tmp_path / "kept.warc").read_bytes()
    assert b"WARC-Source-URI: https://web.archive.org/web/20250910061244id_/https://page.example/story\r\n" in text
    assert b"WARC-Creation-Date: 2025-11-20T06:00:05Z\r\n" in text


def test_cookies_and_the_wire_are_not_kept(tmp_path: Path) -> None:
    told = (("Set-Cookie", "who=me"), ("Content-Encoding", "gzip"), ("Content-Length", "3"), ("X-Kept", "yes"))
    write_warc(tmp_path / "kept.warc", [dataclasses.replace(LIVE, headers=told, redirects=(), url=PAGE)])
    assert b"who=me" not in (tmp_path / "kept.warc").read_bytes()
    assert Replay(tmp_path / "kept.warc").web.get(PAGE).headers == (("X-Kept", "yes"),)


def test_header_values_cannot_end_their_line(tmp_path: Path) -> None:
    told = (("X-A", "one\r\nX-B: two"), ("Bad name", "x"), ("X-C", "three"))
    hostile_answer = dataclasses.replace(LIVE, headers=told, redirects=(), url=PAGE)
    write_warc(tmp_path / "kept.warc.gz", [hostile_answer])
    assert Replay(tmp_path / "kept.warc.gz").web.get(PAGE).headers == (("X-A", "one X-B: two"), ("X-C", "three"))


def test_a_refresh_that_was_followed_is_followed_again(tmp_path: Path) -> None:
    hop = Redirect(url="http://page.example/story", status=200, location=PAGE)
    write_warc(tmp_path / "kept.warc.gz", [dataclasses.replace(LIVE, redirects=(hop,))])
    assert Replay(tmp_path / "kept.warc.gz").web.get(LIVE.url).body == LIVE.body


def test_a_missing_hop_is_completed(tmp_path: Path) -> None:
    write_warc(tmp_path / "kept.warc.gz", [dataclasses.replace(LIVE, redirects=())])
    assert Replay(tmp_path / "kept.warc.gz").web.get(LIVE.url).final_url == PAGE


@names
def test_the_same_evidence_gives_the_same_file(tmp_path: Path, name: str) -> None:
    written = []
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        write_warc(tmp_path / folder / name, [LIVE, COPY], made_at="2025-11-20T07:00:00Z")
        written.append((tmp_path / folder / name).read_bytes())
    assert written[0] == written[1]


def test_a_failure_in_the_middle_leaves_the_old_file_and_nothing_else(tmp_path: Path) -> None:
    path = tmp_path / "kept.warc.gz"
    write_warc(path, [LIVE])
    before = path.read_bytes()

    def breaking_off():  # type: ignore[no-untyped-def]
        yield COPY
        raise StoreError("the body is gone")

    with pytest.raises(StoreError):
        write_warc(path, breaking_off())
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["kept.warc.gz"]


@pytest.mark.parametrize("where", ["missing-folder/kept.warc.gz", "."])
def test_a_place_that_cannot_be_written_is_named(tmp_path: Path, where: str) -> None:
    with pytest.raises(StoreError) as caught:
        write_warc(tmp_path / where, [LIVE])
    assert str(tmp_path / where) in caught.value.message
    assert caught.value.advice


def test_a_link_is_written_through(tmp_path: Path) -> None:
    (tmp_path / "real.warc.gz").touch()
    (tmp_path / "link.warc.gz").symlink_to("real.warc.gz")
    write_warc(tmp_path / "link.warc.gz", [LIVE])
    assert (tmp_path / "link.warc.gz").is_symlink()
    assert Replay(tmp_path / "real.warc.gz").records == 2


def test_a_full_disk_is_said_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(StoreError, match="No space left on device"):
        write_warc(tmp_path / "kept.warc.gz", [LIVE])
    assert os.listdir(tmp_path) == []


def test_every_broken_file_is_refused_with_its_name_and_the_reason(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    messages = {}
    for name, path in hostile.warcs(tmp_path).items():
        if not name.startswith("usable-"):
            with pytest.raises(BrokenArchiveFile) as caught:
                Replay(path)
            messages[name] = caught.value.message
            assert str(path) in caught.value.message
            assert caught.value.advice
    assert "it is empty" in messages["empty.warc.gz"]
    assert "not a WARC file" in messages["html.warc"]
    assert "breaks off" in messages["cut-in-first-record.warc.gz"]
    assert "breaks off" in messages["cut-in-first-record.warc"]
    assert "damaged" in messages["damaged-first-record.warc.gz"]
    assert "zip archive" in messages["zip.warc.gz"]
    assert "zstandard" in messages["zstandard.warc.zst"]
    assert capfd.readouterr() == ("", "")


def test_good_records_before_the_damage_are_used_and_the_damage_told(tmp_path: Path) -> None:
    found = {}
    for name, path in hostile.warcs(tmp_path).items():
        if name.startswith("usable-"):
            replay = Replay(path)
            assert replay.web.get(hostile.PAGE).body == b"<p>Words.</p>"
            found[name] = (replay.records, bool(replay.damages))
    assert found == {
        "usable-cut-in-second-record.warc.gz": (1, True),
        "usable-cut-in-second-record.warc": (1, True),
        "usable-rubbish-after.warc.gz": (1, True),
        "usable-zeros-after.warc.gz": (1, False),
        "usable-one-member.warc.gz": (2, False),
        "usable-plain.warc": (2, False),
    }


def test_records_behind_others_in_one_member_are_found(tmp_path: Path) -> None:
    replay = Replay(hostile.warcs(tmp_path)["usable-one-member.warc.gz"])
    assert replay.web.get(hostile.PAGE + "next").body == b"<p>More words.</p>" * 50


@pytest.mark.parametrize("path", ["missing.warc.gz", "."])
def test_a_path_that_is_no_file_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(BrokenArchiveFile) as caught:
        Replay(tmp_path / path)
    assert str(tmp_path / path) in caught.value.message


@settings(max_examples=60, deadline=None)
@given(
    body=st.binary(max_size=3000),
    status=st.sampled_from([200, 206, 403, 404, 410, 500, 503]),
    values=st.lists(st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1, max_size=20), max_size=3),
)
def test_any_answer_survives_the_file(
    tmp_path_factory: pytest.TempPathFactory, body: bytes, status: int, values: list[str]
) -> None:
    path = tmp_path_factory.mktemp("warc") / "any.warc.gz"
    headers = (("Content-Type", "application/gzip"), *((f"X-{n}", value) for n, value in enumerate(values)))
    answer = Exchange(
        url=PAGE, final_url=PAGE, status=status, headers=headers, body=body, fetched_at="2025-11-20T06:00:00Z"
    )
    write_warc(path, [answer])
    assert Replay(path).web.get(PAGE) == answer


@settings(max_examples=60, deadline=None)
@given(cut=st.integers(min_value=1, max_value=2000), plain=st.booleans())
def test_a_file_cut_anywhere_is_refused_or_used_but_never_misread(
    tmp_path_factory: pytest.TempPathFactory, cut: int, plain: bool
) -> None:
    path = tmp_path_factory.mktemp("warc") / ("cut.warc" if plain else "cut.warc.gz")
    write_warc(path, [LIVE, COPY], made_at="2025-11-20T07:00:00Z")
    path.write_bytes(path.read_bytes()[:-cut])
    try:
        replay = Replay(path)
    except BrokenArchiveFile:
        return
    for capture in replay.archive.captures(PAGE, None):
        assert replay.archive.replay(capture).body in (LIVE.body, COPY.body)
