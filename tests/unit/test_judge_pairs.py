"""`verifier judge`: one line out for each line in, whatever the line is."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from verifier.errors import SettingsError
from verifier.judge import load_scorer
from verifier.judge.pairs import judge_lines
from verifier.model import Judgement, Pair

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


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("claim_language", "xx"), ("source_language", "english"), ("claim_language", "e"), ("source_language", "zz-ZZ"),
        ("claim_date", "2025-02-30"), ("source_date", "2025-13-01"), ("claim_date", "2025-00"),
        ("source_date", "9999-99-99"), ("claim_date", "yesterday"), ("source_date", "24.09.2025"),
        ("claim_date", "2023-02-29"),
    ],
)  # fmt: skip
def test_a_language_or_a_day_that_does_not_exist_gives_an_error_and_the_run_goes_on(field: str, value: str) -> None:
    pair = {"claim": "Rain fell.", "source": "Rain fell on Monday."}
    first, second = judged(json.dumps({"id": "a", **pair, field: value}), json.dumps({"id": "b", **pair}))
    assert first["id"] == "a"
    assert field in first["error"]
    assert first["error"].endswith(f"not '{value}'")
    assert "verdict" in second


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("claim_language", "en"), ("source_language", "pt-BR"), ("source_language", "en_GB"), ("claim_language", "fil"),
        ("claim_language", ""), ("claim_date", "2025"), ("source_date", "2025-09"), ("claim_date", "2024-02-29"),
        ("source_date", "2025-09-12T08:00:00Z"), ("claim_date", ""), ("claim_date", None),
    ],
)  # fmt: skip
def test_a_language_and_a_day_that_there_are_are_taken(field: str, value: str | None) -> None:
    (out,) = judged(json.dumps({"id": "a", "claim": "Rain fell.", "source": "Rain fell on Monday.", field: value}))
    assert "verdict" in out


def test_what_is_wrong_with_a_line_is_said_in_plain_words() -> None:
    empty, broken, no_object = judged("\x00", '{"id": "a",}', "[]")
    assert empty["error"] == "the line is not JSON: it makes no sense at line 1, column 1"
    assert broken["error"].startswith("the line is not JSON: it makes no sense at line 1, column 1")
    assert no_object["error"] == "the line must be a JSON object with 'claim' and 'source'"


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


class Failing:
    """A scorer that fails on one claim."""

    name = "failing/1"

    def __init__(self, error: Exception) -> None:
        self.error = error

    def judge(self, pair: Pair) -> Judgement:
        if pair.claim == "Rain fell.":
            raise self.error
        return SCORER.judge(pair)


RAIN = '{"id": "a", "claim": "Rain fell.", "source": "Rain fell."}'
SNOW = '{"id": "b", "claim": "Snow fell.", "source": "Snow fell."}'


def test_a_pair_that_the_scorer_fails_on_is_an_error_in_the_log_and_the_run_goes_on(
    caplog: pytest.LogCaptureFixture,
) -> None:
    first, second = (json.loads(line) for line in judge_lines([RAIN, SNOW], Failing(OverflowError("too large"))))
    assert first == {"id": "a", "error": "the pair could not be judged: an error of ours, of which the log says more"}
    assert second["verdict"] == "supported"
    assert "line 1 could not be judged" in caplog.text


def test_a_scorer_that_can_judge_nothing_ends_the_run_with_its_advice() -> None:
    with pytest.raises(SettingsError):
        list(judge_lines([RAIN, SNOW], Failing(SettingsError("it lacks its model", "Install it again."))))


@pytest.mark.parametrize("day", ["9999-12-31", "9998-12-31", "0001-01-01", "0002-01-01", "0000", "9999"])
@pytest.mark.parametrize("field", ["claim_date", "source_date"])
def test_a_day_at_the_ends_of_the_calendar_is_judged(field: str, day: str) -> None:
    for claim in ("The council ended the law on Monday.", "The council ended the law tomorrow, a year after it began."):
        source = "On Monday, 400 days later and yesterday, the council ended the law. Next Sunday it meets."
        (out,) = judged(json.dumps({"id": "a", "claim": claim, "source": source, field: day}))
        assert out["verdict"]
