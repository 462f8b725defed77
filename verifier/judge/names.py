"""The words of a sentence in, the names among them out: persons, bodies, places."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold
from verifier.judge.languages import language
from verifier.judge.lexicon import proper_names, titles
from verifier.judge.matching import Match
from verifier.judge.page import Page
from verifier.judge.words import Word
from verifier.model import Span

_COMMON_ENDINGS = ("ing", "ed", "ly", "tion", "s")


@dataclass(frozen=True, slots=True)
class Name:
    """Capitalised words that stand together; `first` and `last` index the words of their text."""

    words: tuple[Word, ...]
    first: int
    last: int

    @property
    def span(self) -> Span:
        """From the first letter to the last."""
        return self.words[0].start, self.words[-1].end


def names(text: str, found: list[Word], code: str, seen: frozenset[str] = frozenset()) -> list[Name]:
    """Runs of capitalised words, countries apart and titles left out; common words are no names, written large or not.

    "Prime Minister of Poland Donald Tusk" gives "Poland" and "Donald Tusk". `seen` are skeletons of words that are
    names for sure, so that one of them may open a sentence.
    """
    runs: list[list[int]] = []
    for i, word in enumerate(found):
        if not (word.form.capital and word.form.skeleton) or word.form.stop or word.form.negation:
            continue
        joined = runs and runs[-1][-1] == i - 1 and text[found[i - 1].end : word.start] in (" ", "-", ". ", "\u00a0")
        if joined and not opens_sentence(text, word) and _may_join(places_named(found[i - 1]), places_named(word)):
            runs[-1].append(i)
        else:
            runs.append([i])
    kept = [_without_titles(found, run) for run in runs]
    return [
        Name(tuple(found[i] for i in run), run[0], run[-1])
        for run in kept
        if run and not _is_common(found, run) and (len(run) > 1 or not _doubtful(text, found[run[0]], code, seen))
    ]


def places_named(word: Word) -> frozenset[str]:
    """The countries and cities a word may stand for."""
    return proper_names().intersection(word.form.concepts)


def _may_join(one: frozenset[str], other: frozenset[str]) -> bool:
    """United and States share a country; Poland and Donald do not; what may be of several (United) is a name's."""
    return bool(one & other) or not (len(one) == 1 or len(other) == 1)


def _without_titles(found: list[Word], run: list[int]) -> list[int]:
    """The run after its last leading title; a run of titles alone is an office, not a name."""
    while run and titles().intersection(found[run[0]].form.concepts):
        run = run[1:]
    return run


def _is_common(found: list[Word], run: list[int]) -> bool:
    """Are all its words in the lexicon, none as a name: World War, UAVs, Central Bank?"""
    return all(found[i].form.concepts and not places_named(found[i]) for i in run)


def opens_sentence(text: str, word: Word) -> bool:
    """Does the word open a sentence?"""
    at = word.start
    while at and text[at - 1] in " \"'“„«‘(":
        at -= 1
    return not at or text[at - 1] in ".!?\n:"


def _doubtful(text: str, word: Word, code: str, seen: frozenset[str]) -> bool:
    shape = word.form
    if code == "de" and not text[word.start : word.end].isupper():
        return not proper_names().intersection(shape.concepts)
    if not opens_sentence(text, word):
        return False
    if shape.folded in _openers(code):
        return True
    if shape.concepts:
        return not proper_names().intersection(shape.concepts)
    return shape.folded.endswith(_COMMON_ENDINGS) and shape.skeleton not in seen


@lru_cache(maxsize=32)
def _openers(code: str) -> frozenset[str]:
    """Words that open sentences and are no names: "meanwhile", and what says how exact the number behind it is."""
    known = language(code)
    exactness = [phrase[0] for phrase in (*known.approximate, *known.at_least, *known.at_most)]
    listed = [row["forms"] for row in table_rows("openers.csv") if row["language"] == code]
    return frozenset([*exactness, *(fold(word) for forms in listed for word in forms.split())])


class _PageNames:
    """The names of a page's sentences, each found when it is first asked for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._found: dict[int, list[Name]] = {}

    def at(self, at: int) -> list[Name]:
        if at not in self._found:
            self._found[at] = names(self._page.text, self._page.words[at], self._page.language.code)
        return self._found[at]


@lru_cache(maxsize=4)
def _names_of(page: Page) -> _PageNames:
    return _PageNames(page)


def names_at(page: Page, at: int) -> list[Name]:
    """The names of one sentence of a page, in order. Most checks ask for them, so they are kept with the page."""
    return _names_of(page).at(at)


@lru_cache(maxsize=4)
def seen_on(page: Page) -> frozenset[str]:
    """Skeletons of the page's words that are written large within a sentence; German writes nouns so, too."""
    if page.language.code == "de":
        return frozenset()
    return frozenset(w.form.skeleton for words in page.words for w in words[1:] if w.form.skeleton)


def claimed_names(match: Match) -> list[Name]:
    """The names of the claim."""
    return names(match.claim, match.words, match.code, seen_on(match.page))
