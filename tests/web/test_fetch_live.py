"""The live web as it behaves: redirects, retries, manners, robots.txt."""

from __future__ import annotations

import gzip
import json
import multiprocessing
import os
import struct
import threading
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from support.loopback import Loopback, Request, StageDoor, answer, loopback, quick

from verifier.errors import FetchError
from verifier.fetch.live import LiveWeb, retry_after_s, user_agent
from verifier.fetch.outcome import outcome_of_error
from verifier.fetch.politeness import LocalPoliteness
from verifier.model import Exchange, OutcomeCode, Redirect, SourceState
from verifier.settings import ArchiveSettings

NOON = datetime(2025, 9, 24, 12, 0, tzinfo=UTC)


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


class Rig:
    """A `LiveWeb` whose waiting is written down instead of done."""

    def __init__(self, **changes: object) -> None:
        self.waits: list[float] = []
        self._now_s = 0.0
        self.politeness = LocalPoliteness(self.clock)
        self.web = LiveWeb(quick(**changes), self.politeness, clock=self.clock, sleep=self.sleep, now=lambda: NOON)

    def clock(self) -> float:
        return self._now_s

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self._now_s += seconds


def _get(server: Loopback, path: str, **changes: object) -> Exchange:
    return Rig(**changes).web.get(server.url + path)


