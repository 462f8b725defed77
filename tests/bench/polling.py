"""Status polls in, answers a second out (200 and 304), against a bare Starlette route under the same uvicorn."""

from __future__ import annotations

import contextlib
import http.client
import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

from bench.load import answers_per_second
from bench.startup import environment
from bench.timing import Row, medians

REPEATS = 3
_PATIENCE_S = 30.0
_TESTS = Path(__file__).parents[1]


def rows() -> list[Row]:
    """Whole answers and confirmations of an article that waits, each against a fixed answer of the same size."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder, _service(Path(folder)) as (port, path):
        etag, size = _status(port, path, {}, expected=200)
        known = {"If-None-Match": etag}
        _status(port, path, known, expected=304)
        with _bare_route(size) as bare_port:
            whole, confirmed, bare = medians(
                [
                    partial(answers_per_second, port, path, {}),
                    partial(answers_per_second, port, path, known),
                    partial(answers_per_second, bare_port, "/articles/x", {}),
                ],
                REPEATS,
            )
    return [
        _row("polls, GET /articles/{id} (200)", whole, "a bare Starlette route", bare),
        _row("polls, with If-None-Match (304)", confirmed, "a bare Starlette route", bare),
        _row("polls, with If-None-Match (304)", confirmed, "the same with 200", whole),
    ]


def _row(what: str, measured: float, reference: str, against: float) -> Row:
    return Row(what=what, measured=measured, unit="/s", reference=reference, against=against, repeats=REPEATS)


@contextlib.contextmanager
def _service(folder: Path) -> Iterator[tuple[int, str]]:
    """`verifier serve` without workers, so that an article handed in stays queued: its port and the article's path."""
    port = _free_port()
    command = [sys.executable, "-m", "verifier", "serve", "--workers", "0", "--port", str(port)]
    with _running(command, port, environment(folder)):
        yield port, _hand_in(port)


@contextlib.contextmanager
def _bare_route(size: int) -> Iterator[int]:
    port = _free_port()
    command = [sys.executable, "-m", "bench.bare_route", str(port), str(size)]
    with _running(command, port, environment(_TESTS) | {"PYTHONPATH": str(_TESTS)}):
        yield port


@contextlib.contextmanager
def _running(command: list[str], port: int, environ: dict[str, str]) -> Iterator[None]:
    """The server, once it listens and until the block ends."""
    process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + _PATIENCE_S
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{' '.join(command[1:])} did not start")
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        try:
            process.wait(_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _hand_in(port: int) -> str:
    """The path of a new article's status."""
    body = json.dumps({"text": "The bridge was closed on Monday (Gazette, September 12)."})
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)) as client:
        client.request("POST", "/articles", body, {"Content-Type": "application/json"})
        answer = client.getresponse()
        location = answer.getheader("Location")
        if answer.status != 202 or location is None:
            raise RuntimeError(f"the article was not accepted: {answer.status} {answer.read()!r}")
        return location


def _status(port: int, path: str, headers: dict[str, str], *, expected: int) -> tuple[str, int]:
    """The ETag and the size of one answer, which must be what is to be measured."""
    with contextlib.closing(http.client.HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)) as client:
        client.request("GET", path, headers=headers)
        answer = client.getresponse()
        size = len(answer.read())
        if answer.status != expected:
            raise RuntimeError(f"a poll was answered by {answer.status}, not {expected}")
        return answer.getheader("ETag") or "", size
