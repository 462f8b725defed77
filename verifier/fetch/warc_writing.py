"""Exchanges → a WARC file (ISO 28500, version 1.1) that other tools read and `Replay` answers from."""

from __future__ import annotations

import hashlib
import io
import os
import re
import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO
from urllib.parse import quote, urljoin

from verifier.errors import FetchError, StoreError
from verifier.fetch.urls import parse_url
from verifier.fetch.warc_file import CREATION_DATE, DROPPED_HEADERS, SOURCE_ARCHIVE, SOURCE_URI, STEP_TYPE
from verifier.fetch.warc_steps import noted_json
from verifier.model import Exchange, Redirect
from verifier.trail import Kept, Step

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_LINE_BREAKS = re.compile(r"[\r\n\0]+")


def write_warc(path: str | Path, evidence: Iterable[Exchange | Kept], *, made_at: str | None = None) -> None:
    """Write every exchange with its redirects, and the steps that led to it; `path` appears whole or not at all.

    Copies out of an archive stand under the page's own address and the day they were captured, with the
    address of the copy in a header of the record. A live answer has its request beside it, where that is known.
    Compressed, one member a record, if the name ends in `.gz`.
    The same evidence and `made_at` (ISO, default: now) give the same content.
    Raises `StoreError` when the disk does not take it.
    """
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.exists() and not target.is_file():
        raise StoreError(f"cannot write {path}: it is not a file", "Give the name of a file, ending in .warc.gz.")
    try:
        with part.open("wb") as file:
            _write_records(file, target.name.endswith(".gz"), evidence, made_at or _now())
            file.flush()
            os.fsync(file.fileno())
        os.replace(part, target)
    except OSError as error:
        raise StoreError(
            f"cannot write {path}: {error.strerror or error}", "Check that the folder exists and the disk has room."
        ) from error
    finally:
        part.unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _write_records(file: IO[bytes], gzip: bool, evidence: Iterable[Exchange | Kept], made_at: str) -> None:
    records = _Records(file, gzip)
    about = b"software: source-verifier\r\nformat: WARC File Format 1.1\r\n"
    records.write(None, "warcinfo", made_at, about, about, content_type="application/warc-fields")
    for one in evidence:
        kept = one if isinstance(one, Kept) else Kept(exchanges=(one,))
        names = [_write_exchange(records, exchange) for exchange in kept.exchanges]
        for step in kept.steps:
            _write_step(records, step, kept.exchanges, names, made_at)


class _Records:
    """The file being written: a record that is there already is not written a second time."""

    def __init__(self, file: IO[bytes], gzip: bool) -> None:
        from warcio.warcwriter import WARCWriter

        self._writer = WARCWriter(file, gzip=gzip, warc_version="WARC/1.1")
        self._written: set[str] = set()

    def write(
        self,
        url: str | None,
        kind: str,
        date: str,
        block: bytes,
        content: bytes,
        *,
        head: dict[str, str] | None = None,
        http: object = None,
        content_type: str = "",
    ) -> str:
        """One record, named after its `content`; returns its id."""
        name = _record_id(url or kind, date, content)
        if name not in self._written:
            self._written.add(name)
            record = self._writer.create_warc_record(
                quote(url, safe=_PRINTABLE) if url is not None else None,
                kind,
                payload=io.BytesIO(block),
                length=len(block),
                http_headers=http,
                warc_headers_dict={"WARC-Record-ID": name, "WARC-Date": date, **(head or {})},
                warc_content_type=content_type,
            )
            self._writer.write_record(record)
        return name


def _write_exchange(records: _Records, exchange: Exchange) -> str:
    """The hops, then the answer; returns the id of the latter's record."""
    for hop in _hops(exchange):
        _write_response(records, exchange, hop.url, hop.status, (("Location", hop.location),), b"")
    return _write_response(records, exchange, exchange.final_url, exchange.status, exchange.headers, exchange.body)


def _write_step(
    records: _Records, step: Step, exchanges: Sequence[Exchange], names: Sequence[str], made_at: str
) -> None:
    exchange = exchanges[step.answer] if step.answer is not None else None
    name = names[step.answer] if step.answer is not None else None
    if exchange is not None:
        kept = tuple((key, value) for key, value in exchange.headers if key.lower() not in DROPPED_HEADERS)
        exchange = replace(exchange, headers=kept)
    document = noted_json(step, exchange, name)
    head = {"WARC-Refers-To": name} if name is not None else {}
    records.write(step.url or None, "metadata", made_at, document, document, head=head, content_type=STEP_TYPE)


def _hops(exchange: Exchange) -> Iterator[Redirect]:
    """The redirects, completed so that a reader of the file gets from `url` to `final_url`."""
    at = exchange.url
    for hop in exchange.redirects:
        yield Redirect(url=hop.url, status=hop.status if 300 < hop.status < 400 else 302, location=hop.location)
        at = urljoin(hop.url, hop.location)
    if at.partition("#")[0] != exchange.final_url.partition("#")[0]:
        yield Redirect(url=at, status=302, location=exchange.final_url)


def _write_response(
    records: _Records, exchange: Exchange, url: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes
) -> str:
    """One answer, and its request if it is known; returns the id of the answer's record."""
    from warcio.statusandheaders import StatusAndHeaders

    date = exchange.captured_at or exchange.fetched_at
    head: dict[str, str] = {}
    if exchange.captured_at is not None:
        if exchange.memento_url is not None:
            head[SOURCE_URI] = quote(exchange.memento_url, safe=_PRINTABLE)
        head[SOURCE_ARCHIVE] = _LINE_BREAKS.sub(" ", exchange.archive or "an archive")
        head[CREATION_DATE] = exchange.fetched_at
    http = StatusAndHeaders(f"{status} {_phrase(status)}".strip(), _kept(headers), protocol="HTTP/1.1")
    name = records.write(url, "response", date, body, body + str(headers).encode(), head=head, http=http)
    if exchange.asked_with and exchange.captured_at is None:
        _write_request(records, exchange, url, name)
    return name


def _write_request(records: _Records, exchange: Exchange, url: str, answer: str) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    try:
        place = parse_url(url)
    except FetchError:
        return  # nobody can have asked for it
    fields = _kept((("Host", place.authority), *exchange.asked_with))
    http = StatusAndHeaders(f"GET {place.target} HTTP/1.1", fields, is_http_request=True)
    content = f"GET {answer} {fields}".encode()
    records.write(url, "request", exchange.fetched_at, b"", content, head={"WARC-Concurrent-To": answer}, http=http)


def _kept(headers: tuple[tuple[str, str], ...]) -> list[tuple[str, str]]:
    """Headers that fit the bytes in the record and can be written on one line."""
    return [
        (name, _LINE_BREAKS.sub(" ", value))
        for name, value in headers
        if _TOKEN.fullmatch(name) and name.lower() not in DROPPED_HEADERS
    ]


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


def _record_id(url: str, date: str, content: bytes) -> str:
    """A name that follows from the content, so that the same evidence gives the same file."""
    digest = hashlib.sha256(content).hexdigest()
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{url} {date} {digest}')}>"
