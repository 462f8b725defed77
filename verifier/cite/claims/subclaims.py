"""The spans of a claim in, the clauses out into which it may be cut so that it still implies each of them.

A cut is made only between whole clauses, each with a subject and a finite verb of its own, at a semicolon or before
a joining word (`and`, `but`, `while`). There is none inside quotation marks or brackets, none below a condition, a
relative clause, a negation or words of saying that may reach over both clauses, and none before a clause that leans
on the one before it (`it`, `the other`). Languages differ only in their word lists.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.cite.claims.clauses import ClauseWords, Word, words_of
from verifier.cite.words.signs import BLANKS
from verifier.cite.words.splitting import trimmed
from verifier.model import Span

_FEWEST_WORDS = 3
_FEWEST_SIGNS = 6
_SUBJECT_WORDS = 7
_NEGATED_WORDS = 3
_MOST_CHARS = 1_500
_BLANKS = BLANKS + ",;，；"
_BREAKS = ",.:!?–—()[]"
_COMMAS = ",，"
_SEMICOLONS = ";；"
_OPENING = "([（{“«„「『"
_CLOSING = ")]）}”»“」』"
_SHIELDS = re.compile(rf"[\"{re.escape(_OPENING + _CLOSING)}]")


def sub_claims(text: str, spans: Sequence[Span], words: ClauseWords) -> tuple[Span, ...]:
    """The clauses of a claim, in order, each a span inside its only span; none if it cannot be cut safely.

    Claims of several spans share words between them and are never cut.
    """
    if len(spans) != 1 or spans[0][1] - spans[0][0] > _MOST_CHARS:
        return ()
    return _Cutter(text, spans[0], words).parts()


class _Cutter:
    def __init__(self, text: str, span: Span, clauses: ClauseWords) -> None:
        self.text = text
        self.span = span
        self.clauses = clauses
        self.spaced = clauses.spaced

    def parts(self) -> tuple[Span, ...]:
        found: list[Span] = []
        begin = self.span[0]
        for end, start, semicolon in self._joints():
            left, right = self._trimmed(begin, end), self._trimmed(start, self.span[1])
            if left[0] < left[1] and right[0] < right[1] and self._may_cut(left, right, semicolon=semicolon):
                found.append(left)
                begin = right[0]
        return (*found, self._trimmed(begin, self.span[1])) if found else ()

    def _trimmed(self, start: int, end: int) -> Span:
        return trimmed(self.text, (start, end), _BLANKS)

    def _joints(self) -> list[tuple[int, int, bool]]:
        """Where a clause may end and the next begin, in order, and whether a semicolon stands there."""
        text, start, end = self.text, *self.span
        said = text[start:end]
        if not self.clauses.may_join(said):
            return []
        semicolon = any(sign in said for sign in _SEMICOLONS)
        if not semicolon and self._says(said):
            return []
        bare = _outside(said)
        if bare is None:
            return []
        joints = [(at, at + 1, True) for at in range(start, end) if bare[at - start] and text[at] in _SEMICOLONS]
        if self.spaced:
            words = words_of(text, start, end)
            for number in self.clauses.places("joints", words):
                first = words[number]
                last = words[number + self.clauses.at("joints", words, number) - 1]
                after_semicolon = text[start : first.start].rstrip().endswith(tuple(_SEMICOLONS))
                if bare[first.start - start] and not after_semicolon:
                    joints.append((first.start, last.end, False))
        return sorted(joints)

    def _may_cut(self, left: Span, right: Span, *, semicolon: bool) -> bool:
        if not self.spaced:
            return self._may_cut_signs(left, right)
        clauses = self.clauses
        before, after = words_of(self.text, *left), words_of(self.text, *right)
        if semicolon and after and clauses.at("joints", after, 0):
            after = after[clauses.at("joints", after, 0) :]
        verbs = clauses.finite(before) if semicolon else clauses.plainly_finite(before)
        if min(len(before), len(after)) < _FEWEST_WORDS or not verbs:
            return False
        opening = before[:_NEGATED_WORDS]
        if clauses.at("joints", before, 0) or clauses.places("negations", opening):
            return False
        if bool(clauses.places("says", before)) != bool(clauses.places("says", after)):
            return False
        if not self._stands_alone(after, plainly=not semicolon):
            return False
        if semicolon:
            return not clauses.at("subordinators", before, 0)
        return self._joined_clauses(before, after, left, right)

    def _joined_clauses(self, before: list[Word], after: list[Word], left: Span, right: Span) -> bool:
        """Whether nothing in the first clause reaches over the joining word into the second."""
        clauses = self.clauses
        if clauses.places("says", before) or clauses.places("subordinators", before):
            return False
        # Where the comma is missing, only an article shows that a new clause begins.
        at = left[1]
        comma = any(sign in _COMMAS for sign in self.text[at : right[0]])
        if comma:
            return True
        return not clauses.places("negations", before) and bool(clauses.at("subject_words", after, 0))

    def _stands_alone(self, words: list[Word], *, plainly: bool) -> bool:
        """Whether a clause opens with a subject of its own, followed by a finite verb before any lower clause."""
        clauses = self.clauses
        for kind in ("anaphors", "leaning", "subordinators", "openers", "also_words", "prepositions", "negations"):
            if clauses.at(kind, words, 0):
                return False
        first = next(iter(clauses.plainly_finite(words) if plainly else clauses.finite(words)), 0)
        if not 1 <= first <= _SUBJECT_WORDS or clauses.finite(words[:1]):
            return False
        subject = words[:first]
        if clauses.places("subordinators", subject) or clauses.places("joints", subject):
            return False
        # `the jewels you can see`, `generally includes`: no subject of that verb stands at the head.
        if (first > 1 and clauses.at("pronouns", words, first - 1)) or (first == 1 and words[0].low.endswith("ly")):
            return False
        return not any(sign in _BREAKS for sign in self.text[words[0].start : words[first].start])

    def _may_cut_signs(self, left: Span, right: Span) -> bool:
        """In Chinese, at semicolons only, where no clause opens with a condition or leans back."""
        for start, end in (left, right):
            said = self.text[start:end]
            if len(said) < _FEWEST_SIGNS or any(self.clauses.opens(k, words_of(said, 0, 4), said) for k in _SIGN_KINDS):
                return False
        before, after = self.text[slice(*left)], self.text[slice(*right)]
        return self._says(before) == self._says(after)

    def _says(self, said: str) -> bool:
        if not self.clauses.mentioned(("says",), said):
            return False
        return bool(self.clauses.places("says", words_of(said, 0, len(said)), said))


_SIGN_KINDS = ("subordinators", "anaphors", "leaning", "joints", "also_words")


def _outside(said: str) -> list[bool] | None:
    """For each place, whether it stands outside all brackets and quotation marks; None where those do not match."""
    if not _SHIELDS.search(said):
        return [True] * len(said)
    outside: list[bool] = []
    depth, straight = 0, False
    for sign in said:
        # `“` opens in English and closes in German.
        if sign == '"':
            straight = not straight
        elif sign in _OPENING and not (sign == "“" and depth and "„" in said):
            depth += 1
        elif sign in _CLOSING:
            depth -= 1
            if depth < 0:
                return None
        outside.append(depth == 0 and not straight)
    return None if depth or straight else outside
