"""Tests that need a browser are collected where there is one, and left out where there is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.chromium import PROGRAM

_HERE = Path(__file__).parent


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect this folder where no Chromium is installed: a browser is no service that a test could start itself."""
    if PROGRAM is not None:
        return
    left_out = [item for item in items if _HERE in item.path.parents]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if _HERE not in item.path.parents]
