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
from verifier.resolve.wanted import SLACK, days_of, window

Keys = tuple[str, ...]

#: What a match is worth by the kind of its strongest key.
_WORTH = {"n": 2.0, "#": 2.0, "c": 1.0, "k": 1.0}
#: Added under the line of a share, so that one word alone is no agreement.
_DOUBT = 1.5
#: Shares of headline and claim that agree, before a page was read and after.
_HEAD_SEEN, _HEAD_READ = 0.75, 0.3
_UNKNOWN_HEAD = 0.3
#: What is left of a score at so many days from the cited one; beyond, nothing.
_BY_DISTANCE = (1.0, 0.93, 0.6, 0.4)
_UNDATED = 0.85
#: The writer who links a page once and names its outlet and day again most likely means that page.
_LINKED_BONUS = 0.15
#: To be of the very day that is cited is worth a mention, whatever the words.
_DAY_BONUS = 0.06
_LEAD_CHARS = 12_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """A page with its score, 0 to 1; `read` says that its own words were compared and not just its headline."""

    sighting: Sighting
    score: float
    read: bool = False


def rank(seen: Iterable[Sighting], wanted: Wanted, terms: Terms) -> list[Ranked]:
    """The best first; pages that cannot be it (wrong site, wrong day, a list) are left out, doubles merged."""
    pool = [one for one in merged(seen) if _may_be(one, wanted)]
    claim = terms(wanted.claim, wanted.language)
    heads = [terms(*_head(one, wanted)) for one in pool]
    rarity = _rarity(heads)
    found = []
    for one, head in zip(pool, heads, strict=True):
        body = terms(one.text[:_LEAD_CHARS], one.language) if one.text else ()
        same = _language(one, wanted) == wanted.language
        found.append(_scored(one, wanted, claim, head, body, rarity, same))
    return _one_of_each_story(sorted(found, key=lambda one: (-one.score, one.sighting.url)))


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


def same_story(one: Sighting, other: Sighting) -> bool:
    """Whether two addresses show one piece: the same headline at the same outlet, or one page in two spellings."""
    if loose_key(one.url) == loose_key(other.url):
        return True
    titles = [" ".join(re.findall(r"\w+", (page.title or "").casefold())) for page in (one, other)]
    return bool(titles[0]) and titles[0] == titles[1] and host_of(one.url) == host_of(other.url)


def _one_of_each_story(ranked: Sequence[Ranked]) -> list[Ranked]:
    kept: list[Ranked] = []
    for one in ranked:
        if not any(same_story(one.sighting, better.sighting) for better in kept[:20]):
            kept.append(one)
    return kept


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


def _language(one: Sighting, wanted: Wanted) -> str | None:
    known = [code for code in wanted.languages if code != "mul"]
    return one.language or (known[0] if known else None)


def _head(one: Sighting, wanted: Wanted) -> tuple[str, str | None]:
    """The headline and its language; for want of one, the words of the address."""
    return (one.title or words_in(one.url)), _language(one, wanted)


def _rarity(heads: Sequence[Sequence[Keys]]) -> dict[str, float]:
    """How much less a key is worth that many of the headlines share; 1 for one that stands in few."""
    counts = Counter(key for head in heads for key in {key for word in head for key in word})
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
    of_claim = {key for word in claim for key in word}
    of_page = {key for word in (*head, *body) for key in word}
    head_share = _share(head, of_claim, rarity, same) if head else _UNKNOWN_HEAD
    claim_share = _share(claim, of_page, rarity, same)
    weight = _HEAD_READ if one.read else _HEAD_SEEN
    score = weight * head_share + (1 - weight) * claim_share
    if one.how == "linked":
        score += _LINKED_BONUS
    factor = _day_factor(one, wanted)
    if factor == 1.0 and wanted.dates and not wanted.accessed:
        score += _DAY_BONUS
    return Ranked(sighting=one, score=round(min(1.0, score * factor), 4), read=one.read)


def _share(words: Sequence[Keys], others: set[str], rarity: dict[str, float], same: bool) -> float:
    """The weighted share of the words that the other text has, of those that it could have."""
    total = hit = 0.0
    for word in dict.fromkeys(words):
        kinds = [key for key in word if same or not key.startswith("k:")]
        if not kinds:
            continue
        found = [key for key in kinds if key in others]
        # Of a word that is missing nobody knows whether it is a name: in German every noun is written large.
        worth = max(_WORTH[key[0]] * rarity.get(key, 1.0) for key in found) if found else 1.0
        total += worth
        hit += worth if found else 0.0
    return hit / (total + _DOUBT) if total else 0.0
