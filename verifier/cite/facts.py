"""A sentence in, the spans in it that a reader could check out: figures, dates, quotations, statements, acts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, reduce
from operator import or_

from verifier.cite.lexicon import Lexicon, facts_of, lexicon
from verifier.cite.people import given_names
from verifier.model import Span

# What a token may be; several may hold at once.
FIGURE, YEAR, MAGNITUDE, COUNT, SMALL_COUNT, MONTH, LABEL = 1, 2, 4, 8, 16, 32, 64
CAPITAL, ACRONYM, NAME = 128, 256, 512
PAST, HELPER, PARTICIPLE, SAYING, PRESENT, HEDGE, SELF = 1024, 2048, 4096, 8192, 16384, 32768, 65536

_TOKEN = re.compile(
    r"(?:[$€£¥₽₴₸₹]\s?)?\d+(?:[.,\u00a0\u202f\u2009 ’']\d{3}(?!\d)){0,5}(?:[.,:/-]\d+){0,3}(?:\s?[%‰€£₽₴])?"
    r"|[^\W\d_]+(?:-[^\W\d_]+){0,5}"
)
_YEAR = re.compile(r"(?:1\d|20)\d\d(?:[–/-](?:(?:1\d|20)\d\d|\d\d))?")
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:-\d\d?)?")
_FULL_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d")
_GLUED_UNIT = re.compile(r"(?:m|bn|mn|mln|mld|tn|k|km|kg|mm|cm|gw|mw|kw|ha|am|pm)\b", re.I)
#: Words between quotation marks, in any pair of them; single marks are too often apostrophes.
_QUOTATION = re.compile(r"[“\"„«»「『]([^“”\"„«»」』\r\n]{6,1500})[”“\"»«」』]")
_QUOTATION_MARK = re.compile(r"[“\"„«»「『]")
_QUESTION = re.compile(r"[?？][\"”“»’'）)\]」』*_]*\s*$")
_OPENING = re.compile(r"[:：—–.…!?]")
_SHORT_GAP = re.compile(r"[\s.,]{1,3}|\s?(?:de|of|th|st|nd|rd)\s")

#: How much each cue says that a sentence can be checked; it can from 1 on.
_ENOUGH = 1.0
_DATE_WEIGHT, _NAME_WEIGHT, _MORE_NAMES, _PAST_WEIGHT, _LATE_PAST = 0.6, 0.5, 0.2, 0.5, 0.25
_COUNT_WEIGHT, _SMALL_COUNT_WEIGHT, _HEDGE_WEIGHT = 0.5, 0.3, -0.5
_QUOTED_WORDS, _TELLING_QUOTE_WORDS = 3, 5
_SMALL_COUNTS = frozenset({"1", "2", "3"})
_HELPER_REACH = 3
_COMMON_WORDS = 1 << 15

Token = tuple[int, int, int]


class _Kinds(dict[str, int]):
    """Token → what it may be, worked out once for each word of an article."""

    def __init__(self, kind: Callable[[str], int]) -> None:
        super().__init__()
        self.kind = kind

    def __missing__(self, token: str) -> int:
        self[token] = kind = self.kind(token)
        return kind


class FactReader:
    """Finds what can be checked in the sentences of one article.

    `names` are words known to be names in it, wherever they stand; other words are names by their capital
    letter, except at the start of a statement and in German.
    """

    def __init__(self, words: Lexicon, names: frozenset[str]) -> None:
        self.names = names
        self.nouns_are_capitals = words.language == "de"
        self.reach = int(facts_of(words.language).get("reach", _HELPER_REACH))
        self.kinds = _Kinds(_kind_of(words.language))

    def facts(self, text: str, start: int, end: int, brackets: Iterable[Span] = ()) -> tuple[Span, ...]:
        """The spans that make `text[start:end]` checkable, in order; `()` when it is not. Brackets do not count."""
        sentence = text[start:end]
        for opens, closes in brackets:
            sentence = blanked(sentence, (max(opens, start) - start, min(closes, end) - start))
        if _QUESTION.search(sentence):
            return ()
        quotes = _quotations(sentence) if _QUOTATION_MARK.search(sentence) else {}
        for quote in quotes:
            sentence = blanked(sentence, quote)
        seen = reduce(or_, map(self.kinds.__getitem__, _TOKEN.findall(sentence)), 0)
        if seen & SELF or not (quotes or _may_be_checked(seen)):
            return ()
        return tuple((start + a, start + b) for a, b in self._weigh(sentence, quotes))

    def _weigh(self, sentence: str, quotes: dict[Span, int]) -> list[Span]:
        tokens = [(match.start(), match.end(), self.kinds[match.group()]) for match in _TOKEN.finditer(sentence)]
        names = self._names(sentence, tokens)
        figures, dates, counts = self._numbers(sentence, tokens)
        sayings = [(start, end) for start, end, kind in tokens if kind & SAYING]
        past, late = self._past(tokens)
        telling = any(words >= _TELLING_QUOTE_WORDS for words in quotes.values())
        strong = figures or sayings or telling or (quotes and (names or past))
        weight = _DATE_WEIGHT * bool(dates) + (_NAME_WEIGHT + _MORE_NAMES * (len(names) > 1)) * bool(names)
        weight += max(counts.values(), default=0.0)
        weight += (_LATE_PAST if late else _PAST_WEIGHT) * bool(past)
        weight += _HEDGE_WEIGHT * any(kind & HEDGE for _, _, kind in tokens)
        if not strong and not (past and weight >= _ENOUGH):
            return []
        acts = [*names, *counts, past[0]] if past and (names or counts) else []
        return _in_order([*figures, *dates, *quotes, *sayings, *acts])

    # --- numbers and dates ---------------------------------------------------------------

    def _numbers(self, sentence: str, tokens: list[Token]) -> tuple[list[Span], list[Span], dict[Span, float]]:
        """Figures, dates, and numbers written as words with their weights."""
        figures: list[Span] = []
        dates: list[Span] = []
        counts: dict[Span, float] = {}
        for place, (start, end, kind) in enumerate(tokens):
            if kind & FIGURE:
                month = self._month_beside(sentence, tokens, place)
                if month:
                    dates.append((min(start, month[0]), max(end, month[1])))
                elif kind & YEAR:
                    dates.append((start, end))
                elif self._counts(sentence, tokens, place):
                    figures.append((start, end))
            elif kind & (COUNT | SMALL_COUNT):
                if place + 1 < len(tokens) and tokens[place + 1][2] & MAGNITUDE:
                    figures.append((start, tokens[place + 1][1]))
                counts[start, end] = _COUNT_WEIGHT if kind & COUNT else _SMALL_COUNT_WEIGHT
        return figures, dates, counts

    def _month_beside(self, sentence: str, tokens: list[Token], place: int) -> Span | None:
        start, end, kind = tokens[place]
        if not (kind & YEAR or _DAY.fullmatch(sentence, start, end)):
            return None
        if place and tokens[place - 1][2] & MONTH and _SHORT_GAP.fullmatch(sentence, tokens[place - 1][1], start):
            return tokens[place - 1][:2]
        follows = tokens[place + 1] if place + 1 < len(tokens) else None
        if follows and follows[2] & MONTH and _SHORT_GAP.fullmatch(sentence, end, follows[0]):
            return follows[:2]
        return None

    def _counts(self, sentence: str, tokens: list[Token], place: int) -> bool:
        """Whether digits count something: not in `Article 4`, `MiG-29`, `3rd`, nor as the number of a bullet."""
        start, end, _ = tokens[place]
        before, after = sentence[start - 1 : start], sentence[end : end + 3]
        if before.isalpha() or before in {"/", "_", "#", "№", "§"} or (before == "-" and start > 1):
            return False
        if after[:1].isalpha() and after[0].isascii() and not _GLUED_UNIT.match(sentence, end):
            return False
        if place == 0:
            return not (start <= 1 and after[:1] in {".", ")"})
        last = tokens[place - 1]
        if not sentence[last[1] : start].isspace():
            return True
        if last[2] & LABEL:
            return False
        named = last[2] & CAPITAL and place > 1 and not self.nouns_are_capitals and not last[2] & MAGNITUDE
        return not (named and sentence[start:end].isdigit())

    # --- names and verbs -----------------------------------------------------------------

    def _names(self, sentence: str, tokens: list[Token]) -> list[Span]:
        """Names, words side by side joined. The first word of a statement is one only if it is known as one."""
        found: list[Span] = []
        for place, (start, end, kind) in enumerate(tokens):
            if not kind & CAPITAL or kind & MONTH:
                continue
            known = kind & (ACRONYM | NAME) or sentence[start:end] in self.names
            if not known and (self.nouns_are_capitals or place == 0):
                continue
            if not known and _OPENING.search(sentence, tokens[place - 1][1], start):
                continue
            if found and found[-1][1] + 1 == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _past(self, tokens: list[Token]) -> tuple[list[Span], bool]:
        """The words that put the statement in the past, and whether a verb of the present comes before them."""
        found: list[Span] = []
        present = helper = None
        late = False
        for place, (start, end, kind) in enumerate(tokens):
            if not kind & CAPITAL or place == 0:
                helped = helper is not None and place - helper <= self.reach and kind & (PARTICIPLE | PAST)
                if helped or kind & PAST:
                    if not found:
                        late = present is not None and present != helper
                    found.append((start, end))
            if kind & HELPER:
                helper = place
            if kind & PRESENT and present is None:
                present = place
        return found, late


def blanked(sentence: str, span: Span) -> str:
    """The sentence with blanks in the place of that span."""
    start, end = span
    return sentence[:start] + " " * (end - start) + sentence[end:] if start < end else sentence


def _may_be_checked(seen: int) -> bool:
    """A quick no for sentences in which nothing speaks of a fact."""
    if seen & (FIGURE | SAYING | MAGNITUDE):
        return True
    past = seen & PAST or (seen & HELPER and seen & PARTICIPLE)
    return bool(past and seen & (COUNT | SMALL_COUNT | CAPITAL))


def _quotations(sentence: str) -> dict[Span, int]:
    """Where three words and more are quoted, and how many; titles, most of whose words are capitals, are none."""
    found = {}
    for match in _QUOTATION.finditer(sentence):
        words = match[1].split()
        capitals = sum(word[0].isupper() for word in words)
        if len(words) >= _QUOTED_WORDS and capitals * 2 <= len(words):
            found[match.span()] = len(words)
    return found


def _in_order(spans: Iterable[Span]) -> list[Span]:
    """Sorted, those that overlap joined."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


