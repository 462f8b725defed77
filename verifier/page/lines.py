"""Printed lines in, running text with its links out: lines joined to paragraphs, hyphens at their ends mended."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from verifier.page.flow import CELL_GAP, Anchor, Flow
from verifier.page.hyphens import is_broken, joint, words_known
from verifier.page.printed import Line

_BULLET = re.compile(r"[•‣◦▪■●○►▶➢✓\uf0a7\uf0b7]\s")
_ITEM = re.compile(r"(?:[·–—*-]|\d{1,2}[.)]|\[\d{1,3}\])\s")
#: Opens a note: within a text such a mark stands close to the word before it, and so begins no line.
_NOTE = re.compile(r"\[\d{1,3}\]\s")
_ENDS = re.compile(r"[.!?…:;。！？][\"'”’»)\]]*(?:\[\d{1,3}\])*$")
#: A bracket that stays open longer than this was never meant to close.
_OPEN_CHARS = 400


class _Writer:
    """Puts words down, and knows where they and their links stand."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self.anchors: list[Anchor] = []
        self.pages: list[tuple[int, int]] = []

    def put(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)

    def line(self, line: Line, cut: int) -> None:
        """A line's words, without the last `cut` characters."""
        if not self.pages or self.pages[-1][1] != line.page:
            self.pages.append((self.length, line.page))
        for number, word in enumerate(line.words):
            if number and not word.glued:
                self.put(CELL_GAP if word.cell else " ")
            text = word.text[:-cut] if cut and number == len(line.words) - 1 else word.text
            for first, last, url in word.linked:
                self._link(self.length + first, self.length + min(last, len(text)), url)
            self.put(text)

    def _link(self, start: int, end: int, url: str) -> None:
        """A link's next words; those of one link are one, over blanks and line ends."""
        before = self.anchors[-1] if self.anchors else None
        if before is not None and before.href == url and start - before.end <= 1:
            self.anchors[-1] = Anchor(before.start, end, url)
        elif end > start:
            self.anchors.append(Anchor(start, end, url))

    def flow(self) -> Flow:
        return Flow("".join(self.parts), tuple(self.anchors), tuple(self.pages))


def join_lines(body: list[Line], notes: list[list[Line]]) -> Flow:
    """Paragraphs parted by an empty line, each note one at the end, and all links at their words."""
    known = words_known(line.text for line in [*body, *(line for note in notes for line in note)])
    writer = _Writer()
    edges = _right_edges(body)
    pitch = _usual_gaps(body)
    _mark_first_lines(body)
    opened = 0
    for before, line in pairwise([*body, None]):
        if before is None:
            break
        opened = _open_since(before.text, opened)
        if line is None or _parted(before, line, edges, pitch, opened):
            writer.line(before, 0)
            opened = 0
            writer.put("\n\n" if line is not None else "")
        else:
            cut, gap = joint(before.text, line.text, known)
            writer.line(before, cut)
            writer.put(gap)
    for note in notes:
        writer.put("\n\n" if writer.length else "")
        _write_note(writer, note, known)
    return writer.flow()


def _write_note(writer: _Writer, note: list[Line], known: Counter[str]) -> None:
    for before, line in pairwise([*note, None]):
        if before is None:
            break
        cut, gap = joint(before.text, line.text, known) if line is not None else (0, "")
        writer.line(before, cut)
        writer.put(gap)


def _open_since(text: str, opened: int) -> int:
    """How many characters ago a bracket was opened that is still open; 0 when none is."""
    start = text.rfind("(")
    if start > text.rfind(")"):
        return len(text) - start
    return 0 if ")" in text or not opened or opened > _OPEN_CHARS else opened + len(text)


def _right_edges(lines: Iterable[Line]) -> dict[tuple[int, int], float]:
    """How far the lines of each column reach, over all pages of one layout."""
    edges: dict[tuple[int, int], float] = {}
    for line in lines:
        edges[line.column] = max(edges.get(line.column, 0.0), line.right)
    return edges


def _usual_gaps(lines: list[Line]) -> float:
    """The gap between lines of one paragraph, as a share of their height."""
    gaps = [
        (one.bottom - other.top) / max(1.0, one.height)
        for one, other in pairwise(lines)
        if one.page == other.page and one.column == other.column and one.bottom > other.bottom
    ]
    # Where only headings were printed the usual gap says nothing.
    return min(median(gaps), 0.8) if gaps else 0.0


def _mark_first_lines(lines: list[Line]) -> None:
    """Notes which lines are indented above a line that is not: the first of their paragraphs."""
    usual: dict[tuple[int, tuple[int, int]], Counter[int]] = {}
    for line in lines:
        usual.setdefault((line.page, line.column), Counter())[round(line.left)] += 1
    for line, after in pairwise(lines):
        if (line.page, line.column) == (after.page, after.column):
            begin = usual[line.page, line.column].most_common(1)[0][0]
            line.first = line.left > begin + 0.6 * line.height and after.left < begin + 0.3 * line.height


def _parted(before: Line, line: Line, edges: dict[tuple[int, int], float], usual: float, opened: int) -> bool:
    """Whether a new paragraph begins."""
    if line.own or _BULLET.match(line.text):
        return True
    height = max(1.0, before.height)
    if abs(line.height - before.height) > 0.15 * max(height, line.height):
        return True
    same = line.page == before.page and line.column == before.column and line.bottom < before.bottom
    ended = _ENDS.search(before.text) is not None
    goes_on = not ended and (line.text[:1].islower() or is_broken(before.text))
    gap = (before.bottom - line.top) / height - usual
    if same and gap > (1.0 if goes_on or opened else 0.3):
        return True
    if opened or goes_on:
        return False
    if (ended and _ITEM.match(line.text)) or _NOTE.match(line.text) or line.cells or before.cells or line.first:
        return True
    free = edges[before.column] - before.right
    wide = edges[before.column] - before.left
    # In running text the next word did not fit.
    fits = free > 1.1 * (line.words[0].right - line.words[0].left) + 0.3 * height
    # Where the line would begin if it went on; in another column that is not known.
    begin = before.left if line.column == before.column else line.left
    indented = line.left > begin + 0.6 * height
    return (ended and (fits if same else free > 0.2 * wide)) or (ended and indented) or (fits and free > 0.3 * wide)
