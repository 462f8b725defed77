"""Features in, four calibrated probabilities out: small logistic models, weights in `weights.json`.

Two steps: how likely the page supports the claim, and, if it does not, which of the other three
it is. Weights are fitted by `verifier.judge.training`: one set for long pages and one for short ones in the claim's
language, one for pairs across languages, where words cannot be matched.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from verifier.model import Probabilities, Verdict

REST = ("partially_supported", "not_supported", "contradicted")
#: From here on the verdict is `supported`, for a judge whose probabilities are spread over four verdicts.
SUPPORTED_FROM = 0.38
#: The same for each set of weights. Chosen on cross-validated development pages: on long ones the likeliest verdict
#: would refuse too much; on short ones and across languages, where one changed word decides, less passes wrongly.
_SUPPORTED_FROM_IN = {"long": 0.35, "short": 0.45, "cross": 0.45}
#: Sentences of a text that is a statement rather than a page, and the threshold for one in another language: it speaks
#: of the claim's matter more often, so that the model's doubts weigh more.
_STATEMENT, _STATEMENT_ABROAD_FROM = 4, 0.50
#: So far under its threshold stays a claim that must not pass.
_UNDER_THRESHOLD = 0.01
#: Nothing here is ever certain.
_FLOOR = 0.004


@dataclass(frozen=True, slots=True)
class Linear:
    """One weighted sum: `bias + Σ weight·(value − mean)/deviation`, folded into plain weights."""

    bias: float
    weights: tuple[tuple[str, float], ...]

    def score(self, values: Mapping[str, float]) -> float:
        """The log-odds for these features; a feature that is not given counts as 0."""
        return self.bias + sum(weight * values.get(name, 0.0) for name, weight in self.weights)


@dataclass(frozen=True, slots=True)
class Weights:
    """A fitted combiner: `supported` with its calibration, and one score for each other verdict."""

    supported: Linear
    slope: float
    intercept: float
    rest: tuple[Linear, ...]


@cache
def load_weights(regime: str) -> Weights:
    """The shipped weights for `long` or `short` pages of one language, or `cross` languages."""
    text = resources.files("verifier.judge").joinpath("weights.json").read_text(encoding="utf-8")
    return read_weights(json.loads(text)[regime])


def read_weights(stored: Mapping[str, Any]) -> Weights:
    """Weights out of their JSON form."""
    return Weights(
        supported=_linear(stored["supported"]),
        slope=float(stored["calibration"]["slope"]),
        intercept=float(stored["calibration"]["intercept"]),
        rest=tuple(_linear(stored[name]) for name in REST),
    )


def _linear(stored: Mapping[str, Any]) -> Linear:
    return Linear(float(stored["bias"]), tuple((k, float(v)) for k, v in stored["weights"].items()))


def combine(weights: Weights, values: Mapping[str, float]) -> Probabilities:
    """The four probabilities; they sum to 1 and none is 0 or 1."""
    raw = weights.slope * weights.supported.score(values) + weights.intercept
    supported = 1 / (1 + math.exp(-max(-30.0, min(30.0, raw))))
    scores = [linear.score(values) for linear in weights.rest]
    top = max(scores)
    shares = [math.exp(s - top) for s in scores]
    rest = [(1 - supported) * share / sum(shares) for share in shares]
    return normalised(supported, *rest)


def normalised(supported: float, partially: float, unsupported: float, contradicted: float) -> Probabilities:
    """Probabilities from non-negative weights, none under the floor."""
    weights = [max(_FLOOR, w) for w in (supported, partially, unsupported, contradicted)]
    total = sum(weights)
    one, two, three, four = (w / total for w in weights)
    return Probabilities(supported=one, partially_supported=two, not_supported=three, contradicted=four)


def supported_from_in(regime: str, sentences: int) -> float:
    """From where on a claim is called supported, judged by the weights of `regime` on a text of so many sentences."""
    if regime == "cross" and sentences <= _STATEMENT:
        return _STATEMENT_ABROAD_FROM
    return _SUPPORTED_FROM_IN[regime]


def just_under(supported_from: float) -> float:
    """The most support that a claim can have which must not pass."""
    return supported_from - _UNDER_THRESHOLD


def decide(probabilities: Probabilities, supported_from: float = SUPPORTED_FROM) -> Verdict:
    """`supported` from `supported_from` on, if contradiction is no likelier; else the likeliest of the others.

    A tie goes to the graver one.
    """
    if probabilities.supported >= max(supported_from, probabilities.contradicted):
        return Verdict.SUPPORTED
    order = (Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
    return max(order, key=lambda v: (getattr(probabilities, v.value), -order.index(v)))
