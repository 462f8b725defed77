"""A page today, its copy of the cited day, and a judge that goes by one phrase."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from support.sample_report import judgement, obtained

from verifier.model import Judgement, Obtained, Outcome, OutcomeCode, Pair, SourceState, Verdict

URL = "https://post.example/council"
FILLER = "The council met on Monday evening in the old town hall, and the session lasted until ten. "
SAID_THEN = "The council will plant 400 trees along the canal."
SAYS_NOW = "The council will plant 250 trees along the canal."
THEN = FILLER + SAID_THEN + " Work begins in spring."
NOW = FILLER + SAYS_NOW + " Work begins in spring."
CAPTURED = "2025-03-07T10:00:00Z"
FETCHED = "2025-11-20T06:00:00Z"
NO_COPY = Outcome(
    code=OutcomeCode.NO_CAPTURE, state=SourceState.UNREADABLE, reason="No archive gave a readable copy of the page."
)


def page(text: str = NOW, copy: str | None = THEN, *, kept: bool = True, captured: str = CAPTURED) -> Obtained:
    """Today's page and, unless it is None, the copy of the cited day; not `kept`: nothing of it is gone."""
    today = obtained(URL, text)
    assert today.snapshot is not None
    today = replace(today, snapshot=replace(today.snapshot, fetched_at=FETCHED))
    if copy is None:
        return today
    then = obtained(URL, copy, state=SourceState.ARCHIVED, captured_at=captured, archive="Test Archive",
                    memento_url=f"https://archive.example/web/20250307100000/{URL}")  # fmt: skip
    return replace(today, day_copy=then if kept else replace(then, document=None))


def said(verdict: Verdict, text: str = "", passage: str = "") -> Judgement:
    """A judgement with the passage, if any, as its evidence."""
    if verdict is Verdict.UNDETERMINED:
        return Judgement(verdict=verdict, reasons=("It cannot be read.",))
    given = judgement(verdict, 0.9, text if passage else "x", passage or "x")
    return given if passage else replace(given, evidence=())


def sentence_with(text: str, phrase: str) -> str:
    """The sentence of the text in which the phrase stands."""
    return next(found[0].strip() for found in re.finditer(r"[^.\n]+\.?", text) if phrase in found[0])


@dataclass
class ByPhrase:
    """Supported by a text with all of `phrases`, partly by one with some, contradicted by `against`; else silent."""

    phrases: tuple[str, ...] = ("400 trees",)
    against: str = "250 trees"
    name: str = "phrase/1"
    pairs: list[Pair] = field(default_factory=list)

    def judge(self, pair: Pair) -> Judgement:
        self.pairs.append(pair)
        found = [one for one in self.phrases if one in pair.source]
        verdict = Verdict.CONTRADICTED if self.against in pair.source else Verdict.NOT_SUPPORTED
        if found:
            verdict = Verdict.SUPPORTED if len(found) == len(self.phrases) else Verdict.PARTIALLY_SUPPORTED
        shown = [sentence_with(pair.source, one) for one in found]
        given = [said(verdict, pair.source, one).evidence[0] for one in shown]
        return replace(said(verdict), evidence=tuple(given), scorer=self.name)
