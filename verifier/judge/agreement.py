"""Two numbers in, whether the one in the source bears out the one in the claim out.

Hedges, rounding and converted units are allowed for; what a newsroom takes for the same figure agrees.
"""

from __future__ import annotations

import math

from verifier.judge.number_roles import LABEL, ORDINAL, TIME
from verifier.judge.number_units import DEGREES, MEASURES, PERCENT, money, same_money
from verifier.judge.numbers import Number

_NAMED = {"%": "%", "pp": "percentage points"}
_MEASURE_NAMES = {
    ("m", 0.001): "mm", ("m", 0.01): "cm", ("m", 1000.0): "km", ("m", 1609.34): "miles", ("m", 0.3048): "feet",
    ("m", 0.0254): "inches", ("m", 0.9144): "yards", ("kg", 0.001): "g", ("kg", 1000.0): "tonnes", ("kg", 0.4536): "lb",
    ("kg", 100.0): "quintals", ("m2", 1e4): "hectares", ("m2", 1e6): "km²", ("m2", 4046.9): "acres",
    ("l", 158.987): "barrels", ("l", 100.0): "hl", ("W", 1e3): "kW", ("W", 1e6): "MW", ("W", 1e9): "GW",
    ("s", 60.0): "minutes", ("s", 3_600.0): "hours", ("s", 86_400.0): "days", ("s", 604_800.0): "weeks",
    ("s", 2_629_800.0): "months", ("s", 31_557_600.0): "years", ("Wh", 1e3): "kWh", ("Wh", 1e6): "MWh",
    ("Wh", 1e9): "GWh", ("Wh", 1e12): "TWh",
}  # fmt: skip
_TOLERANCE_HEDGED = 0.06
_TOLERANCE_UNITS = 0.06
_LEAST_REACH = 1.5
#: "A third", "two in five" stand for shares up to so many percentage points off.
_POINTS_OF_A_SHARE = 3
#: A label or an ordinal this high backs a count: they are told apart by the words around them, not always rightly.
_LONG_COUNT = 13
_CROWDS = {24: "dozens", 200: "hundreds", 2_000: "thousands", 20_000: "tens of thousands",
           200_000: "hundreds of thousands", 2_000_000: "millions"}  # fmt: skip


def same_unit(one: Number, other: Number) -> bool:
    """Can the two be compared: same unit, or one says none and is no share or measure?"""
    if one.unit == other.unit:
        return True
    if (one.unit in DEGREES and other.unit in DEGREES) or same_money(one.unit, other.unit):
        return True
    loose, either = {"", "s"}, {one.unit, other.unit}
    if either <= loose:
        return True
    return "" in either and bool(either & (money() | DEGREES))


def same_role(claim: Number, source: Number) -> bool:
    """May the two be compared: two counts, or two labels? A high ordinal may be backed by a count (25th, 25 years)."""
    if claim.kind == source.kind:
        return True
    if claim.kind == ORDINAL and claim.values[0] < _LONG_COUNT and source.kind != LABEL:
        return False
    return TIME not in (claim.kind, source.kind) and source.values[0] >= _LONG_COUNT


def agrees(claim: Number, source: Number) -> bool:
    """Does the source's quantity bear out the claim's, hedges and rounding allowed?"""
    if not same_unit(claim, source) or not same_role(claim, source):
        return False
    if source.hedge == "vague" and claim.hedge != "vague":
        return False
    if {claim.unit, source.unit} == DEGREES:
        return _same_warmth(claim, source)
    converted = claim.unit == source.unit and claim.scale != source.scale and claim.unit in MEASURES
    tolerance = _TOLERANCE_UNITS if converted else (_TOLERANCE_HEDGED if claim.hedge else 0.0)
    if source.hedge == "about" and not tolerance:
        tolerance = 0.01
    in_words = claim.unit == source.unit == PERCENT and claim.spelled and claim.hedge
    if in_words and abs(claim.values[0] - source.values[0]) <= _POINTS_OF_A_SHARE:
        return True
    for one in claim.values:
        for other in source.values:
            a, b = (one * claim.scale, other * source.scale) if converted else (one, other)
            if claim.upper is not None and source.upper is not None and "vague" not in (claim.hedge, source.hedge):
                if math.isclose(a, b, rel_tol=max(tolerance, 1e-9)) and _same_end(claim, source, tolerance):
                    return True
                continue
            if _near(a, b, tolerance, claim) or _in_range(a, b, claim, source, tolerance):
                return True
    return False


