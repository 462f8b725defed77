"""When a page that can be read is held against a copy of the cited day."""

from __future__ import annotations

from datetime import date

import pytest

from verifier.fetch.changes import is_nearer, may_have_changed, modified_day
from verifier.model import Exchange

READ = "2025-09-20T10:00:00Z"


def answer(body: str = "<p>Words.</p>", **fields: str) -> Exchange:
    headers = (("Last-Modified", fields.pop("last_modified")),) if "last_modified" in fields else ()
    return Exchange(url="https://a.example/x", final_url="https://a.example/x", status=200, headers=headers,
                    body=body.encode(), **{"fetched_at": READ, **fields})  # type: ignore[arg-type] # fmt: skip


@pytest.mark.parametrize(
    ("near", "asked"),
    [
        ("2025-09-12", True),
        ("2025-09-13", False),
        ("2025-09-20", False),
        ("2025-09-21", False),
        ("2026-01-01", False),
        (None, False),
        ("soon", False),
    ],
)
def test_a_citation_older_than_a_week_is_held_against_a_copy(near: str | None, asked: bool) -> None:
    assert may_have_changed(answer(), near) is asked


MARKED = [
    '<script type="application/ld+json">{"@type": "NewsArticle", "dateModified": "2025-09-18T08:00:00Z"}</script>',
    '<meta property="article:modified_time" content="2025-09-18T08:00:00+02:00">',
    "<meta property='og:updated_time' content='2025-09-18'>",
]


@pytest.mark.parametrize("body", MARKED)
def test_a_younger_one_is_when_the_page_says_that_it_was_changed_since(body: str) -> None:
    assert modified_day(answer(body)) == date(2025, 9, 18)
    assert may_have_changed(answer(body), "2025-09-16")
    assert not may_have_changed(answer(body), "2025-09-18")


def test_the_header_counts_unless_the_page_was_made_for_the_asking() -> None:
    assert may_have_changed(answer(last_modified="Thu, 18 Sep 2025 08:00:00 GMT"), "2025-09-16")
    assert not may_have_changed(answer(last_modified="Sat, 20 Sep 2025 09:59:58 GMT"), "2025-09-16")
    assert modified_day(answer(last_modified="yesterday")) is None


def test_a_day_that_is_none_is_no_change() -> None:
    assert modified_day(answer('"dateModified": "2025-99-99"')) is None


@pytest.mark.parametrize(
    ("captured", "nearer"),
    [("2025-09-10T23:00:00Z", True), ("2025-09-19T00:00:00Z", True), (READ, False), (None, False), ("x", False)],
)
def test_a_copy_must_be_nearer_to_the_cited_day_than_todays_page(captured: str | None, nearer: bool) -> None:
    assert is_nearer(answer(captured_at=captured), answer(), "2025-09-10") is nearer  # type: ignore[arg-type]
