"""`python -m support.quiet_workers`: what `python -m workers` starts, with doubles for its steps."""

from __future__ import annotations

from support.doubles import DoubleSteps

from workers import runtime
from workers.__main__ import main

runtime.make_steps = DoubleSteps
runtime.warm = lambda: None

if __name__ == "__main__":
    main()
