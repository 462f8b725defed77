"""A page in, the words of each sentence that it does not state itself out.

Beside what stands in a sentence, six things frame others: a label ("FALSE:"), a "No" to a question, a sentence about
the one before it ("Our verdict: the claim is false."), somebody's denial of what that reports ("Holt denied this."), a
correction ("CORRECTION: that report was wrong") and a notice that all of it is satire.
"""

from __future__ import annotations

from functools import cached_property, lru_cache
from itertools import pairwise

from verifier.judge.checks.polarity import negations
from verifier.judge.checks.speakers import SAID, SOURCE, speech
from verifier.judge.clauses import clauses
from verifier.judge.frames import (
    BEFORE,
    CORRECTED,
    DISPUTED,
    FALSE,
    RETRACTED,
    SATIRE,
    Frame,
    Framing,
    frames,
    framing,
    spell,
)
from verifier.judge.page import Page
from verifier.judge.words import Word
from verifier.model import Span

#: Words of a sentence that does nothing but judge the one before it, and how many it may judge.
_SHORT, _BACK = 9, 2
#: Words of a line that is nothing but a label, and sentences at either end of a page that may hold a notice.
_LABEL, _ENDS = 3, 3
#: What stands around the label of a line that goes on: "Satire | …", "… (satire)".
_OPENING, _CLOSING = ("(", "["), ("|", "·", ":", "/", "–", "—")
#: Words of content that may stand on either side of a denial that says nothing else: who denies.
_WHO = 3
#: Concepts of words by which a sentence reports what it does not vouch for.
_REPORTS = frozenset({"say", "claim", "accuse", "alleged", "suspect", "write", "report", "media"})
_FINDS = frozenset({"court", "judge", "guilty", "sentence"})
#: How far behind "report" its "wrong" may stand.
_NEAR = 2


