"""A folder of labelled data in, `verifier/judge/weights.json` out, with the figures on stdout.

python -m verifier.judge.training DATA_DIR [-o weights.json]
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from verifier.judge.checks import run_checks
from verifier.judge.features import features
from verifier.judge.matching import Match
from verifier.judge.scorer import open_match
from verifier.judge.training.data import ABROAD, CROSS, SAME, Example, load, off_topic
from verifier.judge.training.figures import HEADER, measure, table_line
from verifier.judge.training.fit import Row, fit, judge_unseen
from verifier.judge.training.foreign import foreign_match


def main() -> None:
    """Fits both regimes, prints figures of pages not seen in fitting, writes the weights."""
    parser = argparse.ArgumentParser(prog="python -m verifier.judge.training", description=__doc__)
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "weights.json")
    options = parser.parse_args()
    examples = load(options.data, SAME)
    examples += off_topic([e for e in examples if e.dataset in ("wice_claim_dev", "real_pages_dev")])
    same = [row for e in examples if (row := _row(e, open_match(e.pair))).match.same_language]
    cross = [row for e in load(options.data, CROSS) if not (row := _row(e, open_match(e.pair))).match.same_language]
    english = [r.example for r in same if r.match.code == "en" and r.example.dataset in ABROAD]
    cross += [_row(e, foreign_match(e.pair)) for e in english]
    weights = {}
    for regime, rows in (("same", same), ("cross", cross)):
        print(f"\nregime {regime}: figures by 10-fold cross-validation over pages\n{HEADER}")
        judged = judge_unseen(rows)
        for dataset in sorted({r.example.dataset for r in rows}):
            of = [i for i, r in enumerate(rows) if r.example.dataset == dataset]
            binary = any(rows[i].example.binary for i in of)
            figures = measure([rows[i].example.label for i in of], [judged[i] for i in of], binary=binary)
            print(table_line(dataset, figures))
        weights[regime] = fit(rows)
    options.output.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def _row(example: Example, match: Match) -> Row:
    checks = run_checks(match)
    return Row(example, match, checks, features(match, checks))


if __name__ == "__main__":
    main()
