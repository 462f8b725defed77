"""Brackets that could as well date an event in, those that the article around them makes citations out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence

from verifier.cite.bracket.grammar import Content
from verifier.cite.words.lexicon import Lexicon
from verifier.model import Span

#: An article that cites so often in brackets cites an unknown name with a month, too.
_FEWEST_CITED = 2
_BEFORE_CHARS = 120
_NEAR_CHARS = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE_END = re.compile(r"[.!?…]\s")
_LONGEST_BETWEEN = 60
_MOST_WORDS = 5


def is_monthly(content: Content) -> bool:
    """Whether a name with a month and a year stands in the bracket, not a surname with a year."""
    return any(date.month is not None for source in content.sources for date in source.dates)


def cites_monthly(text: str, bracket: Span, content: Content, cited: Sequence[Span], words: Lexicon) -> bool:
    """Whether `(Zolotodobycha, February 2021)` is the issue of a monthly, not what happened there that month.

    The article must cite in brackets elsewhere, the name must stand nowhere else, no event be spoken of before it,
    and it must go on from another citation: `Truckers (…) and mine owners (…)`. `cited` are the others, in order.
    """
    start, end = bracket
    name = content.sources[0].name.text
    if len(cited) < _FEWEST_CITED or text.count(name, max(0, start - _NEAR_CHARS), end + _NEAR_CHARS) > 1:
        return False
    before = text[max(0, start - _BEFORE_CHARS) : start]
    opens = [match.end() for match in _SENTENCE_END.finditer(before)]
    before = before[opens[-1] :] if opens else before
    if any(words.is_one_of("events", word) for word in _WORD.findall(before)):
        return False
    at = bisect_left(cited, bracket)
    before_it = text[cited[at - 1][1] : start] if at else ""
    after_it = text[end : cited[at][0]] if at < len(cited) else ""
    return any(_goes_on(between, words) for between in (before_it, after_it))


def _goes_on(between: str, words: Lexicon) -> bool:
    """Whether a few words with `and` before them are all that stands between two citations."""
    said = between[:_LONGEST_BETWEEN].strip(" ,\u00a0")
    found = words.leading("conjunctions", said)
    return bool(found) and len(between) <= _LONGEST_BETWEEN and 1 < len(said.split()) <= _MOST_WORDS
