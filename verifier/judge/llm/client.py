"""Messages in, the text of a language model's answer out: the third door to httpx, beside `fetch/` and `cli/remote.py`.

The endpoint is the operator's own choice, so it may be a private address; what it sends is trusted no more than a page:
bytes and time are bounded, redirects are not followed, and none of its words gets into a message of ours.
"""

from __future__ import annotations

import email.utils
import json
import socket
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx

from verifier.judge.llm.prompt import SCHEMA

_MAX_ANSWER_BYTES = 2**20
_MAX_TRIES = 4
_PAUSE_S = 1.0
_BUSY = (429, 503)
#: What servers answer that do not know a `response_format`.
_NOT_UNDERSTOOD = (400, 422)
_STRICT = {
    "type": "json_schema",
    "json_schema": {"name": "answers", "strict": True, "schema": SCHEMA},
}
_LOOSE = {"type": "json_object"}

Message = Mapping[str, str]


class Unanswered(Exception):
    """There is no answer; `why` says it in words of ours. `reached` is False when nobody usable answered at all."""

    def __init__(self, why: str, *, reached: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.reached = reached


@dataclass(frozen=True, slots=True, kw_only=True)
class Endpoint:
    """Where the model answers. `host` is what may be shown; the key goes into one header and nowhere else."""

    url: str
    host: str
    model: str
    key: str | None = field(default=None, repr=False)
    timeout_s: float = 60.0


@dataclass(frozen=True, slots=True)
class _Reply:
    status: int
    body: bytes
    retry_after: str | None


class Client:
    """Asks one endpoint. Safe for threads; holds no connection between questions, so it survives a fork."""

    def __init__(
        self,
        endpoint: Endpoint,
        *,
        clock: Callable[[], float] = time.monotonic,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.endpoint = endpoint
        self._clock = clock
        self._wait = wait
        self._format: Mapping[str, Any] = _STRICT

    def ask(self, messages: Sequence[Message], *, timeout_s: float, spend: Callable[[], None]) -> str:
        """The content of the first choice. `spend` is called before each request and may raise.

        Raises `Unanswered` for everything that is not a text of the model.
        """
        ends_at = self._clock() + min(timeout_s, self.endpoint.timeout_s)
        reply = self._patiently(messages, self._format, ends_at, spend)
        if reply.status in _NOT_UNDERSTOOD and self._format is _STRICT:
            reply = self._patiently(messages, _LOOSE, ends_at, spend)
            if reply.status == 200:
                self._format = _LOOSE
        if reply.status != 200:
            raise Unanswered(f"it answered {reply.status}")
        return _content(reply.body)

    def _patiently(
        self, messages: Sequence[Message], shape: Mapping[str, Any], ends_at: float, spend: Callable[[], None]
    ) -> _Reply:
        """The reply, asked for again while the endpoint is busy and says so, as long as there is time."""
        for tries_left in reversed(range(_MAX_TRIES)):
            spend()
            reply = self._post(messages, shape, ends_at - self._clock())
            if reply.status not in _BUSY or not tries_left:
                return reply
            pause_s = _pause_s(reply.retry_after)
            if self._clock() + pause_s >= ends_at:
                raise Unanswered(f"it answered {reply.status} and asks for more patience than the time limit allows")
            self._wait(pause_s)
        raise AssertionError("the last try returns")

    def _post(self, messages: Sequence[Message], shape: Mapping[str, Any], left_s: float) -> _Reply:
        if left_s <= 0:
            raise Unanswered("the time for it is over")
        asked = {
            "model": self.endpoint.model,
            "messages": list(messages),
            "temperature": 0,
            "stream": False,
            "response_format": shape,
        }
        headers = {"Content-Type": "application/json", "Accept": "application/json", "Accept-Encoding": "identity"}
        if self.endpoint.key is not None:
            headers["Authorization"] = f"Bearer {self.endpoint.key}"
        body = json.dumps(asked, ensure_ascii=False).encode("utf-8", "replace")
        too_late = Unanswered(f"no whole answer within {self.endpoint.timeout_s:g} s")
        with _Watchdog(left_s) as watchdog:
            try:
                with (
                    httpx.Client(trust_env=False, follow_redirects=False, timeout=left_s) as client,
                    client.stream(
                        "POST",
                        self.endpoint.url,
                        content=body,
                        headers=headers,
                        extensions={"trace": watchdog.hear},
                    ) as response,
                ):
                    reply = _Reply(response.status_code, _bounded(response), response.headers.get("retry-after"))
            except httpx.TimeoutException as error:
                raise too_late from error
            except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
                raise (too_late if watchdog.barked else Unanswered(_trouble(error))) from error
            if watchdog.barked:
                raise too_late
        return reply


class _Watchdog:
    """Shuts the connection when the time is over: httpx bounds each wait for a byte, not the whole answer."""

    def __init__(self, left_s: float) -> None:
        self.barked = False
        self._stream: Any = None
        self._timer = threading.Timer(left_s, self._bark)
        self._timer.daemon = True

    def hear(self, event: str, told: Mapping[str, Any]) -> None:
        """httpcore's own account of a request: which connection it is on."""
        if event in ("connection.connect_tcp.complete", "connection.start_tls.complete"):
            self._stream = told["return_value"]

    def _bark(self) -> None:
        self.barked = True
        connection = self._stream.get_extra_info("socket") if self._stream is not None else None
        if isinstance(connection, socket.socket):
            try:
                # Not the method of a TLS socket, which would take the session from under the reading thread.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)
            except OSError:
                return  # closed already

    def __enter__(self) -> _Watchdog:
        self._timer.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._timer.cancel()


def _trouble(error: Exception) -> str:
    return "it could not be reached" if isinstance(error, httpx.ConnectError) else "the connection broke"


def _bounded(response: httpx.Response) -> bytes:
    """The body as sent: not inflated, and no longer than an answer can be."""
    if response.headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise Unanswered("its answer is compressed, which was not asked for")
    return b"".join(_pieces(response))


def _pieces(response: httpx.Response) -> Iterator[bytes]:
    left = _MAX_ANSWER_BYTES
    for piece in response.iter_raw():
        left -= len(piece)
        if left < 0:
            raise Unanswered(f"its answer is longer than {_MAX_ANSWER_BYTES} bytes")
        yield piece


def _pause_s(retry_after: str | None) -> float:
    """Seconds to wait by a `Retry-After` of either form (RFC 9110, 10.2.3)."""
    text = (retry_after or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        day = email.utils.parsedate_to_datetime(text)
    except ValueError:
        return _PAUSE_S
    return max(0.0, (day.replace(tzinfo=day.tzinfo or UTC) - datetime.now(UTC)).total_seconds())


def _content(body: bytes) -> str:
    """`choices[0].message.content` of a chat completion that was finished."""
    try:
        choice = json.loads(body)["choices"][0]
        message = choice["message"]
        refused = bool(message.get("refusal")) or choice.get("finish_reason") == "content_filter"
        content = message.get("content")
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise Unanswered("what it sent is no chat completion", reached=True) from error
    if refused:
        raise Unanswered("the model refused", reached=True)
    if not isinstance(content, str) or not content.strip():
        raise Unanswered("the answer is empty", reached=True)
    return content
