"""What an editor should know beyond the verdict: a source and what came of it in, findings with stable codes out.

The closed list of codes, with level and meaning, is `findings.csv`.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable, Sequence
from datetime import timedelta

from verifier.levels import TITLE_AND_DESCRIPTION
from verifier.model import (
    READABLE_STATES,
    Article,
    CheckedSource,
    Evidence,
    Finding,
    Obtained,
    Resolution,
    Resolved,
    Snapshot,
    Source,
    SourceState,
    Verdict,
)
from verifier.report.days import Days, days_of, distance, spoken, spoken_as_printed, spoken_moment
from verifier.report.drift import days_apart, spoken_distance
from verifier.report.link_days import days_in_url
from verifier.report.tables import finding_kinds, hides_the_page, host_of, platform_of, same_house, same_site
from verifier.same_words import has_all_of

#: Every code there is, in alphabetical order, with its level and one-line meaning.
FINDINGS = finding_kinds()
#: A page that was read to this share or more counts as read in full.
WHOLE = 0.98
#: Days between the cited day and the page's own date that time zones and night shifts explain.
_DATE_SLACK = timedelta(days=1)
#: Days between the cited day and the archived copy beyond which the distance is worth a word.
_COPY_SLACK_DAYS = 7
_SHOWN_CANDIDATES = 3
_SUPPORTING = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)


#: A host → the name of the outlet that publishes there, None where that is not known.
Publisher = Callable[[str], str | None]


def nobody(host: str) -> None:
    """The publisher of a host where no table of outlets is at hand."""
    del host


def findings_of(
    source: Source,
    resolved: Resolved,
    obtained: Obtained | None,
    publisher: Publisher = nobody,
    changed: str | None = None,
) -> tuple[Finding, ...]:
    """The findings about one source by itself, in a fixed order.

    What the address of the link says is told whether or not the page could be had. `changed` says what of the page was
    replaced or added since the cited day.
    """
    found = [*_about_the_citation(source, resolved)]
    page = _page_url(resolved, obtained)
    if page is not None:
        found += _about_the_address(source, resolved, obtained, page, publisher)
        found += _about_the_cited_day(source, resolved, obtained, page)
    if obtained is not None and obtained.outcome.state in READABLE_STATES:
        found += _about_the_copy(source, obtained, changed)
        found += _about_the_text(obtained, changed)
    return tuple(found)


def findings_about(source: Source, verdict: Verdict, evidence: Sequence[Evidence]) -> tuple[Finding, ...]:
    """The findings about the passages that a verdict rests on."""
    found = []
    if verdict in _SUPPORTING and any(one.outside for one in evidence):
        message = "A passage that supports this stands outside the article's text, in a table, a caption or a box."
        found.append(Finding(code="outside-article", message=message))
    later = _later_entry(source, evidence) if verdict in _SUPPORTING or verdict is Verdict.CONTRADICTED else None
    if later is not None:
        does = "contradicts" if verdict is Verdict.CONTRADICTED else "supports"
        message = f"the passage that {does} this was posted later, in the live blog's entry of {spoken_moment(later)}."
        found.append(Finding(code="cited-date-differs", message=f"Cited as of {_spoken_dates(source)}; {message}"))
    return tuple(found)


def _later_entry(source: Source, evidence: Sequence[Evidence]) -> str | None:
    """When the entry with the weightiest passage was posted, if that is after the cited days by the page's calendar."""
    cited = _cited_days(source)
    posted_at = max(evidence, key=lambda one: one.score).posted_at if evidence else None
    posted = days_of(posted_at)
    return posted_at if cited and posted and posted[0] > max(last for _, last in cited) else None


def findings_beside(source: CheckedSource, article: Article) -> tuple[Finding, ...]:
    """The findings about one source when it is held beside the article that cites it."""
    found = []
    written = days_of(article.published)
    cited = _cited_days(source)
    if cited and written and all(days[0] > written[1] + _DATE_SLACK for days in cited):
        message = f"The citation names {_spoken_dates(source)}, which is after the article ({spoken(_day(written))})."
        found.append(Finding(code="cited-after-article", message=message))
    snapshot = source.snapshot
    if snapshot is None or source.state not in READABLE_STATES:
        return tuple(found)
    dated = _page_days(snapshot)
    if written and dated and all(days[0] > written[1] + _DATE_SLACK for days in dated):
        message = f"The page is dated {spoken(_day(dated[0]))}, after the article ({spoken(_day(written))})."
        found.append(Finding(code="published-after-article", message=message))
    if snapshot.language and article.language and snapshot.language[:2] != article.language[:2]:
        message = f"The source is in another language ({snapshot.language}) than the article ({article.language})."
        found.append(Finding(code="other-language", message=message))
    return tuple(found)


