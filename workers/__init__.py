"""How the work runs: the Celery application, its tasks, and what keeps work from being lost. See `workers.app`."""

from __future__ import annotations

import sys

from verifier.errors import SettingsError

try:
    from workers.app import app
except SettingsError as error:
    sys.exit(f"workers: {error.message}. {error.advice}")

__all__ = ["app"]
