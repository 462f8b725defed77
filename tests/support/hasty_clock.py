"""`celery -A support.hasty_clock beat`: a clock whose nights begin several times a second."""

from __future__ import annotations

from support.double_workers import app

app.conf.beat_schedule["nightly"]["schedule"] = 0.2

__all__ = ["app"]
