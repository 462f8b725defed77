"""WARC files: exchanges in, gzip members out, and back: an index of records and the bytes behind one of them.

The only module that imports warcio. Format: ISO 28500, WARC 1.0 and 1.1.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Protocol
from urllib.parse import urljoin

from verifier.errors import BrokenArchiveFile, FetchError
from verifier.fetch.body import BodyLimits, content_coding, read_body
from verifier.mementos import stamp_of
from verifier.model import OutcomeCode

#: A record that was taken out of an archive names the copy here (as pywb does when it records from one).
SOURCE_URI = "WARC-Source-URI"
SOURCE_ARCHIVE = "WARC-Source-Archive"
CREATION_DATE = "WARC-Creation-Date"
#: What a metadata record holds in which a step of a check is noted down (see `warc_steps`).
STEP_TYPE = "application/vnd.source-verifier.step+json"
#: Of a stored answer these are left out: cookies may belong to a person, the rest described bytes on the wire.
DROPPED_HEADERS = frozenset({"set-cookie", "set-cookie2", "content-encoding", "content-length", "transfer-encoding"})

_PIECE_BYTES = 65536
_MAX_HEAD_BYTES = 1 << 20
_MAX_STEP_BYTES = 16 << 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_WARC = {
    b"\x28\xb5\x2f\xfd": "it is compressed with zstandard; unpack it first",
    b"filedesc://": "it is in the older ARC format; convert it with `warcio recompress`",
    b"PK\x03\x04": "it is a zip archive; unpack the WARC inside first",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One answer in the file at `path`: `place` is (offset in the file, bytes to skip once inflated)."""

    path: Path
    url: str
    timestamp: str
    date: str
    order: int
    kind: str
    place: tuple[int, int]
    status: int
    location: str | None = None
    media_type: str | None = None
    digest: str | None = None
    refers_to: tuple[str, str] | None = None
    memento_url: str | None = None
    archive: str | None = None
    created_at: str | None = None
    record_id: str | None = None

    @property
    def from_an_archive(self) -> bool:
        """Whether it was taken out of an archive rather than off the live web."""
        return self.memento_url is not None or self.archive is not None

    @property
    def redirects_to(self) -> str | None:
        """The absolute address this record sends the reader to, if it does."""
        if self.status not in _REDIRECTS or not self.location:
            return None
        try:
            return urljoin(self.url, self.location)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scan:
    """Everything that could be indexed, and what was wrong with the rest. `steps` are documents of `warc_steps`."""

    records: tuple[Record, ...]
    steps: tuple[bytes, ...]
    read: int
    damage: str | None


class _Damaged(Exception):
    """The file cannot be followed further."""


class _Reader(Protocol):
    """Bytes of a WARC, whether it is compressed or not."""

    def more(self) -> bool: ...

    def place(self) -> tuple[int, int]: ...

    def read(self, length: int) -> bytes: ...

    def readline(self, length: int | None = None) -> bytes: ...


class _Plain:
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
        return self._file.readline(_MAX_HEAD_BYTES if length is None else min(length, _MAX_HEAD_BYTES))


class _Gzipped:
    """A WARC of gzip members; usually one a record, but any cut is read."""

    def __init__(self, file: IO[bytes], place: tuple[int, int]) -> None:
        self._file = file
        file.seek(place[0])
        self._member, self._position = place[0], 0
        self._inflater = zlib.decompressobj(31)
        self._input = self._buffer = b""
        to_skip = place[1]
        while to_skip and (piece := self.read(min(to_skip, _PIECE_BYTES))):
            to_skip -= len(piece)

    def more(self) -> bool:
        while not self._buffer:
            if self._inflater.eof and not self._next_member():
                return False
            fresh = self._input or self._file.read(_PIECE_BYTES)
            try:
                self._buffer = self._inflater.decompress(fresh, _PIECE_BYTES)
            except zlib.error as error:
                raise _Damaged(f"the compressed data is damaged after byte {self._member}") from error
            self._input = self._inflater.unconsumed_tail
            if not fresh and not self._buffer and not self._inflater.eof:
                raise _Damaged("the file breaks off in the middle of a record")
        return True

    def _next_member(self) -> bool:
        rest = self._inflater.unused_data or self._file.read(_PIECE_BYTES)
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
        room = _MAX_HEAD_BYTES if length is None else min(length, _MAX_HEAD_BYTES)
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


def scan(path: Path, first: int = 0) -> Scan:
    """Index every response, resource and revisit record of an http(s) address; `first` is the order of the first.

    Raises `BrokenArchiveFile` when the file is no WARC, or damaged before its first such record ends.
    """
    records: list[Record] = []
    steps: list[bytes] = []
    read, damage = 0, None
    try:
        with path.open("rb") as file:
            reader = _reader(path, file, (0, 0))
            try:
                while reader.more():
                    record, is_record = _next_record(reader, path, first + len(records))
                    read += is_record
                    if isinstance(record, Record):
                        records.append(record)
                    elif record is not None:
                        steps.append(record)
            except _Damaged as error:
                damage = str(error)
    except OSError as error:
        raise _broken(path, error.strerror or str(error), "Check the path and its permissions.") from error
    if damage and not records:
        raise _broken(path, damage)
    if not read:
        raise _broken(path, "it holds no WARC record")
    return Scan(records=tuple(records), steps=tuple(steps), read=read, damage=damage)


