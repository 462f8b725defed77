"""WARC files: exchanges in, gzip members out, and back: an index of records and the bytes behind one of them.

The only module that imports warcio. Format: ISO 28500, WARC 1.0 and 1.1.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO, Any
from urllib.parse import urljoin

from verifier.errors import BrokenArchiveFile, FetchError
from verifier.fetch.body import BodyLimits, content_coding, read_body
from verifier.fetch.warc_bytes import MAX_HEAD_BYTES, PIECE_BYTES, Damaged, Gzipped, Plain, Reader
from verifier.fetch.warc_digests import Checked, Digest
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

_MAX_STEP_BYTES = 16 << 20
_MAX_DECODED_BYTES = 64 << 20
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_NOT_WARC = {
    b"\x28\xb5\x2f\xfd": "it is compressed with zstandard; unpack it first",
    b"filedesc://": "it is in the older ARC format; convert it with `warcio recompress`",
    b"PK\x03\x04": "it is a zip archive; unpack the WARC inside first",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One answer in the file at `path`: `place` is (offset in the file, bytes to skip once inflated).

    `fault`: why its bytes are not those that were recorded. `proved` by a digest that they are.
    """

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
    fault: str | None = None
    proved: bool = False

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
    """Everything that could be indexed, and what was wrong with the rest. `steps` are documents of `warc_steps`.

    Records that were altered are among the `records`, steps that were are only counted.
    """

    records: tuple[Record, ...]
    steps: tuple[bytes, ...]
    altered_steps: int
    read: int
    damage: str | None


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
            except Damaged as error:
                damage = str(error)
                records = [_doubted(record, error.member) for record in records]
    except OSError as error:
        raise _broken(path, error.strerror or str(error), "Check the path and its permissions.") from error
    if damage and not records:
        raise _broken(path, damage)
    if not read:
        raise _broken(path, "it holds no WARC record")
    whole = tuple(step for step in steps if step)
    altered = len(steps) - len(whole)
    return Scan(records=tuple(records), steps=whole, altered_steps=altered, read=read, damage=damage)


def _doubted(record: Record, member: int | None) -> Record:
    """A record out of damaged compressed data may be damaged itself, unless a digest says that it is not."""
    if record.place[0] != member or record.proved or record.fault:
        return record
    return replace(record, fault="its compressed bytes are damaged")


def intact(record: Record) -> Record:
    """The record itself. Raises `FetchError` when its bytes are not those that were recorded."""
    if record.fault is None:
        return record
    raise FetchError(
        OutcomeCode.NO_CAPTURE,
        f"The record of {record.url} in {record.path.name} was altered or damaged ({record.fault}), so it is not used. "
        "Get the file again from where it was made, or record the page anew.",
    )


def read_record(record: Record, max_bytes: int) -> tuple[tuple[tuple[str, str], ...], bytes]:
    """Headers and decoded body of one record.

    Raises `FetchError` when the body is over `max_bytes`, in an encoding that is not read, altered, or not there any
    more.
    """
    intact(record)
    try:
        headers, body = _payload_of(record, max_bytes)
    except (OSError, Damaged, BrokenArchiveFile) as error:
        raise FetchError(
            OutcomeCode.UNREACHABLE, f"The record of {record.url} in {record.path.name} can no longer be read: {error}."
        ) from error
    body = _inflated(record, headers, body, max_bytes)
    return tuple((name, value) for name, value in headers if name.lower() not in DROPPED_HEADERS), body


def _payload_of(record: Record, max_bytes: int) -> tuple[list[tuple[str, str]], bytes]:
    with record.path.open("rb") as file:
        return _payload(_reader(record.path, file, record.place), max_bytes)


def _inflated(record: Record, headers: list[tuple[str, str]], body: bytes, max_bytes: int) -> bytes:
    coding = content_coding((value for name, value in headers if name.lower() == "content-encoding"), record.url)
    limits = BodyLimits(max_wire_bytes=max_bytes, max_body_bytes=max_bytes)
    return read_body([body], limits, url=record.url, coding=coding, media_type=record.media_type)


def _reader(path: Path, file: IO[bytes], place: tuple[int, int]) -> Reader:
    head = file.read(16)
    if head.startswith(b"\x1f\x8b"):
        return Gzipped(file, place)
    if head.startswith(b"WARC/"):
        return Plain(file, place)
    if not head:
        raise _broken(path, "it is empty")
    known = next((why for magic, why in _NOT_WARC.items() if head.startswith(magic)), None)
    raise _broken(path, known or "it is not a WARC file")


def _broken(path: Path, why: str, advice: str = "") -> BrokenArchiveFile:
    return BrokenArchiveFile(
        f"the WARC file {path} cannot be read: {why}",
        advice or "Give a WARC made with `verifier check --record`, or by another tool that follows ISO 28500.",
    )


