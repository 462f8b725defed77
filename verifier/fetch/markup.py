"""The outward signs of an HTML page in one linear scan: title, headings, meta tags, data blocks, how much text is seen.

Not a parser: it never builds a tree, so that a hostile page costs no more than its length, and both the
bytes and the tags looked at are capped. A page beyond the caps counts as long.
"""

from __future__ import annotations

import functools
import html
import re
from dataclasses import dataclass, field

from verifier.charset import decode

MAX_SCAN_BYTES = 2 * 2**20
MAX_TAGS = 60_000
ENOUGH_CHARS = 20_000
_MAX_KEPT = 200
_MAX_BLOCK_BYTES = 512 * 1024

# Content that readers do not see. Their tags are skipped to the matching end.
_UNSEEN = frozenset({b"script", b"style", b"noscript", b"template", b"svg", b"title"})
_NAME = re.compile(rb"/?([a-z][a-z0-9:-]{0,31})")
# The look-behind lets each name be tried once only, which keeps the search linear.
_ATTRIBUTE = re.compile(rb"""(?<![\w:-])([a-z][\w:-]*+)\s*+=\s*+("[^"]*"|'[^']*'|[^\s>"']++)""", re.IGNORECASE)
_REFRESH = re.compile(r"\s*(\d{1,6})(?:\.\d{0,6})?\s*[;,]\s*(?:url\s*=\s*)?(\S.{0,8190})", re.IGNORECASE)
_SPACES = re.compile(r"\s+")
# Names that sites and the sellers of walls give to what stands before a text.
_NAMED = re.compile(rb"\b(?:class|id)\s*+=\s*+(\"[^\">]*+|'[^'>]*+|[^\s\"'>]++)")
_WALL = re.compile(rb"(?:pay|reg|subscri(?:be|ption|ber)[_-]?)wall")
_VOID = frozenset({b"br", b"hr", b"img", b"input", b"link", b"meta", b"source", b"wbr"})
_MAX_WALL_CHARS = 1000
_HIDDEN = re.compile(rb"display\s*:\s*none|\shidden\b|aria-hidden\s*=\s*[\"']?true")


@dataclass(slots=True, kw_only=True)
class PageSigns:
    """What a page shows from the outside. `text` is visible text, at most `ENOUGH_CHARS` long.

    `wall` is what is seen in the first element that is named after walls before texts (`class="paywall"`).
    """

    title: str = ""
    headings: list[str] = field(default_factory=list)
    metas: dict[str, str] = field(default_factory=dict)
    data_blocks: list[bytes] = field(default_factory=list)
    refreshes: list[tuple[int, str]] = field(default_factory=list)
    amp: str | None = None
    text: str = ""
    script_bytes: int = 0
    scripts_loaded: int = 0
    total_bytes: int = 0
    asks_password: bool = False
    asks_for_javascript: bool = False
    empty_root: bool = False
    wall: str = ""
    complete: bool = True

    @property
    def text_chars(self) -> int:
        """Visible characters; a page that was not scanned to its end counts as long."""
        return len(self.text) if self.complete else max(len(self.text), ENOUGH_CHARS)


@functools.lru_cache(maxsize=2)  # one page is looked at several times on its way, and so is the head of it
def scan(body: bytes, content_type: str | None) -> PageSigns:
    """The signs of a page, not to be changed. Never raises, whatever the bytes."""
    text, _encoding = decode(body[:MAX_SCAN_BYTES], content_type)
    page = _Scan(text.encode("utf-8", "replace"))
    page.signs.complete = len(body) <= MAX_SCAN_BYTES
    page.run()
    return page.signs


def meta_refresh(body: bytes, content_type: str | None, *, within_s: int = 5) -> str | None:
    """Where a page sends its readers by itself within a few seconds, or None; `<noscript>` does not count."""
    head = body[: 64 * 1024]
    if b"refresh" not in head.lower():
        return None
    return next((target for delay, target in scan(head, content_type).refreshes if delay <= within_s), None)


