"""What the judge is timed on, and that a missing reference leaves the other rows."""

from __future__ import annotations

import pytest
from bench import judging
from bench.composed import pairs_of_one_page

from verifier.model import Pair


def test_claims_of_one_page_share_a_page_of_the_asked_length() -> None:
    pairs = pairs_of_one_page(8, 1_000)
    assert len({pair.claim for pair in pairs}) == 8
    (page,) = {pair.source for pair in pairs}
    assert 1_000 <= len(page.split()) < 1_030


def test_another_seed_gives_another_page_and_the_same_one_the_same() -> None:
    assert pairs_of_one_page(1, 50, seed=1) == pairs_of_one_page(1, 50, seed=1) != pairs_of_one_page(1, 50, seed=2)


def test_without_the_library_for_it_the_large_encoder_is_left_out_with_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(folder: object) -> None:
        raise ImportError("No module named 'onnx'")

    monkeypatch.setattr(judging, "write_encoder", refuse)
    with judging._encoder() as (encoder, path):
        assert (encoder, path) == (None, None)
    assert "No module named 'onnx'" in capsys.readouterr().err


def test_every_measured_page_is_a_new_one_and_time_is_per_claim(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Pair] = []
    monkeypatch.setattr(judging, "seconds", lambda work: (work(), 0.4)[1])
    measure = judging._milliseconds(asked.append, 8, 200)
    assert [measure(), measure()] == [50.0, 50.0]
    assert [len({pair.source for pair in asked[at : at + 8]}) for at in (0, 8)] == [1, 1]
    assert asked[0].source != asked[8].source


def test_a_process_of_its_own_tells_what_it_held() -> None:
    loaded_s, held_mb = judging._child("nothing", "")
    assert loaded_s == 0.0
    assert 1 < held_mb < 500
