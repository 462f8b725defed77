"""The composed web, answered by real servers on loopback; every request, connection and look-up is written down.

Names have addresses that look public; what is dialled leads to the servers, or nowhere, as the host's door says.
"""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpcore
from support.archive_server import ArchiveServer
from support.loopback import StageDoor
from support.tls_server import TlsHandler, TlsServer

from verifier.settings import ArchiveSettings

from .town import Reply, Town

_TLS = Path(__file__).parents[3] / "fixtures" / "tls"
OUTLETS_PEM, STRANGE_PEM = _TLS / "outlets.pem", _TLS / "loopback.pem"
ARCHIVE_HOST = "old-pages.example"
_PRIVATE = "192.168.77.7"
_AT_MOST_S = 20.0
_ALLOWED_PORTS = frozenset({80, 443, 8080, 8443})


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One request that came in at a server."""

    host: str
    path: str


class Streets:
    """The servers of a town; `heard`, `dialled` and `looked_up` are what was asked so far."""

    def __init__(self, town: Town) -> None:
        self.town = town
        self.heard: list[Heard] = []
        self.dialled: list[tuple[str, int]] = []
        self.looked_up: list[str] = []
        self.over = threading.Event()
        self.archive = ArchiveServer(town.held, name="Old Pages")
        self._servers = {kind: _Server(self, pem) for kind, pem in _PEMS.items()}
        hosts = sorted({*_hosts(town), ARCHIVE_HOST, "files.example"})
        self._addresses = {host: f"45.{70 + place // 200}.10.{place % 200 + 1}" for place, host in enumerate(hosts)}
        self._addresses |= {host: _PRIVATE for host, door in town.odd_hosts.items() if door == "private"}
        self._hosts = {address: host for host, address in self._addresses.items()}

    def __enter__(self) -> Streets:
        self.archive.__enter__()
        for server in self._servers.values():
            server.start()
        return self

    def __exit__(self, *error: object) -> None:
        self.over.set()
        for server in self._servers.values():
            server.stop()
        self.archive.__exit__(*error)

    def archive_settings(self) -> ArchiveSettings:
        base = f"http://{ARCHIVE_HOST}"
        return ArchiveSettings(
            name="Old Pages", cdx=f"{base}/cdx", replay=f"{base}/web/{{timestamp}}id_/{{url}}", timegate=None
        )

    @staticmethod
    def certificates() -> ssl.SSLContext:
        """Trusts the outlets' certificate alone, for the names in it."""
        return ssl.create_default_context(cafile=str(OUTLETS_PEM))

    # --- the way there -------------------------------------------------------------------

    def resolve(self, host: str, port: int) -> Sequence[str]:
        self.looked_up.append(host)
        if self.town.odd_hosts.get(host) == "no name" or host not in self._addresses:
            if host.replace(".", "").isdigit() or ":" in host:
                return [host]
            raise socket.gaierror(socket.EAI_NONAME, "no such name")
        return [self._addresses[host]]

    def dial(self, address: str, port: int, timeout_s: float) -> httpcore.NetworkStream:
        self.dialled.append((address, port))
        host = self._hosts.get(address, "")
        door = self.town.odd_hosts.get(host, "")
        if door == "no answer":
            raise httpcore.ConnectTimeout("nobody answers")
        if door == "refuses":
            raise httpcore.ConnectError("connection refused")
        if host == ARCHIVE_HOST:
            target = int(self.archive.base.rpartition(":")[2])
        else:
            target = self._servers[_kind(door) if port in (443, 8443) else "plain"].port
        return StageDoor(target, {}).dial(address, port, timeout_s)

    # --- what is answered ----------------------------------------------------------------

    def answer(self, heard: Heard, secure: bool) -> Reply:
        town = self.town
        url = f"{'https' if secure else 'http'}://{heard.host}{heard.path}"
        if url in town.routes:
            return town.routes[url]
        if heard.path == "/robots.txt":
            closed = town.robots.get(heard.host, ())
            told = "User-agent: *\n" + "".join(f"Disallow: {path}\n" for path in closed)
            return Reply(body=told.encode(), media_type="text/plain") if closed else Reply(status=404, body=b"none")
        return town.fallbacks.get(heard.host, Reply(status=404, body=b"<h1>404</h1>"))

    # --- what never should have been asked -----------------------------------------------

    def trespasses(self) -> list[str]:
        """Requests and connections that must not be: private addresses, other ports, paths closed by robots.txt."""
        public = set(self._hosts) - {_PRIVATE}
        found = [f"dialled {address}:{port}" for address, port in self.dialled if address not in public]
        found += [f"dialled port {port} of {self._hosts[address]}" for address, port in self.dialled
                  if address in public and port not in _ALLOWED_PORTS]  # fmt: skip
        found += [f"looked up {host}" for host in self.looked_up if host == "files.example"]
        found += [
            f"asked {one.host}{one.path} against robots.txt"
            for one in self.heard
            if one.path.startswith(self.town.robots.get(one.host, ("\0",)))
        ]
        return sorted(set(found))


_PEMS = {"plain": None, "tls": OUTLETS_PEM, "strange": STRANGE_PEM}


def _kind(door: str) -> str:
    return {"unknown certificate": "strange", "no TLS": "plain"}.get(door, "tls")


def _hosts(town: Town) -> set[str]:
    named = {urlsplit(url).hostname or "" for url in town.routes}
    return {*named, *town.fallbacks, *town.odd_hosts} - {""}


class _Server(TlsServer):
    def __init__(self, streets: Streets, pem: Path | None) -> None:
        super().__init__(_Handler, pem)
        self.streets = streets


class _Handler(TlsHandler):
    server: _Server
    at_most_s = _AT_MOST_S

    def do_GET(self) -> None:
        heard = Heard(host=(self.headers.get("host") or "").partition(":")[0], path=self.path)
        self.server.streets.heard.append(heard)
        reply = self.server.streets.answer(heard, self.server.context is not None)
        over = self.server.streets.over
        if reply.manner == "hang":
            over.wait(_AT_MOST_S)
        elif reply.manner == "garbage":
            self.wfile.write(b"\x16\x03\x01 this is no answer\r\n\r\n")
        elif reply.manner != "drop":
            head = self._head(reply)
            self._drip(head, 0.3) if reply.manner == "drip head" else self.wfile.write(head)
            self._send(reply, over)

    def _send(self, reply: Reply, over: threading.Event) -> None:
        if reply.manner == "drip":
            self._drip(reply.body, 0.3)
        elif reply.manner == "stall":
            self.wfile.write(reply.body[: len(reply.body) // 2])
            over.wait(_AT_MOST_S)
        elif reply.manner == "lie":
            self.wfile.write(reply.body[: len(reply.body) // 2])
        else:
            self.wfile.write(reply.body)

    def _drip(self, data: bytes, every_s: float) -> None:
        for place in range(len(data)):
            self.wfile.write(data[place : place + 1])
            if self.server.streets.over.wait(every_s):
                return

    def _head(self, reply: Reply) -> bytes:
        fields = [f"HTTP/1.1 {reply.status} Answer", "Connection: close"]
        if reply.media_type is not None:
            fields.append(f"Content-Type: {reply.media_type}")
        if reply.manner != "stream":
            fields.append(f"Content-Length: {len(reply.body)}")
        fields += [f"{name}: {value}" for name, value in reply.headers]
        return ("\r\n".join(fields) + "\r\n\r\n").encode("latin-1")
