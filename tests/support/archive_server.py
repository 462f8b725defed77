"""A web archive on loopback: index in Wayback's or pywb's dialect, raw replay, TimeGate, and every way they fail.

with ArchiveServer([Held(url="http://page.example/", timestamp="20250910061244", body=b"…")]) as archive:
    settings = Settings(archives=(archive.settings(),), allow_networks=LOOPBACK)
"""

from __future__ import annotations

import gzip
import json
import re
import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any
from urllib.parse import parse_qs, urlsplit

from verifier.settings import ArchiveSettings

LOOPBACK = (ip_network("127.0.0.0/8"),)
_HANG_AT_MOST_S = 30.0

WAYBACK_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
PYWB_FIELDS = ("urlkey", "timestamp", "url", "mime", "status", "digest", "length")


@dataclass(frozen=True, kw_only=True)
class Held:
    """One copy in the archive. `status` 3xx wants a `location`; `revisit` rows have no status in the index."""

    url: str
    timestamp: str
    status: int = 200
    body: bytes = b"<html><body><p>A page.</p></body></html>"
    media_type: str = "text/html"
    location: str | None = None
    revisit: bool = False
    digest: str | None = None
    headers: tuple[tuple[str, str], ...] = ()

    @property
    def moment(self) -> datetime:
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)

    def row(self) -> tuple[str, ...]:
        """The row of the index, as both dialects have it."""
        status = "-" if self.revisit else str(self.status)
        mime = "warc/revisit" if self.revisit else self.media_type
        digest = self.digest or f"SHA{abs(hash(self.body)):X}"
        return surt(self.url), self.timestamp, self.url, mime, status, digest, str(len(self.body))


