"""Exchanges → a WARC file (ISO 28500, version 1.1) that other tools read and `Replay` answers from."""

from __future__ import annotations

import hashlib
import io
import os
import re
import uuid
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from http import HTTPStatus
from pathlib import Path
from typing import IO
from urllib.parse import quote, urljoin

from verifier.errors import StoreError
from verifier.fetch.warc_file import CREATION_DATE, DROPPED_HEADERS, SOURCE_ARCHIVE, SOURCE_URI
from verifier.model import Exchange, Redirect

_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_TOKEN = re.compile(r"[!#$%&'*+\-.^_`|~0-9A-Za-z]+")
_LINE_BREAKS = re.compile(r"[\r\n\0]+")


def write_warc(path: str | Path, exchanges: Iterable[Exchange], *, made_at: str | None = None) -> None:
    """Write every exchange with its redirects; `path` appears whole or not at all.

    Copies out of an archive stand under the page's own address and the day they were captured, with the
    address of the copy in a header of the record. Compressed, one member a record, if the name ends in `.gz`.
    The same exchanges and `made_at` (ISO, default: now) give the same content.
    Raises `StoreError` when the disk does not take it.
    """
    target = Path(os.path.realpath(path))
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    if target.exists() and not target.is_file():
        raise StoreError(f"cannot write {path}: it is not a file", "Give the name of a file, ending in .warc.gz.")
    try:
        with part.open("wb") as file:
            _write_records(file, target.name.endswith(".gz"), exchanges, made_at or _now())
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


def _write_records(file: IO[bytes], gzip: bool, exchanges: Iterable[Exchange], made_at: str) -> None:
    from warcio.warcwriter import WARCWriter

    writer = WARCWriter(file, gzip=gzip, warc_version="WARC/1.1")
    about = b"software: source-verifier\r\nformat: WARC File Format 1.1\r\n"
    head = {"WARC-Record-ID": _record_id("warcinfo", made_at, about), "WARC-Date": made_at}
    writer.write_record(
        writer.create_warc_record(
            None,
            "warcinfo",
            payload=io.BytesIO(about),
            length=len(about),
            warc_headers_dict=head,
            warc_content_type="application/warc-fields",
        )
    )
    for exchange in exchanges:
        for hop in _hops(exchange):
            _write_response(writer, exchange, hop.url, hop.status, (("Location", hop.location),), b"")
        _write_response(writer, exchange, exchange.final_url, exchange.status, exchange.headers, exchange.body)


def _hops(exchange: Exchange) -> Iterator[Redirect]:
    """The redirects, completed so that a reader of the file gets from `url` to `final_url`."""
    at = exchange.url
    for hop in exchange.redirects:
        yield Redirect(url=hop.url, status=hop.status if 300 < hop.status < 400 else 302, location=hop.location)
        at = urljoin(hop.url, hop.location)
    if at.partition("#")[0] != exchange.final_url.partition("#")[0]:
        yield Redirect(url=at, status=302, location=exchange.final_url)


def _write_response(
    writer: object, exchange: Exchange, url: str, status: int, headers: tuple[tuple[str, str], ...], body: bytes
) -> None:
    from warcio.statusandheaders import StatusAndHeaders

    date = exchange.captured_at or exchange.fetched_at
    address = quote(url, safe=_PRINTABLE)
    head = {"WARC-Record-ID": _record_id(url, date, body + str(headers).encode()), "WARC-Date": date}
    if exchange.captured_at is not None:
        if exchange.memento_url is not None:
            head[SOURCE_URI] = quote(exchange.memento_url, safe=_PRINTABLE)
        head[SOURCE_ARCHIVE] = _LINE_BREAKS.sub(" ", exchange.archive or "an archive")
        head[CREATION_DATE] = exchange.fetched_at
    http = StatusAndHeaders(f"{status} {_phrase(status)}".strip(), _kept(headers), protocol="HTTP/1.1")
    record = writer.create_warc_record(  # type: ignore[attr-defined]  # warcio has no types
        address,
        "response",
        payload=io.BytesIO(body),
        length=len(body),
        http_headers=http,
        warc_headers_dict=head,
    )
    writer.write_record(record)  # type: ignore[attr-defined]


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
