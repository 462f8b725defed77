"""Citations and sentences in, the words that each citation backs out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.cite.clauses import clause_words
from verifier.cite.extended import Reporting
from verifier.cite.lexicon import Lexicon
from verifier.cite.sentences import Sentence
from verifier.model import Claim, Span

_EDGES = " \t\r\n\u00a0\u200b\u2009\u202f,;:.…–—-•·‣◦▪●*!?。，；：、！？"
_LEFT_EDGES = _EDGES + ")]"
_BETWEEN = _EDGES + "()[]"
_BULLET = re.compile(r"\s*(?:[•·‣◦▪●*–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
_SETTING_WORDS = 14
_SHORT_WORDS = 4
_BARE_SUBJECT_WORDS = 1
_LIST_SENTENCES = 60
_ATTRIBUTION_CHARS = 400
_WORD_START = re.compile(r"\b(?=[^\W\d_])")
_QUOTED_BY = re.compile(r"\s{0,3},?\s{0,3}")


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation as far as claims are concerned. `narrative` ones stand beside a name in the sentence."""

    start: int
    end: int
    narrative: bool = False
    heads: bool = False


def find_claims(
    text: str, marks: Sequence[Mark], sentences: Sequence[Sentence], skipped: Sequence[Span], words: Lexicon
) -> list[Claim]:
    """One claim for each mark, in order; marks and sentences must be sorted.

    A citation backs the words from the citation before it, or the start of the sentence, to its own
    bracket. Two citations with only blanks between them back the same words. Where the words before
    it only set the scene, or subject and verb are shared, both halves are given as spans.
    """
    return _Pairing(text, marks, sentences, skipped, words).claims()


