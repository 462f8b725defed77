"""What a check asked and what came of it, step by step: enough to do it again without asking anybody.

A step is one door at which a page was asked for, or one search. Steps and the exchanges they led to are kept together,
so that a recorded check is judged again from the same answers and the same failures.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from verifier.errors import FetchError
from verifier.model import Exchange, Obtained, Outcome, Sighting, Target, Wanted

#: Doors: the article itself, what a platform tells programs of a post, the live page, an archive in its place, the
#: copy of the cited day beside it, a search.
ARTICLE, PLATFORM, WEB, ARCHIVE = "article", "platform", "web", "archive"
BESIDE, SEARCH = "beside", "search"


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One door and what came of it: `answer` is a place among the exchanges kept with it, else `failure` says why none.

    Of a search `wanted` is the question, `seen` and `told` are what the finders saw and what kept others from looking.
    """

    door: str
    url: str = ""
    near: str | None = None
    archived_at: str | None = None
    answer: int | None = None
    failure: Outcome | None = None
    wanted: Wanted | None = None
    seen: tuple[Sighting, ...] = ()
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """Exchanges in the order in which they were made, and the steps that led to them."""

    exchanges: tuple[Exchange, ...]
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Traced(Obtained):
    """What came of a target, with the way to it; a step's `answer` counts the exchanges handed out with it."""

    trail: tuple[Step, ...] = ()


def traced(obtained: Obtained, trail: Sequence[Step]) -> Traced:
    """The same, with its way."""
    return Traced(
        outcome=obtained.outcome,
        snapshot=obtained.snapshot,
        document=obtained.document,
        attempts=obtained.attempts,
        resolved=obtained.resolved,
        day_copy=obtained.day_copy,
        trail=tuple(trail),
    )


def step_of(door: str, target: Target, came: int | Outcome) -> Step:
    """The step at which `target` was asked for: the place of the answer, or why there was none."""
    answer, failure = (came, None) if isinstance(came, int) else (None, came)
    return Step(
        door=door,
        url=target.url,
        near=target.near,
        archived_at=target.archived_at,
        answer=answer,
        failure=failure,
    )


def joined(ways: Iterable[tuple[Obtained, Sequence[Exchange]]]) -> Kept:
    """Several ways one after another: the places of answers count through."""
    exchanges: list[Exchange] = []
    steps: list[Step] = []
    for obtained, row in ways:
        before = len(exchanges)
        trail = obtained.trail if isinstance(obtained, Traced) else ()
        steps += [step if step.answer is None else replace(step, answer=step.answer + before) for step in trail]
        exchanges += row
    return Kept(exchanges=tuple(exchanges), steps=tuple(steps))


def error_of(failure: Outcome) -> FetchError:
    """The error that a failure was the outcome of."""
    return FetchError(failure.code, failure.reason, retryable=failure.retryable)
