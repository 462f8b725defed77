"""Today's page, the copy of the cited day and what each says of a claim in; which of them decides, and why, out; pure.

The state is `drifted` when the copy supports what today's page no longer says, and the passage is really gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from verifier.model import (
    CheckedSource,
    Evidence,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Snapshot,
    SourceState,
    Verdict,
)
from verifier.report.days import days_of, distance, spoken
from verifier.shingles import shingles, words_of

#: How much of the claim a verdict grants, where today's page and the copy were read in full.
_GRANTS = {
    Verdict.CONTRADICTED: 0,
    Verdict.NOT_SUPPORTED: 0,
    Verdict.PARTIALLY_SUPPORTED: 1,
    Verdict.SUPPORTED: 2,
}
_NO_COPY = frozenset({
    OutcomeCode.NO_CAPTURE, OutcomeCode.ARCHIVE_EXCLUDED, OutcomeCode.ARCHIVE_UNAVAILABLE, OutcomeCode.RATE_LIMITED
})  # fmt: skip
_SENTENCE = re.compile(r"[^.!?…。\n]{2,}(?:[.!?…。](?=\S)[^.!?…。\n]*)*[.!?…。”\"»)]*")
#: Of the words of a passage this share has to come back in the sentence that took its place.
_ALIKE = 0.4
_MOST_SENTENCES = 20_000
_MOST_CHARS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Drift:
    """The copy of the cited day decides: what was read, what it says, and what changed since, in words."""

    obtained: Obtained
    judgement: Judgement
    message: str


def drift_of(obtained: Obtained | None, said: Judgement | None, of_copy: Judgement | None) -> Drift | None:
    """Whether the copy supports what today's page no longer says. `said` is what today's page says, as it may be shown.

    A passage that still stands on today's page did not change, whatever the two judgements are.
    """
    copy = obtained.day_copy if obtained is not None else None
    if obtained is None or copy is None or said is None or of_copy is None:
        return None
    if copy.document is None or copy.snapshot is None or obtained.document is None or obtained.snapshot is None:
        return None
    if said.verdict not in _GRANTS or _GRANTS.get(of_copy.verdict, 0) <= _GRANTS[said.verdict]:
        return None
    then, today = copy.document.shown, obtained.document.shown
    lost = _lost(of_copy.evidence, then, today)
    if lost is None:
        return None
    day, read = spoken(copy.snapshot.captured_at), spoken(obtained.snapshot.fetched_at)
    outcome = Outcome(
        code=OutcomeCode.OK_ARCHIVE,
        state=SourceState.DRIFTED,
        reason=f"Today's page no longer says about this claim what its archived copy of {day} says.",
    )
    replaced = _in_its_place(lost.text, today, then)
    now = f"says in its place: “{_short(replaced)}”" if replaced else "has nothing in its place"
    message = f"The copy of {day} says: “{_short(lost.text)}” Today's page (read on {read}) {now}."
    decided = replace(copy, outcome=outcome, attempts=obtained.attempts)
    return Drift(obtained=decided, judgement=of_copy, message=_stopped_once(message))


def deciding_copy(source: CheckedSource, obtained: Obtained) -> Obtained:
    """Of a page and the copy of the cited day the one by which the source was judged."""
    drifted = source.state is SourceState.DRIFTED and obtained.day_copy is not None
    return obtained.day_copy if drifted and obtained.day_copy is not None else obtained


def compared_with(obtained: Obtained | None, drift: Drift | None) -> Obtained | None:
    """The other copy of the page: today's when the copy of the cited day decides, else that copy."""
    if obtained is None or obtained.day_copy is None:
        return None
    return obtained if drift is not None else obtained.day_copy


def reasons_of(obtained: Obtained | None, said: Judgement, of_copy: Judgement | None) -> tuple[str, ...]:
    """What the copy of the cited day adds to a verdict against the claim that stands, or why none could be read."""
    if obtained is None or said.verdict not in (Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED):
        return ()
    copy = obtained.day_copy
    if copy is None or copy.snapshot is None:
        told = [one.reason for one in obtained.attempts[1:] if one.code in _NO_COPY]
        read = obtained.outcome.state in (SourceState.LIVE, SourceState.MOVED)
        return (f"Only today's page was judged, no archived copy of the cited day: {told[0]}",) if read and told else ()
    if of_copy is not None and _GRANTS.get(of_copy.verdict, 2) == 0:
        return (f"The archived copy of {spoken(copy.snapshot.captured_at)} does not support the claim either.",)
    return ()


def days_apart(snapshot: Snapshot, dates: Iterable[str]) -> int | None:
    """Days between an archived copy and the nearest cited day; None where there is no copy or no day."""
    copied = days_of(snapshot.captured_at)
    cited = [days for days in map(days_of, dates) if days is not None]
    return min(distance(copied, days) for days in cited) if copied and cited else None


def spoken_distance(snapshot: Snapshot, dates: Iterable[str]) -> str:
    """`of the cited day`, `2 days from the cited day`; `""` where that is not known."""
    apart = days_apart(snapshot, dates)
    if apart is None:
        return ""
    return f"{apart} day{'' if apart == 1 else 's'} from the cited day" if apart else "of the cited day"


def _lost(evidence: Iterable[Evidence], then: str, today: str) -> Evidence | None:
    """The weightiest passage of the copy that is no longer on today's page; None when all of them are."""
    there = _running(today)
    gone = [one for one in evidence if then[one.start : one.end] == one.text and _running(one.text) not in there]
    return max(gone, key=lambda one: one.score, default=None)


def _running(text: str) -> str:
    """The bare words, each between spaces."""
    return f" {' '.join(words_of(text))} "


def _in_its_place(passage: str, today: str, before: str) -> str | None:
    """The new sentence on today's page that is most like a lost passage; None when none is like it."""
    wanted, known = set(words_of(passage)), shingles(before)
    best, most = None, _ALIKE
    for found, _ in zip(_SENTENCE.finditer(today), range(_MOST_SENTENCES), strict=False):
        sentence = found[0].strip()
        words = set(words_of(sentence))
        alike = len(wanted & words) / max(1, len(wanted))
        if alike >= most and not shingles(sentence) <= known:
            best, most = sentence, alike
    return best


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _MOST_CHARS else text[:_MOST_CHARS].rsplit(" ", 1)[0] + " …"


def _stopped_once(message: str) -> str:
    """`…forest.”.` needs no second stop."""
    return message[:-1] if message[-3:-1] in (".”", "!”", "?”", "…”") else message
