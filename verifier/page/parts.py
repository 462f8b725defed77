"""Places in a text as it was laid out in, the same places in its tidied form out."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from verifier.model import Part
from verifier.page.clean import tidy


def printed_pages(text: str, pages: Sequence[tuple[int, int]], tidied: str) -> tuple[Part, ...]:
    """Which stretches of `tidied` are of which page. `pages` are offsets in `text` and the page from there on, from 0.

    Tidying takes away blanks and marks without width, so the letters are counted.
    """
    starts = [start for start, _ in pages]
    sizes = [_letters(tidy(text[start:end])) for start, end in pairwise([*starts, len(text)])]
    at = 0
    parts: list[Part] = []
    for (_, page), size in zip(pages, sizes, strict=True):
        start = _past_blanks(tidied, at)
        at = _behind(tidied, start, size)
        if at > start:
            parts.append((start, at, page + 1, None))
    return tuple(parts)


def clipped(parts: Sequence[Part], length: int) -> tuple[Part, ...]:
    """The parts of a text that was cut off after so many characters."""
    return tuple((start, min(end, length), page, posted) for start, end, page, posted in parts if start < length)


def _letters(text: str) -> int:
    return len("".join(text.split()))


def _past_blanks(text: str, at: int) -> int:
    while at < len(text) and text[at].isspace():
        at += 1
    return at


def _behind(text: str, start: int, letters: int) -> int:
    """Where so many letters from `start` on end."""
    at = start
    while letters > 0 and at < len(text):
        letters -= not text[at].isspace()
        at += 1
    return at
