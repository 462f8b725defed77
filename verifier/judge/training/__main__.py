"""A folder of labelled data in, `verifier/judge/weights.json` out, with the figures on stdout.

python -m verifier.judge.training DATA_DIR [-o weights.json]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from verifier.judge.checks import run_checks
from verifier.judge.features import features
from verifier.judge.matching import Match
from verifier.judge.scorer import open_match
from verifier.judge.training.data import CROSS, SAME, Example, load, off_topic
from verifier.judge.training.fit import best_balanced_accuracy, fit_rest, fit_supported, out_of_fold
from verifier.judge.training.foreign import foreign_match


def main() -> None:
    """Fits both regimes and writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m verifier.judge.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "weights.json")
    options = parser.parse_args()
    same = load(options.data, SAME)
    same += off_topic([e for e in same if e.dataset in ("wice_claim_dev", "real_pages_dev")])
    matches = [open_match(e.pair) for e in same]
    inside = [(e, m) for e, m in zip(same, matches, strict=True) if m.same_language]
    weights = {"same": fit(inside, "one language")}
    abroad = [(e, m) for e, m in ((e, open_match(e.pair)) for e in load(options.data, CROSS)) if not m.same_language]
    abroad += [(e, foreign_match(e.pair)) for e, m in inside if m.code == "en" and e.dataset in FOREIGN]
    weights["cross"] = fit(abroad, "across languages")
    options.output.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


#: English sets that also serve as pairs across languages, read as if the page were foreign.
FOREIGN = frozenset(
    {"wice_claim_dev", "real_pages_dev", "factcheckgpt_stance", "attributionbench_dev", "wice_partial_subclaims_train",
     "off_topic", "rte_train", "fm2_dev"}
)  # fmt: skip


def fit(rows: list[tuple[Example, Match]], title: str) -> dict[str, Any]:
    """Weights of one regime; prints out-of-fold figures per dataset."""
    tables = [features(match, run_checks(match)) for _, match in rows]
    names = sorted(tables[0])
    x = np.array([[table[name] for name in names] for table in tables])
    y = np.array([int(e.label == "supported") for e, _ in rows])
    weight = np.array([e.weight for e, _ in rows])
    scores = out_of_fold(x, y, weight)
    print(f"\n{title}: {len(rows)} pairs, 10-fold out-of-fold, supported against the rest")
    for dataset in sorted({e.dataset for e, _ in rows}):
        of = np.array([e.dataset == dataset for e, _ in rows])
        if 0 < y[of].sum() < of.sum():
            auc = roc_auc_score(y[of], scores[of])
            print(
                f"  {dataset:34s} n {of.sum():5d}  AUROC {auc:.3f}  balanced accuracy {best_balanced_accuracy(y[of], scores[of]):.3f}"
            )
    fitted = fit_supported(names, x, y, weight)
    graded = np.array([not e.binary and e.label != "supported" for e, _ in rows])
    labels = [e.label for e, _ in rows]
    fitted.update(
        fit_rest(names, x[graded], [t for t, g in zip(labels, graded, strict=True) if g],
                 np.array([e.rest_weight for e, _ in rows])[graded])
    )  # fmt: skip
    return fitted


if __name__ == "__main__":
    main()
