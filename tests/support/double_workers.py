"""`celery -A support.double_workers worker`: the real application with doubles for its steps.

A file `DATA_DIR/points/NAME` makes the first process that comes to that point of a unit's life die there: the
points are `claim`, `found`, `obtained`, `judged`, `publish`, each with `before-` or `after-`.
"""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

from support.doubles import DoubleSteps

from verifier.settings import Settings
from verifier.store import Store
from workers import app, limits, runtime

__all__ = ["app"]


class DyingStore(Store):
    """A store in whose presence processes die at named points."""

    def _at(self, when: str, name: str) -> None:
        try:
            (self.settings.data_dir / "points" / f"{when}-{name}").unlink()
        except FileNotFoundError:
            return
        os.kill(os.getpid(), signal.SIGKILL)


def _dying(name: str) -> Callable[..., Any]:
    real = getattr(Store, name)

    def step(self: DyingStore, *arguments: Any, **options: Any) -> Any:
        self._at("before", name)
        answer = real(self, *arguments, **options)
        self._at("after", name)
        return answer

    return step


for _name in ("claim", "found", "obtained", "judged", "publish"):
    setattr(DyingStore, _name, _dying(_name))


def _open(settings: Settings) -> Store:
    from verifier.store import open_store

    plain = open_store(settings)
    return DyingStore(plain.client, plain.blobs, settings)


limits.GRACE_S = 1.0
runtime.open_store = _open
runtime.make_steps = DoubleSteps
runtime.warm = lambda: None
