"""Words in, the share (half, two thirds) or the crowd (dozens, tens of thousands) they speak of out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold
from verifier.judge.number_roles import ORDINAL
from verifier.judge.number_spelled import SCALE, part
from verifier.judge.words import Word

#: A crowd of dozens is 24 to 240, one of hundreds 200 to 2,000, and so on up.
_REACH = 10.0
#: Out of so many: "one in 19" is rare, "one in a hundred" common.
_WHOLES = frozenset({2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0, 20.0, 50.0, 100.0})
_ONE = frozenset(
    fold(w)
    for w in ("a", "one", "jedna", "jedną", "jednej", "одна", "одну", "ein", "eine", "einem", "un", "une", "una", "uno")
)


_OF = frozenset({"of", "de", "di", "d"})
#: Beginnings of "year", folded: a half of one is six months and no share of anything else.
_YEARS = ("year", "jahr", "roku", "goda", "god", "rok", "hod", "annee", "ano", "anno")
#: Beginnings of "part", folded: десята частина, dziesiąta część.
_PARTS = ("chast", "czes", "cast", "teil", "part")


@dataclass(frozen=True, slots=True)
class Loose:
    """A share in percent, or the bounds of a crowd, said in words `first` to `last`."""

    first: int
    last: int
    value: float
    upper: float | None = None


@cache
def _table(code: str) -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {
        "share": {}, "part": {}, "of": {}, "crowd": {}, "every": {}, "ratio": {},
    }  # fmt: skip
    for row in table_rows("number_shares.csv"):
        if row["language"] == code:
            for spelling in row["forms"].split():
                table[row["kind"]][fold(spelling)] = float(row["value"])
    return table


@cache
def openers(code: str) -> frozenset[str]:
    """The folded words that a share or a crowd may start with, numerators apart."""
    table = _table(code)
    return frozenset({*table["share"], *table["crowd"], *table["every"], *table["part"], "tens"} | _ONE)


def share_at(found: Sequence[Word], i: int, numerator: float | None, code: str) -> Loose | None:
    """The share that starts at word `i`; `numerator` is what word `i` counts, if it counts anything."""
    table = _table(code)
    word = found[i].form.folded
    if any(w.form.folded.startswith(_YEARS) for w in found[i + 1 : i + 4]):
        return None  # the first half of the year, a quarter of a year
    if word in table["part"] and i + 1 < len(found) and found[i + 1].form.folded.startswith(_PARTS):
        return Loose(i, i + 1, table["part"][word])
    if word in table["share"]:
        return Loose(i, i, table["share"][word]) if _has_of(found, i, table) else None
    one = word in _ONE
    if i + 1 == len(found) or (numerator is None and not one):
        return None
    value = table["part"].get(found[i + 1].form.folded)
    times = 1.0 if one else numerator or 1.0
    if value is None or times * value >= 100 or (times == 1.0 and not _has_of(found, i + 1, table)):
        return None
    return Loose(i, i + 1, times * value)


def scale_behind(found: Sequence[Word], share: Loose, code: str) -> tuple[int, float] | None:
    """The scale that a share is taken of, and its word: a quarter of a million, чверть мільйона."""
    k = share.last + 1
    while k < len(found) and k <= share.last + 2 and (found[k].form.folded in _ONE or found[k].form.folded in _OF):
        k += 1
    known = part(found[k].form.folded, code) if k < len(found) else None
    singular = code != "en" or (k and found[k - 1].form.folded in _ONE)
    return (k, known[1]) if known is not None and known[0] == SCALE and known[1] >= 1e6 and singular else None


def ratio_at(found: Sequence[Word], i: int, code: str) -> Loose | None:
    """One in five, seven of ten, every fifth, co piąty, jeder Fünfte: a share in percent."""
    table = _table(code)
    if found[i].form.folded in table["every"]:
        known = part(found[i + 1].form.folded, code) if i + 1 < len(found) else None
        return Loose(i, i + 1, 100 / known[1]) if known is not None and known[0] == ORDINAL else None
    if not table["ratio"] or i + 2 >= len(found):
        return None
    link = i + 2 if code == "es" and found[i + 1].form.folded == "de" else i + 1
    if found[link].form.folded not in table["ratio"] or link + 1 >= len(found):
        return None
    some, whole = _small(found[i], code), _small(found[link + 1], code)
    if some is None or whole not in _WHOLES or some >= (whole or 0):
        return None
    return Loose(i, link + 1, 100 * some / whole) if whole else None


def _small(word: Word, code: str) -> float | None:
    folded = word.form.folded
    if folded in _ONE or folded == "jeden":
        return 1.0
    if folded.isdecimal() and len(folded) <= 2:
        return float(folded)
    known = part(folded, code)
    return known[1] if known is not None and known[0] in ("unit", "ten") else None


def _has_of(found: Sequence[Word], i: int, table: dict[str, dict[str, float]]) -> bool:
    """English and Romance shares are shares of something; elsewhere the case says so."""
    return not table["of"] or (i + 1 < len(found) and found[i + 1].form.folded in table["of"])


def crowd_at(found: Sequence[Word], i: int, code: str) -> Loose | None:
    """The crowd at word `i`: dozens of, hundreds of, tens or hundreds of thousands of."""
    table = _table(code)
    low = table["crowd"].get(found[i].form.folded)
    tens = code == "en" and found[i].form.folded == "tens"
    if low is None and not tens:
        return None
    after = i + 2 if i + 1 < len(found) and found[i + 1].form.folded in {"of", "de", "di"} else i + 1
    more = table["crowd"].get(found[after].form.folded) if after < len(found) else None
    if more is not None and more >= 2000:
        factor = 10.0 if tens or low == 24 else 100.0
        return Loose(i, after, factor * more, factor * more * _REACH)
    return None if low is None else Loose(i, i, low, low * _REACH)
