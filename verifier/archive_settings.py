"""Which web archives are asked, where and how often: `VERIFIER_ARCHIVES` in, `ArchiveSettings` out."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from verifier.setting_values import json_list, web_address
from verifier.wording import quoted


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


_FIELDS = tuple(spec.name for spec in fields(ArchiveSettings))
_BUDGETS = ("per_minute", "copies_per_minute")


def read_archives(value: Any) -> tuple[ArchiveSettings, ...]:
    """The archives of a setting, in the order in which they are asked. Raises `ValueError`."""
    rows = json_list(value) if isinstance(value, str) else value
    if not isinstance(rows, list):
        raise ValueError("it must be a JSON list")
    return tuple(_archive(row, number) for number, row in enumerate(rows, 1))


def _archive(row: Any, number: int) -> ArchiveSettings:
    if not isinstance(row, dict):
        raise ValueError(f'archive {number} must be an object such as {{"name": …, "cdx": …, "replay": …}}')
    unknown = [name for name in row if name not in _FIELDS]
    if unknown:
        raise ValueError(f"archive {number} has {quoted(unknown[0])}; there are {', '.join(_FIELDS)}")
    if not isinstance(row.get("name"), str):
        raise ValueError(f"archive {number} must have a name, which is text")
    name = quoted(row["name"])
    for place in ("cdx", "replay", "timegate"):
        if row.get(place) is not None:
            try:
                web_address(row[place])
            except ValueError as error:
                raise ValueError(f"the {place} of {name}: {error}") from None
    for budget in _BUDGETS:
        given = row.get(budget)
        if given is not None and (type(given) not in (int, float) or not 1 <= given <= 60_000):
            raise ValueError(f"{name} must be asked between 1 and 60,000 times a minute")
    archive = ArchiveSettings(**row)
    if archive.cdx is None and archive.timegate is None:
        raise ValueError(f"{name} must have a cdx or a timegate")
    if archive.cdx is not None and archive.replay is None:
        raise ValueError(f"{name} has a cdx and no replay")
    if archive.replay is not None and not ("{timestamp}" in archive.replay and "{url}" in archive.replay):
        raise ValueError(f"replay of {name} must contain {{timestamp}} and {{url}}")
    return archive
