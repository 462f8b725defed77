"""A text in, its note marks (`[1]`, a raised digit) and the notes they lead to out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from verifier.cite.brackets import Bracket
from verifier.cite.lexicon import Lexicon
from verifier.model import Span

_MARK = re.compile(r"\[\s?(\d{1,3}|[a-z]|[ivxlc]{1,5})\s?\]")
_NOTE = re.compile(r"(?m)^[ \t]{0,12}(?:\[(\d{1,3}|[a-z]|[ivxlc]{1,5})\]|\^?(\d{1,3})[.)])[ \t\u00a0]{1,12}(?=\S)")
#: `1` alone on a line that links back to its mark; the note's words are on the line after it.
_LABEL_LINE = re.compile(r"(?m)^[ \t]{0,12}()(\d{1,3})[.)]?[ \t]*\r?\n\s{0,8}(?=\S)")
_BACK = re.compile(r"(?:(?:[↑↩]|\^(?=\s))\ufe0e?\s{0,3}(?:[a-z](?:,|\b)\s){0,9})+")
_HEADING = re.compile(r"(?m)^[ \t]{0,12}#{0,4}[ \t]{0,4}([^\W\d_][^\n\r:]{1,24}?)[ \t]{0,4}:?[ \t\r]{0,9}$")
_RAISED = re.compile(
    r"(?<=[^\W\d_][.,;!?])\d{1,3}(?=\s|$)|(?<=[)\]”»\"’][.,;!?])\d{1,3}(?=\s|$)|(?<=[”»\"’])\d{1,3}(?=\s|$)"
    r"|(?<=[^\W\d_][^\W\d_])\d{1,3}(?=[.,;:]?(?:\s|$))|[¹²³⁰⁴-⁹]{1,3}"
)
_ROUND_NOTE = re.compile(r"(?m)^[ \t]{0,12}\((\d{1,3})\)[ \t\u00a0]{1,12}(?=\S)")
_PLAIN_NOTE = re.compile(r"(?m)^[ \t]{0,12}(\d{1,3})\.[ \t\u00a0]{1,12}(?=\S)")
_OPENS_NOTE = re.compile(r"[ \t]{0,12}[\[^(\d]")
_LONGEST_HEADING = 60
_RAISED_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark in the running text, `note` the stretch of the note's words when the note is there."""

    start: int
    end: int
    label: str
    raised: bool
    note: Span | None


@dataclass(slots=True)
class Notes:
    """All marks that stand for citations, all other `[1]` brackets, and where notes are printed."""

    marks: list[NoteMark] = field(default_factory=list)
    stray: list[Span] = field(default_factory=list)
    begin: int | None = None


def find_notes(text: str, brackets: Sequence[Bracket], jumps: Collection[int], words: Lexicon) -> Notes:
    """Marks of the running text, with their notes. `jumps` are places where links to the same page begin.

    Marks count when their note is printed, when they link to one, or when they are numbered in a row."""
    notes = Notes()
    bodies, begin = _bodies(text, jumps, words)
    notes.begin = begin
    end = len(text) if begin is None else begin
    square = [bracket for bracket in brackets if not bracket.round and bracket.end - bracket.start <= 8]
    candidates = [(one, match[1]) for one in square if (match := _MARK.fullmatch(text, one.start, one.end))]
    numbered = _in_a_row([label for one, label in candidates if one.start < end and not _opens_line(text, one.start)])
    for bracket, label in candidates:
        body = bodies.get(label)
        inside = bracket.start < end and not _opens_line(text, bracket.start)
        if inside and (body or numbered or bracket.start in jumps):
            notes.marks.append(NoteMark(bracket.start, bracket.end, label, False, body))
        else:
            notes.stray.append((bracket.start, bracket.end))
    if not notes.marks and begin is not None:
        notes.marks = _raised(text, end, bodies) or _glued(text, brackets, end, bodies)
    if not notes.marks and begin is None:
        notes.marks, notes.begin = _below(text, brackets)
    return notes


