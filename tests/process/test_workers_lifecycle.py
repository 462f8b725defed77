"""Workers as they are started and stopped, messages as they come, and the clock."""

from __future__ import annotations

import random
import subprocess
import sys
from pathlib import Path

import pytest
from support.crew import Crew
from support.servers import is_running
from support.waiting import eventually
from support.workbench import Bench

from verifier.jobs import JobState
from verifier.settings import Settings, environment_for
from verifier.store import open_store

QUIET = [sys.executable, "-m", "support.quiet_workers", "--concurrency", "2"]


def test_a_quiet_worker_ends_with_its_owner_and_gives_back_what_it_holds(crew: Crew) -> None:
    worker = crew.launch(QUIET)
    hold = crew.hold()
    job_id = crew.bench.submit("slow|slower")
    eventually(lambda: len(crew.bench.calls("obtain")) == 2)
    children = crew.children(worker)
    assert worker.stdin is not None
    worker.stdin.close()
    assert worker.wait(20) == 0
    assert not any(child.is_running() and child.status() != "zombie" for child in children)
    assert crew.store.holders() == {}
    assert crew.store.client.do("EXISTS", "verifier:deaths") == 0
    assert crew.store.workers_alive() == 0
    assert crew.log() == ""
    assert (crew.store.settings.data_dir / "logs" / "worker.log").stat().st_size > 0
    hold.unlink()
    crew.start()
    assert crew.ended(job_id).state is JobState.DONE


@pytest.mark.parametrize("options", [[], ["--beat"]], ids=["alone", "with the clock"])
def test_a_worker_without_a_url_takes_part_in_the_embedded_server(tmp_path: Path, options: list[str]) -> None:
    settings = Settings(data_dir=tmp_path)
    environ = {**environment_for(settings), "PYTHONPATH": str(Path(__file__).parents[1])}
    worker = subprocess.Popen([*QUIET, *options], env=environ, stdin=subprocess.PIPE)
    try:
        eventually(lambda: is_running(settings))
        store = open_store(settings)
        assert store.wait_for_worker(30)
        bench = Bench(store)
        job_id = bench.submit("a|b")
        eventually(lambda: store.status(job_id).state is JobState.DONE)
        store.close()
    finally:
        assert worker.stdin is not None
        worker.stdin.close()
        worker.wait(30)
    assert not is_running(settings)


def test_a_worker_whose_log_cannot_be_written_says_so(tmp_path: Path) -> None:
    (tmp_path / "logs").write_text("a file")
    environ = environment_for(Settings(data_dir=tmp_path))
    command = [sys.executable, "-m", "workers"]
    answer = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "worker.log cannot be written" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_every_message_may_come_three_times_in_any_order(crew: Crew) -> None:
    crew.start()
    ids = [crew.bench.submit(f"a{n} b{n}|b{n}|-c") for n in range(3)]
    for job_id in ids:
        crew.ended(job_id)
    pages = [key.split(":")[-1] for key in crew.store.client.do("KEYS", "verifier:page:*")]
    units = [f"{kind}:{job_id}:1" for kind in ("read", "report") for job_id in ids]
    units += [f"fetch:{page}" for page in pages] + [f"judge:{ids[0]}:1:{page}" for page in pages]
    reports, calls = [crew.store.report(job_id) for job_id in ids], crew.bench.calls()
    for unit in random.Random(3).sample(units * 2, len(units) * 2):
        crew.store.client.do("RPUSH", "verifier:outbox", unit)
    last = crew.bench.submit("last")
    assert crew.ended(last).state is JobState.DONE
    assert [crew.store.report(job_id) for job_id in ids] == reports
    assert sorted(crew.bench.calls()[: len(calls)]) == sorted(calls)
    assert len(crew.bench.calls()) == len(calls) + 4
    assert [crew.times_published(job_id) for job_id in ids] == [1, 1, 1]


def test_messages_that_make_no_sense_harm_nobody(crew: Crew) -> None:
    crew.start()
    for task, arguments in {
        "read": ["read:nobody:1"],
        "fetch": ["fetch:nowhere"],
        "judge": ["judge:a:1:b"],
        "report": ["report"],
        "beat": ["nonsense"],
        "unheard-of": [],
        "finish": ["finish:no-run"],
    }.items():
        crew.send(task, *arguments)
    crew.store.client.do("RPUSH", "verifier:outbox", "unheard:of", "", "read:nobody:7")
    assert crew.ended(crew.bench.submit("a b")).state is JobState.DONE


def test_a_night_rung_five_times_at_once_happens_once(crew: Crew) -> None:
    ids = [crew.bench.submit("a"), crew.bench.submit("a b")]
    crew.start()
    for job_id in ids:
        crew.ended(job_id)
    for _ in range(5):
        crew.send("nightly")
    eventually(lambda: [run.state for run in crew.store.runs()[0]] == ["done"])
    (run,) = crew.store.runs()[0]
    assert (run.kind, run.articles, run.done) == ("nightly", 2, 2)
    assert [crew.store.status(job_id).generation for job_id in ids] == [2, 2]


def _stopped(clock: subprocess.Popen[bytes]) -> None:
    """How a clock stops is Celery's affair: one that misses the signal is killed."""
    clock.terminate()
    try:
        clock.wait(15)
    except subprocess.TimeoutExpired:
        clock.kill()
        clock.wait()


def test_the_clock_rings_and_a_second_clock_changes_nothing(crew: Crew) -> None:
    crew.start()
    environ = crew.environ()
    command = [sys.executable, "-m", "celery", "-A", "support.hasty_clock", "beat", "--loglevel=INFO"]
    log = crew.store.settings.data_dir / "beat.log"
    with open(log, "ab") as words:
        clocks = [
            subprocess.Popen(command, env=environ, stdout=words, stderr=words, cwd=crew.store.settings.data_dir)
            for _ in range(2)
        ]
    try:
        eventually(lambda: log.read_text().count("Sending due task nightly") >= 6)
    finally:
        for clock in clocks:
            _stopped(clock)
    eventually(lambda: len(crew.store.runs()[0]) == 1)
    assert not list(crew.store.settings.data_dir.glob("celerybeat*"))
