"""A sentence, a word of it for a deed and the names around that word in, what belongs to the deed out.

The clause ends where another begins; each name has the prepositions and cases that mark it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from verifier.judge.cases import INFLECTED, may_describe
from verifier.judge.deeds import Deed, marks
from verifier.judge.lexicon import proper_names
from verifier.judge.words import Word

#: Words between a deed and a name of it, and between a name and its preposition.
_REACH, _BACK = 12, 5
#: Letters that an abbreviation has at most.
_ABBREVIATED = 3
_BREAKS = frozenset(";:()—–\n")
PREPOSITIONS = frozenset({"by", "agent", "from", "of", "to", "against", "on", "with", "other"})


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a sentence, words `first` to `last`; `who` are the claim's names it stands for, none for a stranger.

    `oblique`: is it in another case than the nominative; None where that is not known.
    """

    first: int
    last: int
    who: frozenset[int]
    oblique: bool | None = None
    marked: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Frame:
    """Who does it and who is the other (see `Kind`)."""

    one: Mention
    other: Mention


def is_day(word: Word) -> bool:
    """Is it a month or a day of the week, written large in English, yet no part of a name?"""
    return any(one.startswith(("month", "day")) and one[-1].isdecimal() for one in word.form.concepts)


class Clause:
    """The words around one deed, with the names that may belong to it."""

    def __init__(self, text: str, found: Sequence[Word], code: str, deed: Deed, named: Sequence[Mention]) -> None:
        self.text, self.found, self.code, self.deed = text, found, code, deed
        self.first, self.last = self._bound(-1), self._bound(1)
        first, last = self.first, self.last
        inside = [m for m in named if first <= m.first and m.last <= last and not m.first <= deed.at <= m.last]
        inside = self._without_attributes(inside)
        taken = {i for m in inside for i in range(m.first, m.last + 1)}
        inside = self._joined([replace(m, marked=self._marked(m, taken)) for m in inside])
        self.before = [m for m in inside if m.last < deed.at and deed.at - m.last <= _REACH]
        self.after = [m for m in inside if m.first > deed.at and m.first - deed.at <= _REACH]
        self._relate()

    def gap(self, i: int) -> str:
        """What stands between word `i` and the next one."""
        return self.text[self.found[i].end : self.found[i + 1].start]

    def _bound(self, step: int) -> int:
        """The last word in that direction that is in the clause of the deed."""
        at = self.deed.at
        while 0 <= at + step < len(self.found):
            if self._breaks(min(at, at + step)):
                break
            if "blocking" in self.marks(at + step) and not self._is_article(at + step):
                break
            at += step
        return at

    def _breaks(self, i: int) -> bool:
        """Ends a clause between word `i` and the next one? A point behind a short word may be an abbreviation's."""
        gap = self.gap(i)
        ends = gap[:1] in (".", "!", "?") and self.found[i].end - self.found[i].start > _ABBREVIATED
        return bool(ends or _BREAKS.intersection(gap))

    def _is_article(self, i: int) -> bool:
        """German "den" and "dem" open a clause only behind a comma, as Slavic "a" does."""
        opens = i > 0 and "," in self.gap(i - 1)
        return not opens and (bool(self.marks(i) & {"article", "joint"}))

    def marks(self, i: int) -> frozenset[str]:
        return marks(self.found[i].form.folded, self.code)

    def _marked(self, mention: Mention, taken: set[int]) -> frozenset[str]:
        """The marks before a name: its nearest preposition, or a German article in the accusative.

        Between the two stand words of the same phrase only: no other name, no comma, nothing before an article.
        """
        at = mention.first
        start = self.found[at].start
        if self.text[start - 1 : start] in ("'", "’"):
            bare = self.text[max(0, start - 6) : start - 1].rsplit(None, 1)
            elided = marks(bare[-1].casefold(), self.code) if bare else frozenset()
            if elided & PREPOSITIONS:
                return elided
        spelled = self.text[self.found[mention.last].start : self.found[mention.last].end]
        if spelled.endswith(("'s", "’s", "s'", "s’")):
            return frozenset({"of", "owner"})
        article: frozenset[str] | None = None
        is_noun = self.code in INFLECTED and not self.found[at].form.capital
        for i in range(at - 1, max(self.first - 1, at - 1 - _BACK), -1):
            if i in (self.deed.last, self.deed.at) or i in taken or "," in self.gap(i):
                break
            here = self.marks(i)
            if ("inside" in here and i < at - 1) or (is_noun and not here and not may_describe(self.found[i])):
                break  # "w finale Annę", "z morza ratownika": the preposition is of another noun
            if here & PREPOSITIONS:
                names_it = "of" in here and i > 0 and "holder" in self.marks(i - 1)
                return frozenset() if names_it else here
            if article is not None or here & {"joint", "aux", "passive"} or is_day(self.found[i]):
                break
            if here & {"article", "object"}:
                article = here & {"object"}
        return article or frozenset()

    def _without_attributes(self, named: list[Mention]) -> list[Mention]:
        """The names but for English places that only describe the next one: the Budapest board-game firm Kék Golyó."""
        if self.code != "en":
            return named
        return [m for m, after in zip(named, [*named[1:], None], strict=False) if not self._describes(m, after)]

    def _describes(self, place: Mention, after: Mention | None) -> bool:
        if after is None or after.first - place.last > _BACK or place.last < self.deed.at < after.first:
            return False
        between = range(place.last + 1, after.first)
        if not proper_names().intersection(self.found[place.last].form.concepts):
            return False
        return not any(self.marks(i) or self.found[i].form.stop for i in between) and not any(
            self.gap(i).strip() for i in range(place.last, after.first)
        )

    def _joined(self, named: list[Mention]) -> list[Mention]:
        """ "Kranz & Lohe" and "Anna and Jan" are one."""
        kept: list[Mention] = []
        for mention in named:
            before = kept[-1] if kept else None
            if before is not None and self._joins(before, mention):
                kept[-1] = replace(before, last=mention.last, who=before.who | mention.who)
            else:
                kept.append(mention)
        return kept

    def _joins(self, one: Mention, other: Mention) -> bool:
        apart = other.first - one.last
        if apart == 1:
            return self.gap(one.last).strip() in ("&", "+")
        return apart == 2 and "joint" in self.marks(one.last + 1) and not other.marked & PREPOSITIONS

    def _relate(self) -> None:
        """ "Estève, who was beaten by Rocca": the name before the pronoun is the subject of what follows."""
        for i in range(self.deed.at - 1, self.first, -1):
            if "relative" not in self.marks(i) or ("object" in self.marks(i) and "," not in self.gap(i - 1)):
                continue
            if self.code == "de" and "," not in self.gap(i - 1):
                continue  # an article
            left = [m for m in self.before if m.last < i]
            antecedent = [replace(m, marked=frozenset(), oblique=None) for m in left[-1:] if m.last == i - 1]
            self.before = antecedent + [m for m in self.before if m.first > i]
            self.before = self.before if antecedent else []
            return
