"""A run on the live web is recorded; its recording stands for the web, archives included, and gives the same report."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest
from support.archive_server import ArchiveServer, Held
from support.loopback import Loopback
from support.shell import Home

_CLAIMS = {
    "/bridge": "The council closed the bridge to lorries for 14 weeks",
    "/moved": "The mill was sold for 300,000 crowns",
    "/dead": "The ferry carried 512 passengers on its first day",
    "/blocked": "The school moved its classes to the town hall",
    "/slow": "The railway replaced 40 of its old carriages",
}


def _page(sentence: str) -> str:
    return (
        f"<html lang=en><head><title>News of the day</title></head><body><article><h1>News of the day</h1>"
        f"<p>{sentence}, the office said on Tuesday after a meeting in the town.</p>"
        "<p>Neighbours welcomed the news and asked for more of the same in the coming year. A second meeting is due "
        "for the spring, when the first figures will be known and the plans for the harbour will be shown.</p>"
        "</article></body></html>"
    )


@pytest.fixture
def web() -> Iterator[Loopback]:
    with Loopback() as server:
        server.page("/bridge", _page(_CLAIMS["/bridge"]), **{"Content-Type": "text/html; charset=utf-8"})
        server.redirect("/moved", "/moved-to?a=1", 301)
        server.redirect("/moved-to?a=1", "/sold", 302)
        server.page("/sold", _page(_CLAIMS["/moved"]), **{"Content-Type": "text/html; charset=utf-8"})
        server.page("/dead", "<html><body>gone</body></html>", "404 Not Found")
        server.page("/blocked", "<html><body>no</body></html>", "403 Forbidden")
        server.routes["/slow"] = lambda request: None  # closes without a word
        yield server


@pytest.fixture
def archive(web: Loopback) -> Iterator[ArchiveServer]:
    held = [
        Held(url=f"{web.url}/dead", timestamp="20250801000000", body=_page("Nothing of note happened").encode()),
        Held(url=f"{web.url}/dead", timestamp="20250910061244", body=_page(_CLAIMS["/dead"]).encode()),
        Held(url=f"{web.url}/bridge", timestamp="20250909120000", body=_page(_CLAIMS["/bridge"]).encode()),
    ]
    with ArchiveServer(held) as server:
        yield server


@pytest.fixture
def settings(archive: ArchiveServer) -> dict[str, str]:
    return {
        "ALLOW_NETWORKS": "127.0.0.0/8",
        "ARCHIVES": json.dumps([asdict(archive.settings())]),
        "PER_HOST_DELAY_S": "0.01",
        "FETCH_RETRIES": "0",
    }


@pytest.fixture
def article(tmp_path: Path, web: Loopback) -> Path:
    paragraphs = "".join(
        f'<p>{claim} (<a href="{web.url}{path}">Orla Gazette</a>, September 10).</p>' for path, claim in _CLAIMS.items()
    )
    path = tmp_path / "article.html"
    path.write_text(f"<html lang=en><title>The week</title><body><article>{paragraphs}</article></body></html>")
    return path


def _told(report: dict[str, Any]) -> list[Any]:
    return [
        {
            "verdict": citation["verdict"],
            "probability": citation["probability"],
            "states": [source["state"] for source in citation["sources"]],
            "evidence": [source["evidence"] for source in citation["sources"]],
            "snapshots": [
                (one := source["snapshot"])
                and {key: one[key] for key in ("url", "final_url", "sha256", "captured_at", "memento_url", "title")}
                for source in citation["sources"]
            ],
        }
        for citation in report["citations"]
    ]


@pytest.mark.parametrize("option", [(), ("--archive-only",), ("--no-archive",)], ids=["both", "archive", "live"])
def test_a_recorded_run_replays_without_the_network(
    new_home: Home, tmp_path: Path, article: Path, web: Loopback, settings: dict[str, str], option: tuple[str, ...]
) -> None:
    record = tmp_path / "evidence.warc.gz"
    arguments = ("check", str(article), "--published", "2025-09-12", *option)
    live = new_home.run(*arguments, "--record", str(record), settings=settings)
    assert live.returncode == 0, live.stderr.decode()
    asked = len(web.hits)
    replayed = Home(tmp_path / "other").run(*arguments, "--replay", str(record))
    assert replayed.returncode == 0, replayed.stderr.decode()
    assert len(web.hits) == asked
    first, second = json.loads(live.stdout), json.loads(replayed.stdout)
    states = [citation["sources"][0]["state"] for citation in first["citations"]]
    expected = {
        (): ["live", "moved", "archived", "blocked", "timed_out"],
        ("--archive-only",): ["archived", "unreadable", "archived", "unreadable", "unreadable"],
        ("--no-archive",): ["live", "moved", "gone", "blocked", "timed_out"],
    }
    assert states == expected[option]
    assert _told(second) == _told(first)
