"""How well the judge judges labelled claims and minimal pairs, beside word overlap and the last committed run.

    python -m tests.quality judge [DIR ...] [--rows N] [--skip-own] [--save] [--scorer embedded]

Always measured (unless `--skip-own`): the minimal pairs of this repository and the development share of our own
pages, by language and by kind. Each DIR adds its `*.jsonl` and `*.jsonl.gz` whose rows hold `claim`, `label` and
`source` (or `sentences`, or `page_text`), at most N claims of each. `--save` makes this run the one that later runs are
held against; sets that it did not measure keep their figures.

Columns, each with its 95 % bootstrap interval over pages: AUROC, balanced accuracy and F1 of supported against the
rest; false pass (not supported in full, but passed as supported); grave pass (not supported at all or contradicted, but
passed; only in sets that label partly supported claims); false strip (supported, but not passed); accuracy and macro F1
over the four labels; expected calibration error of P(supported), whose interval lies high in small sets (a resample is
rougher than the rows); recall of labelled evidence among the five sentences that the judge's retrieval by words ranks
first. Verdicts are the judge's own. Undetermined pairs count as wrong and as P(supported) 0. Sets that only tell
contradicted claims are measured by that verdict. `words`: the share of the claim's words in the best two sentences,
averaged with the whole page; its balanced accuracy is at the threshold best for these rows, so it flatters. Our own
claims come with their languages, as in the pipeline; the rest without. In-sample: rows that were used in fitting;
cross-validated figures of these are printed by `python -m verifier.judge.training`.
"""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from verifier.judge import load_scorer
from verifier.protocols import Scorer
from verifier.settings import load_settings

from .history import read_last, save
from .judging.figures import judge_set
from .judging.pairs import judge_pairs, read_pairs, shares
from .judging.sets import LabelledSet, own_pages, sets_under
from .judging.short import losses, short_record
from .judging.tables import HEADER, pair_tables, set_figures, set_lines

LAST = Path(__file__).resolve().parent / "last" / "judge.json"


def prepare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="folders of labelled claims")
    parser.add_argument("--scorer", default="embedded", help="as in the setting VERIFIER_SCORER")
    parser.add_argument("--rows", type=int, default=400, metavar="N", help="at most so many claims of each file")
    parser.add_argument("--skip-own", action="store_true", help="measure the folders alone")
    parser.add_argument("--save", action="store_true", help="store this run as the one to hold later ones against")


def run(options: argparse.Namespace) -> int:
    """Print the tables. 1 when the short form lost more than is allowed, 2 for a folder without labelled claims."""
    scorer = load_scorer(options.scorer, load_settings())
    before = read_last(LAST)
    now: dict[str, Any] = {"scorer": scorer.name, "pairs": before.get("pairs", {}), "sets": {**before.get("sets", {})}}
    if not options.skip_own:
        judged = judge_pairs(scorer, read_pairs())
        print(f"minimal pairs\n\n{pair_tables(judged, before.get('pairs', {}))}\n", flush=True)
        now["pairs"] = shares(judged)
    print(HEADER, flush=True)
    if not options.skip_own:
        now["sets"] |= _printed(scorer, own_pages(), before)
    for folder in options.folders:
        measured = [_printed(scorer, labelled, before) for labelled in sets_under(folder, options.rows)]
        if not measured:
            print(f"no labelled claims (*.jsonl, *.jsonl.gz) in {folder}")
            return 2
        now["sets"] |= {name: figures for one in measured for name, figures in one.items()}
    now["short"] = short_record(scorer, before.get("short", {}))
    if options.save:
        save(now, LAST)
        return 0
    fallen = losses(now["short"]["figures"], before["short"]) if before else []
    print("\n".join(f"LOST in the short form: {line}" for line in fallen) or "the short form lost nothing")
    return 1 if fallen else 0


def _printed(scorer: Scorer, labelled: LabelledSet, before: Mapping[str, Any]) -> dict[str, dict[str, float]]:
    """Print the lines of a set and return what is stored of it."""
    judged = judge_set(scorer, labelled)
    for line in set_lines(labelled, judged, before.get("sets", {})):
        print(line, flush=True)
    return set_figures(labelled, judged)
