"""What the model said of a passage is asked once, and belongs to the texts and the model's version."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from verifier.judge.entailment import Entailment
from verifier.judge.training.remembered import Remembered


class _Model:
    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        self.asked += pairs
        return [Entailment(-0.1 * len(claim), -1.0, -2.0, -3.0) for claim, _ in pairs]


def test_a_pair_is_asked_once(tmp_path: Path) -> None:
    model = _Model()
    kept = Remembered(model, tmp_path, "one")
    first = kept.judge([("claim", "text"), ("claim", "text"), ("longer claim", "text")])
    assert kept.judge([("longer claim", "text"), ("claim", "text")]) == [first[2], first[0]]
    assert first[0] == first[1] != first[2]
    assert sorted(model.asked) == [("claim", "text"), ("longer claim", "text")]


def test_another_run_reads_the_same_file(tmp_path: Path) -> None:
    said = Remembered(_Model(), tmp_path, "one").judge([("claim", "text")])
    model = _Model()
    assert Remembered(model, tmp_path, "one").judge([("claim", "text")]) == said
    assert model.asked == []


def test_another_model_is_asked_anew(tmp_path: Path) -> None:
    Remembered(_Model(), tmp_path, "one").judge([("claim", "text")])
    model = _Model()
    Remembered(model, tmp_path, "two").judge([("claim", "text")])
    assert model.asked == [("claim", "text")]
