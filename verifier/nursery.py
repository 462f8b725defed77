"""Requests on standard input, answers on standard output: forks one limited child per page it is handed.

Runs as `python -m verifier.nursery NAME=MODULE:FUNCTION…`, started by `verifier.sandbox` only. It is
single-threaded, imports the parsers once and so pays a few milliseconds a page instead of a new interpreter.
A child has no network, may write no file, start no process, and has ceilings on CPU time and memory.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import importlib
import json
import os
import resource
import select
import signal
import struct
import sys
import time
from collections.abc import Callable
from typing import Any, NoReturn

from verifier.errors import ExtractionError, InputTooLarge, UnreadableInput
from verifier.model import OutcomeCode

Task = Callable[[bytes, dict[str, str | None]], bytes]

#: Length of the JSON head, length of the bytes behind it.
FRAME = struct.Struct(">II")
#: The longest answer of one page; a longer one is a fault of the page.
MAX_ANSWER_BYTES = 64 * 2**20
_OPEN_FILES = 32
#: Opened here, where it is done once: a child would do it for every page.
_LIBC = ctypes.CDLL(None)
_CHUNK = 1 << 20
_PARENT_CHECK_S = 5.0
_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38

_FORBIDDEN = (
    "socket.",
    "subprocess.",
    "os.system",
    "os.exec",
    "os.fork",
    "os.forkpty",
    "os.posix_spawn",
    "os.spawn",
    "os.kill",
    "os.killpg",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.link",
    "os.symlink",
    "os.truncate",
    "os.chmod",
    "os.chown",
    "shutil.",
    "pty.",
    "ftplib.",
    "http.client.",
    "urllib.Request",
)
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def main(arguments: list[str]) -> int:
    """Serve until standard input ends. Returns the exit code."""
    table = dict(argument.split("=", 1) for argument in arguments)
    tasks: dict[str, Task] = {}
    gc.disable()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's affair; it closes our input
    parent = os.getppid()
    while True:
        readable, _, _ = select.select([0], [], [], _PARENT_CHECK_S)
        if not readable:
            if os.getppid() != parent:
                return 0
            continue
        request = _read_request()
        if request is None:
            return 0
        head, body = request
        name = str(head["task"])
        if name not in tasks:
            tasks[name] = _load(table[name])
            gc.collect()
            gc.freeze()
        status, answer = _run_limited(tasks[name], body, head)
        _write_all(1, _framed(status, answer))


def _load(where: str) -> Task:
    """The task, its module imported and, where the module offers it, warmed up."""
    name, function = where.split(":", 1)
    module = importlib.import_module(name)
    warm: Callable[[], None] | None = getattr(module, "warm", None)
    if warm is not None:
        warm()
    task: Task = getattr(module, function)
    return task


def _read_request() -> tuple[dict[str, Any], bytes] | None:
    start = _read_exactly(FRAME.size)
    if start is None:
        return None
    head_bytes, body_bytes = FRAME.unpack(start)
    head, body = _read_exactly(head_bytes), _read_exactly(body_bytes)
    if head is None or body is None:
        return None
    return json.loads(head), body


def _read_exactly(count: int) -> bytes | None:
    parts: list[bytes] = []
    while count:
        part = os.read(0, min(count, _CHUNK))
        if not part:
            return None
        parts.append(part)
        count -= len(part)
    return b"".join(parts)


def _framed(head: dict[str, str], body: bytes) -> bytes:
    encoded = json.dumps(head).encode()
    return FRAME.pack(len(encoded), len(body)) + encoded + body


def _write_all(descriptor: int, data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(descriptor, view) :]


def _run_limited(task: Task, body: bytes, head: dict[str, Any]) -> tuple[dict[str, str], bytes]:
    """One page in one child: its answer, or the name of what became of it."""
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _be_the_child(task, body, head, writing)
    os.close(writing)
    try:
        answer, ending = _collect(reading, time.monotonic() + float(head["deadline_s"]))
    finally:
        os.close(reading)
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(child, signal.SIGKILL)
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
    if ending is None:
        return _what_became(status, answer)
    return {"status": ending}, b""


def _collect(reading: int, deadline: float) -> tuple[bytes, str | None]:
    """All that the child writes until it ends; the second part names what was exceeded."""
    parts: list[bytes] = []
    total = 0
    while True:
        left = deadline - time.monotonic()
        if left <= 0:
            return b"", "timeout"
        readable, _, _ = select.select([reading, 0], [], [], left)
        if 0 in readable:  # nothing is sent while we work: our parent has gone
            return b"", "abandoned"
        if not readable:
            continue
        part = os.read(reading, _CHUNK)
        if not part:
            return b"".join(parts), None
        parts.append(part)
        total += len(part)
        if total > MAX_ANSWER_BYTES:
            return b"", "answer-too-large"


def _what_became(status: int, answer: bytes) -> tuple[dict[str, str], bytes]:
    if not answer:
        # The child closed its pipe without a word: it was ended from outside, or by its own fault.
        number = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
        if number in (signal.SIGXCPU, 0):
            return {"status": "cpu" if number else "silent"}, b""
        return {"status": "crashed", "signal": signal.Signals(number).name}, b""
    head_bytes, body_bytes = FRAME.unpack(answer[: FRAME.size])
    rest = answer[FRAME.size :]
    if len(rest) != head_bytes + body_bytes:
        return {"status": "silent"}, b""
    return json.loads(rest[:head_bytes]), rest[head_bytes:]


def _be_the_child(task: Task, body: bytes, head: dict[str, Any], writing: int) -> NoReturn:
    try:
        _confine(head, writing)
        status, answer = _attempt(task, body, head["arguments"])
        _write_all(writing, _framed(status, answer))
    except MemoryError:
        with contextlib.suppress(BaseException):
            _write_all(writing, _framed({"status": "memory"}, b""))
    finally:
        os._exit(0)


def _attempt(task: Task, body: bytes, arguments: dict[str, str | None]) -> tuple[dict[str, str], bytes]:
    try:
        return {"status": "ok"}, task(body, arguments)
    except ExtractionError as error:
        return {"status": "extraction", "outcome": error.outcome.value, "message": error.message}, b""
    except UnreadableInput as error:
        kind = "too-large" if isinstance(error, InputTooLarge) else "unreadable"
        return {"status": kind, "message": error.message, "advice": error.advice}, b""
    except MemoryError:
        return {"status": "memory"}, b""
    except RecursionError:
        return {"status": "nested"}, b""
    except Exception as error:
        return {"status": "fault", "message": f"{type(error).__name__}: {error}"[:500]}, b""


def _confine(head: dict[str, Any], writing: int) -> None:
    """Take from this process everything that reading a page does not need."""
    os.setsid()
    null = os.open(os.devnull, os.O_RDWR)
    for descriptor in (0, 1, 2):
        os.dup2(null, descriptor)
    os.closerange(3, writing)
    os.closerange(writing + 1, 256)
    cpu_s = int(head["cpu_s"])
    for number in (signal.SIGXCPU, signal.SIGXFSZ):  # the interpreter ignores the second
        signal.signal(number, signal.SIG_DFL)
    _limit(resource.RLIMIT_CPU, cpu_s, cpu_s + 1)
    _limit(resource.RLIMIT_AS, int(head["memory_bytes"]))
    _limit(resource.RLIMIT_FSIZE, 0)
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_NOFILE, _OPEN_FILES)
    if sys.platform == "linux":
        _limit(resource.RLIMIT_NPROC, 0)
        _die_with_the_nursery()
    gc.enable()
    sys.addaudithook(_refuse)


def _limit(kind: int, soft: int, hard: int | None = None) -> None:
    # Best effort: macOS refuses RLIMIT_AS, and a limit may already be lower than ours.
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(kind, (soft, hard if hard is not None else soft))


def _die_with_the_nursery() -> None:
    _LIBC.prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)
    _LIBC.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)


def _refuse(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "open":
        mode, flags = arguments[1], arguments[2]
        if (isinstance(flags, int) and flags & _WRITING) or (isinstance(mode, str) and set(mode) & set("wax+")):
            raise PermissionError("a page may not write files")
    elif event.startswith(_FORBIDDEN):
        raise PermissionError(f"a page may not do this: {event}")


#: What the parent says for each status that is not the task's own word.
ENDINGS = {
    "cpu": (OutcomeCode.EXTRACTION_FAILED, "reading the page took more than {cpu_s} s of CPU time"),
    "timeout": (OutcomeCode.EXTRACTION_FAILED, "reading the page took longer than {deadline_s:g} s"),
    "memory": (OutcomeCode.EXTRACTION_FAILED, "reading the page needs more than {memory_mib} MiB of memory"),
    "nested": (OutcomeCode.EXTRACTION_FAILED, "the page is nested too deeply to be read"),
    "crashed": (OutcomeCode.EXTRACTION_FAILED, "the parser crashed on the page ({signal})"),
    "silent": (OutcomeCode.EXTRACTION_FAILED, "the parser ended without an answer"),
    "answer-too-large": (OutcomeCode.EXTRACTION_FAILED, "the text of the page is too large to be handed over"),
    "abandoned": (OutcomeCode.EXTRACTION_FAILED, "reading the page was abandoned"),
    "fault": (OutcomeCode.EXTRACTION_FAILED, "the parser failed on the page ({message})"),
}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
