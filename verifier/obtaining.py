"""A target in, its page as a document out: the doors to it in order, and the copy of the cited day beside today's page.

The time for one source is bounded, whatever web and archives do; nothing here raises for a bad page.
"""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from verifier.asking import Asking, PlatformWeb
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
from verifier.pages import host_of, is_teaser, site_of
from verifier.protocols import Extractor, PostExtractor
from verifier.same_words import says_the_same
from verifier.shingles import Shingles
from verifier.trail import ARCHIVE, BESIDE, PLATFORM, WEB, Traced, traced

if TYPE_CHECKING:
    from verifier.pipeline import Tools

#: Copies of one archive that are tried: of a page that cannot be read, and beside one that can.
_COPIES_EACH, _COPIES_BESIDE = 3, 2
#: Why a page was not even asked for, or its record not used, where a copy of it was read in its place.
_STOOD_IN_FOR = frozenset({OutcomeCode.BLOCKED_ROBOTS, OutcomeCode.NO_CAPTURE})
#: Fewer words in the data of a page drawn by script are its labels, not its text.
_WORDS_OF_DATA = 60


def obtain_page(target: Target, tools: Tools) -> tuple[Traced, tuple[Exchange, ...]]:
    """What came of a target with the doors that were tried, and every exchange that led there."""
    way = _Way(target, tools)
    obtained = way.page()
    return traced(replace(obtained, attempts=tuple(way.attempts)), way.steps), tuple(way.exchanges)


