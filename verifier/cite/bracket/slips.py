"""A field beside a known outlet in, the date it was meant to be out: misspelt months, days that no calendar has."""

from __future__ import annotations

import re
from collections.abc import Iterator

from verifier.cite.bracket.dates import PrintedDate, read_date
from verifier.cite.words.lexicon import Lexicon

_SLIPPED = re.compile(r"(?:\d{1,2}\.?\s)?([^\W\d_]{4,13})(?:\s\d{1,2})?(?:,?\s(?:19|20)\d\d)?")
_NO_DAY = re.compile(r"\d{1,2}([./-])\d{1,2}\1(?:\d\d){1,2}")
_DIGIT = re.compile(r"\d")
#: In a shorter month one letter less or more may be another word: `March`, `match`.
_FEWEST_LETTERS = 6


def slipped_date(printed: str, words: Lexicon) -> PrintedDate | None:
    """The date in `Setpember 3`: one letter too many, too few, wrong, or two in the wrong order."""
    match = _SLIPPED.fullmatch(printed)
    if not match or not _DIGIT.search(printed):
        return None
    said = match[1].lower()
    meant = {words.months[name]: name for name in _one_edit_off(said, words)}
    if said in words.months or len(meant) != 1:
        return None
    [name] = meant.values()
    read = read_date(printed[: match.start(1)] + name + printed[match.end(1) :], 0, words)
    return read[0] if read and read[0].full else None


def names_no_day(printed: str) -> bool:
    """`13/13/2025`: written like a date, which it cannot be."""
    return _NO_DAY.fullmatch(printed) is not None


def _one_edit_off(said: str, words: Lexicon) -> Iterator[str]:
    for name in words.months:
        if abs(len(name) - len(said)) > 1 or len(name) < _FEWEST_LETTERS - 1:
            continue
        if _swapped(name, said) or (len(name) >= _FEWEST_LETTERS and _edited(name, said)):
            yield name


def _swapped(name: str, said: str) -> bool:
    """Whether two neighbouring letters changed places (Damerau 1964)."""
    if len(name) != len(said):
        return False
    apart = [at for at in range(len(name)) if name[at] != said[at]]
    if len(apart) != 2 or apart[1] != apart[0] + 1:
        return False
    return name[apart[0]] == said[apart[1]] and name[apart[1]] == said[apart[0]]


def _edited(name: str, said: str) -> bool:
    """Whether one letter was changed, left out or put in."""
    same = 0
    while same < min(len(name), len(said)) and name[same] == said[same]:
        same += 1
    longer, shorter = (name, said) if len(name) >= len(said) else (said, name)
    rest = shorter[same + 1 :] if len(longer) == len(shorter) else shorter[same:]
    return longer[same + 1 :] == rest
