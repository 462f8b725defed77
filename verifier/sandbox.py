"""Hostile bytes and a task's name in, the task's JSON out: parsers run in limited child processes.

A `Sandbox` keeps a few warm nurseries (`verifier.nursery`), each a separate interpreter that forks one child per
page. Nurseries are started with `subprocess`, because a pool worker is daemonic and may not use `multiprocessing`.
"""

from __future__ import annotations

import contextlib
import json
import os
import queue
import select
import signal
import subprocess
import sys
import threading
import time
import weakref
from collections.abc import Mapping
from types import TracebackType
from typing import Any

from verifier.errors import ExtractionError, InputTooLarge, UnreadableInput
from verifier.model import OutcomeCode
from verifier.nursery import ENDINGS, FRAME, MAX_ANSWER_BYTES
from verifier.settings import Settings, bare_environment

#: The closed table of what may be asked for: name → module:function.
TASKS: Mapping[str, str] = {
    "extract": "verifier.extract.page:extract_task",
    "post": "verifier.extract.posts:post_task",
    "read": "verifier.read.rendered:read_task",
    "markdown": "verifier.read.markdown:markdown_task",
    "listing": "verifier.read.feeds:listing_task",
}
#: A nursery is replaced after so many pages. It only forks, and what parsers leak ends with each page's child; to
#: start one costs as much as twenty pages.
PAGES_PER_NURSERY = 2000
_MAX_NURSERIES = 4
_START_S = 60.0
#: What the nursery gets on top of a page's own deadline before it is taken for stuck.
_GRACE_S = 5.0
_CHUNK = 1 << 20


class Sandbox:
    """A few warm nurseries; safe to use from many threads, and again after a fork.

    `tasks` is the table of what may be run; `pages_per_nursery` when a nursery is replaced.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        tasks: Mapping[str, str] = TASKS,
        pages_per_nursery: int = PAGES_PER_NURSERY,
    ) -> None:
        self._settings = settings
        self._tasks = dict(tasks)
        self._pages = pages_per_nursery
        self._become_ours()

    def _become_ours(self) -> None:
        """Start from nothing in this process: nurseries of a process we were forked from are not ours."""
        self._pid = os.getpid()
        self._turns = threading.BoundedSemaphore(min(_MAX_NURSERIES, max(1, os.cpu_count() or 1)))
        self._idle: queue.LifoQueue[_Nursery] = queue.LifoQueue()

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the idle nurseries. The sandbox may be used again."""
        if self._pid != os.getpid():
            return
        while True:
            try:
                self._idle.get_nowait().end()
            except queue.Empty:
                return

    def call(self, task: str, body: bytes, arguments: Mapping[str, str | None]) -> bytes:
        """Run the task on the bytes in a limited child and return its JSON.

        Raises `ExtractionError` (also for whatever becomes of the child), and `UnreadableInput` or
        `InputTooLarge` when the task says so. Raises `KeyError` for a task that is not in the table.
        """
        if task not in self._tasks:
            raise KeyError(task)
        if self._pid != os.getpid():
            self._become_ours()
        with self._turns:
            try:
                head, answer = self._ask(task, body, arguments)
            except _Died as error:
                if error.fresh:
                    raise
                # It may have died since its last page, by whatever hand; a page is only to blame for its own nursery.
                head, answer = self._ask(task, body, arguments)
        if head["status"] == "ok":
            return answer
        raise self._error(head)

    def _ask(self, task: str, body: bytes, arguments: Mapping[str, str | None]) -> tuple[dict[str, str], bytes]:
        nursery = self._take()
        healthy = False
        try:
            found = nursery.ask(self._request(task, arguments), body, self._settings.extract_deadline_s)
            healthy = nursery.pages < self._pages
            return found
        finally:
            if healthy:
                self._idle.put(nursery)
            else:
                nursery.end()

    def _take(self) -> _Nursery:
        while True:
            try:
                nursery = self._idle.get_nowait()
            except queue.Empty:
                return _Nursery(self._tasks)
            if nursery.alive():
                return nursery
            nursery.end()

    def _request(self, task: str, arguments: Mapping[str, str | None]) -> dict[str, Any]:
        return {
            "task": task,
            "arguments": dict(arguments),
            "cpu_s": self._settings.extract_cpu_s,
            "memory_bytes": self._settings.extract_memory_bytes,
            "deadline_s": self._settings.extract_deadline_s,
        }

    def _error(self, head: Mapping[str, str]) -> Exception:
        status, message = str(head.get("status")), str(head.get("message", ""))
        if status == "extraction":
            return ExtractionError(OutcomeCode(head["outcome"]), message)
        if status in ("unreadable", "too-large"):
            kind = InputTooLarge if status == "too-large" else UnreadableInput
            return kind(message, str(head.get("advice", "")))
        outcome, sentence = ENDINGS.get(status, ENDINGS["silent"])
        return ExtractionError(
            outcome,
            sentence.format(
                cpu_s=self._settings.extract_cpu_s,
                deadline_s=self._settings.extract_deadline_s,
                memory_mib=self._settings.extract_memory_bytes // 2**20,
                signal=head.get("signal", "unknown signal"),
                message=message,
            ),
        )


