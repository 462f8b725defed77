"""The desks of `desks/*.toml`: pages of known outlets with hard neighbours, and the citations that mean one of them."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from verifier import pipeline
from verifier.model import Article, Link
from verifier.settings import Settings

from .hidden import Hidden, Newsstand, Printed, Tally, message, only_target, tallied, telegram

FOLDER = Path(__file__).resolve().parent / "desks"
#: In the order in which they were composed.
NAMES = tuple(sorted(path.stem for path in FOLDER.glob("*.toml")))
_FILLERS = 5
#: What stands before and after the claims of an article.
_FRAME = {
    "en": ("What was reported\n\nThis week brought news from many places.", "More is expected soon."),
    "pl": ("Co podano\n\nTen tydzień przyniósł wiadomości z wielu miejsc.", "Wkrótce będzie ich więcej."),
    "de": ("Was berichtet wurde\n\nDiese Woche brachte Nachrichten aus vielen Orten.", "Bald wird mehr erwartet."),
    "ru": ("О чём сообщали\n\nНа этой неделе новости пришли из многих мест.", "Скоро ожидаются другие."),
}
_TELEGRAM = "https://t.me/"


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Pages that stand side by side, and the citations of some of them as the file has them."""

    pages: tuple[Printed, ...]
    language: str
    published: str
    citations: tuple[dict[str, Any], ...]


def desks_of(name: str, padding: dict[str, str]) -> list[Desk]:
    """The desks of a file; pages end with the padding of their language where there is one."""
    found = []
    for row in tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))["desk"]:
        language, _, published = row["article"].partition(" ")
        pages = tuple(
            Printed(url=url, title=title, lead=lead, day=day, language=code, more=padding.get(code, ""))
            for url, day, code, title, lead in row["pages"]
        )
        found.append(Desk(pages=pages, language=language, published=published, citations=tuple(row["citation"])))
    return found


def measured_desks(name: str, padding: dict[str, str], stock: Sequence[Printed]) -> Tally:
    """The tally of one file with all finders; pages of `stock` fill up the days of its outlets."""
    desks = desks_of(name, padding)
    domains: list[str] = []

    def hidden(settings: Settings) -> list[Hidden]:
        return [_hidden(desk, number, settings) for desk in desks for number in range(len(desk.citations))]

    for one in hidden(Settings()):
        if one.wanted is not None and one.wanted.platform is None:
            domains += one.wanted.domains
    pages = [page for desk in desks for page in desk.pages]
    printed = [page for page in pages if not page.url.startswith(_TELEGRAM)]
    filled = [*printed, *_fillers(printed, stock)]

    def dress(stand: Newsstand) -> None:
        stand.routes.update(_channels(page for page in pages if page.url.startswith(_TELEGRAM)))

    return tallied(filled, hidden, list(dict.fromkeys(domains)), (), ["all"], dress=dress)["all"]


def article_at(desk: Desk, number: int) -> Article:
    """An article with one of the citations without its link, after those beside it with theirs."""
    row, (opening, closing) = desk.citations[number], _FRAME[desk.language]
    text, links = opening, []
    for printed, claim, page in row.get("beside", ()):
        text = f"{text} {claim.removesuffix('.')} {printed}."
        links.append(Link(span=(len(text) - len(printed), len(text) - 2), url=desk.pages[page - 1].url))
    text = f"{text} {row['claim'].removesuffix('.')} {row['cited']}. {closing}"
    return Article(text=text, published=desk.published, language=desk.language, links=tuple(links))


def _hidden(desk: Desk, number: int, settings: Settings) -> Hidden:
    row = desk.citations[number]
    target = only_target(pipeline.cite(article_at(desk, number), settings), settings)
    return Hidden(
        label=f"{row['cited']} {row['claim'][:50]}",
        right=frozenset(desk.pages[page - 1].url for page in row["right"]),
        wanted=target.wanted if target is not None else None,
        kinds=tuple(row["kinds"].split()),
    )


def _fillers(pages: Sequence[Printed], stock: Sequence[Printed]) -> list[Printed]:
    """Other pieces at every outlet on each of its days and the next, in the language of its pages, or in English."""
    by_language: dict[str, list[Printed]] = defaultdict(list)
    for page in stock:
        by_language[page.language].append(page)
    days = sorted({(page.host, page.language, shifted) for page in pages for shifted in (page.day, _next(page.day))})
    found = []
    for turn, (host, language, day) in enumerate(days):
        pieces = by_language.get(language) or by_language["en"]
        for step in range(_FILLERS):
            piece = pieces[(turn * _FILLERS + step) % len(pieces)]
            url = f"https://{host}/news/{day.replace('-', '/')}/other-{turn * _FILLERS + step + 70_000}"
            found.append(
                Printed(url=url, title=piece.title, lead=piece.lead, day=day, language=piece.language, more=piece.more)
            )
    return found


def _next(day: str) -> str:
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def _channels(posts: Iterable[Printed]) -> dict[str, tuple[int, bytes, str]]:
    """What Telegram shows of the posts: a preview of each channel, and each post by itself."""
    drawn: dict[str, list[str]] = defaultdict(list)
    routes = {}
    for post in posts:
        name = post.url.removeprefix(_TELEGRAM)
        shown = message(name, post.lead, post.day)
        drawn[name.partition("/")[0]].append(shown)
        routes[post.url] = _bytes(telegram(shown))
    return routes | {f"{_TELEGRAM}s/{channel}": _bytes(telegram(*shown)) for channel, shown in drawn.items()}


def _bytes(answer: tuple[int, str | bytes, str]) -> tuple[int, bytes, str]:
    status, body, media_type = answer
    return status, body if isinstance(body, bytes) else body.encode(), media_type
