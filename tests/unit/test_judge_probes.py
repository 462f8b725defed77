"""Probes in our own words: each names the verdicts that would be right."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from verifier.judge import load_scorer
from verifier.model import Pair

PROBES = [
    json.loads(line)
    for line in (Path(__file__).parents[2] / "fixtures/judge/probes.jsonl").read_text(encoding="utf-8").splitlines()
]


@pytest.mark.parametrize("probe", PROBES, ids=[p["id"] for p in PROBES])
def test_a_probe_gets_a_right_verdict(probe: dict[str, Any]) -> None:
    judgement = load_scorer("embedded").judge(Pair(claim=probe["claim"], source=probe["source"]))
    assert judgement.verdict.value in probe["expect"], (judgement.probabilities, judgement.reasons)


def test_the_probes_cover_every_kind_of_error() -> None:
    kinds = {p["kind"] for p in PROBES}
    wanted = {"verbatim", "number", "unit", "negation", "name", "role", "date", "attribution", "quote", "injection"}
    assert wanted <= kinds
    assert {"polish", "russian", "ukrainian", "german"} <= kinds
