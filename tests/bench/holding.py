"""Memory that a fetch worker holds while it reads page after page, against what it held when it was warm."""

from __future__ import annotations

import statistics
import sys

import psutil
from bench.timing import Row, at_length
from bench.working import at_work, family

PROCESSES = 8
_STEPS = 10


def rows() -> list[Row]:
    """The last of ten samples against the first; all of them and their slope go to stderr."""
    pages = at_length(200, 5_000)
    step = pages // _STEPS
    samples: list[tuple[int, float]] = []
    with at_work(pages, {"articles,fetch": PROCESSES}) as work:
        for count in range(step, pages + 1, step):
            work.until(count)
            samples.append((count, sum(map(held_mb, work.pids))))
    slope = statistics.linear_regression(*zip(*samples, strict=True)).slope
    told = ", ".join(f"{count:,}: {held:.0f}" for count, held in samples)
    sys.stderr.write(f"memory: MB after so many sources {told}; {slope * 1000:+.1f} MB per 1,000 sources\n")
    return [
        Row(
            what=f"memory, a fetch worker of {PROCESSES} processes after {pages:,} sources", measured=samples[-1][1],
            unit="MB", reference=f"after {step:,}", against=samples[0][1], repeats=1,
        ),
        Row(
            what="memory, growth over the whole run by its slope", measured=slope * (pages - step),
            unit="MB", reference=f"held after {step:,}", against=samples[0][1], repeats=1,
        ),
    ]  # fmt: skip


def held_mb(pid: int) -> float:
    """Resident memory of a process and all below it; where the system tells it, shared pages count once."""
    held = 0
    for process in family(pid):
        try:
            info = process.memory_full_info()
        except psutil.Error:  # ended meanwhile, as the child of a page does
            continue
        held += getattr(info, "pss", info.rss)
    return held / 2**20
