"""The index of a web archive: what to ask, and its answer in any dialect → captures that can be read.

Wayback's index answers rows under a header row, pywb's one JSON object a line, others plain or half-JSON lines.
The request is one that all of them understand, so nothing needs to be known beforehand: no `filter` and no `fl`,
whose syntax and field names differ; what they would have done is done here.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from verifier.charset import encodable
from verifier.errors import FetchError
from verifier.mementos import moment
from verifier.model import Capture, Exchange, OutcomeCode
from verifier.pages import host_of, loose_key

#: Days before and after the cited day in which copies are looked for first.
DAYS_BEFORE, DAYS_AFTER = 30, 60
MAX_ROWS = 10_000

_TOO_MANY_REQUESTS_WAIT_S = 60.0
_FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest", "length")
_PYWB_NAMES = {"url": "original", "mime": "mimetype", "status": "statuscode"}
_CDXJ = re.compile(r"\S+ (\d{14}) (\{.*\})")
_EXCLUSION = re.compile(
    r"AdministrativeAccessControlException|RobotAccessControlException|URL has been excluded|excluded from the Wayback"
    r"|Blocked (?:Site|URL) Error|access to (?:this|the) resource is blocked",
    re.IGNORECASE,
)
_NONE_FOUND = re.compile(r"no captures? (?:were )?found|not found in (?:the )?archive|no results? found", re.IGNORECASE)
_MAX_TEXT_LOOKED_AT = 20_000


def index_url(cdx: str, url: str, days: tuple[date, date] | None = None, limit: int | None = MAX_ROWS) -> str:
    """The address that asks for the captures of a page, between two days (inclusive) or at any time."""
    fields = {"url": url.partition("#")[0], "output": "json"}
    if days is not None:
        fields["from"] = days[0].strftime("%Y%m%d000000")
        fields["to"] = days[1].strftime("%Y%m%d235959")
    if limit is not None:
        fields["limit"] = str(limit)
    return cdx + ("&" if "?" in cdx else "?") + urlencode(fields)


def site_url(cdx: str, domain: str, days: tuple[str, str]) -> str:
    """The address that asks for one capture of each page of a domain between two days (ISO, inclusive)."""
    fields = {
        "url": domain,
        "matchType": "domain",
        "output": "json",
        "from": days[0].replace("-", "") + "000000",
        "to": days[1].replace("-", "") + "235959",
        "collapse": "urlkey",
        "limit": str(MAX_ROWS),
    }
    return cdx + ("&" if "?" in cdx else "?") + urlencode(fields)


def window(day: date) -> tuple[date, date]:
    """The days around the cited one."""
    earliest, latest = date(1991, 8, 6), date(9999, 1, 1)  # the first page of the web; room for the additions
    day = min(max(day, earliest), latest)
    return max(earliest, day - timedelta(days=DAYS_BEFORE)), day + timedelta(days=DAYS_AFTER)


def parse_index(answer: Exchange, url: str, archive: str) -> list[Capture]:
    """Every row about the page, in time order; none is a valid answer. Raises `FetchError` as `all_rows`."""
    key = _page_key(url)
    return [row for row in all_rows(answer, url, archive) if _page_key(row.url) == key]


def parse_site(answer: Exchange, domain: str, archive: str) -> list[Capture]:
    """The first readable row of each page of the domain, in time order. Raises `FetchError` as `all_rows`."""
    pages: dict[str, Capture] = {}
    for row in readable(all_rows(answer, domain, archive)):
        host = host_of(row.url)
        is_page = row.media_type is None or "html" in row.media_type or row.media_type == "warc/revisit"
        if is_page and (host == domain or host.endswith("." + domain)):
            pages.setdefault(_page_key(row.url), row)
    return list(pages.values())


def all_rows(answer: Exchange, url: str, archive: str) -> list[Capture]:
    """Every row of the answer to a question about `url`, in time order.

    Raises `FetchError`: `RATE_LIMITED`, `ARCHIVE_EXCLUDED`, `ARCHIVE_UNAVAILABLE` (with what came instead).
    """
    text = answer.body.decode("utf-8", "replace").strip("\ufeff \t\r\n\0")
    shown = text[:_MAX_TEXT_LOOKED_AT]
    refuse_if_excluded(answer, shown, url, archive)
    if answer.status == 429:
        raise rate_limited(answer, archive)
    if answer.status == 404 and (not text or _NONE_FOUND.search(shown) or _is_json(text)):
        return []
    if not 200 <= answer.status < 300:
        raise unavailable(archive, f"its index answered with status {answer.status}", retryable=answer.status >= 500)
    rows = list(_rows(text))
    captures = [capture for row in rows if (capture := _capture(row, url))]
    if text and not captures and (rows or not _says_none(text, shown)):
        raise unavailable(archive, "its index answered with something that is no index", retryable=True)
    return sorted(captures, key=lambda row: row.timestamp)


def readable(captures: Iterable[Capture]) -> list[Capture]:
    """Those that hold a page: not errors, not redirects, and revisits (no status) unless of such."""
    known = list(captures)
    by_digest = {row.digest: row.status for row in known if row.digest and row.status is not None}
    return [row for row in known if 200 <= (row.status or by_digest.get(row.digest or "") or 200) < 300]


def refuse_if_excluded(answer: Exchange, text: str, url: str, archive: str) -> None:
    """Raise `FetchError(ARCHIVE_EXCLUDED)` when an archive says that it may not show the page."""
    told = answer.header("x-archive-wayback-runtime-error") or ""
    is_page = answer.header("memento-datetime") is not None
    says_so = _EXCLUSION.search(told) or (not is_page and _EXCLUSION.search(text) and not text.startswith("["))
    if says_so or (answer.status == 451 and not is_page):
        raise FetchError(OutcomeCode.ARCHIVE_EXCLUDED, f"{archive} may not show {url}: its owner had it excluded.")


def rate_limited(answer: Exchange, archive: str) -> FetchError:
    """The error for status 429; without `Retry-After` a minute, as the Internet Archive asks."""
    after = answer.header("retry-after") or ""
    wait = float(after[:6]) if after.isascii() and after.isdigit() else _TOO_MANY_REQUESTS_WAIT_S
    return FetchError(
        OutcomeCode.RATE_LIMITED, f"{archive} asks for fewer requests.", retryable=True, retry_after_s=wait
    )


def unavailable(archive: str, why: str, *, retryable: bool) -> FetchError:
    """The error for an archive that does not do its work."""
    return FetchError(OutcomeCode.ARCHIVE_UNAVAILABLE, f"{archive} cannot be used: {why}.", retryable=retryable)


def _rows(text: str) -> Iterator[dict[str, Any]]:
    """Rows by Wayback's field names, whatever the dialect; what is no row is passed over."""
    parsed = _json(text)
    lines = parsed if isinstance(parsed, list) else [parsed] if isinstance(parsed, dict) else text.splitlines()
    if parsed is lines and lines and isinstance(lines[0], str):
        lines = [parsed]  # one row and no header
    names: tuple[str, ...] = _FIELDS
    for line in lines:
        row = _row_of_line(line) if isinstance(line, str) else line
        if isinstance(row, list) and "timestamp" in row:
            names = tuple(str(name) for name in row)
        elif isinstance(row, list) and row:
            yield _named(dict(zip(names, row, strict=False)))
        elif isinstance(row, dict) and "timestamp" in row:
            yield _named(row)


