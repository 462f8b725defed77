"""A bracket that holds only a date in, the outlet or author named in the sentence before it out."""

from __future__ import annotations

import re
from collections.abc import Collection

from verifier.cite.lexicon import Lexicon
from verifier.cite.outlets import OutletTable
from verifier.model import Span

_WORD = re.compile(r"[^\s()\[\]«»„“”\"]+")
_LONGEST_NAME = 5
_WINDOW_CHARS = 240
_AUTHOR = r"[A-ZÀ-ÞА-ЯЁ][\w'’-]+"
_AUTHORS_END = re.compile(
    rf"({_AUTHOR}(?:,\s{_AUTHOR}){{0,3}},?\s(?:and|&|und|et|y|e|i|и)\s{_AUTHOR}"
    rf"|{_AUTHOR}\s(?:et al\.?|и др\.?|u\. ?a\.|i in\.))\s?$"
)
_LAST_NAME = re.compile(r"((?:[A-Z]\.\s?)?[^\W\d_][\w'’-]*)\s?$")
_SENTENCE_START = re.compile(r"[.!?…]\s+(?=[A-ZА-ЯЁ«“„\"])")


def outlet_before(text: str, start: int, line_start: int, words: Lexicon, outlets: OutletTable) -> Span | None:
    """The outlet that the sentence names for a bare date at `start`: just before it, or as the subject of `wrote`.

    Only media count: `NATO (July 10)` is an event more often than a source.
    """
    begin = max(line_start, start - _WINDOW_CHARS)
    window = text[begin:start]
    for match in _SENTENCE_START.finditer(window):
        begin = max(begin, start - len(window) + match.end())
    tokens = [match.span() for match in _WORD.finditer(text, begin, start)]
    return _just_before(text, tokens, words, outlets) or _as_subject(text, tokens, start, words, outlets)


def _just_before(text: str, tokens: list[Span], words: Lexicon, outlets: OutletTable) -> Span | None:
    """`Profil magazine (June 6)`, `in Kommersant (May 3)`: nothing but a word such as `daily` between."""
    last = len(tokens)
    whole = _ending_at(text, tokens, last, outlets)
    if whole and outlets.knows(text[slice(*whole)]):
        return whole
    while last and words.is_one_of("media_nouns", text[slice(*tokens[last - 1])]) and len(tokens) - last < 2:
        last -= 1
    return _ending_at(text, tokens, last, outlets) or whole


def _ending_at(text: str, tokens: list[Span], last: int, outlets: OutletTable) -> Span | None:
    for first in range(max(0, last - _LONGEST_NAME), last):
        span = (tokens[first][0], tokens[last - 1][1])
        if _is_media(text[slice(*span)], outlets):
            return span
    return None


def _is_media(name: str, outlets: OutletTable) -> bool:
    if len(name) < 3 or not name[0].isalnum() or not any(letter.isupper() for letter in name[:4]):
        return False
    outlet = outlets.find(name) if outlets.knows(name) or " " in name else None
    return outlet is not None and outlet.is_media


def _as_subject(text: str, tokens: list[Span], start: int, words: Lexicon, outlets: OutletTable) -> Span | None:
    """`As the daily Profil put it, … (August 8)`: an outlet, a verb of saying, a comma or colon."""
    for first in range(len(tokens)):
        rest = text[tokens[first][0] : start]
        verb = words.leading("reporting", rest)
        if verb is None or first == 0:
            continue
        said = rest[len(verb) :].lstrip()
        if said and not said.startswith((",", ":", "that ", "“", '"', "«")):
            continue
        found = _ending_at(text, tokens, first, outlets)
        if found:
            return found
    colon = text.rfind(":", tokens[0][0] if tokens else start, start)
    if tokens and colon >= 0:
        before = [token for token in tokens if token[1] <= colon + 1]
        if before and len(before) <= _LONGEST_NAME:
            trimmed = [*before[:-1], (before[-1][0], min(before[-1][1], colon))]
            return _ending_at(text, trimmed, len(trimmed), outlets)
    return None


def author_before(text: str, start: int, line_start: int, cited: Collection[str]) -> Span | None:
    """The authors that stand before a bare year: two joined names, `et al.`, or one cited elsewhere in the article."""
    begin = max(line_start, start - _WINDOW_CHARS)
    before = text[begin:start]
    match = _AUTHORS_END.search(before)
    if match:
        return begin + match.start(1), begin + match.end(1)
    single = _LAST_NAME.search(before[-60:])
    if single and single[1] in cited:
        offset = start - len(before[-60:])
        return offset + single.start(1), offset + single.end(1)
    return None
