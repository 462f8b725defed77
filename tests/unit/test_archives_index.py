"""The answers of archive indexes, in every dialect, as captures."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from verifier.errors import FetchError
from verifier.fetch.cdx import index_url, parse_index, readable, window
from verifier.model import Capture, Exchange, OutcomeCode

PAGE = "https://page.example/story"
HEADER = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
ROW = ["example,page)/story", "20250910061244", PAGE, "text/html", "200", "ABC", "1234"]
CAPTURE = Capture(url=PAGE, timestamp="20250910061244", status=200, media_type="text/html", digest="ABC")
PYWB = {"urlkey": ROW[0], "timestamp": ROW[1], "url": PAGE, "mime": "text/html", "status": "200", "digest": "ABC"}


def answer(body: str | bytes | object, status: int = 200, **headers: str) -> Exchange:
    raw = body if isinstance(body, bytes) else (body if isinstance(body, str) else json.dumps(body)).encode()
    sent = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Exchange(url="x", final_url="x", status=status, headers=sent, body=raw, fetched_at="2026-01-01T00:00:00Z")


def parsed(body: str | bytes | object, status: int = 200, **headers: str) -> list[Capture]:
    return parse_index(answer(body, status, **headers), PAGE, "Archive")


def refused(body: str | bytes | object, status: int = 200, **headers: str) -> FetchError:
    with pytest.raises(FetchError) as caught:
        parsed(body, status, **headers)
    return caught.value


@pytest.mark.parametrize(
    "body",
    [
        [HEADER, ROW],
        [ROW],
        [HEADER, ROW, [], ["resume key"]],
        json.dumps(PYWB) + "\n",
        "\ufeff" + json.dumps(PYWB) + "\r\n\r\n",
        [PYWB],
        f"{ROW[0]} {ROW[1]} " + json.dumps({k: v for k, v in PYWB.items() if k not in ("urlkey", "timestamp")}) + "\n",
        " ".join(ROW) + "\n",
        ",\n".join([json.dumps(ROW)]) + "\n",
        "[" + json.dumps(HEADER) + ",\n" + json.dumps(ROW) + "]\n",
        [["timestamp", "original", "statuscode", "digest", "mimetype"], [ROW[1], PAGE, "200", "ABC", "text/html"]],
        json.dumps({**PYWB, "load_url": "", "filename": "a.warc.gz", "status": 200}) + "\n",
    ],
)
def test_every_dialect_gives_the_same_capture(body: object) -> None:
    assert parsed(body) == [CAPTURE]


@pytest.mark.parametrize("body", ["", "\n", "[]", "[]\n", "{}", [HEADER], [[]], "No Captures found for: page.example"])
def test_nothing_found_is_an_answer(body: object) -> None:
    assert parsed(body) == []


@pytest.mark.parametrize(
    "body", ["", {"message": "No Captures found for: x"}, {"error": "not here"}, "no captures found"]
)
def test_status_404_of_an_index_means_nothing_found(body: object) -> None:
    assert parsed(body, 404) == []


def test_status_404_with_a_web_page_means_a_wrong_address() -> None:
    assert refused("<html><body>Not Found</body></html>", 404).outcome is OutcomeCode.ARCHIVE_UNAVAILABLE


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("Too Many Requests", 429, OutcomeCode.RATE_LIMITED),
        ("…AdministrativeAccessControlException: Blocked Site Error", 403, OutcomeCode.ARCHIVE_EXCLUDED),
        ("org.archive.wayback.exception.RobotAccessControlException: x", 200, OutcomeCode.ARCHIVE_EXCLUDED),
        ("", 451, OutcomeCode.ARCHIVE_EXCLUDED),
        ("Forbidden", 403, OutcomeCode.ARCHIVE_UNAVAILABLE),
        ("<html>Offline</html>", 200, OutcomeCode.ARCHIVE_UNAVAILABLE),
        ("Please log in", 200, OutcomeCode.ARCHIVE_UNAVAILABLE),
        ("bad gateway", 502, OutcomeCode.ARCHIVE_UNAVAILABLE),
        ('"a string"', 200, OutcomeCode.ARCHIVE_UNAVAILABLE),
        ("17", 200, OutcomeCode.ARCHIVE_UNAVAILABLE),
        ([17, None, ["x"]], 200, OutcomeCode.ARCHIVE_UNAVAILABLE),
        (b"\xff\xfe\x00rubbish", 200, OutcomeCode.ARCHIVE_UNAVAILABLE),
        ("[" * 100_000, 200, OutcomeCode.ARCHIVE_UNAVAILABLE),
    ],
)
def test_trouble_is_told_from_nothing_found(body: object, status: int, code: OutcomeCode) -> None:
    error = refused(body, status)
    assert error.outcome is code
    assert "Archive" in error.message


def test_exclusion_may_stand_in_a_header() -> None:
    told = refused("<html/>", 403, X_Archive_Wayback_Runtime_Error="AdministrativeAccessControlException: no")
    assert told.outcome is OutcomeCode.ARCHIVE_EXCLUDED


@pytest.mark.parametrize("retry_after", ["", "soon", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_an_unreadable_retry_after_means_a_minute(retry_after: str) -> None:
    assert refused("", 429, Retry_After=retry_after).retry_after_s == 60.0


def test_broken_rows_among_good_ones_are_passed_over() -> None:
    rows = [
        HEADER,
        ROW,
        ["x"],
        None,
        5,
        ["k", "2025", PAGE, "", "", "", ""],
        ["k", "20251399000000", PAGE, "", "", "", ""],
    ]
    assert parsed(rows) == [CAPTURE]
    assert parsed("{broken\n" + json.dumps(PYWB) + "\nrubbish\n") == [CAPTURE]


def test_rows_about_other_pages_are_left_out() -> None:
    other = [*ROW[:2], "https://page.example/story/part", *ROW[3:]]
    assert parsed([HEADER, other, ROW]) == [CAPTURE]
    assert parsed([HEADER, other]) == []


@pytest.mark.parametrize(
    "spelling",
    [
        "http://page.example:80/story",
        "http://www.page.example/story/",
        "https://PAGE.example/Story",
        PAGE + "?utm_source=x",
    ],
)
def test_spellings_that_archives_fold_are_kept(spelling: str) -> None:
    assert [row.url for row in parsed([HEADER, [*ROW[:2], spelling, *ROW[3:]]])] == [spelling]


def test_rows_come_in_the_order_of_time() -> None:
    later = [ROW[0], "20251001000000", *ROW[2:]]
    assert [row.timestamp for row in parsed([HEADER, later, ROW])] == ["20250910061244", "20251001000000"]


@pytest.mark.parametrize("status", ["-", "", None, "warc/revisit"])
def test_a_row_without_a_status_is_kept_for_reading(status: str | None) -> None:
    rows = parsed([HEADER, [*ROW[:4], status, *ROW[5:]]])
    assert [row.status for row in rows] == [None]
    assert readable(rows) == rows


def test_errors_redirects_and_revisits_of_them_are_not_readable() -> None:
    def capture(stamp: str, status: int | None, digest: str | None) -> Capture:
        return Capture(url=PAGE, timestamp=stamp, status=status, digest=digest)

    good, unchanged, unknown = capture("1", 200, "A"), capture("2", None, "A"), capture("3", None, None)
    bad = [capture("4", 404, "B"), capture("5", None, "B"), capture("6", 301, "C"), capture("7", None, "C")]
    assert readable([good, *bad, unchanged, unknown]) == [good, unchanged, unknown]


def test_the_question_is_one_that_all_dialects_understand() -> None:
    asked = index_url("https://archive.example/cdx", PAGE + "?a=b&c=d#part", (date(2025, 8, 11), date(2025, 11, 9)))
    assert parse_qs(urlsplit(asked).query) == {
        "url": [PAGE + "?a=b&c=d"],
        "output": ["json"],
        "from": ["20250811000000"],
        "to": ["20251109235959"],
        "limit": ["10000"],
    }


def test_an_index_address_may_have_parameters_of_its_own() -> None:
    assert index_url("https://a.example/q?key=1", PAGE, None, limit=None).startswith(
        "https://a.example/q?key=1&url=https%3A"
    )


@pytest.mark.parametrize("day", [date.min, date.max, date(2025, 9, 10)])
def test_the_window_holds_for_any_day(day: date) -> None:
    begins, ends = window(day)
    assert date(1991, 8, 6) <= begins < ends
