"""Printed lines with their boxes in, running text out: joined to paragraphs, page numbers and running heads dropped."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_PAGE_NUMBER = re.compile(
    r"(?:page|strona|seite|стр\.?|p\.)?\s?\d{1,4}(?:\s?(?:/|of|z|von|из)\s?\d{1,4})?", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[•‣◦▪·–—-]|\d{1,2}[.)]|\[\d{1,3}\])\s")
_ENDS = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
#: A page number at either end of a running head; other numbers make lines differ.
_DIGITS = re.compile(r"^\W{0,3}\d{1,4}\b|\b\d{1,4}\W{0,3}$")


@dataclass(slots=True)
class Line:
    """A line as it was printed: its characters with their number on the page, and its box in points."""

    page: int
    text: str
    places: list[int]
    left: float
    right: float
    bottom: float
    top: float
    hyphen: bool = False
    start: int = -1


def _without_running_heads(lines: list[Line], pages: int) -> list[Line]:
    """Without page numbers, and lines that stand on most pages (a paper's name, a copyright)."""
    edges = {id(group[place]) for group in _by_page(lines) for place in (0, 1, -1, -2) if len(group) > abs(place) + 1}
    plain = Counter(_DIGITS.sub("#", line.text) for line in lines if id(line) in edges)

    def runs(line: Line) -> bool:
        if id(line) not in edges:
            return False
        often = pages >= 3 and plain[_DIGITS.sub("#", line.text)] > pages * 0.6
        return often or (pages > 1 and _PAGE_NUMBER.fullmatch(line.text) is not None)

    return [line for line in lines if not runs(line)]


def _by_page(lines: list[Line]) -> list[list[Line]]:
    pages: dict[int, list[Line]] = {}
    for line in lines:
        pages.setdefault(line.page, []).append(line)
    return list(pages.values())


def join_lines(lines: list[Line], pages: int) -> str:
    """Paragraphs parted by an empty line. Sets `start` of every line that stays to where it stands in the text."""
    parts: list[str] = []
    length = 0
    lines = _without_running_heads(lines, pages)
    gaps = [a.bottom - b.top for a, b in pairwise(lines) if a.page == b.page and a.bottom > b.bottom]
    # Lines of one paragraph stand close; where only headings were printed the usual gap says nothing.
    usual_gap = min(median(gaps), 0.5 * median(line.top - line.bottom for line in lines)) if gaps else 0.0
    widest = max((line.right for line in lines), default=0.0)
    for number, line in enumerate(lines):
        gap = _gap(lines[number - 1], line, usual_gap, widest) if number else ""
        line.start = length + len(gap)
        parts.extend((gap, line.text))
        length = line.start + len(line.text)
    return "".join(parts)


def _gap(before: Line, line: Line, usual_gap: float, widest: float) -> str:
    if _parted(before, line, usual_gap, widest):
        return "\n\n"
    # A hyphen that pdfium took for a mere break is gone from the text; one that was printed may belong to the word.
    broken = (before.hyphen or before.text.endswith("-")) and line.text[:1].islower()
    return "" if broken else " "


def _parted(before: Line, line: Line, usual_gap: float, widest: float) -> bool:
    height = max(1.0, before.top - before.bottom)
    ended = _ENDS.search(before.text) is not None
    short = before.right < widest - 0.2 * max(1.0, widest - before.left)
    if _ITEM.match(line.text):
        return True
    if line.page != before.page or line.bottom > before.bottom + height:
        return ended and (short or line.left > before.left + 0.5 * height)
    if abs((line.top - line.bottom) - height) > 0.15 * height:
        return True
    if before.bottom - line.top > usual_gap + 0.4 * height:
        return True
    indented = line.left > before.left + 0.8 * height and before.bottom > line.bottom
    return ended and (short or indented)
