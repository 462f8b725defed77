"""The Celery application: settings in, workers and the nightly clock out. `celery -A workers worker` runs it."""

from __future__ import annotations

import atexit
import contextlib
import dataclasses
import logging
import os
import signal
import threading
import time
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from celery import Celery, signals
from celery.schedules import crontab
from kombu import Exchange, Queue  # type: ignore[attr-defined]

from verifier.errors import StoreError
from verifier.settings import Settings
from verifier.store import embedded_server, socket_url
from verifier.store.units import QUEUES
from workers import limits, runtime
from workers.attendants import Attendants
from workers.owner import worker


def broker_url(settings: Settings) -> str:
    """The store's server in the broker library's spelling: unix sockets are `redis+socket://` there."""
    url = settings.redis_url or socket_url(settings)
    parts = urlsplit(url)
    if parts.scheme == "unix":
        user, _, _ = parts.netloc.rpartition("@")
        database = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair).get("db", "0")
        return f"redis+socket://{user + '@' if user else ''}{quote(unquote(parts.path))}?virtual_host={database}"
    if parts.scheme == "rediss" and "ssl_cert_reqs" not in parts.query:
        return url + ("&" if parts.query else "?") + "ssl_cert_reqs=required"
    return url


def configuration(settings: Settings) -> dict[str, Any]:
    """Every setting that differs from the library's default, with the reason."""
    return {
        "broker_url": broker_url(settings),
        # Our keys apart from any other program's on the same server.
        "broker_transport_options": {
            "global_keyprefix": "verifier:bell:",
            # Later than any piece of work may take; our reaper heals sooner, so nothing waits for this.
            "visibility_timeout": limits.visibility_timeout_s(settings),
            # By default the sweep comes every 100 s however short the timeout.
            "unacked_restore_interval": 10,
            "unacked_restore_throttle": 1,
            "unacked_restore_limit": 1000,
            # A half-open connection is noticed, and a publish fails fast instead of hanging.
            "socket_timeout": 30,
            "socket_connect_timeout": 5,
            "socket_keepalive": True,
            "health_check_interval": 15,
            "max_retries": 2,
            "interval_start": 0.2,
        },
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,  # a worker outlives any outage of the server
        # A message is gone only when its work is done; the claim makes a second delivery harmless.
        "task_acks_late": True,
        # A killed child's message comes back at once; our own count of deaths ends the loop this could be.
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,  # a dead worker holds one message, not twenty
        "task_ignore_result": True,  # the store is the truth
        "result_backend": None,
        "task_serializer": "json",  # no pickle, in either direction
        "accept_content": ["json"],
        "task_queues": [Queue(name, Exchange(name), routing_key=name) for name in QUEUES],  # type: ignore[no-untyped-call]
        "task_default_queue": "articles",
        "task_create_missing_queues": False,  # a misspelt -Q is an error, not a queue nobody rings
        # Whatever a library leaks ends some time. Not often: a new process starts a nursery and loads the judge again.
        "worker_max_tasks_per_child": 2000,
        "worker_max_memory_per_child": 800_000,  # KiB
        "worker_cancel_long_running_tasks_on_connection_loss": False,  # the lease says who may go on
        "worker_send_task_events": False,
        "worker_hijack_root_logger": False,
        "enable_utc": True,
        "timezone": "UTC",
        # Every quarter of an hour, because the date makes it once a night: whatever was down at the hour, it comes.
        "beat_schedule": {
            "nightly": {"task": "nightly", "schedule": crontab(minute="*/15"), "options": {"expires": 840}},
            # Off the quarter hours, when the nightly run may begin.
            "clean-up": {"task": "clean-up", "schedule": crontab(minute="25"), "options": {"expires": 3000}},
        },
        "beat_scheduler": "celery.beat:Scheduler",  # so the clock needs no file of its own
    }


def time_limits(kind: str, settings: Settings) -> dict[str, int]:
    """The limits of one kind of task, as its options."""
    return {
        "soft_time_limit": limits.soft_limit_s(kind, settings),
        "time_limit": limits.hard_limit_s(kind, settings),
    }


app = Celery("verifier")
app.conf.update(configuration(runtime.settings()))
app.conf.imports = ("workers.tasks",)

_attendants: list[Attendants] = []
_embedded = contextlib.ExitStack()


def _embed(**_: Any) -> None:
    """Without a server of the operator's, take part in the embedded one until this process ends."""
    settings = runtime.settings()
    if settings.redis_url in (None, socket_url(settings)) and not runtime.takes_part:
        runtime.takes_part = True  # for the clock too, when it is a child of the worker
        _embedded.enter_context(embedded_server(dataclasses.replace(settings, redis_url=None)))
        atexit.register(_embedded.close)


def _warm(**_: Any) -> None:
    runtime.warm()


def _attend(sender: Any, **_: Any) -> None:
    if _attendants:
        return  # the connection to the broker came back
    queues = [queue for queue in sender.app.amqp.queues.consume_from if queue in QUEUES]
    attendants = Attendants(runtime.store(), queues, send)
    attendants.start()
    _attendants.append(attendants)


def send(queue: str, unit: str) -> None:
    """Put a doorbell on a queue: the message carries the unit's ids and nothing else."""
    kind = unit.partition(":")[0]
    app.send_task(kind, args=[unit], queue=queue, retry=False)


def _give_back_after_grace(**_: Any) -> None:
    """On SIGTERM: take no more work, and interrupt what still runs after the grace; interrupted work is given back."""
    for attendants in _attendants:
        attendants.goodbye()
    grace = threading.Timer(limits.GRACE_S, signal_children, (signal.SIGTERM,))
    grace.daemon = True
    grace.start()


def signal_children(sign: signal.Signals) -> None:
    """Send a signal to every process of the pool. SIGTERM makes them give back what they work on."""
    from billiard import active_children

    for child in active_children():
        with contextlib.suppress(OSError):
            os.kill(child.pid, sign)


def leave() -> None:
    """End this worker at once: what it works on is given back, nothing waits for the pool to wind down."""
    for attendants in _attendants:
        attendants.goodbye()
    deadline = time.monotonic() + limits.LEAVE_S
    if _is_working():
        signal_children(signal.SIGTERM)  # once: a second one would kill
    while _is_working() and time.monotonic() < deadline:
        time.sleep(0.02)
    logging.disable()  # the pool need not mourn its children
    signal_children(signal.SIGKILL)
    _embedded.close()
    os._exit(0)


def _is_working() -> bool:
    try:
        return any(holder.owner.startswith(f"{worker()}/") for holder in runtime.store().holders().values())
    except StoreError:
        return False


def _fresh(**_: Any) -> None:
    runtime.after_fork()


signals.celeryd_init.connect(_embed)
signals.beat_init.connect(_embed)
signals.worker_init.connect(_warm)
signals.worker_ready.connect(_attend)
signals.worker_shutting_down.connect(_give_back_after_grace)
signals.worker_process_init.connect(_fresh)
