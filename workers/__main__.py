"""`python -m workers`: a quiet worker for the length of one command, which ends when its owner does.

The command line starts it with a pipe as standard input and keeps the other end; the end of that input is the end
of the owner, even of one that was killed. Log: `DATA_DIR/logs/worker.log`.
"""

from __future__ import annotations

import argparse
import os
import stat
import sys
import threading
from pathlib import Path


def main(arguments: list[str] | None = None) -> None:
    """Run a worker until SIGTERM or the end of a standard input that is a pipe."""
    parser = argparse.ArgumentParser(prog="python -m workers", description=__doc__)
    parser.add_argument("--concurrency", type=int, default=4, help="processes (default 4)")
    parser.add_argument("--queues", default="articles,fetch,judge", help="queues to read (default all)")
    parser.add_argument("--beat", action="store_true", help="also be the nightly clock")
    options = parser.parse_args(arguments)

    from workers import app, runtime

    log = runtime.settings().data_dir / "logs" / "worker.log"
    _speak_into(log)
    _end_with_owner()
    words = ["--quiet", "worker", "--loglevel=WARNING", f"--concurrency={options.concurrency}", "-Q", options.queues]
    words += ["--without-gossip", "--without-mingle", "--without-heartbeat", *(["-B"] if options.beat else [])]
    app.worker_main(words)


def _speak_into(log: Path) -> None:
    """Everything this process and its children say goes into the log, not onto somebody's terminal."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError as error:
        sys.exit(f"workers: {log} cannot be written: {error.strerror}. Set VERIFIER_DATA_DIR to a folder of yours.")
    sys.stdout.flush()
    os.dup2(handle, 1)
    os.dup2(handle, 2)
    os.close(handle)


def _end_with_owner() -> None:
    if stat.S_ISFIFO(os.fstat(0).st_mode):
        threading.Thread(target=_await_end, name="owner", daemon=True).start()


def _await_end() -> None:
    from workers.app import leave

    while os.read(0, 4096):
        pass
    leave()


if __name__ == "__main__":
    main()
