"""The tasks, one for each kind of unit: a message's ids go in, the store knows the rest."""

from __future__ import annotations

import logging
from datetime import UTC, datetime

from verifier import cleaning
from verifier.errors import StoreError
from workers import runtime
from workers.app import app, time_limits
from workers.clock import night_of
from workers.owner import worker
from workers.stages import STAGES
from workers.work import do

log = logging.getLogger("workers")


def _work(unit: str) -> None:
    do(unit, runtime.store(), runtime.steps())


def beat(unit: str) -> None:
    """A heartbeat has come through the queue."""
    _, queue, sent_ms = unit.split(":")
    runtime.store().beat_arrived(queue, sent_ms, worker())


def nightly() -> None:
    """Start the run of tonight, if nobody has."""
    date = night_of(datetime.now(UTC), runtime.settings().nightly_hour_utc)
    runtime.store().start_run("nightly", date, stored=True)


def clean_up() -> None:
    """Delete what is past its time and what nothing needs, unless somebody is at it."""
    try:
        cleaned = cleaning.clean_up(runtime.store(), runtime.settings())
    except StoreError as error:
        log.error("nothing was cleaned up: %s. %s", error.message, error.advice)
        return
    if cleaned is not None and (cleaned.articles or cleaned.bodies):
        log.info("%d articles and %d bodies deleted", cleaned.articles, cleaned.bodies)


for _kind in STAGES:
    app.task(_work, name=_kind, **time_limits(_kind, runtime.settings()))
app.task(beat, name="beat")
app.task(nightly, name="nightly")
app.task(clean_up, name="clean-up")
