"""`python tests/quality/citations.py [DIR ...]`: the same as `python -m tests.quality citations [DIR ...]`."""

from __future__ import annotations

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from quality.__main__ import main

    sys.exit(main(["citations", *sys.argv[1:]]))
