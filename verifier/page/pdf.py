"""A PDF in, its text in reading order and its links out, as people read the page.

pdfium reads it: native code on hostile bytes, so only ever inside the sandbox. What it finds is put together from the
places of the characters, not from the order of the file: columns, running heads, footnotes, paragraphs.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from verifier.page.clean import visible
from verifier.page.columns import in_reading_order
from verifier.page.dates import day
from verifier.page.flow import Flow
from verifier.page.footnotes import lift_notes
from verifier.page.lines import join_lines
from verifier.page.printed import Line, Word, pieces_of
from verifier.page.running_heads import without_running_heads

MAX_PAGES = 300
#: Reading stops after the page on which so many characters are reached: no text that is judged is longer.
MAX_CHARS = 1_000_000
#: Beyond so many characters a page is no page of an article; the rest of it is left out.
MAX_CHARS_A_PAGE = 40_000
#: What pdfium puts for a hyphen at the end of a line, with the line break in it.
_HYPHENS = ("\u0002", "\ufffe")
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st", 0xFB06: "st",
}  # fmt: skip
#: A character whose meaning the file does not give. It parts no words.
_UNKNOWN = "\x00"
_MIN_CHARS_A_PAGE = 50
_MAX_LINKS_A_PAGE = 500
_MAX_QUADS = 50

Box = tuple[float, float, float, float]


class UnreadablePdf(Exception):
    """pdfium cannot open it; the argument says why, for people."""


@dataclass(slots=True)
class Read:
    """What a PDF yields. `created` is the day of the file; `share` is the part of its pages that was read."""

    flow: Flow
    title: str | None
    created: str | None
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
        pages = _pages(document, min(count, MAX_PAGES), links)
        if not pages:
            raise UnreadablePdf("none of its pages can be opened")
        lines = [line for page in without_running_heads(pages) for line in in_reading_order(page)]
        flow = join_lines(*lift_notes(lines))
        about = _properties(document)
        return Read(
            flow=flow,
            title=visible(str(about.get("Title") or "")).strip() or None,
            created=_day(str(about.get("CreationDate") or "")),
            share=len(pages) / count,
            scanned=len(flow.text) < _MIN_CHARS_A_PAGE * len(pages),
        )


def _pages(document: Any, most: int, links: bool) -> list[list[Line]]:
    """The pieces of each page that can be opened, until there are enough."""
    import pypdfium2

    pages: list[list[Line]] = []
    chars = 0
    for number in range(most):
        if chars >= MAX_CHARS:
            break
        try:
            pages.append(_pieces(document, number, links))
        except pypdfium2.PdfiumError:
            continue
        chars += sum(len(word.text) + 1 for piece in pages[-1] for word in piece.words)
    return pages


def _pieces(document: Any, number: int, links: bool) -> list[Line]:
    """The page's words as runs on one base line, links on them."""
    page = document[number]
    textpage = page.get_textpage()
    try:
        turn, runs = _upright_runs(textpage.raw, min(textpage.count_chars(), MAX_CHARS_A_PAGE))
        words = [_word(run, textpage.raw, turn) for run in runs]
        if links and words:
            targets = [(_turned(box, turn), url) for box, url in _links_of(document, page)]
            for word, run in zip(words, runs, strict=True):
                _link(word, run, targets, textpage.raw, turn)
        return pieces_of(number, words)
    finally:
        textpage.close()
        page.close()


# --- characters ----------------------------------------------------------------------------


@dataclass(slots=True)
class _Run:
    """Characters of one size with nothing between them, each with its number on the page."""

    letters: list[str]
    places: list[int]
    angle: int
    glued: bool


def _upright_runs(textpage: Any, count: int) -> tuple[int, list[_Run]]:
    """How often the page is turned by a quarter, and its words; those written in another direction are left out."""
    runs = list(_runs(textpage, count))
    angles: Counter[int] = Counter()
    for run in runs:
        angles[run.angle] += len(run.letters)
    turn = angles.most_common(1)[0][0] if angles else 0
    # Stamps along the margin and across the page are no part of the text.
    return turn, [run for run in map(_shown, runs) if run.angle == turn and run.places]


def _shown(run: _Run) -> _Run:
    """The run without invisible marks; a soft hyphen stays where the line breaks at it. Places stay in step."""
    text = "".join(run.letters)
    if text.isascii() and text.isprintable() and len(text) == len(run.places):
        return run
    last = len(run.letters) - 1
    shown = [
        letter if letter == "\u00ad" and number == last else visible(letter)
        for number, letter in enumerate(run.letters)
    ]
    run.places = [place for letter, place in zip(shown, run.places, strict=True) for _ in letter]
    run.letters = ["".join(shown)] if any(shown) else []
    return run


