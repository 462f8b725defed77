"""One moment by which all of something must have ended."""

from __future__ import annotations

import time
from collections.abc import Callable


class Deadline:
    """The moment by which something must have ended, on a clock that only goes forward."""

    def __init__(self, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._ends = clock() + seconds

    def remaining_s(self) -> float:
        """Seconds left; 0 when over."""
        return max(0.0, self._ends - self._clock())

    def extend(self, seconds: float) -> None:
        """Put the end off by time that was not spent on the network."""
        self._ends += seconds

    def within(self, seconds: float) -> Deadline:
        """A deadline in `seconds`, or this one if that is sooner."""
        return Deadline(min(seconds, self.remaining_s()), self._clock)
