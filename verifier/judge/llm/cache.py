"""The key of a question in, the answer that a model once gave to it out; kept in memory and, within a size, on disk.

Passages are kept by the hash of their words, so an answer finds its sentences again wherever they stand on the page.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import tempfile
import threading
from collections import OrderedDict
from pathlib import Path
from typing import Any

from verifier.judge.llm.answer import Answer, read_answer
from verifier.judge.llm.prompt import PROMPT_VERSION, Question

_IN_MEMORY = 2_000
_PRUNE_EVERY = 64
_MAX_ENTRY_BYTES = 10_000


def key_of(question: Question, url: str, model: str) -> str:
    """The hash of all that an answer depends on."""
    page, pair = question.match.page, question.pair
    told = [
        PROMPT_VERSION, url, model, question.match.claim, pair.claim_date, pair.source_date, page.language.code,
        [page.told(at) for at in question.passages],
    ]  # fmt: skip
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


class Answers:
    """Kept answers under `folder`, at most about `most_bytes`; the longest unused go first. 0 keeps nothing.

    What cannot be read or written is as good as not kept.
    """

    def __init__(self, folder: Path, most_bytes: int) -> None:
        self._folder = folder
        self._most = most_bytes
        self._recent: OrderedDict[str, dict[str, Any]] = OrderedDict()
        self._written = 0
        self._lock = threading.Lock()

    def get(self, key: str, question: Question) -> Answer | None:
        """The answer kept under the key, checked like a new one; None if there is none, or a sentence is gone."""
        if self._most <= 0:
            return None
        with self._lock:
            kept = self._recent.get(key)
        if kept is None:
            kept = self._load(key)
        answer = _opened(kept, question) if kept is not None else None
        if answer is not None and kept is not None:
            self._remember(key, kept)
        return answer

    def put(self, key: str, question: Question, answer: Answer) -> None:
        """Keep an answer."""
        if self._most <= 0:
            return
        kept = {
            "verdict": answer.verdict.value,
            "passages": [_hash(question.match.page.sentence(at)) for at in answer.passages],
            "missing": list(answer.missing),
            "probability": answer.probability,
        }
        self._remember(key, kept)
        with contextlib.suppress(OSError):
            self._store(key, json.dumps(kept).encode())

    def forget(self, before: float) -> int:
        """Delete the answers on disk that were last used before that time (Unix); how many."""
        gone = 0
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):  # another process deletes, too
                if path.stat().st_mtime < before:
                    path.unlink()
                    gone += 1
        return gone

    def _remember(self, key: str, kept: dict[str, Any]) -> None:
        with self._lock:
            self._recent[key] = kept
            self._recent.move_to_end(key)
            while len(self._recent) > _IN_MEMORY:
                self._recent.popitem(last=False)

    def _path(self, key: str) -> Path:
        return self._folder / key[:2] / f"{key[2:]}.json"

    def _load(self, key: str) -> dict[str, Any] | None:
        try:
            with self._path(key).open("rb") as file:
                kept = json.loads(file.read(_MAX_ENTRY_BYTES))
            os.utime(self._path(key))
        except (OSError, ValueError, RecursionError):
            return None
        return kept if isinstance(kept, dict) else None

    def _store(self, key: str, data: bytes) -> None:
        """Write beside and rename: a reader sees all of it or nothing."""
        path = self._path(key)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, beside = tempfile.mkstemp(dir=path.parent, prefix=".new-")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(data)
            os.replace(beside, path)
        except BaseException:
            with contextlib.suppress(OSError):
                os.unlink(beside)
            raise
        with self._lock:
            self._written += 1
            due = self._written % _PRUNE_EVERY == 1
        if due:
            self._prune()

    def _prune(self) -> None:
        """Delete what was not used for longest until a tenth of the room is free again."""
        kept = []
        for path in self._folder.glob("*/*"):
            with contextlib.suppress(OSError):  # another process prunes, too
                seen = path.stat()
                kept.append((seen.st_mtime_ns, max(seen.st_size, 1), path))
        total = sum(size for _, size, _ in kept)
        if total <= self._most:
            return
        for _, size, path in sorted(kept):
            with contextlib.suppress(OSError):
                path.unlink()
            total -= size
            if total <= self._most * 0.9:
                return


def _opened(kept: dict[str, Any], question: Question) -> Answer | None:
    page = question.match.page
    places = {_hash(page.sentence(at)): at for at in reversed(range(len(page.sentences)))}
    wanted = kept.get("passages")
    if not isinstance(wanted, list) or not all(isinstance(one, str) and one in places for one in wanted):
        return None
    numbers = [places[one] for one in wanted]
    return read_answer(kept | {"passages": [at + 1 for at in numbers]}, question, numbers)


def _hash(sentence: str) -> str:
    return hashlib.sha256(sentence.encode("utf-8", "replace")).hexdigest()[:24]
