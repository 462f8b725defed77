"""The addresses that fail: on the way, by their kind, by their size, or because they must not be asked at all."""

from __future__ import annotations

import gzip
import zlib

from support.papers import pdf

from verifier.model import OutcomeCode, SourceState

from .composing import LANGUAGES, article, words
from .dress import page
from .town import Reply, Town, address_of, printed

#: Larger than what the measurement allows for a page.
LARGE_BYTES = 3 * 2**20
_UNREADABLE, _TIMED_OUT, _UNSUPPORTED = SourceState.UNREADABLE, SourceState.TIMED_OUT, SourceState.UNSUPPORTED
_FILES = (
    ("video.mp4", "video/mp4", b"\x00\x00\x00\x18ftypmp42" + bytes(200)),
    ("photo.jpg", "image/jpeg", b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)),
    ("sound.mp3", "audio/mpeg", b"ID3\x03\x00" + bytes(200)),
    ("bundle.zip", "application/zip", b"PK\x03\x04\x14\x00" + bytes(200)),
    ("table.xls", "application/vnd.ms-excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(200)),
    ("raw.bin", "application/octet-stream", bytes(range(256)) * 4),
    ("photo.html", "text/html", b"\x89PNG\r\n\x1a\n" + bytes(200)),
)
_SCAN = "q 0.85 g 40 40 520 700 re f Q"
#: Where no request may ever lead.
_FORBIDDEN = (
    "http://10.0.0.5/report", "http://169.254.169.254/latest/meta-data/", "http://127.0.0.1/", "http://[::1]/status",
    "http://localhost/", "http://inner.example/secret", "http://2130706433/", "http://wrong-port.example:6379/x",
    "http://wrong-port.example:22/", "ftp://files.example/list", "file:///etc/hostname", "gopher://files.example/1",
)  # fmt: skip


def print_failing(town: Town) -> None:
    """All of them."""
    _on_the_way(town)
    _by_kind_and_size(town)
    _servers_in_trouble(town)
    _must_not_be_asked(town)
    for turn, language in enumerate(LANGUAGES):
        _little(town, language, turn)


def _on_the_way(town: Town) -> None:
    for turn, manner in enumerate(("hang", "drip", "hang", "drip", "stall", "drip head")):
        piece, outlet = article(LANGUAGES[turn], 300), town.of(LANGUAGES[turn], 8)
        url = town.put(address_of(piece, outlet), printed(piece, outlet), manner=manner)
        town.case("never ends", url, OutcomeCode.TIMEOUT, _TIMED_OUT, piece)
    doors = {
        "no name": (OutcomeCode.DNS_ERROR, SourceState.GONE),
        "no answer": (OutcomeCode.UNREACHABLE, _TIMED_OUT),
        "refuses": (OutcomeCode.UNREACHABLE, _TIMED_OUT),
        "unknown certificate": (OutcomeCode.TLS_ERROR, _UNREADABLE),
        "other name": (OutcomeCode.TLS_ERROR, _UNREADABLE),
        "no TLS": (OutcomeCode.TLS_ERROR, _UNREADABLE),
    }
    for turn, (door, (code, state)) in enumerate(doors.items()):
        for language in LANGUAGES[turn % 3 :: 2]:
            host = f"{door.replace(' ', '-').lower()}-{language}.example"
            piece = article(language, 305 + turn)
            town.odd_hosts[host] = door
            town.fallbacks[host] = Reply(body=b"<p>reached</p>")
            codes = {code, OutcomeCode.TIMEOUT} if door == "no answer" else {code}
            town.case(f"door: {door}", f"https://{host}/{piece.number}", codes, state, piece)
    for turn, language in enumerate(LANGUAGES[:4]):
        piece, outlet = article(language, 312), town.of(language, 8)
        url = address_of(piece, outlet)
        if turn % 2:
            town.redirect(url, f"{outlet.base}/round/1", 302)
            town.redirect(f"{outlet.base}/round/1", f"{outlet.base}/round/2", 302)
            town.redirect(f"{outlet.base}/round/2", f"{outlet.base}/round/1", 302)
        else:
            town.redirect(url, f"{outlet.base}/step/0", 302)
            for step in range(15):
                town.redirect(f"{outlet.base}/step/{step}", f"{outlet.base}/step/{step + 1}", 302)
        town.case("leads in circles", url, OutcomeCode.TOO_MANY_REDIRECTS, _UNREADABLE, piece)
    for turn, manner in enumerate(("drop", "garbage", "lie")):
        piece, outlet = article(LANGUAGES[turn], 314), town.of(LANGUAGES[turn], 8)
        url = town.put(address_of(piece, outlet), printed(piece, outlet), manner=manner)
        code, state = OutcomeCode.PROTOCOL_ERROR, _UNREADABLE
        if manner == "drop":
            code, state = OutcomeCode.UNREACHABLE, _TIMED_OUT
        town.case("breaks off", url, code, state, piece)


