"""A language and a kind of mark in, the words out that tell of a number or a date beside them what it is there for.

The table is `count_marks.csv`: "of" between a part and its whole, "times", "his accomplice", "abstained", "until".
"""

from __future__ import annotations

from functools import cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold


@cache
def marks(code: str, kind: str) -> frozenset[str]:
    """The folded words of one kind in a language; none where the table has no row for it."""
    rows = table_rows("count_marks.csv")
    return frozenset(
        fold(form) for row in rows if row["language"] == code and row["kind"] == kind for form in row["forms"].split()
    )
