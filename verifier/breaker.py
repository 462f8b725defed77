"""Archives in trouble are left alone for a while: failures in, seconds to wait out; for one process without a store."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

#: Refusals (429, no connection) within the pause, and other failures in a row, after which an archive is left alone.
REFUSALS, FAILURES = 2, 5
PAUSE_S = 600.0
#: Archives that one process remembers; keys are addresses, and there may be ever new ones.
_MOST_REMEMBERED = 256


@dataclass
class _Record:
    refused_at: deque[float] = field(default_factory=lambda: deque(maxlen=REFUSALS))
    failures: int = 0
    closed_until: float = float("-inf")


class LocalBreaker:
    """Implements `protocols.Breaker` in this process only. Safe between threads.

    Remembers a bounded number of archives: of too many those are forgotten first that failed longest ago and are not
    left alone just now.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._records: dict[str, _Record] = {}

    def rest_s(self, archive: str) -> float:
        """See `protocols.Breaker`."""
        with self._lock:
            record = self._records.get(archive)
            return max(0.0, record.closed_until - self._clock()) if record else 0.0

    def worked(self, archive: str) -> None:
        """See `protocols.Breaker`."""
        with self._lock:
            record = self._records.get(archive)
            if record is None:
                return
            record.failures = 0
            if not record.refused_at and record.closed_until <= self._clock():
                del self._records[archive]

    def failed(self, archive: str, *, refused: bool) -> None:
        """See `protocols.Breaker`."""
        with self._lock:
            record, now = self._records.pop(archive, None) or _Record(), self._clock()
            if refused:
                record.refused_at.append(now)
            else:
                record.failures += 1
            twice = len(record.refused_at) == REFUSALS and now - record.refused_at[0] < PAUSE_S
            in_trouble = twice or record.failures >= FAILURES
            self._records[archive] = _Record(closed_until=now + PAUSE_S) if in_trouble else record
            if len(self._records) > _MOST_REMEMBERED:
                *others, _newest = self._records.items()
                del self._records[next((key for key, one in others if one.closed_until <= now), others[0][0])]
