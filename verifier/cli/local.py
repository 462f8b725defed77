"""A store and a worker for the length of one command: started when none are there, stopped again."""

from __future__ import annotations

import dataclasses
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType
from typing import TYPE_CHECKING

from verifier.cli.saying import say
from verifier.errors import JobFailed, StoreUnavailable
from verifier.jobs import ENDED_STATES, Status
from verifier.settings import Settings, environment_for

if TYPE_CHECKING:
    from verifier.store import Store

_MAX_RESTARTS = 5
_STOP_S = 6.0
#: A store that gives no answer, or takes nothing, for this long is not waited for any longer.
_AWAY_S = 10.0


@contextmanager
def local_store(settings: Settings) -> Iterator[tuple[Store, Settings]]:
    """The configured store, or the embedded one; with the settings under which others reach it."""
    from verifier.store import open_store
    from verifier.store.embedded import embedded_server

    with ExitStack() as stack:
        if settings.redis_url is None:
            url = stack.enter_context(embedded_server(settings))
            settings = dataclasses.replace(settings, redis_url=url)
        store = open_store(settings)
        stack.callback(store.close)
        yield store, settings


class LocalWorker:
    """A worker process that lives as long as its owner and is started again when it dies."""

    def __init__(
        self, settings: Settings, environ: dict[str, str], *, concurrency: int = 4, beat: bool = False
    ) -> None:
        self._settings = settings
        self._environ = environ
        self._arguments = ["--concurrency", str(concurrency), *(["--beat"] if beat else [])]
        self._process: subprocess.Popen[bytes] | None = None
        self._starts = 0

    def __enter__(self) -> LocalWorker:
        self._start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        process = self._process
        if process is None:
            return
        if process.stdin:
            process.stdin.close()  # the worker takes the end of its input for the end of its owner
        try:
            process.wait(_STOP_S)
        except (subprocess.TimeoutExpired, KeyboardInterrupt) as stopped:
            process.kill()  # what it held is picked up again at once by the next worker
            process.wait()
            if isinstance(stopped, KeyboardInterrupt):
                raise

    def tend(self) -> None:
        """Start the worker again if it died. Raises `JobFailed` when it does not stay up."""
        if self._process is None or self._process.poll() is None:
            return
        if self._process.stdin:
            self._process.stdin.close()
        if self._starts > _MAX_RESTARTS:
            log = self._settings.data_dir / "logs" / "worker.log"
            raise JobFailed(
                "the worker process does not stay up", f"Its last words are in {log}; try `verifier doctor`."
            )
        self._start()

    def _start(self) -> None:
        self._starts += 1
        # Its own session: Ctrl-C at the terminal must not kill it before it has given its work back.
        self._process = subprocess.Popen(
            [sys.executable, "-m", "workers", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=self._environ,
            start_new_session=True,
        )


@contextmanager
def worker_if_needed(store: Store, settings: Settings) -> Iterator[LocalWorker | None]:
    """A worker of our own, unless the configured store has living ones for every queue."""
    from verifier.store import socket_url

    # The workers at an embedded server belong to other commands and may leave with them at any moment.
    embedded = settings.redis_url == socket_url(settings)
    if not embedded and store.workers_alive() and not store.unread_queues():
        yield None
        return
    with LocalWorker(settings, environment_for(settings)) as worker:
        yield worker


def _warn_of_unread(store: Store, known: tuple[str, ...]) -> tuple[str, ...]:
    """Say once which queues wait for a worker; returns them."""
    unread = store.unread_queues()
    if unread and unread != known:
        names = ",".join(unread)
        say(f"no worker reads {names}, so this waits", "Start one for it; README, “Operate”, has the command.")
    return unread


def follow(
    store: Store, job_id: str, worker: LocalWorker | None, show: Callable[[Status], None], *, patience_s: float = 1.0
) -> Status:
    """Wait until the job has ended, showing each change. A store that is away for a while is waited for."""
    etag = ""
    unread: tuple[str, ...] = ()
    away_since: float | None = None
    while True:
        if worker is not None:
            worker.tend()
        try:
            _, etag = store.wait(job_id, etag, patience_s)
            status = store.status(job_id)
            if status.state not in ENDED_STATES:
                store.try_writing()
                unread = _warn_of_unread(store, unread) if worker is None else ()
        except StoreUnavailable:
            away_since = away_since or time.monotonic()
            if time.monotonic() - away_since > _AWAY_S:
                raise
            time.sleep(0.2)
            continue
        away_since = None
        show(status)
        if status.state in ENDED_STATES:
            return status
