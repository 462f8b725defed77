"""A WARC stands for the web: newest record for today, record dates for the archive, nothing else for anything."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from support.warcs import ForeignWarc

from verifier.errors import FetchError
from verifier.fetch.archives import read_from_archives
from verifier.fetch.warc import Replay
from verifier.model import Capture, OutcomeCode, Redirect, Target

PAGE = "https://www.page.example/story"


@pytest.fixture
def warc(tmp_path: Path) -> ForeignWarc:
    return ForeignWarc(tmp_path / "pages.warc.gz")


def stamps(replay: Replay, url: str = PAGE) -> list[str]:
    return [capture.timestamp for capture in replay.archive.captures(url, None)]


def test_the_newest_record_is_the_page_of_today(warc: ForeignWarc) -> None:
    warc.response(PAGE, "2025-09-12T00:00:00Z", b"newer").response(PAGE, "2025-09-10T00:00:00Z", b"older")
    answer = Replay(warc.close()).web.get(PAGE)
    assert (answer.body, answer.fetched_at) == (b"newer", "2025-09-12T00:00:00Z")
    assert answer.captured_at is None


def test_of_two_records_of_one_second_the_later_in_the_file_counts(warc: ForeignWarc) -> None:
    warc.response(PAGE, "2025-09-12T00:00:00Z", b"first").response(PAGE, "2025-09-12T00:00:00Z", b"second")
    assert Replay(warc.close()).web.get(PAGE).body == b"second"


def test_a_page_that_is_dead_today_is_read_from_the_record_nearest_to_the_day(warc: ForeignWarc) -> None:
    for when, text in [("2025-09-01", b"far before"), ("2025-09-13", b"near after"), ("2025-10-01", b"far after")]:
        warc.response(PAGE, f"{when}T10:00:00Z", text)
    warc.response(PAGE, "2026-01-01T00:00:00Z", b"no more", status="404 Not Found")
    replay = Replay(warc.close())
    assert replay.web.get(PAGE).status == 404
    copy = read_from_archives([replay.archive], Target(url=PAGE, near="2025-09-10"))
    assert (copy.body, copy.captured_at) == (b"near after", "2025-09-13T10:00:00Z")
    assert copy.archive == "pages.warc.gz"


def test_what_is_not_in_the_file_is_unreachable(warc: ForeignWarc) -> None:
    replay = Replay(warc.response(PAGE, "2025-09-12T00:00:00Z").close())
    with pytest.raises(FetchError) as caught:
        replay.web.get("https://elsewhere.example/")
    assert caught.value.outcome is OutcomeCode.UNREACHABLE
    assert "pages.warc.gz" in caught.value.message
    with pytest.raises(FetchError) as caught:
        read_from_archives([replay.archive], Target(url="https://elsewhere.example/"))
    assert caught.value.outcome is OutcomeCode.NO_CAPTURE


@pytest.mark.parametrize("url", ["ftp://page.example/", "no address", "https://", "https://[bad/"])
def test_an_impossible_address_is_told_as_on_the_web(warc: ForeignWarc, url: str) -> None:
    replay = Replay(warc.response(PAGE, "2025-09-12T00:00:00Z").close())
    with pytest.raises(FetchError) as caught:
        replay.web.get(url)
    assert caught.value.outcome is OutcomeCode.INVALID_URL


@pytest.mark.parametrize(
    "asked",
    [
        "http://www.page.example/story",
        "https://page.example/story",
        "https://www.page.example/story/",
        "https://www.page.example:443/story#part",
        "https://WWW.Page.example/%73tory",
        "https://www.page.example/story?utm_source=letter",
        "https://someone@www.page.example/story",
    ],
)
def test_spellings_of_one_address_find_its_record(warc: ForeignWarc, asked: str) -> None:
    assert Replay(warc.response(PAGE, "2025-09-12T00:00:00Z", b"here").close()).web.get(asked).body == b"here"


@pytest.mark.parametrize("other", ["https://www.page.example/Story", PAGE + "?id=2", "https://m.page.example/story"])
def test_other_pages_are_not_taken_for_it(warc: ForeignWarc, other: str) -> None:
    replay = Replay(warc.response(PAGE, "2025-09-12T00:00:00Z").close())
    with pytest.raises(FetchError):
        replay.web.get(other)


def test_the_very_address_goes_before_other_spellings(warc: ForeignWarc) -> None:
    warc.response("http://page.example/story/", "2026-01-01T00:00:00Z", b"other").response(
        PAGE, "2025-01-01T00:00:00Z", b"exact"
    )
    assert Replay(warc.close()).web.get(PAGE).body == b"exact"


def test_redirects_are_followed_through_the_file(warc: ForeignWarc) -> None:
    warc.response(
        "http://old.example/a",
        "2025-09-12T00:00:00Z",
        status="301 Moved",
        headers={"Location": "https://old.example/a"},
    )
    warc.response("https://old.example/a", "2025-09-12T00:00:01Z", status="302 Found", headers={"Location": "/b"})
    warc.response("https://old.example/b", "2025-09-12T00:00:02Z", b"moved here")
    answer = Replay(warc.close()).web.get("http://old.example/a")
    assert (answer.url, answer.final_url, answer.body) == (
        "http://old.example/a",
        "https://old.example/b",
        b"moved here",
    )
    assert answer.redirects == (
        Redirect(url="http://old.example/a", status=301, location="https://old.example/a"),
        Redirect(url="https://old.example/a", status=302, location="https://old.example/b"),
    )


def test_a_redirect_out_of_the_file_is_unreachable(warc: ForeignWarc) -> None:
    warc.response(PAGE, "2025-09-12T00:00:00Z", status="302 Found", headers={"Location": "https://away.example/"})
    with pytest.raises(FetchError) as caught:
        Replay(warc.close()).web.get(PAGE)
    assert caught.value.outcome is OutcomeCode.UNREACHABLE
    assert "https://away.example/" in caught.value.message


def test_a_circle_of_redirects_ends(warc: ForeignWarc) -> None:
    warc.response(PAGE, "2025-09-12T00:00:00Z", status="302 Found", headers={"Location": PAGE + "2"})
    warc.response(PAGE + "2", "2025-09-12T00:00:00Z", status="302 Found", headers={"Location": PAGE})
    with pytest.raises(FetchError) as caught:
        Replay(warc.close()).web.get(PAGE)
    assert caught.value.outcome is OutcomeCode.TOO_MANY_REDIRECTS


def test_too_many_redirects_are_not_followed(warc: ForeignWarc) -> None:
    for n in range(12):
        warc.response(
            f"{PAGE}/{n}", "2025-09-12T00:00:00Z", status="302 Found", headers={"Location": f"{PAGE}/{n + 1}"}
        )
    with pytest.raises(FetchError) as caught:
        Replay(warc.close()).web.get(f"{PAGE}/0")
    assert caught.value.outcome is OutcomeCode.TOO_MANY_REDIRECTS


def test_a_redirect_between_spellings_of_a_page_is_no_circle(warc: ForeignWarc) -> None:
    warc.response(
        "http://page.example/story", "2025-09-12T00:00:01Z", status="301 Moved", headers={"Location": PAGE + "/"}
    )
    warc.response(PAGE + "/", "2025-09-12T00:00:00Z", b"here")
    assert Replay(warc.close()).web.get("https://page.example/story").body == b"here"


def test_a_refresh_is_followed_when_its_target_is_in_the_file(warc: ForeignWarc) -> None:
    refresh = b'<html><head><meta http-equiv="refresh" content="0; url=/there"></head></html>'
    warc.response(PAGE, "2025-09-12T00:00:00Z", refresh).response(
        "https://www.page.example/there", "2025-09-12T00:00:00Z", b"there"
    )
    assert Replay(warc.close()).web.get(PAGE).body == b"there"


def test_a_refresh_that_leads_out_of_the_file_leaves_the_page(warc: ForeignWarc) -> None:
    refresh = b'<html><head><meta http-equiv="refresh" content="0; url=/there"></head></html>'
    assert Replay(warc.response(PAGE, "2025-09-12T00:00:00Z", refresh).close()).web.get(PAGE).body == refresh


def test_captures_are_readable_records_oldest_first(warc: ForeignWarc) -> None:
    warc.response(PAGE, "2025-09-12T00:00:00Z").response("http://page.example/story/", "2025-09-10T00:00:00Z")
    warc.response(PAGE, "2025-09-11T00:00:00Z", status="500 Oops").response(
        PAGE, "2025-09-13T00:00:00Z", status="404 Gone"
    )
    assert stamps(Replay(warc.close())) == ["20250910000000", "20250912000000"]


def test_captures_of_the_page_an_address_led_to_count_as_its_own(warc: ForeignWarc) -> None:
    warc.response("https://short.example/x", "2025-09-12T00:00:00Z", status="301 Moved", headers={"Location": PAGE})
    warc.response(PAGE, "2025-09-12T00:00:01Z", b"then").response(PAGE, "2026-01-01T00:00:00Z", b"", status="410 Gone")
    copy = read_from_archives([Replay(warc.close()).archive], Target(url="https://short.example/x", near="2025-09-12"))
    assert (copy.url, copy.final_url, copy.body) == ("https://short.example/x", PAGE, b"then")


def test_a_copy_taken_from_an_archive_never_answers_for_today(warc: ForeignWarc) -> None:
    memento = {"WARC-Source-URI": "https://web.archive.org/web/20250910000000id_/" + PAGE}
    warc.response(PAGE, "2025-09-10T00:00:00Z", b"archived", warc_headers=memento)
    replay = Replay(warc.close())
    with pytest.raises(FetchError) as caught:
        replay.web.get(PAGE)
    assert caught.value.outcome is OutcomeCode.UNREACHABLE
    copy = read_from_archives([replay.archive], Target(url=PAGE))
    assert (copy.body, copy.memento_url) == (b"archived", memento["WARC-Source-URI"])


def test_an_older_live_record_goes_before_a_newer_copy(warc: ForeignWarc) -> None:
    memento = {"WARC-Source-URI": "https://web.archive.org/web/20250910000000id_/" + PAGE}
    warc.response(PAGE, "2025-01-01T00:00:00Z", b"live").response(
        PAGE, "2025-09-10T00:00:00Z", b"copy", warc_headers=memento
    )
    assert Replay(warc.close()).web.get(PAGE).body == b"live"


def test_a_moment_that_is_not_recorded_is_no_capture(warc: ForeignWarc) -> None:
    replay = Replay(warc.response(PAGE, "2025-09-12T00:00:00Z").close())
    with pytest.raises(FetchError) as caught:
        replay.archive.replay(Capture(url=PAGE, timestamp="20250101000000"))
    assert caught.value.outcome is OutcomeCode.NO_CAPTURE


@pytest.mark.parametrize("coding", ["gzip", "x-gzip", "deflate"])
def test_compressed_bodies_are_inflated(warc: ForeignWarc, coding: str) -> None:
    import zlib

    body = gzip.compress(b"words") if "gzip" in coding else zlib.compress(b"words")
    answer = Replay(
        warc.response(PAGE, "2025-09-12T00:00:00Z", body, headers={"Content-Encoding": coding}).close()
    ).web.get(PAGE)
    assert answer.body == b"words"
    assert answer.header("content-encoding") is None


def test_chunked_and_compressed_bodies_are_put_together(warc: ForeignWarc) -> None:
    packed = gzip.compress(b"many words " * 30)
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in (packed[:10], packed[10:])) + b"0\r\n\r\n"
    headers = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    answer = Replay(warc.response(PAGE, "2025-09-12T00:00:00Z", body, headers=headers).close()).web.get(PAGE)
    assert answer.body == b"many words " * 30
    assert answer.header("transfer-encoding") is None


def test_a_header_that_promises_chunks_over_a_plain_body_does_no_harm(warc: ForeignWarc) -> None:
    headers = {"Transfer-Encoding": "chunked"}
    assert (
        Replay(warc.response(PAGE, "2025-09-12T00:00:00Z", b"plain words", headers=headers).close()).web.get(PAGE).body
        == b"plain words"
    )


def test_a_coding_that_nobody_reads_is_unsupported(warc: ForeignWarc) -> None:
    replay = Replay(warc.response(PAGE, "2025-09-12T00:00:00Z", b"??", headers={"Content-Encoding": "br"}).close())
    with pytest.raises(FetchError) as caught:
        replay.web.get(PAGE)
    assert caught.value.outcome is OutcomeCode.UNSUPPORTED_TYPE


@pytest.mark.parametrize("packed", [False, True])
def test_a_body_over_the_limit_is_refused(warc: ForeignWarc, packed: bool) -> None:
    body = b"x" * 100_001
    headers = {"Content-Encoding": "gzip"} if packed else {}
    replay = Replay(
        warc.response(PAGE, "2025-09-12T00:00:00Z", gzip.compress(body) if packed else body, headers=headers).close(),
        max_body_bytes=100_000,
    )
    with pytest.raises(FetchError) as caught:
        replay.web.get(PAGE)
    assert caught.value.outcome is OutcomeCode.TOO_LARGE


def test_resource_records_are_pages(warc: ForeignWarc) -> None:
    replay = Replay(warc.resource(PAGE, "2025-09-12T00:00:00Z", b"plain words", "text/plain").close())
    answer = replay.web.get(PAGE)
    assert (answer.status, answer.header("content-type"), answer.body) == (200, "text/plain", b"plain words")
    assert stamps(replay) == ["20250912000000"]


def test_a_revisit_answers_with_the_record_it_refers_to(warc: ForeignWarc) -> None:
    warc.response(PAGE, "2025-09-10T00:00:00Z", b"the same").revisit(
        PAGE, "2025-09-12T00:00:00Z", refers_to=(PAGE, "2025-09-10T00:00:00Z")
    )
    replay = Replay(warc.close())
    assert stamps(replay) == ["20250910000000", "20250912000000"]
    assert replay.archive.replay(Capture(url=PAGE, timestamp="20250912000000")).body == b"the same"
    assert replay.web.get(PAGE).fetched_at == "2025-09-12T00:00:00Z"


def test_a_revisit_finds_its_page_by_the_digest(warc: ForeignWarc) -> None:
    warc.response(
        "https://twin.example/", "2025-09-10T00:00:00Z", b"the same", warc_headers={"WARC-Payload-Digest": "sha1:ABC"}
    )
    warc.revisit(PAGE, "2025-09-12T00:00:00Z", digest="sha1:ABC")
    assert Replay(warc.close()).web.get(PAGE).body == b"the same"


def test_a_revisit_of_nothing_is_left_out(warc: ForeignWarc) -> None:
    warc.response("https://twin.example/", "2025-09-10T00:00:00Z").revisit(PAGE, "2025-09-12T00:00:00Z")
    assert stamps(Replay(warc.close())) == []


def test_a_response_without_http_headers_is_its_block(tmp_path: Path) -> None:
    block = b"just words, no status line"
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <{PAGE}>\r\nWARC-Date: 2025-09-12T00:00:00Z\r\n"
        f"Content-Type: text/plain\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    path = tmp_path / "bare.warc"
    path.write_bytes(head.encode() + block + b"\r\n\r\n")
    answer = Replay(path).web.get(PAGE)
    assert (answer.status, answer.body) == (200, block)


def test_dates_with_fractions_and_offsets_are_read(warc: ForeignWarc) -> None:
    warc.response(PAGE, "2025-09-10T23:30:00.123456Z")
    assert stamps(Replay(warc.close())) == ["20250910233000"]


def test_records_of_other_kinds_are_passed_over(warc: ForeignWarc) -> None:
    warc._write("dns:page.example", "response", "2025-09-10T00:00:00Z", b"1.2.3.4", media_type="text/dns")
    warc._write(PAGE, "metadata", "2025-09-10T00:00:00Z", b"fetchTimeMs: 3", media_type="application/warc-fields")
    replay = Replay(warc.response(PAGE, "2025-09-11T00:00:00Z").close())
    assert replay.records == 1
    assert replay.damages == ()


def test_a_file_without_any_answer_is_a_web_where_nothing_can_be_reached(tmp_path: Path) -> None:
    from verifier.fetch.warc import write_warc

    write_warc(tmp_path / "none.warc.gz", [])
    replay = Replay(tmp_path / "none.warc.gz")
    assert replay.records == 0
    with pytest.raises(FetchError):
        replay.web.get(PAGE)


def test_a_file_that_vanishes_later_makes_its_pages_unreachable(warc: ForeignWarc) -> None:
    replay = Replay(warc.response(PAGE, "2025-09-12T00:00:00Z").close())
    warc.path.unlink()
    with pytest.raises(FetchError) as caught:
        replay.web.get(PAGE)
    assert caught.value.outcome is OutcomeCode.UNREACHABLE
