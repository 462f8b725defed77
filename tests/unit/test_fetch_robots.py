"""What robots.txt lets us read."""

from __future__ import annotations

import pytest

from verifier.errors import FetchError
from verifier.fetch.robots import Robots, allows, parse_robots, pause_s
from verifier.fetch.urls import Location, parse_url
from verifier.model import OutcomeCode


def _allows(text: str, path: str) -> bool:
    return allows(parse_robots(text.encode()), parse_url("https://example.com" + path))


@pytest.mark.parametrize(
    ("text", "path", "fine"),
    [
        ("User-agent: *\nDisallow: /", "/a", False),
        ("User-agent: *\nDisallow:", "/a", True),
        ("", "/a", True),
        ("User-agent: other\nDisallow: /", "/a", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Source-Verifier\nAllow: /", "/a", True),
        ("User-agent: *\nDisallow: /a*c$", "/abc", False),
        ("User-agent: *\nDisallow: /a*c$", "/abcd", True),
        ("User-agent: *\nDisallow: /*?print", "/x?print=1", False),
        ("User-agent: *\nDisallow: /a\nAllow: /a/b", "/a/b/c", True),
        ("\ufeffUser-agent: *\nDisallow: /a", "/a", False),
        ("<html>not found</html>", "/a", True),
        ("User-agent: *\nDisallow: /ż", "/%C5%BC", False),
    ],
)
def test_the_longest_rule_for_us_decides(text: str, path: str, fine: bool) -> None:
    assert fine is _allows(text, path)


def test_a_pause_is_kept_to_ten_seconds() -> None:
    assert pause_s(parse_robots(b"User-agent: *\nCrawl-delay: 2.5")) == 2.5
    assert pause_s(parse_robots(b"User-agent: *\nCrawl-delay: 86400")) == 10.0
    assert pause_s(parse_robots(b"User-agent: *\nCrawl-delay: soon")) == 0.0
    assert pause_s(None) == 0.0


def test_a_pattern_full_of_stars_does_not_hang() -> None:
    assert _allows("User-agent: *\nDisallow: " + "/*a" * 2000 + "$", "/" + "a" * 6000) in (True, False)


def test_no_bytes_whatever_break_the_reading() -> None:
    assert parse_robots(bytes(range(256)) * 3000) is not None


class Site:
    """A robots.txt that changes, counting how often it is asked for."""

    def __init__(self, status: int = 200, body: bytes = b"User-agent: *\nDisallow: /x") -> None:
        self.status, self.body, self.asked = status, body, 0

    def __call__(self, place: Location) -> tuple[int, bytes]:
        assert place.target == "/robots.txt"
        self.asked += 1
        if self.status == 0:
            raise FetchError(OutcomeCode.UNREACHABLE, "nobody there")
        return self.status, self.body


@pytest.mark.parametrize(("status", "kept_s"), [(200, 24 * 3600), (404, 24 * 3600), (503, 300), (429, 300), (0, 300)])
def test_rules_are_kept_for_a_day_and_failures_for_minutes(status: int, kept_s: int) -> None:
    now = [0.0]
    robots, site = Robots(lambda: now[0]), Site(status)
    place = parse_url("https://example.com/a")
    robots.rules_for(place, site, 1.0)
    now[0] = kept_s - 1.0
    robots.rules_for(place, site, 1.0)
    assert site.asked == 1
    now[0] = kept_s + 1.0
    robots.rules_for(place, site, 1.0)
    assert site.asked == 2


def test_each_origin_has_its_own_rules() -> None:
    robots, site = Robots(), Site()
    for url in (
        "https://example.com/x",
        "http://example.com/x",
        "https://www.example.com/x",
        "https://example.com:8443/x",
    ):
        assert not allows(robots.rules_for(parse_url(url), site, 1.0), parse_url(url))
    assert site.asked == 4


class Shelf:
    """`protocols.RobotsShelf` in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[str, float]] = {}

    def robots(self, origin: str) -> str | None:
        return self.kept[origin][0] if origin in self.kept else None

    def keep_robots(self, origin: str, text: str, keep_s: float) -> None:
        self.kept[origin] = text, keep_s


@pytest.mark.parametrize(("status", "fine"), [(200, False), (404, True)])
def test_who_shares_a_shelf_asks_a_site_for_its_rules_once(status: int, fine: bool) -> None:
    shelf, site, place = Shelf(), Site(status), parse_url("https://example.com/x")
    for robots in (Robots(shelf=shelf), Robots(shelf=shelf)):
        assert allows(robots.rules_for(place, site, 1.0), place) is fine
    assert site.asked == 1
    assert shelf.kept[place.origin][1] == 24 * 3600


@pytest.mark.parametrize("status", [503, 429, 0])
def test_a_failure_is_not_shared(status: int) -> None:
    shelf, site, place = Shelf(), Site(status), parse_url("https://example.com/x")
    Robots(shelf=shelf).rules_for(place, site, 1.0)
    assert shelf.kept == {}


def test_shared_rules_are_looked_at_again_after_minutes() -> None:
    now = [0.0]
    shelf, site, place = Shelf(), Site(404), parse_url("https://example.com/x")
    shelf.keep_robots(place.origin, "User-agent: *\nDisallow: /x", 24 * 3600)
    robots = Robots(lambda: now[0], shelf)
    assert not allows(robots.rules_for(place, site, 1.0), place)
    shelf.kept.clear()  # its day is over
    now[0] = 301.0
    assert allows(robots.rules_for(place, site, 1.0), place)
    assert site.asked == 1
