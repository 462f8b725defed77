"""A number and the words around it in, what it is there for out: a count, a time of day, a label.

Only counts can be held against counts. "Article 4", "F-16" and "9:40 p.m." hold digits that count nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold
from verifier.judge.number_units import unit_of
from verifier.judge.words import Word

COUNT, ORDINAL, TIME, LABEL = "count", "ordinal", "time", "label"

_CLOCK_AFTER = re.compile(r"\s?(?:[ap]\.?\s?m\b|uhr\b|o['’]clock|hrs\b|h\d\d\b|h\b(?!\w))", re.IGNORECASE)
#: "At 6.30", "о 6.30": hours with a point, where no unit follows.
_POINTED = re.compile(r"(?:[01]?\d|2[0-3])\.[0-5]\d")
_POINTED_BEFORE = re.compile(r"(?:\bat|\bо|\bа|\bo|\bum|\bgegen|\bkurz vor|\bkurz nach)\s$", re.IGNORECASE)
_POINTED_AFTER = re.compile(r"\s?(?:%|per|[$€£])|\s([^\W\d_]+)")
_CLOCK_BEFORE = re.compile(r"(?:\bgodz\.?|\bgodzinie|\bgodziny)\s$", re.IGNORECASE)


@cache
def _labelling(code: str) -> frozenset[str]:
    """Words that number what follows them, folded: Article 4, part 2, flight 17. English ones count everywhere."""
    rows = [row for row in table_rows("number_labels.csv") if row["language"] in (code, "en")]
    return frozenset(fold(word) for row in rows for word in row["forms"].split())


def role(text: str, found: Sequence[Word], first: int, last: int, code: str) -> str:
    """What the plain digits of words `first` to `last` are there for."""
    start, end = found[first].start, found[last].end
    if _is_time(text, start, end):
        return TIME
    return LABEL if _is_label(text, found, first, last, code) else COUNT


def _is_time(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 12) : start], text[end : end + 8]
    if after[:1] == ":" and after[1:3].isdecimal():
        return True
    if before[-1:] == ":" and before[-2:-1].isdecimal() and end - start == 2:
        return True
    if _POINTED.fullmatch(text, start, end) and _POINTED_BEFORE.search(before):
        behind = _POINTED_AFTER.match(text, end)
        return behind is None or (behind[1] is not None and unit_of(fold(behind[1])) is None)
    return bool(_CLOCK_AFTER.match(after) or _CLOCK_BEFORE.search(before))


def _is_label(text: str, found: Sequence[Word], first: int, last: int, code: str) -> bool:
    if first == 0:
        return False
    before = found[first - 1]
    gap = text[before.end : found[first].start]
    if gap in ("-", "") and before.form.capital:
        return True
    if gap not in (" ", "\u00a0", ". ", ".\u00a0"):
        return False
    if before.form.folded in _labelling(code):
        return before.form.folded != "no" or gap[0] == "."
    if code == "de" or gap[0] == "." or not before.form.capital or before.form.stop or _opens(text, before):
        return False
    following = found[last + 1] if last + 1 < len(found) else None
    counted = following is not None and following.start - found[last].end == 1 and not following.form.capital
    return not (counted and following is not None and bool(following.form.keys)) and len(before.form.folded) > 1


def _opens(text: str, word: Word) -> bool:
    before = text[: word.start].rstrip(" \"'“„«‘(")
    return not before or before[-1] in ".!?\n:"
