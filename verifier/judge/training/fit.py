"""Feature rows and labels in, fitted and calibrated weights out (logistic regression, L2)."""

from __future__ import annotations

from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import StratifiedKFold
from sklearn.preprocessing import StandardScaler

from verifier.judge.combiner import REST

_STRENGTH = 0.1
_FOLDS = 10


def plain_weights(names: list[str], scaler: StandardScaler, coefficients: Any, bias: float) -> dict[str, Any]:
    """Weights on unscaled features, small ones dropped."""
    plain = coefficients / scaler.scale_
    shifted = bias - float((plain * scaler.mean_).sum())
    return {
        "bias": round(shifted, 5),
        "weights": {n: round(float(w), 5) for n, w in zip(names, plain, strict=True) if w},
    }


def fit_supported(names: list[str], x: Any, y: Any, weights: Any, strength: float = _STRENGTH) -> dict[str, Any]:
    """Supported against the rest, with a Platt calibration (Platt 1999) from out-of-fold scores."""
    scores = out_of_fold(x, y, weights, strength)
    scaler, model = _fit(x, y, weights, strength)
    platt = LogisticRegression(C=1e6).fit(scores.reshape(-1, 1), y, sample_weight=weights)
    return {
        "supported": plain_weights(names, scaler, model.coef_[0], float(model.intercept_[0])),
        "calibration": {"slope": round(float(platt.coef_[0][0]), 5), "intercept": round(float(platt.intercept_[0]), 5)},
    }


def _fit(x: Any, y: Any, weights: Any, strength: float) -> tuple[StandardScaler, LogisticRegression]:
    scaler = StandardScaler().fit(x, sample_weight=weights)
    scaler.scale_[scaler.scale_ < 1e-9] = 1.0
    model = LogisticRegression(C=strength, max_iter=2000)
    model.fit(scaler.transform(x), y, sample_weight=weights * len(y) / weights.sum() * min(1.0, 800 / len(y)))
    return scaler, model


def out_of_fold(x: Any, y: Any, weights: Any, strength: float = _STRENGTH, seed: int = 0) -> Any:
    """Log-odds of each row from a model that did not see it."""
    scores = np.zeros(len(y))
    for inside, outside in StratifiedKFold(_FOLDS, shuffle=True, random_state=seed).split(x, y):
        scaler, model = _fit(x[inside], y[inside], weights[inside], strength)
        scores[outside] = model.decision_function(scaler.transform(x[outside]))
    return scores


def fit_rest(names: list[str], x: Any, labels: Any, weights: Any, strength: float = _STRENGTH) -> dict[str, Any]:
    """Which of the other three verdicts it is, among rows that are not supported."""
    target = np.array([REST.index(label) for label in labels])
    scaler, model = _fit(x, target, weights, strength)
    return {
        name: plain_weights(names, scaler, model.coef_[i], float(model.intercept_[i])) for i, name in enumerate(REST)
    }


def best_balanced_accuracy(y: Any, scores: Any) -> float:
    """Balanced accuracy at the best single threshold (so slightly flattering on the rows it is chosen on)."""
    order = np.argsort(-scores)
    hits = np.cumsum(y[order]) / max(1, y.sum())
    alarms = np.cumsum(1 - y[order]) / max(1, (1 - y).sum())
    return float(((hits + 1 - alarms) / 2).max())
