"""Citations found in, the same out with what repeats them and with what none of them backs."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace

from verifier.cite.layout.paragraphs import Ground, lay_out
from verifier.cite.layout.sentences import Sentence
from verifier.cite.unbacked.recited import find_recited
from verifier.cite.unbacked.uncited import backed_spans, find_uncited, joined
from verifier.cite.words.lexicon import Lexicon
from verifier.model import Citation, Citations, Skipped, Span


def with_the_rest(
    found: Citations,
    words: Lexicon,
    sentences: Sequence[Sentence],
    brackets: Sequence[Span],
    notes_begin: int | None,
) -> Citations:
    """`recited` and `uncited` filled in; what is recited is not uncited. `brackets` are the outermost ones.

    Brackets that turned out to be part of a citation, as in an address, are no longer told as skipped.
    """
    ground = Ground(found.article.text, words, sentences, brackets, notes_begin, found.article.title)
    paragraphs = lay_out(ground, [(one.start, one.end) for one in found.citations])
    recited = find_recited(ground, paragraphs, found.citations)
    backed = backed_spans(found.citations, paragraphs, ground.text)
    backed = joined([*backed, *((one.start, one.end) for one in recited)])
    skipped = tuple(_outside(found.skipped, found.citations))
    return replace(found, skipped=skipped, recited=recited, uncited=find_uncited(ground, paragraphs, backed))


def _outside(skipped: Sequence[Skipped], citations: Sequence[Citation]) -> Iterator[Skipped]:
    """The brackets that stand in no citation. Both are in order, and citations do not overlap."""
    starts = [one.start for one in citations]
    for one in skipped:
        around = bisect_right(starts, one.start) - 1
        if around < 0 or citations[around].end < one.end:
            yield one
