"""Everything that a worker, the service and a page's reader import comes with `pip install`, not by luck."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]
#: What runs in production, made to import all it needs.
PROGRAM = """
import sys
import kombu.transport.redis, redis, uvicorn
import workers.tasks, workers.tools
import verifier.api.app, verifier.cli.main, verifier.fetch.live, verifier.fetch.warc
import verifier.extract.page, verifier.read.rendered
verifier.extract.page.warm()
print(*{name.partition(".")[0] for name in sys.modules})
"""


def declared() -> set[str]:
    """Our dependencies and what those need without any extra: what every pip installs."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    waiting = [Requirement(line) for line in tomllib.loads(text)["project"]["dependencies"]]
    found = {"source-verifier"}
    while waiting:
        requirement = waiting.pop()
        name = canonicalize_name(requirement.name)
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        try:
            waiting += [Requirement(line) for line in requires(name) or ()]
        except PackageNotFoundError as error:
            raise AssertionError(f"{name} is required and not installed") from error
    return found


def test_every_library_that_is_imported_is_asked_for() -> None:
    program = [sys.executable, "-W", "ignore", "-c", PROGRAM]
    imported = subprocess.run(program, capture_output=True, text=True, check=True, timeout=60).stdout.split()
    owners = packages_distributions()
    asked_for = declared()
    by_luck = {
        module
        for module in imported
        if module in owners and not {canonicalize_name(name) for name in owners[module]} & asked_for
    }
    optional = {"_distutils_hack", "brotli", "_brotli", "babel", "setuptools", "pkg_resources"}
    assert by_luck <= optional