def _error(server: Loopback, path: str, **changes: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        _get(server, path, **changes)
    return caught.value


def test_a_page_comes_back_as_an_exchange(server: Loopback) -> None:
    server.page("/a", "<p>żółw</p>", ETag='"1"', Set_Cookie="id=1", Set_Cookie2="id=2")
    found = _get(server, "/a#part")
    assert found.url == server.url + "/a#part"
    assert found.final_url == server.url + "/a"
    assert found.status == 200
    assert found.body == "<p>żółw</p>".encode()
    assert found.fetched_at == "2025-09-24T12:00:00Z"
    assert found.header("etag") == '"1"'
    assert found.header("set-cookie") is None
    assert found.header("set-cookie2") is None
    assert found.redirects == ()


def test_we_say_who_we_are_and_nothing_about_anybody_else(server: Loopback) -> None:
    server.redirect("/a", "/b")
    server.page("/b", "<p>x", Set_Cookie="id=1")
    web = Rig(contact="https://newsroom.example/bot").web
    web.get(
        server.url.replace("//", "//user:secret@") + "/a",
        headers={"Cookie": "a=b", "Authorization": "Bearer x", "Referer": "http://r/", "If-None-Match": '"1"'},
    )
    for request in server.seen:
        names = {name.lower() for name in request.headers}
        assert not names & {"cookie", "authorization", "referer", "proxy-authorization"}
        assert request.headers["User-Agent"].startswith("source-verifier/")
        assert request.headers["User-Agent"].endswith("(+https://newsroom.example/bot)")
    assert server.seen[0].path == "/robots.txt"
    assert "If-None-Match" not in server.seen[0].headers
    assert server.seen[1].headers["If-None-Match"] == '"1"'


def test_a_user_name_in_an_address_is_not_kept(server: Loopback) -> None:
    server.page("/a", "<p>x")
    found = Rig().web.get(server.url.replace("//", "//user:secret@") + "/a")
    assert "secret" not in repr(found)


def test_a_contact_cannot_smuggle_a_header_in() -> None:
    assert "\n" not in user_agent("x\r\nEvil: 1")


def test_redirects_are_followed_and_kept_as_evidence(server: Loopback) -> None:
    server.redirect("/a", "/b?q=1#there", 301)
    server.redirect("/b?q=1", server.url + "/c", 302)
    server.page("/c", "<p>here")
    found = _get(server, "/a")
    assert found.final_url == server.url + "/c"
    assert found.redirects == (
        Redirect(url=server.url + "/a", status=301, location=server.url + "/b?q=1"),
        Redirect(url=server.url + "/b?q=1", status=302, location=server.url + "/c"),
    )


def test_a_redirect_in_raw_utf8_is_understood(server: Loopback) -> None:
    server.routes["/a"] = lambda request: request.send(
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: /żółw\r\n\r\n".encode()
    )
    server.page("/%C5%BC%C3%B3%C5%82w", "<p>x")
    assert _get(server, "/a").status == 200


def test_a_circle_of_redirects_is_noticed(server: Loopback) -> None:
    server.redirect("/a", "/b")
    server.redirect("/b", "/a")
    error = _error(server, "/a")
    assert error.outcome is OutcomeCode.TOO_MANY_REDIRECTS
    assert server.pages() == ["/a", "/b"]


def test_too_many_redirects_are_not_followed(server: Loopback) -> None:
    for number in range(10):
        server.redirect(f"/{number}", f"/{number + 1}")
    assert _error(server, "/0", max_redirects=3).outcome is OutcomeCode.TOO_MANY_REDIRECTS
    assert server.pages() == ["/0", "/1", "/2", "/3"]


def test_a_redirect_without_a_target_is_the_answer(server: Loopback) -> None:
    server.page("/a", "<p>odd", "302 Found")
    assert _get(server, "/a").status == 302


def test_a_page_that_sends_its_readers_on_is_a_hop(server: Loopback) -> None:
    server.page("/a", '<META HTTP-EQUIV="Refresh" CONTENT="1; URL=\'/b\'"><p>wait')
    server.page("/b", "<p>here")
    found = _get(server, "/a")
    assert found.final_url == server.url + "/b"
    assert [hop.status for hop in found.redirects] == [200]


@pytest.mark.parametrize(
    "markup",
    [
        '<noscript><meta http-equiv="refresh" content="0; url=/b"></noscript>',
        '<meta http-equiv="refresh" content="300; url=/b">',
        '<meta http-equiv="refresh" content="30">',
        '<meta http-equiv="refresh" content="0; url=/a">',
        '<!-- <meta http-equiv="refresh" content="0; url=/b"> -->',
        "<script>\"<meta http-equiv=refresh content='0; url=/b'>\"</script>",
    ],
    ids=["noscript", "late", "itself, no address", "itself", "comment", "script"],
)
def test_a_refresh_that_readers_do_not_feel_is_no_hop(markup: str, server: Loopback) -> None:
    server.page("/a", markup + "<p>here")
    found = _get(server, "/a")
    assert found.final_url == server.url + "/a"
    assert server.pages() == ["/a"]


def test_the_refresh_of_an_archived_page_does_not_lead_out_of_the_archive(server: Loopback) -> None:
    archive = ArchiveSettings(name="ours", cdx=server.url + "/cdx", replay=server.url + "/{timestamp}id_/{url}")
    server.page("/20250101000000id_/http://x.example/", '<meta http-equiv="refresh" content="0; url=/b">')
    found = _get(server, "/20250101000000id_/http://x.example/", archives=(archive,))
    assert found.redirects == ()


@pytest.mark.parametrize(
    "coding", ["gzip", "x-gzip", "deflate", "raw deflate", "undeclared", "two headers", "wrongly declared"]
)
def test_every_way_of_packing_a_page_is_unpacked(coding: str, server: Loopback) -> None:
    page = b"<p>" + b"words and more words " * 500
    raw = zlib.compressobj(wbits=-15)
    packed = {
        "gzip": answer(gzip.compress(page), Content_Encoding="gzip"),
        "x-gzip": answer(gzip.compress(page), Content_Encoding="x-gzip"),
        "deflate": answer(zlib.compress(page), Content_Encoding="deflate"),
        "raw deflate": answer(raw.compress(page) + raw.flush(), Content_Encoding="deflate"),
        "undeclared": answer(gzip.compress(page)),
        "two headers": answer(gzip.compress(page), content_encoding="", Content_Encoding="gzip"),
        "wrongly declared": answer(page, Content_Encoding="gzip"),
    }[coding]
    server.routes["/a"] = lambda request: request.send(packed)
    found = _get(server, "/a")
    assert found.body == page
    assert found.header("content-encoding") is None


def _sequence(*answers: bytes) -> object:
    def script(request: Request) -> None:
        request.send(answers[min(request.number, len(answers) - 1)])

    return script


def _reset(request: Request) -> None:
    """Close with RST instead of FIN."""
    import socket

    request.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    request.connection.close()


def test_a_site_that_asks_for_a_pause_gets_it(server: Loopback) -> None:
    server.routes["/a"] = _sequence(answer("later", "429 Slow down", Retry_After="3"), answer("<p>now"))  # type: ignore[assignment]
    rig = Rig(fetch_retries=2)
    assert rig.web.get(server.url + "/a").body == b"<p>now"
    assert rig.waits == [pytest.approx(3.0)]


def test_a_pause_longer_than_our_patience_is_told_to_the_others_and_not_waited_for(server: Loopback) -> None:
    server.page("/a", "later", "429 Slow down", Retry_After="120")
    rig = Rig(fetch_retries=2, retry_after_max_s=10.0)
    assert rig.web.get(server.url + "/a").status == 429
    assert rig.waits == []
    assert server.pages() == ["/a"]
    assert rig.politeness.reserve(f"127.0.0.1:{server.port}", 0.0) == pytest.approx(120.0)


def test_a_turn_too_far_away_is_not_waited_for(server: Loopback) -> None:
    server.page("/a", "<p>x")
    rig = Rig()
    rig.politeness.back_off(f"127.0.0.1:{server.port}", 100.0)
    with pytest.raises(FetchError) as caught:
        rig.web.get(server.url + "/a")
    assert caught.value.outcome is OutcomeCode.RATE_LIMITED
    assert caught.value.retryable
    assert caught.value.retry_after_s == pytest.approx(100.0)
    assert server.pages() == []


@pytest.mark.parametrize("status", ["500 Oops", "502 Bad", "503 Busy", "504 Late"])
def test_a_passing_failure_is_tried_again(status: str, server: Loopback) -> None:
    server.routes["/a"] = _sequence(answer("", status), answer("", status), answer("<p>fine"))  # type: ignore[assignment]
    assert _get(server, "/a", fetch_retries=2).body == b"<p>fine"
    assert server.pages() == ["/a"] * 3


def test_a_lasting_failure_is_the_answer_in_the_end(server: Loopback) -> None:
    server.page("/a", "", "503 Busy")
    assert _get(server, "/a", fetch_retries=2).status == 503
    assert server.pages() == ["/a"] * 3


@pytest.mark.parametrize(
    "status", ["400 Bad", "401 Who", "403 No", "404 Not Found", "410 Gone", "451 Law", "501 Never"]
)
def test_a_clear_refusal_is_not_asked_again(status: str, server: Loopback) -> None:
    server.page("/a", "no", status)
    assert _get(server, "/a", fetch_retries=2).status == int(status[:3])
    assert server.pages() == ["/a"]


def test_the_pauses_between_tries_grow_but_stay_short(server: Loopback) -> None:
    server.page("/a", "", "500 Oops")
    rig = Rig(fetch_retries=3)
    rig.web.get(server.url + "/a")
    assert len(rig.waits) == 3
    assert all(0 <= wait <= 0.5 * 2**place for place, wait in enumerate(rig.waits))


def test_a_connection_that_is_reset_before_any_answer_is_tried_again(server: Loopback) -> None:
    def script(request: Request) -> None:
        _reset(request) if request.number == 0 else request.send(answer("<p>fine"))

    server.routes["/a"] = script
    assert _get(server, "/a", fetch_retries=1).body == b"<p>fine"


def test_a_connection_that_is_reset_in_the_middle_is_no_answer(server: Loopback) -> None:
    def script(request: Request) -> None:
        request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf")
        _reset(request)

    server.routes["/a"] = script
    error = _error(server, "/a", fetch_retries=2)
    assert error.outcome in (OutcomeCode.UNREACHABLE, OutcomeCode.PROTOCOL_ERROR)
    assert error.retryable
    assert server.pages() == ["/a"]


def test_a_server_that_hangs_up_is_unreachable(server: Loopback) -> None:
    server.routes["/a"] = lambda request: None
    error = _error(server, "/a", fetch_retries=1)
    assert error.outcome is OutcomeCode.UNREACHABLE
    assert server.pages() == ["/a", "/a"]


def test_nobody_at_home_is_unreachable() -> None:
    with loopback() as gone:
        url = gone.url
    with pytest.raises(FetchError, match="refused") as caught:
        Rig(fetch_retries=1).web.get(url + "/a")
    assert caught.value.outcome is OutcomeCode.UNREACHABLE


def test_a_name_that_does_not_exist_is_not_asked_again() -> None:
    door = StageDoor(1, {"a.root-servers.net": ["198.41.0.4"]})
    web = LiveWeb(quick(fetch_retries=2), LocalPoliteness(), resolver=door.resolve, obey_robots=False)
    with pytest.raises(FetchError, match=r"gone\.example\.com") as caught:
        web.get("http://gone.example.com/")
    assert caught.value.outcome is OutcomeCode.DNS_ERROR
    assert not caught.value.retryable
    assert outcome_of_error(caught.value).state is SourceState.GONE
    assert door.looked_up == ["gone.example.com", "a.root-servers.net"]


def test_where_no_name_is_found_at_all_no_page_is_gone() -> None:
    door = StageDoor(1, {})
    web = LiveWeb(quick(), LocalPoliteness(), resolver=door.resolve, obey_robots=False)
    for host in ("one.example.com", "two.example.com"):
        with pytest.raises(FetchError, match=host) as caught:
            web.get(f"http://{host}/")
        outcome = outcome_of_error(caught.value)
        assert (outcome.code, outcome.state, outcome.retryable) == (
            OutcomeCode.DNS_ERROR,
            SourceState.TIMED_OUT,
            True,
        )
        assert not caught.value.asked
        assert "this machine seems to be offline" in outcome.reason
    assert door.looked_up.count("a.root-servers.net") == 1


def test_without_names_the_rules_for_robots_are_not_taken_for_none() -> None:
    door = StageDoor(1, {})
    web = LiveWeb(quick(), LocalPoliteness(), resolver=door.resolve)
    for _ in range(2):
        with pytest.raises(FetchError, match="offline"):
            web.get("http://one.example.com/")


def test_a_name_server_out_of_order_is_asked_again() -> None:
    import socket

    asked = []

    def broken(host: str, port: int) -> list[str]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "try again")

    web = LiveWeb(quick(fetch_retries=2), LocalPoliteness(), resolver=broken, obey_robots=False, sleep=lambda _s: None)
    with pytest.raises(FetchError) as caught:
        web.get("http://example.com/")
    assert caught.value.outcome is OutcomeCode.DNS_ERROR
    assert caught.value.retryable
    assert len(asked) == 3


