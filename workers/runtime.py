"""What every process of a worker needs once: the settings, the store, the steps; made on first use after a fork."""

from __future__ import annotations

import functools
from collections.abc import Callable

from verifier.settings import Settings, load_settings
from verifier.store import Store, open_store
from workers.steps import Steps


@functools.cache
def settings() -> Settings:
    """The settings of this worker."""
    return load_settings()


@functools.cache
def store() -> Store:
    """The store of these settings."""
    return open_store(settings())


@functools.cache
def steps() -> Steps:
    """What is done to articles and pages."""
    return make_steps(settings(), store())


#: Whether this process, or the one it was forked from, takes part in the embedded server.
takes_part = False


def after_fork() -> None:
    """Let go of what belongs to the parent process."""
    store.cache_clear()
    steps.cache_clear()


def _real_steps(settings: Settings, store: Store) -> Steps:
    from workers.tools import RealSteps

    return RealSteps(settings, store)


#: How the steps are made; tests of the machinery put doubles here.
make_steps: Callable[[Settings, Store], Steps] = _real_steps


def _warm() -> None:
    from workers.tools import warm

    warm()


#: What is loaded before the pool forks; doubles need nothing.
warm: Callable[[], None] = _warm
