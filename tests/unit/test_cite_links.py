"""Links inside a bracket belong to the source they stand on."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Citations, Link


def found(text: str, *anchors: tuple[str, str], published: str = "2024-05-05") -> Citations:
    links, at = [], 0
    for anchor, url in anchors:
        start = text.index(anchor, at) if anchor else text.index("^", at)
        at = start + len(anchor)
        links.append(Link(span=(start, at), url=url))
    return find_citations(Article(text=text, published=published, language="en", links=tuple(links)))


def urls(text: str, *anchors: tuple[str, str]) -> list[str | None]:
    return [source.url for one in found(text, *anchors).citations for source in one.sources]


@pytest.mark.parametrize(
    ("anchors", "expected"),
    [
        ([("Report.az", "https://r/1"), ("Trend", "https://t/2")], ["https://r/1", "https://t/2"]),
        ([("May 1", "https://r/1"), ("May 2", "https://t/2")], ["https://r/1", "https://t/2"]),
        ([("Report.az, May 1", "https://r/1"), ("Trend, May 2", "https://t/2")], ["https://r/1", "https://t/2"]),
        ([("Trend", "https://t/2")], [None, "https://t/2"]),
        ([("(Report.az, May 1; Trend, May 2)", "https://r/1")], ["https://r/1", None]),
        ([("Rep", "https://r/1"), ("ort.az", "https://r/1"), ("Trend", "https://t/2")], ["https://r/1", "https://t/2"]),
        ([("Report.az", "mailto:a@b"), ("Trend", "#note")], [None, None]),
        ([("Report.az", "javascript:void(0)")], [None, None]),
        ([("Report.az", "/program/12/")], ["/program/12/", None]),
    ],
)
def test_a_link_goes_to_the_source_it_stands_on(anchors: list[tuple[str, str]], expected: list[str | None]) -> None:
    assert expected == urls("Prices rose (Report.az, May 1; Trend, May 2).", *anchors)


def test_a_link_to_a_list_of_articles_yields_to_one_that_leads_to_an_article() -> None:
    text = "Prices rose (Report.az, May 3)."
    for general in ("https://report.example/", "https://here.example/tag/report/"):
        assert urls(text, ("Report.az", general), ("May 3", "https://r/3")) == ["https://r/3"]
        assert urls(text, ("Report.az", general)) == [general]


def test_of_several_dates_the_link_on_the_name_wins() -> None:
    text = "Prices rose (Akorda.kz, May 3, 5)."
    assert urls(text, ("Akorda.kz", "https://a/3"), ("5", "https://a/5")) == ["https://a/3"]


def test_a_lost_name_takes_outlet_and_link_from_the_empty_link() -> None:
    text = "Beijing spoke (, May 1;, May 2)."
    links = (
        Link(span=(15, 15), url="https://www.globaltimes.cn/1"),
        Link(span=(23, 23), url="https://www.huanqiu.com/2"),
    )
    (one,) = find_citations(Article(text=text, published="2024-05-05", language="en", links=links)).citations
    assert [(source.name, source.outlet, source.url) for source in one.sources] == [
        ("", "Global Times", "https://www.globaltimes.cn/1"),
        ("", "Global Times (Chinese)", "https://www.huanqiu.com/2"),
    ]


def test_a_linked_word_such_as_source_is_a_citation() -> None:
    assert urls("Farmers doubt it (source).", ("source", "https://a/doubt")) == ["https://a/doubt"]
    assert found("Farmers doubt it (source).").citations == ()


def test_a_link_on_the_last_words_of_the_claim_serves_the_bracket() -> None:
    text = "Prices rose by a third (Reuters, May 3)."
    assert urls(text, ("by a third", "https://www.reuters.com/a")) == ["https://www.reuters.com/a"]


def test_a_link_far_from_the_bracket_does_not() -> None:
    text = "Prices, as the ministry had foretold in a long statement last week, rose by a third (Reuters, May 3)."
    assert urls(text, ("Prices", "https://ministry.example/a")) == [None]


def test_a_linked_acronym_is_still_an_acronym() -> None:
    text = "The North Atlantic Treaty Organization (NATO) met."
    assert found(text, ("NATO", "https://nato.int")).citations == ()


def test_a_linked_date_alone_is_a_citation() -> None:
    assert urls("The port closed (May 1).", ("May 1", "https://a/1")) == ["https://a/1"]
