"""Labelled folders in, one file of tokenised pairs per pass over the data out.

Each pass picks the evidence of long texts anew, 55 to 160 words of it, with the retrieval the judge uses at run
time; rows known to be supported keep their marked evidence. A target is the set of classes that a label leaves
open: a neutral pair of short texts may be partly supported or not at all, and of a binary set no more is known than
"not fully supported".
Sets whose licence forbids commercial use (ANLI, ConTRoL, OCNLI, SICK, HealthFC, FaithBench, AVeriTeC) are refused.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from verifier.judge.training.data import read_rows
from verifier.judge.training.encoder.edits import edited
from verifier.judge.training.encoder.evidence import choose
from verifier.judge.training.encoder.pages import labelled_claims
from verifier.judge.training.encoder.parallel import parallel_pairs

MAX_TOKENS = 320
JOINED = "rte3_fr_en.jsonl"
#: Bits of the classes supported, partially supported, not supported, contradicted.
SUPPORTED, PARTIALLY, ABSENT, CONTRADICTED = 1, 2, 4, 8
NEITHER, NOT_FULLY = PARTIALLY | ABSENT, PARTIALLY | ABSENT | CONTRADICTED
TARGETS = {"supported": SUPPORTED, "not_supported": ABSENT, "contradicted": CONTRADICTED, "partially": PARTIALLY}
#: Sets that tell partly supported claims from others; everywhere else "not supported" leaves that open.
GRADED = frozenset(
    {
        "factcheckgpt_stance", "lfqa_verification", "citation_integrity_train", "faithdial_audit", "fnc1",
        "wice_partial_subclaims_train",
    }
)  # fmt: skip
FORBIDDEN = ("anli", "control", "ocnli", "sick", "healthfc", "faithbench", "averitec")
#: Rows of each training file in one pass: short pairs, and texts of which evidence is chosen.
ROWS = {
    "mnli_dev_a": 9_815, "snli_dev": 6_000, "cad_snli_train": 3_000, "cad_snli_dev": 300, "rte_train": 2_490,
    "scitail_dev": 1_000, "conjnli_dev": 400, "breaking_nli": 400, "esxnli_cross_es_en": 1_491, "esxnli_es": 1_491,
    "terra_ru": 1_200, "ctkfacts_cs": 1_355, "rte3_fr_dev": 800, "indonli_train_id": 2_500, "farstail_train_fa": 1_000,
    "xnli_test_ko": 1_500, "fever_symmetric_dev": 702, "healthver_dev": 900, "climate_fever_pairs": 1_500,
    "covidfact_train": 800, "scifact_train": 564, "fm2_dev": 1_169,
    "check_covidcheck_train_composed_extracted": 1_068,
    "check_covidcheck_dev_composed_extracted": 207, "climate_fever_doc5": 879, "nli4ct_train": 350,
    "factcheckgpt_stance": 1_636, "lfqa_verification": 1_500, "citation_integrity_train": 1_200,
    "attributionbench_dev": 1_198, "aggrefact_cliff_goyal": 742, "bump": 1_162, "summedits_ectsum": 668,
    "summedits_sales_call": 519, "summedits_sales_email": 613, "summedits_samsum": 664, "summedits_scitldr": 452,
    "begin_dev_wow": 416, "begin_dev_cmu": 332, "begin_dev_tc": 377, "faithdial_audit": 600, "fnc1": 700,
    "wice_partial_subclaims_train": 374,
}  # fmt: skip
#: Of the supported rows of these sets, how many are given again with one value changed.
EDITED = {
    "fnc1", "lfqa_verification", "factcheckgpt_stance", "attributionbench_dev", "aggrefact_cliff_goyal", "fm2_dev",
    "climate_fever_doc5", "rte_train", "bump", "citation_integrity_train", "ctkfacts_cs", "terra_ru",
}  # fmt: skip
EDITS_SHARE = 0.35
OFF_TOPIC_SHARE = 0.03
#: Pages of our own are shown whole up to so many words, as short pages are at run time.
WHOLE_PAGE_WORDS = 210
#: Pages of our own up to so many words are single statements, shown alone and among others.
BRIEF_WORDS = 60


@dataclass(frozen=True, slots=True)
class Item:
    """One training pair as text."""

    claim: str
    evidence: str
    target: int
    dataset: str


def rows_of(data: Path, name: str, count: int, rng: random.Random) -> list[dict[str, Any]]:
    """A fresh draw of a file's rows. Raises `ValueError` for data that must not be shipped in weights."""
    if name.startswith(FORBIDDEN):
        raise ValueError(f"{name} is licensed for non-commercial use only")
    rows = list(read_rows(data / "train" / f"{name}.jsonl.gz"))
    rng.shuffle(rows)
    return rows[:count]


