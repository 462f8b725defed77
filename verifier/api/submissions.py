"""What a client handed in becomes a `Submission`, every fault of it named."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from verifier.api.bodies import Body, Upload, too_large
from verifier.api.problems import Fault, Refused, bad_fields
from verifier.jobs import Submission
from verifier.language_codes import is_language
from verifier.settings import Settings
from verifier.wording import quoted

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
#: Kinds of file that are read, and the way they are named in the submission.
MEDIA_TYPES = {
    "text/html": "text/html",
    "application/xhtml+xml": "application/xhtml+xml",
    "text/plain": "text/plain",
    "text/markdown": "text/markdown",
    "text/x-markdown": "text/markdown",
    "application/pdf": "application/pdf",
    "message/rfc822": "message/rfc822",
    "multipart/related": "multipart/related",
    _DOCX: _DOCX,
}
_SUFFIXES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".markdown": "text/markdown",
    ".pdf": "application/pdf",
    ".docx": _DOCX,
    ".eml": "message/rfc822",
    ".mht": "multipart/related",
    ".mhtml": "multipart/related",
}
_CONTENTS = ("url", "text", "html")
_STRINGS = ("title", "published", "language", "base_url", "archive")
_OPTIONS = (*_STRINGS, "recheck")
_LONGEST_URL = 4000
_LONGEST_TITLE = 1000
_CHARSET = re.compile(r";\s*charset\s*=\s*\"?([A-Za-z0-9_.:-]{1,40})", re.IGNORECASE)
_TRUE, _FALSE = ("true", "1", "yes", "on"), ("false", "0", "no", "off", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """A submission that is in order. `content` are the bytes to keep, None when there is an address instead."""

    submission: Submission
    content: bytes | None
    recheck: bool


def understand(body: Body, query: dict[str, str], settings: Settings) -> Handed:
    """The submission in a body, options from the query where the body is a file.

    `submission.blob` is still empty. Raises `Refused` with every fault found (413, 415, 422).
    """
    fields = {**query, **body.fields}
    faults = _unknown(fields)
    given = [name for name in _CONTENTS if fields.get(name) is not None]
    if body.upload is not None:
        given.append("file")
    if len(given) != 1:
        detail = "Give exactly one of `url`, `text`, `html` or a file" + (f", not {len(given)}." if given else ".")
        faults.append(Fault(pointer="", detail=detail))
    options = _options(fields, faults)
    recheck = _flag(fields.get("recheck"), faults)
    if faults:
        raise bad_fields(faults)
    content = _content(given[0], fields, body.upload)
    if content is None:
        return Handed(submission=Submission(url=fields["url"].strip(), **options), content=None, recheck=recheck)
    if len(content.content) > settings.max_article_bytes:
        raise too_large(settings.max_article_bytes)
    if not content.content.strip():
        raise Refused("empty-article", "The article has no content. Send its text, its HTML or its address.")
    submission = Submission(media_type=_media_type(content), name=_name(content), **options)
    return Handed(submission=submission, content=content.content, recheck=recheck)


def _unknown(fields: dict[str, Any]) -> list[Fault]:
    known = {*_CONTENTS, *_OPTIONS}
    listed = ", ".join(sorted(known))
    return [
        Fault(pointer=f"/{name[:80]}", detail=f"There is no field {quoted(name)}; there are {listed}")
        for name in fields
        if name not in known
    ]


def _options(fields: dict[str, Any], faults: list[Fault]) -> dict[str, Any]:
    """The string options in order; the faults of the others are added to `faults`."""
    options = {}
    for name in (*_STRINGS, *_CONTENTS):
        value = fields.get(name)
        if value is None:
            continue
        fault = _fault_of(name, value)
        if fault:
            faults.append(Fault(pointer=f"/{name}", detail=f"`{name}` {fault}"))
        elif name in _STRINGS:
            options[name] = value.strip()
    return options


def _fault_of(name: str, value: object) -> str:
    """What is wrong with the value of a field, `""` if nothing is."""
    if not isinstance(value, str):
        return "must be a string"
    try:
        value.encode()
    except UnicodeEncodeError:
        return "contains half a character (a lone surrogate)"
    if "\x00" in value:
        return "contains a NUL character"
    if name in ("url", "base_url"):
        return "" if _is_web_address(value) else "must be an http or https address"
    if name == "published":
        return "" if _is_day(value.strip()) else "must be a day such as 2025-09-24"
    if name == "language":
        return "" if is_language(value.strip()) else "must be a language tag such as `en`"
    if name == "archive":
        return "" if value in ("fallback", "only", "never") else "must be `fallback`, `only` or `never`"
    if name == "title":
        return "" if len(value) <= _LONGEST_TITLE else f"must have at most {_LONGEST_TITLE} characters"
    return ""


def _is_web_address(value: str) -> bool:
    value = value.strip()
    try:
        parts = urlsplit(value)
        named = bool(parts.hostname)
    except ValueError:
        return False
    fair = len(value) <= _LONGEST_URL and all(letter.isprintable() and letter != " " for letter in value)
    return fair and named and parts.scheme.lower() in ("http", "https")


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def _flag(value: object, faults: list[Fault]) -> bool:
    if isinstance(value, bool) or value is None:
        return bool(value)
    text = str(value).lower()
    if not isinstance(value, str) or text not in (*_TRUE, *_FALSE):
        faults.append(Fault(pointer="/recheck", detail="`recheck` must be true or false"))
    return text in _TRUE


def _content(given: str, fields: dict[str, Any], upload: Upload | None) -> Upload | None:
    """The article's bytes; None when only its address was given."""
    if given == "file":
        return upload
    if given == "url":
        return None
    media_type = "text/html" if given == "html" else "text/plain"
    return Upload(content=fields[given].encode(), media_type=media_type)


def _media_type(upload: Upload) -> str | None:
    """What the file is. Raises `Refused` (415) for a kind that is not read; None leaves it to the reader."""
    if upload.media_type is None:
        return _by_name_or_bytes(upload)
    kind = upload.media_type.partition(";")[0].strip().lower()
    if kind == "application/octet-stream":
        return _by_name_or_bytes(upload)
    known = MEDIA_TYPES.get(kind)
    if known is None:
        listed = ", ".join(sorted(set(MEDIA_TYPES)))
        raise Refused("unsupported-media-type", f"{quoted(kind)} is not read. Send one of {listed}, or a form.")
    charset = _CHARSET.search(upload.media_type)
    # UTF-8 goes without saying, so that the same article has the same id however it was sent.
    if charset is None or charset[1].lower() in ("utf-8", "utf8", "us-ascii"):
        return known
    return f"{known}; charset={charset[1].lower()}"


def _by_name_or_bytes(upload: Upload) -> str | None:
    for suffix, media_type in _SUFFIXES.items():
        if (upload.name or "").lower().endswith(suffix):
            return media_type
    if upload.content.startswith(b"%PDF-"):
        return "application/pdf"
    return _DOCX if upload.content.startswith(b"PK\x03\x04") else None


def _name(upload: Upload) -> str | None:
    """The file's own name without folders, for messages."""
    name = (upload.name or "").replace("\\", "/").rpartition("/")[2]
    return "".join(letter for letter in name if letter.isprintable())[:200] or None
