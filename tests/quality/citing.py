"""How well citations and their claims are found in labelled articles, and what changed since the last committed run.

    python -m tests.quality citations [DIR ...] [--save]

The labelled articles of this repository (`fixtures/citations`) are always measured; each DIR adds a split of its
own. `--save` makes this run the one that later runs are held against.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from .history import changes, lost_items, read_last, save, summary
from .labelled import OWN, read_folder
from .score_citations import Scored, score
from .tables import alarms, heads, table, total, worst


def prepare(parser: argparse.ArgumentParser) -> None:
    """The arguments."""
    parser.add_argument("folders", nargs="*", type=Path, metavar="DIR", help="more folders of label files")
    parser.add_argument("--save", action="store_true", help="store this run as the one to hold later ones against")
    parser.add_argument("--misses", type=int, default=10, metavar="N", help="how many of the worst misses to print")


def run(options: argparse.Namespace) -> int:
    """Print the table, the misses and the changes. 1 when an own text lost something, 2 for a folder without labels."""
    splits: dict[str, list[Scored]] = {}
    for folder in options.folders:
        splits[folder.resolve().name] = [score(text) for text in read_folder(folder)]
        if not splits[folder.resolve().name]:
            print(f"no label files (*.json with `citations`) in {folder}")
            return 2
    own = [score(text) for text in read_folder(OWN)]
    everything = [*own, *(one for scored in splits.values() for one in scored)]
    print(table(everything))
    print(alarms(everything))
    if told := heads(everything):
        print(told)
    print(worst(total(everything).misses, options.misses))
    before = read_last()
    now = summary(own, splits, before)
    print(changes(before, now))
    if options.save:
        save(now)
        return 0
    return 1 if lost_items(before, now) else 0
