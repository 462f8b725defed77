"""Article text through `cite`, in MB a second on one core, against one naive regular expression over the same text.

How often an article cites decides its pace, so texts of several densities and languages are read. Every repeat reads
texts it has not seen: outlets and days come again in them, as in the news, whole citations and sentences do not.
Seconds are those of the processor, which other work on the machine lengthens little.
"""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import count
from typing import NamedTuple

from bench.composed import PUBLISHED, article_text, facts
from bench.timing import Measure, Row, medians, on_one_core

from verifier.cite import find_citations
from verifier.cite.words.outlets import shipped_table
from verifier.model import Article

REPEATS = 7
_NAIVE_TIMES = 200
_SIZE_BYTES, _LONG_BYTES, _SHORT_BYTES = 200_000, 100_000, 10_000
#: What a script would start with: anything in parentheses that ends in a number.
_NAIVE = re.compile(r"\(([^()]*\d{1,4})\)")
_MONTHS = ("January", "March", "April", "June", "August", "October", "December")
_ASIDES = (
    "The figures leave out {n} smaller villages (they keep their own books), and the islands.",
    "{who} did not want to comment on the {n} petitions, which the council will discuss in the spring.",
    "Plans like these failed {n} times before, once for want of money and once for want of patience.",
    "“Nobody loses a day's pay,” a spokesperson of {who} told the {n} delegates, and left the rest to the minister.",
    "Trade fell by {n} percent in the same months (from a low level), the chamber of commerce estimates.",
    "Half of the {n} berths stand empty in winter; the other half are let to {who} and to the coast guard.",
)
_WHO = ("Ada Brunt", "the grain union", "Irena Solberg", "the river agency", "Karim Adeyo", "the transit office")
_RUSSIAN = (
    "Порт закрыли на {n} день после шторма, и суда ждали на рейде.",
    "Министр сказал, что «никто не потеряет работу», и уехал к {n} рабочим.",
    "Жители посёлка (их около {n}) узнали об этом из новостей.",
    "Цены на зерно выросли на {n} процентов по сравнению с прошлым годом.",
)
_RUSSIAN_SOURCES = ("Интерфакс, {d} мая", "РИА Новости, {d} сентября", "см. Коммерсантъ, {d} июня", "Известия, {d} мая")
_CHINESE = (
    "港口在风暴后的第{n}天关闭，船只在外海等候。",
    "部长说没有人会失去工作，然后返回首都。",
    "当地居民（大约{n}人）从新闻中得知此事。",
    "粮食价格比去年上涨了百分之{n}，商会估计还会继续上涨。",
)
_CHINESE_SOURCES = ("新华社，5月{d}日", "人民日报，9月{d}日", "财新，6月{d}日")


class _Text(NamedTuple):
    """A kind of article: how it is composed from a size and a seed, in what language."""

    what: str
    compose: Callable[[int, int], str]
    language: str = "en"


_TEXTS = (
    _Text("a citation every 400 letters", lambda size, seed: _news(size, seed, asides=2)),
    _Text("a citation every 180 letters", lambda size, seed: _news(size, seed, asides=0)),
    _Text("no bracket at all", lambda size, seed: _news(size, seed, asides=4, cites=False)),
    _Text("Russian", lambda size, seed: _foreign(size, seed, _RUSSIAN, " ({}).", _RUSSIAN_SOURCES, " "), "ru"),
    _Text("Chinese", lambda size, seed: _foreign(size, seed, _CHINESE, "（{}）。", _CHINESE_SOURCES, ""), "zh"),
)


def rows() -> list[Row]:
    """Each kind of text against the expression; a long article against a short one: the pace must not fall."""
    with on_one_core():
        found = [_measured(text) for text in _TEXTS]
        measures = [_measure([_seed_article(_LONG_BYTES)]), _measure([_seed_article(_SHORT_BYTES)] * 10)]
        long, short = medians(measures, REPEATS)
    return [
        *found,
        Row(
            what=f"cite, an article of {_LONG_BYTES // 1000} kB", measured=long, unit="MB/s",
            reference=f"an article of {_SHORT_BYTES // 1000} kB", against=short, repeats=REPEATS,
        ),
    ]  # fmt: skip


