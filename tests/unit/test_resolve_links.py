"""From what an author linked to what should be fetched, and for which day."""

from __future__ import annotations

import pytest

from verifier.model import Article, Citation, Claim, Resolution, Resolved, Source, Target
from verifier.resolve import cited_day, page_behind, resolve, source_key
from verifier.settings import ArchiveSettings, Settings

ARTICLE = Article(text="…", published="2025-09-24")
OWN = ArchiveSettings(name="Own", cdx="http://127.0.0.1:9/cdx", replay="http://127.0.0.1:9/own/{timestamp}id_/{url}")


def resolved(url: str | None, article: Article = ARTICLE, **fields: object) -> Resolved:
    source = Source(**{"name": "NATO", "dates": ("2025-09-12",), "domains": ("nato.int",), "url": url} | fields)  # type: ignore[arg-type]
    citation = Citation(
        id="c1", start=0, end=1, text="(NATO, September 12)", sources=(source,), claim=Claim(text="", spans=())
    )
    return resolve(source, citation, article, Settings(archives=(OWN,)))


def target(url: str, **fields: object) -> Target:
    found = resolved(url, **fields)  # type: ignore[arg-type]
    assert found.resolution is Resolution.LINKED
    assert found.target is not None
    return found.target


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.nato.int/news.htm", "https://www.nato.int/news.htm"),
        ("https://www.nato.int/news.htm#part", "https://www.nato.int/news.htm"),
        ("https://www.nato.int/news.htm?utm_source=a&id=3&fbclid=b", "https://www.nato.int/news.htm?id=3"),
        ("https://www.nato.int/news.htm?UTM_Source=a", "https://www.nato.int/news.htm"),
        ("https://x.com/a/status/1?s=20", "https://x.com/a/status/1"),
        ("https://shop.example/?s=20", "https://shop.example/?s=20"),
        ("https://youtu.be/abc?si=Share&t=42", "https://youtu.be/abc?t=42"),
        (" https://www.nato.int/a b.htm ", "https://www.nato.int/a%20b.htm"),
        ("https://www.nato.int/very/\n   long.htm", "https://www.nato.int/very/long.htm"),
        ("//www.nato.int/news.htm", "https://www.nato.int/news.htm"),
        ("www.nato.int/news.htm", "https://www.nato.int/news.htm"),
        ("rosbalt.ru", "https://rosbalt.ru"),
        ("https://www.google.com/url?q=https://www.nato.int/a%3Fb%3Dc&sa=D", "https://www.nato.int/a?b=c"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fnato.int%2Fa&h=x", "https://nato.int/a"),
        ("https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fnato.int%2Fa&data=1", "https://nato.int/a"),
        ("https://www.google.com/search?q=nato", "https://www.google.com/search?q=nato"),
        ("https://nato.int/пресса", "https://nato.int/пресса"),
    ],
)
def test_a_link_is_cleaned_of_what_is_not_the_page(link: str, expected: str) -> None:
    assert target(link) == Target(url=expected, near="2025-09-12")


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        ("https://www.google.com/amp/s/www.nato.int/a.html", "https://www.nato.int/a.html"),
        ("https://www.google.co.uk/amp/www.nato.int/a.html?b=1", "http://www.nato.int/a.html?b=1"),
        ("https://www-nato-int.cdn.ampproject.org/c/s/www.nato.int/a.html", "https://www.nato.int/a.html"),
        ("https://www-nato-int.cdn.ampproject.org/v/www.nato.int/a?x=1", "http://www.nato.int/a?x=1"),
        ("https://www-nato-int.translate.goog/a/b?_x_tr_sl=ru&_x_tr_tl=en&id=3", "https://www.nato.int/a/b?id=3"),
        ("https://my--site-example.translate.goog/a", "https://my-site.example/a"),
        ("https://translate.google.com/translate?sl=ru&tl=en&u=https://nato.int/a", "https://nato.int/a"),
        ("https://webcache.googleusercontent.com/search?q=cache:AbC-1:https://nato.int/a+word", "https://nato.int/a"),
        ("https://webcache.googleusercontent.com/search?q=cache:nato.int/a", "http://nato.int/a"),
        ("https://12ft.io/https://nato.int/a", "https://nato.int/a"),
        ("https://r.jina.ai/https://nato.int/a?b=1", "https://nato.int/a?b=1"),
        ("https://href.li/?https://nato.int/a", "https://nato.int/a"),
        ("https://urldefense.com/v3/__https://nato.int/a__;!!abc$", "https://nato.int/a"),
        ("https://urldefense.proofpoint.com/v2/url?u=https-3A__nato.int_a&d=Dw", "https://nato.int/a"),
        ("https://12ft.io/about", "https://12ft.io/about"),
        ("https://www.google.com/amp/about", "https://www.google.com/amp/about"),
        ("https://urldefense.com/v3/nothing", "https://urldefense.com/v3/nothing"),
        ("https://www.linkedin.com/safety/go?url=https%3A%2F%2Fnato.int%2Fa", "https://nato.int/a"),
    ],
)
def test_a_cache_translator_or_filter_is_seen_through(link: str, expected: str) -> None:
    assert target(link).url == expected


