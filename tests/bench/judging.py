"""Claims against pages through the judge: time, load and memory, against plain BM25 and an encoder of a large shape.

The encoder reads one window of 512 tokens in one go, about the first third of a page of 1,000 words.
"""

from __future__ import annotations

import itertools
import json
import math
import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.composed import pairs_of_one_page
from bench.large_encoder import NAME, open_encoder, write_encoder
from bench.timing import Measure, Row, medians, on_one_core, seconds

from verifier.judge import load_scorer
from verifier.model import Pair

REPEATS = 7
_WORDS, _MANY_WORDS = 1_000, 20_000
_CLAIMS = 8
_DEADLINE_S = 300.0
_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+")


def rows() -> list[Row]:
    """Time on one core, then what a process of its own needs. Every repeat has pages of its own: none is remembered."""
    with on_one_core(), _encoder() as (encoder, path):
        judge = load_scorer("embedded").judge
        judge(pairs_of_one_page(1, _WORDS, seed=99)[0])
        return [*_times(judge, encoder), *_needs(path)]


@contextmanager
def _encoder() -> Iterator[tuple[Callable[[], object] | None, Path | None]]:
    """The reference, loaded and run once, and its file; neither where it cannot be made."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        try:
            path = write_encoder(Path(folder))
            encoder = open_encoder(path)
        except ImportError as missing:
            sys.stderr.write(f"judge: no large encoder beside it, which needs onnx and onnxruntime ({missing})\n")
            yield None, None
            return
        encoder()
        yield encoder, path


def _times(judge: Callable[[Pair], object], encoder: Callable[[], object] | None) -> list[Row]:
    measures = [
        _milliseconds(judge, 1, _WORDS),
        _milliseconds(judge, _CLAIMS, _WORDS),
        _milliseconds(judge, 1, _MANY_WORDS),
        _milliseconds(best_sentence, 1, _WORDS),
        _milliseconds(best_sentence, 1, _MANY_WORDS),
    ]
    if encoder is not None:
        measures.append(lambda: 1_000 * seconds(encoder))
    alone, together, long, bm25, bm25_long, *large = medians(measures, REPEATS)
    what = [
        (f"judge, a claim and a page of {_WORDS:,} words", alone, bm25),
        (f"judge, {_CLAIMS} claims of one such page, each", together, bm25),
        (f"judge, a claim and a page of {_MANY_WORDS:,} words", long, bm25_long),
    ]
    made = [_row(name, ours, "ms", "plain BM25", theirs) for name, ours, theirs in what]
    return made + [_row(name, ours, "ms", NAME, theirs) for theirs in large for name, ours, _ in what]


def _milliseconds(judge: Callable[[Pair], object], claims: int, words: int) -> Measure:
    """Per claim, over so many claims of one new page."""
    seeds = itertools.count(1)

    def measure() -> float:
        made = pairs_of_one_page(claims, words, next(seeds))
        return 1_000 * seconds(lambda: [judge(pair) for pair in made]) / claims

    return measure


def _needs(path: Path | None) -> list[Row]:
    """Load time and peak memory, each in a process of its own."""
    judged, bare = _child("judge", f"{_WORDS},{_MANY_WORDS}"), _child("nothing", "")
    loading, holding = "judge, from its import to the first verdict", "judge, most memory held, same pages"
    made = [_row(holding, judged[1], "MB", "bare Python", bare[1], 1)]
    if path is None:
        started = seconds(lambda: _child("nothing", ""))
        return [_row(loading, judged[0], "s", "starting Python", started, 1), *made]
    large = _child("encoder", str(path))
    return [
        _row(loading, judged[0], "s", f"{NAME}, loading", large[0], 1), *made,
        _row(holding, judged[1], "MB", NAME, large[1], 1),
    ]  # fmt: skip


def _child(what: str, about: str) -> tuple[float, float]:
    """Seconds to load and MB held at most, of a process with the modules of this one."""
    command = [sys.executable, str(Path(__file__).with_name("alone.py")), what, about]
    with_ours = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=_DEADLINE_S, env=with_ours)
    loaded_s, held_mb = json.loads(done.stdout)
    return loaded_s, held_mb


def _row(what: str, ours: float, unit: str, reference: str, theirs: float, repeats: int = REPEATS) -> Row:
    return Row(what=what, measured=ours, unit=unit, reference=reference, against=theirs, repeats=repeats)


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
