"""A text in, the language it is written in out, with what the judge knows of each language.

The tables are `languages.json`. Detection is by script, by letters only one language uses and by
stop words: cheap, and enough to choose endings, cues and lexicon columns.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from verifier.judge.folding import fold

_SAMPLE_CHARS = 4_000
_WORD = re.compile(r"[^\W\d_]+")

#: First code point, last code point, script. Letters outside are Latin or of no interest.
_SCRIPTS = (
    (0x0370, 0x03FF, "greek"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "armenian"),
    (0x0590, 0x05FF, "hebrew"),
    (0x0600, 0x077F, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0980, 0x0DFF, "indic"),
    (0x0E00, 0x0E7F, "thai"),
    (0x10A0, 0x10FF, "georgian"),
    (0x1100, 0x11FF, "hangul"),
    (0x3040, 0x30FF, "kana"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "hangul"),
)
#: The code of a text whose language could not be told.
UNKNOWN = "und"
#: What to call a text by its script.
SCRIPT_NAMES = {
    "latin": "Latin letters",
    "cyrillic": "Cyrillic letters",
    "greek": "Greek",
    "armenian": "Armenian",
    "hebrew": "Hebrew",
    "arabic": "Arabic or another language in Arabic script",
    "devanagari": "Hindi or another language in Devanagari",
    "indic": "a language in an Indian script",
    "thai": "Thai",
    "georgian": "Georgian",
    "hangul": "Korean",
    "kana": "Japanese",
    "han": "Chinese",
}
#: Scripts that texts in another of them can be compared with.
COMPARED_SCRIPTS = frozenset({"latin", "cyrillic", "han"})
#: Scripts written without spaces between words: matched by pairs of characters.
UNSPACED_SCRIPTS = frozenset({"han", "kana", "thai"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """What is known of one language. Words are folded (see `folding.fold`).

    `home` is the concept of the country whose papers are in it and seldom name it; "" for English, which has many.
    """

    code: str
    name: str
    home: str
    stop: frozenset[str]
    negation: frozenset[str]
    suffixes: tuple[str, ...]
    abbreviations: frozenset[str]
    decimal: str
    approximate: tuple[tuple[str, ...], ...]
    at_least: tuple[tuple[str, ...], ...]
    at_most: tuple[tuple[str, ...], ...]
    min_stem: int


@cache
def _table() -> dict[str, Any]:
    text = resources.files("verifier.judge").joinpath("languages.json").read_text(encoding="utf-8")
    table: dict[str, Any] = json.loads(text)
    return table


def is_known(code: str) -> bool:
    """Is there a table for that ISO 639-1 code?"""
    return code in _table()


def _phrases(phrases: list[str]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(fold(word) for word in phrase.split()) for phrase in phrases)


@cache
def language(code: str | None) -> Language:
    """The language of that ISO 639-1 code; for a code not in the table, one that knows nothing."""
    entry = _table().get(code or "")
    if entry is None:
        return Language(
            code=code or UNKNOWN, name="an unknown language", home="", stop=frozenset(), negation=frozenset(),
            suffixes=(), abbreviations=frozenset(), decimal=".", approximate=(), at_least=(), at_most=(), min_stem=4,
        )  # fmt: skip
    return Language(
        code=code or UNKNOWN,
        name=entry["name"],
        home=entry.get("home", ""),
        stop=frozenset(fold(w) for w in entry["stop"]),
        negation=frozenset(fold(w) for w in entry["negation"]),
        suffixes=tuple(sorted({fold(s) for s in entry["suffixes"]} - {""}, key=len, reverse=True)),
        abbreviations=frozenset(a.casefold() for a in entry["abbreviations"]),
        decimal=entry["decimal"],
        approximate=_phrases(entry["approximate"]),
        at_least=_phrases(entry["at_least"]),
        at_most=_phrases(entry["at_most"]),
        min_stem=entry["min_stem"],
    )


@cache
def _stop_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(w.casefold() for w in entry["stop"]) for code, entry in _table().items()}


def script_of(char: str) -> str | None:
    """The script of a letter; None for anything that is no letter."""
    point = ord(char)
    if point < 0x0370:
        return "latin" if char.isalpha() else None
    for first, last, name in _SCRIPTS:
        if first <= point <= last:
            return name
    return "latin" if char.isalpha() and point < 0x2000 else None


def _sample(text: str) -> str:
    """The start and the middle: furniture in another language often stands first."""
    if len(text) <= _SAMPLE_CHARS:
        return text
    middle = len(text) // 2
    return text[: _SAMPLE_CHARS // 2] + " " + text[middle : middle + _SAMPLE_CHARS // 2]


@lru_cache(maxsize=256)
def main_script(text: str) -> str | None:
    """The script most letters belong to, or None if there are no letters.

    Kana among Han characters makes a text Japanese.
    """
    counts: Counter[str] = Counter()
    for char, times in Counter(_sample(text)).items():
        script = script_of(char)
        if script is not None:
            counts[script] += times
    if not counts:
        return None
    if counts["kana"] and counts["kana"] + counts["han"] > counts["latin"]:
        return "kana"
    return max(counts, key=lambda script: (counts[script], script))


_ONE_LANGUAGE = {
    "han": "zh", "kana": "ja", "hangul": "ko", "greek": "el", "hebrew": "he", "thai": "th", "georgian": "ka",
    "armenian": "hy",
}  # fmt: skip
_CYRILLIC = frozenset({"ru", "uk", "be"})
#: Letters that occur in few languages; each sighting counts like a stop word.
_LETTERS = {
    "be": "ўэыі", "uk": "їєґі", "ru": "ъыэё", "pl": "łżśąęźćń", "cs": "ěřůťď", "de": "äüß", "fr": "çèêœù",
    "es": "ñ¿¡", "pt": "ãõ", "lt": "ėųšįū",
}  # fmt: skip
_LETTER_CAP = 6


@lru_cache(maxsize=256)
def scores(text: str) -> dict[str, int]:
    """How strongly stop words and letters speak for each language of the text's script."""
    script = main_script(text)
    sample = _sample(text).casefold()
    words = Counter(_WORD.findall(sample))
    codes = [c for c in _table() if (c in _CYRILLIC) == (script == "cyrillic")]
    stop = _stop_words()
    result = {}
    for code in codes:
        letters = sum(min(_LETTER_CAP, sample.count(letter)) for letter in _LETTERS.get(code, ""))
        result[code] = 2 * sum(words[w] for w in stop[code] if w in words) + letters
    if script == "cyrillic":
        _exclude(sample, result)
    return result


def _exclude(sample: str, result: dict[str, int]) -> None:
    """Letters one Slavic language cannot be without, or cannot have."""
    if "і" in sample or "ў" in sample or "ї" in sample:
        result["ru"] = 0
    if "и" in sample or "щ" in sample:
        result["be"] = 0
    if "ы" in sample or "э" in sample or "ъ" in sample:
        result["uk"] = 0


@lru_cache(maxsize=256)
def detect(text: str) -> str | None:
    """ISO 639-1 code of the likely language, or None when the words do not tell."""
    script = main_script(text)
    if script in _ONE_LANGUAGE:
        return _ONE_LANGUAGE[script]
    if script not in ("latin", "cyrillic"):
        return None
    found = scores(text)
    best = max(found, key=lambda code: (found[code], code == "en", code == "ru"))
    return best if found[best] else None


def could_be(text: str, code: str) -> bool:
    """Is that language nearly as likely as the likeliest? Short texts share stop words between languages."""
    found = scores(text)
    return 3 * found.get(code, 0) >= 2 * max(found.values(), default=0)