class _Pairing:
    def __init__(
        self, text: str, marks: Sequence[Mark], sentences: Sequence[Sentence], skipped: Sequence[Span], words: Lexicon
    ) -> None:
        self.text = text
        self.marks = marks
        self.sentences = sentences
        self.starts = [sentence.start for sentence in sentences]
        self.skipped_at = dict(skipped)
        self.words = words
        self.reporting = Reporting(text, sentences, clause_words(words.language))
        self.cited = self._cited()

    def _cited(self) -> list[bool]:
        """For each sentence, whether a citation begins in it."""
        cited = [False] * len(self.sentences)
        for mark in self.marks:
            cited[max(0, bisect_right(self.starts, mark.start) - 1)] = True
        return cited

    def claims(self) -> list[Claim]:
        found: list[Claim] = []
        at = 0
        while at < len(self.marks):
            sentence = self._sentence_of(self.marks[at])
            group = [self.marks[at]]
            while at + len(group) < len(self.marks) and sentence and self.marks[at + len(group)].start < sentence.end:
                group.append(self.marks[at + len(group)])
            found.extend(self._claims_of(sentence, group) if sentence else [Claim(text="", spans=())] * len(group))
            at += len(group)
        return found

    def _sentence_of(self, mark: Mark) -> Sentence | None:
        number = bisect_right(self.starts, mark.start) - 1
        if number < 0:
            return None
        sentence = self.sentences[number]
        if sentence.end <= mark.start:
            return None
        if sentence.start == mark.start and not mark.heads and not mark.narrative:
            return self._alone_on_its_line(number, mark)
        return sentence

    def _alone_on_its_line(self, number: int, mark: Mark) -> Sentence:
        """A citation that fills a line of its own backs the sentence before it."""
        sentence = self.sentences[number]
        rest = self.text[mark.end : sentence.end].strip(_EDGES)
        if number and not rest:
            before = self.sentences[number - 1]
            return Sentence(before.start, sentence.end, before.line_start)
        return sentence

    def _claims_of(self, sentence: Sentence, group: list[Mark]) -> list[Claim]:
        whole = (sentence.start, self._end_of_words(sentence, group))
        segments = self._segments(sentence, group)
        spans = [self._by_rule(segment) for segment in segments]
        spans = self._shared_verb(sentence, group, spans) or self._shared_lead(sentence, group, spans) or spans
        for number, mark in enumerate(group):
            if mark.heads:
                spans[number] = []
            elif mark.narrative:
                spans[number] = self._without_attribution(sentence, group, number)
            elif len(group) == 1 and spans[number]:
                spans[number] = self._around_setting(sentence, mark, spans[number])
        lead = self._lead_in(sentence)
        if lead:
            spans = [[lead, *one] if one else one for one in spans]
        context = self._context(sentence, group, spans)
        return [
            Claim(
                text=" ".join(self.text[a:b] for a, b in one),
                spans=tuple(one),
                sentence=whole,
                extended=context if one and segment == segments[0] and not mark.narrative else (),
            )
            for one, segment, mark in zip(spans, segments, group, strict=True)
        ]

    def _context(self, sentence: Sentence, group: list[Mark], spans: list[list[Span]]) -> tuple[Span, ...]:
        """The sentences before this one that report the source of its first citation."""
        number = bisect_right(self.starts, sentence.start) - 1
        if not spans[0] or not number or self.cited[number - 1]:
            return ()
        bracket = self.text[group[0].start] in "(（"
        if bracket and self._after_stop(group[0]) and self._end_of_words(sentence, group) <= group[0].start:
            item = self.reporting.item(number, self.cited)
            if item:
                return item
        return self.reporting.extended(number, self.cited)

    def _end_of_words(self, sentence: Sentence, group: list[Mark]) -> int:
        """The sentence without the citations after its full stop."""
        end = sentence.end
        for mark in reversed(group):
            if self.text[mark.end : end].strip(_EDGES) or not self._after_stop(mark):
                break
            end = mark.start
            while end > sentence.start and self.text[end - 1] in " \t\r\n\u00a0":
                end -= 1
        return end

    def _after_stop(self, mark: Mark) -> bool:
        at = mark.start
        while at > 0 and self.text[at - 1] in " \t\r\n\u00a0":
            at -= 1
        return at > 0 and self.text[at - 1] in '.!?…。！？"”»'

    # --- the rule ------------------------------------------------------------------------

    def _segments(self, sentence: Sentence, group: list[Mark]) -> list[Span]:
        """The stretch before each mark, from the mark before it; marks side by side share theirs."""
        segments: list[Span] = []
        start = sentence.start
        for mark in group:
            stretch = (start, max(start, mark.start))
            beside = bool(segments) and not self.text[slice(*stretch)].strip(_BETWEEN)
            segments.append(segments[-1] if beside else stretch)
            start = mark.end
        return segments

    def _by_rule(self, segment: Span) -> list[Span]:
        span = self._trimmed(*segment)
        return [span] if span[0] < span[1] else []

    def _trimmed(self, start: int, end: int) -> Span:
        while start < end:
            if self.text[start] in _LEFT_EDGES:
                start += 1
            elif self.skipped_at.get(start, end + 1) <= end:
                # A leading bracket that is no citation is not part of the claim.
                start = self.skipped_at[start]
            else:
                break
        while end > start and self.text[end - 1] in _EDGES:
            end -= 1
        bullet = _BULLET.match(self.text, start, end)
        return (bullet.end() if bullet else start), end

    # --- what a hand would add -----------------------------------------------------------

    def _around_setting(self, sentence: Sentence, mark: Mark, spans: list[Span]) -> list[Span]:
        """`As in earlier winters (…), the dispute is about more`: the scene and the statement."""
        before = self.text[slice(*spans[0])]
        if not self.text.startswith((",", "，"), mark.end) or len(before.split()) > _SETTING_WORDS:
            return spans
        if self.words.leading("settings", before) is None:
            return spans
        rest = self._trimmed(mark.end, sentence.end)
        return [*spans, rest] if rest[0] < rest[1] else spans

    def _shared_verb(self, sentence: Sentence, group: list[Mark], spans: list[list[Span]]) -> list[list[Span]] | None:
        """`Baku (…) and Turkmenbashi (…) are both deeper`: the verb belongs to each subject."""
        if len(group) < 2 or any(len(one) != 1 for one in spans):
            return None
        tail = self._trimmed(group[-1].end, sentence.end)
        subjects = [self._past_conjunction(one[0]) for one in spans]
        longest = max(len(self.text[slice(*one)].split()) for one in subjects)
        if longest > _SHORT_WORDS or not self._opens_predicate(tail, sure=longest > _BARE_SUBJECT_WORDS):
            return None
        return [[subject, tail] for subject in subjects]

    def _opens_predicate(self, tail: Span, *, sure: bool) -> bool:
        """Whether words go on with a verb: a listed one, or after bare subjects any but prepositions and adverbs."""
        first = re.match(r"[^\W\d_]+", self.text[slice(*tail)])
        if not first or not first.group()[0].islower():
            return False
        if self.words.is_one_of("shared_verbs", first.group()):
            return True
        word = first.group()
        goes_aside = self.words.is_one_of("asides", word) or self.words.is_one_of("conjunctions", word)
        return not (sure or goes_aside or word.endswith(("ly", "ing"))) and " " in self.text[slice(*tail)]

    def _shared_lead(self, sentence: Sentence, group: list[Mark], spans: list[list[Span]]) -> list[list[Span]] | None:
        """`Similar sums went to Krasnodar (…) and Stavropol (…)`: the beginning belongs to both."""
        if len(group) != 2 or any(len(one) != 1 for one in spans):
            return None
        if self.text[group[1].end : sentence.end].strip(_EDGES):
            return None
        second = self._past_conjunction(spans[1][0])
        printed = self.text[slice(*second)]
        if second == spans[1][0] or not self._is_proper(printed):
            return None
        first = self.text[slice(*spans[0][0])]
        names = re.search(r"(?:\s[A-ZÀ-ÞА-ЯЁ][\w.'’-]*)+$", first)
        if not names or names.start() == 0 or not first[: names.start()].rsplit(" ", 1)[-1].islower():
            return None
        lead = (spans[0][0][0], spans[0][0][0] + names.start())
        return [spans[0], [lead, second]]

    def _is_proper(self, printed: str) -> bool:
        tokens = printed.split()
        return 1 <= len(tokens) <= _SHORT_WORDS and all(token[0].isupper() for token in tokens)

    def _past_conjunction(self, span: Span) -> Span:
        found = self.words.leading("conjunctions", self.text[slice(*span)])
        return self._trimmed(span[0] + len(found), span[1]) if found else span

    def _without_attribution(self, sentence: Sentence, group: list[Mark], number: int) -> list[Span]:
        """For a name in the sentence: what follows the bracket, or what stands after `put it,`."""
        mark = group[number]
        stop = group[number + 1].start if number + 1 < len(group) else sentence.end
        after = self._trimmed(*self._past_reporting(mark.end, stop))
        if after[0] < after[1] and len(self.text[slice(*after)].split()) >= 2:
            return [after]
        start = group[number - 1].end if number else sentence.start
        window = max(start, mark.start - _ATTRIBUTION_CHARS)
        before = self.text[window : mark.start]
        cut = max((self._end_of_verb(match, before) for match in _WORD_START.finditer(before)), default=0)
        colon = before.rfind(": ")
        cut = max(cut, colon + 1)
        span = self._trimmed(window + cut if cut else start, mark.start)
        return [span] if span[0] < span[1] else []

    def _end_of_verb(self, at: re.Match[str], before: str) -> int:
        """Where `wrote,` ends, if that is what stands there; else 0."""
        verb = self.words.leading("reporting", before[at.start() : at.start() + 40])
        rest = before[at.start() + len(verb) :].lstrip() if verb else ""
        return len(before) - len(rest) + 1 if rest.startswith((",", ":")) else 0

    def _past_reporting(self, start: int, end: int) -> Span:
        """`As Hart (1998) put it, the river …`: past the words of saying, where a comma closes them."""
        gap = _QUOTED_BY.match(self.text, start, end)
        begin = gap.end() if gap else start
        verb = self.words.leading("reporting", self.text[begin:end])
        if verb and self.text[begin + len(verb) : begin + len(verb) + 1] in {",", ":"}:
            return begin + len(verb) + 1, end
        return start, end

    def _lead_in(self, sentence: Sentence) -> Span | None:
        """The line that ends in a colon before bullets that are no sentences."""
        text = self.text
        bullet = _BULLET.match(text, sentence.line_start)
        if not bullet or not text[bullet.end() : bullet.end() + 1].islower():
            return None
        number = bisect_right(self.starts, sentence.start) - 1
        first = max(0, number - _LIST_SENTENCES)
        while number > first and self._is_bullet(self.sentences[number]):
            number -= 1
        before = self.sentences[number]
        if self._is_bullet(before) or not text[before.start : before.end].rstrip().endswith((":", "：")):
            return None
        span = self._trimmed(before.start, before.end)
        return span if span[0] < span[1] else None

    def _is_bullet(self, sentence: Sentence) -> bool:
        return _BULLET.match(self.text, sentence.line_start, sentence.line_start + 12) is not None