def without_noscript(body: bytes) -> bytes:
    """The page without what it says to browsers that run no scripts."""
    low, kept, at = body.lower(), [], 0
    while (start := low.find(b"<noscript", at)) >= 0:
        kept.append(body[at:start])
        closing = low.find(b"</noscript", start)
        at = low.find(b">", closing) + 1 if closing >= 0 else 0
        if at == 0:
            return b"".join(kept)  # it has no end
    return b"".join([*kept, body[at:]])


def amp_link(body: bytes, content_type: str | None) -> str | None:
    """The address of the page's own rendition without scripts (`rel=amphtml`), as it is written; None if none."""
    return scan(body, content_type).amp if b"amphtml" in body[:MAX_SCAN_BYTES].lower() else None


def refresh_target(content: str) -> tuple[int, str] | None:
    """The seconds and the address in `5; url=https://…` (HTML, shared declarative refresh steps)."""
    found = _REFRESH.match(content)
    if found is None:
        return None
    target = found[2].strip()
    if target[0] in "\"'":
        target = target[1:].partition(target[0])[0].strip()
    return (int(found[1]), target) if target else None


class _Scan:
    """One pass over lower-cased bytes, from `<` to `<`."""

    def __init__(self, raw: bytes) -> None:
        self.signs = PageSigns(total_bytes=len(raw))
        self._raw = raw
        self._low = raw.lower()  # bytes.lower() is ASCII only, so offsets stay the same
        self._seen: list[str] = []
        self._seen_chars = 0
        self._heading_from: int | None = None
        self._missing_ends: set[bytes] = set()
        self._wall: tuple[bytes, int] | None = None  # the name of the element and where its words begin
        self._wall_depth = 0

    def run(self) -> None:
        low, at = self._low, 0
        for _tag in range(MAX_TAGS):
            opening = low.find(b"<", at)
            self._see(at, opening if opening >= 0 else len(low))
            if opening < 0 or self._seen_chars >= ENOUGH_CHARS:
                self.signs.complete = self.signs.complete and opening < 0
                break
            at = self._after(opening)
        else:
            self.signs.complete = False
        self.signs.text = " ".join(html.unescape(" ".join(self._seen)).split())

    def _see(self, start: int, end: int) -> None:
        if end > start:
            words = self._raw[start : min(end, start + ENOUGH_CHARS)].decode("utf-8", "replace").strip()
            if words:
                self._seen.append(words)
                self._seen_chars += len(words) + 1

    def _after(self, opening: int) -> int:
        """Take in the tag at `opening`; returns where to go on."""
        low = self._low
        if low.startswith(b"<!--", opening):
            return self._end_of(b"-->", opening + 4)
        found = _NAME.match(low, opening + 1)
        if found is None:
            return opening + 1 if low[opening + 1 : opening + 2] not in (b"!", b"?") else self._end_of(b">", opening)
        end = self._tag_end(opening)
        name, closing = found[1], low[opening + 1] == 0x2F
        self._mind_walls(name, closing, opening, end)
        if closing:
            if name in (b"h1", b"h2"):
                self._close_heading(opening)
            return end
        self._take(name, opening, end)
        if name in _UNSEEN and low[end - 2 : end] != b"/>":
            return self._skip(name, opening, end)
        return end

    def _tag_end(self, opening: int) -> int:
        """Behind the `>` of a tag; a `>` in quotes does not end it, as far as three of them."""
        end = self._end_of(b">", opening)
        for _quoted in range(3):
            if self._low.count(b'"', opening, min(end, opening + 4096)) % 2 == 0:
                break
            end = self._end_of(b">", end)
        return end

    def _end_of(self, mark: bytes, start: int) -> int:
        found = self._low.find(mark, start)
        return found + len(mark) if found >= 0 else len(self._low)

    def _skip(self, name: bytes, opening: int, start: int) -> int:
        """Behind `</name`, taking in what is not seen: scripts, the title, words for readers without scripts."""
        closing = self._low.find(b"</" + name, start) if name not in self._missing_ends else -1
        if closing < 0:
            self._missing_ends.add(name)  # looked for once only: many openings without an end stay linear
            return len(self._low) if name in (b"script", b"style") else start
        content = self._raw[start : min(closing, start + _MAX_BLOCK_BYTES)]
        if name == b"title" and not self.signs.title:
            self.signs.title = _plain(content)
        elif name == b"script":
            self.signs.script_bytes += closing - opening
            head = self._low[opening:start]
            self.signs.scripts_loaded += b" src" in head
            if b"ld+json" in head and len(self.signs.data_blocks) < _MAX_KEPT:
                self.signs.data_blocks.append(content)
        elif name == b"noscript" and b"javascript" in self._low[start : min(closing, start + 4096)]:
            self.signs.asks_for_javascript = True
        return self._tag_end(closing)

    def _take(self, name: bytes, opening: int, end: int) -> None:
        if name in (b"h1", b"h2"):
            self._heading_from = end
        elif name in (b"meta", b"link", b"input", b"div"):
            tag = self._raw[opening : min(end, opening + 16_384)]
            if name == b"meta":
                self._take_meta(_attributes(tag))
            elif name == b"link":
                if self.signs.amp is None and b"amphtml" in tag.lower():
                    self._take_link(_attributes(tag))
            elif name == b"input":
                self.signs.asks_password = self.signs.asks_password or b"password" in tag.lower()
            elif self._low.startswith(b"</div", end):
                identity = _attributes(tag[:2048]).get("id", "")
                if identity in ("root", "app", "__next", "__nuxt", "___gatsby", "react-root", "main-app"):
                    self.signs.empty_root = True

    def _mind_walls(self, name: bytes, closing: bool, opening: int, end: int) -> None:
        """Note what stands in the first element that is named after walls and holds words."""
        if self._wall is None:
            tag = self._low[opening : min(end, opening + 1024)]
            holds_words = not closing and name not in _VOID and name not in _UNSEEN
            if holds_words and b"wall" in tag and _is_wall(tag):
                self._wall, self._wall_depth = (name, len(self._seen)), 1
        elif name == self._wall[0]:
            self._wall_depth += -1 if closing else 1
            if self._wall_depth == 0:
                words = " ".join(self._seen[self._wall[1] :])
                self.signs.wall = self.signs.wall or html.unescape(words[:_MAX_WALL_CHARS])
                self._wall = None

    def _take_meta(self, attributes: dict[str, str]) -> None:
        content = attributes.get("content", "")
        if attributes.get("http-equiv", "").lower() == "refresh":
            target = refresh_target(content)
            if target is not None and len(self.signs.refreshes) < 4:
                self.signs.refreshes.append(target)
        key = (attributes.get("name") or attributes.get("property") or attributes.get("itemprop") or "").lower()
        if key and len(self.signs.metas) < _MAX_KEPT:
            self.signs.metas.setdefault(key, content)

    def _take_link(self, attributes: dict[str, str]) -> None:
        if "amphtml" in attributes.get("rel", "").lower().split():
            self.signs.amp = attributes.get("href") or None

    def _close_heading(self, end: int) -> None:
        if self._heading_from is not None and len(self.signs.headings) < 8:
            words = _plain(self._raw[self._heading_from : min(end, self._heading_from + 4096)])
            if words:
                self.signs.headings.append(words)
        self._heading_from = None


def _is_wall(tag: bytes) -> bool:
    """Whether a tag in lower case is named after walls, and its element seen."""
    return any(map(_WALL.search, _NAMED.findall(tag))) and not _HIDDEN.search(tag)


def _attributes(tag: bytes) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in _ATTRIBUTE.findall(tag):
        words = html.unescape(value.strip(b"\"'").decode("utf-8", "replace"))
        found.setdefault(name.decode("ascii", "replace").lower(), words.strip())
    return found


def _plain(raw: bytes) -> str:
    """The words of a short piece of markup."""
    words = [part.partition(b">")[2] if place else part for place, part in enumerate(raw[:8192].split(b"<"))]
    return _SPACES.sub(" ", html.unescape(b" ".join(words).decode("utf-8", "replace"))).strip()
