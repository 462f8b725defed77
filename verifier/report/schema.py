"""The JSON Schema of the report: generated from the nouns, shipped beside this module.

`python -m verifier.report.schema` writes the shipped file again after a noun has changed.
"""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from verifier.codec import json_schema
from verifier.model import Report

SHIPPED = "schema/report-1.json"


def generated_schema() -> dict[str, Any]:
    """The schema as the nouns are now. Readers must ignore fields they do not know."""
    schema = json_schema(Report)
    return {
        "$schema": schema.pop("$schema"),
        "$id": "urn:verifier:schema:report-1",
        "title": "Report of a source-citation check, version 1",
        "description": "Fields may be added within version 1; readers must ignore those they do not know.",
        **schema,
    }


def shipped_schema() -> bytes:
    """The shipped file, as it is served."""
    return files("verifier.report").joinpath(SHIPPED).read_bytes()


def as_file(schema: dict[str, Any]) -> bytes:
    """The bytes of the file for a schema."""
    return (json.dumps(schema, indent=2, ensure_ascii=False) + "\n").encode()


if __name__ == "__main__":
    (Path(__file__).parent / SHIPPED).write_bytes(as_file(generated_schema()))
