"""Tasks that do to the sandbox what a hostile page might make a parser do."""

from __future__ import annotations

import ctypes
import json
import os
import signal
import socket
import subprocess
import sys
import time

from verifier.errors import ExtractionError, InputTooLarge, UnreadableInput
from verifier.model import OutcomeCode

Arguments = dict[str, str | None]


def echo(body: bytes, arguments: Arguments) -> bytes:
    return json.dumps({"length": len(body), "arguments": arguments, "pid": os.getpid(), "ppid": os.getppid()}).encode()


def spin(body: bytes, arguments: Arguments) -> bytes:
    while True:
        pass


def nap(body: bytes, arguments: Arguments) -> bytes:
    time.sleep(3600)
    return b""


def hoard(body: bytes, arguments: Arguments) -> bytes:
    kept = []
    while True:
        kept.append(bytearray(16 * 2**20))


def segfault(body: bytes, arguments: Arguments) -> bytes:
    ctypes.string_at(0)
    return b""


def raise_signal(body: bytes, arguments: Arguments) -> bytes:
    signal.raise_signal(int(arguments["signal"] or 0))
    return b""


def leave(body: bytes, arguments: Arguments) -> bytes:
    os._exit(3)


def recurse(body: bytes, arguments: Arguments) -> bytes:
    return recurse(body, arguments)


def fail(body: bytes, arguments: Arguments) -> bytes:
    raise ValueError("no such thing")


def no_text(body: bytes, arguments: Arguments) -> bytes:
    raise ExtractionError(OutcomeCode.NO_TEXT, "there is no text in it")


def unreadable(body: bytes, arguments: Arguments) -> bytes:
    raise UnreadableInput("it cannot be read", "hand in another")


def too_large(body: bytes, arguments: Arguments) -> bytes:
    raise InputTooLarge("it is too large", "cut it")


def shout(body: bytes, arguments: Arguments) -> bytes:
    return b"x" * (80 * 2**20)


def connect(body: bytes, arguments: Arguments) -> bytes:
    socket.create_connection(("127.0.0.1", int(arguments["port"] or 0)), timeout=1)
    return b"{}"


def write_file(body: bytes, arguments: Arguments) -> bytes:
    with open(arguments["path"] or "", "w") as file:
        file.write("written")
    return b"{}"


def write_behind_pythons_back(body: bytes, arguments: Arguments) -> bytes:
    """A write by native code: the audit hook does not see it, RLIMIT_FSIZE does."""
    libc = ctypes.CDLL(None)
    libc.fopen.restype = ctypes.c_void_p
    file = libc.fopen((arguments["path"] or "").encode(), b"w")
    libc.fputs(b"written", ctypes.c_void_p(file))
    libc.fclose(ctypes.c_void_p(file))
    return b"{}"


def start_process(body: bytes, arguments: Arguments) -> bytes:
    subprocess.run([sys.executable, "-c", "pass"], check=True)
    return b"{}"


def fork_bomb(body: bytes, arguments: Arguments) -> bytes:
    while True:
        os.fork()


def environment(body: bytes, arguments: Arguments) -> bytes:
    return json.dumps(dict(os.environ)).encode()


def limits(body: bytes, arguments: Arguments) -> bytes:
    import resource

    return json.dumps(
        {name: resource.getrlimit(getattr(resource, name))[0] for name in ("RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_CORE")}
    ).encode()
