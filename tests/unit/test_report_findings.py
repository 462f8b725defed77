"""What an editor should know beyond the verdict: each finding, and what must not raise it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from support.sample_report import ARTICLE, citation, linked, obtained, outcome, page

from verifier.model import Citations, Obtained, OutcomeCode, Resolution, Resolved, Source, SourceState, Target
from verifier.report import build_report, check_source
from verifier.report.days import days_of, distance, spoken, spoken_time
from verifier.report.findings import FINDINGS
from verifier.report.tables import platform_of, same_site

TEXT = page("Something was said.")
URL = "https://radio.example/a"


def codes(
    source: Source, got: Obtained | None, resolved: Resolved | None = None, article: object = ARTICLE
) -> set[str]:
    """The finding codes of one source in a report about the article."""
    resolved = resolved or linked(source.url or URL)
    cited = citation(1, "(Radio Nord, March 5)", "Its director promised", source)
    found = Citations(article=article, citations=(cited,))  # type: ignore[arg-type]
    checked = check_source(source, resolved, got)
    report = build_report(
        "r", found, [(cited, [checked])], scorer="s", settings_digest="d", made_at="2025-03-13T02:00:00Z"
    )
    return {finding.code for finding in report.citations[0].sources[0].findings}


def test_the_list_of_codes_is_closed_sorted_and_each_has_a_meaning() -> None:
    assert list(FINDINGS) == sorted(FINDINGS)
    assert {
        "outlet-differs", "cited-date-differs", "changed-since", "supported-by-other-source", "sources-disagree",
        "supported-together",
        "hidden-text", "read-in-part", "found-by-search", "social-post",
    } <= set(FINDINGS)  # fmt: skip
    for kind in FINDINGS.values():
        assert kind.level in ("attention", "note")
        assert kind.meaning.endswith(".")


def test_an_ordinary_source_has_no_findings() -> None:
    source = Source(name="Radio", dates=("2025-03-05",), url=URL, domains=("radio.example",))
    assert codes(source, obtained(URL, TEXT, published="2025-03-05")) == set()


@pytest.mark.parametrize(
    ("url", "domain", "differs"),
    [
        ("https://www.radio.example/a", "radio.example", False),
        ("https://news.radio.example/a", "radio.example", False),
        ("https://radio.example.evil.example/a", "radio.example", True),
        ("https://badradio.example/a", "radio.example", True),
        ("https://youtu.be/xyz", "youtube.com", False),
        ("https://twitter.com/a/status/1", "x.com", False),
        ("https://telegram.me/a/1", "t.me", False),
        ("https://m.vk.ru/wall1", "vk.com", False),
        ("https://youtube.com/watch?v=1", "x.com", True),
    ],
)
def test_a_link_to_another_site_than_the_outlet_named(url: str, domain: str, differs: bool) -> None:
    source = Source(name="Radio", url=url, domains=(domain,))
    assert ("outlet-differs" in codes(source, obtained(url, TEXT))) is differs


def test_the_outlet_is_compared_with_the_page_and_not_with_its_archive() -> None:
    memento = f"https://archive.example/web/20250305000000/{URL}"
    got = obtained(URL, TEXT, state=SourceState.ARCHIVED, final_url=memento, memento_url=memento,
                   captured_at="2025-03-05T00:00:00Z")  # fmt: skip
    assert "outlet-differs" not in codes(Source(name="Radio", url=URL, domains=("radio.example",)), got)


@pytest.mark.parametrize(
    ("cited", "published", "url", "differs"),
    [
        (("2025-03-05",), "2025-03-05", URL, False),
        (("2025-03-05",), "2025-03-06T23:10:00Z", URL, False),
        (("2025-03-05",), "2025-03-08", URL, True),
        (("2025-03-05", "2025-03-08"), "2025-03-08", URL, False),
        (("2025-03",), "2025-03-30", URL, False),
        (("2025-03",), "2025-05-02", URL, True),
        (("2025",), "2025-03-30", URL, False),
        (("2025-03-01/2025-03-07",), "2025-03-05", URL, False),
        (("2025-03-05",), None, "https://radio.example/2025/02/01/a", True),
        (("2025-03-05",), None, "https://radio.example/2025/03/05/a", False),
        (("2025-03-05",), "2025-03-11", "https://radio.example/2025-03-05-a", False),
        (("2025-03-05",), None, URL, False),
        ((), "2025-01-01", URL, False),
        (("2025-03-05",), "not a day", URL, False),
    ],
)
def test_another_date_than_the_cited_one(
    cited: tuple[str, ...], published: str | None, url: str, differs: bool
) -> None:
    source = Source(name="Radio", dates=cited, url=url)
    assert ("cited-date-differs" in codes(source, obtained(url, TEXT, published=published))) is differs


def test_the_day_of_reading_is_not_compared_with_the_day_of_publication() -> None:
    source = Source(name="Radio", dates=("2025-03-10",), accessed=True, url=URL)
    assert codes(source, obtained(URL, TEXT, published="2019-01-01")) == set()


def test_a_page_read_in_part_is_named() -> None:
    assert codes(Source(name="Radio", url=URL), obtained(URL, TEXT, read_share=0.4)) == {"read-in-part"}
    assert codes(Source(name="Radio", url=URL), obtained(URL, TEXT, state=SourceState.PAYWALLED)) == {"read-in-part"}


def test_hidden_text_is_named() -> None:
    got = obtained(URL, TEXT)
    assert got.document is not None
    assert codes(Source(name="R", url=URL), replace(got, document=replace(got.document, hidden_text=True))) == {
        "hidden-text"
    }


def test_a_drifted_page_has_changed_since() -> None:
    assert codes(Source(name="R", url=URL), obtained(URL, TEXT, state=SourceState.DRIFTED)) == {"changed-since"}


def test_a_post_on_a_platform_is_named_even_when_it_could_not_be_read() -> None:
    url = "https://www.facebook.com/a/posts/1"
    blocked = Obtained(outcome=outcome(SourceState.BLOCKED, OutcomeCode.BLOCKED_BOT))
    assert codes(Source(name="Facebook", url=url), blocked) == {"social-post"}
    assert codes(Source(name="Telegram/@a", platform="Telegram"), None, Resolved(resolution=Resolution.NONE)) == set()


def test_a_link_that_leads_elsewhere_now_is_named() -> None:
    got = obtained(URL, TEXT, state=SourceState.MOVED, final_url="https://shop.example/")
    assert codes(Source(name="Radio", url=URL), got) == {"moved-to-other-site"}
    same = obtained(URL, TEXT, state=SourceState.MOVED, final_url="https://www.radio.example/b")
    assert codes(Source(name="Radio", url=URL), same) == set()


def test_a_page_found_by_searching_is_named() -> None:
    searched = Resolved(resolution=Resolution.SEARCHED, target=Target(url=URL))
    assert codes(Source(name="Radio", domains=("radio.example",)), obtained(URL, TEXT), searched) == {"found-by-search"}


def test_an_archived_copy_far_from_the_cited_day_is_named() -> None:
    source = Source(name="Radio", dates=("2025-03-05",), url=URL)
    far = obtained(URL, TEXT, state=SourceState.ARCHIVED, memento_url=URL, captured_at="2025-04-20T00:00:00Z")
    near = obtained(URL, TEXT, state=SourceState.ARCHIVED, memento_url=URL, captured_at="2025-03-07T00:00:00Z")
    assert codes(source, far) == {"archived-copy-distant"}
    assert codes(source, near) == set()


def test_a_name_that_was_lost_is_named() -> None:
    assert codes(Source(name="", url=URL), obtained(URL, TEXT)) == {"name-missing"}


def test_a_cited_day_after_the_article_is_named() -> None:
    source = Source(name="Radio", dates=("2025-06-01",), url=URL)
    assert codes(source, None, Resolved(resolution=Resolution.NONE)) == {"cited-after-article"}
    assert codes(source, None, Resolved(resolution=Resolution.NONE), replace(ARTICLE, published=None)) == set()


def test_a_page_dated_after_the_article_is_named() -> None:
    assert codes(Source(name="Radio", url=URL), obtained(URL, TEXT, published="2025-09-01")) == {
        "published-after-article"
    }


def test_a_source_in_another_language_is_named() -> None:
    assert codes(Source(name="Radio", url=URL), obtained(URL, TEXT, language="pl")) == {"other-language"}
    assert codes(Source(name="Radio", url=URL), obtained(URL, TEXT, language="en-GB")) == set()


@pytest.mark.parametrize(
    "value", ["", None, "2025-13-01", "2025-02-30", "soon", "2025-99", "0000", "/", "2025/", "20a5-01"]
)
def test_what_is_no_day_is_none(value: str | None) -> None:
    assert days_of(value) is None


def test_days_are_stretches_and_distances_are_between_their_ends() -> None:
    march, day = days_of("2025-03"), days_of("2025-04-10")
    assert march is not None
    assert day is not None
    assert (march[0].isoformat(), march[1].isoformat()) == ("2025-03-01", "2025-03-31")
    assert distance(march, day) == distance(day, march) == 10
    assert distance(march, march) == 0


def test_days_are_spoken_as_people_write_them() -> None:
    assert spoken("2025-09-10") == "10 September 2025"
    assert spoken("2025-09") == "September 2025"
    assert spoken("2019") == "2019"
    assert spoken("2025-09-10/2025-09-14") == "10 September 2025 to 14 September 2025"
    assert spoken("--09-10") == "10 September"
    assert spoken("--02-29") == "29 February"
    assert spoken("--09") == "September"
    assert spoken("--") == "--"
    assert spoken("about then") == "about then"
    assert spoken_time("2025-09-10T15:01:22Z") == "10 September 2025, 15:01 UTC"
    assert spoken_time("2025-09-10") == "10 September 2025"


def test_platforms_are_known_by_their_sites() -> None:
    assert platform_of("https://m.youtube.com/watch?v=1") == "YouTube"
    assert platform_of("https://notyoutube.com/") is None
    assert platform_of("http://[broken") is None
    assert same_site("example.org", "www.example.org")


@pytest.mark.parametrize(
    ("days", "told"),
    [
        (("2025-02-31",), "The citation gives 31 February 2025, which no calendar has"),
        (("--09-31",), "The citation gives 31 September, which no calendar has"),
        (("--06-31", "--09-31"), "The citation gives 31 June and 31 September, which no calendar has"),
    ],
)
def test_a_cited_day_that_no_calendar_has_is_told_though_nothing_could_be_read(
    days: tuple[str, ...], told: str
) -> None:
    source = Source(name="Radio", impossible_dates=days)
    checked = check_source(source, Resolved(resolution=Resolution.NONE), None)
    (finding,) = [one for one in checked.findings if one.code == "impossible-date"]
    assert finding.message.startswith(told)
    assert "impossible-date" in codes(source, obtained(URL, TEXT))
