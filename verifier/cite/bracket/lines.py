"""A text in, lines that are a citation and nothing else out: `Outlet, February 28, 2018, p. 3` over a piece."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from verifier.cite.bracket.grammar import PrintedSource, read_content
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.model import Span

_LINE = re.compile(r"(?m)^[ \t]{0,4}([^\W\d_][^\n\r()\[\];]{7,90}?)[ \t]{0,4}\r?$")
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST_LINE = 100
_NEAR_CHARS = 2
_HEADING_CHARS = 40


def lines_of_source(
    text: str, end: int, words: Lexicon, outlets: OutletTable
) -> list[tuple[Span, list[PrintedSource]]]:
    """Lines before `end` that give an outlet and a full day, and what they name.

    Only media count, and lines one after the other are a list of sources, not heads of pieces.
    """
    read: list[tuple[Span, list[PrintedSource]]] = []
    for line in _short_lines(text, end):
        if not _YEAR.search(line[1]) or words.is_one_of("note_headings", _line_above(text, line.start())):
            continue
        printed = _read(text, line.span(1), words, outlets)
        if printed:
            read.append((line.span(1), printed))
    listed = {one[0] for pair in pairwise(read) if pair[1][0][0] - pair[0][0][1] <= _NEAR_CHARS for one in pair}
    return [one for one in read if one[0] not in listed]


def _short_lines(text: str, end: int) -> Iterator[re.Match[str]]:
    start = 0
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        line = _LINE.match(text, start, end) if stop - start <= _LONGEST_LINE else None
        if line:
            yield line
        start = stop + 1


def _line_above(text: str, at: int) -> str:
    above = text[max(0, at - _NEAR_CHARS - _HEADING_CHARS) : at].strip().rsplit("\n", 1)[-1]
    return above.strip(" #:*")


def _read(text: str, span: Span, words: Lexicon, outlets: OutletTable) -> list[PrintedSource]:
    # `New York Times | Dec 26, 2011` is read as if the bar were a comma.
    line = text[slice(*span)].replace(" | ", ",  ", 1)
    content = read_content(line, 0, len(line), words, outlets)
    if len(content.sources) != 1 or content.loose_dates:
        return []
    one = content.sources[0]
    outlet = outlets.find(one.name.text)
    days = len(one.dates) == 1 and one.dates[0].full and one.dates[0].year is not None
    opens = one.name.span[0] == 0 and not one.qualifiers
    if outlet is None or not (outlet.is_media and days and opens):
        return []
    place = (one.span[0] + span[0], one.span[1] + span[0])
    return [replace(one, span=place, name=one.name.moved(span[0], None))]