class _Died(ExtractionError):
    """The nursery itself is gone; `fresh` if the page was its first."""

    def __init__(self, *, fresh: bool) -> None:
        super().__init__(OutcomeCode.EXTRACTION_FAILED, "the process that reads pages died")
        self.fresh = fresh


class _Nursery:
    """One nursery process and the pipes to it."""

    def __init__(self, tasks: Mapping[str, str]) -> None:
        self.pages = 0
        table = [f"{name}={where}" for name, where in tasks.items()]
        # One thread: the numeric libraries must not start theirs, a forked child would wait for them for ever.
        environment = bare_environment(
            PYTHONPATH=os.pathsep.join(path for path in sys.path if path),
            OPENBLAS_NUM_THREADS="1",
            OMP_NUM_THREADS="1",
            PYTHONDONTWRITEBYTECODE="1",
        )
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", "verifier.nursery", *table],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise ExtractionError(
                OutcomeCode.EXTRACTION_FAILED, f"the process that reads pages could not be started: {error}"
            ) from error
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._to, self._from = self._process.stdin, self._process.stdout
        os.set_blocking(self._to.fileno(), False)
        os.set_blocking(self._from.fileno(), False)
        self._finalizer = weakref.finalize(self, _end, os.getpid(), self._process)

    def alive(self) -> bool:
        return self._process.poll() is None

    def end(self) -> None:
        """Kill and reap. Its children die with it (Linux), or by their own CPU limit."""
        self._finalizer()

    def ask(self, request: dict[str, Any], body: bytes, deadline_s: float) -> tuple[dict[str, str], bytes]:
        """One page. Any trouble with the nursery itself is an `ExtractionError` too."""
        allowance = deadline_s + _GRACE_S + (_START_S if self.pages == 0 else 0.0)
        deadline = time.monotonic() + allowance
        self.pages += 1
        head = json.dumps(request).encode()
        try:
            self._send(FRAME.pack(len(head), len(body)) + head, deadline)
            self._send(body, deadline)
            head_bytes, body_bytes = FRAME.unpack(self._receive(FRAME.size, deadline))
            if head_bytes > _CHUNK or body_bytes > MAX_ANSWER_BYTES:
                raise _failed("its answer is not what was agreed")
            answer = json.loads(self._receive(head_bytes, deadline))
            return answer, self._receive(body_bytes, deadline)
        except (OSError, EOFError) as error:
            raise _Died(fresh=self.pages == 1) from error
        except ValueError as error:
            raise _failed("its answer is not what was agreed") from error

    def _send(self, data: bytes, deadline: float) -> None:
        view = memoryview(data)
        while view:
            _wait(self._to.fileno(), select.POLLOUT, deadline)
            with contextlib.suppress(BlockingIOError):
                view = view[os.write(self._to.fileno(), view[:_CHUNK]) :]

    def _receive(self, count: int, deadline: float) -> bytes:
        parts: list[bytes] = []
        while count:
            _wait(self._from.fileno(), select.POLLIN, deadline)
            part = os.read(self._from.fileno(), min(count, _CHUNK))
            if not part:
                raise EOFError
            parts.append(part)
            count -= len(part)
        return b"".join(parts)


def _wait(descriptor: int, event: int, deadline: float) -> None:
    poller = select.poll()
    poller.register(descriptor, event)
    left = deadline - time.monotonic()
    if left <= 0 or not poller.poll(left * 1000):
        raise _failed("it did not answer in time")


def _failed(what: str) -> ExtractionError:
    return ExtractionError(OutcomeCode.EXTRACTION_FAILED, f"the process that reads pages failed: {what}")


def _end(owner: int, process: subprocess.Popen[bytes]) -> None:
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            with contextlib.suppress(OSError):
                pipe.close()
    if owner != os.getpid():  # a fork's copy: the process belongs to somebody else
        process.returncode = 0
        return
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


_shared: dict[tuple[float, ...], Sandbox] = {}


def shared_sandbox(settings: Settings) -> Sandbox:
    """The sandbox of this process for these limits, so that reading and extracting share warm nurseries."""
    limits = (settings.extract_cpu_s, settings.extract_memory_bytes, settings.extract_deadline_s)
    return _shared.setdefault(limits, Sandbox(settings))
