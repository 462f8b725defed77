"""What the claim lets someone say held against who says it on the page.

The rest of the claim is looked for in what each speaker of the page says. It is another's words when one stretch with
a speaker of its own has far more of it than every place where the claim's own speaker may be speaking.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache

from verifier.judge.checks.speakers import Stretch, Voice, stretches, voices
from verifier.judge.languages import language
from verifier.judge.lexicon import titles
from verifier.judge.matching import Match
from verifier.judge.names import Name
from verifier.judge.sentences import split
from verifier.judge.words import Word

#: Share of what is said that another speaker must say, of how many words at least, and the most of that share which
#: may stand where the claim's speaker may speak.
SAID_BY_OTHER, FEWEST, SAID_BY_OWN = 0.35, 2, 0.5
#: Words before a name among which its office stands.
OFFICE = 3


@dataclass(frozen=True, slots=True)
class Misgiven:
    """The speaker of the claim, and the one who says it on the page."""

    claimed: Name
    other: Name


@dataclass(frozen=True, slots=True)
class _Heard:
    """A stretch of the page with the claim's terms in it.

    `is_named`: does it name its own speaker? `is_other`: is that one of whom the claim says nothing?
    """

    stretch: Stretch
    terms: frozenset[int]
    is_named: bool
    is_other: bool


def other_speaker(match: Match, named: list[Name]) -> Misgiven | None:
    """The page's own speaker of what a sentence of the claim gives to someone else, if that is clear."""
    for start, end in split(match.claim, language(match.code)):
        inside = range(*(bisect_left(match.words, place, key=lambda w: w.start) for place in (start, end)))
        found = voices(match.claim, match.words, [n for n in named if n.first in inside], match.code)
        if len({voice.name.first for voice in found if voice.cue in inside}) == 1:
            misgiven = _misgiven(match, found[0], inside)
            if misgiven is not None:
                return misgiven
    return None


def _misgiven(match: Match, own: Voice, inside: range) -> Misgiven | None:
    last = match.term_of(own.name.words[-1])
    content = _content(match, own, inside)
    total = sum(match.weights[i] for i in content)
    if last is None or not match.found(last) or not total:
        return None
    office = _office(match, own.name)
    best: tuple[float, frozenset[int], Stretch] | None = None
    mine, own_words, speaks = 0.0, frozenset[int](), set[int]()
    for heard in _heard(match):
        stretch = heard.stretch
        said = heard.terms & content
        share = sum(match.weights[i] for i in said) / total
        here = heard.terms.intersection({last} if heard.is_named else {last, *office})
        # Whoever was named last may go on speaking where nobody else does.
        if here or (stretch.at - 1 in speaks and not heard.is_named):
            speaks.add(stretch.at)
            if share > mine:
                mine, own_words = share, said
        elif heard.is_other and (best is None or share > best[0]):
            best = (share, said, stretch)
    if best is None or best[0] < SAID_BY_OTHER or mine > SAID_BY_OWN * best[0]:
        return None
    share, said, stretch = best
    # The next speaker answers to what was said and need not repeat it: "she called it chaotic".
    fewest = FEWEST if stretch.at + 1 in speaks else FEWEST - 1
    if len(said - own_words) < fewest or stretch.voice is None:
        return None
    return Misgiven(own.name, stretch.voice.name)


@lru_cache(maxsize=4)
def _heard(match: Match) -> tuple[_Heard, ...]:
    """All stretches of the page, kept while the sentences of one claim are looked at."""
    return tuple(
        _Heard(stretch, _said(match, stretch), _is_named(match, stretch), _is_other(match, stretch))
        for stretch in stretches(match.page)
    )


def _is_named(match: Match, stretch: Stretch) -> bool:
    """Does the stretch name its own speaker?"""
    if stretch.voice is None:
        return False
    start, end = match.page.span(stretch.at)
    return start <= stretch.voice.name.span[0] < end


def _office(match: Match, name: Name) -> set[int]:
    """Terms of the office that the claim gives its speaker: the foreign minister may speak without his name."""
    before = match.words[max(0, name.first - OFFICE) : name.first] + list(name.words[:-1])
    return {i for w in before if titles().intersection(w.form.concepts) and (i := match.term_of(w)) is not None}


def _content(match: Match, own: Voice, inside: range) -> set[int]:
    """The terms of what is said: those behind the word of saying, or before it and the speaker."""
    name = own.name
    first, last = min(own.cue, name.first), max(own.cue, name.last)
    behind = _terms(match, match.words[last + 1 : inside.stop])
    ahead = _terms(match, match.words[inside.start : first])
    speaker = _terms(match, match.words[first : last + 1])
    said = behind if own.before and len(behind) >= FEWEST else behind | ahead
    return {i for i in said - speaker if match.weights[i]}


def _terms(match: Match, found: list[Word]) -> set[int]:
    return {i for w in found if (i := match.term_of(w)) is not None}


def _said(match: Match, stretch: Stretch) -> frozenset[int]:
    found = match.page.words[stretch.at][stretch.first : stretch.last + 1]
    return frozenset(i for w in found if (i := match.matched_term(w)) is not None)


def _is_other(match: Match, stretch: Stretch) -> bool:
    """Has the stretch a speaker of whom the claim says nothing?"""
    return stretch.voice is not None and all(match.matched_term(w) is None for w in stretch.voice.name.words)