def _same_warmth(claim: Number, source: Number) -> bool:
    """Celsius against Fahrenheit; a minus before either is not read, so both signs are tried."""
    a, b = claim.values[0], source.values[0]
    celsius, fahrenheit = (a, b) if claim.unit == "°C" else (b, a)
    return any(abs((sign * fahrenheit - 32) / 1.8 - kind * celsius) <= 1.5 for sign in (1, -1) for kind in (1, -1))


def _same_end(claim: Number, source: Number, tolerance: float) -> bool:
    """Do two ranges end at the same value?"""
    if claim.upper is None or source.upper is None:
        return False
    scale = claim.scale / source.scale if claim.unit in MEASURES else 1.0
    return math.isclose(claim.upper * scale, source.upper, rel_tol=max(tolerance, 1e-9))


def _near(a: float, b: float, tolerance: float, claim: Number) -> bool:
    if math.isclose(a, b, rel_tol=max(tolerance, 1e-9)):
        return True
    if claim.hedge == "least" and a <= b <= a * _LEAST_REACH:
        return True
    if claim.hedge == "most" and a / _LEAST_REACH <= b <= a:
        return True
    return _rounded(b, a)


def _in_range(a: float, b: float, claim: Number, source: Number, tolerance: float) -> bool:
    if source.upper is not None and claim.upper is None:
        return b * (1 - tolerance) <= a <= source.upper * (1 + tolerance)
    if claim.upper is not None and source.upper is None:
        return a <= b <= claim.upper
    return False


def _rounded(exact: float, claimed: float) -> bool:
    """Is `claimed` what `exact` becomes with fewer digits (2.38 to 2.4)? At least two digits must stand."""
    if claimed <= 0 or exact <= 0 or claimed == exact:
        return claimed == exact
    digits = f"{claimed:.12g}".replace(".", "").lstrip("0").rstrip("0")
    if len(digits) < 2 or "e" in digits:
        return False
    magnitude = math.floor(math.log10(exact))
    return math.isclose(round(exact, len(digits) - 1 - magnitude), claimed, rel_tol=1e-9) and exact >= 10


def shown(number: Number, *, unit: bool = False) -> str:
    """The value as people write it: `19`, `1.5 billion`, `14 to 15`, `33 %`; with its `unit` where that matters."""
    if number.hedge == "vague" and number.values[0] in _CROWDS:
        return _CROWDS[int(number.values[0])]
    value = _plain(number.values[0])
    if number.upper is not None:
        value += " to " + _plain(number.upper)
    if number.unit in _NAMED or (unit and number.unit):
        return f"{value} {_unit_name(number)}"
    return value + _ordinal_ending(number)


def _unit_name(number: Number) -> str:
    """`%`, `percentage points`, `EUR`; measures by the unit they are written in: `km`, `ft`, `kg`."""
    if number.unit in MEASURES:
        return _MEASURE_NAMES.get((number.unit, number.scale), number.unit)
    return _NAMED.get(number.unit, number.unit)


def _ordinal_ending(number: Number) -> str:
    if number.kind != ORDINAL:
        return ""
    value = int(number.values[0])
    return "th" if value % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(value % 10, "th")


def _plain(value: float) -> str:
    for factor, name in ((1e12, "trillion"), (1e9, "billion"), (1e6, "million")):
        if value >= factor:
            return f"{value / factor:.6g} {name}"
    return f"{value:,.6g}" if value == int(value) and value < 1e6 else f"{value:.6g}"
