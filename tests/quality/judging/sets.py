"""Files of labelled rows, and our own development pages, in; sets of claims to be judged out.

Rows hold `claim`, `label` and `source` (or `sentences`, or `page_text`). Claims that are questions are left out. Rows
of one `group` are passages about one claim, which counts once, by the passage that supports it best.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.judge.training.data import CROSS, LABELS, SAME, read_rows
from verifier.judge.training.encoder.pages import labelled_claims

Row = dict[str, Any]

#: Where the names of files begin that the shipped weights were fitted on, by folder and name: a longer name is
#: another cut of the same claims. The encoder saw everything in `train`.
_FITTED = ("train/", *sorted({portion.file.split(".")[0] for portion in (*SAME, *CROSS)}))
#: Our own pages kept for development, and whether the combiner is fitted on them.
OWN_PAGES, OWN_PAGES_FITTED = "own/pages", True


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSet:
    """Claims of one origin; each is one row or several passages.

    `in_sample`: rows of it were used in fitting, so that the figures flatter; cross-validated ones are printed by
    `python -m verifier.judge.training`.
    """

    name: str
    claims: tuple[tuple[Row, ...], ...]
    in_sample: bool


def own_pages() -> LabelledSet:
    """The share of our own pages that the encoder is not trained on."""
    rows = [
        {
            "claim": one.claim, "claim_language": one.claim_language, "source": one.page,
            "source_language": one.language, "label": one.label, "kind": one.kind,
        }
        for one in labelled_claims(development=True)
    ]  # fmt: skip
    return LabelledSet(name=OWN_PAGES, claims=tuple((row,) for row in rows), in_sample=OWN_PAGES_FITTED)


def sets_under(folder: Path, most: int) -> Iterator[LabelledSet]:
    """One set for each `*.jsonl` and `*.jsonl.gz` that has labelled rows; at most so many claims of it, by a seed."""
    for path in sorted([*folder.rglob("*.jsonl"), *folder.rglob("*.jsonl.gz")]):
        claims = _claims([row for row in read_rows(path) if _is_labelled(row)])
        random.Random(0).shuffle(claims)
        if claims:
            name = f"{path.resolve().parent.name}/{path.name.split('.')[0]}"
            yield LabelledSet(name=name, claims=tuple(claims[:most]), in_sample=name.startswith(_FITTED))


def _is_labelled(row: Row) -> bool:
    text = row.get("source") or row.get("sentences") or row.get("page_text")
    return isinstance(row.get("claim"), str) and bool(text) and row.get("label") in LABELS and not _is_question(row)


def _is_question(row: Row) -> bool:
    return row.get("claim_form") == "question" or row["claim"].rstrip().endswith(("?", "？"))


def _claims(rows: Sequence[Row]) -> list[tuple[Row, ...]]:
    grouped: dict[object, list[Row]] = {}
    for number, row in enumerate(rows):
        grouped.setdefault(number if row.get("group") is None else str(row["group"]), []).append(row)
    return [tuple(ones) for ones in grouped.values()]
