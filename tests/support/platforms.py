"""Platforms on loopback, over TLS under their own names, answering as they do; and an extractor without a sandbox.

Answers are set by host and path: `platforms.answers["www.youtube.com/oembed"] = oembed("A title")`.
"""

from __future__ import annotations

import json
import ssl
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import httpcore
from support.loopback import quick
from support.tls_server import TlsHandler, TlsServer

from verifier.codec import from_json
from verifier.extract.page import extract_page
from verifier.extract.posts import post_task
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.model import Document
from verifier.settings import Settings

VIDEO = "SejmPL0910a"
WATCH = f"https://www.youtube.com/watch?v={VIDEO}"
#: YouTube's own rules, as far as they matter here.
ROBOTS = "User-agent: *\nDisallow: /api/\nDisallow: /feeds/videos.xml\nDisallow: /youtubei/\n"

Answer = tuple[int, str, str]
Asked = tuple[str, str, str, str]


class Platforms:
    """`answers` by host and path; a callable gets the query. `asked` are method, address, query and body."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer | Callable[[str], Answer]] = {
            "www.youtube.com/robots.txt": (200, ROBOTS, "text/plain"),
        }
        self.asked: list[Asked] = []
        self._server = _Server(_Handler)
        self._server.platforms = self

    def __enter__(self) -> Platforms:
        self._server.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._server.stop()

    def addresses(self) -> list[str]:
        return [address for _, address, _, _ in self.asked if not address.endswith("/robots.txt")]

    def web(self, settings: Settings | None = None) -> LiveWeb:
        trusting = ssl.create_default_context()
        trusting.check_hostname = False
        trusting.verify_mode = ssl.CERT_NONE
        port = self._server.port

        def dial(_address: str, _port: int, timeout_s: float) -> httpcore.NetworkStream:
            return httpcore.SyncBackend().connect_tcp("127.0.0.1", port, timeout_s)

        def resolve(_host: str, _port: int) -> Sequence[str]:
            return ["127.0.0.1"]

        return LiveWeb(
            settings or patient(), LocalPoliteness(), resolver=resolve, dial=dial, certificates=trusting, sleep=_at_once
        )

    # --- shapes --------------------------------------------------------------------------

    def video(self, tracks: Sequence[Mapping[str, Any]] = (), **playability: str) -> None:
        """A video with title, description and these tracks of captions, each at its `baseUrl`."""
        self.answers["www.youtube.com/oembed"] = oembed("Address to parliament", author_name="APT")
        self.answers["www.youtube.com/watch"] = watch("The prime minister speaks.\nRecorded in the chamber.")
        renderer = {"playerCaptionsTracklistRenderer": {"captionTracks": list(tracks)}} if tracks else {}
        status = {"status": "OK", **playability}
        self.answers["www.youtube.com/youtubei/v1/player"] = told({"playabilityStatus": status, "captions": renderer})


class Plain:
    """`protocols.PostExtractor` in this process, for bytes that are our own."""

    def extract(self, body: bytes, *, url: str, content_type: str | None) -> Document:
        return extract_page(body, url=url, content_type=content_type, max_chars=10**6)

    def extract_post(self, parts: Mapping[str, str], *, kind: str, url: str) -> Document:
        body = json.dumps(dict(parts)).encode()
        return from_json(post_task(body, {"kind": kind, "url": url, "max_chars": "1000000"}), Document)


def patient() -> Settings:
    """Settings for loopback on a machine that has other things to do."""
    return quick(connect_timeout_s=30.0, read_timeout_s=30.0, fetch_deadline_s=60.0)


def _at_once(_seconds: float) -> None:
    """Nobody waits in tests."""


def told(value: object, status: int = 200) -> Answer:
    return status, json.dumps(value), "application/json"


def oembed(title: str, **more: str) -> Answer:
    return told({"title": title, "type": "video", "version": "1.0", "html": "<iframe></iframe>", **more})


def watch(description: str) -> Answer:
    """A video's page as it is sent: an empty frame and the data that its scripts draw it from."""
    data = {"videoDetails": {"videoId": VIDEO, "title": "Address to parliament", "shortDescription": description}}
    return (
        200,
        (
            '<!DOCTYPE html><html lang="pl"><head><title>Address to parliament - YouTube</title>'
            '<meta itemprop="datePublished" content="2025-09-10T09:00:00-07:00"></head><body>'
            f'<script>ytcfg.set({{"INNERTUBE_API_KEY": "key_1"}});</script>'
            f"<script>var ytInitialPlayerResponse = {json.dumps(data, separators=(',', ':'))};</script></body></html>"
        ),
        "text/html; charset=utf-8",
    )


