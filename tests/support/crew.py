"""Real worker processes for tests: started, counted, killed, frozen, always gone at the end."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
from celery import Celery
from support.waiting import eventually
from support.workbench import Bench

from verifier.jobs import ENDED_STATES, Status
from verifier.settings import Settings, environment_for
from verifier.store import Store, open_store
from verifier.store.units import QUEUES
from workers.app import configuration

TESTS = Path(__file__).parents[1]
DOUBLES = "support.double_workers"
#: Short enough for a test, long enough for a busy machine to renew in time.
LEASE_S = 3.0
REAP_EVERY_S = 0.5


class Crew:
    """The workers of one test and the bench to give them articles."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.bench = Bench(store)
        self.workers: list[subprocess.Popen[bytes]] = []
        (store.settings.data_dir / "points").mkdir()

    def environ(self) -> dict[str, str]:
        """What a worker process is told."""
        paths = os.pathsep.join([str(TESTS), str(TESTS.parent)])
        quick = {"VERIFIER_LEASE_S": str(LEASE_S), "VERIFIER_REAP_EVERY_S": str(REAP_EVERY_S)}
        return {**environment_for(self.store.settings), **quick, "PYTHONPATH": paths}

    def start(self, *options: str, application: str = DOUBLES) -> subprocess.Popen[bytes]:
        """Start `celery worker` in a session of its own and wait until work comes through to it."""
        command = [sys.executable, "-m", "celery", "-A", application, "worker", "--loglevel=WARNING", "-c", "2"]
        return self.launch([*command, "--without-gossip", "--without-mingle", *options])

    def launch(self, command: list[str]) -> subprocess.Popen[bytes]:
        """Start a worker process by this command, its input a pipe, its words in `worker.log`."""
        self.store.client.do("DEL", "verifier:workers", *[f"verifier:beating:{queue}" for queue in QUEUES])
        with open(self.store.settings.data_dir / "worker.log", "ab") as log:
            worker = subprocess.Popen(
                command, env=self.environ(), stdin=subprocess.PIPE, stdout=log, stderr=log, start_new_session=True
            )
        self.workers.append(worker)
        eventually(lambda: self.store.workers_alive() or worker.poll() is not None)
        assert worker.poll() is None, self.log()
        return worker

    def send(self, task: str, *arguments: str, queue: str = "articles") -> None:
        """Put a message on a queue, as any other program could."""
        with Celery("other") as other:
            other.conf.update(configuration(self.store.settings))
            other.send_task(task, args=arguments, queue=queue)

    def log(self) -> str:
        """What the workers said."""
        return (self.store.settings.data_dir / "worker.log").read_text("utf-8", "replace")

    def children(self, worker: subprocess.Popen[bytes]) -> list[psutil.Process]:
        """The processes of the worker's pool."""
        with contextlib.suppress(psutil.NoSuchProcess):
            return psutil.Process(worker.pid).children(recursive=True)
        return []

    def kill(self, worker: subprocess.Popen[bytes]) -> None:
        """Kill -9 the worker and all its children at once."""
        with contextlib.suppress(ProcessLookupError):
            os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(30)

    def ended(self, job_id: str, limit_s: float = 40.0) -> Status:
        """The job's status when it has ended."""
        eventually(lambda: self.store.status(job_id).state in ENDED_STATES, limit_s)
        return self.store.status(job_id)

    def times_published(self, job_id: str) -> int:
        """How many reports were published, over all generations."""
        return int(self.store.client.do("HGET", f"verifier:job:{job_id}", "published") or 0)

    def hold(self) -> Path:
        """Make slow pages stop where they are until the file is removed."""
        path = self.store.settings.data_dir / "hold"
        path.write_text("")
        return path

    def close(self) -> None:
        """End every worker."""
        for worker in self.workers:
            self.kill(worker)
            if worker.stdin:
                worker.stdin.close()


@contextlib.contextmanager
def crew_at(url: str, folder: Path) -> Iterator[Crew]:
    """A crew at an empty store, with leases short enough for a test."""
    store = open_store(Settings(redis_url=url, data_dir=folder, lease_s=LEASE_S, reap_every_s=REAP_EVERY_S))
    store.client.do("FLUSHALL")
    crew = Crew(store)
    try:
        yield crew
    finally:
        crew.close()
        store.close()
