"""Whether judging a claim's parts, or the sentence before it, judges better than the claim alone.

    python -m tests.quality subclaims DIR [--sets FILE ...]

DIR has `train/` and `dev/` as `verifier.judge.training` reads them. Every view of a claim is judged by weights that
were fitted without its page (10 folds). Views: the claim as it is; the part with the lowest P(supported); the mean
over parts; and, where a claim opens with a pronoun and its row keeps the text before it (`meta.context`), the claim
behind the last sentence of that text. Each view is shown on all rows of a set, and on the rows where it differs.
"""

from __future__ import annotations

import argparse
import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from verifier.cite.claims.clauses import clause_words, words_of
from verifier.cite.claims.subclaims import sub_claims
from verifier.judge.checks import run_checks
from verifier.judge.combiner import combine, read_weights
from verifier.judge.features import features
from verifier.judge.rules import apply_checks
from verifier.judge.scorer import open_match
from verifier.judge.training.data import LABELS, SAME, Example, as_pair, load, off_topic, read_rows
from verifier.judge.training.figures import HEADER, measure, table_line
from verifier.model import Pair, Probabilities

if TYPE_CHECKING:
    from verifier.judge.training.fit import Row

_FOLDS = 10
_SETS = (
    "dev/wice_claim_dev.jsonl.gz",
    "dev/wice_partial_subclaims_dev.jsonl.gz",
    "dev/factcheckgpt_stance.jsonl.gz",
    "dev/lfqa_verification.jsonl.gz",
    "dev/attributionbench_test_sampled500.jsonl.gz",
)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"])")

Judge = Callable[[Pair], Probabilities]
#: What is judged in place of the claim; none where the view is the claim itself.
View = Callable[[dict[str, Any]], list[str]]


def prepare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sets", nargs="*", default=_SETS, metavar="FILE", help="files under DIR to measure on")


def run(options: argparse.Namespace) -> int:
    """Print one table for each set."""
    judges = _fitted(options.folder)
    for name in options.sets:
        rows = [row for row in read_rows(options.folder / name) if row.get("label") in LABELS]
        print(f"\n{name}\n{HEADER}")
        _print_views(rows, judges)
    return 0


def _fitted(folder: Path) -> list[Judge]:
    """For each fold, a judge that never saw the pages of the fold. Needs the extra `train`."""
    from verifier.judge.training.fit import fit

    examples = load(folder, SAME)
    examples += off_topic([one for one in examples if one.dataset in ("wice_claim_dev", "real_pages_dev")])
    rows = [row for one in examples if (row := _row(one)).match.same_language]
    return [_judge_by(fit([row for row in rows if row.fold % _FOLDS != fold])) for fold in range(_FOLDS)]


def _row(example: Example) -> Row:
    from verifier.judge.training.fit import Row

    match = open_match(example.pair)
    checks = run_checks(match)
    return Row(example, match, checks, features(match, checks))


def _judge_by(stored: dict[str, Any]) -> Judge:
    weights = read_weights(stored)

    def judge(pair: Pair) -> Probabilities:
        match = open_match(pair)
        checks = run_checks(match)
        return apply_checks(match, checks, combine(weights, features(match, checks)))[0]

    return judge


def _print_views(rows: list[dict[str, Any]], judges: list[Judge]) -> None:
    labels = [LABELS[row["label"]] for row in rows]
    binary = any(row.get("binary") for row in rows)
    plain = [_judge_of(row, judges)(as_pair(row)) for row in rows]
    print(table_line("the claim", measure(labels, plain, binary=binary)))
    for title, view, joined in _VIEWS:
        texts = [view(row) for row in rows]
        differs = [number for number, one in enumerate(texts) if one]
        judged = list(plain)
        for number in differs:
            judge, pair = _judge_of(rows[number], judges), as_pair(rows[number])
            judged[number] = joined([judge(replace(pair, claim=text)) for text in texts[number]])
        if not differs:
            print(f"{title}: differs nowhere")
            continue
        print(table_line(title, measure(labels, judged, binary=binary)))
        print(f"  on the {len(differs)} of {len(rows)} rows where it differs:")
        some = [labels[number] for number in differs]
        for said, found in (("  the claim", plain), (f"  {title}", judged)):
            print(table_line(said, measure(some, [found[number] for number in differs], binary=binary)))


def _judge_of(row: dict[str, Any], judges: list[Judge]) -> Judge:
    return judges[zlib.crc32(as_pair(row).source[:400].encode()) % _FOLDS]


def _parts(row: dict[str, Any]) -> list[str]:
    claim = row["claim"]
    end = len(claim.rstrip(" ."))
    return [claim[a:b] for a, b in sub_claims(claim, [(0, end)], clause_words("en"))]


def _behind_context(row: dict[str, Any]) -> list[str]:
    claim, context = row["claim"], ((row.get("meta") or {}).get("context") or "").strip()
    opening = words_of(claim, 0, min(40, len(claim)))
    if not context or not clause_words("en").opens("anaphors", opening, claim):
        return []
    return [f"{_SENTENCE_END.split(context)[-1]} {claim}"]


def _least(judged: list[Probabilities]) -> Probabilities:
    return min(judged, key=lambda one: one.supported)


def _mean(judged: list[Probabilities]) -> Probabilities:
    names = [one.name for one in fields(Probabilities)]
    return Probabilities(**{name: _average(getattr(one, name) for one in judged) for name in names})


def _average(numbers: Iterable[float]) -> float:
    values = list(numbers)
    return sum(values) / len(values)


_VIEWS: tuple[tuple[str, View, Callable[[list[Probabilities]], Probabilities]], ...] = (
    ("lowest part", _parts, _least),
    ("mean of parts", _parts, _mean),
    ("behind context", _behind_context, _least),
)
