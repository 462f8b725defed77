"""Ctrl-C before the command has begun and after it has ended: the exit code of the contract, no traceback."""

from __future__ import annotations

import subprocess
import sys

TRAPPED_IMPORT = """
import os, signal, sys
import verifier.__main__

class Trap:
    def find_spec(self, name, *_):
        if name == "click":
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Trap())
verifier.__main__.main()
"""
TRAPPED_END = """
import atexit, os, signal, sys
import verifier.__main__

atexit.register(os.kill, os.getpid(), signal.SIGINT)
sys.argv = ["verifier", "--version"]
verifier.__main__.main()
"""


def ended(program: str) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-c", program], capture_output=True, timeout=60)


def test_ctrl_c_while_the_command_is_being_imported_leaves_no_traceback() -> None:
    done = ended(TRAPPED_IMPORT)
    assert (done.returncode, done.stdout, done.stderr) == (130, b"", b"")


def test_a_second_ctrl_c_does_not_break_into_the_end_of_the_first() -> None:
    done = ended(TRAPPED_END)
    assert (done.returncode, done.stderr) == (0, b"")
