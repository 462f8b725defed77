"""A page in, the days that its entries stand under out: "10 September, 14:05" is a heading of what follows it only."""

from __future__ import annotations

from bisect import bisect_right
from functools import lru_cache

from verifier.judge.dates import Dated
from verifier.judge.matching import Match
from verifier.judge.page import Page

#: Words beside its date and its time that a heading may have: "Updated", "Uhr", "BST".
_BESIDE = 2
_LONGEST = 9
#: Share of what the best sentence tells of a claim from which another tells of it as well.
_AS_WELL = 0.85


class EntryDays:
    """The sentences that are nothing but a day, where they name several: those of live blogs and chronicles."""

    def __init__(self, page: Page) -> None:
        found = [at for at in range(len(page.sentences)) if _is_heading(page, at)]
        several = len({page.dates(at)[0].day for at in found}) > 1
        self._headings = found if several else []
        self._known = frozenset(self._headings)

    def is_heading(self, at: int) -> bool:
        """Is the sentence such a heading?"""
        return at in self._known

    def over(self, at: int) -> int | None:
        """The heading that a sentence stands under."""
        place = bisect_right(self._headings, at) - 1
        return self._headings[place] if place >= 0 else None


@lru_cache(maxsize=4)
def entry_days(page: Page) -> EntryDays:
    """Those of a page, kept while other claims about it are judged."""
    return EntryDays(page)


def headings_over(match: Match) -> frozenset[int]:
    """The headings over the sentences that tell most of the claim."""
    if match.best is None:
        return frozenset()
    enough = _AS_WELL * match.coverage((match.best,))
    telling = {match.best, *(at for at in match.focus if match.coverage((at,)) >= enough)}
    found = {entry_days(match.page).over(at) for at in telling}
    return frozenset(at for at in found if at is not None)


def dates_of(match: Match, at: int) -> list[Dated]:
    """The days of a sentence; none of a heading that nothing stands under which tells of the claim."""
    foreign = entry_days(match.page).is_heading(at) and at not in headings_over(match)
    return [] if foreign else match.page.dates(at)


def _is_heading(page: Page, at: int) -> bool:
    if at in page.rows or not 2 <= len(page.words[at]) <= _LONGEST:
        return False
    dates = [dated for dated in page.dates(at) if dated.day.day is not None]
    if len(dates) != 1:
        return False
    inside = [any(a <= word.start < b for a, b in (d.span for d in page.dates(at))) for word in page.words[at]]
    rest = [word for word, within in zip(page.words[at], inside, strict=True) if not within and not word.form.digits]
    return len(rest) <= _BESIDE
