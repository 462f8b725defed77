"""Minimal pairs in, what the judge made of both claims of each out: altered ones passed, unaltered ones refused."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from verifier.judge import judge_many
from verifier.model import Pair, Verdict
from verifier.protocols import Scorer

from .bootstrap import Interval, interval

FOLDER = Path(__file__).resolve().parents[1] / "minimal_pairs"
KINDS = ("number", "date", "name", "role", "negation", "unit", "hedge", "attribution", "quote", "direction")
LANGUAGES = ("en", "pl", "ru", "uk", "de", "fr")
#: Ids up to this number were looked at while the checks were built.
_LOOKED_AT = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class MinimalPair:
    """A page, a claim that it supports, and the same claim with one thing altered."""

    id: str
    language: str
    kind: str
    source: str
    source_date: str | None
    claim_language: str
    claim: str
    altered: str
    altered_label: str

    @property
    def looked_at(self) -> bool:
        return int(self.id.rpartition("-")[2]) <= _LOOKED_AT

    def asking(self, claim: str) -> Pair:
        """One of the two claims as the pipeline hands it over, which knows the languages."""
        return Pair(
            claim=claim, source=self.source, id=self.id, source_date=self.source_date,
            claim_language=self.claim_language, source_language=self.language,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class JudgedPair:
    """The verdicts on the claim as it was and as it was altered."""

    pair: MinimalPair
    unaltered: Verdict
    altered: Verdict

    @property
    def passed(self) -> bool:
        return self.altered is Verdict.SUPPORTED

    @property
    def refused(self) -> bool:
        return self.unaltered is not Verdict.SUPPORTED

    @property
    def flatly_refused(self) -> bool:
        """Refused with more than the warning that only a part is supported."""
        return self.refused and self.unaltered is not Verdict.PARTIALLY_SUPPORTED


#: Name of a share → which of the pairs count; all are better when lower.
SHARES: Mapping[str, Callable[[JudgedPair], bool]] = {
    "altered passed": lambda one: one.passed,
    "unaltered refused": lambda one: one.refused,
    "flatly refused": lambda one: one.flatly_refused,
}


def read_pairs(folder: Path = FOLDER) -> list[MinimalPair]:
    """All pairs, in the order of the files and their lines."""
    lines = [line for path in sorted(folder.glob("*.jsonl")) for line in path.read_text("utf-8").split("\n") if line]
    return [MinimalPair(**{"source_date": None, **json.loads(line)}) for line in lines]


def judge_pairs(scorer: Scorer, pairs: Iterable[MinimalPair]) -> list[JudgedPair]:
    """Both claims of each, one after the other: the page is opened once."""
    known = list(pairs)
    judged = judge_many(scorer, [one.asking(claim) for one in known for claim in (one.claim, one.altered)])
    return [
        JudgedPair(one, unaltered.verdict, altered.verdict)
        for one, unaltered, altered in zip(known, judged[::2], judged[1::2], strict=True)
    ]


def columns(judged: Sequence[JudgedPair]) -> dict[str, list[JudgedPair]]:
    """The pairs by page language, by whether claim and page share it, by half, and all of them."""
    by = {code: [one for one in judged if one.pair.language == code] for code in LANGUAGES}
    same = [one for one in judged if one.pair.language == one.pair.claim_language]
    by |= {"same": same, "across": [one for one in judged if one not in same]}
    looked_at = [one for one in judged if one.pair.looked_at]
    by |= {"01-05": looked_at, "06-11": [one for one in judged if one not in looked_at]}
    return {name: ones for name, ones in (by | {"all": list(judged)}).items() if ones}


def share(name: str, judged: Sequence[JudgedPair]) -> float | None:
    """How many of the pairs, 0 to 1; None of none."""
    return sum(map(SHARES[name], judged)) / len(judged) if judged else None


def share_interval(name: str, judged: Sequence[JudgedPair]) -> Interval | None:
    """Every pair has a page of its own, so pairs are resampled."""
    return interval([[one] for one in judged], partial(share, name))


def shares(judged: Sequence[JudgedPair]) -> dict[str, dict[str, float]]:
    """What is stored of a run: the three shares of every column of the table and of every kind."""
    groups = columns(judged)
    groups |= {kind: [one for one in judged if one.pair.kind == kind] for kind in KINDS}
    groups["number and date"] = groups["number"] + groups["date"]
    return {
        group: {"n": len(ones), **{name: round(share(name, ones) or 0.0, 4) for name in SHARES}}
        for group, ones in groups.items()
        if ones
    }
