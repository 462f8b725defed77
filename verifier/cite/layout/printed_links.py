"""A text that prints links as `[words](address)` in, the same text with the markup blanked out, and back again.

Offsets stay those of the text that was handed in: the markup is overwritten with blanks while citations are sought,
and what is found is cut around it afterwards.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from operator import itemgetter

from verifier.cite.words.splitting import trimmed
from verifier.model import Article, Citation, Citations, Span

_BLANKS = " \t\r\n\u00a0"


def printed_markup(article: Article) -> list[Span]:
    """Where the brackets and addresses of links stand that are printed in the text; empty for most texts."""
    text = article.text
    found: list[Span] = []
    if "](" not in text:
        return []
    for link in sorted(article.links, key=lambda link: link.span):
        start, end = link.span
        tail = f"]({link.url})"
        if start and text[start - 1] == "[" and text.startswith(tail, end) and (not found or found[-1][1] < start):
            found += [(start - 1, start), (end, end + len(tail))]
    return found


def blanked(article: Article, markup: Sequence[Span]) -> Article:
    """The article with blanks for the markup, offsets unchanged."""
    pieces, at = [], 0
    for start, end in markup:
        pieces += [article.text[at:start], " " * (end - start)]
        at = end
    return replace(article, text="".join([*pieces, article.text[at:]]))


def restored(found: Citations, article: Article, markup: Sequence[Span]) -> Citations:
    """What was found in the blanked text, in the words of the text itself; claims are cut around the markup."""
    text = article.text
    return replace(
        found,
        article=article,
        citations=tuple(_restored(one, text, markup) for one in found.citations),
        skipped=tuple(replace(one, text=text[one.start : one.end]) for one in found.skipped),
        uncited=tuple(replace(one, text=text[one.start : one.end]) for one in found.uncited),
        recited=tuple(replace(one, text=text[one.start : one.end]) for one in found.recited),
    )


def _restored(citation: Citation, text: str, markup: Sequence[Span]) -> Citation:
    spans = tuple(piece for span in citation.claim.spans for piece in _around(span, text, markup))
    parts = citation.claim.parts if spans == citation.claim.spans else ()
    claim = replace(citation.claim, text=" ".join(text[a:b] for a, b in spans), spans=spans, parts=parts)
    return replace(citation, text=text[citation.start : citation.end], claim=claim)


def _around(span: Span, text: str, markup: Sequence[Span]) -> list[Span]:
    """The span in pieces without the markup in it, and without blanks at their ends."""
    pieces, at = [], span[0]
    number = bisect_right(markup, span[0], key=itemgetter(1))
    while number < len(markup) and markup[number][0] < span[1]:
        start, end = markup[number]
        pieces.append((at, max(at, start)))
        at, number = end, number + 1
    cut = (trimmed(text, piece, _BLANKS) for piece in (*pieces, (at, max(at, span[1]))))
    return [piece for piece in cut if piece[0] < piece[1]]
