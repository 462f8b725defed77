"""Addresses of archived copies ↔ the page and the moment they hold (RFC 7089, Wayback and pywb manners).

Timestamps have 14 digits, UTC: `20250910061244`.
"""

from __future__ import annotations

import functools
import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from importlib.resources import files
from urllib.parse import quote, unquote, urlsplit

# …/<timestamp><modifier>/<page>: digits (perhaps fewer than 14, perhaps with a star) or archive.today's dotted form.
_COPY = re.compile(
    r"/(?P<stamp>\d{4}\.\d\d\.\d\d-\d{6}|\d{4,14}|(?=\*))(?P<star>\*?)(?:[a-z]{2}_)?/(?P<page>[^/?#].*)", re.DOTALL
)
_ANY_COPY = re.compile(
    r"(?P<head>[^?#]*?/(?P<stamp>\d{14})(?:[a-z]{2}_)?/)(?P<page>https?:/.+)", re.IGNORECASE | re.DOTALL
)
_SCHEME = re.compile(r"(?P<scheme>https?):/{0,3}(?=[^/])", re.IGNORECASE)
_ESCAPED_SCHEME = re.compile(r"https?%3a", re.IGNORECASE)
_BARE_PAGE = re.compile(r"[\w-]+(?:\.[\w-]+)+(?::\d+)?(?:[/?]|$)")
_BETWEEN_LINKS = re.compile(r",\s*(?=<)")
_LINKED = re.compile(r"<([^>]*)>")
_ATTRIBUTE = re.compile(r';\s*(rel|datetime)="([^"]*)"')
_MAX_URL_CHARS = 8192
_MAX_LINK_CHARS = 65_536
_STAMP_IN_URL = re.compile(r"(?<!\d)\d{14}(?!\d)")


def unwrap(url: str, templates: Iterable[str] = ()) -> tuple[str, str | None] | None:
    """The page and the timestamp behind the address of an archived copy, or None if it is none.

    A shortened timestamp means the end of its period, as the Wayback Machine reads it; one that names no
    copy (`/web/*/…`, `/web/2025*/…`) gives None in its place. Short addresses (`archive.ph/AbCdE`, perma.cc)
    hold no page and are not unwrapped. `templates` are replay addresses with `{timestamp}` and `{url}`.
    """
    address = url.strip()
    if len(address) > _MAX_URL_CHARS:
        return None
    for template in templates:
        found = _template_pattern(template).match(address)
        if found:
            page = found["page"] if "?" not in template.partition("{url}")[0] else unquote(found["page"])
            return _page_and_stamp(page, found["stamp"], "")
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme.lower() not in ("http", "https") or not _is_archive(host):
        return None
    rest = address[address.index("//") + 2 :]
    found = _COPY.search(rest)
    while found:
        held = _page_and_stamp(found["page"], found["stamp"], found["star"])
        if held is not None:
            return held
        found = _COPY.search(rest, found.start() + 1)  # `/4711/20250910…/`: the first number is a collection
    return None


def replay_url(template: str, timestamp: str, url: str) -> str:
    """Where the copy is read: the page stands raw in a path, escaped in a query."""
    page = url.partition("#")[0]
    if "?" in template.partition("{url}")[0]:
        page = quote(page, safe="")
    return template.replace("{timestamp}", timestamp).replace("{url}", page)


def stamp_in(url: str) -> str | None:
    """The first 14 digits of an address that are a time, or None."""
    return next((digits[0] for digits in _STAMP_IN_URL.finditer(url) if moment(digits[0]) is not None), None)


def moment(timestamp: str) -> datetime | None:
    """The time of 14 digits, None if they are no time."""
    try:
        return datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        return None


