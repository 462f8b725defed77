"""Sources with what came of them in, the report out; pure."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import fields, replace

from verifier.kinds import DEFAULT_COUNTED
from verifier.model import (
    READABLE_STATES,
    Article,
    CheckedCitation,
    CheckedSource,
    Citation,
    Citations,
    Counts,
    Evidence,
    Finding,
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
from verifier.report.findings import Publisher, findings_beside, findings_of, nobody, page_url, read_share
from verifier.report.fragments import fragment_url

#: Which verdict speaks for a citation: the first of these that one of its sources has. The sources of one citation
#: are alternatives for one claim, so support by one is support; a contradiction outweighs a source that is silent,
#: and a source that could not be read never decides.
_DECIDING = (
    Verdict.SUPPORTED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.CONTRADICTED,
    Verdict.NOT_SUPPORTED,
    Verdict.UNDETERMINED,
)
#: What is missing from a page read to a smaller share than this may stand in the rest of it.
_SILENCE_NEEDS_SHARE = 0.8
_SUPPORTING = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED)


def check_source(
    source: Source,
    resolved: Resolved,
    obtained: Obtained | None = None,
    judgement: Judgement | None = None,
    publisher: Publisher = nobody,
) -> CheckedSource:
    """One source with state, verdict, evidence and findings.

    `obtained` is None when there was no page to ask for; `publisher` knows whose a host is.
    The verdict is `undetermined`, with the state as the reason, when no text was read; and also when the judge found
    nothing (or the opposite) in a text that was only read in part, because the rest may say it: then probabilities
    are left out and the evidence is kept.
    """
    outcome = _outcome(resolved, obtained)
    judged = _only_support(resolved, _settled(obtained, outcome, judgement))
    return CheckedSource(
        **{spec.name: getattr(source, spec.name) for spec in fields(Source)},
        resolution=resolved.resolution,
        candidates=resolved.candidates,
        state=outcome.state,
        outcome=outcome,
        attempts=obtained.attempts if obtained is not None else (),
        snapshot=_receipt(obtained),
        verdict=judged.verdict,
        probability=judged.probability,
        probabilities=judged.probabilities,
        evidence=_linked(judged.evidence, obtained),
        checks=judged.checks,
        findings=findings_of(source, resolved, obtained, publisher),
        reasons=judged.reasons,
    )


def check_citation(citation: Citation, checked_sources: Sequence[CheckedSource]) -> CheckedCitation:
    """The citation with the verdict over all its sources, and what the sources say about each other.

    The strongest verdict counts: supported, partially supported, contradicted, not supported, undetermined.
    When one source supports the claim and another contradicts it, both carry the finding `sources-disagree`.
    """
    deciding = min(checked_sources, key=_weight, default=None)
    return CheckedCitation(
        id=citation.id,
        start=citation.start,
        end=citation.end,
        text=citation.text,
        kind=citation.kind,
        claim=citation.claim,
        markup=citation.markup,
        verdict=deciding.verdict if deciding is not None else Verdict.UNDETERMINED,
        probability=deciding.probability if deciding is not None else None,
        sources=tuple(_compared(one, checked_sources) for one in checked_sources),
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
) -> Report:
    """The whole answer for one article, citations in the order of the text. `made_at` is an ISO time in UTC.

    Only citations of the `counted_kinds` are in the counts; the others are marked as not counted.
    """
    citations = [
        replace(
            check_citation(citation, [_beside(source, found.article) for source in sources]),
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


def _beside(source: CheckedSource, article: Article) -> CheckedSource:
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
    return Outcome(code=OutcomeCode.NO_LINK, state=SourceState.UNRESOLVED, reason=reason)


def _receipt(obtained: Obtained | None) -> Snapshot | None:
    """The snapshot with the hash of the text that was judged."""
    if obtained is None or obtained.snapshot is None or obtained.document is None:
        return obtained.snapshot if obtained is not None else None
    text = obtained.document.text.encode("utf-8", "surrogatepass")
    return replace(obtained.snapshot, text_sha256=hashlib.sha256(text).hexdigest())


def _settled(obtained: Obtained | None, outcome: Outcome, judgement: Judgement | None) -> Judgement:
    """The judgement that may be shown: none without a text, no silence or contradiction out of half a text."""
    if obtained is None or obtained.document is None or outcome.state not in READABLE_STATES:
        return Judgement(verdict=Verdict.UNDETERMINED, reasons=(outcome.reason,))
    if judgement is None:
        return Judgement(verdict=Verdict.UNDETERMINED, reasons=("The page was read but not judged.",))
    walled = outcome.state is SourceState.PAYWALLED
    silent = judgement.verdict is Verdict.NOT_SUPPORTED and (walled or read_share(obtained) < _SILENCE_NEEDS_SHARE)
    if silent or (walled and judgement.verdict is Verdict.CONTRADICTED):
        reason = "Only part of the page could be read, and that part does not settle the claim."
        return replace(
            judgement,
            verdict=Verdict.UNDETERMINED,
            probability=None,
            probabilities=None,
            reasons=(reason, *judgement.reasons),
        )
    return judgement


def _only_support(resolved: Resolved, judgement: Judgement) -> Judgement:
    """A page that was found by searching may be another one than meant: it can support a claim, never fail it."""
    failing = judgement.verdict in (Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED)
    if resolved.resolution is not Resolution.SEARCHED or not failing:
        return judgement
    reason = "The page was found by searching and does not say this; the author may have meant another one."
    return replace(
        judgement,
        verdict=Verdict.UNDETERMINED,
        probability=None,
        probabilities=None,
        reasons=(reason, *judgement.reasons),
    )


def _linked(evidence: Sequence[Evidence], obtained: Obtained | None) -> tuple[Evidence, ...]:
    """The evidence that is verbatim in the text that was read, each with a link to its place on the page."""
    if obtained is None or obtained.document is None:
        return ()
    text, snapshot = obtained.document.text, obtained.snapshot
    verbatim = [one for one in evidence if one.text and text[one.start : one.end] == one.text]
    if snapshot is None:
        return tuple(verbatim)
    url = snapshot.memento_url or page_url(snapshot)
    media_type = (snapshot.media_type or obtained.document.media_type).partition(";")[0].strip().casefold()
    return tuple(
        replace(one, fragment_url=fragment_url(url, text, (one.start, one.end), media_type=media_type))
        for one in verbatim
    )


def _weight(source: CheckedSource) -> tuple[int, float]:
    return _DECIDING.index(source.verdict), -(source.probability or 0.0)


def _compared(source: CheckedSource, siblings: Sequence[CheckedSource]) -> CheckedSource:
    """The source with what the other sources of the same citation say beside it."""
    others = [one for one in siblings if one is not source]
    contradicted = any(one.verdict is Verdict.CONTRADICTED for one in others)
    supported = any(one.verdict in _SUPPORTING for one in others)
    found = list(source.findings)
    if (source.verdict in _SUPPORTING and contradicted) or (source.verdict is Verdict.CONTRADICTED and supported):
        message = "One source of this citation supports the claim and another contradicts it."
        found.append(Finding(code="sources-disagree", message=message))
    elif source.verdict in (Verdict.NOT_SUPPORTED, Verdict.UNDETERMINED):
        helper = next((one for one in others if one.verdict is Verdict.SUPPORTED), None)
        if helper is not None:
            name = helper.name or "Another source"
            message = f"{name}, cited in the same place, supports the claim."
            found.append(Finding(code="supported-by-other-source", message=message))
    return replace(source, findings=tuple(found))
