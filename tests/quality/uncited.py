"""Labelled articles in, a table out of how well uncited sentences and repeating summaries were found in them.

    python -m tests.quality uncited [DIR]      (or: python tests/quality/uncited.py [DIR])

Without DIR the texts of this repository (`fixtures/uncited`, all composed) are scored. A label file holds
`language`, `published`, `joiner` (what stands between sentences) and `paragraphs` of sentences, each with its
`text` and `label`: `uncited`, `cited`, `none` (nothing to back), `either` (left out of the score), or `recited` with
the numbers of the `citations` it repeats; `tail` is an uncited stretch after a citation.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifier.cite import find_citations
from verifier.model import Article, Citations, Span

OWN = Path(__file__).resolve().parents[2] / "fixtures" / "uncited"
_MATCH = 0.5

Gold = dict[str, Any]


@dataclass
class Tally:
    """Counts from which the figures are made, and what went wrong one by one."""

    counts: Counter[str] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    def share(self, hit: str, of: str) -> float | None:
        """A share, or None where there was nothing to find."""
        return self.counts[hit] / self.counts[of] if self.counts[of] else None


def read_gold(folder: Path) -> list[Gold]:
    """The label files of a folder, by name."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def laid_out(gold: Gold) -> tuple[str, list[tuple[Span, Gold]]]:
    """The text and the place of each labelled sentence in it."""
    text, rows = "", []
    for paragraph in gold["paragraphs"]:
        text += "\n\n" if text else ""
        for number, sentence in enumerate(paragraph):
            bullet = sentence["text"].startswith(("• ", "- "))
            text += ("\n" if bullet else gold["joiner"]) if number else ""
            rows.append(((len(text), len(text) + len(sentence["text"])), sentence))
            text += sentence["text"]
    return text, rows


def find(gold: Gold) -> Citations:
    """What the service finds in the labelled text."""
    text, _ = laid_out(gold)
    return find_citations(Article(text=text, published=gold["published"], language=gold["language"]))


def score(golds: list[Gold]) -> Tally:
    """The tally over the labelled texts."""
    tally = Tally()
    for gold in golds:
        _, rows = laid_out(gold)
        found = find(gold)
        _score_uncited(gold, rows, found, tally)
        _score_recited(gold, rows, found, tally)
    return tally


def _score_uncited(gold: Gold, rows: list[tuple[Span, Gold]], found: Citations, tally: Tally) -> None:
    wanted, open_ended = [], []
    for span, sentence in rows:
        if sentence["label"] == "uncited":
            wanted.append(span)
        elif sentence["label"] == "either":
            open_ended.append(span)
        if "tail" in sentence:
            at = span[0] + sentence["text"].index(sentence["tail"])
            wanted.append((at, at + len(sentence["tail"])))
    text, _ = laid_out(gold)
    spans = [(one.start, one.end) for one in found.uncited]
    spans = [one for one in spans if not any(_overlap(one, other) >= _MATCH for other in open_ended)]
    hits = [one for one in wanted if any(_overlap(one, other) >= _MATCH for other in spans)]
    right = [one for one in spans if any(_overlap(one, other) >= _MATCH for other in wanted)]
    tally.counts.update(wanted=len(wanted), found=len(spans), hits=len(hits), right=len(right))
    tally.misses += [f"{gold['id']}: missed {text[slice(*one)]!r}" for one in wanted if one not in hits]
    tally.misses += [f"{gold['id']}: wrongly uncited {text[slice(*one)]!r}" for one in spans if one not in right]


def _score_recited(gold: Gold, rows: list[tuple[Span, Gold]], found: Citations, tally: Tally) -> None:
    wanted = {(span, f"c{number}") for span, sentence in rows for number in sentence.get("citations", ())}
    got = {
        (span, one)
        for recited in found.recited
        for span, _ in rows
        if min(span[1], recited.end) - max(span[0], recited.start) > (span[1] - span[0]) * _MATCH
        for one in recited.citations
    }
    tally.counts.update(pairs=len(wanted), pairs_found=len(got), pairs_hit=len(wanted & got))
    text, _ = laid_out(gold)
    for pairs, words in ((wanted - got, "not"), (got - wanted, "wrongly")):
        tally.misses += [f"{gold['id']}: {one} {words} carried to {text[slice(*at)]!r}" for at, one in sorted(pairs)]


def _overlap(one: Span, other: Span) -> float:
    inside = min(one[1], other[1]) - max(one[0], other[0])
    return max(0, inside) / (max(one[1], other[1]) - min(one[0], other[0]))


def table(golds: list[Gold]) -> str:
    """The figures for all texts and by language."""
    lines = [f"{'':14}{'uncited':>9}{'found':>7}{'P':>8}{'R':>8}{'recited':>10}{'found':>7}{'P':>8}{'R':>8}"]
    languages = sorted({gold["language"] for gold in golds})
    groups = [("all", golds), *((key, [one for one in golds if one["language"] == key]) for key in languages)]
    for label, group in groups:
        tally = score(group)
        shares = [tally.share(*pair) for pair in (("right", "found"), ("hits", "wanted"))]
        more = [tally.share(*pair) for pair in (("pairs_hit", "pairs_found"), ("pairs_hit", "pairs"))]
        cells = [f"{'–' if one is None else format(one, '.3f'):>8}" for one in (*shares, *more)]
        counts = tally.counts
        lines.append(
            f"{label:14}{counts['wanted']:9}{counts['found']:7}{cells[0]}{cells[1]}"
            f"{counts['pairs']:10}{counts['pairs_found']:7}{cells[2]}{cells[3]}"
        )
    return "\n".join(lines)


def prepare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("folder", type=Path, nargs="?", default=OWN)


def run(options: argparse.Namespace) -> int:
    """Print the table, then what went wrong."""
    golds = read_gold(options.folder)
    if not golds:
        print(f"no label files (*.json) in {options.folder}", file=sys.stderr)
        return 2
    print("\n".join([table(golds), *score(golds).misses]))
    return 0


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    prepare(arguments)
    sys.exit(run(arguments.parse_args()))
