"""A language tag in, whether there is such a language out; the codes of two letters are `language_codes.txt`."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_][A-Za-z0-9]{1,8}){0,4}")


def is_language(tag: str) -> bool:
    """Whether the tag (`en`, `pt-BR`) begins with the code of a language; of three letters any could be one."""
    found = _TAG.fullmatch(tag)
    return found is not None and (len(found[1]) == 3 or found[1].lower() in _codes())


@cache
def _codes() -> frozenset[str]:
    """The codes in use, and in the last line those that were withdrawn and still turn up."""
    return frozenset(files("verifier").joinpath("language_codes.txt").read_text("ascii").split())
