"""A text in, its words that carry meaning out, each as the keys by which another language's word is recognised.

Implements `protocols.Terms` for whoever compares headlines and claims without judging them.
"""

from __future__ import annotations

from functools import lru_cache

from verifier.judge.folding import same_skeleton
from verifier.judge.languages import detect
from verifier.judge.lexicon import proper_names
from verifier.judge.words import content, words

_LONGEST = 20_000
_SHORTEST_CUT = 4
_LONGEST_ENDING = 2
#: How stems end that were hard before a case ending: Горлівка, у Горлівці; Wieliczka, w Wieliczce.
_SOFTENED = ("ts", "c")
#: Claims and headlines are compared again and again; whole texts kept with their keys would fill the memory.
_KEPT_BELOW = 500


def terms(text: str, language: str | None) -> tuple[tuple[str, ...], ...]:
    """The content words in order, of at most 20,000 characters; without a language, of the one the text looks like."""
    return _kept(text, language) if len(text) < _KEPT_BELOW else _terms(text[:_LONGEST], language)


def _terms(sample: str, language: str | None) -> tuple[tuple[str, ...], ...]:
    return tuple(_keys(word.form.keys) for word in content(words(sample, language or detect(sample) or "und")))


_kept = lru_cache(maxsize=4_096)(_terms)


def _keys(keys: tuple[str, ...]) -> tuple[str, ...]:
    """A name also by its bones without what may be a case ending: Туском and Tusk.

    The bones of a word of the lexicon are marked `m:`: written large it may be a name (Гарадок, Norderhall) or not.
    """
    known = [key[2:] for key in keys if key.startswith("c:")]
    mark = "m:" if known and proper_names().isdisjoint(known) else "n:"
    bones = [key[2:] for key in keys if key.startswith("n:")]
    softened = any(key.startswith("k:") and key.endswith(_SOFTENED) for key in keys)
    bare = [
        name[:-cut]
        for name in bones
        for cut in range(1, _LONGEST_ENDING + 1)
        if len(name) - cut >= _SHORTEST_CUT - 1 and same_skeleton(name[:-cut], name)
    ]
    hard = [name[:-1] + "k" for name in bones if softened and name.endswith("s") and len(name) >= _SHORTEST_CUT]
    return (*(key for key in keys if not key.startswith("n:")), *(mark + name for name in (*bones, *bare, *hard)))