def test_a_name_server_that_never_answers_ends_at_the_deadline() -> None:
    stop = threading.Event()

    def silent(host: str, port: int) -> list[str]:
        stop.wait(10)
        return []

    web = LiveWeb(quick(fetch_deadline_s=0.2), LocalPoliteness(), resolver=silent, obey_robots=False)
    try:
        with pytest.raises(FetchError) as caught:
            web.get("http://example.com/")
    finally:
        stop.set()
    assert caught.value.outcome is OutcomeCode.DNS_ERROR
    assert caught.value.retryable


def test_the_next_address_is_tried_when_the_first_does_not_answer(server: Loopback) -> None:
    """Nothing listens at 127.0.0.9 on that port."""
    server.page("/", "<p>second")
    web = LiveWeb(quick(), LocalPoliteness(), resolver=lambda host, port: ["127.0.0.9", "127.0.0.1"])
    assert web.get(f"http://two.example.com:{server.port}/").body == b"<p>second"


def test_requests_to_one_site_keep_their_distance(server: Loopback) -> None:
    server.redirect("/a", "/b")
    server.page("/b", "<p>x")
    rig = Rig(per_host_delay_s=2.0)
    rig.web.get(server.url + "/a")
    rig.web.get(server.url + "/b")
    assert rig.waits == [pytest.approx(2.0), pytest.approx(2.0)]


