"""The value of a setting in, the names it lists out: read alike for every setting that chooses among known names."""

from __future__ import annotations

from collections.abc import Sequence

from verifier.setting_values import json_list
from verifier.wording import quoted


def read_listed(value: object, known: Sequence[str], one: str, many: str) -> tuple[str, ...]:
    """The chosen names in the order of `known`; `one` and `many` are what such a name is called.

    A list, or words set apart by commas or blanks, or `none`. Raises `ValueError` for unknown ones.
    """
    if value == "none":  # an empty variable means that it is not set
        return ()
    given = value
    if isinstance(value, str):
        given = json_list(value) if value.lstrip().startswith("[") else value.replace(",", " ").split()
    if not isinstance(given, list | tuple) or not all(isinstance(name, str) for name in given):
        raise ValueError(f"it must be a list of {many} out of {', '.join(known)}")
    unknown = [name for name in given if name not in known]
    if unknown:
        raise ValueError(f"there is no {one} {quoted(unknown[0])}; the {many} are {', '.join(known)}")
    return tuple(name for name in known if name in given)
