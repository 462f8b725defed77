"""What came from outside in, how a message shows it out; and JSON read with its faults told in our own words."""

from __future__ import annotations

import json
from typing import Any

from verifier.errors import MalformedJSON


def quoted(value: object, most: int = 80) -> str:
    """The value between single quotes, cut after `most` characters; what cannot be printed as `<U+0000>`."""
    text = str(value)
    cut = text[:most] + "…" * (len(text) > most)
    return "'" + "".join(letter if letter.isprintable() else f"<U+{ord(letter):04X}>" for letter in cut) + "'"


def read_json(text: bytes | str) -> Any:
    """The value of a JSON document. Raises `MalformedJSON`: "it …", the place of the fault where there is one."""
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        if not error.doc.strip():
            raise MalformedJSON("it is empty") from error
        raise MalformedJSON(f"it makes no sense at line {error.lineno}, column {error.colno}") from error
    except UnicodeDecodeError as error:
        raise MalformedJSON(f"it is not text in {error.encoding.upper()} from byte {error.start} on") from error
    except RecursionError as error:
        raise MalformedJSON("it is nested too deeply") from error
    except ValueError as error:  # the only other thing that the reader refuses
        raise MalformedJSON("a number in it has too many digits") from error
