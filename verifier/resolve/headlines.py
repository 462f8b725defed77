"""The index of headlines: pages seen in feeds, sitemaps, lists and earlier articles in; those of an outlet out.

One SQLite file with full text (FTS5) over the keys of words, so that a claim finds headlines in other languages. What
cannot be read or written is as good as not kept; the oldest rows go when there are too many, or by age.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path

from verifier.errors import FetchError
from verifier.model import OutcomeCode, Sighting, Wanted
from verifier.pages import host_of, loose_key, site_of
from verifier.protocols import Terms
from verifier.resolve.addresses import at_site, day_in, is_article
from verifier.resolve.matching import of_claim, of_page
from verifier.resolve.wanted import window

#: How pages are marked that earlier articles linked.
EARLIER = "linked-earlier"
_WAIT_S = 10.0
_MOST_FOUND = 300
_MAX_TITLE, _MAX_TEXT, _MAX_URL = 400, 600, 2_000
#: Of the claim's keys so many are looked for.
_MOST_KEYS = 40
_TABLES = """
CREATE TABLE IF NOT EXISTS headline (
  id INTEGER PRIMARY KEY, page TEXT NOT NULL, origin TEXT NOT NULL, url TEXT NOT NULL, site TEXT NOT NULL, day TEXT,
  title TEXT, text TEXT, language TEXT, seen TEXT, UNIQUE (page, origin));
