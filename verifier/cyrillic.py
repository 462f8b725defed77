"""Bytes in, the Cyrillic encoding in which they read as words out; None when they read so in none.

The encodings put the letters at different places: read in the wrong one, common letters become rare ones, capitals
stand within words, or frames and quotation marks among letters. That tells them apart within a line or two, also for
Belarusian and Ukrainian, which statistical detectors were not trained on.
"""

from __future__ import annotations

import re
from collections import Counter

ENCODINGS = ("cp1251", "koi8-u", "iso8859-5", "cp866", "mac-cyrillic")
_KOI = ("koi8-r", "koi8-u")
#: What a text scores at least in its own encoding, and at most in another one.
_READS, _DOES_NOT = 0.55, 0.35
_LEAST_LETTERS = 12
_COMMON = frozenset("оеаинтсрвлкмдпу")
_FAIR = frozenset("іяыьгзбчйхжшюцщэфъёїєґў")
_CAPITALS = frozenset("АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЬЭЮЯІЇЄҐЎЁ")
#: Stand in texts of every language, and say nothing.
_MARKS = frozenset("«»„“”‘’–—…•№§°©®\u00a0\u00ad")
_RUNS = re.compile(rb"[\x80-\xff]{3,}")
_CAPITAL_WITHIN = re.compile("[а-яіїєґўё][А-ЯІЇЄҐЎЁ]")
#: Letters of Ukrainian and Belarusian that KOI8-R has frames for.
_ONLY_UKRAINIAN = re.compile(rb"[\xa4\xa6\xa7\xad\xb4\xb6\xb7\xbd]")


def is_in_runs(sample: bytes) -> bool:
    """Whether letters beyond ASCII come in rows, as in an alphabet of its own; accents stand alone."""
    beyond = sum(byte >= 0x80 for byte in sample)
    return beyond >= _LEAST_LETTERS and 5 * sum(map(len, _RUNS.findall(sample))) >= 3 * beyond


def cyrillic_encoding(sample: bytes) -> str | None:
    """The encoding, as Python names it. To be asked of what is Latin or Cyrillic: Greek reads as Cyrillic, too."""
    if not is_in_runs(sample):
        return None
    scores = {name: _score(sample, name) for name in ENCODINGS}
    best = max(scores, key=scores.__getitem__)
    return _koi(best, sample) if scores[best] >= _READS else None


def is_read_wrongly(sample: bytes, name: str) -> bool:
    """Whether the bytes are Cyrillic, and not in the encoding `name`."""
    found = cyrillic_encoding(sample)
    if found is None or found == name:
        return False
    if name in _KOI and found in _KOI:
        return found == "koi8-u"
    return name not in (*ENCODINGS, "koi8-r") or _score(sample, name) < _DOES_NOT


def _koi(name: str, sample: bytes) -> str:
    """KOI8-U is KOI8-R with eight letters more; without them it goes by the older name."""
    if name not in _KOI:
        return name
    return "koi8-u" if _ONLY_UKRAINIAN.search(sample) else "koi8-r"


def _score(sample: bytes, name: str) -> float:
    """From below 0 (no words of this alphabet) to about 0.8 (running text), by how common each character is."""
    text = sample.decode(name, "replace")
    total, count = 0.0, 0
    for letter, times in Counter(text).items():
        if letter < "\x80" or letter in _MARKS:
            continue
        count += times
        total += times * _weight(letter)
    return (total - 3.0 * len(_CAPITAL_WITHIN.findall(text))) / max(1, count)


def _weight(letter: str) -> float:
    if letter in _COMMON:
        return 1.0
    if letter in _FAIR:
        return 0.4
    return 0.2 if letter in _CAPITALS else -2.0
