"""The answer of a search service → its rows, or the error that says what came instead."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Sequence
from typing import Any

from verifier.charset import encodable
from verifier.errors import FetchError
from verifier.model import Exchange, OutcomeCode

_ISO = re.compile(r"((?:19|20)\d\d)-?(\d\d)-?(\d\d)")
_SHOWN = 80
_MARK = re.compile(r"<[^<>]{0,200}>")


def rows_of(answer: Exchange, service: str, *path: str) -> list[dict[str, Any]]:
    """The list of objects under the keys; none where a key is missing in an object.

    Raises `FetchError`: `RATE_LIMITED` for status 429, `SERVER_ERROR` for other failures, `PROTOCOL_ERROR` for what is
    no JSON of that shape (services tell their errors as plain text or as a page, with a good status).
    """
    if answer.status == 429:
        raise FetchError(OutcomeCode.RATE_LIMITED, f"{service} asks for fewer requests", retryable=True)
    if not 200 <= answer.status < 300:
        raise FetchError(OutcomeCode.SERVER_ERROR, f"{service} answered with status {answer.status}")
    text = answer.body.decode("utf-8", "replace").strip("\ufeff \t\r\n")
    try:
        found: Any = json.loads(text)
    except (ValueError, RecursionError) as error:
        said = " ".join(_MARK.sub(" ", text[:400]).split())[:_SHOWN] or "nothing"
        raise FetchError(OutcomeCode.PROTOCOL_ERROR, f"{service} answered with no JSON but: {said}") from error
    for key in path:
        if not isinstance(found, dict):
            raise FetchError(OutcomeCode.PROTOCOL_ERROR, f"{service} answered with JSON of another shape")
        found = found.get(key) or []
        if found == []:
            return []
    if not isinstance(found, list):
        raise FetchError(OutcomeCode.PROTOCOL_ERROR, f"{service} answered with JSON of another shape")
    return [row for row in found if isinstance(row, dict)]


def list_in(answer: Exchange, name: str) -> list[Any]:
    """The list under a key of an answer that `rows_of` could read; none where there is no such list."""
    found: Any = json.loads(answer.body.decode("utf-8", "replace").strip("\ufeff \t\r\n"))
    said = found.get(name) if isinstance(found, dict) else None
    return said if isinstance(said, list) else []


def text_of(row: dict[str, Any], names: Sequence[str]) -> str | None:
    """The first of the fields that is a text, without marks of emphasis and escapes; None if none is."""
    for name in names:
        value = row.get(name)
        if isinstance(value, str) and value.strip():
            return encodable(" ".join(html.unescape(_MARK.sub("", encodable(value[:2_000]))).split()))
    return None


def day_of(row: dict[str, Any], names: Sequence[str]) -> str | None:
    """The day in the first of the fields that gives one (`2025-09-10T…`, `20250910T031500Z`), ISO."""
    for name in names:
        found = _ISO.match(str(row.get(name) or ""))
        if found:
            return "-".join(found.groups())
    return None