def track(
    language: str, *, automatic: bool = False, url: str = "https://www.youtube.com/api/timedtext?v=1"
) -> dict[str, Any]:
    kind = {"kind": "asr"} if automatic else {}
    return {"baseUrl": url, "languageCode": language, "name": {"runs": [{"text": language}]}, **kind}


def captions(*cues: tuple[float, float, str]) -> Answer:
    rows = "".join(f'<text start="{start}" dur="{length}">{words}</text>' for start, length, words in cues)
    return 200, f'<?xml version="1.0" encoding="utf-8" ?><transcript>{rows}</transcript>', "text/xml; charset=UTF-8"


def message(name: str, text: str, day: str = "2025-09-10", reply: str = "") -> str:
    """One message as Telegram draws it."""
    answered = (
        f'<a class="tgme_widget_message_reply" href="#"><div class="tgme_widget_message_text js-message_reply_text">'
        f"{reply}</div></a>"
        if reply
        else ""
    )
    words = f'<div class="tgme_widget_message_text js-message_text" dir="auto">{text}</div>' if text else ""
    return (
        f'<div class="tgme_widget_message js-widget_message" data-post="{name}">'
        f'<div class="tgme_widget_message_author"><a class="tgme_widget_message_owner_name">The Ministry</a></div>'
        f'{answered}{words}<a class="tgme_widget_message_date" href="https://t.me/{name}">'
        f'<time datetime="{day}T06:00:00+00:00">06:00</time></a></div>'
    )


def telegram(*messages: str) -> Answer:
    return 200, f"<!DOCTYPE html><html><body>{''.join(messages)}</body></html>", "text/html; charset=utf-8"


NO_MESSAGE = telegram('<div class="tgme_widget_message_error">Post not found</div>')


def tweet(text: str) -> Answer:
    html = (
        f'<blockquote class="twitter-tweet"><p lang="en" dir="ltr">{text}</p>&mdash; The Ministry (@ministry) '
        '<a href="https://twitter.com/ministry/status/19">September 10, 2025</a></blockquote>'
    )
    return told({"url": "https://twitter.com/ministry/status/19", "author_name": "The Ministry", "html": html})


def feed(*videos: tuple[str, str, str, str]) -> Answer:
    """A channel's feed: id, title, day and description of each video."""
    entries = "".join(
        f"<entry><id>yt:video:{name}</id><yt:videoId>{name}</yt:videoId><title>{title}</title>"
        f'<link rel="alternate" href="https://www.youtube.com/watch?v={name}"/>'
        f"<published>{day}T08:00:00+00:00</published><updated>2025-10-01T00:00:00+00:00</updated>"
        f"<media:group><media:title>{title}</media:title><media:description>{words}</media:description></media:group></entry>"
        for name, title, day, words in videos
    )
    spaces = 'xmlns:yt="http://www.youtube.com/xml/schemas/2015" xmlns:media="http://search.yahoo.com/mrss/"'
    body = f'<?xml version="1.0" encoding="UTF-8"?><feed {spaces} xmlns="http://www.w3.org/2005/Atom">{entries}</feed>'
    return 200, body, "text/xml; charset=UTF-8"


class _Server(TlsServer):
    platforms: Platforms


class _Handler(TlsHandler):
    server: _Server

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers.get("Content-Length", "0"))).decode())

    def _answer(self, content: str) -> None:
        path, _, query = self.path.partition("?")
        address = self.headers.get("Host", "") + path
        self.server.platforms.asked.append((self.command, address, query, content))
        found = self.server.platforms.answers.get(address, (404, "nothing here", "text/plain"))
        status, text, media_type = found(query) if callable(found) else found
        body = text.encode()
        self.send_response(status)
        self.send_header("Location" if status in (301, 302) else "Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
