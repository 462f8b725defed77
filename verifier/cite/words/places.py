"""A name in, whether it is only a place out: `(Moscow, May 3)` dates an event, it cites nobody."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def _places() -> frozenset[str]:
    text = files("verifier.cite").joinpath("places.txt").read_text("utf-8")
    return frozenset(line.strip().lower() for line in text.splitlines() if line and not line.startswith("#"))


def is_place(name: str) -> bool:
    """Whether the whole name is a country or a large city."""
    return name.strip(" .").lower() in _places()
