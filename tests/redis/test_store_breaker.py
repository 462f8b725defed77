"""Archives in trouble: what one worker learns every worker knows, whether the store keeps it or one process."""

from __future__ import annotations

import pytest

from verifier.breaker import FAILURES, PAUSE_S, LocalBreaker
from verifier.protocols import Breaker
from verifier.settings import Settings
from verifier.store import Store, open_store


@pytest.fixture(params=["shared", "local"])
def breaker(request: pytest.FixtureRequest, store: Store) -> Breaker:
    return store.breaker if request.param == "shared" else LocalBreaker()


def test_an_archive_that_answers_is_never_left_alone(breaker: Breaker) -> None:
    breaker.worked("a")
    assert breaker.rest_s("a") == 0.0


def test_two_refusals_are_enough_for_ten_minutes(breaker: Breaker) -> None:
    breaker.failed("a", refused=True)
    assert breaker.rest_s("a") == 0.0
    breaker.failed("a", refused=True)
    assert PAUSE_S - 60 < breaker.rest_s("a") <= PAUSE_S
    assert breaker.rest_s("b") == 0.0


def test_a_good_answer_between_two_refusals_does_not_make_them_none(breaker: Breaker) -> None:
    breaker.failed("a", refused=True)
    breaker.worked("a")
    breaker.failed("a", refused=True)
    assert breaker.rest_s("a") > 0


def test_other_failures_count_in_a_row(breaker: Breaker) -> None:
    for _ in range(FAILURES - 1):
        breaker.failed("a", refused=False)
    breaker.worked("a")
    for _ in range(FAILURES - 1):
        breaker.failed("a", refused=False)
    assert breaker.rest_s("a") == 0.0
    breaker.failed("a", refused=False)
    assert breaker.rest_s("a") > 0


def test_refusals_long_apart_are_no_sign_of_trouble() -> None:
    now = [0.0]
    breaker = LocalBreaker(lambda: now[0])
    breaker.failed("a", refused=True)
    now[0] = PAUSE_S + 1
    breaker.failed("a", refused=True)
    assert breaker.rest_s("a") == 0.0
    breaker.failed("a", refused=True)
    now[0] += PAUSE_S + 1
    assert breaker.rest_s("a") == 0.0


def test_refusals_long_apart_are_forgotten_by_the_store(store: Store) -> None:
    store.breaker.failed("a", refused=True)
    assert 0 < store.client.do("PTTL", "verifier:refusals:a") <= PAUSE_S * 1000
    store.client.do("LSET", "verifier:refusals:a", 0, 1)  # in 1970
    store.breaker.failed("a", refused=True)
    assert store.breaker.rest_s("a") == 0.0


def test_another_worker_knows_of_it(store: Store) -> None:
    other = open_store(Settings(redis_url=store.client.url))
    other.breaker.failed("a", refused=True)
    store.breaker.failed("a", refused=True)
    assert other.breaker.rest_s("a") > 0
    other.close()
