"""A labelled row in, the words of its source that a claim is trained against out."""

from __future__ import annotations

import random
import re
from typing import Any

from verifier.judge.opening import open_match
from verifier.judge.passages import filled
from verifier.model import Pair

#: How many words the model is shown at run time: single sentences, a few, a full window.
LENGTHS = (30, 55, 55, 90, 130, 160)
_STOP = re.compile(r"(?<=[.!?。])\s+|\n+")


def choose(
    row: dict[str, Any], rng: random.Random, *, words: int | None = None, marked: bool = False,
    without_marked: bool = False,
) -> str:  # fmt: skip
    """At most so many words of the source, the best sentences by the judge's own retrieval, in page order.

    `marked`: sentences that the row marks as evidence come first; `without_marked`: they are left out.
    """
    length = words or rng.choice(LENGTHS)
    sentences = row.get("sentences") or [s for s in _STOP.split(row["source"]) if s.strip()]
    if sum(len(s.split()) for s in sentences) <= length and not without_marked:
        return " ".join(sentences)
    evidence = {i for i in row.get("evidence") or () if isinstance(i, int) and i < len(sentences)}
    keep = [i for i in range(len(sentences)) if sentences[i].strip() and not (without_marked and i in evidence)]
    first = [i for i in keep if marked and i in evidence][:5]
    ranked = [*first, *(i for i in _ranked(row, sentences, keep) if i not in first)]
    chosen = filled(ranked, lambda at: len(sentences[at].split()), length)
    return " ".join(sentences[at] for at in sorted(chosen))


def _ranked(row: dict[str, Any], sentences: list[str], keep: list[int]) -> list[int]:
    source = "\n\n".join(" ".join(sentences[i].split()) for i in keep)
    match = open_match(Pair(claim=row["claim"], source=source, source_language=row.get("lang")))
    scores = [0.0] * len(keep)
    starts, at = [], 0
    for i in keep:
        starts.append(at)
        at += len(" ".join(sentences[i].split())) + 2
    number = 0
    for (start, _), score in zip(match.page.sentences, match.scores, strict=True):
        while number + 1 < len(starts) and starts[number + 1] <= start:
            number += 1
        scores[number] = max(scores[number], score)
    return [keep[i] for i in sorted(range(len(keep)), key=lambda i: (-scores[i], i))]
