"""Pages that were seen and the page that is wanted → the pages in the order in which they are likely to be it.

Compared are the words of headline (or address) and claim, names and numbers counting more, across languages by what
`protocols.Terms` knows of them; the day; and, once a page was read, how much of the claim stands in it.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from verifier.model import Sighting, Wanted
from verifier.pages import host_of, loose_key
from verifier.protocols import Terms
from verifier.resolve.addresses import at_site, day_in, is_article, words_in
from verifier.resolve.editions import Piece, is_edition
from verifier.resolve.matching import Keys, keys_of, of_claim, of_page, share
from verifier.resolve.wanted import SLACK, days_of, window
from verifier.shingles import resemblance, shingles

#: Shares of headline and claim that agree, before a page was read and after.
_HEAD_SEEN, _HEAD_READ = 0.75, 0.3
_UNKNOWN_HEAD = 0.3
#: What is left of a score at so many days from the cited one; beyond, nothing.
_BY_DISTANCE = (1.0, 0.93, 0.6, 0.4)
_UNDATED = 0.85
#: What is left of a score of a page in a language in which the outlet is not known to write: another edition's.
_FOREIGN = 0.6
#: The writer who links a page once and names its outlet and day again most likely means that page, unless another
#: fits the claim better.
_LINKED_BONUS = 0.15
#: What is left when a page that was read shares the claim's names and figures alone: of whom, but not what.
_NAMES_ALONE = 0.8
_FEWEST_DEEDS = 2
#: To be of the very day that is cited is worth a mention, whatever the words.
_DAY_BONUS = 0.06
_BODY_CHARS = 12_000
#: So many words of a page that carry meaning, beyond those of its headline, tell what it is about.
_LEAD_WORDS = 25
#: Only pages this close to the best can be its editions, and so many.
_CLOSE, _MOST_EDITIONS = 0.25, 6
#: Two texts that have so much in common are one, a headline put right or a line added.
_ALIKE = 0.5
_MOST_COMPARED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A page with its score, 0 to 1; `read` says that its own words were compared and not just its headline."""

    sighting: Sighting
    score: float
    read: bool = False


def rank(seen: Iterable[Sighting], wanted: Wanted, terms: Terms) -> list[Ranked]:
    """The best first; pages that cannot be it (wrong site, wrong day, a list) are left out, doubles merged."""
    pool = [one for one in merged(seen) if _may_be(one, wanted)]
    claim = of_claim(terms(wanted.claim, wanted.language))
    heads = [of_page(terms(*_head(one, wanted))) for one in pool]
    rarity = _rarity(heads)
    found: list[Ranked] = []
    pieces: dict[str, Piece] = {}
    for one, head in zip(pool, heads, strict=True):
        body = of_page(terms(one.text[:_BODY_CHARS], one.language)) if one.text else []
        same = _language(one, wanted) == wanted.language
        found.append(_scored(one, wanted, claim, head, body, rarity, same))
        lead = body[: len(head) + _LEAD_WORDS] if one.title else []
        pieces[one.url] = Piece(language=one.language, day=one.day, head=head, lead=lead)
    found = _with_bonus(found)
    found.sort(key=lambda one: (-one.score, one.sighting.url))
    return _in_one_edition(_one_of_each_story(found), pieces, wanted)


def merged(seen: Iterable[Sighting]) -> list[Sighting]:
    """Each page once, with what any finder knows of it; the first finder gets the credit."""
    pages: dict[str, Sighting] = {}
    for one in seen:
        key = loose_key(one.url)
        known = pages.get(key)
        if known is None:
            pages[key] = replace(one, day=one.day or day_in(one.url))
            continue
        pages[key] = replace(
            known,
            title=known.title or one.title,
            day=known.day or one.day,
            text=max((known.text or "", one.text or ""), key=len) or None,
            language=known.language or one.language,
            read=known.read or one.read,
        )
    return list(pages.values())


@dataclass(frozen=True, slots=True)
class _Story:
    """A page beside what is compared of it first: its loose address, and host and headline (empty without one)."""

    page: Sighting
    address: str
    headline: str


def _story_of(one: Sighting) -> _Story:
    title = " ".join(re.findall(r"\w+", (one.title or "").casefold()))
    return _Story(one, loose_key(one.url), f"{host_of(one.url)} {title}" if title else "")


def _is_same(one: _Story, other: _Story) -> bool:
    """Whether two addresses show one piece: one page in two spellings, or one headline at one outlet on one day.

    Of a channel's posts, and of a column that is always called the same, the words decide once they were read.
    """
    if one.address == other.address:
        return True
    if not one.headline or one.headline != other.headline:
        return False
    page, twin = one.page, other.page
    if page.day and twin.day and page.day[:10] != twin.day[:10]:
        return False
    if not (page.read and twin.read and page.text and twin.text):
        return True
    return resemblance(shingles(page.text[:_BODY_CHARS]), shingles(twin.text[:_BODY_CHARS])) >= _ALIKE


