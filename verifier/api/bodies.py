"""A request in, its body out: read to a limit in bytes and time, as JSON, a form or a file."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field
from typing import Any

import anyio
import anyio.to_thread
from starlette.datastructures import UploadFile
from starlette.formparsers import FormParser, MultiPartException, MultiPartParser
from starlette.requests import Request

from verifier.api.problems import Refused
from verifier.errors import MalformedJSON
from verifier.wording import read_json

#: How long a body may take to arrive.
_BODY_DEADLINE_S = 120.0
_MOST_FIELDS = 20
_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file out of a form, or the raw body. `media_type` is None when the client did not know it."""

    content: bytes
    media_type: str | None = None
    name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """What came: the fields of a JSON object or a form, and the file if there was one."""

    fields: dict[str, Any] = field(default_factory=dict)
    upload: Upload | None = None
    is_form: bool = False


async def read_body(request: Request, limit_bytes: int) -> Body:
    """The request's body, at most `limit_bytes` of article. Raises `Refused` (400, 408, 413, 415)."""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise Refused("unsupported-media-type", "The body is compressed. Send it as it is.")
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    # JSON and forms spell characters out, in up to six bytes for one; files come as they are.
    raw = await _read(request, 3 * limit_bytes + 65536 if kind == "application/json" or kind in _FORMS else limit_bytes)
    if kind == "application/json":
        return Body(fields=await anyio.to_thread.run_sync(_json_object, raw))
    if kind in _FORMS:
        fields, upload = await _form(request, raw, kind)
        return Body(fields=fields, upload=upload, is_form=True)
    return Body(upload=Upload(content=raw, media_type=content_type.strip() or None))


async def _read(request: Request, limit_bytes: int) -> bytes:
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit_bytes:
        raise too_large(limit_bytes)
    body = bytearray()
    try:
        with anyio.fail_after(_BODY_DEADLINE_S):
            async for chunk in request.stream():
                body += chunk
                if len(body) > limit_bytes:
                    raise too_large(limit_bytes)
    except TimeoutError:
        raise Refused("too-slow", f"The body did not arrive within {_BODY_DEADLINE_S:g} seconds.") from None
    return bytes(body)


def too_large(limit_bytes: int) -> Refused:
    """The refusal of an article over the limit."""
    detail = f"More than {limit_bytes} bytes came. Send the article alone, without pictures."
    return Refused("input-too-large", detail, headers={"Connection": "close"})


def _json_object(raw: bytes) -> dict[str, Any]:
    try:
        fields = read_json(raw)
    except MalformedJSON as error:
        detail = f"The body is not JSON: {error.message}. Send an object with `url`, `text` or `html`."
        raise Refused("malformed-json", detail) from error
    if not isinstance(fields, dict):
        raise Refused("malformed-json", "The body is not a JSON object. Send one with `url`, `text` or `html`.")
    return fields


async def _form(request: Request, raw: bytes, kind: str) -> tuple[dict[str, Any], Upload | None]:
    """Fields and file of a form. Empty ones are left out: a browser sends every field there is."""
    fields: dict[str, Any] = {}
    upload = None
    try:
        parser = (
            MultiPartParser(
                request.headers, _once(raw), max_files=1, max_fields=_MOST_FIELDS, max_part_size=len(raw) + 1
            )
            if kind == _FORMS[0]
            else FormParser(request.headers, _once(raw), max_fields=_MOST_FIELDS)
        )
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        detail = (
            f"The form is not put together as forms are, or has more than one file or {_MOST_FIELDS} fields. "
            "Send one file, or fields, and the boundary in the Content-Type."
        )
        raise Refused("malformed-form", detail) from error
    for name, value in form.multi_items():
        if not isinstance(value, UploadFile):
            if value.strip():
                fields[name] = value
        elif value.filename or value.size:
            content = await value.read()
            media_type = value.content_type
            unknown = not media_type or media_type == "application/octet-stream"
            upload = Upload(content=content, media_type=None if unknown else media_type, name=value.filename or None)
    await form.close()
    return fields, upload


async def _once(raw: bytes) -> AsyncGenerator[bytes, None]:
    yield raw
    yield b""
