"""A sentence in, the spans of its parts out, cut at commas, dashes and conjunctions."""

from __future__ import annotations

import re

from verifier.model import Span

_CUT = re.compile(
    r"[,;:]\s|\s[-–—]\s|\s(?:and|but|which|who|while|after|before|because|when|where|und|aber|i|oraz|ale|et|mais|"
    r"y|pero|e|ma|и|а|но|і|та|але)\s"
)


def clauses(text: str) -> list[Span]:
    """Spans of the parts, in order; the whole text when there is nothing to cut at."""
    spans: list[Span] = []
    start = 0
    for cut in _CUT.finditer(text):
        spans.append((start, cut.start()))
        start = cut.end()
    spans.append((start, len(text)))
    return spans
