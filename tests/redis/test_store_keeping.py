"""What is kept and for how long: evidence lives as long as its report, nothing that is needed is ever deleted."""

from __future__ import annotations

import hashlib
import os
import re
import time
from pathlib import Path
from unittest.mock import ANY

import pytest
from click.testing import CliRunner
from support.workbench import Bench

from verifier.cli.batch import _hand_in_stored
from verifier.cli.check import TheWeb
from verifier.cli.main import cli
from verifier.errors import StoreError, UnknownJob
from verifier.jobs import JobState, Submission
from verifier.store import Cleaned, job_id_for
from verifier.trail import Kept

DAY_MS = 86_400_000


def bodies(bench: Bench) -> set[str]:
    """The hashes of everything on the disk."""
    return {path.parent.name + path.name for path in bench.store.blobs.folder.glob("??/*")}


def age(bench: Bench, by_s: float = 7200) -> None:
    """Let everything on the disk have been handed in so long ago."""
    then = time.time() - by_s
    for path in bench.store.blobs.folder.rglob("*"):
        if path.is_file():
            os.utime(path, (then, then))


def answers(kept: list[Kept]) -> list[bytes]:
    return sorted(exchange.body for one in kept for exchange in one.exchanges)


def wanted_days_ago(bench: Bench, job_id: str, days: int) -> None:
    assert bench.store.client.do("HINCRBY", f"verifier:job:{job_id}", "wanted_ms", -days * DAY_MS) > 0


def test_every_kept_report_keeps_its_evidence(bench: Bench) -> None:
    job_id = bench.checked("a b").id
    bench.checked("a b", recheck=True)
    for generation in (None, 1, 2):
        assert answers(list(bench.store.evidence(job_id, generation))) == [b"https://a.example/", b"https://b.example/"]
    for unknown in (3, 17):
        with pytest.raises(UnknownJob, match="generation"):
            bench.store.evidence(job_id, unknown)


def test_evidence_goes_with_the_report_that_it_belongs_to(bench: Bench) -> None:
    for _ in range(7):
        job_id = bench.checked("a", recheck=True).id
    with pytest.raises(UnknownJob):
        bench.store.evidence(job_id, 2)
    assert answers(list(bench.store.evidence(job_id, 3))) == [b"https://a.example/"]
    kept = bench.store.client.do("KEYS", f"verifier:obtained:{job_id}:*")
    assert sorted(kept) == [f"verifier:obtained:{job_id}:{generation}" for generation in range(3, 8)]


def test_nothing_that_a_report_needs_is_deleted(bench: Bench) -> None:
    first, second = bench.checked("a b").id, bench.checked("b c").id
    bench.checked("a b", recheck=True)
    before = bodies(bench)
    age(bench)
    assert bench.store.clean_up() == Cleaned()
    assert bodies(bench) == before
    assert len(list(bench.store.evidence(first, 1))) == len(list(bench.store.evidence(second))) == 3


def test_a_removed_article_goes_with_the_bodies_nobody_else_needs(bench: Bench) -> None:
    first, second = bench.checked("a b").id, bench.checked("b c").id
    bench.store.remove(first)
    age(bench)
    cleaned = bench.store.clean_up()
    assert cleaned is not None
    assert cleaned.articles == 0
    assert cleaned.freed_bytes > 0
    for text in ("a b", "https://a.example/"):
        assert hashlib.sha256(text.encode()).hexdigest() not in bodies(bench)
    assert answers(list(bench.store.evidence(second))) == [b"https://b.example/", b"https://c.example/"]
    assert bench.store.client.do("KEYS", f"*{first}*") == []


def test_a_page_of_a_removed_article_is_read_again_for_the_next(bench: Bench) -> None:
    bench.store.remove(bench.checked("a").id)
    age(bench)
    bench.store.clean_up()
    assert bench.checked("a|a").state is JobState.DONE
    assert len(bench.calls("obtain")) == 2


def test_what_was_written_lately_stays_although_nothing_leans_on_it_yet(bench: Bench) -> None:
    blob = bench.store.blobs.put(b"about to be handed in")
    assert bench.store.clean_up() == Cleaned()
    age(bench)
    bench.store.blobs.put(b"about to be handed in")  # wanted again: the old file is as good as new
    assert bench.store.clean_up() == Cleaned()
    assert bench.store.blobs.get(blob) == b"about to be handed in"
    age(bench)
    assert bench.store.clean_up() == Cleaned(bodies=1, freed_bytes=29)


