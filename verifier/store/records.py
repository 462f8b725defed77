"""What workers keep between two steps, as JSON in the blob store: what was found in an article, what came of a page."""

from __future__ import annotations

import dataclasses
import hashlib
import json
import mimetypes
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePath

from verifier.codec import from_json, to_json
from verifier.jobs import Submission
from verifier.model import Citations, Exchange, Judgement, Obtained, Resolved
from verifier.protocols import Blobs
from verifier.settings import Settings
from verifier.trail import ARTICLE, Kept, Step, Traced, traced


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """One article as read: `resolved[i][j]` and `pages[i][j]` belong to source j of citation i.

    A page is None when it is not known which page the source means.
    """

    citations: Citations
    resolved: tuple[tuple[Resolved, ...], ...]
    pages: tuple[tuple[str | None, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CitationJudged:
    """The judgement of one citation's claim against one page, and against the copy of the cited day if asked."""

    citation: str
    judgement: Judgement
    of_copy: Judgement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    judgements: tuple[CitationJudged, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _FoundRecord:
    found: Found
    exchanges: tuple[Exchange, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _PageRecord:
    obtained: Traced
    exchanges: tuple[Exchange, ...]
    bodies: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bodies:
    bodies: tuple[str, ...]


def keep_found(blobs: Blobs, found: Found, exchanges: Sequence[Exchange]) -> str:
    """Keep what was found; returns the hash of the record."""
    bare, bodies = _apart(blobs, exchanges)
    return blobs.put(to_json(_FoundRecord(found=found, exchanges=bare, bodies=bodies)))


def load_found(blobs: Blobs, record: str) -> Found:
    """What was found in the article."""
    return from_json(blobs.get(record), _FoundRecord).found


def found_evidence(blobs: Blobs, record: str) -> Kept:
    """What was needed to read the article itself, bodies included."""
    kept = from_json(blobs.get(record), _FoundRecord)
    steps = tuple(Step(door=ARTICLE, url=one.url, answer=place) for place, one in enumerate(kept.exchanges))
    return Kept(exchanges=_together(blobs, kept.exchanges, kept.bodies), steps=steps)


def keep_page(blobs: Blobs, obtained: Obtained, exchanges: Sequence[Exchange]) -> str:
    """Keep what came of a page; returns the hash of the record."""
    bare, bodies = _apart(blobs, exchanges)
    way = obtained if isinstance(obtained, Traced) else traced(obtained, ())
    return blobs.put(to_json(_PageRecord(obtained=way, exchanges=bare, bodies=bodies)))


def load_page(blobs: Blobs, record: str) -> Traced:
    """What came of the page."""
    return from_json(blobs.get(record), _PageRecord).obtained


def page_evidence(blobs: Blobs, record: str) -> Kept:
    """Every answer that led to the page, bodies included, and the doors that were tried."""
    kept = from_json(blobs.get(record), _PageRecord)
    return Kept(exchanges=_together(blobs, kept.exchanges, kept.bodies), steps=kept.obtained.trail)


def bodies_of(blobs: Blobs, record: str) -> tuple[str, ...]:
    """The hashes of the bodies that a record of an article or a page leans on."""
    return from_json(blobs.get(record), _Bodies).bodies


def judgements_to_json(judgements: Sequence[CitationJudged]) -> str:
    """The judgements of one page, as kept while the job runs."""
    return to_json(_Judged(judgements=tuple(judgements))).decode()


def judgements_from_json(text: str) -> tuple[CitationJudged, ...]:
    """The reverse of `judgements_to_json`."""
    return from_json(text, _Judged).judgements


def job_id_for(submission: Submission) -> str:
    """The id of a job: 16 hex digits over the article and what was said about it.

    Where a file lies and what it is called do not count, only what kind of file it is; nor does which web it is
    checked against (see `conditions_of`), so that two checks of one article can be compared.
    """
    what = dataclasses.asdict(submission)
    what["media_type"] = _media_type(submission)
    for name in ("name", "replay", "beside_it", "replay_sha256", "archive"):
        del what[name]
    return _digest(what, 16)


def conditions_of(submission: Submission, settings: Settings) -> str:
    """What else a report depends on: the web it is checked against and the settings. Other conditions, new work."""
    web = submission.replay_sha256 or " ".join(filter(None, (submission.replay, *submission.beside_it))) or None
    return _digest([web, submission.archive, settings.digest()], 16)


def page_id(source_key: str, submission: Submission, settings: Settings) -> str:
    """The id of a page as the submission sees the web: live, archived only, or out of a WARC; never mixed."""
    return _digest([source_key, conditions_of(submission, settings)], 24)


def _media_type(submission: Submission) -> str | None:
    if submission.media_type is not None or submission.name is None:
        return submission.media_type
    return mimetypes.guess_type(submission.name)[0] or PurePath(submission.name).suffix.lower() or None


def _digest(value: object, digits: int) -> str:
    return hashlib.sha256(json.dumps(value, sort_keys=True).encode()).hexdigest()[:digits]


def _apart(blobs: Blobs, exchanges: Sequence[Exchange]) -> tuple[tuple[Exchange, ...], tuple[str, ...]]:
    """Bodies go into blobs of their own: many pages share one, and they are wanted rarely."""
    return (
        tuple(dataclasses.replace(exchange, body=b"") for exchange in exchanges),
        tuple(blobs.put(exchange.body) for exchange in exchanges),
    )


def _together(blobs: Blobs, exchanges: Sequence[Exchange], bodies: Sequence[str]) -> tuple[Exchange, ...]:
    return tuple(
        dataclasses.replace(exchange, body=blobs.get(body)) for exchange, body in zip(exchanges, bodies, strict=True)
    )
