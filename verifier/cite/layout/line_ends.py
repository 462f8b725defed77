"""A text in, the same with one kind of line end and blank out, letter for letter; findings back in its own words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from verifier.model import Article, Citation, Citations, Recited, Skipped, Uncited

#: What must begin a new line (UAX #14: VT, FF, NEL, LS, PS) and a carriage return that no line feed follows.
_LINE_END = re.compile(r"[\x0b\x0c\x85\u2028\u2029]|\r(?!\n)")
_LINE_ENDS = "\r\x0b\x0c\x85\u2028\u2029"
#: Blanks that hardly any pattern knows, the one that opens Chinese paragraphs among them.
_ODD_BLANK = re.compile(r"[\x1c-\x1f\u1680\u2000-\u2008\u200a\u205f\u3000]")
_SEPARATORS = "\x1c\x1d\x1e\x1f"

_Row = TypeVar("_Row", Citation, Skipped, Uncited, Recited)


def in_plain_lines(article: Article) -> Article:
    """The article with each odd line end as `\\n` and each odd blank as a space: every offset stays what it is."""
    text = article.text
    if any(sign in text for sign in _LINE_ENDS):
        text = _LINE_END.sub("\n", text)
    if not text.isascii() or any(sign in text for sign in _SEPARATORS):
        text = _ODD_BLANK.sub(" ", text)
    return article if text == article.text else replace(article, text=text)


def as_printed(found: Citations, article: Article) -> Citations:
    """The findings with the words of the article that was handed in."""
    if found.article is article:
        return found
    return replace(
        found,
        article=article,
        citations=tuple(
            replace(one, claim=replace(one.claim, text=" ".join(article.text[a:b] for a, b in one.claim.spans)))
            for one in _printed(found.citations, article.text)
        ),
        skipped=_printed(found.skipped, article.text),
        uncited=_printed(found.uncited, article.text),
        recited=_printed(found.recited, article.text),
    )


def _printed(rows: Sequence[_Row], text: str) -> tuple[_Row, ...]:
    return tuple(replace(one, text=text[one.start : one.end]) for one in rows)
