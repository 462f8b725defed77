"""Twice the text, twice the work: for each compiled pattern of `cite`, as it is used, and for the whole way.

Calls are counted, which no busy machine disturbs. What one call into `re` or `str` costs is not counted, so the
processor's time is held against that of an eighth of the text: eight times in linear growth, 64 times in quadratic.
"""

from __future__ import annotations

import cProfile
import importlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from support.growth import PATTERN_CHARS, grows_evenly, patterns_of, runs_evenly

import verifier.cite
from verifier.cite import find_citations
from verifier.cite.words.people import family_names
from verifier.model import Article, Link

_ROOM = Path(verifier.cite.__file__).parent
#: What these read is cut to so many letters before they see it.
_WINDOWS = {
    "sentences._WORD_BEFORE": 24,
    "running._BULLET": 80,
    "platforms._QUOTED": 1_500,
}
_UNITS = (
    "(", ")", "[", "（", "“", '"', "«", "’", "1", "12 ", "1,", "1.", "1-", "1:", "a", "A", "Aa ", "aa ", "A. ", "a.",
    "a-", "Я", "Яя ", "中", "中，", " ", "\t", "\n", "\r\n", "\u00a0", "\u200b", ", ", "; ", ";", ":", "/", "a/", "http://",
    "https://a.b/c ", "www.", "@", "@x", " - ", "*", "[1]", "([)]", "A, ", "A and ", "and ", "vs. ", "May 3, ", "2024 ",
    "2024-", "№", "$1", "=", "§", "et al. ", "a dot ", "¹", "?!", "…", "|", "Part 1, ", "a (b) ", "Act ", "Art. 1 ",
)  # fmt: skip


def patterns() -> Iterator[tuple[str, re.Pattern[str], str]]:
    """Every pattern that a module of `cite` compiles, by name, with each method that the module calls on it."""
    for path in sorted(_ROOM.rglob("*.py")):
        if path.stem == "__init__":
            continue
        module = importlib.import_module(".".join(("verifier", *path.relative_to(_ROOM.parent).with_suffix("").parts)))
        yield from patterns_of(module)


def test_the_patterns_are_found() -> None:
    assert len({name for name, _, _ in patterns()}) > 150


@pytest.mark.parametrize("stem", sorted({name.split(".")[0] for name, _, _ in patterns()}))
def test_no_pattern_looks_at_a_letter_again_and_again(stem: str) -> None:
    slow = [
        (name, method, unit + tail)
        for name, pattern, method in patterns()
        if name.split(".")[0] == stem
        for unit in _UNITS
        for tail in ("", "\x00")
        if not runs_evenly(pattern, method, unit, tail, _WINDOWS.get(name, PATTERN_CHARS))
    ]
    assert slow == []


def test_family_names_are_found_in_one_long_word() -> None:
    assert grows_evenly(lambda n: family_names("A" * n), 64_000)


# --- the whole way ---------------------------------------------------------------------------


def article(text: str) -> Article:
    """An article with a link on every fiftieth letter."""
    links = tuple(Link(span=(at, at + 9), url="https://a.b/" + "c-" * 9) for at in range(0, len(text) - 9, 50))
    return Article(text=text, published="2024-05-05", language="en", links=links)


def calls(text: str) -> int:
    """Calls made while the text is read, of Python's functions and of C's."""
    read = article(text)
    profile = cProfile.Profile()
    profile.runcall(find_citations, read)
    return sum(entry.callcount for entry in profile.getstats())


TEXTS: dict[str, Callable[[int], str]] = {
    "open brackets": lambda n: "(a " * (n // 3),
    "nested brackets": lambda n: "(" * (n // 2) + ")" * (n // 2),
    "nested square brackets": lambda n: "[(" * (n // 4) + ")]" * (n // 4),
    "digits": lambda n: "1" * n,
    "digits in brackets": lambda n: "(" + "1" * 900 + ") " + "(1 2 3) " * (n // 8),
    "spaces": lambda n: "a" + " " * n + "b",
    "blank lines": lambda n: "a\n" + "\n \r\n" * (n // 4),
    "commas": lambda n: "," * n,
    "commas in brackets": lambda n: ("(" + "a," * 300 + ") ") * (n // 600),
    "semicolons in brackets": lambda n: ("(" + "a;" * 300 + ") ") * (n // 600),
    "curly quotes": lambda n: "“" * n,
    "straight quotes": lambda n: '"a" ' * (n // 4),
    "guillemets that never close": lambda n: "(«Profil, May 3) " * (n // 17),
    "capitals": lambda n: "A" * n,
    "names": lambda n: "Anna Berg " * (n // 10),
    "names in brackets": lambda n: ("(" + "Anna Berg and " * 60 + ") ") * (n // 840),
    "one word": lambda n: "а" * n,
    "one word with hyphens": lambda n: "a-" * (n // 2),
    "dots": lambda n: "." * n,
    "initials": lambda n: "J. R. " * (n // 6),
    "hosts": lambda n: "a." * (n // 2),
    "addresses": lambda n: "https://a.b/c-d " * (n // 16),
    "one address": lambda n: "https://a.b/" + "c/" * (n // 2),
    "slashes": lambda n: "/" * n,
    "addresses in brackets": lambda n: "(https://a.b/c-d) " * (n // 18),
    "handles": lambda n: "@a_b " * (n // 5),
    "handles in brackets": lambda n: "(Telegram @a_b, May 3) " * (n // 23),
    "dashes": lambda n: "a - " * (n // 4),
    "note marks": lambda n: "Foo.[1] " * (n // 8),
    "numbered lines": lambda n: "1. Foo\n" * (n // 7),
    "headings": lambda n: "Notes\n" * (n // 6),
    "bullets": lambda n: "• the port closed on May 3\n" * (n // 27),
    "raised digits": lambda n: "¹" * n,
    "money": lambda n: "($5 million) " * (n // 13),
    "authors": lambda n: "(Berg and Holm, 2019; Smith et al., 2020) " * (n // 42),
    "unknown outlets": lambda n: "".join(f"It fell (Gazette of {one:x}, May 3). " for one in range(n // 34)),
    "Chinese": lambda n: "价格上涨（新华社，5月1日）。" * (n // 15),
    "wrapped lines": lambda n: ("word " * 13 + "\n") * (n // 66) + "(AP, May 3)",
    "carriage returns": lambda n: "It fell (AP, May 3).\r" * (n // 21),
    "zero-width signs": lambda n: "\u200b" * n,
}


@pytest.mark.parametrize("kind", TEXTS)
def test_twice_the_text_makes_twice_the_calls(kind: str) -> None:
    make = TEXTS[kind]
    find_citations(article(make(16_800)))  # so that both find every name remembered
    small, large = calls(make(8_400)), calls(make(16_800))
    assert large <= 2.3 * small + 500


@pytest.mark.parametrize("kind", TEXTS)
def test_the_time_grows_with_the_text_alone(kind: str) -> None:
    texts = {size: article(TEXTS[kind](size)) for size in (6_300, 50_400)}
    assert grows_evenly(lambda size: find_citations(texts[size]), 50_400)
