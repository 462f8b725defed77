"""The archive client against a faithful archive on loopback, through the real web client."""

from __future__ import annotations

import dataclasses
import socket
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from support.archive_server import LOOPBACK, ArchiveServer, Held

from verifier.breaker import LocalBreaker
from verifier.errors import FetchError
from verifier.fetch.archives import CdxArchive, read_from_archives
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.model import Capture, OutcomeCode, Target
from verifier.settings import ArchiveSettings, Settings

PAGE = "https://www.page.example/story?id=7"
TODAY = date(2026, 11, 22)


def held(stamp: str, text: str = "", **fields: Any) -> Held:
    return Held(
        url=PAGE, timestamp=stamp, body=f"<html><body><p>Copy of {stamp}. {text}</p></body></html>".encode(), **fields
    )


def resolver(host: str, _port: int) -> list[str]:
    if host.startswith("lost."):
        raise socket.gaierror(socket.EAI_NONAME, "no such name")
    return ["127.0.0.1"]


def client(
    *archives: ArchiveServer | ArchiveSettings, breaker: LocalBreaker | None = None, **options: Any
) -> CdxArchive:
    chosen = [item.settings() if isinstance(item, ArchiveServer) else item for item in archives]
    settings = Settings(
        archives=tuple(chosen), allow_networks=LOOPBACK, per_host_delay_s=0.0, fetch_retries=0, read_timeout_s=5.0
    )
    web = LiveWeb(
        dataclasses.replace(settings, **options),
        LocalPoliteness(),
        resolver=resolver,
        sleep=lambda _s: None,
    )
    return CdxArchive(chosen[0], web, breaker=breaker, today=lambda: TODAY)


def read(archive: CdxArchive, near: str | None = "2025-09-10", **target: Any) -> Any:
    return read_from_archives([archive], Target(url=PAGE, near=near, **target))


def failure(act: Callable[[], object]) -> FetchError:
    with pytest.raises(FetchError) as caught:
        act()
    return caught.value


BOTH = pytest.mark.parametrize("dialect", ["wayback", "pywb"])


@BOTH
def test_the_copy_nearest_to_the_cited_day_is_read_whatever_the_dialect(dialect: str) -> None:
    copies = [held("20250825120000"), held("20250908120000"), held("20250911093000"), held("20251001120000")]
    with ArchiveServer(copies, dialect=dialect) as server:
        copy = read(client(server))
    assert copy.captured_at == "2025-09-11T09:30:00Z"
    assert b"Copy of 20250911093000" in copy.body
    assert (copy.url, copy.final_url) == (PAGE, PAGE)
    assert copy.memento_url == f"{server.base}/web/20250911093000id_/{PAGE}"
    assert copy.archive == "Test Archive"


@BOTH
def test_an_unchanged_copy_without_a_status_is_not_passed_over(dialect: str) -> None:
    first = held("20240101000000")
    with ArchiveServer(
        [first, dataclasses.replace(first, timestamp="20250910080000", revisit=True)], dialect=dialect
    ) as s:
        assert read(client(s)).captured_at == "2025-09-10T08:00:00Z"


def test_an_unchanged_copy_served_as_the_first_one_still_counts_for_its_day() -> None:
    first = held("20240101000000")
    copies = [first, dataclasses.replace(first, timestamp="20250910080000", revisit=True), held("20250912000000")]
    with ArchiveServer(copies, dialect="pywb", revisits_as_first_copy=True) as server:
        copy = read(client(server))
        assert server.count("replay") == 1
    assert copy.body == first.body
    assert copy.captured_at == "2024-01-01T00:00:00Z"
    assert copy.memento_url == f"{server.base}/web/20240101000000id_/{PAGE}"


@BOTH
def test_archived_errors_and_redirects_are_never_taken_for_the_page(dialect: str) -> None:
    copies = [
        held("20250909000000"),
        held("20250910080000", status=404),
        held("20250910090000", status=301, location="https://page.example/other"),
        held("20250910100000", status=503),
    ]
    with ArchiveServer(copies, dialect=dialect) as server:
        assert read(client(server)).captured_at == "2025-09-09T00:00:00Z"
        assert server.count("replay") == 1


@BOTH
def test_a_revisit_of_an_archived_error_is_left_out(dialect: str) -> None:
    gone = held("20250801000000", status=404, digest="GONE")
    again = held("20250910080000", status=404, digest="GONE", revisit=True)
    with ArchiveServer([gone, again, held("20250820000000")], dialect=dialect) as server:
        assert [c.timestamp for c in client(server).captures(PAGE, "2025-08-15")] == ["20250820000000"]


