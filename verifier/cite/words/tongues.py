"""A stretch of a bracket in, the words of the language it is printed in out, where that is not the article's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from verifier.cite.words.lexicon import Lexicon, languages, lexicon, months_of

_DAY_AND_WORD = re.compile(r"(?<![\w.,/-])\d{1,2}\.?\s([^\W\d_]{3,12})(\.|\s(?=(?:19|20)\d\d))?")
_CYRILLIC = re.compile(r"[А-Яа-яЁёІіЇїЄєҐґЎў]{2}")
_UKRAINIAN = re.compile(r"[ІіЇїЄєҐґ]")
_BELARUSIAN = re.compile(r"[Ўў]")
_CYRILLIC_TONGUES = frozenset({"ru", "uk", "be"})
#: Months in short that English has as words: they need a stop or a year after them.
_WORDS_TOO = frozenset({"gen", "mag", "set", "ago", "lip", "dub", "lis", "may", "mar"})


def words_of(printed: str, words: Lexicon) -> Lexicon:
    """The words that read `3 wrz.` or `«Интерфакс», 05.09` in an article of another language; else `words`.

    A month that the article's own language does not have tells the language, then letters of another script.
    """
    if printed.isascii() and not _DAY_AND_WORD.search(printed):
        return words
    code = _by_month(printed, words.language)
    if code is None and words.language not in _CYRILLIC_TONGUES and _CYRILLIC.search(printed):
        code = "be" if _BELARUSIAN.search(printed) else "uk" if _UKRAINIAN.search(printed) else "ru"
    return lexicon(code) if code else words


def _by_month(printed: str, own: str) -> str | None:
    for match in _DAY_AND_WORD.finditer(printed):
        said, stopped = match[1].lower(), match[2] is not None
        if said in _months(own) or said in _months("en"):
            continue
        for code in languages():
            if code not in (own, "zh") and _has(_months(code), said, stopped=stopped):
                return code
    return None


def _has(months: Mapping[str, bool], said: str, *, stopped: bool) -> bool:
    needs_stop = months.get(said)
    return needs_stop is not None and (stopped or not needs_stop)


@cache
def _months(code: str) -> Mapping[str, bool]:
    """The months of a language, in full and in short, and whether each needs a stop or a year after it."""
    full, short, beginnings = months_of(code)
    needing = dict.fromkeys(beginnings, True) | {name: name in _WORDS_TOO for name in short}
    return needing | dict.fromkeys(full, False)
