"""A sentence in, the spans in it that a reader could check out: figures, dates, quotations, statements, acts."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache, reduce
from itertools import accumulate
from operator import or_

from verifier.cite.words.lexicon import Lexicon, facts_of, lexicon
from verifier.cite.words.people import given_names
from verifier.cite.words.places import is_place
from verifier.model import Span

# What a token may be; several may hold at once.
FIGURE, YEAR, MAGNITUDE, COUNT, SMALL_COUNT, MONTH, LABEL = 1, 2, 4, 8, 16, 32, 64
CAPITAL, ACRONYM, NAME = 128, 256, 512
PAST, AUXILIARY, PARTICIPLE, SAYING, PRESENT, HEDGE, SELF, FURNITURE, WEEKDAY = (1 << bit for bit in range(10, 19))

#: What of a chunk between blanks is its word or number: `“said,”` without the signs around it.
_CORE = re.compile(r"[$€£¥₽₴₸₹№#§]?\w(?:.*\w)?[%‰€£₽₴]?", re.S)
_POSSESSIVE = re.compile(r"['’]s$")
_PARTS = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_PARTS_WITH_APOSTROPHES = re.compile(r"[^\W\d_]+(?:[-'’ʼ][^\W\d_]+)*")
_NUMBER = re.compile(r"[$€£¥₽₴₸₹]?\d[\d.,:/'’–-]*\s?[%‰€£₽₴]?(?:-?[^\W\d_].*)?")
_ORDINAL = re.compile(r"\d+(?:st|nd|rd|th|er|e|º|ª|°|-й|-го|-я|-м|-е)|\d+[A-Za-z]")
_GLUED_UNIT = re.compile(r".*\d(?:m|k|g|t|w)", re.I)
_YEAR = re.compile(r"(?:1\d|20)\d\d(?:s|[–/-](?:(?:1\d|20)\d\d|\d\d))?")
_DAY = re.compile(r"(?:0?[1-9]|[12]\d|3[01])(?:[–-]\d\d?)?")
_FULL_DATE = re.compile(r"\d{1,2}[./]\d{1,2}[./](?:19|20)?\d\d|(?:19|20)\d\d-\d\d-\d\d")
#: Words between quotation marks, in any pair of them; single marks are too often apostrophes.
_QUOTATION = re.compile(r"[“\"„«»「『]([^“”\"„«»」』\r\n]{6,1500})[”“\"»«」』]")
_QUOTATION_MARK = re.compile(r"[“\"„«»「『]")
_AFTER_SIGN = " \t\r\n\"”“»’'）)]」』*_"
_OPENING_SIGNS = frozenset(":：—–.…!?•·‣◦▪●*-")
_SHORT_GAP = re.compile(r"[\s.,]{1,3}|\s?(?:de|of)\s")
_CHUNK = re.compile(r"\S+")
#: Stands for letters that do not count, so that places stay what they are.
_BLANK = "\0"

#: How much each cue says that a sentence can be checked; it can from 1 on.
_ENOUGH = 1.0
_DATE_WEIGHT, _NAME_WEIGHT, _MORE_NAMES, _PAST_WEIGHT, _LATE_PAST = 0.6, 0.5, 0.2, 0.5, 0.25
_COUNT_WEIGHT, _SMALL_COUNT_WEIGHT, _HEDGE_WEIGHT = 0.5, 0.3, -0.5
_QUOTED_WORDS, _TELLING_QUOTE_WORDS = 3, 5
_SMALL_COUNTS = frozenset({"1", "2", "3"})
_AUXILIARY_REACH = 3
_NUMBERS = FIGURE | COUNT | SMALL_COUNT | WEEKDAY
_COMMON_WORDS = 1 << 15
#: What is longer is no word; tests with several stars would take long over it.
_LONGEST_CHUNK = 80

#: Which token of the sentence, where it begins and ends, what it may be.
Cue = tuple[int, int, int, int]


class _Chunks(dict[str, tuple[int, int, int] | None]):
    """Chunk between blanks → what it may be and where in it its word begins and ends; None for most."""

    def __init__(self, words: Lexicon) -> None:
        super().__init__()
        self.kind = _kind_of(words.language)
        self.parts = _PARTS_WITH_APOSTROPHES if words.apostrophe_is_a_letter else _PARTS

    def __missing__(self, chunk: str) -> tuple[int, int, int] | None:
        self[chunk] = found = self._read(chunk)
        return found

    def _read(self, chunk: str) -> tuple[int, int, int] | None:
        core = _CORE.search(chunk) if len(chunk) <= _LONGEST_CHUNK else None
        if core is None:
            return None
        start, end = core.span()
        possessive = _POSSESSIVE.search(chunk, start, end)
        end = possessive.start() if possessive else end
        word, kind = chunk[start:end], 0
        if word[0].isalpha() or word[0] in "№#§":
            kind = reduce(or_, map(self.kind, self.parts.findall(word)), 0)
        elif _NUMBER.fullmatch(word) and (not _ORDINAL.fullmatch(word) or _GLUED_UNIT.fullmatch(word)):
            kind = FIGURE | YEAR if _YEAR.fullmatch(word) or _FULL_DATE.fullmatch(word) else FIGURE
        return (kind, start, end) if kind else None


class FactReader:
    """Finds what can be checked in the sentences of one article.

    `names` are words known to be names in it, wherever they stand; other words are names by their capital
    letter, except at the start of a statement and in German.
    """

    def __init__(self, words: Lexicon, names: frozenset[str]) -> None:
        self.names = names
        self.nouns_are_capitals = words.nouns_are_capitals
        self.reach = int(facts_of(words.language).get("reach", _AUXILIARY_REACH))
        self.chunks = _Chunks(words)
        self.furniture = _furniture(words.language)

    def facts(self, text: str, start: int, end: int, brackets: Iterable[Span] = ()) -> tuple[Span, ...]:
        """The spans that make `text[start:end]` checkable, in order; `()` when it is not. Brackets do not count."""
        sentence = text[start:end]
        for opens, closes in brackets:
            sentence = blanked(sentence, (max(opens, start) - start, min(closes, end) - start))
        if sentence.rstrip(_AFTER_SIGN).endswith(("?", "？")):
            return ()
        quotes = _quotations(sentence) if _QUOTATION_MARK.search(sentence) else {}
        for quote in quotes:
            sentence = blanked(sentence, quote)
        cues = self._cues(sentence)
        seen = 0
        for cue in cues:
            seen |= cue[3]
        if seen & SELF or not (quotes or _may_be_checked(seen)):
            return ()
        if (seen & FURNITURE or "©" in sentence) and self.furniture.search(sentence.lower()):
            return ()
        return tuple([(start + a, start + b) for a, b in self._weigh(sentence, cues, quotes, seen)])

    def _cues(self, sentence: str) -> list[Cue]:
        """The words that may be something, with their places."""
        chunks = sentence.split()
        read = map(self.chunks.__getitem__, chunks)
        telling = [(at, one) for at, one in enumerate(read) if one]
        if not telling:
            return []
        # Chunks stand one blank apart, as a rule: then their places follow from their lengths.
        before = list(accumulate(map(len, chunks), initial=len(sentence) - len(sentence.lstrip())))
        if before[-1] + len(chunks) - 1 != len(sentence.rstrip()):
            before = [match.start() - place for place, match in enumerate(_CHUNK.finditer(sentence))]
        return [(at, before[at] + at + start, before[at] + at + end, kind) for at, (kind, start, end) in telling]

    def _weigh(self, sentence: str, cues: list[Cue], quotes: dict[Span, int], seen: int) -> list[Span]:
        figures, dates, counts = self._numbers(sentence, cues, months=seen & MONTH) if seen & _NUMBERS else ([], [], {})
        sayings = [(start, end) for _, start, end, kind in cues if kind & SAYING] if seen & SAYING else []
        telling = quotes and max(quotes.values()) >= _TELLING_QUOTE_WORDS
        if figures or sayings or telling:
            return _in_order([*figures, *dates, *quotes, *sayings])
        past, late = self._past(cues) if seen & (PAST | PARTICIPLE) else ([], False)
        names = self._names(sentence, cues) if seen & CAPITAL else []
        if quotes and names:
            return _in_order([*dates, *quotes, *names])
        weight = _DATE_WEIGHT * bool(dates) + (_NAME_WEIGHT + _MORE_NAMES * (len(names) > 1)) * bool(names)
        weight += max(counts.values(), default=0.0) + (_LATE_PAST if late else _PAST_WEIGHT)
        weight += _HEDGE_WEIGHT if seen & HEDGE else 0.0
        exclaimed = sentence.rstrip(_AFTER_SIGN).endswith(("!", "！"))
        enough = past and weight >= _ENOUGH and not exclaimed
        return _in_order([*dates, *names, *counts, past[0]]) if enough else []

    # --- numbers and dates ---------------------------------------------------------------

    def _numbers(
        self, sentence: str, cues: list[Cue], *, months: int
    ) -> tuple[list[Span], list[Span], dict[Span, float]]:
        """Figures, dates, and numbers written as words with their weights."""
        figures: list[Span] = []
        dates: list[Span] = []
        counts: dict[Span, float] = {}
        for at, (place, start, end, kind) in enumerate(cues):
            if kind & FIGURE:
                month = self._month_beside(sentence, cues, at) if months else None
                if month:
                    dates.append((min(start, month[0]), max(end, month[1])))
                elif kind & YEAR:
                    dates.append((start, end))
                elif self._counts(sentence, cues, at):
                    figures.append(_with_sign(sentence, start, end))
            elif kind & WEEKDAY:
                dates.append((start, end))
            elif kind & (COUNT | SMALL_COUNT):
                following = cues[at + 1] if at + 1 < len(cues) else None
                if following and following[0] == place + 1 and following[3] & MAGNITUDE:
                    figures.append((start, following[2]))
                counts[start, end] = _COUNT_WEIGHT if kind & COUNT else _SMALL_COUNT_WEIGHT
        return figures, dates, counts

    def _month_beside(self, sentence: str, cues: list[Cue], at: int) -> Span | None:
        _, start, end, kind = cues[at]
        if not (kind & YEAR or _DAY.fullmatch(sentence, start, end)):
            return None
        if at and cues[at - 1][3] & MONTH and _SHORT_GAP.fullmatch(sentence, cues[at - 1][2], start):
            return cues[at - 1][1:3]
        following = cues[at + 1] if at + 1 < len(cues) else None
        if following and following[3] & MONTH and _SHORT_GAP.fullmatch(sentence, end, following[1]):
            return following[1:3]
        return None

    def _counts(self, sentence: str, cues: list[Cue], at: int) -> bool:
        """Whether digits count something: not in `Article 4`, `MiG-29`, `3rd`, nor as the number of a bullet."""
        place, start, end, _ = cues[at]
        if place == 0:
            return sentence[end : end + 1] not in {".", ")"}
        last_place, _, last_end, last = cues[at - 1] if at else (-1, 0, 0, 0)
        if last_place != place - 1 or sentence[last_end:start].strip(" .\u00a0"):
            return True
        named = last & CAPITAL and place > 1 and not self.nouns_are_capitals and not last & MAGNITUDE
        return not last & LABEL and not (named and sentence[start:end].isdigit())

    # --- names and verbs -----------------------------------------------------------------

    def _names(self, sentence: str, cues: list[Cue]) -> list[Span]:
        """Names, words side by side joined. The first word of a statement is one only if it is known as one."""
        found: list[Span] = []
        for place, start, end, kind in cues:
            if not kind & CAPITAL or kind & (MONTH | WEEKDAY):
                continue
            opens = self.nouns_are_capitals or place == 0 or sentence[start - 2] in _OPENING_SIGNS
            if opens and not kind & (ACRONYM | NAME) and sentence[start:end] not in self.names:
                continue
            if found and found[-1][1] + 1 == start:
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
        return found

    def _past(self, cues: list[Cue]) -> tuple[list[Span], bool]:
        """The words that put the statement in the past, and whether a verb of the present comes before them."""
        found: list[Span] = []
        present = auxiliary = None
        late = False
        for place, start, end, kind in cues:
            verb = kind & PAST or (kind & PARTICIPLE and auxiliary is not None and place - auxiliary <= self.reach)
            if verb and (not kind & CAPITAL or place == 0):
                late = late if found else present is not None and present != auxiliary
                found.append((start, end))
            if kind & AUXILIARY:
                auxiliary = place
            if kind & PRESENT and present is None:
                present = place
        return found, late


def blanked(sentence: str, span: Span) -> str:
    """The sentence with signs that say nothing in the place of that span."""
    start, end = span
    return sentence[:start] + _BLANK * (end - start) + sentence[end:] if start < end else sentence


def _may_be_checked(seen: int) -> bool:
    """A quick no for sentences in which nothing speaks of a fact."""
    if seen & (FIGURE | SAYING | MAGNITUDE):
        return True
    past = seen & PAST or (seen & AUXILIARY and seen & PARTICIPLE)
    return bool(past and seen & (COUNT | SMALL_COUNT | WEEKDAY | CAPITAL))


def _quotations(sentence: str) -> dict[Span, int]:
    """Where three words and more are quoted, and how many; titles, most of whose words are capitals, are none."""
    found = {}
    for match in _QUOTATION.finditer(sentence):
        words = match[1].split()
        capitals = sum(word[0].isupper() for word in words)
        if len(words) >= _QUOTED_WORDS and capitals * 2 <= len(words):
            found[match.span()] = len(words)
    return found


def _with_sign(sentence: str, start: int, end: int) -> Span:
    """The figure with the sign for percent or money that follows it after a blank."""
    follows = sentence[end : end + 2].lstrip(" \u00a0\u202f")[:1]
    return (start, sentence.index(follows, end) + 1) if follows and follows in "%‰€£₽₴$" else (start, end)


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
            (PAST, "past"), (AUXILIARY, "auxiliaries"), (PARTICIPLE, "participles"), (SAYING, "saying"),
            (PRESENT, "present"), (HEDGE, "hedges"), (MAGNITUDE, "magnitudes"), (LABEL, "labels"),
            (WEEKDAY, "days"),
        )
    ]  # fmt: skip
    openers = (match[0] + "*" for phrase in words.words["furniture"] if (match := _PARTS.match(phrase)))
    kinds.append((FURNITURE, _globs(openers)))
    kinds.append((SMALL_COUNT, _globs(word for key in numbers if key in _SMALL_COUNTS for word in numbers[key])))
    kinds.append((COUNT, _globs(word for key in numbers if key not in _SMALL_COUNTS for word in numbers[key])))
    not_past, not_participle = _globs(cues.get("not_past", ())), _globs(cues.get("not_participles", ()))
    selves = frozenset(cues.get("first_person", ()))
    months, given = frozenset(words.months), given_names()

    @lru_cache(_COMMON_WORDS)
    def kind(token: str) -> int:
        word = token.lower()
        found = reduce(or_, (bit for bit, holds in kinds if holds(word)), 0)
        found &= ~PAST if not_past(word) else -1
        found &= ~PARTICIPLE if not_participle(word) else -1
        if word in months:
            found |= MONTH
        if token[0].isupper():
            found |= CAPITAL | (NAME if token in given or is_place(token) else 0)
            found |= ACRONYM if len(token) > 1 and token.isupper() else 0
        if word in selves and not found & ACRONYM:
            found |= SELF
        return found

    return kind


@cache
def _furniture(language: str) -> re.Pattern[str]:
    """What pages say about themselves: how to subscribe, whose rights are reserved, who wrote."""
    longest_first = sorted(lexicon(language).words["furniture"], key=len, reverse=True)
    return re.compile(r"(?<!\w)(?:" + "|".join(re.escape(phrase) for phrase in longest_first) + ")")


def _globs(words: Iterable[str]) -> Callable[[str], bool]:
    """A test whether a word is one of the words, in which `*` stands for any letters, none included."""
    plain, starred = set(), []
    for word in words:
        if "*" in word:
            starred.append(re.escape(word).replace(r"\*", r"\w*"))
        else:
            plain.add(word)
    pattern = re.compile("|".join(starred)) if starred else None
    return lambda word: word in plain or (pattern is not None and len(word) > 2 and pattern.fullmatch(word) is not None)
