"""What was read of one source in a bracket, on its way from the printed words to a source of the report."""

from __future__ import annotations

from dataclasses import dataclass, field

from verifier.cite.bracket.dates import PrintedDate
from verifier.cite.bracket.names import PrintedName
from verifier.cite.words.splitting import Piece


@dataclass(slots=True)
class PrintedSource:
    """One source as printed. `span` covers its name and dates; `qualifiers` are in lower case."""

    name: PrintedName
    span: Piece
    dates: list[PrintedDate] = field(default_factory=list)
    accessed: bool = False
    as_of: bool = False
    undated: bool = False
    qualifiers: list[str] = field(default_factory=list)
    locator: bool = False
    archival: bool = False
    lettered: bool = False
    address: str | None = None
