"""The ways there are to look for a page that is cited without a link, and which of them an operator wants."""

from __future__ import annotations

from verifier.listed import read_listed

#: In the order in which they are asked: what is at hand first, what costs money last.
FINDERS = ("linked", "headlines", "channels", "archives", "gdelt", "searxng", "brave", "mediacloud")


def read_finders(value: object) -> tuple[str, ...]:
    """The finders of a setting, see `read_listed`. Raises `ValueError` for unknown ones."""
    return read_listed(value, FINDERS, "finder", "finders")
