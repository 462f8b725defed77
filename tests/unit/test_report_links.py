"""What the address of a link says about the outlet and the day that a citation names, with or without the page."""

from __future__ import annotations

import pytest
from support.sample_report import outcome

from verifier.cite import outlet_table
from verifier.model import Obtained, OutcomeCode, Resolution, Resolved, Source, SourceState, Target
from verifier.report import check_source
from verifier.report.link_days import days_in_url
from verifier.report.tables import hides_the_page, same_house

TABLE = outlet_table(None)
GONE = Obtained(outcome=outcome(SourceState.GONE, OutcomeCode.NOT_FOUND))


def publisher(host: str) -> str | None:
    """The outlet of a host by the shipped table."""
    outlet = TABLE.at_host(host)
    return outlet.name if outlet is not None else None


def codes(source: Source, url: str, got: Obtained | None) -> set[str]:
    """The findings about a source whose link leads to an address."""
    resolved = Resolved(resolution=Resolution.LINKED, target=Target(url=url))
    return {finding.code for finding in check_source(source, resolved, got, None, publisher).findings}


def cited(name: str, *dates: str) -> Source:
    """A source as it is built from its name."""
    outlet = TABLE.find(name)
    assert outlet is not None, name
    return Source(name=name, dates=dates, outlet=outlet.name, domains=outlet.domains)


@pytest.mark.parametrize("got", [None, GONE], ids=["not asked", "gone"])
@pytest.mark.parametrize(
    ("name", "url", "differs"),
    [
        ("Reuters", "https://www.reuters.com/world/a", False),
        ("Reuters", "https://jp.reuters.com/world/a", False),
        ("Reuters", "https://reut.rs/3abc", False),
        ("Reuters", "https://bit.ly/3abc", False),
        ("Reuters", "https://t.co/3abc", False),
        ("Reuters", "https://archive.ph/AbCdE", False),
        ("Reuters", "https://doi.org/10.1/a", False),
        ("Reuters", "https://news.google.com/articles/CBM", False),
        ("Reuters", "https://www.youtube.com/@Reuters", False),
        ("Reuters", "https://x.com/Reuters/status/1", False),
        ("Reuters", "https://www.rt.com/news/1", True),
        ("Reuters", "https://finance.yahoo.com/news/a", True),
        ("Reuters", "https://reuters.com.evil.example/a", True),
        ("Reuters", "https://www.harbour.example/a", True),
        ("BBC", "https://www.bbc.co.uk/news/a", False),
        ("BBC", "https://www.bbc.com/russian/a", False),
        ("RFE/RL", "https://www.svoboda.org/a/1.html", False),
        ("RFE/RL", "https://rus.azattyq.org/a/1.html", False),
        ("Sputnik", "https://sputnik.by/2025/a.html", False),
        ("Global Times", "https://www.huanqiu.com/a", False),
        ("TASS", "https://tass.com/politics/1", False),
        ("Der Spiegel", "https://www.spiegel.de/a", False),
        ("Der Spiegel", "https://www.spiegel.ltd/a", True),
        ("Der Spiegel", "https://spiegel.ws/a", True),
        ("Deutsche Welle", "https://www.dw.com/ru/a-1", False),
        ("The Guardian", "https://guardian.ng/news/a", True),
        ("Kommersant", "https://kommersant.uk/a", False),
        ("RBC", "https://www.rbc.ua/news/1", True),
        ("Interfax", "https://interfax.com.ua/news/1", True),
        ("YouTube", "https://youtu.be/abc", False),
        ("YouTube", "https://rutube.ru/video/abc", True),
        ("YouTube", "https://www.harbour.example/a", True),
        ("Telegram", "https://telegram.me/a/1", False),
        ("Forbes", "https://www.forbes.ru/a", False),
        ("NATO", "https://ac.nato.int/a", False),
        ("NATO", "https://www.gov.uk/a", True),
    ],
)
def test_a_link_that_leads_to_another_house(name: str, url: str, differs: bool, got: Obtained | None) -> None:
    assert ("outlet-differs" in codes(cited(name), url, got)) is differs


def test_the_message_names_the_outlet_the_link_leads_to() -> None:
    resolved = Resolved(resolution=Resolution.LINKED, target=Target(url="https://www.rt.com/news/1"))
    (finding,) = check_source(cited("Reuters"), resolved, None, None, publisher).findings
    assert finding.message == "The citation names Reuters (reuters.com), but the link leads to rt.com."
    resolved = Resolved(resolution=Resolution.LINKED, target=Target(url="https://iz.ru/1"))
    (finding,) = check_source(cited("Reuters"), resolved, None, None, publisher).findings
    assert finding.message.endswith("leads to iz.ru (Izvestia).")


def test_a_shortened_link_is_compared_once_it_was_followed() -> None:
    assert hides_the_page("bit.ly")
    assert hides_the_page("links.bit.ly")
    assert not hides_the_page("bit.ly.example")


