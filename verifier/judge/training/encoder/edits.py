"""A supported claim and its evidence in, the same claim with one value changed out.

Numbers, dates and names are exchanged for another of their kind, by preference one that stands in the evidence
too, so that the words alone do not give the change away; or the statement is negated.
"""

from __future__ import annotations

import random
import re
from itertools import pairwise

_NUMBER = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+(?![\w])|(?<![\w.,])\d+(?:\.\d+)?(?![\w])")
_NAME = re.compile(r"(?<=[\w,;] )[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2}")
_AUXILIARY = re.compile(r"\b(is|are|was|were|will|can|could|should|has|have|had|did|does|would)\b(?! not\b|n't)")
_OPPOSITES = (
    ("increased", "decreased"), ("rose", "fell"), ("more", "fewer"), ("higher", "lower"), ("before", "after"),
    ("first", "last"), ("won", "lost"), ("approved", "rejected"), ("supports", "opposes"), ("supported", "opposed"),
    ("accepted", "refused"), ("began", "ended"), ("opened", "closed"), ("confirmed", "denied"), ("all", "some"),
    ("always", "never"), ("million", "billion"), ("thousand", "million"), ("at least", "at most"),
    ("largest", "smallest"), ("buy", "sell"), ("bought", "sold"), ("arrived", "left"), ("north", "south"),
    ("east", "west"), ("allowed", "banned"),
    ("January", "March"), ("May", "June"), ("July", "September"), ("October", "December"), ("Monday", "Thursday"),
)  # fmt: skip
_SWAPS = {a: b for pair in _OPPOSITES for a, b in (pair, pair[::-1])}
_WORD = re.compile("|".join(rf"\b{re.escape(word)}\b" for word in sorted(_SWAPS, key=len, reverse=True)))


def edited(claim: str, evidence: str, rng: random.Random) -> str | None:
    """The claim with one change that its evidence does not bear out, or None where nothing can be changed."""
    ways = [_number, _name, _roles, _word, _negation]
    rng.shuffle(ways)
    for way in ways:
        changed = way(claim, evidence, rng)
        if changed is not None and changed != claim:
            return changed
    return None


def _replaced(claim: str, match: re.Match[str], new: str) -> str:
    return claim[: match.start()] + new + claim[match.end() :]


def _number(claim: str, evidence: str, rng: random.Random) -> str | None:
    found = list(_NUMBER.finditer(claim))
    if not found:
        return None
    match = rng.choice(found)
    old = match.group()
    others = [n for n in dict.fromkeys(_NUMBER.findall(evidence)) if n != old and len(n) == len(old)]
    if others and rng.random() < 0.5:
        return _replaced(claim, match, rng.choice(others))
    if old.isdigit() and len(old) == 4 and old[:2] in ("18", "19", "20"):
        return _replaced(claim, match, str(int(old) + rng.choice((-10, -3, -2, -1, 1, 2, 3, 5))))
    at = next(i for i, digit in enumerate(old) if digit.isdigit())
    digit = rng.choice([d for d in "123456789" if d != old[at]])
    return _replaced(claim, match, old[:at] + digit + old[at + 1 :])


def _name(claim: str, evidence: str, rng: random.Random) -> str | None:
    found = list(_NAME.finditer(claim))
    if not found:
        return None
    match = rng.choice(found)
    old = match.group()
    parts = set(old.split())
    others = [n for n in dict.fromkeys(_NAME.findall(evidence)) if not parts & set(n.split()) and n not in claim]
    return _replaced(claim, match, rng.choice(others)) if others else None


def _roles(claim: str, _evidence: str, rng: random.Random) -> str | None:
    found = list(_NAME.finditer(" , " + claim))
    pairs = [(a, b) for a, b in pairwise(found) if b.start() - a.end() > 6]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    text = " , " + claim
    swapped = text[: first.start()] + second.group() + text[first.end() : second.start()] + first.group()
    between = text[first.end() : second.start()].split()
    if between in (["and"], ["or"]) or "," in text[first.end() : second.start()]:
        return None
    return (swapped + text[second.end() :])[3:]


def _word(claim: str, _evidence: str, rng: random.Random) -> str | None:
    found = list(_WORD.finditer(claim))
    if not found:
        return None
    match = rng.choice(found)
    return _replaced(claim, match, _SWAPS[match.group()])


def _negation(claim: str, _evidence: str, rng: random.Random) -> str | None:
    if rng.random() < 0.5:
        return None
    match = _AUXILIARY.search(claim)
    return _replaced(claim, match, f"{match.group()} not") if match else None