@dataclass(kw_only=True)
class Manners:
    """How the archive behaves. The failures: `rate_limited`, `excluded`, `excluded_200`, `html_error`, `plain_text`,
    `server_error`, `forbidden`, `login_page`, `hang`, `drop`, `garbage_rows`; None for none."""

    dialect: str = "wayback"
    index_failure: str | None = None
    replay_failure: str | None = None
    timegate_failure: str | None = None
    timegate: bool = False
    timegate_manner: str = "redirect"  # or "in_place": 200 and Content-Location; or "framed": named in Link only
    none_found_is_404: bool = True  # pywb only
    rejects_limit: bool = False
    memento_datetime: bool = True
    revisits_as_first_copy: bool = False  # as pywb: the copy that a revisit refers to is served with its own time
    timegate_finds_errors: bool = False  # also archived errors and redirects
    raw_redirects: bool = False  # as pywb: an archived redirect names the page of its day, not the copy of it
    broken_encoding: bool = False  # gzip without a word about it
    double_encoding: bool = False  # gzip, and an empty field beside the true one, as the Wayback Machine sends it
    circular: bool = False
    leads_out_to: str | None = None
    retry_after: str | None = None


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request that came."""

    kind: str
    query: dict[str, list[str]] = field(default_factory=dict)
    path: str = ""
    headers: dict[str, str] = field(default_factory=dict)


def surt(url: str) -> str:
    """A key as archives sort by: host turned round, no scheme, no `www.`, lower case."""
    parts = urlsplit(url.lower())
    host = re.sub(r"^www\d*\.", "", parts.hostname or "")
    path = parts.path.rstrip("/") or "/"
    return ",".join(reversed(host.split("."))) + ")" + path + (f"?{parts.query}" if parts.query else "")


class ArchiveServer:
    """A running archive; `asked` is the list of requests so far."""

    def __init__(self, held: list[Held], *, name: str = "Test Archive", **manners: Any) -> None:
        self.held = sorted(held, key=lambda copy: copy.timestamp)
        self.name = name
        self.manners = Manners(**manners)
        self.asked: list[Asked] = []
        self.closing = threading.Event()
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.archive = self
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def base(self) -> str:
        """Scheme, host and port."""
        return f"http://127.0.0.1:{self._server.server_address[1]}"

    def settings(self) -> ArchiveSettings:
        """What goes into `VERIFIER_ARCHIVES`."""
        timegate = f"{self.base}/timegate/" if self.manners.timegate else None
        return ArchiveSettings(
            name=self.name,
            cdx=f"{self.base}/cdx",
            replay=f"{self.base}/web/{{timestamp}}id_/{{url}}",
            timegate=timegate,
        )

    def count(self, kind: str) -> int:
        """How many requests of a kind came: `index`, `replay`, `timegate`."""
        return sum(asked.kind == kind for asked in self.asked)

    def __enter__(self) -> ArchiveServer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.closing.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(10)

    # --- the index -----------------------------------------------------------------------

    def rows(self, query: dict[str, list[str]]) -> list[tuple[str, ...]]:
        """The rows that a query asks for, by the rules of the dialect."""
        key = surt(query["url"][0])
        begins = query.get("from", [""])[0].ljust(14, "0")
        ends = query.get("to", ["9"])[0].ljust(14, "9")
        rows = [copy.row() for copy in self.held if surt(copy.url) == key and begins <= copy.timestamp <= ends]
        for expression in query.get("filter", []):
            rows = [row for row in rows if self._passes(row, expression)]
        limit = int(query.get("limit", ["100000"])[0])
        return rows[:limit] if limit >= 0 else rows[limit:]

    def _passes(self, row: tuple[str, ...], expression: str) -> bool:
        """Wayback: `[!]field:java-regex`. pywb: `[!][=~]field:value` and other names."""
        wanted = not expression.startswith("!")
        expression = expression.lstrip("!")
        names = WAYBACK_FIELDS if self.manners.dialect == "wayback" else PYWB_FIELDS
        exact, expression = expression.startswith("="), expression.lstrip("=~")
        name, _, value = expression.partition(":")
        if name not in names:
            return self.manners.dialect != "wayback"
        held = row[names.index(name)]
        return (held == value if exact else re.fullmatch(value, held) is not None) == wanted


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    archive: ArchiveServer

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients that hang up are no news."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"

    def log_message(self, format: str, *_: object) -> None:
        """Silence."""

    def do_GET(self) -> None:
        archive = self.server.archive
        parts = urlsplit(self.path)
        if parts.path == "/cdx":
            archive.asked.append(
                Asked(kind="index", query=parse_qs(parts.query), path=self.path, headers=self._heard())
            )
            self._index(archive, parse_qs(parts.query))
        elif parts.path.startswith("/web/"):
            archive.asked.append(Asked(kind="replay", path=self.path, headers=self._heard()))
            self._replay(archive)
        elif parts.path.startswith("/timegate/") and archive.manners.timegate:
            archive.asked.append(Asked(kind="timegate", path=self.path, headers=self._heard()))
            self._timegate(archive)
        else:
            self._send(404, b"nothing here", "text/plain")

    def _heard(self) -> dict[str, str]:
        return {name.lower(): value for name, value in self.headers.items()}

    def _index(self, archive: ArchiveServer, query: dict[str, list[str]]) -> None:
        manners = archive.manners
        if manners.index_failure and self._fail(manners.index_failure):
            return
        if manners.rejects_limit and "limit" in query:
            self._send(400, b'{"message": "unknown parameter: limit"}', "application/json")
            return
        rows = archive.rows(query)
        if manners.dialect == "wayback":
            table = [list(WAYBACK_FIELDS), *map(list, rows)] if rows else []
            self._send(200, json.dumps(table).encode(), "application/json")
        elif not rows and manners.none_found_is_404:
            told = {"message": f"No Captures found for: {query['url'][0]}"}
            self._send(404, json.dumps(told).encode(), "application/json")
        else:
            lines = [json.dumps(dict(zip(PYWB_FIELDS, row, strict=True))) for row in rows]
            self._send(200, "".join(line + "\n" for line in lines).encode(), "text/x-ndjson")

    def _replay(self, archive: ArchiveServer) -> None:
        manners = archive.manners
        if manners.replay_failure and self._fail(manners.replay_failure):
            return
        found = re.fullmatch(r"/web/(\d{1,14})(?:[a-z]{2}_)?/(.+)", self.path)
        copies = [copy for copy in archive.held if found and surt(copy.url) == surt(found[2])]
        if found is None or not copies:
            self._send(404, b"<html><body>This page has not been archived.</body></html>", "text/html")
            return
        asked = datetime.strptime(found[1].ljust(14, "0"), "%Y%m%d%H%M%S").replace(tzinfo=UTC)
        copy = min(copies, key=lambda held: abs((held.moment - asked).total_seconds()))
        if manners.circular:
            other = copies[(copies.index(copy) + 1) % len(copies)]
            self._send(302, b"", "text/html", Location=f"/web/{other.timestamp}id_/{other.url}")
        elif manners.leads_out_to:
            self._send(302, b"", "text/html", Location=manners.leads_out_to)
        elif copy.timestamp != found[1]:
            self._send(302, b"", "text/html", Location=f"/web/{copy.timestamp}id_/{copy.url}")
        elif copy.revisit and manners.revisits_as_first_copy:
            first = next(held for held in copies if held.row()[5] == copy.row()[5])
            self._copy(manners, first, **{"Content-Location": f"/web/{first.timestamp}id_/{first.url}"})
        else:
            self._copy(manners, copy)

    def _copy(self, manners: Manners, copy: Held, **headers: str) -> None:
        if manners.memento_datetime:
            headers["Memento-Datetime"] = format_datetime(copy.moment, usegmt=True)
            headers["Link"] = f'<{copy.url}>; rel="original"'
        headers |= {f"X-Archive-Orig-{name}": value for name, value in copy.headers}
        if copy.location:
            headers["Location"] = (
                copy.location if manners.raw_redirects else f"/web/{copy.timestamp}id_/{copy.location}"
            )
        packed = manners.broken_encoding or manners.double_encoding
        body = gzip.compress(copy.body) if packed else copy.body
        if manners.double_encoding:
            headers |= {"content-encoding": "", "Content-Encoding": "gzip"}
        self._send(copy.status, body, copy.media_type, **headers)

    def _timegate(self, archive: ArchiveServer) -> None:
        if archive.manners.timegate_failure and self._fail(archive.manners.timegate_failure):
            return
        url = self.path.removeprefix("/timegate/")
        wanted = parsedate_to_datetime(self.headers["Accept-Datetime"])
        copies = [copy for copy in archive.held if surt(copy.url) == surt(url)]
        if not archive.manners.timegate_finds_errors:
            copies = [copy for copy in copies if copy.status == 200]
        if not copies:
            self._send(404, b"no memento", "text/plain")
            return
        copy = min(copies, key=lambda held: abs((held.moment - wanted).total_seconds()))
        place = f"/web/{copy.timestamp}id_/{copy.url}"
        if archive.manners.timegate_manner == "framed":
            when = format_datetime(copy.moment, usegmt=True)
            frame = place.replace("id_/", "mp_/")
            link = f'<{url}>; rel="original", <{frame}>; rel="memento"; datetime="{when}"'
            self._send(200, b"<html><iframe></iframe></html>", "text/html", Link=link, Vary="accept-datetime")
        elif archive.manners.timegate_manner == "in_place":
            self._copy(archive.manners, copy, **{"Content-Location": place, "Vary": "accept-datetime"})
        else:
            self._send(302, b"", "text/html", Location=place, Vary="accept-datetime")

    def _fail(self, how: str) -> bool:
        """Answer as a failing archive does. True if that was the answer."""
        if how == "hang":
            self.server.archive.closing.wait(_HANG_AT_MOST_S)
            self.close_connection = True
            return True
        if how == "drop":
            self.close_connection = True
            return True
        status, body, media_type = _FAILURES[how]
        headers = {}
        if how == "rate_limited" and self.server.archive.manners.retry_after:
            headers["Retry-After"] = self.server.archive.manners.retry_after
        self._send(status, body, media_type, **headers)
        return True

    def _send(self, status: int, body: bytes, media_type: str, **headers: str) -> None:
        try:
            self.send_response(status)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(body)))
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True


_FAILURES: dict[str, tuple[int, bytes, str]] = {
    "rate_limited": (429, b"<html><body><h1>429 Too Many Requests</h1></body></html>", "text/html"),
    "excluded": (
        403,
        b"org.archive.util.io.RuntimeIOException: org.archive.wayback.exception.AdministrativeAccessControlException: "
        b"Blocked Site Error",
        "text/plain",
    ),
    "excluded_200": (200, b"org.archive.wayback.exception.RobotAccessControlException: Blocked", "text/plain"),
    "html_error": (200, b"<!doctype html><html><body><h1>Temporarily offline</h1></body></html>", "text/html"),
    "plain_text": (200, b"The index is being rebuilt, please come back later.", "text/plain"),
    "server_error": (503, b"<html><body>Service unavailable</body></html>", "text/html"),
    "forbidden": (403, b"<html><body>Forbidden</body></html>", "text/html"),
    "login_page": (
        200,
        b"<!doctype html><html><body><form>Password <input type=password></form></body></html>",
        "text/html",
    ),
    "garbage_rows": (200, b'[["urlkey","timestamp"],["x"],17,null,["y","not-a-time"]]', "application/json"),
}
