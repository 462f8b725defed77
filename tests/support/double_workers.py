"""`celery -A double_workers worker`: the real application with doubles for its steps."""

from __future__ import annotations

from support.doubles import DoubleSteps

from workers import app, runtime

runtime.make_steps = DoubleSteps

__all__ = ["app"]
