"""How addresses are read."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.errors import FetchError
from verifier.fetch.urls import join_url, parse_url
from verifier.model import OutcomeCode


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.com", "https://example.com/"),
        ("HTTPS://EXAMPLE.COM./A", "https://example.com/A"),
        ("http://example.com:80/", "http://example.com/"),
        ("http://example.com:8080/", "http://example.com:8080/"),
        ("https://u:p@example.com/x", "https://example.com/x"),
        ("https://example.com/a b#c", "https://example.com/a%20b"),
        ("https://example.com/żółw?q=ą", "https://example.com/%C5%BC%C3%B3%C5%82w?q=%C4%85"),
        ("https://example.com/%C5%BC", "https://example.com/%C5%BC"),
        ("https://пример.рф/", "https://xn--e1afmkfd.xn--p1ai/"),
        ("https://example.com?x=1", "https://example.com/?x=1"),
        ("https://example.com/a\\b", "https://example.com/a/b"),
        ("http://0x08.8.2056/", "http://8.8.8.8/"),
        ("http://[2606:4700:0::1111]/", "http://[2606:4700::1111]/"),
        ("https://example.com/a//b/../c", "https://example.com/a//b/../c"),
    ],
)
def test_an_address_gets_one_spelling(text: str, url: str) -> None:
    assert url == parse_url(text).url


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b", "https://example.com/b"),
        ("c?d=1#e", "https://example.com/a/c?d=1"),
        ("//other.example.com/x", "https://other.example.com/x"),
        ("http://example.com/plain", "http://example.com/plain"),
        ("", "https://example.com/a/b"),
        (" /spaced \r\n", "https://example.com/spaced"),
        ("?only=query", "https://example.com/a/b?only=query"),
    ],
)
def test_a_redirect_is_read_against_the_page_it_came_from(location: str, url: str) -> None:
    assert url == join_url(parse_url("https://example.com/a/b"), location).url


@pytest.mark.parametrize("location", ["javascript:alert(1)", "http://[::1", "/a\x00b", "/" + "x" * 9000, "https://"])
def test_a_redirect_to_nowhere_is_an_error_of_the_address(location: str) -> None:
    with pytest.raises(FetchError) as caught:
        join_url(parse_url("https://example.com/"), location)
    assert caught.value.outcome is OutcomeCode.INVALID_URL


def test_the_message_names_the_address_but_not_all_of_a_huge_one() -> None:
    with pytest.raises(FetchError, match="cannot be used") as caught:
        parse_url("http://example.com/" + "x" * 100_000)
    assert len(caught.value.message) < 400


@given(st.text(max_size=60))
def test_no_text_whatever_raises_anything_else(text: str) -> None:
    for candidate in (text, "http://" + text, "http://example.com/" + text):
        with contextlib.suppress(FetchError):
            place = parse_url(candidate)
            assert place.url.isascii()
            assert place == parse_url(place.url)
