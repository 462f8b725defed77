"""A stretch of text in, what it is compared by out: stems of its words, numbers, days, names, and what it denies."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from verifier.cite.words.lexicon import Lexicon, facts_of
from verifier.cite.words.places import is_place
from verifier.model import Span

_TOKEN = re.compile(r"\d+(?:[.,\u00a0\u202f\u2009 ’']\d{3}(?!\d)){0,5}(?:[.,]\d+)?|[^\W\d_]+")
_HAN = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?|[A-Za-z]+|[\u4e00-\u9fff]+")
_PIECE = re.compile(r"\w+")
_SEPARATORS = re.compile(r"\D")
_YEAR = re.compile(r"(?:1\d|20)\d\d")
_DAY = re.compile(r"0?[1-9]|[12]\d|3[01]")
#: Words are compared by their first letters, names by one letter more: that takes off most endings.
_STEM, _NAME_STEM, _LEAST_LETTERS = 5, 6, 4
_DENIAL_REACH = 2
_HAN_DENIALS = "不未没無无"
_HAN_AUXILIARIES = "有会將将能曾再"


@dataclass(frozen=True, slots=True)
class Terms:
    """`weighty` are the stems of words that tell something; `counted` pairs a noun's stem with its number."""

    weighty: frozenset[str]
    numbers: frozenset[str]
    days: frozenset[str]
    names: frozenset[str]
    denied: frozenset[str]
    counted: frozenset[tuple[str, str]]


#: Words of these kinds carry no fact.
_IDLE_CUES = ("saying", "present", "auxiliaries", "first_person")


class TermReader:
    """Reads terms in texts of one language. Chinese ones are pairs of signs that stand side by side."""

    def __init__(self, words: Lexicon) -> None:
        self.words = words
        self.spaced = words.spaced
        cues = facts_of(words.language)
        self.idle = words.words["stopwords"] | words.words["starters"] | words.words["asides"]
        self.idle |= {word for key in _IDLE_CUES for word in cues.get(key, ())}
        self.denials = frozenset(cues.get("negations", ()))
        self.counts = {word: number for number, forms in cues.get("numbers", {}).items() for word in forms}

    def stems(self, text: str, spans: Iterable[Span]) -> frozenset[str]:
        """The stems of all words and numbers there, quickly."""
        if not self.spaced:
            return frozenset(pair for span in spans for pair in _pairs(text, span))
        return frozenset([word[:_STEM] for start, end in spans for word in _PIECE.findall(text[start:end].lower())])

    def name_stems(self, text: str, spans: Iterable[Span]) -> frozenset[str]:
        """Every word there as the stem of a name."""
        return frozenset(word[:_NAME_STEM] for start, end in spans for word in _TOKEN.findall(text[start:end].lower()))

    def terms(self, text: str, spans: Iterable[Span]) -> Terms:
        """All that is compared, of several stretches together."""
        read = [self._terms(text, span) if self.spaced else self._unspaced_terms(text, span) for span in spans]
        return Terms(
            weighty=frozenset().union(*(one.weighty for one in read)),
            numbers=frozenset().union(*(one.numbers for one in read)),
            days=frozenset().union(*(one.days for one in read)),
            names=frozenset().union(*(one.names for one in read)),
            denied=frozenset().union(*(one.denied for one in read)),
            counted=frozenset().union(*(one.counted for one in read)),
        )

    def _terms(self, text: str, span: Span) -> Terms:
        tokens = [match.group() for match in _TOKEN.finditer(text, *span)]
        lower = [token.lower() for token in tokens]
        weighty, numbers, days, names, denied = (set[str]() for _ in range(5))
        counted = set[tuple[str, str]]()
        for place, (token, word) in enumerate(zip(tokens, lower, strict=True)):
            following = lower[place + 1 : place + 1 + _DENIAL_REACH]
            if word[0].isdigit():
                number = _SEPARATORS.sub("", word)
                day = self._day(number, lower, place)
                (days if day else numbers).add(day or number)
                weighty.update(piece[:_STEM] for piece in _PIECE.findall(word))
                counted.update(() if day else ((noun[:_STEM], number) for noun in following[:1]))
                continue
            if word in self.counts:
                counted.update((noun[:_STEM], self.counts[word]) for noun in following[:1])
            if word in self.denials:
                small = (one for one in tokens[place + 1 : place + 1 + _DENIAL_REACH] if one[0].islower())
                denied.update(one[:_STEM] for one in small if self._tells(one) and one not in self.words.months)
            if self._is_name(token, word, first=place == 0):
                names.add(word[:_NAME_STEM])
            if self._tells(word) or word[:_NAME_STEM] in names:
                weighty.add(word[:_STEM])
        return Terms(
            frozenset(weighty), frozenset(numbers), frozenset(days), frozenset(names), frozenset(denied),
            frozenset(counted),
        )  # fmt: skip

    def _tells(self, word: str) -> bool:
        return len(word) >= _LEAST_LETTERS and word not in self.idle and word not in self.denials

    def _day(self, number: str, lower: list[str], place: int) -> str | None:
        """`2024`, or the day of a month as `9-10`, wherever the month stands; None for what is no date."""
        if _YEAR.fullmatch(number):
            return number
        if not _DAY.fullmatch(number):
            return None
        for near in (place - 1, place + 1, place + 2):
            if 0 <= near < len(lower) and lower[near] in self.words.months:
                return f"{self.words.months[lower[near]]}-{int(number)}"
        return None

    def _is_name(self, token: str, word: str, *, first: bool) -> bool:
        if not token[0].isupper() or word in self.words.months or word in self.idle:
            return False
        if self.words.nouns_are_capitals:
            return (token.isupper() and len(token) > 1) or is_place(token)
        return not first or (token.isupper() and len(token) > 1)

    def _unspaced_terms(self, text: str, span: Span) -> Terms:
        numbers, days, denied = (set[str]() for _ in range(3))
        counted = set[tuple[str, str]]()
        for match in _HAN.finditer(text, *span):
            if not match.group()[0].isdigit():
                continue
            number = match.group().replace(",", "")
            unit = text[match.end() : match.end() + 1]
            (days if unit in set("年月日") else numbers).add(number + (unit if unit in set("年月日") else ""))
            counted.add((text[match.end() : match.end() + 2], number))
        for place in range(*span):
            if text[place] in _HAN_DENIALS:
                after = place + 2 if text[place + 1 : place + 2] in set(_HAN_AUXILIARIES) else place + 1
                denied.add(text[after : after + 2])
        pairs = frozenset(_pairs(text, span))
        return Terms(pairs, frozenset(numbers), frozenset(days), frozenset(), frozenset(denied), frozenset(counted))


def _pairs(text: str, span: Span) -> Iterable[str]:
    for match in _HAN.finditer(text, *span):
        run = match.group()
        if "\u4e00" <= run[0] <= "\u9fff":
            yield from (run[at : at + 2] for at in range(max(1, len(run) - 1)))
        else:
            yield run.lower().replace(",", "")
