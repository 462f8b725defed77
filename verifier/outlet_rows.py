"""A CSV file of outlets in, its rows out once they are known to be sound; a slip is said with its line."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from pathlib import Path

from verifier.errors import SettingsError
from verifier.wording import quoted

COLUMNS = ("form", "outlet", "domains", "languages", "country", "kind")
#: Kinds of outlets that report news, as against offices and companies that speak for themselves.
MEDIA_KINDS = frozenset({
    "newspaper", "news", "news agency", "broadcaster", "trade press", "regional news", "magazine", "journal",
    "regional newspaper", "military media", "militant media", "video channel", "platform", "fact-checker",
})  # fmt: skip
OTHER_KINDS = frozenset({
    "government", "think tank", "NGO", "UN", "international organization", "pollster", "research", "data project",
    "company", "blog", "university", "standards body", "law database", "foundation", "association", "unknown", "",
})  # fmt: skip

_DOMAIN = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+")
_LANGUAGE = re.compile(r"[a-z]{2,3}")
_COUNTRY = re.compile(r"[A-Z]{2}")
_MAX_BYTES = 8 * 2**20
_MAX_NAME = 120
_EXAMPLE = "The first line must read form,outlet,domains,languages,country,kind; a row: Harbour News,Harbour News," \
    "harbour.example,en,GB,newspaper"  # fmt: skip

Row = dict[str, str]


def read_outlet_rows(path: Path) -> list[Row]:
    """The rows of the file, every column present. Raises `SettingsError` with the line and what is wrong there."""
    return checked_rows(_text(path), str(path))


def outlets_digest(path: Path) -> str:
    """SHA-256 of the file as it is now. Raises `SettingsError` when it cannot be read."""
    return hashlib.sha256(_bytes(path)).hexdigest()


def checked_rows(text: str, shown: str) -> list[Row]:
    """The rows of a table, blank lines left out; `shown` names the file in errors."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    header: list[str] | None = None
    rows: list[Row] = []
    lines: dict[str, tuple[int, str]] = {}
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            if not any(cells):
                continue
            if header is None:
                header = _header(cells, shown)
                continue
            rows.append(_row(header, cells, f"{shown}, line {reader.line_num}"))
            _only_once(rows[-1], lines, reader.line_num, shown)
    except csv.Error as error:
        wrong = f"{shown}, line {reader.line_num}: this is no row of a table in CSV"
        raise SettingsError(wrong, "Mend the quotation marks there.") from error
    if header is None:
        raise SettingsError(f"{shown} is empty", _EXAMPLE)
    return rows


def _header(cells: list[str], shown: str) -> list[str]:
    names = [cell.lower() for cell in cells]
    if len(names) == 1 and ";" in names[0]:
        raise SettingsError(f"{shown}, line 1: the columns are set apart by semicolons", "Save it with commas.")
    unknown = [name for name in names if name not in COLUMNS]
    missing = [name for name in ("form", "outlet") if name not in names]
    if unknown or missing or len(set(names)) < len(names):
        wrong = f"the column {quoted((missing or names)[0])} is {'missing' if missing else 'there twice'}"
        wrong = f"there is no column {quoted(unknown[0])}" if unknown else wrong
        raise SettingsError(f"{shown}, line 1: {wrong}", _EXAMPLE)
    return names


def _row(header: list[str], cells: list[str], where: str) -> Row:
    if len(cells) > len(header):
        raise SettingsError(
            f"{where}: {len(cells)} columns instead of {len(header)}", "Put a name with a comma into quotation marks."
        )
    row = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
    wrong = _what_is_wrong(row)
    if wrong:
        raise SettingsError(f"{where}: {wrong}", _EXAMPLE)
    return row


def _what_is_wrong(row: Row) -> str | None:
    for name in ("form", "outlet"):
        if not row[name]:
            return f"the {name} is empty"
        if len(row[name]) > _MAX_NAME:
            return f"the {name} is longer than {_MAX_NAME} characters"
        if not any(letter.isalnum() for letter in row[name]):
            return f"the {name} {quoted(row[name])} holds no letter"
    for domain in row["domains"].split():
        if domain != domain.lower() or not _DOMAIN.fullmatch(domain):
            return f"{quoted(domain)} is no domain (like harbour.example, without https:// and in small letters)"
    for language in row["languages"].split():
        if not _LANGUAGE.fullmatch(language):
            return f"{quoted(language)} is no language code (it should look like en)"
    if row["country"] and not _COUNTRY.fullmatch(row["country"]):
        return f"{quoted(row['country'])} is no country code (it should look like GB)"
    if row["kind"] not in MEDIA_KINDS | OTHER_KINDS:
        kinds = ", ".join(sorted(MEDIA_KINDS | OTHER_KINDS - {""}))
        return f"there is no kind {quoted(row['kind'])}; the kinds are {kinds}"
    return None


def _only_once(row: Row, lines: dict[str, tuple[int, str]], line: int, shown: str) -> None:
    before = lines.setdefault(row["form"], (line, row["outlet"]))
    if before[1] != row["outlet"]:
        raise SettingsError(
            f"{shown}, line {line}: {quoted(row['form'])} is {quoted(before[1])} in line {before[0]} and"
            f" {quoted(row['outlet'])} here",
            "Keep one of the two.",
        )


def _text(path: Path) -> str:
    try:
        return _bytes(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SettingsError(f"the table of outlets {path} is not UTF-8", "Save it as CSV in UTF-8.") from error


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise SettingsError(f"the table of outlets {path} is larger than {_MAX_BYTES // 2**20} MiB", "Shorten it.")
        return path.read_bytes()
    except OSError as error:
        raise SettingsError(
            f"cannot read the table of outlets {path}: {error.strerror}", "Mend VERIFIER_OUTLETS or the file's rights."
        ) from error
