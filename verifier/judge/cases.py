"""A name in a sentence and its other spellings in, whether it stands in another case than the nominative out.

Slavic names only. Туска beside Tusk, Дарью beside Darya, Jerzego beside Jerzy: the ending tells, once the base form is
known; without it nothing is said.
"""

from __future__ import annotations

from collections.abc import Sequence

from verifier.judge.words import Word

#: Languages whose names have cases.
INFLECTED = frozenset({"pl", "ru", "uk", "be", "cs"})
_VOWELS = frozenset("aeiouy")
#: Endings of adjectives and surnames like them: Сташевского beside Stashevsky, Jerzego beside Jerzy.
_OF_ADJECTIVES = ("ego", "ogo", "oho", "eho", "emu", "omu", "omy", "im", "ym", "mu")
#: Endings of names whose base form ends in a consonant, longest first.
_OF_CONSONANTS = ("owi", "ovi", "evi", "iem", "em", "om", "iam", "a", "ia", "u", "iu", "y", "i", "e")
#: What an adjective ends in that may stand between a preposition and its noun, folded.
_ADJECTIVES = (
    "ego",
    "emu",
    "omu",
    "ogo",
    "oho",
    "eho",
    "im",
    "ym",
    "ymi",
    "imi",
    "ich",
    "ych",
    "ih",
    "yh",
    "ej",
    "oi",
    "ei",
    "oiu",
    "ou",
    "aia",
    "uiu",
    "iu",
    "e",
    "ii",
    "yi",
)
#: Letters that a base form and its cases must begin with alike.
_ALIKE = 3


def is_oblique(found: Sequence[Word], others: Sequence[Word], code: str) -> bool | None:
    """Does any word of a name stand in another case than the nominative? None where no word tells."""
    if code not in INFLECTED:
        return None
    told = [_oblique(word.form.folded, other.form.folded) for word in found for other in others]
    known = [one for one in told if one is not None]
    return any(known) if known else None


def _oblique(word: str, base: str) -> bool | None:
    """One word held against its base form; None where they are not one word, or the form tells nothing."""
    if word[:_ALIKE] != base[:_ALIKE] or abs(len(word) - len(base)) > _ALIKE:
        return None
    end = base[-1]
    if end == "a":
        return not word.endswith("a") if word[-1] in _VOWELS else None
    if end in "iy":
        return word.endswith(_OF_ADJECTIVES) if word[-1] in _VOWELS or word.endswith("m") else None
    if end in _VOWELS:
        return None
    if word[-1] not in _VOWELS and not word.endswith(("em", "om")):
        return False if word[-1] == end or word == base else None
    return word.startswith(base[: len(base) - 2]) and word.endswith(_OF_CONSONANTS) and word != base


def may_describe(word: Word) -> bool:
    """May it be an adjective before a noun, by its ending, rather than a noun of its own?"""
    return word.form.stop or word.form.folded.endswith(_ADJECTIVES)
