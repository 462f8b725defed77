"""One unit of work, from claim to completion: a unit's ids go in, what came of it is in the store.

Whatever happens on the way, the unit ends in one of five ways: completed; failed with a problem people can read;
given back; stumbled, which counts against it; or lost to somebody else, who then answers for it.
"""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable
from types import TracebackType

from verifier.errors import LeaseLost, StoreError, StoreUnavailable, VerifierError
from verifier.jobs import Problem
from verifier.store import Held, Lease, Store
from workers.limits import hard_limit_s
from workers.owner import is_dead, owner
from workers.stages import STAGES, set_aside
from workers.steps import Steps

log = logging.getLogger("workers")

#: How long a finished piece of work is kept in hand while the store is away.
PATIENCE_S = 60.0
PAUSE_S = 0.5


def do(unit: str, store: Store, steps: Steps) -> None:
    """Do the unit if it is due and nobody has it. Doing it twice changes nothing."""
    lease = claim(unit, store)
    if lease is None:
        return
    with Holding(store, lease):
        try:
            _do(lease, store, steps)
        except LeaseLost as error:
            log.warning("%s", error.message)
        except StoreUnavailable as error:
            log.error("%s: %s", unit, error.message)  # the lease runs out; the reaper rings again
        except (SystemExit, KeyboardInterrupt):
            # A shutdown: the work costs nothing and waits for another worker.
            with contextlib.suppress(StoreError):
                store.give_back(lease)
            raise


def _do(lease: Lease, store: Store, steps: Steps) -> None:
    """Work, then tell the store; of what goes wrong, tell it that."""
    try:
        _insist(_work(lease, store, steps))
    except LeaseLost:
        raise
    except StoreUnavailable:
        _insist(lambda: store.give_back(lease))
    except VerifierError as error:
        problem = _problem(error)
        log.error("%s failed: %s", lease.unit, problem.message)
        _insist(lambda: store.fail(lease, problem))
    except Exception:
        log.exception("%s stumbled at attempt %d", lease.unit, lease.attempt)
        _insist(lambda: store.give_back(lease, died=True))


def _work(lease: Lease, store: Store, steps: Steps) -> Callable[[], None]:
    if lease.spent:
        log.error("%s is set aside after %d deaths", lease.unit, lease.attempt - 1)
        return set_aside(lease, store)
    return STAGES[lease.kind](lease, store, steps)


def claim(unit: str, store: Store) -> Lease | None:
    """The lease of the unit. A holder that died on this host does not have to time out first."""
    answer = store.claim(unit, owner())
    if isinstance(answer, Held) and is_dead(answer.owner):
        log.warning("%s was held by %s, which died", unit, answer.owner)
        store.bury(unit, answer.token)
        answer = store.claim(unit, owner())
    return answer if isinstance(answer, Lease) else None


def _insist(complete: Callable[[], None]) -> None:
    """Tell the store, waiting for it if it is away: finished work is not thrown away for a restart."""
    deadline = time.monotonic() + PATIENCE_S
    while True:
        try:
            return complete()
        except StoreUnavailable:
            if time.monotonic() > deadline:
                raise
            time.sleep(PAUSE_S)


def _problem(error: VerifierError) -> Problem:
    if isinstance(error, StoreError) and not error.advice:
        return Problem(code=error.code, message=error.message, advice="Submit the article again; see the worker's log.")
    return Problem(code=error.code, message=error.message, advice=error.advice)


class Holding:
    """Keeps a lease alive while the work goes on, but never longer than the work may take."""

    def __init__(self, store: Store, lease: Lease) -> None:
        self._store = store
        self._lease = lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._renew, name="renew-lease", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._thread.join()

    def _renew(self) -> None:
        settings = self._store.settings
        ends_at = time.monotonic() + hard_limit_s(self._lease.kind, settings)
        while not self._over.wait(settings.lease_s / 3) and time.monotonic() < ends_at:
            try:
                self._store.renew(self._lease)
            except LeaseLost:
                return  # completing will be refused
            except StoreError:
                continue
