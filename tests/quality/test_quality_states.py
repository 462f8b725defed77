"""The measurement of states holds what was seen, on a part of its sources."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from .states import Measured, composed, measure, short

pytestmark = pytest.mark.timeout(600)  # a busy machine, and servers that never end

#: Of the short form; see README for the whole.
LEAST_RIGHT = 0.95


@pytest.fixture(scope="module")
def measured() -> Measured:
    town = composed()
    return measure(town, short(town))


def test_the_composed_web_is_as_large_as_it_says() -> None:
    town = composed()
    assert len(town.cases) >= 300
    assert len({case.url for case in town.cases}) == len(town.cases)
    assert len({urlsplit(case.url).hostname for case in town.cases} & {one.host for one in town.outlets}) >= 60
    assert sum(case.readable for case in town.cases) >= 120
    first = [case for case in town.cases if not case.group.startswith("round ")]
    assert len(town.cases) >= len(first) + 400
    assert 3 * len({copy.url for copy in town.held}) >= len(first) - 30


def test_states_are_told_as_well_as_they_were(measured: Measured) -> None:
    wrong = [str(one) for one in measured.found if not one.right]
    assert measured.share_right >= LEAST_RIGHT, wrong


def test_ordinary_pages_are_taken_for_nothing_else(measured: Measured) -> None:
    assert [str(one) for one in measured.false_alarms] == []


def test_nothing_unreadable_is_judged(measured: Measured) -> None:
    assert [str(one) for one in measured.judged_wrongly] == []


def test_copies_are_the_nearest_to_the_cited_day(measured: Measured) -> None:
    assert [str(one) for one in measured.with_copies if not one.nearest] == []


def test_nothing_is_asked_that_must_not_be(measured: Measured) -> None:
    assert measured.trespasses == ()
