"""Rows of like length go through a model together: little is padded, and every row is there once."""

from __future__ import annotations

import pytest

from verifier.judge.session import batches

LENGTHS = [30, 500, 7, 31, 8, 490, 29, 700, 6]


@pytest.mark.parametrize("bounds", [{}, {"rows": 2}, {"tokens": 512}, {"tokens": 512, "filled": 0.8}])
def test_every_row_is_in_one_batch_and_a_batch_holds_rows_of_like_length(bounds: dict[str, float]) -> None:
    made = batches(LENGTHS, **bounds)  # type: ignore[arg-type]
    in_order = [number for batch in made for number in batch]
    assert sorted(in_order) == list(range(len(LENGTHS)))
    assert [LENGTHS[number] for number in in_order] == sorted(LENGTHS)


def test_a_batch_keeps_to_each_of_its_bounds() -> None:
    by_rows = batches(LENGTHS, rows=2)
    assert [len(batch) for batch in by_rows] == [2, 2, 2, 2, 1]
    by_tokens = batches(LENGTHS, tokens=512)
    assert all(len(batch) == 1 or len(batch) * max(LENGTHS[n] for n in batch) <= 512 for batch in by_tokens)
    by_share = batches(LENGTHS, filled=0.8)
    assert all(min(LENGTHS[n] for n in batch) >= 0.8 * max(LENGTHS[n] for n in batch) for batch in by_share)
    assert [sorted(LENGTHS[n] for n in batch) for batch in by_share] == [[6, 7], [8], [29, 30, 31], [490, 500], [700]]


def test_no_rows_make_no_batch_and_equal_rows_keep_their_order() -> None:
    assert batches([]) == []
    assert batches([5, 5, 5], rows=2) == [[0, 1], [2]]
