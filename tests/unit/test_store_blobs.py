"""Bodies on disk: kept by hash, whole or not at all, damage noticed."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
import zlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.errors import StoreError
from verifier.store import FileBlobs


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


@given(data=st.binary(max_size=5000))
def test_what_goes_in_comes_out(data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    blobs = FileBlobs(tmp_path_factory.getbasetemp() / "many")
    assert blobs.get(blobs.put(data)) == data


def test_the_name_is_the_sha256_and_the_file_is_kept_once_and_compressed(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    name = blobs.put(b"page " * 1000)
    assert name == hashlib.sha256(b"page " * 1000).hexdigest() == blobs.put(b"page " * 1000)
    (file,) = files(tmp_path)
    assert file == tmp_path / name[:2] / name[2:]
    assert file.stat().st_size < 200


@pytest.mark.parametrize("name", ["", "ab", "../../etc/passwd", "Z" * 64, "a" * 64 + "/..", "A" * 64])
def test_what_is_no_hash_is_never_a_path(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="not the hash"):
        FileBlobs(tmp_path).get(name)


def test_missing_bytes_are_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="missing") as caught:
        FileBlobs(tmp_path).get("0" * 64)
    assert caught.value.code == "blob-missing"


@pytest.mark.parametrize(
    "damage",
    [b"", b"not zlib", zlib.compress(b"other words"), zlib.compress(b"the words")[:-3], b"\x00" * 100],
    ids=["empty", "foreign", "exchanged", "cut", "zeros"],
)
def test_damaged_bytes_are_never_handed_out(tmp_path: Path, damage: bytes) -> None:
    blobs = FileBlobs(tmp_path)
    name = blobs.put(b"the words")
    files(tmp_path)[0].write_bytes(damage)
    with pytest.raises(StoreError, match="damaged") as caught:
        blobs.get(name)
    assert caught.value.code == "blob-damaged"


def test_a_disk_that_fills_up_leaves_nothing_half_written(tmp_path: Path) -> None:
    script = (
        "import resource, signal, sys, os; from pathlib import Path; from verifier.store import FileBlobs\n"
        "from verifier.errors import StoreError\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))\n"
        "blobs = FileBlobs(Path(sys.argv[1])); name = blobs.put(b'small')\n"
        "try: blobs.put(os.urandom(50000))\n"
        "except StoreError as error: print(error.code, bool(error.advice), blobs.get(name))\n"
    )
    answer = subprocess.run([sys.executable, "-c", script, str(tmp_path)], capture_output=True, timeout=60, check=True)
    assert answer.stdout.decode().strip() == "disk-full True b'small'"
    assert len(files(tmp_path)) == 1


def test_a_full_disk_is_told_from_a_forbidden_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    codes = []
    for number in (errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EROFS):

        def refuse(*_: object, number: int = number) -> None:
            raise OSError(number, os.strerror(number))

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", refuse)
            with pytest.raises(StoreError) as caught:
                FileBlobs(tmp_path).put(b"x")
        codes.append(caught.value.code)
    assert codes == ["disk-full", "disk-full", "not-writable", "not-writable"]
    assert files(tmp_path) == []


def test_a_folder_that_is_a_file_is_not_writable(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("x")
    with pytest.raises(StoreError) as caught:
        FileBlobs(tmp_path / "blobs").put(b"x")
    assert caught.value.code == "not-writable"


def test_deleting_is_final_and_may_be_repeated(tmp_path: Path) -> None:
    blobs = FileBlobs(tmp_path)
    name = blobs.put(b"x")
    blobs.delete(name)
    blobs.delete(name)
    blobs.delete("../x")
    assert files(tmp_path) == []
