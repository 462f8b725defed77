"""A real HTTP server on 127.0.0.1 whose answers are scripts writing raw bytes, for tests of the fetcher."""

from __future__ import annotations

import contextlib
import socket
import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from ipaddress import ip_network
from typing import Any

import httpcore

from verifier.settings import Settings

LOOPBACK = (ip_network("127.0.0.0/8"),)


@dataclass
class Request:
    """What a client sent, and the line back to it."""

    path: str
    headers: dict[str, str]
    number: int
    connection: socket.socket
    stopped: threading.Event

    def send(self, data: bytes) -> None:
        self.connection.sendall(data)

    def drip(self, data: bytes, every_s: float) -> None:
        """Byte by byte, until the client or the test has had enough."""
        for place in range(len(data)):
            self.send(data[place : place + 1])
            if self.stopped.wait(every_s):
                return


Script = Callable[[Request], None]


class Loopback:
    """Routes by path; `/robots.txt` is missing unless scripted. `hits` are the paths asked for, in order."""

    def __init__(self, certificate: str | None = None) -> None:
        self.routes: dict[str, Script] = {}
        self.hits: list[str] = []
        self.seen: list[Request] = []
        self.connections = 0
        self._stopped = threading.Event()
        self._threads: list[threading.Thread] = []
        self._open: list[socket.socket] = []
        self._tls: ssl.SSLContext | None = None
        if certificate:
            self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._tls.load_cert_chain(certificate)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def page(self, path: str, body: bytes | str, status: str = "200 OK", **headers: str) -> None:
        """A route that always gives the same answer."""
        raw = answer(body, status, **headers)
        self.routes[path] = lambda request: request.send(raw)

    def redirect(self, path: str, location: str, status: int = 302) -> None:
        self.page(path, "", f"{status} Elsewhere", Location=location)

    def pages(self) -> list[str]:
        """The paths asked for without robots.txt."""
        return [path for path in self.hits if path != "/robots.txt"]

    def __enter__(self) -> Loopback:
        self._start(self._accept)
        return self

    def __exit__(self, *_error: object) -> None:
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._open:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(5)

    def _start(self, target: Callable[..., None], *args: Any) -> None:
        thread = threading.Thread(target=target, args=args, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while not self._stopped.is_set():
            try:
                connection, _peer = self._listener.accept()
            except OSError:
                return
            self.connections += 1
            self._open.append(connection)
            self._start(self._serve, connection)

    def _serve(self, connection: socket.socket) -> None:
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.settimeout(10)
            if self._tls is None:
                self._answer(connection)
            else:
                with self._tls.wrap_socket(connection, server_side=True) as secure:
                    self._answer(secure)

    def _answer(self, connection: socket.socket) -> None:
        head = b""
        while b"\r\n\r\n" not in head:
            piece = connection.recv(65536)
            if not piece:
                return
            head += piece
        first, *lines = head.decode("latin-1").split("\r\n")
        path = first.split(" ")[1]
        headers = dict(line.split(": ", 1) for line in lines if ": " in line)
        request = Request(path, headers, self.hits.count(path), connection, self._stopped)
        self.hits.append(path)
        self.seen.append(request)
        script = self.routes.get(path) or self.routes.get("*")
        if script is None or (path == "/robots.txt" and path not in self.routes):
            request.send(answer("nothing here", "404 Not Found"))
        else:
            script(request)


def answer(body: bytes | str, status: str = "200 OK", **headers: str) -> bytes:
    """A whole HTTP answer; `Content_Type="…"` gives `Content-Type`."""
    raw = body.encode() if isinstance(body, str) else body
    fields = {"Content-Type": "text/html; charset=utf-8", "Content-Length": str(len(raw))}
    fields.update({name.replace("_", "-"): value for name, value in headers.items()})
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    return f"HTTP/1.1 {status}\r\n{head}\r\n".encode() + raw


def quick(**changes: Any) -> Settings:
    """Settings for loopback: short waits, no pause between requests."""
    values: dict[str, Any] = {
        "allow_networks": LOOPBACK,
        "per_host_delay_s": 0.0,
        "connect_timeout_s": 2.0,
        "read_timeout_s": 2.0,
        "fetch_deadline_s": 5.0,
        "fetch_retries": 0,
        "archives": (),
    }
    return Settings(**(values | changes))


class StageDoor:
    """A resolver and a dial that pretend: names have the addresses in `names`, all of which lead to one server."""

    def __init__(self, port: int, names: dict[str, Sequence[str]], peer: str | None = None) -> None:
        self._port = port
        self._names = names
        self._peer = peer
        self.looked_up: list[str] = []
        self.dialled: list[str] = []

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        if host in self._names:
            return self._names[host]
        if host.replace(".", "").isdigit() or ":" in host:
            return [host]
        raise socket.gaierror(socket.EAI_NONAME, "no such name")

    def dial(self, address: str, port: int, timeout_s: float) -> httpcore.NetworkStream:
        self.dialled.append(address)
        stream = httpcore.SyncBackend().connect_tcp("127.0.0.1", self._port, timeout_s)
        return _Disguised(stream, (self._peer or address, port))


class _Disguised(httpcore.NetworkStream):
    """A loopback connection that says it stands elsewhere."""

    def __init__(self, stream: httpcore.NetworkStream, peer: tuple[str, int]) -> None:
        self._stream = stream
        self._peer_address = peer

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, timeout)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, timeout)

    def close(self) -> None:
        self._stream.close()

    def start_tls(self, *args: Any) -> httpcore.NetworkStream:
        return self._stream.start_tls(*args)

    def get_extra_info(self, name: str) -> Any:
        return self._peer_address if name == "server_addr" else self._stream.get_extra_info(name)


@contextlib.contextmanager
def loopback(certificate: str | None = None) -> Iterator[Loopback]:
    """A server for the length of a test."""
    with Loopback(certificate) as server:
        yield server
