"""A report in, a table for spreadsheets out: one row per source of each citation.

The header is fixed; columns are only ever added at the end:
`n` place in the article · `citation_id` · `citation` as printed · `verdict` over all its sources · `source` ·
`source_verdict` · `confidence` likely, probable or weak · `probability` of `source_verdict` · `source_state` ·
`cited_dates` · `claim` · `claim_start`, `claim_end` code points of the article · `url` in the article · `final_url` ·
`http_status` · `checked_at` · `archived_url` · `archived_at` · `passage` that weighs most · `passage_url` ·
`findings` codes · `reasons` · `kind` of the citation · whether it is `counted`, yes or no.
Lists are joined by `; `. UTF-8 with a byte-order mark, quoting as in RFC 4180.
"""

from __future__ import annotations

import csv
import io

from verifier.model import CheckedCitation, CheckedSource, Report
from verifier.report.sentences import one_line, passages
from verifier.report.tables import confidence

HEADER = (
    "n", "citation_id", "citation", "verdict", "source", "source_verdict", "confidence", "probability",
    "source_state", "cited_dates", "claim", "claim_start", "claim_end", "url", "final_url", "http_status",
    "checked_at", "archived_url", "archived_at", "passage", "passage_url", "findings", "reasons",
    "kind", "counted",
)  # fmt: skip
_BYTE_ORDER_MARK = "\ufeff"
#: What makes spreadsheet programs take a cell for a formula, the full-width forms included.
_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n", "|", "%")


def render_csv(report: Report) -> str:
    """The table with its header. No cell can be run as a formula: such cells begin with an apostrophe."""
    table = io.StringIO()
    writer = csv.writer(table, lineterminator="\r\n")
    writer.writerow(HEADER)
    for place, citation in enumerate(report.citations, 1):
        for source in citation.sources:
            writer.writerow([neutral(cell) for cell in _row(place, citation, source)])
    return _BYTE_ORDER_MARK + table.getvalue()


def neutral(cell: object) -> str:
    """The cell on one line, with an apostrophe before anything a spreadsheet would run."""
    if cell is None:
        return ""
    text = str(cell)
    flat = one_line("".join(letter if letter.isprintable() else " " for letter in text))
    return "'" + flat if flat.startswith(_FORMULA_SIGNS) or text.startswith(_FORMULA_SIGNS) else flat


def _row(place: int, citation: CheckedCitation, source: CheckedSource) -> list[object]:
    snapshot, best = source.snapshot, next(iter(passages(source)), None)
    spans = citation.claim.spans
    return [
        place,
        citation.id,
        citation.text,
        citation.verdict.value,
        source.name,
        source.verdict.value,
        confidence(source.probability),
        "" if source.probability is None else f"{source.probability:.4f}",
        source.state.value,
        "; ".join(source.dates),
        citation.claim.text,
        spans[0][0] if spans else "",
        spans[-1][1] if spans else "",
        source.url,
        snapshot.final_url if snapshot else None,
        snapshot.status if snapshot else None,
        snapshot.fetched_at if snapshot else None,
        snapshot.memento_url if snapshot else None,
        snapshot.captured_at if snapshot else None,
        best.text if best else None,
        best.fragment_url if best else None,
        "; ".join(finding.code for finding in source.findings),
        "; ".join(source.reasons),
        citation.kind,
        "yes" if citation.counted else "no",
    ]
