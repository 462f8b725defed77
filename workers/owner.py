"""Who holds a piece of work: this process as a word that another process can test for life."""

from __future__ import annotations

import functools
import os
import re
import socket
from pathlib import Path


def owner() -> str:
    """This process as "host/main process/process/start"; of a pool child the parent is the main process."""
    return f"{worker()}/{os.getpid()}/{_started_at(os.getpid())}"


def worker() -> str:
    """The worker this process belongs to, as "host/main process"."""
    return f"{_host()}/{_main}"


def is_dead(holder: str) -> bool:
    """Whether the holder certainly lives no more: its process was on this host and is gone, or another took its number.

    Of other hosts nothing is known: their leases run out by themselves.
    """
    host, _, rest = holder.partition("/")
    _, _, rest = rest.partition("/")
    pid, _, started_at = rest.partition("/")
    if host != _host() or not pid.isdecimal():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        pass
    return _started_at(int(pid)) != started_at


@functools.cache
def _host() -> str:
    """Name, boot and PID namespace: two containers, or the same machine after a restart, are different hosts."""
    name = re.sub(r"[^A-Za-z0-9.-]", "-", socket.gethostname())
    boot = _text("/proc/sys/kernel/random/boot_id")[:8]
    try:
        namespace = os.stat("/proc/self/ns/pid").st_ino
    except OSError:
        namespace = 0
    return f"{name}-{boot}-{namespace}"


def _started_at(pid: int) -> str:
    """Field 22 of proc(5) stat, in clock ticks since boot; "0" where there is none. A zombie counts as gone."""
    fields = _text(f"/proc/{pid}/stat").rpartition(")")[2].split()
    if len(fields) < 20:
        return "0"
    return "gone" if fields[0] == "Z" else fields[19]


def _text(path: str) -> str:
    try:
        return Path(path).read_text("ascii", "replace").strip()
    except OSError:
        return ""


#: Known at import, which happens in the main process; its forked children inherit it.
_main = os.getpid()
