"""Paragraphs and what citations back in, the sentences out that can be checked and that nothing backs."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence

from verifier.cite.layout.paragraphs import Ground, Kind, Paragraph, past_bullet
from verifier.cite.unbacked.facts import FactReader
from verifier.cite.unbacked.unspaced import UnspacedFactReader
from verifier.cite.words.people import family_names
from verifier.cite.words.signs import BLANKS
from verifier.cite.words.splitting import trimmed
from verifier.model import Citation, Span, Uncited

_NAME = re.compile(r"[A-ZÀ-ÖØ-ÞĄĆČĎĘĚŁŃŇŘŚŠŤŮŹŻŽА-ЯЁІЇЄҐЎ](?<=\w .)\w+")
_QUOTE_MARKS = re.compile(r"[“„«「『]|[”»」』]|\"")
_OPENING_QUOTES = frozenset("“„«「『")
_EDGES = BLANKS + ",;:.…–—-•·*。，；：、"
_WORD = re.compile(r"[^\W\d_]+")
_LINK = "://"
#: A stretch after a citation must be a statement of its own.
_LEAST_WORDS, _LEAST_SIGNS = 4, 8
_MOST_QUOTED_SENTENCES = 8
_SCOPE = "attribution_line"
_LINKS = frozenset({"inline_link", "bare_url"})


def backed_spans(citations: Sequence[Citation], paragraphs: Sequence[Paragraph], text: str) -> list[Span]:
    """What citations back, in order and joined: their sentences up to their brackets, their claims and the context.

    A source line without a claim (`(Reuters) – …`) backs the whole piece; where others are cited too, it backs
    what stands before the next heading or source line.
    """
    spans: list[Span] = []
    scopes = [one for one in citations if one.kind == _SCOPE and not one.claim.spans]
    alone = len(scopes) == len(citations) == 1
    for one in citations:
        spans.append((one.start, one.end))
        spans.extend(one.claim.spans)
        spans.extend(one.claim.extended)
        if one.claim.sentence and one.claim.spans:
            # Words stand before their bracket; a link may stand anywhere in its sentence.
            end = max(one.end, one.claim.sentence[1]) if one.kind in _LINKS else one.end
            spans.append((min(one.claim.sentence[0], one.start), end))
    breaks = sorted(
        {one.start for one in paragraphs if one.kind in {Kind.HEADING, Kind.SUMMARY_HEADING}}
        | {one.start for one in scopes}
    )
    for one in scopes:
        place = bisect_right(breaks, one.start)
        spans.append((one.start, len(text) if alone or place == len(breaks) else breaks[place]))
    return joined(spans)


def find_uncited(ground: Ground, paragraphs: Sequence[Paragraph], backed: Sequence[Span]) -> tuple[Uncited, ...]:
    """Sentences, or what stands behind the last citation of one, that hold facts and that nothing backs.

    Quotations of several sentences are taken whole. Headings, captions, notes, questions, the author's own
    experience and the furniture of a page are passed over. Linear in the length of the text.
    """
    return tuple(_Search(ground, paragraphs, backed).run())


class _Search:
    def __init__(self, ground: Ground, paragraphs: Sequence[Paragraph], backed: Sequence[Span]) -> None:
        self.text, self.ground, self.paragraphs = ground.text, ground, paragraphs
        self.spaced = ground.words.spaced
        self.reader = FactReader(ground.words, _names_of(ground, paragraphs)) if self.spaced else UnspacedFactReader()
        self.backed = backed
        self.backed_starts = [start for start, _ in self.backed]
        self.bracket_starts = [start for start, _ in ground.brackets]

    def run(self) -> Iterator[Uncited]:
        """The uncited stretches in order."""
        for paragraph in self.paragraphs:
            if paragraph.states:
                for start, end in self._units(paragraph):
                    opens = past_bullet(self.text, start, end) if start == paragraph.start else start
                    yield from self._look_at(opens, end)

    def _units(self, paragraph: Paragraph) -> Iterator[Span]:
        """The sentences, those of one quotation together."""
        spans = [(one.start, one.end) for one in paragraph.sentences]
        if len(spans) == 1 or not _QUOTE_MARKS.search(self.text, paragraph.start, paragraph.end):
            yield from spans
            return
        quotes = quoted(self.text, paragraph.start, paragraph.end)
        opens = [start for start, _ in quotes]
        unit, sentences = spans[0], 1
        for span in spans[1:]:
            around = bisect_left(opens, span[0]) - 1
            if around >= 0 and span[0] < quotes[around][1] and sentences < _MOST_QUOTED_SENTENCES:
                unit, sentences = (unit[0], span[1]), sentences + 1
            else:
                yield unit
                unit, sentences = span, 1
        yield unit

    def _look_at(self, start: int, end: int) -> Iterator[Uncited]:
        free = self._unbacked(start, end)
        if not free or self.text.find(_LINK, start, end) >= 0:
            return
        for opens, closes in free:
            if closes - opens < _LEAST_SIGNS:
                continue
            stretch = (start, end) if (opens, closes) == (start, end) else trimmed(self.text, (opens, closes), _EDGES)
            if stretch != (start, end) and not self._says_enough(*stretch):
                continue
            facts = self.reader.facts(self.text, *stretch, self._brackets_in(*stretch))
            if facts:
                yield Uncited(start=stretch[0], end=stretch[1], text=self.text[slice(*stretch)], facts=facts)

    def _unbacked(self, start: int, end: int) -> list[Span]:
        """What is left of a sentence; all of it when only its edges are backed by nothing."""
        place = max(0, bisect_right(self.backed_starts, start) - 1)
        if place >= len(self.backed):
            return [(start, end)]
        at, free = start, []
        while place < len(self.backed) and self.backed[place][0] < end:
            opens, closes = self.backed[place]
            if closes > at:
                if opens > at:
                    free.append((at, opens))
                at = closes
            place += 1
        if at < end:
            free.append((at, end))
        return free

    def _says_enough(self, start: int, end: int) -> bool:
        stretch = self.text[start:end]
        return len(_WORD.findall(stretch)) >= _LEAST_WORDS if self.spaced else len(stretch) >= _LEAST_SIGNS

    def _brackets_in(self, start: int, end: int) -> Sequence[Span]:
        first = bisect_left(self.bracket_starts, start)
        last = bisect_left(self.bracket_starts, end, first)
        return self.ground.brackets[first:last] if first < last else ()


def quoted(text: str, start: int, end: int) -> list[Span]:
    """Quotations in `text[start:end]`, in order; a mark that is never closed opens none."""
    found: list[Span] = []
    opened: int | None = None
    for match in _QUOTE_MARKS.finditer(text, start, end):
        mark = match.group()
        if opened is None:
            opened = match.start() if mark in _OPENING_QUOTES or mark in '"»' else None
        elif mark not in _OPENING_QUOTES or mark == "“":
            found.append((opened, match.end()))
            opened = None
    return found


def joined(spans: Iterable[Span]) -> list[Span]:
    """The spans in order, those that overlap or touch made one."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif start < end:
            found.append((start, end))
    return found


def _names_of(ground: Ground, paragraphs: Sequence[Paragraph]) -> frozenset[str]:
    """Words with a capital letter in the middle of a statement somewhere: they are names at its start as well.

    Where all nouns have one, the words after first names.
    """
    if ground.words.nouns_are_capitals:
        return family_names(ground.text)
    found = {
        word for one in paragraphs if one.states for word in _NAME.findall(ground.text, one.start, one.end)
    }  # fmt: skip
    common = ground.words.words
    return frozenset(
        word for word in found if word.lower() not in common["starters"] and word.lower() not in common["asides"]
    )
