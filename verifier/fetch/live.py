"""The live web behind one call: an address → an `Exchange`, politely, safely and within a deadline.

Redirects are followed by hand, so that every hop passes the same checks: address policy, robots.txt, the site's turn.
"""

from __future__ import annotations

import contextlib
import functools
import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from ipaddress import ip_network
from typing import TYPE_CHECKING

from verifier.errors import FetchError
from verifier.fetch.addresses import AddressPolicy
from verifier.fetch.body import ACCEPTED_CODINGS, BodyLimits
from verifier.fetch.manners import Manner, Manners
from verifier.fetch.markup import meta_refresh, refresh_target
from verifier.fetch.names import Names, Resolver, known_hosts
from verifier.fetch.robots import MAX_ROBOTS_BYTES, Robots, allows, pause_s
from verifier.fetch.services import is_for_programs, origin_of
from verifier.fetch.urls import Location, join_url, parse_url, posted_url
from verifier.model import Exchange, OutcomeCode, Redirect
from verifier.protocols import Politeness, RobotsShelf
from verifier.settings import Settings

if TYPE_CHECKING:
    import ssl

    from protego import Protego

    from verifier.fetch.deadline import Deadline
    from verifier.fetch.dialling import Dial
    from verifier.fetch.wire import Answer

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RETRIED = frozenset({429, 500, 502, 503, 504})
_REFRESH_WITHIN_S = 5
_ROBOTS_REDIRECTS = 5
_ROBOTS_DEADLINE_S = 6.0
_FIRST_PAUSE_S = 0.5
_LONGEST_PAUSE_S = 8.0
_UNTOLD_BACK_OFF_S = 30.0
_LONGEST_BACK_OFF_S = 3600.0
_LOOK_AGAIN_S = 0.25
#: Of the time for one source, what may be spent in our own queues.
_PATIENCE = 0.8
_FAREWELL_S = 5.0
#: For the one origin that the operator names, and not the pages: it needs no public address.
_ANYWHERE = AddressPolicy((ip_network("0.0.0.0/0"), ip_network("::/0")))

# Never sent on a caller's behalf: they would tell who asks, or speak for somebody.
_WITHHELD = frozenset({"host", "cookie", "authorization", "proxy-authorization", "referer", "accept-encoding",
                       "connection", "transfer-encoding", "content-length", "user-agent"})  # fmt: skip


