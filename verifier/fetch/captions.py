"""A video's captions: its id → the track as YouTube hands it out, or why there is none.

Which tracks there are is found by `youtube-transcript-api` (the extra `youtube`). It gets a session of ours, so that
every request goes through the guarded web; and the track it picks is kept from its parser, because anybody can write
captions and what anybody can write is parsed in the sandbox.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

from verifier.charset import decode
from verifier.errors import FetchError
from verifier.model import Exchange, OutcomeCode
from verifier.pages import host_of
from verifier.protocols import PostingWeb

#: What tells an operator how to have captions read.
INSTALL = "pip install 'source-verifier[youtube]'"
_NOT_UNDERSTOOD = "YouTube's answer about captions was not understood."
_NOT_OURS = "The captions are kept where only the site's own players can fetch them."
#: What the library's errors mean, by their names.
_MEANINGS = {
    "TranscriptsDisabled": (None, "The video has no captions."),
    "NoTranscriptFound": (None, "The video has no captions."),
    "RequestBlocked": (None, "YouTube hands out no captions to this machine's address."),
    "IpBlocked": (None, "YouTube hands out no captions to this machine's address."),
    "PoTokenRequired": (None, _NOT_OURS),
    "AgeRestricted": (OutcomeCode.NEEDS_LOGIN, "YouTube shows this video only to adults who are logged in."),
    "VideoUnavailable": (OutcomeCode.NOT_FOUND, "YouTube says that the video is not available any more."),
    "InvalidVideoId": (OutcomeCode.NOT_FOUND, "YouTube knows no such video."),
}
_UNPLAYABLE = "VideoUnplayable"
_FOR_SOME = re.compile(r"private|sign in|log in|members", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Captions:
    """One track as it came: XML in `exchange.body`, by hand or by a program."""

    exchange: Exchange
    language: str
    automatic: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NoCaptions:
    """Why there are none, as a sentence; with a code where that holds for the whole video."""

    reason: str
    code: OutcomeCode | None = None


def captions_of(video_id: str, web: PostingWeb, watch: Exchange | None) -> Captions | NoCaptions:
    """The best track of a video, or why there is none. Never raises.

    `watch` is the video's page, where that was read already. People's captions go before a program's; of several,
    those in the language that is spoken.
    """
    try:
        from youtube_transcript_api import CouldNotRetrieveTranscript, YouTubeTranscriptApi
    except ImportError:
        return NoCaptions(reason=f"Captions are read with the extra `youtube`, which is not installed: {INSTALL}.")
    session = _Session(web, watch)
    asking: Any = YouTubeTranscriptApi
    try:
        best = _best(list(asking(http_client=session).list(video_id)))
        if best is None:
            return NoCaptions(reason="The video has no captions.")
        session.keep_the_next = True
        best.fetch()
        return NoCaptions(reason=_NOT_UNDERSTOOD)  # it had no question to ask
    except _Kept as kept:
        return _track(kept.exchange, best)
    except FetchError as error:
        return NoCaptions(reason=f"The captions could not be had: {error.message.rstrip('.')}.")
    except CouldNotRetrieveTranscript as error:
        return _meaning(error)
    except (LookupError, TypeError, AttributeError, ValueError, RecursionError):
        # The library takes the shape of YouTube's answers for granted.
        return NoCaptions(reason=_NOT_UNDERSTOOD)


def _best(tracks: Sequence[Any]) -> Any:
    spoken = {track.language_code for track in tracks if track.is_generated}
    return min(tracks, key=lambda track: (track.is_generated, track.language_code not in spoken), default=None)


def _track(exchange: Exchange, track: Any) -> Captions | NoCaptions:
    if exchange.status != 200:
        return NoCaptions(reason=f"The captions could not be had: YouTube answered with status {exchange.status}.")
    if not exchange.body.strip():  # what it sends to those whom it does not take for a player
        return NoCaptions(reason=_NOT_OURS)
    return Captions(exchange=exchange, language=str(track.language_code), automatic=bool(track.is_generated))


def _meaning(error: Exception) -> NoCaptions:
    if type(error).__name__ == _UNPLAYABLE:
        said = " ".join(str(getattr(error, "reason", None) or "no reason given")[:120].split())
        code = OutcomeCode.NEEDS_LOGIN if _FOR_SOME.search(said) else None
        return NoCaptions(reason=f"YouTube does not play this video to strangers: “{said}”.", code=code)
    code, reason = _MEANINGS.get(type(error).__name__, (None, _NOT_UNDERSTOOD))
    return NoCaptions(reason=reason, code=code)


class _Kept(Exception):
    """The answer that is not for the library's parser."""

    def __init__(self, exchange: Exchange) -> None:
        super().__init__()
        self.exchange = exchange


class _Session:
    """As much of `requests.Session` as the library uses, over the guarded web."""

    def __init__(self, web: PostingWeb, watch: Exchange | None) -> None:
        self.headers: dict[str, str] = {}
        self.cookies = SimpleNamespace(set=_agree_to_nothing)
        self.keep_the_next = False
        self._web = web
        self._watch = watch

    def get(self, url: str, **_more: object) -> _Answer:
        if self._watch is not None and self._watch.url == url:
            return _Answer(self._watch)
        _of_youtube(url)
        answer = self._web.get(url)
        if self.keep_the_next:
            raise _Kept(answer)
        return _Answer(answer)

    def post(self, url: str, json: object = None, **_more: object) -> _Answer:
        _of_youtube(url)
        return _Answer(self._web.post(url, _written(json), media_type="application/json"))


class _Answer:
    """As much of `requests.Response` as the library uses."""

    def __init__(self, exchange: Exchange) -> None:
        if host_of(exchange.final_url).startswith("consent."):
            _agree_to_nothing()
        self.status_code = exchange.status
        self._exchange = exchange

    @property
    def text(self) -> str:
        return decode(self._exchange.body, self._exchange.header("content-type"))[0]

    def json(self) -> Any:
        return json.loads(self._exchange.body)

    def raise_for_status(self) -> None:
        if self.status_code >= 300:
            raise FetchError(OutcomeCode.PROTOCOL_ERROR, f"YouTube answered with status {self.status_code}")


def _written(value: object) -> bytes:
    return json.dumps(value, sort_keys=True).encode()


def _of_youtube(url: str) -> None:
    """The answers name further addresses; those of other sites are none of this video's."""
    host = host_of(url)
    if not url.startswith("https://") or (host != "youtube.com" and not host.endswith(".youtube.com")):
        raise FetchError(OutcomeCode.UNSAFE_ADDRESS, "YouTube's answer names captions at another site")


def _agree_to_nothing(*_what: object, **_more: object) -> None:
    raise FetchError(OutcomeCode.CONSENT_WALL, "YouTube asks for consent to cookies first, which is not ours to give")
