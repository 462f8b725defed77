"""Which copy of a page is meant by a cited day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.fetch.nearness import by_nearness, distance_s, nearest
from verifier.model import Capture


def captures(*stamps: str, status: int | None = 200) -> list[Capture]:
    return [Capture(url="https://page.example/", timestamp=stamp, status=status) for stamp in stamps]


def chosen(near: str | None, *stamps: str, archived_at: str | None = None) -> str | None:
    found = nearest(captures(*stamps), near, archived_at=archived_at)
    return found.timestamp if found else None


@pytest.mark.parametrize(
    ("near", "stamps", "expected"),
    [
        ("2025-09-10", ("20250907120000", "20250911120000"), "20250911120000"),
        ("2025-09-10", ("20250909180000", "20250914120000"), "20250909180000"),
        ("2025-09-10", ("20250910000000", "20250910235959", "20250911000001"), "20250910235959"),
        ("2025-09-10", ("20250909235959", "20250911000001"), "20250911000001"),
        ("2025-09-10", ("20250908120000", "20250912120000"), "20250912120000"),
        ("2025-09-10T12:00:00Z", ("20250901000000", "20250910000000"), "20250910000000"),
        (None, ("20240101000000", "20260101000000", "20250101000000"), "20260101000000"),
        ("September", ("20240101000000", "20250101000000"), "20250101000000"),
        ("2025-09-10", (), None),
        ("2025-09-10", ("20251345000000",), None),
    ],
)
def test_the_nearest_copy_is_chosen(near: str | None, stamps: tuple[str, ...], expected: str | None) -> None:
    assert chosen(near, *stamps) == expected


def test_a_linked_moment_goes_before_the_cited_day() -> None:
    assert chosen("2025-09-10", "20250910120000", "20240101000000", archived_at="20240102000000") == "20240101000000"


@pytest.mark.parametrize("status", [301, 404, 500, 100])
def test_errors_and_redirects_are_no_copies(status: int) -> None:
    rows = captures("20250910000000", status=status) + captures("20200101000000")
    assert [row.timestamp for row in by_nearness(rows, "2025-09-10")] == ["20200101000000"]


@pytest.mark.parametrize("status", [None, 200, 206])
def test_copies_with_an_unknown_or_good_status_count(status: int | None) -> None:
    assert nearest(captures("20250910000000", status=status), "2025-09-10") is not None


def test_a_copy_of_the_day_is_at_no_distance() -> None:
    assert distance_s("20250910235959", "2025-09-10") == 0.0
    assert distance_s("20250911000000", "2025-09-10") == 0.0
    assert distance_s("20250911000001", "2025-09-10") == 1.0
    assert distance_s("20250909235959", "2025-09-10") == 1.0


moments = st.datetimes(min_value=datetime(1996, 1, 1), max_value=datetime(2030, 1, 1)).map(
    lambda t: t.replace(tzinfo=UTC, microsecond=0)
)


@given(times=st.lists(moments, min_size=1, max_size=20), day=st.dates(min_value=datetime(1996, 1, 1).date()))
def test_no_other_copy_is_nearer_than_the_chosen_one(times: list[datetime], day: object) -> None:
    rows = captures(*(time.strftime("%Y%m%d%H%M%S") for time in times))
    order = by_nearness(rows, str(day))
    distances = [distance_s(row.timestamp, str(day)) for row in order]
    assert distances == sorted(distances)
    assert len(order) == len(rows)
    ties = [row.timestamp for row in order if distance_s(row.timestamp, str(day)) == distances[0]]
    assert order[0].timestamp == max(ties)