def _by_kind_and_size(town: Town) -> None:
    large = {OutcomeCode.TOO_LARGE}
    for turn, manner in enumerate(("plain", "stream", "plain")):
        piece, outlet = article(LANGUAGES[turn], 320), town.of(LANGUAGES[turn], 8)
        body = printed(piece, outlet) + "<!-- " + "x" * LARGE_BYTES + " -->"
        url = town.put(address_of(piece, outlet), body, manner=manner)
        town.case("too large", url, large, _UNSUPPORTED, piece)
    bombs = {"gzip": gzip.compress(bytes(30 * 2**20), 9), "deflate": zlib.compress(b" " * (30 * 2**20), 9)}
    for turn, (coding, body) in enumerate(bombs.items()):
        piece, outlet = article(LANGUAGES[3 + turn], 321), town.of(LANGUAGES[3 + turn], 8)
        url = town.put(address_of(piece, outlet), body, headers=(("Content-Encoding", coding),))
        town.case("bomb", url, large, _UNSUPPORTED, piece)
    piece, outlet = article("fr", 322), town.of("fr", 8)
    twice = gzip.compress(gzip.compress(bytes(2**20)))
    url = town.put(address_of(piece, outlet), twice, headers=(("Content-Encoding", "gzip, gzip"),))
    codes = {OutcomeCode.UNSUPPORTED_TYPE, OutcomeCode.TOO_LARGE}
    town.case("bomb", url, codes, _UNSUPPORTED, piece)
    for turn, (name, media_type, body) in enumerate(_FILES):
        piece, outlet = article(LANGUAGES[turn], 323), town.of(LANGUAGES[turn], 8)
        url = town.put(f"{outlet.base}/files/{name}", body, media_type=media_type)
        town.case("other kind of file", url, OutcomeCode.UNSUPPORTED_TYPE, _UNSUPPORTED, piece)
    for turn, language in enumerate(LANGUAGES[:4]):
        piece, outlet = article(language, 324), town.of(language, 8)
        url = town.put(f"{outlet.base}/files/scan.pdf", pdf([_SCAN] * (turn + 1)), media_type="application/pdf")
        town.case("scanned PDF", url, OutcomeCode.NO_TEXT, _UNREADABLE, piece)


def _servers_in_trouble(town: Town) -> None:
    for turn, status in enumerate((500, 502, 503, 504, 520, 500)):
        language = LANGUAGES[turn]
        host = f"trouble{turn}-{language}.example"
        told = words(language)["error"]
        body = page(language, "divs", told["title"], f"<p>{told['text']}</p>") if turn % 2 else f"<h1>{status}</h1>"
        fields = (("Retry-After", "3600"),) if status == 503 else ()
        town.fallbacks[host] = Reply(status=status, body=body.encode(), headers=fields)
        piece = article(language, 330)
        town.put(f"http://{host}/robots.txt", "User-agent: *\nAllow: /\n", media_type="text/plain")
        town.case("5xx", f"http://{host}/{piece.number}", OutcomeCode.SERVER_ERROR, _UNREADABLE, piece)
    for turn, field in enumerate(("120", "Mon, 01 Dec 2025 13:00:00 GMT", "", "3600", "7")):
        language = LANGUAGES[turn]
        host = f"busy{turn}-{language}.example"
        fields = (("Retry-After", field),) if field else ()
        town.fallbacks[host] = Reply(status=429, body=b"<h1>429 Too Many Requests</h1>", headers=fields)
        piece = article(language, 331)
        town.put(f"http://{host}/robots.txt", "User-agent: *\nAllow: /\n", media_type="text/plain")
        town.case("429", f"http://{host}/{piece.number}", OutcomeCode.RATE_LIMITED, SourceState.BLOCKED, piece)


def _must_not_be_asked(town: Town) -> None:
    codes = {OutcomeCode.UNSAFE_ADDRESS, OutcomeCode.INVALID_URL}
    town.odd_hosts |= {"inner.example": "private", "wrong-port.example": "open"}
    for turn, target in enumerate(_FORBIDDEN):
        language = LANGUAGES[turn % len(LANGUAGES)]
        piece, outlet = article(language, 340 + turn), town.of(language, 8)
        if turn % 3 == 2:
            head = f'<meta http-equiv="refresh" content="0; url={target}">'
            url = town.put(address_of(piece, outlet), f"<html><head>{head}</head><body></body></html>")
        else:
            url = town.redirect(address_of(piece, outlet), target, 302)
        town.case("leads where nobody may go", url, codes, SourceState.REFUSED, piece)
    for turn, target in enumerate(_FORBIDDEN[:9]):
        town.case("linked where nobody may go", target, codes, SourceState.REFUSED, article("en", 360 + turn))


def _little(town: Town, language: str, turn: int) -> None:
    """Pages with nothing, or next to nothing, to read."""
    outlet = town.truthful(language, turn)
    piece = article(language, 370)
    bodies = (
        "",
        " \n ",
        "<html><head></head><body></body></html>",
        f"<html><title>{piece.title}</title><body></body></html>",
    )
    url = town.put(address_of(piece, outlet), bodies[turn % 4])
    town.case("empty page", url, OutcomeCode.NO_TEXT, _UNREADABLE, piece)
    piece = article(language, 371)
    few = " ".join(piece.paragraphs[-1].split()[:4])
    body = page(language, outlet.site, piece.title, f"<p>{few} …</p>")
    town.case("too short", town.put(address_of(piece, outlet), body), OutcomeCode.NO_TEXT, _UNREADABLE, piece)
