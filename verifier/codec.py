"""JSON in and out, and the JSON Schema: the only module that imports msgspec."""

from __future__ import annotations

from typing import Any, TypeVar

import msgspec

from verifier.errors import MalformedJSON

T = TypeVar("T")


def to_json(value: object) -> bytes:
    """One compact JSON document, UTF-8, fields in the order of the class."""
    return msgspec.json.encode(value)


def to_pretty_json(value: object) -> bytes:
    """The same document, indented by two, with a final newline."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2) + b"\n"


def to_builtins(value: object) -> Any:
    """Dicts, lists, strings and numbers, for templates and tables."""
    return msgspec.to_builtins(value)


def from_json(data: bytes | str, kind: type[T]) -> T:
    """Decode and check. Raises `MalformedJSON` with the path of the first fault."""
    try:
        return msgspec.json.decode(data, type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise MalformedJSON(str(error)) from error


def json_schema(kind: type) -> dict[str, Any]:
    """JSON Schema (2020-12) of a noun."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(kind)}
