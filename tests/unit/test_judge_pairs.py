"""`verifier judge`: one line out for each line in, whatever the line is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from verifier.judge import load_scorer
from verifier.judge.pairs import judge_lines

SCORER = load_scorer("embedded")


def judged(*lines: bytes | str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in judge_lines(lines, SCORER)]


def test_a_line_has_the_fields_of_the_contract() -> None:
    (out,) = judged('{"id": "a", "claim": "Nineteen ships sank.", "source": "In all, 19 ships sank on Monday."}')
    assert list(out) == ["id", "verdict", "probability", "probabilities", "evidence", "checks", "reasons", "scorer"]
    assert list(out["probabilities"]) == ["supported", "partially_supported", "not_supported", "contradicted"]
    assert set(out["evidence"][0]) == {"start", "end", "text", "score"}
    assert set(out["checks"][0]) == {"kind", "claim_value", "source_value", "outcome", "claim_span", "source_span"}


def test_sentences_are_joined_by_one_space() -> None:
    sentences = ["Rain fell.", "In all, 19 ships sank on Monday."]
    (out,) = judged(json.dumps({"id": "a", "claim": "19 ships sank on Monday.", "sentences": sentences}))
    joined = " ".join(sentences)
    assert out["evidence"][0]["text"] == joined[out["evidence"][0]["start"] : out["evidence"][0]["end"]]
    assert "19 ships" in out["evidence"][0]["text"]


@pytest.mark.parametrize(
    "line",
    [
        '{"id": "x", "claim": "c"}', '{"id": "x", "source": "s"}', '{"id": "x", "claim": 3, "source": "s"}',
        '{"id": "x", "claim": "c", "source": ["s"]}', '{"id": "x", "claim": "c", "sentences": "s"}',
        '{"id": "x", "claim": "c", "sentences": [1]}', '{"id": "x", "claim": "c", "source": "s", "claim_date": 5}',
    ],
)  # fmt: skip
def test_a_malformed_pair_gives_an_error_under_its_id(line: str) -> None:
    (out,) = judged(line)
    assert out["id"] == "x"
    assert out["error"]
    assert "verdict" not in out


@pytest.mark.parametrize("line", ["{", "[]", "null", "nonsense", b"\xff\xfe", '"text"', "[" * 100_000, "NaN"])
def test_what_is_no_object_gives_an_error_and_the_run_goes_on(line: bytes | str) -> None:
    first, second = judged(line, '{"id": "b", "claim": "Rain fell.", "source": "Rain fell on Monday."}')
    assert first["id"] is None
    assert first["error"]
    assert second["id"] == "b"
    assert "verdict" in second


def test_blank_lines_are_passed_over_and_unknown_fields_ignored() -> None:
    out = judged("", "  \n", b"\r\n", '\ufeff{"id": 7, "claim": "Rain.", "source": "Rain fell.", "extra": {"a": [1]}}')
    assert [o["id"] for o in out] == ["7"]


def test_lines_come_out_as_they_go_in() -> None:
    taken: list[int] = []

    def lines() -> Iterator[str]:
        for n in range(3):
            taken.append(n)
            yield json.dumps({"id": str(n), "claim": "Rain fell.", "source": "Rain fell."})

    out = judge_lines(lines(), SCORER)
    assert json.loads(next(out))["id"] == "0"
    assert taken == [0]
    assert [json.loads(line)["id"] for line in out] == ["1", "2"]


def test_a_lone_surrogate_does_not_stop_the_run() -> None:
    (out,) = judged('{"id": "\\ud800", "claim": "Rain \\ud800 fell.", "source": "Rain fell \\udfff on Monday."}')
    assert "verdict" in out


def test_an_empty_source_is_undetermined_with_null_probabilities() -> None:
    (out,) = judged('{"id": "a", "claim": "Rain fell.", "source": ""}')
    assert (out["verdict"], out["probability"], out["probabilities"]) == ("undetermined", None, None)


def test_the_date_of_the_source_resolves_weekdays() -> None:
    pair = {"claim": "The law was signed on September 10.", "source": "The law was signed on Wednesday in Oslo."}
    (out,) = judged(json.dumps({"id": "a", "source_date": "2025-09-12", **pair}))
    assert [(c["kind"], c["outcome"]) for c in out["checks"] if c["kind"] == "date"] == [("date", "agrees")]
