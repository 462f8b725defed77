"""Labelled pairs in a folder in, a table of figures per data set out.

    python -m tests.quality judge DIR [--scorer embedded] [--rows N]

Reads every `*.jsonl` and `*.jsonl.gz` under DIR whose rows hold `claim`, `label` and `source` (or
`sentences`, or `page_text`). Columns: pairs, AUROC and balanced accuracy of supported against the
rest, four-way accuracy, expected calibration error of P(supported), share of claims passed as
supported that are not. Undetermined pairs count as wrong and as P(supported) 0. Sets the weights
were fitted on are in-sample here; cross-validated figures come from `verifier.judge.training`.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from verifier.judge import load_scorer
from verifier.judge.training.data import LABELS, as_pair, read_rows
from verifier.judge.training.figures import HEADER, measure, table_line
from verifier.model import Probabilities
from verifier.protocols import Scorer
from verifier.settings import load_settings

#: What an undetermined pair counts as: never supported, and no other verdict either.
UNDETERMINED = Probabilities(supported=0.0, partially_supported=0.0, not_supported=0.0, contradicted=0.0)


def prepare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("folder", type=Path)
    parser.add_argument("--scorer", default="embedded")
    parser.add_argument("--rows", type=int, default=400, help="at most so many pairs of each file, drawn by a seed")


def run(options: argparse.Namespace) -> int:
    """Print one line per file."""
    scorer = load_scorer(options.scorer, load_settings())
    print(HEADER)
    for path in sorted([*options.folder.rglob("*.jsonl"), *options.folder.rglob("*.jsonl.gz")]):
        line = figures_of(path, scorer, options.rows)
        if line is not None:
            print(line, flush=True)
    return 0


def figures_of(path: Path, scorer: Scorer, most: int) -> str | None:
    """The table's line for one file, or None if it holds no labelled pairs."""
    rows = list(labelled(path))
    random.Random(0).shuffle(rows)
    rows = rows[:most]
    if not rows:
        return None
    judgements = [scorer.judge(as_pair(row)) for row in rows]
    labels = [LABELS[row["label"]] for row in rows]
    binary = any(row.get("binary") for row in rows)
    judged = [j.probabilities or UNDETERMINED for j in judgements]
    undetermined = sum(j.probabilities is None for j in judgements)
    line = table_line(path.name.split(".")[0], measure(labels, judged, binary=binary))
    return line + (f"  ({undetermined} undetermined)" if undetermined else "")


def labelled(path: Path) -> Iterator[dict[str, Any]]:
    """Rows with a claim, a text and a known label."""
    for row in read_rows(path):
        text = row.get("source") or row.get("sentences") or row.get("page_text")
        if isinstance(row.get("claim"), str) and text and row.get("label") in LABELS:
            yield row
