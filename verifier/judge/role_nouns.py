"""A word in, the everyday role of a person, an animal, a body or a vehicle that it names out: driver, dog, court.

The table is `role_nouns.csv`: one role a row, one column of its nouns per language. Where nouns have cases, `stem-e/i`
is a stem with its endings in the nominative (any other ending of a case is oblique) and `word~` one word in another
case than the nominative; every other cell is a whole word, `=` marking one whose column has stems. The row `case`
holds the endings, folded, that a stem may have in another case.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

from verifier.judge.cases import INFLECTED
from verifier.judge.folding import fold
from verifier.judge.lexicon import COLUMNS

#: The shortest word that a stem alone or with an ending may be.
_LEAST_BARE = 4
_VOWELS = "aeiouy"


@dataclass(frozen=True, slots=True)
class _Noun:
    role: str
    stem: str
    nominative: frozenset[str]


@dataclass(frozen=True, slots=True)
class RoleNoun:
    """What a word names; `oblique`: is it in another case than the nominative, None where nouns have no cases."""

    roles: frozenset[str]
    oblique: bool | None


@cache
def _rows() -> tuple[dict[str, str], ...]:
    text = resources.files("verifier.judge").joinpath("role_nouns.csv").read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _cases(code: str) -> frozenset[str]:
    return frozenset(ending for row in _rows() if row["role"] == "case" for ending in (row.get(code) or "").split())


@cache
def _nouns(code: str) -> tuple[dict[str, list[tuple[str, bool]]], dict[str, list[_Noun]]]:
    """Whole words of one language, each with its role and "is it oblique", and stems by their first two letters."""
    whole: dict[str, list[tuple[str, bool]]] = {}
    stems: dict[str, list[_Noun]] = {}
    for row in _rows():
        for cell in (row.get(code) or "").split() if row["role"] != "case" else ():
            stem, dash, endings = cell.partition("-")
            if dash and code in INFLECTED:
                nominative = frozenset(fold(ending) for ending in endings.split("/"))
                noun = _Noun(row["role"], fold(stem), nominative)
                stems.setdefault(noun.stem[:2], []).append(noun)
            else:
                whole.setdefault(fold(cell.rstrip("=~")), []).append((row["role"], cell.endswith("~")))
    return whole, stems


def _is_case(ending: str, noun: _Noun, code: str) -> bool:
    """A case of it: нападник-у beside нападни-к, the bare stem of a plural."""
    inner = {one.rstrip(_VOWELS) for one in noun.nominative} | {""}
    return not ending or any(ending.startswith(one) and ending[len(one) :] in _cases(code) for one in inner)


@lru_cache(maxsize=32_768)
def role_noun(folded: str, code: str) -> RoleNoun | None:
    """The roles a folded word may name, None for any other word."""
    column = COLUMNS.get(code, (code,))[0]
    whole, stems = _nouns(column)
    found = list(whole.get(folded, ()))
    for noun in stems.get(folded[:2], ()):
        if folded.startswith(noun.stem):
            ending = folded[len(noun.stem) :]
            if ending in noun.nominative:
                found.append((noun.role, False))
            elif len(folded) >= _LEAST_BARE and _is_case(ending, noun, column):
                found.append((noun.role, True))
    if not found:
        return None
    cases = {oblique for _, oblique in found}
    told = column in INFLECTED and len(cases) == 1
    return RoleNoun(frozenset(role for role, _ in found), cases.pop() if told else None)
