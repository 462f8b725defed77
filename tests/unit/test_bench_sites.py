"""The pages of the loopback web: the same each time, of a real page's size, with the fact that an article cites."""

from __future__ import annotations

from bench.sites import HOSTS, host, news_article, news_page, story

from verifier.extract import extract


def test_a_page_is_the_same_each_time_and_each_site_has_a_template() -> None:
    assert news_page(3) == news_page(3)
    assert len({news_page(number).split("<h1>")[0] for number in range(8)}) == 8
    assert host(0) == host(HOSTS) != host(1)


def test_pages_have_the_size_of_real_ones_and_tell_their_fact() -> None:
    for number in range(4):
        body = news_page(number).encode()
        assert 20_000 < len(body) < 250_000
        document = extract(body, url=f"http://{host(number)}/news/{number}", content_type="text/html")
        assert str(story(number).amount) in document.text


def test_an_article_cites_each_page_by_its_link() -> None:
    text = news_article([4, 5], 8123)
    assert all(f"http://{host(number)}:8123/news/{number}" in text for number in (4, 5))
    assert story(4).claim in text
