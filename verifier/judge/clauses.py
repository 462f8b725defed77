"""A sentence in, the spans of its parts out, cut at commas, dashes and conjunctions."""

from __future__ import annotations

import re

from verifier.model import Span

_CUT = re.compile(
    r"[,;:]\s|\s[-–—]\s|\s(?:and|but|which|who|while|after|before|because|when|where|und|aber|i|oraz|ale|et|mais|"
    r"y|pero|e|ma|и|а|но|і|та|але)\s"
)


def clauses(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """Spans in `text` of the parts between `start` and `end`, in order; one where there is nothing to cut at."""
    stop = len(text) if end is None else end
    spans: list[Span] = []
    for cut in _CUT.finditer(text, start, stop):
        spans.append((start, cut.start()))
        start = cut.end()
    spans.append((start, stop))
    return spans


def clause_at(text: str, place: int, start: int, end: int) -> Span:
    """The part between `start` and `end` that a place stands in; all of it where that is between two parts."""
    return next((part for part in clauses(text, start, end) if part[0] <= place < part[1]), (start, end))
