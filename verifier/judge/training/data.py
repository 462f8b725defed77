"""A folder of labelled JSONL in, pairs with labels, groups and weights out.

The folder has `train/` and `dev/` with `*.jsonl.gz` files whose rows hold `claim`, `label`, and
`source` or `sentences`; a row marked `binary` only tells supported from the rest.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.model import Pair

LABELS = {
    "supported": "supported",
    "partially": "partially_supported",
    "partially_supported": "partially_supported",
    "not_supported": "not_supported",
    "contradicted": "contradicted",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One labelled pair. `binary`: the label only tells supported from the rest."""

    pair: Pair
    label: str
    binary: bool
    dataset: str
    weight: float
    rest_weight: float


@dataclass(frozen=True, slots=True)
class Portion:
    """How much of one file is used: at most `rows`, together weighing `mass`.

    `rest` multiplies that when the other three verdicts are told apart: what counts as partial differs
    between sets, and only some mean by it what a newsroom means.
    """

    file: str
    rows: int
    mass: float
    rest: float = 1.0


#: News-like claims against whole pages count most; short pairs teach what contradiction looks like.
SAME = (
    Portion("dev/wice_claim_dev.jsonl.gz", 349, 350.0, 0.4),
    Portion("dev/wice_partial_subclaims_dev.jsonl.gz", 124, 20.0, 0.3),
    Portion("train/wice_partial_subclaims_train.jsonl.gz", 374, 40.0, 0.3),
    Portion("dev/real_pages_dev.jsonl", 50, 90.0, 2.0),
    Portion("train/factcheckgpt_stance.jsonl.gz", 900, 60.0),
    Portion("train/lfqa_verification.jsonl.gz", 700, 30.0),
    Portion("train/citation_integrity_train.jsonl.gz", 500, 15.0),
    Portion("train/attributionbench_dev.jsonl.gz", 600, 40.0),
    Portion("train/fnc1.jsonl.gz", 300, 15.0),
    Portion("train/bump.jsonl.gz", 400, 20.0),
    Portion("train/fm2_dev.jsonl.gz", 500, 20.0, 2.0),
    Portion("train/fever_symmetric_dev.jsonl.gz", 400, 20.0, 3.0),
    Portion("train/rte_train.jsonl.gz", 500, 20.0),
    Portion("train/scifact_train.jsonl.gz", 300, 10.0),
    Portion("train/climate_fever_doc5.jsonl.gz", 300, 10.0),
    Portion("train/ctkfacts_cs.jsonl.gz", 500, 20.0, 2.0),
    Portion("train/terra_ru.jsonl.gz", 400, 10.0),
    Portion("train/rte3_fr_dev.jsonl.gz", 400, 15.0),
    Portion("train/esxnli_es.jsonl.gz", 300, 5.0),
)
CROSS = (
    Portion("train/esxnli_cross_es_en.jsonl.gz", 900, 60.0),
    Portion("dev/real_pages_dev.jsonl", 50, 60.0, 2.0),
)
#: English sets that also serve as pairs across languages, read as if the page were foreign.
ABROAD = frozenset(
    {
        "wice_claim_dev",
        "real_pages_dev",
        "factcheckgpt_stance",
        "attributionbench_dev",
        "wice_partial_subclaims_train",
        "off_topic",
        "rte_train",
        "fm2_dev",
    }
)


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """Rows of a JSONL file, gzipped or not."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def as_pair(row: dict[str, Any]) -> Pair:
    """The pair of a row; `page_text` and `page_date` are the names real pages use."""
    source = row.get("source") or row.get("page_text") or " ".join(row.get("sentences", ()))
    return Pair(
        claim=row["claim"],
        source=source,
        id=str(row.get("id")),
        source_date=row.get("source_date") or row.get("page_date"),
        claim_date=row.get("claim_date"),
    )


def load(folder: Path, portions: tuple[Portion, ...], seed: int = 0) -> list[Example]:
    """The examples of these portions; rows are drawn by a seeded shuffle."""
    examples: list[Example] = []
    for portion in portions:
        rows = [r for r in read_rows(folder / portion.file) if r["label"] in LABELS and not r.get("contradiction_only")]
        random.Random(f"{seed}{portion.file}").shuffle(rows)
        rows = rows[: portion.rows]
        for row in rows:
            examples.append(
                Example(
                    pair=as_pair(row),
                    label=LABELS[row["label"]],
                    binary=bool(row.get("binary")),
                    dataset=Path(portion.file).name.split(".")[0],
                    weight=portion.mass / len(rows),
                    rest_weight=portion.rest * portion.mass / len(rows),
                )
            )
    return examples


def off_topic(examples: list[Example], share: float = 0.35, seed: int = 1) -> list[Example]:
    """Claims against a page of another claim: not supported, and easy; half as heavy as their origin."""
    drawn = random.Random(seed).sample(examples, int(share * len(examples)))
    shifted = [*drawn[1:], *drawn[:1]]
    return [
        Example(
            pair=Pair(claim=one.pair.claim, source=other.pair.source, source_date=other.pair.source_date),
            label="not_supported", binary=False, dataset="off_topic",
            weight=0.5 * one.weight, rest_weight=0.5 * one.rest_weight,
        )
        for one, other in zip(drawn, shifted, strict=True)
        if one.pair.source != other.pair.source
    ]  # fmt: skip
