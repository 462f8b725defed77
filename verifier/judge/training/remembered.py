"""Pairs of claim and passage in, what the model says of them out, asked once and kept in a file.

What is kept belongs to the texts and to the model's files, not to the code that chose the passages, so that a change
of passages reads only what is new.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from verifier.judge.entailment import Entailment, Reader

_WAIT_S = 120.0


def files_version(*files: Path) -> str:
    """Another text once any of the files is another or gone, for a model that is made of them."""
    known = [(file.name, file.stat()) for file in files if file.exists()]
    return " ".join(f"{name} {about.st_size} {about.st_mtime_ns}" for name, about in known)


class Remembered:
    """A classifier that keeps its answers in `folder`; several processes may share it."""

    def __init__(self, model: Reader, folder: Path, version: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._model, self._version = model, version
        self._kept = sqlite3.connect(folder / "readings.sqlite", timeout=_WAIT_S)
        self._kept.execute("PRAGMA journal_mode=WAL")
        columns = "pair BLOB PRIMARY KEY, supported REAL, partially REAL, absent REAL, contradicted REAL"
        self._kept.execute(f"CREATE TABLE IF NOT EXISTS readings ({columns})")

    def judge(self, pairs: Sequence[tuple[str, str]]) -> list[Entailment]:
        """As `Reader.judge`."""
        keys = [self._key(pair) for pair in pairs]
        found = {key: one for key in set(keys) if (one := self._read(key)) is not None}
        missing = {key: pair for key, pair in zip(keys, pairs, strict=True) if key not in found}
        if missing:
            new = dict(zip(missing, self._model.judge(list(missing.values())), strict=True))
            rows = [(key, one.supported, one.partially, one.absent, one.contradicted) for key, one in new.items()]
            with self._kept:
                self._kept.executemany("INSERT OR REPLACE INTO readings VALUES (?, ?, ?, ?, ?)", rows)
            found |= new
        return [found[key] for key in keys]

    def _read(self, key: bytes) -> Entailment | None:
        wanted = "SELECT supported, partially, absent, contradicted FROM readings WHERE pair = ?"
        row = self._kept.execute(wanted, (key,)).fetchone()
        return None if row is None else Entailment(*row)

    def _key(self, pair: tuple[str, str]) -> bytes:
        return hashlib.sha256("\0".join((self._version, *pair)).encode()).digest()
