"""A day as people and pages write it in, ISO out: datelines, machine times, paths of addresses."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib import resources

_FIRST_YEAR = 1990
_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d)-(\d\d)(?!\d)")
_COMPACT = re.compile(r"^((?:19|20)\d\d)(\d\d)(\d\d)(?:T?\d{4,6})?Z?$")
_NUMERIC = re.compile(r"(?<![\d./-])(\d{1,2})\s?([./-])\s?(\d{1,2})\s?\2\s?((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<![\d./-])((?:19|20)\d\d)[./](\d{1,2})[./](\d{1,2})(?!\d)")
_CJK = re.compile(r"((?:19|20)\d\d)\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
_DAY_MONTH = re.compile(
    r"(?<!\d)(\d{1,2})(?:st|nd|rd|th|er|º|\.|-го|-е)?,?\s+(?:de\s+|of\s+|d’|d')?([^\W\d_]{3,12})\.?,?\s+(?:de\s+|del\s+)?((?:19|20)\d\d)(?!\d)",
    re.I,
)
_MONTH_DAY = re.compile(
    r"(?<!\w)([^\W\d_]{3,12})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+((?:19|20)\d\d)(?!\d)", re.IGNORECASE
)
_PATH = re.compile(r"/((?:19|20)\d\d)[/-](\d{1,2})[/-](\d{1,2})(?=[/._-]|$)")
_PATH_COMPACT = re.compile(r"[/_-]((?:19|20)\d\d)(\d\d)(\d\d)(?=[/._-]|$)")
_PATH_NAMED = re.compile(r"/((?:19|20)\d\d)/([a-z]{3,9})/(\d{1,2})(?=/|$)", re.IGNORECASE)


@cache
def _months() -> dict[str, int]:
    text = resources.files("verifier.page").joinpath("months.json").read_text("utf-8")
    return {name: number for names in json.loads(text).values() for name, number in names.items()}


def month_number(name: str) -> int | None:
    """The month a name or its abbreviation means, in any of the languages of `months.json`."""
    return _months().get(name.casefold().rstrip("."))


def day(year: int | str, month: int | str, number: int | str) -> str | None:
    """ISO of a day that exists and in which there were web pages, else None."""
    try:
        found = date(int(year), int(month), int(number))
    except ValueError:
        return None
    return found.isoformat() if found.year >= _FIRST_YEAR else None


def day_of_stamp(stamp: str | None) -> str | None:
    """The day of a machine's time: ISO 8601 first, then whatever a person could read."""
    stamp = (stamp or "").strip()[:80]
    compact = _COMPACT.match(stamp)
    if compact:
        return day(*compact.groups())
    found = _ISO.search(stamp)
    return day(*found.groups()) if found else first_day(stamp)


def first_day(text: str) -> str | None:
    """The first whole day (with its year) written in the text."""
    return next((iso for _, _, iso in days_in(text)), None)


def days_in(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and ISO of each whole day written in the text, in order.

    `03.04.2025` is the third of April; `03/04/2025` may be either and is left out.
    """
    found: list[tuple[int, int, str]] = []
    for match in [*_ISO.finditer(text), *_YEAR_FIRST.finditer(text), *_CJK.finditer(text)]:
        _keep(found, match, day(*match.groups()))
    for match in _NUMERIC.finditer(text):
        first, mark, second, year = match.groups()
        day_first, month_first = day(year, second, first), day(year, first, second)
        if mark == "." or not (day_first and month_first) or day_first == month_first:
            _keep(found, match, day_first or month_first)
    for match in _DAY_MONTH.finditer(text):
        _keep(found, match, _named(match[3], match[2], match[1]))
    for match in _MONTH_DAY.finditer(text):
        _keep(found, match, _named(match[3], match[1], match[2]))
    end = 0
    for start, stop, iso in sorted(found):
        if start >= end:
            yield start, stop, iso
            end = stop


def _named(year: str, month: str, number: str) -> str | None:
    place = month_number(month)
    return day(year, place, number) if place else None


def _keep(found: list[tuple[int, int, str]], match: re.Match[str], iso: str | None) -> None:
    if iso is not None:
        found.append((match.start(), match.end(), iso))


def day_of_url(url: str | None) -> str | None:
    """The day in the path of an address: `/2025/09/24/`, `-20250924`, `/2025/sep/24/`."""
    path = re.sub(r"^[a-z]+://[^/]*", "", url or "", flags=re.IGNORECASE).split("?")[0].split("#")[0]
    named = _PATH_NAMED.search(path)
    if named:
        return _named(named[1], named[2], named[3])
    found = _PATH.search(path) or _PATH_COMPACT.search(path)
    return day(*found.groups()) if found else None
