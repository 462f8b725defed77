"""Search services over real HTTP: what is asked, what comes of it, and every way they fail."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from support.loopback import Loopback, quick
from support.newsstand import FAILURES, SERVICE, Newsstand, Printed

from verifier import pipeline
from verifier.errors import FetchError
from verifier.extract import SandboxExtractor
from verifier.fetch.archives import CdxArchive
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.model import Obtained, OutcomeCode, Resolution, Target, Wanted
from verifier.protocols import Finder
from verifier.resolve.answers import text_of
from verifier.resolve.engines import BraveFinder, GdeltFinder, MediaCloudFinder, SearxngFinder, _asked
from verifier.resolve.finders import ArchiveFinder
from verifier.resolve.queries import site_query
from verifier.search import headline_index, live_search
from verifier.settings import Settings

CLAIM = "Police in Selm detained nine people over the theft of 870 kilograms of copper."
LEAD = "Police in Selm said on Wednesday that they had detained nine people over the theft of 870 kilograms of copper."
PADDING = "Officials gave no further details on the day. A statement is expected later from the town hall. " * 3


def printed(name: str, title: str, lead: str, day: str = "2025-03-12", host: str = "selmpost.example") -> Printed:
    return Printed(url=f"https://{host}/news/{name}", title=title, lead=lead, day=day, language="en", more=PADDING)


RIGHT = printed("nine-held-over-copper-401", "Nine held over copper theft in Selm", LEAD)
PAGES = (
    RIGHT,
    printed("copper-prices-402", "Copper prices climb again", "The price of copper rose on Wednesday in Selm."),
    printed("choir-sings-403", "Choir sings in the dome", "The choir sang before a full house of people on Wednesday."),
    printed("nine-held-404", "Nine held over copper theft in Selm", LEAD, day="2025-05-30"),
    printed("selm-theft-405", "Copper theft in Selm", LEAD, host="brede.example"),
)
WANTED = Wanted(
    name="Selm Post",
    claim=CLAIM,
    domains=("selmpost.example",),
    languages=("en",),
    dates=("2025-03-12",),
    language="en",
    published="2025-03-20",
)


@pytest.fixture
def stand() -> Iterator[Newsstand]:
    with Newsstand(PAGES) as running:
        yield running


@pytest.fixture
def settings(stand: Newsstand, tmp_path: Path) -> Settings:
    return stand.settings(tmp_path, read_timeout_s=0.5, fetch_deadline_s=1.0)


def gdelt(web: LiveWeb, settings: Settings) -> Finder:
    return GdeltFinder(web, settings.gdelt_doc_url)


def searxng(web: LiveWeb, settings: Settings) -> Finder:
    return SearxngFinder(web, settings.searxng_url or "")


def brave(web: LiveWeb, settings: Settings) -> Finder:
    return BraveFinder(web, settings.brave_url, settings.brave_key or "")


def mediacloud(web: LiveWeb, settings: Settings) -> Finder:
    return MediaCloudFinder(web, settings.mediacloud_url, settings.mediacloud_key or "")


def cdx(web: LiveWeb, settings: Settings) -> Finder:
    return ArchiveFinder(CdxArchive(settings.archives[0], web))


Make = Callable[[LiveWeb, Settings], Finder]
ENGINES: tuple[Make, ...] = (gdelt, searxng, brave, mediacloud)


@pytest.mark.parametrize("make", [*ENGINES, cdx])
def test_a_service_finds_the_page_at_the_outlet(make: Make, stand: Newsstand, settings: Settings) -> None:
    found = make(stand.web(settings), settings).find(WANTED)
    assert RIGHT.url in {one.url for one in found}
    assert all("selmpost.example" in one.url for one in found)
    assert len(stand.asked(make.__name__)) == 1


@pytest.mark.parametrize("make", [gdelt, brave, mediacloud])
def test_a_service_that_knows_days_is_asked_for_those_of_the_citation(
    make: Make, stand: Newsstand, settings: Settings
) -> None:
    found = make(stand.web(settings), settings).find(WANTED)
    assert {one.day for one in found} == {"2025-03-12"}


@pytest.mark.parametrize("make", [*ENGINES, cdx])
@pytest.mark.parametrize("how", [how for how in FAILURES if how != "empty"])
def test_a_service_that_fails_is_an_error_that_says_how(
    make: Make, how: str, stand: Newsstand, settings: Settings
) -> None:
    stand.failing[make.__name__] = how
    with pytest.raises(FetchError):
        make(stand.web(settings), settings).find(WANTED)


@pytest.mark.parametrize("make", [*ENGINES, cdx])
def test_a_service_that_knows_nothing_says_so(make: Make, stand: Newsstand, settings: Settings) -> None:
    stand.failing[make.__name__] = "empty"
    assert list(make(stand.web(settings), settings).find(WANTED)) == []


@pytest.mark.parametrize("make", [gdelt, mediacloud, cdx])
@pytest.mark.parametrize(
    "wanted",
    [replace(WANTED, dates=()), replace(WANTED, accessed=True), replace(WANTED, platform="YouTube", handle="@Selm")],
    ids=["no day", "a day of reading", "a platform"],
)
def test_services_by_day_are_not_asked_without_one_nor_about_platforms(
    make: Make, wanted: Wanted, stand: Newsstand, settings: Settings
) -> None:
    assert list(make(stand.web(settings), settings).find(wanted)) == []
    assert stand.heard == []


@pytest.mark.parametrize("make", ENGINES)
def test_what_one_site_gave_is_kept_when_the_next_question_fails(
    make: Make, stand: Newsstand, settings: Settings
) -> None:
    asked = make(_Second(stand, make.__name__, stand.web(settings)), settings)  # type: ignore[arg-type]
    found = asked.find(replace(WANTED, domains=("selmpost.example", "brede.example")))
    assert RIGHT.url in {one.url for one in found}
    with pytest.raises(FetchError):
        asked.find(WANTED)


class _Second:
    """The web, on which a service fails from the second question on."""

    def __init__(self, stand: Newsstand, service: str, web: LiveWeb) -> None:
        self._stand, self._service, self._web = stand, service, web

    def get(self, *told: Any, **more: Any) -> Any:
        answer = self._web.get(*told, **more)
        self._stand.failing[self._service] = "rate_limited"
        return answer


def test_a_searxng_whose_engines_all_failed_is_down(stand: Newsstand, settings: Settings) -> None:
    said = {"results": [], "unresponsive_engines": [["one", "CAPTCHA"], ["two", "timeout"]]}
    url = f"https://searxng.{SERVICE}/search"
    stand.routes[url] = (200, json.dumps(said).encode(), "application/json")
    with pytest.raises(FetchError):
        searxng(stand.web(settings), settings).find(WANTED)
    stand.routes[url] = (200, json.dumps(said | {"unresponsive_engines": []}).encode(), "application/json")
    assert list(searxng(stand.web(settings), settings).find(WANTED)) == []


def test_no_service_is_asked_for_a_language_that_is_none(stand: Newsstand, settings: Settings) -> None:
    searxng(stand.web(settings), settings).find(replace(WANTED, languages=("mul",)))
    searxng(stand.web(settings), settings).find(WANTED)
    assert [one.query.get("language") for one in stand.asked("searxng")] == [None, ["en"]]


def test_escapes_are_taken_off_what_a_service_shows() -> None:
    assert text_of({"title": "Oster&#x27;s <strong>plan</strong> &amp; more"}, ("title",)) == "Oster's plan & more"


def test_services_are_asked_whatever_their_robots_txt_says(stand: Newsstand, settings: Settings) -> None:
    gdelt(stand.web(settings), settings).find(WANTED)
    assert [one.path for one in stand.heard] == ["/api/v2/doc/doc"]


@pytest.mark.parametrize(("make", "header"), [(brave, "x-subscription-token"), (mediacloud, "authorization")])
def test_a_key_is_told_to_its_service_and_to_nobody_it_sends_us_to(
    make: Make, header: str, stand: Newsstand, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    elsewhere = f"https://gdelt.{SERVICE}/api"
    monkeypatch.setattr(stand, "answer", lambda heard: (302, b"", elsewhere))
    with pytest.raises(FetchError):
        make(stand.web(settings), settings).find(WANTED)
    first, second = stand.heard[:2]
    assert "sesame" in first.headers[header]
    assert second.host == f"gdelt.{SERVICE}"
    assert "sesame" not in str(second)


def test_keys_are_in_no_message_and_no_printed_setting(stand: Newsstand, settings: Settings) -> None:
    stand.failing["brave"] = "server_error"
    with pytest.raises(FetchError) as caught:
        brave(stand.web(settings), settings).find(WANTED)
    assert "sesame" not in f"{caught.value.message} {settings!r}"


def test_a_private_searxng_is_asked_and_nothing_else_there(tmp_path: Path) -> None:
    path = _asked("/search", {"q": site_query(WANTED, "selmpost.example"), "format": "json", "safesearch": "0"})
    path += "&language=en"
    with Loopback() as home, Loopback() as inner:
        home.page(path, b'{"results": [{"url": "https://selmpost.example/news/a-b-1"}]}')
        settings = replace(quick(data_dir=tmp_path, searxng_url=home.url), allow_networks=())
        web = LiveWeb(settings, LocalPoliteness())
        assert len(searxng(web, settings).find(WANTED)) == 1
        for url, mine in ((f"{home.url}/search", False), (f"{inner.url}/search", True)):
            with pytest.raises(FetchError) as caught:
                web.get(url, inner=mine)
            assert caught.value.outcome is OutcomeCode.UNSAFE_ADDRESS
        for target in (f"{home.url}/admin", f"{inner.url}/search"):
            home.redirect(path, target)
            with pytest.raises(FetchError) as caught:
                searxng(web, settings).find(WANTED)
            assert caught.value.outcome is OutcomeCode.UNSAFE_ADDRESS
        assert (home.pages(), inner.hits) == ([path] * 3, [])


# --- the whole way -----------------------------------------------------------------------


def looked(stand: Newsstand, settings: Settings, *finders: str) -> Obtained:
    web = stand.web(settings)
    archives = tuple(CdxArchive(one, web) for one in settings.archives)
    search = live_search(replace(settings, finders=finders), web, archives, headline_index(settings))
    tools = pipeline.Tools(settings=settings, web=web, archives=(), extractor=SandboxExtractor(settings), search=search)
    return pipeline.obtain(Target(url="", wanted=WANTED), tools)[0]


def test_a_page_is_found_read_and_named_with_its_finder(stand: Newsstand, settings: Settings) -> None:
    found = looked(stand, settings, "gdelt")
    assert found.resolved is not None
    assert found.resolved.resolution is Resolution.SEARCHED
    assert found.document is not None
    assert LEAD in found.document.text
    assert (found.resolved.candidates[0].url, found.resolved.candidates[0].how) == (RIGHT.url, "gdelt")


def test_one_service_that_is_down_does_not_keep_the_next_from_finding_it(stand: Newsstand, settings: Settings) -> None:
    stand.failing |= {"cdx": "server_error", "gdelt": "plain_text", "searxng": "html"}
    found = looked(stand, settings, "archives", "gdelt", "searxng", "brave")
    assert found.resolved is not None
    assert found.resolved.candidates[0].how == "brave"


def test_where_all_are_down_each_is_named(stand: Newsstand, settings: Settings) -> None:
    stand.failing |= {"cdx": "html", "gdelt": "rate_limited"}
    found = looked(stand, settings, "archives", "gdelt")
    assert "Old Pages could not be asked" in found.outcome.reason
    assert "gdelt could not be asked: it asks for fewer requests." in found.outcome.reason


def test_pages_that_robots_txt_forbids_are_not_read(stand: Newsstand, settings: Settings) -> None:
    stand.routes["https://selmpost.example/robots.txt"] = (200, b"User-agent: *\nDisallow: /news/\n", "text/plain")
    found = looked(stand, settings, "gdelt")
    assert found.document is None
    assert not [one for one in stand.heard if one.path.startswith("/news/")]


def test_without_a_key_or_an_address_a_service_is_not_asked(stand: Newsstand, settings: Settings) -> None:
    bare = replace(settings, searxng_url=None, brave_key=None, mediacloud_key=None, gdelt_doc_url="")
    looked(stand, bare, "gdelt", "searxng", "brave", "mediacloud")
    assert stand.heard == []
