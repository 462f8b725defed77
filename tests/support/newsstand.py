"""A web of invented outlets on loopback, with the search services that know it, and every way these fail.

with Newsstand(pages) as stand:
    web = stand.web()
    settings = stand.settings(tmp_path)

Outlets answer over TLS under their own names; so do the services, under `…service.example`. Nothing leaves the machine.
"""

from __future__ import annotations

import gzip
import html
import json
import re
import ssl
import threading
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import httpcore
from support.loopback import LOOPBACK, quick
from support.tls_server import TlsHandler, TlsServer

from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.settings import ArchiveSettings, Settings

SERVICE = "service.example"
#: How a service may fail.
FAILURES = ("html", "plain_text", "rate_limited", "server_error", "hang", "empty", "malformed", "other_shape")
_HANG_AT_MOST_S = 20.0
_WORD = re.compile(r"\w+")
_SHAPES = {"gdelt": "articles", "searxng": "results", "brave": "web", "mediacloud": "stories"}


@dataclass(frozen=True, kw_only=True)
class Printed:
    """One page of an outlet."""

    url: str
    title: str
    lead: str
    day: str
    language: str
    more: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.url).netloc

    def document(self) -> bytes:
        paragraphs = "".join(f"<p>{html.escape(part)}</p>" for part in (self.lead, *self.more.split("\n")) if part)
        return (
            f'<!doctype html><html lang="{self.language}"><head><meta charset="utf-8">'
            f"<title>{html.escape(self.title)}</title>"
            f'<meta property="article:published_time" content="{self.day}T09:00:00Z"></head>'
            f"<body><article><h1>{html.escape(self.title)}</h1>{paragraphs}</article></body></html>"
        ).encode()


@dataclass(frozen=True, kw_only=True)
class Heard:
    """One request that came."""

    host: str
    path: str
    query: dict[str, list[str]] = field(default_factory=dict)
    headers: dict[str, str] = field(default_factory=dict)
    target: str = ""


class Newsstand:
    """`failing` maps a service (`gdelt`, `searxng`, `brave`, `mediacloud`, `cdx`, `gal`) or a host to a failure.

    Each service overlooks one page in `overlooks` (0 for none), each another one; `heard` are the requests so far.
    """

    def __init__(self, pages: Sequence[Printed], *, overlooks: int = 0, key: str = "sesame") -> None:
        self.pages = list(pages)
        self.by_url = {unquote(page.url): page for page in pages}
        self.hosts = {host for page in pages for host in _domains_of(page.host)}
        self.overlooks = overlooks
        self.key = key
        self.failing: dict[str, str] = {}
        self.routes: dict[str, tuple[int, bytes, str]] = {}
        self.heard: list[Heard] = []
        self.over = threading.Event()
        self._server = _Server(_Handler)
        self._server.stand = self

    def __enter__(self) -> Newsstand:
        self._server.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.over.set()
        self._server.stop()

    def asked(self, service: str) -> list[Heard]:
        return [one for one in self.heard if one.host == f"{service}.{SERVICE}"]

    def settings(self, folder: Path, **changes: Any) -> Settings:
        archive = ArchiveSettings(
            name="Old Pages",
            cdx=f"https://cdx.{SERVICE}/cdx",
            replay=f"https://cdx.{SERVICE}/web/{{timestamp}}id_/{{url}}",
        )
        values: dict[str, Any] = {
            "data_dir": folder,
            "archives": (archive,),
            "gdelt_doc_url": f"https://gdelt.{SERVICE}/api/v2/doc/doc",
            "gdelt_gal_url": f"https://gal.{SERVICE}/gal",
            "gdelt_delay_s": 0.0,
            "searxng_url": f"https://searxng.{SERVICE}/",
            "brave_url": f"https://brave.{SERVICE}/res/v1/web/search",
            "brave_key": self.key,
            "mediacloud_url": f"https://mediacloud.{SERVICE}/api",
            "mediacloud_key": self.key,
        }
        return quick(**(values | changes))

    def web(self, settings: Settings) -> LiveWeb:
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        port = self._server.port

        def dial(_address: str, _port: int, timeout_s: float) -> httpcore.NetworkStream:
            return httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout_s)

        def resolve(_host: str, _port: int) -> Sequence[str]:
            return ["127.0.0.1"]

        assert settings.allow_networks == LOOPBACK
        return LiveWeb(settings, LocalPoliteness(), resolver=resolve, dial=dial, certificates=trusting)

    # --- what is answered ------------------------------------------------------------------

    def answer(self, heard: Heard) -> tuple[int, bytes, str]:
        service, _, rest = heard.host.partition(".")
        url = f"https://{heard.host}{heard.path}"
        if rest == SERVICE and url not in self.routes:
            failed = self._failed(service)
            return failed if failed is not None else _SERVICES[service](self, heard)
        if url in self.routes:
            return self.routes[url]
        page = self.by_url.get(unquote(f"https://{heard.host}{heard.target}")) or self.by_url.get(unquote(url))
        if page is not None:
            return 200, page.document(), "text/html; charset=utf-8"
        if heard.host in self.hosts and heard.path in _LISTS:
            failed = self._failed(heard.host)
            return failed if failed is not None else _LISTS[heard.path](self, heard.host)
        return 404, b"<html><body><h1>Not found</h1></body></html>", "text/html"

    def _failed(self, service: str) -> tuple[int, bytes, str] | None:
        how = self.failing.get(service)
        shape = _SHAPES.get(service, "")
        if how == "hang":
            self.over.wait(_HANG_AT_MOST_S)
        return {
            "html": (200, b"<!doctype html><html><body><h1>Just a moment</h1></body></html>", "text/html"),
            "plain_text": (200, b"Your query was too short or too long.", "text/html"),
            "rate_limited": (429, b"Please limit requests to one every 5 seconds.", "text/html"),
            "server_error": (503, b"<html><body>Service unavailable</body></html>", "text/html"),
            "hang": (200, b"", "text/html"),
            "empty": (200, b"{}", "application/json"),
            "malformed": (200, b'{"%s": [{"url": "https://cut' % shape.encode(), "application/json"),
            "other_shape": (
                200,
                json.dumps({shape: {"web": 7, "results": "none"}, "x": 1}).encode(),
                "application/json",
            ),
        }.get(how or "")

    def newest(self, service: str, host: str) -> list[Printed]:
        known = [page for page in self.pages if host in _domains_of(page.host) and self.knows(service, page)]
        return sorted(known, key=lambda page: page.day)[::-1]

    def knows(self, service: str, page: Printed) -> bool:
        return not self.overlooks or zlib.crc32(f"{service} {page.url}".encode()) % self.overlooks != 0

    def found(self, service: str, host: str, words: str, first: str = "0", last: str = "9") -> list[Printed]:
        """Pages of a site in some days that share a word with the question, those that share most first."""
        asked = {word.casefold() for word in _WORD.findall(words)}
        scored = []
        for page in self.newest(service, host):
            shared = asked & {word.casefold() for word in _WORD.findall(f"{page.title} {page.lead}")}
            if first <= page.day <= last and (shared or not asked):
                scored.append((-len(shared), page.url, page))
        return [page for _, _, page in sorted(scored, key=lambda row: row[:2])]


