"""Today's page, the copy of the cited day and what each says of a claim in; which of them decides, and why, out; pure.

The state is `drifted` when the copy supports what today's page no longer says, and the passage is really gone. Where it
is today's page that supports what the copy did not say yet, the page decides, and what came later is told.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

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
from verifier.same_words import has_all_of
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Addition:
    """What today's page supports a claim by and its copy did not say. `since` the cited day, or may it be older?"""

    message: str
    since: bool


def drift_of(obtained: Obtained | None, said: Judgement | None, of_copy: Judgement | None) -> Drift | None:
    """Whether the copy supports what today's page no longer says. `said` is what today's page says, as it may be shown.

    A passage that still stands on today's page did not change, whatever the two judgements are.
    """
    both = _both(obtained)
    if obtained is None or both is None or said is None or of_copy is None or not _grants_more(of_copy, said):
        return None
    lost = _missing(of_copy.evidence, both.then, both.today)
    if lost is None:
        return None
    day, read = spoken(both.taken.captured_at), spoken(both.read.fetched_at)
    outcome = Outcome(
        code=OutcomeCode.OK_ARCHIVE,
        state=SourceState.DRIFTED,
        reason=f"Today's page no longer says about this claim what its archived copy of {day} says.",
    )
    now = _told_in_its_place(lost.text, both.today, both.then)
    message = f"The copy of {day} says: “{_short(lost.text)}” Today's page (read on {read}) {now}."
    decided = replace(both.copy, outcome=outcome, attempts=obtained.attempts)
    return Drift(obtained=decided, judgement=of_copy, message=_stopped_once(message))


def to_ask_the_copy(judged: Sequence[Judgement | None], obtained: Obtained) -> list[int]:
    """The places of the claims of which the copy of the cited day may say something else than today's page, as judged.

    Something for a claim, by words that are gone; or nothing, where today's words for it came later.
    """
    copy = obtained.day_copy
    if copy is None or copy.document is None or obtained.document is None:
        return []
    today, then = obtained.document.shown, copy.document.shown
    is_gone = not has_all_of(obtained.document, copy.document)
    return [
        place
        for place, said in enumerate(judged)
        if said is not None
        and ((is_gone and said.verdict is not Verdict.SUPPORTED)
             or (_GRANTS.get(said.verdict, 0) and _missing(said.evidence, today, then) is not None))
    ]  # fmt: skip


def addition_of(
    obtained: Obtained | None, said: Judgement, of_copy: Judgement | None, cited: Sequence[str]
) -> Addition | None:
    """Whether today's page supports the claim by words that its copy did not have; judgements as they may be shown.

    A copy that was taken before the `cited` days does not tell whether the words came before them or after.
    """
    both = _both(obtained)
    if both is None or of_copy is None or not _grants_more(said, of_copy):
        return None
    added = _missing(said.evidence, both.today, both.then)
    if added is None:
        return None
    day, read = spoken(both.taken.captured_at), spoken(both.read.fetched_at)
    since = not _is_before(both.taken, cited)
    taken = f"The copy of {day}" if since else f"The copy of {day}, taken before the cited day,"
    had = _told_in_its_place(added.text, both.then, both.today)
    message = f"Today's page (read on {read}) says: “{_short(added.text)}” {taken} {had}."
    return Addition(message=_stopped_once(message), since=since)


def deciding_copy(source: CheckedSource, obtained: Obtained) -> Obtained:
    """Of a page and the copy of the cited day the one by which the source was judged."""
    drifted = source.state is SourceState.DRIFTED and obtained.day_copy is not None
    return obtained.day_copy if drifted and obtained.day_copy is not None else obtained


def compared_with(obtained: Obtained | None, drift: Drift | None) -> Obtained | None:
    """The other copy of the page: today's when the copy of the cited day decides, else that copy."""
    if obtained is None or obtained.day_copy is None:
        return None
    return obtained if drift is not None else obtained.day_copy


def reasons_of(
    obtained: Obtained | None, said: Judgement, of_copy: Judgement | None, addition: Addition | None = None
) -> tuple[str, ...]:
    """What the copy of the cited day adds to a verdict against the claim that stands, or why none could be read.

    And to one for it, where the copy lacks what today's page says, but is too old to tell that it came since.
    """
    if addition is not None and not addition.since:
        return (addition.message,)
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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Both:
    """The copy of the cited day, its receipt and today's, and all that each of the two shows."""

    copy: Obtained
    taken: Snapshot
    read: Snapshot
    then: str
    today: str


def _both(obtained: Obtained | None) -> _Both | None:
    """None unless today's page and its copy can both be shown."""
    copy = obtained.day_copy if obtained is not None else None
    if obtained is None or copy is None or copy.document is None or obtained.document is None:
        return None
    if copy.snapshot is None or obtained.snapshot is None:
        return None
    then, today = copy.document.shown, obtained.document.shown
    return _Both(copy=copy, taken=copy.snapshot, read=obtained.snapshot, then=then, today=today)


def _grants_more(one: Judgement, other: Judgement) -> bool:
    """Whether one text says more of a claim than the other, of which it must be known what it says."""
    return other.verdict in _GRANTS and _GRANTS.get(one.verdict, 0) > _GRANTS[other.verdict]


def _is_before(copy: Snapshot, cited: Iterable[str]) -> bool:
    taken, days = days_of(copy.captured_at), [days for days in map(days_of, cited) if days is not None]
    return taken is not None and bool(days) and taken[1] < min(first for first, _ in days)


def _missing(evidence: Iterable[Evidence], here: str, other: str) -> Evidence | None:
    """The weightiest passage out of the text `here` that the other one lacks; None when it has all of them."""
    there = _page_running(other)
    gone = [one for one in evidence if here[one.start : one.end] == one.text and _running(one.text) not in there]
    return max(gone, key=lambda one: one.score, default=None)


def _told_in_its_place(passage: str, other: str, here: str) -> str:
    """What the other text has in the place of a passage that only stands `here`, as the end of a sentence."""
    found = _in_its_place(passage, other, here)
    return f"says in its place: “{_short(found)}”" if found else "has nothing in its place"


def _running(text: str) -> str:
    """The bare words, each between spaces."""
    return f" {' '.join(words_of(text))} "


#: Two texts are asked again and again, once for each claim that cites the page.
_page_running = lru_cache(maxsize=4)(_running)


def _in_its_place(passage: str, other: str, here: str) -> str | None:
    """The sentence of the other text alone that is most like a passage it lacks; None when none is like it."""
    wanted, known = set(words_of(passage)), shingles(here)
    best, most = None, _ALIKE
    for found, _ in zip(_SENTENCE.finditer(other), range(_MOST_SENTENCES), strict=False):
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