class _Way:
    """The way to the page of one target: what was tried and what was answered so far, and when time is up."""

    def __init__(self, target: Target, tools: Tools) -> None:
        self.attempts: list[Outcome] = []
        self._asking = Asking(target, tools.past)
        self.steps, self.exchanges = self._asking.steps, self._asking.exchanges
        self._target = target
        self._tools = tools
        self._ends_at = time.monotonic() + tools.settings.source_deadline_s
        self._missing: Shingles = frozenset()
        self._last_read: tuple[tuple[object, ...], Obtained] | None = None

    def page(self) -> Obtained:
        """The page by the first door that leads to it, else what is known of it."""
        from verifier.fetch.outcome import behind_its_login

        first = self._from_platform()
        if first is not None and first.document is not None:
            return first
        for name, door in self._doors(answered=first is not None):
            answer = self._through(name, door)
            if answer is not None:
                obtained = self._looked_at_again(self._read(answer), answer)
                if answer.captured_at is None:
                    outcome = behind_its_login(obtained.outcome, self._target.url)
                    obtained = replace(obtained, outcome=outcome)
                self.attempts.append(obtained.outcome)
                if obtained.outcome.state in READABLE_STATES and obtained.outcome.state is not SourceState.PAYWALLED:
                    return self._beside_its_copy(_with_refusal(obtained, self.attempts), answer)
                if first is None or (obtained.document is not None and first.document is None):
                    first = obtained
            if self.attempts[-1].state is SourceState.REFUSED:
                break
        return _with_trouble(first or Obtained(outcome=self.attempts[0]), self.attempts)

    # --- doors ---------------------------------------------------------------------------

    def _from_platform(self) -> Obtained | None:
        """What a platform tells programs of a post; None for other pages, and where it does not answer.

        There is no copy of the cited day beside it: archives keep the page around a post, seldom the post itself.
        """
        from verifier.fetch.post_addresses import post_at
        from verifier.reading_posts import read_post

        extractor, target = self._tools.extractor, self._target
        post = post_at(target.url)
        if post is None or not isinstance(extractor, PostExtractor) or self._tools.archive == "only":
            return None
        if target.archived_at and self._tools.archives and not self._asked_its_platform():
            return None
        obtained = read_post(post, target.url, PlatformWeb(self._tools.web, self._asking, self._left_s), extractor)
        self.attempts += [obtained.outcome] if obtained is not None else []
        return obtained

    def _asked_its_platform(self) -> bool:
        """Whether the platform of the post was asked when the check was recorded."""
        from verifier.fetch.post_addresses import first_question, post_at

        post = post_at(self._target.url)
        return post is not None and self._asking.knows(PLATFORM, first_question(post))

    def _doors(self, *, answered: bool) -> list[tuple[str, Callable[[], Exchange]]]:
        """The doors to try, in order; of a recorded check those that were tried then.

        Where the platform `answered` that it does not show a post, its page would only show the frame of it.
        """
        doors: list[tuple[str, Callable[[], Exchange]]] = [(WEB, self._from_web), (ARCHIVE, self._from_archive)]
        if answered:
            doors = doors[1:] if self._tools.archives and self._tools.archive == "fallback" else []
        elif self._tools.archive == "only":
            doors = doors[1:]
        elif self._tools.archive == "never" or not self._tools.archives:
            doors = doors[:1]
        elif self._target.archived_at:  # a copy that the author linked is asked for before the live page
            doors.reverse()
        known = [door for door in doors if self._asking.knows(door[0])]
        return known if known or (answered and self._asked_its_platform()) else doors

    def _through(self, name: str, door: Callable[[], Exchange]) -> Exchange | None:
        """What is behind a door; None when nothing is, which is one more attempt."""
        from verifier.fetch.outcome import behind_its_login, outcome_of_error

        try:
            return self._asking.ask(name, door)
        except FetchError as error:
            outcome = outcome_of_error(error)
            self.attempts.append(outcome if name == BESIDE else behind_its_login(outcome, self._target.url))
            return None

    def _from_web(self) -> Exchange:
        return self._tools.web.get(self._target.url)

    def _from_archive(self, within_s: float = math.inf, copies_each: int = _COPIES_EACH) -> Exchange:
        from verifier.fetch.archives import read_from_archives

        return read_from_archives(
            self._tools.archives,
            self._target,
            deadline_s=max(0.0, min(within_s, self._left_s())),
            accept=self._shows_the_page,
            copies_each=copies_each,
        )

    def _left_s(self) -> float:
        return self._ends_at - time.monotonic()

    def _shows_the_page(self, copy: Exchange) -> bool:
        """Archives keep error pages and walls that came with a good status, too, and frames without their text."""
        from verifier.fetch.outcome import outcome_of
        from verifier.fetch.sibling import is_like

        if outcome_of(copy).state not in READABLE_STATES and outcome_of(copy).code is not OutcomeCode.NEEDS_JS:
            return False
        read = self._read(copy)
        return (
            read.document is not None
            and read.outcome.state is not SourceState.PAYWALLED
            and not is_like(copy, self._missing)
        )

    def _read(self, answer: Exchange) -> Obtained:
        """The answer as a document. The last one is kept: a copy is read when it is looked at, and again when taken."""
        key = (answer.status, answer.captured_at, answer.final_url, answer.body)
        if self._last_read is None or self._last_read[0] != key:
            self._last_read = key, _document_of(answer, self._tools.extractor)
        return self._last_read[1]

    # --- a second look at today's page ---------------------------------------------------

    def _looked_at_again(self, obtained: Obtained, answer: Exchange) -> Obtained:
        """What one more question brings where the first answer left one open.

        A page drawn by script is asked for its own rendition without. A page that looks as if it were missing is held
        against an address that cannot exist; then copies that look like it are no copies of the page either.
        """
        from verifier.fetch.sibling import after_the_probe, asks_for_a_probe, runs_of, sibling_of

        if answer.captured_at is not None or self._left_s() < 2 * self._tools.settings.fetch_deadline_s:
            return obtained
        if obtained.outcome.code is OutcomeCode.NEEDS_JS:
            return self._rendition(answer) or obtained
        text = obtained.document.text if obtained.document is not None else ""
        beside = sibling_of(answer.url)
        if beside is None or not asks_for_a_probe(answer, obtained.outcome, text):
            return obtained
        sibling, asked = self._tools.siblings.ask(self._tools.web, beside)
        self.exchanges += [asked] if asked is not None else []
        outcome = after_the_probe(answer, obtained.outcome, sibling)
        if outcome is obtained.outcome:
            return obtained
        self._missing = runs_of(answer)
        return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, None))

    def _rendition(self, answer: Exchange) -> Obtained | None:
        """The page as its own site renders it without scripts (AMP); None when there is none to be read."""
        from verifier.fetch.markup import amp_link

        link = amp_link(answer.body, answer.header("content-type"))
        address = urljoin(answer.final_url, link) if link else ""
        if not address or site_of(host_of(address)) != site_of(host_of(answer.final_url)):
            return None
        try:
            plain = self._tools.web.get(address)
        except FetchError:
            return None
        self.exchanges.append(plain)
        rendered = _document_of(replace(plain, url=answer.url), self._tools.extractor)
        return rendered if rendered.outcome.state in READABLE_STATES and rendered.document is not None else None

    # --- the copy of the cited day -------------------------------------------------------

    def _beside_its_copy(self, obtained: Obtained, answer: Exchange) -> Obtained:
        """Today's page with the archived copy nearest to the cited day, where that may say something else.

        A copy that says the same as today's page is kept without its text: there is nothing in it to judge.
        """
        from verifier.fetch.changes import may_have_changed

        can_ask = self._tools.archive == "fallback" and bool(self._tools.archives) and answer.captured_at is None
        if not can_ask or not may_have_changed(answer, self._target.near):
            return obtained
        if self._asking.knows(WEB) and not self._asking.knows(BESIDE):
            return obtained  # nobody was there to be asked when the check was recorded
        copy = self._through(BESIDE, lambda: self._nearer_copy(answer))
        if copy is None:
            return obtained
        of_the_day = self._read(copy)
        self.attempts.append(of_the_day.outcome)
        if of_the_day.document is None or obtained.document is None:
            return obtained
        if says_the_same(of_the_day.document, obtained.document):
            of_the_day = replace(of_the_day, document=None)
        return replace(obtained, day_copy=of_the_day)

    def _nearer_copy(self, answer: Exchange) -> Exchange:
        """The copy nearest to the cited day, if it is nearer than today's page. Raises `FetchError`."""
        from verifier.fetch.changes import is_nearer

        copy = self._from_archive(self._tools.settings.copy_deadline_s, _COPIES_BESIDE)
        if not is_nearer(copy, answer, self._target.near):
            nearer = f"no copy of {self._target.url} nearer to {self._target.near} than the page as it was read"
            raise FetchError(OutcomeCode.NO_CAPTURE, f"{copy.archive or 'The archive'} holds {nearer}.")
        return copy


