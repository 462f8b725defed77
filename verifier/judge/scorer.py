"""A pair in, a judgement out: the embedded judge, which needs no network and no GPU."""

from __future__ import annotations

from verifier.judge.checks import run_checks
from verifier.judge.checks.framing import check_framing
from verifier.judge.combiner import combine, load_weights, supported_from_in
from verifier.judge.conclude import MAX_EVIDENCE, judgement_of, settle
from verifier.judge.entailed import Entailed, entail, least_backed, model_features, regime
from verifier.judge.entailment import embedded_classifier
from verifier.judge.features import features
from verifier.judge.matching import Match
from verifier.judge.opening import is_cut, open_match, unreadable
from verifier.judge.reasons import explain
from verifier.judge.rules import apply_silence
from verifier.model import Judgement, Pair, Verdict

#: Of the best sentence's score, what a further one must have to be shown.
_WORTH_SHOWING = 0.3
#: What a sentence must have to be shown beside "the source does not say this".
_NEAR = 0.5


class EmbeddedScorer:
    """Judges by an entailment model and by words, numbers, dates, names, quotations. Deterministic, thread-safe."""

    name = "embedded/4"

    def judge(self, pair: Pair) -> Judgement:
        """Four calibrated probabilities, a verdict, evidence, checks and reasons. Never raises for any text."""
        reason = unreadable(pair)
        if reason is not None:
            return Judgement(verdict=Verdict.UNDETERMINED, reasons=(reason,), scorer=self.name, id=pair.id)
        match = open_match(pair)
        checks = run_checks(match)
        model = embedded_classifier()
        found = entail(match, model)
        name = regime(match)
        read = combine(load_weights(name), features(match, checks) | model_features(found))
        if match.same_language and match.best is None:
            read = apply_silence(read)
        settled = settle(
            match,
            checks,
            read,
            framed=check_framing(match, [number for number, share in found.telling if share >= _NEAR]),
            claim_whole=not is_cut(pair, match),
            read_whole=found.read_whole,
            supported_from=supported_from_in(name, len(match.page.sentences)),
        )
        unbacked = least_backed(match, found, model) if settled.said is Verdict.PARTIALLY_SUPPORTED else None
        sentences = _sentences(match, found, settled.said)
        return judgement_of(pair, match, settled, sentences, explain(match, found, settled, unbacked), self.name)


def _sentences(match: Match, found: Entailed, said: Verdict) -> tuple[tuple[int, float], ...]:
    """The sentences that decide, best first, with what they weigh; each covers more of the claim than those before."""
    scored = _shares(match, found)
    kept: list[int] = []
    for at in sorted(scored, key=lambda at: (-scored[at], at)):
        if len(kept) == MAX_EVIDENCE or (kept and scored[at] < _WORTH_SHOWING * scored[kept[0]]):
            break
        if not kept or not match.same_language or match.covered([*kept, at]) - match.covered(kept):
            kept.append(at)
    return tuple((at, scored[at]) for at in kept if said is not Verdict.NOT_SUPPORTED or scored[at] >= _NEAR)


def _shares(match: Match, found: Entailed) -> dict[int, float]:
    """How much each sentence of the evidence has to say about the claim, 0 to 1.

    Within one language by its share of the claim's words and its rank, across languages by what the model says.
    """
    if not match.same_language:
        return dict(found.telling)
    top = max((match.scores[at] for at in found.wide.numbers), default=0.0) or 1.0
    return {at: 0.5 * match.coverage((at,)) + 0.5 * match.scores[at] / top for at in found.wide.numbers}
