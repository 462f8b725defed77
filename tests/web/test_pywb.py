"""Our client against pywb itself, serving the fixtures' WARC and a few hard records; optional.

Runs where `PYWB` names the `wayback` program of a pywb installation (`wb-manager` beside it), see README.
"""

from __future__ import annotations

import base64
import dataclasses
import gzip
import hashlib
import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support.archive_server import LOOPBACK
from support.waiting import eventually
from support.warcs import FIXTURES, ForeignWarc

from verifier.archive_settings import ArchiveSettings
from verifier.breaker import LocalBreaker
from verifier.errors import FetchError
from verifier.fetch.archives import open_archives, read_from_archives
from verifier.fetch.live import LiveWeb
from verifier.fetch.politeness import LocalPoliteness
from verifier.fetch.warc import Replay
from verifier.mementos import unwrap
from verifier.model import Exchange, OutcomeCode, Target
from verifier.settings import Settings

PYWB = os.environ.get("PYWB", "")
pytestmark = [
    pytest.mark.skipif(not PYWB, reason="PYWB does not name the `wayback` program of a pywb installation"),
    pytest.mark.timeout(300),
]

#: In the fixtures: copies of 8 and 16 September 2025, and an archived 404 of 20 November.
ARTICLE4 = "https://www.nato.int/cps/en/natohq/topics_consultation_article4.htm"
SITE = "https://www.page.example"


def hard_records(path: Path) -> None:
    """A redirect and its target, a revisit, a packed page, and a page that was gone when it was archived."""
    warc = ForeignWarc(path)
    moved = {"Location": f"{SITE}/new"}
    warc.response(f"{SITE}/old", "2025-09-10T08:00:00Z", b"", status="301 Moved Permanently", headers=moved)
    warc.response(f"{SITE}/new", "2025-09-10T08:00:05Z", b"<html><body><p>Moved here.</p></body></html>")
    same, first = b"<html><body><p>Never changed.</p></body></html>", "2025-01-01T00:00:00Z"
    digest = "sha1:" + base64.b32encode(hashlib.sha1(same).digest()).decode()
    warc.response(f"{SITE}/same", first, same)
    warc.revisit(f"{SITE}/same", "2025-09-10T08:00:00Z", refers_to=(f"{SITE}/same", first), digest=digest)
    packed = gzip.compress(b"<html><body><p>Packed.</p></body></html>")
    warc.response(f"{SITE}/packed", "2025-09-10T08:00:00Z", packed, headers={"Content-Encoding": "gzip"})
    warc.response(f"{SITE}/gone", "2025-09-10T08:00:00Z", b"gone", status="404 Not Found")
    warc.close()


@pytest.fixture(scope="module", params=["framed", "frameless"])
def pywb(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ArchiveSettings]:
    """A running pywb: with a frame around copies as it comes, or without and redirecting to the exact copy."""
    folder = tmp_path_factory.mktemp("pywb")
    archive = folder / "collections" / "seed" / "archive"
    archive.mkdir(parents=True)
    archive.with_name("indexes").mkdir()
    shutil.copy(FIXTURES / "seed.warc.gz", archive)
    hard_records(archive / "hard.warc.gz")
    if request.param == "frameless":
        (folder / "config.yaml").write_text("framed_replay: false\nredirect_to_exact: true\n")
    subprocess.run([Path(PYWB).with_name("wb-manager"), "reindex", "seed"], cwd=folder, check=True, timeout=120)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen([PYWB, "-b", "127.0.0.1", "-p", str(port)], cwd=folder, stdout=log, stderr=log)
    try:
        eventually(lambda: _listens(port), 120.0)
        base = f"http://127.0.0.1:{port}/seed"
        yield ArchiveSettings(
            name="pywb", cdx=f"{base}/cdx", replay=f"{base}/{{timestamp}}id_/{{url}}", timegate=f"{base}/"
        )
    finally:
        server.terminate()
        server.wait(30)


def _listens(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


WAYS: dict[str, dict[str, None]] = {
    "index": {"timegate": None},
    "timegate with replay": {"cdx": None},
    "timegate alone": {"cdx": None, "replay": None},
}
way = pytest.mark.parametrize("way", WAYS)


def read(pywb: ArchiveSettings, way: str, url: str, near: str | None = "2025-09-10", **target: Any) -> Exchange:
    one = dataclasses.replace(pywb, **WAYS[way])
    settings = Settings(archives=(one,), allow_networks=LOOPBACK, per_host_delay_s=0.0, fetch_retries=0)
    web = LiveWeb(settings, LocalPoliteness())
    archives = open_archives(settings.archives, web, LocalBreaker(), max_body_bytes=2**20)
    return read_from_archives(archives, Target(url=url, near=near, **target))


@way
@pytest.mark.parametrize(
    ("near", "captured_at"),
    [("2025-09-09", "2025-09-08T21:40:10Z"), ("2025-09-14", "2025-09-16T08:12:45Z")],
)
def test_the_copy_nearest_to_the_day_is_read_as_it_was_archived(
    way: str, near: str, captured_at: str, pywb: ArchiveSettings
) -> None:
    copy = read(pywb, way, ARTICLE4, near)
    seed = read_from_archives([Replay(FIXTURES / "seed.warc.gz").archive], Target(url=ARTICLE4, near=near))
    assert (copy.captured_at, copy.body) == (captured_at, seed.body)
    assert unwrap(copy.memento_url or "", (pywb.replay or "",)) == (ARTICLE4, "".join(filter(str.isdigit, captured_at)))


def test_an_archived_error_is_passed_over_by_the_index(pywb: ArchiveSettings) -> None:
    assert read(pywb, "index", ARTICLE4, "2025-11-20").captured_at == "2025-09-16T08:12:45Z"


@way
def test_an_archived_error_is_no_copy(way: str, pywb: ArchiveSettings) -> None:
    with pytest.raises(FetchError) as caught:
        read(pywb, way, f"{SITE}/gone")
    assert caught.value.outcome is OutcomeCode.NO_CAPTURE


@way
def test_a_page_that_was_never_archived_has_no_copy(way: str, pywb: ArchiveSettings) -> None:
    with pytest.raises(FetchError) as caught:
        read(pywb, way, f"{SITE}/never")
    assert (caught.value.outcome, caught.value.retryable) == (OutcomeCode.NO_CAPTURE, False)


def test_an_archived_redirect_is_passed_over_by_the_index(pywb: ArchiveSettings) -> None:
    with pytest.raises(FetchError) as caught:
        read(pywb, "index", f"{SITE}/old")
    assert caught.value.outcome is OutcomeCode.NO_CAPTURE


@way
def test_a_linked_copy_that_is_a_redirect_is_followed_within_the_archive(way: str, pywb: ArchiveSettings) -> None:
    copy = read(pywb, way, f"{SITE}/old", archived_at="20250910080000")
    assert b"Moved here." in copy.body
    assert copy.captured_at == "2025-09-10T08:00:05Z"


@way
def test_an_unchanged_copy_counts_for_its_day(way: str, pywb: ArchiveSettings) -> None:
    copy = read(pywb, way, f"{SITE}/same")
    assert b"Never changed." in copy.body
    assert copy.captured_at in ("2025-09-10T08:00:00Z", "2025-01-01T00:00:00Z")


@way
def test_a_page_that_was_sent_packed_is_unpacked(way: str, pywb: ArchiveSettings) -> None:
    assert read(pywb, way, f"{SITE}/packed").body == b"<html><body><p>Packed.</p></body></html>"
