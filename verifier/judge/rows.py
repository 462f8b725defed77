"""A source text in, the rows of its tables out: cells as spans, each with the headings that it stands under.

Tables reach a text as lines of cells parted by bars (`Gdańsk | 61 %`, Markdown's `| Gdańsk | 61 % |`) or by tabs. What
is a heading is told by where the figures begin: headings have none but years. Where the cells of a row do not answer
to those of the headings one to one, the row has none; a figure under a wrong heading is worse than one under none.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from verifier.model import Span

_BAR = re.compile(r"(?<!\\)\|")
_TAB = re.compile(r"\t")
#: Markdown's line under the headings, and a row of empty cells.
_RULE = re.compile(r"[ \t\r:=+-]*\|[ \t\r|:=+-]*")
_YEAR = re.compile(r"\b(?:1[89]|20)\d\d(?:\s?[/–-]\s?(?:\d\d)?\d\d)?(?![\d.,])")
#: Where a heading names a unit: in brackets, behind a comma, behind "in", or at its end.
UNIT = re.compile(
    r"[(\[]([^()\[\]]{1,24})[)\]]|,\s*([^,()]{1,24})$|\s(?:in|w|в|у|en|na|v|em)\s+(\S[^()]{0,23})$|([%€$£])$",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_FIGURE = re.compile(r"[\W\d_]+")
#: Longer ones hold prose, and the table is there for the layout.
_LONGEST_CELL, _LONGEST_ROW = 200, 600
#: Lines of headings one above another, and the length of a line before a table that may be its title.
_MOST_HEADINGS, _LONGEST_TITLE = 3, 80


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a table, from its first filled cell to its last one; empty cells are empty spans.

    `heads` are for each cell the headings above it, outermost first: empty where they are unknown. `under` are what
    else the row belongs to: the table's title, a line across the table, the label that spans several rows.
    `table` counts the tables of the text; `label` is the place of the cell that names the row, if one does.
    """

    table: int
    span: Span
    cells: tuple[Span, ...]
    heads: tuple[tuple[Span, ...], ...] = ()
    under: tuple[Span, ...] = ()
    label: int | None = None
    is_heading: bool = False


def rows_of(text: str) -> list[Row]:
    """All rows in order, the lines of headings among them. A table has at least two rows."""
    if "|" not in text and "\t" not in text:
        return []
    found: list[Row] = []
    for table, (title, lines) in enumerate(_tables(text)):
        found += _read(text, table, title, lines)
    return found


def is_value(cell: str) -> bool:
    """Has the cell a figure that is no year?"""
    return _DIGIT.search(cell) is not None and _DIGIT.search(_YEAR.sub("", cell)) is not None


def told(text: str, row: Row, chosen: Container[int] | None = None) -> str:
    """The row, or the chosen cells of it, as a sentence: `Gdańsk — Turnout: 61 %; Valid votes: 12,345.`

    For whoever reads the page, a model or a person; evidence is the row as it stands.
    """
    pieces = []
    for place, (start, end) in enumerate(row.cells):
        if start < end and place != row.label and (chosen is None or place in chosen):
            heads = " ".join(dict.fromkeys(text[a:b] for a, b in row.heads[place])) if row.heads else ""
            pieces.append(f"{heads}: {text[start:end]}" if heads else text[start:end])
    names = [*row.under, *([row.cells[row.label]] if row.label is not None else [])]
    if row.heads and row.label is not None:
        names += [span for span in row.heads[row.label] if UNIT.search(text, *span)]
    name = " — ".join(text[start:end].strip() for start, end in names)
    parted = " — " if row.heads else ": "
    sentence = parted.join(piece for piece in (name, "; ".join(pieces)) if piece)
    return sentence if sentence.endswith(".") else sentence + "."


def _tables(text: str) -> Iterator[tuple[Span | None, list[tuple[Span, ...]]]]:
    """Neighbouring lines of cells with the line before them, if that may be their title."""
    lines: list[tuple[Span, ...]] = []
    title = before = None
    start = 0
    for line in text.split("\n"):
        span = (start, start + len(line))
        start += len(line) + 1
        if lines and _RULE.fullmatch(line):
            continue
        cells = _cells(text, span)
        if cells:
            title = before if not lines else title
            lines.append(cells)
            continue
        if len(lines) > 1:
            yield title, lines
        lines = []
        if line.strip():
            before = span if len(line) <= _LONGEST_TITLE and line.rstrip()[-1] not in ".!?…;," else None
    if len(lines) > 1:
        yield title, lines


