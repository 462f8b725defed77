"""The only way from the async API to the sync store: calls in, answers out of threads, and status documents memoised.

A store that gives no answer is remembered for a second, so that a crowd of calls fails at once instead of queueing.
"""

from __future__ import annotations

import functools
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

import anyio
import anyio.to_thread

from verifier.codec import from_json
from verifier.errors import StoreUnavailable, UnknownJob, VerifierError
from verifier.jobs import ENDED_STATES, Status

if TYPE_CHECKING:
    from verifier.store import ApiKey, Store

P = ParamSpec("P")
T = TypeVar("T")

#: How old an answer about a job or a key may be.
MEMO_S = 1.0
#: How long one call to the store may take.
ANSWER_S = 4.0
_MOST_MEMOS = 20_000
_THREADS = 32
#: Files that are written at one time.
_FILES = 2
#: Seconds between polls that are asked for, by the age of the job.
_RETRY_AFTER_S = ((10.0, 2), (60.0, 5))
_RETRY_AFTER_LATER_S = 10


@dataclass(frozen=True, slots=True)
class ReadyStatus:
    """A status document as ready bytes, with the headers that go with it."""

    body: bytes
    etag: str
    status: Status
    retry_after_s: int

    @property
    def ended(self) -> bool:
        """Whether the job has ended."""
        return self.status.state in ENDED_STATES


class StoreDoor:
    """Calls to one store. Use it in one event loop only."""

    def __init__(self, store: Store, *, memo_s: float = MEMO_S, clock: Callable[[], float] = time.monotonic) -> None:
        self.store = store
        self._memo_s = memo_s
        self._clock = clock
        self._memos: OrderedDict[object, tuple[float, Any]] = OrderedDict()
        self._asking: dict[object, anyio.Event] = {}
        self._away: tuple[float, StoreUnavailable] | None = None
        self._limiter: anyio.CapacityLimiter | None = None
        self._files: anyio.CapacityLimiter | None = None

    async def ask(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`call(*args)` in a thread. Raises what it raises, and `StoreUnavailable` when it takes too long."""
        if self._away is not None and self._clock() < self._away[0]:
            raise self._away[1]
        if self._limiter is None:
            self._limiter = anyio.CapacityLimiter(_THREADS)
        work = functools.partial(call, *args, **kwargs)
        try:
            with anyio.fail_after(ANSWER_S):
                answer = await anyio.to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._limiter)
        except TimeoutError:
            slow = StoreUnavailable(f"the store gave no answer within {ANSWER_S:g} seconds", "Try again in a moment.")
            self._away = (self._clock() + self._memo_s, slow)
            raise slow from None
        except StoreUnavailable as error:
            self._away = (self._clock() + self._memo_s, error)
            raise
        self._away = None
        return answer

    async def work(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`call(*args)` in a thread, for work that does not need the store."""
        return await anyio.to_thread.run_sync(functools.partial(call, *args, **kwargs))

    async def write(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`call(*args)` in a thread for as long as it takes: a file of many pages says nothing about the store."""
        if self._files is None:
            self._files = anyio.CapacityLimiter(_FILES)
        return await anyio.to_thread.run_sync(functools.partial(call, *args, **kwargs), limiter=self._files)

    async def remembered(self, key: object, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The answer of `call`, at most `memo_s` old; many who ask at once share one call."""
        while True:
            kept = self._memos.get(key)
            if kept is not None and self._clock() < kept[0]:
                answer_kept: T = _unwrapped(kept[1])
                return answer_kept
            asking = self._asking.get(key)
            if asking is None:
                break
            await asking.wait()
        done = self._asking[key] = anyio.Event()
        try:
            answer: Any = await self.ask(call, *args, **kwargs)
        except UnknownJob as error:
            answer = error
        finally:
            del self._asking[key]
            done.set()
        self._keep(key, answer)
        asked: T = _unwrapped(answer)
        return asked

    def status_at_hand(self, job_id: str) -> ReadyStatus | None:
        """The status if it is fresh in memory: the way of most polls, without a switch of task."""
        kept = self._memos.get(job_id)
        if kept is None or self._clock() >= kept[0] or isinstance(kept[1], VerifierError):
            return None
        ready: ReadyStatus = kept[1]
        return ready

    async def status(self, job_id: str) -> ReadyStatus:
        """The status document, at most `memo_s` old. Raises `UnknownJob`, `StoreUnavailable`."""
        ready = self.status_at_hand(job_id)
        return ready if ready is not None else await self.remembered(job_id, self._status, job_id)

    async def fresh_status(self, job_id: str) -> ReadyStatus:
        """The status document as it is now, for answers to calls that change it."""
        ready = await self.ask(self._status, job_id)
        self._keep(job_id, ready)
        return ready

    def forget(self, job_id: str | None = None) -> None:
        """The next question about the job, or about anything, goes to the store."""
        if job_id is None:
            self._memos.clear()
            self._away = None
        else:
            self._memos.pop(job_id, None)

    def key_count_at_hand(self) -> int | None:
        """How many API keys there are, if that is fresh in memory."""
        kept = self._memos.get(("keys",))
        return None if kept is None or self._clock() >= kept[0] else int(kept[1])

    async def key_count(self) -> int:
        """How many API keys there are, at most `memo_s` old."""
        return await self.remembered(("keys",), self.store.key_count)

    async def key_by_hash(self, sha256: str) -> ApiKey | None:
        """The key with that hash, at most `memo_s` old."""
        return await self.remembered(("key", sha256), self.store.key_by_hash, sha256)

    def _keep(self, key: object, answer: object) -> None:
        self._memos[key] = (self._clock() + self._memo_s, answer)
        self._memos.move_to_end(key)
        while len(self._memos) > _MOST_MEMOS:
            self._memos.popitem(last=False)

    def _status(self, job_id: str) -> ReadyStatus:
        body, etag = self.store.status_document(job_id)
        status = from_json(body, Status)
        return ReadyStatus(body, etag, status, _retry_after_s(status))


def _unwrapped(answer: Any) -> Any:
    if isinstance(answer, VerifierError):
        raise answer
    return answer


def _retry_after_s(status: Status) -> int:
    age_s = (datetime.now(UTC) - datetime.fromisoformat(status.accepted_at)).total_seconds()
    return next((pause for limit, pause in _RETRY_AFTER_S if age_s < limit), _RETRY_AFTER_LATER_S)