def test_waiting_for_a_turn_does_not_eat_the_time_for_the_page(server: Loopback) -> None:
    server.page("/a", "<p>x")
    rig = Rig(per_host_delay_s=4.0, fetch_deadline_s=5.0)
    for _time in range(4):
        assert rig.web.get(server.url + "/a").status == 200


def test_robots_txt_is_asked_once_and_obeyed(server: Loopback) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /private\nAllow: /private/open")
    server.page("/private/open", "<p>x")
    server.page("/public", "<p>x")
    web = Rig().web
    assert web.get(server.url + "/public").status == 200
    assert web.get(server.url + "/private/open").status == 200
    with pytest.raises(FetchError, match="robots") as caught:
        web.get(server.url + "/private/page")
    assert caught.value.outcome is OutcomeCode.BLOCKED_ROBOTS
    assert server.hits.count("/robots.txt") == 1
    assert "/private/page" not in server.hits


def test_rules_for_us_by_name_are_ours(server: Loopback) -> None:
    server.page("/robots.txt", "User-agent: *\nAllow: /\n\nUser-agent: source-verifier\nDisallow: /")
    assert _error(server, "/a").outcome is OutcomeCode.BLOCKED_ROBOTS


def test_a_redirect_to_a_forbidden_page_is_not_followed(server: Loopback) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /private")
    server.redirect("/a", "/private/b")
    assert _error(server, "/a").outcome is OutcomeCode.BLOCKED_ROBOTS
    assert "/private/b" not in server.hits


