"""The words after a number in, its unit and the factor that brings it to the base of its kind out.

Units of one kind are brought to one base, so that miles can be held against kilometres. The table is `units.csv`;
a form that ends in `*` is the beginning of a word. Percentage points (`pp`) are no percent.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold
from verifier.judge.lexicon import proper_names
from verifier.judge.words import Word

SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₽": "RUB", "₸": "KZT", "₹": "INR"}
#: Units of measure: a value in one can be worked out in another.
MEASURES = frozenset({"m", "kg", "m2", "l", "s", "W", "Wh"})
DEGREES = frozenset({"°C", "°F"})
PERCENT, POINTS, CENTS, TIME_UNIT = "%", "pp", "¢", "s"
#: How much longer than its beginning a unit may be.
_LONGEST_ENDING = 5
_POINTS = ("point", "punkt", "pp", "пункт", "punto", "punti", "bod")
_POINT_STEMS = tuple(fold(word) for word in _POINTS)
#: "Points de pourcentage", "punkt procentowy": the other order.
_SHARED = ("procent", "pourcent", "percentual", "porcent", "protsent", "vidsotk", "adsotk", "pratsent")
_SQUARE = frozenset(
    fold(w)
    for w in ("square", "sq", "kwadratowych", "kwadratowe", "квадратных", "квадратні", "квадратних", "квадратныя")
)
#: Behind "mile" in languages that put it there: a mile at sea.
_AT_SEA = ("nautiq", "nautic", "morsk", "mors'k", "namorn")
_SEA_MILE = 1852.0
#: What makes watts of power an amount of energy where it is written apart: кВт·г, kW h.
_HOURS = frozenset({"h", "g", "ch", "hod", "god"})
_LITTLE = frozenset({"us", "u", "s", "per", "pour", "por", "de", "di", "d", "of", "american", "canadian", "australian"})
_PERCENT_PARTS = frozenset({"cent", "ciento", "cento", "sto"})


@cache
def _table() -> tuple[dict[str, tuple[str, float]], dict[str, tuple[str, float]]]:
    """Whole words and beginnings, folded, each with its unit and factor."""
    whole: dict[str, tuple[str, float]] = {}
    begins: dict[str, tuple[str, float]] = {}
    for row in table_rows("units.csv"):
        for spelling in row["forms"].split():
            table = begins if spelling.endswith("*") else whole
            table.setdefault(fold(spelling.rstrip("*")), (row["unit"], float(row["factor"])))
    return whole, begins


@cache
def money() -> frozenset[str]:
    """All units that are currencies."""
    whole, begins = _table()
    return frozenset(u for u, _ in (*whole.values(), *begins.values()) if len(u) == 3 and u.isupper())


#: One name in several languages for the money of four countries: крона, crown, couronne.
_CROWNS = frozenset({"CZK", "DKK", "NOK", "SEK"})


def same_money(one: str, other: str) -> bool:
    """May two currencies be one that the texts do not tell apart?"""
    return one in _CROWNS and other in _CROWNS


@lru_cache(maxsize=32_768)
def unit_of(folded: str) -> tuple[str, float] | None:
    """The unit one folded word stands for: `km`, `miljonów`, `d'euros`."""
    whole, begins = _table()
    if folded in whole:
        return whole[folded]
    for size in range(len(folded), max(2, len(folded) - _LONGEST_ENDING) - 1, -1):
        if folded[:size] in begins:
            return begins[folded[:size]]
    if folded[:1] == "d" and folded[1:] in ("euro", "euros", "hectares", "heures", "ans", "ettari"):
        return whole.get(folded[1:])
    return None


def measure(found: Sequence[Word], at: int) -> tuple[str, float, int]:
    """The unit named by the next word or the two after it (U.S. dollars, per cent), its factor and its last word."""
    for k in range(at, min(len(found), at + 3)):
        word = found[k].form
        name = word.folded
        if word.digits or (word.stop and name not in _LITTLE):
            break  # "14 and 9 percent" gives two numbers one unit; "900 in the year before" has none
        if name in _PERCENT_PARTS and k > at:
            return (POINTS if _points_follow(found, k) else PERCENT), 1.0, k
        if name == "m" and k == at:
            return "m", 1.0, k
        if name.startswith(_POINT_STEMS) and any(w.form.folded.startswith(_SHARED) for w in found[k + 1 : k + 3]):
            return POINTS, 1.0, k
        unit = unit_of(name)
        if unit is not None:
            return _settled(found, k, *unit, area=k > at and found[k - 1].form.folded in _SQUARE)
        adjective = k == at and not word.stop and _is_money(found, k + 1)
        if name not in _LITTLE and name not in _SQUARE and not adjective and len(name) > 3:
            break
    return "", 1.0, at - 1


def _settled(found: Sequence[Word], k: int, unit: str, factor: float, *, area: bool) -> tuple[str, float, int]:
    if unit == PERCENT and (_points_follow(found, k) or found[k].form.folded.startswith("prozentpunkt")):
        return POINTS, 1.0, k
    after = found[k + 1].form.folded if k + 1 < len(found) else ""
    if unit == "°C" and after.startswith(("fahrenheit", "farengeit")):
        return "°F", 1.0, k + 1
    if unit == "m" and after.startswith(_AT_SEA):
        return unit, _SEA_MILE, k + 1
    if unit == "W" and after in _HOURS and found[k + 1].start - found[k].end <= 1:
        return "Wh", factor, k + 1
    if unit == "m" and (area or after.startswith(("quadrat", "carre", "cuadrad", "kvadrat", "ctver", "kwadrat"))):
        return "m2", factor * factor, k
    return unit, factor, k


def _points_follow(found: Sequence[Word], k: int) -> bool:
    return k + 1 < len(found) and found[k + 1].form.folded.startswith(_POINT_STEMS)


def _is_money(found: Sequence[Word], at: int) -> bool:
    """Is the word a currency, as after "Swiss", "norwegischen", "швейцарських"?"""
    if at >= len(found):
        return False
    unit = unit_of(found[at].form.folded)
    before = found[at - 1].form
    known = before.capital or bool(proper_names().intersection(before.concepts))
    return unit is not None and unit[0] in money() and known
