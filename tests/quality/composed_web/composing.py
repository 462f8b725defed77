"""The words of a language and a number in, an invented piece of news out; the same number gives the same piece."""

from __future__ import annotations

import functools
import random
import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

LANGUAGES = ("en", "pl", "ru", "uk", "de", "fr", "es")
FIRST_DAY = date(2025, 2, 3)
_WORDS = Path(__file__).resolve().parent / "words"


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What a page says: headline, paragraphs, author and the ISO day of printing."""

    language: str
    number: int
    title: str
    paragraphs: tuple[str, ...]
    author: str
    day: str

    @property
    def lead(self) -> str:
        return self.paragraphs[0]

    def shortened(self, paragraphs: int) -> Piece:
        return Piece(
            language=self.language,
            number=self.number,
            title=self.title,
            paragraphs=self.paragraphs[:paragraphs],
            author=self.author,
            day=self.day,
        )


@functools.cache
def words(language: str) -> dict[str, Any]:
    """All that sites of a language say."""
    return tomllib.loads((_WORDS / f"{language}.toml").read_text("utf-8"))


def article(language: str, number: int, *, days: int = 1) -> Piece:
    """A piece on one of the subjects, with background: about 150 words."""
    pack, dice = words(language), random.Random(f"{language} {number}")
    topic = pack["topic"][number % len(pack["topic"])]
    lead, *rest = topic["lines"]
    dice.shuffle(rest)
    background = dice.sample(pack["background"], 5)
    blocks = [[lead, rest[0]], rest[1:3], background[:2], rest[3:], background[2:4], background[4:]]
    return _filled(language, number, topic["title"], blocks, dice)


def mention(language: str, number: int) -> Piece:
    """A piece about missing pages, paywalls, captchas, scripts or domains: it says what walls say, and is none."""
    pack, dice = words(language), random.Random(f"mention {language} {number}")
    told = pack["mention"][number % len(pack["mention"])]
    background = dice.sample(pack["background"], 4)
    blocks = [[line] for line in told["lines"]] + [background[:2], background[2:]]
    return _filled(language, 500 + number, told["title"], blocks, dice)


def brief(language: str, number: int) -> Piece:
    """Three or four sentences, as agencies send them."""
    pack, dice = words(language), random.Random(f"brief {language} {number}")
    topic = pack["topic"][number % len(pack["topic"])]
    return _filled(language, 700 + number, topic["title"], [topic["lines"][:2], topic["lines"][3:5]], dice)


def _filled(language: str, number: int, title: str, blocks: list[list[str]], dice: random.Random) -> Piece:
    pack = words(language)
    slots = {
        "place": dice.choice(pack["places"]),
        "name": dice.choice(pack["names"]),
        "n": dice.randint(5, 29),
        "m": dice.randint(31, 97),
        "day": dice.choice(pack["days"]),
    }
    day = FIRST_DAY + timedelta(days=dice.randint(0, 215))
    return Piece(
        language=language,
        number=number,
        title=title.format(**slots),
        paragraphs=tuple(" ".join(block).format(**slots) for block in blocks if block),
        author=pack["author"].format(name=dice.choice(pack["names"])),
        day=day.isoformat(),
    )
