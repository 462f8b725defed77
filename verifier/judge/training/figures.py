"""Labels and probabilities in, the figures a judge is compared by out. Pure Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from verifier.judge.combiner import decide
from verifier.model import Probabilities

_BINS = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """Figures of one data set. Shares are 0 to 1; None where the labels cannot tell.

    `balanced_accuracy` and `false_pass` judge the verdict, not a threshold chosen afterwards;
    `ece` is the expected calibration error of P(supported) over ten equal bins (Guo et al. 2017).
    """

    count: int
    auroc: float | None
    balanced_accuracy: float | None
    four_way: float | None
    ece: float
    false_pass: float | None


def measure(
    labels: Sequence[str], judged: Sequence[Probabilities], supported_from: Sequence[float], *, binary: bool
) -> Figures:
    """Figures over pairs with these labels and thresholds; `binary` labels only tell supported from the rest."""
    truth = [label == "supported" for label in labels]
    scores = [p.supported for p in judged]
    verdicts = [decide(p, least).value for p, least in zip(judged, supported_from, strict=True)]
    passed = [v == "supported" for v in verdicts]
    positives, negatives = sum(truth), len(truth) - sum(truth)
    hits = sum(p for p, t in zip(passed, truth, strict=True) if t)
    alarms = sum(p for p, t in zip(passed, truth, strict=True) if not t)
    both = positives > 0 and negatives > 0
    return Figures(
        count=len(truth),
        auroc=auroc(truth, scores) if both else None,
        balanced_accuracy=(hits / positives + 1 - alarms / negatives) / 2 if both else None,
        four_way=None if binary else sum(v == t for v, t in zip(verdicts, labels, strict=True)) / max(1, len(truth)),
        ece=calibration_error(truth, scores),
        false_pass=alarms / negatives if negatives else None,
    )


def auroc(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Area under the ROC curve by ranks, ties counted half (Mann and Whitney 1947)."""
    ranked = sorted(zip(scores, truth, strict=True), key=lambda pair: pair[0])
    total, i = 0.0, 0
    while i < len(ranked):
        j = i
        while j < len(ranked) and ranked[j][0] == ranked[i][0]:
            j += 1
        total += sum(t for _, t in ranked[i:j]) * (i + j + 1) / 2
        i = j
    positives = sum(truth)
    return (total - positives * (positives + 1) / 2) / (positives * (len(truth) - positives))


def calibration_error(truth: Sequence[bool], scores: Sequence[float]) -> float:
    """Mean distance of stated probability and observed share over ten equal bins, weighted by their size."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(_BINS)]
    for score, label in zip(scores, truth, strict=True):
        bins[min(_BINS - 1, int(score * _BINS))].append((score, label))
    gaps = (abs(sum(s for s, _ in b) - sum(t for _, t in b)) for b in bins if b)
    return sum(gaps) / max(1, len(truth))


def table_line(name: str, figures: Figures) -> str:
    """One line of a table: name, n, AUROC, balanced accuracy, four-way accuracy, ECE, false pass."""
    numbers = (figures.auroc, figures.balanced_accuracy, figures.four_way, figures.ece, figures.false_pass)
    shown = "  ".join("    –" if n is None else f"{n:5.3f}" for n in numbers)
    return f"{name:34s} {figures.count:5d}  {shown}"


HEADER = f"{'':34s} {'n':>5s}  AUROC   BAcc  4-way    ECE   pass"
