"""A folded name in, one stem for all its grammatical cases out: endings off, changed consonants and vowels back.

For Polish, Czech, Slovak, Russian, Ukrainian and Belarusian names, in the manner of a light stemmer (Savoy 2006):
too coarse for prose, good enough to tell which of a few thousand names is meant.
"""

from __future__ import annotations

#: Case endings of nouns and adjectives by length; accents on Latin letters are off already.
_ENDINGS = {
    size: frozenset(ending for ending in (
        "iego", "iemu", "iami", "owi", "ego", "ogo", "emu", "omu", "iej", "ami", "ach", "ych", "ich", "imi", "ymi",
        "iom", "ej", "ym", "im", "om", "em", "ow", "ia", "ie", "ii", "iu", "io", "ou", "a", "e", "i", "o", "u", "y",
        "иями", "ями", "ами", "ими", "ыми", "иях", "иям", "ием", "ией", "ого", "его", "ому", "ему", "ой", "ей",
        "ою", "ею", "ая", "яя", "ую", "юю", "ое", "ее", "ые", "ие", "ий", "ый", "ій", "ої", "их", "ых", "ым", "им",
        "ом", "ем", "ам", "ям", "ах", "ях", "ов", "ев", "ія", "ії", "ію", "ия", "ии", "ию", "ів",
        "а", "я", "е", "и", "ы", "у", "ю", "о", "і", "ї", "ь", "й", "є",
    ) if len(ending) == size)
    for size in (4, 3, 2, 1)
}  # fmt: skip
_MIN_STEM = 3
#: What Polish puts for the last consonant before an ending, and what stands there in the nominative.
_SOFTENED = (("dz", "ie", "d"), ("c", "ie", "t"), ("rz", "e", "r"), ("dz", "e", "g"), ("c", "e", "k"))
_FLEETING = frozenset("eеёо")
_VOWELS = frozenset("aeiouyаеёиоуыэюяіїєьй")


def stem_of(key: str) -> str:
    """The stem of a folded name, word by word."""
    return " ".join(_stem_of_word(word) for word in key.split(" "))


def _stem_of_word(word: str) -> str:
    host, dot, ending = word.partition(".")
    if dot and ending.isalpha():
        return _stem_of_word(host) + dot + ending  # `Лентой.ру`
    root, cut = _without_ending(word)
    for soft, after, hard in _SOFTENED:
        if cut == after and root.endswith(soft):
            root = root[: -len(soft)] + hard
            break
    if root.endswith("ьц"):
        root = root[:-2] + "ц"
    # `комсомолец, комсомольца`, `узел, узла`: a vowel that only the nominative has.
    if len(root) > _MIN_STEM and root[-2] in _FLEETING and not {root[-1], root[-3]} & _VOWELS:
        root = root[:-2] + root[-1]
    return root


def _without_ending(word: str) -> tuple[str, str]:
    for size, endings in _ENDINGS.items():
        if len(word) - size >= _MIN_STEM and word[-size:] in endings:
            return word[:-size], word[-size:]
    return word, ""