def _robots(stand: Newsstand, host: str) -> tuple[int, bytes, str]:
    return 200, f"User-agent: *\nDisallow: /private/\nSitemap: https://{host}/news.xml\n".encode(), "text/plain"


def _front(stand: Newsstand, host: str) -> tuple[int, bytes, str]:
    link = '<link rel="alternate" type="application/rss+xml" href="/rss">'
    return 200, f"<html><head><title>{host}</title>{link}</head><body>Front</body></html>".encode(), "text/html"


def _rss(stand: Newsstand, host: str) -> tuple[int, bytes, str]:
    items = "".join(
        f"<item><title>{html.escape(page.title)}</title><link>{page.url}</link>"
        f"<description><![CDATA[<p>{page.lead}</p>]]></description>"
        f"<pubDate>{format_datetime(datetime.fromisoformat(page.day).replace(hour=9, tzinfo=UTC))}</pubDate></item>"
        for page in stand.newest("feeds", host)[::2]
    )
    body = f'<?xml version="1.0"?><rss version="2.0"><channel><title>{host}</title>{items}</channel></rss>'
    return 200, body.encode(), "application/rss+xml"


def _news_sitemap(stand: Newsstand, host: str) -> tuple[int, bytes, str]:
    rows = "".join(
        f"<url><loc>{page.url}</loc><news:news><news:publication><news:name>{host}</news:name>"
        f"<news:language>{page.language}</news:language></news:publication>"
        f"<news:publication_date>{page.day}T09:00:00Z</news:publication_date>"
        f"<news:title>{html.escape(page.title)}</news:title></news:news></url>"
        for page in stand.newest("feeds", host)[1::2]
    )
    spaces = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"'
    return 200, f'<?xml version="1.0" encoding="UTF-8"?><urlset {spaces}>{rows}</urlset>'.encode(), "application/xml"


_LISTS: dict[str, Callable[[Newsstand, str], tuple[int, bytes, str]]] = {
    "/robots.txt": _robots,
    "/": _front,
    "/rss": _rss,
    "/news.xml": _news_sitemap,
}


def _gdelt(stand: Newsstand, heard: Heard) -> tuple[int, bytes, str]:
    asked = heard.query["query"][0]
    host = re.search(r"domainis:(\S+)", asked)
    assert host is not None
    words = " ".join(re.findall(r"\((.*?)\)", asked)).replace(" OR ", " ") or asked[: host.start()]
    first, last = (_iso(heard.query[name][0]) for name in ("startdatetime", "enddatetime"))
    rows = [
        {"url": page.url, "title": page.title, "seendate": page.day.replace("-", "") + "T101500Z", "domain": page.host}
        for page in stand.found("gdelt", host[1], words, first, last)
    ]
    return 200, json.dumps({"articles": rows} if rows else {}).encode(), "application/json"


