"""Sentences in, those among them that offer what readers have to subscribe or sign up for out.

An offer is made of two things, in one sentence or in two: who may read (`subscribe`, `join` of `gist.toml`), and what
or how far (`reading`, `reading_on`), in one language.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.fetch.patterns import by_language

#: So many sentences at the end of a text, each of so many words, may make an offer together.
_SENTENCES = 4
_WORDS = 14


def asks_to_read_on(words: str) -> bool:
    """Whether a sentence, as a phrase, asks its readers to join so that they may read on."""
    return any(one.asks_to_read_on(words) for one in _languages())


def offers_in(sentences: Sequence[str], known: Sequence[bool], free: Sequence[bool]) -> list[bool]:
    """Which sentences of a text make an offer, each given as a phrase.

    Those that are `known` to do; and of those that are `free` to be taken for one, which make one by themselves, or
    together at the end of the text, or ask to join behind another offer.
    """
    offers = [
        is_known or (is_free and any(one.offers(words) for one in _languages()))
        for words, is_known, is_free in zip(sentences, known, free, strict=True)
    ]
    tail = max(0, len(sentences) - _SENTENCES)
    if not any(offers) and any(one.offers_together(sentences[tail:]) for one in _languages()):
        first = next(
            at for at in range(tail, len(sentences)) if any(one.is_part(sentences[at]) for one in _languages())
        )
        offers[first:] = free[first:]
    if any(offers):
        for at in range(offers.index(True), len(sentences)):
            offers[at] = offers[at] or (free[at] and any(one.asks_to_join(sentences[at]) for one in _languages()))
    return offers


@dataclass(frozen=True, slots=True)
class _Language:
    """What offers of one language are made of."""

    subscribe: re.Pattern[str]
    join: re.Pattern[str] | None
    reading: re.Pattern[str]
    reading_on: re.Pattern[str]

    def asks_to_join(self, words: str) -> bool:
        return bool(self.subscribe.search(words) or (self.join and self.join.search(words)))

    def is_part(self, words: str) -> bool:
        return self.asks_to_join(words) or bool(self.reading_on.search(words))

    def offers(self, words: str) -> bool:
        return bool(self.subscribe.search(words) and self.reading.search(words)) or self.asks_to_read_on(words)

    def asks_to_read_on(self, words: str) -> bool:
        return bool(self.reading_on.search(words)) and self.asks_to_join(words)

    def offers_together(self, sentences: Sequence[str]) -> bool:
        short = [words for words in sentences if len(words.split()) <= _WORDS]
        return any(map(self.asks_to_join, short)) and any(map(self.reading_on.search, short))


@functools.cache
def _languages() -> tuple[_Language, ...]:
    join, reading, reading_on = by_language("join"), by_language("reading"), by_language("reading_on")
    return tuple(
        _Language(subscribe, join.get(language), reading[language], reading_on[language])
        for language, subscribe in by_language("subscribe").items()
    )
