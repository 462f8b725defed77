"""An article's text and its checked citations in, paragraphs of pieces to be marked out."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace

from verifier.model import Report, Span
from verifier.report.sentences import by_urgency

_BLANK_LINE = re.compile(r"\n[ \t\r]*\n\s*")
_LINE = re.compile(r"\n\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A slice of the article's text that is marked in one way.

    `claim` is the citation whose claim the slice belongs to and `bracket` the one whose bracket it is part of (the
    most urgent where several overlap); `ends` are the citations whose brackets end with this slice.
    `uncited` is the place from 1 of the uncited sentence it belongs to, `opens` tells that it is the first slice of
    that; `recited` that a summary repeats cited words with it; `repeats` are those citations, on its last slice.
    """

    text: str
    claim: str | None = None
    bracket: str | None = None
    ends: tuple[str, ...] = ()
    uncited: int | None = None
    opens: bool = False
    recited: bool = False
    repeats: tuple[str, ...] = ()


def paragraphs(report: Report) -> Iterator[list[Piece]]:
    """The article from start to end; the pieces together are its text without the breaks between paragraphs."""
    text = report.article.text
    urgency = {citation.id: place for place, citation in enumerate(by_urgency(report))}
    edges = deque(_edges(report))
    active: set[tuple[str, str]] = set()
    opened: set[int] = set()
    for start, end in _paragraph_spans(text):
        pieces: list[Piece] = []
        at = start
        while edges and edges[0][0] <= end:
            position, begins, kind, citation = edges.popleft()
            if position > at:
                pieces.append(_piece(text[at:position], active, urgency))
                at = position
            (active.add if begins else active.discard)((kind, citation))
            if pieces and not begins and kind == "bracket":
                pieces[-1] = replace(pieces[-1], ends=(*pieces[-1].ends, citation))
            if pieces and not begins and kind == "recited":
                pieces[-1] = replace(pieces[-1], repeats=report.recited[int(citation)].citations)
        if at < end:
            pieces.append(_piece(text[at:end], active, urgency))
        for place, piece in enumerate(pieces):
            if piece.uncited and piece.uncited not in opened:
                opened.add(piece.uncited)
                pieces[place] = replace(piece, opens=True)
        yield pieces


def _edges(report: Report) -> list[tuple[int, bool, str, str]]:
    """Where marks begin and end, in order: position, begins, kind, citation (or the place of what is no citation)."""
    edges = []
    others = [("uncited", str(place), one.start, one.end) for place, one in enumerate(report.uncited)]
    others += [("recited", str(place), one.start, one.end) for place, one in enumerate(report.recited)]
    for kind, place, start, end in others:
        if 0 <= start < end <= len(report.article.text):
            edges += [(start, True, kind, place), (end, False, kind, place)]
    for citation in report.citations:
        marks = [("claim", span) for span in citation.claim.spans]
        marks.append(("bracket", (citation.start, citation.end)))
        for kind, (start, end) in marks:
            if 0 <= start < end <= len(report.article.text):
                edges += [(start, True, kind, citation.id), (end, False, kind, citation.id)]
    return sorted(edges)


def _piece(text: str, active: set[tuple[str, str]], urgency: dict[str, int]) -> Piece:
    marks: dict[str, str | None] = {"claim": None, "bracket": None}
    for kind in marks:
        marks[kind] = min((one for of, one in active if of == kind), key=urgency.__getitem__, default=None)
    uncited = min((int(one) + 1 for of, one in active if of == "uncited"), default=None)
    recited = any(of == "recited" for of, _ in active)
    return Piece(text=text, claim=marks["claim"], bracket=marks["bracket"], uncited=uncited, recited=recited)


def _paragraph_spans(text: str) -> Iterator[Span]:
    """Stretches between blank lines; between line breaks in a text that has no blank lines."""
    start = len(text) - len(text.lstrip())
    for found in (_BLANK_LINE if _BLANK_LINE.search(text.strip()) else _LINE).finditer(text):
        if found.start() > start:
            yield start, found.start()
        start = max(start, found.end())
    if text[start:].strip():
        yield start, len(text)
