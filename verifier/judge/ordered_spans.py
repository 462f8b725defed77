"""Spans in order that do not overlap and a place in, which of them holds the place out."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from operator import itemgetter

from verifier.model import Span


def span_at(spans: Sequence[Span], place: int) -> int | None:
    """The number of the span that a place stands in; None between them."""
    at = bisect_right(spans, place, key=itemgetter(0)) - 1
    return at if at >= 0 and place < spans[at][1] else None
