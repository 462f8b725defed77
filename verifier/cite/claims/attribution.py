"""A sentence that names its source in running text in, the statement without the words of attribution out."""

from __future__ import annotations

import re

from verifier.cite.claims.clauses import ClauseWords, Word, words_of
from verifier.cite.words.lexicon import Lexicon
from verifier.model import Span

_MOST_CHARS = 400
_LONGEST_SAYING = 40
_MOST_WORDS = 7
_MOST_ARGUING = 3
_LONGEST_OPENING = 80
_MOST_TAIL_WORDS = 14
_QUOTED = re.compile(r"\s*([“„«\"][^“”„«»\"]{3,400}[”“»\"])[\s,–—-]")
_NEXT_NAME_CHARS = 60
_WORD_START = re.compile(r"\b(?=[^\W\d_])")
_GAP = re.compile(r"\s{0,3}[,，]?\s{0,3}")
_PAUSES = (",", ":", "，", "：")


class Attribution:
    """Finds where `As Hart … put it,`, `… reported that` and `, Reuters reported` begin and end."""

    def __init__(self, text: str, words: Lexicon, clauses: ClauseWords) -> None:
        self.text = text
        self.words = words
        self.clauses = clauses

    def after(self, start: int, end: int) -> int:
        """Where the statement begins in words after a name: past `put it,` or `reported that`; else `start`."""
        gap = _GAP.match(self.text, start, end)
        begin = gap.end() if gap else start
        that = self._past_that(begin, end)
        if that > begin:
            return that
        that = self._past_that_alone(begin, end)
        if that > begin:
            return that
        verb = self.words.leading("reporting", self.text[begin : min(end, begin + _MOST_CHARS)])
        if verb and self.text.startswith(_PAUSES, begin + len(verb)):
            return begin + len(verb) + 1
        return start

    def before(self, start: int, end: int) -> Span:
        """The statement before a bracket: past `wrote,` or a colon, or up to `, Reuters reported`."""
        window = max(start, end - _MOST_CHARS)
        said = self.text[window:end]
        cut = max((self._end_of_verb(match, said) for match in _WORD_START.finditer(said)), default=0)
        cut = max(cut, said.rfind(": ") + 1)
        if cut:
            return window + cut, end
        quoted = self._quotation(start, end)
        if quoted:
            return quoted
        opening = self._past_opening(start, end)
        if opening > start:
            return opening, end
        stop = self._before_speaker(window, end)
        return (self._past_writes_that(window, stop) if stop == end else start), stop

    def _past_opening(self, start: int, end: int) -> int:
        """Where the statement begins after `According to the daily Ridge,` or `The Ridge says`; else `start`."""
        head = self.text[start : min(end, start + _LONGEST_OPENING)]
        opening = head.lstrip("".join(_PAUSES) + " \n\r\t")
        if self.words.leading("attributions", opening):
            comma = min((at for sign in _PAUSES if (at := head.find(sign, len(head) - len(opening))) >= 0), default=-1)
            return start + comma + 1 if comma >= 0 else start
        said = words_of(self.text, start, min(end, start + _LONGEST_OPENING))
        for word in said[1:_MOST_WORDS]:
            if self.words.is_one_of("argues", word.low):
                rest = words_of(self.text, word.end, end)
                goes_on = bool(rest) and self.text[word.end] == " " and not self.clauses.at("that_words", rest, 0)
                states = goes_on and self.clauses.finite(rest)
                return word.end if states else start
        return start

    def before_next_name(self, start: int, end: int) -> int:
        """Where a statement ends that is followed by the name of the next source: `…; Moreau (2015) …`."""
        pause = max(self.text.rfind(sign, max(start, end - _NEXT_NAME_CHARS), end) for sign in ";；")
        if pause < 0:
            pause = max(self.text.rfind(sign, max(start, end - _NEXT_NAME_CHARS), end) for sign in ",，")
        return pause if pause > start else end

    def _before_speaker(self, start: int, end: int) -> int:
        """Where `, Reuters reported` begins at the end of a statement; else its end."""
        comma = max(self.text.rfind(sign, start, end) for sign in ",，")
        tail = words_of(self.text, comma + 1, end) if comma > start else []
        if not 0 < len(tail) <= _MOST_WORDS or len(words_of(self.text, start, comma)) < 2:
            return end
        printed = self.text[comma + 1 : end].strip()
        speaks = self.clauses.places("says", tail, printed) or self.words.leading("qualifiers", printed)
        return comma if speaks else end

    def _end_of_verb(self, at: re.Match[str], before: str) -> int:
        """Where `wrote,` ends, if that is what stands there; else 0."""
        verb = self.words.leading("reporting", before[at.start() : at.start() + _LONGEST_SAYING])
        rest = before[at.start() + len(verb) :].lstrip() if verb else ""
        return len(before) - len(rest) + 1 if rest.startswith(_PAUSES) else 0

    def _quotation(self, start: int, end: int) -> Span | None:
        """`“We will not sell,” the mayor told Dawn (…)`: what is quoted, if a verb of saying closes the stretch."""
        quoted = _QUOTED.match(self.text, start, end)
        if not quoted:
            return None
        tail = words_of(self.text, quoted.end(), end)
        if not tail or len(tail) > _MOST_TAIL_WORDS:
            return None
        # `in an interview with Dawn`, `w rozmowie z „Gościem”`
        led = [self.words.leading("qualifiers", self.text[word.start : end]) or "" for word in tail]
        speaks = any(" " in one for one in led) or self.clauses.places("says", tail, self.text[quoted.end() : end])
        return quoted.span(1) if speaks else None

    def _past_writes_that(self, start: int, end: int) -> int:
        """Where the statement begins in `The weekly Ridge writes that …`; else `start`."""
        for match in _WORD_START.finditer(self.text, start, min(end, start + _LONGEST_OPENING)):
            if self.words.leading("reporting", self.text[match.start() : match.start() + _LONGEST_SAYING]):
                that = self._past_that(match.start(), end)
                return that if that > match.start() else start
        return start

    def _past_that_alone(self, start: int, end: int) -> int:
        """`The mayor told Dawn (…) that …`: the verb stands before the bracket, the joining word after it."""
        head = words_of(self.text, start, min(end, start + _LONGEST_SAYING))
        joint = self.clauses.at("that_words", head, 0) if head else 0
        opening = self.text.rfind("(", max(0, start - _LONGEST_OPENING), start)
        said = words_of(self.text, max(0, opening - _LONGEST_SAYING), opening) if joint and opening > 0 else []
        return head[joint - 1].end if said and self.clauses.places("says", said) else start

    def _past_that(self, start: int, end: int) -> int:
        """Where the statement begins after `reported that`, `meldete, dass`; `start` if no such words stand there."""
        head = words_of(self.text, start, min(end, start + _LONGEST_SAYING))
        said = self.clauses.opens("says", head, self.text[start : start + _LONGEST_SAYING]) or self._argues(head)
        if not said or len(head) <= said:
            return start
        joint = self.clauses.at("that_words", head, said)
        return head[said + joint - 1].end if joint else start

    def _argues(self, head: list[Word]) -> int:
        """How many words `shows`, `also finds` or `has shown` take, the verbs by which a work speaks."""
        for number, word in enumerate(head[:_MOST_ARGUING]):
            if self.words.is_one_of("argues", word.low):
                return number + 1
            if not self.clauses.at("also_words", head, number) and not self.clauses.finite([word]):
                break
        return 0

    def only_argues(self, start: int, end: int) -> bool:
        """Whether nothing but the verb stands behind a name: `…, as Wang (2007) has shown`."""
        tail = words_of(self.text, start, end)
        return 0 < len(tail) <= _MOST_ARGUING and self._argues(tail) == len(tail)

    def before_aside(self, start: int, end: int) -> int:
        """Where a statement ends before `, as Wang`; its beginning if it has none."""
        comma = max(self.text.rfind(sign, start, end) for sign in ",，")
        return comma if comma > start and len(words_of(self.text, comma, end)) <= _MOST_WORDS else start
