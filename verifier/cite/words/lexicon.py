"""Language packs in, word tables out: what months, qualifiers, abbreviations and the like are called."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

#: One file for each language; a file put here is a language more.
PACKS: Traversable = files("verifier.cite").joinpath("languages")

_FALLBACK = "en"
_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE_CHARS = 20_000
_LONGEST_PHRASE = 60
_AROUND = " \t.:,"
_MOST_REMEMBERED = 16_384
_NO_KINDS: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of one language, with those of English beside them. All lower case.

    `months` maps a name or abbreviation to 1..12; full names of every language are known,
    because an English article may print `10 września`; `shortened_months` are their beginnings (`листоп`),
    which count before a stop only. Lists of phrases are longest first.
    `kinds` tells of which kinds a word is, `bare_kinds` the same of words without their stops; `openings` are the
    phrases of a kind by their first letters.
    """

    language: str
    months: Mapping[str, int]
    shortened_months: Mapping[str, int]
    phrases: Mapping[str, tuple[str, ...]]
    words: Mapping[str, frozenset[str]]
    kinds: Mapping[str, frozenset[str]]
    bare_kinds: Mapping[str, frozenset[str]]
    openings: Mapping[str, Mapping[str, tuple[str, ...]]]
    #: `10.9` is a day of September.
    day_first: bool
    #: Blanks set words apart.
    spaced: bool
    #: Every noun opens with a capital, so a capital tells no name.
    nouns_are_capitals: bool
    #: Names change their endings with their case.
    inflected: bool
    #: `10 IX` is a day of September.
    roman_months: bool
    #: `пам’ять` is one word.
    apostrophe_is_a_letter: bool
    #: Words come again and again; each is looked up once.
    _remembered: dict[str, frozenset[str]] = field(default_factory=dict, init=False, repr=False)

    def leading(self, kind: str, text: str) -> str | None:
        """The longest phrase of that kind that `text` opens with, as printed, or None."""
        openings = self.openings[kind]
        if not text or text[0].lower() not in openings:
            return None
        folded = text[:_LONGEST_PHRASE].lower()
        for letters in (3, 2, 1):
            for phrase in openings.get(folded[:letters], ()):
                if folded.startswith(phrase) and _ends_word(phrase, folded):
                    return text[: len(phrase)]
        return None

    def is_one_of(self, kind: str, text: str) -> bool:
        """Whether the whole text is a word or phrase of that kind, stops and colons aside."""
        kinds = self._remembered.get(text)
        return kind in (self._kinds_of(text) if kinds is None else kinds)

    def _kinds_of(self, text: str) -> frozenset[str]:
        folded = text.lower()
        bare = self.bare_kinds.get(folded.strip(_AROUND), _NO_KINDS)
        kinds = bare | self.kinds.get(folded.strip(), _NO_KINDS)
        if len(text) <= _LONGEST_PHRASE:
            if len(self._remembered) >= _MOST_REMEMBERED:
                self._remembered.clear()
            self._remembered[text] = kinds
        return kinds

    def with_days_first(self) -> Lexicon:
        """The same words for an article that writes the day before the month."""
        return self if self.day_first else _with_days_first(self)


@cache
def _with_days_first(words: Lexicon) -> Lexicon:
    return replace(words, day_first=True)


def _ends_word(phrase: str, folded: str) -> bool:
    """A phrase must not end in the middle of a word, except where words are not set apart."""
    if len(folded) == len(phrase):
        return True
    following, last = folded[len(phrase)], phrase[-1]
    if not last.isalnum() or "\u4e00" <= last <= "\u9fff":
        return True
    return not (following.isalnum() or following == "'" or following == "’" or following == "-" or following == "_")


@cache
def languages() -> tuple[str, ...]:
    """The codes of all languages that have a pack, English first, the others in the order of the alphabet."""
    codes = {entry.name.removesuffix(".json") for entry in PACKS.iterdir() if entry.name.endswith(".json")}
    return (_FALLBACK, *sorted(codes - {_FALLBACK}))


