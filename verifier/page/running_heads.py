"""Printed pages in, the same without running heads, page numbers and what browsers print around a page out."""

from __future__ import annotations

import re
from collections import Counter

from verifier.page.printed import Line, rows_of

_PAGE_NUMBER = re.compile(
    r"[-–—|·\s]{0,3}(?:page|strona|seite|página|pagina|стр\.?|сторінка|p\.|s\.)?\s?\d{1,4}(?:\s?(?:/|of|z|von|из|de|di)\s?\d{1,4})?"
    r"[-–—|·\s]{0,3}",
    re.IGNORECASE,
)
#: What Chromium and Firefox print at the edges: day and time with the title; address with the page's number.
_BROWSER_HEAD = re.compile(r"\d{1,4}[/.-]\d{1,2}[/.-]\d{2,4},?\s\d{1,2}:\d\d(?:\s?[AP]M)?\s.{0,200}", re.IGNORECASE)
_BROWSER_FOOT = re.compile(r"(?:https?|file|about):\S{0,500}(?:\s?\S{0,20}){0,2}\s\d{1,3}\s?/\s?\d{1,3}", re.IGNORECASE)
#: What counts the pages in a row that else recurs; other numbers make rows differ.
_COUNTS = re.compile(
    r"(?:page|strona|seite|página|pagina|стр\.?|сторінка|p\.|s\.)\s?\d{1,4}|\d{1,4}\s?(?:/|of|z|von|из|de|di)\s?\d{1,4}"
    r"|^\W{0,3}\d{1,4}\b|\b\d{1,4}\W{0,3}$"
)
#: So many rows at either edge may be furniture.
_EDGE_ROWS = 3
_SAME_HEIGHT = 4.0


def without_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Pages without the rows at their edges that recur at one height, and without their numbers."""
    kept = list(pages)
    for _ in range(_EDGE_ROWS):
        edges = [_edges(page) for page in kept]
        seen: Counter[tuple[str, int]] = Counter()
        anywhere: Counter[str] = Counter()
        for rows in edges:
            seen.update({(_key(row), step) for row in rows for step in _steps(row)})
            anywhere.update({_key(row) for row in rows})
        gone = [
            [row for row in rows if _runs(row, page, len(kept), seen, anywhere)]
            for rows, page in zip(edges, kept, strict=True)
        ]
        if not any(gone):
            break
        kept = [_without(page, rows) for page, rows in zip(kept, gone, strict=True)]
    return kept


def _edges(page: list[Line]) -> list[Line]:
    """The first and the last row."""
    rows = rows_of([_copy(piece) for piece in page])
    return [rows[0], rows[-1]] if len(rows) > 2 else []


def _copy(piece: Line) -> Line:
    return Line(piece.page, list(piece.words), piece.left, piece.right, piece.bottom, piece.top)


def _key(row: Line) -> str:
    return _COUNTS.sub("#", row.text.casefold())


def _steps(row: Line) -> tuple[int, int]:
    """The row's height on two grids, so that neighbours share one step."""
    return int(row.bottom / _SAME_HEIGHT) * 2, int(row.bottom / _SAME_HEIGHT + 0.5) * 2 + 1


def _runs(row: Line, page: list[Line], pages: int, seen: Counter[tuple[str, int]], anywhere: Counter[str]) -> bool:
    text, key = row.text, _key(row)
    times = max(seen[key, step] for step in _steps(row))
    if times >= 2 and times * 10 >= pages * 3:
        return True
    if pages >= 3 and anywhere[key] > pages * 0.6:
        return True
    if _BROWSER_HEAD.fullmatch(text) or _BROWSER_FOOT.fullmatch(text):
        return True
    return _PAGE_NUMBER.fullmatch(text) is not None and (pages > 1 or _apart(row, page))


def _apart(row: Line, page: list[Line]) -> bool:
    """Far from the text, as a page number is."""
    others = [one for one in page if one.bottom > row.top or one.top < row.bottom]
    nearest = min((min(abs(one.bottom - row.top), abs(row.bottom - one.top)) for one in others), default=0.0)
    return nearest > 1.5 * row.height


def _without(page: list[Line], rows: list[Line]) -> list[Line]:
    gone = {id(word) for row in rows for word in row.words}
    return [piece for piece in page if id(piece.words[0]) not in gone]