def _searxng(stand: Newsstand, heard: Heard) -> tuple[int, bytes, str]:
    if heard.query.get("format") != ["json"]:
        return 403, b"Forbidden", "text/html"
    host, words = _site(heard.query["q"][0])
    rows = [
        {"url": page.url, "title": page.title, "content": page.lead, "publishedDate": None, "engine": "stand"}
        for page in stand.found("searxng", host, words)[:20]
    ]
    return 200, json.dumps({"query": heard.query["q"][0], "results": rows}).encode(), "application/json"


def _brave(stand: Newsstand, heard: Heard) -> tuple[int, bytes, str]:
    if heard.headers.get("x-subscription-token") != stand.key:
        return 422, b'{"type":"ErrorResponse","error":{"code":"SUBSCRIPTION_TOKEN_INVALID"}}', "application/json"
    host, words = _site(heard.query["q"][0])
    first, _, last = heard.query.get("freshness", ["0to9"])[0].partition("to")
    rows = [
        {
            "url": page.url,
            "title": f"<strong>{page.title}</strong>",
            "description": page.lead,
            "page_age": f"{page.day}T09:00:00",
        }
        for page in stand.found("brave", host, words, first, last)[:20]
    ]
    return 200, json.dumps({"type": "search", "web": {"type": "search", "results": rows}}).encode(), "application/json"


def _mediacloud(stand: Newsstand, heard: Heard) -> tuple[int, bytes, str]:
    if heard.headers.get("authorization") != f"Token {stand.key}":
        return 403, b'{"detail":"Invalid token."}', "application/json"
    asked = heard.query["q"][0]
    host = re.search(r"canonical_domain:(\S+)", asked)
    assert host is not None
    words = " ".join(re.findall(r"\((.*?)\)", asked)).replace(" OR ", " ")
    rows = [
        {"id": number, "url": page.url, "title": page.title, "publish_date": page.day, "language": page.language}
        for number, page in enumerate(
            stand.found("mediacloud", host[1], words, heard.query["start"][0], heard.query["end"][0])
        )
    ]
    return 200, json.dumps({"stories": rows, "pagination_token": None}).encode(), "application/json"


def _cdx(stand: Newsstand, heard: Heard) -> tuple[int, bytes, str]:
    if not heard.path.startswith("/cdx") or heard.query.get("matchType") != ["domain"]:
        return 200, b"[]", "application/json"
    host, first, last = (heard.query[name][0] for name in ("url", "from", "to"))
    fields = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
    rows = [[f"{host})/", f"{first[:8]}000001", f"https://{host}/", "text/html", "200", "FRONT", "900"]]
    for page in stand.newest("cdx", host):
        day = datetime.fromisoformat(page.day) + timedelta(hours=20)
        stamp = f"{day:%Y%m%d%H%M%S}"
        if first <= stamp <= last:
            rows.append([page.url, stamp, page.url, "text/html", "200", str(abs(hash(page.url))), "5000"])
    return 200, json.dumps([fields, *rows]).encode(), "application/json"


def _gal(stand: Newsstand, heard: Heard) -> tuple[int, bytes, str]:
    day = _iso(heard.path.rpartition("/")[2][:8])
    rows = [
        {
            "date": f"{page.day}T10:00:00Z",
            "url": page.url,
            "title": page.title,
            "domain": page.host,
            "lang": page.language,
        }
        for page in stand.pages
        if page.day == day and stand.knows("gal", page)
    ]
    if not rows:
        return 404, b"<Error><Code>NoSuchKey</Code></Error>", "application/xml"
    return 200, gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()), "application/gzip"


_SERVICES: dict[str, Callable[[Newsstand, Heard], tuple[int, bytes, str]]] = {
    "gdelt": _gdelt,
    "searxng": _searxng,
    "brave": _brave,
    "mediacloud": _mediacloud,
    "cdx": _cdx,
    "gal": _gal,
}


def _site(question: str) -> tuple[str, str]:
    operator, _, words = question.partition(" ")
    return operator.removeprefix("site:"), words


def _domains_of(host: str) -> set[str]:
    """A host and the domains above it, but for the last."""
    labels = host.split(".")
    return {".".join(labels[start:]) for start in range(max(1, len(labels) - 1))}


def _iso(stamp: str) -> str:
    return f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}"


class _Server(TlsServer):
    stand: Newsstand


class _Handler(TlsHandler):
    server: _Server

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        headers = {name.lower(): value for name, value in self.headers.items()}
        heard = Heard(
            host=headers.get("host", ""),
            path=parts.path,
            query=parse_qs(parts.query),
            headers=headers,
            target=self.path,
        )
        self.server.stand.heard.append(heard)
        status, body, media_type = self.server.stand.answer(heard)
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        if status in (301, 302):
            self.send_header("Location", media_type)
        self.end_headers()
        self.wfile.write(body)
