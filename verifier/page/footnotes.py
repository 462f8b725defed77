"""Lines of printed pages in, the running text and its footnotes apart out, with every raised mark led to its note.

A block of small print at the foot of a column that begins with a mark is notes. In the running text a raised mark
becomes `[1]`, and so does the mark that opens its note, so that the two find each other without their height.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from itertools import groupby

from verifier.page.printed import Line, Word

_SMALLER = 0.93
_LABEL = re.compile(r"\[?(\d{1,3}|[*†‡§¶]{1,3})[\].)]?")
_MARKS = re.compile(r"\[?(?:\d{1,3}|[*†‡§¶]{1,3})\]?(?:,(?:\d{1,3}))*")


@dataclass(slots=True)
class Note:
    """A printed note: its mark as printed, and the lines of its words."""

    page: int
    label: str
    lines: list[Line]


def lift_notes(lines: list[Line]) -> tuple[list[Line], list[list[Line]]]:
    """The running text, and each note's lines. Raised marks of both are written `[1]`.

    Notes are numbered anew where their marks recur (every page its own 1) or are signs.
    """
    size = body_height(lines)
    body: list[Line] = []
    notes: list[Note] = []
    for _, group in groupby(lines, key=lambda line: (line.page, line.column)):
        column = list(group)
        first = _first_note(column, size)
        body += column[:first]
        notes += _notes(column[first:])
    if not notes:
        return _with_endnotes(body), []
    labels = [note.label for note in notes]
    anew = len(set(labels)) < len(labels) or not all(label.isdigit() for label in labels)
    shown = {id(note): str(number) if anew else note.label for number, note in enumerate(notes, 1)}
    here = {(note.page, note.label): shown[id(note)] for note in notes}
    anywhere = {} if anew else {note.label: note.label for note in notes}
    for line in body:
        _mark(line, {label: name for (page, label), name in here.items() if page == line.page} or anywhere)
    for note in notes:
        _open(note.lines[0], shown[id(note)])
    return body, [note.lines for note in notes]


def body_height(lines: list[Line]) -> float:
    """The height that most characters have."""
    heights: Counter[float] = Counter()
    for line in lines:
        heights[round(line.height * 2) / 2] += len(line.text)
    return heights.most_common(1)[0][0] if heights else 0.0


def _first_note(column: list[Line], size: float) -> int:
    """Where the notes of a column begin: its last lines in small print, from the first that opens with a mark."""
    first = len(column)
    while first and column[first - 1].height <= _SMALLER * size:
        first -= 1
    while first < len(column) and _label(column[first]) is None:
        first += 1
    return first


def _label(line: Line) -> str | None:
    """The mark that opens a note's line, if there is one and words follow."""
    if len(line.words) < 2:
        return None
    found = _LABEL.fullmatch(line.words[0].text)
    if found is None:
        return None
    bare = found[0] == found[1]
    return found[1] if line.words[0].raised or not bare or not line.words[1].text[0].islower() else None


def _notes(lines: list[Line]) -> list[Note]:
    notes: list[Note] = []
    for line in lines:
        label = _label(line)
        awaited = not notes or not label or not label.isdigit() or not notes[-1].label.isdigit()
        if label and (awaited or line.words[0].raised or int(label) == int(notes[-1].label) + 1):
            notes.append(Note(line.page, label, [line]))
        elif notes:
            notes[-1].lines.append(line)
    return notes


def _with_endnotes(body: list[Line]) -> list[Line]:
    """Notes that stand at the end of the text, numbered from 1, one a line, with raised marks before them."""
    last = max((number for number, line in enumerate(body) if _raised_labels(line)), default=-1)
    opening: list[Line] = []
    for number, line in enumerate(body):
        raised = bool(line.words and line.words[0].raised)
        if (number > last or raised) and _label(line) == str(len(opening) + 1):
            opening.append(line)
    labels = {str(number + 1): str(number + 1) for number in range(len(opening))}
    printed_raised = bool(opening) and opening[0].words[0].raised
    if not labels or (last < 0 and not printed_raised) or (printed_raised and len(opening) < 2):
        return body
    starts = {id(line) for line in opening}
    for line in body:
        if id(line) in starts:
            _open(line, _label(line) or "")
        else:
            _mark(line, labels)
    return body


def _raised_labels(line: Line) -> list[str]:
    """Marks within a line: those that open it may be a note's own."""
    return [word.text for word in line.words[1:] if word.raised and _MARKS.fullmatch(word.text)]


def _mark(line: Line, labels: dict[str, str]) -> None:
    """Write the raised marks of a line that lead to a note as `[1]`, close to the word before them."""
    words: list[Word] = []
    for word in line.words:
        marks = word.text.strip("[]").split(",") if word.raised and _MARKS.fullmatch(word.text) else []
        if marks and all(mark in labels for mark in marks):
            text = "".join(f"[{labels[mark]}]" for mark in marks)
            words.append(replace(word, text=text, glued=True, linked=[]))
        else:
            words.append(word)
    line.words = words


def _open(line: Line, label: str) -> None:
    first = replace(line.words[0], text=f"[{label}]", linked=[])
    line.words = [first, replace(line.words[1], glued=False), *line.words[2:]]
    line.own = True
