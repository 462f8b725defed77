"""The table of the benchmarks and the choice among them, with a benchmark that measures nothing."""

from __future__ import annotations

import importlib
import re
import sys
import types

import pytest
from bench import run
from bench.timing import Row, figure, medians, rate, table


def row(**changes: object) -> Row:
    fields = {"what": "w", "measured": 3.0, "unit": "s", "reference": "r", "against": 1.5, "repeats": 3}
    return Row(**{**fields, **changes})  # type: ignore[arg-type]


@pytest.fixture
def fake_benchmark(monkeypatch: pytest.MonkeyPatch) -> str:
    """The name of a module whose `rows` are two fixed ones."""
    module = types.ModuleType("fake_benchmark")
    module.rows = lambda: [row(what="first"), row(what="second", measured=0.3)]  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    return module.__name__


def test_a_row_says_what_was_measured_against_what() -> None:
    line = table([row(what="start", measured=0.45, reference="bare python", against=0.05, repeats=5)]).splitlines()[2]
    assert [cell.strip() for cell in re.split(" {2,}", line)] == [
        "start",
        "0.450 s",
        "bare python: 0.0500 s",
        "9.00 x",
        "5",
    ]


def test_columns_stand_under_their_heads() -> None:
    heads, rule, *lines = table([row(), row(what="a longer name", measured=12345.6, unit="pages/s")]).splitlines()
    ends = [rule.index("-  ") + 1, len(rule)]
    assert {line[ends[0] : ends[0] + 2] for line in [heads, *lines]} == {"  "}
    assert {len(line) for line in [heads, rule, *lines]} == {len(rule)}
    assert lines[1].startswith("a longer name  12,300 pages/s")


@pytest.mark.parametrize(
    ("value", "shown"),
    [(0.0, "0"), (0.0123, "0.0123"), (0.5, "0.500"), (4.567, "4.57"), (45.67, "45.7"), (456.7, "457"),
     (12345.0, "12,300"), (-37.91, "-37.9"), (float("nan"), "n/a")],
)  # fmt: skip
def test_a_figure_has_three_digits_that_mean_something(value: float, shown: str) -> None:
    assert figure(value) == shown


def test_a_reference_of_nothing_gives_no_ratio() -> None:
    assert table([row(against=0.0)]).splitlines()[2].split()[-3:] == ["n/a", "x", "3"]


def test_measures_take_turns_and_their_medians_are_kept() -> None:
    turns: list[str] = []
    figures = {"a": iter([5.0, 1.0, 3.0]), "b": iter([10.0, 30.0, 20.0])}

    def measure(name: str) -> float:
        turns.append(name)
        return next(figures[name])

    assert medians([lambda: measure("a"), lambda: measure("b")], 3) == [3.0, 20.0]
    assert turns == ["a", "b", "a", "b", "a", "b"]


def test_a_rate_is_the_amount_over_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = iter([100.0, 104.0])
    monkeypatch.setattr("bench.timing.time.perf_counter", lambda: next(clock))
    assert rate(lambda: None, 20.0)() == 5.0


def test_without_a_name_all_benchmarks_run_and_each_at_most_once() -> None:
    assert run.chosen([]) == list(run.BENCHMARKS)
    assert run.chosen(["judge", "cite", "judge"]) == ["judge", "cite"]


def test_an_unknown_name_is_answered_by_the_names_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as end:
        run.chosen(["judge", "jugde"])
    assert end.value.code == 2
    assert f"jugde; there are {', '.join(run.BENCHMARKS)}" in capsys.readouterr().err


def test_the_rows_of_a_benchmark_reach_the_table(fake_benchmark: str, capsys: pytest.CaptureFixture[str]) -> None:
    run.main([], {"fake": fake_benchmark})
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[2:4]] == ["first", "second"]
    assert lines[-1].endswith("n repeats, medians")


@pytest.mark.parametrize("module", run.BENCHMARKS.values())
def test_every_registered_benchmark_exists(module: str) -> None:
    assert callable(importlib.import_module(module).rows)
