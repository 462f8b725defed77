"""A language's verbs and joints in, answers about a stretch of text out: does it speak, state something, lean back?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from verifier.cite.words.lexicon import clauses_of, lexicon

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*['’]?")
_LEADING_SIGNS = " \t\r\n\u00a0\"“”„«»‘’'*•·–—-#>|([（「『"
_SHORTEST_INFLECTED = 4


class Word(NamedTuple):
    """One word of a stretch: where it stands in the text, and how it reads in lower case."""

    start: int
    end: int
    low: str
    capital: bool


def words_of(text: str, start: int, end: int) -> list[Word]:
    """The words of `text[start:end]`; an elided article (`l'`) is a word of its own."""
    return [
        Word(match.start(), match.end(), match.group().lower().replace("’", "'"), match.group()[0].isupper())
        for match in _WORD.finditer(text, start, end)
    ]


class ClauseWords:
    """The clause words of one language: what is said, who is meant again, which words are finite verbs.

    The lists are those of the part `clauses` in `languages/*.json`. English is not added to them.
    """

    def __init__(self, language: str, lists: Mapping[str, list[str]]) -> None:
        self.spaced = lexicon(language).spaced
        self._nouns_are_capitals = lexicon(language).nouns_are_capitals
        self._stand_alone = frozenset(lists.get("stand_alone", ()))
        self._lists = lists
        self._by_first = {kind: _by_first_word(phrases) for kind, phrases in lists.items()}
        self._joint = _joint_pattern(lists)
        self._finite = frozenset(words_of(one, 0, len(one))[0].low for one in lists.get("finite", ()))
        self._endings = tuple(lists.get("finite_endings", ()))
        self._not_finite = frozenset(lists.get("not_finite", ()))
        self._agents = frozenset(lists.get("agents", ()))
        self._prepositions = frozenset(lists.get("prepositions", ()))
        self._ambiguous = frozenset(lists.get("ambiguous", ()))
        self._determiners = frozenset(lists.get("subject_words", ())) | frozenset(lists.get("anaphors", ()))
        self._no_verb_after = frozenset(lists.get("no_verb_after", ()))

    def mentioned(self, kinds: tuple[str, ...], said: str) -> list[str]:
        """Those kinds of which a phrase may stand in the words, since its first word does. Quicker than `places`."""
        if not self.spaced:
            return [kind for kind in kinds if any(one in said for one in self._lists[kind])]
        low = _WORD.findall(said.lower().replace("’", "'"))
        return [kind for kind in kinds if not self._by_first[kind].keys().isdisjoint(low)]

    def may_join(self, said: str) -> bool:
        """Whether a semicolon, a comma with a joining word, or one before an article stands in the words."""
        return self._joint.search(said) is not None

    def at(self, kind: str, words: list[Word], number: int) -> int:
        """How many words from that one on make up the longest phrase of the kind; 0 for none."""
        for phrase in self._by_first[kind].get(words[number].low, ()):
            if len(phrase) == 1 or phrase == tuple(word.low for word in words[number : number + len(phrase)]):
                return len(phrase)
        return 0

    def places(self, kind: str, words: list[Word], text: str = "") -> list[int]:
        """The numbers of the words at which a phrase of the kind stands; in Chinese, 0 if it stands anywhere."""
        if not self.spaced:
            return [0] if words and any(one in text for one in self._lists[kind]) else []
        first = self._by_first[kind]
        return [number for number, word in enumerate(words) if word.low in first and self.at(kind, words, number)]

    def opens(self, kind: str, words: list[Word], text: str) -> int:
        """How many words the phrase of the kind takes that the stretch opens with. Chinese: 1 if one stands there."""
        if not words:
            return 0
        if not self.spaced:
            return int(text.lstrip(_LEADING_SIGNS).startswith(tuple(self._lists[kind])))
        return self.at(kind, words, 0)

    def finite(self, words: list[Word]) -> list[int]:
        """The numbers of the words that read like finite verbs, by the language's list and past-tense endings."""
        return [number for number in range(len(words)) if self._is_finite(words, number)]

    def plainly_finite(self, words: list[Word]) -> list[int]:
        """Those finite verbs that cannot be participles: `closed the gate`, but not `the gate closed in May`."""
        return [number for number in self.finite(words) if self._is_plain(words, number)]

    def _is_plain(self, words: list[Word], number: int) -> bool:
        low = words[number].low
        if not self._ambiguous or (low in self._finite and low not in self._ambiguous):
            return True
        after = words[number + 1] if number + 1 < len(words) else None
        if after is None:
            return False
        return after.low[0].isdigit() or after.capital or after.low in self._determiners

    def follows_noun(self, words: list[Word], number: int) -> bool:
        """Whether that word is a preposition, so that a noun stands before it. Only languages that list them know."""
        return words[number].low in self._prepositions

    def _is_finite(self, words: list[Word], number: int) -> bool:
        word = words[number]
        if word.low in self._finite:
            return not (word.capital and number)
        if len(word.low) < _SHORTEST_INFLECTED or not word.low.endswith(self._endings or ("\0",)):
            return False
        if word.low in self._not_finite or "-" in word.low or (word.capital and number):
            return False
        before = words[number - 1] if number else None
        if before and before.low in self._no_verb_after:
            return False
        after = words[number + 1] if number + 1 < len(words) else None
        if after and after.low in self._agents:
            return False
        # `die geplante Brücke`: between a small word and a noun stands an adjective.
        return not (self._nouns_are_capitals and before and self._before_noun(words, number))

    def _before_noun(self, words: list[Word], number: int) -> bool:
        before = words[number - 1]
        opens = not before.capital and before.low not in self._stand_alone
        return opens and number + 1 < len(words) and words[number + 1].capital


def _joint_pattern(lists: Mapping[str, list[str]]) -> re.Pattern[str]:
    joints = "|".join(map(re.escape, lists.get("joints", ())))
    heads = "|".join(map(re.escape, lists.get("subject_words", ()))) or r"\b\B"
    return re.compile(rf"[;；]|[,，]\s{{1,3}}(?:{joints})\s|\s(?:{joints})\s{{1,3}}(?:{heads})(?!\w)", re.I)


def _by_first_word(phrases: list[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in phrases:
        parts = tuple(match.group().lower() for match in _WORD.finditer(phrase))
        if parts:
            index.setdefault(parts[0], []).append(parts)
    return {first: tuple(sorted(found, key=len, reverse=True)) for first, found in index.items()}


@cache
def clause_words(language: str) -> ClauseWords:
    """The clause words for a language that has a pack."""
    return ClauseWords(language, clauses_of(language))
