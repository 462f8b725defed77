"""Work of two sizes in, whether the larger takes no more than its share of the processor's time out."""

from __future__ import annotations

import ast
import inspect
import math
import re
import time
from collections.abc import Callable, Iterator
from types import ModuleType

#: Eight times the size may take so many times as long; less time than this tells nothing.
_GROWTH, _LEAST_S = 24.0, 0.005
#: Other processes cost time as well, so one slow try proves nothing.
_TRIES = 5
PATTERN_CHARS = 16_000


def cpu_s(work: Callable[[], object]) -> float:
    """The processor's time that the work takes."""
    began = time.process_time()
    work()
    return time.process_time() - began


def grows_evenly(work: Callable[[int], object], size: int) -> bool:
    """Whether the work on an eighth of the size takes no less than a 24th of the time, the best of several tries."""
    large = small = math.inf
    for _ in range(_TRIES):
        large = min(large, cpu_s(lambda: work(size)))
        if large <= _GROWTH * _LEAST_S:
            return True
        small = min(small, cpu_s(lambda: work(size // 8)))
        if large <= _GROWTH * max(_LEAST_S, small):
            return True
    return False


def patterns_of(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Every pattern that a module compiles, by name, with each method that the module calls on it."""
    names = {name for name, value in vars(module).items() if isinstance(value, re.Pattern)}
    used = {
        (node.value.id, node.attr)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in names
    }
    passed_on = {(name, "match") for name in names - {name for name, _ in used}}
    for name, method in sorted(used | passed_on):
        yield f"{module.__name__.rpartition('.')[2]}.{name}", getattr(module, name), method


def runs_evenly(pattern: re.Pattern[str], method: str, unit: str, tail: str, chars: int = PATTERN_CHARS) -> bool:
    """Whether one use of a pattern on so many letters does; what goes from match to match goes on to the end."""

    def use(size: int) -> None:
        text = unit * (size // len(unit)) + tail
        if method in {"match", "fullmatch", "search"}:
            getattr(pattern, method)(text)
        else:
            for _ in pattern.finditer(text):
                pass

    return grows_evenly(use, chars)
