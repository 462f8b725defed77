"""Feeds, sitemaps and lists of articles as pages with headline and day; what is hostile is refused."""

from __future__ import annotations

import gzip
import json

import pytest
from support.growth import patterns_of, runs_evenly

from verifier.errors import UnreadableInput
from verifier.model import Sighting
from verifier.read import feeds
from verifier.read.feeds import MAX_INFLATED_BYTES, articles_in, inflated, listing_in, lists_of, sitemaps_of

RSS = """<?xml version="1.0"?><rss version="2.0"><channel><title>Post</title><language>pl-PL</language><link>https://post.example/</link>
<item><title>Most &amp; tunel</title><link>https://post.example/most-1</link><description>&lt;p&gt;Zamknięty.&lt;/p&gt;</description>
<pubDate>Wed, 12 Mar 2025 23:30:00 +0100</pubDate></item>
<item><title>Bez daty</title><link> /most-2 </link></item><item><title>No link</title></item></channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Post</title><link href="https://post.example/"/>
<entry><title>Brücke zu</title><link rel="enclosure" href="https://post.example/a.mp3"/>
<link href="https://post.example/bruecke"/><published>2025-03-12T08:00:00Z</published><summary>Risse.</summary></entry></feed>"""
NEWS = """<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><loc>https://post.example/most</loc><lastmod>2025-03-14</lastmod><news:news><news:publication><news:name>Post</news:name>
<news:language>pl</news:language></news:publication><news:publication_date>2025-03-12T08:00:00+01:00</news:publication_date>
<news:title>Most zamknięty</news:title></news:news></url><url><loc>https://post.example/old</loc><lastmod>2025-03-14</lastmod></url></urlset>"""
INDEX = """<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>https://post.example/news.xml</loc></sitemap>
<sitemap><loc>/2025.xml</loc></sitemap></sitemapindex>"""
BASE = "https://post.example/feed"


def pages(text: str) -> tuple[Sighting, ...]:
    return listing_in(text.encode(), BASE).pages


def test_rss_gives_headlines_days_and_language() -> None:
    assert pages(RSS) == (
        Sighting(
            url="https://post.example/most-1",
            how="feed",
            title="Most & tunel",
            text="Zamknięty.",
            day="2025-03-12",
            language="pl",
        ),
        Sighting(url="https://post.example/most-2", how="feed", title="Bez daty", language="pl"),
    )


def test_atom_gives_the_page_and_not_its_enclosure() -> None:
    (one,) = pages(ATOM)
    assert (one.url, one.title, one.text, one.day, one.language) == (
        "https://post.example/bruecke", "Brücke zu", "Risse.", "2025-03-12", "de",
    )  # fmt: skip


def test_a_news_sitemap_gives_the_day_of_publication_and_never_that_of_a_change() -> None:
    first, second = pages(NEWS)
    assert (first.how, first.title, first.day, first.language) == ("sitemap", "Most zamknięty", "2025-03-12", "pl")
    assert (second.url, second.day) == ("https://post.example/old", None)


def test_an_index_of_sitemaps_points_to_further_lists() -> None:
    assert listing_in(INDEX.encode(), BASE).lists == ("https://post.example/news.xml", "https://post.example/2025.xml")


def test_addresses_that_cannot_be_taken_apart_cost_no_other() -> None:
    bad = "<sitemap><loc>http://[x</loc></sitemap></sitemapindex>"
    assert len(listing_in(INDEX.replace("</sitemapindex>", bad).encode(), BASE).lists) == 2
    assert len(pages(RSS.replace("<item>", "<item><link>http://[x</link></item><item>", 1))) == 2


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><rss><item><title>&b;</title></item></rss>',
        b'<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/hostname">]><rss><channel/></rss>',
        b'<!DOCTYPE rss [\n<!ENTITY % p SYSTEM "http://10.0.0.1/x.dtd"> %p; ]><rss/>',
    ],
    ids=["bomb", "file", "parameter"],
)
def test_a_document_that_declares_entities_is_refused(body: bytes) -> None:
    with pytest.raises(UnreadableInput, match="declares entities"):
        listing_in(body, BASE)


@pytest.mark.parametrize(
    "body", [b"", b"<html><body>Just a moment</body></html>", b"{}", b"\x00\xff", b"\x1f\x8bdamaged", b"<rss"]
)
def test_what_is_no_list_is_refused(body: bytes) -> None:
    if body == b"<rss":
        assert listing_in(body, BASE).pages == ()
        return
    with pytest.raises(UnreadableInput):
        listing_in(body, BASE)