def test_with_robots_off_the_same_page_is_read(server: Loopback) -> None:
    """The off switch; and what the archives' client uses."""
    server.page("/robots.txt", "User-agent: *\nDisallow: /")
    server.page("/a", "<p>x")
    assert LiveWeb(quick(), LocalPoliteness(), obey_robots=False).get(server.url + "/a").status == 200
    assert server.hits == ["/a"]


def test_a_configured_archive_is_asked_without_its_robots_txt(server: Loopback) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /")
    server.page("/cdx?url=x", "[]")
    archive = ArchiveSettings(name="ours", cdx=server.url + "/cdx", replay=server.url + "/{timestamp}id_/{url}")
    assert _get(server, "/cdx?url=x", archives=(archive,)).status == 200
    assert server.hits == ["/cdx?url=x"]


@pytest.mark.parametrize("status", ["404 Not Found", "403 No", "500 Oops", "503 Busy", "429 Slow down"])
def test_a_robots_txt_that_cannot_be_had_forbids_nothing(status: str, server: Loopback) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /", status)
    server.page("/a", "<p>x")
    assert _get(server, "/a").status == 200


def test_a_broken_robots_txt_does_not_hide_what_is_wrong_with_the_page(server: Loopback) -> None:
    server.routes["/robots.txt"] = lambda request: None
    server.routes["/a"] = lambda request: None
    error = _error(server, "/a")
    assert error.outcome is OutcomeCode.UNREACHABLE
    assert "/a" in server.hits


def test_a_slow_robots_txt_leaves_time_for_the_page(server: Loopback) -> None:
    server.routes["/robots.txt"] = lambda request: request.drip(answer("x" * 200), 0.05)
    server.page("/a", "<p>x")
    web = LiveWeb(quick(fetch_deadline_s=0.6), LocalPoliteness())
    assert web.get(server.url + "/a").status == 200


def test_a_huge_robots_txt_is_read_as_far_as_it_must_be(server: Loopback) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /private\n" + "# filler\n" * 200_000)
    assert _error(server, "/private").outcome is OutcomeCode.BLOCKED_ROBOTS


def test_a_crawl_delay_is_kept_up_to_ten_seconds(server: Loopback) -> None:
    server.page("/robots.txt", "User-agent: *\nCrawl-delay: 3000")
    server.page("/a", "<p>x")
    rig = Rig(fetch_deadline_s=30.0)
    rig.web.get(server.url + "/a")
    rig.web.get(server.url + "/a")
    assert rig.waits == [pytest.approx(10.0)]


def test_one_client_serves_many_threads_and_robots_txt_is_asked_once(server: Loopback) -> None:
    server.page("*", "<p>x")
    server.page("/robots.txt", "User-agent: *\nDisallow: /never")
    web = LiveWeb(quick(), LocalPoliteness())
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: statuses.append(web.get(f"{server.url}/{n}").status)) for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert statuses == [200] * 8
    assert server.hits.count("/robots.txt") == 1


def _in_child(web: LiveWeb, url: str, answers: object) -> None:
    answers.put((os.getpid(), web.get(url).status))  # type: ignore[attr-defined]


