"""An English pair in, the match it would give if its page were in another language out.

There is next to no labelled data of English claims against foreign pages. Reading English pages
through the lexicon, names and numbers alone gives the same features; a quarter of the lexicon's
hits is dropped, since real pages use words that its columns do not have.
"""

from __future__ import annotations

import zlib

from verifier.judge.matching import Match
from verifier.judge.page import Page
from verifier.judge.words import Word
from verifier.model import Pair

_DROPPED_OF_100 = 25


class ForeignPage(Page):
    """A page whose word stems cannot be compared with the claim's."""

    def reads(self, code: str) -> bool:  # noqa: ARG002 - the seam has it
        """Never: that is the point."""
        return False

    def _keys_abroad(self, word: Word) -> tuple[str, ...]:
        keys = [k for k in super()._keys_abroad(word) if not k.startswith("k:")]
        return tuple(k for k in keys if not k.startswith("c:") or self._translated(k))

    def _translated(self, key: str) -> bool:
        return zlib.crc32(f"{key}{self.text[:40]}".encode()) % 100 >= _DROPPED_OF_100


def foreign_match(pair: Pair) -> Match:
    """The match of an English pair, its page taken to be foreign."""
    return Match(pair.claim, "en", ForeignPage(pair.source, "en", pair.source_date), pair.claim_date)
