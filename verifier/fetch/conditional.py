"""A web that is asked only whether pages it gave before have changed: earlier answers in, the same bodies out again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from verifier.errors import FetchError
from verifier.model import Exchange, OutcomeCode
from verifier.protocols import PostingWeb, Web

#: What a 304 may tell anew about the page (RFC 9110 §15.4.5).
_TOLD_AGAIN = frozenset({"cache-control", "content-location", "date", "etag", "expires", "last-modified", "vary"})


class ConditionalWeb:
    """Implements `protocols.PostingWeb` over another web: `earlier` are answers of the live web that may still hold."""

    def __init__(self, web: Web, earlier: Iterable[Exchange]) -> None:
        self._web = web
        self._earlier = {answer.url: answer for answer in earlier if _conditions(answer)}

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Exchange:
        """As `Web.get`; a page that has not changed comes with the body of before and the time of now."""
        before = self._earlier.get(url)
        if before is None or headers:
            return self._web.get(url, headers=headers)
        answer = self._web.get(url, headers=_conditions(before))
        if answer.status != 304:
            return answer
        if answer.final_url != before.final_url:
            # Another page by now, which knows the same mark by chance: "1" is a common one.
            return self._web.get(url)
        return replace(
            before,
            headers=_renewed(before.headers, answer.headers),
            fetched_at=answer.fetched_at,
            redirects=answer.redirects,
        )

    def post(self, url: str, content: bytes, *, media_type: str) -> Exchange:
        """As `PostingWeb.post`, without conditions: a question has no state. Raises `FetchError`."""
        if not isinstance(self._web, PostingWeb):
            raise FetchError(OutcomeCode.UNREACHABLE, f"{url} cannot be asked here.", asked=False)
        return self._web.post(url, content, media_type=media_type)


def _conditions(answer: Exchange) -> dict[str, str]:
    """The fields that ask for the page only if it has changed (RFC 9110 §13.1); none where nothing marks its state."""
    if answer.status != 200 or answer.captured_at is not None:
        return {}
    marks = {"If-None-Match": answer.header("etag"), "If-Modified-Since": answer.header("last-modified")}
    return {name: value for name, value in marks.items() if value}


def _renewed(kept: tuple[tuple[str, str], ...], told: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    news = tuple((name, value) for name, value in told if name.lower() in _TOLD_AGAIN)
    renewed = {name.lower() for name, _ in news}
    return tuple((name, value) for name, value in kept if name.lower() not in renewed) + news
