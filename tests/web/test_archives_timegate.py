"""An archive that has a TimeGate (RFC 7089) and no index, through the real web client."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pytest
from support.archive_server import LOOPBACK, ArchiveServer, Held

from verifier.breaker import LocalBreaker
from verifier.errors import FetchError
from verifier.fetch.archives import open_archives, read_from_archives
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.model import Exchange, OutcomeCode, Target
from verifier.protocols import Archive, SiteArchive
from verifier.settings import Settings

PAGE = "https://www.page.example/2025/story-20250101000000.html"


def held(stamp: str, **fields: Any) -> Held:
    return Held(
        **{"url": PAGE, "timestamp": stamp, "body": f"<html><body><p>Copy of {stamp}.</p></body></html>".encode()}
        | fields
    )


def archive_of(server: ArchiveServer, *, raw: bool, breaker: LocalBreaker | None = None) -> Archive:
    """The archive as configured with or without the address at which it hands out copies as they came."""
    one = dataclasses.replace(server.settings(), cdx=None, **({} if raw else {"replay": None}))
    settings = Settings(
        archives=(one,), allow_networks=LOOPBACK, per_host_delay_s=0.0, fetch_retries=0, read_timeout_s=5.0
    )
    web = LiveWeb(settings, LocalPoliteness(), resolver=lambda _host, _port: ["127.0.0.1"])
    (archive,) = open_archives(settings.archives, web, breaker or LocalBreaker(), max_body_bytes=2**20)
    return archive


def read(archive: Archive, near: str | None = "2025-09-10", **target: Any) -> Exchange:
    return read_from_archives([archive], Target(url=PAGE, near=near, **target))


def failure(act: Callable[[], object]) -> FetchError:
    with pytest.raises(FetchError) as caught:
        act()
    return caught.value


RAW = pytest.mark.parametrize("raw", [True, False], ids=["template", "memento"])


@RAW
@pytest.mark.parametrize("manner", ["redirect", "in_place", "framed"])
def test_the_copy_nearest_to_noon_of_the_day_is_read_as_it_was_archived(manner: str, raw: bool) -> None:
    copies = [held("20250905080000"), held("20250911080000"), held("20251001000000")]
    with ArchiveServer(copies, timegate=True, timegate_manner=manner) as server:
        copy = read(archive_of(server, raw=raw))
        asked = [one.headers["accept-datetime"] for one in server.asked if one.kind == "timegate"]
        assert server.asked[-1].path == f"/web/20250911080000id_/{PAGE}"
        assert server.count("index") == 0
    assert asked == ["Wed, 10 Sep 2025 12:00:00 GMT"]
    assert copy.captured_at == "2025-09-11T08:00:00Z"
    assert copy.body == b"<html><body><p>Copy of 20250911080000.</p></body></html>"
    assert copy.memento_url == f"{server.base}/web/20250911080000id_/{PAGE}"
    assert (copy.url, copy.archive) == (PAGE, "Test Archive")


@RAW
def test_a_page_that_was_never_archived_has_no_copy(raw: bool) -> None:
    with ArchiveServer([], timegate=True) as server:
        error = failure(lambda: read(archive_of(server, raw=raw)))
    assert (error.outcome, error.retryable) == (OutcomeCode.NO_CAPTURE, False)


@RAW
def test_a_linked_copy_is_asked_for_by_its_time(raw: bool) -> None:
    with ArchiveServer([held("20250910080000"), held("20250701000000")], timegate=True) as server:
        copy = read(archive_of(server, raw=raw), archived_at="20250701000000")
        wishes = [one.headers["accept-datetime"] for one in server.asked if one.kind == "timegate"]
    assert copy.captured_at == "2025-07-01T00:00:00Z"
    assert wishes == ([] if raw else ["Tue, 01 Jul 2025 00:00:00 GMT"])


@RAW
@pytest.mark.parametrize("manner", ["redirect", "in_place"])
def test_an_archived_error_is_no_copy(manner: str, raw: bool) -> None:
    lost = held("20250910080000", status=404, body=b"gone")
    with ArchiveServer([lost], timegate=True, timegate_manner=manner, timegate_finds_errors=True) as server:
        error = failure(lambda: read(archive_of(server, raw=raw)))
    assert (error.outcome, error.retryable) == (OutcomeCode.NO_CAPTURE, False)


@RAW
@pytest.mark.parametrize("location", ["rewritten", "as it came", "relative"])
def test_an_archived_redirect_leads_to_the_copy_of_its_target(location: str, raw: bool) -> None:
    """A 3xx with Memento-Datetime; the live web is not asked, wherever it points."""
    moved = "https://www.page.example/2025/moved.html"
    said = "moved.html" if location == "relative" else moved
    copies = [
        held("20250910080000", status=301, location=said, body=b""),
        held("20250910080000", url=moved, body=b"<p>Moved."),
    ]
    as_it_came = location != "rewritten"
    with ArchiveServer(copies, timegate=True, timegate_finds_errors=True, raw_redirects=as_it_came) as server:
        copy = read(archive_of(server, raw=raw))
    assert (copy.status, copy.body, copy.captured_at) == (200, b"<p>Moved.", "2025-09-10T08:00:00Z")
    assert copy.memento_url == f"{server.base}/web/20250910080000id_/{moved}"


@RAW
def test_an_archived_redirect_to_what_looks_like_a_copy_elsewhere_stays_in_the_archive(raw: bool) -> None:
    with ArchiveServer([held("20250910080000", body=b"<p>Forged.")]) as forger:
        out = forger.base.replace("127.0.0.1", "forger.example") + f"/web/20250910080000id_/{PAGE}"
        copies = [held("20250910080000", status=301, location=out, body=b"")]
        with ArchiveServer(copies, timegate=True, timegate_finds_errors=True, raw_redirects=True) as server:
            error = failure(lambda: read(archive_of(server, raw=raw)))
        assert forger.count("replay") == 0
    assert error.outcome is OutcomeCode.NO_CAPTURE


@RAW
def test_without_a_memento_datetime_there_is_no_copy_unless_its_address_is_known(raw: bool) -> None:
    with ArchiveServer([held("20250910080000")], timegate=True, memento_datetime=False) as server:
        archive = archive_of(server, raw=raw)
        if raw:
            assert read(archive).captured_at == "2025-09-10T08:00:00Z"
        else:
            assert failure(lambda: read(archive)).outcome is OutcomeCode.NO_CAPTURE


@pytest.mark.parametrize(
    ("how", "code", "retryable"),
    [
        ("rate_limited", OutcomeCode.RATE_LIMITED, True),
        ("excluded", OutcomeCode.ARCHIVE_EXCLUDED, False),
        ("login_page", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
        ("server_error", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
        ("drop", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
    ],
)
def test_a_failing_timegate_is_told_from_a_page_without_copies(how: str, code: OutcomeCode, retryable: bool) -> None:
    with ArchiveServer([held("20250910080000")], timegate=True, timegate_failure=how) as server:
        error = failure(lambda: archive_of(server, raw=True).captures(PAGE, "2025-09-10"))
    assert (error.outcome, error.retryable) == (code, retryable)
    assert "Test Archive" in error.message


def test_a_timegate_that_asks_twice_for_fewer_requests_is_left_alone() -> None:
    with ArchiveServer([], timegate=True, timegate_failure="rate_limited") as server:
        archive = archive_of(server, raw=True)
        codes = [failure(lambda: archive.captures(PAGE, None)).outcome for _ in range(3)]
        assert server.count("timegate") == 2
    assert codes == [OutcomeCode.RATE_LIMITED, OutcomeCode.RATE_LIMITED, OutcomeCode.ARCHIVE_UNAVAILABLE]


def test_a_timegate_knows_nothing_of_whole_sites() -> None:
    with ArchiveServer([], timegate=True) as server:
        assert not isinstance(archive_of(server, raw=True), SiteArchive)
