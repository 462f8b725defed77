"""Articles whose sources were judged already, in a few words, and a judge that answers what the test likes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from support.sample_report import judgement, linked, obtained, outcome

from verifier import pipeline
from verifier.model import (
    Article,
    Citation,
    Citations,
    Claim,
    Evidence,
    Judgement,
    Obtained,
    OutcomeCode,
    Pair,
    Report,
    Resolution,
    Source,
    SourceState,
    Verdict,
)
from verifier.settings import Settings

SUPPORTED, PARTIALLY, SILENT, AGAINST, UNKNOWN = (
    Verdict.SUPPORTED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.NOT_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.UNDETERMINED,
)
GONE = Obtained(outcome=outcome(SourceState.GONE, OutcomeCode.NOT_FOUND, "The site answered 404."))
BLANK = "\n\n"


def text_of(name: str) -> str:
    return f"{name} writes about the harbour. {name} has seen it."


def said(verdict: Verdict, text: str, *passages: str, probability: float = 0.9) -> Judgement:
    if verdict is UNKNOWN:
        return Judgement(verdict=verdict, reasons=("It cannot be read.",))
    spans = [Evidence(start=text.index(one), end=text.index(one) + len(one), text=one, score=0.9) for one in passages]
    return replace(judgement(verdict, probability, "x", "x"), evidence=tuple(spans))


@dataclass
class Judge:
    """A scorer that answers by the text it is asked about, and remembers what it was asked."""

    answer: Callable[[str], Judgement]
    name: str = "fake/1"
    pairs: list[Pair] = field(default_factory=list)

    def judge(self, pair: Pair) -> Judgement:
        self.pairs.append(pair)
        return self.answer(pair.source)

    def texts(self) -> list[str]:
        return [pair.source for pair in self.pairs]


def silent(text: str) -> Judgement:
    return said(SILENT, text)


def all_of_it(text: str) -> Judgement:
    """The joined texts support the claim, with a sentence of each to show for it."""
    return said(SUPPORTED, text, *(part.split(". ")[1] for part in text.split(BLANK)))


@dataclass(frozen=True)
class Cited:
    """A source of the article: its name, which is also its page; what was said of it; what came of its page."""

    name: str
    verdict: Verdict
    got: Obtained | None = None
    checked: bool = True
    shown: str = ""
    searched: bool = False

    def page(self) -> Obtained:
        return self.got or obtained(f"https://{self.name.lower()}.example/a", text_of(self.name))


def cited(number: int, names: Sequence[Cited], claimed: str = "Claim {}.") -> Citation:
    sources = tuple(Source(name=one.name, url=f"https://{one.name.lower()}.example/a") for one in names)
    claim = Claim(text=claimed.format(number), spans=())
    return Citation(id=f"c{number}", start=number, end=number + 1, text="(…)", sources=sources, claim=claim)


def reported(judge: Judge | None, *rows: Sequence[Cited], claimed: str = "Claim {}.") -> Report:
    """The report on an article whose citations have these sources."""
    citations = tuple(cited(number, row, claimed) for number, row in enumerate(rows, 1))
    found = Citations(article=Article(text="x" * 99, language="en"), citations=citations)
    tried = []
    for row in rows:
        ones = []
        for one in row:
            resolved = replace(linked(f"https://{one.name.lower()}.example/a"), checked=one.checked)
            if one.searched:
                resolved = replace(resolved, resolution=Resolution.SEARCHED)
            passages = (one.shown,) if one.shown else ()
            got, judged = (one.page(), said(one.verdict, text_of(one.name), *passages)) if one.checked else (None, None)
            readable = got is not None and got.document is not None
            ones.append(pipeline.Tried(resolved=resolved, obtained=got, judgement=judged if readable else None))
        tried.append(ones)
    reading = pipeline.Rereading(scorer=judge, page=lambda i, j: rows[i][j].page()) if judge is not None else None
    return pipeline.report(
        "r1", found, tried, scorer="fake/1", settings=Settings(), made_at="2025-03-13T02:05:00Z", beside=reading
    )
