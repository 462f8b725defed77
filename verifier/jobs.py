"""The nouns of the work: what is handed in, how far it has come, and what a nightly run changed.

As in `verifier.model`, field names are those of the JSON people receive.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from verifier.model import Counts


class JobState(StrEnum):
    """The life of one submitted article."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


#: States that a job never leaves by itself.
ENDED_STATES = frozenset({JobState.DONE, JobState.FAILED, JobState.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What is handed in for checking: `url`, or the hash `blob` of bytes in the blob store, of type `media_type`.

    The WARC at `replay`, with those `beside_it`, stands for the web; `archive` is "fallback", "only" or "never".
    """

    url: str | None = None
    blob: str | None = None
    media_type: str | None = None
    name: str | None = None
    title: str | None = None
    published: str | None = None
    language: str | None = None
    base_url: str | None = None
    replay: str | None = None
    beside_it: tuple[str, ...] = ()
    replay_sha256: str | None = None
    archive: str = "fallback"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How many citations of the counted kinds were found and how many of them are judged."""

    citations: int = 0
    done: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A failure as a person should read it: what went wrong, with which input, what to do."""

    code: str
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """Where a job stands: the constant-size document that editors poll."""

    id: str
    state: JobState
    progress: Progress
    counts: Counts
    error: Problem | None = None
    links: dict[str, str]
    accepted_at: str
    updated_at: str
    generation: int = 1
    title: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One difference between two reports of the same article.

    `kind` is `new-problem`, `resolved`, `verdict-`, `state-` or `text-changed`, `citation-added` or `-removed`.
    """

    article: str
    title: str | None
    citation: str
    kind: str
    source: str
    url: str | None
    before: str
    after: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One batch over many articles and what it changed. `state` is `running` or `done`."""

    id: str
    kind: str
    state: str
    started_at: str
    ended_at: str | None = None
    articles: int = 0
    done: int = 0
    failed: int = 0
    changes: tuple[Change, ...] = ()
    problems: tuple[Problem, ...] = ()