def _next_record(reader: Reader, path: Path, order: int) -> tuple[Record | bytes | None, bool]:
    """The record here if it is one to index, or the document of a step, `b""` if altered; whether there was any."""
    place = reader.place()
    line = reader.readline()
    if not line.strip():
        return None, False
    head, length = _warc_head(reader, line)
    kind = head.get("warc-type", "").lower()
    url = head.get("warc-target-uri", "").strip("<> ").replace(" ", "%20")
    is_step = kind == "metadata" and head.get("content-type") == STEP_TYPE
    wanted = kind in ("response", "resource", "revisit") and url.lower().startswith(("http://", "https://"))
    block = Digest(head.get("warc-block-digest") if wanted or is_step else None)
    payload = Digest(head.get("warc-payload-digest") if wanted and _states_its_own_payload(head) else None)
    content = Checked(_content(reader, length), block)
    step = content.read(_MAX_STEP_BYTES) if is_step else None
    status, http, begun = _http_head(content) if wanted and kind != "resource" else (None, [], b"")
    content.begin_payload(payload, begun)
    while content.read(PIECE_BYTES):
        pass
    if content.limit > 0:
        raise Damaged("the file breaks off in the middle of a record")
    if step is not None:
        return step if block.fits() else b"", True
    timestamp = stamp_of(head.get("warc-date", ""))
    if not wanted or timestamp is None:
        return None, True
    fields = {name.lower(): value for name, value in reversed(http)}
    refers = stamp_of(head.get("warc-refers-to-date", ""))
    record = Record(
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
        fault=None if block.fits() else "its WARC-Block-Digest is that of other bytes",
        proved=block.proves or payload.proves,
    )
    if record.fault is None and not payload.fits() and not _fits_decoded(record, head["warc-payload-digest"]):
        record = replace(record, fault="its WARC-Payload-Digest is that of other bytes")
    return record, True


def _states_its_own_payload(head: dict[str, str]) -> bool:
    """A revisit states that of the page it refers to, a segment that of the whole, and a cut record may do so."""
    elsewhere = head.get("warc-type", "").lower() == "revisit" or "warc-segment-number" in head
    return not elsewhere and "warc-truncated" not in head


def _fits_decoded(record: Record, stated: str) -> bool:
    """Whether a digest is that of the payload without its transfer coding, or inflated: tools differ in what they take.

    A body that is too large for that is given the benefit of the doubt.
    """
    try:
        headers, body = _payload_of(record, _MAX_DECODED_BYTES)
        if len(body) > _MAX_DECODED_BYTES:
            return True
        forms = [body, _inflated(record, headers, body, _MAX_DECODED_BYTES)]
    except (OSError, Damaged, BrokenArchiveFile, FetchError):
        return False
    return any(_fits(stated, form) for form in forms)


def _fits(stated: str, data: bytes) -> bool:
    digest = Digest(stated)
    digest.take(data)
    return digest.fits()


def _warc_head(reader: Reader, line: bytes) -> tuple[dict[str, str], int]:
    from warcio.limitreader import LimitReader
    from warcio.statusandheaders import StatusAndHeadersParser

    if not line.startswith(b"WARC/"):
        raise Damaged(f"a record should begin at byte {reader.place()[0]}, but none does")
    parsed = StatusAndHeadersParser([], verify=False).parse(LimitReader(reader, MAX_HEAD_BYTES), line)
    head = {name.lower(): value for name, value in parsed.headers}
    length = head.get("content-length", "")
    if not (length.isascii() and length.isdigit()):
        raise Damaged("a record does not say how long it is")
    return head, int(length)


def _content(reader: Reader, length: int) -> Any:
    """A stream of the `length` bytes to come."""
    from warcio.limitreader import LimitReader

    return LimitReader(reader, length)


def _http_head(content: Any) -> tuple[int | None, list[tuple[str, str]], bytes]:
    """Status and headers of an archived answer; (None, [], what was read) when the block is the bare page."""
    from warcio.limitreader import LimitReader
    from warcio.statusandheaders import StatusAndHeadersParser

    line = content.readline(MAX_HEAD_BYTES)
    if not line.startswith(b"HTTP/"):
        return None, [], line
    parsed = StatusAndHeadersParser([], verify=False).parse(LimitReader(content, MAX_HEAD_BYTES), line)
    code = parsed.get_statuscode()
    return (int(code) if code.isascii() and code.isdigit() else 200), parsed.headers, b""


def _payload(reader: Reader, max_bytes: int) -> tuple[list[tuple[str, str]], bytes]:
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
