"""A claim's sentence and those before it in, the sentences out that plainly go on reporting the same source.

The policy is that of continued reporting: a sentence belongs to the next one's source when it has no citation of
its own and the next one leans on it: the same speaker goes on (`He added`, `the agency also said`), the same report
is named again, a pronoun is its subject, or a quotation is still open. Where in doubt, it does not belong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from verifier.cite.claims.clauses import ClauseWords, Word, words_of
from verifier.cite.layout.sentences import Sentence
from verifier.cite.words.signs import BLANKS
from verifier.model import Span

_MOST_SENTENCES = 4
_MOST_CHARS = 700
_FEWEST_WORDS = 3
_HEAD_WORDS = 3
_NEAR_WORDS = 4
_HEAD_CHARS = 60
_GOING_ON = ("adds", "also_words", "says")
_LEANING_KINDS = ("anaphors", "same_source", "speakers", "openers")
_STOPS = ".…。;；!！"
_BULLET = re.compile(r"\s*(?:[•·‣◦▪●*–—-]|\(?(?:\d{1,2}|[a-zA-Z])[.)])\s+")
_QUOTES = (("“", "”"), ("«", "»"), ("„", "“”"), ("「", "」"), ("『", "』"))
_CLOSING = frozenset(sign for _, closing in _QUOTES for sign in closing)


class Reporting:
    """Follows continued reporting backwards from the cited sentences of one text."""

    def __init__(self, text: str, sentences: Sequence[Sentence], words: ClauseWords) -> None:
        self.text = text
        self.sentences = sentences
        self.words = words

    def extended(self, number: int, cited: Sequence[bool]) -> tuple[Span, ...]:
        """The sentences just before that one which report the same source, in order. Blanks and full stops are cut.

        `cited[i]` says whether sentence i may not be taken, since it has a citation.
        """
        found: list[Span] = []
        at = number
        quoted = _closes_quotation(self.text[self.sentences[at].start : self.sentences[at].end])
        while at and len(found) < _MOST_SENTENCES and not cited[at - 1]:
            before = self.sentences[at - 1]
            # A sentence that itself leans on what is out of reach explains nothing.
            rooted = at > 1 and not cited[at - 2] and self._beside(self.sentences[at - 2], before)
            if not self._beside(before, self.sentences[at]):
                break
            if not quoted and not self._goes_on(before, self.sentences[at], rooted=rooted):
                break
            said = self.text[before.start : before.end]
            quoted = (quoted and not _is_open(said)) or _closes_quotation(said)
            span = self._trimmed(before)
            if not any(sign.isalnum() for sign in self.text[slice(*span)]):
                break
            found.append(span)
            at -= 1
        return tuple(reversed(found))

    def item(self, number: int, cited: Sequence[bool], *, anywhere: bool) -> tuple[Span, ...]:
        """All sentences before that one in its item, which a citation after the last full stop backs as a whole.

        An item is a list item; `anywhere` in a digest, it is also what follows the citation before.
        """
        first = number
        while first and self.sentences[first - 1].line_start == self.sentences[number].line_start:
            if cited[first - 1]:
                break
            first -= 1
        whole = first == 0 or self.sentences[first - 1].line_start != self.sentences[number].line_start
        listed = whole and _BULLET.match(self.text, self.sentences[number].line_start) is not None
        if number - first > _MOST_SENTENCES or not (listed or anywhere):
            return ()
        spans = (self._trimmed(one) for one in self.sentences[first:number])
        return tuple(span for span in spans if span[0] < span[1])

    def _beside(self, before: Sentence, sentence: Sentence) -> bool:
        """Whether two sentences stand in one paragraph, and the first is a statement."""
        text = self.text
        if before.line_start != sentence.line_start or before.end - before.start > _MOST_CHARS:
            return False
        last = text[before.start : before.end].rstrip(BLANKS + "\"'”’»)）」")[-1:]
        return last not in {"?", "？", ":", "："} and not text.startswith("*", before.start)

    def _goes_on(self, before: Sentence, sentence: Sentence, *, rooted: bool) -> bool:
        text, words = self.text, self.words
        said_before, said = text[before.start : before.end], text[sentence.start : sentence.end]
        if _is_open(said_before):
            return True
        if not self._may_lean(sentence, said):
            return False
        earlier = words_of(text, before.start, before.end)
        later = words_of(text, sentence.start, sentence.end)
        if len(earlier) < _FEWEST_WORDS and not any("\u4e00" <= sign <= "\u9fff" for sign in said_before):
            return False
        reports = bool(words.places("says", earlier, said_before)) or _has_quotation(said_before)
        tells = any(sign.isdigit() for sign in said_before)
        later, opener = self._past_openers(later, said)
        if words.opens("same_source", later, said):
            return reports or tells
        leans = bool(words.opens("anaphors", later, said))
        if reports and self._same_speaker(earlier, later, said, leans=leans, opener=opener):
            return True
        if leans:
            leans_too = bool(words.opens("anaphors", self._past_openers(earlier, said_before)[0], said_before))
            return reports or tells or (leans_too and rooted)
        head = later[: _HEAD_WORDS + 1]
        return bool(words.places("of_them", head, said[:12]))

    def _may_lean(self, sentence: Sentence, said: str) -> bool:
        """Whether a sentence has any word by which it could go on from the one before; most have none."""
        words = self.words
        head = words_of(self.text, sentence.start, min(sentence.end, sentence.start + _HEAD_CHARS))
        if any(words.opens(kind, head, said) for kind in _LEANING_KINDS) or words.places("of_them", head, said):
            return True
        mentioned = words.mentioned(_GOING_ON, said)
        return "adds" in mentioned or len(mentioned) == 2

    def _same_speaker(self, earlier: list[Word], later: list[Word], said: str, *, leans: bool, opener: bool) -> bool:
        """Whether the second of two reporting sentences has the speaker of the first."""
        words = self.words
        adds = words.places("adds", later, said)
        says = words.places("says", later, said)
        if leans and says:
            return True
        if words.opens("speakers", later, said) and (adds or says):
            return True
        if not adds and not (says and (opener or words.places("also_words", later[: 2 * _NEAR_WORDS], said[:20]))):
            return False
        if adds and (adds[0] == 0 or self._pronoun_beside(later, adds)):
            return True
        return self._shares_a_name(earlier, later)

    def _pronoun_beside(self, words: list[Word], places: list[int]) -> bool:
        """`…, he added`; `added the same man` is no such thing."""
        return any(
            self.words.at("anaphors", words, near)
            for place in places
            for near in (place - 1, place + 1)
            if 0 <= near < len(words)
        )

    def _shares_a_name(self, earlier: list[Word], later: list[Word]) -> bool:
        """Whether a capitalised word at the head of the second stands in the first, too."""
        names = {word.low for word in earlier if word.capital and len(word.low) > 2}
        return any(word.capital and word.low in names for word in later[: _HEAD_WORDS + 1])

    def _past_openers(self, words: list[Word], said: str) -> tuple[list[Word], bool]:
        """The words after `However,` and the like, and whether there was such."""
        taken = self.words.opens("openers", words, said)
        rest = words[taken:] if words and self.words.spaced else words
        return rest, bool(taken)

    def _trimmed(self, sentence: Sentence) -> Span:
        start, end = sentence.start, sentence.end
        bullet = _BULLET.match(self.text, start, end)
        start = bullet.end() if bullet else start
        while end > start and self.text[end - 1] in BLANKS + _STOPS:
            end -= 1
        return start, end


def _is_open(said: str) -> bool:
    """Whether a quotation begins in the sentence and does not end there."""
    for opening, closing in _QUOTES:
        last = said.rfind(opening)
        if last >= 0 and not any(sign in said[last + 1 :] for sign in closing):
            # In `“…“` the closing mark of one language is the opening one of another.
            return not (opening == "“" and "„" in said)
    return said.count('"') % 2 == 1


def _closes_quotation(said: str) -> bool:
    """Whether a quotation ends in the sentence that began before it. Straight marks do not tell."""
    if _CLOSING.isdisjoint(said):
        return False
    for opening, closing in _QUOTES:
        first = min((at for sign in closing if (at := said.find(sign)) >= 0), default=-1)
        if first >= 0 and said.find(opening, 0, first) < 0:
            # `“` closes in German and opens in English; `»…«` is printed by some, too.
            return said[first] not in "“»" or (said[first] == "»" and "«" not in said)
    return False


def _has_quotation(said: str) -> bool:
    return any(opening in said for opening, _ in _QUOTES) or said.count('"') > 1
