"""An article with the way back to its markup and what was found in it, in; the same with places in the markup, out."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from verifier.model import Article, Citation, Citations, Claim, MarkedArticle, Piece, Span

if TYPE_CHECKING:
    from verifier.read.markup import Visible

#: What may stand in the source between two pieces of one stretch: tags, an advertisement, hidden words.
_MAX_GAP_CHARS = 4_000


def to_markup(article: Article, span: Span) -> Span | None:
    """Where `article.text[span]` is written in the submitted markup, both as half-open offsets in code points.

    None when the article was no markup, or when the stretch is not written there in one go and in this order.
    Signs that only the layout shows (a bullet, the marks of `<q>`) may miss at either end.
    """
    if not isinstance(article, MarkedArticle):
        return None
    start, end = span
    number = max(0, bisect_right(article.pieces, start, key=_start) - 1)
    first: int | None = None
    at, last = start, 0
    for place in range(number, len(article.pieces)):
        piece = article.pieces[place]
        if piece[1] <= start:
            continue
        if piece[0] >= end:
            break
        if _has_words(article.text, at, piece[0]):
            return None
        low, high = _inside(piece, start, end)
        if first is not None and not last <= low <= last + _MAX_GAP_CHARS:
            return None
        first = low if first is None else first
        at, last = piece[1], high
    if first is None or _has_words(article.text, at, end):
        return None
    return first, last


def _start(piece: Piece) -> int:
    return piece[0]


def _has_words(text: str, start: int, end: int) -> bool:
    return any(char.isalnum() for char in text[start:end])


def _inside(piece: Piece, start: int, end: int) -> Span:
    """The part of a piece within the span, in the source. A unit is taken whole."""
    if piece[1] - piece[0] != piece[3] - piece[2]:
        return piece[2], piece[3]
    return piece[2] + max(0, start - piece[0]), piece[3] - max(0, piece[1] - end)


def with_pieces(article: Article, source: Visible) -> MarkedArticle:
    """The article with the way back to the markup it was submitted as."""
    from verifier.read.alignment import align

    return MarkedArticle(**_fields(article), pieces=align(article.text, source))


def _fields(article: Article) -> dict[str, Any]:
    return {field.name: getattr(article, field.name) for field in fields(Article)}


def marked(found: Citations) -> Citations:
    """The same findings with `markup` filled in; their article leaves its map behind."""
    article = found.article
    if not isinstance(article, MarkedArticle):
        return found
    return replace(
        found,
        article=Article(**_fields(article)),
        citations=tuple(_marked(article, citation) for citation in found.citations),
    )


def _marked(article: Article, citation: Citation) -> Citation:
    return replace(
        citation,
        markup=to_markup(article, (citation.start, citation.end)),
        claim=_marked_claim(article, citation.claim),
    )


def _marked_claim(article: Article, claim: Claim) -> Claim:
    places = [place for span in claim.spans if (place := to_markup(article, span)) is not None]
    return replace(claim, markup=tuple(places)) if len(places) == len(claim.spans) else claim