def page_url(snapshot: Snapshot) -> str:
    """Where the page itself lives: the last address reached, or the original one of an archived copy."""
    if snapshot.memento_url is not None or snapshot.captured_at is not None:
        return snapshot.url
    return snapshot.final_url


def _page_url(resolved: Resolved, obtained: Obtained | None) -> str | None:
    if obtained is not None and obtained.snapshot is not None:
        return page_url(obtained.snapshot)
    return resolved.target.url if resolved.target is not None else None


def _about_the_citation(source: Source, resolved: Resolved) -> list[Finding]:
    found = []
    if not source.name:
        found.append(Finding(code="name-missing", message="The name of the source is missing from the citation."))
    if source.impossible_dates:
        days = " and ".join(map(spoken_as_printed, source.impossible_dates))
        message = f"The citation gives {days}, which no calendar has; it was read without that day."
        found.append(Finding(code="impossible-date", message=message))
    if resolved.resolution is Resolution.SEARCHED:
        message = "The article has no link here; this page was found by searching. Make sure that it is the one meant."
        found.append(Finding(code="found-by-search", message=message))
    elif resolved.resolution is Resolution.NONE and resolved.candidates:
        shown = ", ".join(candidate.url for candidate in resolved.candidates[:_SHOWN_CANDIDATES])
        message = f"None of the pages found stands out. Link the right one, if it is among them: {shown}"
        found.append(Finding(code="ambiguous", message=message))
    return found


def _about_the_address(
    source: Source, resolved: Resolved, obtained: Obtained | None, page: str, publisher: Publisher
) -> list[Finding]:
    found = []
    host = host_of(page)
    outlet = source.outlet or source.name
    read = obtained is not None and obtained.snapshot is not None
    elsewhere = _is_elsewhere(source, host, publisher) and (read or not hides_the_page(host))
    if elsewhere and resolved.resolution in (Resolution.LINKED, Resolution.SEARCHED):
        owner = publisher(host)
        leads_to = f"{host} ({owner})" if owner and owner.casefold() not in host else host
        way = "the link leads to" if resolved.resolution is Resolution.LINKED else "the page found by searching is at"
        message = f"The citation names {outlet} ({source.domains[0]}), but {way} {leads_to}."
        found.append(Finding(code="outlet-differs", message=message))
    asked = host_of(resolved.target.url) if resolved.target is not None else ""
    if read and not elsewhere and asked and not (same_site(host, asked) or same_site(asked, host)):
        found.append(Finding(code="moved-to-other-site", message=f"The link to {asked} now leads to {host}."))
    platform = platform_of(page) or source.platform
    if platform:
        message = (
            f"A post or video on {platform} shows that something was said, not that it is so. "
            "It can be edited or deleted; keep a copy."
        )
        found.append(Finding(code="social-post", message=message))
    return found


def _is_elsewhere(source: Source, host: str, publisher: Publisher) -> bool:
    """Whether a host is known to be none of the outlet's own, nor one where outlets keep accounts."""
    if not source.domains or not host or any(same_site(host, domain) for domain in source.domains):
        return False
    named_platform = any(platform_of("https://" + domain) for domain in source.domains)
    if platform_of("https://" + host) and not named_platform:
        return False
    owner = publisher(host)
    if owner is not None and source.outlet is not None:
        one, other = sorted((owner, source.outlet), key=len)
        # Editions carry the name of the house: Sputnik and Sputnik Belarus, not The Guardian and its Nigerian namesake.
        if one == other or (other.startswith(one + " ") and "(" not in other):
            return False
    return not any(same_house(host, domain, known=owner is not None) for domain in source.domains)


