"""Two printed lines in, how they are put together out: with a blank, without, or without the hyphen between them."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable
from importlib.resources import files

#: Hyphens that were only put in for the line break: the soft one, and what browsers print for it.
SOFT = "\u00ad\u2010"
_HYPHENS = SOFT + "-\u2011"
_DASHES = ("–", "—")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
_STEM = re.compile(r"(?:[^\W\d_]+[-\u2010\u2011])*[^\W\d_]+$")
_REST = re.compile(r"[^\W\d_]+")
_URL = re.compile(r"(?:https?://|www\.)\S{0,1000}$", re.IGNORECASE)
_URL_BREAKS = "/-_=&?#%.~"


def words_known(texts: Iterable[str]) -> Counter[str]:
    """Every word of the text and how often it stands there whole: the evidence for mending hyphens."""
    known: Counter[str] = Counter()
    broken = False
    for text in texts:
        words = [word.casefold() for word in _WORD.findall(text)]
        # The halves of a broken word are no words.
        begin, broken = int(broken), text[-1:] in _HYPHENS
        known.update(words[begin : len(words) - int(broken)])
    return known


def is_broken(text: str) -> bool:
    """Whether the line ends within a word."""
    return text[-1:] in _HYPHENS and len(text) > 1 and not text[-2].isspace()


def joint(before: str, after: str, known: Counter[str]) -> tuple[int, str]:
    """How many characters to take from the end of the first line, and what to put between the two."""
    address = _URL.search(before)
    if address and (before[-1] in _URL_BREAKS or after[0] in _URL_BREAKS[:-2]) and not after.startswith(". "):
        return 0, ""
    alone = len(after.split()) == 1 and "://" not in after and (after[0].islower() or after[0].isdigit())
    if address and alone and before[-1].isalnum():
        return 0, ""  # the rest of the address, alone on its line
    if not is_broken(before):
        # A dash without a blank before it has none behind it either: 2024–2025, word—word.
        closed = before[-1:] in _DASHES and not before[-2:-1].isspace() and not after[:1].isspace()
        return 0, "" if closed else " "
    stem, rest = _STEM.search(before[:-1]), _REST.match(after)
    if stem is None or rest is None:
        return 0, ""
    return (1, "") if _mends(stem[0], rest[0], before[-1], known) else (0, "")


def _mends(stem: str, rest: str, hyphen: str, known: Counter[str]) -> bool:
    """Whether the hyphen was put in for the line's end alone."""
    if rest[0].isupper() and not (stem.isupper() and len(stem) > 1):
        return False
    whole, compound = known[(stem + rest).casefold()], known[f"{stem}-{rest}".casefold()]
    if whole or compound:
        return whole > compound
    if hyphen in SOFT:
        return True
    if "-" in stem:  # one of several: man-of-war
        return False
    before, behind = _compounds()
    if stem.casefold() in before or rest.casefold() in behind:
        return False
    both_are_words = known[stem.casefold()] > 0 and known[rest.casefold()] > 0
    return not (both_are_words and min(len(stem), len(rest)) >= 4)


@functools.cache
def _compounds() -> tuple[frozenset[str], frozenset[str]]:
    """First and last parts of compounds that keep their hyphen."""
    text = files("verifier.page").joinpath("compounds.txt").read_text("utf-8")
    parts = [part for line in text.splitlines() if not line.startswith("#") for part in line.split()]
    before = frozenset(part[:-1] for part in parts if part.endswith("-"))
    return before, frozenset(part[1:] for part in parts if part.startswith("-"))
