"""The words of a claim and of pages, as keys (`protocols.Terms`) → how much of one text the other has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Keys = tuple[str, ...]

#: What a match is worth by the kind of its strongest key.
_WORTH = {"n": 2.0, "#": 2.0, "c": 1.0, "k": 1.0}
#: Added under the line of a share, so that one word alone is no agreement.
_DOUBT = 1.5


def of_claim(words: Sequence[Keys]) -> list[Keys]:
    """Names are only what can be nothing else: a claim's first word and German nouns are written large, too."""
    return [tuple(key for key in word if not key.startswith("m:")) for word in words]


def of_page(words: Sequence[Keys]) -> list[Keys]:
    """What may be a name counts as one: only a name of the claim can meet it."""
    return [tuple(f"n:{key[2:]}" if key.startswith("m:") else key for key in word) for word in words]


def keys_of(words: Sequence[Keys]) -> set[str]:
    """Every key of the words."""
    return {key for word in words for key in word}


def share(words: Sequence[Keys], others: set[str], rarity: Mapping[str, float], *, same: bool) -> float:
    """The weighted share of the words that the other text has, of those that it could have.

    `rarity` lessens what a key is worth; stems count only where both are in the `same` language.
    """
    total = hit = 0.0
    for word in dict.fromkeys(words):
        kinds = [key for key in word if same or not key.startswith("k:")]
        if not kinds:
            continue
        found = [key for key in kinds if key in others]
        # Of a word that is missing nobody knows whether it is a name: in German every noun is written large.
        worth = max(_WORTH[key[0]] * rarity.get(key, 1.0) for key in found) if found else 1.0
        total += worth
        hit += worth if found else 0.0
    return hit / (total + _DOUBT) if total else 0.0
