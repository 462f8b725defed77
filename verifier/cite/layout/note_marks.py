"""A text whose notes are not printed in, the marks out that would lead to them: told by their place and their order."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from verifier.cite.layout.brackets import Bracket
from verifier.cite.words.lexicon import Lexicon

_STOPS = frozenset(".!?…。！？")
_AFTER_WORDS = frozenset(".,;:!?…)]”»\"’'%。，；：！？、")
_AFTER_MARK = frozenset(".,;:。，；")
_CLOSERS = ")]”»\"’'"
_FIRST_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"x{0,3}(?:ix|iv|v?i{0,3})")
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10}
#: What goes on after an index of a list, or after a word that links somewhere.
_CODE_AFTER = re.compile(r"\s?[=+*/<>{_]|[(]|\s?:=|\.[^\W\dA-ZА-Я]")
_POINTED = re.compile(r"\b(?:at|and|paras?\.?|ss?\.|p\.|pp\.|to|§)\s$", re.I)
_STARTS_SENTENCE = re.compile(r"[\u2e80-\u9fff]|\s{1,3}[“„«\"‘'(]?[^\W\d_a-zа-яёіїєґ]|\s{0,9}$|\s{0,3}[\r\n(\[（]")
_GOES_ON = re.compile(r"\s|[.,;:!?…。，；)”»]|$")
#: `spread.2 Then`, `in 2014.1 Despite`, `spread”.2`: a number after a stop, and a sentence that begins after it.
_AFTER_STOP = re.compile(r"[.!?…][”»\"’)\]]?(\d{1,3})(?=\s{1,3}[“„«\"‘(\[]?[^\W\d_a-zа-яёіїєґ]|\s{0,3}(?:[\r\n]|\Z))")
_SIGNS = re.compile(r"[¹²³⁰⁴-⁹]{1,3}(?![\w/])")
#: A number at the end of an address belongs to it.
_IN_ADDRESS = re.compile(r"(?:://|www\.|@)\S*$")
_RAISED_SIGNS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")
_WORD_BEFORE = re.compile(r"(?<![^\W_])([^\W\d_]{1,40})[”»\"’)\]]?$")
_YEAR_BEFORE = re.compile(r"([^\W\d_]{1,20})\.?\s(?:19|20)\d\d[”»\"’)\]]?$")
_DIGIT_BEFORE = re.compile(r"\d[”»\"’)\]]?$")
_LONGEST_BEFORE = 48
_LONGEST_ALONE = 5
_LONGEST_ADDRESS = 300
_FEWEST_LETTERS = 4
_WIDEST_STEP = 3
_HIGHEST = 400


class Numbered(NamedTuple):
    """A mark `text[start:end]`, its label, and whether it is a raised digit."""

    start: int
    end: int
    label: str
    raised: bool


def standing_marks(text: str, candidates: Sequence[tuple[Bracket, str]]) -> frozenset[int]:
    """Where those square brackets begin that are marks by their place and order: `…. [4] [5]`, `1934[a] … 1951.[b]`.

    Numbers rise or come again; one alone counts after a stop. Letters and roman numerals follow one another.
    """
    ends = frozenset(bracket.end for bracket, _ in candidates)
    placed = [one for one in candidates if _placed(text, one[0], ends)]
    numbers = [(bracket, int(_FIRST_NUMBER.match(label)[0])) for bracket, label in placed if label[0].isdigit()]  # type: ignore[index]
    found: set[int] = set()
    alone = len(numbers) == 1 and numbers[0][0].end - numbers[0][0].start <= _LONGEST_ALONE
    if counts_up([number for _, number in numbers]) or (alone and _ends_sentence(text, numbers[0][0])):
        found.update(bracket.start for bracket, _ in numbers)
    glued = [(bracket, label) for bracket, label in placed if label.isalpha() and not text[bracket.start - 1].isspace()]
    for values in (_romans(glued), _letters(glued)):
        different = len({value for _, value in values})
        if _follow(values) and (different > 1 or (found and values[0][1] == 1)):
            found.update(bracket.start for bracket, _ in values)
            break
    return frozenset(found)


def _placed(text: str, bracket: Bracket, ends: Collection[int]) -> bool:
    """Whether a mark could stand there: behind a word, stop or other mark, not before a word that it belongs to."""
    after = text[bracket.end : bracket.end + 1]
    if bracket.start == 0 or (after.isalnum() and after < "\u2e80") or _CODE_AFTER.match(text, bracket.end):
        return False
    before = text[bracket.start - 1]
    if not before.isspace():
        return before.isalnum() or before in _AFTER_WORDS
    beside = text[: bracket.start].rstrip()[-1:] if bracket.start < 2 else text[bracket.start - 2]
    if bracket.start - 1 in ends or beside in _STOPS or beside in _CLOSERS:
        return after in _AFTER_MARK or _STARTS_SENTENCE.match(text, bracket.end) is not None
    return after in _AFTER_MARK and not _POINTED.search(text, max(0, bracket.start - 8), bracket.start)


def _ends_sentence(text: str, bracket: Bracket) -> bool:
    before = text[max(0, bracket.start - 3) : bracket.start].rstrip().rstrip(_CLOSERS)[-1:]
    return before in _STOPS and _STARTS_SENTENCE.match(text, bracket.end) is not None


def counts_up(numbers: Sequence[int]) -> bool:
    """Whether two numbers or more rise, most of them at least, or come again: a note may be led to twice."""
    seen: set[int] = set()
    rising = 0
    for earlier, later in pairwise(numbers):
        seen.add(earlier)
        rising += later >= earlier or later in seen
    return len(numbers) >= 2 and min(numbers) > 0 and rising * 4 >= (len(numbers) - 1) * 3


def _follow(values: Sequence[tuple[Bracket, int]]) -> bool:
    """Whether each new label is the one after the highest before it."""
    highest = values[0][1] if values else 0
    for _, value in values:
        if value > highest + 1:
            return False
        highest = max(highest, value)
    return bool(values)


def _letters(labels: Iterable[tuple[Bracket, str]]) -> list[tuple[Bracket, int]]:
    return [(bracket, ord(label) - ord("a") + 1) for bracket, label in labels if len(label) == 1]


def _romans(labels: Sequence[tuple[Bracket, str]]) -> list[tuple[Bracket, int]]:
    """The roman numerals, if one of them has two letters at least: `i` alone may be the ninth letter, too."""
    romans = [(bracket, _value(label)) for bracket, label in labels if _ROMAN.fullmatch(label)]
    return romans if any(len(label) > 1 for _, label in labels) else []


def _value(roman: str) -> int:
    values = [_ROMAN_VALUES[sign] for sign in roman]
    return sum(-one if one < following else one for one, following in zip(values, [*values[1:], 0], strict=True))


# --- digits and round brackets --------------------------------------------------------------


def unlisted_marks(text: str, brackets: Sequence[Bracket], end: int, words: Lexicon) -> list[Numbered]:
    """Raised digits, digits glued to a stop, or round brackets glued to words, where they count up from any number."""
    starts = [bracket.start for bracket in brackets]

    def stands_free(at: int) -> bool:
        over = bisect_right(starts, at) - 1
        in_bracket = over >= 0 and at < brackets[over].end
        return not in_bracket and not _IN_ADDRESS.search(text, max(0, at - _LONGEST_ADDRESS), at)

    signs = [match for match in _SIGNS.finditer(text, 0, end) if stands_free(match.start())]
    stops = [match for match in _AFTER_STOP.finditer(text, 0, end) if stands_free(match.start(1))]
    return _raised_signs(text, signs) or _after_stops(text, stops, words) or _glued(text, brackets, end, words)


def _raised_signs(text: str, signs: Iterable[re.Match[str]]) -> list[Numbered]:
    """`in March.¹ … by a third.²`; not `km²`, `10³`."""
    found = []
    for match in signs:
        before = text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
        word = _WORD_BEFORE.search(before)
        if before[-1:] in _AFTER_WORDS or (word and len(word[1]) >= _FEWEST_LETTERS):
            label = match.group().translate(_RAISED_SIGNS)
            found.append(Numbered(match.start(), match.end(), label, True))
    return found if _steps(found) else []


def _after_stops(text: str, stops: Iterable[re.Match[str]], words: Lexicon) -> list[Numbered]:
    """`spread.2 Then`, `September 2014.1 Despite`; not `2014.1 percent`, `No.7 Street`."""
    found, sure = [], False
    for match in stops:
        before = text[max(0, match.start() - _LONGEST_BEFORE) : match.start()]
        word, year = _WORD_BEFORE.search(before), _YEAR_BEFORE.search(before)
        dated = year is not None and (year[1].lower() in words.months or year[1].islower())
        if not dated and (_DIGIT_BEFORE.search(before) or not _closes_sentence(word, words)):
            continue
        sure |= match[1] == "1" and (dated or word is not None)
        found.append(Numbered(match.start(1), match.end(1), match[1], True))
    return found if _steps(found) and (len(found) > 1 or sure) else []


def _closes_sentence(word: re.Match[str] | None, words: Lexicon) -> bool:
    """Whether a stop after that word ends a sentence: not after `Art`, `No`, `Mr`, `p`."""
    if word is None:
        return True
    printed = word[1]
    shortened = words.is_one_of("abbreviations", printed) or words.is_one_of("locators", printed)
    return len(printed) > 1 and not shortened and not (printed[0].isupper() and len(printed) < _FEWEST_LETTERS)


def _glued(text: str, brackets: Sequence[Bracket], end: int, words: Lexicon) -> list[Numbered]:
    """`świata(1).`, `ziaren(2),`: not `Article 5(1)`, `f(1)`, `Table(2)`."""
    found = []
    for bracket in brackets:
        label = text[bracket.start + 1 : bracket.end - 1]
        if not bracket.round or bracket.end > end or not label.isdigit() or len(label) > 3:
            continue
        word = _WORD_BEFORE.search(text[max(0, bracket.start - _LONGEST_BEFORE) : bracket.start])
        if not word or len(word[1]) < _FEWEST_LETTERS or not word[1].islower() or not _GOES_ON.match(text, bracket.end):
            continue
        pointed = any(words.is_one_of(kind, word[1]) for kind in ("locators", "pointers", "parts"))
        if not pointed:
            found.append(Numbered(bracket.start, bracket.end, label, False))
    lone = len(found) == 1 and (found[0].label != "1" or text[found[0].end : found[0].end + 1] not in _AFTER_WORDS)
    return found if _steps(found) and not lone else []


def _steps(found: Sequence[Numbered]) -> bool:
    """Whether the numbers rise by one or so, as notes do that are numbered once each."""
    numbers = [int(one.label) for one in found]
    if not numbers or min(numbers) < 1 or max(numbers) > _HIGHEST:
        return False
    return all(0 < later - earlier <= _WIDEST_STEP for earlier, later in pairwise(numbers))
