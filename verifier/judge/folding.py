"""A word in, its comparable spelling out: case and diacritics gone, Cyrillic in Latin letters.

`skeleton` goes further for names that were carried from one alphabet to another: what is left
of Зеленський, Zelensky and Zełenski is the same string.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LETTERS = {
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "e", "є": "e", "ж": "zh", "з": "z",
    "и": "i", "і": "i", "ї": "i", "й": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ў": "u", "ф": "f", "х": "h", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "iu", "я": "ia", "ј": "j", "љ": "lj", "њ": "nj", "ћ": "c", "ђ": "dj",
    "џ": "dz", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th", "ð": "d",
    "'": "", "’": "", "ʼ": "", "‘": "", "`": "", "\u00ad": "",
}  # fmt: skip
_SURROGATES = re.compile("[\ud800-\udfff]")
_TABLE = str.maketrans(_LETTERS)
_POSSESSIVE = re.compile(r"(?:['’ʼ]s|['’ʼ])$")

#: Spellings of one sound, longest first. Sibilants become s, h and g become h.
_SOUNDS = (
    ("shch", "s"), ("szcz", "s"), ("tsch", "s"), ("dzh", "i"), ("sch", "s"), ("sh", "s"), ("sz", "s"), ("cz", "s"),
    ("ch", "s"), ("kh", "h"), ("zh", "s"), ("ts", "s"), ("tz", "s"), ("ph", "f"), ("th", "t"),
    ("ck", "k"), ("gh", "h"), ("ks", "x"), ("qu", "k"), ("ce", "se"), ("ci", "si"), ("cy", "si"),
)  # fmt: skip
_SINGLE = str.maketrans({"c": "k", "z": "s", "w": "v", "y": "i", "j": "i", "q": "k", "g": "h"})
_REPEAT = re.compile(r"(.)\1+")
_MUTE_H = re.compile(r"(?<=[aeiou])h(?=[^aeiou])")
_INNER_VOWELS = re.compile(r"(?<=.)[aeiou]+")


def without_surrogates(text: str) -> str:
    """The text as tokenizers can encode it: each lone surrogate is the replacement character, lengths unchanged."""
    return text if text.isascii() else _SURROGATES.sub("\ufffd", text)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Case folded, without diacritics and apostrophes, Cyrillic written in Latin letters."""
    lowered = word.casefold()
    if lowered.isascii():
        return lowered.replace("'", "").replace("`", "")
    mapped = lowered.translate(_TABLE)
    if mapped.isascii():
        return mapped
    bare = "".join(c for c in unicodedata.normalize("NFKD", mapped) if not unicodedata.combining(c))
    return bare.translate(_TABLE)


def without_possessive(word: str) -> str:
    """`Tusk's` and `states'` without their ending."""
    return _POSSESSIVE.sub("", word)


@lru_cache(maxsize=32_768)
def skeleton(folded: str) -> str:
    """The consonants of a folded name in one spelling; an initial vowel is kept as `a`."""
    sounds = folded
    for spelling, sound in _SOUNDS:
        if spelling in sounds:
            sounds = sounds.replace(spelling, sound)
    sounds = _MUTE_H.sub("", sounds.translate(_SINGLE))
    sounds = _REPEAT.sub(r"\1", sounds)
    if sounds[:1] in ("a", "e", "i", "o", "u"):
        sounds = "a" + sounds[1:]
    return _INNER_VOWELS.sub("", sounds)


#: What case endings leave in a skeleton: -om/-em, -ego/-oho, -ov/-ów, -s, -n.
_ENDINGS = frozenset({"m", "h", "v", "s", "n", "hm", "sh", "sk", "t", "mi"})


@lru_cache(maxsize=32_768)
def like_skeletons(one: str) -> frozenset[str]:
    """Every skeleton that `same_skeleton` takes for this one: to look it up among many."""
    whole = [one] if len(one) >= 2 else []
    longer = [one + ending for ending in _ENDINGS] if len(one) >= 3 else []
    shorter = [one.removesuffix(ending) for ending in _ENDINGS if one.endswith(ending)]
    return frozenset((*whole, *longer, *(bones for bones in shorter if len(bones) >= 3)))


def same_skeleton(one: str, other: str) -> bool:
    """Do two skeletons belong to one name, inflected or not?"""
    if one == other:
        return len(one) >= 2
    short, long = (one, other) if len(one) < len(other) else (other, one)
    return len(short) >= 3 and long.startswith(short) and long[len(short) :] in _ENDINGS
