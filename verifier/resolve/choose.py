"""Ranked pages → the one that is meant, if it stands out; else the candidates and why none was taken."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.model import Candidate, Resolution, Resolved, Target, Wanted
from verifier.resolve.days import cited_day
from verifier.resolve.rank import Ranked

#: A page is taken from this score on: beside others it was preferred to, and alone, when the right one may not have
#: been seen at all.
LEAST, LEAST_ALONE = 0.55, 0.7
#: From here on no further finder is asked; before, another one may know a better page.
SURE = 0.7
#: By how much it must lead the next one, which is another story.
MARGIN = 0.1
#: Pages below this score are no candidates at all.
FLOOR = 0.05
_LISTED = 5


def stands_out(ranked: Sequence[Ranked]) -> bool:
    """Whether the first page is good enough and well ahead of the second."""
    if len(ranked) < 2:
        return bool(ranked) and ranked[0].score >= LEAST_ALONE
    return ranked[0].score >= LEAST and ranked[0].score - ranked[1].score >= MARGIN


def is_sure(ranked: Sequence[Ranked]) -> bool:
    """Whether asking further could hardly change the choice."""
    return stands_out(ranked) and ranked[0].score >= SURE


def chosen(ranked: Sequence[Ranked], wanted: Wanted, told: Sequence[str] = ()) -> Resolved:
    """`Resolution.SEARCHED` with the page, or `Resolution.NONE` with the reason; the best candidates in any case.

    `told` are sentences about finders that could not be asked.
    """
    listed = [one for one in ranked if one.score >= FLOOR][:_LISTED]
    candidates = tuple(
        Candidate(url=one.sighting.url, how=one.sighting.how, score=round(one.score, 3)) for one in listed
    )
    if stands_out(ranked):
        near = cited_day(wanted.dates, wanted.published)
        return Resolved(
            resolution=Resolution.SEARCHED,
            target=Target(url=listed[0].sighting.url, near=near),
            candidates=candidates,
        )
    return Resolved(resolution=Resolution.NONE, candidates=candidates, reason=_why_not(listed, wanted, told))


def _why_not(listed: Sequence[Ranked], wanted: Wanted, told: Sequence[str]) -> str:
    shown = f"{wanted.handle} on {wanted.platform}" if wanted.platform and wanted.handle else wanted.name
    if len(listed) > 1:
        first = f"Ambiguous: {len(listed)} pages of {shown} may be meant and none stands out. Link the one you mean."
    elif listed:
        first = f"Ambiguous: one page of {shown} may be meant, but too little says so. Link the page you mean."
    else:
        first = f"No link, and no page of {shown} was found that may be meant. Link the page in the article."
    return " ".join((first, *told))
