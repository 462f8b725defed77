"""A folded word and its language in, the news concepts it may stand for out.

The table is `lexicon.csv`: one concept a row, its opposites, one column of word beginnings per language; a
beginning that ends in `=` is a whole word. Names of months and weekdays come from their own
tables. Belarusian and Ukrainian fall back on their neighbours, since their columns hold only
what differs most.
"""

from __future__ import annotations

from functools import cache, lru_cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold

#: Columns looked into, nearest first.
COLUMNS = {
    "be": ("be", "uk", "ru"), "uk": ("uk", "ru"), "pt": ("es",), "nl": ("de",), "sk": ("cs",), "bg": ("ru",),
}  # fmt: skip
#: How much longer than its beginning a word may be.
_LONGEST_ENDING = 7
_LONGEST_ENDING_SHORT = 3
_SHORT = 3


@cache
def _column(code: str) -> tuple[dict[str, tuple[str, ...]], dict[str, tuple[str, ...]]]:
    """Whole words and beginnings of one language, folded, each with its concepts."""
    whole: dict[str, list[str]] = {}
    begins: dict[str, list[str]] = {}
    for row in table_rows("lexicon.csv"):
        for cell in (row.get(code) or "").split():
            place, stem = (whole, fold(cell[:-1])) if cell.endswith("=") else (begins, fold(cell))
            for part in stem.split("-"):
                if len(part) > 1:
                    place.setdefault(part, []).append(row["concept"])
    for table, part in (("months.csv", "month"), ("weekdays.csv", "day")):
        for row in table_rows(table):
            if row["language"] == code:
                for spelling in row["forms"].split():
                    whole.setdefault(fold(spelling), []).append(part + row[part])
    return {k: tuple(v) for k, v in whole.items()}, {k: tuple(v) for k, v in begins.items()}


@lru_cache(maxsize=65_536)
def concepts(folded: str, code: str) -> tuple[str, ...]:
    """Concept names for one word; empty when the lexicon does not know it."""
    for column in COLUMNS.get(code, (code,)):
        whole, begins = _column(column)
        found = list(whole.get(folded, ()))
        for size in range(len(folded), 1, -1):
            longest = _LONGEST_ENDING_SHORT if size <= _SHORT else _LONGEST_ENDING
            if len(folded) - size > longest:
                break
            if folded[:size] in begins:
                found += [c for c in begins[folded[:size]] if c not in found]
                break
        if found:
            return tuple(found)
    return ()


@cache
def opposites() -> dict[str, str]:
    """Concepts that exclude each other when said of the same thing: rise and fall, open and close; the nearest one."""
    return {concept: others[0] for concept, others in all_opposites().items()}


@cache
def all_opposites() -> dict[str, tuple[str, ...]]:
    """Every concept with all those that exclude it, the nearest first: refuse with agree, approve and allow."""
    return {row["concept"]: tuple(row["opposite"].split()) for row in table_rows("lexicon.csv") if row["opposite"]}


@cache
def proper_names() -> frozenset[str]:
    """Concepts that are names in every language: countries, alliances, regions."""
    return frozenset(row["concept"] for row in table_rows("lexicon.csv") if row["kind"] == "name")


@cache
def titles() -> frozenset[str]:
    """Concepts that stand before a person's name: prime, minister, president, general."""
    return frozenset(row["concept"] for row in table_rows("lexicon.csv") if row["kind"] == "title")
