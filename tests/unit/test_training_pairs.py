"""Pairs for training the entailment model: what is changed in them, and which words of a long text are shown."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from verifier.judge.training.encoder import parallel
from verifier.judge.training.encoder.edits import edited
from verifier.judge.training.encoder.evidence import choose
from verifier.judge.training.encoder.mix import rows_of

PAGE = [
    "The harbour office keeps the records of all ferries.",
    "In May the ferry to Brandon carried 4,120 passengers, its captain Rosa Lind said.",
    "The canteen serves soup on weekdays.",
    "Tickets were sold by 19 agents of the line.",
    "Nobody has painted the lighthouse since the war ended.",
]


@pytest.mark.parametrize("seed", range(40))
def test_an_edit_changes_the_claim_and_nothing_else_is_returned_for_it(seed: int) -> None:
    claim = "In May the ferry to Brandon carried 4,120 passengers."
    changed = edited(claim, " ".join(PAGE), random.Random(seed))
    assert changed is not None
    assert changed != claim
    assert len(set(claim.split()) - set(changed.split())) <= 2


def test_a_claim_with_no_value_to_change_is_left_alone() -> None:
    assert edited("birds sing", "birds sing loudly", random.Random(1)) is None


def test_names_joined_by_and_do_not_change_places() -> None:
    claim = "the lift was built by Rosa Lind and Paul Wray"
    assert all("Paul Wray and Rosa Lind" not in (edited(claim, claim, random.Random(seed)) or "") for seed in range(40))


def test_the_evidence_that_a_row_marks_comes_first_and_stays_in_page_order() -> None:
    row = {"claim": "The ferry is popular.", "sentences": PAGE * 20, "evidence": [3, 1]}
    shown = choose(row, random.Random(0), marked=True)
    assert PAGE[1] in shown
    assert shown.index(PAGE[1]) < shown.index(PAGE[3])


def test_evidence_is_found_by_the_words_of_the_claim() -> None:
    filler = [f"Paragraph {n} is about gardens and their fences." for n in range(60)]
    row = {"claim": "Rosa Lind is captain of the Brandon ferry.", "source": " ".join([*filler, *PAGE, *filler])}
    assert PAGE[1] in choose(row, random.Random(3))


def test_marked_evidence_can_be_left_out_to_make_an_unsupported_pair() -> None:
    row = {"claim": "The ferry carried 4,120 passengers.", "sentences": PAGE, "evidence": [1]}
    assert PAGE[1] not in choose(row, random.Random(0), without_marked=True)


def test_data_for_non_commercial_use_is_refused(tmp_path: object) -> None:
    with pytest.raises(ValueError, match="non-commercial"):
        rows_of(tmp_path, "anli_r1_dev", 10, random.Random(0))  # type: ignore[arg-type]


def test_parallel_statements_have_their_languages_and_labelled_claims() -> None:
    found = parallel.statements()
    assert len(found) > 50
    for one in found:
        assert {"en", "pl", "ru"} <= set(one["source"])
        assert set(one) - {"source"} <= set(parallel.KINDS)


@pytest.mark.parametrize("files", [{}, {"notes.txt": "{}"}, {"empty.jsonl": "\n \n"}], ids=["none", "others", "blank"])
def test_a_folder_without_statements_is_named(
    files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "parallel"
    folder.mkdir()
    for name, text in files.items():
        (folder / name).write_text(text)
    monkeypatch.setattr(parallel, "files", lambda package: tmp_path)
    with pytest.raises(FileNotFoundError, match=f"{folder} holds no statements"):
        parallel.statements()
