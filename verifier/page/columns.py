"""The pieces of text on a printed page in, its lines in reading order out: columns one after the other.

A column begins where several pieces begin that have prose to their left. Lines across all columns part them into
bands, each read from left to right.
"""

from __future__ import annotations

from bisect import bisect_right
from statistics import median

from verifier.page.printed import Line, overlap, rows_of

#: So many lines must have something on their left before they are a column.
_MIN_LINES = 3
#: Cells of a table are short; lines of a column are prose.
_MIN_CHARS = 14
_MAX_COLUMNS = 6
#: Lines that begin within so many points begin at one place.
_ALIGNED = 3.0
#: A first line is indented by less than so many line heights; a column is wider.
_NARROWEST = 2.5


def in_reading_order(pieces: list[Line]) -> list[Line]:
    """Lines from top to bottom, column by column. Each knows its column: how many there are, and which it is."""
    starts = _column_starts(pieces)
    if not starts:
        return rows_of(pieces)
    ordered: list[Line] = []
    band: list[Line] = []
    highest = max(piece.top for piece in pieces if _column(piece, starts) > 0)
    lowest = min(piece.bottom for piece in pieces if _column(piece, starts) > 0)
    foot = lowest  # of what was last read in the first column
    for piece in sorted(pieces, key=lambda one: -one.top):
        # Under the columns: further from the first one than its lines are from each other.
        under = piece.top < lowest and (not band or foot - piece.top > 0.9 * piece.height)
        across = _crosses(piece, starts) or piece.bottom > highest or under
        if _column(piece, starts) == 0:
            foot = piece.bottom
        if across:
            ordered += _band(band, starts)
            band = []
            ordered.append(piece)
        else:
            band.append(piece)
    ordered += _band(band, starts)
    return _rows_across(ordered)


def _rows_across(ordered: list[Line]) -> list[Line]:
    """Pieces across all columns that stand on one row become one line."""
    found: list[Line] = []
    run: list[Line] = []
    for line in ordered:
        if line.column == (1, 0):
            run.append(line)
            continue
        found += rows_of(run)
        run = []
        found.append(line)
    return found + rows_of(run)


def _band(band: list[Line], starts: list[float]) -> list[Line]:
    found: list[Line] = []
    for number in range(len(starts) + 1):
        column = [piece for piece in band if _column(piece, starts) == number]
        for piece in column:
            piece.column = (len(starts) + 1, number)
        found += rows_of(column)
    return found


def _column(piece: Line, starts: list[float]) -> int:
    return bisect_right(starts, piece.left + _ALIGNED)


def _crosses(piece: Line, starts: list[float]) -> bool:
    return any(piece.left < start - _ALIGNED and piece.right > start + _ALIGNED for start in starts)


def _column_starts(pieces: list[Line]) -> list[float]:
    """Where the second and later columns begin, empty for a page of one column or a table."""
    beside = _beside(pieces)
    before, behind = _chars_around(beside)
    starts: list[float] = []
    for group in _clusters(beside):
        start = _edge(group)
        aligned = [(left, right) for left, right in group if abs(right.left - start) <= _ALIGNED]
        if len(aligned) < _MIN_LINES or len(starts) + 1 >= _MAX_COLUMNS:
            continue
        if starts and start - starts[-1] < _NARROWEST * aligned[0][1].height:
            continue
        # Prose on both sides: most lines are long.
        if median(behind[id(right)] for _, right in aligned) < _MIN_CHARS:
            continue
        if median(before[id(left)] for left, _ in aligned) < _MIN_CHARS:
            continue
        high, low = max(right.top for _, right in aligned), min(right.bottom for _, right in aligned)
        there = [one for one in pieces if low <= (one.top + one.bottom) / 2 <= high]
        crossing = sum(one.left < start - _ALIGNED and one.right > start + _ALIGNED for one in there)
        if crossing * 3 <= len(aligned):
            starts.append(start)
    return starts


def _chars_around(beside: list[tuple[Line, Line]]) -> tuple[dict[int, int], dict[int, int]]:
    """For each piece the characters of its row up to its end, and those from its beginning."""
    before: dict[int, int] = {}
    behind: dict[int, int] = {}
    for left, right in sorted(beside, key=lambda pair: pair[1].left):
        before[id(right)] = before.setdefault(id(left), len(left.text)) + len(right.text)
    for left, right in sorted(beside, key=lambda pair: -pair[1].left):
        behind[id(left)] = behind.setdefault(id(right), len(right.text)) + len(left.text)
    return before, behind


def _beside(pieces: list[Line]) -> list[tuple[Line, Line]]:
    """Pieces with their nearest neighbour to the left on the same height."""
    found = []
    ordered = sorted(pieces, key=lambda one: -one.top)
    for number, piece in enumerate(ordered):
        best: Line | None = None
        for step in (-1, 1):
            at = number + step
            # Neighbours in height stand near each other in the list: looking at sixty keeps this linear.
            while 0 <= at < len(ordered) and abs(at - number) <= 60:
                other = ordered[at]
                if other.bottom > piece.top or (step > 0 and other.top < piece.bottom):
                    break
                nearer = best is None or other.right > best.right
                if other.right < piece.left and overlap(other, piece) > 0.3 and nearer:
                    best = other
                at += step
        if best is not None:
            found.append((best, piece))
    return found


def _clusters(beside: list[tuple[Line, Line]]) -> list[list[tuple[Line, Line]]]:
    """Neighbours grouped by where the right one begins; an indented first line belongs to its column."""
    groups: list[list[tuple[Line, Line]]] = []
    for pair in sorted(beside, key=lambda one: one[1].left):
        piece = pair[1]
        if groups and piece.left - groups[-1][0][1].left < _NARROWEST * piece.height:
            groups[-1].append(pair)
        else:
            groups.append([pair])
    return groups


def _edge(group: list[tuple[Line, Line]]) -> float:
    """The leftmost place where several of them begin: a last word set wide apart is no column."""
    lefts = [piece.left for _, piece in group]
    needed = max(_MIN_LINES, len(lefts) * 15 // 100)
    crowded = (left for left in lefts if sum(abs(other - left) <= _ALIGNED for other in lefts) >= needed)
    return next(crowded, lefts[0])
