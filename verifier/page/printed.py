"""What stands on printed pages: words with their boxes, and the lines they make up."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise

#: A gap as wide as this many line heights parts two columns or cells.
WIDE_GAP = 0.95
#: A row of few words with a gap as wide as this holds cells; lines set to full width have none.
_CELL_GAP = 1.8
_CELL_ROW_CHARS = 60
_UNDER = 3.0
_SAME_ROW = 0.5


@dataclass(slots=True)
class Word:
    """A word as printed, in points, the page turned upright. `glued`: no blank stands before it.

    `cell`: it opens a cell behind another one of its row. `linked` are stretches of its characters with the address
    they lead to.
    """

    text: str
    left: float
    right: float
    bottom: float
    top: float
    glued: bool = False
    cell: bool = False
    raised: bool = False
    linked: list[tuple[int, int, str]] = field(default_factory=list)

    @property
    def height(self) -> float:
        return self.top - self.bottom


@dataclass(slots=True)
class Line:
    """Words on one base line, from left to right.

    `column` names the column of its page; `own` opens a paragraph, `cells` are those of a table's row,
    `first` is indented as the first of a paragraph.
    """

    page: int
    words: list[Word]
    left: float
    right: float
    bottom: float
    top: float
    column: tuple[int, int] = (1, 0)
    own: bool = False
    cells: bool = False
    first: bool = False

    @property
    def text(self) -> str:
        return text_of_words(self.words)

    @property
    def height(self) -> float:
        return self.top - self.bottom


def text_of_words(words: Iterable[Word]) -> str:
    """The words with their blanks."""
    parts: list[str] = []
    for word in words:
        if parts and not word.glued:
            parts.append(" ")
        parts.append(word.text)
    return "".join(parts)


def line_of(page: int, words: list[Word]) -> Line:
    """A line of words; its height is that of most of its characters, so that a raised mark changes nothing."""
    sizes: dict[tuple[float, float], int] = {}
    for word in words:
        key = (word.bottom, word.top)
        sizes[key] = sizes.get(key, 0) + len(word.text) * (1 if word.height <= 0 else 2)
    bottom, top = max(sizes, key=lambda key: sizes[key])
    line = Line(
        page=page,
        words=words,
        left=min(word.left for word in words),
        right=max(word.right for word in words),
        bottom=bottom,
        top=top,
    )
    for word in words:
        small = word.height < 0.85 * line.height
        word.raised = small and word.bottom > line.bottom + 0.12 * line.height
    for before, word in pairwise(words):
        if word.raised and word.left - before.right < 0.15 * line.height:
            word.glued = True
    return line


def pieces_of(page: int, words: list[Word]) -> list[Line]:
    """Words in the order of the file as runs on one base line, parted at wide gaps."""
    pieces: list[list[Word]] = []
    for word in words:
        if pieces and _goes_on(pieces[-1], word):
            pieces[-1].append(word)
        else:
            word.glued = False
            pieces.append([word])
    return [line_of(page, run) for run in pieces]


def _goes_on(run: list[Word], word: Word) -> bool:
    before = run[-1]
    height = max(before.height, word.height, 1.0)
    gap = word.left - before.right
    return overlap(before, word) > 0.3 and -0.6 * height < gap < WIDE_GAP * height


def overlap(one: Word | Line, other: Word | Line) -> float:
    """How much of the lower one's height both share."""
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared / max(0.1, min(one.height, other.height))


def rows_of(pieces: Iterable[Line]) -> list[Line]:
    """Pieces of one column as rows from top to bottom; what stands side by side becomes one line."""
    rows: list[list[Line]] = []
    for piece in sorted(pieces, key=lambda one: (-one.top - one.bottom, one.left)):
        if rows and overlap(rows[-1][0], piece) > _SAME_ROW:
            rows[-1].append(piece)
        else:
            rows.append([piece])
    found = []
    for row in rows:
        row.sort(key=lambda one: one.left)
    for number, row in enumerate(rows):
        cells = any(_same_cells(row, other) for other in rows[max(0, number - 1) : number + 2] if other is not row)
        for before, piece in pairwise(row):
            piece.words[0].glued = piece.words[0].left - before.right < 0.15 * piece.height
            piece.words[0].cell = cells
        merged = row[0] if len(row) == 1 else line_of(row[0].page, [word for piece in row for word in piece.words])
        merged.column = row[0].column
        merged.cells = cells
        found.append(merged)
    return found


def _same_cells(row: list[Line], other: list[Line]) -> bool:
    """Whether two rows of few words have cells that begin or end under each other; words set wide apart do not."""
    if min(len(row), len(other)) < 2 or sum(len(piece.text) for piece in row) > _CELL_ROW_CHARS:
        return False
    gap = max(piece.left - before.right for before, piece in pairwise(row))
    begin = all(any(abs(one.left - two.left) < _UNDER for two in other[1:]) for one in row[1:])
    end = all(any(abs(one.right - two.right) < _UNDER for two in other[1:]) for one in row[1:-1])
    return gap > _CELL_GAP * row[0].height and (begin or (end and len(row) > 2))
