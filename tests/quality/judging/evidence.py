"""A labelled row with its evidence in, how much of it the judge's retrieval finds in five sentences out.

The ranking is the judge's own by words (`verifier.judge.passages.by_words`), because a judgement shows at most three
sentences. The judge cuts a page into sentences its own way: a labelled sentence counts as found when the five cover
half of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from verifier.judge.opening import open_match
from verifier.judge.passages import by_words
from verifier.model import Pair, Span

SENTENCES = 5


def recall_at_five(row: Mapping[str, Any], pair: Pair) -> float | None:
    """Share of the evidence among the five best sentences, of the set that fares best where a row has several.

    None where the row marks no evidence or the page has no more than five sentences.
    """
    sets = evidence_spans(row, pair.source)
    match = open_match(pair)
    if not sets or len(match.page.sentences) <= SENTENCES:
        return None
    best = [match.page.span(number) for number in by_words(match)[:SENTENCES]]
    return max(sum(_is_found(span, best) for span in one) / len(one) for one in sets)


def evidence_spans(row: Mapping[str, Any], source: str) -> list[list[Span]]:
    """The alternative sets of evidence as places in the page: by numbers of sentences, or by their words."""
    places = _places(row)
    sets = row.get("evidence_sets") or [row.get("evidence") or []]
    found = []
    for one in sets:
        spans = [_span(part, places, source) for part in one]
        if spans and None not in spans:
            found.append([span for span in spans if span is not None])
    return found


def _places(row: Mapping[str, Any]) -> list[Span]:
    """Where the sentences of a row stand when they are joined by one space."""
    places, at = [], 0
    for sentence in row.get("sentences") or ():
        places.append((at, at + len(sentence)))
        at += len(sentence) + 1
    return places


def _span(part: object, places: Sequence[Span], source: str) -> Span | None:
    if isinstance(part, int):
        return places[part] if 0 <= part < len(places) else None
    start = source.find(str(part))
    return (start, start + len(str(part))) if start >= 0 else None


def _is_found(wanted: Span, shown: Sequence[Span]) -> bool:
    covered = sum(max(0, min(wanted[1], end) - max(wanted[0], start)) for start, end in shown)
    return 2 * covered >= wanted[1] - wanted[0]
