"""Clusters of rows and a figure of them in, its bootstrap interval out (Efron 1979; percentiles, seeded)."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

RESAMPLES = 1_000
_SEED = 20_250_924
#: The share of resamples left out below and above.
_TAIL = 0.025

T = TypeVar("T")
Interval = tuple[float, float]


def intervals(
    clusters: Sequence[Sequence[T]],
    figures: Callable[[Sequence[T]], Mapping[str, float | None]],
    resamples: int = RESAMPLES,
) -> dict[str, Interval]:
    """The middle 95 % of each figure over resampled clusters.

    Rows about one page stay together: they are right or wrong together. A resample in which a figure has no value (no
    supported claim was drawn) does not count for it; one cluster alone tells nothing of the spread and has no interval.
    """
    if len(clusters) < 2:
        return {}
    drawn = random.Random(_SEED)
    seen: dict[str, list[float]] = {}
    for _ in range(resamples):
        rows = [row for cluster in drawn.choices(clusters, k=len(clusters)) for row in cluster]
        for name, value in figures(rows).items():
            if value is not None:
                seen.setdefault(name, []).append(value)
    return {name: _middle(sorted(values)) for name, values in seen.items()}


def interval(
    clusters: Sequence[Sequence[T]], figure: Callable[[Sequence[T]], float | None], resamples: int = RESAMPLES
) -> Interval | None:
    """The same for one figure."""
    return intervals(clusters, lambda rows: {"": figure(rows)}, resamples).get("")


def _middle(values: list[float]) -> Interval:
    last = len(values) - 1
    return values[round(_TAIL * last)], values[round((1 - _TAIL) * last)]
