"""Content-addressed bytes on disk: bytes in, their SHA-256 out, and back; compressed, whole or not there at all.

The time of a file is when its bytes were last handed in. Writers share a lock on its folder, and who deletes has it
alone. An empty file beside them names each store that keeps its bytes here.
"""

from __future__ import annotations

import contextlib
import errno
import fcntl
import hashlib
import os
import re
import tempfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from verifier.errors import StoreError
from verifier.wording import quoted

_HASH = re.compile(r"[0-9a-f]{64}")
_BEGUN = ".new-"
_STORE = ".store-"
#: Against zlib's own choice a third less work for pages that take a twentieth more room.
_LEVEL = 4
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class FileBlobs:
    """Files under `folder`, named by hash. Safe for any number of processes; a file never changes.

    `store` tells the name of the store whose bytes these are; it is asked at the first of them.
    """

    def __init__(self, folder: Path, store: Callable[[], str] | None = None) -> None:
        self.folder = folder
        self._store = store

    def put(self, data: bytes) -> str:
        """Keep the bytes durably; returns their SHA-256 in hex. Raises `StoreError` if they cannot be written."""
        sha256 = hashlib.sha256(data).hexdigest()
        path = self._path(sha256)
        store = self._store
        if store is not None:
            self.sign(store())
            self._store = None  # once is enough
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with _locked(path.parent, fcntl.LOCK_SH):
                if path.exists():
                    os.utime(path)  # wanted again: a clean-up that is under way must see it
                else:
                    _write_whole(path, zlib.compress(data, _LEVEL))
        except OSError as error:
            raise _not_written(path, error) from error
        return sha256

    def get(self, sha256: str) -> bytes:
        """The bytes of that hash. Raises `StoreError` if they are not there or damaged."""
        if not _HASH.fullmatch(sha256):
            raise StoreError(f"{quoted(sha256)} is not the hash of anything kept")
        path = self._path(sha256)
        try:
            data = zlib.decompress(path.read_bytes())
        except FileNotFoundError as error:
            raise StoreError(
                f"the kept bytes {path} are missing",
                "API, workers and command line must share one VERIFIER_DATA_DIR; otherwise restore the folder.",
                code="blob-missing",
            ) from error
        except (OSError, zlib.error) as error:
            raise _damaged(path, str(error)) from error
        if hashlib.sha256(data).hexdigest() != sha256:
            raise _damaged(path, "the hash differs")
        return data

    def delete(self, sha256: str) -> None:
        """Forget the bytes; not there is fine."""
        if _HASH.fullmatch(sha256):
            self._path(sha256).unlink(missing_ok=True)

    def sign(self, store: str) -> None:
        """Note down that the store of that name keeps bytes here. Raises `StoreError` if that cannot be written."""
        path = self.signature(store)
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path.touch()
        except OSError as error:
            raise _not_written(path, error) from error

    def signature(self, store: str) -> Path:
        """The file that says so."""
        return self.folder / f"{_STORE}{store}"

    def stores(self) -> set[str]:
        """The names of the stores that keep bytes here."""
        return {path.name.removeprefix(_STORE) for path in self.folder.glob(f"{_STORE}*")}

    def names(self, older_than: float) -> Iterator[str]:
        """The hashes of what was last handed in before that time (Unix); what a dead writer left behind is deleted."""
        for folder in sorted(self.folder.glob("[0-9a-f][0-9a-f]")):
            for entry in os.scandir(folder):
                with contextlib.suppress(FileNotFoundError):
                    if entry.stat().st_mtime >= older_than:
                        continue
                    if entry.name.startswith(_BEGUN):
                        os.unlink(entry.path)
                    elif _HASH.fullmatch(folder.name + entry.name):
                        yield folder.name + entry.name

    def discard(self, sha256: str, older_than: float) -> int:
        """Forget the bytes unless they were handed in since that time; returns how many bytes of disk that freed.

        Raises `StoreError` when the file cannot be deleted.
        """
        path = self._path(sha256)
        try:
            with _locked(path.parent, fcntl.LOCK_EX):
                told = path.stat()
                if told.st_mtime >= older_than:
                    return 0
                path.unlink()
                return told.st_size
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise _not_written(path, error) from error

    def _path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:]


@contextlib.contextmanager
def _locked(folder: Path, how: int) -> Iterator[None]:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, how)
        yield
    finally:
        os.close(descriptor)


def _write_whole(path: Path, data: bytes) -> None:
    """Write beside, flush to the disk, rename: a reader sees all of it or nothing."""
    handle, beside = tempfile.mkstemp(dir=path.parent, prefix=_BEGUN)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(beside)
        raise
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _not_written(path: Path, error: OSError) -> StoreError:
    if error.errno in _FULL:
        advice = f"Make room on the disk of {path.parent.parent}, or move VERIFIER_DATA_DIR, then submit again."
        return StoreError(f"the disk is full: {path} could not be written ({error.strerror})", advice, code="disk-full")
    advice = "VERIFIER_DATA_DIR must be a folder that this user may write to."
    return StoreError(f"{path} could not be written: {error.strerror or error}", advice, code="not-writable")


def _damaged(path: Path, why: str) -> StoreError:
    return StoreError(
        f"the kept bytes {path} are damaged: {why}",
        "Restore the file from a backup, or delete it and submit the article with `recheck`.",
        code="blob-damaged",
    )
