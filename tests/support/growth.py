"""Work of two sizes in, whether the larger takes no more than its share of the processor's time out."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

#: Eight times the size may take so many times as long; less time than this tells nothing.
_GROWTH, _LEAST_S = 24.0, 0.005
#: Other processes cost time as well, so one slow try proves nothing.
_TRIES = 5


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
