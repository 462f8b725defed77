"""The words of a sentence in, the numbers it states out: values, units, ranges, hedges.

Digits and number words give the same value (nineteen is 19, 1.5 billion is 1,500 million);
a spelling that can be read two ways (1.500) keeps both readings. Units of one kind are brought
to one base, so that miles can be held against kilometres.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from verifier.judge.languages import language
from verifier.judge.number_compounds import span_in_a_word
from verifier.judge.number_roles import COUNT, ORDINAL, role
from verifier.judge.number_shares import crowd_at, openers, ratio_at, scale_behind, share_at
from verifier.judge.number_spelled import SCALE, part, spelled, words_of
from verifier.judge.number_units import CENTS, PERCENT, POINTS, SIGNS, TIME_UNIT, measure
from verifier.judge.words import Word
from verifier.model import Span

_ORDINAL_ENDINGS = frozenset({"st", "nd", "rd", "th", "er", "eme", "e", "o", "a", "go", "i", "ia", "oi", "ogo", "ii"})
_RANGE = re.compile(r"\s?[-–—]\s?|\s(?:to|do|bis|до|да|à|a|and|i|et|y|und|e)\s")
_MAGNITUDE_LETTERS = {"m": 1e6, "b": 1e9, "k": 1e3, "bn": 1e9, "tn": 1e12}
_DIGITS = re.compile(r"\d+(?:[.,]\d+)*")
_MAX_DIGITS = 18
_DECADE = re.compile(r"(?:['’]?s|er[ns]?|-?(?:х|ті|тих|ых|их|е))\b")
#: Between two numbers of which only the second carries the unit of both: from 14 to 9 percent, 80 naar 70 km.
_SAME_UNIT = re.compile(
    r"\s?[-–—]\s?|\s(?:to|and|or|na|do|i|lub|до|на|и|или|і|й|та|або|bis|auf|und|oder|à|a|et|ou|y|o|e|naar|en|až|ai)\s"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """One stated quantity. `values` are alternative readings; `unit` is "" for a plain count.

    `hedge` is "about", "least", "most", "vague" (dozens, hundreds) or ""; `upper` closes a range; `kind` is a role of
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
    if last == decimal:
        return (as_decimal, float(grouped))
    # "8,000" is no eight: three noughts are never decimals, nor is an English comma.
    sure = tail == "000" or (last == "," and decimal == ".")
    return (float(grouped),) if sure else (float(grouped), as_decimal)


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
        if not number.hedge and (hedge := _hedge(found, number.first_word, code)):
            number = replace(number, hedge=hedge)
        i = number.last_word + 1
        numbers.append(number)
    return _share_units(text, _join_ranges(text, numbers))


@lru_cache(maxsize=32_768)
def _may_start(word: str, code: str) -> bool:
    """Could a number in words begin here? Nearly every word answers no, and that is remembered."""
    return word in openers(code) or part(word, code) is not None or span_in_a_word(word, code) is not None


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
    if not values or _is_decade(text, found[i]):
        return None
    kind = role(text, found, i, last, code)
    after = found[last + 1] if last + 1 < len(found) else None
    if after is not None and after.start - found[last].end <= 1 and after.form.folded in _ORDINAL_ENDINGS:
        attached = after.start == found[last].end or text[found[last].end] == "-"
        if attached and kind == COUNT:
            kind, last = ORDINAL, last + 1
    return Number(span=(found[i].start, found[last].end), values=values, kind=kind, first_word=i, last_word=last)


def _is_decade(text: str, word: Word) -> bool:
    """The 1960s, 1960-х, 1960er: ten years, and no count."""
    digits = text[word.start : word.end]
    return len(digits) == 4 and digits[3] == "0" and _DECADE.match(text, word.end) is not None


