"""Addresses of archived copies, in the manners of many archives; and which addresses mean the same page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.mementos import (
    iso_of,
    mementos_in_link,
    moment,
    replay_url,
    stamp_in,
    stamp_of,
    stamp_of_http_date,
    unwrap,
)
from verifier.pages import canonical, host_of, loose_key, without_tracking

PAGE = "https://page.example/a?b=c"


@pytest.mark.parametrize(
    ("address", "page", "stamp"),
    [
        (f"https://web.archive.org/web/20250910061244/{PAGE}", PAGE, "20250910061244"),
        (f"http://web.archive.org/web/20250910061244if_/{PAGE}", PAGE, "20250910061244"),
        (f"https://archive.org/web/20250910061244im_/{PAGE}", PAGE, "20250910061244"),
        (f"https://web.archive.org/web/20250910/{PAGE}", PAGE, "20250910235959"),
        (f"https://web.archive.org/web/202509/{PAGE}", PAGE, "20250930235959"),
        (f"https://web.archive.org/web/202402/{PAGE}", PAGE, "20240229235959"),
        (f"https://web.archive.org/web/2025/{PAGE}", PAGE, "20251231235959"),
        (f"https://web.archive.org/web/2025*/{PAGE}", PAGE, None),
        (f"https://web.archive.org/web/*/{PAGE}", PAGE, None),
        ("https://web.archive.org/web/20250910061244/http:/page.example/a", "http://page.example/a", "20250910061244"),
        ("https://web.archive.org/web/20250910061244/page.example/a", "http://page.example/a", "20250910061244"),
        ("https://web.archive.org/web/2025/http%3A%2F%2Fpage.example%2F", "http://page.example/", "20251231235959"),
        (f"https://arquivo.pt/wayback/20250910061244/{PAGE}", PAGE, "20250910061244"),
        (f"https://arquivo.pt/noFrame/replay/20250910061244id_/{PAGE}", PAGE, "20250910061244"),
        (f"https://www.webarchive.org.uk/wayback/en/archive/20250910061244mp_/{PAGE}", PAGE, "20250910061244"),
        (f"https://wayback.archive-it.org/4711/20250910061244/{PAGE}", PAGE, "20250910061244"),
        (f"https://webarchive.nationalarchives.gov.uk/ukgwa/20250910061244/{PAGE}", PAGE, "20250910061244"),
        (f"https://webarchive.loc.gov/all/20250910061244/{PAGE}", PAGE, "20250910061244"),
        (f"https://archive.ph/20250910061244/{PAGE}", PAGE, "20250910061244"),
        (f"https://archive.today/2025.09.10-061244/{PAGE}", PAGE, "20250910061244"),
        ("https://archive.is/2025/http://page.example/20240101/x", "http://page.example/20240101/x", "20251231235959"),
    ],
)  # fmt: skip
def test_the_page_behind_a_copy_is_found(address: str, page: str, stamp: str | None) -> None:
    assert unwrap(address) == (page, stamp)


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        "https://archive.ph/AbCdE",
        "https://perma.cc/AB12-CD34",
        "https://archive.org/details/some-book",
        "https://web.archive.org/",
        "https://web.archive.org/save/https://page.example/",
        "https://web.archive.org/web/20250910061244/mailto:someone",
        "https://news.example/20250910061244/https://page.example/",
        "https://notarchive.org.example/web/20250910061244/https://page.example/",
        "http://[web.archive.org/web/20250910061244/https://page.example/",
        "",
    ],
)
def test_other_addresses_are_left_alone(address: str) -> None:
    assert unwrap(address) is None


@pytest.mark.parametrize(
    "template",
    [
        "http://127.0.0.1:8080/coll/{timestamp}id_/{url}",
        "https://archive.example/{timestamp}/{url}",
        "https://archive.example/replay?at={timestamp}&page={url}",
    ],
)
@given(
    page=st.sampled_from(
        [PAGE, "http://page.example/", "https://page.example/20200101000000/x", "https://p.example/%C5%82"]
    ),
    stamp=st.datetimes().filter(lambda t: t.year >= 1000).map(lambda t: t.strftime("%Y%m%d%H%M%S")),
)
def test_what_a_template_wraps_it_also_unwraps(template: str, page: str, stamp: str) -> None:
    assert unwrap(replay_url(template, stamp, page), (template,)) == (page, stamp)


def test_a_template_also_knows_its_framed_copies_and_the_other_scheme() -> None:
    template = "https://own.example/web/{timestamp}id_/{url}"
    assert unwrap(f"http://own.example/web/20250910061244/{PAGE}", (template,)) == (PAGE, "20250910061244")


def test_the_first_time_in_an_address_counts() -> None:
    assert stamp_in("https://a.example/20250910061244id_/http://b.example/20200101000000") == "20250910061244"
    assert stamp_in("https://a.example/99999999999999/20250910061244/") == "20250910061244"
    assert stamp_in("https://a.example/202509100612441") is None


@pytest.mark.parametrize(
    ("time", "stamp"),
    [
        ("2025-09-10T06:12:44Z", "20250910061244"),
        ("2025-09-10T06:12:44.987654Z", "20250910061244"),
        ("2025-09-10T08:12:44+02:00", "20250910061244"),
        ("2025-09-10T06:12:44", "20250910061244"),
        ("2025-09-10", "20250910000000"),
        ("yesterday", None),
        ("", None),
    ],
)
def test_times_become_digits(time: str, stamp: str | None) -> None:
    assert stamp_of(time) == stamp


@pytest.mark.parametrize(
    ("time", "stamp"),
    [
        ("Wed, 10 Sep 2025 06:12:44 GMT", "20250910061244"),
        ("Wed, 10 Sep 2025 08:12:44 +0200", "20250910061244"),
        ("rubbish", None),
        ("", None),
        (None, None),
    ],
)
def test_a_memento_datetime_is_read(time: str | None, stamp: str | None) -> None:
    assert stamp_of_http_date(time) == stamp


def test_the_copies_in_a_link_field_are_found() -> None:
    field = (
        '<https://p.example/a,b>; rel="original", <https://a.example/timemap>; rel="timemap"; type="x/y", '
        '<https://a.example/1/x>; rel="first memento"; datetime="Wed, 01 Jan 2020 00:00:00 GMT",'
        '<https://a.example/2/x>; rel="memento"; datetime="Wed, 10 Sep 2025 06:12:44 GMT", '
        '<https://a.example/3/x>; datetime="Wed, 01 Jan 2025 00:00:00 GMT"; rel="last memento"; license="z", '
        '<https://a.example/4/x>; rel="memento"; datetime="rubbish", <https://a.example/5>; rel="mementos"'
    )
    assert mementos_in_link(field) == [
        ("https://a.example/1/x", "20200101000000"),
        ("https://a.example/2/x", "20250910061244"),
        ("https://a.example/3/x", "20250101000000"),
    ]
    assert mementos_in_link(None) == []


def test_digits_become_times() -> None:
    assert iso_of("20250910061244") == "2025-09-10T06:12:44Z"
    assert moment("20251310061244") is None


@given(st.text(max_size=80))
def test_no_address_is_too_odd(text: str) -> None:
    for address in (text, "https://web.archive.org/web/2025/" + text, "https://" + text, "https://x.example/?" + text):
        unwrap(address)
        loose_key(address)
        without_tracking(address)
        host_of(address)
        assert canonical(canonical(address)) == canonical(address)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://www.page.example/a", "http://page.example/a/"),
        ("https://page.example", "https://page.example/"),
        ("https://page.example/%c5%82", "https://page.example/ł"),
        ("https://page.example/~a", "https://page.example/%7Ea"),
        ("https://page.example/a?x=1&utm_campaign=b", "https://page.example/a?x=1"),
        ("https://müller.example/a", "https://xn--mller-kva.example/a"),
        ("https://page.example./a", "https://page.example/a"),
        ("https://www2.page.example/a", "https://page.example/a"),
    ],
)
def test_two_spellings_of_one_page_have_one_key(one: str, other: str) -> None:
    assert loose_key(one) == loose_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://page.example/a", "https://page.example/A"),
        ("https://page.example/a?x=1", "https://page.example/a?x=2"),
        ("https://page.example/a", "https://page.example:8443/a"),
        ("https://page.example/a%2Fb", "https://page.example/a/b"),
        ("https://www.com/a", "https://com/a"),
        ("https://page.example/?si=1", "https://page.example/"),
    ],
)
def test_two_pages_have_two_keys(one: str, other: str) -> None:
    assert loose_key(one) != loose_key(other)
