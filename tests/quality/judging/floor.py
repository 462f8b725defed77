"""A claim and a page in, what a reader of words alone would make of them out: the floor that a judge must beat."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: A word, or one character of a script without spaces.
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|(?<=[。！？])\s*|\n+")
_WINDOW = 2


def overlap(claim: str, page: str) -> float:
    """Share of the claim's words in the best two neighbouring sentences, averaged with that in the whole page."""
    wanted = set(_words(claim))
    if not wanted:
        return 0.0
    sentences = [wanted.intersection(_words(one)) for one in _SENTENCE_END.split(page) if one.strip()]
    windows = (set().union(*sentences[at : at + _WINDOW]) for at in range(len(sentences)))
    best = max(map(len, windows), default=0)
    return (best + len(set().union(*sentences))) / (2 * len(wanted))


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def best_balanced_accuracy(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Balanced accuracy at the threshold that is best on these very rows: the floor at its most flattering."""
    positives = sum(truth)
    negatives = len(truth) - positives
    best, hits, alarms = 0.5, 0, 0
    ranked = sorted(zip(scores, truth, strict=True), reverse=True)
    for number, (score, right) in enumerate(ranked):
        hits, alarms = hits + right, alarms + (not right)
        if number + 1 == len(ranked) or ranked[number + 1][0] < score:
            best = max(best, (hits / positives + 1 - alarms / negatives) / 2)
    return best