def _loose(found: Sequence[Word], i: int, code: str) -> Number | None:
    """Half of, two thirds, dozens of, tens of thousands of."""
    known = words_of(code).get(found[i].form.folded)
    share = share_at(found, i, known[1] if known and known[0] == "unit" else None, code)
    share = ratio_at(found, i, code) or share
    if share is not None:
        scale = scale_behind(found, share, code)
        if scale is not None:
            return Number(
                span=(found[i].start, found[scale[0]].end), values=(share.value / 100 * scale[1],),
                first_word=i, last_word=scale[0], spelled=True,
            )  # fmt: skip
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
    """A number in words; one alone counts only before a unit that makes it a statement: one percent."""
    lasts = span_in_a_word(found[i].form.folded, code)
    if lasts is not None:
        return Number(
            span=(found[i].start, found[i].end), values=(lasts[0],), unit=TIME_UNIT, scale=lasts[1],
            first_word=i, last_word=i, spelled=True,
        )  # fmt: skip
    said = spelled(text, found, i, code)
    if said is None:
        return None
    number = Number(
        span=(found[i].start, found[said.last].end), values=(said.value,), kind=said.kind,
        first_word=i, last_word=said.last, spelled=True,
    )  # fmt: skip
    return number if said.value > 1 or _with_unit(text, found, number, code).unit in (PERCENT, POINTS) else None


def _with_unit(text: str, found: Sequence[Word], number: Number, code: str) -> Number:
    """Scale words, percent signs, currencies and measures around a number."""
    values, last, unit, scale = number.values, number.last_word, "", 1.0
    before = text[max(0, number.span[0] - 1) : number.span[0]]
    if before in SIGNS:
        unit = SIGNS[before]
    while number.kind == COUNT and last + 1 < len(found):
        word = found[last + 1]
        if word.start - found[last].end > 2:
            break
        name = word.form.folded
        known = words_of(code).get(name)
        letter = _MAGNITUDE_LETTERS.get(name) if unit or word.start == found[last].end else None
        factor = known[1] if known and known[0] == SCALE else letter
        if factor is None or (name == "m" and not unit):
            break
        values, last = tuple(v * factor for v in values), last + 1
    end = found[last].end
    rest = text[end : end + 2].lstrip("\u00a0\u202f ")
    if rest[:1] in ("%", "٪"):
        return replace(
            number, values=values, unit="%", span=(number.span[0], text.index(rest[0], end) + 1), last_word=last
        )
    if rest[:1] in SIGNS:
        return replace(number, values=values, unit=SIGNS[rest[0]], span=(number.span[0], end), last_word=last)
    if not unit and last + 1 < len(found) and number.kind == COUNT:
        unit, scale, named = measure(found, last + 1)
        if unit == CENTS:
            values, unit, scale = tuple(v * scale for v in values), "", 1.0
        if unit and unit != TIME_UNIT:
            return replace(
                number, values=values, unit=unit, scale=scale, span=(number.span[0], end), last_word=max(last, named)
            )
    return replace(number, values=values, unit=unit, scale=scale, span=(number.span[0], end), last_word=last)


def _hedge(found: Sequence[Word], first: int, code: str) -> str:
    """`most`, `least` or `about` when such words stand up to three words before the number."""
    if not first:
        return ""
    known = language(code)
    before = tuple(w.form.folded for w in found[max(0, first - 4) : first])
    for name, phrases in (("most", known.at_most), ("least", known.at_least), ("about", known.approximate)):
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
            one_range = low.upper is None and low.kind == number.kind and (not spoken or between)
            if one_range and values[0] * factor < number.values[0]:
                joined[-1] = replace(
                    low, values=tuple(v * factor for v in values), upper=number.values[0], unit=number.unit or low.unit,
                    scale=number.scale, span=(low.span[0], number.span[1]), last_word=number.last_word,
                )  # fmt: skip
                continue
        joined.append(number)
    return joined


def _share_units(text: str, numbers: list[Number]) -> list[Number]:
    """The unit of the second of two joined numbers is that of the first, where that has none."""
    shared = list(numbers)
    for i in range(len(shared) - 2, -1, -1):
        one, other = shared[i], shared[i + 1]
        if one.unit or not other.unit or one.kind != COUNT or other.kind != COUNT or other.unit == TIME_UNIT:
            continue
        if _SAME_UNIT.fullmatch(text[one.span[1] : other.span[0]]):
            shared[i] = replace(one, unit=other.unit, scale=other.scale)
    return shared


def _shared_factor(low: Number, high: Number) -> float:
    """In `14–15 billion` the scale belongs to both ends."""
    if high.values[0] < 1000 * max(low.values[0], 1e-9):
        return 1.0
    for factor in (1e12, 1e9, 1e6, 1e3):
        if high.values[0] >= factor and low.values[0] * factor <= high.values[0]:
            return factor
    return 1.0
