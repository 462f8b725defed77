"""Two pages of one outlet in two languages → whether they are one piece in two editions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verifier.resolve.matching import Keys, keys_of, share

#: So much of each headline, and of each beginning, must stand in the other's.
_HEADS, _LEADS = 0.5, 0.55


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """What is compared of a page: the keys of its headline, of headline and first sentences, its day and language."""

    language: str | None
    day: str | None
    head: Sequence[Keys]
    lead: Sequence[Keys]


def is_edition(one: Piece, other: Piece) -> bool:
    """Whether both, of one day, say the same in two languages; False where one of them says nothing."""
    if not one.language or not other.language or one.language == other.language or one.day != other.day:
        return False
    return _agree(one.head, other.head) >= _HEADS and _agree(one.lead, other.lead) >= _LEADS


def _agree(words: Sequence[Keys], others: Sequence[Keys]) -> float:
    there = share(words, keys_of(others), {}, same=False)
    return min(there, share(others, keys_of(words), {}, same=False))
