"""What a worker loads before its pool forks: all that fetching needs, and nothing a fork could not stand."""

from __future__ import annotations

import subprocess
import sys

_ASK = """
import os, sys, threading
from workers.tools import _NEEDED, warm
before = set(os.listdir("/dev/fd"))
warm()
print(all(name in sys.modules for name in _NEEDED), threading.active_count(),
      len(set(os.listdir("/dev/fd")) - before), any(name in sys.modules for name in ("onnxruntime", "trafilatura")))
"""


def test_warming_loads_what_fetching_needs_and_opens_nothing() -> None:
    told = subprocess.run([sys.executable, "-c", _ASK], capture_output=True, text=True, check=True, timeout=60)
    assert told.stdout.split() == ["True", "1", "0", "False"]
