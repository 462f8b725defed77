"""An OpenAI-compatible server on 127.0.0.1: it answers honestly, or by its script, and keeps what it was asked."""

from __future__ import annotations

import contextlib
import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

LIMIT_S = 10


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def system(self) -> str:
        return str(self.body["messages"][0]["content"])

    @property
    def data(self) -> dict[str, Any]:
        """The JSON that stands as text in the user's message."""
        read: dict[str, Any] = json.loads(self.body["messages"][1]["content"])
        return read


#: What a server does with a request: the handler to write to, the request, and an event that is set at the end.
Reply = Callable[["_Handler", Asked], None]


class ModelServer:
    """Replies of `script` are used up in order; after them, and for all else, `usual` answers."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.script: list[Reply] = []
        self.usual: Reply = honest
        self.over = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        self._server.daemon_threads = False
        self._server.model = self  # type: ignore[attr-defined]
        self.host = f"127.0.0.1:{self._server.server_address[1]}"
        self.url = f"http://{self.host}/v1"

    def __enter__(self) -> ModelServer:
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(LIMIT_S)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = LIMIT_S

    def do_POST(self) -> None:
        model: ModelServer = self.server.model  # type: ignore[attr-defined]
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        asked = Asked(self.path, {name.lower(): value for name, value in self.headers.items()}, body)
        model.asked.append(asked)
        self.close_connection = True
        reply = model.script.pop(0) if model.script else model.usual
        with contextlib.suppress(OSError):
            reply(self, asked)

    do_GET = do_POST

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        fields = {"Content-Type": "application/json", "Content-Length": str(len(body)), "Connection": "close"}
        for name, value in (fields | {name.replace("_", "-"): value for name, value in headers.items()}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def wait_for_the_end(self) -> None:
        """Until the test is over or the client has gone."""
        self.connection.settimeout(LIMIT_S)
        with contextlib.suppress(OSError):
            self.connection.recv(1)


def completion(content: Any, finish: str = "stop", **message: Any) -> bytes:
    """A chat completion with one choice."""
    choice = {"index": 0, "finish_reason": finish, "message": {"role": "assistant", "content": content} | message}
    return json.dumps({"id": "c-1", "object": "chat.completion", "choices": [choice]}).encode()


def words(text: str) -> set[str]:
    return set(re.findall(r"\w{3,}", text.lower()))


def honest(handler: _Handler, asked: Asked) -> None:
    """For each claim the passage that shares most words with it; supported if all of them, else not supported."""
    answers = []
    for claim in asked.data["claims"]:
        wanted = words(claim["text"])
        best = max(asked.data["passages"], key=lambda passage: len(wanted & words(passage["text"])))
        good = wanted <= words(best["text"])
        answers.append(
            {
                "claim": claim["number"],
                "verdict": "supported" if good else "not_supported",
                "passages": [best["number"]] if good else [],
                "missing": [],
                "probability": 0.9,
            }
        )
    handler.answer(200, completion(json.dumps({"answers": answers})))


def says(content: Any, finish: str = "stop", **message: Any) -> Reply:
    """A completion with this content; what is not a string is written as JSON."""
    text = content if isinstance(content, str) or content is None else json.dumps(content)
    return lambda handler, _asked: handler.answer(200, completion(text, finish, **message))


def sends(body: bytes, status: int = 200, **headers: str) -> Reply:
    """These bytes."""
    return lambda handler, _asked: handler.answer(status, body, **headers)


def is_silent(handler: _Handler, _asked: Asked) -> None:
    """No byte, ever."""
    handler.wait_for_the_end()


def hangs_up(handler: _Handler, _asked: Asked) -> None:
    """The connection is closed without an answer."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def drips(before: bytes) -> Reply:
    """These bytes, then a letter at a time, for as long as the client stays."""

    def reply(handler: _Handler, _asked: Asked) -> None:
        handler.connection.sendall(before)
        model: ModelServer = handler.server.model  # type: ignore[attr-defined]
        while not model.over.wait(0.02):
            handler.connection.sendall(b"x")

    return reply


@contextlib.contextmanager
def model_server() -> Iterator[ModelServer]:
    """A server for the length of a test."""
    with ModelServer() as server:
        yield server