@pytest.mark.parametrize(
    ("kind", "checked"),
    [("parenthetical", True), ("note_marker", True), ("bare_url", True), ("inline_link", False)],
)
def test_a_kind_that_is_not_checked_keeps_its_page_and_says_why(kind: str, checked: bool) -> None:
    source = Source(name="NATO", url="https://www.nato.int/a")
    citation = Citation(id="c1", start=0, end=1, text="x", kind=kind, sources=(source,), claim=Claim(text="", spans=()))
    found = resolve(source, citation, ARTICLE, Settings())
    assert (found.checked, found.resolution) == (checked, Resolution.LINKED)
    assert found.target is not None
    assert (found.reason is None) is checked
    assert checked or "VERIFIER_CHECKED_KINDS" in (found.reason or "")
    everything = resolve(source, citation, ARTICLE, Settings(checked_kinds=(kind,)))
    assert everything.checked


@pytest.mark.parametrize(
    ("link", "url", "archived_at"),
    [
        ("https://web.archive.org/web/20250910061244/https://nato.int/a", "https://nato.int/a", "20250910061244"),
        (
            "https://web.archive.org/web/20250910061244id_/https://nato.int/a?utm_id=1#x",
            "https://nato.int/a",
            "20250910061244",
        ),
        ("http://127.0.0.1:9/own/20250910061244/https://nato.int/a", "https://nato.int/a", "20250910061244"),
        ("https://web.archive.org/web/2025*/nato.int/a", "http://nato.int/a", None),
        (
            "https://www.google.com/url?q=https://web.archive.org/web/20250910061244/http://nato.int/",
            "http://nato.int/",
            "20250910061244",
        ),
        (
            "https://web.archive.org/web/2024/https://archive.ph/2020.01.02-030405/https://nato.int/a",
            "https://nato.int/a",
            "20200102030405",
        ),
    ],
)
def test_a_link_to_a_copy_is_taken_apart_into_page_and_moment(link: str, url: str, archived_at: str | None) -> None:
    assert target(link) == Target(url=url, near="2025-09-12", archived_at=archived_at)


@pytest.mark.parametrize(
    "link",
    ["javascript:void(0)", "mailto:press@nato.int", "#note1", "tel:+32", "data:text/html,x", "/relative", "ftp://a.example/x",
     "https://", "http://[bad", "about:blank", "file:///etc/passwd", "word"],
)  # fmt: skip
def test_a_link_to_no_web_page_is_no_link_and_the_reason_shows_it(link: str) -> None:
    found = resolved(link)
    assert (found.resolution, found.target) == (Resolution.NONE, None)
    assert link in (found.reason or "")
    assert "(NATO, September 12)" in (found.reason or "")


