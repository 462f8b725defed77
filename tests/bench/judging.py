"""Claim-source pairs through the judge, in pairs a second, against plain BM25 over the same pairs."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable

from bench.composed import pairs
from bench.timing import Row, medians, rate

from verifier.judge import load_scorer
from verifier.model import Pair

REPEATS = 5
_COUNT = 60
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def rows() -> list[Row]:
    """Pages of forty and of four hundred sentences. Every repeat has pairs of its own: nothing is remembered."""
    scorer = load_scorer("embedded")
    scorer.judge(pairs(1, seed=99)[0])
    return [_row(scorer.judge, 40, _COUNT), _row(scorer.judge, 400, _COUNT // 6)]


def _row(judge: Callable[[Pair], object], sentences: int, count: int) -> Row:
    ours, theirs = medians([_fresh(judge, sentences, count), _fresh(best_sentence, sentences, count)], REPEATS)
    return Row(
        what=f"judge, sources of {sentences} sentences", measured=ours, unit="pairs/s",
        reference="plain BM25", against=theirs, repeats=REPEATS,
    )  # fmt: skip


def _fresh(judge: Callable[[Pair], object], sentences: int, count: int) -> Callable[[], float]:
    seeds = itertools.count(1)

    def measure() -> float:
        made = pairs(count, next(seeds), sentences)
        judged = rate(lambda: [judge(pair) for pair in made], count)
        return judged()

    return measure


def best_sentence(pair: Pair) -> tuple[float, str]:
    """The sentence that says most of the claim, by BM25 (Robertson and Zaragoza, 2009; k1 1.2, b 0.75)."""
    sentences = _SENTENCE_END.split(pair.source)
    bags = [Counter(_WORD.findall(sentence.lower())) for sentence in sentences]
    lengths = [bag.total() for bag in bags]
    mean = sum(lengths) / len(lengths)
    held: Counter[str] = Counter(word for bag in bags for word in bag)
    wanted = {
        word: math.log(1 + (len(bags) - held[word] + 0.5) / (held[word] + 0.5))
        for word in set(_WORD.findall(pair.claim.lower()))
    }
    scores = [
        sum(
            weight * bag[word] * 2.2 / (bag[word] + 1.2 * (0.25 + 0.75 * length / mean))
            for word, weight in wanted.items()
        )
        for bag, length in zip(bags, lengths, strict=True)
    ]
    return max(zip(scores, sentences, strict=True))
