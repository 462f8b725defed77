"""The inside of a bracket in, its pieces out: cut at separators outside inner brackets, quotations and addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.cite.words.signs import BLANKS

Piece = tuple[int, int]

_ADDRESS = re.compile(
    r"https?://[^\s<>«»„“”]+|www\.[^\s<>«»„“”]+|(?:[\w-]{1,63}\.){1,6}[a-zA-Zа-я]{2,24}/[^\s<>«»„“”]+", re.I
)
_OPENING = {
    "(": ")", "[": "]", "{": "}", "（": "）", "［": "］",
    "“": "”", "«": "»", "„": "“”‟", "‹": "›", "「": "」", "《": "》",
}  # fmt: skip
_CLOSING = frozenset("".join(_OPENING.values()))
#: Where none of these stands, nothing hides a separator.
_HIDING = frozenset("".join(_OPENING) + '"/')
#: All that hides separators, and the separators; every other letter is passed over at once.
_SIGNS = re.compile("[" + re.escape("".join(_OPENING) + "".join(sorted(_CLOSING))) + '",，、;；]')
_TRAILING = ".,;:!)]}"
SEMICOLONS = ";；"
_THOUSANDS = re.compile(r"\d,\d{3}(?!\d)")
_BEFORE_ADDRESS = " \t\r\n\u00a0:–—-"
COMMAS = ",，、"


def addresses(text: str, start: int, end: int) -> list[Piece]:
    """Web addresses in a stretch of text, without the punctuation that follows them."""
    found: list[Piece] = []
    segment = text[start:end]
    if "/" not in segment and "www." not in segment.lower():
        return found
    for match in _ADDRESS.finditer(text, start, end):
        stop = match.end()
        while stop > match.start() and text[stop - 1] in _TRAILING:
            stop -= 1
        found.append((match.start(), stop))
    return found


def cut(text: str, start: int, end: int, separators: str) -> list[Piece]:
    """`text[start:end]` cut at the separators; the pieces are in order and may be empty."""
    segment = text[start:end]
    signs = [sign for sign in separators if sign in segment]
    if not signs:
        return [(start, end)]
    plain = len(signs) == 1 and _HIDING.isdisjoint(segment) and "www." not in segment.lower()
    if plain and not _THOUSANDS.search(text, max(0, start - 1), end + 4):
        return _cut_plainly(segment, start, signs[0])
    pieces = list(_cut(text, start, end, separators, quotes=True))
    if len(pieces) == 1:
        # A quotation mark that is never closed must not hide the separators after it.
        return list(_cut(text, start, end, separators, quotes=_quotes_close(text, start, end)))
    return pieces


def _cut_plainly(segment: str, start: int, sign: str) -> list[Piece]:
    pieces = []
    for part in segment.split(sign):
        pieces.append((start, start + len(part)))
        start += len(part) + 1
    return pieces


def cut_before_address(text: str, piece: Piece) -> list[Piece]:
    """`Reuters: https://…` is a name and its address."""
    for start, end in addresses(text, *piece):
        if text[start:end].lower().startswith(("http", "www.")):
            name = trimmed(text, (piece[0], start), _BEFORE_ADDRESS)
            return [name, (start, piece[1])] if name[0] < name[1] else [piece]
    return [piece]


def _cut(text: str, start: int, end: int, separators: str, *, quotes: bool) -> Iterator[Piece]:
    skips = addresses(text, start, end)
    closers: list[str] = []
    straight = False
    piece, skip = start, 0
    for match in _SIGNS.finditer(text, start, end):
        at, sign = match.start(), match.group()
        while skip < len(skips) and skips[skip][1] <= at:
            skip += 1
        if skip < len(skips) and skips[skip][0] <= at:
            continue
        if closers and sign in closers[-1]:
            closers.pop()
        elif sign in _OPENING and (quotes or sign in "([{（［"):
            closers.append(_OPENING[sign])
        elif sign == '"' and quotes:
            straight = not straight
        elif sign in separators and not closers and not straight and not _in_number(text, at):
            yield piece, at
            piece = at + 1
    yield piece, end


def _quotes_close(text: str, start: int, end: int) -> bool:
    inside = text[start:end]
    pairs = (("“", "”"), ("«", "»"), ("„", "“”"))
    straight = inside.count('"') % 2 == 0
    return straight and all(inside.count(left) <= sum(map(inside.count, right)) for left, right in pairs)


def _in_number(text: str, at: int) -> bool:
    """`1,200` is one number; `18,28` may be two days, so three digits must follow."""
    return text[at] == "," and _THOUSANDS.match(text[at - 1 : at + 5]) is not None


def trimmed(text: str, piece: Piece, signs: str = BLANKS) -> Piece:
    """The piece without such signs at its ends."""
    start, end = piece
    while start < end and text[start] in signs:
        start += 1
    while end > start and text[end - 1] in signs:
        end -= 1
    return start, end
