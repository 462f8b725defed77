"""Names of benchmarks in, one table of figures out, each beside a reference measured in the same run.

    python tests/bench/run.py [NAME...]

Without a name all of them run, in about six minutes on two cores:

    startup   `verifier check` until it first speaks and `verifier citations`, against starting Python, importing httpx
    queue     what store, queue and worker cost per citation, against the pipeline in one process
    cite      MB of article text a second by density and language, against one naive regular expression
    extract   pages a second, in process against bare trafilatura, in the sandbox against in process
    judge     a claim and a page, load time and memory, against plain BM25 and an encoder of RoBERTa-large's shape
    sources   pages fetched and extracted a second by real workers on 200 slow sites, against httpx and trafilatura
    citations the same and judged, against the pipeline in one process; and where the workers' time goes
    memory    what a fetch worker holds after many sources, against what it held at first
    polls     status answers a second (200 and 304), against a bare Starlette route

`ratio` is measured over reference: of times less is better, of rates more. `n` is the repeats behind the median.
The machine's other work falls on both sides of a ratio, so compare ratios, not figures. Nothing asserts them.
`BENCH_LONG=1` gives sources 2,000 pages, citations 600 and memory 5,000, for figures that are to be told.
Inputs are composed here (`composed.py`, `sites.py`) or taken from `fixtures/`; nothing is fetched but from sites on
127.0.0.1 (`loopback_web.py`: 200 names, every answer 100 ms late).
"""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

if __name__ == "__main__":  # the folder of a script is no package, and its module names are its own
    sys.path[0] = str(Path(__file__).parents[1])

from bench.timing import Row, machine, table

#: Name → the module whose `rows()` measures it.
BENCHMARKS: Mapping[str, str] = {
    "startup": "bench.startup",
    "queue": "bench.queueing",
    "cite": "bench.citing",
    "extract": "bench.extracting",
    "judge": "bench.judging",
    "sources": "bench.fetching",
    "citations": "bench.checking",
    "memory": "bench.holding",
    "polls": "bench.polling",
}


def chosen(names: Sequence[str], known: Mapping[str, str] = BENCHMARKS) -> list[str]:
    """The benchmarks to run, each once, in the order asked for. Raises `SystemExit` (2) for an unknown name."""
    unknown = [name for name in names if name not in known]
    if unknown:
        sys.stderr.write(f"no benchmark {', '.join(unknown)}; there are {', '.join(known)}\n")
        raise SystemExit(2)
    return list(dict.fromkeys(names)) or list(known)


def measure(names: Sequence[str], known: Mapping[str, str]) -> list[Row]:
    """The rows of these benchmarks, run one after the other."""
    rows: list[Row] = []
    for name in names:
        sys.stderr.write(f"{name} …\n")
        run: Callable[[], Sequence[Row]] = importlib.import_module(known[name]).rows
        rows += run()
    return rows


def main(arguments: Sequence[str], known: Mapping[str, str] = BENCHMARKS) -> None:
    """Measure and print."""
    names = chosen(arguments, known)
    about = machine()
    sys.stdout.write(f"{table(measure(names, known))}\n\n{about}; n repeats, medians\n")


if __name__ == "__main__":
    main(sys.argv[1:])