def test_what_is_handed_in_while_the_clean_up_runs_stays(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    blob = bench.store.blobs.put(b"old")
    age(bench)
    needed = bench.store._needed

    def meanwhile() -> set[str]:
        found = needed()
        bench.store.blobs.put(b"old")
        return found

    monkeypatch.setattr(bench.store, "_needed", meanwhile)
    assert bench.store.clean_up() == Cleaned()
    assert bench.store.blobs.get(blob) == b"old"


def test_what_a_dead_writer_began_is_deleted(bench: Bench) -> None:
    bench.store.blobs.put(b"x")
    begun = next(bench.store.blobs.folder.glob("??")) / ".new-abc"
    begun.write_bytes(b"half")
    bench.store.clean_up()
    assert begun.exists()
    age(bench)
    bench.store.clean_up()
    assert not begun.exists()


def test_when_evidence_cannot_be_read_nothing_is_deleted(bench: Bench) -> None:
    job_id = bench.checked("a").id
    bench.store.blobs.put(b"nobody's")
    record = bench.store.client.do("HGET", f"verifier:job:{job_id}", "found")
    path: Path = bench.store.blobs.folder / record[:2] / record[2:]
    path.write_bytes(b"damaged")
    age(bench)
    before = bodies(bench)
    with pytest.raises(StoreError, match=job_id) as caught:
        bench.store.clean_up()
    assert caught.value.code == "evidence-unreadable"
    assert bodies(bench) == before
    assert bench.store.client.do("EXISTS", "verifier:cleaning") == 0


def test_in_a_folder_that_two_stores_share_no_body_is_deleted(bench: Bench) -> None:
    """Such as after another `VERIFIER_REDIS_URL`, or a server that lost its data: nothing leans on the bodies there."""
    job_id = bench.checked("a").id
    kept = bodies(bench)
    bench.store.client.do("FLUSHALL")
    age(bench)
    with pytest.raises(StoreError, match="another store") as refused:
        bench.store.clean_up()
    assert refused.value.code == "folder-shared"
    assert bodies(bench) == kept
    with pytest.raises(UnknownJob):
        bench.store.status(job_id)
    (named,) = re.findall(r"delete (\S+)\.$", refused.value.advice)
    Path(named).unlink()
    assert bench.store.clean_up() == Cleaned(bodies=len(kept), freed_bytes=ANY)
    assert bodies(bench) == set()


def test_one_clean_up_at_a_time(bench: Bench) -> None:
    bench.store.client.do("SET", "verifier:cleaning", "1")
    assert bench.store.clean_up() is None


def test_articles_go_when_nobody_wanted_them_for_so_long(bench: Bench) -> None:
    old, young, running = bench.checked("a").id, bench.checked("b").id, bench.submit("c")
    for job_id, days in ((old, 31), (young, 29), (running, 31)):
        wanted_days_ago(bench, job_id, days)
    assert bench.store.clean_up(0) == Cleaned()
    assert bench.store.clean_up(30) == Cleaned(articles=1)
    assert set(bench.store.job_ids()) == {young, running}
    with pytest.raises(UnknownJob):
        bench.store.status(old)


def test_a_night_does_not_make_an_article_younger_and_a_person_does(bench: Bench) -> None:
    nightly, asked = bench.checked("a").id, bench.checked("b").id
    for job_id in (nightly, asked):
        wanted_days_ago(bench, job_id, 31)
    bench.store.start_run("nightly", "2025-09-24", stored=True)
    bench.drain()
    assert bench.store.status(nightly).generation == 2
    bench.submit("b")  # stands as it is, but somebody wants it
    assert bench.store.clean_up(30) == Cleaned(articles=1)
    assert bench.store.job_ids() == [asked]


def test_a_removed_article_does_not_come_back_with_the_night(bench: Bench) -> None:
    submission = bench.submission("a")
    with pytest.raises(UnknownJob):
        bench.store.submit(submission, job_id=job_id_for(submission), known=True)
    assert bench.store.job_ids() == []


def test_nor_with_a_night_that_is_asked_for_by_hand(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    removed, kept = bench.checked("a").id, bench.checked("b").id
    read = bench.store.submission

    def meanwhile(job_id: str) -> Submission:
        submission = read(job_id)
        if job_id == removed:
            bench.store.remove(job_id)
        return submission

    monkeypatch.setattr(bench.store, "submission", meanwhile)
    run, _ = bench.store.start_run("nightly")
    assert _hand_in_stored(bench.store, run.id, TheWeb()) == []
    assert list(bench.store.job_ids()) == [kept]


def test_the_command_says_what_it_deleted(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = bench.store.settings
    monkeypatch.setenv("VERIFIER_REDIS_URL", settings.redis_url or "")
    monkeypatch.setenv("VERIFIER_DATA_DIR", str(settings.data_dir))
    wanted_days_ago(bench, bench.checked("a").id, 31)
    age(bench)
    done = CliRunner().invoke(cli, ["cleanup", "--retention-days", "30"])
    assert (done.exit_code, done.exception) == (0, None)
    assert done.output.startswith("1 articles and 4 bodies deleted, ")
    assert bodies(bench) == set()
