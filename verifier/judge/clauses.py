"""A sentence in, the spans of its parts out, cut at commas, dashes and conjunctions."""

from __future__ import annotations

import re

from verifier.judge.ordered_spans import span_at
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


def clause_at(text: str, place: int, start: int = 0, end: int | None = None) -> Span:
    """The one of those parts that a place stands in; all of them for a place in a cut."""
    parts = clauses(text, start, end)
    at = span_at(parts, place)
    return (start, parts[-1][1]) if at is None else parts[at]
