"""Whatever is killed, every accepted article gets its report, once."""

from __future__ import annotations

import os
import random
import signal
from pathlib import Path

import pytest
from support.crew import Crew, crew_at
from support.servers import PROGRAMS, is_running, running
from support.waiting import eventually

from verifier.jobs import JobState
from verifier.settings import Settings


def all_are_done_once(crew: Crew, ids: list[str]) -> None:
    for job_id in ids:
        status = crew.ended(job_id)
        assert status.state is JobState.DONE, (status.error, crew.log())
        assert status.progress.done == status.progress.citations
        assert crew.times_published(job_id) == 1


def articles(crew: Crew, number: int, text: str = "slow{0}a b{0}|slow{0}c|a{0}") -> list[str]:
    return [crew.bench.submit(text.format(n)) for n in range(number)]


def test_articles_are_checked_and_shared_pages_fetched_once(crew: Crew) -> None:
    crew.start()
    ids = articles(crew, 10, "shared own{0}|shared|-nowhere{0}")
    all_are_done_once(crew, ids)
    assert len(crew.bench.calls("obtain")) == 11
    assert [crew.store.status(job_id).counts.supported for job_id in ids] == [2] * 10


def test_killed_pool_children_lose_nothing(crew: Crew) -> None:
    worker = crew.start()
    hold = crew.hold()
    ids = articles(crew, 6)
    chance = random.Random(5)
    for _ in range(3):
        calls = len(crew.bench.calls())
        eventually(lambda calls=calls: len(crew.bench.calls()) > calls or len(crew.store.holders()) == 2)
        children = crew.children(worker)
        if children:
            os.kill(chance.choice(children).pid, signal.SIGKILL)
    hold.unlink()
    all_are_done_once(crew, ids)


def test_a_killed_worker_is_survived_by_the_next(crew: Crew) -> None:
    first = crew.start()
    crew.hold()
    ids = articles(crew, 4)
    eventually(lambda: len(crew.bench.calls("obtain https://slow")) >= 2)
    crew.kill(first)
    (crew.store.settings.data_dir / "hold").unlink()
    crew.start()
    all_are_done_once(crew, ids)


def test_a_death_at_every_point_of_the_way_is_survived(crew: Crew) -> None:
    points = crew.store.settings.data_dir / "points"
    for name in ("claim", "found", "obtained", "judged", "publish"):
        for when in ("before", "after"):
            (points / f"{when}-{name}").touch()
    crew.start()
    all_are_done_once(crew, [crew.bench.submit("a b|b|-c")])
    assert list(points.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("kill|good|good kill", "obtain https://kill."),
        ("killjudge|good|good killjudge", "judge c1 Text of https://killjudge."),
    ],
    ids=["while it is fetched", "while it is judged"],
)
def test_a_page_that_always_kills_spoils_its_own_citations_only(crew: Crew, text: str, word: str) -> None:
    crew.start()
    poisoned = crew.bench.submit(text)
    good = articles(crew, 3, "a{0} b{0}")
    status = crew.ended(poisoned)
    assert status.state is JobState.DONE
    assert (status.counts.supported, status.counts.undetermined) == (2, 1)
    assert b"ended its worker 3 times" in crew.store.report(poisoned)
    assert len(crew.bench.calls(word)) == 3
    all_are_done_once(crew, good)


def test_an_article_that_always_kills_its_reader_fails_after_three_deaths(crew: Crew) -> None:
    crew.start()
    job_id = crew.bench.submit("killread")
    good = articles(crew, 3, "a{0}")
    status = crew.ended(job_id)
    assert status.state is JobState.FAILED
    assert status.error is not None
    assert (status.error.code, len(crew.bench.calls("read killread"))) == ("set-aside", 3)
    all_are_done_once(crew, good)


def test_a_frozen_worker_that_wakes_up_late_is_refused(crew: Crew) -> None:
    frozen = crew.start()
    hold = crew.hold()
    job_id = crew.bench.submit("slow")
    eventually(lambda: len(crew.bench.calls("obtain")) == 1)
    stopped = [frozen.pid, *[child.pid for child in crew.children(frozen)]]
    for pid in stopped:
        os.kill(pid, signal.SIGSTOP)
    hold.unlink()
    crew.start()
    all_are_done_once(crew, [job_id])
    report = crew.store.report(job_id)
    for pid in stopped:
        os.kill(pid, signal.SIGCONT)
    eventually(lambda: "taken over" in crew.log())
    assert (crew.store.report(job_id), crew.times_published(job_id)) == (report, 1)


def test_a_stopped_worker_gives_its_work_back_at_no_cost(crew: Crew) -> None:
    first = crew.start()
    hold = crew.hold()
    job_id = crew.bench.submit("slow1|slow2")
    eventually(lambda: len(crew.bench.calls("obtain")) == 2)
    first.send_signal(signal.SIGTERM)
    assert first.wait(30) == 0, crew.log()
    assert crew.store.holders() == {}
    assert crew.store.client.do("HGETALL", "verifier:deaths") == {}
    hold.unlink()
    crew.start()
    all_are_done_once(crew, [job_id])


def test_running_work_that_ends_soon_is_finished_before_a_worker_stops(crew: Crew) -> None:
    first = crew.start()
    hold = crew.hold()
    crew.bench.submit("slow")
    eventually(lambda: len(crew.bench.calls("obtain")) == 1)
    first.send_signal(signal.SIGTERM)
    eventually(lambda: crew.store.workers_alive() == 0)
    hold.unlink()
    assert first.wait(30) == 0, crew.log()
    assert crew.store.backlog()["fetch"] == 0
    assert len(crew.bench.calls("obtain")) == 1


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_a_server_killed_in_the_middle_loses_nothing(program: str, tmp_path: Path) -> None:
    data = tmp_path / "server"
    (tmp_path / "data").mkdir()
    with running(program, data) as url, crew_at(url, tmp_path / "data") as crew:
        crew.start()
        hold = crew.hold()
        ids = articles(crew, 4)
        eventually(lambda: len(crew.bench.calls("obtain https://slow")) == 2)
        crew.store.client.do("SET", "until", "here")
        pid = int((data / "embedded" / "server.pid").read_text())
        os.kill(pid, signal.SIGKILL)
        hold.unlink()
        server = Settings(data_dir=data)
        eventually(lambda: is_running(server) and int((data / "embedded" / "server.pid").read_text()) != pid)
        all_are_done_once(crew, ids)
        assert crew.store.client.do("GET", "until") == "here"


def test_bells_that_were_lost_are_rung_again(crew: Crew) -> None:
    ids = articles(crew, 3, "a{0}")
    assert len(crew.bench.bells()) == 3
    crew.start()
    all_are_done_once(crew, ids)


def test_workers_on_separate_queues_share_one_article(crew: Crew) -> None:
    crew.start("-Q", "articles,fetch", "-n", "fetcher@%h")
    job_id = crew.bench.submit("a b|b")
    eventually(lambda: crew.store.backlog() == {"articles": 0, "fetch": 0, "judge": 2})
    crew.start("-Q", "judge", "-n", "judge@%h")
    all_are_done_once(crew, [job_id])
