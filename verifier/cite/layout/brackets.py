"""Text in, brackets out: found by counting, nested or full-width or never closed, in one pass."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import NamedTuple

#: A bracket that is never closed ends with the dots of a cut-off text or with its line.
_MARKS = re.compile(r"[()\[\]（）［］\r\n]")
_DOTS = re.compile(r"\.\.\.|…")
_FAMILY = {"(": "(", "（": "(", ")": "(", "）": "(", "[": "[", "［": "[", "]": "[", "］": "["}
_OPENERS = frozenset("(（[［")
_LINE_ENDS = frozenset("\r\n")
_ENUMERATION = re.compile(r"\s*(?:[-*•–·‣◦]\s|(?:\d{1,3}|[a-zA-Z])[.)])")
#: `(TASS, February` on one line and `24)` on the next is a date that was wrapped, no numbered list.
_OPEN_MONTH = re.compile(r",[ \u00a0][^\W\d_]{3,12}\.?\s?$")
_DAY_CLOSES = re.compile(r"\s*(?:[12]?\d|3[01])[)）]")

#: A hard-wrapped bracket may run over this many line ends and characters.
_WRAPPED_LINES = 3
_WRAPPED_CHARS = 400
_UNCLOSED_CHARS = 200
_SENTENCE_ENDS = frozenset(".!?。！？")
_NEW_SENTENCE = re.compile(r"(?:[a-zа-яё]{4}|\d|\))[.!?]\s+[A-ZА-ЯЁ][a-zа-яё]")


class Bracket(NamedTuple):
    """`text[start:end]` with its brackets; `depth` 0 is outermost; `round` tells ( from [."""

    start: int
    end: int
    depth: int
    round: bool
    closed: bool = True


def find_brackets(text: str) -> list[Bracket]:
    """Every bracket of the text in order of start. Linear in the length of the text.

    A pair lies on one line; in hard-wrapped text it may go on to the next ones, as long as the
    rest of it stands there before any other bracket opens. Closers without an opener are passed over.
    """
    pairs, unmatched = _pairs(text)
    brackets: list[Bracket] = []
    open_ends: list[int] = []
    for start, end in sorted(pairs):
        while open_ends and open_ends[-1] <= start:
            open_ends.pop()
        brackets.append(Bracket(start, end, len(open_ends), _FAMILY[text[start]] == "("))
        open_ends.append(end)
    cut_off = _unclosed(text, unmatched, brackets)
    brackets = [*_put_inside(brackets, cut_off), *cut_off]
    brackets.sort(key=lambda bracket: (bracket.start, -bracket.end))
    return brackets


def _pairs(text: str) -> tuple[list[tuple[int, int]], list[int]]:
    pairs: list[tuple[int, int]] = []
    unmatched: list[int] = []
    stack: list[int] = []
    held = {"(": 0, "[": 0}
    lines = 0
    for mark in _MARKS.finditer(text):
        at, sign = mark.start(), mark.group()
        if sign in _LINE_ENDS:
            if not stack or (sign == "\n" and text[at - 1] == "\r"):
                continue
            lines += 1
            if lines >= _WRAPPED_LINES or at - stack[0] > _WRAPPED_CHARS or not _goes_on(text, stack[-1], at):
                unmatched.extend(stack)
                stack.clear()
                held = {"(": 0, "[": 0}
                lines = 0
            continue
        family = _FAMILY[sign]
        if sign in _OPENERS:
            if not stack:
                lines = 0
            stack.append(at)
            held[family] += 1
        elif held[family]:
            while True:
                opener = stack.pop()
                opened = _FAMILY[text[opener]]
                held[opened] -= 1
                if opened == family:
                    pairs.append((opener, at + 1))
                    break
                unmatched.append(opener)
    return pairs, unmatched + stack


def _goes_on(text: str, opener: int, line_end: int) -> bool:
    """Whether the next line closes what is open before it opens anything else."""
    start = line_end + (2 if text.startswith("\r\n", line_end) else 1)
    window = text[start : start + _WRAPPED_CHARS]
    if not window or window[0] in _LINE_ENDS:
        return False
    if _ENUMERATION.match(window) and not (_DAY_CLOSES.match(window) and _OPEN_MONTH.search(text, opener, line_end)):
        return False
    lines = 0
    for mark in _MARKS.finditer(window):
        if mark.group() not in _LINE_ENDS:
            return mark.group() not in _OPENERS
        if mark.group() == "\n" and window[mark.start() - 1 : mark.start()] == "\r":
            continue
        lines += 1
        # `(Novaya⏎Gazeta, May 3; Radio⏎Free Europe)`: short lines may break a bracket more than once.
        rest = window[mark.end() :].removeprefix("\n") if mark.group() == "\r" else window[mark.end() :]
        if lines >= _WRAPPED_LINES - 1 or not rest or rest[0] in _LINE_ENDS or _ENUMERATION.match(rest):
            return False
    return False


def _unclosed(text: str, unmatched: list[int], closed: list[Bracket]) -> list[Bracket]:
    """Round openers without a closer, up to the dots, the next bracket or the end of the line."""
    tops = [bracket for bracket in closed if bracket.depth == 0]
    starts = [bracket.start for bracket in tops]
    openers = sorted(at for at in unmatched if _FAMILY[text[at]] == "(")
    size = len(text.rstrip())
    found = []
    for at in openers:
        before = bisect_right(starts, at) - 1
        if before >= 0 and tops[before].end > at:
            continue
        limit = min(size, at + _UNCLOSED_CHARS + 1)
        later = bisect_right(openers, at)
        if later < len(openers):
            limit = min(limit, openers[later])
        following = bisect_left(starts, at)
        end = _end_of_cut_off(text, at, limit, size) if following < len(starts) and starts[following] < limit else None
        last = bisect_left(starts, end) - 1 if end is not None else -1
        if last < following or tops[last].end > (end or 0):
            limit = min(limit, starts[following]) if following < len(starts) else limit
            end = _end_of_unclosed(text, at, limit, size)
        if end is not None:
            found.append(Bracket(at, end, 0, round=True, closed=False))
    return found


def _end_of_cut_off(text: str, at: int, limit: int, size: int) -> int | None:
    """`(Umar Media, April 21; The News [Islamabad], April...`: the end of a line that breaks off in a bracket."""
    line = text[at:limit].splitlines()[0].rstrip()
    end = at + len(line)
    if end < size and text[end:limit][:1] not in {"\r", "\n", " ", "\t"}:
        return None
    broken = line.endswith(("...", "…")) or (end == size and line[-1] not in _SENTENCE_ENDS)
    return end if broken and not _NEW_SENTENCE.search(line) else None


def _put_inside(brackets: list[Bracket], cut_off: list[Bracket]) -> list[Bracket]:
    """The brackets, those within one that was never closed a step deeper."""
    starts = [one.start for one in cut_off]

    def within(bracket: Bracket) -> bool:
        at = bisect_right(starts, bracket.start) - 1
        return at >= 0 and bracket.end <= cut_off[at].end

    return [one._replace(depth=one.depth + 1) if within(one) else one for one in brackets]


def _end_of_unclosed(text: str, at: int, limit: int, size: int) -> int | None:
    line = text[at:limit].splitlines()[0].rstrip()
    dots = _DOTS.search(line)
    if dots:
        return at + dots.end()
    if at + len(line) < limit or limit == size:
        return at + len(line)
    return None