# --- documents and receipts --------------------------------------------------------------


def _document_of(answer: Exchange, extractor: Extractor) -> Obtained:
    from verifier.fetch.outcome import outcome_of
    from verifier.fetch.reading import outcome_of_seen, outcome_of_text

    outcome = outcome_of(answer)
    if outcome.code is OutcomeCode.NEEDS_JS:
        return _out_of_its_data(answer, outcome, extractor)
    if outcome.state not in READABLE_STATES:
        return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, None))
    try:
        document = extractor.extract(answer.body, url=answer.final_url, content_type=answer.header("content-type"))
    except ExtractionError as error:
        reason = f"{error.message[:1].upper()}{error.message[1:].rstrip('.')}."
        unreadable = Outcome(code=error.outcome, state=_unreadable_state(error), reason=reason)
        return Obtained(outcome=outcome_of_seen(answer) or unreadable, snapshot=_snapshot_of(answer, None))
    outcome = outcome_of_text(answer, outcome, document)
    if outcome.state not in READABLE_STATES:
        return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, None))
    outcome = _as_read(answer, outcome, document)
    return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, document), document=document)


def _out_of_its_data(answer: Exchange, outcome: Outcome, extractor: Extractor) -> Obtained:
    """A page drawn by script, by the text that it carries as data (JSON-LD, the state of its framework), if any."""
    from verifier.fetch.markup import without_noscript

    body = without_noscript(answer.body)
    try:
        document = extractor.extract(body, url=answer.final_url, content_type=answer.header("content-type"))
    except ExtractionError:
        return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, None))
    if len(document.text.split()) < _WORDS_OF_DATA:
        return Obtained(outcome=outcome, snapshot=_snapshot_of(answer, None))
    reason = "The page is empty until a browser runs its scripts; its text was read from the data it carries."
    carried = Outcome(code=OutcomeCode.OK, state=SourceState.LIVE, reason=reason)
    return Obtained(
        outcome=_as_read(answer, carried, document), snapshot=_snapshot_of(answer, document), document=document
    )


def _as_read(answer: Exchange, outcome: Outcome, document: Document) -> Outcome:
    """The outcome of a page with a text: a copy out of an archive is one, if it holds more than a teaser."""
    if answer.captured_at is None or (outcome.state is SourceState.PAYWALLED and is_teaser(document.text)):
        return outcome
    reason = f"Read from {answer.archive or 'an archive'}, copy of {answer.captured_at[:10]}."
    return Outcome(code=OutcomeCode.OK_ARCHIVE, state=SourceState.ARCHIVED, reason=reason)


def _with_refusal(obtained: Obtained, attempts: Sequence[Outcome]) -> Obtained:
    """A copy that stands in for a page which robots may not read says so: the page itself was never asked for.

    So does an older record of a file in which that of the page was altered.
    """
    refusal = next((one.reason for one in attempts if one.code in _STOOD_IN_FOR), None)
    if refusal is None or obtained.outcome.code is not OutcomeCode.OK_ARCHIVE:
        return obtained
    return replace(obtained, outcome=replace(obtained.outcome, reason=f"{refusal} {obtained.outcome.reason}"))


def _with_trouble(obtained: Obtained, attempts: Sequence[Outcome]) -> Obtained:
    """Where archives in trouble are why no copy was had, they are named beside what is wrong with the page."""
    trouble = next((one.reason for one in attempts[1:] if one.code is OutcomeCode.ARCHIVE_UNAVAILABLE), None)
    if trouble is None or obtained.outcome.code is OutcomeCode.ARCHIVE_UNAVAILABLE:
        return obtained
    return replace(obtained, outcome=replace(obtained.outcome, reason=f"{obtained.outcome.reason} {trouble}"))


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
