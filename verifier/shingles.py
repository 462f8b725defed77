"""Texts as sets of word sequences, so that they can be compared whatever their white space and punctuation.

Shingles as in Broder, "On the resemblance and containment of documents" (1997); none reaches from one sentence into
the next, so that a sentence put in between changes no other.
"""

from __future__ import annotations

import re

_WORD = re.compile(r"\w+")
_SENTENCE_END = re.compile(r"[.!?…]+[”\"»)]?(?=\s)|[。！？]")
_WORDS_EACH = 4

Shingles = frozenset[tuple[str, ...]]


def words_of(text: str) -> list[str]:
    """The words and numbers of a text in lower case."""
    return _WORD.findall(text.casefold())


def shingles(text: str) -> Shingles:
    """Every run of four words within a sentence; of a shorter sentence the one run there is."""
    found: set[tuple[str, ...]] = set()
    for sentence in _SENTENCE_END.split(text):
        words = words_of(sentence)
        if len(words) >= _WORDS_EACH:
            found.update(zip(*(words[at:] for at in range(_WORDS_EACH)), strict=False))
        elif words:
            found.add(tuple(words))
    return frozenset(found)


def resemblance(one: Shingles, other: Shingles) -> float:
    """Jaccard's index: 1 for the same runs of words, 0 for none in common or nothing to compare."""
    return len(one & other) / len(one | other) if one and other else 0.0