CREATE INDEX IF NOT EXISTS headline_of_site ON headline (site, day);
CREATE VIRTUAL TABLE IF NOT EXISTS words USING fts5 (keys, tokenize = "unicode61 remove_diacritics 0 tokenchars '_#'");
CREATE TABLE IF NOT EXISTS gathered (name TEXT PRIMARY KEY, day TEXT NOT NULL);
"""


class Headlines:
    """The index under `folder`. Every call opens it anew, so processes and forks may share it."""

    def __init__(self, folder: Path, terms: Terms, most_rows: int = 500_000) -> None:
        self._path = folder / "headlines.sqlite"
        self._terms = terms
        self._most = most_rows

    def put(self, seen: Iterable[Sighting]) -> int:
        """Keep pages; known ones are brought up to date. How many were kept; 0 when nothing could be written."""
        rows = [one for one in seen if len(one.url) <= _MAX_URL and (one.how == EARLIER or is_article(one.url))]
        try:
            with self._open() as index:
                for one in rows:
                    self._put(index, one)
                self._prune(index)
        except (sqlite3.Error, OSError, ValueError):  # the last for a text that no encoding can carry
            return 0
        return len(rows)

    def of(self, wanted: Wanted, origin: str | None = None) -> list[Sighting]:
        """Pages of the wanted outlet in the wanted days, those with words of the claim first.

        `origin` asks for the pages of one `how` alone. Raises `FetchError` when the index cannot be read.
        """
        if not self._path.exists():
            return []
        try:
            with self._open() as index:
                rows = self._rows(index, wanted, origin)
        except (sqlite3.Error, OSError) as error:
            raise FetchError(OutcomeCode.UNREACHABLE, f"the index of headlines cannot be read: {error}") from error
        found = [
            Sighting(url=str(url), how=str(how), day=day, title=title, text=text, language=language)
            for url, how, day, title, text, language in rows
        ]
        return [one for one in found if at_site(one.url, wanted.domains)]

    def forget(self, before: date) -> int:
        """Delete the pages last seen before that day, their words too; how many. 0 when nothing could be written.

        Pages kept by a version that did not note when they were seen count as seen on the day they are first asked for.
        """
        if not self._path.exists():
            return 0
        try:
            with self._open() as index:
                index.execute("PRAGMA secure_delete = ON")
                index.execute("UPDATE headline SET seen = date('now') WHERE seen IS NULL")
                old = index.execute("SELECT id FROM headline WHERE seen < ?", (before.isoformat(),)).fetchall()
                self._delete(index, old)
                if old:
                    index.execute("INSERT INTO words (words) VALUES ('optimize')")  # deleted words leave the file, too
        except (sqlite3.Error, OSError):
            return 0
        return len(old)

    def was_gathered(self, name: str) -> bool:
        """Whether a list of that name was read to its end before."""
        try:
            with self._open() as index:
                return index.execute("SELECT 1 FROM gathered WHERE name = ?", (name,)).fetchone() is not None
        except (sqlite3.Error, OSError):
            return False

    def gathered(self, name: str, day: date) -> None:
        """Remember that a list was read; names of lists a month older are forgotten."""
        with contextlib.suppress(sqlite3.Error, OSError), self._open() as index:
            index.execute("INSERT OR REPLACE INTO gathered VALUES (?, ?)", (name, day.isoformat()))
            index.execute("DELETE FROM gathered WHERE day < ?", (date.fromordinal(day.toordinal() - 31).isoformat(),))

    def __len__(self) -> int:
        with self._open() as index:
            return int(index.execute("SELECT count(*) FROM headline").fetchone()[0])

    @contextlib.contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with contextlib.closing(sqlite3.connect(self._path, timeout=_WAIT_S)) as index:
            index.execute("PRAGMA journal_mode = WAL")
            index.execute("PRAGMA synchronous = NORMAL")
            index.executescript(_TABLES)
            if "seen" not in {row[1] for row in index.execute("PRAGMA table_info(headline)")}:
                with contextlib.suppress(sqlite3.OperationalError):  # another process was quicker
                    index.execute("ALTER TABLE headline ADD COLUMN seen TEXT")
            with index:
                yield index

    def _put(self, index: sqlite3.Connection, one: Sighting) -> None:
        title = (one.title or "")[:_MAX_TITLE] or None
        text = (one.text or "")[:_MAX_TEXT] or None
        day = one.day or day_in(one.url)
        key = (loose_key(one.url), one.how)
        known = index.execute("SELECT id FROM headline WHERE page = ? AND origin = ?", key).fetchone()
        if known is not None:
            index.execute("DELETE FROM words WHERE rowid = ?", known)
            index.execute("DELETE FROM headline WHERE id = ?", known)
        row = (*key, one.url, site_of(host_of(one.url)), day, title, text, one.language)
        made = index.execute(
            "INSERT INTO headline (page, origin, url, site, day, title, text, language, seen)"
            " VALUES (?,?,?,?,?,?,?,?,date('now'))",
            row,
        )
        words = of_page(self._terms(f"{title or ''} {text or ''}", one.language))
        index.execute("INSERT INTO words (rowid, keys) VALUES (?, ?)", (made.lastrowid, " ".join(_tokens(words))))

    def _rows(self, index: sqlite3.Connection, wanted: Wanted, origin: str | None) -> list[tuple[str | None, ...]]:
        """By words first, then by the days alone: headlines may share no word with the claim."""
        sites = sorted({site_of(domain) for domain in wanted.domains})
        first, last = window(wanted)
        where = f"site IN ({','.join('?' * len(sites))}) AND (day IS NULL OR day BETWEEN ? AND ?)"
        values: list[object] = [*sites, first.isoformat() if first else "0000", last.isoformat() if last else "9999"]
        where, values = (where + " AND origin = ?", [*values, origin]) if origin else (where, values)
        columns = "url, origin, day, title, headline.text, language"
        keys = list(dict.fromkeys(_tokens(of_claim(self._terms(wanted.claim, wanted.language)))))[:_MOST_KEYS]
        found: dict[tuple[str | None, ...], None] = {}
        if keys:
            sought = " OR ".join(f'"{key}"' for key in keys)
            text = f"SELECT {columns} FROM words JOIN headline ON headline.id = words.rowid WHERE keys MATCH ? AND {where} ORDER BY rank LIMIT ?"  # noqa: S608, E501 - our own words and marks
            found.update(dict.fromkeys(index.execute(text, (sought, *values, _MOST_FOUND))))
        if first is not None:
            text = f"SELECT {columns} FROM headline WHERE {where} ORDER BY day DESC LIMIT ?"  # noqa: S608 - the same
            found.update(dict.fromkeys(index.execute(text, (*values, _MOST_FOUND))))
        return list(found)

    def _prune(self, index: sqlite3.Connection) -> None:
        """Delete the oldest until a tenth of the room is free again."""
        count = index.execute("SELECT count(*) FROM headline").fetchone()[0]
        if count <= self._most:
            return
        spare = count - int(self._most * 0.9)
        old = index.execute("SELECT id FROM headline ORDER BY coalesce(day, ''), id LIMIT ?", (spare,)).fetchall()
        self._delete(index, old)

    @staticmethod
    def _delete(index: sqlite3.Connection, rows: list[tuple[int]]) -> None:
        index.executemany("DELETE FROM words WHERE rowid = ?", rows)
        index.executemany("DELETE FROM headline WHERE id = ?", rows)


def _tokens(words: Sequence[tuple[str, ...]]) -> list[str]:
    """Keys as the index can take them: letters, digits and `_`."""
    return [key.replace(":", "_").replace(".", "_") for word in words for key in word if '"' not in key]
