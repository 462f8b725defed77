"""The bytes of a WARC in order, whether it is compressed or not, and where one is in the file."""

from __future__ import annotations

import zlib
from typing import IO, Protocol

PIECE_BYTES = 65536
MAX_HEAD_BYTES = 1 << 20


class Damaged(Exception):
    """The file cannot be followed further; `member` is where the compressed data begins that is damaged, if any is."""

    def __init__(self, why: str, member: int | None = None) -> None:
        super().__init__(why)
        self.member = member


class Reader(Protocol):
    """Bytes of a WARC, whether it is compressed or not."""

    def more(self) -> bool: ...

    def place(self) -> tuple[int, int]: ...

    def read(self, length: int) -> bytes: ...

    def readline(self, length: int | None = None) -> bytes: ...


class Plain:
    """An uncompressed WARC."""

    def __init__(self, file: IO[bytes], place: tuple[int, int]) -> None:
        self._file = file
        file.seek(place[0])

    def more(self) -> bool:
        at = self._file.tell()
        found = bool(self._file.read(1))
        self._file.seek(at)
        return found

    def place(self) -> tuple[int, int]:
        return self._file.tell(), 0

    def read(self, length: int) -> bytes:
        return self._file.read(length)

    def readline(self, length: int | None = None) -> bytes:
        return self._file.readline(MAX_HEAD_BYTES if length is None else min(length, MAX_HEAD_BYTES))


class Gzipped:
    """A WARC of gzip members; usually one a record, but any cut is read."""

    def __init__(self, file: IO[bytes], place: tuple[int, int]) -> None:
        self._file = file
        file.seek(place[0])
        self._member, self._position = place[0], 0
        self._inflater = zlib.decompressobj(31)
        self._input = self._buffer = b""
        to_skip = place[1]
        while to_skip and (piece := self.read(min(to_skip, PIECE_BYTES))):
            to_skip -= len(piece)

    def more(self) -> bool:
        while not self._buffer:
            if self._inflater.eof and not self._next_member():
                return False
            fresh = self._input or self._file.read(PIECE_BYTES)
            try:
                self._buffer = self._inflater.decompress(fresh, PIECE_BYTES)
            except zlib.error as error:
                why = f"the compressed data is damaged after byte {self._member}"
                raise Damaged(why, self._member) from error
            self._input = self._inflater.unconsumed_tail
            if not fresh and not self._buffer and not self._inflater.eof:
                raise Damaged("the file breaks off in the middle of a record")
        return True

    def _next_member(self) -> bool:
        rest = self._inflater.unused_data or self._file.read(PIECE_BYTES)
        if not rest.strip(b"\0"):
            return False
        self._member, self._position = self._file.tell() - len(rest), 0
        self._inflater, self._input = zlib.decompressobj(31), rest
        return True

    def place(self) -> tuple[int, int]:
        return self._member, self._position

    def read(self, length: int) -> bytes:
        pieces = []
        while length > 0 and self.more():
            pieces.append(self._take(length))
            length -= len(pieces[-1])
        return b"".join(pieces)

    def readline(self, length: int | None = None) -> bytes:
        room = MAX_HEAD_BYTES if length is None else min(length, MAX_HEAD_BYTES)
        pieces: list[bytes] = []
        while room > 0 and not (pieces and pieces[-1].endswith(b"\n")) and self.more():
            end = self._buffer.find(b"\n") + 1 or len(self._buffer)
            pieces.append(self._take(min(end, room)))
            room -= len(pieces[-1])
        return b"".join(pieces)

    def _take(self, length: int) -> bytes:
        piece, self._buffer = self._buffer[:length], self._buffer[length:]
        self._position += len(piece)
        return piece
