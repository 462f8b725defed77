"""The ways there are to look for a page that is cited without a link, and which of them an operator wants."""

from __future__ import annotations

import json

#: In the order in which they are asked: what is at hand first, what costs money last.
FINDERS = ("linked", "headlines", "archives", "gdelt", "searxng", "brave", "mediacloud")


def read_finders(value: object) -> tuple[str, ...]:
    """The finders of a setting: a list, or words set apart by commas or blanks, or `none`.

    Raises `ValueError` for unknown ones.
    """
    if value == "none":  # an empty variable means that it is not set
        return ()
    given = value
    if isinstance(value, str):
        given = json.loads(value) if value.lstrip().startswith("[") else value.replace(",", " ").split()
    if not isinstance(given, list | tuple) or not all(isinstance(one, str) for one in given):
        raise ValueError(f"must be a list out of {', '.join(FINDERS)}")
    unknown = [one for one in given if one not in FINDERS]
    if unknown:
        raise ValueError(f"there is no finder {unknown[0]!r}; there are {', '.join(FINDERS)}")
    return tuple(one for one in FINDERS if one in given)