class LiveWeb:
    """Implements `protocols.KeyedWeb` and `PostingWeb`. One connection per request; for threads, and after a fork.

    One `get` spends at most `fetch_deadline_s` on the network, and most of `source_deadline_s` waiting for turns.
    robots.txt is obeyed except at the configured archives and search services, which exist to be asked, and at the
    interfaces of platforms in `services.txt`, which says why; a `shelf` shares what was read of it.
    `resolver`, `dial`, `certificates`, `clock`, `sleep` and `now` stand in for the outside in tests.
    """

    def __init__(
        self,
        settings: Settings,
        politeness: Politeness,
        *,
        obey_robots: bool = True,
        shelf: RobotsShelf | None = None,
        resolver: Resolver | None = None,
        dial: Dial | None = None,
        certificates: ssl.SSLContext | None = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._settings = settings
        self._politeness = politeness
        self._obey_robots = obey_robots
        self._names = Names(known_hosts(settings), resolver, clock)
        self._dial = dial
        self._certificates = certificates
        self._clock = clock
        self._sleep = sleep
        self._now = now
        self._policy = AddressPolicy(settings.allow_networks)
        self._robots = Robots(clock, shelf)
        self._manners = Manners(settings)
        self._inner_origin = origin_of(settings.searxng_url or "")
        self._own_certificates: tuple[int, ssl.SSLContext] | None = None

    def get(
        self,
        url: str,
        *,
        headers: Mapping[str, str] | None = None,
        keys: Mapping[str, str] | None = None,
        inner: bool = False,
    ) -> Exchange:
        """The page at `url`, redirects followed; any HTTP status is an answer.

        `keys` are header fields that prove who asks; only the origin of `url` gets to see them. With `inner` a `url`
        at the configured SearXNG is asked wherever that stands; redirects are not followed to inner places.
        Raises `FetchError`, and what `politeness` raises when its store is down.
        """
        from verifier.fetch.deadline import Deadline

        place = start = parse_url(url)
        deadline = Deadline(self._settings.fetch_deadline_s, self._clock)
        trip = _Trip(self, deadline, headers or {}, (start.origin, tuple((keys or {}).items())))
        redirects: list[Redirect] = []
        seen = {place.url}
        trusted = inner and start.origin == self._inner_origin
        while True:
            answer = trip.page(place, _ANYWHERE if trusted and not redirects else self._policy)
            target = self._next_hop(place, answer, seen)
            if target is None:
                break
            if target.url in seen:
                raise _circle(url, target.url)
            redirects.append(Redirect(url=place.url, status=answer.status, location=target.url))
            if len(redirects) > self._settings.max_redirects:
                raise FetchError(
                    OutcomeCode.TOO_MANY_REDIRECTS,
                    f"{url} redirects more than {self._settings.max_redirects} times, last to {target.url}.",
                )
            seen.add(target.url)
            place = target
        return Exchange(
            url=start.url
            if "@" in url.split("/", 3)[2]
            else url,  # a user name in an address is nobody else's business
            final_url=place.url,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=self._told_now(),
            redirects=tuple(redirects),
            asked_with=trip.headers,
        )

    def post(self, url: str, content: bytes, *, media_type: str) -> Exchange:
        """The answer to a question that does not fit into an address; redirects are not followed.

        The address of the exchange tells questions apart (`posted_url`). Raises as `get` does.
        """
        from verifier.fetch.deadline import Deadline

        place = parse_url(url)
        trip = _Trip(
            self, Deadline(self._settings.fetch_deadline_s, self._clock), {"Content-Type": media_type}, ("", ())
        )
        answer = trip.page(place, self._policy, content)
        asked = posted_url(url, content)
        return Exchange(
            url=asked,
            final_url=asked,
            status=answer.status,
            headers=answer.headers,
            body=answer.body,
            fetched_at=self._told_now(),
        )

    def _told_now(self) -> str:
        return self._now().strftime("%Y-%m-%dT%H:%M:%SZ")

    def _next_hop(self, place: Location, answer: Answer, seen: set[str]) -> Location | None:
        """Where the answer sends us, or None. A page that only refreshes itself is the page."""
        if answer.status in _REDIRECTS:
            reference = answer.header("location")
            # An archived redirect, handed out as it came, names a page of its day: the archive's client knows where.
            archived = self._manners.is_archive(place) and answer.header("memento-datetime")
            return join_url(place, reference) if reference and not archived else None
        # An archived page may hold the refresh of its day, which would lead out of the archive.
        if answer.status != 200 or self._manners.is_archive(place):
            return None
        refresh = refresh_target(answer.header("refresh") or "")
        reference = refresh[1] if refresh and refresh[0] <= _REFRESH_WITHIN_S else None
        media_type = (answer.header("content-type") or "text/html").lower()
        if reference is None and "html" in media_type:
            reference = meta_refresh(answer.body, media_type, within_s=_REFRESH_WITHIN_S)
        if reference is None:
            return None
        target = join_url(place, reference)
        return None if target.url in seen else target

    def _trusted(self) -> ssl.SSLContext:
        """Certificates, loaded once in each process: OpenSSL's state is not for sharing over a fork."""
        from verifier.fetch.wire import trusted_certificates

        if self._certificates is not None:
            return self._certificates
        if self._own_certificates is None or self._own_certificates[0] != os.getpid():
            self._own_certificates = (os.getpid(), trusted_certificates())
        return self._own_certificates[1]


class _Trip:
    """The requests of one `get`: what they share is the deadline and the headers."""

    def __init__(
        self,
        web: LiveWeb,
        deadline: Deadline,
        headers: Mapping[str, str],
        keys: tuple[str, tuple[tuple[str, str], ...]],
    ) -> None:
        self._web = web
        self._settings = web._settings
        self._deadline = deadline
        self.headers = _request_headers(self._settings.contact, headers)
        self._keys = keys
        self._patience_s = max(self._settings.fetch_deadline_s, _PATIENCE * self._settings.source_deadline_s)

    def page(self, place: Location, policy: AddressPolicy, content: bytes | None = None) -> Answer:
        """One hop: allowed by robots.txt, in its turn, tried again where that may help. Raises `FetchError`."""
        from verifier.fetch.wire import NoAnswer

        manner = self._web._manners.of(place)
        apart_s = max(manner.apart_s, self._check_robots(place, manner))
        headers = self.headers + (self._keys[1] if place.origin == self._keys[0] else ())
        for attempt in range(self._settings.fetch_retries + 1):
            last = attempt == self._settings.fetch_retries
            self._take_turn(place, manner.turns, apart_s)
            try:
                with self._alone_at(place, manner):
                    answer = self._ask(place, headers, self._deadline, self._limits(), policy, content)
            except NoAnswer as error:
                if last or not error.retryable or not self._rest(attempt):
                    raise
                continue
            if answer.status not in _RETRIED or not self._worth_another(answer, attempt, last, manner.turns):
                break
        return answer

    def _worth_another(self, answer: Answer, attempt: int, last: bool, site: str) -> bool:
        """Told to come later: tell everybody, and come again if that is soon enough."""
        asked_s = retry_after_s(answer.header("retry-after"), self._web._now())
        if asked_s is not None and answer.status in (429, 503):
            self._web._politeness.back_off(site, min(asked_s, _LONGEST_BACK_OFF_S))
            return not last and asked_s <= min(self._settings.retry_after_max_s, self._deadline.remaining_s())
        if last:
            if answer.status == 429:
                self._web._politeness.back_off(site, _UNTOLD_BACK_OFF_S)
            return False
        return self._rest(attempt)

    def _rest(self, attempt: int) -> bool:
        """Wait before another try, "full jitter" (Brooker, 2015). False if the deadline leaves no time."""
        pause = random.uniform(0.0, min(_LONGEST_PAUSE_S, _FIRST_PAUSE_S * 2.0**attempt))
        if pause >= self._deadline.remaining_s():
            return False
        self._web._sleep(pause)
        return True

    def _take_turn(self, place: Location, site: str, apart_s: float) -> None:
        """Waiting for our own turn costs patience, not network time."""
        wait = self._web._politeness.reserve(site, apart_s)
        if wait > 0:
            self._wait(place, wait, f"the next turn at {site} is {wait:.0f} seconds away")

    def _wait(self, place: Location, wait_s: float, why: str) -> None:
        """Raises `FetchError(RATE_LIMITED)` when that is too long."""
        if wait_s > self._patience_s:
            raise FetchError(
                OutcomeCode.RATE_LIMITED,
                f"{place.url} was not asked: {why}.",
                retryable=True,
                retry_after_s=wait_s,
                asked=False,
            )
        self._patience_s -= wait_s
        self._web._sleep(wait_s)
        self._deadline.extend(wait_s)

    @contextlib.contextmanager
    def _alone_at(self, place: Location, manner: Manner) -> Iterator[None]:
        """One question at a time to a site, whoever of us asks; the others look again and again, patiently."""
        if not manner.is_site:
            yield
            return
        politeness, site = self._web._politeness, manner.turns
        # Longer than any answer may take, so that only a visitor who died is forgotten while at the site.
        while (token := politeness.enter(site, self._deadline.remaining_s() + _FAREWELL_S)) is None:
            self._wait(place, random.uniform(0.5, 1.0) * _LOOK_AGAIN_S, f"others of us are still served at {site}")
        try:
            yield
        finally:
            politeness.leave(site, token)

    def _check_robots(self, place: Location, manner: Manner) -> float:
        """The pause the site asks for, in seconds. Raises `FetchError(BLOCKED_ROBOTS)`."""
        if not self._web._obey_robots or not manner.is_site:
            return 0.0
        if is_for_programs(place):
            return 0.0
        rules: Protego | None = self._web._robots.rules_for(place, self._robots_txt, self._deadline.remaining_s())
        if not allows(rules, place):
            raise FetchError(OutcomeCode.BLOCKED_ROBOTS, f"{place.origin}/robots.txt asks not to read {place.url}.")
        return pause_s(rules)

    def _robots_txt(self, place: Location) -> tuple[int, bytes]:
        """Asked in the turn of the page it guards, once, with what fits of it."""
        with self._alone_at(place, self._web._manners.of(place)):
            deadline = self._deadline.within(min(_ROBOTS_DEADLINE_S, self._deadline.remaining_s() / 2))
            limits = BodyLimits(max_wire_bytes=MAX_ROBOTS_BYTES, max_body_bytes=MAX_ROBOTS_BYTES, cut=True)
            headers = _request_headers(self._settings.contact, {})
            for _hop in range(_ROBOTS_REDIRECTS + 1):
                answer = self._ask(place, headers, deadline, limits)
                reference = answer.header("location")
                if answer.status not in _REDIRECTS or not reference:
                    return answer.status, answer.body
                place = join_url(place, reference)
        return 404, b""  # RFC 9309 §2.3.1.2: five redirects, then as if there were none

    def _limits(self) -> BodyLimits:
        return BodyLimits(max_wire_bytes=self._settings.max_wire_bytes, max_body_bytes=self._settings.max_body_bytes)

    def _ask(
        self,
        place: Location,
        headers: tuple[tuple[str, str], ...],
        deadline: Deadline,
        limits: BodyLimits,
        policy: AddressPolicy | None = None,
        content: bytes | None = None,
    ) -> Answer:
        from verifier.fetch.dialling import GuardedBackend
        from verifier.fetch.wire import HEAD_BYTES, Timeouts, ask

        web = self._web
        backend = GuardedBackend(
            policy or web._policy, deadline, limits.max_wire_bytes + HEAD_BYTES, names=web._names, dial=web._dial
        )
        return ask(
            place,
            headers,
            backend=backend,
            deadline=deadline,
            timeouts=Timeouts(connect_s=self._settings.connect_timeout_s, read_s=self._settings.read_timeout_s),
            limits=limits,
            certificates=web._trusted() if place.scheme == "https" else None,
            content=content,
        )


def _request_headers(contact: str, extra: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    headers = {
        "User-Agent": user_agent(contact),
        "Accept": "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8",
        "Accept-Encoding": ACCEPTED_CODINGS,
    }
    for name, value in extra.items():
        if name.lower() not in _WITHHELD and name.isascii() and value.isascii():
            headers = {known: kept for known, kept in headers.items() if known.lower() != name.lower()}
            headers[name] = value
    return tuple(headers.items())


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds to wait from a Retry-After field (RFC 9110 §10.2.3: seconds or a date), None if it says nothing."""
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (aware - now).total_seconds())


@functools.cache
def user_agent(contact: str) -> str:
    """Who we are, for site owners: `source-verifier/0.1.0 (+contact)`."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        number = version("source-verifier")
    except PackageNotFoundError:
        number = "0"
    told = "".join(character for character in contact if character.isascii() and character.isprintable())
    return f"source-verifier/{number} (+{told})"


def _circle(url: str, back_to: str) -> FetchError:
    return FetchError(OutcomeCode.TOO_MANY_REDIRECTS, f"{url} redirects in a circle, back to {back_to}.")
