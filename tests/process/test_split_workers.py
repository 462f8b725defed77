"""Workers as operators split them, at a server of theirs: what no queue's worker does, the command does or names."""

from __future__ import annotations

import json

import pytest
from support.crew import Crew
from support.shell import LIMIT_S, REPLAY, SEED, Home, soon, workers_of

from verifier.cli.local import follow
from verifier.jobs import JobState, Status


@pytest.fixture
def home(crew: Crew) -> Home:
    return Home(crew.store.settings.data_dir)


def settings_of(crew: Crew) -> dict[str, str]:
    return {"REDIS_URL": str(crew.store.settings.redis_url)}


def test_living_workers_at_a_configured_server_do_all_the_work(crew: Crew, home: Home) -> None:
    crew.start("-Q", "articles,fetch", application="workers")
    crew.start("-Q", "judge", application="workers")
    soon(lambda: not crew.store.unread_queues())
    with home.start("check", SEED, *REPLAY, settings=settings_of(crew)) as check:
        helpers = workers_of(check)
        out, err = check.communicate(timeout=LIMIT_S)
    assert (check.returncode, helpers) == (0, [])
    assert json.loads(out)["counts"]["citations"] == 5
    assert b"no worker" not in err


def test_a_queue_that_nobody_reads_gets_a_worker_for_the_length_of_the_command(crew: Crew, home: Home) -> None:
    crew.start("-Q", "articles,fetch", application="workers")
    soon(lambda: crew.store.unread_queues() == ("judge",))
    done = home.run("check", SEED, *REPLAY, settings=settings_of(crew))
    assert done.returncode == 0
    assert json.loads(done.stdout)["counts"]["citations"] == 5


def test_doctor_asked_for_the_worker_alone_names_the_queue_that_is_not_read(crew: Crew, home: Home) -> None:
    crew.start("-Q", "articles,judge", application="workers")
    soon(lambda: crew.store.unread_queues() == ("fetch",))
    done = home.run("doctor", "--only", "worker", settings=settings_of(crew))
    assert done.returncode == 1
    assert b"FAIL  worker: none reads fetch;" in done.stdout


def test_while_a_command_waits_it_names_once_the_queue_that_is_not_read(
    crew: Crew, capsys: pytest.CaptureFixture[str]
) -> None:
    crew.start("-Q", "articles,judge")
    soon(lambda: crew.store.unread_queues() == ("fetch",))
    shown: list[Status] = []

    def show(status: Status) -> None:
        shown.append(status)
        if len(shown) == 6:
            crew.start("-Q", "fetch")

    job_id = crew.bench.submit("page")
    assert follow(crew.store, job_id, None, show, patience_s=0.2).state is JobState.DONE
    told = capsys.readouterr().err
    assert told.count("no worker reads fetch") == 1
    assert "Operate" in told