@BOTH
def test_a_page_that_was_never_archived_has_no_captures(dialect: str) -> None:
    with ArchiveServer([], dialect=dialect) as server:
        archive = client(server)
        assert list(archive.captures(PAGE, "2025-09-10")) == []
        assert failure(lambda: read(archive)).outcome is OutcomeCode.NO_CAPTURE


def test_pywb_may_also_answer_an_empty_body_for_nothing() -> None:
    with ArchiveServer([], dialect="pywb", none_found_is_404=False) as server:
        assert list(client(server).captures(PAGE, None)) == []


@BOTH
def test_the_window_is_widened_once_when_nothing_lies_around_the_day(dialect: str) -> None:
    with ArchiveServer([held("20190505050505"), held("20190606060606")], dialect=dialect) as server:
        assert read(client(server)).captured_at == "2019-06-06T06:06:06Z"
        assert server.count("index") == 2


def test_one_question_is_enough_when_the_window_holds_a_copy() -> None:
    with ArchiveServer([held("20250901000000")]) as server:
        read(client(server))
        assert [asked.query["from"] for asked in server.asked if asked.kind == "index"] == [["20250811000000"]]


@BOTH
def test_without_a_day_the_latest_copy_is_read(dialect: str) -> None:
    with ArchiveServer(
        [held("20240101000000"), held("20260215000000"), held("20250101000000")], dialect=dialect
    ) as server:
        assert read(client(server), near=None).captured_at == "2026-02-15T00:00:00Z"


def test_a_linked_copy_is_read_without_asking_the_index() -> None:
    with ArchiveServer([held("20250910080000"), held("20250701000000")]) as server:
        copy = read(client(server), archived_at="20250701000000")
        assert copy.captured_at == "2025-07-01T00:00:00Z"
        assert server.count("index") == 0


def test_a_linked_copy_that_does_not_exist_gives_way_to_the_one_nearest_to_it() -> None:
    with ArchiveServer([held("20250910080000"), held("20250620000000")]) as server:
        copy = read(client(server), archived_at="20250701000000")
    assert copy.captured_at == "2025-06-20T00:00:00Z"


def test_other_spellings_of_the_address_are_the_same_page() -> None:
    with ArchiveServer([dataclasses.replace(held("20250910080000"), url="http://page.example/story/?id=7")]) as server:
        copy = read(client(server))
    assert copy.url == PAGE
    assert copy.final_url == "http://page.example/story/?id=7"


def test_an_index_that_rejects_parameters_is_asked_more_plainly() -> None:
    with ArchiveServer([held("20250910080000"), held("20200101000000")], dialect="pywb", rejects_limit=True) as server:
        assert read(client(server)).captured_at == "2025-09-10T08:00:00Z"


def test_without_a_memento_datetime_the_address_of_the_copy_tells_the_time() -> None:
    with ArchiveServer([held("20250910080000")], memento_datetime=False) as server:
        assert read(client(server)).captured_at == "2025-09-10T08:00:00Z"


def test_the_true_time_of_the_copy_is_told_when_the_archive_sends_us_to_another() -> None:
    with ArchiveServer([held("20250910080000")]) as server:
        copy = client(server).replay(Capture(url=PAGE, timestamp="20250101000000"))
    assert copy.captured_at == "2025-09-10T08:00:00Z"
    assert "20250910080000" in (copy.memento_url or "")


def test_a_body_that_came_compressed_without_a_word_is_inflated() -> None:
    with ArchiveServer([held("20250910080000")], broken_encoding=True) as server:
        assert read(client(server)).body.startswith(b"<html>")


def test_a_body_that_came_under_two_headers_for_its_coding_is_inflated() -> None:
    with ArchiveServer([held("20250910080000")], double_encoding=True) as server:
        assert read(client(server)).body.startswith(b"<html>")


def test_the_headers_of_the_day_are_restored_and_cookies_forgotten() -> None:
    kept = (("Server", "old"), ("Last-Modified", "Tue, 09 Sep 2025 10:00:00 GMT"), ("Set-Cookie", "who=me"))
    with ArchiveServer([held("20250910080000", headers=kept)]) as server:
        copy = read(client(server))
    assert copy.header("server") == "old"
    assert copy.header("last-modified") == "Tue, 09 Sep 2025 10:00:00 GMT"
    assert copy.header("set-cookie") is None
    assert [name for name, _ in copy.headers if name.lower() == "server"] == ["Server"]