# --- what a word may be ------------------------------------------------------------------


@cache
def _kind_of(language: str) -> Callable[[str], int]:
    """What a token of that language may be, as bits."""
    cues, words = facts_of(language), lexicon(language)
    numbers = cues.get("numbers", {})
    kinds: list[tuple[int, Callable[[str], bool]]] = [
        (bit, _globs(cues.get(key, ())))
        for bit, key in (
            (PAST, "past"), (HELPER, "helpers"), (PARTICIPLE, "participles"), (SAYING, "saying"),
            (PRESENT, "present"), (HEDGE, "hedges"), (MAGNITUDE, "magnitudes"), (LABEL, "labels"),
        )
    ]  # fmt: skip
    kinds.append((SMALL_COUNT, _globs(word for key in numbers if key in _SMALL_COUNTS for word in numbers[key])))
    kinds.append((COUNT, _globs(word for key in numbers if key not in _SMALL_COUNTS for word in numbers[key])))
    not_past, not_participle = _globs(cues.get("not_past", ())), _globs(cues.get("not_participles", ()))
    selves = frozenset(cues.get("first_person", ()))
    months, given = frozenset(words.months), given_names()

    @lru_cache(_COMMON_WORDS)
    def kind(token: str) -> int:
        if not token[-1].isalpha() and not token[0].isalpha():
            return FIGURE | YEAR if _YEAR.fullmatch(token) or _FULL_DATE.fullmatch(token) else FIGURE
        word = token.lower()
        found = reduce(or_, (bit for bit, holds in kinds if holds(word)), 0)
        found &= ~PAST if not_past(word) else -1
        found &= ~PARTICIPLE if not_participle(word) else -1
        if word in months:
            found |= MONTH
        if token[0].isupper():
            found |= CAPITAL | (ACRONYM if len(token) > 1 and token.isupper() else 0) | (NAME if token in given else 0)
        if word in selves and not found & ACRONYM:
            found |= SELF
        return found

    return kind


def _globs(words: Iterable[str]) -> Callable[[str], bool]:
    """A test whether a word is one of the words, in which `*` stands for any letters, none included."""
    plain, starred = set(), []
    for word in words:
        if "*" in word:
            starred.append(re.escape(word).replace(r"\*", r"\w*"))
        else:
            plain.add(word)
    pattern = re.compile("|".join(starred)) if starred else None
    return lambda word: word in plain or (
        pattern is not None and len(word) > 2 and pattern.fullmatch(word) is not None
    )
