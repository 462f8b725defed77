"""Servers that drip, never end, lie or blow up: each ends as one named error within the limits."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Callable, Iterator

import pytest
from support.loopback import Loopback, Request, answer, loopback, quick

from verifier.errors import FetchError
from verifier.fetch import dialling
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.model import Exchange, OutcomeCode

MEGABYTE = 2**20


@pytest.fixture
def server() -> Iterator[Loopback]:
    with loopback() as running:
        yield running


def _get(server: Loopback, path: str = "/page", **changes: object) -> Exchange:
    settings = quick(**({"fetch_deadline_s": 0.5, "read_timeout_s": 0.4} | changes))
    return LiveWeb(settings, LocalPoliteness(), obey_robots=False).get(server.url + path)


def _error(server: Loopback, path: str = "/page", **changes: object) -> FetchError:
    with pytest.raises(FetchError) as caught:
        _get(server, path, **changes)
    assert caught.value.message
    return caught.value


SLOW: dict[str, Callable[[Request], None]] = {
    "headers byte by byte": lambda request: request.drip(answer("x" * 200), 0.05),
    "body byte by byte": lambda request: (
        request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"),
        request.drip(b"x" * 400, 0.05),
    )[0],
    "chunks without end, slowly": lambda request: (
        request.send(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
        request.drip(b"1\r\nx\r\n" * 400, 0.02),
    )[0],
    "silence after the headers": lambda request: (
        request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 400\r\n\r\n"),
        request.stopped.wait(5),
    )[0],
    "silence at once": lambda request: bool(request.stopped.wait(5)) and None,
    "informational answers, slowly": lambda request: request.drip(b"HTTP/1.1 103 Early Hints\r\n\r\n" * 40, 0.02),
}


@pytest.mark.parametrize("kind", SLOW)
def test_a_slow_server_is_left_at_the_deadline(kind: str, server: Loopback) -> None:
    server.routes["/page"] = SLOW[kind]
    error = _error(server)
    assert error.outcome is OutcomeCode.TIMEOUT
    assert error.retryable
    assert server.url in error.message


def test_without_the_clamp_the_dripping_server_has_its_way(server: Loopback, monkeypatch: pytest.MonkeyPatch) -> None:
    """The off switch: timeouts between pieces alone do not end a drip."""
    server.routes["/page"] = lambda request: request.drip(answer("x"), 0.01)
    assert _error(server, fetch_deadline_s=0.3).outcome is OutcomeCode.TIMEOUT
    monkeypatch.setattr(dialling.GuardedStream, "_clamp", lambda self, timeout, expired: timeout)
    assert _get(server, fetch_deadline_s=0.3).body == b"x"


def _flood(head: bytes, piece: bytes) -> Callable[[Request], None]:
    def script(request: Request) -> None:
        request.send(head)
        while not request.stopped.is_set():
            request.send(piece)

    return script


FLOODS = {
    "a body without end": _flood(b"HTTP/1.1 200 OK\r\n\r\n", b"x" * 65536),
    "chunks without end": _flood(
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"4000\r\n" + b"x" * 16384 + b"\r\n"
    ),
    "ten gigabytes announced": _flood(b"HTTP/1.1 200 OK\r\nContent-Length: 10737418240\r\n\r\n", b"x" * 65536),
    "an absurd number announced": _flood(
        b"HTTP/1.1 200 OK\r\nContent-Length: " + b"9" * 19 + b"\r\n\r\n", b"x" * 65536
    ),
    "informational answers without end": _flood(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 1000),
}


@pytest.mark.parametrize("kind", FLOODS)
def test_a_flood_is_too_large_and_soon_left(kind: str, server: Loopback) -> None:
    server.routes["/page"] = FLOODS[kind]
    error = _error(server, max_wire_bytes=MEGABYTE, fetch_deadline_s=20.0)
    assert error.outcome is OutcomeCode.TOO_LARGE
    assert server.url in error.message


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nX-Big: " + b"a" * MEGABYTE + b"\r\n\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(10_000)) + b"\r\n",
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % number for number in range(500)) + b"\r\n",
        b"not http at all\r\n\r\n",
        b"HTTP/1.1 99999 What\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello!",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"\x16\x03\x01\x02\x00" * 100,
    ],
    ids=["1 MB header", "10,000 headers", "500 headers", "no http", "odd status", "two lengths", "bad chunk", "tls"],
)
def test_what_is_not_proper_http_is_a_protocol_error(head: bytes, server: Loopback) -> None:
    server.routes["/page"] = lambda request: request.send(head)
    assert _error(server).outcome is OutcomeCode.PROTOCOL_ERROR


def _zip_bomb(size: int) -> bytes:
    return gzip.compress(b"\0" * size, 9)


BOMBS = {
    "gzip 1:1000": (_zip_bomb(64 * MEGABYTE), "gzip"),
    "deflate in its container": (zlib.compress(b"\0" * (64 * MEGABYTE), 9), "deflate"),
    "many members": (gzip.compress(b"\0" * MEGABYTE, 9) * 64, "gzip"),
    "undeclared gzip": (_zip_bomb(64 * MEGABYTE), ""),
}


@pytest.mark.parametrize("kind", BOMBS)
def test_a_bomb_does_not_go_off(kind: str, server: Loopback) -> None:
    """64 MB of zeros must not be in memory at any moment."""
    body, coding = BOMBS[kind]
    server.page("/page", body, Content_Encoding=coding)
    tracemalloc.start()
    try:
        error = _error(server, max_body_bytes=4 * MEGABYTE, fetch_deadline_s=20.0)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert error.outcome is OutcomeCode.TOO_LARGE
    assert peak < 24 * MEGABYTE


def test_gzip_of_gzip_is_not_opened_twice(server: Loopback) -> None:
    server.page("/page", gzip.compress(_zip_bomb(16 * MEGABYTE)), Content_Encoding="gzip, gzip")
    assert _error(server).outcome is OutcomeCode.UNSUPPORTED_TYPE


@pytest.mark.parametrize("coding", ["br", "zstd", "compress", "gzip, br", "dcb"])
def test_a_coding_that_was_not_asked_for_is_unsupported(coding: str, server: Loopback) -> None:
    server.page("/page", b"\x0b\x02\x80hello", Content_Encoding=coding)
    assert _error(server).outcome is OutcomeCode.UNSUPPORTED_TYPE


def test_only_codings_that_can_be_bounded_are_asked_for(server: Loopback) -> None:
    server.page("/page", "<p>hello")
    _get(server)
    assert server.seen[0].headers["Accept-Encoding"] == "gzip, deflate"


def test_a_body_shorter_than_announced_is_not_an_answer(server: Loopback) -> None:
    server.routes["/page"] = lambda request: request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nhalf of")
    error = _error(server)
    assert error.outcome is OutcomeCode.PROTOCOL_ERROR
    assert error.retryable


def test_what_comes_after_the_announced_length_is_not_read(server: Loopback) -> None:
    server.routes["/page"] = lambda request: request.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello and more")
    assert _get(server).body == b"hello"


def test_compressed_bytes_that_break_off_are_not_an_answer(server: Loopback) -> None:
    server.page("/page", gzip.compress(bytes(range(256)) * 100)[:200], Content_Encoding="gzip")
    assert _error(server).outcome is OutcomeCode.PROTOCOL_ERROR


@pytest.mark.parametrize("kind", ["a flood", "a bad coding", "silence"])
def test_a_status_that_says_it_all_needs_no_body(kind: str, server: Loopback) -> None:
    head = b"HTTP/1.1 404 Not Found\r\n"
    scripts = {
        "a flood": _flood(head + b"\r\n", b"x" * 65536),
        "a bad coding": lambda request: request.send(head + b"Content-Encoding: br\r\nContent-Length: 3\r\n\r\nabc"),
        "silence": SLOW["silence after the headers"],
    }
    server.routes["/page"] = scripts[kind]
    if kind == "silence":
        server.routes["/page"] = lambda request: (
            request.send(head + b"Content-Length: 9\r\n\r\n"),
            request.stopped.wait(5),
        )[0]
    found = _get(server, max_wire_bytes=MEGABYTE, fetch_deadline_s=2.0)
    assert (found.status, found.body) == (404, b"")
