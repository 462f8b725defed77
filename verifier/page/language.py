"""Text in, the code of its language out: by script and stop words, by py3langid where those leave doubt."""

from __future__ import annotations

import json
import re
from collections import Counter
from functools import cache
from importlib import resources

_SAMPLE_CHARS = 6_000
_WORD = re.compile(r"[^\W\d_]+(?:[’'][^\W\d_]+)?")
_MIN_LETTERS = 20
_TINY_CHARS, _SHORT_CHARS = 200, 400
#: A language is certain when its stop words are this share of all words, and this many times the next one's.
_MIN_SHARE = 0.12
_MIN_LEAD = 1.25
_MIN_HITS = 4
#: In so few words two stop words tell, if no other language has more than one.
_FEW_WORDS = 60
#: First and last code point, script; the scripts of one language name it.
_SCRIPTS = (
    (0x0041, 0x024F, "latin"),
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x077F, "arabic"),
    (0x0900, 0x097F, "devanagari"),
    (0x0E00, 0x0E7F, "th"),
    (0x10A0, 0x10FF, "ka"),
    (0x1E00, 0x1EFF, "latin"),
    (0x3040, 0x30FF, "ja"),
    (0x3400, 0x9FFF, "han"),
    (0xAC00, 0xD7AF, "ko"),
)
_BY_STOPWORDS = frozenset({"latin", "cyrillic"})
_ADDRESS = re.compile(r"(?:https?://|www\.|@)\S+", re.IGNORECASE)
_CODE = re.compile(r"\s*([a-z]{2,3})(?:[-_][a-z0-9]{1,8}){0,4}\s*", re.IGNORECASE)
_SAME = {"nb": "no", "nn": "no", "iw": "he", "sh": "hr", "bs": "hr", "sr": "hr", "mo": "ro", "in": "id", "cn": "zh"}
_CYRILLIC = frozenset({"ru", "uk", "be", "bg", "sr", "mk"})


@cache
def _stopwords() -> dict[str, frozenset[str]]:
    text = resources.files("verifier.page").joinpath("stopwords.json").read_text("utf-8")
    return {code: frozenset(words.split()) for code, words in json.loads(text).items()}


def code_of(declared: str | None) -> str | None:
    """The two- or three-letter code in what a page declares (`pl-PL`, `en_GB`), or None."""
    found = _CODE.fullmatch(declared or "")
    return found[1].lower() if found else None


def script_of(text: str) -> str | None:
    """The script most letters are of: its own name, or the code of the one language written in it."""
    counts: Counter[str] = Counter()
    for letter, number in Counter(text[:_SAMPLE_CHARS]).items():
        if letter.isalpha():
            point = ord(letter)
            counts[next((name for first, last, name in _SCRIPTS if first <= point <= last), "other")] += number
    if sum(counts.values()) < _MIN_LETTERS:
        return None
    if counts["ja"] * 10 > counts["han"]:
        counts["ja"] += counts.pop("han", 0)
    return counts.most_common(1)[0][0]


def language_of(text: str, declared: str | None = None) -> str | None:
    """The language of the text; what the page declares is believed unless the text says otherwise.

    None when there is too little text to tell and nothing is declared.
    """
    code = code_of(declared)
    sample = _ADDRESS.sub(" ", text[:_SAMPLE_CHARS])
    script = script_of(sample)
    if script is None:
        return code
    if script == "han":
        return "zh"
    if script not in _BY_STOPWORDS:
        return script if len(script) == 2 else _by_statistics(sample, code)
    found, certain = _by_stopwords(sample, script)
    if certain or (found is not None and found == code):
        return code if code and _SAME.get(code, code) == _SAME.get(found or "", found) else found
    return _by_statistics(sample, code)


def _by_stopwords(sample: str, script: str) -> tuple[str | None, bool]:
    words = Counter(_WORD.findall(sample.casefold()))
    total = sum(words.values())
    hits = {
        code: sum(number for word, number in words.items() if word in known)
        for code, known in _stopwords().items()
        if (code in _CYRILLIC) == (script == "cyrillic")
    }
    ranked = sorted(hits, key=lambda code: hits[code], reverse=True)
    best, lead = hits[ranked[0]], hits[ranked[1]]
    if best == 0:
        return None, False
    plain = best >= total * _MIN_SHARE and best >= lead * _MIN_LEAD
    alone = best >= total * _MIN_SHARE / 2 and best >= lead * 2
    few = total <= _FEW_WORDS and best >= 2 and best >= lead * 2
    return ranked[0], few or (best >= _MIN_HITS and (plain or alone))


def _by_statistics(sample: str, code: str | None) -> str | None:
    """py3langid, whose model is slow to load; short texts go by the declaration, for there its guesses are poor."""
    if code is not None and len(sample) < _TINY_CHARS:
        return code
    import py3langid

    ranked = [str(language) for language, _ in py3langid.rank(sample)]
    # Among a hundred languages a few sentences full of names fall to Pidgin or Welsh as easily as to English.
    likely = [one for one in ranked if one in _stopwords()] if len(sample) < _SHORT_CHARS else ranked
    found = (likely or ranked)[0]
    return code if code and _SAME.get(code, code) == _SAME.get(found, found) else found
