"""A name in, whether it is that of a person out: `(Putin, October 4)` tells who spoke and when, it cites nobody."""

from __future__ import annotations

import re
from collections.abc import Container
from functools import cache, lru_cache
from importlib.resources import files

from verifier.cite.words.lexicon import Lexicon

_WORD = r"[^\W\d_]+(?:[-'’][^\W\d_]+){0,3}"
_NAME = re.compile(rf"{_WORD}(?:\s{_WORD}){{0,3}}")
_LONGEST_PERSON = 4
#: An office and a foreign name, in signs.
_LONGEST_UNSPACED = 12


@cache
def given_names() -> frozenset[str]:
    """First names of many languages, as printed."""
    text = files("verifier.cite").joinpath("given_names.txt").read_text("utf-8")
    return frozenset(line for line in text.splitlines() if line and not line.startswith("#"))


@cache
def _full_name() -> re.Pattern[str]:
    """A word that may be a first name, and the one after it. Only words with the first letter of one are tried."""
    opening = re.escape("".join(sorted({name[0] for name in given_names()})))
    more = r"[^\W\d_]*(?:[-'’][^\W\d_]+){0,3}"
    return re.compile(rf"([{opening}](?<![^\W\d_].){more})\s(?=([^\W\d_a-z]{more}))")


def family_names(text: str) -> frozenset[str]:
    """The words that follow a first name somewhere in the text: `Vladimir Putin` gives `Putin`. Linear."""
    given = given_names()
    return frozenset(match[2] for match in _full_name().finditer(text) if match[1] in given and match[2][0].isupper())


class FamilyNames:
    """The family names that a text tells, sought when first asked for: most articles have no bracket that asks."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._names: frozenset[str] | None = None

    def __contains__(self, name: object) -> bool:
        if self._names is None:
            self._names = family_names(self._text)
        return name in self._names


def is_person(name: str, families: Container[str], words: Lexicon) -> bool:
    """Whether a name is that of a person: first name and family name, an office and a name, or a known family name.

    `President of Russia` and `Governor’s Office` are institutions.
    """
    family = _family_of(name, words)
    return family is not None and (not family or family in families)


@lru_cache(maxsize=4_096)
def _family_of(name: str, words: Lexicon) -> str | None:
    """None for what is no person; empty for a person; else the word that must be a family name to make it one."""
    if not words.spaced and _holds_unspaced_office(name, words):
        return ""
    rest, office = _past_offices(name, words)
    if not _NAME.fullmatch(rest):
        return None
    tokens = rest.split()
    if len(tokens) > _LONGEST_PERSON or not all(token[0].isupper() for token in tokens):
        return None
    if any(words.is_one_of("institutions", token) for token in tokens):
        return None
    if office:
        return ""
    if len(tokens) == 1:
        return tokens[0]
    return "" if tokens[0] in given_names() and tokens[0] != tokens[1] else None


def _holds_unspaced_office(name: str, words: Lexicon) -> bool:
    """`柳德平总理`, `总统柳德平`; not `总统府`, which ends as institutions do."""
    if name.endswith(words.phrases["offices"]):
        return True
    opens = words.leading("offices", name) is not None
    return opens and len(name) <= _LONGEST_UNSPACED and not name.endswith(words.phrases["institutions"])


def _past_offices(name: str, words: Lexicon) -> tuple[str, bool]:
    """The name without offices and ranks before it, and whether there was an office (`General` opens firms, too)."""
    office = False
    while True:
        held = words.leading("offices", name)
        found = held or words.leading("ranks", name)
        if found is None:
            return name, office
        name, office = name[len(found) :].lstrip(" ,"), office or held is not None
