"""Until when and since when: what lasts until 31 May does not last until the day on which the winners are named.

A date behind "until" or "since" ends or begins something. Where a short page has the claim's date without such a word
and another one with it, which stands with as much of what the claim says, the claim has taken the one for the other.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from verifier.judge.checks.polarity import negations
from verifier.judge.clauses import clause_at
from verifier.judge.count_marks import marks
from verifier.judge.dates import Dated
from verifier.judge.folding import fold
from verifier.judge.matching import Match
from verifier.model import Span

_KINDS = ("until", "since")
_SHORT_PAGE = 12
#: How far before a date, in characters and in words, such a word may stand.
_BEFORE, _WORDS = 32, 5
_STOPS = re.compile(r"[.,;:()]")


def other_end(
    match: Match, dated: Dated, agree: Callable[[Dated, Dated], bool], is_rival: Callable[[Dated, Dated], bool]
) -> Dated | None:
    """The page's date behind the claim's "until" or "since", where the claim's own date stands behind neither there."""
    own = _kind(match.claim, (0, len(match.claim)), dated, match.code)
    if own is None or len(match.page.sentences) > _SHORT_PAGE or negations(match.claim, match.words):
        return None
    code, mine, ends = match.page.language.code, -1, list[tuple[int, Dated]]()
    for at in range(len(match.page.sentences)):
        span = match.page.span(at)
        for other in match.page.dates(at):
            there = _kind(match.page.text, span, other, code)
            if agree(dated, other):
                if there == own:
                    return None
                mine = max(mine, _shared(match, at, other))
            elif there == own and is_rival(dated, other) and not any(agree(one, other) for one in match.dates):
                ends.append((_shared(match, at, other), other))
    if mine < 0 or len({other.day for _, other in ends}) != 1:
        return None
    shared, end = max(ends, key=lambda one: one[0])
    return end if shared >= max(1, mine) else None


def _kind(text: str, bounds: Span, dated: Dated, code: str) -> str | None:
    """Which of the two the nearest such word before a date is."""
    said = _STOPS.split(text[max(bounds[0], dated.span[0] - _BEFORE) : dated.span[0]])[-1]
    before = fold(said).split()[-_WORDS:]
    return next((kind for word in reversed(before) for kind in _KINDS if word in marks(code, kind)), None)


def _shared(match: Match, at: int, dated: Dated) -> int:
    """How many of the claim's words stand in the clause of a date, figures apart."""
    start, end = clause_at(match.page.text, dated.span[0], *match.page.span(at))
    inside = (
        w for w in match.page.words[at] if start <= w.start < end and not dated.span[0] <= w.start < dated.span[1]
    )
    return len({i for w in inside if (i := match.matched_term(w)) is not None and match.weights[i]})
