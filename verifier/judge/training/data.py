"""A folder of labelled JSONL in, pairs with labels, groups and weights out.

The folder has `train/` and `dev/` with `*.jsonl.gz` files whose rows hold `claim`, `label`, and
`source` or `sentences`; a row marked `binary` only tells supported from the rest.
"""

from __future__ import annotations

import gzip
import json
import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from verifier.judge.training.encoder.pages import labelled_claims
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


#: News-like claims against whole pages count most; short pairs teach what contradiction looks like. The entailment
#: model has seen none of these rows, so that what it says of them is what it says of any text.
SAME = (
    Portion("dev/wice_claim_dev.jsonl.gz", 349, 600.0, 0.25),
    Portion("dev/wice_partial_subclaims_dev.jsonl.gz", 124, 20.0, 0.3),
    Portion("dev/real_pages_dev.jsonl", 50, 90.0, 2.0),
    Portion("dev/factcheckgpt_stance.jsonl.gz", 250, 50.0),
    Portion("dev/lfqa_verification.jsonl.gz", 150, 30.0),
    Portion("dev/citation_integrity_dev.jsonl.gz", 150, 15.0),
    Portion("dev/attributionbench_test_sampled500.jsonl.gz", 200, 40.0),
    Portion("dev/fnc1.jsonl.gz", 100, 15.0),
    Portion("dev/summedits_podcast.jsonl.gz", 150, 25.0),
    Portion("dev/summedits_qmsumm.jsonl.gz", 150, 25.0),
    Portion("dev/fm2_test.jsonl.gz", 120, 20.0, 2.0),
    Portion("dev/fever_symmetric_test.jsonl.gz", 120, 20.0, 3.0),
    Portion("dev/rte_dev.jsonl.gz", 120, 20.0),
    Portion("dev/scifact_dev.jsonl.gz", 100, 10.0),
    Portion("dev/climate_fever_doc5.jsonl.gz", 100, 10.0),
    Portion("dev/ctkfacts_cs.jsonl.gz", 150, 20.0, 2.0),
    Portion("dev/terra_ru.jsonl.gz", 120, 10.0),
    Portion("dev/rte3_fr_test.jsonl.gz", 150, 15.0),
    Portion("dev/lidirus_ru_workers.jsonl.gz", 100, 10.0),
)
CROSS = (Portion("dev/real_pages_dev.jsonl", 50, 40.0, 2.0),)
#: What the development share of our own pages weighs in each regime.
PAGES_MASS = {"long": 300.0, "short": 300.0, "cross": 300.0}
#: What one verdict weighs that a person overruled.
OVERRULED_MASS = 1.0


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
        claim_language=row.get("claim_language"),
        source_language=row.get("source_language"),
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


def own_pages() -> list[Example]:
    """The development share of our own pages; masses are set when it is known which pairs are in one language."""
    return [
        Example(
            pair=Pair(
                claim=one.claim,
                source=one.page,
                claim_language=one.claim_language,
                source_language=one.language,
            ),
            label=LABELS[one.label],
            binary=False,
            dataset="own_pages",
            weight=1.0,
            rest_weight=1.0,
        )
        for one in labelled_claims(development=True)
    ]


def weighing(example: Example, mass: float) -> Example:
    """The example as many times as heavy."""
    return replace(example, weight=mass * example.weight, rest_weight=mass * example.rest_weight)


def overruled(path: Path) -> list[Example]:
    """Verdicts that people overruled: rows with `claim`, `source` and the `label` they gave.

    Raises `ValueError` with the line's number for a row that lacks one of them.
    """
    found = []
    for number, row in enumerate(read_rows(path), 1):
        if not isinstance(row.get("claim"), str) or not row.get("source") or row.get("label") not in LABELS:
            raise ValueError(f"{path}, row {number}: needs claim, source and a label out of {', '.join(LABELS)}")
        found.append(
            Example(
                pair=as_pair(row), label=LABELS[row["label"]], binary=False, dataset="overruled",
                weight=OVERRULED_MASS, rest_weight=OVERRULED_MASS,
            )
        )  # fmt: skip
    return found


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