@pytest.mark.parametrize(
    ("link", "fetchable"),
    [("ftp://ftp.nato.example/a.txt", False), ("SFTP://nato.example/a.txt", False), ("mailto:press@nato.int", True)],
)
def test_a_link_of_a_kind_that_is_not_fetched_is_told_from_none(link: str, fetchable: bool) -> None:
    found = resolved(link)
    assert found.fetchable is fetchable
    assert ("is an " + link.partition(":")[0].lower() + " address" in (found.reason or "")) is not fetchable


def test_an_endless_address_is_given_up() -> None:
    assert page_behind("https://web.archive.org" + "/2025" * 100_000 + "/https://nato.int/") is None


def test_wrappers_without_end_are_given_up() -> None:
    link = "https://nato.int/"
    for _ in range(9):
        link = "https://vk.com/away.php?to=" + link.replace("%", "%25").replace("&", "%26").replace("?", "%3F")
    assert page_behind(link) is None


@pytest.mark.parametrize(
    ("dates", "published", "expected"),
    [
        (("2025-09-10",), None, "2025-09-10"),
        (("2025-09-10/2025-09-14",), None, "2025-09-10"),
        (("2025-08-10", "2025-09-17"), None, "2025-08-10"),
        (("2025-09",), None, "2025-09-15"),
        (("2025",), None, "2025-07-01"),
        ((), "2025-09-24", "2025-09-24"),
        ((), "2025-09-24T10:00:00+02:00", "2025-09-24"),
        ((), None, None),
        (("2025-13-40",), "2025-09-24", "2025-09-24"),
        (("soon",), None, None),
    ],
)
def test_the_cited_day_decides_which_copy_is_meant(
    dates: tuple[str, ...], published: str | None, expected: str | None
) -> None:
    assert cited_day(dates, published) == expected


def test_a_date_of_access_is_the_day_of_the_copy() -> None:
    assert target("https://nato.int/a", dates=("2025-09-14",), accessed=True).near == "2025-09-14"


def test_without_a_date_the_article_s_own_day_counts() -> None:
    assert target("https://nato.int/a", dates=()).near == "2025-09-24"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"outlet": "NATO"}, "names NATO, 12 September 2025, but links no page. Find the page on nato.int"),
        ({"outlet": None, "name": "The Gazette", "domains": ()}, "names The Gazette, 12 September 2025,"),
        (
            {"platform": "YouTube", "handle": "@APT", "domains": ("youtube.com",)},
            "names @APT on YouTube, 12 September 2025,",
        ),
        ({"accessed": True, "dates": ("2025-09-14",)}, "names NATO, read on 14 September 2025,"),
        ({"dates": ("2025-09",)}, "names NATO, 2025-09,"),
        ({"dates": ()}, "names NATO, in an article of 24 September 2025,"),
        ({"name": "", "domains": ()}, "was lost from the page"),
    ],
)
def test_a_source_without_a_link_says_what_is_missing(fields: dict[str, object], expected: str) -> None:
    found = resolved(None, **fields)
    assert (found.resolution, found.target) == (Resolution.NONE, None)
    assert expected in (found.reason or "")


def test_neither_date_nor_article_date_leaves_the_day_out() -> None:
    assert "names NATO but links" in (resolved(None, Article(text=""), dates=()).reason or "")


def test_one_page_has_one_key_however_it_is_spelt() -> None:
    one = Target(url="HTTPS://nato.int:443/%61#x", near="2025-09-12")
    assert source_key(one) == source_key(Target(url="https://nato.int/a", near="2025-09-12"))
    assert len(source_key(one)) == 32


@pytest.mark.parametrize(
    "other",
    [
        Target(url="https://nato.int/b", near="2025-09-12"),
        Target(url="https://nato.int/a", near="2025-09-13"),
        Target(url="https://nato.int/a", near="2025-09-12", archived_at="20250910061244"),
        Target(url="https://nato.int/a"),
    ],
)
def test_another_page_day_or_copy_has_another_key(other: Target) -> None:
    assert source_key(Target(url="https://nato.int/a", near="2025-09-12")) != source_key(other)
