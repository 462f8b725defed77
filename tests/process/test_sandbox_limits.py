"""One hostile page after the other in real child processes: each is contained, named, and harms no other."""

from __future__ import annotations

import contextlib
import dataclasses
import inspect
import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from support import evil_tasks

from verifier.errors import ExtractionError, InputTooLarge, UnreadableInput
from verifier.model import OutcomeCode
from verifier.sandbox import Sandbox
from verifier.settings import Settings

TASKS = {
    name: f"support.evil_tasks:{name}"
    for name, member in inspect.getmembers(evil_tasks, inspect.isfunction)
    if member.__module__ == "support.evil_tasks"
}
SETTINGS = Settings(extract_cpu_s=1, extract_deadline_s=15.0, extract_memory_bytes=400 * 2**20)


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with Sandbox(SETTINGS, tasks=TASKS) as sandbox:
        yield sandbox


def _failure(sandbox: Sandbox, task: str, **arguments: str) -> ExtractionError:
    with pytest.raises(ExtractionError) as caught:
        sandbox.call(task, b"", arguments)
    assert json.loads(sandbox.call("echo", b"abc", {}))["length"] == 3, "the next page must be fine"
    assert caught.value.outcome is OutcomeCode.EXTRACTION_FAILED
    return caught.value


def test_bytes_and_arguments_arrive_and_the_answer_comes_back(sandbox: Sandbox) -> None:
    answer = json.loads(sandbox.call("echo", b"x" * 3_000_000, {"url": "https://example.org/", "base": None}))
    assert answer["length"] == 3_000_000
    assert answer["arguments"] == {"url": "https://example.org/", "base": None}


def test_every_page_has_its_own_child_of_one_nursery(sandbox: Sandbox) -> None:
    first, second = (json.loads(sandbox.call("echo", b"", {})) for _ in range(2))
    assert first["pid"] != second["pid"]
    assert first["ppid"] == second["ppid"] != os.getpid()


def test_an_endless_loop_ends_at_the_cpu_limit(sandbox: Sandbox) -> None:
    assert "more than 1 s of CPU time" in _failure(sandbox, "spin").message


def test_a_child_that_waits_for_ever_ends_at_the_wall_deadline() -> None:
    with Sandbox(dataclasses.replace(SETTINGS, extract_deadline_s=0.5), tasks=TASKS) as hasty:
        assert "longer than 0.5 s" in _failure(hasty, "nap").message


@pytest.mark.skipif(sys.platform != "linux", reason="RLIMIT_AS is not kept elsewhere")
def test_a_memory_hog_ends_at_the_memory_limit(sandbox: Sandbox) -> None:
    assert "more than 400 MiB of memory" in _failure(sandbox, "hoard").message


def test_a_segmentation_fault_is_named(sandbox: Sandbox) -> None:
    assert "SIGSEGV" in _failure(sandbox, "segfault").message


@pytest.mark.parametrize("number", [signal.SIGABRT, signal.SIGBUS, signal.SIGILL, signal.SIGKILL])
def test_a_crash_by_any_signal_is_named(sandbox: Sandbox, number: signal.Signals) -> None:
    assert number.name in _failure(sandbox, "raise_signal", signal=str(int(number))).message


def test_a_child_that_leaves_without_a_word_is_an_error(sandbox: Sandbox) -> None:
    assert "without an answer" in _failure(sandbox, "leave").message


def test_endless_recursion_is_an_error(sandbox: Sandbox) -> None:
    assert "nested too deeply" in _failure(sandbox, "recurse").message


def test_an_unforeseen_exception_is_named(sandbox: Sandbox) -> None:
    assert "ValueError: no such thing" in _failure(sandbox, "fail").message


def test_too_long_an_answer_is_refused(sandbox: Sandbox) -> None:
    assert "too large" in _failure(sandbox, "shout").message


def test_a_task_may_say_that_there_is_no_text(sandbox: Sandbox) -> None:
    with pytest.raises(ExtractionError, match="there is no text in it") as caught:
        sandbox.call("no_text", b"", {})
    assert caught.value.outcome is OutcomeCode.NO_TEXT


def test_a_task_may_call_the_input_unreadable_or_too_large(sandbox: Sandbox) -> None:
    with pytest.raises(UnreadableInput, match="it cannot be read") as caught:
        sandbox.call("unreadable", b"", {})
    assert caught.value.advice == "hand in another"
    with pytest.raises(InputTooLarge, match="it is too large"):
        sandbox.call("too_large", b"", {})


