"""A track of captions (XML of players) in; its words as lines of text, with the seconds at which each is said, out.

Two shapes are known: `<text start="1.5" dur="2">` with seconds, and `<p t="1500" d="2000">` with milliseconds.
"""

from __future__ import annotations

import html
import math
import re

from verifier.page.clean import one_line

#: A line ends at the end of a sentence, before a silence, or when it has grown so long: programs hear no full stops.
_SILENCE_S = 2.5
_LONG_CHARS = 240
_MOST_CUES = 50_000
_ENDS = re.compile(r"[.!?…。！？][\"'”’»)\]]*$")
_MARK = re.compile(r"<[^<>]{0,200}>")

#: When it begins, when it ends, and what is said.
Cue = tuple[float, float, str]
#: A place in a text and the second at which what stands there is said.
Mark = tuple[int, float]


class UnreadableCaptions(ValueError):
    """The track is no XML, or of another shape."""


def cues_in(track: str) -> list[Cue]:
    """What is said when, in order; empty cues are left out. Raises `UnreadableCaptions`."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False)
    try:
        root = etree.fromstring(track.replace("\x00", "").strip().encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableCaptions(f"the captions are no proper XML: {error}") from error
    found: list[Cue] = []
    for element in root.iter("text", "p"):
        start_s, length_s = _times(element)
        # Captions are escaped twice, and may carry marks of their own.
        words = one_line(_MARK.sub(" ", html.unescape("".join(element.itertext()))))
        if words and start_s is not None:
            found.append((start_s, start_s + (length_s or 0.0), words))
        if len(found) >= _MOST_CUES:
            break
    return sorted(found, key=lambda cue: cue[0])


def lines_of(cues: list[Cue], offset: int = 0) -> tuple[str, tuple[Mark, ...]]:
    """The cues as lines, and for each cue its place, counted from `offset`, and its second."""
    text, marks = "", list[Mark]()
    line_start, heard_until = 0, math.inf
    for start_s, end_s, words in cues:
        ended = _ENDS.search(text[-8:]) is not None or start_s - heard_until > _SILENCE_S
        if text:
            text += "\n" if ended or len(text) - line_start > _LONG_CHARS else " "
        line_start = len(text) if text.endswith("\n") else line_start
        marks.append((offset + len(text), start_s))
        text += words
        heard_until = end_s
    return text, tuple(marks)


def _times(element: object) -> tuple[float | None, float | None]:
    get = element.get  # type: ignore[attr-defined]  # lxml has no types
    if get("start") is not None:
        return _seconds(get("start")), _seconds(get("dur"))
    start, length = _seconds(get("t")), _seconds(get("d"))
    return (start / 1000 if start is not None else None), (length / 1000 if length is not None else None)


def _seconds(value: str | None) -> float | None:
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if math.isfinite(number) and number >= 0 else None
