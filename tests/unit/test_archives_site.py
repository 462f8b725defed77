"""What an archive's index says of a whole site, as one capture of each page."""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import parse_qs, urlsplit

import pytest

from verifier.errors import FetchError
from verifier.fetch.archives import CdxArchive
from verifier.model import Exchange, OutcomeCode, Wanted
from verifier.resolve.finders import ArchiveFinder
from verifier.settings import ArchiveSettings

HEADER = ["urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length"]
SETTINGS = ArchiveSettings(
    name="Old Pages", cdx="https://old.example/cdx", replay="https://old.example/{timestamp}/{url}"
)
WANTED = Wanted(name="Post", claim="It rained.", domains=("post.example",), dates=("2025-03-12",))


def row(url: str, stamp: str = "20250312120000", mime: str = "text/html", status: str = "200") -> list[str]:
    return ["key", stamp, url, mime, status, f"D{url}", "1"]


class Index:
    """A web that answers every question with the same rows."""

    def __init__(self, *rows: list[str], status: int = 200) -> None:
        self.body = json.dumps([HEADER, *rows]).encode()
        self.status = status
        self.asked: list[str] = []

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Exchange:
        self.asked.append(url)
        return Exchange(
            url=url, final_url=url, status=self.status, headers=(), body=self.body, fetched_at="2026-01-01T00:00:00Z"
        )


def test_the_site_is_asked_for_in_the_days_of_the_citation_and_a_little_after() -> None:
    index = Index()
    ArchiveFinder(CdxArchive(SETTINGS, index)).find(WANTED)
    assert parse_qs(urlsplit(index.asked[0]).query) == {
        "url": ["post.example"],
        "matchType": ["domain"],
        "output": ["json"],
        "from": ["20250311000000"],
        "to": ["20250316235959"],
        "collapse": ["urlkey"],
        "limit": ["10000"],
    }


def test_each_page_of_the_site_is_given_once_and_nothing_else() -> None:
    index = Index(
        row("https://post.example/rain-in-selm"),
        row("http://www.post.example/rain-in-selm/", "20250313120000"),
        row("https://news.post.example/more-rain-in-selm"),
        row("https://post.example/rain.jpg", mime="image/jpeg"),
        row("https://post.example/gone-for-good", status="404"),
        row("https://notpost.example/rain-elsewhere"),
        row("https://post.example/"),
    )
    found = ArchiveFinder(CdxArchive(SETTINGS, index)).find(WANTED)
    assert [(one.url, one.how, one.day) for one in found] == [
        ("https://post.example/rain-in-selm", "Old Pages", None),
        ("https://news.post.example/more-rain-in-selm", "Old Pages", None),
    ]


def test_an_index_that_does_not_answer_is_an_error() -> None:
    with pytest.raises(FetchError) as caught:
        ArchiveFinder(CdxArchive(SETTINGS, Index(status=504))).find(WANTED)
    assert caught.value.outcome is OutcomeCode.ARCHIVE_UNAVAILABLE


def test_without_days_no_index_is_asked_for_a_whole_site() -> None:
    index = Index(row("https://post.example/rain-in-selm"))
    assert list(CdxArchive(SETTINGS, index).pages_of("post.example", None)) == []
    assert index.asked == []
