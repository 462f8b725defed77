"""Chunks off the wire → the inflated body, both under a ceiling; a body that does not fit is refused, never cut."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from dataclasses import dataclass

from verifier.errors import FetchError
from verifier.model import OutcomeCode

ACCEPTED_CODINGS = "gzip, deflate"
GZIP_MAGIC = b"\x1f\x8b\x08"
_PIECE_BYTES = 64 * 1024
_MAX_MEMBERS = 1000
# zlib's window size plus a flag for the container (zlib manual, inflateInit2).
_GZIP_WINDOW, _ZLIB_WINDOW, _RAW_WINDOW = 31, 15, -15
# No compression, whatever the spelling; the last ones are charsets that sites put here by mistake.
_PLAIN = frozenset({"", "identity", "none", "binary", "8bit", "utf-8", "utf8"})


@dataclass(frozen=True, slots=True, kw_only=True)
class BodyLimits:
    """Ceilings of one body. The ratio is only looked at once `ratio_from_bytes` have come out."""

    max_wire_bytes: int
    max_body_bytes: int
    max_ratio: int = 200
    ratio_from_bytes: int = 2**20
    cut: bool = False


def content_coding(values: Iterable[str], url: str) -> str | None:
    """`gzip`, `deflate` or None from the Content-Encoding fields. Raises `FetchError(UNSUPPORTED_TYPE)`."""
    names = [part.strip().lower().removeprefix("x-") for value in values for part in value.split(",")]
    names = [name for name in names if name not in _PLAIN]
    if not names:
        return None
    if len(names) > 1:
        raise _unsupported(url, f"it is compressed more than once ({', '.join(names[:4])})")
    if names[0] not in ("gzip", "deflate"):
        raise _unsupported(url, f"it is compressed in a way that was not asked for ({names[0][:40]})")
    return names[0]


def read_body(
    chunks: Iterable[bytes], limits: BodyLimits, *, url: str, coding: str | None = None, media_type: str | None = None
) -> bytes:
    """The whole body, inflated, at most `max_body_bytes` long.

    A gzip magic number without the header is believed too, except where gzip is what was asked for.
    Raises `FetchError`: `TOO_LARGE` over a ceiling (with `limits.cut`, what fits is returned instead),
    `PROTOCOL_ERROR` for damaged compression. What `chunks` raises goes through.
    """
    inflater = _Inflater(limits, url, coding, sniff="gzip" not in (media_type or ""))
    wire_bytes = 0
    for chunk in chunks:
        wire_bytes += len(chunk)
        if wire_bytes > limits.max_wire_bytes:
            if limits.cut:
                break
            raise _too_large(url, f"more than {limits.max_wire_bytes} bytes were sent")
        if not inflater.feed(chunk, wire_bytes):
            break
    else:
        inflater.finish()
    return bytes(inflater.out)


class _Inflater:
    """Bytes in, bytes out, never more of them than allowed at any moment."""

    def __init__(self, limits: BodyLimits, url: str, coding: str | None, *, sniff: bool) -> None:
        self.out = bytearray()
        self._url = url
        self._limits = limits
        self._coding = coding
        self._sniff = sniff
        self._head: bytes | None = b""
        self._engine: zlib._Decompress | None = None
        self._members = 0

    def feed(self, chunk: bytes, wire_bytes: int) -> bool:
        """Take one chunk; False when the body is full and may be cut."""
        if self._head is not None:
            self._head += chunk
            if len(self._head) < len(GZIP_MAGIC):
                return True
            chunk, self._head = self._head, None
            self._choose(chunk)
        return self._inflate(chunk, wire_bytes) if self._engine else self._append(chunk)

    def finish(self) -> None:
        """No more chunks. Raises if compressed bytes are missing."""
        if self._head:
            self._append(self._head)
        engine = self._engine
        while engine is not None and not engine.eof and (piece := engine.decompress(b"", _PIECE_BYTES)):
            if not self._append(piece):  # output that zlib held back at the last chunk
                return
        if engine is not None and not engine.eof and not self._limits.cut:
            raise _damaged(self._url, "it ends in the middle of its compressed bytes")

    def _choose(self, head: bytes) -> None:
        if head.startswith(GZIP_MAGIC) and (self._coding == "gzip" or (self._coding is None and self._sniff)):
            self._engine = zlib.decompressobj(_GZIP_WINDOW)
        elif self._coding == "deflate":
            # RFC 9110 means the zlib container; many servers send raw deflate.
            in_container = head[0] & 0x0F == 8 and int.from_bytes(head[:2]) % 31 == 0
            self._engine = zlib.decompressobj(_ZLIB_WINDOW if in_container else _RAW_WINDOW)

    def _inflate(self, chunk: bytes, wire_bytes: int) -> bool:
        engine = self._engine
        while engine is not None and chunk:
            if engine.eof:
                if not GZIP_MAGIC.startswith(chunk[:2]):
                    return True  # padding after the last member
                self._members += 1
                if self._members > _MAX_MEMBERS:
                    raise _damaged(self._url, f"it is compressed in more than {_MAX_MEMBERS} pieces")
                engine = self._engine = zlib.decompressobj(_GZIP_WINDOW)
            try:
                piece = engine.decompress(chunk, _PIECE_BYTES)
            except zlib.error as error:
                raise _damaged(self._url, "its compressed bytes are damaged") from error
            if not self._append(piece):
                return False
            if len(self.out) > max(self._limits.ratio_from_bytes, wire_bytes * self._limits.max_ratio):
                if self._limits.cut:
                    return False
                raise _too_large(self._url, f"it unpacks to more than {self._limits.max_ratio} times its size")
            chunk = engine.unused_data if engine.eof else engine.unconsumed_tail
        return True

    def _append(self, piece: bytes) -> bool:
        room = self._limits.max_body_bytes - len(self.out)
        if len(piece) > room:
            if not self._limits.cut:
                raise _too_large(self._url, f"it is larger than {self._limits.max_body_bytes} bytes")
            self.out += piece[:room]
            return False
        self.out += piece
        return True


def _too_large(url: str, why: str) -> FetchError:
    return FetchError(OutcomeCode.TOO_LARGE, f"{url} was not read: {why}.")


def _unsupported(url: str, why: str) -> FetchError:
    return FetchError(OutcomeCode.UNSUPPORTED_TYPE, f"{url} was not read: {why}.")


def _damaged(url: str, why: str) -> FetchError:
    return FetchError(OutcomeCode.PROTOCOL_ERROR, f"{url} was not read: {why}.", retryable=True)
