"""Two documents of one page in, whether the words of one stand in the other out; pure."""

from __future__ import annotations

from verifier.model import Document
from verifier.shingles import Shingles, shingles


def has_all_of(document: Document, other: Document) -> bool:
    """Whether nothing that the other one says is missing, neither in the article nor in what stands outside it."""
    return _runs(other) <= _runs(document)


def says_the_same(document: Document, other: Document) -> bool:
    """Whether each has all words of the other."""
    return _runs(document) == _runs(other)


def _runs(document: Document) -> Shingles:
    """Of the article and of what stands outside it, for figures are mended in tables."""
    return shingles(document.text) | shingles(document.outside)
