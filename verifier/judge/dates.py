"""The words of a sentence in, the days it names out, relative ones resolved from a base day.

A `Day` may lack its year, month or day of the month; two days are compatible when no part both
state differs.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from verifier.judge.csv_tables import table_rows
from verifier.judge.folding import fold
from verifier.judge.words import Word, words
from verifier.model import Span

_ISO = re.compile(r"(?<!\d)((?:19|20)\d\d)-(\d\d?)(?:-(\d\d?))?(?!\d)")
_NUMERIC = re.compile(r"(?<![\d.])(\d\d?)\.(\d\d?)\.((?:19|20)\d\d)(?!\d)")
_IDEOGRAPHIC = re.compile(r"((?:19|20)\d\d)年(?:(\d\d?)月(?:(\d\d?)日)?)?")
#: What stands before the minutes and behind the hours of a time.
_OF_CLOCK, _CLOCK = re.compile(r"\d:$"), re.compile(r":\d\d(?!\d)")
_LITTLE = frozenset({"de", "of", "the", "del", "y", "d"})
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er"})
_DATELINE_CHARS = 400
#: Years in which a day can be a base: a year before and after it is in the calendar too. 0001 and 9999 are what
#: systems write for "no date".
_YEARS = range(2, 9_999)
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
#: Between the two days of "z 9 na 10 września", "9-10 September", "vom 9. auf den 10.".
_TO = frozenset({"na", "to", "and", "do", "au", "al", "auf", "den", "i", "und", "y", "et", "a", "bis", "e", "le", "el"})
_MONTHS_SMALL = frozenset({"fr", "es", "it", "pt"})
#: Before a month that is written small and stands without day and year: en mai, a novembre, desde octubre.
_BEFORE_MONTH = frozenset({
    "en", "a", "de", "du", "in", "di", "da", "del", "dal", "fin", "fine", "debut", "mi", "dici", "depuis",
    "desde", "hasta", "inizio", "meta", "des", "par", "e", "et", "y", "em", "ate", "finales",
    "principios", "mediados", "lo", "l", "ce", "courant",
})  # fmt: skip
_AHEAD = frozenset({"next", "przyszly", "przyszla", "nachsten", "nachste", "prochain", "proximo", "prossimo"})


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar day with parts that may be unknown."""

    year: int | None = None
    month: int | None = None
    day: int | None = None

    def date(self) -> datetime.date | None:
        """The full date, or None when a part is missing or impossible."""
        if self.year is None or self.month is None or self.day is None:
            return None
        try:
            return datetime.date(self.year, self.month, self.day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A day named in a text. `weekday` is set for a day of the week that could not be resolved.

    `ahead` is the day a weekday means if it lies ahead of the page's day, as in "will open on Saturday".
    """

    span: Span
    day: Day
    weekday: int | None = None
    relative: bool = False
    ahead: Day | None = None


@cache
def _table(name: str, value: str, code: str) -> dict[tuple[str, ...], str]:
    table: dict[tuple[str, ...], str] = {}
    for row in table_rows(name):
        if row["language"] == code:
            for spelling in row["forms"].split():
                table[tuple(fold(part) for part in spelling.split("_"))] = row[value] + (
                    " " + row["offset"] if "offset" in row else ""
                )
    return table


def iso_day(text: str | None) -> Day | None:
    """A `Day` out of `YYYY`, `YYYY-MM` or `YYYY-MM-DD` (a time after it is ignored); None for anything else.

    None for the years 0, 1 and 9999, too: days are counted on from this one.
    """
    match = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text or "")
    if match is None or int(match.group(1)) not in _YEARS:
        return None
    parts = [int(p) if p else None for p in match.groups()]
    day = Day(*parts)
    return day if day.day is None or day.date() is not None else None


def page_day(text: str, source_date: str | None, code: str) -> Day | None:
    """The day a page is of: as given, or else the first full date near its start."""
    given = iso_day(source_date)
    if given is not None:
        return given
    head = text[:_DATELINE_CHARS]
    return next((d.day for d in find_dates(head, words(head, code), code, None) if d.day.date()), None)


def find_dates(text: str, found: Sequence[Word], code: str, base: Day | None) -> list[Dated]:
    """The days named by the words of one sentence, in order; spans index `text`."""
    if not found:
        return []
    dates = _numeric(text, found[0].start, found[-1].end)
    months = _table("months.csv", "month", code)
    openers = _openers(code)
    i = 0
    while i < len(found):
        if not found[i].form.digits and found[i].form.folded not in openers:
            i += 1
            continue
        if any(a <= found[i].start < b for a, b in (d.span for d in dates)):
            i += 1
            continue
        folded = (found[i].form.folded,)
        dated: Dated | None = None
        last = i
        if folded in months and not (code in {"en", "de"} and not found[i].form.capital):
            dated, last = _around_month(text, found, i, int(months[folded]), code, base)
        if dated is None:
            dated, last = _relative(found, i, code, base)
        if dated is None and _is_year(text, found, i):
            dated, last = _season(text, found, i)
        if dated is not None:
            dates = [
                d
                for d in dates
                if (d.span[0] < dated.span[0] and d.span[1] <= dated.span[0]) or d.span[0] >= dated.span[1]
            ]
            dates.append(dated)
            dates += _other_day(text, found, i, dated)
        i = max(last, i) + 1
    return sorted(dates, key=lambda d: d.span)


@cache
def _openers(code: str) -> frozenset[str]:
    """The folded words that a date may start with: months, days of the week, yesterday, last year."""
    tables = (("months.csv", "month"), ("weekdays.csv", "day"), ("relative_days.csv", "unit"))
    return frozenset(key[0] for name, value in tables for key in _table(name, value, code))


def _other_day(text: str, found: Sequence[Word], i: int, dated: Dated) -> list[Dated]:
    """The other day of two that share a month: from 9 to 10 September, September 9-10."""
    if dated.day.day is None or dated.day.month is None or dated.relative:
        return []
    first = next((k for k in range(max(0, i - 4), i + 1) if found[k].start >= dated.span[0]), i)
    if first < i or found[first].form.digits:
        at = first - 1
        while at >= 0 and first - at <= 2 and found[at].form.folded in _TO | _ORDINALS:
            at -= 1
        gap = text[found[at].end : found[first].start] if at >= 0 else ""
        joined = at < first - 1 or gap.strip(" ") in ("-", "\u2013", "/")
    else:
        at = next((k for k in range(i + 1, min(len(found), i + 4)) if found[k].start >= dated.span[1]), -1)
        gap = text[dated.span[1] : found[at].start] if at >= 0 else ""
        joined = gap.strip(" ") in ("-", "\u2013")
    day = _day_number(text, found[at]) if at >= 0 and joined and len(gap) <= 12 else None
    if day is None:
        return []
    return [Dated(span=(found[at].start, found[at].end), day=Day(dated.day.year, dated.day.month, day))]


def _numeric(text: str, start: int, end: int) -> list[Dated]:
    dates = []
    for match in (*_ISO.finditer(text, start, end), *_IDEOGRAPHIC.finditer(text, start, end + 1)):
        year, month, day = (int(g) if g else None for g in match.groups())
        if (month is None or 1 <= month <= 12) and (day is None or 1 <= day <= 31):
            dates.append(Dated(span=match.span(), day=Day(year, month, day)))
    for match in _NUMERIC.finditer(text, start, end):
        day, month, year = (int(g) for g in match.groups())
        if 1 <= month <= 12 and 1 <= day <= 31:
            dates.append(Dated(span=match.span(), day=Day(year, month, day)))
    return dates


def _day_number(text: str, word: Word) -> int | None:
    """The number of a day; a part of a time ("At 9:10 March Consulting said") is none."""
    folded = word.form.folded
    if _OF_CLOCK.search(text[max(0, word.start - 2) : word.start]) or _CLOCK.match(text, word.end):
        return None
    return int(folded) if folded.isdecimal() and len(folded) <= 2 and 1 <= int(folded) <= 31 else None


def _around_month(
    text: str, found: Sequence[Word], i: int, month: int, code: str, base: Day | None
) -> tuple[Dated | None, int]:
    """The day before or after the name of a month, and the year after that."""
    first, last, day = i, i, None
    before = i - 1
    while before >= 0 and i - before <= 2 and found[before].form.folded in _LITTLE | _ORDINALS:
        before -= 1
    if before >= 0 and found[i].start - found[before].end <= 8:
        day = _day_number(text, found[before])
        first = before if day is not None else i
    if day is None and i + 1 < len(found) and found[i + 1].start - found[i].end <= 2:
        day = _day_number(text, found[i + 1])
        last = i + 1 if day is not None else i
        if last + 1 < len(found) and found[last + 1].form.folded in _ORDINALS and day is not None:
            last += 1
    year = None
    after = last + 1
    if after < len(found) and found[after].form.folded in _LITTLE:
        after += 1
    if after < len(found) and found[after].start - found[last].end <= 6 and _year_of(found[after]):
        year, last = _year_of(found[after]), after
    elif base is not None and base.year is not None:
        offset, end = _phrase(found, last + 1, "year", code)
        if offset is not None:
            year, last = base.year + offset, end
    if day is None and year is None and not found[i].form.capital and code in _MONTHS_SMALL:
        elided = text[: found[i].start].endswith(("'", "’", "ʼ"))
        if not elided and (not i or found[i - 1].form.folded not in _BEFORE_MONTH):
            return None, i
    named = i + 1 < len(found) and found[i + 1].form.capital and found[i + 1].start - found[i].end == 1
    if day is None and year is None and code == "en" and found[i].form.folded == "jan" and named:
        return None, i  # Jan Nowak
    if day is None and year is None and code == "en" and month in (3, 5):
        previous = found[i - 1].form.folded if i else ""
        if previous not in {"in", "since", "until", "by", "last", "early", "late", "mid", "from", "to", "of", "and"}:
            return None, i
    return Dated(span=(found[first].start, found[last].end), day=Day(year, month, day)), last


def _year_of(word: Word) -> int | None:
    folded = word.form.folded
    return int(folded) if len(folded) == 4 and folded.isdecimal() and 1500 <= int(folded) <= 2099 else None


def _is_year(text: str, found: Sequence[Word], i: int) -> bool:
    """Four digits that are a year: 1800 to 2099, no unit, currency or decimal around them."""
    year = _year_of(found[i])
    if year is None or year < 1800:
        return False
    before = text[max(0, found[i].start - 1) : found[i].start]
    if before in ("$", "€", "£", "#") or text[found[i].end : found[i].end + 1] == "s":
        return False
    after = found[i + 1].form.folded if i + 1 < len(found) and found[i + 1].start - found[i].end <= 1 else ""
    return after not in {"km", "m", "percent", "dollars", "people", "euros", "metres", "meters", "miles", "tonnes"}


def _season(text: str, found: Sequence[Word], i: int) -> tuple[Dated, int]:
    """A year, with the end of a span such as 2018–19 taken in."""
    last = i
    if i + 1 < len(found) and text[found[i].end : found[i + 1].start] in ("-", "–", "/"):
        following = found[i + 1].form.folded
        last = i + 1 if following.isdecimal() and len(following) in (2, 4) else i
    return Dated(span=(found[i].start, found[last].end), day=Day(year=int(found[i].form.folded))), last


def _phrase(found: Sequence[Word], i: int, unit: str, code: str) -> tuple[int | None, int]:
    """The offset of a phrase such as `last year` that starts at word `i`, and its last word."""
    table = _table("relative_days.csv", "unit", code)
    for size in (2, 1):
        key = tuple(w.form.folded for w in found[i : i + size])
        if len(key) == size and key in table:
            name, offset = table[key].split()
            if name == unit:
                return int(offset), i + size - 1
    return None, i


def _relative(found: Sequence[Word], i: int, code: str, base: Day | None) -> tuple[Dated | None, int]:
    weekdays = _table("weekdays.csv", "day", code)
    key = (found[i].form.folded,)
    span = (found[i].start, found[i].end)
    today = base.date() if base is not None else None
    if key in weekdays and not (code in {"en", "de"} and not found[i].form.capital):
        weekday = int(weekdays[key])
        if today is None:
            return Dated(span=span, day=Day(), weekday=weekday, relative=True), i
        ahead = i > 0 and found[i - 1].form.folded in _AHEAD
        shift = (weekday - today.weekday()) % 7 if ahead else -((today.weekday() - weekday) % 7)
        that = today + datetime.timedelta(days=shift)
        other = that + datetime.timedelta(days=7)
        next_one = None if ahead or that == today else Day(other.year, other.month, other.day)
        day = Day(that.year, that.month, that.day)
        return Dated(span=span, day=day, weekday=weekday, relative=True, ahead=next_one), i
    if base is None or base.year is None:
        return None, i
    offset, last = _phrase(found, i, "day", code)
    if offset is not None and today is not None:
        that = today + datetime.timedelta(days=offset)
        return Dated(span=span, day=Day(that.year, that.month, that.day), relative=True), last
    offset, last = _phrase(found, i, "year", code)
    if offset is not None:
        return Dated(span=(found[i].start, found[last].end), day=Day(base.year + offset), relative=True), last
    offset, last = _phrase(found, i, "month", code)
    if offset is not None and base.month is not None:
        months = 12 * base.year + base.month - 1 + offset
        day = Day(months // 12, months % 12 + 1)
        return Dated(span=(found[i].start, found[last].end), day=day, relative=True), last
    return None, i


def compatible(one: Day, other: Day) -> bool:
    """No part that both state differs, and at least one part is stated by both."""
    pairs = [(one.year, other.year), (one.month, other.month), (one.day, other.day)]
    both = [(a, b) for a, b in pairs if a is not None and b is not None]
    return bool(both) and all(a == b for a, b in both)


def covers(source: Day, claim: Day) -> bool:
    """Compatible, and the source is at least as exact as the claim in month and day."""
    if not compatible(source, claim):
        return False
    if claim.day is not None and source.day is None:
        return False
    return claim.month is None or source.month is not None


def shown(day: Day, weekday: int | None = None) -> str:
    """As people write it: `10 September 2025`, `10 September`, `September 2025`, `2025`, or a day of the week."""
    if day == Day() and weekday is not None:
        return ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")[weekday]
    month = _MONTHS[day.month - 1] if day.month is not None else None
    parts = (day.day if month else None, month, day.year)
    return " ".join(str(part) for part in parts if part is not None)
