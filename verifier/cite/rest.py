"""Citations found in, the same out with what repeats them and with what none of them backs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from verifier.cite.layout import Ground, lay_out
from verifier.cite.lexicon import Lexicon
from verifier.cite.recited import find_recited
from verifier.cite.sentences import Sentence
from verifier.cite.uncited import backed_spans, find_uncited, joined
from verifier.model import Citations, Span


def with_the_rest(
    found: Citations,
    words: Lexicon,
    sentences: Sequence[Sentence],
    brackets: Sequence[Span],
    notes_begin: int | None,
) -> Citations:
    """`recited` and `uncited` filled in; what is recited is not uncited. `brackets` are the outermost ones."""
    ground = Ground(found.article.text, words, sentences, brackets, notes_begin, found.article.title)
    paragraphs = lay_out(ground, [(one.start, one.end) for one in found.citations])
    recited = find_recited(ground, paragraphs, found.citations)
    backed = backed_spans(found.citations, paragraphs, ground.text)
    backed = joined([*backed, *((one.start, one.end) for one in recited)])
    return replace(found, recited=recited, uncited=find_uncited(ground, paragraphs, backed))
