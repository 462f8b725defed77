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


@dataclass
class _Record:
    refused_at: deque[float] = field(default_factory=lambda: deque(maxlen=REFUSALS))
    failures: int = 0
    closed_until: float = float("-inf")


class LocalBreaker:
    """Implements `protocols.Breaker` in this process only. Safe between threads."""

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
            if archive in self._records:
                self._records[archive].failures = 0

    def failed(self, archive: str, *, refused: bool) -> None:
        """See `protocols.Breaker`."""
        with self._lock:
            record, now = self._records.setdefault(archive, _Record()), self._clock()
            if refused:
                record.refused_at.append(now)
            else:
                record.failures += 1
            twice = len(record.refused_at) == REFUSALS and now - record.refused_at[0] < PAUSE_S
            if twice or record.failures >= FAILURES:
                self._records[archive] = _Record(closed_until=now + PAUSE_S)
