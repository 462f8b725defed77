"""A text and its brackets in, sentences out: never broken inside a bracket or after an abbreviation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.signs import BLANKS
from verifier.model import Span

_LINE_END = re.compile(r"\r\n?|\n")
_BULLET = re.compile(r"\s*(?:[•·‣◦▪●*–—-]\s|\(?(?:\d{1,3}|[a-zA-Z])[.)]\s|#{1,6}\s)")
# A single class of signs comes first: `re` then looks for these signs only, instead of trying at every letter.
_STOP = re.compile(
    r"([.!?…。！？](?:(?<![。！？])[.!?…]+|(?<=[。！？])[。！？]+)?[\"”»’'）)\]」』]*)"
    rf"[{BLANKS}]*"
)
_CHINESE_STOPS = frozenset("。！？")
_WORD_BEFORE = re.compile(r"(?:[^\W_]|[.№'’-])+$")
_OPENING_SIGNS = "\"“«„‘'([（—–-•*#@$€£"
_WORD_WINDOW = 24
_LETTERS = re.compile(r"[^\W\d_]+")
_DOTTED = re.compile(r"(?:[^\W\d_]\.)+[^\W\d_]")

#: A text counts as hard-wrapped when this share of its line ends falls in a narrow column.
_WRAPPED_SHARE = 0.5
_WRAPPED_WIDTH = (50, 100)


class Sentence(NamedTuple):
    """`text[start:end]`, with the citations that follow its full stop; `line_start` is that of its paragraph."""

    start: int
    end: int
    line_start: int


def find_sentences(
    text: str,
    brackets: Sequence[Span],
    cited: Mapping[int, int],
    words: Lexicon,
    lines: Sequence[Span] | None = None,
) -> list[Sentence]:
    """Sentences in order. `brackets` are the outermost ones; `cited` maps starts of citations to their ends.

    A citation after a full stop belongs to the sentence before it. Bullets and line ends always
    break, except in hard-wrapped text. Linear in the length of the text. `lines` are the `paragraphs`
    where the caller has them.
    """
    finder = _Finder(text, brackets, cited, words)
    found: list[Sentence] = []
    for start, end in paragraphs(text, brackets) if lines is None else lines:
        found.extend(Sentence(one[0], one[1], start) for one in finder.sentences_in(start, end))
    return found


def paragraphs(text: str, brackets: Sequence[Span]) -> list[Span]:
    """The lines of a text, hard-wrapped ones joined."""
    ends = [match.end() for match in _LINE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    lines = [(start, end) for start, end in zip([0, *ends], ends, strict=False) if start < end]
    wrapped = _is_wrapped(text, lines)
    joined: list[Span] = []
    bracket, count = 0, len(brackets)
    for start, end in lines:
        while bracket < count and brackets[bracket][1] <= start:
            bracket += 1
        inside = bracket < count and brackets[bracket][0] < start
        open_ended = (inside or wrapped) and joined and joined[-1][1] == start
        if open_ended and (inside or _continues(text, joined[-1], (start, end))):
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((start, end))
    return joined


def _is_wrapped(text: str, lines: list[Span]) -> bool:
    blank = [text[start:end].isspace() for start, end in lines]
    full = [
        end - start
        for (start, end), empty, empty_after in zip(lines, blank, blank[1:], strict=False)
        if not (empty or empty_after)
    ]
    narrow = sum(_WRAPPED_WIDTH[0] <= width <= _WRAPPED_WIDTH[1] for width in full)
    return len(full) >= 4 and narrow >= len(full) * _WRAPPED_SHARE and max(full) <= _WRAPPED_WIDTH[1] + 20


def _continues(text: str, before: Span, line: Span) -> bool:
    """Whether a line of hard-wrapped text goes on with the sentence of the line before it."""
    if text[line[0] : line[1]].isspace() or _BULLET.match(text, *line):
        return False
    last_line = text.rfind("\n", before[0], before[1] - 1) + 1
    width = before[1] - max(last_line, before[0])
    return width >= _WRAPPED_WIDTH[0] - 10


class _Finder:
    def __init__(self, text: str, brackets: Sequence[Span], cited: Mapping[int, int], words: Lexicon) -> None:
        self.text = text
        self.brackets = brackets
        self.cited = cited
        self.words = words
        self.at_bracket = 0

    def sentences_in(self, start: int, end: int) -> list[Span]:
        text = self.text
        found: list[Span] = []
        begin = at = self._past_blanks(start, end)
        while at < end:
            stop = _STOP.search(text, at, end)
            if not stop:
                break
            inside = self._bracket_around(stop.start())
            if inside is not None:
                at = max(inside, at + 1)
                continue
            boundary = self._boundary(stop, end)
            if boundary is None:
                at = stop.end(1)
            else:
                found.append((begin, boundary))
                begin = at = stop.end() if boundary == stop.end(1) else self._past_blanks(boundary, end)
        last = self._trim_end(begin, end)
        if last > begin:
            found.append((begin, last))
        return found

    def _bracket_around(self, at: int) -> int | None:
        """The end of the bracket that holds that place. Places come in order, so brackets are walked once."""
        while self.at_bracket < len(self.brackets) and self.brackets[self.at_bracket][1] <= at:
            self.at_bracket += 1
        if self.at_bracket < len(self.brackets) and self.brackets[self.at_bracket][0] <= at:
            return self.brackets[self.at_bracket][1]
        return None

    def _boundary(self, stop: re.Match[str], end: int) -> int | None:
        """Where the sentence ends, citations after its full stop included; None if it goes on."""
        text = self.text
        first, closed, following = stop.start(), stop.end(1), stop.end()
        after = closed
        if following in self.cited and closed < end:
            after = self._past_citations(closed, end)
            following = self._past_blanks(after, end)
        if text[first] in _CHINESE_STOPS:
            return after
        if following >= end:
            return after
        sign = text[following]
        if after == closed and following == after:
            # Something is glued to the stop: `Jamestown.org`, `3.5`.
            return None
        if sign.islower() or (sign in ",;:" and after > closed):
            return None
        if not (sign.isalnum() or sign in _OPENING_SIGNS or not sign.isascii()):
            return None
        single = text[first] == "." and text[first + 1] != "."
        return None if single and self._abbreviated(first, following) else after

    def _past_citations(self, at: int, end: int) -> int:
        last, probe = at, at
        while probe < end:
            start = self._past_blanks(probe, end)
            closing = self.cited.get(start)
            if closing is None:
                return last
            probe = closing
            while probe < end and self.text[probe] in ".…":
                probe += 1
            last = probe
        return last

    def _abbreviated(self, stop: int, following: int) -> bool:
        """Whether the full stop belongs to an abbreviation, an initial or an ordinal number."""
        blank = self.text.rfind(" ", max(0, stop - _WORD_WINDOW), stop) + 1
        plain = self.text[blank:stop]
        if blank and len(plain) > 1 and plain.isalpha() and plain.lower() not in self.words.words["abbreviations"]:
            return self._is_compound(plain, following)
        match = _WORD_BEFORE.search(self.text, max(0, stop - _WORD_WINDOW), stop)
        if not match:
            return False
        word = match.group().lower().lstrip("'’-.")
        if word in self.words.words["abbreviations"]:
            if word not in self.words.words["closing_abbreviations"]:
                return True
            return not self._starts_sentence(following)
        if word.isdigit():
            return self._ordinal(word, following)
        if len(word) == 1 and word.isalpha():
            return match.group()[-1].isupper()
        return _DOTTED.fullmatch(word) is not None and not self._starts_sentence(following)

    def _is_compound(self, word: str, following: int) -> bool:
        """`Hauptstr. 5`: an abbreviation at the end of a longer word, before a number."""
        endings = self.words.phrases["abbreviation_endings"]
        return bool(endings) and self.text[following].isdigit() and word.lower().endswith(endings)

    def _ordinal(self, word: str, following: int) -> bool:
        """`12. September`, `3. Oktober`, `19. století`: a number with a stop goes on before a month."""
        nearby = _LETTERS.match(self.text, following)
        return len(word) <= 2 and nearby is not None and nearby.group().lower() in self.words.months

    def _starts_sentence(self, at: int) -> bool:
        nearby = _LETTERS.match(self.text, at)
        return nearby is not None and nearby.group().lower() in self.words.words["starters"]

    def _past_blanks(self, at: int, end: int) -> int:
        while at < end and self.text[at] in BLANKS:
            at += 1
        return at

    def _trim_end(self, start: int, end: int) -> int:
        while end > start and self.text[end - 1] in BLANKS:
            end -= 1
        return end