def stamp_of(time: str) -> str | None:
    """ISO 8601 (`2025-09-10T06:12:44.1Z`, as in a WARC-Date) → 14 digits; None if it is no time."""
    try:
        parsed = datetime.fromisoformat(time.strip())
    except ValueError:
        return None
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def parts_of_copy(address: str) -> tuple[str, str, str] | None:
    """`…/20250910061244mp_/https://…` → all before the page, the timestamp, the page; whoever's archive it is."""
    found = _ANY_COPY.match(address)
    return (found["head"], found["stamp"], found["page"]) if found and moment(found["stamp"]) else None


def as_it_came(address: str) -> str:
    """The address of the same copy without what its archive adds for readers; unchanged if it has another form."""
    parts = parts_of_copy(address)
    if parts is None:
        return address
    head, stamp, page = parts
    return f"{head[: head.rindex(stamp)]}{stamp}id_/{page}"


def iso_of(timestamp: str) -> str:
    """14 digits → `2025-09-10T06:12:44Z`."""
    day, clock = timestamp[:8], timestamp[8:]
    return f"{day[:4]}-{day[4:6]}-{day[6:]}T{clock[:2]}:{clock[2:4]}:{clock[4:]}Z"


def stamp_of_http_date(text: str | None) -> str | None:
    """`Memento-Datetime: Wed, 10 Sep 2025 06:12:44 GMT` → 14 digits; None if it is missing or no date."""
    try:
        parsed = parsedate_to_datetime(text or "")
    except ValueError:
        return None
    aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
    return aware.astimezone(UTC).strftime("%Y%m%d%H%M%S")


def mementos_in_link(field: str | None) -> list[tuple[str, str]]:
    """The copies that a `Link` header names, as address and time (RFC 7089 §2.2.4: `rel` has the word memento)."""
    found = []
    for link in _BETWEEN_LINKS.split((field or "")[:_MAX_LINK_CHARS]):
        attributes = dict(_ATTRIBUTE.findall(link))
        stamp = stamp_of_http_date(attributes.get("datetime"))
        place = _LINKED.match(link.strip())
        if place and stamp and "memento" in attributes.get("rel", "").split():
            found.append((place[1], stamp))
    return found


def _page_and_stamp(page: str, stamp: str, star: str) -> tuple[str, str | None] | None:
    if _ESCAPED_SCHEME.match(page):
        page = unquote(page)
    scheme = _SCHEME.match(page)
    if scheme:
        page = f"{scheme['scheme'].lower()}://{page[scheme.end() :]}"
    elif _BARE_PAGE.match(page):
        page = "http://" + page
    else:
        return None
    return page, None if star else _padded(re.sub(r"\D", "", stamp))


def _padded(digits: str) -> str | None:
    """To the end of the year, month, day … that is named; None if that is no time."""
    year, month = digits[:4], digits[4:6] or "12"
    if not 1 <= int(month) <= 12 or int(year) < 1:
        return None
    last = f"{year}{month}{monthrange(int(year), int(month))[1]:02}235959"
    padded = digits + last[len(digits) :] if len(digits) % 2 == 0 else digits[:-1] + last[len(digits) - 1 :]
    return padded if moment(padded) else None


@functools.lru_cache(maxsize=64)
def _template_pattern(template: str) -> re.Pattern[str]:
    escaped = re.escape(template).replace(re.escape("{url}"), "(?P<page>.+)", 1)
    stamp = re.escape("{timestamp}")
    escaped = re.sub(re.escape(stamp) + r"(?:[a-z]{2}_)?", r"(?P<stamp>\\d{4,14})(?:[a-z]{2}_)?", escaped, count=1)
    return re.compile(re.sub(r"^https?:", "https?:", escaped), re.DOTALL)


def _is_archive(host: str) -> bool:
    return any(host == known or host.endswith("." + known) for known in _archive_hosts())


@functools.cache
def _archive_hosts() -> frozenset[str]:
    lines = files("verifier").joinpath("archive_hosts.txt").read_text("utf-8").splitlines()
    return frozenset(line.partition("#")[0].strip() for line in lines) - {""}
