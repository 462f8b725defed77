"""The words of a sentence in, the numbers it states out: values, units, ranges, hedges.

Digits and number words give the same value (nineteen is 19, 1.5 billion is 1,500 million);
a spelling that can be read two ways (1.500) keeps both readings. Units of one kind are brought
to one base, so that miles can be held against kilometres.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from importlib import resources

from verifier.judge.folding import fold
from verifier.judge.languages import language
from verifier.judge.number_roles import COUNT, ORDINAL, role
from verifier.judge.number_shares import crowd_at, openers, share_at
from verifier.judge.words import Word
from verifier.model import Span

_SIGNS = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₽": "RUB"}
_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "eme", "e", "o", "a", "go", "i", "ia", "oi", "ogo", "ii"})
_CONNECTORS = frozenset({"and", "und", "y", "et", "e", "i"})
_RANGE = re.compile(r"\s?[-–—]\s?|\s(?:to|do|bis|до|да|à|a|and|i|et|y|und|e)\s")
_MAGNITUDE_LETTERS = {"m": 1e6, "b": 1e9, "k": 1e3, "bn": 1e9, "tn": 1e12}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_MAX_DIGITS = 18


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One stated quantity. `values` are alternative readings; `unit` is "" for a plain count.

    `hedge` is "about", "least", "vague" (dozens, hundreds) or ""; `upper` closes a range; `kind` is a role of
    `number_roles`; `spelled` says that it stands there in letters.
    `scale` is the factor of the spelled unit (1000 for km), 1 for currencies and percent.
    """

    span: Span
    values: tuple[float, ...]
    unit: str = ""
    hedge: str = ""
    upper: float | None = None
    kind: str = "count"
    scale: float = 1.0
    first_word: int = 0
    last_word: int = 0
    spelled: bool = False


