"""A sentence before a bare date in, the medium out that it names though no table does: by the words around the name."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence
from functools import lru_cache

from verifier.cite.words.inflection import stem_of
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.people import given_names, is_person
from verifier.cite.words.places import is_place
from verifier.model import Span

_LONGEST_NAME = 5
_LONGEST_TOLD = 4
_TOLD_WORDS = 3
_ONE_CAPITAL_WORDS = 2
_LONGEST_PHRASE = 6
_NEAR_CHARS = 4_000
_FEWEST_STEM = 4
_LONGEST_WORD = 40
_ENDS_SENTENCE = re.compile(r"\s{0,2}(?:[.!?…。;]|$|[\r\n])")
_POSSESSIVE = re.compile(r"['’]s?$")
_MARKED = re.compile(r"[^\W\d_][-.]?\d|[^\W\d_]-[^\W\d_a-zа-я]|\.[a-zа-я]{2,}$|[a-zа-я][A-ZА-Я]")
_QUOTED = re.compile(r"\s?[«„“\"《]([^«»„“”\"《》]{2,60})[»“”\"》]\s{0,2}")
_BROADCASTS = frozenset({"Radio", "TV", "Television", "Telewizja", "Rádio", "Радио", "Радіо", "Радыё", "Rozhlas"})
_JOINTS = frozenset({"du", "des", "della", "delle", "dei", "degli", "do", "da", "dos", "los", "las", "am", "im", "für"})
#: `Writing in Russian`: the language, no paper.
_TONGUE = re.compile(r"(?:ian|ish|ese|ic|man|ench|utch)$")
_ACTS = re.compile(
    r"\b(?:Acts?|Bill|Charter|Code|Constitution|Convention|Declaration|Decree|Directive|Law|Plan|Program(?:me)?|"
    r"Regulations?|Rules|Statute|Strategy|Treaty|Accords?|Constitución|Ley|Loi|Legge|Kodeks|Ustawa|Gesetz)\b"
)


def medium_before(
    text: str, bracket: Span, tokens: Sequence[Span], words: Lexicon, families: Container[str]
) -> Span | None:
    """The name of a medium that no table has and that the sentence of `tokens`, which end at `bracket`, tells as such.

    `told the broadcaster Top Channel (…)`, `told Punchbowl News (…)`, `Laut Täglichem Anzeiger (…)`, `Writing in
    Kommersant-Plus (…)`, `The daily Nordlys Kurier reported (…)`, `As X of the weekly Ridge sees it, … (…).`
    """
    if not tokens:
        return None
    close = text[tokens[-1][1] : bracket[0]].strip() == ""
    beside = (_called(text, tokens, words) or _attributed(text, tokens, words, families)) if close else None
    return beside or _subject(text, bracket, tokens, words)


def _called(text: str, tokens: Sequence[Span], words: Lexicon) -> Span | None:
    """`told the broadcaster Top Channel (…)`, `told Punchbowl News (…)`: a name called a medium, or that sounds so."""
    for first in range(max(1, len(tokens) - _LONGEST_TOLD), len(tokens)):
        span = (tokens[first][0], tokens[-1][1])
        printed = text[slice(*span)]
        named = [text[slice(*token)] for token in tokens[first:]]
        # `the weekly Otkrytaya gazeta`: Slavic names have one capital.
        small = len(named) == _ONE_CAPITAL_WORDS and named[1].islower() and not words.is_one_of("reporting", named[1])
        if not _is_proper(printed, [named[0]] if small else named, words):
            continue
        before = [text[slice(*token)] for token in tokens[max(0, first - 2) : first]]
        if any(words.is_one_of("press_nouns", " ".join(before[at:])) for at in range(len(before))):
            # `Radio Ridge`: in capitals the word is part of the name.
            return (tokens[first - 1][0], span[1]) if before[-1] in _BROADCASTS else span
        # `The weekly Mass (May 5)` opens a sentence; `told the weekly Profil (May 5)` does not.
        if first >= _TOLD_WORDS and words.is_one_of("press_periods", before[-1]):
            return span
        named_so = len(tokens) - first > 1 and words.is_one_of("press_words", printed.rsplit(" ", 1)[-1])
        spoken_to = words.is_one_of("reporting", before[-1]) or words.leading("settings", " ".join(before)) is not None
        if named_so and spoken_to:
            return span
    return None


def _attributed(text: str, tokens: Sequence[Span], words: Lexicon, families: Container[str]) -> Span | None:
    """A proper name right after `according to`, `laut`, `jak podaje`: no person, place, law or event."""
    for first in range(max(1, len(tokens) - _LONGEST_NAME), len(tokens)):
        span = (tokens[first][0], tokens[-1][1])
        named = [text[slice(*token)] for token in tokens[first:]]
        if not _is_proper(text[slice(*span)], named, words):
            continue
        phrase = [text[slice(*token)] for token in tokens[max(0, first - _LONGEST_PHRASE) : first]]
        sure = ends_with("printed_in", phrase, words)
        if not sure and not ends_with("attributions", phrase, words):
            if ends_with("told_to", phrase, words) and _is_told(text, span, named, words):
                return span if _could_be_medium(text, span, named, words, families) else None
            continue
        if sure and len(named) == 1:
            return None if is_place(named[0]) or _is_plain(named[0], words) or _TONGUE.search(named[0]) else span
        return span if _could_be_medium(text, span, named, words, families) else None
    return None


def _is_told(text: str, span: Span, named: list[str], words: Lexicon) -> bool:
    """Whether one could be told things as a paper is: `told Bergens Varden`, not `told Parliament`."""
    if len(named) == 1:
        return _MARKED.search(text[slice(*span)]) is not None
    return _sounds_like_press(named, words) or not any(words.is_one_of("institutions", one) for one in named)


def _is_proper(printed: str, named: list[str], words: Lexicon) -> bool:
    """Whether the words make one name: capitals first and last, small words only between, no mark within."""
    if not set(printed).isdisjoint(',;:«»„“”"()[]') or any(_POSSESSIVE.search(one) for one in named[:-1]):
        return False
    first, last = named[0], named[-1]
    # `Степной курьер`: Slavic names have one capital.
    ends = last[0].isupper() or last[0].isdigit() or (len(named) > 1 and _is_press_word(last, words))
    if not first[0].isupper() or not ends:
        return False
    inner = named[1:-1]
    return all(one[0].isupper() or one[0].isdigit() or _joins(one, words) for one in inner)


def _joins(word: str, words: Lexicon) -> bool:
    return word in _JOINTS or words.is_one_of("small_words", word)


def ends_with(kind: str, phrase: list[str], words: Lexicon) -> bool:
    """Whether such a phrase ends the words before a name, an article aside."""
    low = [one.lower() for one in phrase]
    while low and (low[-1] == "the" or words.is_one_of("articles", low[-1])) and len(low) > 1:
        if any(words.is_one_of(kind, " ".join(low[at:])) for at in range(len(low))):
            return True
        low.pop()
    return any(words.is_one_of(kind, " ".join(low[at:])) for at in range(len(low)))


def _could_be_medium(text: str, span: Span, named: list[str], words: Lexicon, families: Container[str]) -> bool:
    printed = text[slice(*span)]
    if is_place(printed) or any(_is_plain(one, words) for one in named) or _ACTS.search(printed):
        return False
    if _sounds_like_press(named, words) or _MARKED.search(printed):
        return True
    held = any(words.is_one_of(kind, one) for one in named for kind in ("offices", "ranks"))
    if held or is_person(printed, families, words) or _is_given(named[0]):
        return False
    if len(named) == 1:
        return not words.nouns_are_capitals and len(printed) > 2 and not _follows_a_name(text, span)
    return not _comes_again_alone(text, span, named[-1])


def _is_press_word(word: str, words: Lexicon) -> bool:
    """`курьер`, `курьера`, `Głosu`: a word that names of newspapers end with, in any case."""
    if words.is_one_of("press_words", word):
        return True
    return words.inflected and stem_of(word.lower()) in _press_stems(words)


@lru_cache(maxsize=16)
def _press_stems(words: Lexicon) -> frozenset[str]:
    return frozenset(stem_of(word) for word in words.phrases["press_words"])


def _sounds_like_press(named: list[str], words: Lexicon) -> bool:
    """`… Post`, `Neuer Anzeiger`; a lone `Zeitung` is a word, `Elbzeitung` a name."""
    last = named[-1].lower()
    either = words.is_one_of("institutions", named[0]) or _is_press_word(named[0], words)
    if len(named) > 1 and (either or _is_press_word(last, words)):
        return True
    endings = words.phrases["press_endings"]
    return any(last.endswith(ending) and (len(named) > 1 or last != ending) for ending in endings)


def _is_plain(word: str, words: Lexicon) -> bool:
    """A month, an event, or a German noun that is in capitals as all are."""
    low = word.lower()
    if low in words.months or words.is_one_of("weekdays", low) or words.is_one_of("events", low):
        return True
    return words.is_one_of("plain_nouns", low)


@lru_cache(maxsize=1)
def _given_stems() -> frozenset[str]:
    return frozenset(name[:-1] if name[-1] in "aeyаея" else name for name in given_names())


def _is_given(word: str) -> bool:
    """Whether the word is a first name, in the genitive of Slavic languages too: `Jana Kowalskiego`, `Ивана`."""
    if word in given_names():
        return True
    return len(word) > 3 and any(word.endswith(end) and word[: -len(end)] in _given_stems() for end in _CASES)


_CASES = ("a", "у", "ом", "а", "и", "ы", "я", "owi", "em", "y", "i")


def _follows_a_name(text: str, span: Span) -> bool:
    """Whether the lone word stood behind another capitalised word before: `Rinat Akhmetov … according to Akhmetov`."""
    word = text[slice(*span)]
    stem = word[: max(_FEWEST_STEM, len(word) - 2)]
    first = max(0, span[0] - _NEAR_CHARS)
    at = text.find(stem, first, span[0])
    while at >= 0:
        before = text[max(first, at - _LONGEST_WORD) : at].split(" ")
        if len(before) > 1 and not before[-1] and before[-2][:1].isupper():
            return True
        at = text.find(stem, at + 1, span[0])
    return False


def _comes_again_alone(text: str, span: Span, last: str) -> bool:
    """Whether the last word comes without the others, as family names do."""
    stem = last[: max(_FEWEST_STEM, len(last) - 2)]
    window = text[max(0, span[0] - _NEAR_CHARS) : span[1] + _NEAR_CHARS]
    whole = text[span[0] : span[1] - len(last)] + stem
    return window.count(stem) > window.count(whole)


# --- subjects -------------------------------------------------------------------------------


def _subject(text: str, bracket: Span, tokens: Sequence[Span], words: Lexicon) -> Span | None:
    """`The daily Nordlys Kurier reported (…)`, `As X of the weekly Ridge sees it, … (…).`: called a medium, and says.

    Farther off than the verb, the date must close the sentence.
    """
    start = bracket[0]
    closes = closes_sentence(text, bracket)
    for number, token in enumerate(tokens[:-1]):
        noun = text[slice(*token)]
        if not (words.is_one_of("press_nouns", noun) or words.is_one_of("press_periods", noun)):
            continue
        quoted = _QUOTED.match(text, token[1], start)
        span = quoted.span(1) if quoted else _name_after(text, tokens, number, words)
        if span is None:
            continue
        after = quoted.end() if quoted else span[1]
        rest = text[after:start].lstrip()
        verb = words.leading("reporting", rest)
        if verb and (closes or not rest[len(verb) :].strip()):
            return span
    return None


def closes_sentence(text: str, bracket: Span) -> bool:
    """Whether a stop or nothing follows the bracket."""
    return _ENDS_SENTENCE.match(text, bracket[1]) is not None


def _name_after(text: str, tokens: Sequence[Span], number: int, words: Lexicon) -> Span | None:
    """The capitalised words that follow the noun, up to the first other word."""
    last = number
    for at in range(number + 1, min(len(tokens), number + 1 + _LONGEST_NAME)):
        printed = text[slice(*tokens[at])]
        if text[tokens[at - 1][1] : tokens[at][0]].strip() or not (
            printed[0].isupper() or (_joins(printed, words) and at > number + 1)
        ):
            break
        if printed[0].isupper() or printed[0].isdigit():
            last = at
        if printed[-1] in ",;:":
            return None
    return (tokens[number + 1][0], tokens[last][1]) if last > number else None
