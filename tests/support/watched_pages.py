"""The sandbox's task `extract`, telling what its child had to load that its nursery could have had ready."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from typing import Any

from verifier.extract.page import extract_task, warm

__all__ = ["late", "warm"]


def late(body: bytes, arguments: dict[str, str | None]) -> bytes:
    """Files that were opened, modules that were imported and patterns that were compiled for one page."""
    told: list[str] = []
    known = set(sys.modules)
    compiler = re._compiler  # type: ignore[attr-defined]
    compile_pattern: Callable[..., Any] = compiler.compile

    def noted(pattern: object, flags: int = 0) -> Any:
        told.append(f"pattern {pattern!r}")
        return compile_pattern(pattern, flags)

    compiler.compile = noted
    sys.addaudithook(lambda event, seen: told.append(f"file {seen[0]!r}") if event == "open" else None)
    extract_task(body, arguments)
    return json.dumps(told + [f"module {name}" for name in sorted(set(sys.modules) - known)]).encode()
