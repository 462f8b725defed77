"""Citations without a link → what is known of the pages they mean, and the stretch of days these belong to."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from verifier.model import Article, Citation, Citations, Resolution, Resolved, Sighting, Source, Target, Wanted

Days = tuple[date, date]
#: The name of an outlet and a host → the languages it writes in there; editions may share a host.
Languages = Callable[[str, str], tuple[str, ...]]
#: Time zones and night shifts.
SLACK = timedelta(days=1)


def with_wanted(
    found: Citations, resolved: Sequence[Sequence[Resolved]], languages: Languages
) -> tuple[tuple[Resolved, ...], ...]:
    """What was resolved; sources without a link that are to be checked get a target to search for.

    Nothing is searched for where the outlet has no site and the article links none of its pages, or nothing is
    claimed.
    """
    linked = linked_pages(found, resolved)
    rows = []
    for citation, row in zip(found.citations, resolved, strict=True):
        rows.append(
            tuple(
                _with_target(one, wanted_page(source, citation, found.article, linked, languages))
                if one.target is None and one.checked and not source.url
                else one
                for source, one in zip(citation.sources, row, strict=True)
            )
        )
    return tuple(rows)


def wanted_page(
    source: Source,
    citation: Citation,
    article: Article,
    linked: Sequence[tuple[Source, Sighting]] = (),
    languages: Languages = lambda _name, _host: (),
) -> Wanted | None:
    """What the citation says of the page; None when that is too little to look for it."""
    name = source.outlet or source.name
    same = tuple(page for other, page in linked if _same_page(source, other))
    if not name or not citation.claim.text or not (source.domains or same):
        return None
    written = dict.fromkeys(code for domain in source.domains for code in languages(name, domain))
    return Wanted(
        name=name,
        claim=citation.claim.text,
        domains=source.domains,
        languages=tuple(written),
        platform=source.platform,
        handle=source.handle,
        dates=source.dates,
        accessed=source.accessed,
        language=article.language,
        published=article.published,
        linked=same,
    )


def linked_pages(found: Citations, resolved: Sequence[Sequence[Resolved]]) -> list[tuple[Source, Sighting]]:
    """Every page that the article links for a source, with the claim it is linked for."""
    return [
        (source, Sighting(url=one.target.url, how="linked", day=_exact_day(source), text=citation.claim.text or None))
        for citation, row in zip(found.citations, resolved, strict=True)
        for source, one in zip(citation.sources, row, strict=True)
        if one.resolution is Resolution.LINKED and one.target is not None
    ]


def window(wanted: Wanted) -> tuple[date | None, date | None]:
    """First and last day on which the page may have been published; None where there is no such bound."""
    spans = [] if wanted.accessed else [days for days in map(days_of, wanted.dates) if days]
    if spans:
        return min(days[0] for days in spans) - SLACK, max(days[1] for days in spans) + SLACK
    read = [days for days in map(days_of, (*wanted.dates, wanted.published or "")) if days]
    return None, read[0][1] + SLACK if read else None


def days_of(value: str) -> Days | None:
    """First and last day of `2025-09-10`, `2025-09`, `2025` or a range with `/`; None for anything else."""
    if "/" in value:
        ends = [days_of(part) for part in value.split("/", 1)]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] else None
    try:
        if len(value) >= 10:
            day = date.fromisoformat(value[:10])
            return day, day
        year, month = int(value[:4]), int(value[5:7]) if len(value) == 7 else 0
        return date(year, month or 1, 1), date(year, month or 12, calendar.monthrange(year, month or 12)[1])
    except ValueError:
        return None


def _with_target(one: Resolved, wanted: Wanted | None) -> Resolved:
    return one if wanted is None else replace(one, target=Target(url="", wanted=wanted))


def _exact_day(source: Source) -> str | None:
    return source.dates[0] if source.dates and len(source.dates[0]) == 10 and not source.accessed else None


def _same_page(source: Source, other: Source) -> bool:
    """The same outlet (and account) on the same day: whoever links a page once may name it again without."""
    same_outlet = (source.outlet or source.name).casefold() == (other.outlet or other.name).casefold()
    same_account = (source.handle or "").casefold() == (other.handle or "").casefold()
    return same_outlet and same_account and bool(source.dates) and source.dates == other.dates