@cache
def _words_of(code: str) -> dict[str, tuple[str, float]]:
    text = resources.files("verifier.judge").joinpath("number_words.csv").read_text(encoding="utf-8")
    table: dict[str, tuple[str, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        if row["language"] == code:
            for spelling in row["forms"].split():
                table.setdefault(fold(spelling), (row["kind"], float(row["value"])))
    return table


@cache
def _units() -> dict[str, tuple[str, float]]:
    text = resources.files("verifier.judge").joinpath("units.csv").read_text(encoding="utf-8")
    table: dict[str, tuple[str, float]] = {}
    for row in csv.DictReader(text.splitlines()):
        for spelling in row["forms"].split():
            table.setdefault(fold(spelling), (row["unit"], float(row["factor"])))
    return table


def readings(digits: str, decimal: str) -> tuple[float, ...]:
    """What a run of digits with points and commas may mean, likeliest first."""
    digits = digits.rstrip(".,")
    if len(digits) > _MAX_DIGITS or not _DIGITS.fullmatch(digits):
        return ()
    separators = [c for c in digits if c in ".,"]
    if not separators:
        return (float(digits),)
    last = separators[-1]
    head, tail = digits.rsplit(last, 1)
    grouped = digits.replace(",", "").replace(".", "")
    if len(set(separators)) == 2:
        return (float(head.replace(",", "").replace(".", "") + "." + tail),)
    if len(separators) > 1:
        return (float(grouped),) if all(len(p) == 3 for p in re.split(r"[.,]", digits)[1:]) else ()
    as_decimal = float(head + "." + tail)
    if len(tail) != 3 or len(head) > 3 or head.startswith("0"):
        return (as_decimal,)
    return (as_decimal, float(grouped)) if last == decimal else (float(grouped), as_decimal)


def find_numbers(text: str, found: Sequence[Word], code: str, taken: Sequence[Span] = ()) -> list[Number]:
    """The numbers among the words of one sentence; words inside `taken` (dates) are passed over."""
    numbers: list[Number] = []
    i = 0
    while i < len(found):
        start = found[i].start
        if any(a <= start < b for a, b in taken) or _in_a_name(text, found[i]):
            i += 1
            continue
        if text[found[i].start].isdecimal():
            number = _digits(text, found, i, code)
        elif _may_start(found[i].form.folded, code):
            number = _loose(found, i, code) or _spelled(text, found, i, code)
        else:
            number = None
        if number is None:
            i += 1
            continue
        if not number.unit and number.hedge != "vague":
            number = _with_unit(text, found, number, code)
        number = replace(number, hedge=number.hedge or _hedge(found, number.first_word, code))
        i = number.last_word + 1
        numbers.append(number)
    return _join_ranges(text, numbers)


@lru_cache(maxsize=32_768)
def _may_start(word: str, code: str) -> bool:
    """Could a number in words begin here? Nearly every word answers no, and that is remembered."""
    return word in openers(code) or _part(word, code) is not None


def _in_a_name(text: str, word: Word) -> bool:
    """Digits behind a letter belong to a name: G7, TRIM5, A320."""
    return text[word.start].isdecimal() and word.start > 0 and text[word.start - 1].isalpha()


def _digits(text: str, found: Sequence[Word], i: int, code: str) -> Number | None:
    values = readings(text[found[i].start : found[i].end], language(code).decimal)
    last = i
    if len(text[found[i].start : found[i].end]) <= 3:
        joined = text[found[i].start : found[i].end]
        while last + 1 < len(found) and _is_group(text, found[last], found[last + 1]):
            last += 1
            joined += text[found[last].start : found[last].end]
        if last > i:
            values = readings(joined, ".")
    if not values:
        return None
    kind = role(text, found, i, last, code)
    after = found[last + 1] if last + 1 < len(found) else None
    if after is not None and after.start - found[last].end <= 1 and after.form.folded in _ORDINAL_ENDINGS:
        attached = after.start == found[last].end or text[found[last].end] == "-"
        if attached and kind == COUNT:
            kind, last = ORDINAL, last + 1
    return Number(span=(found[i].start, found[last].end), values=values, kind=kind, first_word=i, last_word=last)


def _loose(found: Sequence[Word], i: int, code: str) -> Number | None:
    """Half of, two thirds, dozens of, tens of thousands of."""
    part = _words_of(code).get(found[i].form.folded)
    share = share_at(found, i, part[1] if part and part[0] == "unit" else None, code)
    said = share or crowd_at(found, i, code)
    if said is None:
        return None
    return Number(
        span=(found[said.first].start, found[said.last].end), values=(said.value,), upper=said.upper,
        unit="%" if share else "", hedge="about" if share else "vague",
        first_word=said.first, last_word=said.last, spelled=True,
    )  # fmt: skip


def _is_group(text: str, word: Word, after: Word) -> bool:
    """A group of three digits after a thin or plain space: 1 500."""
    return (
        after.end - after.start == 3
        and text[after.start : after.end].isdecimal()
        and after.start - word.end == 1
        and text[word.end] in " \u00a0\u202f\u2009'’"
    )


def _spelled(text: str, found: Sequence[Word], i: int, code: str) -> Number | None:
    """A number in words: units, tens, hundreds and scales added up as they are spoken."""
    total, current, last, kind = 0.0, 0.0, -1, COUNT
    k = i
    while k < len(found):
        word = found[k].form.folded
        if k > i and text[found[k - 1].end : found[k].start].strip(" -\u00a0"):
            break
        part = _part(word, code)
        if part is None:
            if last >= i and word in _CONNECTORS and k + 1 < len(found) and _fits(found[k + 1], current, code):
                k += 1
                continue
            break
        what, value = part
        if what == "scale":
            if last < 0 and not (i and found[i - 1].form.folded in {"a", "one"}):
                return None
            total, current = _scaled(total, current, value)
        elif code == "fr" and current % 100 == 4 and value == 20:
            current += 76
        elif current and not _below(value, current, code):
            break
        else:
            current += value
        last, k = k, k + 1
        if what == ORDINAL:
            kind = ORDINAL
            break
    if last < 0:
        return None
    value = total + current
    if value <= 1:
        return None
    return Number(
        span=(found[i].start, found[last].end), values=(value,), kind=kind, first_word=i, last_word=last, spelled=True
    )


def _scaled(total: float, current: float, scale: float) -> tuple[float, float]:
    if scale < 1000:
        return total, max(1.0, current) * scale
    return total + max(1.0, current) * scale, 0.0


def _fits(word: Word, current: float, code: str) -> bool:
    part = _part(word.form.folded, code)
    return part is not None and part[0] != "scale" and _below(part[1], current, code)


def _below(value: float, current: float, code: str) -> bool:
    """May `value` be added: does it stand under the last non-zero digit of `current`?"""
    if code == "fr" and current % 100 in (60, 80) and value < 20:
        return True
    if current <= 0:
        return True
    unit = 1.0
    while current % (unit * 10) == 0:
        unit *= 10
    return value < unit


def _part(word: str, code: str) -> tuple[str, float] | None:
    table = _words_of(code)
    if word in table:
        return table[word]
    if code == "de":
        return _german(word, table)
    return None


@cache
def _german_pieces() -> list[str]:
    return sorted(_words_of("de"), key=len, reverse=True)


def _german(word: str, table: dict[str, tuple[str, float]]) -> tuple[str, float] | None:
    """German writes numbers in one word: fünfundzwanzig, dreihundertzwölf."""
    if len(word) > 48 or not ("und" in word or "hundert" in word or "tausend" in word):
        return None
    total = current = 0.0
    rest = word
    while rest:
        if rest.startswith("und") and rest != word:
            rest = rest[3:]
            continue
        if rest.startswith("ein") and rest != "ein":
            current, rest = current + 1, rest[3:]
            continue
        piece = next((p for p in _german_pieces() if rest.startswith(p)), None)
        if piece is None or table[piece][0] == ORDINAL:
            return None
        kind, value = table[piece]
        if kind == "scale":
            total, current = _scaled(total, current, value)
        else:
            current += value
        rest = rest[len(piece) :]
    return ("unit", total + current) if total + current > 1 else None


def _with_unit(text: str, found: Sequence[Word], number: Number, code: str) -> Number:
    """Scale words, percent signs, currencies and measures around a number."""
    values, last, unit, scale = number.values, number.last_word, "", 1.0
    before = text[max(0, number.span[0] - 1) : number.span[0]]
    if before in _SIGNS:
        unit = _SIGNS[before]
    while number.kind == COUNT and last + 1 < len(found):
        word = found[last + 1]
        if word.start - found[last].end > 2:
            break
        name = word.form.folded
        part = _words_of(code).get(name)
        letter = _MAGNITUDE_LETTERS.get(name) if unit or word.start == found[last].end else None
        factor = part[1] if part and part[0] == "scale" else letter
        if factor is None or (name == "m" and not unit):
            break
        values, last = tuple(v * factor for v in values), last + 1
    end = found[last].end
    rest = text[end : end + 2].lstrip("\u00a0\u202f ")
    if rest[:1] in ("%", "٪"):
        return replace(
            number, values=values, unit="%", span=(number.span[0], text.index(rest[0], end) + 1), last_word=last
        )
    if rest[:1] in _SIGNS:
        return replace(number, values=values, unit=_SIGNS[rest[0]], span=(number.span[0], end), last_word=last)
    if not unit and last + 1 < len(found) and number.kind == COUNT:
        unit, scale = _measure(found, last + 1)
    return replace(number, values=values, unit=unit, scale=scale, span=(number.span[0], end), last_word=last)


def _measure(found: Sequence[Word], at: int) -> tuple[str, float]:
    """The unit named by the next word, or by the one after it (U.S. dollars, per cent)."""
    for word in found[at : at + 3]:
        name = word.form.folded
        if name in {"cent", "ciento", "cento", "sto"} and word is not found[at]:
            return "%", 1.0
        if name == "m" and word is found[at]:
            return "m", 1.0
        if name in _units():
            return _units()[name]
        if name not in {"us", "u", "s", "per", "pour", "por", "square", "american", "canadian"} and len(name) > 3:
            break
    return "", 1.0


def _hedge(found: Sequence[Word], first: int, code: str) -> str:
    """`about` or `least` when such words stand up to three words before the number."""
    known = language(code)
    before = tuple(w.form.folded for w in found[max(0, first - 4) : first])
    for name, phrases in (("least", known.at_least), ("about", known.approximate)):
        for phrase in phrases:
            size = len(phrase)
            if any(
                before[i : i + size] == phrase for i in range(max(0, len(before) - size - 1), len(before) - size + 1)
            ):
                return name
    return ""


def _join_ranges(text: str, numbers: list[Number]) -> list[Number]:
    """14–15 billion, between 100 and 150: two numbers that are one range."""
    joined: list[Number] = []
    for number in numbers:
        if joined and _RANGE.fullmatch(text[joined[-1].span[1] : number.span[0]].replace("$", "").replace("€", "")):
            low = joined[-1]
            gap = text[low.span[1] : number.span[0]]
            spoken = gap.strip() in {"and", "i", "et", "y", "und", "e"}
            opened = text[max(0, low.span[0] - 9) : low.span[0]].casefold().rstrip(" $€")
            between = opened.endswith(("between", "między", "entre", "zwischen", "tra", "fra"))
            values, factor = low.values, _shared_factor(low, number)
            if low.upper is None and (not spoken or between) and values[0] * factor < number.values[0]:
                joined[-1] = replace(
                    low, values=tuple(v * factor for v in values), upper=number.values[0], unit=number.unit or low.unit,
                    scale=number.scale, span=(low.span[0], number.span[1]), last_word=number.last_word,
                )  # fmt: skip
                continue
        joined.append(number)
    return joined


def _shared_factor(low: Number, high: Number) -> float:
    """In `14–15 billion` the scale belongs to both ends."""
    if high.values[0] < 1000 * max(low.values[0], 1e-9):
        return 1.0
    for factor in (1e12, 1e9, 1e6, 1e3):
        if high.values[0] >= factor and low.values[0] * factor <= high.values[0]:
            return factor
    return 1.0
