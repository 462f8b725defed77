"""Finders over search services: a wanted page in, one question a site, the pages that the answer lists out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any
from urllib.parse import urlencode

from verifier.charset import encodable
from verifier.errors import FetchError
from verifier.model import OutcomeCode, Sighting, Wanted
from verifier.protocols import KeyedWeb, Web
from verifier.resolve.answers import day_of, list_in, rows_of, text_of
from verifier.resolve.queries import query_words, site_query
from verifier.resolve.wanted import window

_SITES = 2
_MOST_ROWS = 250
_OPENED = date(2015, 1, 1)  # GDELT's search knows nothing older
_JSON = {"Accept": "application/json"}


class GdeltFinder:
    """`protocols.Finder` over GDELT DOC 2.0, which searches machine translations: names and figures carry over."""

    name = "gdelt"

    def __init__(self, web: Web, url: str) -> None:
        self._web = web
        self._url = url

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Raises `FetchError`. Not asked about platforms, nor for pages whose day is not known."""
        first, last = window(wanted)
        if wanted.platform or first is None or last is None or last < _OPENED:
            return []

        def ask(domain: str) -> list[Sighting]:
            question = {
                "query": _gdelt_query(wanted, domain),
                "mode": "artlist",
                "format": "json",
                "maxrecords": str(_MOST_ROWS),
                "startdatetime": f"{first:%Y%m%d}000000",
                "enddatetime": f"{last:%Y%m%d}235959",
                "sort": "datedesc",
            }
            rows = rows_of(self._web.get(_asked(self._url, question), headers=_JSON), "GDELT", "articles")
            return _sightings(rows, self.name, ("title",), (), ("seendate",))

        return _of_each_site(wanted, ask)


class SearxngFinder:
    """`protocols.Finder` over a SearXNG of the operator's, which may stand in a private network."""

    name = "searxng"

    def __init__(self, web: KeyedWeb, url: str) -> None:
        self._web = web
        self._url = url.rstrip("/") + ("" if url.rstrip("/").endswith("/search") else "/search")

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Raises `FetchError`, also when every engine behind it failed: then it knows nothing of what there is."""

        def ask(domain: str) -> list[Sighting]:
            question = {"q": site_query(wanted, domain), "format": "json", "safesearch": "0"}
            if wanted.languages and wanted.languages[0] != "mul":
                question["language"] = wanted.languages[0]
            answer = self._web.get(_asked(self._url, question), headers=_JSON, inner=True)
            rows = rows_of(answer, "SearXNG", "results")
            if not rows and list_in(answer, "unresponsive_engines"):
                raise FetchError(OutcomeCode.SERVER_ERROR, "none of SearXNG's engines answered")
            return _sightings(rows, self.name, ("title",), ("content",), _DAYS)

        return _of_each_site(wanted, ask)


class BraveFinder:
    """`protocols.Finder` over Brave Search."""

    name = "brave"

    def __init__(self, web: KeyedWeb, url: str, key: str) -> None:
        self._web = web
        self._url = url
        self._keys = {"X-Subscription-Token": key}

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Raises `FetchError`."""
        first, last = window(wanted)

        def ask(domain: str) -> list[Sighting]:
            question = {"q": site_query(wanted, domain), "count": "20"}
            if first is not None and last is not None:
                question["freshness"] = f"{first}to{last}"
            answer = self._web.get(_asked(self._url, question), headers=_JSON, keys=self._keys)
            rows = rows_of(answer, "Brave Search", "web", "results")
            return _sightings(rows, self.name, ("title",), ("description",), _DAYS)

        return _of_each_site(wanted, ask)


class MediaCloudFinder:
    """`protocols.Finder` over Media Cloud's search of online news."""

    name = "mediacloud"

    def __init__(self, web: KeyedWeb, url: str, key: str) -> None:
        self._web = web
        self._url = url.rstrip("/") + "/search/story-list"
        self._keys = {"Authorization": f"Token {key}"}

    def find(self, wanted: Wanted) -> Sequence[Sighting]:
        """Raises `FetchError`. Not asked about platforms, nor for pages whose day is not known."""
        first, last = window(wanted)
        if wanted.platform or first is None or last is None:
            return []

        def ask(domain: str) -> list[Sighting]:
            words = " OR ".join(query_words(wanted, 6))
            question = {
                "q": f"canonical_domain:{domain}" + (f" AND ({words})" if words else ""),
                "p": "onlinenews-mediacloud",
                "start": first.isoformat(),
                "end": last.isoformat(),
                "page_size": "100",
            }
            answer = self._web.get(_asked(self._url, question), headers=_JSON, keys=self._keys)
            rows = rows_of(answer, "Media Cloud", "stories")
            return _sightings(rows, self.name, ("title",), (), ("publish_date",))

        return _of_each_site(wanted, ask)


_DAYS = ("publishedDate", "page_age", "published")


def _of_each_site(wanted: Wanted, ask: Callable[[str], list[Sighting]]) -> list[Sighting]:
    """What is known of the outlet's first sites, up to a failure. Raises it only where nothing was found before."""
    found: list[Sighting] = []
    for domain in wanted.domains[:_SITES]:
        try:
            found += ask(domain)
        except FetchError:
            if not found:
                raise
            break
    return found


def _gdelt_query(wanted: Wanted, domain: str) -> str:
    """Words of fewer than three letters are an error there, and one word in brackets is another."""
    words = [word for word in query_words(wanted, 6) if len(word) > 2 and word.isalpha()]
    some = f"({' OR '.join(words)}) " if len(words) > 1 else "".join(f"{word} " for word in words)
    return f"{some}domainis:{domain}"


def _asked(url: str, question: dict[str, str]) -> str:
    return url + ("&" if "?" in url else "?") + urlencode(question)


def _sightings(
    rows: Sequence[dict[str, Any]],
    how: str,
    titles: Sequence[str],
    texts: Sequence[str],
    days: Sequence[str],
) -> list[Sighting]:
    found = []
    for row in rows[:_MOST_ROWS]:
        url = row.get("url")
        if isinstance(url, str) and url.startswith(("http://", "https://")) and url == encodable(url):
            day = day_of(row, days)
            found.append(Sighting(url=url, how=how, title=text_of(row, titles), text=text_of(row, texts), day=day))
    return found
