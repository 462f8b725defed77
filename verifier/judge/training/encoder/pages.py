"""Our own news pages with labelled claims in, training pairs out; a share of the pages is kept for development.

`pages/*.jsonl` holds one page a line: `page`, `lang`, and `claims` with `text`, `lang`, `label` and `kind`. All of it
was composed for this project. A page belongs to training or to development by its own text, so a file may grow.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files

_KEPT_OF_100 = 15


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """One claim about one page; `label` is a name of the labelled folders, `kind` what makes or breaks it."""

    claim: str
    claim_language: str
    page: str
    language: str
    label: str
    kind: str


def labelled_claims(*, development: bool) -> Iterator[LabelledClaim]:
    """All claims of one of the two shares, in the order of the files. Raises `FileNotFoundError` without pages."""
    folder = files(__package__) / "pages"
    paths = [path for path in folder.iterdir() if path.name.endswith(".jsonl")] if folder.is_dir() else []
    if not paths:
        raise FileNotFoundError(f"{folder} holds no pages (*.jsonl): install the package whole, with its data")
    for path in sorted(paths, key=lambda p: p.name):
        for line in path.read_text("utf-8").split("\n"):
            if line.strip():
                yield from _claims_of(json.loads(line), development)


def _claims_of(page: dict[str, object], development: bool) -> Iterator[LabelledClaim]:
    text = str(page["page"])
    if (zlib.crc32(text.encode()) % 100 < _KEPT_OF_100) is not development:
        return
    claims = page["claims"]
    assert isinstance(claims, list)
    for one in claims:
        yield LabelledClaim(one["text"], one["lang"], text, str(page["lang"]), one["label"], one["kind"])
