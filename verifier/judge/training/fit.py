"""Feature rows and labels in, fitted and calibrated weights out (logistic regression, L2).

Nothing is chosen on rows that the figures are reported for: folds are by page, and each held-out
row is judged by weights, calibration included, that never saw its page.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from verifier.judge.combiner import REST, Weights, combine, read_weights
from verifier.judge.rules import apply_checks
from verifier.judge.training.data import Example
from verifier.model import Check, Probabilities

#: Strong shrinkage: WiCE has 349 claims, and weaker ones lose area under the curve (see the figures of a run).
_STRENGTH = 2.0
_REST_STRENGTH = 10.0
_FOLDS = 10
_INNER_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """An example with its checks and its features, the words of its page, and its threshold of support."""

    example: Example
    regime: str
    words: int
    supported_from: float
    checks: tuple[Check, ...]
    features: dict[str, float]

    @property
    def same_language(self) -> bool:
        """Is the page in the claim's language?"""
        return self.regime != "cross"

    def judged(self, weights: Weights) -> Probabilities:
        """What these weights make of it, checks applied."""
        return apply_checks(self.same_language, self.checks, combine(weights, self.features), self.supported_from)[0]

    @property
    def fold(self) -> int:
        """Rows about one page share a fold."""
        return zlib.crc32(self.example.pair.source[:400].encode())


def fit(rows: Sequence[Row]) -> dict[str, Any]:
    """The stored form of one regime's weights."""
    names = sorted(rows[0].features)
    x, y, weight = _arrays(rows, names)
    scaler, model = _logistic(x, y, weight, _STRENGTH)
    scores = _inner_scores(rows, x, y, weight)
    # Calibration after Platt (1999), on scores of rows the model had not seen.
    platt = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), y, sample_weight=weight)
    stored = {
        "supported": _plain(names, scaler, model.coef_[0], float(model.intercept_[0])),
        "calibration": {"slope": round(float(platt.coef_[0][0]), 5), "intercept": round(float(platt.intercept_[0]), 5)},
    }
    graded = [r for r in rows if not r.example.binary and r.example.label != "supported"]
    x = np.array([[r.features[n] for n in names] for r in graded])
    target = np.array([REST.index(r.example.label) for r in graded])
    weight = np.array([r.example.rest_weight for r in graded])
    scaler, model = _logistic(x, target, weight, _REST_STRENGTH)
    for i, name in enumerate(REST):
        stored[name] = _plain(names, scaler, model.coef_[i], float(model.intercept_[i]))
    return stored


def judge_unseen(rows: Sequence[Row]) -> list[Probabilities]:
    """Each row's probabilities, checks applied, by weights fitted without its page."""
    judged: list[Probabilities | None] = [None] * len(rows)
    for fold in range(_FOLDS):
        weights = read_weights(fit([r for r in rows if r.fold % _FOLDS != fold]))
        for i, row in enumerate(rows):
            if row.fold % _FOLDS == fold:
                judged[i] = row.judged(weights)
    return [p for p in judged if p is not None]


def _arrays(rows: Sequence[Row], names: list[str]) -> tuple[Any, Any, Any]:
    x = np.array([[r.features[n] for n in names] for r in rows])
    y = np.array([int(r.example.label == "supported") for r in rows])
    return x, y, np.array([r.example.weight for r in rows])


def _logistic(x: Any, y: Any, weight: Any, strength: float) -> tuple[StandardScaler, LogisticRegression]:
    scaler = StandardScaler().fit(x)
    model = LogisticRegression(C=strength, max_iter=3000)
    model.fit(scaler.transform(x), y, sample_weight=weight / weight.sum())
    return scaler, model


def _inner_scores(rows: Sequence[Row], x: Any, y: Any, weight: Any) -> Any:
    folds = np.array([(r.fold // _FOLDS) % _INNER_FOLDS for r in rows])
    scores = np.zeros(len(y))
    for fold in range(_INNER_FOLDS):
        inside, outside = folds != fold, folds == fold
        if outside.any():
            scaler, model = _logistic(x[inside], y[inside], weight[inside], _STRENGTH)
            scores[outside] = model.decision_function(scaler.transform(x[outside]))
    return scores


def _plain(names: list[str], scaler: StandardScaler, coefficients: Any, bias: float) -> dict[str, Any]:
    """Weights on unscaled features; features that never vary are left out."""
    plain = coefficients / scaler.scale_
    shifted = bias - float((plain * scaler.mean_).sum())
    weights = {n: round(float(w), 5) for n, w in zip(names, plain, strict=True) if abs(w) >= 5e-6}
    return {"bias": round(shifted, 5), "weights": weights}
