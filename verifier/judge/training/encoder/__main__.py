"""A folder of labelled data in, the embedded model's folder out: all steps of the training, one after another.

    python -m verifier.judge.training.encoder DATA WORK OUT --hours 3

Steps that are done are not done again, and the training goes on from its last checkpoint, so that the same command
continues what was stopped. The last quarter of the time the learning rate falls.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from verifier.judge.training.encoder.mix import JOINED

_STABLE_SHARE = 0.75


def main() -> None:
    """Runs the steps as their own commands, so that each frees its memory."""
    parser = argparse.ArgumentParser(
        prog="python -m verifier.judge.training.encoder",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("data", type=Path, help="folder with train/ and dev/")
    parser.add_argument("work", type=Path, help="folder for vocabulary, pairs and checkpoints")
    parser.add_argument("out", type=Path, help="folder to write the model to")
    parser.add_argument("--hours", type=float, default=3.0, help="of training, the falling end included")
    parser.add_argument("--seed", type=int, default=3, help="of the draw of pairs")
    options = parser.parse_args()
    work = str(options.work)
    if not (options.work / "base.npz").exists():
        _step("base", work)
    if not (options.work / JOINED).exists():
        _step("join", str(options.data), work)
    if not (options.work / f"mix-{options.seed}.pkl").exists():
        _step("mix", str(options.data), work, "--seed", str(options.seed))
    _step("run", work, "--hours", str(options.hours * _STABLE_SHARE))
    _step("run", work, "--hours", str(options.hours * (1 - _STABLE_SHARE)), "--finish")
    _step("export", work, str(options.out))


def _step(name: str, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", f"verifier.judge.training.encoder.{name}", *arguments], check=True)


if __name__ == "__main__":
    main()
