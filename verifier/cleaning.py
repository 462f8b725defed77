"""What is kept in, what is past its time away: articles and bodies, headlines, a model's answers, forgotten exports."""

from __future__ import annotations

import contextlib
import shutil
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from verifier.settings import Settings
    from verifier.store import Cleaned, Store

_DAY_S = 86_400.0
#: Longer than any download takes: what is older was left by a service that died.
_EXPORT_S = _DAY_S


def exports(settings: Settings) -> Path:
    """Where files that are made for one answer lie until it was sent: on the disk, which `/tmp` need not be."""
    return settings.data_dir / "exports"


def clean_up(store: Store, settings: Settings, retention_days: int | None = None) -> Cleaned | None:
    """Delete what is past its time and what nothing needs; None when somebody else is at it.

    `retention_days` default to those of the settings; 0 keeps every article, headline and answer of a model.
    Raises `StoreError` as the store's clean-up does; then nothing else is deleted either.
    """
    cleaned = store.clean_up(retention_days)
    if cleaned is None:
        return None
    _forget_exports(exports(settings), time.time() - _EXPORT_S)
    days = settings.retention_days if retention_days is None else retention_days
    if not days:
        return cleaned
    from verifier.judge.llm import kept_answers
    from verifier.search import headline_index

    return replace(
        cleaned,
        headlines=headline_index(settings).forget((datetime.now(UTC) - timedelta(days=days)).date()),
        answers=kept_answers(settings).forget(time.time() - days * _DAY_S),
    )


def _forget_exports(folder: Path, before: float) -> None:
    with contextlib.suppress(OSError):  # no such folder, or another process was quicker
        for one in folder.iterdir():
            if one.stat().st_mtime < before:
                shutil.rmtree(one, ignore_errors=True)
