"""What to load in, the seconds that took and the most megabytes held out, from a process that does nothing else.

python tests/bench/alone.py judge WORDS,WORDS     (pages of so many words; eight claims of one of up to 1,000)
python tests/bench/alone.py encoder MODEL.onnx
python tests/bench/alone.py nothing ''
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

_FEW_WORDS, _CLAIMS = 1_000, 8


def judge(sizes: str) -> float:
    """Load the judge up to its first verdict, then judge."""
    began = time.perf_counter()
    from verifier.judge import load_scorer
    from verifier.model import Pair

    scorer = load_scorer("embedded")
    scorer.judge(Pair(claim="Nine boats left the harbour.", source="Nine boats left the harbour on Monday."))
    loaded_s = time.perf_counter() - began
    from bench.composed import pairs_of_one_page

    for words in map(int, sizes.split(",")):
        for pair in pairs_of_one_page(_CLAIMS if words <= _FEW_WORDS else 1, words):
            scorer.judge(pair)
    return loaded_s


def encoder(path: str) -> float:
    """Load the large encoder, then run it once."""
    began = time.perf_counter()
    from bench.large_encoder import open_encoder

    run = open_encoder(Path(path))
    loaded_s = time.perf_counter() - began
    run()
    return loaded_s


def nothing(_: str) -> float:
    """Python alone."""
    return 0.0


def most_held_mb() -> float:
    """The most memory this process held. Where Linux tells it, without what its parent held before it was started."""
    status = Path("/proc/self/status")
    if status.exists():
        held = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        return int(held.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


if __name__ == "__main__":
    loaded_s = {"judge": judge, "encoder": encoder, "nothing": nothing}[sys.argv[1]](sys.argv[2])
    print(json.dumps([loaded_s, most_held_mb()]))
