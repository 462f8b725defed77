"""The name of a table of words in, its rows out."""

from __future__ import annotations

import csv
from functools import cache
from importlib import resources


@cache
def table_rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a table in this folder, in order, each by the names of its columns; read once."""
    text = resources.files("verifier.judge").joinpath(name).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))
