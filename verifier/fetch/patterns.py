"""The patterns of `gist.toml`, compiled: by their kind, of all languages together or of each by itself."""

from __future__ import annotations

import functools
import re
import tomllib
from importlib.resources import files


@functools.cache
def pattern(kind: str) -> re.Pattern[str]:
    """The patterns of a kind in all languages. Raises `KeyError` for an unknown kind."""
    return _compiled([pattern for language in _table()[kind].values() for pattern in language])


@functools.cache
def by_language(kind: str) -> dict[str, re.Pattern[str]]:
    """The patterns of a kind by the codes of the languages that have any. Raises `KeyError` for an unknown kind."""
    return {language: _compiled(patterns) for language, patterns in _table()[kind].items()}


def _compiled(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"\b(?:{pattern})" for pattern in patterns))


@functools.cache
def _table() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(files("verifier.fetch").joinpath("gist.toml").read_text("utf-8"))