@cache
def lexicon(language: str | None) -> Lexicon:
    """The word tables for a language tag such as `en`, `en-GB`, `pl`; English where there is no pack."""
    code = (language or _FALLBACK).lower().replace("_", "-").split("-")[0]
    if code not in languages():
        code = _FALLBACK
    own = [_pack(code)] if code == _FALLBACK else [_pack(code), _pack(_FALLBACK)]
    months: dict[str, int] = {}
    for pack in own:
        _add_months(months, pack.get("month_abbreviations", ()))
    for name in languages():
        _add_months(months, _pack(name).get("months", ()))
    for pack in reversed(own):
        _add_months(months, pack.get("months", ()))
    kinds = {key for name in languages() for key, value in _pack(name).items() if _is_list_of_words(value)}
    properties = own[0].get("properties", {})
    phrases = {kind: tuple(sorted(_merged(own, kind), key=lambda word: (-len(word), word))) for kind in kinds}
    return Lexicon(
        language=code,
        months=months,
        shortened_months=_shortened(own),
        phrases=phrases,
        words={kind: frozenset(words) for kind, words in phrases.items()},
        kinds=_kinds(phrases),
        bare_kinds=_kinds({kind: _bare(words) for kind, words in phrases.items()}),
        openings={kind: _by_opening(words) for kind, words in phrases.items()},
        day_first=properties.get("day_first", True),
        spaced=properties.get("spaced", True),
        nouns_are_capitals=properties.get("nouns_are_capitals", False),
        inflected=properties.get("inflected", False),
        roman_months=properties.get("roman_months", False),
        apostrophe_is_a_letter=properties.get("apostrophe_is_a_letter", False),
    )


@cache
def _pack(code: str) -> Mapping[str, Any]:
    pack: Mapping[str, Any] = json.loads(PACKS.joinpath(f"{code}.json").read_text("utf-8"))
    return pack


def _kinds(phrases: Mapping[str, Iterable[str]]) -> dict[str, frozenset[str]]:
    """The kinds of each word or phrase."""
    found: dict[str, list[str]] = {}
    for kind, words in phrases.items():
        for word in words:
            found.setdefault(word, []).append(kind)
    return {word: frozenset(kinds) for word, kinds in found.items()}


def _bare(phrases: Iterable[str]) -> frozenset[str]:
    """Every phrase as it is, and without the stop that it may be printed without."""
    return frozenset(one for phrase in phrases for one in (phrase, phrase.removesuffix(".")))


def _by_opening(phrases: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Phrases by their first three letters (shorter ones by all), in the order given; every first letter is a key."""
    index: dict[str, list[str]] = {}
    for phrase in phrases:
        index.setdefault(phrase[0], [])
        index.setdefault(phrase[:3], []).append(phrase)
    return {opening: tuple(found) for opening, found in index.items()}


def _add_months(months: dict[str, int], names: Iterable[Iterable[str]]) -> None:
    for number, forms in enumerate(names, start=1):
        for form in forms:
            months[form] = number


def _shortened(packs: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Beginnings of month names, three letters and more, that fit one month of their language only."""
    found: dict[str, int] = {}
    for pack in packs:
        numbers: dict[str, set[int]] = {}
        for number, forms in enumerate(pack.get("months", ()), start=1):
            for opening in {form[:length] for form in forms for length in range(3, len(form))}:
                numbers.setdefault(opening, set()).add(number)
        for opening, fitting in numbers.items():
            if len(fitting) == 1:
                found.setdefault(opening, *fitting)
    return found


def _is_list_of_words(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(word, str) for word in value)


def _merged(packs: Iterable[Mapping[str, Any]], kind: str) -> set[str]:
    return {word for pack in packs for word in pack.get(kind, ())}


def guess_language(text: str) -> str:
    """The language of a text by its script and most common words; English when nothing speaks."""
    words = [word.lower() for word in _WORD.findall(text[:_SAMPLE_CHARS])]
    if not words:
        return _FALLBACK
    letters = "".join(words)
    chinese = sum("\u4e00" <= letter <= "\u9fff" for letter in letters)
    if chinese * 5 > len(letters):
        return "zh"
    counts: dict[str, int] = {}
    for word in words:
        counts[word] = counts.get(word, 0) + 1
    best, hits = _FALLBACK, 0
    for code in languages():
        found = sum(counts.get(word, 0) for word in _pack(code).get("stopwords", ()))
        # `ї` is Ukrainian, `ў` Belarusian, whatever small words a short text has.
        found += sum(letters.count(sign) for sign in _pack(code).get("telling_letters", ()))
        if found > hits:
            best, hits = code, found
    return best


def months_of(language: str) -> tuple[Collection[str], Collection[str], Collection[str]]:
    """The pack's own names of months: in full, in short, and beginnings that fit one month only."""
    pack = _pack(language)
    full, short = ([form for forms in pack.get(key, ()) for form in forms] for key in ("months", "month_abbreviations"))
    return full, short, _shortened([pack]).keys()


def facts_of(language: str) -> Mapping[str, Any]:
    """The pack's own cues for what can be checked (`facts`), nothing of English beside them."""
    facts: Mapping[str, Any] = _pack(language).get("facts", {})
    return facts


def clauses_of(language: str) -> Mapping[str, list[str]]:
    """The pack's own words of saying, leaning back and joining (`clauses`), nothing of English beside them."""
    clauses: Mapping[str, list[str]] = _pack(language).get("clauses", {})
    return clauses
