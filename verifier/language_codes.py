"""A language tag in, whether there is such a language and its two letters out.

The codes of two letters are `language_codes.txt`; English names and codes of three letters are `language_names.csv`.
"""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")


def is_language(tag: str) -> bool:
    """Whether the tag (`en`, `pt-BR`) begins with the code of a language; of three letters any could be one."""
    found = _TAG.fullmatch(tag)
    return found is not None and (len(found[1]) == 3 or found[1].lower() in _codes())


def code_of(said: str) -> str | None:
    """The two letters of a tag (`pl-PL`), a code of three (`pol`) or an English name (`Polish`); None for another."""
    first = said.strip().replace("_", "-").partition("-")[0].lower()
    return first if len(first) == 2 and first in _codes() else _names().get(first)


@cache
def _names() -> dict[str, str]:
    rows = csv.DictReader(files("verifier").joinpath("language_names.csv").read_text("ascii").splitlines())
    return {row["name"]: row["code"] for row in rows}


@cache
def _codes() -> frozenset[str]:
    """The codes in use, and in the last line those that were withdrawn and still turn up."""
    return frozenset(files("verifier").joinpath("language_codes.txt").read_text("ascii").split())