def test_a_task_outside_the_table_is_a_key_error(sandbox: Sandbox) -> None:
    with pytest.raises(KeyError):
        sandbox.call("os.system", b"", {})


def test_no_connection_leaves_the_child(sandbox: Sandbox) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)
        assert "may not do this: socket." in _failure(sandbox, "connect", port=str(server.getsockname()[1])).message
        with pytest.raises(BlockingIOError):
            server.accept()


def test_no_file_is_written(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "file"
    assert "may not write files" in _failure(sandbox, "write_file", path=str(path)).message
    assert not path.exists()


def test_native_code_writes_nothing_either(sandbox: Sandbox, tmp_path: Path) -> None:
    path = tmp_path / "file"
    with pytest.raises(ExtractionError, match="SIGXFSZ"):
        sandbox.call("write_behind_pythons_back", b"", {"path": str(path)})
    assert path.read_bytes() == b""


@pytest.mark.parametrize("task", ["start_process", "fork_bomb"])
def test_no_process_is_started(sandbox: Sandbox, task: str) -> None:
    assert "may not do this" in _failure(sandbox, task).message


def test_the_child_sees_no_settings_and_no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VERIFIER_LLM_KEY", "a secret")
    monkeypatch.setenv("SOME_TOKEN", "another")
    with Sandbox(SETTINGS, tasks=TASKS) as fresh:
        seen = json.loads(fresh.call("environment", b"", {}))
    assert "VERIFIER_LLM_KEY" not in seen
    assert "SOME_TOKEN" not in seen


def test_the_limits_are_those_of_the_settings(sandbox: Sandbox) -> None:
    assert json.loads(sandbox.call("limits", b"", {})) == {"RLIMIT_CPU": 1, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0}


def test_a_killed_nursery_is_replaced(sandbox: Sandbox) -> None:
    nursery = psutil.Process(json.loads(sandbox.call("echo", b"", {}))["ppid"])
    nursery.kill()
    assert json.loads(sandbox.call("echo", b"", {}))["ppid"] != nursery.pid


def test_a_nursery_is_replaced_after_its_pages() -> None:
    with Sandbox(SETTINGS, tasks=TASKS, pages_per_nursery=2) as short_lived:
        nurseries = [json.loads(short_lived.call("echo", b"", {}))["ppid"] for _ in range(3)]
    assert nurseries[0] == nurseries[1] != nurseries[2]


def test_closing_leaves_no_process_and_no_zombie() -> None:
    sandbox = Sandbox(SETTINGS, tasks=TASKS)
    answer = json.loads(sandbox.call("echo", b"", {}))
    sandbox.close()
    assert not psutil.pid_exists(answer["ppid"])
    assert not psutil.pid_exists(answer["pid"])


def test_a_closed_sandbox_may_be_used_again() -> None:
    sandbox = Sandbox(SETTINGS, tasks=TASKS)
    sandbox.close()
    assert json.loads(sandbox.call("echo", b"ab", {}))["length"] == 2
    sandbox.close()


def test_many_threads_may_share_a_sandbox(sandbox: Sandbox) -> None:
    lengths: list[int] = []
    threads = [
        threading.Thread(target=lambda n=n: lengths.append(json.loads(sandbox.call("echo", b"x" * n, {}))["length"]))
        for n in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert list(range(8)) == sorted(lengths)


def test_a_fork_of_the_parent_uses_nurseries_of_its_own(sandbox: Sandbox) -> None:
    ours = json.loads(sandbox.call("echo", b"", {}))["ppid"]
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        answer = b""
        try:
            answer = sandbox.call("echo", b"", {})
            sandbox.close()
        finally:
            os.write(writing, answer)
            os._exit(0)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        theirs = json.loads(pipe.read())["ppid"]
    os.waitpid(child, 0)
    assert theirs != ours
    assert json.loads(sandbox.call("echo", b"", {}))["ppid"] == ours


def test_the_nursery_ends_when_its_parent_is_killed() -> None:
    script = (
        "import json, os, signal, sys\n"
        "from verifier.sandbox import Sandbox\n"
        "from verifier.settings import Settings\n"
        "sandbox = Sandbox(Settings(), tasks={'echo': 'support.evil_tasks:echo'})\n"
        "print(json.loads(sandbox.call('echo', b'', {}))['ppid'], flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(int(run.stdout)).wait(timeout=30)