def _runs(textpage: Any, count: int) -> Iterator[_Run]:
    """Characters between blanks and line breaks, and between changes of size."""
    import pypdfium2.raw as pdfium

    letters: list[str] = []
    places: list[int] = []
    blank, size = True, 0.0

    def run() -> _Run:
        return _Run(letters, places, _quarter(textpage, places[0]), not blank)

    code_at, size_at = pdfium.FPDFText_GetUnicode, pdfium.FPDFText_GetFontSize
    for place in range(count):
        letter = _letter(code_at(textpage, place), letters)
        broken = letter in _HYPHENS
        # A hyphen that pdfium took for a mere break was printed all the same.
        letter = "-" if broken else _LIGATURES.get(ord(letter[-1]), letter) if letter else ""
        if letter == _UNKNOWN:
            continue
        space = not letter.strip() if letter else True
        # Within a word the size changes where a raised mark begins or ends.
        asked = not space and (not letters or not (letter.isalpha() and letters[-1].isalpha()))
        now = size_at(textpage, place) if asked else size
        if letters and (space or abs(now - size) > 0.1 * max(size, 1.0)):
            yield run()
            letters, places, blank = [], [], False
        if space:
            blank = blank or letter not in ("\r", "\n", "")
            continue
        if not letters:
            size = now
        letters.append(letter)
        places.append(place)
        if broken:
            yield run()
            letters, places, blank = [], [], True
    if letters:
        yield run()


def _letter(code: int, before: list[str]) -> str:
    """One character; the halves of a surrogate pair are put together."""
    if 0xDC00 <= code < 0xE000 and before and before[-1] and 0xD800 <= ord(before[-1][-1]) < 0xDC00:
        high = before.pop()
        before.append("")
        return (high + chr(code)).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return chr(code) if code else _UNKNOWN


def _word(run: _Run, textpage: Any, turn: int) -> Word:
    first = _turned(_box(textpage, run.places[0]), turn)
    last = first if len(run.places) == 1 else _turned(_box(textpage, run.places[-1]), turn)
    return Word(
        text="".join(run.letters),
        left=min(first[0], last[0]),
        right=max(first[2], last[2]),
        bottom=first[1],
        top=first[3],
        glued=run.glued,
    )


def _box(textpage: Any, place: int) -> Box:
    """Left, bottom, right, top of a character with the full height of its line."""
    import pypdfium2.raw as pdfium

    box = pdfium.FS_RECTF()
    pdfium.FPDFText_GetLooseCharBox(textpage, place, ctypes.byref(box))
    return box.left, min(box.bottom, box.top), box.right, max(box.bottom, box.top)


def _quarter(textpage: Any, place: int) -> int:
    """The direction of a character in quarters of a turn clockwise, −1 for what stands aslant."""
    import pypdfium2.raw as pdfium

    angle = pdfium.FPDFText_GetCharAngle(textpage, place)
    quarter = round(angle / (math.pi / 2))
    return quarter % 4 if abs(angle - quarter * math.pi / 2) < 0.1 else -1


def _turned(box: Box, turn: int) -> Box:
    """The box on the page turned so that its text stands upright."""
    left, bottom, right, top = box
    if turn == 1:
        return -top, left, -bottom, right
    if turn == 2:
        return -right, -top, -left, -bottom
    if turn == 3:
        return bottom, -right, top, -left
    return box


# --- links ---------------------------------------------------------------------------------


def _link(word: Word, run: _Run, targets: list[tuple[Box, str]], textpage: Any, turn: int) -> None:
    """Note on the word which of its characters have their middle in a link's box."""
    middle = (word.bottom + word.top) / 2
    for (left, low, right, high), url in targets:
        if not (low <= middle <= high and word.left < right and word.right > left):
            continue
        boxes = (_turned(_box(textpage, place), turn) for place in run.places)
        inside = [number for number, box in enumerate(boxes) if left <= (box[0] + box[2]) / 2 <= right]
        if inside:
            word.linked.append((inside[0], inside[-1] + 1, url))


def _links_of(document: Any, page: Any) -> Iterator[tuple[Box, str]]:
    """Every box of every link that leads to an address."""
    import pypdfium2.raw as pdfium

    position, link = ctypes.c_int(0), pdfium.FPDF_LINK()
    for _ in range(_MAX_LINKS_A_PAGE):
        if not pdfium.FPDFLink_Enumerate(page, ctypes.byref(position), ctypes.byref(link)):
            return
        action = pdfium.FPDFLink_GetAction(link)
        size = pdfium.FPDFAction_GetURIPath(document, action, None, 0) if action else 0
        if not 1 < size < 8192:
            continue
        buffer = ctypes.create_string_buffer(size)
        pdfium.FPDFAction_GetURIPath(document, action, buffer, size)
        url = buffer.raw[: size - 1].decode("utf-8", "replace")
        for box in _boxes_of(link):
            yield box, url


def _boxes_of(link: Any) -> Iterator[Box]:
    """The quadrilaterals of a link that runs over several lines, else its rectangle."""
    import pypdfium2.raw as pdfium

    quads = pdfium.FPDFLink_CountQuadPoints(link)
    for number in range(min(quads, _MAX_QUADS)):
        quad = pdfium.FS_QUADPOINTSF()
        if pdfium.FPDFLink_GetQuadPoints(link, number, ctypes.byref(quad)):
            across = (quad.x1, quad.x2, quad.x3, quad.x4)
            high = (quad.y1, quad.y2, quad.y3, quad.y4)
            yield min(across), min(high), max(across), max(high)
    if quads <= 0:
        box = pdfium.FS_RECTF()
        if pdfium.FPDFLink_GetAnnotRect(link, ctypes.byref(box)):
            low, top = sorted((box.bottom, box.top))
            yield box.left, low, box.right, top


def _properties(document: Any) -> dict[str, str]:
    """What the document says about itself, nothing where that is no text."""
    try:
        return dict(document.get_metadata_dict(skip_empty=True))
    except UnicodeDecodeError:
        return {}


def _day(stamp: str) -> str | None:
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", stamp)
    return day(*found.groups()) if found else None
