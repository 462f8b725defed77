"""Citations and sentences in, the words that each citation backs out."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.cite.claims.attribution import Attribution
from verifier.cite.claims.clauses import Word, clause_words, words_of
from verifier.cite.claims.extended import Reporting
from verifier.cite.claims.subclaims import sub_claims
from verifier.cite.layout.sentences import Sentence
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.signs import BLANKS
from verifier.model import Claim, Span

_EDGES = BLANKS + ",;:.…–—-•·‣◦▪●*|!?。，；：、！？"
_LEFT_EDGES = _EDGES + ")]）］"
_RIGHT_EDGES = _EDGES + "([（［"
_BETWEEN = _LEFT_EDGES + _RIGHT_EDGES
_BULLET = re.compile(r"\s*(?:[•·‣◦▪●*–—-]|\(?(?:\d{1,2}|[a-z])[.)])\s+")
#: Markdown's signs for quotations and headings, where they open a line.
_LINE_SIGNS = re.compile(r"(?:>\s?){1,9}|#{1,6}\s")
_SETTING_WORDS = 14
_BARE_SETTING_WORDS = 9
_BARE_NAME_WORDS, _BARE_NAME_CHARS = 4, 60
_VERB_CHARS = 40
_FEWEST_SIGNS = 4
#: From how many citations on, and from what share of them, an article is taken for a digest of items.
_FEWEST_ITEMS, _ITEM_SHARE = 3, 0.8
_FRAGMENT_WORDS = 8
_SHORT_WORDS = 4
_BARE_SUBJECT_WORDS = 1
_LIST_SENTENCES = 60


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
        self.clauses = clause_words(words.language)
        self.reporting = Reporting(text, sentences, self.clauses)
        self.attribution = Attribution(text, words, self.clauses)
        self.cited = self._cited()
        self.items = self._backs_items()

    def _cited(self) -> list[bool]:
        """For each sentence, whether a citation begins in it."""
        cited = [False] * len(self.sentences)
        for mark in self.marks:
            cited[max(0, bisect_right(self.starts, mark.start) - 1)] = True
        return cited

    def _backs_items(self) -> bool:
        """Whether citations stand after the full stop throughout, as in digests, where each backs a whole item."""
        plain = [mark for mark in self.marks if self.text[mark.start] in "(（" and not mark.heads]
        after = sum(self._after_stop(mark) for mark in plain)
        return after >= _FEWEST_ITEMS and after >= _ITEM_SHARE * len(plain)

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
                parts=sub_claims(self.text, one, self.clauses),
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
            item = self.reporting.item(number, self.cited, anywhere=self.items)
            if item:
                return item
        return self.reporting.extended(number, self.cited)

    def _end_of_words(self, sentence: Sentence, group: list[Mark]) -> int:
        """The sentence without the citations after its full stop."""
        end = sentence.end
        for mark in reversed(group):
            alone = mark.start <= sentence.start
            if alone or self.text[mark.end : end].strip(_EDGES) or not self._after_stop(mark):
                break
            end = mark.start
            while end > sentence.start and self.text[end - 1] in BLANKS:
                end -= 1
        return end

    def _after_stop(self, mark: Mark) -> bool:
        at = mark.start
        while at > 0 and self.text[at - 1] in BLANKS:
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
        if self.text[start : start + 1] in {">", "#"} and self.text[start - 1 : start] in {"", "\n", "\r"}:
            signs = _LINE_SIGNS.match(self.text, start, end)
            start = signs.end() if signs else start
        while start < end:
            if self.text[start] in _LEFT_EDGES:
                start += 1
            elif self.skipped_at.get(start, end + 1) <= end:
                # A leading bracket that is no citation is not part of the claim.
                start = self.skipped_at[start]
            else:
                break
        while end > start and self.text[end - 1] in _RIGHT_EDGES:
            end -= 1
        bullet = _BULLET.match(self.text, start, end)
        return (bullet.end() if bullet else start), end

    # --- what a hand would add -----------------------------------------------------------

    def _around_setting(self, sentence: Sentence, mark: Mark, spans: list[Span]) -> list[Span]:
        """`As in earlier winters (…), the dispute is about more`: the scene and the statement."""
        before = self.text[slice(*spans[0])]
        phrase = self.words.leading("settings", before) if len(before.split()) <= _SETTING_WORDS else None
        setting = phrase is not None and self._is_setting(spans[0], len(phrase), mark)
        if not setting and not self._is_bare_subject(spans[0], mark, sentence):
            return spans
        rest = self._trimmed(mark.end, sentence.end)
        return [*spans, rest] if rest[0] < rest[1] else spans

    def _is_setting(self, span: Span, phrase_chars: int, mark: Mark) -> bool:
        """Whether words that open like a scene are no more than that. Without a comma, they must not hold a verb."""
        words = words_of(self.text, span[0] + phrase_chars, span[1])
        if self.text.startswith((",", "，"), mark.end):
            opening = words_of(self.text, *span)
            compares = bool(self.clauses.opens("comparing", opening, self.text[slice(*span)]))
            return compares or not self._tells(words)
        goes_on = self.text[mark.end : mark.end + 2]
        starts_word = len(goes_on) == 2 and goes_on[0] == " " and goes_on[1].isalpha()
        return starts_word and len(words) < _BARE_SETTING_WORDS and not self.clauses.finite(words)

    def _is_bare_subject(self, span: Span, mark: Mark, sentence: Sentence) -> bool:
        """`Some traders (…) deny that`: a subject that says nothing by itself, and a verb after the bracket."""
        next_sign = self.text[mark.end + 1 : mark.end + 2]
        if not next_sign.islower() or span[1] - span[0] > _BARE_NAME_CHARS:
            return False
        words = words_of(self.text, *span)
        if span[0] != self._trimmed(sentence.start, mark.start)[0] or not 1 <= len(words) <= _BARE_NAME_WORDS:
            return False
        if any(word.capital or word.low[0].isdigit() for word in words[1:]) or self.clauses.finite(words):
            return False
        after = words_of(self.text, mark.end, min(sentence.end, mark.end + _VERB_CHARS))
        opens = self.text.startswith(" ", mark.end) and after and not after[0].capital
        if not opens or len(after) < 2:
            return False
        return bool(self.clauses.finite([*words[-1:], after[0]])) or self.words.is_one_of("shared_verbs", after[0].low)

    def _tells(self, words: list[Word]) -> bool:
        """`In an interview he said …`: a pronoun and a verb of saying make a statement of it."""
        says = self.clauses.places("says", words)
        return any(number and self.clauses.at("anaphors", words, number - 1) for number in says)

    def _shared_verb(self, sentence: Sentence, group: list[Mark], spans: list[list[Span]]) -> list[list[Span]] | None:
        """`Baku (…) and Turkmenbashi (…) are both deeper`: the verb belongs to each subject."""
        if len(group) < 2 or any(len(one) != 1 for one in spans):
            return None
        tail = self._trimmed(group[-1].end, sentence.end)
        subjects = [self._past_conjunction(one[0]) for one in spans]
        longest = max(len(self.text[slice(*one)].split()) for one in subjects)
        sure = longest > _BARE_SUBJECT_WORDS and not self._are_bare(subjects, group[-1], tail)
        if longest > _SHORT_WORDS or not self._opens_predicate(tail, sure=sure):
            return None
        lead = self._lead_of(spans[0][0], subjects[1:])
        return [[subjects[0], tail], *([*lead, subject, tail] for subject in subjects[1:])]

    def _are_bare(self, subjects: list[Span], last: Mark, tail: Span) -> bool:
        """`Truckers (…) and mine owners (…) doubt that …`: no subject has a verb, and one follows at once."""
        if tail[0] != last.end + 1 or any(self.clauses.finite(words_of(self.text, *one)) for one in subjects):
            return False
        after = words_of(self.text, tail[0], min(tail[1], tail[0] + _VERB_CHARS))
        if len(after) < 2 or self.clauses.follows_noun(after, 0) or self.clauses.at("joints", after, 0):
            return False
        before = words_of(self.text, *subjects[-1])[-1:]
        return self.words.language == "en" or bool(self.clauses.finite([*before, after[0]]))

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
        """`Similar sums went to Krasnodar (…) and Stavropol (…)`: the beginning belongs to each."""
        if len(group) < 2 or any(len(one) != 1 for one in spans):
            return None
        if self.text[group[-1].end : sentence.end].strip(_EDGES):
            return None
        items = [self._past_conjunction(one[0]) for one in spans[1:]]
        lead = self._lead_of(spans[0][0], items)
        if not lead or items[-1] == spans[-1][0] or len({one[0] for one in spans}) < len(spans):
            return None
        return [spans[0], *([*lead, item] for item in items)]

    def _lead_of(self, first: Span, items: list[Span]) -> list[Span]:
        """What stands before the name that closes the first part, if all other parts are bare names."""
        if not all(self._is_proper(self.text[slice(*item)]) for item in items):
            return []
        before = self.text[slice(*first)].split(" ")
        while before and before[-1][:1].isupper():
            before.pop()
        if not before or not before[-1].islower():
            return []
        return [(first[0], first[0] + len(" ".join(before)))]

    def _is_proper(self, printed: str) -> bool:
        tokens = printed.split()
        return 1 <= len(tokens) <= _SHORT_WORDS and all(token[0].isupper() for token in tokens)

    def _past_conjunction(self, span: Span) -> Span:
        found = self.words.leading("conjunctions", self.text[slice(*span)])
        rest = self._trimmed(span[0] + len(found), span[1]) if found else span
        return rest if rest[0] < rest[1] else span

    def _without_attribution(self, sentence: Sentence, group: list[Mark], number: int) -> list[Span]:
        """For a name in the sentence: what follows the bracket, or what stands after `put it,`."""
        mark = group[number]
        following = group[number + 1] if number + 1 < len(group) else None
        stop = following.start if following else sentence.end
        if following and following.narrative:
            stop = self.attribution.before_next_name(mark.end, stop)
        after = self._trimmed(self.attribution.after(mark.end, stop), stop)
        said = self.text[slice(*after)]
        start = group[number - 1].end if number else sentence.start
        if self.attribution.only_argues(*after):
            aside = self._trimmed(start, self.attribution.before_aside(start, mark.start))
            return [aside if aside[0] < aside[1] else after]
        if len(said.split()) >= 2 or (len(said) >= _FEWEST_SIGNS and said[0] >= "\u3000"):
            return [after]
        span = self._trimmed(*self.attribution.before(start, mark.start))
        return [span] if span[0] < span[1] else []

    def _lead_in(self, sentence: Sentence) -> Span | None:
        """The line that ends in a colon before bullets that are no sentences."""
        text = self.text
        bullet = _BULLET.match(text, sentence.line_start)
        if not bullet or not self._is_fragment(bullet.end(), sentence.end):
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

    def _is_fragment(self, start: int, end: int) -> bool:
        """Whether a list item is no sentence: it opens in lower case, or with `Theft of`, and has no verb."""
        if self.text[start : start + 1].islower():
            return True
        bracket = self.text.find("(", start, end)
        words = words_of(self.text, start, bracket if bracket >= 0 else end)
        if not 2 <= len(words) <= _FRAGMENT_WORDS or not self.clauses.follows_noun(words, 1):
            return False
        return not self.clauses.finite(words)

    def _is_bullet(self, sentence: Sentence) -> bool:
        return _BULLET.match(self.text, sentence.line_start, sentence.line_start + 12) is not None
