"""Retention reaches everything that is kept: articles, headlines, a model's answers; and no export stays behind."""

from __future__ import annotations

import dataclasses
import os
import sqlite3
import time
from pathlib import Path

import pytest
from support.workbench import Bench

from verifier.cleaning import clean_up, exports
from verifier.judge.llm import kept_answers
from verifier.model import Sighting
from verifier.search import headline_index
from verifier.settings import Settings
from verifier.store import Cleaned

DAY_S = 86_400.0
NEW, OLD = "https://selm.example/2025/05/14/harbour-opens", "https://selm.example/2025/05/15/harbour-closes"


def seen(settings: Settings, url: str, days_ago: int | None) -> None:
    """A headline that was last seen so many days ago; None: by a version that did not note it."""
    assert headline_index(settings).put([Sighting(url=url, how="feed", title="The harbour opens")]) == 1
    when = None if days_ago is None else time.strftime("%Y-%m-%d", time.gmtime(time.time() - days_ago * DAY_S))
    with sqlite3.connect(settings.data_dir / "headlines" / "headlines.sqlite") as index:
        index.execute("UPDATE headline SET seen = ? WHERE url = ?", (when, url))
    index.close()


def used(settings: Settings, name: str, days_ago: int) -> Path:
    """The file of an answer that was last used so many days ago."""
    path = settings.data_dir / "llm" / "answers" / "ab" / f"{name}.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("{}")
    os.utime(path, (time.time() - days_ago * DAY_S,) * 2)
    return path


def urls(settings: Settings) -> set[str]:
    with sqlite3.connect(settings.data_dir / "headlines" / "headlines.sqlite") as index:
        rows = {str(url) for (url,) in index.execute("SELECT url FROM headline")}
        words = index.execute("SELECT count(*) FROM words").fetchone()[0]
    index.close()
    assert words == len(rows)
    return rows


def test_headlines_and_answers_go_with_the_retention_of_articles(bench: Bench) -> None:
    settings = bench.store.settings
    seen(settings, OLD, 31)
    seen(settings, NEW, 29)
    stale, fresh = used(settings, "stale", 31), used(settings, "fresh", 29)
    assert clean_up(bench.store, settings) == Cleaned()  # no retention was set
    assert clean_up(bench.store, settings, 30) == Cleaned(headlines=1, answers=1)
    assert urls(settings) == {NEW}
    assert (stale.exists(), fresh.exists()) == (False, True)
    set_so = dataclasses.replace(settings, retention_days=20)
    assert clean_up(bench.store, set_so) == Cleaned(headlines=1, answers=1)


def test_a_headline_that_is_seen_again_is_as_good_as_new(bench: Bench) -> None:
    settings = bench.store.settings
    seen(settings, OLD, 31)
    headline_index(settings).put([Sighting(url=OLD, how="feed", title="The harbour closes")])
    assert clean_up(bench.store, settings, 30) == Cleaned()


def test_headlines_of_an_older_version_count_as_seen_from_now_on(bench: Bench) -> None:
    settings = bench.store.settings
    seen(settings, OLD, None)
    path = settings.data_dir / "headlines" / "headlines.sqlite"
    with sqlite3.connect(path) as index:
        index.execute("ALTER TABLE headline DROP COLUMN seen")
    index.close()
    seen(settings, NEW, 31)
    assert clean_up(bench.store, settings, 30) == Cleaned(headlines=1)
    assert urls(settings) == {OLD}


def test_where_nothing_was_kept_there_is_nothing_to_forget(bench: Bench) -> None:
    assert clean_up(bench.store, bench.store.settings, 1) == Cleaned()
    assert not (bench.store.settings.data_dir / "headlines").exists()


@pytest.mark.parametrize(("days_ago", "stays"), [(2, False), (0, True)])
def test_an_export_that_a_service_left_behind_goes_and_one_under_way_stays(
    bench: Bench, days_ago: int, stays: bool
) -> None:
    folder = exports(bench.store.settings) / "abc"
    folder.mkdir(parents=True)
    (folder / "report-1.warc.gz").write_bytes(b"x")
    os.utime(folder, (time.time() - days_ago * DAY_S,) * 2)
    clean_up(bench.store, bench.store.settings)
    assert folder.exists() is stays


def test_nothing_is_forgotten_while_somebody_else_cleans_up(bench: Bench) -> None:
    stale = used(bench.store.settings, "stale", 31)
    bench.store.client.do("SET", "verifier:cleaning", "1")
    assert clean_up(bench.store, bench.store.settings, 30) is None
    assert stale.exists()
    assert kept_answers(bench.store.settings).forget(time.time()) == 1
