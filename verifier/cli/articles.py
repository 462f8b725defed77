"""What was typed as ARTICLE → the bytes or the address to submit."""

from __future__ import annotations

import os
import re
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from verifier.errors import InputTooLarge, UnreadableInput
from verifier.settings import Settings

_MEDIA_TYPES = {
    ".htm": "text/html",
    ".html": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".pdf": "application/pdf",
    ".eml": "message/rfc822",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}
#: Suffixes of the files that are taken for articles in a folder.
ARTICLE_SUFFIXES = frozenset(_MEDIA_TYPES)

_URL = re.compile(r"https?://", re.IGNORECASE)
_MARKUP = re.compile(
    rb"^\s*(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|body|article|div|p|h[1-6]|\?xml)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """An article as handed in: an address, or bytes with their media type."""

    name: str
    url: str | None = None
    body: bytes = b""
    media_type: str | None = None


def is_url(argument: str) -> bool:
    """Whether the argument is an address rather than a path."""
    return _URL.match(argument) is not None


def take(argument: str, settings: Settings) -> Handed:
    """The article behind a path, a URL or `-`.

    Raises `UnreadableInput` (missing, a folder, no rights) and `InputTooLarge`.
    """
    if is_url(argument):
        return Handed(name=argument, url=argument)
    if argument == "-":
        body = _bounded(sys.stdin.buffer.read(settings.max_article_bytes + 1), "standard input", settings)
        return Handed(name="standard input", body=body, media_type=media_type_of("", body))
    path = Path(argument)
    try:
        found = path.stat()
        if stat.S_ISDIR(found.st_mode):
            raise UnreadableInput(f"{path} is a folder", "`verifier batch` checks a folder of articles.")
        if found.st_size > settings.max_article_bytes:
            raise _too_large(str(path), settings)
        with path.open("rb") as file:
            body = _bounded(file.read(settings.max_article_bytes + 1), str(path), settings)
    except (OSError, ValueError) as error:
        if "://" in argument:
            advice = "Save the article and check the file."
            raise UnreadableInput(f"cannot fetch {argument}: only http and https addresses are", advice) from error
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableInput(f"cannot read {argument}: {reason}", "Check the path and its rights.") from error
    return Handed(name=shown(str(path)), body=body, media_type=media_type_of(path.suffix, body))


def shown(name: str) -> str:
    """A file's name as text: bytes that are not UTF-8 (Python keeps them as lone surrogates) are marked."""
    return os.fsencode(name).decode("utf-8", "replace")


def media_type_of(suffix: str, body: bytes) -> str:
    """The media type by the file's name, else by its first bytes."""
    named = _MEDIA_TYPES.get(suffix.lower())
    if named:
        return named
    if body.startswith(b"%PDF-"):
        return _MEDIA_TYPES[".pdf"]
    if body.startswith(b"PK\x03\x04"):
        return _MEDIA_TYPES[".docx"]
    from verifier.page.sniff import looks_like_mail

    if looks_like_mail(body):
        return _MEDIA_TYPES[".eml"]
    return "text/html" if _MARKUP.match(body[:1024]) else "text/plain"


def _bounded(body: bytes, name: str, settings: Settings) -> bytes:
    if len(body) > settings.max_article_bytes:
        raise _too_large(name, settings)
    if not body.strip():
        raise UnreadableInput(f"{name} is empty", "Hand in the article's text, its HTML or its address.")
    return body


def _too_large(name: str, settings: Settings) -> InputTooLarge:
    limit = settings.max_article_bytes // 2**20
    return InputTooLarge(
        f"{name} is larger than {limit} MiB",
        "Hand in the article alone, without images, or raise VERIFIER_MAX_ARTICLE_BYTES.",
    )
