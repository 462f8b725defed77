"""One word in, the number and the unit of time that it is put together of out: семирічний, trzyletni, sechsmonatig.

What English writes as two words (seven-year, six-month) other languages of the judge write as one.
"""

from __future__ import annotations

from functools import lru_cache

from verifier.judge.folding import fold
from verifier.judge.number_spelled import words_of

_HOUR, _DAY, _WEEK, _MONTH, _YEAR = 3_600.0, 86_400.0, 604_800.0, 2_629_800.0, 31_557_600.0
#: Beginnings of the second part in each language, with the length of its unit.
_ENDS: dict[str, dict[str, float]] = {
    "ru": {"летн": _YEAR, "месячн": _MONTH, "недельн": _WEEK, "дневн": _DAY, "часов": _HOUR},
    "uk": {"річн": _YEAR, "місячн": _MONTH, "тижнев": _WEEK, "денн": _DAY, "годинн": _HOUR},
    "be": {"гадов": _YEAR, "месячн": _MONTH, "тыднёв": _WEEK, "дзённ": _DAY, "гадзінн": _HOUR},
    "pl": {"letni": _YEAR, "latk": _YEAR, "miesięczn": _MONTH, "tygodniow": _WEEK, "dniow": _DAY, "godzinn": _HOUR},
    "de": {"jährig": _YEAR, "monatig": _MONTH, "wöchig": _WEEK, "tägig": _DAY, "stündig": _HOUR},
    "cs": {"let": _YEAR, "měsíčn": _MONTH, "týdenn": _WEEK, "denn": _DAY, "hodinov": _HOUR},
}
#: First parts that are no number word of their own.
_FIRST: dict[str, dict[str, float]] = {
    "ru": {"двух": 2, "трех": 3, "четырех": 4},
    "uk": {"дво": 2, "двох": 2, "три": 3, "трьох": 3, "чотири": 4, "чотирьох": 4},
    "be": {"двух": 2, "трох": 3, "чатырох": 4},
    "pl": {"dwu": 2, "trzy": 3, "cztero": 4, "pięcio": 5, "sześcio": 6, "siedmio": 7, "ośmio": 8,
           "dziewięcio": 9, "dziesięcio": 10, "jedenasto": 11, "dwunasto": 12, "piętnasto": 15, "dwudziesto": 20},
    "de": {}, "cs": {"dvou": 2, "tří": 3, "čtyř": 4},
}  # fmt: skip
_LONGEST_ENDING = 4


@lru_cache(maxsize=16)
def _tables(code: str) -> tuple[dict[str, float], dict[str, float]]:
    ends = {fold(word): length for word, length in _ENDS.get(code, {}).items()}
    return {fold(word): float(value) for word, value in _FIRST.get(code, {}).items()}, ends


@lru_cache(maxsize=32_768)
def span_in_a_word(folded: str, code: str) -> tuple[float, float] | None:
    """How many, and how many seconds one of them lasts; None for any other word."""
    first, ends = _tables(code)
    for end, length in ends.items():
        at = folded.rfind(end)
        if at < 2 or len(folded) - at - len(end) > _LONGEST_ENDING:
            continue
        known = words_of(code).get(folded[:at])
        value = first.get(folded[:at]) or (known[1] if known is not None and known[0] in ("unit", "ten") else None)
        if value is not None and value >= 2:
            return value, length
    return None
