"""Which web archives are asked, where and how often: `VERIFIER_ARCHIVES` in, `ArchiveSettings` out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchiveSettings:
    """Where one archive answers: an index and its `replay` (with `{timestamp}` and `{url}`), a TimeGate, or both.

    `per_minute` bounds the questions to its index, `copies_per_minute` (else as many) those to its TimeGate and for
    copies, over all workers; without them it is asked as often as any site.
    """

    name: str
    cdx: str | None = None
    replay: str | None = None
    timegate: str | None = None
    per_minute: float | None = None
    copies_per_minute: float | None = None

    @property
    def key(self) -> str:
        """By what its failures and its budget are counted: names may be the same."""
        return self.cdx or self.timegate or self.name

    def places(self) -> dict[str, str | None]:
        """What of it a verdict may depend on: not how often it is asked."""
        return {"name": self.name, "cdx": self.cdx, "replay": self.replay, "timegate": self.timegate}


#: Budgets are well below what the archives stand: the Internet Archive 60 questions to its index a minute before it
#: shuts an address out for an hour, Arquivo.pt 250 and 400 before it does so for good.
DEFAULT_ARCHIVES = (
    ArchiveSettings(
        name="Wayback Machine",
        cdx="https://web.archive.org/cdx/search/cdx",
        replay="https://web.archive.org/web/{timestamp}id_/{url}",
        timegate="https://web.archive.org/web/",
        per_minute=24,
        copies_per_minute=240,
    ),
    ArchiveSettings(
        name="Arquivo.pt",
        cdx="https://arquivo.pt/wayback/cdx",
        replay="https://arquivo.pt/noFrame/replay/{timestamp}id_/{url}",
        timegate="https://arquivo.pt/wayback/",
        per_minute=120,
        copies_per_minute=240,
    ),
)


def read_archives(value: Any) -> tuple[ArchiveSettings, ...]:
    """The archives of a setting, in the order in which they are asked. Raises `ValueError`, `TypeError`."""
    rows = json.loads(value) if isinstance(value, str) else value
    if not isinstance(rows, list):
        raise ValueError("must be a JSON list")
    archives = tuple(ArchiveSettings(**row) for row in rows)
    for archive in archives:
        _check(archive)
    return archives


def _check(archive: ArchiveSettings) -> None:
    if archive.cdx is None and archive.timegate is None:
        raise ValueError(f"{archive.name!r} must have a cdx or a timegate")
    if archive.cdx is not None and archive.replay is None:
        raise ValueError(f"{archive.name!r} has a cdx and no replay")
    if archive.replay is not None and not ("{timestamp}" in archive.replay and "{url}" in archive.replay):
        raise ValueError(f"replay of {archive.name!r} must contain {{timestamp}} and {{url}}")
    for budget in (archive.per_minute, archive.copies_per_minute):
        if budget is not None and (not isinstance(budget, int | float) or not 1 <= budget <= 60_000):
            raise ValueError(f"{archive.name!r} must be asked between 1 and 60,000 times a minute")
