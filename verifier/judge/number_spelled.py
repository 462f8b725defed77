"""Words in, the number they spell out: `two hundred and fifty`, `dreihundertzwölf`, `полтора миллиона`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold
from verifier.judge.number_roles import COUNT, ORDINAL
from verifier.judge.words import Word

SCALE, HALF, TIMES = "scale", "half", "times"
_CONNECTORS = frozenset({"and", "und", "y", "et", "e", "i"})
#: Between a number and the half that is added to it: two and a half, dwa i pół, два с половиной, dos millones y medio.
_BEFORE_HALF = frozenset({"and", "a", "i", "s", "z", "et", "y", "e", "un", "une", "und"})
_ARTICLES = frozenset({"a", "an", "one", "eine", "einer", "einen", "un", "une", "una", "uno", "jeden", "jedna", "odin"})
_LONGEST_GERMAN = 48


@dataclass(frozen=True, slots=True)
class Spelled:
    """A number in words up to word `last`."""

    last: int
    value: float
    kind: str


@cache
def words_of(code: str) -> dict[str, tuple[str, float]]:
    """The number words of a language, folded, with what they are and their value."""
    table: dict[str, tuple[str, float]] = {}
    for row in table_rows("number_words.csv"):
        if row["language"] == code:
            for spelling in row["forms"].split():
                table.setdefault(fold(spelling), (row["kind"], float(row["value"])))
    return table


def part(word: str, code: str) -> tuple[str, float] | None:
    """What one folded word contributes to a number."""
    table = words_of(code)
    if word in table:
        return table[word]
    return _german(word, table) if code == "de" else None


def spelled(text: str, found: Sequence[Word], i: int, code: str) -> Spelled | None:
    """The number that starts at word `i`: units, tens, hundreds and scales added up as they are spoken."""
    half = _half_of_scale(found, i, code)
    if half is not None:
        return half
    total, current, last, kind, scale = 0.0, 0.0, -1, COUNT, 1.0
    k = i
    while k < len(found):
        word = found[k].form.folded
        if k > i and text[found[k - 1].end : found[k].start].strip(" -\u00a0"):
            break
        known = part(word, code)
        if known is None or known[0] in (HALF, TIMES):
            if last >= i and word in _CONNECTORS and k + 1 < len(found) and _fits(found[k + 1], current, code):
                k += 1
                continue
            break
        what, value = known
        if what == SCALE:
            if last < 0 and not (i and found[i - 1].form.folded in _ARTICLES):
                return None
            total, current = scaled(total, current, value)
            scale = value
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
    return _with_half(found, Spelled(last, total + current, kind), scale, code)


def _half_of_scale(found: Sequence[Word], i: int, code: str) -> Spelled | None:
    """Half a million, pół miliona, un demi-million."""
    known = words_of(code).get(found[i].form.folded)
    if known is None or known[0] != HALF:
        return None
    k = i + 1
    if k < len(found) and found[k].form.folded in _ARTICLES:
        k += 1
    scale = words_of(code).get(found[k].form.folded) if k < len(found) else None
    return Spelled(k, 0.5 * scale[1], COUNT) if scale is not None and scale[0] == SCALE and scale[1] >= 1000 else None


def _with_half(found: Sequence[Word], number: Spelled, scale: float, code: str) -> Spelled:
    """The number with `and a half` behind it, and with the scale behind that."""
    k = number.last + 1
    while k < len(found) and k - number.last <= 2 and found[k].form.folded in _BEFORE_HALF:
        k += 1
    known = words_of(code).get(found[k].form.folded) if k < len(found) and k > number.last + 1 else None
    if known is None or known[0] != HALF or number.kind != COUNT:
        return number
    value, last = number.value + 0.5 * scale, k
    after = words_of(code).get(found[k + 1].form.folded) if k + 1 < len(found) else None
    if after is not None and after[0] == SCALE and scale == 1.0:
        value, last = value * after[1], k + 1
    return Spelled(last, value, COUNT)


def scaled(total: float, current: float, scale: float) -> tuple[float, float]:
    """`total` and `current` after a hundred, thousand or million has been spoken."""
    if scale < 1000:
        return total, max(1.0, current) * scale
    return total + max(1.0, current) * scale, 0.0


def _fits(word: Word, current: float, code: str) -> bool:
    known = part(word.form.folded, code)
    return known is not None and known[0] not in (SCALE, HALF, TIMES) and _below(known[1], current, code)


def _below(value: float, current: float, code: str) -> bool:
    """May `value` be added: does it stand under the last non-zero digit of `current`?"""
    if code == "fr" and current % 100 in (60, 80) and value < 20:
        return True
    if current <= 0:
        return True
    if current != int(current):
        return False
    unit = 1.0
    while current % (unit * 10) == 0:
        unit *= 10
    return value < unit


@cache
def _german_pieces() -> list[str]:
    whole = (word for word, (_, value) in words_of("de").items() if value == int(value))
    return sorted(whole, key=len, reverse=True)


def _german(word: str, table: dict[str, tuple[str, float]]) -> tuple[str, float] | None:
    """German writes numbers in one word: fünfundzwanzig, dreihundertzwölf."""
    if len(word) > _LONGEST_GERMAN or not ("und" in word or "hundert" in word or "tausend" in word):
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
        if piece is None or table[piece][0] in (ORDINAL, TIMES):
            return None
        kind, value = table[piece]
        if kind == SCALE:
            total, current = scaled(total, current, value)
        else:
            current += value
        rest = rest[len(piece) :]
    return ("unit", total + current) if total + current > 1 else None
