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

#: How much longer than its beginning a word may be, and how far apart the words of a phrase may stand: nearer if the
#: second is a preposition, which may as well belong to another word.
_LONGEST_ENDING = 5
_PHRASE, _PHRASE_WITH_MARK = 7, 3
#: Who does it to oneself does it to nobody else: задержался is no arrest. A whole word in the table may be reflexive.
_REFLEXIVE_IN_ENDING = frozenset({"ru", "uk", "be"})
_REFLEXIVE = ("sia", "las", "los", "lis", "us", "tstsa", "tsa")


class Kind(StrEnum):
    """How the words of an event name its two: the one it starts from or goes to, and the other.

    The first of the two is who sues, beats, buys or receives. ACT: the subject is the first, the object the other.
    OVER: so, but the other has a preposition (won against, a lawsuit against). LOSE: the subject is the other, the
    first has a preposition (lost to). TAKE: the subject is the first, the other is the object or has "from". GIVE: the
    subject is the other, the first is the object or has "to". BOTH: what two do to each other alike. ANY: a word that
    the table does not know; the subject is the first, whatever follows the other.
    """

    ACT = "act"
    OVER = "over"
    LOSE = "lose"
    TAKE = "take"
    GIVE = "give"
    BOTH = "both"
    ANY = "any"


_DONE_TO_ANOTHER = frozenset({Kind.ACT, Kind.TAKE, Kind.GIVE})


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
    """The entries a word may belong to: of each event those of the longest beginning only, and all phrases."""
    for column in COLUMNS.get(code, (code,)):
        fitting = [e for e in _entries(column).get(folded[:2], ()) if _fits(folded, e, code)]
        if fitting:
            longest: dict[str, int] = {}
            for e in fitting:
                longest[e.event] = max(longest.get(e.event, 0), 0 if e.then else len(e.beginning))
            return tuple(e for e in fitting if e.then or len(e.beginning) == longest[e.event])
    return ()


def _fits(folded: str, entry: _Entry, code: str) -> bool:
    if entry.whole:
        return folded == entry.beginning
    if code in _REFLEXIVE_IN_ENDING and entry.kind is not Kind.BOTH and folded.endswith(_REFLEXIVE):
        return False
    return folded.startswith(entry.beginning) and len(folded) - len(entry.beginning) <= _LONGEST_ENDING


def deeds(found: list[Word], code: str) -> list[Deed]:
    """The deeds of one sentence, in order; a word may stand for several."""
    made: dict[tuple[int, str, Kind], Deed] = {}
    for i, word in enumerate(found):
        for entry in _known(word.form.folded, code):
            last: int | None = i
            if entry.then:
                last = _second(found, i, entry.then, code)
            if last is not None and (entry.then or not _is_reflexive(found, i, entry.kind, code)):
                made.setdefault((i, entry.event, entry.kind), Deed(entry.event, entry.kind, i, last))
    return list(made.values())


def _is_reflexive(found: list[Word], i: int, kind: Kind, code: str) -> bool:
    """Stands "się" or "se" beside the word? Of winning and losing it changes nothing: "se impuso", "s'incline"."""
    beside = [k for k in (i - 1, i + 1) if 0 <= k < len(found)]
    return kind in _DONE_TO_ANOTHER and any("reflexive" in marks(found[k].form.folded, code) for k in beside)


def _second(found: list[Word], i: int, then: str, code: str) -> int | None:
    """Where the second word of a phrase stands, that begins with word `i`.

    A German prefix that may as well be a preposition or an article ends its clause: "Sie griff den Wirt an."
    """
    is_mark = bool(marks(then, code))
    reach = _PHRASE_WITH_MARK if is_mark and code != "de" else _PHRASE
    ahead = [k for k in range(i + 1, min(len(found), i + 1 + reach)) if found[k].form.folded == then]
    return next((k for k in ahead if not is_mark or code != "de" or _ends(found, k)), None)


def _ends(found: list[Word], k: int) -> bool:
    """Does more than a space stand behind word `k`, or "and"?"""
    if k + 1 == len(found) or found[k + 1].start - found[k].end > 1:
        return True
    return "joint" in marks(found[k + 1].form.folded, "de")


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