@pytest.mark.parametrize(
    ("how", "code", "retryable"),
    [
        ("rate_limited", OutcomeCode.RATE_LIMITED, True),
        ("excluded", OutcomeCode.ARCHIVE_EXCLUDED, False),
        ("excluded_200", OutcomeCode.ARCHIVE_EXCLUDED, False),
        ("html_error", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
        ("plain_text", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
        ("server_error", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
        ("forbidden", OutcomeCode.ARCHIVE_UNAVAILABLE, False),
        ("login_page", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
        ("garbage_rows", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
        ("drop", OutcomeCode.ARCHIVE_UNAVAILABLE, True),
    ],
)
def test_a_failing_index_is_told_from_a_page_without_copies(how: str, code: OutcomeCode, retryable: bool) -> None:
    with ArchiveServer([held("20250910080000")], index_failure=how) as server:
        error = failure(lambda: client(server).captures(PAGE, "2025-09-10"))
    assert (error.outcome, error.retryable) == (code, retryable)
    assert "Test Archive" in error.message


def test_an_index_that_hangs_is_given_up_within_the_time_of_a_request() -> None:
    with ArchiveServer([], index_failure="hang") as server:
        error = failure(lambda: client(server, read_timeout_s=0.3, fetch_deadline_s=1.0).captures(PAGE, None))
    assert (error.outcome, error.retryable) == (OutcomeCode.ARCHIVE_UNAVAILABLE, True)


def test_an_archive_that_is_not_there_is_unavailable() -> None:
    with ArchiveServer([]) as server:
        settings = server.settings()
    assert failure(lambda: client(settings).captures(PAGE, None)).outcome is OutcomeCode.ARCHIVE_UNAVAILABLE


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ("rate_limited", OutcomeCode.RATE_LIMITED),
        ("excluded", OutcomeCode.ARCHIVE_EXCLUDED),
        ("server_error", OutcomeCode.ARCHIVE_UNAVAILABLE),
        ("forbidden", OutcomeCode.ARCHIVE_UNAVAILABLE),
    ],
)
def test_a_failing_replay_says_what_is_wrong(how: str, code: OutcomeCode) -> None:
    with ArchiveServer([held("20250910080000")], replay_failure=how) as server:
        assert failure(lambda: client(server).replay(Capture(url=PAGE, timestamp="20250910080000"))).outcome is code


def test_a_minute_is_waited_after_too_many_requests_unless_told_otherwise() -> None:
    with ArchiveServer([], index_failure="rate_limited") as server:
        assert failure(lambda: client(server).captures(PAGE, None)).retry_after_s == 60.0
    with ArchiveServer([], index_failure="rate_limited", retry_after="7") as server:
        assert failure(lambda: client(server).captures(PAGE, None)).retry_after_s == 7.0


def test_a_copy_that_is_redirected_in_a_circle_is_no_copy() -> None:
    with ArchiveServer([held("20250910080000"), held("20250911080000")], circular=True) as server:
        assert failure(lambda: read(client(server))).outcome is OutcomeCode.NO_CAPTURE


def test_archived_redirects_in_a_circle_are_no_copy() -> None:
    copies = [held("20250910080000", status=302, location=PAGE)]
    with ArchiveServer(copies, raw_redirects=True) as server:
        error = failure(lambda: client(server).replay(Capture(url=PAGE, timestamp="20250910080000")))
        assert server.count("replay") == 1
    assert "is redirected in a circle" in error.message


@pytest.mark.parametrize("signed", [False, True], ids=["plain", "as an archive would"])
def test_a_copy_that_leads_out_to_the_live_web_is_no_copy(signed: bool) -> None:
    """Not even when the site out there names a time of capture: every site can."""
    with (
        ArchiveServer([held("20250910080000")], memento_datetime=signed) as live,
        ArchiveServer([held("20250910080000")]) as server,
    ):
        server.manners.leads_out_to = live.base.replace("127.0.0.1", "page.example") + f"/web/20250910080000id_/{PAGE}"
        error = failure(lambda: client(server).replay(Capture(url=PAGE, timestamp="20250910080000")))
        assert live.count("replay") == 1
    assert error.outcome is OutcomeCode.NO_CAPTURE


def test_a_copy_that_leads_out_to_a_site_that_is_gone_leaves_the_archive_in_honour() -> None:
    with ArchiveServer([held("20250910080000")]) as server:
        server.manners.leads_out_to = "http://lost.example/"
        archive = client(server)
        error = failure(lambda: read(archive, archived_at="20250910080000"))
        assert (error.outcome, error.retryable) == (OutcomeCode.NO_CAPTURE, False)
        assert server.count("index") == 1


def test_a_replay_that_answers_404_has_no_copy() -> None:
    with ArchiveServer([]) as server:
        error = failure(lambda: client(server).replay(Capture(url=PAGE, timestamp="20250910080000")))
    assert error.outcome is OutcomeCode.NO_CAPTURE


@pytest.mark.parametrize("manner", ["redirect", "in_place", "framed"])
@pytest.mark.parametrize("how", ["server_error", "html_error", "drop"])
def test_a_timegate_stands_in_for_a_failing_index(how: str, manner: str) -> None:
    copies = [held("20250905080000"), held("20250911080000")]
    with ArchiveServer(copies, index_failure=how, timegate=True, timegate_manner=manner) as server:
        assert read(client(server)).captured_at == "2025-09-11T08:00:00Z"
        wanted = [asked.headers["accept-datetime"] for asked in server.asked if asked.kind == "timegate"]
    assert wanted == ["Wed, 10 Sep 2025 12:00:00 GMT"]


def test_a_timegate_without_a_copy_means_none() -> None:
    with ArchiveServer([], index_failure="server_error", timegate=True) as server:
        assert list(client(server).captures(PAGE, "2025-09-10")) == []


@pytest.mark.parametrize("how", ["rate_limited", "excluded"])
def test_a_timegate_is_not_asked_where_the_archive_has_said_no(how: str) -> None:
    with ArchiveServer([held("20250911080000")], index_failure=how, timegate=True) as server:
        failure(lambda: client(server).captures(PAGE, "2025-09-10"))
        assert server.count("timegate") == 0


def test_an_archive_that_keeps_failing_is_left_alone_for_a_while() -> None:
    now = [0.0]
    with ArchiveServer([held("20250910080000")], index_failure="server_error") as server:
        archive = client(server, breaker=LocalBreaker(lambda: now[0]))
        for _ in range(8):
            error = failure(lambda: archive.captures(PAGE, "2025-09-10"))
        assert server.count("index") == 5
        assert "Test Archive cannot be used: it is left alone for 10 more minutes" in error.message
        now[0] = 601.0
        server.manners.index_failure = None
        assert len(archive.captures(PAGE, "2025-09-10")) == 1


def test_two_refusals_for_haste_close_the_breaker() -> None:
    with ArchiveServer([], index_failure="rate_limited") as server:
        archive = client(server)
        codes = [failure(lambda: archive.captures(PAGE, None)).outcome for _ in range(3)]
        assert server.count("index") == 2
    assert codes == [OutcomeCode.RATE_LIMITED, OutcomeCode.RATE_LIMITED, OutcomeCode.ARCHIVE_UNAVAILABLE]


def test_a_long_queue_of_our_own_does_not_close_the_breaker() -> None:
    class Busy(LocalPoliteness):
        """Turns are far away."""

        def reserve(self, site: str, interval_s: float) -> float:
            return 1000.0

    with ArchiveServer([held("20250910080000")]) as server:
        archive = client(server)
        busy = LiveWeb(Settings(allow_networks=LOOPBACK), Busy(), resolver=resolver)
        archive._door._web, patient = busy, archive._door._web
        codes = {failure(lambda: archive.captures(PAGE, None)).outcome for _ in range(6)}
        assert codes == {OutcomeCode.RATE_LIMITED}
        archive._door._web = patient
        assert len(archive.captures(PAGE, "2025-09-10")) == 1


def test_the_next_copy_is_tried_when_the_nearest_cannot_be_read() -> None:
    lost = held("20250910080000", status=404, revisit=True, digest="A")
    with ArchiveServer([held("20250912080000"), lost]) as server:
        assert read(client(server)).captured_at == "2025-09-12T08:00:00Z"
        assert server.count("replay") == 2


def test_no_more_than_three_copies_are_tried() -> None:
    copies = [
        held(f"202509{day}000000", status=404, revisit=True, digest=day) for day in ("08", "09", "10", "11", "12")
    ]
    with ArchiveServer(copies) as server:
        assert failure(lambda: read(client(server))).outcome is OutcomeCode.NO_CAPTURE
        assert server.count("replay") == 3


def test_a_second_archive_is_asked_when_the_first_is_down() -> None:
    with (
        ArchiveServer([], name="First", index_failure="server_error") as first,
        ArchiveServer([held("20250910080000")], name="Second", dialect="pywb") as second,
    ):
        archives = [client(first), client(second)]
        assert read_from_archives(archives, Target(url=PAGE, near="2025-09-10")).archive == "Second"


def test_the_second_archive_wins_when_its_copy_is_much_nearer() -> None:
    with (
        ArchiveServer([held("20210101000000")], name="First") as first,
        ArchiveServer([held("20250912000000")], name="Second") as second,
    ):
        archives = [client(first), client(second)]
        assert read_from_archives(archives, Target(url=PAGE, near="2025-09-10")).archive == "Second"


def test_a_near_copy_of_the_first_archive_ends_the_search() -> None:
    with ArchiveServer([held("20250912000000")]) as first, ArchiveServer([held("20250910000000")]) as second:
        read_from_archives([client(first), client(second)], Target(url=PAGE, near="2025-09-10"))
        assert second.asked == []


def test_the_reasons_of_all_archives_are_told() -> None:
    with (
        ArchiveServer([], name="First", index_failure="excluded") as first,
        ArchiveServer([], name="Second", index_failure="server_error") as second,
        ArchiveServer([], name="Third") as third,
    ):
        archives = [client(first), client(second), client(third)]
        error = failure(lambda: read_from_archives(archives, Target(url=PAGE, near="2025-09-10")))
    assert (error.outcome, error.retryable) == (OutcomeCode.ARCHIVE_UNAVAILABLE, True)
    assert all(name in error.message for name in ("First", "Second", "Third"))


def test_exclusion_is_told_when_no_archive_was_in_trouble() -> None:
    with ArchiveServer([], index_failure="excluded") as first, ArchiveServer([]) as second:
        archives = [client(first), client(second)]
        error = failure(lambda: read_from_archives(archives, Target(url=PAGE)))
    assert (error.outcome, error.retryable) == (OutcomeCode.ARCHIVE_EXCLUDED, False)


def test_a_copy_that_is_turned_down_gives_way_to_the_next() -> None:
    with ArchiveServer([held("20250910080000"), held("20250912080000")]) as server:
        copy = read_from_archives(
            [client(server)], Target(url=PAGE, near="2025-09-10"), accept=lambda c: b"20250912" in c.body
        )
    assert copy.captured_at == "2025-09-12T08:00:00Z"


def test_no_question_is_asked_after_the_deadline() -> None:
    with ArchiveServer([held("20250910080000")]) as server:
        ticks = iter([0.0, 61.0, 61.0, 61.0])
        error = failure(
            lambda: read_from_archives([client(server)], Target(url=PAGE), deadline_s=60.0, clock=lambda: next(ticks))
        )
        assert server.asked == []
    assert (error.outcome, error.retryable) == (OutcomeCode.ARCHIVE_UNAVAILABLE, True)


def test_without_any_archive_there_is_no_copy() -> None:
    error = failure(lambda: read_from_archives([], Target(url=PAGE)))
    assert error.outcome is OutcomeCode.NO_CAPTURE
    assert "No archive is configured" in error.message


def test_a_refused_connection_twice_closes_the_breaker() -> None:
    with ArchiveServer([]) as server:
        nowhere = server.settings()
    breaker = LocalBreaker()
    archive = client(nowhere, breaker=breaker)
    for _ in range(2):
        assert failure(lambda: archive.captures(PAGE, None)).outcome is OutcomeCode.ARCHIVE_UNAVAILABLE
    assert 0 < breaker.rest_s(nowhere.key) <= 600.0


def test_the_report_learns_that_an_archive_is_left_alone() -> None:
    breaker = LocalBreaker()
    with (
        ArchiveServer([held("20250910080000")], name="Weary", index_failure="rate_limited") as first,
        ArchiveServer([], name="Second") as second,
    ):
        for _ in range(2):
            failure(lambda: client(first, breaker=breaker).captures(PAGE, None))
        archives = [client(first, breaker=breaker), client(second, breaker=breaker)]
        error = failure(lambda: read_from_archives(archives, Target(url=PAGE, near="2025-09-10")))
        assert first.count("index") == 2
    assert "Weary cannot be used: it is left alone for 10 more minutes" in error.message
    assert "Second has no readable copy" in error.message
    assert error.retryable
