"""Our own parallel statements in, cross-language pairs out.

`parallel/*.jsonl` holds one statement a line: `source` by language code, and English claims under `supported`,
`not_supported`, `contradicted` and `partially`. All of it was composed for this project.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from importlib.resources import files
from typing import Any

KINDS = ("supported", "not_supported", "contradicted", "partially")


def statements() -> list[dict[str, Any]]:
    """All statements, in the order of the files. Raises `FileNotFoundError` when there are none."""
    folder = files(__package__) / "parallel"
    paths = [path for path in folder.iterdir() if path.name.endswith(".jsonl")] if folder.is_dir() else []
    lines = [line for path in sorted(paths, key=lambda p: p.name) for line in path.read_text("utf-8").split("\n")]
    found = [json.loads(line) for line in lines if line.strip()]
    if not found:
        raise FileNotFoundError(f"{folder} holds no statements (*.jsonl): install the package whole, with its data")
    return found


def parallel_pairs(rng: random.Random) -> Iterator[tuple[str, str, str]]:
    """(claim, evidence, label): each claim against its statement in two languages, some among other statements."""
    known = statements()
    for one in known:
        languages = list(one["source"])
        for kind in KINDS:
            for claim in one.get(kind, ()):
                for code in rng.sample(languages, k=min(2, len(languages))):
                    yield claim, _among_others(one["source"][code], code, known, rng), kind
        # The statement itself, in one language, against itself in another.
        first, second = rng.sample(languages, k=2)
        yield one["source"][first], _among_others(one["source"][second], second, known, rng), "supported"
        other = rng.choice(known)
        if other is not one:
            yield rng.choice(other["supported"]), one["source"][first], "not_supported"


def _among_others(sentence: str, code: str, known: list[dict[str, Any]], rng: random.Random) -> str:
    """Half of the time alone, else between one to three other statements in its language."""
    if rng.random() < 0.5:
        return sentence
    around = [one["source"][code] for one in rng.sample(known, k=min(3, len(known))) if code in one["source"]]
    around = [s for s in around[: rng.randint(1, 3)] if s != sentence]
    around.insert(rng.randint(0, len(around)), sentence)
    return " ".join(around)