def _cells(text: str, line: Span) -> tuple[Span, ...]:
    """The cells of a line, none for a line of prose; bars at both its ends part nothing."""
    start, end = line
    gap = _BAR if text.find("|", start, end) >= 0 else _TAB
    while start < end and text[start] in " \r\f":
        start += 1
    while end > start and text[end - 1] in " \r\f":
        end -= 1
    if not start < end <= start + _LONGEST_ROW:
        return ()
    if gap is _BAR:
        start += text[start] == "|"
        end -= end > start and text[end - 1] == "|" and text[end - 2] != "\\"
    cells: list[Span] = []
    at = start
    for match in gap.finditer(text, start, end):
        cells.append(_trimmed(text, at, match.start()))
        at = match.end()
    cells.append(_trimmed(text, at, end))
    if len(cells) < 2 or any(last - first > _LONGEST_CELL for first, last in cells):
        return ()
    return tuple(cells) if any(first < last for first, last in cells) else ()


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _read(text: str, table: int, title: Span | None, lines: Sequence[tuple[Span, ...]]) -> Iterator[Row]:
    """The rows of one table."""
    headings, first = _headings(text, lines)
    width = max(map(len, lines[first:]))
    even = all(len(cells) == width for cells in lines[first:] if not _lone(cells))
    heads = _columns(headings, width, even)
    across = [cells for cells in lines[:first] if cells not in headings]
    section = _lone(across[-1]) if across else None
    spanning: Span | None = None
    for place, cells in enumerate(lines):
        span = _whole(cells)
        lone = _lone(cells)
        if place < first or (lone is not None and lone == cells[0] and len(cells) > 1):
            section = section if place < first else lone
            spanning = None
            yield Row(table, span, cells, is_heading=True)
            continue
        spanning = cells[0] if cells[0][0] < cells[0][1] else spanning
        under = [one for one in (title, section) if one is not None]
        if spanning is not None and spanning != cells[0]:
            under.append(spanning)
        yield Row(table, span, cells, heads if len(cells) == width else (), tuple(under), _label(text, cells))


def _headings(text: str, lines: Sequence[tuple[Span, ...]]) -> tuple[list[tuple[Span, ...]], int]:
    """The lines of headings at the top, and the place of the first line behind them."""
    headings: list[tuple[Span, ...]] = []
    first = 0
    while first < len(lines) - 1 and len(headings) < _MOST_HEADINGS:
        cells = lines[first]
        if _lone(cells) is not None and not headings:
            first += 1
            continue
        if not _may_be_headings(text, cells, lines[first + 1]):
            break
        headings.append(cells)
        first += 1
    below = lines[first:]
    if not headings or not _are_headings(text, headings, below):
        first -= len(headings)
        return [], first
    return headings, first


def _may_be_headings(text: str, cells: Sequence[Span], below: Sequence[Span]) -> bool:
    """Has the line no figures but years, and such as `Top 5` where the next line has other things?"""
    for place, (start, end) in enumerate(cells):
        cell = text[start:end]
        if place and is_value(cell):
            under = text[slice(*below[place])] if place < len(below) else ""
            if not cell[0].isalpha() or _FIGURE.sub("", under) == _FIGURE.sub("", cell):
                return False
    return True


def _are_headings(text: str, headings: Sequence[tuple[Span, ...]], below: Sequence[tuple[Span, ...]]) -> bool:
    """Do figures begin behind them? Of two columns all must be figures of one kind: else the first names properties."""
    if max(map(len, (*headings, *below))) > 2:
        figured = sum(any(is_value(text[a:b]) for a, b in cells[1:]) for cells in below)
        return 2 * figured >= len(below)
    kinds = {_FIGURE.sub("", text[slice(*cells[-1])]) if is_value(text[slice(*cells[-1])]) else None for cells in below}
    return len(below) > 1 and len(kinds) == 1 and None not in kinds


def _columns(headings: Sequence[tuple[Span, ...]], width: int, even: bool) -> tuple[tuple[Span, ...], ...]:
    """The headings of each column, none where they cannot be told."""
    if not headings or not (even or len(headings[-1]) == width):
        return ()
    levels: list[list[Span | None]] = []
    for place, cells in enumerate(headings):
        level = _spread(cells, width, inner=place == len(headings) - 1)
        if level is None and place == len(headings) - 1:
            return ()
        if level is not None:
            levels.append(level)
    return tuple(
        tuple(dict.fromkeys(head for level in levels if (head := level[column]) is not None)) for column in range(width)
    )


def _spread(cells: tuple[Span, ...], width: int, *, inner: bool) -> list[Span | None] | None:
    """A line of headings cell by cell over the columns; those of an outer line may each span as many columns."""
    filled = [cell if cell[0] < cell[1] else None for cell in cells]
    if inner:
        if len(filled) == width - 1:  # the corner above the labels was empty, or belongs to the line above
            filled.insert(0, None)
        return filled if len(filled) == width else None
    while filled and filled[-1] is None:
        filled.pop()
    named = filled[1:]
    if not named or None in named or (width - 1) % len(named):
        return None
    each = (width - 1) // len(named)
    return [filled[0], *(head for head in named for _ in range(each))]


def _lone(cells: Sequence[Span]) -> Span | None:
    """The one filled cell of a line."""
    filled = [cell for cell in cells if cell[0] < cell[1]]
    return filled[0] if len(filled) == 1 else None


def _whole(cells: Sequence[Span]) -> Span:
    filled = [cell for cell in cells if cell[0] < cell[1]]
    return filled[0][0], filled[-1][1]


def _label(text: str, cells: Sequence[Span]) -> int | None:
    """The first cell that is no figure; a year only where it stands first."""
    for place, (start, end) in enumerate(cells):
        cell = text[start:end]
        if cell and not is_value(cell) and (place == 0 or not _DIGIT.search(cell)):
            return place
    return None
