"""The headlines of a night: sites that stored articles cite in, what their feeds and sitemaps name in the index.

GDELT's lists of articles (GAL) are read besides, as far as they concern these sites. Everything is asked through the
same guarded door as pages are, read in the sandbox, and given up when the time is over.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import urljoin

from verifier.codec import from_json
from verifier.errors import ExtractionError, FetchError, MalformedJSON, UnreadableInput
from verifier.model import Citations, Exchange, Sighting
from verifier.pages import host_of
from verifier.protocols import Web
from verifier.read.feeds import Listing, lists_of, sitemaps_of
from verifier.resolve.headlines import Headlines
from verifier.settings import Settings

#: Reads one list: its bytes, its address and its kind in, what it names out. Raises `UnreadableInput`.
Reader = Callable[[bytes, str, str], Listing]

#: Lists that are asked for at one site in a night.
_LISTS_EACH = 6
#: Where feeds and sitemaps usually are, when a site names none.
_USUAL = ("/feed/", "/rss.xml", "/news-sitemap.xml", "/sitemap-news.xml")
#: Minutes of an hour in which GAL files appear.
_GAL_MINUTES = tuple(start + more for start in (1, 16, 31, 46) for more in range(3))
_GAL_HOURS = 24
_GAL_FAILURES = 6


@dataclass(slots=True)
class Gathered:
    """How the night went: sites asked, lists read, headlines kept, and what went wrong where."""

    sites: int = 0
    lists: int = 0
    headlines: int = 0
    problems: list[str] = field(default_factory=list)


def gather(
    domains: Sequence[str],
    web: Web,
    index: Headlines,
    settings: Settings,
    *,
    read: Reader | None = None,
    clock: Callable[[], float] = time.monotonic,
    now: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> Gathered:
    """Fill the index; sites first, in their order, then GDELT's lists with the time that is left."""
    last_day = (now() + timedelta(days=1)).date().isoformat()  # it may be tomorrow where the site is
    night = _Night(web, index, read or sandboxed(settings), clock() + settings.headlines_deadline_s, clock, last_day)
    chosen = list(dict.fromkeys(domains))[: settings.headlines_outlets]
    for domain in chosen:
        if night.is_over():
            night.told.problems.append(f"There was no time left for {len(chosen) - night.told.sites} sites.")
            break
        night.site(domain)
    if settings.gdelt_gal_url and chosen:
        night.gal(settings.gdelt_gal_url, frozenset(chosen), now())
    return night.told


def cited_domains(articles: Iterable[Citations]) -> list[str]:
    """The sites of outlets that the articles cite, the most cited first; platforms have no headlines."""
    counts = Counter(
        domain
        for found in articles
        for citation in found.citations
        for source in citation.sources
        if source.platform is None
        for domain in source.domains
    )
    return [domain for domain, _ in counts.most_common()]


def sandboxed(settings: Settings) -> Reader:
    """The reader of lists that runs in the sandbox; kinds are those of `verifier.read.feeds.listing_task`."""
    from verifier.sandbox import shared_sandbox

    def read(body: bytes, url: str, kind: str) -> Listing:
        try:
            return from_json(shared_sandbox(settings).call("listing", body, {"url": url, "kind": kind}), Listing)
        except (ExtractionError, MalformedJSON) as error:
            raise UnreadableInput(f"{url} could not be read: {error.message}", "") from error

    return read


