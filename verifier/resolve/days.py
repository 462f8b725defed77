"""The dates of a citation → the one day that decides which copy of a page is meant."""

from __future__ import annotations

import re
from datetime import date

_DAY = re.compile(r"\d{4}(?:-\d\d(?:-\d\d)?)?")
_MIDDLE = {4: "-07-01", 7: "-15", 10: ""}


def cited_day(dates: tuple[str, ...], published: str | None) -> str | None:
    """`YYYY-MM-DD` of the first cited date, else of the article, else None.

    A range counts from its first day; a month stands for its 15th and a year for its 1 July, the days from
    which no part of them is far. A date of access is used like any other: it is the copy the author saw.
    """
    for text in (*dates, published or ""):
        found = _DAY.match(text)
        if found:
            day = found[0] + _MIDDLE[len(found[0])]
            try:
                return date.fromisoformat(day).isoformat()
            except ValueError:
                continue
    return None