def items(data: Path, joined: Path, seed: int) -> Iterator[Item]:
    """All pairs of one pass, in no particular order; `joined` is what `join` wrote, if it was run."""
    rng = random.Random(seed)
    for name, count in ROWS.items():
        drawn = rows_of(data, name, count, rng)
        for number, row in enumerate(drawn):
            yield from _items_of(row, name, drawn[number - 1], rng)
    for claim, evidence, label in parallel_pairs(rng):
        yield Item(claim, evidence, TARGETS[label], "parallel")
    yield from _items_of_pages(rng)
    for row in read_rows(joined) if joined.exists() else ():
        target = TARGETS[row["label"]]
        yield Item(row["claim"], row["source"], NEITHER if target == ABSENT else target, "rte3_fr_en")


def _items_of_pages(rng: random.Random) -> Iterator[Item]:
    """Each claim against its page, whole or cut; against a page of a sentence or two alone or among others."""
    known = list(labelled_claims(development=False))
    briefs: dict[str, list[str]] = {}
    for one in known:
        if len(one.page.split()) <= BRIEF_WORDS:
            briefs.setdefault(one.language, []).append(one.page)
    for one in known:
        target = TARGETS[one.label]
        if len(one.page.split()) <= BRIEF_WORDS:
            others = rng.sample(briefs[one.language], k=min(3, len(briefs[one.language])))
            around = list(dict.fromkeys([one.page, *others[: rng.randint(1, 3)]]))
            rng.shuffle(around)
            shown = [one.page, " ".join(around)]
        else:
            row = {"claim": one.claim, "source": one.page, "lang": one.language}
            shown = [choose(row, rng, words=most) for most in (WHOLE_PAGE_WORDS, rng.choice((130, 160, 210)))]
        yield Item(one.claim, rng.choice(shown), target, "pages")


def _items_of(row: dict[str, Any], name: str, other: dict[str, Any], rng: random.Random) -> Iterator[Item]:
    target = _target(row, name)
    evidence = choose(row, rng, marked=row["label"] != "not_supported")
    yield Item(row["claim"], evidence, target, name)
    if name == "wice_partial_subclaims_train":
        yield Item(row["claim"], choose(row, rng, without_marked=True), ABSENT, "wice_without_evidence")
    if name in EDITED and target == SUPPORTED and rng.random() < EDITS_SHARE:
        changed = edited(row["claim"], evidence, rng)
        if changed is not None:
            yield Item(changed, evidence, NOT_FULLY, "edits")
    if rng.random() < OFF_TOPIC_SHARE and other["claim"] != row["claim"] and len(evidence.split()) > 20:
        yield Item(other["claim"], evidence, ABSENT, "off_topic")


def _target(row: dict[str, Any], name: str) -> int:
    target = TARGETS[row["label"]]
    if target != ABSENT or (name in GRADED and not row.get("binary")):
        return target
    return NOT_FULLY if row.get("binary") else NEITHER


def unseen(data: Path) -> set[str]:
    """Claims of over 30 characters that stand in a dev file, so that none of them is trained on."""
    found: set[str] = set()
    for path in sorted((data / "dev").glob("*.jsonl*")):
        found.update(row["claim"] for row in read_rows(path) if len(row.get("claim", "")) > 30)
    return found


def main() -> None:
    """Writes `mix-SEED.pkl`: a list of (token ids, target, data set)."""
    from tokenizers import Tokenizer

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("work", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(options.work / "tokenizer.json"))
    tokenizer.enable_truncation(MAX_TOKENS, strategy="longest_first")
    hidden = unseen(options.data)
    every = items(options.data, options.work / JOINED, options.seed)
    chosen = [one for one in every if one.claim not in hidden and len(one.evidence.split()) > 1]
    seen = dict.fromkeys((one.claim, one.evidence, one.target, one.dataset) for one in chosen)
    encoded = tokenizer.encode_batch([(claim, evidence) for claim, evidence, _, _ in seen])
    made = [(one.ids, target, dataset) for one, (_, _, target, dataset) in zip(encoded, seen, strict=True)]
    random.Random(options.seed).shuffle(made)
    with (options.work / f"mix-{options.seed}.pkl").open("wb") as out:
        pickle.dump(made, out)
    rows, tokens = Counter(d for _, _, d in made), Counter[str]()
    for ids, _, dataset in made:
        tokens[dataset] += len(ids)
    for dataset, count in tokens.most_common():
        print(f"{dataset:44s} rows {rows[dataset]:6d} tokens {count:8d}")
    print("all", len(made), sum(tokens.values()), Counter(target for _, target, _ in made))


if __name__ == "__main__":
    main()
