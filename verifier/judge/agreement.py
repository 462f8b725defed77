"""Two numbers in, whether the one in the source bears out the one in the claim out.

Hedges, rounding and converted units are allowed for; what a newsroom takes for the same figure agrees.
"""

from __future__ import annotations

import math

from verifier.judge.number_roles import ORDINAL, TIME
from verifier.judge.numbers import Number

_MEASURES = frozenset({"m", "kg", "m2", "l", "s", "W"})
_TOLERANCE_HEDGED = 0.06
_TOLERANCE_UNITS = 0.06
_LEAST_REACH = 1.5
#: A label or an ordinal this high backs a count: they are told apart by the words around them, not always rightly.
_LONG_COUNT = 13
_CROWDS = {24: "dozens", 200: "hundreds", 2_000: "thousands", 20_000: "tens of thousands",
           200_000: "hundreds of thousands", 2_000_000: "millions"}  # fmt: skip


def same_unit(one: Number, other: Number) -> bool:
    """Can the two be compared: same unit, or one says none and is no share or measure?"""
    if one.unit == other.unit:
        return True
    loose = {"", "s"}
    money = {"USD", "EUR", "GBP", "PLN", "RUB", "UAH", "CNY", "JPY", "SEK", ""}
    return (one.unit in loose and other.unit in loose) or (
        one.unit in money and other.unit in money and "" in (one.unit, other.unit)
    )


def same_role(claim: Number, source: Number) -> bool:
    """May the two be compared: two counts, or two labels? An ordinal may be backed by a count (25th, 25 years)."""
    if claim.kind == source.kind or (claim.kind == ORDINAL and source.kind != TIME):
        return True
    return TIME not in (claim.kind, source.kind) and source.values[0] >= _LONG_COUNT


def agrees(claim: Number, source: Number) -> bool:
    """Does the source's quantity bear out the claim's, hedges and rounding allowed?"""
    if not same_unit(claim, source) or not same_role(claim, source):
        return False
    if source.hedge == "vague" and claim.hedge != "vague":
        return False
    converted = (
        claim.unit == source.unit and claim.scale != source.scale and claim.unit in {"m", "kg", "m2", "l", "s", "W"}
    )
    tolerance = _TOLERANCE_UNITS if converted else (_TOLERANCE_HEDGED if claim.hedge else 0.0)
    if source.hedge == "about" and not tolerance:
        tolerance = 0.01
    for one in claim.values:
        for other in source.values:
            a, b = (one * claim.scale, other * source.scale) if converted else (one, other)
            if _near(a, b, tolerance, claim) or _in_range(a, b, claim, source, tolerance):
                return True
    return False


def _near(a: float, b: float, tolerance: float, claim: Number) -> bool:
    if math.isclose(a, b, rel_tol=max(tolerance, 1e-9)):
        return True
    if claim.hedge == "least" and a <= b <= a * _LEAST_REACH:
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


def shown(number: Number) -> str:
    """The value as people write it: `19`, `1.5 billion`, `14 to 15`, `33 %`."""
    if number.hedge == "vague" and number.values[0] in _CROWDS:
        return _CROWDS[int(number.values[0])]
    value = _plain(number.values[0])
    if number.upper is not None:
        value += " to " + _plain(number.upper)
    return value + (" %" if number.unit == "%" else _ordinal_ending(number))


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
