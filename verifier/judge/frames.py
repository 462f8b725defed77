"""A sentence in, the words of it out that it repeats only to deny, debunk, doubt, suppose or take back.

The table is `framing.csv`. Forms of an expression: `_` joins its words, `*` leaves an ending open, `~` lets a few words
stand between. Its scope tells where the framed words are: `after` it, `before` it (they must be called a claim, a
report, a video, or stand in quotation marks), `around` it (the whole sentence); those of `back` speak of the sentence
before theirs, and so do those of `end`, behind which their own sentence may go on after a mark only. Rows without a
scope are the words that bound such scopes, and the marks of labels, notices and corrections.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.words import Word
from verifier.model import Span

AFTER, BEFORE, AROUND = "after", "before", "around"
DENIED, FALSE, RETRACTED, ACQUITTED = "denied", "false", "retracted", "acquitted"
DISPUTED, CORRECTED = "disputed", "corrected"
ALLEGED, UNCONFIRMED, HYPOTHETICAL, SATIRE = "alleged", "unconfirmed", "hypothetical", "satire"
#: Words that may stand at a `~`, and in an expression that frames a whole sentence.
_GAP, _WIDE_GAP = 9, 25
_QUOTES = frozenset('"“”„«»‘')
_DASHES = frozenset("–—")
_BREAKS = frozenset(";:\n")
#: Languages that set a comma before an infinitive: "bestreitet, Geld genommen zu haben".
_INFINITIVES = frozenset({"de"})


@dataclass(frozen=True, slots=True)
class Frame:
    """What a sentence does not state itself: its words `first` to `last`, by the expression at `span`.

    From word `joined` on they may be a statement of its own again ("denied the charges and resigned").
    """

    kind: str
    span: Span
    first: int
    last: int
    joined: int


@dataclass(frozen=True, slots=True)
class _Expression:
    """`steps` are words, each with whether its ending is open, and whether others may stand before it.

    One that `opens` must be the beginning of its sentence.
    """

    kind: str
    scope: str
    steps: tuple[tuple[str, bool, bool], ...]
    opens: bool


class Words:
    """A set of words, some with an open ending."""

    def __init__(self, forms: list[str]) -> None:
        self._whole = frozenset(form for form in forms if not form.endswith("*"))
        self._begins = tuple(form[:-1] for form in forms if form.endswith("*"))

    def __contains__(self, spelling: str) -> bool:
        return spelling in self._whole or (bool(self._begins) and spelling.startswith(self._begins))


class Framing:
    """The expressions and marks of one language."""

    def __init__(self, code: str) -> None:
        self.infinitives = code in _INFINITIVES
        self._first: dict[str, list[_Expression]] = {}
        self._begins: dict[str, list[_Expression]] = {}
        self._marks: dict[str, Words] = {}
        for row in table_rows("framing.csv"):
            if row["language"] != code:
                continue
            forms = [_plain(form) for form in row["forms"].split()]
            if not row["scope"]:
                self._marks[row["kind"]] = Words(forms)
                continue
            for form in forms:
                made = _Expression(row["kind"], row["scope"], _steps(form.lstrip("^")), form.startswith("^"))
                word, is_open, _ = made.steps[0]
                (self._begins if is_open else self._first).setdefault(word, []).append(made)

    def mark(self, kind: str) -> Words:
        """The words of a row without a scope."""
        return self._marks.get(kind, _NONE)

    def expressions(self, spelled: list[str], scopes: tuple[str, ...]) -> Iterator[tuple[_Expression, int, int]]:
        """Each expression of those scopes with its first and last word."""
        for i, word in enumerate(spelled):
            for one in self._starting(word):
                if one.scope not in scopes or (one.opens and i):
                    continue
                if (end := _end(one, spelled, i)) is not None:
                    yield one, i, end

    def _starting(self, word: str) -> Iterator[_Expression]:
        yield from self._first.get(word, ())
        for size in range(2, len(word) + 1):
            yield from self._begins.get(word[:size], ())


@cache
def framing(code: str) -> Framing:
    """The table of one language; of one that it does not know it is empty."""
    return Framing(code)


def _plain(spelling: str) -> str:
    """Case folded, without apostrophes; diacritics stay, as they tell hätte from hatte."""
    lowered = unicodedata.normalize("NFC", spelling.casefold()).replace("ё", "е")
    return lowered.replace("'", "").replace("’", "").replace("ʼ", "")


_NONE = Words([])


def _steps(form: str) -> tuple[tuple[str, bool, bool], ...]:
    parts = [(word, number > 0 and i == 0) for number, far in enumerate(form.split("~"))
             for i, word in enumerate(far.split("_"))]  # fmt: skip
    return tuple((word.rstrip("*"), word.endswith("*"), gap) for word, gap in parts)


def _end(one: _Expression, spelled: list[str], start: int) -> int | None:
    """The last word of an expression whose first word fits."""
    at = start
    widest = _WIDE_GAP if one.scope == AROUND else _GAP
    for word, is_open, gap in one.steps[1:]:
        reach = range(at + 1, min(len(spelled), at + 2 + (widest if gap else 0)))
        found = next((k for k in reach if spelled[k] == word or (is_open and spelled[k].startswith(word))), None)
        if found is None:
            return None
        at = found
    return at


def spell(text: str, found: list[Word]) -> list[str]:
    """The words as the table writes them."""
    return [_plain(text[word.start : word.end]) for word in found]


def frames(text: str, found: list[Word], code: str) -> list[Frame]:
    """Every stretch of the sentence that one of its expressions frames."""
    known = framing(code)
    spelled = spell(text, found)
    made = []
    for one, start, end in known.expressions(spelled, (AFTER, BEFORE, AROUND)):
        first, last, joined = 0, len(found) - 1, len(found)
        if one.scope == AFTER:
            first, last, joined = end + 1, *_after(text, found, spelled, known, start, end)
            if one.steps[-1][0] and len(one.steps) > 1 and any(gap for _, _, gap in one.steps):
                first = start + 1  # what stands within the expression is framed as well
        elif one.scope == BEFORE:
            first, last = _before(text, found, spelled, known, start), start - 1
        if first <= last:
            made.append(Frame(one.kind, (found[start].start, found[end].end), first, last, joined))
    return made


def _after(text: str, found: list[Word], spelled: list[str], known: Framing, start: int, end: int) -> tuple[int, int]:
    """The last word that depends on an expression, and the first behind an "and" that may end it."""
    within = _in_relative_clause(text, found, spelled, known, start)
    that, joins, relative = known.mark("that"), known.mark("and"), known.mark("relative")
    subordinate, joined = False, len(found)
    for i in range(end + 1, len(found)):
        gap, word = text[found[i - 1].end : found[i].start], spelled[i]
        if _BREAKS.intersection(gap) or _DASHES.intersection(gap):
            return i - 1, joined
        if "," in gap:
            second = spelled[i + 1 : i + 2] if "," not in text[found[i].end : found[i].end + 1] else []
            opening = [word, *second]  # "…, podle níž"
            goes_on = any(w in that or (not within and w in relative) for w in opening)
            if known.infinitives and not subordinate:
                goes_on = word in that or (word not in joins and _dependent(text, found, spelled, known, i))
            goes_on = goes_on or (start == 0 and i == end + 1)  # "According to the indictment, …"
            if not goes_on and (within or word in joins or not subordinate):
                return i - 1, joined
            subordinate = True
        elif word in joins and i > end + 1:
            joined = min(joined, i)
        subordinate = subordinate or word in that
    return len(found) - 1, joined


def _dependent(text: str, found: list[Word], spelled: list[str], known: Framing, start: int) -> bool:
    """Follows a German infinitive, or reported speech, the comma before word `start`: ", Geld genommen zu haben"?"""
    for i in range(start, len(found)):
        if i > start and "," in text[found[i - 1].end : found[i].start]:
            return False
        if spelled[i] in known.mark("reported"):
            return True
        if spelled[i - 1] == "zu" and (i + 1 == len(found) or not text[found[i].end : found[i + 1].start].isspace()):
            return True
    return False


def _in_relative_clause(text: str, found: list[Word], spelled: list[str], known: Framing, start: int) -> bool:
    """Does the expression stand in a relative clause: "the ministry, which denied …, bought"?"""
    relative = known.mark("relative")
    for i in range(start - 1, -1, -1):
        opens = i == 0 or "," in text[found[i - 1].end : found[i].start]
        if opens:
            return i > 0 and spelled[i] in relative
    return False


def _before(text: str, found: list[Word], spelled: list[str], known: Framing, start: int) -> int:
    """The first word that an expression behind it speaks of; `start` where it speaks of no claim."""
    joins, nouns = known.mark("and"), known.mark("noun")
    first = start
    for i in range(start - 1, -1, -1):
        gap = text[found[i].end : found[i + 1].start]
        if i + 1 < start and (_BREAKS.intersection(gap) or ("," in gap and spelled[i + 1] in joins)):
            break
        first = i
    named = next((i for i in range(first, start) if spelled[i] in nouns), None)
    if named is not None:
        return named
    quoted = _QUOTES.intersection(text[found[first].start - 1 if first else found[0].start : found[start].start])
    return first if quoted else start
