"""An article in, the day of its publication and its habit of writing days out."""

from __future__ import annotations

import datetime as dt
import re

from verifier.cite.bracket.dates import read_date
from verifier.cite.words.lexicon import Lexicon
from verifier.model import Article

_SAMPLE_CHARS = 50_000
_MONTHS = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"
# What stands before is asked afterwards: `re` then looks for digits and capitals only.
_DAY_MONTH = re.compile(rf"\d(?<!\d\d)\d?(?:st|nd|rd|th)?\s{_MONTHS}[a-z]{{0,6}}\b")
_MONTH_DAY = re.compile(rf"{_MONTHS}(?<!\w[A-Z][a-z][a-z])[a-z]{{0,6}}\.?\s\d{{1,2}}(?!\d)")
_HEAD_CHARS = 1_500
#: What programs write for "no day" (`0001-01-01`, `9999-12-31`) says nothing of the dates in a text.
_FIRST_YEAR = 1000
#: `MOSCOW, May 16`, `WARSAW, Poland`: what stands before the agency at the head of a report.
DATELINE = re.compile(
    r"[A-ZÀ-ÞА-ЯЁ][A-ZÀ-ÞА-ЯЁ .,'’/-]{2,40}[.,]?(?:(?<=,)\s[A-ZÀ-Þ][\w.]{1,20}(?:\s[A-ZÀ-Þ][\w.]{1,20})?,?)?"
    r"(?:\s[^\W\d_]{3,12}\.?\s\d{1,2}[.,]?|\s\d{1,2}\s[^\W\d_]{3,12}\.?,?)?\s?$"
)
AGENCY = re.compile(r"[A-Z][\w.-]{1,20}(?:\s[A-Z][\w.-]{1,20}){1,3}|[A-ZА-Я][\w.]{1,20}-[A-ZА-Я][\w.]{1,20}")
AFTER_DATELINE = re.compile(r"\s?(?:[-–—]{1,2}|:)\s")
_URL_DATE = re.compile(r"/(20\d\d)[/-](\d{1,2})[/-](\d{1,2})(?:/|$|-)")


def days_come_first(text: str) -> bool:
    """Whether an English article writes `3 May`, so that 1/4/2025 is the first of April to it."""
    head = text[:_SAMPLE_CHARS]
    return len(_DAY_MONTH.findall(head)) > len(_MONTH_DAY.findall(head))


def published_on(article: Article, words: Lexicon) -> dt.date | None:
    """The day of publication: as given, else a line of the text's head that is a date, else the day in the address."""
    for day in (_given(article.published), day_in_address(article.url)):
        if day and _FIRST_YEAR <= day.year < dt.MAXYEAR:
            return day
    for line in article.text[:_HEAD_CHARS].splitlines():
        stripped = line.strip()
        if not 6 <= len(stripped) <= 60:
            continue
        read = read_date(stripped, 0, words)
        if read and read[0].year and read[0].month and read[0].day and read[1] >= len(stripped) - 12:
            try:
                return dt.date(read[0].year, read[0].month, read[0].day)
            except ValueError:
                continue
    return None


def _given(published: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(published[:10]) if published else None
    except ValueError:
        return None


def day_in_address(url: str | None) -> dt.date | None:
    """The day of `https://a.example/2024/05/03/…`, if there is such a day."""
    match = _URL_DATE.search(url) if url else None
    try:
        return dt.date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
