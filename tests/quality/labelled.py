"""A folder of label files in, the labelled articles with every label at its place in the shown text out.

A label file is JSON in one of two forms. With `text` inside, labels have offsets (`start`, `end`) into it. With
`input`, the name of a file beside it (`.html`, `.docx`, `.pdf`, `.md`, `.eml` …), the article is read as the product
reads it, and labels are words: `text` with `occurrence` (1-based) for citations, `claim_texts` for claims. Words are
found whatever blanks and line ends stand between them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from verifier.model import Article, Link, Span

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / "fixtures" / "citations"

Gold = dict[str, Any]
#: What of itself, as labelled, as a file said it.
Told = tuple[str, str | None, str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One citation as it should be found. `span` is None when its words are not in the shown text."""

    id: str
    text: str
    span: Span | None
    kind: str
    sources: tuple[Gold, ...]
    claim: tuple[Span, ...]
    extended: tuple[Span, ...]
    lost: tuple[str, ...] = ()
    by_hand: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LookAlike:
    """A bracket that is no citation, and of what class."""

    span: Span | None
    text: str
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """An article with its labels. `told` are what the input itself said: title and day, for inputs that are files."""

    id: str
    split: str
    style: str
    origin: str
    language: str
    form: str
    article: Article
    labels: tuple[Label, ...]
    look_alikes: tuple[LookAlike, ...]
    told: tuple[Told, ...] = ()
    faults: tuple[str, ...] = ()


def read_folder(folder: Path) -> list[Labelled]:
    """The labelled articles of a folder, by file name. The folder's name is their split."""
    found = []
    for path in sorted(folder.glob("*.json")):
        gold = json.loads(path.read_text("utf-8"))
        if isinstance(gold, dict) and "citations" in gold:
            found.append(labelled(gold, folder, path.stem))
    return found


def labelled(gold: Gold, folder: Path, name: str) -> Labelled:
    """One label file's content, placed in the text that is shown."""
    article, told, faults = _article(gold, folder)
    labels = tuple(_label(one, number, article.text) for number, one in enumerate(gold["citations"], 1))
    look_alikes = tuple(_look_alike(one, article.text) for one in gold.get("not_citations", ()))
    return Labelled(
        id=gold.get("id", name),
        split=folder.name,
        style=gold.get("style", "unnamed"),
        origin=gold.get("origin", "composed"),
        language=gold.get("lang", gold.get("language", "en")),
        form=Path(gold["input"]).suffix.lstrip(".").lower() if gold.get("input") else "text",
        article=article,
        labels=labels,
        look_alikes=look_alikes,
        told=told,
        faults=faults,
    )


def _article(gold: Gold, folder: Path) -> tuple[Article, tuple[Told, ...], tuple[str, ...]]:
    """The article, what a file said about itself against the label, and why it could not be read."""
    published, language = gold.get("published"), gold.get("lang", gold.get("language", "en"))
    if not gold.get("input"):
        links = tuple(Link(span=(link["span"][0], link["span"][1]), url=link["url"]) for link in gold.get("links", ()))
        return Article(text=gold["text"], published=published, language=language, links=links), (), ()
    from verifier.errors import VerifierError
    from verifier.read import read_article
    from verifier.settings import Settings

    path = folder / gold["input"]
    try:
        read = read_article(path.read_bytes(), name=path.name, base_url=gold.get("base_url"), settings=Settings())
    except VerifierError as error:
        return Article(text="", published=published, language=language), (), (f"cannot be read: {error.message}",)
    told = (("title", gold.get("title"), read.title), ("published", published, read.published))
    return replace(read, published=published or read.published, language=language), told, ()


# --- labels as words, found in the shown text ---------------------------------------------


class _Folded:
    """A text without its blanks, and where each character stood."""

    def __init__(self, text: str) -> None:
        self.places = [place for place, char in enumerate(text) if not char.isspace()]
        self.text = "".join(text[place] for place in self.places)

    def every(self, words: str) -> Iterator[Span]:
        wanted = "".join(words.split())
        at = self.text.find(wanted) if wanted else -1
        while at >= 0:
            yield self.places[at], self.places[at + len(wanted) - 1] + 1
            at = self.text.find(wanted, at + 1)


def _label(one: Gold, number: int, text: str) -> Label:
    span = _place(one, text)
    claim, lost = _claims(one, "claim", span, text)
    extended, _ = _claims(one, "claim_extended", span, text)
    return Label(
        id=str(one.get("id", f"c{number}")),
        text=one["text"],
        span=span,
        kind=one.get("kind", "parenthetical"),
        sources=tuple(one.get("sources", ())),
        claim=claim,
        extended=extended,
        lost=lost,
        by_hand=one.get("claim_by") == "hand",
    )


def _look_alike(one: Gold, text: str) -> LookAlike:
    return LookAlike(span=_place(one, text), text=one["text"], label=one.get("class", "unnamed"))


def _place(one: Gold, text: str) -> Span | None:
    """Where the words stand: as the label says, or its n-th occurrence."""
    if "start" in one:
        return one["start"], one["end"]
    spans = list(_Folded(text).every(one["text"]))
    number = int(one.get("occurrence", 1))
    return spans[number - 1] if len(spans) >= number else None


def _claims(one: Gold, key: str, citation: Span | None, text: str) -> tuple[tuple[Span, ...], tuple[str, ...]]:
    """Spans of a claim, and the pieces of it that are not in the text. Words that recur are those nearest before."""
    given = one.get(key, ())
    placed = [(part["start"], part["end"]) for part in given if isinstance(part, dict) and "start" in part]
    words = [part["text"] for part in given if isinstance(part, dict) and "start" not in part]
    words += [part for part in given if isinstance(part, str)]
    words += [part if isinstance(part, str) else part["text"] for part in one.get(f"{key}_texts", ())]
    lost = []
    folded = _Folded(text) if words else None
    for piece in words:
        span = _nearest(folded.every(piece), citation) if folded and citation else None
        if span is None:
            lost.append(piece)
        else:
            placed.append(span)
    return tuple(sorted(placed)), tuple(lost)


def _nearest(spans: Iterable[Span], citation: Span) -> Span | None:
    """The last that begins before the citation, or holds it as words that are linked do; else the first after it."""
    best: Span | None = None
    for span in spans:
        if span[0] <= citation[0]:
            best = span
        elif best is None:
            return span
    return best
