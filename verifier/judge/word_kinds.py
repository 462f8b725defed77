"""A folded word in, its kind in a table of words out: `doubt` in `hedges.csv`, `said` in `speech.csv`.

A row of such a table has a language, a kind and the forms of words; `*` leaves an ending open.
"""

from __future__ import annotations

from functools import cache, lru_cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold

#: Letters before an open ending that a word must have.
_SHORTEST = 3


@lru_cache(maxsize=65_536)
def word_kind(table: str, folded: str, code: str, longest_ending: int) -> str:
    """The kind of a word by its whole form, or else by its longest beginning; "" for a word that is not there."""
    whole, begins = _forms(table, code)
    if folded in whole:
        return whole[folded]
    for size in range(len(folded), max(_SHORTEST, len(folded) - longest_ending) - 1, -1):
        if folded[:size] in begins:
            return begins[folded[:size]]
    return ""


@cache
def _forms(table: str, code: str) -> tuple[dict[str, str], dict[str, str]]:
    """Whole words and beginnings of one language, folded, each with its kind; the first row of a form counts."""
    whole: dict[str, str] = {}
    begins: dict[str, str] = {}
    for row in table_rows(table):
        if row["language"] == code:
            for spelling in row["forms"].split():
                (begins if spelling.endswith("*") else whole).setdefault(fold(spelling.rstrip("*")), row["kind"])
    return whole, begins
