"""The outward signs of a page, in one linear scan."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.growth import grows_evenly

from verifier.fetch.markup import MAX_SCAN_BYTES, amp_link, meta_refresh, refresh_target, scan, without_noscript


def test_title_headings_metas_and_text_are_taken_in() -> None:
    page = scan(
        b"""<!doctype html><html><head><title>A &amp; B</title><meta property="og:type" content='article'>
        <script type="application/ld+json">{"a": 1}</script><style>p { color: red }</style></head>
        <body><h1>The <b>Heading</b></h1><p title="a > b">One &nbsp; two</p><!-- <h1>not this</h1> -->
        <noscript>Please turn on JavaScript</noscript><input type="password"></body></html>""",
        "text/html",
    )
    assert page.title == "A & B"
    assert page.headings == ["The Heading"]
    assert page.metas == {"og:type": "article"}
    assert page.data_blocks == [b'{"a": 1}']
    assert page.text == "The Heading One two"
    assert page.asks_password
    assert page.asks_for_javascript
    assert page.complete


def test_the_page_is_decoded_first() -> None:
    page = scan("<meta charset=windows-1251><title>Страница не найдена</title>".encode("cp1251"), None)
    assert page.title == "Страница не найдена"


def test_an_empty_root_is_seen() -> None:
    assert scan(b'<body><div id="root"></div><script src="x"></script>', None).empty_root
    assert not scan(b'<body><div id="root"><p>text</p></div>', None).empty_root


@pytest.mark.parametrize(
    ("content", "target"),
    [
        ("0; url=/b", (0, "/b")),
        ("5;URL='https://x.example/?a=b;c'", (5, "https://x.example/?a=b;c")),
        ('1, url="/b"', (1, "/b")),
        ("0;/b", (0, "/b")),
        ("3.5; url=/b", (3, "/b")),
        ("30", None),
        ("", None),
        ("; url=/b", None),
        ("0; url=''", None),
    ],
)
def test_a_refresh_is_read_as_browsers_do(content: str, target: tuple[int, str] | None) -> None:
    assert target == refresh_target(content)


def test_only_a_refresh_within_seconds_counts() -> None:
    page = b'<meta http-equiv=refresh content="60; url=/slow"><meta http-equiv="refresh" content="2;url=/quick">'
    assert meta_refresh(page, None) == "/quick"
    assert meta_refresh(page, None, within_s=1) is None


HOSTILE = {
    "only brackets": b"<" * 3_000_000,
    "scripts without an end": b"<script>" * 300_000,
    "titles without an end": b"<title>" * 300_000,
    "noscripts without an end": b"<noscript><a " * 200_000,
    "comments without an end": b"<!--" * 500_000,
    "quotes without an end": b'<meta content="' * 150_000,
    "one huge tag": b"<meta " + b"a" * 2_000_000,
    "many attributes": b"<meta " + b"a=b " * 500_000 + b">",
    "headings without an end": b"<h1>" * 400_000,
    "deep nesting": b"<div>" * 400_000,
    "equal signs": b"<meta " + b"= " * 500_000 + b">",
    "entities": b"&amp;&#x" * 250_000,
    "nulls": b"\0" * 2_000_000,
}


@pytest.mark.timeout(20)
@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_page_costs_no_more_than_its_length(kind: str) -> None:
    """Quadratic scanning of these would take many minutes, far over the limit of the test."""
    page = scan(HOSTILE[kind], "text/html")
    assert page.text_chars >= 0


def test_the_rendition_without_scripts_is_the_one_the_page_links() -> None:
    page = b'<link rel=canonical href=/a><link href="/amp/a" rel="AMPhtml"><link rel=amphtml href=/other>'
    assert amp_link(page, None) == "/amp/a"
    assert amp_link(b"<link rel=canonical href=/a><p>amphtml</p>", None) is None
    assert amp_link(b"<link rel=amphtml>", None) is None


@pytest.mark.parametrize(
    ("body", "left"),
    [
        (b"<p>a</p><noscript>x<b>y</b></noscript><p>b</p>", b"<p>a</p><p>b</p>"),
        (b"a<NOSCRIPT class=c>x</NoScript >b<noscript>y</noscript>c", b"abc"),
        (b"a<noscript>x", b"a"),
        (b"a<noscript>x</noscript", b"a"),
        (b"plain", b"plain"),
    ],
)
def test_what_is_said_to_browsers_without_scripts_can_be_left_out(body: bytes, left: bytes) -> None:
    assert without_noscript(body) == left
    assert without_noscript(b"<noscript>" * 200_000) == b""


def test_a_page_beyond_the_caps_counts_as_long() -> None:
    page = scan(b"<title>Page not found</title>" + b"<!-- -->" * (MAX_SCAN_BYTES // 8), None)
    assert not page.complete
    assert page.text_chars >= 20_000


@given(st.binary(max_size=500))
def test_no_bytes_whatever_raise(body: bytes) -> None:
    scan(body, None)
    scan(b"<meta http-equiv=refresh " + body, "text/html; charset=utf-8")
    meta_refresh(b"<meta http-equiv=refresh content='0;" + body, None)


@pytest.mark.parametrize(
    ("markup", "seen"),
    [
        ("<div class='art-paywall'><p>Join us</p></div>", "Join us"),
        ('<div data-at="7" id="regwall"><div>Join</div> us</div>', "Join us"),
        ("<div class=subscriber-wall>Join us</div>", "Join us"),
        ("<script id='paywall-js'>var a;</script><div class='paywall'>Join us</div>", "Join us"),
        ("<style id=paywall-css>p { }</style><div class=paywall>Join us</div>", "Join us"),
        ("<div class='wide' title='paywall'>Join us</div>", ""),
        ("<div class='paywall' aria-hidden='true'>Join us</div>", ""),
    ],
)
def test_what_a_wall_says_is_what_is_seen_in_the_element_of_its_name(markup: str, seen: str) -> None:
    assert scan(f"<p>Waves were high.</p>{markup}<p>More</p>".encode(), None).wall == seen


def test_many_names_in_a_tag_that_may_be_a_wall_are_read_once() -> None:
    assert grows_evenly(lambda size: scan((b"<p " + b"class=pay " * 99 + b"wall>") * (size // 1000), None), 1_600_000)
