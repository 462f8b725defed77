"""Sources with what came of them in, the report out; pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace

from verifier import levels
from verifier.kinds import DEFAULT_COUNTED
from verifier.model import (
    READABLE_STATES,
    Article,
    CheckedCitation,
    CheckedSource,
    Citation,
    Citations,
    Counts,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Report,
    Resolution,
    Resolved,
    Snapshot,
    Source,
    SourceState,
    Verdict,
)
from verifier.pages import is_teaser
from verifier.report.beside import NOTHING, Backing, Beside, Together, compared, linked
from verifier.report.drift import addition_of, compared_with, drift_of, reasons_of
from verifier.report.findings import (
    WHOLE,
    Publisher,
    findings_about,
    findings_beside,
    findings_of,
    nobody,
    page_url,
    read_share,
)
from verifier.report.tables import is_video_page

#: Which verdict speaks for a citation: the first of these that one of its sources has. The sources of one citation
#: are alternatives for one claim, so support by one is support; a contradiction outweighs a source that is silent,
#: and a source that could not be read never decides; nor does a page found by searching, unless it supports.
_DECIDING = (
    Verdict.SUPPORTED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_SUPPORTED,
    Verdict.UNDETERMINED,
)


def check_source(
    source: Source,
    resolved: Resolved,
    obtained: Obtained | None = None,
    judgement: Judgement | None = None,
    publisher: Publisher = nobody,
    of_copy: Judgement | None = None,
) -> CheckedSource:
    """One source with state, verdict, evidence and findings.

    `obtained` is None when there was no page to ask for; `publisher` knows whose a host is.
    The verdict is `undetermined`, with the state as the reason, when no text was read; and also when the judge found
    nothing in a text that was not read in full, or nothing (or the opposite) in front of a paywall or beside a video,
    because the rest may say it: then probabilities are left out and the evidence is kept.
    Where the copy of the cited day supports (`of_copy`) what today's page no longer says, the copy decides: the state
    is `drifted`, and snapshot, verdict and evidence are those of the copy, which is what the author read. Where it is
    today's page that says more than the copy did, the page decides, and a finding (or a reason) shows what was added.
    """
    judged = _settled(obtained, _outcome(resolved, obtained), judgement)
    drift = drift_of(obtained, judged, of_copy)
    addition = addition_of(obtained, judged, _settled_copy(obtained, of_copy), _cited(source, resolved))
    other = _receipt(compared_with(obtained, drift))
    judged = replace(judged, reasons=(*judged.reasons, *reasons_of(obtained, judged, of_copy, addition)))
    changed = drift.message if drift is not None else addition.message if addition and addition.since else None
    if drift is not None:
        obtained, judged = drift.obtained, _settled(drift.obtained, drift.obtained.outcome, drift.judgement)
    outcome = _outcome(resolved, obtained)
    judged = _only_support(resolved, judged)
    judged = replace(judged, reasons=(*judged.reasons, *_about_the_level(obtained, judged)))
    evidence = linked(judged.evidence, obtained)
    return CheckedSource(
        **{spec.name: getattr(source, spec.name) for spec in fields(Source)},
        resolution=resolved.resolution,
        candidates=resolved.candidates,
        state=outcome.state,
        outcome=outcome,
        attempts=obtained.attempts if obtained is not None else (),
        snapshot=_receipt(obtained),
        compared=other,
        verdict=judged.verdict,
        probability=judged.probability,
        probabilities=judged.probabilities,
        evidence=evidence,
        checks=judged.checks,
        findings=(
            *findings_of(source, resolved, obtained, publisher, changed),
            *findings_about(source, judged.verdict, evidence),
        ),
        reasons=judged.reasons,
    )


def check_citation(
    citation: Citation,
    checked_sources: Sequence[CheckedSource],
    together: Together | None = None,
    backing: Backing | None = None,
) -> CheckedCitation:
    """The citation with the verdict over all its sources, and what the sources say about each other.

    The strongest verdict counts: supported, partially supported, contradicted, not supported, undetermined; but
    sources that support the claim `together` make it supported, and a page found by searching counts only by
    supporting it. A `backing` elsewhere in the article changes nothing.
    When one source supports the claim and another contradicts it, both carry the finding `sources-disagree`.
    """
    verdict, probability = _over_all(checked_sources)
    if together is not None:
        verdict, probability = Verdict.SUPPORTED, together.probability
    return CheckedCitation(
        id=citation.id,
        start=citation.start,
        end=citation.end,
        text=citation.text,
        kind=citation.kind,
        claim=citation.claim,
        markup=citation.markup,
        verdict=verdict,
        probability=probability,
        sources=tuple(compared(checked_sources, together, backing)),
    )


def build_report(
    report_id: str,
    found: Citations,
    checked: Iterable[tuple[Citation, Sequence[CheckedSource]]],
    *,
    scorer: str,
    settings_digest: str,
    made_at: str,
    counted_kinds: Collection[str] = DEFAULT_COUNTED,
    beside: Beside = NOTHING,
) -> Report:
    """The whole answer for one article, citations in the order of the text. `made_at` is an ISO time in UTC.

    `beside` is what was judged over and above each source alone.
    Only citations of the `counted_kinds` are in the counts; the others are marked as not counted.
    """
    citations = [
        replace(
            check_citation(
                citation,
                [_held_beside(source, found.article) for source in sources],
                beside.together.get(citation.id),
                beside.backed.get(citation.id),
            ),
            counted=citation.kind in counted_kinds,
        )
        for citation, sources in checked
    ]
    ordered = tuple(sorted(citations, key=lambda citation: (citation.start, citation.end)))
    return Report(
        id=report_id,
        made_at=made_at,
        article=found.article,
        scorer=scorer,
        settings=settings_digest,
        counts=count(ordered),
        citations=ordered,
        skipped=found.skipped,
        uncited=found.uncited,
        recited=found.recited,
    )


def _held_beside(source: CheckedSource, article: Article) -> CheckedSource:
    return replace(source, findings=(*source.findings, *findings_beside(source, article)))


def count(citations: Sequence[CheckedCitation]) -> Counts:
    """How many citations that count there are of each verdict."""
    tally = Counter(citation.verdict.value for citation in citations if citation.counted)
    return Counts(citations=tally.total(), **tally)


def _outcome(resolved: Resolved, obtained: Obtained | None) -> Outcome:
    if obtained is not None:
        return obtained.outcome
    reason = resolved.reason or "The article does not say which page is meant."
    if not resolved.checked:
        return Outcome(code=OutcomeCode.NOT_CHECKED, state=SourceState.UNRESOLVED, reason=reason)
    if not resolved.fetchable:
        return Outcome(code=OutcomeCode.UNSUPPORTED_TYPE, state=SourceState.UNSUPPORTED, reason=reason)
    return Outcome(code=OutcomeCode.NO_LINK, state=SourceState.UNRESOLVED, reason=reason)


def _receipt(obtained: Obtained | None) -> Snapshot | None:
    """The snapshot with the hash of the text that was judged."""
    if obtained is None or obtained.snapshot is None or obtained.document is None:
        return obtained.snapshot if obtained is not None else None
    text = obtained.document.text.encode("utf-8", "surrogatepass")
    return replace(obtained.snapshot, text_sha256=hashlib.sha256(text).hexdigest())


def _settled(obtained: Obtained | None, outcome: Outcome, judgement: Judgement | None) -> Judgement:
    """The judgement that may be shown: none without a text, none against a claim out of too little of one."""
    if obtained is None or obtained.document is None or outcome.state not in READABLE_STATES:
        return Judgement(verdict=Verdict.UNDETERMINED, reasons=(outcome.reason,))
    if judgement is None:
        return Judgement(verdict=Verdict.UNDETERMINED, reasons=("The page was read but not judged.",))
    if outcome.state is SourceState.PAYWALLED and is_teaser(obtained.document.text):
        # What the judge made of a teaser says nothing of the page.
        bare = replace(judgement, reasons=(), checks=())
        return _opened(bare, "Only the part of the page in front of its paywall could be read.")
    reason = _left_open(obtained, outcome, judgement.verdict)
    return judgement if reason is None else _opened(judgement, reason)


def _settled_copy(obtained: Obtained | None, of_copy: Judgement | None) -> Judgement | None:
    """The judgement of the copy of the cited day that may be shown; None where it was not asked."""
    copy = obtained.day_copy if obtained is not None else None
    return _settled(copy, copy.outcome, of_copy) if copy is not None and of_copy is not None else None


def _cited(source: Source, resolved: Resolved) -> tuple[str, ...]:
    """The cited days, else the day by which the copy was chosen."""
    near = resolved.target.near if resolved.target is not None else None
    return source.dates or ((near,) if near else ())


def _opened(judgement: Judgement, reason: str) -> Judgement:
    """The judgement without its verdict, and first of all why; its evidence is kept."""
    return replace(
        judgement,
        verdict=Verdict.UNDETERMINED,
        probability=None,
        probabilities=None,
        reasons=(reason, *judgement.reasons),
    )


def _only_support(resolved: Resolved, judgement: Judgement) -> Judgement:
    """A page that was found by searching may be another one than meant: it can support a claim, never fail it."""
    failing = judgement.verdict in (Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED)
    if resolved.resolution is not Resolution.SEARCHED or not failing:
        return judgement
    reason = "The page was found by searching and does not say this; the author may have meant another one."
    return _opened(judgement, reason)


def _left_open(obtained: Obtained, outcome: Outcome, verdict: Verdict) -> str | None:
    """Why a verdict may not stand: what was not read may say it, or something else. None when it may.

    Title and description of a video decide nothing, not even for the claim: they are not what is cited.
    """
    document = obtained.document
    if document is not None and document.level == levels.TITLE_AND_DESCRIPTION and verdict is not Verdict.UNDETERMINED:
        return outcome.reason
    if verdict not in (Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED):
        return None
    snapshot = obtained.snapshot
    heard = document is not None and document.transcript
    if snapshot is not None and not heard and is_video_page(page_url(snapshot)):
        return "Of this video only what is written beside it could be read, not what is said in it."
    walled = outcome.state is SourceState.PAYWALLED
    if walled or (verdict is Verdict.NOT_SUPPORTED and read_share(obtained) < WHOLE):
        return "Only part of the page could be read, and that part does not settle the claim."
    return None


def _about_the_level(obtained: Obtained | None, judgement: Judgement) -> tuple[str, ...]:
    """What kind of text a verdict on a post or video rests on, and what it does not prove."""
    level = obtained.document.level if obtained is not None and obtained.document is not None else None
    if obtained is None or level is None or judgement.verdict is Verdict.UNDETERMINED:
        return ()
    heard = (obtained.outcome.reason,) if level in levels.HEARD else ()
    backed = judgement.verdict in (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)
    return (*heard, "This shows that it was said, not that it is so.") if backed else heard


def _over_all(sources: Sequence[CheckedSource]) -> tuple[Verdict, float | None]:
    deciding = min(map(_share, sources), key=_weight, default=None)
    return deciding if deciding is not None else (Verdict.UNDETERMINED, None)


def _share(source: CheckedSource) -> tuple[Verdict, float | None]:
    """What a source says for its citation: a page found by searching, which may not be the one meant, only support."""
    if source.resolution is Resolution.SEARCHED and source.verdict is not Verdict.SUPPORTED:
        return Verdict.UNDETERMINED, None
    return source.verdict, source.probability


def _weight(said: tuple[Verdict, float | None]) -> tuple[int, float]:
    return _DECIDING.index(said[0]), -(said[1] or 0.0)
