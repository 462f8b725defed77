"""The name of a measurement and its arguments in, its table out.

    python -m tests.quality citations [DIR ...] [--save]
    python -m tests.quality uncited [DIR]
    python -m tests.quality judge [DIR ...] [--save]
    python -m tests.quality extraction DIR
    python -m tests.quality resolve
    python -m tests.quality states
    python -m tests.quality tables

A measurement is a module of this package with `prepare(parser)` and `run(options) -> int`; its first docstring line
is its help.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence

#: Name of the command → module of this package.
MEASUREMENTS = {
    "citations": "citing",
    "uncited": "uncited",
    "judge": "judge",
    "extraction": "extraction",
    "resolve": "resolving",
    "states": "states",
    "tables": "tabled",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one measurement; its exit code is ours."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description="Measures against labelled sets.")
    commands = parser.add_subparsers(dest="measurement", required=True)
    for name, module_name in MEASUREMENTS.items():
        module = importlib.import_module(f".{module_name}", __package__)
        about = (module.__doc__ or "").strip().splitlines()[0]
        command = commands.add_parser(
            name, help=about, description=module.__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
        )
        module.prepare(command)
        command.set_defaults(run=module.run)
    options = parser.parse_args(arguments)
    return int(options.run(options))


if __name__ == "__main__":
    sys.exit(main())
