"""A wanted page → the few words by which to ask a search engine for it."""

from __future__ import annotations

import re

from verifier.model import Wanted

_WORD = re.compile(r"\d[\d.,]*\d|\d|[^\W\d_]+(?:-[^\W\d_]+)*")
_POSSESSIVE = re.compile(r"['’]s\b")
_LEAST_LETTERS = 5


def query_words(wanted: Wanted, most: int) -> list[str]:
    """Names first, then figures, then long words of the claim; each once, nothing that a query language would read."""
    found = [(match[0], match.start()) for match in _WORD.finditer(_POSSESSIVE.sub("", wanted.claim))]
    names = [word for word, start in found if start and word[0].isupper() and len(word) > 2]
    figures = [word for word, _ in found if word[0].isdigit() and len(word) > 1]
    long = sorted((word for word, _ in found if len(word) >= _LEAST_LETTERS and word.islower()), key=len, reverse=True)
    unique = dict.fromkeys([*names, *figures[:1], *long])
    return list(unique)[:most]


def site_query(wanted: Wanted, domain: str, most: int = 6) -> str:
    """`site:harbour.example Lindholm 310 bridge`, for engines that know the operator; an account's name is a word."""
    handle = [f'"{wanted.handle}"'] if wanted.handle else []
    return " ".join([f"site:{domain}", *handle, *query_words(wanted, most)])
