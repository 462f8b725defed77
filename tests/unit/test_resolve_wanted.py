"""What a citation without a link says of its page, and when nothing is searched for."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from verifier.cite import outlet_table
from verifier.model import Article, Citation, Citations, Claim, Resolved, Source, Wanted
from verifier.resolve import resolve, source_key, with_wanted
from verifier.resolve.addresses import at_site, day_in, is_article, words_in
from verifier.resolve.wanted import window
from verifier.search import languages_of
from verifier.settings import Settings

ARTICLE = Article(text="…", published="2025-03-20", language="en")
POST = Source(name="the Selm Post", outlet="Selm Post", domains=("selmpost.example",), dates=("2025-03-12",))
SETTINGS = Settings()


def cited(*sources: Source, claim: str = "The bridge was shut.", kind: str = "parenthetical") -> Citations:
    rows = tuple(
        Citation(
            id=f"c{number}", start=0, end=1, text="(…)", kind=kind, sources=(source,), claim=Claim(text=claim, spans=())
        )
        for number, source in enumerate(sources, 1)
    )
    return Citations(article=ARTICLE, citations=rows)


def resolved(found: Citations, settings: Settings = SETTINGS) -> list[Resolved]:
    rows = [tuple(resolve(one, row, found.article, settings) for one in row.sources) for row in found.citations]
    return [row[0] for row in with_wanted(found, rows, lambda _name, _host: ("pl",))]


def wanted(found: Citations) -> Wanted | None:
    target = resolved(found)[-1].target
    return target.wanted if target is not None else None


def test_a_source_without_a_link_is_wanted_with_all_that_is_known_of_it() -> None:
    assert wanted(cited(POST)) == Wanted(
        name="Selm Post",
        claim="The bridge was shut.",
        domains=("selmpost.example",),
        languages=("pl",),
        dates=("2025-03-12",),
        language="en",
        published="2025-03-20",
    )


@pytest.mark.parametrize(
    "found",
    [
        cited(replace(POST, domains=())),
        cited(replace(POST, name="", outlet=None)),
        cited(POST, claim=""),
        cited(POST, kind="inline_link"),
        cited(replace(POST, url="mailto:editor@selmpost.example")),
    ],
    ids=["no site", "no name", "no claim", "not checked", "a link of another kind"],
)
def test_what_cannot_be_found_is_not_searched_for(found: Citations) -> None:
    assert resolved(found)[0].target is None


def test_a_linked_source_keeps_its_link() -> None:
    (one,) = resolved(cited(replace(POST, url="https://selmpost.example/a")))
    assert one.target is not None
    assert one.target.wanted is None


def test_what_the_article_links_for_the_same_outlet_and_day_is_at_hand() -> None:
    linked = replace(POST, url="https://selmpost.example/bridge")
    other_day = replace(linked, dates=("2025-03-13",), url="https://selmpost.example/other")
    found = wanted(cited(linked, other_day, POST))
    assert found is not None
    assert [one.url for one in found.linked] == ["https://selmpost.example/bridge"]


def test_two_accounts_on_one_platform_are_not_the_same_source() -> None:
    apt = Source(
        name="YouTube/@APT", platform="YouTube", handle="@APT", domains=("youtube.com",), dates=("2025-03-12",)
    )
    found = wanted(cited(replace(apt, handle="@Other", url="https://youtube.com/watch?v=1"), apt))
    assert found is not None
    assert found.linked == ()


def test_each_claim_is_a_search_of_its_own() -> None:
    one, other = (resolved(cited(POST, claim=claim))[0].target for claim in ("It rained.", "It snowed."))
    assert one is not None
    assert other is not None
    assert source_key(one) != source_key(other)


@pytest.mark.parametrize(
    ("dates", "accessed", "expected"),
    [
        (("2025-03-12",), False, (date(2025, 3, 11), date(2025, 3, 13))),
        (("2025-03",), False, (date(2025, 2, 28), date(2025, 4, 1))),
        (("2025-03-10/2025-03-12",), False, (date(2025, 3, 9), date(2025, 3, 13))),
        (("2025-03-12",), True, (None, date(2025, 3, 13))),
        ((), False, (None, date(2025, 3, 21))),
    ],
    ids=["a day", "a month", "a range", "a day of reading", "no date"],
)
def test_the_window_has_a_day_of_slack(
    dates: tuple[str, ...], accessed: bool, expected: tuple[date | None, date | None]
) -> None:
    assert window(Wanted(name="x", claim="y", dates=dates, accessed=accessed, published="2025-03-20")) == expected


# --- addresses ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("url", "words", "day"),
    [
        ("https://a.example/2025/03/12/selm-bridge-shut", "Selm Bridge Shut", "2025-03-12"),
        ("https://a.example/news/selm-bridge-shut-48213.html", "Selm Bridge Shut", None),
        ("https://a.example/news/20250312-selm-bridge.html", "Selm Bridge", "2025-03-12"),
        ("https://a.example/articles/481230", "", None),
        ("https://a.example/2025/31/12/x", "", None),
        ("https://a.example/%D0%BC%D0%BE%D1%81%D1%82-%D0%B7%D0%B0%D0%BA%D1%80%D1%8B%D1%82", "Мост Закрыт", None),
    ],
)
def test_an_address_gives_its_words_and_its_day(url: str, words: str, day: str | None) -> None:
    assert (words_in(url), day_in(url)) == (words, day)


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/", "https://a.example", "https://a.example/tag/bridges-of-selm", "https://a.example/en/tag/x-y",
        "https://a.example/pictures/selm-bridge.jpg", "https://a.example/feed/", "ftp://a.example/selm-bridge-shut",
        "javascript:alert(1)", "https://[broken/selm-bridge", "https://a.example/sport",
    ],
)  # fmt: skip
def test_front_pages_lists_and_files_are_no_articles(url: str) -> None:
    assert not is_article(url)


@pytest.mark.parametrize(
    "url", ["https://a.example/selm-bridge-shut", "https://a.example/articles/481230", "https://a.example/watch?v=Se"]
)
def test_pages_with_words_a_number_or_a_name_are(url: str) -> None:
    assert is_article(url)


def test_a_site_is_a_domain_and_what_lies_below_it() -> None:
    assert at_site("https://www.news.a.example/x", ("a.example",))
    assert not at_site("https://nota.example/x", ("a.example",))
    assert not at_site("https://a.example.evil.example/x", ("a.example",))


@pytest.mark.parametrize(
    ("name", "languages"),
    [("BBC Russian", ("ru",)), ("BBC", ("en",)), ("BBC Ukrainian", ("uk",)), ("DW Polska", ("pl",))],
)
def test_an_edition_writes_in_its_own_language_though_it_shares_a_host(name: str, languages: tuple[str, ...]) -> None:
    outlet = outlet_table(None).find(name)
    assert outlet is not None
    known = languages_of(SETTINGS)
    assert known(outlet.name, outlet.domains[0]) == languages


def test_a_host_tells_the_languages_of_an_outlet_that_is_not_in_the_table() -> None:
    assert languages_of(SETTINGS)("The Selm Post of Nowhere", "kommersant.ru") == ("ru",)
