"""What went wrong, as one line on stderr."""

from __future__ import annotations

import sys

from verifier.errors import sentence


def say(message: str, advice: str = "") -> None:
    """The message as a sentence, then the advice; control characters made visible."""
    line = sentence(message, advice)
    shown = "".join(char if char.isprintable() else repr(char)[1:-1] for char in line)
    print(f"verifier: {shown}", file=sys.stderr, flush=True)
