"""robots.txt files that all processes share through the store."""

from __future__ import annotations

from support.waiting import eventually

from verifier.store import Store, open_store


def test_another_process_finds_what_one_read(store: Store) -> None:
    assert store.robots.robots("https://a.example") is None
    store.robots.keep_robots("https://a.example", "User-agent: *\nDisallow: /ż", 60.0)
    store.robots.keep_robots("https://b.example", "", 60.0)
    other = open_store(store.settings)
    assert other.robots.robots("https://a.example") == "User-agent: *\nDisallow: /ż"
    assert other.robots.robots("https://b.example") == ""
    other.close()


def test_a_file_is_forgotten_when_its_time_is_over(store: Store) -> None:
    store.robots.keep_robots("https://a.example", "x", 0.05)
    eventually(lambda: store.robots.robots("https://a.example") is None)


def test_a_very_long_file_is_not_shared(store: Store) -> None:
    store.robots.keep_robots("https://a.example", "x" * 70_000, 60.0)
    assert store.robots.robots("https://a.example") is None
