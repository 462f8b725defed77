"""A matched page in, the chunks a model reads it in out: whole sentences, as many as fit, the most promising first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from verifier.judge.matching import Match
from verifier.judge.page import Page


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of the page with the numbers of its sentences; of a very long sentence it may be a piece."""

    sentences: tuple[int, ...]
    text: str


def chunks(match: Match, sizes: Sequence[int], room: int, cut: Callable[[str, int], list[str]]) -> list[Chunk]:
    """All of the page, each sentence once, best chunk first: the one with the best sentence by retrieval.

    `sizes` are the tokens of the sentences, `room` those a chunk may have, `cut` splits a sentence that has more.
    """
    found: list[Chunk] = []
    waiting: list[int] = []
    filled = 0
    for at, size in enumerate(sizes):
        if waiting and filled + size > room:
            found.append(_slice(match.page, waiting))
            waiting, filled = [], 0
        if size > room:
            found += [Chunk((at,), piece) for piece in cut(match.page.told(at), room)]
            continue
        waiting.append(at)
        filled += size
    if waiting:
        found.append(_slice(match.page, waiting))
    return sorted(found, key=lambda chunk: -max(match.scores[at] for at in chunk.sentences))


def best_sentences(match: Match, sizes: Sequence[int], room: int) -> Chunk | None:
    """The sentences nearest to the claim from all over the page, in page order; None if there are none."""
    chosen: list[int] = []
    for at in sorted(match.sentences_with_any, key=lambda i: (-match.scores[i], i)):
        if sizes[at] <= room:
            chosen.append(at)
            room -= sizes[at]
    if not chosen:
        return None
    return Chunk(tuple(sorted(chosen)), " ".join(match.page.told(at) for at in sorted(chosen)))


def _slice(page: Page, sentences: list[int]) -> Chunk:
    if not page.rows.keys().isdisjoint(sentences):
        return Chunk(tuple(sentences), "\n".join(page.told(at) for at in sentences))
    start, end = page.span(sentences[0])[0], page.span(sentences[-1])[1]
    return Chunk(tuple(sentences), page.text[start:end])
