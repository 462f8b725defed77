"""How many claims about tables are judged by another row or column: `python -m tests.quality tables [--all]`.

The pairs (`table_pairs/pairs.jsonl`) are composed for this project. Of each table there are claims that it bears out,
and the same with the value of another row or column. Tables stand in a page or in plain text, as their `form` says.
Printed are altered claims that were passed (`supported`) and true ones that were refused (anything else); of the
pairs marked `unseen` only with `--all`, as these were not looked at while the reading of tables was built.
"""

from __future__ import annotations

import argparse
import html
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from verifier.extract import extract
from verifier.judge import load_scorer, pairs_of
from verifier.judge.haystacks import haystacks, is_open, settled
from verifier.model import Article, Document, Judgement, Verdict
from verifier.protocols import Scorer
from verifier.settings import load_settings

PAIRS = Path(__file__).resolve().parent / "table_pairs" / "pairs.jsonl"
_IN_TEXT = {"pipe": " | ", "tab": "\t"}


def prepare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("--all", action="store_true", help="also the pairs that were not looked at while building")
    parser.add_argument("--scorer", default="embedded", help="as in the setting VERIFIER_SCORER")
    parser.add_argument("--losses", action="store_true", help="print each claim that is judged wrongly")


def run(options: argparse.Namespace) -> int:
    """Print the table."""
    scorer = load_scorer(options.scorer, load_settings())
    counts: Counter[tuple[str, str]] = Counter()
    for row in map(json.loads, PAIRS.read_text("utf-8").splitlines()):
        if row["unseen"] and not options.all:
            continue
        document = document_of(row)
        half = "unseen" if row["unseen"] else "seen"
        counts[half, "pairs"] += 1
        for key, wrong, told in (("claim", False, "refused"), ("altered", True, "passed")):
            said = judged(scorer, row[key], row["claim_language"], document)
            if (said.verdict is Verdict.SUPPORTED) is wrong:
                counts[half, told] += 1
                if options.losses:
                    print(f"{row['id']} {told}: {row[key]} -> {said.verdict.value}", *said.reasons, sep="\n    ")
    print(f"{'':8} {'pairs':>6} {'altered passed':>15} {'true refused':>13}")
    for half in dict.fromkeys(half for half, _ in counts):
        print(f"{half:8} {counts[half, 'pairs']:6} {counts[half, 'passed']:15} {counts[half, 'refused']:13}")
    return 0


def judged(scorer: Scorer, claim: str, language: str, document: Document) -> Judgement:
    """The claim held against the document's texts, as checks do."""
    said: Judgement | None = None
    for asked in haystacks(document, ()):
        if is_open(said):
            (pair,) = pairs_of(Article(text=claim, language=language), [(claim, asked.document)])
            said = settled(said, scorer.judge(pair), asked)
    assert said is not None
    return said


def document_of(row: dict[str, Any]) -> Document:
    """The page or plain text that holds the table of a pair."""
    lead, table = row["lead"], row["table"]
    if row["form"] in _IN_TEXT or row["form"] == "md":
        lines = [_IN_TEXT.get(row["form"], " | ").join(cells) for cells in table]
        if row["form"] == "md":
            lines = [f"| {line} |" for line in lines]
            lines.insert(1, "|" + "---|" * len(table[0]))
        return Document(text="\n".join([*([lead] if lead else []), *lines]), language=row["language"])
    article = f"<article><p>{lead}</p>{_markup(row['form'], table)}</article>"
    page = f"<html lang='{row['language']}'><body>{article}</body></html>"
    return extract(page.encode(), url="https://stats.example/", content_type="text/html; charset=utf-8")


def _markup(form: str, table: Sequence[Sequence[str]]) -> str:
    if form == "infobox":
        head = f"<tr><th colspan=2>{html.escape(table[0][0])}</th></tr>"
        rows = "".join(f"<tr><th>{html.escape(key)}</th><td>{html.escape(value)}</td></tr>" for key, value in table[1:])
        return f"<table class='infobox'>{head}{rows}</table>"
    head_tag = "th" if form == "html" else "td"
    rows = "".join(
        "<tr>" + "".join(f"<{tag}>{html.escape(cell)}</{tag}>" for cell in cells) + "</tr>"
        for cells, tag in ((cells, head_tag if number == 0 else "td") for number, cells in enumerate(table))
    )
    return f"<table>{rows}</table>"
