"""A source without a link → the sentence that tells an editor what is missing and how to mend it."""

from __future__ import annotations

from datetime import date

from verifier.model import Article, Source
from verifier.resolve.days import cited_day


def without_a_link(source: Source, article: Article) -> str:
    """Names the outlet, the day and where to look."""
    who = source.outlet or source.name
    if source.platform and source.handle:
        who = f"{source.handle} on {source.platform}"
    if not who:
        return "The name of this source was lost from the page and no link is left. Name it, or link the page."
    place = f" on {source.domains[0]}" if source.domains else ""
    when = _when(source, article)
    return f"The citation names {who}{when} but links no page. Find the page{place} and link it in the article."


def _when(source: Source, article: Article) -> str:
    day = cited_day(source.dates[:1], None)
    if day is None:
        return f", in an article of {_words(article.published)}," if article.published else ""
    printed = source.dates[0].partition("/")[0]
    shown = _words(day) if len(printed) == 10 else printed
    return f", read on {shown}," if source.accessed else f", {shown},"


def _words(day: str) -> str:
    try:
        found = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{found.day} {found:%B %Y}"