def _measured(text: _Text) -> Row:
    articles = [_article(text, seed) for seed in range(_SIZE_BYTES // _SHORT_BYTES)]
    cited = sum(len(find_citations(article).citations) for article in articles)
    letters = sum(len(article.text) for article in articles)
    if (cited > 0) != ("no bracket" not in text.what):
        raise RuntimeError(f"{cited} citations were found in {text.what}, so the figure would mean nothing")
    seeds = count(1_000, 1_000)
    measures: list[Measure] = [
        lambda: _pace([_article(text, seed) for seed in _next(seeds)], find_citations),
        lambda: _pace([_article(text, seed) for seed in _next(seeds)], _naively, _NAIVE_TIMES),
    ]
    ours, naive = medians(measures, REPEATS)
    each = f", one citation in {letters // cited} letters" if cited else ""
    return Row(
        what=f"cite, articles of {_SHORT_BYTES // 1000} kB: {text.what}{each}", measured=ours, unit="MB/s",
        reference="one naive regex", against=naive, repeats=REPEATS,
    )  # fmt: skip


def _next(seeds: Iterator[int]) -> range:
    first = next(seeds)
    return range(first, first + _SIZE_BYTES // _SHORT_BYTES)


def _pace(articles: Sequence[Article], read: Callable[[Article], object], times: int = 1) -> float:
    """MB of text a second of the processor's time; what takes less than its clock can tell is done several times."""
    size = sum(len(article.text.encode()) for article in articles) * times
    began = time.process_time()
    for _ in range(times):
        for article in articles:
            read(article)
    return size / 1e6 / (time.process_time() - began)


def _naively(article: Article) -> list[str]:
    return _NAIVE.findall(article.text)


def _measure(articles: Sequence[Article]) -> Measure:
    return lambda: _pace(articles, find_citations)


def _seed_article(size_bytes: int) -> Article:
    return Article(text=article_text(size_bytes), published=PUBLISHED, language="en")


def _article(text: _Text, seed: int) -> Article:
    return Article(text=text.compose(_SHORT_BYTES, seed), published=PUBLISHED, language=text.language)


# --- what is read ----------------------------------------------------------------------------


def _news(size_bytes: int, seed: int, *, asides: int, cites: bool = True) -> str:
    """Paragraphs of a claim and so many sentences beside it; of the outlets one in five is in no table."""
    chance = random.Random(seed)
    known = sorted({outlet.name for outlet in shipped_table().exact.values() if outlet.is_media})
    told = _ASIDES if cites else [one for one in _ASIDES if "(" not in one]
    paragraphs: list[str] = []
    held = 0
    for fact in facts(size_bytes // 100, seed):
        if held >= size_bytes:
            break
        source = f" ({_source(chance, known, fact.outlet)})" if cites else ""
        beside = [_filled(chance, told) for _ in range(asides)]
        paragraphs.append(" ".join([f"{fact.claim}{source}.", *beside]))
        held += len(paragraphs[-1].encode()) + 2
    return "\n\n".join(paragraphs)


def _source(chance: random.Random, known: Sequence[str], unknown: str) -> str:
    def one() -> str:
        name = unknown if chance.random() < 0.2 else chance.choice(known)
        year = ", 2025" if chance.random() < 0.2 else ""
        return f"{name}, {chance.choice(_MONTHS)} {chance.randint(1, 28)}{year}"

    return chance.choice((one(), one(), one(), f"see {one()}", f"{one()}; {one()}"))


def _foreign(
    size_bytes: int, seed: int, sentences: Sequence[str], bracket: str, sources: Sequence[str], blank: str
) -> str:
    chance = random.Random(seed)
    paragraphs: list[str] = []
    while sum(len(one.encode()) for one in paragraphs) < size_bytes:
        told = blank.join(_filled(chance, sentences) for _ in range(6))
        cited = bracket.format(chance.choice(sources).format(d=chance.randint(1, 28)))
        paragraphs.append(told.rstrip(".。") + cited)
    return "\n\n".join(paragraphs)


def _filled(chance: random.Random, sentences: Sequence[str]) -> str:
    return chance.choice(sentences).format(n=chance.randint(3, 900), who=chance.choice(_WHO))
