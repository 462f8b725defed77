"""A post or video on a platform → its words, asked for in the way in which the platform tells programs of it.

Everything goes through the web of the tools, so that a WARC stands for it as for any page.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace

from verifier import levels
from verifier.errors import ExtractionError, FetchError
from verifier.fetch.captions import Captions, NoCaptions, captions_of
from verifier.fetch.outcome import outcome_of
from verifier.fetch.post_addresses import Post, is_missing_message, message_urls, needs_login, oembed_url, refusal
from verifier.model import (
    Document,
    Exchange,
    Obtained,
    Outcome,
    OutcomeCode,
    Snapshot,
    SourceState,
)
from verifier.protocols import PostExtractor, PostingWeb

#: Outcomes of a page that say nothing of what it carries: a video's page is drawn by script, its data stand in it.
_DRAWN = frozenset({OutcomeCode.NEEDS_JS, OutcomeCode.OK, OutcomeCode.PAYWALLED_PARTIAL})


def read_post(post: Post, url: str, web: PostingWeb, extractor: PostExtractor) -> Obtained | None:
    """What the platform tells of the post, or None where it does not answer, so that its page has to be asked.

    `url` is the address that is cited. Never raises for a bad answer.
    """
    asking = _Asking(post, url, web, extractor)
    return {"video": asking.video, "message": asking.message, "embedded": asking.embedded}[post.kind]()


class _Asking:
    """The questions about one post."""

    def __init__(self, post: Post, url: str, web: PostingWeb, extractor: PostExtractor) -> None:
        self._post = post
        self._url = url
        self._web = web
        self._extractor = extractor

    def video(self) -> Obtained | None:
        """Title from oEmbed, description and day from the video's page, what is said from captions."""
        told = self._ask(oembed_url(self._post))
        refused = refusal(self._post, told) if told is not None else None
        if told is not None and refused is not None:
            return self._without_text(refused, told)
        watch = self._ask(self._post.url)
        shown = watch if watch is not None and outcome_of(watch).code in _DRAWN else None
        captions = captions_of(self._post.id, self._web, shown)
        if isinstance(captions, NoCaptions) and captions.code is not None:
            return self._without_text(_held_back(self._post, captions), told or watch)
        answers = {"oembed": told if told is not None and told.status == 200 else None, "watch": shown}
        parts = {name: _text(answer) for name, answer in answers.items() if answer is not None}
        main = next((answer for answer in answers.values() if answer is not None), None)
        if isinstance(captions, Captions):
            parts |= {
                "captions": _text(captions.exchange),
                "language": captions.language.partition("-")[0],
                "heard_by": "program" if captions.automatic else "people",
            }
            main = captions.exchange
        document = self._read(parts)
        if isinstance(document, Document) and main is not None and document.level is not None:
            return self._with_text(document, main, _told_of_the_video(document, captions))
        if told is not None and told.status in (401, 403):
            why = "YouTube shows this video only to people its owner lets see it, or does not let others tell of it."
            return self._without_text(needs_login(self._post, why), told)
        return None

    def message(self) -> Obtained | None:
        """The message as others embed it, else among its neighbours."""
        without: Obtained | None = None
        # Channels that show no preview redirect the second address to their front page.
        for place in message_urls(self._post):
            page = self._ask(place)
            if page is None or page.status != 200:
                continue
            if is_missing_message(page.body):
                reason = f"Telegram says that there is no post {self._post.id}: it was deleted, or never was."
                gone = Outcome(code=OutcomeCode.NOT_FOUND, state=SourceState.GONE, reason=reason)
                return self._without_text(gone, page)
            document = self._read({"page": _text(page), "post": self._post.id})
            if isinstance(document, Document):
                return self._with_text(document, page, "Read as Telegram shows the post to strangers.")
            if document.outcome is OutcomeCode.NO_TEXT:
                return self._without_text(_wordless(document), page)
            without = without or self._without_text(needs_login(self._post), page)
        return without

    def embedded(self) -> Obtained | None:
        """The post as oEmbed has others show it."""
        told = self._ask(oembed_url(self._post))
        if told is None:
            return None
        refused = refusal(self._post, told)
        if refused is not None:
            return self._without_text(refused, told)
        document = self._read({"oembed": _text(told)}) if told.status == 200 else None
        if isinstance(document, Document):
            return self._with_text(document, told, f"Read as {self._post.platform} has others show the post.")
        if document is not None and document.outcome is OutcomeCode.NO_TEXT:
            return self._without_text(_wordless(document), told)
        return None

    def _ask(self, url: str) -> Exchange | None:
        try:
            return self._web.get(url)
        except FetchError:
            return None

    def _read(self, parts: dict[str, str]) -> Document | ExtractionError:
        try:
            return self._extractor.extract_post(parts, kind=self._post.kind, url=self._post.url)
        except ExtractionError as error:
            return error

    def _with_text(self, document: Document, answer: Exchange, reason: str) -> Obtained:
        outcome = Outcome(code=OutcomeCode.OK, state=SourceState.LIVE, reason=reason)
        snapshot = replace(
            self._receipt(answer),
            media_type=document.media_type,
            language=document.language,
            title=document.title,
            published=document.published,
            words=len(document.text.split()),
            read_share=document.read_share,
            level=document.level,
        )
        return Obtained(outcome=outcome, snapshot=snapshot, document=document)

    def _without_text(self, outcome: Outcome, answer: Exchange | None) -> Obtained:
        return Obtained(outcome=outcome, snapshot=self._receipt(answer) if answer is not None else None)

    def _receipt(self, answer: Exchange) -> Snapshot:
        """For the bytes that the words are from, under the address at which people see the post."""
        return Snapshot(
            url=self._url,
            final_url=self._url if self._post.kind == "embedded" else self._post.url,
            fetched_at=answer.fetched_at,
            sha256=hashlib.sha256(answer.body).hexdigest(),
            status=answer.status,
            headers=answer.headers,
            words=0,
            read_share=0.0,
        )


def _text(answer: Exchange) -> str:
    """What platforms send is UTF-8, whatever else may be in it."""
    return answer.body.decode("utf-8", "replace")


def _told_of_the_video(document: Document, captions: Captions | NoCaptions) -> str:
    """Which level the words are of; where nothing of what is said could be read, why."""
    if document.level == levels.MANUAL_CAPTIONS:
        return "Read from the captions that people wrote for the video."
    if document.level == levels.AUTOMATIC_CAPTIONS:
        return "Read from automatic captions, in which names and numbers are often misheard."
    why = captions.reason if isinstance(captions, NoCaptions) else "The captions are empty or damaged."
    return f"Of the video only title and description could be read, not what is said in it. {why}"


def _held_back(post: Post, captions: NoCaptions) -> Outcome:
    if captions.code is OutcomeCode.NEEDS_LOGIN:
        return needs_login(post, captions.reason)
    return Outcome(code=OutcomeCode.NOT_FOUND, state=SourceState.GONE, reason=captions.reason)


def _wordless(error: ExtractionError) -> Outcome:
    reason = f"{error.message[:1].upper()}{error.message[1:]}."
    return Outcome(code=OutcomeCode.NO_TEXT, state=SourceState.UNREADABLE, reason=reason)
