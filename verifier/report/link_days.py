"""An address in, the days it may carry out: what sites write into the paths of their articles."""

from __future__ import annotations

import calendar
import re
from datetime import date
from urllib.parse import parse_qsl, unquote, urlsplit

from verifier.report.days import Days

_YEAR = r"((?:19[89]|20[0-4])\d)"
_MONTHS = {name.lower(): number for number, name in enumerate(calendar.month_name) if name}
_MONTHS |= {name.lower(): number for number, name in enumerate(calendar.month_abbr) if name} | {"sept": 9}
_NAME = "(" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + ")"

#: `/2025/09/10/`, `/2025-09/10`, `/2025/0910/`, `/2025/9/10/`, `/2025-09-10-words`. After slashes the day must end
#: its part of the path: `/2025/09/12-reasons` is a list of twelve.
_YMD = re.compile(
    rf"(?<!\d){_YEAR}([/._-])(0[1-9]|1[0-2])([/._-]?)(0[1-9]|[12]\d|3[01])(?=(?P<next>.|$))(?!\d)"
    rf"|(?<!\d){_YEAR}([/-])([1-9]|1[0-2])\8([1-9]|[12]\d|3[01])(?=/|$)"
)
_COMPACT = re.compile(rf"(?<!\d)([A-Za-z]?){_YEAR}(0[1-9]|1[0-2])(/?)(0[1-9]|[12]\d|3[01])(?!\d)")
_DMY = re.compile(rf"(?<!\d)(\d{{1,2}})([/._-])(\d{{1,2}})\2{_YEAR}(?![\dA-Za-z])")
_NAMED = re.compile(
    rf"/{_YEAR}[/-]{_NAME}[/-](\d{{1,2}})(?=/|$)"
    rf"|/(\d{{1,2}})[/-]{_NAME}[/-]{_YEAR}(?=/|$)"
    rf"|/{_NAME}[/-](\d{{1,2}})[/-]{_YEAR}(?=/|$)",
    re.I,
)
_MONTH_ONLY = re.compile(
    rf"/{_YEAR}[/_-]?(0[1-9]|1[0-2])(?=/.)|/(0[1-9]|1[0-2])[_-]{_YEAR}(?=/.)|/{_YEAR}/{_NAME}(?=/.)", re.I
)
#: Folders that are named for the month in which a file was put there.
_STORES = frozenset({
    "uploads", "files", "media", "images", "image", "img", "assets", "static", "wp-content", "photos", "download",
    "downloads", "attachments", "storage",
})  # fmt: skip
_DATED_PARAMETERS = frozenset({"date", "day", "dt", "d", "datum", "data", "fecha", "published", "pubdate", "pub_date"})
_MAX_URL_CHARS = 4_000


def days_in_url(url: str) -> tuple[Days, ...]:
    """Every reading of the day, or else of the month, that an address gives; none where a number may be an id.

    `/10-09-2025/` has two readings. Days in the words of a headline (`-september-11-2001`) are not taken: they
    are as often what the article is about.
    """
    try:
        parts = urlsplit(url[:_MAX_URL_CHARS])
    except ValueError:
        return ()
    path = unquote(parts.path)
    found = _days_in(path)
    if found:
        return found
    for name, value in parse_qsl(parts.query):
        if name.lower() in _DATED_PARAMETERS and (found := _days_in("/" + value + "/x")):
            return found
    if _STORES & set(path.lower().split("/")):
        return ()
    return _month_in(path)


def _days_in(path: str) -> tuple[Days, ...]:
    for match in _YMD.finditer(path):
        if match[1]:
            year, month, day, inner = match[1], match[3], match[5], match[4]
            slashed = inner == "/" or (inner == "" and match[2] == "/")
            if slashed and match["next"] not in ("", "/", "_", "."):
                continue
        else:
            year, month, day = match[7], match[9], match[10]
        if days := _day(int(year), int(month), int(day)):
            return days
    return _named_in(path) or _compact_in(path) or _day_first_in(path)


def _compact_in(path: str) -> tuple[Days, ...]:
    """`/20250910/`, `t20250910_12`, `words-20250910.html`; a number that ends the path may be an id."""
    for match in _COMPACT.finditer(path):
        before, after = path[: match.start()][-1:], path[match.end() :]
        parted = after[:1] in ("/", "_", "-") and len(after) > 1
        ends_a_name = bool(re.fullmatch(r"\.[a-z]{3,5}", after)) and before in ("-", "_") and not match[1]
        if (before.isalnum() and not match[1]) or not (parted or ends_a_name):
            continue
        if days := _day(int(match[2]), int(match[3]), int(match[5])):
            return days
    return ()


def _day_first_in(path: str) -> tuple[Days, ...]:
    match = _DMY.search(path)
    if not match:
        return ()
    one, other, year = int(match[1]), int(match[3]), int(match[4])
    return tuple(dict.fromkeys((*_day(year, other, one), *_day(year, one, other))))


def _named_in(path: str) -> tuple[Days, ...]:
    """`/2025/sep/10/`, `/10-september-2025/`, `/september/10/2025`."""
    match = _NAMED.search(path)
    if not match:
        return ()
    if match[1]:
        return _day(int(match[1]), _MONTHS[match[2].lower()], int(match[3]))
    if match[4]:
        return _day(int(match[6]), _MONTHS[match[5].lower()], int(match[4]))
    return _day(int(match[9]), _MONTHS[match[7].lower()], int(match[8]))


def _month_in(path: str) -> tuple[Days, ...]:
    match = _MONTH_ONLY.search(path)
    if not match:
        return ()
    if match[1]:
        year, month = int(match[1]), int(match[2])
    elif match[3]:
        year, month = int(match[4]), int(match[3])
    else:
        year, month = int(match[5]), _MONTHS[match[6].lower()]
    return ((date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])),)


def _day(year: int, month: int, day: int) -> tuple[Days, ...]:
    try:
        found = date(year, month, day)
    except ValueError:
        return ()
    return ((found, found),)
