"""A bare year in, the author whom the sentence names before it out: `Smith (2023) argues`, `selon Durand (2022)`."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from verifier.cite.claims.clauses import clause_words, words_of
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.outlets import OutletTable
from verifier.cite.words.people import given_names
from verifier.cite.words.places import is_place
from verifier.model import Span

_WINDOW_CHARS = 240
_NAME_CHARS = 60
_AFTER_CHARS = 60
_AFTER_WORDS = 3
_LONGEST_CUE = 5
_SHORTEST_CUE = 4
_FEWEST_ELSEWHERE = 2
_NEAR_CHARS = 20_000
_AUTHOR = r"(?<![\w'’-])[A-ZÀ-ÞŁŚŻŠČŽА-ЯЁІЇЄ][\w'’-]+"
_JOINED = re.compile(rf"({_AUTHOR}(?:,\s{_AUTHOR}){{0,3}},?\s(?:and|&|und|et|y|e|i|a|и|і|та)\s{_AUTHOR})\s?$")
_AND_OTHERS = re.compile(
    rf"({_AUTHOR}(?:,?\s{_AUTHOR}){{0,2}},?\s(?:et al\.?|и др\.?|та ін\.?|u\. ?a\.|i in\.|a kol\.|y otros))\s?$"
)
_LAST_NAME = re.compile(r"(?<![\w'’-])((?:[A-Z]\.\s?)?[^\W\d_][\w'’-]*)\s?$")
_FULL_NAME = re.compile(r"(?<![\w.-])([^\W\d_]+)\s([^\W\d_a-z][\w'’-]+)\s?$")
_BODY = re.compile(rf"({_AUTHOR}(?:\s(?:of|for|de|für|on)?\s?{_AUTHOR}){{0,4}})\s?$")
_HAN_NAME = re.compile(r"(?:^|[，。；：、\s]|据|根据|正如|如)([\u4e00-\u9fff]{2,4}?)(?:等人?)?\s?$")
_CAPITALS = re.compile(r"[^\W\d_]{2,40}")
_SENTENCE_START = re.compile(r"[.!?…]\s+(?=[A-ZÀ-ÞА-ЯЁ«“„\"])")
#: `Wang, L. 2007. Title`, `Wang, L. (2007)`: a line of a list of references.
_LISTED = re.compile(
    rf"(?m)^[ \t*•–-]{{0,6}}({_AUTHOR}),?[ \t](?:[^\W\d_]\.|{_AUTHOR})[^\n(\d]{{0,120}}"
    r"\(?((?:1[5-9]|20)\d\d)[a-z]?\)?[.,:]"
)
_CLAUSE_OPENERS = frozenset({"As", "But", "While", "Whereas", "Although", "as", "but", "while", "whereas", "although"})
#: Words before which an event or a thing stands, and no author, where the article speaks of it again.
_BEFORE_THINGS = frozenset({"the", "in", "at", "after", "since", "during", "near", "before"})


@dataclass(frozen=True)
class Authors:
    """Finds the authors of one article; `cited` are those named in brackets elsewhere."""

    text: str
    words: Lexicon
    outlets: OutletTable
    cited: Collection[str]

    def before(self, bracket: Span, line_start: int, year: int | None) -> Span | None:
        """The authors that stand before a bare year at `bracket`, or None.

        They count where the sentence says that they say something, where the article cites them or others so, and
        where its list of references has them.
        """
        start = bracket[0]
        begin = max(line_start, start - _WINDOW_CHARS)
        for match in _SENTENCE_START.finditer(self.text, begin, start):
            if match.start() - begin > 2 and not self._is_initial(match.start()):
                begin = match.end()
        if not self.words.spaced:
            return self._unspaced(begin, bracket)
        return (
            self._several(begin, bracket)
            or self._person(begin, bracket)
            or self._surname(begin, bracket, year)
            or self._body(begin, bracket)
        )

    def _is_initial(self, at: int) -> bool:
        """Whether the stop there follows one letter or `al`: `J. Smith`, `Petrov et al. (2021)`."""
        return self.text[max(0, at - 2) : at].strip(" .")[1:] == "" or self.text[max(0, at - 3) : at] == " al"

    # --- shapes of names -------------------------------------------------------------------

    def _several(self, begin: int, bracket: Span) -> Span | None:
        """`Petrov et al.` is nobody but authors; `Hart and Lind` as others are, unless it joins places."""
        others = _AND_OTHERS.search(self.text, begin, bracket[0])
        if others:
            return others.span(1)
        joined = _JOINED.search(self.text, begin, bracket[0])
        if not joined or not (self.cited or self._speaks(bracket) or self._is_introduced(begin, joined.start())):
            return None
        names = _CAPITALS.findall(joined[1])
        things = any(is_place(name) or self._is_thing(name) for name in names if name[0].isupper())
        return None if things and not self.cited else joined.span(1)

    def _person(self, begin: int, bracket: Span) -> Span | None:
        found = _FULL_NAME.search(self.text, max(begin, bracket[0] - _NAME_CHARS), bracket[0])
        if not found:
            return None
        introduced = self._is_introduced(begin, found.start())
        given = found[1] in given_names()
        if self.cited:
            return (found.start(), found.end(2)) if given or introduced else None
        # A first name that the table lacks is as likely to open the name of a thing.
        told = self._speaks(bracket) or introduced
        return (found.start(), found.end(2)) if given and told else None

    def _surname(self, begin: int, bracket: Span, year: int | None) -> Span | None:
        found = _LAST_NAME.search(self.text, max(begin, bracket[0] - _NAME_CHARS), bracket[0])
        if not found:
            return None
        name = found[1]
        so_cited = len(self.cited) >= _FEWEST_ELSEWHERE and self._opens(begin, found, bracket)
        if name in self.cited or so_cited or (name, year) in self.listed:
            return found.span(1)
        if not self._could_be_author(name):
            return None
        introduced = self._is_introduced(begin, found.start())
        told = self._speaks(bracket) and self._stands_first(begin, found.start())
        return found.span(1) if introduced or told or self._verb_before(begin, found.start()) else None

    def _body(self, begin: int, bracket: Span) -> Span | None:
        """`The World Bank (2020) estimates`: an institution that says something."""
        if not self._speaks(bracket):
            return None
        found = _BODY.search(self.text, max(begin, bracket[0] - _NAME_CHARS), bracket[0])
        if not found or any(self.words.is_one_of("events", word) for word in (found[1], *found[1].split())):
            return None
        at = found.start()
        printed = found[1]
        first, _, rest = printed.partition(" ")
        if rest and (first == "The" or self.words.is_one_of("articles", first)):
            at, printed = at + len(first) + 1, rest
        return (at, found.end(1)) if self.outlets.knows(printed) and not is_place(printed) else None

    def _unspaced(self, begin: int, bracket: Span) -> Span | None:
        """`王立（2007）指出`: a family name, one or two signs, and a verb of saying."""
        found = _HAN_NAME.search(self.text, begin, bracket[0])
        if not found or not self.words.is_one_of("family_names", found[1][0]):
            return None
        after = self.text[bracket[1] : bracket[1] + _SHORTEST_CUE]
        told = any(self.words.leading("argues", after[at:]) for at in range(len(after)))
        return found.span(1) if self.cited or told else None

    # --- signs that an author is meant --------------------------------------------------------

    def _speaks(self, bracket: Span) -> bool:
        """Whether one of the first words after the bracket is a verb by which a work speaks: `also argues`."""
        if not self.text.startswith((" ", "\u00a0"), bracket[1]):
            return False
        after = self.text[bracket[1] : bracket[1] + _AFTER_CHARS]
        for word in words_of(after, 0, len(after))[:_AFTER_WORDS]:
            if self.words.leading("argues", after[word.start :]):
                return True
            if after[word.end : word.end + 1] != " ":
                return False
        return False

    def _is_introduced(self, begin: int, start: int) -> bool:
        """Whether the words before are `according to`, `selon`, `zufolge` and the like."""
        last = self.text[begin:start].split()[-_LONGEST_CUE:]
        said = [" ".join(last[at:]) for at in range(len(last))]
        return any(
            self.words.is_one_of("attributions", one)
            or (len(one) > _SHORTEST_CUE and self.words.is_one_of("qualifiers", one))
            for one in said
        )

    def _verb_before(self, begin: int, start: int) -> bool:
        """`как показал Смирнов (2019)`, `as shown by Wang (2007)`: a verb of saying right before the name."""
        last = self.text[begin:start].split()[-2:]
        if last and last[-1] in {"by", "par", "por", "da", "von", "przez"}:
            last.pop()
        return bool(last) and self.words.is_one_of("argues", last[-1])

    def _stands_first(self, begin: int, start: int) -> bool:
        """Whether a clause begins with the name: after nothing, a pause, `as`, `that` or `and`."""
        before = self.text[begin:start].rstrip()
        if not before or before[-1] in ",;:–—(":
            return True
        word = before.rsplit(None, 1)[-1].lower()
        clauses = clause_words(self.words.language)
        told = words_of(word, 0, len(word))
        joins = any(clauses.opens(kind, told, word) for kind in ("comparing", "that_words", "joints"))
        return joins or word.capitalize() in _CLAUSE_OPENERS or self.words.is_one_of("conjunctions", word)

    def _opens(self, begin: int, found: re.Match[str], bracket: Span) -> bool:
        """`Nora (1989) would call …`: a capitalised word opens a clause, and words in lower case follow the year."""
        after = self.text[bracket[1] : bracket[1] + 2]
        before = self.text[begin : found.start()].rstrip()
        opens = not before or before[-1] in ".;:!?" or before.rsplit(None, 1)[-1] in _CLAUSE_OPENERS
        name = found[1]
        proper = len(name) > 2 and name[0].isupper() and name[1:].islower() and not is_place(name)
        return opens and proper and len(after) == 2 and after[0] == " " and after[1].islower()

    def _could_be_author(self, name: str) -> bool:
        """Whether a lone word could be a family name: no place, event, medium, month, acronym, or thing spoken of."""
        name = name.rsplit(". ", 1)[-1]
        if len(name) < 3 or "_" in name or not name[0].isupper() or not any(sign.islower() for sign in name[1:]):
            return False
        return not (is_place(name) or self._is_thing(name) or self.outlets.knows(name))

    def _is_thing(self, name: str) -> bool:
        kinds = ("events", "weekdays", "institutions", "press_words", "starters", "seasons", "everyday_names")
        if name.lower() in self.words.months or any(self.words.is_one_of(kind, name) for kind in kinds):
            return True
        at = -1
        for _ in range(9):
            at = self.text.find(name, at + 1, _NEAR_CHARS)
            if at < 0:
                return False
            before = self.text[max(0, at - 9) : at].split()
            if before and self.text[at - 1] == " " and before[-1].lower() in _BEFORE_THINGS:
                return True
        return False

    @cached_property
    def listed(self) -> frozenset[tuple[str, int]]:
        """The surnames and years of the list of references."""
        return frozenset((match[1], int(match[2])) for match in _LISTED.finditer(self.text))
