"""Things to do in, the medians of each out as rows of a table: every figure beside a reference of the same run."""

from __future__ import annotations

import contextlib
import os
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

#: One thing to measure: does the work, returns its figure.
Measure = Callable[[], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table: `measured` and `against` are medians of `repeats` runs, both in `unit`."""

    what: str
    measured: float
    unit: str
    reference: str
    against: float
    repeats: int

    @property
    def ratio(self) -> float:
        """Measured over reference; not a number when the reference is nothing."""
        return self.measured / self.against if self.against else float("nan")


def seconds(work: Callable[[], object]) -> float:
    """How long the work takes, in seconds."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def at_length(short: int, long: int) -> int:
    """The amount of work: the short one, unless `BENCH_LONG` is set."""
    return long if os.environ.get("BENCH_LONG") else short


def rate(work: Callable[[], object], amount: float) -> Measure:
    """Amount per second of the work."""
    return lambda: amount / seconds(work)


def medians(measures: Sequence[Measure], repeats: int) -> list[float]:
    """The median figure of each. They take turns, so that a busy minute of the machine falls on all alike."""
    figures: list[list[float]] = [[] for _ in measures]
    for _ in range(repeats):
        for taken, measure in zip(figures, measures, strict=True):
            taken.append(measure())
    return [statistics.median(taken) for taken in figures]


@contextlib.contextmanager
def on_one_core() -> Iterator[None]:
    """Keep this process and all it starts on one core, where the system can do that (Linux)."""
    if not hasattr(os, "sched_setaffinity"):
        yield
        return
    cores = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {max(cores)})
    try:
        yield
    finally:
        os.sched_setaffinity(0, cores)


def table(rows: Sequence[Row]) -> str:
    """The rows as text in aligned columns."""
    heads = ("what", "measured", "reference", "ratio", "n")
    lines = [
        (
            row.what,
            f"{figure(row.measured)} {row.unit}",
            f"{row.reference}: {figure(row.against)} {row.unit}",
            f"{figure(row.ratio)} x",
            str(row.repeats),
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [heads, *lines]) for column in range(len(heads))]
    to_the_right = (False, True, False, True, True)
    return "\n".join(
        "  ".join(
            cell.rjust(width) if right else cell.ljust(width)
            for cell, width, right in zip(line, widths, to_the_right, strict=True)
        ).rstrip()
        for line in [heads, tuple("-" * width for width in widths), *lines]
    )


def figure(value: float) -> str:
    """Three digits that mean something, without an exponent: 0.0123, 4.56, 12,300."""
    if value != value:
        return "n/a"
    if value == 0:
        return "0"
    digits = 2 - len(f"{int(abs(value))}") + 1 if abs(value) >= 1 else _leading_zeros(abs(value)) + 3
    return f"{round(value, digits):,.{max(digits, 0)}f}"


def _leading_zeros(value: float) -> int:
    zeros = 0
    while value < 0.1 and zeros < 9:
        value *= 10
        zeros += 1
    return zeros


def machine() -> str:
    """What the figures were taken on: cores we may use and how busy they were."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    name = os.uname()
    return f"{name.sysname} {name.machine}, {cores} cores, load {os.getloadavg()[0]:.1f} at the start"