def test_half_a_feed_gives_the_half_that_came() -> None:
    assert len(pages(RSS[: RSS.index("<item><title>Bez")])) == 1


def test_a_list_may_be_compressed() -> None:
    assert listing_in(gzip.compress(RSS.encode()), BASE).pages == pages(RSS)


def test_a_gzip_bomb_is_not_inflated() -> None:
    with pytest.raises(UnreadableInput, match="larger than 16 MiB"):
        inflated(gzip.compress(b"\0" * (MAX_INFLATED_BYTES + 1)))


def test_gal_lines_give_pages_and_bad_lines_are_passed_over() -> None:
    rows = [
        {
            "date": "2025-03-12T08:01:00Z",
            "url": "https://a.example/x",
            "title": "X <b>y</b>",
            "lang": "ENGLISH",
            "desc": 7,
        },
        {"url": "javascript:alert(1)"},
        ["no", "object"],
        {"url": 5},
    ]
    body = "\n".join([*map(json.dumps, rows), "{broken", ""]).encode()
    assert articles_in(gzip.compress(body)) == [
        Sighting(url="https://a.example/x", how="gal", title="X y", day="2025-03-12", language="en")
    ]


def test_feeds_are_named_in_the_head_of_a_page_and_sitemaps_in_robots_txt() -> None:
    page = (
        b'<link rel="alternate" type="application/rss+xml" href="/rss?a=1&amp;b=2"><link rel="alternate" hreflang="pl">'
    )
    assert lists_of(page, "https://post.example/") == ["https://post.example/rss?a=1&b=2"]
    bad = b'<link rel="alternate" type="application/rss+xml" href="http://[x">'
    assert lists_of(bad + page, "https://post.example/") == ["https://post.example/rss?a=1&b=2"]
    robots = b"User-agent: *\nSITEMAP: https://post.example/s.xml\nSitemap: /relative.xml\n"
    assert sitemaps_of(robots) == ["https://post.example/s.xml"]


ITEM = "<item><title>{}</title><link>https://post.example/a-1</link></item>"
CYRILLIC = "Взрыв в порту Лиманы, есть погибшие"


def rss(entries: str, spaces: str = "") -> str:
    return f"<rss {spaces}><channel>{entries}</channel></rss>"


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Caf&eacute; &ndash; bar", "Café – bar"),
        ("Oster&amp;#8217;s &amp;quot;plan&amp;quot;", 'Oster’s "plan"'),
        ("<![CDATA[Rock &amp; roll&nbsp;<b>here</b>]]>", "Rock & roll here"),
        ("A &amp;lt;b&amp;gt; c", "A <b> c"),
    ],
)
def test_escapes_of_any_depth_are_taken_off_headlines(written: str, title: str) -> None:
    assert [one.title for one in pages(rss(ITEM.format(written)))] == [title]


@pytest.mark.parametrize(
    ("declared", "encoding"),
    [
        ("", "cp1251"),
        ("utf-8", "cp1251"),
        ("windows-1251", "cp1251"),
        ("windows-1251", "utf-8"),
        ("utf8mb4", "utf-8"),
        ("utf-16", "utf-16"),
    ],
)
def test_a_feed_is_read_in_the_encoding_it_is_in_whatever_it_declares(declared: str, encoding: str) -> None:
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else ""
    body = (head + rss(ITEM.format(CYRILLIC) * 3)).encode(encoding)
    assert {one.title for one in listing_in(body, BASE).pages} == {CYRILLIC}


def test_entities_are_refused_in_utf_16_too() -> None:
    text = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE r [<!ENTITY a "b">]>' + rss(ITEM.format("&a;"))
    with pytest.raises(UnreadableInput):
        listing_in(text.encode("utf-16"), BASE)


@pytest.mark.parametrize("before", ["<br />\n<b>Warning</b>: no index in <b>/x.php</b><br />\n", "Notice: x\n"])
def test_notices_of_a_server_before_the_document_are_passed_over(before: str) -> None:
    assert [one.title for one in pages(before + RSS)] == ["Most & tunel", "Bez daty"]


