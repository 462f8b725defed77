"""One part of a bracket's list in, its fields out: cut at commas, and at dashes that make a list."""

from __future__ import annotations

import re

from verifier.cite.bracket.runs import read_within
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.splitting import COMMAS, Piece, addresses, cut, cut_before_address, trimmed

SITE = re.compile(r"(?:[\w-]{1,63}\.){1,6}[a-z]{2,24}(?:/\S*)?", re.I)
_SPACED_DASH = re.compile(r"\s[-–—|]\s")
_DASHES = frozenset("-–—|")
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"\s?(?:19|20)\d\d\s?")
#: `2024–January 2` after a comma: the year of the first day of a range.
_YEAR_OF_RANGE = re.compile(r"\s{0,3}(?:19|20)\d\d\s{0,2}[-–—−]\s{0,2}")


def fields_of(text: str, piece: Piece, words: Lexicon) -> tuple[list[Piece], bool]:
    """The fields of a part, blanks aside, and whether dashes parted them."""
    commas = _with_ranges_joined(text, cut(text, *piece, COMMAS), words)
    plain = _DASHES.isdisjoint(text[slice(*piece)]) or not _SPACED_DASH.search(text, *piece)
    if plain and not addresses(text, *piece):
        return [_without_dots(text, trimmed(text, one)) for one in commas], False
    fields: list[Piece] = []
    dashed = False
    for one in commas:
        pieces, start = [], one[0]
        for match in _SPACED_DASH.finditer(text, *one):
            pieces.append((start, match.start()))
            start = match.end()
        pieces.append((start, one[1]))
        # `Outlet – site – date` is a list; a dash inside a name, a title or a range of days is not.
        whole = read_within(text, *trimmed(text, one), words) if len(pieces) > 1 else None
        ranges = whole is not None and whole[0].until is not None
        yearly = len(pieces) > 1 and _YEAR.fullmatch(text, *pieces[0]) is not None
        lists = not ranges and (yearly or any(_is_date_or_host(text, trimmed(text, one), words) for one in pieces[1:]))
        dashed |= lists
        fields.extend(pieces if lists else cut_before_address(text, one))
    return [_without_dots(text, trimmed(text, one)) for one in fields], dashed


def _with_ranges_joined(text: str, pieces: list[Piece], words: Lexicon) -> list[Piece]:
    """Pieces cut at commas, without the cut inside `December 30, 2024–January 2`."""
    joined: list[Piece] = []
    for piece in pieces:
        year = _YEAR_OF_RANGE.match(text, *piece) if joined and _DIGIT.search(text, *joined[-1]) else None
        if year and read_within(text, year.end(), piece[1], words):
            piece = (joined.pop()[0], piece[1])
        joined.append(piece)
    return joined


def _without_dots(text: str, piece: Piece) -> Piece:
    """Without the dots of a text that was cut off."""
    if text[piece[0] : piece[1]].endswith(("..", "…")):
        return trimmed(text, piece, " .…")
    return piece


def _is_date_or_host(text: str, piece: Piece, words: Lexicon) -> bool:
    read = read_within(text, *piece, words)
    if read and read[1] >= piece[1]:
        return True
    return SITE.fullmatch(text, *piece) is not None
