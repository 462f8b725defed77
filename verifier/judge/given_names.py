"""Two first names in, whether they may be one person's out: Bill and William, Olena and Elena, J. and Jan.

`given_names.csv` has one name a line with what it is in other languages and in short; first names that it does not
know may be one person's when they begin alike.
"""

from __future__ import annotations

from difflib import SequenceMatcher
from functools import cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import skeleton

#: First letters that one name may have in two spellings: Olena, Elena, Helena; Volha, Wolha; Kateryna, Catherine.
_ALIKE = str.maketrans({"e": "a", "i": "a", "o": "a", "u": "a", "y": "a", "h": "a", "g": "a", "w": "v", "c": "k"})
#: How much alike two names must be spelled to be one that the alphabets and languages spell differently.
_SIMILAR = 0.6


@cache
def _groups() -> dict[str, frozenset[int]]:
    """The lines that each known first name is in, folded."""
    groups: dict[str, set[int]] = {}
    for line, row in enumerate(table_rows("given_names.csv")):
        for name in row["names"].split():
            groups.setdefault(name, set()).add(line)
    return {name: frozenset(lines) for name, lines in groups.items()}


@cache
def _skeletons() -> frozenset[str]:
    return frozenset(skeleton(name) for name in _groups())


def _lines(folded: str) -> frozenset[int]:
    """The lines of a name, or of what it may be a case of: Annu, Jana, Piotrem."""
    groups = _groups()
    bases = (folded, folded[:-1], folded[:-1] + "a", folded[:-2])
    return next((groups[base] for base in bases if len(base) > 2 and base in groups), frozenset())


def is_given_name(folded: str) -> bool:
    """Is it known to be a first name, in whatever spelling?"""
    return bool(_lines(folded)) or (len(skeleton(folded)) > 2 and skeleton(folded) in _skeletons())


def may_be_one(one: str, other: str) -> bool:
    """May two first names, folded, be spellings or short forms of one?"""
    known, others = _lines(one), _lines(other)
    if known and others:
        return bool(known & others)
    if skeleton(one)[:2] == skeleton(other)[:2] or one[1:2] == other[1:2] == "":
        return True
    if alike(one, other):
        return True  # Jyldyz and Zhyldyz
    first, second = (name.removeprefix("j" if name[:2] == "je" else "")[:1].translate(_ALIKE) for name in (one, other))
    return first == second


def alike(one: str, other: str) -> bool:
    """Are two folded names spelled nearly alike?"""
    return SequenceMatcher(None, one, other).ratio() >= _SIMILAR
