"""Sources and what was judged beside them in, the same sources with what that adds out; pure."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from verifier.model import CheckedSource, Document, Evidence, Finding, Obtained, OutcomeCode, Snapshot, Verdict
from verifier.report.findings import page_url
from verifier.report.fragments import fragment_url

_SUPPORTING = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """The sources of one citation support its claim together: `evidence` are the passages of each, by its place."""

    probability: float | None
    evidence: Mapping[int, tuple[Evidence, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Backing:
    """A source of another citation that supports a claim."""

    citation: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Beside:
    """What was judged beside the sources of an article, by the id of the citation whose claim it is about."""

    together: Mapping[str, Together] = field(default_factory=dict)
    backed: Mapping[str, Backing] = field(default_factory=dict)


NOTHING = Beside()


def is_open(source: CheckedSource) -> bool:
    """Whether the source leaves its claim without support: it does not say it, says the opposite, or was not read."""
    if source.outcome.code is OutcomeCode.NOT_CHECKED:
        return False
    return source.verdict in (Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED, Verdict.UNDETERMINED)


def linked(evidence: Sequence[Evidence], obtained: Obtained | None) -> tuple[Evidence, ...]:
    """The evidence that is verbatim in the text that was read, each once, with a link to its place on the page."""
    if obtained is None or obtained.document is None:
        return ()
    document, snapshot = obtained.document, obtained.snapshot
    text = document.shown
    verbatim = [placed(one, document) for one in _once(evidence) if one.text and text[one.start : one.end] == one.text]
    if snapshot is None:
        return tuple(verbatim)
    if snapshot.level is not None:
        return tuple(_in_the_post(one, snapshot, obtained.document) for one in verbatim)
    url = snapshot.memento_url or page_url(snapshot)
    media_type = (snapshot.media_type or document.media_type).partition(";")[0].strip().casefold()
    return tuple(
        replace(one, fragment_url=fragment_url(url, text, (one.start, one.end), media_type=media_type, page=one.page))
        for one in verbatim
    )


def _once(evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Without passages that repeat another one word for word: a page may show the same table twice."""
    found: dict[str, Evidence] = {}
    for one in evidence:
        found.setdefault(" ".join(one.text.split()), one)
    return tuple(found.values())


def placed(evidence: Evidence, document: Document) -> Evidence:
    """The evidence with its place in the document: printed page, entry of a live blog, outside the article."""
    outside = evidence.start >= len(document.text)
    page = posted_at = None
    for start, end, number, time in document.parts:
        if start < evidence.end and evidence.start < end and not outside:
            page, posted_at = page or number, posted_at or time
    return replace(evidence, page=page, posted_at=posted_at, outside=outside)


def _in_the_post(evidence: Evidence, snapshot: Snapshot, document: Document) -> Evidence:
    """The evidence with the moment at which it is said. Platforms show posts in frames, which no fragment reaches."""
    place = bisect_right(document.cues, (evidence.start, math.inf)) - 1
    if place < 0:
        return evidence
    at_s = document.cues[place][1]
    mark = "&" if "?" in snapshot.final_url else "?"
    return replace(evidence, at_s=at_s, fragment_url=f"{snapshot.final_url}{mark}t={int(at_s)}s")


def compared(
    sources: Sequence[CheckedSource], together: Together | None, backing: Backing | None
) -> list[CheckedSource]:
    """The sources of one citation, each with what the others say beside it."""
    return [
        _backed(_joint(_beside_siblings(source, sources), number, sources, together), backing)
        for number, source in enumerate(sources)
    ]


def _beside_siblings(source: CheckedSource, sources: Sequence[CheckedSource]) -> CheckedSource:
    others = [one for one in sources if one is not source]
    contradicted = any(one.verdict is Verdict.CONTRADICTED for one in others)
    supported = any(one.verdict in _SUPPORTING for one in others)
    if (source.verdict in _SUPPORTING and contradicted) or (source.verdict is Verdict.CONTRADICTED and supported):
        message = "One source of this citation supports the claim and another contradicts it."
        return _with(source, "sources-disagree", message)
    if source.verdict in (Verdict.NOT_SUPPORTED, Verdict.UNDETERMINED):
        helper = next((one for one in others if one.verdict is Verdict.SUPPORTED), None)
        if helper is not None:
            name = helper.name or "Another source"
            return _with(source, "supported-by-other-source", f"{name}, cited in the same place, supports the claim.")
    return source


def _joint(
    source: CheckedSource, number: int, sources: Sequence[CheckedSource], together: Together | None
) -> CheckedSource:
    """With the passages it adds to a support that no source gives alone; its own verdict stays."""
    if together is None or number not in together.evidence:
        return source
    others = [sources[other].name or "another source" for other in sorted(together.evidence) if other != number]
    message = f"This source alone does not say all of the claim; together with {_listed(others)} it does."
    added = together.evidence[number]
    return _with(replace(source, evidence=_once((*added, *source.evidence))), "supported-together", message)


def _backed(source: CheckedSource, backing: Backing | None) -> CheckedSource:
    if backing is None or not is_open(source):
        return source
    name = backing.name or "one without a name"
    message = f"The claim is supported by another source of this article: {name} (citation {backing.citation})."
    return _with(source, "supported-by-other-source", message)


def _with(source: CheckedSource, code: str, message: str) -> CheckedSource:
    return replace(source, findings=(*source.findings, Finding(code=code, message=message)))


def _listed(names: Sequence[str]) -> str:
    """`A`, `A and B`, `A, B and C`."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