def _row_of_line(line: str) -> Any:
    line = line.strip()
    if line.startswith(("{", "[")):
        return _json(line.rstrip(","))
    half = _CDXJ.fullmatch(line)
    if half:
        fields = _json(half[2])
        return {"timestamp": half[1], **fields} if isinstance(fields, dict) else None
    parts = line.split(" ")
    return parts if len(parts) >= 6 and re.fullmatch(r"\d{14}", parts[1]) else None


def _named(row: dict[str, Any]) -> dict[str, Any]:
    return {_PYWB_NAMES.get(name, name): value for name, value in row.items()}


def _capture(row: dict[str, Any], url: str) -> Capture | None:
    timestamp = str(row.get("timestamp", ""))
    if not re.fullmatch(r"[0-9]{14}", timestamp) or moment(timestamp) is None:
        return None
    original = str(row.get("original") or url)
    if original != encodable(original):
        return None
    status = str(row.get("statuscode", ""))
    return Capture(
        url=original,
        timestamp=timestamp,
        status=int(status) if re.fullmatch(r"[1-5][0-9]{2}", status) else None,
        media_type=str(row["mimetype"]) if row.get("mimetype") else None,
        digest=str(row["digest"]) if row.get("digest") not in (None, "", "-") else None,
    )


def _page_key(url: str) -> str:
    """Archives also fold the letter case of paths and the order of parameters (SURT)."""
    path, _, query = loose_key(url).lower().partition("?")
    return path + "?" + "&".join(sorted(query.split("&")))


def _says_none(text: str, shown: str) -> bool:
    """`[]`, `{}`, a header row alone, or a message that there is nothing."""
    parsed = _json(text)
    if isinstance(parsed, list):
        return all(isinstance(row, list) for row in parsed)
    return parsed == {} or bool(_NONE_FOUND.search(shown))


def _is_json(text: str) -> bool:
    return isinstance(_json(text.splitlines()[0] if text else ""), dict)


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
