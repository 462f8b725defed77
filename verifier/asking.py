"""The questions that one target takes, each noted down as a step; those of a recorded check are answered from there."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from verifier.errors import FetchError
from verifier.fetch.outcome import outcome_of_error
from verifier.fetch.urls import posted_url
from verifier.model import Exchange, OutcomeCode, Target
from verifier.protocols import Past, PostingWeb, Web
from verifier.trail import PLATFORM, Step, step_of


class Asking:
    """What was asked about a target so far: `steps`, and the `exchanges` that their answers count."""

    def __init__(self, target: Target, past: Past | None) -> None:
        self.steps: list[Step] = []
        self.exchanges: list[Exchange] = []
        self._target = target
        self._past = past

    def knows(self, door: str, url: str | None = None) -> bool:
        """Whether the recorded check asked at this door for the target, or for another `url` on its account."""
        return self._past is not None and self._past.tried(door, self._question(url))

    def ask(self, door: str, do: Callable[[], Exchange], url: str | None = None) -> Exchange:
        """What `do` brings, or what was brought when the check was recorded. Raises `FetchError`, now as then."""
        question = self._question(url)
        try:
            known = self._past is not None and self._past.tried(door, question)
            answer = self._past.answer(door, question) if self._past is not None and known else do()
        except FetchError as error:
            self.steps.append(step_of(door, question, outcome_of_error(error)))
            raise
        self.steps.append(step_of(door, question, len(self.exchanges)))
        self.exchanges.append(answer)
        return answer

    def _question(self, url: str | None) -> Target:
        return self._target if url is None else replace(self._target, url=url)


class PlatformWeb:
    """Implements `protocols.PostingWeb` for a target's platform, over a web that is asked while there is time."""

    def __init__(self, web: Web, asking: Asking, left_s: Callable[[], float]) -> None:
        self._web = web
        self._asking = asking
        self._left_s = left_s

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Exchange:
        """As `Web.get`; noted down."""

        def do() -> Exchange:
            self._look_at_the_clock(url)
            return self._web.get(url, headers=headers)

        return self._asking.ask(PLATFORM, do, url)

    def post(self, url: str, content: bytes, *, media_type: str) -> Exchange:
        """As `PostingWeb.post`; noted down."""

        def do() -> Exchange:
            self._look_at_the_clock(url)
            if not isinstance(self._web, PostingWeb):
                raise FetchError(OutcomeCode.UNREACHABLE, f"{url} cannot be asked here.", asked=False)
            return self._web.post(url, content, media_type=media_type)

        return self._asking.ask(PLATFORM, do, posted_url(url, content))

    def _look_at_the_clock(self, url: str) -> None:
        if self._left_s() <= 0:
            raise FetchError(OutcomeCode.TIMEOUT, f"There was no time left to ask {url}.", retryable=True, asked=False)
