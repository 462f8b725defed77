"""A text in, its words with offsets and the keys they are matched by out.

Keys of a word: `k:` its stem, `c:` a concept of the lexicon, `n:` the skeleton of a name,
`#` a number in digits. Two words match when they share a key.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from verifier.judge.folding import fold, skeleton, without_possessive
from verifier.judge.languages import UNSPACED_SCRIPTS, language, script_of
from verifier.judge.lexicon import concepts, proper_names

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:['’ʼ][^\W\d_]+)?|[^\W_]+")

#: What French and Italian write together with the next word: l'article, d'Ukraine, dell'Aquila, qu'il.
_ELIDED = re.compile(
    r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi)?qu|un|all|dall|dell|nell|sull|quell|quest)['’ʼ](?=\w)", re.I
)
_ELIDING = frozenset({"fr", "it"})
#: Thai is the first script without spaces between words.
_FIRST_UNSPACED = "\u0e00"


@dataclass(frozen=True, slots=True)
class Form:
    """What one spelling means in one language, wherever it stands."""

    folded: str
    stem: str
    keys: tuple[str, ...]
    concepts: tuple[str, ...]
    capital: bool
    stop: bool
    negation: bool
    digits: bool
    skeleton: str


class Word(NamedTuple):
    """One word in a text; `start` and `end` are code points. A tuple, as pages have thousands of them."""

    start: int
    end: int
    form: Form


@lru_cache(maxsize=65_536)
def stem(folded: str, code: str) -> str:
    """The word without a frequent ending of its language. Light on purpose: names must survive."""
    known = language(code)
    for suffix in known.suffixes:
        if folded.endswith(suffix) and len(folded) - len(suffix) >= known.min_stem:
            return folded[: -len(suffix)]
    return folded


@lru_cache(maxsize=131_072)
def form(spelling: str, code: str) -> Form:
    """Everything about a spelling that does not depend on where it stands."""
    known = language(code)
    whole = fold(spelling)
    bare = fold(without_possessive(spelling))
    if spelling[0].isdecimal():
        value = bare.rstrip(".,")
        keys: tuple[str, ...] = ("#" + value.replace(",", "."),)
        return Form(bare, value, keys, (), False, False, False, value.replace(",", "").replace(".", "").isdecimal(), "")
    is_stop = bare in known.stop or whole in known.stop
    negation = whole in known.negation
    capital = spelling[0].isupper()
    root = stem(bare, code)
    named = concepts(bare, code) if not is_stop or len(bare) > 2 or spelling.isupper() else ()
    if code == "en" and not capital:
        named = tuple(c for c in named if c not in proper_names())
    if is_stop and spelling.isupper() and len(spelling) >= 2 and named:
        is_stop = False  # US, IT … written in capitals is no pronoun when the lexicon knows it
    found = [] if is_stop else ["k:" + root]
    found += [] if is_stop else ["c:" + c for c in named]
    bones = skeleton(bare) if capital and len(bare) >= 3 else ""
    if bones and len(bones) >= 2 and not is_stop:
        found.append("n:" + bones)
    return Form(bare, root, tuple(found), named, capital, is_stop, negation, False, bones)


def words(text: str, code: str, start: int = 0, end: int | None = None) -> list[Word]:
    """The words of `text[start:end]`, in order. Scripts without spaces give pairs of characters."""
    found = []
    for match in _TOKEN.finditer(text, start, len(text) if end is None else end):
        spelling = match[0]
        start, end = match.span()
        elided = _ELIDED.match(spelling) if code in _ELIDING else None
        if elided is not None:
            spelling, start = spelling[elided.end() :], start + elided.end()
        if spelling[0] >= _FIRST_UNSPACED and len(spelling) > 1 and script_of(spelling[0]) in UNSPACED_SCRIPTS:
            found += [Word(start + i, start + i + 2, form(spelling[i : i + 2], code)) for i in range(len(spelling) - 1)]
        else:
            found.append(Word(start, end, form(spelling[:64], code)))
    return found


def content(found: list[Word]) -> list[Word]:
    """The words that carry meaning: no stop words."""
    return [w for w in found if w.form.keys]