class FramedPage:
    """The frames of a page's sentences. Built once per page, sentence by sentence as they are asked for."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._known = framing(page.language.code)
        self._found: dict[int, list[Frame]] = {}

    def frames(self, at: int) -> list[Frame]:
        """All frames over words of a sentence."""
        if at not in self._found:
            made, words = self._within(at), self._page.words[at]
            whole = [Frame(kind, span, 0, len(words) - 1, len(words)) for kind, span in self._marked(at)]
            self._found[at] = made + whole + self._disputed(at)
        return self._found[at]

    def _within(self, at: int) -> list[Frame]:
        """The frames by what stands in the sentence itself."""
        return frames(self._page.text, self._page.words[at], self._page.language.code)

    def hidden(self, at: int) -> set[int]:
        """The words of a sentence in the scope of any frame."""
        return {k for one in self.frames(at) for k in range(one.first, one.last + 1)}

    def takes_back(self, at: int, place: int) -> bool:
        """Is the word at a place of the text what a correction says was there before: "said 40", "14, not 40"?"""
        words, spelled = self._page.words[at], self._spelled(at)
        i = next((k for k, word in enumerate(words) if word.start <= place < word.end), None)
        if i is None:
            return False
        if at in self.corrections and i and words[i - 1].form.negation:
            return True
        if any(word in self._known.mark("instead") for word in spelled[max(0, i - _NEAR) : i]):
            return False
        return any(one.kind in (CORRECTED, RETRACTED) and one.first <= i <= one.last for one in self._within(at))

    def negated(self, at: int) -> set[int]:
        """The words of a sentence in whose clause a negation stands."""
        text, words = self._page.text, self._page.words[at]
        denied = {mark.span[0] for _, mark in negations(text, words)}
        inside = clauses(text, *self._page.span(at)) if denied else []
        spans = [(first, last) for first, last in inside if any(first <= place < last for place in denied)]
        return {k for k, word in enumerate(words) if any(first <= word.start < last for first, last in spans)}

    def _marked(self, at: int) -> list[tuple[str, Span]]:
        """What frames a sentence whole: its label, a verdict behind it, a correction below, a notice of satire."""
        marks = [(SATIRE, self._satire)] if self._satire is not None else []
        if (label := self._label(at)) is not None:
            marks.append((FALSE, label))
        if (answer := self._answered_no(at)) is not None:
            marks.append((FALSE, answer))
        count = len(self._page.sentences)
        for later in range(at + 1, min(count, at + 1 + _BACK)):
            if (judged := self._verdict(later)) is not None:
                marks.append((FALSE, judged))
        if self._taken_back is not None and at < self._taken_back[0]:
            marks.append((RETRACTED, self._taken_back[1]))
        return marks

    def _disputed(self, at: int) -> list[Frame]:
        """What a sentence reports, where the next does nothing but deny that; what it vouches for stays."""
        if at + 1 == len(self._page.sentences) or (said := self._reported_from(at)) is None:
            return []
        last = len(self._page.words[at]) - 1
        denied = self._denial_of_this(at + 1) if said <= last else None
        return [Frame(DISPUTED, denied, said, last, last + 1)] if denied is not None else []

    def _reported_from(self, at: int) -> int | None:
        """The first word of what a sentence reports: behind "said that", else all of it. None: it reports nothing.

        What a court found stands, whoever denies it.
        """
        words, spelled, code = self._page.words[at], self._spelled(at), self._page.language.code
        cues = [
            i for i, word in enumerate(words)
            if _REPORTS.intersection(word.form.concepts) or speech(word.form.folded, code) in (SAID, SOURCE)
            or spelled[i] in self._known.mark("reported")
        ]  # fmt: skip
        behind = [i + 2 for i in cues if spelled[i + 1 : i + 2] and spelled[i + 1] in self._known.mark("that")]
        found = any(_FINDS.intersection(word.form.concepts) for word in words)
        return min(behind, default=0) if cues and not found else None

    def _denial_of_this(self, at: int) -> Span | None:
        """A sentence that does nothing but deny what was said before it: "Holt rejected that."."""
        words = self._page.words[at]
        if len(words) > _SHORT:
            return None
        spelled, known, text = self._spelled(at), self._known, self._page.text
        for one, start, end in known.expressions(spelled, ("back", "end")):
            sides = words[:start], words[end + 1 :]
            goes_on = bool(sides[1]) and text[words[end].end : sides[1][0].start].isspace()
            if goes_on and one.scope == "end":
                continue
            if all(sum(bool(w.form.keys) for w in side) <= _WHO for side in sides) and not any(
                w.form.negation or w.form.digits for side in sides for w in side
            ):
                return words[start].start, words[end].end
        return None

    def _spelled(self, at: int) -> list[str]:
        return spell(self._page.text, self._page.words[at])

    def _label(self, at: int) -> Span | None:
        """A label that opens the sentence, or is all of the one before it."""
        for here in (at, at - 1):
            if here < 0:
                continue
            words = self._page.words[here]
            for _, start, end in self._known.expressions(self._spelled(here), ("label",)):
                after = self._page.text[words[end].end : words[end].end + 2].strip()
                alone = end == len(words) - 1
                if start == 0 and (alone if here != at else not alone and after[:1] in (":", "–", "—", "!")):
                    return words[0].start, words[end].end
        return None

    def _answered_no(self, at: int) -> Span | None:
        """The "No" that answers a question: "Did the bank close? No, it did not."."""
        page = self._page
        if not page.sentence(at).endswith(("?", "?”", '?"')) or at + 1 == len(page.sentences):
            return None
        spelled, words = self._spelled(at + 1), page.words[at + 1]
        if not spelled or spelled[0] not in self._known.mark("no"):
            return None
        alone = page.text[words[0].end : words[0].end + 1] in (",", ".", "!", ":", "")
        return (words[0].start, words[0].end) if alone else None

    def _verdict(self, at: int) -> Span | None:
        """A sentence that does nothing but call what was said before it false, or does so before a colon."""
        words = self._page.words[at]
        gaps = (self._page.text[one.end : other.start] for one, other in pairwise(words))
        colon = next((i for i, gap in enumerate(gaps, 1) if ":" in gap), len(words))
        return self._called_false(words) or self._called_false(words[:colon])

    def _called_false(self, words: list[Word]) -> Span | None:
        if len(words) > _SHORT:
            return None
        spelled, known = spell(self._page.text, words), self._known
        named = [i for i, w in enumerate(spelled) if w in known.mark("this") or w in known.mark("noun")]
        for one, start, end in known.expressions(spelled, (BEFORE, "label")):
            rest = [i for i, w in enumerate(words) if w.form.keys and i not in named and not start <= i <= end]
            if one.kind == FALSE and named and named[0] < start and not rest:
                return words[start].start, words[end].end
        return None

    @cached_property
    def corrections(self) -> list[int]:
        """The sentences that open with the label of a correction."""
        mark = self._known.mark("correction")
        openings = [spell(self._page.text, words[:1]) for words in self._page.words]
        return [at for at, opening in enumerate(openings) if opening and opening[0] in mark]

    @cached_property
    def _taken_back(self) -> tuple[int, Span] | None:
        """The sentence of a correction that takes back all before it, and where it calls that wrong."""
        for at in self.corrections:
            for here in range(at, min(at + _BACK, len(self._page.sentences))):
                place = _calls_wrong(self._known, self._spelled(here))
                if place is not None:
                    word = self._page.words[here][place]
                    return at, (word.start, word.end)
        return None

    @cached_property
    def _satire(self) -> Span | None:
        """Where the page calls itself satire, in its first or last lines."""
        page, count = self._page, len(self._page.sentences)
        for at in sorted({*range(min(_ENDS, count)), *range(max(0, count - _ENDS), count)}):
            words = page.words[at]
            for one, start, end in self._known.expressions(self._spelled(at), ("line", "notice", "footer")):
                before = page.text[max(0, words[start].start - 1) : words[start].start]
                after = page.text[words[end].end : words[end].end + 2].strip()[:1]
                label = len(words) <= _LABEL or before in _OPENING or (start == 0 and after in _CLOSING)
                last = at == count - 1 and len(words) <= _SHORT
                if one.scope == "notice" or (one.scope == "line" and label) or (one.scope == "footer" and last):
                    return words[start].start, words[end].end
        return None


def _calls_wrong(known: Framing, spelled: list[str]) -> int | None:
    """The word by which a report is said to be wrong: "that report was wrong"."""
    noun, wrong = known.mark("noun"), known.mark("wrong")
    for i, word in enumerate(spelled):
        if word in noun:
            place = next((k for k in range(i + 1, min(len(spelled), i + 1 + _NEAR)) if spelled[k] in wrong), None)
            if place is not None:
                return place
    return None


@lru_cache(maxsize=4)
def framed_page(page: Page) -> FramedPage:
    """The frames of a page, kept while other claims about it are judged."""
    return FramedPage(page)
