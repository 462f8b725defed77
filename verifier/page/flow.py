"""A tree in, its text as a browser would lay it out, with every link at its offsets, out.

Blanks are collapsed as CSS does (`white-space: normal`), blocks become paragraphs parted by an empty line, list
items and table rows lines of their own. Nothing is lost or doubled but what `skip` names.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from verifier.page.clean import BLANKS, visible
from verifier.page.tree import Element, tags

_LINE_BLANKS = re.compile(f"[ \t\f{BLANKS}]+")
_HAS_MARKER = re.compile(r"[•‣◦▪·*–—-]\s|[\[(]?(?:\d{1,3}|[ivxlc]{1,5}|[a-z])[\].)]|\^", re.IGNORECASE)

#: Never text of a page: programs, pictures, forms, what only other browsers show, readings above the line.
UNSEEN_TAGS = tags(
    "script style noscript template head title svg canvas iframe object embed applet video audio map select button "
    "textarea input datalist progress meter noembed noframes area base link meta param source track rt rp"
)
_PARAGRAPHS = tags(
    "address article aside blockquote body center details dialog dd div dl dt fieldset figcaption figure footer form "
    "h1 h2 h3 h4 h5 h6 header hgroup hr html legend main menu nav ol p pre section summary table ul"
)
_LINES = tags("li tr caption option tbody thead tfoot")
_CELLS = frozenset({"td", "th"})
_PICTURES = ("img", "picture", "svg", "video", "canvas", "figure", "iframe")
#: What stands between two cells of a row.
CELL_GAP = " | "
_RANKS = {"": 0, " ": 1, CELL_GAP: 2, "\n": 3, "\n\n": 4}


@dataclass(frozen=True, slots=True)
class Anchor:
    """A link as it stands in the text: `start == end` for one whose words the page has lost."""

    start: int
    end: int
    href: str


@dataclass(frozen=True, slots=True)
class Flow:
    """Text and its links, in order. `pages` tells from which offset on the text is of which printed page (from 0)."""

    text: str
    anchors: tuple[Anchor, ...]
    pages: tuple[tuple[int, int], ...] = ()


@dataclass(slots=True)
class _Open:
    href: str
    picture: bool
    start: int | None = None


@dataclass(slots=True)
class _Writer:
    """Writes text so that no blank stands at either end of a line, and knows where it is."""

    parts: list[str] = field(default_factory=list)
    length: int = 0
    gap: str = ""
    marker: str = ""
    open_links: list[_Open] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)

    def part(self, gap: str) -> None:
        """At least this gap before whatever comes next."""
        if _RANKS[gap] > _RANKS[self.gap]:
            self.gap = gap

    def line_break(self) -> None:
        """A `<br>`: two of them part paragraphs."""
        self.part("\n\n" if self.gap == "\n" else "\n")

    def write(self, text: str) -> None:
        """Running text with its blanks collapsed."""
        if not text.strip(" \n\t"):  # what stands between most tags
            self.part(" ")
            return
        seen = visible(text)
        core = " ".join(seen.split())
        if seen[:1].isspace():
            self.part(" ")
        if core:
            self._put(core)
            if seen[-1].isspace():
                self.part(" ")

    def write_as_is(self, text: str) -> None:
        """Preformatted text: its lines stay lines."""
        for number, line in enumerate(visible(text).split("\n")):
            if number:
                self.line_break()
            if line.strip():
                self._put(_LINE_BLANKS.sub(" ", line).strip())

    def _put(self, core: str) -> None:
        gap = self.gap if self.length else ""
        if self.marker and not _HAS_MARKER.match(core):
            gap += self.marker
        self.marker = self.gap = ""
        if gap:
            self.parts.append(gap)
            self.length += len(gap)
        for link in self.open_links:
            if link.start is None:
                link.start = self.length
        self.parts.append(core)
        self.length += len(core)

    def open_link(self, href: str, picture: bool) -> None:
        self.open_links.append(_Open(href, picture))

    def close_link(self) -> None:
        link = self.open_links.pop()
        if link.start is not None:
            self.anchors.append(Anchor(link.start, self.length, link.href))
        elif not link.picture:
            place = self.length + (len(self.gap) if self.length else 0)
            self.anchors.append(Anchor(place, place, link.href))

    def finish(self) -> Flow:
        anchors = (Anchor(min(a.start, self.length), min(a.end, self.length), a.href) for a in self.anchors)
        return Flow("".join(self.parts), tuple(sorted(anchors, key=lambda a: (a.start, a.end))))


def flow(root: Element, skip: Callable[[Element], bool] | None = None) -> Flow:
    """The text under `root` and its links. `skip` names elements to leave out with all they hold."""
    from lxml import etree

    writer = _Writer()
    preformatted = 0
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    skipped: Element | None = None
    for event, node in walker:
        if event == "start":
            if node.tag in UNSEEN_TAGS or (skip is not None and node is not root and skip(node)):
                skipped = node
                walker.skip_subtree()
                continue
            _enter(writer, node)
            preformatted += node.tag == "pre"
            _write(writer, node.text, preformatted)
        elif event == "end":
            if node is skipped:
                skipped = None
                _around_skipped(writer, node)
            else:
                _leave(writer, node)
                preformatted -= node.tag == "pre"
        if event != "start" and node is not root:
            _write(writer, node.tail, preformatted)
    return writer.finish()


def _write(writer: _Writer, text: str | None, preformatted: int) -> None:
    if text:
        if preformatted:
            writer.write_as_is(text)
        else:
            writer.write(text)


def _enter(writer: _Writer, node: Element) -> None:
    tag = node.tag
    if tag == "a" and (href := node.get("href")) is not None:
        writer.open_link(href.strip(), next(node.iter(*_PICTURES), None) is not None)
    elif tag == "br":
        writer.line_break()
    elif tag == "q":
        writer.write("“")
    elif tag == "li":
        writer.part("\n")
        writer.marker = _marker(node)
    elif tag in _CELLS:
        if node.getprevious() is not None:
            writer.part(CELL_GAP)
    elif tag in _LINES:
        writer.part("\n")
    elif tag in _PARAGRAPHS and not writer.marker:
        writer.part(_gap_around(node))


def _gap_around(block: Element) -> str:
    """A list inside an item goes on with its lines."""
    parent = block.getparent() if block.tag in ("ul", "ol") else None
    return "\n" if parent is not None and parent.tag == "li" else "\n\n"


def _leave(writer: _Writer, node: Element) -> None:
    tag = node.tag
    if tag == "a" and node.get("href") is not None:
        writer.close_link()
    elif tag == "q":
        writer.write("”")
    elif tag in _LINES or tag == "li":
        writer.marker = ""
        writer.part("\n")
    elif tag in _PARAGRAPHS and not writer.marker:
        writer.part(_gap_around(node))


def _around_skipped(writer: _Writer, node: Element) -> None:
    """What is left out still parts what stands before and behind it, if it is a block."""
    if node.tag in _PARAGRAPHS:
        writer.part("\n\n")


def _marker(item: Element) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "• "
    first = _number(parent.get("start"), 1)
    place = sum(1 for before in item.itersiblings("li", preceding=True))
    return f"{_number(item.get('value'), first + place)}. "


def _number(text: str | None, otherwise: int) -> int:
    return int(text) if text and text.strip().isdecimal() and len(text) < 6 else otherwise
