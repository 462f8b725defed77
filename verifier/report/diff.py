"""Two reports of one article in, what really changed between them out.

The same source of the same claim is found again by the claim's words and the source's link or name, never by id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass

from verifier.jobs import Change
from verifier.model import READABLE_STATES, CheckedCitation, CheckedSource, Report, Snapshot, SourceState, Verdict
from verifier.report.sentences import one_line, page_of
from verifier.report.tables import state_words, verdict_words

#: The kinds of change in the order of a digest.
KINDS = {
    "new-problem": "New problem",
    "verdict-changed": "Verdict changed",
    "resolved": "Resolved",
    "state-changed": "State changed",
    "text-changed": "Text changed",
    "citation-added": "Citation added",
    "citation-removed": "Citation removed",
}
#: States that come and go by themselves; a page that turns to one of them is no problem of the source yet.
_PASSING = frozenset({SourceState.BLOCKED, SourceState.TIMED_OUT, SourceState.LOGIN_REQUIRED, SourceState.REFUSED})
#: The finding of a page that is missing, but not often enough to count as gone.
PROVISIONAL = "gone-provisional"
_AGAINST = (Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED)


@dataclass(frozen=True, slots=True)
class _Place:
    """One source of one citation."""

    citation: CheckedCitation
    source: CheckedSource


def diff_reports(before: Report | None, after: Report) -> tuple[Change, ...]:
    """What changed for the sources of an article, most pressing first; nothing for a first report.

    News is: another verdict, a page that can be read no more or again, another text under the same verdict, and
    citations that came or went. A page that fails in another way than before, or that is read from an archive now
    and says the same, is no news.
    """
    if before is None:
        return ()
    pairs, gone, new = _matched(_places(before), _places(after))
    changes = [change for old, now in pairs for change in _compared(old, now, before, after)]
    changes += [_change(after, one, "citation-added", "", one.source.verdict.value, "is new") for one in new]
    changes += [_change(after, one, "citation-removed", one.source.verdict.value, "", "is gone") for one in gone]
    order = list(KINDS)
    return tuple(sorted(changes, key=lambda change: order.index(change.kind)))


def matched_sources(before: Report | None, after: Report) -> list[tuple[CheckedSource, CheckedSource]]:
    """Each source that stands under the same claim in both reports, the older first."""
    if before is None:
        return []
    return [(old.source, now.source) for old, now in _matched(_places(before), _places(after))[0]]


def _places(report: Report) -> list[_Place]:
    return [_Place(citation, source) for citation in report.citations for source in citation.sources]


def _by_link(place: _Place) -> Hashable:
    return one_line(place.citation.claim.text), place.source.url or ""


def _by_name(place: _Place) -> Hashable:
    return one_line(place.citation.claim.text), place.source.name.casefold()


def _by_citation(place: _Place) -> Hashable:
    return one_line(place.citation.text), place.source.name.casefold(), place.source.dates, place.source.url


def _matched(old: list[_Place], new: list[_Place]) -> tuple[list[tuple[_Place, _Place]], list[_Place], list[_Place]]:
    """Pairs of the same source under the same claim, then what is left of each side.

    Claim and link count first, then claim and name (the link was mended), then the citation as printed with its
    link (the claim was reworded). Equals are paired in the order of the article.
    """
    pairs: list[tuple[_Place, _Place]] = []
    for key in (lambda place: (_by_link(place), _by_name(place)), _by_link, _by_name, _by_citation):
        found, old, new = _paired(old, new, key)
        pairs += found
    return pairs, old, new


def _paired(
    old: list[_Place], new: list[_Place], key: Callable[[_Place], Hashable]
) -> tuple[list[tuple[_Place, _Place]], list[_Place], list[_Place]]:
    waiting: dict[Hashable, list[_Place]] = defaultdict(list)
    for place in reversed(old):
        waiting[key(place)].append(place)
    pairs, left = [], []
    for place in new:
        if waiting[key(place)]:
            pairs.append((waiting[key(place)].pop(), place))
        else:
            left.append(place)
    met = {id(one) for one, _ in pairs}
    return pairs, [place for place in old if id(place) not in met], left


def _compared(old: _Place, now: _Place, before: Report, after: Report) -> Iterator[Change]:
    was, is_now = old.source, now.source
    could, can = was.state in READABLE_STATES, is_now.state in READABLE_STATES
    if could and not can:
        kind = "state-changed" if is_now.state in _PASSING or _may_come_back(is_now) else "new-problem"
        message = f"could be read before, and now: {state_words(is_now.state).word.lower()}"
        yield _change(after, now, kind, was.state.value, is_now.state.value, message)
    elif not can and not could and _may_come_back(was) and is_now.missing_on and not _may_come_back(is_now):
        message = f"was missing on {len(is_now.missing_on)} checks, days apart, and counts as gone now"
        yield _change(after, now, "new-problem", was.state.value, is_now.state.value, message)
    elif can and not could and is_now.verdict in _AGAINST:
        message = f"can be read now: {verdict_words(is_now.verdict).word.lower()}"
        yield _change(after, now, "new-problem", was.verdict.value, is_now.verdict.value, message)
    elif can and not could:
        message = f"can be read again: {verdict_words(is_now.verdict).word.lower()}"
        yield _change(after, now, "resolved", was.state.value, is_now.state.value, message)
    elif can and is_now.state is SourceState.DRIFTED and was.state is not SourceState.DRIFTED:
        message = "no longer says on its page of today what its copy of the cited day says"
        yield _change(after, now, "new-problem", was.state.value, is_now.state.value, message)
    elif can and was.state is SourceState.DRIFTED and is_now.state is not SourceState.DRIFTED and _backs(is_now):
        message = f"says again what its copy of the cited day said: {verdict_words(is_now.verdict).word.lower()}"
        yield _change(after, now, "resolved", was.state.value, is_now.state.value, message)
    elif was.verdict is not is_now.verdict:
        first, then = verdict_words(was.verdict).word.lower(), verdict_words(is_now.verdict).word.lower()
        judge = "" if before.scorer == after.scorer else f" (another judge: {after.scorer} after {before.scorer})"
        message = f"was {first}, is {then}{judge}"
        yield _change(after, now, "verdict-changed", was.verdict.value, is_now.verdict.value, message)
    elif can and _other_text(was.snapshot, is_now.snapshot):
        message = f"has another text than before; still {verdict_words(is_now.verdict).word.lower()}"
        yield _change(after, now, "text-changed", _text_hash(was), _text_hash(is_now), message)


def _may_come_back(source: CheckedSource) -> bool:
    return any(finding.code == PROVISIONAL for finding in source.findings)


def _backs(source: CheckedSource) -> bool:
    return source.verdict in (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)


def _other_text(was: Snapshot | None, now: Snapshot | None) -> bool:
    """Whether the page has another text. An archived copy and the live page are not compared with each other."""
    if was is None or now is None or (was.captured_at is None) != (now.captured_at is None):
        return False
    return None not in (was.text_sha256, now.text_sha256) and was.text_sha256 != now.text_sha256


def _text_hash(source: CheckedSource) -> str:
    return (source.snapshot.text_sha256 or "")[:12] if source.snapshot else ""


def _change(report: Report, place: _Place, kind: str, before: str, after: str, what: str) -> Change:
    name = place.source.name or "A source without a name"
    return Change(
        article=report.id,
        title=report.article.title,
        citation=place.citation.id,
        kind=kind,
        source=place.source.name,
        url=page_of(place.source),
        before=before,
        after=after,
        message=f"{name} {what}.",
    )
