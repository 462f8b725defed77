"""Judged claims and the last committed run in, printed tables and the figures to store out."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .bootstrap import Interval
from .figures import Figures, Judged, floor, grades, measure, spread, undetermined
from .pairs import KINDS, SHARES, JudgedPair, columns, share, share_interval
from .sets import LabelledSet

#: Columns with an interval, and those of the floor.
_FIGURES = (
    "AUROC", "BAcc", "F1", "false pass", "grave pass", "false strip", "4-way", "macro F1", "ECE", "recall@5",
)  # fmt: skip
_FLOOR = ("words AUROC", "words BAcc")
_LABEL_WIDTH, _WIDTH, _FLOOR_WIDTH = 46, 15, 12
_PAIR_WIDTH, _CELL = 21, 7
#: What altered claims may be passed, and unaltered ones refused, at most.
_GOALS = (("altered passed", "all", 0.05), ("altered passed", "number and date", 0.01),
          ("unaltered refused", "all", 0.10))  # fmt: skip

HEADER = (
    f"{'':{_LABEL_WIDTH}}{'n':>6}"
    + "".join(f"{name:>{_WIDTH}}" for name in _FIGURES)
    + "".join(f"{name:>{_FLOOR_WIDTH}}" for name in _FLOOR)
)


def set_lines(labelled: LabelledSet, judged: Sequence[Judged], before: Mapping[str, Any]) -> Iterator[str]:
    """A line for the set and for each of its groups, each above the last committed run where that said otherwise."""
    graded = grades(judged)
    for name, ones in _with_groups(labelled.name, judged):
        figures = measure(ones, graded=graded)
        mark = " (in-sample)" if labelled.in_sample and name == labelled.name else ""
        shown = name if name == labelled.name else f"  {name.removeprefix(labelled.name)[1:]}"
        yield _line(f"{shown}{mark}", figures | floor(ones), spread(ones, graded=graded))
        if name in before and (name == labelled.name or _stored(figures) != before[name]):
            yield _since(figures, before[name])
    if blank := undetermined(judged):
        yield f"  {blank} undetermined"


def set_figures(labelled: LabelledSet, judged: Sequence[Judged]) -> dict[str, dict[str, float]]:
    """What is stored of a set: name of the set or `SET/GROUP` → its figures."""
    graded = grades(judged)
    return {name: _stored(measure(ones, graded=graded)) for name, ones in _with_groups(labelled.name, judged)}


def _stored(figures: Figures) -> dict[str, float]:
    return {name: round(value, 4) for name, value in figures.items() if value is not None}


def _with_groups(name: str, judged: Sequence[Judged]) -> Iterator[tuple[str, Sequence[Judged]]]:
    """The whole, and its languages and kinds where there is more than one."""
    yield name, judged
    groups = sorted({group for one in judged for group in one.groups}, key=_order)
    for group in groups:
        ones = [one for one in judged if group in one.groups]
        if len(ones) < len(judged):
            yield f"{name}/{group}", ones


def _order(group: str) -> tuple[int, str]:
    """Languages together or apart first, then each language, then the kinds."""
    first = ("same", "across", "language", "kind").index(group.split()[0])
    return first, group


def _line(label: str, figures: Figures, around: Mapping[str, Interval]) -> str:
    cells = "".join(f"{_with_interval(figures.get(name), around.get(name)):>{_WIDTH}}" for name in _FIGURES)
    cells += "".join(f"{_number(figures.get(name)):>{_FLOOR_WIDTH}}" for name in _FLOOR)
    return f"{label[:_LABEL_WIDTH]:{_LABEL_WIDTH}}{figures['n'] or 0:6.0f}{cells}".rstrip()


def _since(figures: Figures, before: Mapping[str, float]) -> str:
    """The last run's figures, each with the way to this one's."""
    cells = "".join(f"{_with_change(figures.get(name), before.get(name)):>{_WIDTH}}" for name in _FIGURES)
    return f"{'    last run':{_LABEL_WIDTH}}{before['n']:6.0f}{cells}".rstrip()


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _with_interval(value: float | None, around: Interval | None) -> str:
    return _number(value) if around is None else f"{_number(value)} {_short(around[0])}–{_short(around[1])}"


def _short(value: float) -> str:
    return f"{value:.2f}".removeprefix("0") if value < 0.995 else "1.0"


def _with_change(value: float | None, before: float | None) -> str:
    if value is None or before is None:
        return _number(before)
    return f"{before:.3f} {_signed(value - before, 3)}"


def _signed(change: float, digits: int) -> str:
    return "=" if abs(change) < 0.5 * 10**-digits else f"{change:+.{digits}f}"


# --- minimal pairs -------------------------------------------------------------------------


def pair_tables(judged: Sequence[JudgedPair], before: Mapping[str, Mapping[str, float]]) -> str:
    """One table of kinds and languages for each share, in per cent, then the goals."""
    parts = [_pair_table(name, judged, before) for name in SHARES]
    return "\n\n".join([*parts, _goals(judged)])


def _pair_table(name: str, judged: Sequence[JudgedPair], before: Mapping[str, Mapping[str, float]]) -> str:
    groups = columns(judged)
    kinds = [kind for kind in KINDS if any(one.pair.kind == kind for one in judged)]
    lines = [f"{f'{name}, %':{_PAIR_WIDTH}}" + "".join(f"{column:>{_CELL}}" for column in groups) + "  last run"]
    for kind in kinds:
        cells = [_per_cent(share(name, [one for one in ones if one.pair.kind == kind])) for ones in groups.values()]
        known = share(name, [one for one in judged if one.pair.kind == kind])
        last = _last(known, before.get(kind, {}).get(name))
        lines.append(f"{kind:{_PAIR_WIDTH}}" + "".join(f"{cell:>{_CELL}}" for cell in cells) + last)
    totals = [(column, share(name, ones)) for column, ones in groups.items()]
    lines.append(f"{'all':{_PAIR_WIDTH}}" + "".join(f"{_per_cent(value):>{_CELL}}" for _, value in totals))
    around = share_interval(name, judged)
    if around:
        lines[-1] += f"  ({100 * around[0]:.1f}–{100 * around[1]:.1f})"
    if before:
        earlier = [before.get(column, {}).get(name) for column, _ in totals]
        lines.append(f"{'  last run':{_PAIR_WIDTH}}" + "".join(f"{_per_cent(value):>{_CELL}}" for value in earlier))
    lines.append(f"{'  n':{_PAIR_WIDTH}}" + "".join(f"{len(ones):>{_CELL}}" for ones in groups.values()))
    return "\n".join(lines)


def _goals(judged: Sequence[JudgedPair]) -> str:
    narrowed = {"all": list(judged), "number and date": [one for one in judged if one.pair.kind in ("number", "date")]}
    lines = []
    for name, group, most in _GOALS:
        reached = share(name, narrowed[group])
        if reached is not None:
            met = "met" if reached <= most else "NOT met"
            around = share_interval(name, narrowed[group])
            within = f" ({100 * around[0]:.1f}–{100 * around[1]:.1f})" if around else ""
            lines.append(f"goal: {name}, {group}: {_per_cent(reached)} %{within}, at most {100 * most:.0f} %: {met}")
    return "\n".join(lines)


def _last(value: float | None, before: float | None) -> str:
    if value is None or before is None:
        return ""
    return f"  {_per_cent(before)} {_signed(100 * (value - before), 1)}"


def _per_cent(value: float | None) -> str:
    return "–" if value is None else f"{100 * value:.1f}"