class _Night:
    """One run: what is shared is the deadline and the tale of it."""

    def __init__(
        self, web: Web, index: Headlines, read: Reader, ends_at: float, clock: Callable[[], float], last_day: str
    ) -> None:
        self.told = Gathered()
        self._web = web
        self._index = index
        self._read = read
        self._ends_at = ends_at
        self._clock = clock
        self._last_day = last_day

    def is_over(self) -> bool:
        return self._clock() >= self._ends_at

    def site(self, domain: str) -> None:
        """Read the lists of one site; what fails is noted and left."""
        self.told.sites += 1
        waiting, asked = self._named(domain), set[str]()
        read = 0
        while waiting and len(asked) < _LISTS_EACH and not self.is_over():
            url = waiting.pop(0)
            if url in asked or not _at(url, domain):
                continue
            asked.add(url)
            found = self._list(url, "feed")
            if found is not None:
                read += 1
                self._keep(one for one in found.pages if _at(one.url, domain))
                waiting = [*_newest(found.lists), *waiting]
        if not read:
            self.told.problems.append(f"{domain} offers no feed or sitemap that could be read.")

    def _named(self, domain: str) -> list[str]:
        """News sitemaps first, feeds next, guesses last."""
        home = f"https://{domain}/"
        robots = self._ask(urljoin(home, "robots.txt"))
        front = self._ask(home)
        sitemaps = sitemaps_of(robots.body) if robots is not None else []
        feeds = lists_of(front.body, front.final_url) if front is not None else []
        news = [one for one in sitemaps if "news" in one.lower()]
        named = [*news, *feeds, *(one for one in sitemaps if one not in news)]
        base = front.final_url if front is not None else home
        return list(dict.fromkeys([*named, *(urljoin(base, one) for one in _USUAL)]))

    def gal(self, folder: str, domains: frozenset[str], now: datetime) -> None:
        """The lists of the last day that were not read before; given up when they do not come."""
        failures = 0
        for stamp in _gal_stamps(now):
            if self.is_over() or failures >= _GAL_FAILURES:
                break
            if self._index.was_gathered(f"gal:{stamp}"):
                continue
            answer = self._ask(f"{folder.rstrip('/')}/{stamp}.gal.json.gz", missing=True)
            if answer is None:
                failures += 1
                continue
            failures = 0
            if answer.status == 200:
                found = self._parsed(answer, "gal")
                if found is None:
                    continue  # it may have been cut short: the next night asks again
                self._keep(one for one in found.pages if any(_at(one.url, domain) for domain in domains))
            self._index.gathered(f"gal:{stamp}", now.date())
        if failures:
            self.told.problems.append("GDELT's lists of articles could not be had.")

    def _keep(self, pages: Iterable[Sighting]) -> None:
        """A day that is yet to come is a slip; it would also keep its page in the index for ever."""
        self.told.headlines += self._index.put(
            replace(one, day=None) if one.day is not None and one.day > self._last_day else one for one in pages
        )

    def _list(self, url: str, kind: str) -> Listing | None:
        answer = self._ask(url)
        return self._parsed(answer, kind) if answer is not None else None

    def _parsed(self, answer: Exchange, kind: str) -> Listing | None:
        try:
            found = self._read(answer.body, answer.final_url, kind)
        except UnreadableInput:
            return None
        self.told.lists += 1
        return found

    def _ask(self, url: str, *, missing: bool = False) -> Exchange | None:
        """A good answer, or None; with `missing`, also the answer that there is no such file."""
        try:
            answer = self._web.get(url)
        except FetchError:
            return None
        return answer if answer.status == 200 or (missing and answer.status == 404) else None


def _at(url: str, domain: str) -> bool:
    host = host_of(url)
    return host == domain or host.endswith("." + domain)


def _newest(lists: Sequence[str]) -> list[str]:
    """Of an index of sitemaps, those for news, and the first and the last: sites add at either end."""
    news = [one for one in lists if "news" in one.lower()]
    return list(dict.fromkeys([*news[:2], *lists[:1], *lists[-1:]]))


def _gal_stamps(now: datetime) -> list[str]:
    """Names of the last day's files, the newest first; the last hour's may not be there yet."""
    full = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    hours = (full - timedelta(hours=back) for back in range(1, _GAL_HOURS + 1))
    return [f"{hour:%Y%m%d%H}{minute:02}00" for hour in hours for minute in reversed(_GAL_MINUTES)]
