"""Two threads in every worker's main process: the relay turns doorbells into messages, the reaper heals.

Both work on any number of workers at once: a bell rung twice, or a lease reaped by two, changes nothing.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence

from verifier.errors import StoreError
from verifier.store import Store
from workers.owner import is_dead, worker

log = logging.getLogger("workers")

#: A pause after trouble with the store or the broker.
PAUSE_S = 1.0


class Attendants:
    """Relay and reaper of one worker that reads `queues`; `send(queue, unit)` puts a message on a queue."""

    def __init__(self, store: Store, queues: Sequence[str], send: Callable[[str, str], None]) -> None:
        self._store = store
        self._queues = queues
        self._send = send
        self._over = threading.Event()
        self._away_at: float | None = None
        self._threads = [
            threading.Thread(target=self._relay, name="relay", daemon=True),
            threading.Thread(target=self._reap, name="reaper", daemon=True),
        ]

    def start(self) -> None:
        """Begin; returns at once."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Take no more bells, send no more heartbeats."""
        self._over.set()

    def _relay(self) -> None:
        while not self._over.is_set():
            try:
                unit = self._store.next_bell(1.0)
                if unit is not None:
                    self._send(queue_of(unit), unit)
            except StoreError as error:
                self._away_at = time.monotonic()
                log.warning("the relay waits: %s", error.message)
                self._over.wait(PAUSE_S)
            except Exception as error:
                # The broker did not take it, or it was no bell of ours. A bell that was lost is rung again.
                log.warning("a doorbell was lost: %r", error)
                self._over.wait(PAUSE_S)

    def _reap(self) -> None:
        # At once, because whoever starts a worker may do so after another one died; then never all at the same time.
        wait_s = 0.0
        while not self._over.wait(wait_s):
            wait_s = self._store.settings.reap_every_s * random.uniform(0.75, 1.0)
            try:
                self.sweep()
            except StoreError as error:
                self._away_at = time.monotonic()
                log.warning("the reaper waits: %s", error.message)

    def sweep(self) -> None:
        """One round: bury the dead of this host, take back leases that ran out, ring lost bells, show life."""
        for unit, holder in self._store.holders().items():
            if is_dead(holder.owner) and self._store.bury(unit, holder.token):
                log.warning("%s was held by %s, which died", unit, holder.owner)
        # After the store was away nobody could renew: give the living one lease's time to do so first.
        if self._away_at is None or time.monotonic() - self._away_at > self._store.settings.lease_s:
            expired, lost = self._store.reap()
            if expired or lost:
                log.warning("%d leases had run out, %d doorbells were lost", expired, lost)
        self._beat()

    def _beat(self) -> None:
        try:
            for queue in self._queues:
                self._store.beat(queue)
        except StoreError as error:
            log.warning("no heartbeat: %s", error.message)

    def goodbye(self) -> None:
        """Say that this worker takes no more work."""
        self.stop()
        try:
            self._store.forget_worker(worker())
        except StoreError as error:
            log.warning("left without a word: %s", error.message)


def queue_of(unit: str) -> str:
    """The queue on which a unit, or a heartbeat, is sent."""
    from verifier.store.units import QUEUE_OF

    kind, _, rest = unit.partition(":")
    return rest.split(":")[0] if kind == "beat" else QUEUE_OF[kind]
