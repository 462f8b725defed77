"""A folder of labelled data in, `verifier/judge/weights.json` out, with the figures before and after on stdout.

    python -m verifier.judge.training DATA_DIR [--overruled FILE.jsonl ...] [-o weights.json]

`--overruled` adds verdicts that people corrected: lines of `verifier judge`'s input with the right `label`. Combiner
and calibration are refitted with them; the entailment model stays as it is. What the model says of each passage is
kept in `--cache FOLDER`, if one is given, so that a second run takes seconds.
"""

from __future__ import annotations

import argparse
import json
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial
from importlib import resources
from pathlib import Path

from verifier.judge.checks import run_checks
from verifier.judge.combiner import read_weights, supported_from_in
from verifier.judge.entailed import entail, model_features, page_words, regime
from verifier.judge.entailment import EMBEDDED, FUSED, MODEL, Reader, embedded_classifier
from verifier.judge.features import features
from verifier.judge.opening import open_match, unreadable
from verifier.judge.training.data import (
    CROSS,
    PAGES_MASS,
    SAME,
    Example,
    load,
    off_topic,
    overruled,
    own_pages,
    weighing,
)
from verifier.judge.training.figures import HEADER, measure, table_line
from verifier.judge.training.fit import Row, fit, judge_unseen
from verifier.judge.training.remembered import Remembered, files_version
from verifier.model import Probabilities

REGIMES = ("long", "short", "cross")
#: Words from which on a short page also teaches how long ones are judged: of those there are too few.
_NEARLY_LONG = 250
#: Of the claims on our own pages, so many are held against another page as well: in another language the model takes
#: more pages that speak of something else for support, and words, few as can be compared, have to say so.
_OFF_TOPIC, _OFF_TOPIC_ABROAD = 0.06, 0.3


def main() -> None:
    """Fits both regimes, prints figures of pages not seen in fitting, writes the weights."""
    parser = argparse.ArgumentParser(
        prog="python -m verifier.judge.training", description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    parser.add_argument("--overruled", type=Path, nargs="*", default=[], help="JSONL files of corrected verdicts")
    parser.add_argument("--cache", type=Path, help="folder to keep the model's readings in")
    parser.add_argument("-o", "--output", type=Path, default=Path(__file__).parents[1] / "weights.json")
    options = parser.parse_args()
    rows = _rows(options)
    before = json.loads(resources.files("verifier.judge").joinpath("weights.json").read_text(encoding="utf-8"))
    weights = {}
    for name in REGIMES:
        chosen = rows[name]
        print(f"\nregime {name}: the weights before\n{HEADER}")
        _print_figures(chosen, [row.judged(read_weights(before[name])) for row in chosen])
        print(f"\nregime {name}: fitted anew, by 10-fold cross-validation over pages\n{HEADER}")
        _print_figures(chosen, judge_unseen(chosen))
        weights[name] = fit(chosen)
    options.output.write_text(json.dumps(weights, indent=1) + "\n", encoding="utf-8")


def _rows(options: argparse.Namespace) -> dict[str, list[Row]]:
    """Rows by regime, as the languages and the page of a pair put it; pages that are nearly long teach two."""
    labelled = load(options.data, SAME)
    labelled += off_topic([e for e in labelled if e.dataset in ("wice_claim_dev", "real_pages_dev")])
    rows = [row for row in _made(labelled, options.cache) if row.same_language]
    rows += [row for row in _made(load(options.data, CROSS), options.cache) if not row.same_language]
    pages = own_pages()
    abroad = [page for page in pages if page.pair.claim_language != page.pair.source_language]
    at_home = [page for page in pages if page.pair.claim_language == page.pair.source_language]
    elsewhere = off_topic(at_home, share=_OFF_TOPIC) + off_topic(abroad, share=_OFF_TOPIC_ABROAD)
    mine = _made([*pages, *elsewhere], options.cache)
    rows += _made([e for path in options.overruled for e in overruled(path)], options.cache)
    chosen: dict[str, list[Row]] = {}
    for name in REGIMES:
        of = [row for row in mine if _teaches(row, name)]
        mass = PAGES_MASS[name] / max(1.0, sum(row.example.weight for row in of))
        chosen[name] = [row for row in rows if _teaches(row, name)]
        chosen[name] += [replace(row, example=weighing(row.example, mass)) for row in of]
    return chosen


def _teaches(row: Row, name: str) -> bool:
    """Is the row one of this regime, or next to it?"""
    return row.regime == name or (name == "long" and row.regime == "short" and row.words > _NEARLY_LONG)


def _made(examples: list[Example], cache_in: Path | None) -> list[Row]:
    with ProcessPoolExecutor() as processes:
        rows = processes.map(partial(_row, cache_in=cache_in), examples, chunksize=8)
        return [row for row in rows if row is not None]


def _row(example: Example, cache_in: Path | None) -> Row | None:
    if unreadable(example.pair) is not None:
        return None
    match = open_match(example.pair)
    checks = run_checks(match)
    read = model_features(entail(match, _reader(cache_in)))
    name = regime(match)
    threshold = supported_from_in(name, len(match.page.sentences))
    return Row(example, name, page_words(match), threshold, checks, features(match, checks) | read)


@cache
def _reader(folder: Path | None) -> Reader:
    if folder is None:
        return embedded_classifier()
    return Remembered(embedded_classifier(), folder, files_version(EMBEDDED / MODEL, EMBEDDED / FUSED))


def _print_figures(rows: list[Row], judged: list[Probabilities]) -> None:
    for dataset in sorted({row.example.dataset for row in rows}):
        of = [i for i, row in enumerate(rows) if row.example.dataset == dataset]
        binary = any(rows[i].example.binary for i in of)
        labels, thresholds = [rows[i].example.label for i in of], [rows[i].supported_from for i in of]
        figures = measure(labels, [judged[i] for i in of], thresholds, binary=binary)
        print(table_line(dataset, figures), flush=True)


if __name__ == "__main__":
    main()
