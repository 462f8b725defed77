"""Articles that cite the loopback web in, real workers on them out: how far they got, and where their time went."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import psutil
from bench.loopback_web import loopback_web
from bench.sites import news_article
from bench.startup import environment

from verifier.cli.local import local_store
from verifier.jobs import Submission
from verifier.settings import environment_for, load_settings
from verifier.store import Store, job_id_for

_EACH = 50
_DEADLINE_S = 1800.0
_LOOK_EVERY_S = 0.05
_TESTS = Path(__file__).parents[1]
#: Every limit as shipped; only the web is another one.
_WEB = {"VERIFIER_ARCHIVES": "[]", "VERIFIER_ALLOW_NETWORKS": "127.0.0.0/8", "VERIFIER_FINDERS": "none"}


@dataclass(frozen=True, slots=True)
class Work:
    """Workers on articles: `done` says how many pages are through by now, `pids` are the workers' main processes.

    `hand_in_rest` hands in what was held back until the processes are warm.
    """

    pages: int
    port: int
    store: Store
    pids: tuple[int, ...]
    done: Callable[[], int]
    hand_in_rest: Callable[[], None]

    def until(self, count: int) -> float:
        """The moment at which so many pages were through. Raises `RuntimeError` when that takes too long."""
        deadline = time.monotonic() + _DEADLINE_S
        while self.done() < count:
            if time.monotonic() > deadline:
                raise RuntimeError(f"{self.done()} of {count} pages after {_DEADLINE_S:g} s")
            time.sleep(_LOOK_EVERY_S)
        return time.perf_counter()

    def cpu_s(self) -> float:
        """Seconds of the processors that the workers, and whatever they started, took so far; not the server's."""
        total = 0.0
        for process in (one for pid in self.pids for one in family(pid)):
            with contextlib.suppress(psutil.Error):  # what ended is counted with its parent
                took = process.cpu_times()
                total += took.user + took.system + took.children_user + took.children_system
        return total

    def spent(self) -> Counter[str]:
        """Seconds that all processes spent so far, by what they were spent on."""
        total: Counter[str] = Counter()
        for notes in (self.store.settings.data_dir / "spent").glob("*.json"):
            with contextlib.suppress(ValueError):  # being written
                total.update(json.loads(notes.read_text()))
        return total


def family(pid: int) -> list[psutil.Process]:
    """A process and all below it; any of them may end before it is asked something."""
    return [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]


@contextlib.contextmanager
def at_work(pages: int, pools: Mapping[str, int], first: int | None = None) -> Iterator[Work]:
    """Workers on articles of 50 citations, a page for each, with so many processes for these queues; at work at once.

    Of the pages the `first` are handed in at once and the others on demand; without it all at once. Where nobody reads
    the queue `judge`, a page is through when it was obtained.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        environ = environment(Path(folder)) | _WEB | {"PYTHONPATH": f"{_TESTS.parent}:{_TESTS}"}
        with loopback_web(pages, environ) as port, local_store(load_settings(environ)) as (store, settings):
            told = environ | {"VERIFIER_REDIS_URL": environment_for(settings)["VERIFIER_REDIS_URL"]}
            jobs: list[str] = []

            def hand_in(numbers: range) -> None:
                for start in numbers[::_EACH]:
                    jobs.append(_handed_in(store, range(start, min(start + _EACH, numbers.stop)), port))

            at_once = pages if first is None else first
            hand_in(range(at_once))
            through = _judged if "judge" in pools else _obtained
            with contextlib.ExitStack() as workers:
                pids = tuple(workers.enter_context(_worker(*pool, told)) for pool in pools.items())
                yield Work(
                    pages, port, store, pids, lambda: through(store, jobs), lambda: hand_in(range(at_once, pages))
                )


@contextlib.contextmanager
def _worker(queues: str, processes: int, environ: Mapping[str, str]) -> Iterator[int]:
    command = [sys.executable, "-m", "bench.timed_workers", "--queues", queues, "--concurrency", str(processes)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, env=environ, start_new_session=True) as process:
        assert process.stdin is not None
        try:
            yield process.pid
        finally:
            process.stdin.close()


def _handed_in(store: Store, numbers: range, port: int) -> str:
    submission = Submission(blob=store.blobs.put(news_article(numbers, port).encode()), media_type="text/html")
    status, _ = store.submit(submission, job_id=job_id_for(submission))
    return status.id


def _judged(store: Store, jobs: list[str]) -> int:
    return sum(store.status(job).progress.done for job in jobs if store.status(job).progress.citations)


def _obtained(store: Store, jobs: list[str]) -> int:
    return sum(store.client.pipeline([("HLEN", f"verifier:obtained:{job}:1") for job in jobs]))
