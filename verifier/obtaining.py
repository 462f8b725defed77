"""A target in, its page as a document out: the doors to it in order, and the copy of the cited day beside today's page.

The time for one source is bounded, whatever web and archives do; nothing here raises for a bad page.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from verifier.errors import ExtractionError, FetchError
from verifier.model import (
    READABLE_STATES,
    Document,
    Exchange,
    Obtained,
    Outcome,
    OutcomeCode,
    Snapshot,
    SourceState,
    Target,
)
from verifier.protocols import Extractor

if TYPE_CHECKING:
    from verifier.pipeline import Tools

_Door = Callable[[Target, "Tools", float], Exchange]
#: Copies of one archive that are tried for the cited day, while today's page is at hand already.
_COPIES_EACH = 2


def obtain_page(target: Target, tools: Tools) -> tuple[Obtained, tuple[Exchange, ...]]:
    """What came of a target, and every exchange that led there."""
    from verifier.fetch.outcome import outcome_of_error

    attempts: list[Outcome] = []
    exchanges: list[Exchange] = []
    first: Obtained | None = None
    ends_at = time.monotonic() + tools.settings.source_deadline_s
    for door in _doors(target, tools):
        try:
            answer = door(target, tools, ends_at)
        except FetchError as error:
            attempts.append(outcome_of_error(error))
        else:
            exchanges.append(answer)
            obtained = _document_of(answer, tools.extractor)
            attempts.append(obtained.outcome)
            if obtained.outcome.state in READABLE_STATES and obtained.outcome.state is not SourceState.PAYWALLED:
                obtained = _beside_its_copy(obtained, answer, target, tools, ends_at, attempts, exchanges)
                return replace(obtained, attempts=tuple(attempts)), tuple(exchanges)
            if first is None or (obtained.document is not None and first.document is None):
                first = obtained
        if attempts[-1].state is SourceState.REFUSED:
            break
    best = first or Obtained(outcome=attempts[0])
    return replace(best, attempts=tuple(attempts)), tuple(exchanges)


# --- doors -------------------------------------------------------------------------------


def _doors(target: Target, tools: Tools) -> list[_Door]:
    """The doors to try, in order. A linked archive copy is asked for before the live page."""
    if tools.archive == "only":
        return [_from_archive]
    if tools.archive == "never" or not tools.archives:
        return [_from_web]
    return [_from_archive, _from_web] if target.archived_at else [_from_web, _from_archive]


def _from_web(target: Target, tools: Tools, _ends_at: float) -> Exchange:
    return tools.web.get(target.url)


def _from_archive(target: Target, tools: Tools, ends_at: float, copies_each: int = 3) -> Exchange:
    from verifier.fetch.archives import read_from_archives

    left_s = max(0.0, ends_at - time.monotonic())
    return read_from_archives(
        tools.archives, target, deadline_s=left_s, accept=_shows_the_page, copies_each=copies_each
    )


def _shows_the_page(copy: Exchange) -> bool:
    """Archives keep error pages and walls that came with a good status, too."""
    from verifier.fetch.outcome import outcome_of

    return outcome_of(copy).state in READABLE_STATES


# --- the copy of the cited day -----------------------------------------------------------


def _beside_its_copy(
    obtained: Obtained,
    answer: Exchange,
    target: Target,
    tools: Tools,
    ends_at: float,
    attempts: list[Outcome],
    exchanges: list[Exchange],
) -> Obtained:
    """Today's page with the archived copy nearest to the cited day, where that may say something else.

    Adds to attempts and exchanges what the look-up brought. A copy in which nothing is left out of today's page is
    kept without its text: there is nothing in it to judge.
    """
    from verifier.fetch.changes import may_have_changed
    from verifier.fetch.outcome import outcome_of_error
    from verifier.shingles import shingles

    archived = answer.captured_at is not None
    if archived or tools.archive != "fallback" or not tools.archives or not may_have_changed(answer, target.near):
        return obtained
    try:
        copy = _nearer_copy(answer, target, tools, ends_at)
    except FetchError as error:
        attempts.append(outcome_of_error(error))
        return obtained
    exchanges.append(copy)
    of_the_day = _document_of(copy, tools.extractor)
    attempts.append(of_the_day.outcome)
    if of_the_day.document is None or obtained.document is None:
        return obtained
    if shingles(of_the_day.document.text) <= shingles(obtained.document.text):
        of_the_day = replace(of_the_day, document=None)
    return replace(obtained, day_copy=of_the_day)


def _nearer_copy(answer: Exchange, target: Target, tools: Tools, ends_at: float) -> Exchange:
    """The copy nearest to the cited day, if it is nearer than today's page. Raises `FetchError`."""
    from verifier.fetch.changes import is_nearer

    soon = min(ends_at, time.monotonic() + tools.settings.copy_deadline_s)
    copy = _from_archive(target, tools, soon, _COPIES_EACH)
    if not is_nearer(copy, answer, target.near):
        keeper = copy.archive or "The archive"
        message = f"{keeper} holds no copy of {target.url} nearer to {target.near} than the page as it was read."
        raise FetchError(OutcomeCode.NO_CAPTURE, message)
    return copy


# --- documents and receipts --------------------------------------------------------------


def _document_of(answer: Exchange, extractor: Extractor) -> Obtained:
    from verifier.fetch.outcome import outcome_of

    outcome = outcome_of(answer)
    if outcome.state not in READABLE_STATES:
        return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, None))
    if answer.captured_at is not None:
        outcome = Outcome(
            code=OutcomeCode.OK_ARCHIVE,
            state=SourceState.ARCHIVED,
            reason=f"Read from {answer.archive or 'an archive'}, copy of {answer.captured_at[:10]}.",
        )
    try:
        document = extractor.extract(answer.body, url=answer.final_url, content_type=answer.header("content-type"))
    except ExtractionError as error:
        reason = f"{error.message[:1].upper()}{error.message[1:].rstrip('.')}."
        unreadable = Outcome(code=error.outcome, state=_unreadable_state(error), reason=reason)
        return Obtained(outcome=unreadable, snapshot=_snapshot_of(answer, None))
    return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, document), document=document)


def _unreadable_state(error: ExtractionError) -> SourceState:
    unsupported = error.outcome in (OutcomeCode.UNSUPPORTED_TYPE, OutcomeCode.TOO_LARGE)
    return SourceState.UNSUPPORTED if unsupported else SourceState.UNREADABLE


def _snapshot_of(answer: Exchange, document: Document | None) -> Snapshot:
    media_type = (answer.header("content-type") or "").split(";")[0].strip().lower() or None
    return Snapshot(
        url=answer.url,
        final_url=answer.final_url,
        fetched_at=answer.fetched_at,
        sha256=hashlib.sha256(answer.body).hexdigest(),
        memento_url=answer.memento_url,
        captured_at=answer.captured_at,
        archive=answer.archive,
        status=answer.status,
        headers=answer.headers,
        redirects=answer.redirects,
        media_type=document.media_type if document else media_type,
        language=document.language if document else None,
        title=document.title if document else None,
        published=document.published if document else None,
        words=len(document.text.split()) if document else 0,
        read_share=document.read_share if document else 0.0,
    )
