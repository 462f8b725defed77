"""A number in, composed news out: facts, articles that cite, pages that say the same or not, pairs to judge."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from verifier.model import Pair

FIXTURES = Path(__file__).parents[2] / "fixtures"
PUBLISHED = "2025-09-24"

_BODIES = ("the harbour board", "the regional court", "the grain union", "the river agency", "the transit office")
_PLACES = ("Oldwick", "Port Maren", "Tessen", "Brackwater", "Lower Haldane", "Vintry", "Kolm", "San Aurel")
_PEOPLE = ("Ada Brunt", "Tomas Velky", "Irena Solberg", "Karim Adeyo", "Lucia Farr", "Pavel Mistral")
_DEEDS = (
    ("closed", "crossings", "after inspectors found cracks in the older piers"),
    ("ordered", "electric buses", "to replace the vehicles that failed last winter"),
    ("approved", "permits", "although two members asked for a longer hearing"),
    ("reported", "injured workers", "most of whom left hospital the same evening"),
    ("sold", "plots of land", "below the price that the valuers had named"),
)
_OUTLETS = ("Gazette", "Harbour Courier", "Radio Tessen", "The Northern Post", "Valley Tribune")
_FILLERS = (
    "Residents of {place} had waited for a decision since the spring.",
    "{person} did not want to comment on the costs, which the council will discuss next month.",
    "Similar plans had failed twice before, once for want of money and once for want of patience.",
    "The figures do not include the smaller villages (they keep their own books), nor the islands.",
    "A spokesperson said that “nobody will lose a day's pay”, and left the rest to the minister.",
    "Trade with the coast fell by {percent} percent over the same months, the chamber of commerce estimates.",
)


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that happened; `claim` and `told` say it in different words."""

    number: int
    body: str
    place: str
    person: str
    deed: tuple[str, str, str]
    amount: int
    day: int
    outlet: str

    @property
    def claim(self) -> str:
        verb, things, why = self.deed
        return f"On September {self.day}, {self.body} in {self.place} {verb} {self.amount} {things} {why}"

    @property
    def url(self) -> str:
        return f"https://site{self.number % 7}.example.org/news/{self.number}"

    def told(self, amount: int) -> str:
        """The sentence of the page; another amount than the claim's makes the two differ."""
        verb, things, why = self.deed
        return f"In {self.place} {self.body} {verb} {amount} {things}, {self.person} told reporters, {why}."


def facts(count: int, seed: int = 1) -> list[Fact]:
    """That many facts, the same for the same seed."""
    chance = random.Random(seed)
    return [
        Fact(
            number, chance.choice(_BODIES), chance.choice(_PLACES), chance.choice(_PEOPLE), chance.choice(_DEEDS),
            chance.randint(12, 980), chance.randint(1, 23), chance.choice(_OUTLETS),
        )
        for number in range(count)
    ]  # fmt: skip


def article_text(size_bytes: int, seed: int = 1) -> str:
    """Plain text of about that size: the seed article once, then composed paragraphs with a citation each."""
    parts = [(FIXTURES / "articles" / "seed.txt").read_text("utf-8")]
    chance = random.Random(seed)
    held = len(parts[0].encode())
    for fact in facts(size_bytes // 300 + 1, seed):
        if held >= size_bytes:
            break
        parts.append(f"{fact.claim} ({fact.outlet}, September {fact.day}). {' '.join(filling(chance, 3))}")
        held += len(parts[-1].encode()) + 2
    return "\n\n".join(parts)


def article_html(told: Sequence[Fact]) -> str:
    """A page of an article that cites each fact's page by a link."""
    chance = random.Random(len(told))
    paragraphs = "".join(
        f'<p>{escape(fact.claim)} (<a href="{fact.url}">{escape(fact.outlet)}</a>, September {fact.day}). '
        f"{escape(' '.join(filling(chance, 2)))}</p>\n"
        for fact in told
    )
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>A month on the coast</title>'
        f'<meta property="article:published_time" content="{PUBLISHED}"></head><body><article>'
        f"<h1>A month on the coast</h1>\n{paragraphs}</article></body></html>"
    )


def page_html(fact: Fact, paragraphs: int = 12) -> str:
    """The page of a fact among furniture and other paragraphs; every third gives another amount."""
    chance = random.Random(fact.number)
    amount = fact.amount + 5 if fact.number % 3 == 0 else fact.amount
    body = [f"<p>{escape(' '.join(filling(chance, 4)))}</p>" for _ in range(paragraphs)]
    body.insert(paragraphs // 2, f"<p>{escape(fact.told(amount))}</p>")
    links = "".join(f'<li><a href="/more/{n}">More about {place}</a></li>' for n, place in enumerate(_PLACES))
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>News from {fact.place}</title>'
        f'<meta property="article:published_time" content="2025-09-{fact.day:02d}"></head><body>'
        f"<header><nav><ul>{links}</ul></nav></header><main><article><h1>News from {fact.place}</h1>\n"
        + "\n".join(body)
        + f"</article></main><aside><h2>Read on</h2><ul>{links}</ul></aside>"
        + "<footer><p>Imprint</p></footer></body></html>"
    )


def pairs_of_one_page(count: int, words: int, seed: int = 1) -> list[Pair]:
    """Claims about one page of so many words, which tells the facts, other amounts, or other facts altogether."""
    chance = random.Random(seed)
    known = facts(2 * count, seed)
    told = [
        [fact.told(fact.amount), fact.told(fact.amount + 7), known[count + number].told(fact.amount)][number % 3]
        for number, fact in enumerate(known[:count])
    ]
    page = list(told)
    left = words - sum(len(sentence.split()) for sentence in told)
    while left > 0:
        page += filling(chance, 1)
        left -= len(page[-1].split())
    chance.shuffle(page)
    return [
        Pair(
            id=str(number), claim=fact.claim + ".", source=" ".join(page), claim_date=PUBLISHED,
            source_date=PUBLISHED, claim_language="en", source_language="en",
        )
        for number, fact in enumerate(known[:count])
    ]  # fmt: skip


def filling(chance: random.Random, sentences: int) -> list[str]:
    return [
        chance.choice(_FILLERS).format(
            place=chance.choice(_PLACES), person=chance.choice(_PEOPLE), percent=chance.randint(2, 60)
        )
        for _ in range(sentences)
    ]