def _one_of_each_story(ranked: Sequence[Ranked]) -> list[Ranked]:
    kept: list[Ranked] = []
    stories: list[_Story] = []
    for one in ranked:
        story = _story_of(one.sighting)
        if not any(_is_same(story, better) for better in stories[:_MOST_COMPARED]):
            kept.append(one)
            stories.append(story)
    return kept


def _in_one_edition(ranked: Sequence[Ranked], pieces: dict[str, Piece], wanted: Wanted) -> list[Ranked]:
    """Without the best page's editions in other languages; of all these the one in the claim's language is kept."""
    if not ranked:
        return []
    best, others = ranked[0], []
    editions = [best]
    for one in ranked[1:]:
        close = best.score - one.score <= _CLOSE and len(editions) <= _MOST_EDITIONS
        piece = pieces[one.sighting.url]
        if close and any(is_edition(pieces[known.sighting.url], piece) for known in editions):
            editions.append(one)
        else:
            others.append(one)
    kept = next((one for one in editions if one.sighting.language == wanted.language), best)
    return [replace(kept, score=best.score), *others]


def _with_bonus(found: Sequence[Ranked]) -> list[Ranked]:
    best = max((one.score for one in found), default=0.0)
    return [
        replace(one, score=min(1.0, round(one.score + _LINKED_BONUS, 4)))
        if one.sighting.how == "linked" and (not one.read or one.score >= best)
        else one
        for one in found
    ]


def _may_be(one: Sighting, wanted: Wanted) -> bool:
    if one.how == "linked":
        return True
    return at_site(one.url, wanted.domains) and is_article(one.url) and _day_factor(one, wanted) > 0


def _day_factor(one: Sighting, wanted: Wanted) -> float:
    days = days_of(one.day or "")
    first, last = window(wanted)
    if days is None:
        return _UNDATED
    if first is None or last is None:
        return 1.0 if last is None or days[0] <= last else 0.0
    apart = max(0, (first + SLACK - days[1]).days, (days[0] - (last - SLACK)).days)
    return _BY_DISTANCE[apart] if apart < len(_BY_DISTANCE) else 0.0


def _has_names_alone(claim: Sequence[Keys], page: set[str], *, same: bool) -> bool:
    """Whether none of the claim's other words, of at least two that could, stands in the page."""
    deeds = [
        keys
        for word in claim
        if not any(key.startswith(("n:", "#")) for key in word)
        and (keys := [key for key in word if same or not key.startswith("k:")])
    ]
    return len(deeds) >= _FEWEST_DEEDS and not any(key in page for keys in deeds for key in keys)


def _is_foreign(one: Sighting, wanted: Wanted) -> bool:
    """Whether it is in a language of which the outlet is not known; what writes in several may write in the claim's."""
    if one.language is None or not wanted.languages or "mul" in wanted.languages:
        return False
    known = {*wanted.languages, *([wanted.language] if len(wanted.languages) > 1 else ())}
    return one.language not in known


def _language(one: Sighting, wanted: Wanted) -> str | None:
    known = [code for code in wanted.languages if code != "mul"]
    return one.language or (known[0] if known else None)


def _head(one: Sighting, wanted: Wanted) -> tuple[str, str | None]:
    """The headline and its language; for want of one, the words of the address."""
    return (one.title or words_in(one.url)), _language(one, wanted)


def _rarity(heads: Sequence[Sequence[Keys]]) -> dict[str, float]:
    """How much less a key is worth that many of the headlines share; 1 for one that stands in few."""
    counts = Counter(key for head in heads for key in keys_of(head))
    most = math.log(1 + len(heads))
    return {key: max(0.25, math.log(1 + len(heads) / number) / most) for key, number in counts.items()} if most else {}


def _scored(
    one: Sighting,
    wanted: Wanted,
    claim: Sequence[Keys],
    head: Sequence[Keys],
    body: Sequence[Keys],
    rarity: dict[str, float],
    same: bool,
) -> Ranked:
    head_share = share(head, keys_of(claim), rarity, same=same) if head else _UNKNOWN_HEAD
    claim_share = share(claim, keys_of((*head, *body)), rarity, same=same)
    weight = _HEAD_READ if one.read else _HEAD_SEEN
    score = weight * head_share + (1 - weight) * claim_share
    factor = _day_factor(one, wanted)
    if factor == 1.0 and wanted.dates and not wanted.accessed:
        score += _DAY_BONUS
    if one.how != "linked" and _is_foreign(one, wanted):
        factor *= _FOREIGN
    if one.read and _has_names_alone(claim, keys_of((*head, *body)), same=same):
        factor *= _NAMES_ALONE
    return Ranked(sighting=one, score=round(min(1.0, score * factor), 4), read=one.read)