@pytest.mark.parametrize(
    "entry",
    [
        "<link></link><guid>https://post.example/right</guid>",
        "<guid isPermaLink='true'>https://post.example/right</guid>",
        "<link>https://counting.example/x</link><f:origLink>https://post.example/right</f:origLink>",
        "<a:link rel='self' href='https://post.example/feed'/><link>\n https://post.example/right\n</link>",
        "<guid isPermaLink='false'>https://post.example/wrong</guid><link>https://post.example/right</link>",
    ],
)
def test_the_address_is_found_wherever_it_is_written(entry: str) -> None:
    spaces = 'xmlns:f="http://rssnamespace.org/feedburner/ext/1.0" xmlns:a="http://www.w3.org/2005/Atom"'
    assert [one.url for one in pages(rss(f"<item><title>T</title>{entry}</item>", spaces))] == [
        "https://post.example/right"
    ]


def test_an_identifier_that_is_no_address_is_none() -> None:
    assert pages(rss("<item><title>T</title><guid isPermaLink='false'>https://post.example/x</guid></item>")) == ()
    assert pages(rss("<item><title>T</title><guid>tag:post.example,2025:1</guid></item>")) == ()


def test_pictures_and_sources_lend_neither_title_nor_day_nor_address() -> None:
    spaces = 'xmlns:m="http://search.yahoo.com/mrss/" xmlns:i="http://www.google.com/schemas/sitemap-image/1.1"'
    picture = "<m:content><m:title>A cat</m:title></m:content>"
    assert pages(rss(ITEM.replace("<item>", f"<item>{picture}").format("T"), spaces))[0].title == "T"
    image = "<i:image><i:loc>https://post.example/cat.jpg</i:loc><i:title>A cat</i:title></i:image>"
    (one,) = pages(f"<urlset {spaces}><url>{image}<loc>https://post.example/a-1</loc></url></urlset>")
    assert (one.url, one.title) == ("https://post.example/a-1", None)
    source = "<source><title>Elsewhere</title><updated>2020-01-01</updated></source>"
    (one,) = pages(ATOM.replace("<entry>", f"<entry>{source}"))
    assert (one.title, one.day) == ("Brücke zu", "2025-03-12")


@pytest.mark.parametrize(
    ("written", "day"), [("2025-99-99", None), ("12.09.2025 10:00", "2025-09-12"), ("32.09.2025", None), ("soon", None)]
)
def test_only_a_day_of_the_calendar_is_one(written: str, day: str | None) -> None:
    entry = ITEM.format("T").replace("</item>", f"<pubDate>{written}</pubDate></item>")
    assert [one.day for one in pages(rss(entry))] == [day]


@pytest.mark.parametrize(
    ("written", "code"), [("pol", "pl"), ("pl_PL", "pl"), ("Polish", "pl"), ("xx", None), ("Klingon", None)]
)
def test_languages_are_known_by_tag_and_name(written: str, code: str | None) -> None:
    row = json.dumps({"url": "https://a.example/x", "lang": written}).encode()
    assert [one.language for one in articles_in(row)] == [code]
    assert pages(rss(f"<language>{written}</language>" + ITEM.format("T")))[0].language == code


def test_a_file_of_several_parts_is_read_whole_and_a_damaged_one_up_to_the_damage() -> None:
    rows = [
        json.dumps({"url": f"https://a.example/{number * 7919 % 10_007}"}).encode() + b"\n" for number in range(5_000)
    ]
    whole = gzip.compress(b"".join(rows[:2_500])) + gzip.compress(b"".join(rows[2_500:]))
    assert len(articles_in(whole)) == 5_000
    assert 500 < len(articles_in(whole[: len(whole) // 3])) < 5_000
    damaged = bytearray(whole)
    damaged[len(whole) * 3 // 4] ^= 0xFF
    assert 2_500 <= len(articles_in(bytes(damaged))) < 5_000


def test_a_bomb_behind_a_small_part_is_not_inflated() -> None:
    bomb = gzip.compress(b"x") + gzip.compress(bytes(MAX_INFLATED_BYTES + 1))
    with pytest.raises(UnreadableInput, match="larger"):
        inflated(bomb)


def test_no_pattern_reads_a_letter_again_and_again() -> None:
    slow = [
        (name, unit)
        for name, pattern, method in patterns_of(feeds)
        for unit in ("a", "a=", "<?xml ", "<link ", "<", '="', "1.", "\n")
        if not runs_evenly(pattern, method, unit, "")
    ]
    assert slow == []
