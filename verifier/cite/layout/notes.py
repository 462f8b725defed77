"""A text in, its note marks (`[1]`, a raised digit) and the notes they lead to out."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

from verifier.cite.layout.brackets import Bracket
from verifier.cite.layout.note_marks import counts_up, standing_marks, unlisted_marks
from verifier.cite.words.lexicon import Lexicon
from verifier.model import Span

_MARK = re.compile(r"\[\s?(\d{1,3}(?:\s?[,;–-]\s?\d{1,3}){0,5}|[a-z]|[ivxlc]{1,5})\s?\]")
_LONGEST_MARK = 24
_NUMBERS = re.compile(r"(\d+)(?:\s?[–-]\s?(\d+))?")
_MOST_NOTES = 8
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
#: `¹ Zolotarev, Ports`, `1 Lloyd’s List`: notes without a stop, taken only where each has its mark.
_RAISED_NOTE = re.compile(r"(?m)^[ \t]{0,12}([¹²³⁰⁴-⁹]{1,3})[ \t\u00a0]{0,12}(?=\S)")
_BARE_NOTE = re.compile(r"(?m)^[ \t]{0,12}(\d{1,3})[ \t\u00a0]{1,12}(?=[^\W\d_a-zа-я]|[“„«\"])")
_OPENS_NOTE = re.compile(r"[ \t]{0,12}[\[^(\d¹²³⁰⁴-⁹]")
#: An arrow back to the mark, left over where its link leads nowhere.
_ARROWS = "↑↩⏎↵\ufe0e\ufe0f \t\r\u00a0"
_LONGEST_HEADING = 60
_RAISED_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


@dataclass(frozen=True, slots=True)
class NoteMark:
    """A mark in the running text, `note` the stretch of the note's words when the note is there.

    `[3, 5]` and `[3–5]` lead to more than one: `others` are the stretches after the first.
    """

    start: int
    end: int
    label: str
    raised: bool
    note: Span | None
    others: tuple[Span, ...] = ()


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
    starts, short = _line_starts(text)
    bodies, begin = _bodies(text, starts, short, jumps, words)
    notes.begin = begin
    end = len(text) if begin is None else begin
    square = [bracket for bracket in brackets if not bracket.round and bracket.end - bracket.start <= _LONGEST_MARK]
    candidates = [(one, match[1]) for one in square if (match := _MARK.fullmatch(text, one.start, one.end))]
    running = [one for one in candidates if one[0].start < end and not _opens_line(text, one[0].start)]
    numbers = [int(label) for _, label in running if label.isdigit()]
    numbered = counts_up(numbers) and min(numbers) <= 2
    standing = standing_marks(text, running)
    for bracket, label in candidates:
        led_to = [bodies[one] for one in _labels(label) if one in bodies]
        inside = bracket.start < end and not _opens_line(text, bracket.start)
        counted = (numbered and label.isdigit()) or bracket.start in standing
        if inside and (led_to or counted or bracket.start in jumps):
            body, others = (led_to[0], tuple(led_to[1:])) if led_to else (None, ())
            notes.marks.append(NoteMark(bracket.start, bracket.end, label, False, body, others))
        elif label.isalnum():
            notes.stray.append((bracket.start, bracket.end))
    if not notes.marks and begin is not None:
        notes.marks = _raised(text, end, bodies) or _glued(text, brackets, end, bodies)
    if not notes.marks and begin is None:
        notes.marks, notes.begin = _below(text, starts, brackets)
    if not notes.marks:
        unlisted = unlisted_marks(text, brackets, end, words)
        notes.marks = [NoteMark(*mark, note=bodies.get(mark.label)) for mark in unlisted]
    return notes


def _bodies(
    text: str, starts: Sequence[int], short: Sequence[int], jumps: Collection[int], words: Lexicon
) -> tuple[dict[str, Span], int | None]:
    """The printed notes by label, and where they begin: under a heading, or a run of `[1] …` lines at the end."""
    lines = _matches(_NOTE, text, starts)
    headings = [match.end() for match in _matches(_HEADING, text, short) if words.is_one_of("note_headings", match[1])]
    after = [line for line in lines if headings and line.start() >= headings[-1]]
    if not after:
        after = _last_run([line for line in lines if line[1]])
    if not after:
        after = _marked_run(text, [line for line in lines if line[1] and line[1].isdigit()])
    if not after:
        after = _last_run([line for line in _matches(_LABEL_LINE, text, starts) if line.start(2) in jumps])
    if not after:
        return {}, None
    bodies: dict[str, Span] = {}
    for line in after:
        label = line[1] or line[2]
        stop = text.find("\n", line.end())
        back = _BACK.match(text, line.end())
        begin = back.end() if back else line.end()
        bodies.setdefault(label, (begin, _before_arrows(text, begin, len(text) if stop < 0 else stop)))
    return bodies, after[0].start()


def _before_arrows(text: str, start: int, end: int) -> int:
    while end > start and text[end - 1] in _ARROWS:
        end -= 1
    return end


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


def _marked_run(text: str, lines: list[re.Match[str]]) -> list[re.Match[str]]:
    """The last lines that count up from any number, each with its mark in the text before them."""
    run: list[re.Match[str]] = []
    for line in lines:
        run = [*run, line] if run and int(line[1]) == int(run[-1][1]) + 1 else [line]
    begin = run[0].start() if run else 0
    marked = (text.find(f"[{line[1]}]", 0, begin) for line in run)
    return run if all(at >= 0 and not _opens_line(text, at) for at in marked) else []


def _labels(label: str) -> list[str]:
    """`3, 5–7` as the labels it stands for."""
    if label.isalnum():
        return [label]
    found: list[str] = []
    for match in _NUMBERS.finditer(label):
        first, last = int(match[1]), int(match[2] or match[1])
        found.extend(str(one) for one in range(first, min(last, first + _MOST_NOTES) + 1))
    return found[:_MOST_NOTES]


def _raised(text: str, end: int, bodies: dict[str, Span]) -> list[NoteMark]:
    """Digits glued to a word or stop, taken only in the order of the notes: 1, 2, 3."""
    found: list[NoteMark] = []
    awaited = _first_number(bodies)
    for match in _RAISED.finditer(text, 0, end):
        label = match.group().translate(_RAISED_SIGNS)
        if label.isdigit() and int(label) == awaited and label in bodies:
            found.append(NoteMark(match.start(), match.end(), label, True, bodies[label]))
            awaited += 1
    return found


def _glued(text: str, brackets: Sequence[Bracket], end: int, bodies: dict[str, Span]) -> list[NoteMark]:
    """`świata(1).`: round marks glued to the word or stop before them, in the order of the notes."""
    found: list[NoteMark] = []
    first = _first_number(bodies)
    for bracket in brackets:
        label = text[bracket.start + 1 : bracket.end - 1]
        glued = bracket.round and bracket.start > 0 and not text[bracket.start - 1].isspace()
        if bracket.end <= end and glued and label == str(first + len(found)) and label in bodies:
            found.append(NoteMark(bracket.start, bracket.end, label, False, bodies[label]))
    return found


def _first_number(bodies: dict[str, Span]) -> int:
    return min((int(label) for label in bodies if label.isdigit()), default=1)


def _below(text: str, starts: Sequence[int], brackets: Sequence[Bracket]) -> tuple[list[NoteMark], int | None]:
    """Marks whose notes stand without a heading at the very end: every note must have its mark."""
    for shape in (_ROUND_NOTE, _PLAIN_NOTE, _RAISED_NOTE, _BARE_NOTE):
        lines = _last_block(text, _matches(shape, text, starts))
        if not lines:
            continue
        begin = lines[0].start()
        stops = [line.start() for line in lines[1:]] + [len(text)]
        bodies = {
            _label(line): (line.end(), _before_arrows(text, line.end(), stop))
            for line, stop in zip(lines, stops, strict=True)
        }
        marks = _glued(text, brackets, begin, bodies) if shape is _ROUND_NOTE else _raised(text, begin, bodies)
        if len(marks) == len(bodies):
            return marks, begin
    return [], None


def _last_block(text: str, lines: list[re.Match[str]]) -> list[re.Match[str]]:
    """The lines numbered one after the other that end the text, one right below the other."""
    block: list[re.Match[str]] = []
    for line in lines:
        goes_on = bool(block) and int(_label(line)) == int(_label(block[-1])) + 1
        if goes_on and "\n" not in text[block[-1].end() : line.start()].strip():
            block.append(line)
        else:
            block = [line]
    return block if block and "\n" not in text[block[-1].end() :].strip() else []


def _label(line: re.Match[str]) -> str:
    return line[1].translate(_RAISED_SIGNS)


def _opens_line(text: str, at: int) -> bool:
    while at > 0 and text[at - 1] in " \t":
        at -= 1
    return at == 0 or text[at - 1] in "\r\n"
