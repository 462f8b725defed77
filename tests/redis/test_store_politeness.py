"""Turns at a site: spaced for everybody together, whichever process asks."""

from __future__ import annotations

import itertools
import multiprocessing

import pytest

from verifier.settings import Settings
from verifier.store import Store, open_store


def ask(url: str, answers: multiprocessing.SimpleQueue[list[float]]) -> None:
    store = open_store(Settings(redis_url=url))
    answers.put([store.politeness.reserve("example.org", 5.0) for _ in range(3)])
    store.close()


def test_turns_are_spaced(store: Store) -> None:
    waits = [store.politeness.reserve("example.org", 10.0) for _ in range(4)]
    assert waits[0] == 0.0
    assert all(9.0 < later - earlier <= 10.01 for earlier, later in itertools.pairwise(waits))


def test_sites_do_not_wait_for_each_other(store: Store) -> None:
    assert [store.politeness.reserve(f"{name}.example", 10.0) for name in "abc"] == [0.0, 0.0, 0.0]


def test_processes_share_the_turns(store: Store) -> None:
    spawn = multiprocessing.get_context("spawn")
    answers = spawn.SimpleQueue()
    askers = [spawn.Process(target=ask, args=(store.client.url, answers)) for _ in range(3)]
    for asker in askers:
        asker.start()
    waits = sorted(wait for _ in askers for wait in answers.get())
    for asker in askers:
        asker.join(30)
    # Nine turns, five seconds apart; the askers themselves come within a few seconds of each other.
    assert waits[0] == 0.0
    assert len(set(waits)) == 9
    assert 30 < waits[-1] <= 40.01


def test_a_turn_too_far_away_is_told_but_not_booked(store: Store) -> None:
    waits = [store.politeness.reserve("slow.example", 50.0) for _ in range(5)]
    assert waits[:2] == [0.0, pytest.approx(50.0, abs=1.0)]
    assert waits[2:] == [pytest.approx(100.0, abs=1.0)] * 3


def test_after_a_back_off_nobody_gets_a_turn_before_it_is_over(store: Store) -> None:
    store.politeness.back_off("example.org", 40.0)
    store.politeness.back_off("example.org", 1.0)
    store.politeness.back_off("example.org", 0.0)
    assert 39.0 < store.politeness.reserve("example.org", 1.0) <= 40.0


def test_one_visitor_is_at_a_site_at_a_time(store: Store) -> None:
    politeness = store.politeness
    token = politeness.enter("example.org", 60.0)
    assert token is not None
    assert politeness.enter("example.org", 60.0) is None
    assert politeness.enter("example.net", 60.0) is not None
    politeness.leave("example.org", token)
    assert politeness.enter("example.org", 60.0) is not None


def test_a_visit_ends_by_itself_and_nobody_ends_anothers(store: Store) -> None:
    politeness = store.politeness
    politeness.enter("example.org", 60.0)
    assert 50_000 < store.client.do("PTTL", "verifier:visit:example.org") <= 60_000
    politeness.leave("example.org", "somebody else's")
    assert politeness.enter("example.org", 60.0) is None
