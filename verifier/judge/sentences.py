"""A source text in, its sentences as spans out: verbatim slices, nothing lost between lines.

Splits after sentence marks unless a small letter follows, and not after abbreviations, initials
and ordinals; every line break with a blank line or a
short line before it ends a sentence too. Very long stretches are cut at spaces. A row of a table is one whole.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.judge.languages import Language
from verifier.model import Span

#: A passage longer than this is cut at the next space: lists and tables without sentence marks.
_LONGEST_CHARS = 700
_MARK = re.compile(r"[.!?…]+[\"'”’»“)\]]*(?=\s)|[。！？]+[」』”]*|\n")
#: What stands around rows of a table and is no sentence.
_BARS = " \t\r\n|:-"
_LAST_WORD = re.compile(r"([^\s(\[\"'«„“]{1,24})$")


def split(text: str, known: Language, rows: Sequence[Span] = ()) -> list[Span]:
    """Spans of the sentences of `text`, in order, without surrounding white space; `rows` are taken as they are."""
    spans: list[Span] = []
    start = 0
    for first, last in rows:
        if any(map(str.isalnum, text[start:first])):
            _split(text, start, first - len(text[start:first]) + len(text[start:first].rstrip(_BARS)), known, spans)
        spans.append((first, last))
        start = last
    if rows:
        start = len(text) - len(text[start:].lstrip(_BARS))
    _split(text, start, len(text), known, spans)
    return spans


def _split(text: str, start: int, end: int, known: Language, spans: list[Span]) -> None:
    for match in _MARK.finditer(text, start, end):
        if match.end() <= start or not _ends(text, start, match, known):
            continue
        _add(text, start, match.end(), spans)
        start = match.end()
    _add(text, start, end, spans)


def _ends(text: str, start: int, match: re.Match[str], known: Language) -> bool:
    """Does a sentence end at this mark?"""
    mark = match.group()
    if mark == "\n":
        return _line_ends(text, start, match.start())
    if mark[0] in "。！？":
        return True
    rest = text[match.end() : match.end() + 8].lstrip()
    if not rest:
        return True
    first = rest[0]
    if first.islower():
        return False
    if not mark.startswith(".") or mark.startswith(".."):
        return True
    return not _abbreviated(text[max(start, match.start() - 24) : match.start()], first, known)


def _abbreviated(before: str, first: str, known: Language) -> bool:
    last = _LAST_WORD.search(before)
    if last is None:
        return False
    word = last.group(1).casefold()
    if word in known.abbreviations or word in _TITLES:
        return True
    if len(word) == 1 and word.isalpha():
        return True
    # "10. September": an ordinal of German, Czech, Polish
    return word.isdecimal() and len(word) <= 2 and known.code in {"de", "cs", "pl", "lt", "sk"} and first.isalpha()


_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "st", "gen", "u.s", "u.k", "u.n", "e.g", "i.e", "no", "vs"})


def _line_ends(text: str, start: int, at: int) -> bool:
    """A line break ends a sentence at a blank line, after a mark, or after a short line."""
    line_start = text.rfind("\n", start, at) + 1
    line = text[max(start, line_start) : at]
    after = text[at + 1 : at + 2]
    return not line.strip() or after in ("\n", "\r", "") or len(line) < 60 or line.rstrip()[-1:] in ".!?…:;。！？"


def _add(text: str, start: int, end: int, spans: list[Span]) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    while end - start > _LONGEST_CHARS:
        cut = text.rfind(" ", start + _LONGEST_CHARS // 2, start + _LONGEST_CHARS)
        cut = start + _LONGEST_CHARS if cut < 0 else cut
        spans.append((start, cut))
        start = cut
        while start < end and text[start].isspace():
            start += 1
    if end > start:
        spans.append((start, end))
