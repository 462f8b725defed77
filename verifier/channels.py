"""A finder of posts by account and day: what the account's own feed or public preview lists.

YouTube's feeds name the 15 newest videos; Telegram's previews are paged back to the cited day. Which of the posts is
meant is decided as for every other finder.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from verifier.errors import FetchError, UnreadableInput
from verifier.fetch.outcome import STATES, outcome_of
from verifier.gathering import Reader
from verifier.model import READABLE_STATES, Exchange, OutcomeCode, Sighting, Wanted
from verifier.protocols import Web
from verifier.resolve.wanted import window

_ACCOUNT = re.compile(r"@?([\w.\-]{2,40})")
_CHANNEL_ID = re.compile(r"UC[\w-]{22}", re.ASCII)
#: Where the page of an account gives its channel, the surest place first; the page names other channels, too.
_IN_PAGE = (
    re.compile(rb'"externalId":"(UC[\w-]{22})"'),
    re.compile(rb'<link rel="canonical" href="https://www\.youtube\.com/channel/(UC[\w-]{22})"'),
    re.compile(rb"feeds/videos\.xml\?channel_id=(UC[\w-]{22})"),
)
_TELEGRAM_NAME = re.compile(r"[A-Za-z]\w{3,31}", re.ASCII)
#: Pages of a preview that are turned back for one citation.
_MOST_PAGES = 12


class ChannelFinder:
    """`protocols.Finder` over the accounts of YouTube and Telegram; other platforms list nothing for strangers."""

    name = "channels"

    def __init__(self, web: Web, read: Reader) -> None:
        self._web = web
        self._read = read

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """The account's posts of the cited days. Raises `FetchError`. Nothing is asked without account and day."""
        account = _ACCOUNT.fullmatch((wanted.handle or "").strip())
        first, last = window(wanted)
        if account is None or first is None or last is None:
            return []
        posts = {"YouTube": self._videos, "Telegram": self._messages}.get(wanted.platform or "")
        found = posts(account[1], first.isoformat()) if posts is not None else []
        return [one for one in found if one.day is not None and first.isoformat() <= one.day <= last.isoformat()]

    def _videos(self, account: str, first: str) -> list[Sighting]:  # noqa: ARG002 - a feed has one page
        channel = account if _CHANNEL_ID.fullmatch(account) else self._channel_of(account)
        if channel is None:
            return []
        answer = self._asked(f"https://www.youtube.com/feeds/videos.xml?channel_id={channel}")
        return [replace(one, how=self.name) for one in self._listed(answer, "feed")] if answer is not None else []

    def _channel_of(self, account: str) -> str | None:
        """The channel behind a name as people write it; None where there is no such account."""
        page = self._asked(f"https://www.youtube.com/@{account}")
        if page is None:
            return None
        if outcome_of(page).code in (OutcomeCode.CONSENT_WALL, OutcomeCode.BLOCKED_BOT):
            raise FetchError(OutcomeCode.BLOCKED_BOT, "YouTube does not show the channel to programs")
        found = next((match for pattern in _IN_PAGE if (match := pattern.search(page.body))), None)
        return found[1].decode("ascii") if found is not None else None

    def _messages(self, account: str, first: str) -> list[Sighting]:
        if not _TELEGRAM_NAME.fullmatch(account):
            return []
        found: dict[str, Sighting] = {}
        before = ""
        for _page in range(_MOST_PAGES):
            answer = self._asked(f"https://t.me/s/{account}{before}")
            # A channel without a preview sends visitors to its front page, `t.me/name`.
            if answer is None or "/s/" not in answer.final_url:
                break
            own = f"https://t.me/{account}/".lower()
            listed = [one for one in self._listed(answer, "messages") if one.url.lower().startswith(own)]
            new = [one for one in listed if one.url not in found]
            found |= {one.url: replace(one, how=self.name) for one in new}
            if not new or min((one.day for one in new if one.day), default="") < first:
                break
            before = f"?before={min(int(one.url.rpartition('/')[2]) for one in new)}"
        return list(found.values())

    def _asked(self, url: str) -> Exchange | None:
        """A good answer; None where there is no such account. Raises `FetchError` for everything else."""
        answer = self._web.get(url)
        if answer.status in (404, 410):
            return None
        if answer.status != 200:
            outcome = outcome_of(answer)
            code = outcome.code if STATES[outcome.code] not in READABLE_STATES else OutcomeCode.PROTOCOL_ERROR
            raise FetchError(code, f"{url} answered with status {answer.status}", retryable=outcome.retryable)
        return answer

    def _listed(self, answer: Exchange, kind: str) -> Sequence[Sighting]:
        try:
            return self._read(answer.body, answer.final_url, kind).pages
        except UnreadableInput as error:
            raise FetchError(OutcomeCode.PROTOCOL_ERROR, f"{answer.url} lists nothing that can be read") from error
