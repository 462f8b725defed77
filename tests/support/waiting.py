"""Bounded waiting for what happens in another thread or process."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


def eventually(check: Callable[[], T], limit_s: float = 30.0) -> T:
    """The first true answer of `check`; AssertionError when it stays false for `limit_s`."""
    deadline = time.monotonic() + limit_s
    while not (answer := check()):
        assert time.monotonic() < deadline, f"{check} stayed {answer!r} for {limit_s} s"
        time.sleep(0.02)
    return answer
