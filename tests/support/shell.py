"""The command line as people type it, for tests: a data folder, real processes over it, and waiting with an end."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil

ROOT = Path(__file__).parents[2]
SEED = "fixtures/articles/seed.html"
REPLAY = ("--replay", "fixtures/seed.warc.gz")
LIMIT_S = 90


@dataclass(frozen=True)
class Home:
    """A data folder and the command line over it."""

    folder: Path

    def environ(self, **settings: str) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("VERIFIER_")}
        mine = {
            "VERIFIER_DATA_DIR": str(self.folder),
            "VERIFIER_ARCHIVES": "[]",
            "VERIFIER_FINDERS": "linked headlines archives",
        }
        return {**clean, **mine, **{f"VERIFIER_{name}": value for name, value in settings.items()}}

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[bytes]:
        settings = options.pop("settings", {})
        return subprocess.Popen(
            [sys.executable, "-m", "verifier", *arguments],
            cwd=ROOT,
            env=self.environ(**settings),
            stdin=options.pop("stdin", subprocess.DEVNULL),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            **options,
        )

    def run(self, *arguments: str, text: bytes | None = None, **options: Any) -> subprocess.CompletedProcess[bytes]:
        if text is not None:
            options["stdin"] = subprocess.PIPE
        with self.start(*arguments, **options) as process:
            try:
                out, err = process.communicate(text, timeout=LIMIT_S)
            except subprocess.TimeoutExpired:
                process.kill()
                raise
        assert b"Traceback" not in err, err.decode()
        return subprocess.CompletedProcess(arguments, process.returncode, out, err)


def workers_of(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    return [child for child in psutil.Process(process.pid).children() if "workers" in child.cmdline()]


def soon(what: Callable[[], Any], within_s: float = 30.0) -> Any:
    """The first true answer; fails when there is none in time."""
    deadline = time.monotonic() + within_s
    while time.monotonic() < deadline:
        found = what()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError("it did not happen in time")
