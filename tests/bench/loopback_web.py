"""`python -m bench.loopback_web PAGES`: news sites on 127.0.0.1, every answer 100 ms late; says its port on a line.

The name in `Host` says which site is asked; all sites share one process and one port. Ends with its standard input.
"""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import subprocess
import sys
from collections.abc import Iterator, Mapping

from bench.sites import news_page

LATENCY_S = 0.1
_HEAD = b"HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %d\r\n%s\r\n"
_MISSING = _HEAD % (b"404 Not Found", b"text/plain", 7, b"") + b"nothing"


class _Sites(asyncio.Protocol):
    """One connection: requests in, ready-made answers out, each after the latency."""

    def __init__(self, answers: Mapping[bytes, bytes]) -> None:
        self._answers = answers
        self._heard = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, _, self._heard = self._heard.partition(b"\r\n\r\n")
            path = head.split(b" ", 2)[1]
            asyncio.get_running_loop().call_later(LATENCY_S, self._answer, self._answers.get(path, _MISSING))

    def _answer(self, answer: bytes) -> None:
        assert isinstance(self._transport, asyncio.Transport)
        if not self._transport.is_closing():
            self._transport.write(answer)


async def _serve(pages: int) -> None:
    answers = {f"/news/{number}".encode(): _answer(number) for number in range(pages)}
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: _Sites(answers), "127.0.0.1", 0, backlog=512)
    sys.stdout.write(f"{server.sockets[0].getsockname()[1]}\n")
    sys.stdout.flush()
    await loop.run_in_executor(None, sys.stdin.read)


def _answer(number: int) -> bytes:
    body = gzip.compress(news_page(number).encode(), 6)
    return _HEAD % (b"200 OK", b"text/html; charset=utf-8", len(body), b"Content-Encoding: gzip\r\n") + body


@contextlib.contextmanager
def loopback_web(pages: int, environ: Mapping[str, str]) -> Iterator[int]:
    """The port of such a web, for as long as the block runs."""
    command = [sys.executable, "-m", "bench.loopback_web", str(pages)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.stdin.close()


if __name__ == "__main__":
    asyncio.run(_serve(int(sys.argv[1])))