def test_a_client_made_before_a_fork_works_after_it(server: Loopback) -> None:
    server.page("/a", "<p>x")
    web = LiveWeb(quick(), LocalPoliteness())
    assert web.get(server.url + "/a").status == 200
    context = multiprocessing.get_context("fork")
    answers = context.SimpleQueue()
    child = context.Process(target=_in_child, args=(web, server.url + "/a", answers))
    child.start()
    child.join(20)
    assert child.exitcode == 0
    pid, status = answers.get()
    assert (pid == os.getpid(), status) == (False, 200)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        ("0", 0.0),
        (" 5 ", 5.0),
        ("Wed, 24 Sep 2025 12:01:00 GMT", 60.0),
        ("Wed, 24 Sep 2025 11:00:00 GMT", 0.0),
        ("soon", None),
        ("", None),
        (None, None),
        ("-5", None),
        ("9" * 400, 999_999_999.0),
        ("Wed, 99 Foo 2025 99:99:99 GMT", None),
    ],
)
def test_a_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert seconds == retry_after_s(value, NOON)


def test_an_exchange_survives_the_codec(server: Loopback) -> None:
    from verifier import codec

    server.page("/a", "<p>x", X_Odd="ż")
    found = _get(server, "/a")
    assert json.loads(codec.to_json(found))["status"] == 200
    assert found.header("x-odd") == "ż"


def test_a_site_is_asked_one_question_at_a_time(server: Loopback) -> None:
    """Each answer takes its time; none may begin before the one before it has ended."""
    at_once = [0, 0]
    lock = threading.Lock()

    def slow(request: Request) -> None:
        with lock:
            at_once[0] += 1
            at_once[1] = max(at_once)
        request.stopped.wait(0.05)
        with lock:
            at_once[0] -= 1
        request.send(answer("<p>x"))

    server.routes["*"] = slow
    web = LiveWeb(quick(fetch_deadline_s=20.0), LocalPoliteness())
    statuses: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: statuses.append(web.get(f"{server.url}/{n}").status)) for n in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert statuses == [200] * 4
    assert at_once[1] == 1


def test_who_waits_too_long_for_others_says_so_and_forgets_no_rules(server: Loopback) -> None:
    server.page("/robots.txt", "User-agent: *\nDisallow: /a")
    rig = Rig(fetch_deadline_s=3.0)
    token = rig.politeness.enter(f"127.0.0.1:{server.port}", 1000.0)
    with pytest.raises(FetchError, match="others of us are still served") as caught:
        rig.web.get(server.url + "/a")
    assert (caught.value.outcome, caught.value.asked) == (OutcomeCode.RATE_LIMITED, False)
    assert server.hits == []
    rig.politeness.leave(f"127.0.0.1:{server.port}", token or "")
    with pytest.raises(FetchError, match="robots"):
        rig.web.get(server.url + "/a")


def test_an_archive_keeps_the_budgets_of_its_index_and_its_copies_apart(server: Loopback) -> None:
    server.page("/cdx?url=x", "[]")
    server.page("/web/20250101000000id_/x", "<p>x")
    archive = ArchiveSettings(
        name="ours",
        cdx=server.url + "/cdx",
        replay=server.url + "/web/{timestamp}id_/{url}",
        per_minute=12,
        copies_per_minute=30,
    )
    rig = Rig(archives=(archive,), per_host_delay_s=1.0, fetch_deadline_s=30.0)
    for path in ("/cdx?url=x", "/web/20250101000000id_/x", "/cdx?url=x", "/web/20250101000000id_/x"):
        assert rig.web.get(server.url + path).status == 200
    assert rig.waits == [pytest.approx(5.0)]


def test_an_archive_without_a_budget_is_asked_like_any_site(server: Loopback) -> None:
    server.page("/cdx?url=x", "[]")
    archive = ArchiveSettings(name="ours", cdx=server.url + "/cdx", replay=server.url + "/{timestamp}id_/{url}")
    rig = Rig(archives=(archive,), per_host_delay_s=2.0)
    rig.web.get(server.url + "/cdx?url=x")
    rig.web.get(server.url + "/cdx?url=x")
    assert rig.waits == [pytest.approx(2.0)]