def _about_the_cited_day(source: Source, resolved: Resolved, obtained: Obtained | None, page: str) -> list[Finding]:
    """Page and address against the citation; whatever is near one cited day settles it."""
    cited = _cited_days(source)
    if not cited or source.accessed or resolved.resolution is not Resolution.LINKED:
        return []
    readable = obtained is not None and obtained.outcome.state in READABLE_STATES
    given = days_of(obtained.snapshot.published) if readable and obtained and obtained.snapshot else None
    linked = days_in_url(resolved.target.url) if resolved.target is not None else ()
    dated = [*([given] if given else []), *linked, *days_in_url(page)]
    if not dated or min(distance(one, other) for one in cited for other in dated) <= _DATE_SLACK.days:
        return []
    says = "the page gives" if given else "the address of the link has"
    message = f"Cited as of {_spoken_dates(source)}; {says} {spoken(_day(dated[0]))}."
    return [Finding(code="cited-date-differs", message=message)]


def _about_the_copy(source: Source, obtained: Obtained, changed: str | None) -> list[Finding]:
    found = []
    copy = obtained.day_copy
    if copy is not None and copy.snapshot is not None and not changed and _still_stands(copy, obtained):
        where = ", ".join(filter(None, (f"archived copy of {spoken(copy.snapshot.captured_at)}",
                                        spoken_distance(copy.snapshot, source.dates))))  # fmt: skip
        message = f"Today's page still has all the words of its {where}."
        found.append(Finding(code="unchanged-since", message=message))
    apart = days_apart(obtained.snapshot, source.dates) if obtained.snapshot is not None else None
    if obtained.snapshot is not None and apart is not None and apart > _COPY_SLACK_DAYS:
        taken = spoken((obtained.snapshot.captured_at or "")[:10])
        message = f"The archived copy is of {taken}, {apart} days from the cited day."
        found.append(Finding(code="archived-copy-distant", message=message))
    return found


def _still_stands(copy: Obtained, today: Obtained) -> bool:
    """Whether today's page has all words of its copy, which has no text of its own where it says just the same."""
    return copy.document is None or (today.document is not None and has_all_of(today.document, copy.document))


def _about_the_text(obtained: Obtained, changed: str | None) -> list[Finding]:
    found = []
    if changed or obtained.outcome.state is SourceState.DRIFTED:
        message = changed or "The live page no longer says about this claim what its archived copy says."
        found.append(Finding(code="changed-since", message=message))
    share = read_share(obtained)
    if obtained.document is not None and obtained.document.level == TITLE_AND_DESCRIPTION:
        found.append(Finding(code="read-in-part", message=obtained.outcome.reason))
    elif obtained.outcome.state is SourceState.PAYWALLED or share < WHOLE:
        extent = "Only the part in front of the paywall" if share >= WHOLE else f"About {share:.0%} of the page"
        found.append(Finding(code="read-in-part", message=f"{extent} could be read."))
    if obtained.document is not None and obtained.document.hidden_text:
        message = "The page carries text that its readers cannot see; it was left out of the judgement."
        found.append(Finding(code="hidden-text", message=message))
    return found


def read_share(obtained: Obtained) -> float:
    """How much of the page was read, 0 to 1: the lower of what snapshot and document say."""
    shares = [part.read_share for part in (obtained.snapshot, obtained.document) if part is not None]
    return min(shares, default=0.0)


def _page_days(snapshot: Snapshot) -> list[Days]:
    """The days the page gives for itself: the date found on it, and the date in its address."""
    given = days_of(snapshot.published)
    return [*([given] if given else []), *days_in_url(page_url(snapshot))]


def _cited_days(source: Source) -> list[Days]:
    return [days for days in map(days_of, source.dates) if days is not None]


def _spoken_dates(source: Source) -> str:
    return " and ".join(spoken(value) for value in source.dates)


def _day(days: Days) -> str:
    """The stretch as an ISO value again: one day, a whole month, or a range."""
    first, last = days[0].isoformat(), days[1].isoformat()
    if days[0].day == 1 and days[1].day == calendar.monthrange(*days[0].timetuple()[:2])[1] and first[:7] == last[:7]:
        return first[:7]
    return first if first == last else f"{first}/{last}"
