"""The seed article as plain text, whose links are lost, against the WARC of its pages: no network, five answers."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from verifier import pipeline
from verifier.fetch.politeness import LocalPoliteness
from verifier.fetch.warc import Replay
from verifier.jobs import Submission
from verifier.model import Obtained, Resolution
from verifier.settings import Settings
from verifier.store.blobs import FileBlobs

FIXTURES = Path(__file__).parents[2] / "fixtures"
WARC = str(FIXTURES / "seed.warc.gz")


@pytest.fixture
def answers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Obtained]:
    def refuse(*arguments: object) -> None:
        raise AssertionError(f"the network was touched: {arguments}")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    settings, blobs = Settings(data_dir=tmp_path), FileBlobs(tmp_path)
    text = (FIXTURES / "articles" / "seed.txt").read_bytes()
    submission = Submission(blob=blobs.put(text), media_type="text/plain", replay=WARC)
    tools = pipeline.open_tools(settings, submission, LocalPoliteness())
    found = pipeline.cite(pipeline.read(submission, tools, blobs)[0], settings)
    targets = [row[0].target for row in pipeline.resolve(found, settings)]
    return {f"c{n}": pipeline.obtain(one, tools)[0] for n, one in enumerate(targets, 1) if one is not None}


def test_every_citation_is_resolved_or_says_which_pages_may_be_meant(answers: dict[str, Obtained]) -> None:
    assert list(answers) == ["c1", "c2", "c3", "c4", "c5"]
    settled = {name: one.resolved for name, one in answers.items() if one.resolved is not None}
    pages = {name: one.target.url for name, one in settled.items() if one.target is not None}
    assert pages == {
        "c1": "https://www.youtube.com/watch?v=SejmPL0910a",
        "c3": "https://www.nato.int/cps/en/natohq/topics_consultation_article4.htm",
        "c4": "https://www.nato.int/cps/en/natohq/news_eastern_sentry.htm",
    }
    for name in ("c2", "c5"):
        assert settled[name].resolution is Resolution.NONE
        assert len(settled[name].candidates) == 1
        assert (settled[name].reason or "").startswith("Ambiguous")


def test_the_copy_nearest_to_the_cited_day_is_read(answers: dict[str, Obtained]) -> None:
    snapshot = answers["c3"].snapshot
    assert snapshot is not None
    assert snapshot.captured_at == "2025-09-16T08:12:45Z"


def test_a_file_lists_the_pages_of_a_site_once_each_without_redirects_and_errors() -> None:
    archive = Replay(WARC).archive
    assert [one.url.rpartition("/")[2] for one in archive.pages_of("nato.int", None)] == [
        "topics_consultation_article4.htm",
        "news_eastern_sentry.htm",
    ]
    assert [one.url for one in archive.pages_of("polskieradio.pl", None)] == [
        "https://www.polskieradio.pl/artykul/lotniska-wracaja-do-pracy"
    ]
    assert list(archive.pages_of("o.int", None)) == []
