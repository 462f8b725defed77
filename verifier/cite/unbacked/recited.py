"""Paragraphs and cited claims in, the summary sentences that say them again out, with the citations that carry over."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from verifier.cite.layout.paragraphs import Ground, Kind, Paragraph, past_bullet
from verifier.cite.layout.sentences import Sentence
from verifier.cite.unbacked.terms import TermReader, Terms
from verifier.model import Citation, Recited, Span

#: The share of a sentence's weight that cited claims must say again, together, and each further one of them.
_ENOUGH, _FURTHER = 0.5, 0.2
_LEAST_SHARED = 3
_MOST_CLAIMS = 4
_NUMBER_WEIGHT = 1.5
#: A lead stands in front of the body: so many paragraphs may be looked at.
_LEAD_PARAGRAPHS = 12
_LEAST_TRAILING = 2
#: Bounds that keep the work linear: a summary is short, and a word of so many claims tells none of them.
_MOST_SENTENCES, _COMMON, _NEAR_CHARS = 120, 400, 3_000
#: Names of the headline are often left out below it.
_HEADLINES = 2


@dataclass(frozen=True, slots=True)
class _Claim:
    """A cited claim of the body; citations of the same words share one. `paragraph` is its place among them."""

    ids: tuple[str, ...]
    spans: tuple[Span, ...]
    stems: frozenset[str]
    paragraph: int


def find_recited(ground: Ground, paragraphs: Sequence[Paragraph], citations: Sequence[Citation]) -> tuple[Recited, ...]:
    """Sentences of summaries and leads that say cited claims again; those side by side in a paragraph are joined.

    Every number of such a sentence must stand in the claims it repeats, its names and days in their paragraphs or
    the ones before, and what one denies the other must not assert. Words weigh by their rarity among the claims
    (inverse document frequency, Spärck Jones 1972). Linear in the claims: only summaries and leads are compared.
    """
    summary = [one for one in _summaries(paragraphs) if one.states]
    if not summary or not citations:
        return ()
    reader = TermReader(ground.words)
    claims = _claims_of(ground, paragraphs, citations, reader)
    cited = sorted((one.start, one.end) for one in citations)
    return tuple(_Matching(ground, paragraphs, claims, reader, cited).recited(summary)) if claims else ()


def _summaries(paragraphs: Sequence[Paragraph]) -> list[Paragraph]:
    """What may sum up: stands before the first citation, under a heading that says so, or as bullets at the end."""
    stating = [place for place, one in enumerate(paragraphs) if one.states]
    first_cited = next((place for place, one in enumerate(paragraphs) if one.cited), 0)
    chosen = {place for place in stating[:_LEAD_PARAGRAPHS] if place < first_cited}
    under = False
    for place, one in enumerate(paragraphs):
        if one.kind in {Kind.HEADING, Kind.SUMMARY_HEADING}:
            under = one.kind is Kind.SUMMARY_HEADING
        elif under and not one.cited:
            chosen.add(place)
    trailing = []
    for place in reversed(stating):
        if paragraphs[place].kind is not Kind.BULLET or paragraphs[place].cited:
            break
        trailing.append(place)
    chosen.update(trailing if len(trailing) >= _LEAST_TRAILING else ())
    return [paragraphs[place] for place in sorted(chosen)]


def _claims_of(
    ground: Ground, paragraphs: Sequence[Paragraph], citations: Sequence[Citation], reader: TermReader
) -> list[_Claim]:
    ids: dict[tuple[Span, ...], list[str]] = {}
    for one in citations:
        if one.claim.spans:
            ids.setdefault((*one.claim.extended, *one.claim.spans), []).append(one.id)
    starts = [one.start for one in paragraphs]
    return [
        _Claim(tuple(found), spans, reader.stems(ground.text, spans), max(0, bisect_right(starts, spans[-1][0]) - 1))
        for spans, found in ids.items()
    ]


class _Matching:
    def __init__(
        self,
        ground: Ground,
        paragraphs: Sequence[Paragraph],
        claims: list[_Claim],
        reader: TermReader,
        cited: list[Span],
    ) -> None:
        self.text = ground.text
        self.cited = cited
        self.summing_up: set[int] = set()
        self.paragraphs = paragraphs
        self.headline = [(one.start, one.end) for one in paragraphs[:_HEADLINES] if one.kind is Kind.HEADING]
        self.claims = claims
        self.reader = reader
        self.order = {one: place for place, one in enumerate(one for claim in claims for one in claim.ids)}
        self.places: dict[str, list[int]] = {}
        for place, claim in enumerate(claims):
            for stem in claim.stems:
                self.places.setdefault(stem, []).append(place)

    def recited(self, summary: Sequence[Paragraph]) -> Iterator[Recited]:
        """One for each run of sentences of a paragraph that repeat claims."""
        looked_at = 0
        self.summing_up = {paragraph.start for paragraph in summary}
        for paragraph in summary:
            looked_at += len(paragraph.sentences)
            if looked_at > _MOST_SENTENCES:
                return
            run: list[tuple[Sentence, list[str]]] = []
            for sentence in paragraph.sentences:
                ids = self._repeats(sentence)
                if ids:
                    run.append((sentence, ids))
                elif run:
                    yield self._joined(run)
                    run = []
            if run:
                yield self._joined(run)

    def _joined(self, run: list[tuple[Sentence, list[str]]]) -> Recited:
        end = run[-1][0].end
        start = past_bullet(self.text, run[0][0].start, end)
        ids = sorted({one for _, found in run for one in found}, key=self.order.__getitem__)
        return Recited(start=start, end=end, text=self.text[start:end], citations=tuple(ids))

    def _repeats(self, sentence: Sentence) -> list[str]:
        """The citations whose claims the sentence says again, best first; none when too little of it is said."""
        terms = self.reader.terms(self.text, [(sentence.start, sentence.end)])
        # In order: sums of fractions depend on it, and sets are in another order in every run.
        weights = {stem: self._weight(stem) for stem in sorted(terms.weighty)}
        whole = sum(weights.values())
        if len(weights) < _LEAST_SHARED:
            return []
        left, chosen = set(weights), list[_Claim]()
        while left and len(chosen) < _MOST_CLAIMS:
            best, gain = self._best(left, weights)
            if best is None or (chosen and gain < _FURTHER * whole):
                break
            chosen.append(best)
            left -= best.stems
        covered = whole - sum(weights[stem] for stem in sorted(left))
        if covered < _ENOUGH * whole or len(weights) - len(left) < _LEAST_SHARED:
            return []
        if self._clashes(terms, chosen):
            return []
        return [one for claim in chosen for one in claim.ids]

    def _best(self, left: set[str], weights: dict[str, float]) -> tuple[_Claim | None, float]:
        """The claim that says most of what is left, the earliest of equal ones."""
        gains = Counter[int]()
        for stem in sorted(left):
            places = self.places.get(stem, ())
            for place in places if len(places) <= _COMMON else ():
                gains[place] += weights[stem]  # type: ignore[assignment]
        if not gains:
            return None, 0.0
        best = min(gains, key=lambda place: (-gains[place], place))
        return self.claims[best], gains[best]

    def _weight(self, stem: str) -> float:
        known = max(1, len(self.places.get(stem, ())))
        rarity = math.log(1.0 + (len(self.claims) + 1) / (known + 0.5))
        return rarity * _NUMBER_WEIGHT if stem[0].isdigit() else rarity

    def _clashes(self, terms: Terms, chosen: Sequence[_Claim]) -> bool:
        """Whether numbers, names, days or a denial are not those of the claims."""
        spans = [span for claim in chosen for span in claim.spans]
        around = [span for claim in chosen for span in self._around(claim)]
        said = self.reader.terms(self.text, spans)
        stems = frozenset().union(*(claim.stems for claim in chosen))
        if terms.numbers - said.numbers or self._other_day(terms.days, said.days, around):
            return True
        if terms.names - self.reader.name_stems(self.text, [*around, *self.headline]):
            return True
        if terms.names and said.names and not terms.names & self.reader.name_stems(self.text, spans):
            return True
        if (terms.denied & stems) - said.denied or (said.denied & terms.weighty) - terms.denied:
            return True
        counted: dict[str, set[str]] = {}
        for noun, number in said.counted:
            counted.setdefault(noun, set()).add(number)
        return any(number not in counted.get(noun, {number}) for noun, number in terms.counted)

    def _other_day(self, days: frozenset[str], said: frozenset[str], around: list[Span]) -> bool:
        """Whether a day or year is named that neither the claims nor their paragraphs name, while they name another."""
        missing = days - said
        if missing:
            missing -= self.reader.terms(self.text, around).days
        kinds = {one.isdigit() for one in said}
        return any(one.isdigit() in kinds for one in missing)

    def _around(self, claim: _Claim) -> list[Span]:
        """The paragraph of a claim and the one before it, as far as they are near."""
        own = self.paragraphs[claim.paragraph]
        before = self.paragraphs[max(0, claim.paragraph - 1)]
        before = own if before.start in self.summing_up else before
        start, end = claim.spans[0][0] - _NEAR_CHARS, claim.spans[-1][1] + _NEAR_CHARS
        near = [(max(before.start, start), before.end), (max(own.start, start), min(own.end, end))]
        return [piece for span in near for piece in self._outside_citations(*span)]

    def _outside_citations(self, start: int, end: int) -> Iterator[Span]:
        """The stretch without its citations: their days and names are not those of what happened."""
        for opens, closes in self.cited[max(0, bisect_right(self.cited, (start, start)) - 1) :]:
            if opens >= end:
                break
            if opens > start:
                yield start, opens
            start = max(start, closes)
        if start < end:
            yield start, end
