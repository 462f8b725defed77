"""The words of a scholar's note in, the name by which its book, archive or letter goes out."""

from __future__ import annotations

import re
from typing import NamedTuple

from verifier.model import Span

_WORD = r"[^\W\d_a-zа-яё][\w.'’-]{0,30}"
_PERSON = rf"{_WORD}(?:\s{_WORD}){{0,3}}"
#: `Pavel Zolotarev, Ports of the Crimea (Simferopol: Tavria, 1998), 88.`
_BOOK = re.compile(
    rf"\s{{0,9}}({_PERSON}(?:(?:,|,? and|,? und|,? et|,? y|,? e|,? и| &)\s{_PERSON}){{0,3}}),\s[^()\r\n]{{3,200}}"
    r"\([^()\r\n]{2,80}[:,]\s[^()\r\n]{0,60}?((?:1[5-9]|20)\d\d)\)"
)
#: `Ramm to Hansen, 14 March 1838`
_LETTER = re.compile(rf"\s{{0,9}}({_PERSON})\s(?:to|an|à|a|do|k)\s{_PERSON},\s(?=[^\r\n]{{0,40}}\d{{4}})")
#: `State Archive of Odessa Region, f. 1, op. 214`
_ARCHIVE = re.compile(
    r"\s{0,9}([^\W\d_a-zа-яё][^,;()\r\n\d]{3,80}),\s"
    r"(?:f\.|fond|ф\.|фонд|RG|[Rr]ecord [Gg]roup|[Bb]ox|MS|Bestand|zesp\.|sygn\.|fol\.)\s?[\w/-]{1,12}\b"
)
_AND = re.compile(r",?\s(?:and|und|et|y|e|и|&)\s|,\s")


class Named(NamedTuple):
    """Where the name stands that a note goes by, and its year if the shape of the note tells it."""

    span: Span
    name: str
    year: str | None = None


def name_of_note(text: str, start: int, end: int) -> Named | None:
    """The name of the authors of a book, the writer of a letter or the archive that a note names; else None."""
    book = _BOOK.match(text, start, end)
    if book:
        families = [name.split()[-1] for name in _AND.split(book[1]) if name.strip()]
        return Named(book.span(1), _joined(families), book[2])
    found = _LETTER.match(text, start, end) or _ARCHIVE.match(text, start, end)
    return Named(found.span(1), found[1]) if found else None


def _joined(families: list[str]) -> str:
    return families[0] if len(families) == 1 else ", ".join(families[:-1]) + " and " + families[-1]
