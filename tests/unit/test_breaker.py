"""What one process remembers of archives in trouble is bounded, and what matters of it is not forgotten."""

from __future__ import annotations

from verifier import breaker as module
from verifier.breaker import FAILURES, PAUSE_S, LocalBreaker

MOST = module._MOST_REMEMBERED


def closed(breaker: LocalBreaker, archive: str) -> bool:
    return breaker.rest_s(archive) > 0


def test_ever_new_addresses_are_not_all_remembered() -> None:
    breaker = LocalBreaker(lambda: 0.0)
    for number in range(3 * MOST):
        breaker.failed(f"https://a{number}.example/cdx", refused=number % 2 == 0)
        breaker.rest_s(f"https://b{number}.example/cdx")
        breaker.worked(f"https://c{number}.example/cdx")
    assert len(breaker._records) == MOST


def test_an_archive_that_is_left_alone_outlasts_those_that_are_not() -> None:
    breaker = LocalBreaker(lambda: 0.0)
    for _ in range(2):
        breaker.failed("in trouble", refused=True)
    for number in range(2 * MOST):
        breaker.failed(f"other {number}", refused=False)
    assert closed(breaker, "in trouble")


def test_one_that_fails_again_and_again_between_others_is_noticed() -> None:
    breaker = LocalBreaker(lambda: 0.0)
    for turn in range(FAILURES):
        breaker.failed("in trouble", refused=False)
        for number in range(MOST - 1):
            breaker.failed(f"other {turn} {number}", refused=False)
    assert closed(breaker, "in trouble")


def test_where_all_are_left_alone_the_one_that_was_first_is_forgotten() -> None:
    breaker = LocalBreaker(lambda: 0.0)
    for number in range(MOST + 1):
        for _ in range(2):
            breaker.failed(f"archive {number}", refused=True)
    assert len(breaker._records) == MOST
    assert not closed(breaker, "archive 0")
    assert closed(breaker, f"archive {MOST}")


def test_one_that_works_again_is_forgotten_once_its_pause_is_over() -> None:
    now = [0.0]
    breaker = LocalBreaker(lambda: now[0])
    for _ in range(FAILURES):
        breaker.failed("a", refused=False)
    breaker.worked("a")
    assert closed(breaker, "a")
    now[0] = PAUSE_S + 1
    breaker.worked("a")
    assert breaker._records == {}
