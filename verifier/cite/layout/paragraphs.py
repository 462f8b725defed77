"""Sentences in, the paragraphs they stand in out, each with what it is: prose, bullet, heading, caption, notes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import groupby

from verifier.cite.layout.sentences import Sentence
from verifier.cite.words.lexicon import Lexicon
from verifier.model import Span

_BULLET = re.compile(r"\s*(?:[•·‣◦▪●*–—-]\s+|\(?\d{1,2}[.)]\s+)")
_SIGNS_BEFORE = re.compile(r"[\s•·‣◦▪●*–—#>-]*(?:\(?\d{1,2}[.)]\s)?\s*")
_CLOSES = re.compile(r"[.!?…。！？;；][\"”“»’'）)\]」』*_]*\s*$")
_CREDITED = re.compile(r"\s*[:/|©]|\s+(?:by|via|courtesy)\b")
_CELLS = 2
_LONGEST_ROW = 600
_LONGEST_HEADING = 160
_LONGEST_SUMMARY_HEADING = 60


class Kind(Enum):
    """What a paragraph is. Only prose and bullets state things."""

    PROSE = "prose"
    BULLET = "bullet"
    HEADING = "heading"
    SUMMARY_HEADING = "summary heading"
    CAPTION = "caption"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Paragraph:
    """`text[start:end]` with its sentences; `cited` tells that a citation stands in it."""

    kind: Kind
    start: int
    end: int
    sentences: tuple[Sentence, ...]
    cited: bool

    @property
    def states(self) -> bool:
        """Whether its sentences may state anything."""
        return self.kind in {Kind.PROSE, Kind.BULLET}


@dataclass(frozen=True, slots=True)
class Ground:
    """What was found of a text so far: its words, sentences, outermost brackets, first note, and its title."""

    text: str
    words: Lexicon
    sentences: Sequence[Sentence]
    brackets: Sequence[Span]
    notes_begin: int | None
    title: str | None = None


def lay_out(ground: Ground, cited: Sequence[Span]) -> list[Paragraph]:
    """The paragraphs in order. `cited` are the places of citations, in order. Linear."""
    found: list[Paragraph] = []
    at = 0
    for _, group in groupby(ground.sentences, key=lambda one: one.line_start):
        sentences = tuple(group)
        start, end = sentences[0].start, sentences[-1].end
        while at < len(cited) and cited[at][1] <= start:
            at += 1
        holds = at < len(cited) and cited[at][0] < end
        found.append(Paragraph(_kind(ground, sentences, cited=holds), start, end, sentences, holds))
    return found


def _kind(ground: Ground, sentences: tuple[Sentence, ...], *, cited: bool) -> Kind:
    text, words = ground.text, ground.words
    start, end = sentences[0].start, sentences[-1].end
    if ground.notes_begin is not None and start >= ground.notes_begin:
        return Kind.NOTE
    if cited:
        return Kind.BULLET if _BULLET.match(text, sentences[0].line_start, end) else Kind.PROSE
    short = end - start <= _LONGEST_HEADING
    line = text[start:end]
    if short and end - start <= _LONGEST_SUMMARY_HEADING and is_summary_heading(line, words):
        return Kind.SUMMARY_HEADING
    if line.startswith("#") or line == ground.title:
        return Kind.HEADING
    credit = words.leading("credit", line[_SIGNS_BEFORE.match(line).end() :])  # type: ignore[union-attr]
    if credit and _CREDITED.match(line, line.find(credit) + len(credit)):
        return Kind.CAPTION
    if len(line) <= _LONGEST_ROW and max(line.count("|"), line.count("\t")) >= _CELLS:
        return Kind.CAPTION
    if _BULLET.match(text, sentences[0].line_start, end):
        return Kind.BULLET
    return Kind.HEADING if short and len(sentences) == 1 and not _CLOSES.search(line) else Kind.PROSE


def past_bullet(text: str, start: int, end: int) -> int:
    """Where the words begin after the sign or number of a bullet."""
    bullet = _BULLET.match(text, start, end)
    return bullet.end() if bullet else start


def is_summary_heading(line: str, words: Lexicon) -> bool:
    """Whether the line is no more than `Key takeaways:` or the like."""
    bare = line.strip(" \t\r\n#*_:：=-–—•[]【】").casefold()
    return bare in words.words["summary_headings"] if bare else False
