"""An article in, leave for one more request out: counted by article and day, for all processes that share a folder."""

from __future__ import annotations

import hashlib
import os
import shutil
import threading
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path


def _today() -> str:
    return datetime.now(UTC).date().isoformat()


class Spending:
    """One byte is appended to a file for each request; its place in the file is the number of the request."""

    def __init__(self, folder: Path, most_calls: int, today: Callable[[], str] = _today) -> None:
        self._folder = folder
        self._most = most_calls
        self._today = today
        self._own: Counter[str] = Counter()
        self._lock = threading.Lock()

    def allows(self, article: str | None) -> bool:
        """Count one more request for the article. Without an article somebody judges by hand: that is not limited."""
        if article is None:
            return True
        return self._most > 0 and self._ticket(article) <= self._most

    def _ticket(self, article: str) -> int:
        day = self._today()
        name = hashlib.sha256(article.encode("utf-8", "replace")).hexdigest()[:32]
        try:
            return self._append(self._folder / day / name)
        except OSError:  # a folder that cannot be written: each process counts for itself
            with self._lock:
                self._own[f"{day}/{name}"] += 1
                return self._own[f"{day}/{name}"]

    def _append(self, path: Path) -> int:
        if not path.parent.is_dir():
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            for earlier in self._folder.iterdir():
                if earlier.name < path.parent.name:
                    shutil.rmtree(earlier, ignore_errors=True)
        handle = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(handle, b".")
            return os.lseek(handle, 0, os.SEEK_CUR)
        finally:
            os.close(handle)
