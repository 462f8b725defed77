"""Judged claims in, the figures a judge is compared by out: of its own verdicts, not of a threshold chosen here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from verifier.judge import judge_many
from verifier.judge.training.data import LABELS, as_pair
from verifier.judge.training.figures import auroc, calibration_error
from verifier.model import Judgement, Pair, Verdict
from verifier.protocols import Scorer

from .bootstrap import RESAMPLES, Interval, intervals
from .evidence import recall_at_five
from .floor import best_balanced_accuracy, overlap
from .sets import LabelledSet, Row

SUPPORTED, PARTIALLY, CONTRADICTED = "supported", "partially_supported", "contradicted"
Figures = dict[str, float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One claim with its label and what was said of it.

    `binary`: the label only tells supported from the rest. `target`: the verdict that is looked for, `supported` but
    for sets that only tell contradicted claims; `score` is its probability, 0 where nothing could be judged.
    """

    label: str
    verdict: str
    score: float
    page: str
    groups: tuple[str, ...]
    binary: bool = False
    target: str = SUPPORTED
    words: float = 0.0
    recall: float | None = None

    @property
    def is_target(self) -> bool:
        return self.label == self.target

    @property
    def is_taken(self) -> bool:
        return self.verdict == self.target


def judge_set(scorer: Scorer, labelled: LabelledSet) -> list[Judged]:
    """Every claim of a set judged, by the passage that supports it best where it has several."""
    asked = [[(row, _pair(row)) for row in rows] for rows in labelled.claims]
    answers = iter(judge_many(scorer, [pair for passages in asked for _, pair in passages]))
    return [_judged(passages, [next(answers) for _ in passages]) for passages in asked]


def _pair(row: Row) -> Pair:
    """What is asked. Languages are told where the row does, as the pipeline tells them."""
    told = {name: row.get(name) for name in ("claim_language", "source_language")}
    return replace(as_pair(row), **told)


def _judged(passages: Sequence[tuple[Row, Pair]], judgements: Sequence[Judgement]) -> Judged:
    target = CONTRADICTED if passages[0][0].get("contradiction_only") else SUPPORTED
    answered = [(_probability(said, target), said, *asked) for asked, said in zip(passages, judgements, strict=True)]
    score, judgement, row, pair = max(answered, key=lambda one: one[0])
    return Judged(
        label=LABELS[row["label"]], verdict=judgement.verdict.value, score=score,
        page=str(row["group"]) if row.get("group") is not None else pair.source, groups=_groups(row),
        binary=bool(row.get("binary")), target=target,
        words=max(overlap(one.claim, one.source) for _, one in passages),
        recall=recall_at_five(row, pair) if len(passages) == 1 else None,
    )  # fmt: skip


def _probability(judgement: Judgement, verdict: str) -> float:
    return float(getattr(judgement.probabilities, verdict)) if judgement.probabilities else 0.0


def _groups(row: dict[str, Any]) -> tuple[str, ...]:
    """What a claim is counted under besides its set: the page's language, the claim's beside it, its kind."""
    found = []
    language = row.get("source_language") or row.get("page_lang") or row.get("lang")
    if language:
        claimed = row.get("claim_language") or row.get("claim_lang") or language
        found.append(f"language {language}")
        found.append("same language" if claimed == language else "across languages")
    if row.get("kind"):
        found.append(f"kind {row['kind']}")
    return tuple(found)


def grades(judged: Sequence[Judged]) -> bool:
    """Does the set tell partly supported claims from unsupported ones? Elsewhere "not supported" leaves that open."""
    return any(one.label == PARTIALLY for one in judged)


def measure(judged: Sequence[Judged], *, graded: bool) -> Figures:
    """The figures of these claims; None where their labels cannot tell."""
    figures = _of_the_target(judged)
    if judged and judged[0].target != SUPPORTED:
        return figures
    known = [one for one in judged if not one.binary]
    grave = [one for one in known if one.label not in (SUPPORTED, PARTIALLY)] if graded else []
    return figures | {
        "false pass": _share([one.is_taken for one in judged if not one.is_target]),
        "grave pass": _share([one.is_taken for one in grave]),
        "false strip": _share([not one.is_taken for one in judged if one.is_target]),
        "4-way": _share([one.verdict == one.label for one in known]),
        "macro F1": _macro_f1(known),
        "recall@5": _mean([one.recall for one in judged if one.recall is not None]),
    }


def _of_the_target(judged: Sequence[Judged]) -> Figures:
    """Figures of the looked-for verdict against the rest."""
    truth = [one.is_target for one in judged]
    scores = [one.score for one in judged]
    found = _share([one.is_taken for one in judged if one.is_target])
    spared = _share([not one.is_taken for one in judged if not one.is_target])
    both = found is not None and spared is not None
    return {
        "n": float(len(judged)),
        "AUROC": auroc(truth, scores) if both else None,
        "BAcc": (found + spared) / 2 if found is not None and spared is not None else None,
        "F1": _f1([(one.is_target, one.is_taken) for one in judged]),
        "ECE": calibration_error(truth, scores) if judged else None,
    }


def floor(judged: Sequence[Judged]) -> Figures:
    """AUROC and the best balanced accuracy of word overlap; for contradiction words say nothing."""
    truth = [one.is_target for one in judged]
    if len(set(truth)) < 2 or judged[0].target != SUPPORTED:
        return {"words AUROC": None, "words BAcc": None}
    words = [one.words for one in judged]
    return {"words AUROC": auroc(truth, words), "words BAcc": best_balanced_accuracy(truth, words)}


def spread(judged: Sequence[Judged], *, graded: bool, resamples: int = RESAMPLES) -> dict[str, Interval]:
    """The bootstrap interval of each figure, resampled by page."""
    pages: dict[str, list[Judged]] = {}
    for one in judged:
        pages.setdefault(one.page, []).append(one)
    return intervals(list(pages.values()), lambda rows: measure(rows, graded=graded), resamples)


def undetermined(judged: Sequence[Judged]) -> int:
    """How many could not be judged; they count as wrong, and as P(supported) 0."""
    return sum(one.verdict == Verdict.UNDETERMINED.value for one in judged)


def _macro_f1(judged: Sequence[Judged]) -> float | None:
    """Mean F1 over the labels that occur."""
    labels = sorted({one.label for one in judged})
    return _mean([_f1([(one.label == label, one.verdict == label) for one in judged]) or 0.0 for label in labels])


def _f1(told: Sequence[tuple[bool, bool]]) -> float | None:
    """F1 of (is, said); None where it neither is nor is said."""
    hits = sum(right and said for right, said in told)
    both = sum(right for right, _ in told) + sum(said for _, said in told)
    return 2 * hits / both if both else None


def _share(told: Sequence[bool]) -> float | None:
    return sum(told) / len(told) if told else None


def _mean(values: Sequence[float]) -> float | None:
    return sum(values) / len(values) if values else None
