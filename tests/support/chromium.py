"""A headless Chromium for tests: pages in; the finished document, PDFs, and what was said and asked for out."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
DEADLINE_S = 60.0
#: What the browser asks by itself, whatever page it shows.
_OWN_HOSTS = ("update.googleapis.com", "clients2.google.com", "accounts.google.com", "content-autofill.googleapis.com")
_FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--disable-extensions", "--hide-scrollbars",
    "--enable-logging=stderr",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Visit:
    """What came of one page: the document after its scripts ran, console messages, addresses asked for."""

    document: str
    console: tuple[str, ...]
    requests: tuple[str, ...]


def _run(url: str, *flags: str, width: int = 1280, height: int = 900) -> subprocess.CompletedProcess[str]:
    assert PROGRAM is not None
    with tempfile.TemporaryDirectory(prefix="chromium-", ignore_cleanup_errors=True) as profile:
        command = [PROGRAM, *_FLAGS, f"--user-data-dir={profile}", f"--window-size={width},{height}", *flags, url]
        return subprocess.run(command, capture_output=True, text=True, timeout=DEADLINE_S, check=False)


def visit(url: str, *flags: str, width: int = 1280, height: int = 900) -> Visit:
    """Open a page, let its scripts settle for a while, and look at what became of it."""
    with tempfile.TemporaryDirectory(prefix="netlog-", ignore_cleanup_errors=True) as folder:
        log = Path(folder) / "net.json"
        done = _run(
            url, f"--log-net-log={log}", "--virtual-time-budget=4000", "--dump-dom", *flags, width=width, height=height
        )
        console = tuple(line for line in done.stderr.splitlines() if "CONSOLE" in line)
        return Visit(done.stdout, console, _asked(log))


def print_pdf(url: str, into: Path, *flags: str) -> bytes:
    """The page as it is printed."""
    _run(url, f"--print-to-pdf={into}", "--no-pdf-header-footer", *flags)
    return into.read_bytes()


def screenshot(url: str, into: Path, *, width: int = 1280, height: int = 900) -> bytes:
    """The page as it looks."""
    _run(url, f"--screenshot={into}", width=width, height=height)
    return into.read_bytes()


def _asked(log: Path) -> tuple[str, ...]:
    """Addresses of the web that requests were started for."""
    text = log.read_text("utf-8", "replace")
    try:
        events = json.loads(text)["events"]
    except ValueError:  # a log that was cut off at exit still has its events
        return _of_the_page(re.findall(r'"url":"(https?://[^"]+)"', text))
    asked = (event.get("params", {}).get("url", "") for event in events)
    return _of_the_page(asked)


def _of_the_page(asked: Iterable[str]) -> tuple[str, ...]:
    web = [url for url in asked if str(url).startswith(("http://", "https://"))]
    return tuple(dict.fromkeys(url for url in web if urlsplit(url).hostname not in _OWN_HOSTS))
