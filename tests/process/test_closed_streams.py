"""Standard streams that are closed: `>&-`, `2>&-`, `<&-` in a shell, or a service manager that gives none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from support.shell import Home

ARTICLE = "fixtures/articles/no-citations.txt"


def _without(*descriptors: int) -> object:
    def close() -> None:
        for descriptor in descriptors:
            os.close(descriptor)

    return close


@pytest.mark.parametrize(
    "arguments", [("citations", ARTICLE), ("check", ARTICLE, "--no-archive"), ("doctor", "--settings")]
)
def test_without_stdout_the_work_is_done_all_the_same(new_home: Home, arguments: tuple[str, ...]) -> None:
    done = new_home.run(*arguments, preexec_fn=_without(1))
    assert done.returncode == 0
    assert b"error of ours" not in done.stderr


def test_without_stderr_progress_does_not_go_among_the_results(new_home: Home) -> None:
    done = new_home.run("check", ARTICLE, "--no-archive", preexec_fn=_without(2))
    assert done.returncode == 0
    assert done.stdout.startswith(b"{")


def test_without_any_stream_the_report_is_written_where_it_was_wanted(new_home: Home, tmp_path: Path) -> None:
    output = tmp_path / "report.json"
    done = new_home.run("check", ARTICLE, "--no-archive", "-o", str(output), preexec_fn=_without(0, 1, 2))
    assert done.returncode == 0
    assert output.stat().st_size > 0


def test_without_stdin_a_dash_is_an_empty_article(new_home: Home) -> None:
    done = new_home.run("citations", "-", preexec_fn=_without(0))
    assert done.returncode == 2
    assert b"standard input is empty" in done.stderr
