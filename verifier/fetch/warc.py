"""WARC files that together stand for the web: live requests and archive look-ups → exchanges out of the files."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from verifier.errors import FetchError
from verifier.fetch.markup import meta_refresh
from verifier.fetch.urls import Location, join_url, parse_url, posted_url
from verifier.fetch.warc_file import Record, Scan, intact, read_record, scan
from verifier.fetch.warc_steps import RecordedPast
from verifier.fetch.warc_writing import write_warc
from verifier.mementos import iso_of
from verifier.model import Capture, Exchange, OutcomeCode, Redirect
from verifier.pages import canonical, host_of, loose_key

__all__ = ["Replay", "digest_of", "write_warc"]

_CHAIN_LIMIT = 5
_REFRESH_WITHIN_S = 5
_SHOWN_ADDRESSES = 5


def digest_of(paths: Sequence[Path]) -> str:
    """What the files hold, as one SHA-256: of a file its own, of several that of theirs in a row. Raises `OSError`."""
    each = [hashlib.sha256(path.read_bytes()).hexdigest() for path in paths]
    return each[0] if len(each) == 1 else hashlib.sha256("".join(each).encode()).hexdigest()


class Replay:
    """WARCs opened once: `web` answers live requests, `archive` look-ups by day, `past` what checks of ours asked.

    `records` is how many answers could be indexed, `damages` are sentences on what is not used of the files, and why.
    Only the index is kept in memory; a file is opened for each answer, so threads and forks may share this.
    Raises `BrokenArchiveFile` when nothing in one of the files can be used.
    """

    def __init__(self, *paths: str | Path, max_body_bytes: int = 10 * 2**20, max_redirects: int = 8) -> None:
        self.name = " + ".join(Path(path).name for path in paths)
        records: list[Record] = []
        steps: list[tuple[Path, bytes]] = []
        damages: list[str] = []
        for path in map(Path, paths):
            found = scan(path, len(records))
            records += found.records
            steps += [(path, step) for step in found.steps]
            damages += _told_damages(path, found)
        self.damages = tuple(damages)
        self.records = len(records)
        self._max_body_bytes = max_body_bytes
        self._exact: defaultdict[str, list[Record]] = defaultdict(list)
        self._loose: defaultdict[str, list[Record]] = defaultdict(list)
        for record in _with_revisits(records):
            self._exact[canonical(record.url)].append(record)
            self._loose[loose_key(record.url)].append(record)
        self.web = ReplayWeb(self, max_redirects)
        self.archive = ReplayArchive(self)
        self.past = RecordedPast(steps, records, self.read, self._is_elsewhere)

    def records_of(self, url: str) -> list[Record]:
        """Every record of that very address, else of addresses that mean the same page; oldest first.

        Among the latter, redirects from one spelling of the page to another lead nowhere new and are left out.
        """
        exact = self._exact.get(canonical(url))
        key = loose_key(url)
        found = exact or [r for r in self._loose.get(key, ()) if not r.redirects_to or loose_key(r.redirects_to) != key]
        return sorted(found, key=lambda r: (r.timestamp, r.order))

    def live_records_of(self, url: str) -> list[Record]:
        """Those that answer a live request: a copy out of an archive says nothing about the page of today."""
        return [record for record in self.records_of(url) if not record.from_an_archive]

    def records_at(self, domain: str) -> list[Record]:
        """Every record of the domain and what lies below it, oldest first."""
        hosts = {key: host_of(rows[0].url) for key, rows in self._loose.items()}
        found = [
            record
            for key, host in hosts.items()
            if host == domain or host.endswith("." + domain)
            for record in self._loose[key]
        ]
        return sorted(found, key=lambda r: (r.timestamp, r.order))

    def all_records_of(self, url: str) -> list[Record]:
        """Every record of every spelling of the page, oldest first."""
        return sorted(self._loose.get(loose_key(url), ()), key=lambda r: (r.timestamp, r.order))

    def _is_elsewhere(self, url: str, path: Path) -> bool:
        """Whether another file than this one has the page."""
        return any(record.path != path for record in self._loose.get(loose_key(url), ()))

    def read(self, record: Record) -> tuple[tuple[tuple[str, str], ...], bytes]:
        """Headers and body of a record. Raises `FetchError`."""
        return read_record(record, self._max_body_bytes)


class ReplayWeb:
    """The live web as the file has it: the newest record of an address is the page of today."""

    def __init__(self, file: Replay, max_redirects: int) -> None:
        self._file = file
        self._max_redirects = max_redirects

    def get(self, url: str, *, headers: Mapping[str, str] | None = None) -> Exchange:  # noqa: ARG002 - as on the web
        """The newest answer, redirects followed within the file.

        Raises `FetchError`: `INVALID_URL`, `UNREACHABLE` for what is not in the file, `TOO_MANY_REDIRECTS`.
        """
        place = start = parse_url(url)
        redirects: list[Redirect] = []
        seen = {place.url}
        while True:
            record = self._newest(place.url, url)
            headers_of_page, body, target = self._answer(place, record, seen)
            if target is None:
                break
            redirects.append(Redirect(url=place.url, status=record.status, location=target.url))
            if target.url in seen or len(redirects) > self._max_redirects:
                raise FetchError(
                    OutcomeCode.TOO_MANY_REDIRECTS, f"{url} is redirected in a circle, or too often to be followed."
                )
            seen.add(target.url)
            place = target
        return Exchange(
            url=start.url if "@" in url else url,
            final_url=place.url,
            status=record.status,
            headers=headers_of_page,
            body=body,
            fetched_at=record.date,
            redirects=tuple(redirects),
        )

    def post(self, url: str, content: bytes, *, media_type: str) -> Exchange:  # noqa: ARG002 - as on the web
        """The newest answer to that very question. Raises `FetchError` (`UNREACHABLE` for what is not in the file)."""
        return self.get(posted_url(url, content))

    def _answer(
        self, place: Location, record: Record, seen: set[str]
    ) -> tuple[tuple[tuple[str, str], ...], bytes, Location | None]:
        """Headers, body, and where the reader is sent. A refresh counts, as on the web, if the file has its target."""
        if record.redirects_to is not None:
            return (), b"", join_url(place, record.location or "")
        headers, body = self._file.read(record)
        media_type = (record.media_type or "text/html").lower()
        if record.status != 200 or "html" not in media_type:
            return headers, body, None
        reference = meta_refresh(body, media_type, within_s=_REFRESH_WITHIN_S)
        target = join_url(place, reference) if reference else None
        leads_on = target is not None and target.url not in seen and self._file.live_records_of(target.url)
        return headers, body, target if leads_on else None

    def _newest(self, url: str, asked: str) -> Record:
        live = self._file.live_records_of(url)
        if not live:
            via = "" if url == asked else f" (redirected from {asked})"
            told = " ".join((f"{url}{via} is not in {self._file.name}.", *self._file.damages))
            raise FetchError(OutcomeCode.UNREACHABLE, told)
        return intact(live[-1])


class ReplayArchive:
    """An archive whose copies are the records of the file, each captured on its WARC-Date."""

    def __init__(self, file: Replay) -> None:
        self._file = file
        self.name = file.name

    def captures(self, url: str, near: str | None) -> Sequence[Capture]:  # noqa: ARG002 - all are at hand
        """Every readable record of the page, also of pages it redirected to; oldest first."""
        pages, found = [url], dict[tuple[str, str], Capture]()
        for page in pages:
            for record in self._file.all_records_of(page):
                if 200 <= record.status < 300:
                    found[record.url, record.timestamp] = Capture(
                        url=record.url,
                        timestamp=record.timestamp,
                        status=record.status,
                        media_type=record.media_type,
                        digest=record.digest,
                    )
                elif record.redirects_to and record.redirects_to not in pages and len(pages) < _CHAIN_LIMIT:
                    pages.append(record.redirects_to)
        return sorted(found.values(), key=lambda capture: capture.timestamp)

    def pages_of(self, domain: str, days: tuple[str, str] | None) -> Sequence[Capture]:  # noqa: ARG002 - as above
        """The first good HTML record of each page of the domain; a file holds few, whenever they were taken."""
        found: dict[str, Capture] = {}
        for record in self._file.records_at(domain):
            if 200 <= record.status < 300 and "html" in (record.media_type or "html"):
                capture = Capture(url=record.url, timestamp=record.timestamp, status=record.status)
                found.setdefault(loose_key(record.url), capture)
        return list(found.values())

    def replay(self, capture: Capture) -> Exchange:
        """The record of that moment. Raises `FetchError` (`NO_CAPTURE` if there is none)."""
        records = [
            record
            for record in self._file.all_records_of(capture.url)
            if record.timestamp == capture.timestamp and 200 <= record.status < 300
        ]
        if not records:
            raise FetchError(
                OutcomeCode.NO_CAPTURE, f"{self.name} has no copy of {capture.url} from {capture.timestamp}."
            )
        record = next((r for r in reversed(records) if r.url == capture.url), records[-1])
        headers, body = self._file.read(record)
        return Exchange(
            url=capture.url,
            final_url=record.url,
            status=record.status,
            headers=headers,
            body=body,
            fetched_at=record.created_at or record.date,
            captured_at=iso_of(record.timestamp),
            memento_url=record.memento_url,
            archive=record.archive or record.path.name,
        )


def _told_damages(path: Path, found: Scan) -> list[str]:
    """What a file has lost: what comes after the place where it cannot be followed, and records that were altered."""
    told = []
    if found.damage is not None:
        told.append(
            f"{path.name} was read in part: {found.damage}. Pages and redirects read before that: "
            f"{len(found.records)}; what comes after is missing. Get the whole file again."
        )
    bad = list(dict.fromkeys(record.url for record in found.records if record.fault is not None))
    if bad:
        more = f" and {len(bad) - _SHOWN_ADDRESSES} more" if len(bad) > _SHOWN_ADDRESSES else ""
        told.append(
            f"{path.name} was altered or damaged: its records of {', '.join(bad[:_SHOWN_ADDRESSES])}{more} are not "
            "used. Get the file again from where it was made, or record these pages anew."
        )
    if found.altered_steps:
        told.append(f"{path.name} was altered: {found.altered_steps} of its notes on a check are passed over.")
    return told


def _with_revisits(records: Iterable[Record]) -> list[Record]:
    """Revisit records (unchanged since …) point to the record that holds the page; those that cannot are dropped."""
    by_moment: dict[tuple[str, str], Record] = {}
    by_digest: dict[str, Record] = {}
    whole = [record for record in records if record.kind != "revisit"]
    for record in whole:
        by_moment[loose_key(record.url), record.timestamp] = record
        if record.digest:
            by_digest[record.digest] = record
    for revisit in records:
        if revisit.kind == "revisit":
            uri, moment = revisit.refers_to or ("", "")
            held = by_moment.get((loose_key(uri), moment)) or by_digest.get(revisit.digest or "")
            if held is not None:
                fault = revisit.fault or held.fault
                whole.append(
                    replace(held, url=revisit.url, timestamp=revisit.timestamp, date=revisit.date, fault=fault)
                )
    return whole
