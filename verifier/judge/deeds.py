"""A sentence in, its words for deeds that one does to another out: sued, was beaten, verkauft, przejęła.

The table is `deeds.csv`: an event and how its words name the two (`Kind`), one column of word beginnings per language
as in the lexicon; `a+b` is a phrase, `b` some words after `a`. `deed_marks.csv` has the words that tell the two apart:
prepositions, auxiliaries of the passive, words that open a clause.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold
from verifier.judge.lexicon import COLUMNS
from verifier.judge.words import Word

#: How much longer than its beginning a word may be, and how far apart the words of a phrase may stand.
_LONGEST_ENDING = 5
_PHRASE = 7


class Kind(StrEnum):
    """How the words of an event name its two: the one it starts from or goes to, and the other.

    The first of the two is who sues, beats, buys or receives. ACT: the subject is the first, the object the other.
    OVER: so, but the other has a preposition (won against, a lawsuit against). LOSE: the subject is the other, the
    first has a preposition (lost to). TAKE: the subject is the first, the other is the object or has "from". GIVE: the
    subject is the other, the first is the object or has "to". ANY: a word that the
    table does not know; the subject is the first, whatever follows the other.
    """

    ACT = "act"
    OVER = "over"
    LOSE = "lose"
    TAKE = "take"
    GIVE = "give"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Deed:
    """One word of a sentence that stands for an event; `last` is the last word of its phrase."""

    event: str
    kind: Kind
    at: int
    last: int


@dataclass(frozen=True, slots=True)
class _Entry:
    event: str
    kind: Kind
    beginning: str
    whole: bool
    then: str


@cache
def _entries(code: str) -> dict[str, list[_Entry]]:
    """What is known of one language, by the first two letters of its words."""
    entries: dict[str, list[_Entry]] = {}
    for row in table_rows("deeds.csv"):
        for cell in row.get(code, "").split():
            first, _, then = cell.partition("+")
            whole = bool(then) or first.endswith("=")
            known = _Entry(row["event"], Kind(row["kind"]), fold(first.rstrip("=")), whole, fold(then))
            entries.setdefault(known.beginning[:2], []).append(known)
    return entries


@lru_cache(maxsize=32_768)
def _known(folded: str, code: str) -> tuple[_Entry, ...]:
    """The entries a word may belong to, those of the longest beginning only."""
    for column in COLUMNS.get(code, (code,)):
        fitting = [e for e in _entries(column).get(folded[:2], ()) if _fits(folded, e)]
        if fitting:
            longest = max(len(e.beginning) for e in fitting)
            return tuple(e for e in fitting if len(e.beginning) == longest)
    return ()


def _fits(folded: str, entry: _Entry) -> bool:
    if entry.whole:
        return folded == entry.beginning
    return folded.startswith(entry.beginning) and len(folded) - len(entry.beginning) <= _LONGEST_ENDING


def deeds(found: list[Word], code: str) -> list[Deed]:
    """The deeds of one sentence, in order; a word may stand for several."""
    made: dict[tuple[int, str, Kind], Deed] = {}
    for i, word in enumerate(found):
        for entry in _known(word.form.folded, code):
            last: int | None = i
            if entry.then:
                ahead = range(i + 1, min(len(found), i + 1 + _PHRASE))
                last = next((k for k in ahead if found[k].form.folded == entry.then), None)
            if last is not None:
                made.setdefault((i, entry.event, entry.kind), Deed(entry.event, entry.kind, i, last))
    return list(made.values())


@cache
def _marks(code: str) -> dict[str, frozenset[str]]:
    marks: dict[str, set[str]] = {}
    for row in table_rows("deed_marks.csv"):
        for column in COLUMNS.get(code, (code,))[:1]:
            for spelling in row.get(column, "").split():
                marks.setdefault(fold(spelling), set()).add(row["mark"])
    return {spelling: frozenset(found) for spelling, found in marks.items()}


def marks(folded: str, code: str) -> frozenset[str]:
    """What a word may mark (rows of `deed_marks.csv`); empty for a word that marks nothing."""
    return _marks(code).get(folded, frozenset())


def knows(code: str) -> bool:
    """Is it a language of which the tables have a column?"""
    return bool(_marks(code))
