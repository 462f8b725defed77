"""A PDF in, its paragraphs and links out: lines joined, hyphens at line ends mended, page numbers dropped.

pdfium reads it: native code on hostile bytes, so only ever inside the sandbox.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from verifier.page.clean import visible
from verifier.page.dates import day
from verifier.page.flow import Anchor, Flow
from verifier.page.lines import Line, join_lines

MAX_PAGES = 300
_HYPHENS = ("\u0002", "\ufffe")
_LINE_ENDS = (*_HYPHENS, "\r", "\n")
_MIN_CHARS_A_PAGE = 50
_MAX_LINKS_A_PAGE = 500

Box = tuple[float, float, float, float]


class UnreadablePdf(Exception):
    """pdfium cannot open it; the argument says why, for people."""


@dataclass(slots=True)
class Linked:
    """A link over the characters `first` to `last` of a line."""

    line: Line
    first: int
    last: int
    url: str


@dataclass(slots=True)
class Read:
    """What a PDF yields. `share` is the part of its pages that was read."""

    flow: Flow
    title: str | None
    published: str | None
    share: float
    scanned: bool


def read_pdf(body: bytes, *, links: bool = True) -> Read:
    """Text, links and the document's own title and day. Raises `UnreadablePdf`."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(body)
    except pypdfium2.PdfiumError as error:
        locked = "password" in str(error).lower()
        raise UnreadablePdf("it is locked with a password" if locked else "it is damaged or no PDF") from error
    with document:
        count = len(document)
        lines: list[Line] = []
        linked: list[Linked] = []
        for number in range(min(count, MAX_PAGES)):
            page = document[number]
            textpage = page.get_textpage()
            printed = list(_lines_of(textpage, number))
            lines.extend(printed)
            if links:
                linked.extend(_linked(textpage, printed, list(_links_of(document, page))))
            textpage.close()
            page.close()
        about = document.get_metadata_dict(skip_empty=True)
        text = join_lines(lines, min(count, MAX_PAGES))
        anchors = [
            Anchor(link.line.start + link.first, line_end, link.url)
            for link in linked
            if link.line.start >= 0 and (line_end := link.line.start + link.last + 1)
        ]
        return Read(
            flow=Flow(text, tuple(sorted(anchors, key=lambda anchor: (anchor.start, anchor.end)))),
            title=visible(str(about.get("Title") or "")).strip() or None,
            published=_day(str(about.get("CreationDate") or "")),
            share=min(1.0, MAX_PAGES / count) if count else 1.0,
            scanned=len(text) < _MIN_CHARS_A_PAGE * max(1, min(count, MAX_PAGES)),
        )


def _lines_of(textpage: Any, page: int) -> Iterator[Line]:
    import pypdfium2.raw as pdfium

    count = textpage.count_chars()
    letters: list[str] = []
    places: list[int] = []
    for place in range(count + 1):
        code = pdfium.FPDFText_GetUnicode(textpage, place) if place < count else 10
        letter = _letter(code, letters)
        if letter in _LINE_ENDS:  # a word broken at the end of a line has a mark there, and no line break
            line = _line(textpage, page, letters, places)
            if line is not None:
                line.hyphen = letter in _HYPHENS
                yield line
            letters, places = [], []
        else:
            letters.append(letter)
            places.append(place)


def _letter(code: int, before: list[str]) -> str:
    """One character; the halves of a surrogate pair are put together."""
    if 0xDC00 <= code < 0xE000 and before and 0xD800 <= ord(before[-1][-1]) < 0xDC00:
        high = before.pop()
        before.append("")
        return (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return chr(code) if code else " "


def _line(textpage: Any, page: int, letters: list[str], places: list[int]) -> Line | None:
    seen = [number for number, letter in enumerate(letters) if letter.strip()]
    if not seen:
        return None
    first, last = _box(textpage, places[seen[0]]), _box(textpage, places[seen[-1]])
    kept: list[tuple[str, int]] = []
    for letter, place in zip(letters, places, strict=True):
        shown = " " if letter.isspace() else visible(letter)
        if not shown or (shown == " " and (not kept or kept[-1][0] == " ")):
            continue
        kept.extend((char, place) for char in shown)
    while kept and kept[-1][0] == " ":
        kept.pop()
    return Line(
        page=page,
        text="".join(char for char, _ in kept),
        places=[place for _, place in kept],
        left=first[0],
        right=last[2],
        bottom=first[1],
        top=first[3],
    )


def _box(textpage: Any, place: int) -> Box:
    """Left, bottom, right, top of a character with the full height of its line."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, place, ctypes.byref(box))
    return box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)


def _linked(textpage: Any, lines: list[Line], targets: list[tuple[Box, str]]) -> Iterator[Linked]:
    """The characters whose middle stands in a link's box, line by line."""
    for (left, low, right, high), url in targets[:_MAX_LINKS_A_PAGE]:
        for line in lines:
            if not (low <= (line.bottom + line.top) / 2 <= high and line.left < right and line.right > left):
                continue
            inside = []
            for number, place in enumerate(line.places):
                box = _box(textpage, place)
                if left <= (box[0] + box[2]) / 2 <= right and line.text[number] != " ":
                    inside.append(number)
            if inside:
                yield Linked(line, inside[0], inside[-1], url)


def _links_of(document: Any, page: Any) -> Iterator[tuple[Box, str]]:
    import pypdfium2.raw as pdfium

    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    while pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
        action = pdfium.FPDFLink_GetAction(link)
        size = pdfium.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if not 1 < size < 8192:
            continue
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
        box = pdfium.FS_RECTF()
        if pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            low, high = sorted((box.bottom, box.top))
            yield (box.left, low, box.right, high), buffer.raw[: size - 1].decode("utf-8", "replace")


def _day(stamp: str) -> str | None:
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", stamp)
    return day(*found.groups()) if found else None
