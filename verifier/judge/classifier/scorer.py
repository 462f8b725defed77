"""Pairs in, judgements out: an entailment model over all of the page, and over single sentences for evidence."""

from __future__ import annotations

import math
from functools import lru_cache

from verifier.judge.classifier.chunks import Chunk, best_sentences, chunks
from verifier.judge.classifier.folder import Calibration, Folder
from verifier.judge.classifier.network import Network, Reading
from verifier.judge.combiner import normalised
from verifier.judge.conclude import Opinion, conclude, is_worth_asking
from verifier.judge.features import clause_coverage
from verifier.judge.matching import Match
from verifier.judge.opening import open_match
from verifier.judge.page import Page
from verifier.judge.scorer import EmbeddedScorer
from verifier.model import Judgement, Pair, Probabilities

#: A page of more chunks than this is read in its most promising ones only, and the reasons say so.
MOST_CHUNKS = 64
_MOST_SENTENCES = 12
_MOST_CLAUSES = 6
_FOCUS = 3
_SHARE_OF_CLAIM = 0.5
#: A sentence this likely to entail the claim is evidence beside a better one.
_TELLING = 0.5
#: Share of what is not supported that goes to "partially" for a claim of one part, all of whose words are there.
_PARTIAL_WITHOUT_PARTS = 0.3


class ClassifierScorer:
    """Judges by the model in one folder.

    `supported` is the best chunk's or sentence's probability of entailment. `contradicted` needs a single sentence
    that contradicts and shares a name or a number with the claim. `partially_supported` takes of the rest what the
    best entailed part of the claim has. With a `calibration.json` in the folder `supported` is calibrated by it;
    without one the model's even odds are put on our threshold, and no probability is calibrated. A page of which
    chunks were left out is never `not_supported`, and a claim that was clipped never `supported`.
    """

    def __init__(self, folder: Folder, network: Network) -> None:
        self.name = folder.name
        self._folder = folder
        self._network = network
        self._embedded = EmbeddedScorer()
        self._sizes = lru_cache(maxsize=4)(self._count)

    def judge(self, pair: Pair) -> Judgement:
        """Four probabilities, a verdict, evidence, checks and reasons. Never raises for any text."""
        if not is_worth_asking(pair):
            return self._embedded.judge(pair)
        match = open_match(pair)
        claim = self._network.clip(match.claim, int(self._network.longest * _SHARE_OF_CLAIM))
        read, left = self._chunks(match, claim)
        readings = self._network.weigh([(chunk.text, claim) for chunk in read])
        best = max(range(len(read)), key=lambda at: (readings[at].supported, -at))
        sentences = self._sentences(match, read[best], claim)
        parts = self._parts(match, [read[best].text, read[0].text, *map(match.page.sentence, match.focus[:_FOCUS])])
        calibrated = _calibrated(
            self._folder.calibration,
            max([readings[best].supported, *(reading.supported for reading in sentences.values())]),
        )
        weakest = min(parts, key=lambda text: parts[text], default="")
        opinion = Opinion(
            probabilities=_four(match, calibrated, sentences, parts),
            sentences=_telling(match, sentences),
            ground=f"The classifier {self.name.removeprefix('onnx/')} gives the claim {100 * calibrated:.0f} % by the "
            f"passage that supports it best.",
            missing=weakest if parts.get(weakest, 1.0) < _TELLING else "",
            notes=self._notes(left, clipped=claim != match.claim),
            claim_whole=claim == match.claim,
            read_whole=not left,
        )
        return conclude(pair, match, opinion, self.name)

    def _count(self, page: Page) -> list[int]:
        return self._network.count([page.told(at) for at in range(len(page.sentences))])

    def _chunks(self, match: Match, claim: str) -> tuple[list[Chunk], int]:
        """What is read, the sentences nearest to the claim first, and how many chunks of the page are not."""
        sizes = self._sizes(match.page)
        room = self._network.longest - self._network.special - self._network.count([claim])[0]
        found = chunks(match, sizes, room, self._network.cut)
        nearest = best_sentences(match, sizes, room) if len(found) > 1 else None
        return [*([nearest] if nearest else []), *found[:MOST_CHUNKS]], max(0, len(found) - MOST_CHUNKS)

    def _sentences(self, match: Match, best: Chunk, claim: str) -> dict[int, Reading]:
        """Readings of single sentences: the nearest by retrieval, then those of the best chunk."""
        near = sorted(best.sentences, key=lambda at: (-match.scores[at], at))
        chosen = list(dict.fromkeys([*match.focus, *near]))[:_MOST_SENTENCES]
        readings = self._network.weigh([(match.page.told(at), claim) for at in chosen])
        return dict(zip(chosen, readings, strict=True))

    def _parts(self, match: Match, passages: list[str]) -> dict[str, float]:
        """Entailment of each part of the claim by the best passages; nothing for a claim of one part."""
        spans = [span for span, _ in clause_coverage(match, [])][:_MOST_CLAUSES]
        texts = list(dict.fromkeys(match.claim[start:end].strip() for start, end in spans))
        if len(texts) < 2:
            return {}
        limit = int(self._network.longest * _SHARE_OF_CLAIM)
        passages = list(dict.fromkeys(passages))
        readings = self._network.weigh([(one, self._network.clip(text, limit)) for text in texts for one in passages])
        each = len(passages)
        return {text: max(r.supported for r in readings[i * each : (i + 1) * each]) for i, text in enumerate(texts)}

    def _notes(self, left: int, *, clipped: bool) -> tuple[str, ...]:
        notes = []
        if clipped:
            notes.append("The claim is longer than the classifier can read.")
        if left:
            notes.append(
                f"The page was not read in full: the {MOST_CHUNKS} passages nearest to the claim were, {left} were not."
            )
        if not self._folder.calibration.fitted:
            notes.append("The probabilities of this classifier were not calibrated for this task.")
        return tuple(notes)


def _calibrated(calibration: Calibration, probability: float) -> float:
    bounded = min(1 - 1e-6, max(1e-6, probability))
    odds = calibration.slope * math.log(bounded / (1 - bounded)) + calibration.intercept
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def _four(match: Match, supported: float, sentences: dict[int, Reading], parts: dict[str, float]) -> Probabilities:
    rest = 1 - supported
    contradicted = rest * max((r.contradicted for at, r in sentences.items() if _same_thing(match, at, r)), default=0.0)
    rest -= contradicted
    share = max(parts.values()) if parts else _PARTIAL_WITHOUT_PARTS * match.coverage(match.focus)
    return normalised(supported, rest * share, rest * (1 - share), contradicted)


def _same_thing(match: Match, at: int, reading: Reading) -> bool:
    """Does the sentence share a name or a number with the claim, without rather supporting it?"""
    shared = (match.terms[i].word.form for i in match.covered((at,)))
    return reading.contradicted > reading.supported and any(form.capital or form.digits for form in shared)


def _telling(match: Match, sentences: dict[int, Reading]) -> tuple[tuple[int, float], ...]:
    """Sentences with what they weigh, best first: the best one, and others that decide as well."""
    scores = {
        at: max(reading.supported, reading.contradicted if _same_thing(match, at, reading) else 0.0)
        for at, reading in sentences.items()
    }
    ranked = sorted(scores, key=lambda at: (-scores[at], at))
    return tuple((at, scores[at]) for place, at in enumerate(ranked) if not place or scores[at] >= _TELLING)