def read_record(record: Record, max_bytes: int) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Headers and decoded body of one record.

    Raises `FetchError` when the body is over `max_bytes`, in an encoding that is not read, or not there any more.
    """
    try:
        with record.path.open("rb") as file:
            reader = _reader(record.path, file, record.place)
            headers, body = _payload(reader, max_bytes)
    except (OSError, _Damaged, BrokenArchiveFile) as error:
        raise FetchError(
            OutcomeCode.UNREACHABLE, f"The record of {record.url} in {record.path.name} can no longer be read: {error}."
        ) from error
    coding = content_coding((value for name, value in headers if name.lower() == "content-encoding"), record.url)
    limits = BodyLimits(max_wire_bytes=max_bytes, max_body_bytes=max_bytes)
    body = read_body([body], limits, url=record.url, coding=coding, media_type=record.media_type)
    return tuple((name, value) for name, value in headers if name.lower() not in DROPPED_HEADERS), body


def _reader(path: Path, file: IO[bytes], place: tuple[int, int]) -> _Reader:
    head = file.read(16)
    if head.startswith(b"\x1f\x8b"):
        return _Gzipped(file, place)
    if head.startswith(b"WARC/"):
        return _Plain(file, place)
    if not head:
        raise _broken(path, "it is empty")
    known = next((why for magic, why in _NOT_WARC.items() if head.startswith(magic)), None)
    raise _broken(path, known or "it is not a WARC file")


def _broken(path: Path, why: str, advice: str = "") -> BrokenArchiveFile:
    return BrokenArchiveFile(
        f"the WARC file {path} cannot be read: {why}",
        advice or "Give a WARC made with `verifier check --record`, or by another tool that follows ISO 28500.",
    )


def _next_record(reader: _Reader, path: Path, order: int) -> tuple[Record | bytes | None, bool]:
    """The record here if it is one to index, the document of a step, and whether there was a record at all."""
    place = reader.place()
    line = reader.readline()
    if not line.strip():
        return None, False
    head, length = _warc_head(reader, line)
    content = _content(reader, length)
    kind = head.get("warc-type", "").lower()
    url = head.get("warc-target-uri", "").strip("<> ").replace(" ", "%20")
    is_step = kind == "metadata" and head.get("content-type") == STEP_TYPE
    step = content.read(_MAX_STEP_BYTES) if is_step else None
    wanted = kind in ("response", "resource", "revisit") and url.lower().startswith(("http://", "https://"))
    status, http, _begun = _http_head(content) if wanted and kind != "resource" else (None, [], b"")
    while content.read(_PIECE_BYTES):
        pass
    if content.limit > 0:
        raise _Damaged("the file breaks off in the middle of a record")
    if step is not None:
        return step, True
    timestamp = stamp_of(head.get("warc-date", ""))
    if not wanted or timestamp is None:
        return None, True
    fields = {name.lower(): value for name, value in reversed(http)}
    refers = stamp_of(head.get("warc-refers-to-date", ""))
    return Record(
        path=path,
        url=url,
        timestamp=timestamp,
        date=head["warc-date"],
        order=order,
        kind=kind,
        place=place,
        status=status or 200,
        location=fields.get("location"),
        media_type=fields.get("content-type") if http else head.get("content-type"),
        digest=head.get("warc-payload-digest"),
        refers_to=(head.get("warc-refers-to-target-uri", url).strip("<>"), refers) if refers else None,
        memento_url=head.get(SOURCE_URI.lower()),
        archive=head.get(SOURCE_ARCHIVE.lower()),
        created_at=head.get(CREATION_DATE.lower()),
        record_id=head.get("warc-record-id"),
    ), True


def _warc_head(reader: _Reader, line: bytes) -> tuple[dict[str, str], int]:
    from warcio.limitreader import LimitReader
    from warcio.statusandheaders import StatusAndHeadersParser

    if not line.startswith(b"WARC/"):
        raise _Damaged(f"a record should begin at byte {reader.place()[0]}, but none does")
    parsed = StatusAndHeadersParser([], verify=False).parse(LimitReader(reader, _MAX_HEAD_BYTES), line)
    head = {name.lower(): value for name, value in parsed.headers}
    length = head.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise _Damaged("a record does not say how long it is")
    return head, int(length)


def _content(reader: _Reader, length: int) -> Any:
    """A stream of the `length` bytes to come."""
    from warcio.limitreader import LimitReader

    return LimitReader(reader, length)


def _http_head(content: Any) -> tuple[int | None, list[tuple[str, str]], bytes]:
    """Status and headers of an archived answer; (None, [], what was read) when the block is the bare page."""
    from warcio.limitreader import LimitReader
    from warcio.statusandheaders import StatusAndHeadersParser

    line = content.readline(_MAX_HEAD_BYTES)
    if not line.startswith(b"HTTP/"):
        return None, [], line
    parsed = StatusAndHeadersParser([], verify=False).parse(LimitReader(content, _MAX_HEAD_BYTES), line)
    code = parsed.get_statuscode()
    return (int(code) if code.isascii() and code.isdigit() else 200), parsed.headers, b""


def _payload(reader: _Reader, max_bytes: int) -> tuple[list[tuple[str, str]], bytes]:
    """Headers and the body without its transfer coding, one byte over the limit if it is longer."""
    from warcio.bufferedreaders import ChunkedDataReader

    reader.more()
    head, length = _warc_head(reader, reader.readline())
    content = _content(reader, length)
    if head.get("warc-type", "").lower() == "resource":
        return [("Content-Type", head.get("content-type", "application/octet-stream"))], content.read(max_bytes + 1)
    _status, headers, begun = _http_head(content)
    chunked = any(k.lower() == "transfer-encoding" and "chunked" in v.lower() for k, v in headers)
    stream = ChunkedDataReader(content) if chunked else content
    return headers, begun + stream.read(max_bytes + 1)
