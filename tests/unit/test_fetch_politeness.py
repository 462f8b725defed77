"""Turns at a site."""

from __future__ import annotations

import pytest

from verifier.fetch.politeness import LocalPoliteness, site_of
from verifier.fetch.urls import parse_url


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


def test_turns_are_an_interval_apart() -> None:
    politeness = LocalPoliteness(Clock())
    assert [politeness.reserve("a", 2.0) for _time in range(4)] == [0.0, 2.0, 4.0, 6.0]


def test_sites_do_not_wait_for_each_other() -> None:
    politeness = LocalPoliteness(Clock())
    assert politeness.reserve("a", 2.0) == 0.0
    assert politeness.reserve("b", 2.0) == 0.0


def test_time_that_has_passed_is_not_waited_for() -> None:
    clock = Clock()
    politeness = LocalPoliteness(clock)
    politeness.reserve("a", 2.0)
    clock.now += 1.5
    assert politeness.reserve("a", 2.0) == pytest.approx(0.5)
    clock.now += 60
    assert politeness.reserve("a", 2.0) == 0.0


def test_a_site_that_asked_for_a_pause_is_left_alone() -> None:
    politeness = LocalPoliteness(Clock())
    politeness.back_off("a", 30.0)
    politeness.back_off("a", 5.0)
    assert politeness.reserve("a", 2.0) == 30.0


def test_sites_long_idle_are_forgotten() -> None:
    clock = Clock()
    politeness = LocalPoliteness(clock)
    for number in range(10_000):
        politeness.reserve(str(number), 1.0)
    clock.now += 10
    politeness.reserve("one more", 1.0)
    assert len(politeness._free_at) == 1


@pytest.mark.parametrize(
    ("url", "site"),
    [
        ("https://www.news.example.com/a", "example.com"),
        ("https://example.co.uk/", "example.co.uk"),
        ("https://a.b.example.co.uk/", "example.co.uk"),
        ("http://127.0.0.1:8000/", "127.0.0.1:8000"),
        ("http://localhost:8000/", "localhost:8000"),
        ("http://[2606:4700::1111]/", "2606:4700::1111:80"),
        ("https://www.gov.pl/web/mon", "www.gov.pl"),
        ("https://co.uk/", "co.uk:443"),
    ],
)
def test_a_site_is_what_one_owner_runs(url: str, site: str) -> None:
    assert site == site_of(parse_url(url))


def test_one_visitor_is_at_a_site_at_a_time() -> None:
    clock = Clock()
    politeness = LocalPoliteness(clock)
    token = politeness.enter("a", 30.0)
    assert token is not None
    assert politeness.enter("a", 30.0) is None
    assert politeness.enter("b", 30.0) is not None
    politeness.leave("a", "somebody else's")
    assert politeness.enter("a", 30.0) is None
    politeness.leave("a", token)
    assert politeness.enter("a", 30.0) is not None


def test_a_visitor_who_died_is_forgotten() -> None:
    clock = Clock()
    politeness = LocalPoliteness(clock)
    politeness.enter("a", 30.0)
    clock.now += 31
    assert politeness.enter("a", 30.0) is not None
