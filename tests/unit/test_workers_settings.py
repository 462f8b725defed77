"""How the application is set up: the order of its limits, where its broker is, who holds work."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import workers
from verifier.settings import Settings
from verifier.store.units import QUEUE_OF, QUEUES
from workers.app import broker_url, configuration
from workers.limits import hard_limit_s, soft_limit_s, visibility_timeout_s
from workers.owner import is_dead, owner, worker
from workers.stages import STAGES

SETTINGS = [Settings(), Settings(lease_s=5, reap_every_s=1), Settings(source_deadline_s=2000, extract_deadline_s=100)]


@pytest.mark.parametrize("settings", SETTINGS, ids=["default", "quick", "patient"])
@pytest.mark.parametrize("kind", sorted(STAGES))
def test_limits_lie_in_their_order(kind: str, settings: Settings) -> None:
    soft, hard, visible = soft_limit_s(kind, settings), hard_limit_s(kind, settings), visibility_timeout_s(settings)
    assert soft < hard < hard + settings.lease_s < visible
    if kind == "fetch":
        assert settings.source_deadline_s + settings.extract_deadline_s < soft


def test_abandoned_work_is_found_within_a_minute() -> None:
    assert Settings().lease_s + Settings().reap_every_s <= 60


@pytest.mark.parametrize(
    ("url", "broker"),
    [
        ("redis://:pw@h:6380/2", "redis://:pw@h:6380/2"),
        ("rediss://h:6380/0", "rediss://h:6380/0?ssl_cert_reqs=required"),
        ("rediss://h/0?ssl_cert_reqs=none", "rediss://h/0?ssl_cert_reqs=none"),
        ("unix:///run/v.sock", "redis+socket:///run/v.sock?virtual_host=0"),
        ("unix:///run/my%20v.sock?db=3", "redis+socket:///run/my%20v.sock?virtual_host=3"),
        ("unix://:pw@/run/v.sock", "redis+socket://:pw@/run/v.sock?virtual_host=0"),
    ],
)
def test_the_broker_is_the_server_of_the_store(url: str, broker: str) -> None:
    assert broker_url(Settings(redis_url=url)) == broker


def test_without_a_url_the_broker_is_the_embedded_server(tmp_path: Path) -> None:
    assert broker_url(Settings(data_dir=tmp_path)).startswith(f"redis+socket://{tmp_path}/embedded/")


def test_messages_are_json_acknowledged_late_and_without_results() -> None:
    conf = configuration(Settings())
    assert (conf["accept_content"], conf["task_serializer"]) == (["json"], "json")
    assert (conf["task_acks_late"], conf["task_reject_on_worker_lost"], conf["worker_prefetch_multiplier"]) == (
        True,
        True,
        1,
    )
    assert (conf["task_ignore_result"], conf["result_backend"]) == (True, None)


def test_every_kind_of_work_has_a_task_and_a_queue() -> None:
    workers.app.loader.import_default_modules()
    assert {*STAGES, "beat", "nightly", "clean-up"} <= set(workers.app.tasks)
    assert set(QUEUE_OF) == set(STAGES)
    assert [queue.name for queue in workers.app.conf.task_queues] == list(QUEUES) == ["articles", "fetch", "judge"]
    assert len({queue.exchange.name for queue in workers.app.conf.task_queues}) == 3


def test_the_clock_rings_more_often_than_once_a_night() -> None:
    entry = workers.app.conf.beat_schedule["nightly"]
    assert entry["task"] == "nightly"
    assert len(entry["schedule"].minute) == 4
    assert len(entry["schedule"].hour) == 24


def test_the_clock_cleans_up_every_hour() -> None:
    workers.app.loader.import_default_modules()
    entry = workers.app.conf.beat_schedule["clean-up"]
    assert entry["task"] in workers.app.tasks
    assert (len(entry["schedule"].minute), len(entry["schedule"].hour)) == (1, 24)


def test_this_process_is_alive_and_of_this_worker() -> None:
    assert not is_dead(owner())
    assert owner().startswith(f"{worker()}/{os.getpid()}/")


def test_a_process_that_ended_is_dead_and_so_is_one_whose_number_was_taken() -> None:
    child = subprocess.Popen([sys.executable, "-c", "pass"])
    host_and_main = owner().rsplit("/", 2)[0]
    child.wait()
    assert is_dead(f"{host_and_main}/{child.pid}/1")
    assert is_dead(f"{host_and_main}/{os.getpid()}/1")


@pytest.mark.parametrize("holder", ["elsewhere/1/999999999/1", "", "x", "a/b", "a/b/c/d"])
def test_of_strangers_nothing_is_known(holder: str) -> None:
    assert not is_dead(holder)


def test_a_misspelt_setting_ends_the_worker_with_a_sentence(tmp_path: Path) -> None:
    environ = {**os.environ, "VERIFIER_LEASE": "3", "VERIFIER_DATA_DIR": str(tmp_path)}
    command = [sys.executable, "-m", "workers"]
    answer = subprocess.run(command, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 1
    assert answer.stderr.startswith("workers: there is no setting VERIFIER_LEASE")
    assert "Traceback" not in answer.stderr