def _bodies(text: str, jumps: Collection[int], words: Lexicon) -> tuple[dict[str, Span], int | None]:
    """The printed notes by label, and where they begin: under a heading, or a run of `[1] …` lines at the end."""
    starts, short = _line_starts(text)
    lines = _matches(_NOTE, text, starts)
    headings = [match.end() for match in _matches(_HEADING, text, short) if words.is_one_of("note_headings", match[1])]
    after = [line for line in lines if headings and line.start() >= headings[-1]]
    if not after:
        after = _last_run([line for line in lines if line[1]])
    if not after:
        after = _last_run([line for line in _matches(_LABEL_LINE, text, starts) if line.start(2) in jumps])
    if not after:
        return {}, None
    bodies: dict[str, Span] = {}
    for line in after:
        label = line[1] or line[2]
        stop = text.find("\n", line.end())
        back = _BACK.match(text, line.end())
        bodies.setdefault(label, (back.end() if back else line.end(), len(text) if stop < 0 else stop))
    return bodies, after[0].start()


def _line_starts(text: str) -> tuple[list[int], list[int]]:
    """Where lines begin that could open with the label of a note, and where those that are short enough to head some.

    The patterns are tried there alone: to seek the beginnings of lines with `re` is to stop at every letter.
    """
    labelled, short = [], []
    start = 0
    while start <= len(text):
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        if _OPENS_NOTE.match(text, start):
            labelled.append(start)
        if stop - start <= _LONGEST_HEADING:
            short.append(start)
        start = stop + 1
    return labelled, short


def _matches(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> list[re.Match[str]]:
    return [match for start in starts if (match := pattern.match(text, start))]


def _last_run(lines: list[re.Match[str]]) -> list[re.Match[str]]:
    """The last lines whose labels count up from the first."""
    run: list[re.Match[str]] = []
    for line in lines:
        if (line[1] or line[2]) in {"1", "a", "i"}:
            run = [line]
        elif run:
            run.append(line)
    return run


def _in_a_row(labels: list[str]) -> bool:
    numbers = [int(label) for label in labels if label.isdigit()]
    rising = sum(later >= earlier for earlier, later in pairwise(numbers))
    return len(numbers) >= 2 and min(numbers) <= 2 and rising * 4 >= (len(numbers) - 1) * 3


def _raised(text: str, end: int, bodies: dict[str, Span]) -> list[NoteMark]:
    """Digits glued to a word or stop, taken only in the order of the notes: 1, 2, 3."""
    found: list[NoteMark] = []
    awaited = 1
    for match in _RAISED.finditer(text, 0, end):
        label = match.group().translate(_RAISED_SIGNS)
        if label.isdigit() and int(label) == awaited and label in bodies:
            found.append(NoteMark(match.start(), match.end(), label, True, bodies[label]))
            awaited += 1
    return found


def _glued(text: str, brackets: Sequence[Bracket], end: int, bodies: dict[str, Span]) -> list[NoteMark]:
    """`świata(1).`: round marks glued to the word or stop before them, in the order of the notes."""
    found: list[NoteMark] = []
    for bracket in brackets:
        label = text[bracket.start + 1 : bracket.end - 1]
        glued = bracket.round and bracket.start > 0 and not text[bracket.start - 1].isspace()
        if bracket.end <= end and glued and label == str(len(found) + 1) and label in bodies:
            found.append(NoteMark(bracket.start, bracket.end, label, False, bodies[label]))
    return found


def _below(text: str, brackets: Sequence[Bracket]) -> tuple[list[NoteMark], int | None]:
    """Marks whose notes stand without a heading at the very end: every note must have its mark."""
    starts, _ = _line_starts(text)
    for shape in (_ROUND_NOTE, _PLAIN_NOTE):
        lines = _last_block(text, _matches(shape, text, starts))
        if not lines:
            continue
        begin = lines[0].start()
        stops = [line.start() for line in lines[1:]] + [len(text)]
        bodies = {line[1]: (line.end(), stop) for line, stop in zip(lines, stops, strict=True)}
        marks = _glued(text, brackets, begin, bodies) if shape is _ROUND_NOTE else _raised(text, begin, bodies)
        if len(marks) == len(bodies):
            return marks, begin
    return [], None


def _last_block(text: str, lines: list[re.Match[str]]) -> list[re.Match[str]]:
    """The lines numbered 1, 2, 3 … that end the text, one right below the other."""
    block: list[re.Match[str]] = []
    for line in lines:
        if line[1] == "1":
            block = [line]
        elif block and int(line[1]) == len(block) + 1 and "\n" not in text[block[-1].end() : line.start()].strip():
            block.append(line)
        else:
            block = []
    return block if block and "\n" not in text[block[-1].end() :].strip() else []


def _opens_line(text: str, at: int) -> bool:
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] in "\r\n"
