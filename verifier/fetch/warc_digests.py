"""The digests that a WARC record states, held against its bytes as they are read (ISO 28500, labelled digests).

A digest in an algorithm or spelling that is not known proves nothing, as does none: other tools write such records.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from typing import Any

_ALGORITHMS = {"md5": "md5", "sha1": "sha1", "sha256": "sha256", "sha384": "sha384", "sha512": "sha512"}


class Digest:
    """One stated digest (`sha1:` and base32, or hexadecimal digits), and the bytes it is held against so far."""

    def __init__(self, stated: str | None) -> None:
        name, _, value = (stated or "").strip().partition(":")
        algorithm = _ALGORITHMS.get(name.strip().lower().replace("-", ""))
        self._hash = hashlib.new(algorithm, usedforsecurity=False) if algorithm else None
        self._wanted = _decoded(value.strip(), self._hash.digest_size) if self._hash is not None else None

    @property
    def proves(self) -> bool:
        """Whether it can be checked at all."""
        return self._wanted is not None

    def take(self, data: bytes) -> None:
        """The next bytes."""
        if self._hash is not None and self._wanted is not None:
            self._hash.update(data)

    def fits(self) -> bool:
        """Whether it is that of the bytes, as far as it can be checked."""
        return self._hash is None or self._wanted is None or self._hash.digest() == self._wanted


class Checked:
    """The stream of a record's block, whose bytes are held against the digests on their way."""

    def __init__(self, content: Any, block: Digest) -> None:
        self._content = content
        self._digests = [block]

    @property
    def limit(self) -> int:
        """Bytes that the block still lacks."""
        return int(self._content.limit)

    def begin_payload(self, payload: Digest, begun: bytes) -> None:
        """What is read from now on is the payload; `begun` are its bytes that were read already."""
        payload.take(begun)
        self._digests.append(payload)

    def read(self, length: int | None = None) -> bytes:
        return self._seen(self._content.read(length))

    def readline(self, length: int | None = None) -> bytes:
        return self._seen(self._content.readline(length))

    def _seen(self, data: bytes) -> bytes:
        for digest in self._digests:
            digest.take(data)
        return data


def _decoded(value: str, size: int) -> bytes | None:
    """The bytes behind hexadecimal or base32 digits; None if they are neither, or not `size` bytes."""
    bare = value.rstrip("=")
    try:
        if len(bare) == 2 * size:
            return binascii.unhexlify(bare)
        digest = base64.b32decode(bare + "=" * (-len(bare) % 8), casefold=True)
    except (binascii.Error, ValueError):
        return None
    return digest if len(digest) == size else None
