"""The steps of a check ↔ metadata records of a WARC, and a recorded check to be done again.

Each record holds one JSON document: the step, and for an answer its exchange without the body, which is that of the
record named beside it. Other tools pass these records over; the responses are whole without them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from verifier.codec import from_json, to_json
from verifier.errors import MalformedJSON
from verifier.fetch.warc_file import Record
from verifier.model import Exchange, Sighting, Target, Wanted
from verifier.trail import SEARCH, Step, error_of

ReadRecord = Callable[[Record], tuple[tuple[tuple[str, str], ...], bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A step as it stands in the file: `record` is the id of the record that holds the body of `exchange`."""

    step: Step
    exchange: Exchange | None = None
    record: str | None = None


def noted_json(step: Step, exchange: Exchange | None, record: str | None) -> bytes:
    """The document of one step."""
    bare = replace(exchange, body=b"") if exchange is not None else None
    return to_json(Noted(step=replace(step, answer=None), exchange=bare, record=record))


class RecordedPast:
    """Implements `protocols.Past` over the steps of files; of two for the same question the later counts.

    What one file says of a page that another one has as well does not count: `is_elsewhere` tells so, and the newest of
    their records answers.
    """

    def __init__(
        self,
        documents: Iterable[tuple[Path, bytes]],
        records: Iterable[Record],
        read: ReadRecord,
        is_elsewhere: Callable[[str, Path], bool],
    ) -> None:
        self._read = read
        self._is_elsewhere = is_elsewhere
        self._records = {record.record_id: record for record in records if record.record_id}
        self._doors: dict[tuple[str, str, str | None, str | None], Noted] = {}
        self._searches: dict[bytes, Step] = {}
        for path, document in documents:
            try:
                self._take(from_json(document, Noted), path)
            except MalformedJSON:
                continue  # of another version: the page is looked for among the records instead

    def _take(self, noted: Noted, path: Path) -> None:
        step = noted.step
        if step.door == SEARCH and step.wanted is not None:
            self._searches[to_json(step.wanted)] = step
        elif self._is_elsewhere(step.url, path):
            return
        elif step.failure is not None or (noted.exchange is not None and noted.record in self._records):
            self._doors[step.door, step.url, step.near, step.archived_at] = noted

    def tried(self, door: str, target: Target) -> bool:
        """See `protocols.Past`."""
        return _key(door, target) in self._doors

    def answer(self, door: str, target: Target) -> Exchange:
        """The exchange as it was. Raises `FetchError` for what failed then, or when the file can no longer be read."""
        noted = self._doors[_key(door, target)]
        if noted.step.failure is not None:
            raise error_of(noted.step.failure)
        assert noted.exchange is not None
        assert noted.record is not None
        _headers, body = self._read(self._records[noted.record])
        return replace(noted.exchange, body=body)

    def seen(self, wanted: Wanted) -> tuple[Sequence[Sighting], Sequence[str]] | None:
        """See `protocols.Past`."""
        step = self._searches.get(to_json(wanted))
        return (step.seen, step.told) if step is not None else None


def _key(door: str, target: Target) -> tuple[str, str, str | None, str | None]:
    return door, target.url, target.near, target.archived_at
