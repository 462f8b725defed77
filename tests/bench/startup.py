"""A command in, the seconds until it first speaks or ends out, against starting Python and importing httpx."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from bench.composed import FIXTURES
from bench.timing import Row, medians, seconds

REPEATS, CITATION_REPEATS = 5, 25
_DEADLINE_S = 60.0


def environment(data_dir: Path) -> dict[str, str]:
    """Ours without its settings, with a data folder of its own."""
    bare = {name: value for name, value in os.environ.items() if not name.startswith("VERIFIER_")}
    return bare | {"VERIFIER_DATA_DIR": str(data_dir)}


def check_command(article: Path, warc: Path) -> list[str]:
    """`verifier check` of a file against a WARC, the report on its standard output."""
    return [sys.executable, "-m", "verifier", "check", str(article), "--replay", str(warc), "--format", "json"]


def rows() -> list[Row]:
    """On an empty data folder, and once more where the report is there already."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        known = Path(folder) / "known"
        first_line_s(known)
        fresh, again, python, importing = medians(
            [
                lambda: _on_a_new_folder(Path(folder)),
                lambda: first_line_s(known),
                lambda: seconds(lambda: _python("pass")),
                lambda: seconds(lambda: _python("import httpx")),
            ],
            REPEATS,
        )
    cited, bare = medians([_citations_s, lambda: seconds(lambda: _python("pass"))], CITATION_REPEATS)
    what = "`check` to its first line"
    return [
        Row(
            what="`citations` of a text to its end, beyond starting Python", measured=cited - bare, unit="s",
            reference="python -c pass", against=bare, repeats=CITATION_REPEATS,
        ),
        _row(f"{what}, empty data folder", fresh, "python -c pass", python),
        _row(f"{what}, empty data folder", fresh, "python -c 'import httpx'", importing),
        _row(f"{what}, checked before", again, "python -c 'import httpx'", importing),
    ]  # fmt: skip


def _row(what: str, measured: float, reference: str, against: float) -> Row:
    return Row(what=what, measured=measured, unit="s", reference=reference, against=against, repeats=REPEATS)


def _citations_s() -> float:
    command = [sys.executable, "-m", "verifier", "citations", str(FIXTURES / "articles" / "seed.txt")]
    return seconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL, timeout=_DEADLINE_S))


def _on_a_new_folder(folder: Path) -> float:
    with tempfile.TemporaryDirectory(dir=folder) as data_dir:
        return first_line_s(Path(data_dir))


def first_line_s(data_dir: Path) -> float:
    """Seconds from the start of the command to its first line on stderr; the command then runs to its end."""
    command = check_command(FIXTURES / "articles" / "seed.html", FIXTURES / "seed.warc.gz")
    spoke: list[bytes] = []

    def speak() -> None:
        assert process.stderr is not None
        spoke.append(process.stderr.readline())

    with subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment(data_dir)
    ) as process:
        waited = seconds(speak)
        _, rest = process.communicate(timeout=_DEADLINE_S)
    expect_success(command, process.returncode, spoke[0] + rest)
    return waited


def expect_success(command: Sequence[str], code: int, said: bytes) -> None:
    """A command that fails has no figure: raises `RuntimeError` with its words."""
    if code != 0:
        raise RuntimeError(f"{' '.join(command[1:5])} … ended with {code}: {said.decode(errors='replace')}")


def _python(code: str) -> None:
    subprocess.run([sys.executable, "-c", code], check=True, timeout=_DEADLINE_S)
