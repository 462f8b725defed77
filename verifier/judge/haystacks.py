"""A document and the cited days in, the texts out that a claim is held against one after another.

First the entries of the cited day, where the document is a live blog: another day's may say the same in other numbers.
Then the article. Then, only for claims that it leaves open, all that the page shows: tables, captions and boxes may
support a claim, and never fail one, because what stands beside an article need not be about it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from enum import Enum

from verifier.model import Document, Judgement, Verdict

_SUPPORTING = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
_LEFT_OPEN = (Verdict.NOT_SUPPORTED, Verdict.UNDETERMINED)


class Extent(Enum):
    """How much of a page a text is."""

    DAY = 1
    ARTICLE = 2
    PAGE = 3


@dataclass(frozen=True, slots=True)
class Haystack:
    """A text of a document, as a document of its own.

    It begins at `start` of the whole one, and from `article_end` on it is no article.
    """

    extent: Extent
    document: Document
    start: int
    article_end: int


def haystacks(document: Document, days: Collection[str]) -> list[Haystack]:
    """The texts in the order in which they are asked. `days` are cited: days, months, years or ranges in ISO 8601."""
    article_end = len(document.text)
    of_the_day = _of_days(document, days)
    document = _without_one_day(document)
    found = [of_the_day] if of_the_day is not None else []
    found.append(Haystack(Extent.ARTICLE, document, 0, article_end))
    if document.outside:
        shown = replace(document, text=document.shown)
        found.append(Haystack(Extent.PAGE, shown, 0, article_end))
    return found


def settled(before: Judgement | None, found: Judgement, asked: Haystack) -> Judgement | None:
    """What stands once a text was asked: `found` is its answer, `before` stood without it; None while nothing does."""
    moved = _moved(found, asked.start)
    if asked.extent is Extent.DAY:
        return moved if found.verdict is Verdict.SUPPORTED else None
    if asked.extent is Extent.ARTICLE or before is None:
        return moved
    beyond = any(one.start >= asked.article_end for one in moved.evidence)
    return moved if beyond and found.verdict in _SUPPORTING else before


def is_open(said: Judgement | None) -> bool:
    """Whether the next text may still decide the claim."""
    return said is None or said.verdict in _LEFT_OPEN


def _of_days(document: Document, days: Collection[str]) -> Haystack | None:
    """The entries of the cited days, where there are others, and none of those stands between them."""
    dated = [(start, end, posted_at[:10]) for start, end, _, posted_at in document.parts if posted_at]
    chosen = [one for one in dated if any(_covers(cited, one[2]) for cited in days)]
    if not chosen or len(chosen) == len(dated):
        return None
    start, end = min(one[0] for one in chosen), max(one[1] for one in chosen)
    if any(start <= one[0] < end for one in dated if one not in chosen):
        return None
    published = chosen[0][2] if len({one[2] for one in chosen}) == 1 else document.published
    part = replace(document, text=document.text[start:end], published=published)
    return Haystack(Extent.DAY, part, start, end - start)


def _without_one_day(document: Document) -> Document:
    """A blog of several days has no day from which "on Thursday" in any of its entries could be counted."""
    posted = {posted_at[:10] for _, _, _, posted_at in document.parts if posted_at}
    return replace(document, published=None) if len(posted) > 1 else document


def _covers(cited: str, day: str) -> bool:
    """Whether a day lies in a cited day, month, year or range."""
    first, mark, last = cited.partition("/")
    if not mark:
        return bool(cited) and day.startswith(cited)
    return first <= day and (day <= last or day.startswith(last))


def _moved(judgement: Judgement, by: int) -> Judgement:
    """With its spans counted in the whole document."""
    if not by:
        return judgement
    evidence = tuple(replace(one, start=one.start + by, end=one.end + by) for one in judgement.evidence)
    checks = tuple(
        replace(one, source_span=(one.source_span[0] + by, one.source_span[1] + by)) if one.source_span else one
        for one in judgement.checks
    )
    return replace(judgement, evidence=evidence, checks=checks)