def test_an_edition_under_a_cheap_ending_is_none() -> None:
    assert same_house("harbour.fr", "harbour.com", known=False)
    assert not same_house("harbour.fr", "harbour.com", known=True)
    assert not same_house("harbour.today", "harbour.com", known=False)
    assert not same_house("harbour.tk", "harbour.com", known=False)
    assert not same_house("rt.de", "rt.com", known=False)


@pytest.mark.parametrize(
    ("path", "days"),
    [
        ("/2025/09/10/x", ["2025-09-10"]),
        ("/2025/09/10", ["2025-09-10"]),
        ("/2025-09-10/", ["2025-09-10"]),
        ("/2025-09-10-words", ["2025-09-10"]),
        ("/2025/9/10/x", ["2025-09-10"]),
        ("/2025-09/10/c_1131.htm", ["2025-09-10"]),
        ("/n1/2025/0910/c1002-4055.html", ["2025-09-10"]),
        ("/20250910/abc/c.html", ["2025-09-10"]),
        ("/202509/10/x.html", ["2025-09-10"]),
        ("/art/t20250910_123.html", ["2025-09-10"]),
        ("/words-20250910.html", ["2025-09-10"]),
        ("/world/2025/sep/10/words", ["2025-09-10"]),
        ("/2025/September/10/x", ["2025-09-10"]),
        ("/10-sep-2025/x", ["2025-09-10"]),
        ("/september/10/2025/a", ["2025-09-10"]),
        ("/13-09-2025/x", ["2025-09-13"]),
        ("/10-09-2025/x", ["2025-09-10", "2025-10-09"]),
        ("/2025.09.10/x", ["2025-09-10"]),
        ("/2025/09/10_a_123.shtml", ["2025-09-10"]),
        ("/2025_09_10_x", ["2025-09-10"]),
        ("/video/2025-09-10", ["2025-09-10"]),
        ("/2025%2F09%2F10/x", ["2025-09-10"]),
        ("/?date=2025-09-10", ["2025-09-10"]),
        ("/a?dt=20250910&p=1", ["2025-09-10"]),
        ("/news/2025/09/words-here", ["2025-09-01"]),
        ("/09-2025/words", ["2025-09-01"]),
        ("/2025/sep/words", ["2025-09-01"]),
        ("/202509/words", ["2025-09-01"]),
        ("/2025/09/12-reasons", ["2025-09-01"]),
        ("/wp-content/uploads/2025/09/report.pdf", []),
        ("/sites/default/files/2025-09/report.pdf", []),
        ("/article/20250910", []),
        ("/world-europe-20110512", []),
        ("/a-20250910", []),
        ("/id/1234567890123", []),
        ("/id/120250910", []),
        ("/202509101530", []),
        ("/2025/13/10/", []),
        ("/a/20191345", []),
        ("/n/202509", []),
        ("/c/18760910/x", []),
        ("/1.20250910", []),
        ("/assessment-september-10-2025", []),
        ("/attack-of-september-11-2001-remembered", []),
        ("/elections/2024/x", []),
        ("/2025-26/season", []),
        ("/2024-2025/plan", []),
        ("/v/2025.1.2", []),
        ("/12-09-2025x", []),
        ("/?p=20250910", []),
        ("/report-9-11", []),
        ("", []),
    ],
)
def test_the_days_an_address_may_carry(path: str, days: list[str]) -> None:
    assert [first.isoformat() for first, _ in days_in_url("https://a.example" + path)] == days


def test_an_address_that_cannot_be_taken_apart_carries_no_day() -> None:
    assert days_in_url("http://[broken/2025/09/10/") == ()


@pytest.mark.parametrize(
    ("dates", "path", "differs"),
    [
        (("2025-09-10",), "/2025/09/10/a", False),
        (("2025-09-10",), "/2025/09/09/a", False),
        (("2025-09-10",), "/2025/09/11/a", False),
        (("2025-09-10",), "/2025/09/12/a", True),
        (("2025-09-10",), "/2024/09/10/a", True),
        (("2025-09-10",), "/2025/09/words", False),
        (("2025-09-10",), "/2025/08/words", True),
        (("2025-09-01",), "/2025/08/words", False),
        (("2025-09-10",), "/10-09-2025/a", False),
        (("2025-10-09",), "/10-09-2025/a", False),
        (("2025-09-10", "2025-09-20"), "/2025/09/20/a", False),
        (("2025-09-10/2025-09-14",), "/2025/09/13/a", False),
        (("2025-09",), "/2025/09/13/a", False),
        (("2025",), "/2024/09/13/a", True),
        ((), "/2024/09/13/a", False),
        (("2025-09-10",), "/article/20240910", False),
    ],
)
def test_a_link_whose_address_has_another_day_than_the_cited_one(
    dates: tuple[str, ...], path: str, differs: bool
) -> None:
    source = Source(name="Radio", dates=dates)
    for got in (None, GONE):
        assert ("cited-date-differs" in codes(source, "https://radio.example" + path, got)) is differs


def test_the_day_of_reading_is_not_held_against_the_address() -> None:
    source = Source(name="Radio", dates=("2025-09-10",), accessed=True)
    assert codes(source, "https://radio.example/2019/01/01/a", None) == set()
