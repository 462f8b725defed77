"""What counts as the same words, and what as a change."""

from __future__ import annotations

import pytest

from verifier.shingles import resemblance, shingles

TEXT = "The council will plant 400 trees along the canal. Work begins in spring. It costs 3.5 million."


@pytest.mark.parametrize(
    "later",
    [
        TEXT,
        TEXT.replace(" ", "\n  "),
        TEXT.upper().replace(",", ""),
        TEXT.replace(". Work", ". The mayor was glad. Work"),
        TEXT + " A correction.",
        "Trees for the town. " + TEXT,
    ],
)
def test_nothing_of_a_text_is_gone(later: str) -> None:
    assert shingles(TEXT) <= shingles(later)


@pytest.mark.parametrize(
    "later",
    [
        TEXT.replace("400", "250"),
        TEXT.replace("will plant", "will not plant"),
        TEXT.replace("3.5", "3.9"),
        TEXT.replace("Work begins in spring. ", ""),
        "",
    ],
)
def test_something_of_a_text_is_gone(later: str) -> None:
    assert not shingles(TEXT) <= shingles(later)


def test_resemblance_runs_from_nothing_to_all() -> None:
    assert resemblance(shingles(TEXT), shingles(TEXT)) == 1.0
    assert resemblance(shingles(TEXT), shingles("Something else was said there.")) == 0.0
    assert resemblance(shingles(""), shingles("")) == 0.0
    assert 0.5 < resemblance(shingles(TEXT), shingles(TEXT.replace("3.5", "3.9"))) < 1.0
