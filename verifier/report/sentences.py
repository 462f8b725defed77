"""Parts of a report in, the sentences readers meet and their order out; shared by the formats for people."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.kinds import spoken as kinds_spoken
from verifier.levels import clock
from verifier.model import (
    READABLE_STATES,
    Check,
    CheckedCitation,
    CheckedSource,
    CheckKind,
    CheckOutcome,
    Evidence,
    Finding,
    OutcomeCode,
    Report,
    Resolution,
    SourceState,
    Verdict,
)
from verifier.report.days import spoken, spoken_moment, spoken_time
from verifier.report.drift import spoken_distance
from verifier.report.tables import finding_kinds, state_words, verdict_words

#: What a verdict is not; printed with every report for people.
LIMITS = (
    "A verdict says whether the cited page backs the claim, not whether the claim is right.",
    "A page that could not be read is “could not tell”, whatever the reason; it counts for nothing and against nobody.",
    "Every passage shown is copied letter by letter from the page that was read.",
)

_BY_URGENCY = (
    Verdict.CONTRADICTED,
    Verdict.NOT_SUPPORTED,
    Verdict.UNDETERMINED,
    Verdict.PARTIALLY_SUPPORTED,
    Verdict.SUPPORTED,
)
_KINDS = {
    CheckKind.QUOTE: "Quotation",
    CheckKind.NUMBER: "Number",
    CheckKind.DATE: "Date",
    CheckKind.NAME: "Name",
    CheckKind.ATTRIBUTION: "Speaker",
    CheckKind.NEGATION: "Negation",
}
#: How the judge's reason begins that two languages were compared, and the finding that says no more.
_COMPARED, _OTHER_LANGUAGE = "The claim is in ", "other-language"
#: How the judge's reasons end that say of a value that it is absent.
_ABSENT = ("is not in the source.", "as the one who said it.", "compared by meaning only.")


@dataclass(frozen=True, slots=True)
class Point:
    """One sentence on why a verdict is what it is; `outcome` is that of the comparison it tells, if it tells one."""

    sentence: str
    outcome: CheckOutcome | None = None


def needs_eyes(citation: CheckedCitation) -> bool:
    """Whether an editor should look: any verdict but `supported`, or a finding of the level `attention`."""
    kinds = finding_kinds()
    codes = (finding.code for source in citation.sources for finding in source.findings)
    return citation.verdict is not Verdict.SUPPORTED or any(
        code in kinds and kinds[code].level == "attention" for code in codes
    )


def by_urgency(report: Report) -> list[CheckedCitation]:
    """What needs eyes first, then the rest; within a kind in the order of the article. What is not counted is last."""
    return sorted(
        report.citations,
        key=lambda one: (not one.counted, not needs_eyes(one), _BY_URGENCY.index(one.verdict), one.start),
    )


def also_found(report: Report) -> str:
    """`Also found: 12 notes, 3 links (not counted).`, or `""` when everything is counted."""
    others = kinds_spoken([one.kind for one in report.citations if not one.counted])
    return f"Also found: {others} (not counted)." if others else ""


def counted_sources(report: Report) -> int:
    """How many sources the citations that count have."""
    return sum(len(citation.sources) for citation in report.citations if citation.counted)


def kind_label(citation: CheckedCitation) -> str:
    """What a citation that is not counted is, in a few words; `""` for one that is."""
    return "" if citation.counted else kinds_spoken([citation.kind]).removeprefix("1 ") + ", not counted"


def numbers(report: Report) -> dict[str, int]:
    """The number a reader sees for each citation id: its place in the article, from 1."""
    return {citation.id: place for place, citation in enumerate(report.citations, 1)}


def tally(report: Report) -> list[tuple[Verdict, int]]:
    """How many citations of each verdict there are, most urgent first, none left out."""
    return [(verdict, getattr(report.counts, verdict.value)) for verdict in _BY_URGENCY]


def tally_words(report: Report) -> list[str]:
    """The tally as words for a line, such as "2 contradicted"; what does not occur is left out."""
    return [f"{number} {verdict_words(verdict).word.lower()}" for verdict, number in tally(report) if number]


def supported_together(citation: CheckedCitation) -> bool:
    """Whether the claim is supported by several sources together, of which none says all of it."""
    return any(map(_is_part_of_support, citation.sources))


def verdict_line(citation: CheckedCitation) -> str:
    """What the verdict means, in one sentence."""
    if supported_together(citation):
        return "No source says all of this alone; together they do."
    return verdict_words(citation.verdict).line


def is_silent(source: CheckedSource) -> bool:
    """Whether the passages of the source are merely what comes closest to the claim, not its word on it."""
    return source.verdict in (Verdict.NOT_SUPPORTED, Verdict.UNDETERMINED) and not _is_part_of_support(source)


def _is_part_of_support(source: CheckedSource) -> bool:
    return any(finding.code == "supported-together" for finding in source.findings)


def source_label(source: CheckedSource) -> str:
    """The source as a reader knows it: name, handle, and the day cited."""
    name = source.name or source.outlet or "name missing"
    days = " and ".join(spoken(day) for day in source.dates)
    if not days:
        return name
    return f"{name}, read by the author on {days}" if source.accessed else f"{name}, {days}"


def how_read(source: CheckedSource) -> str:
    """Whether and when the page was read, or why not, in one sentence."""
    word, snapshot = state_words(source.state).word, source.snapshot
    if source.outcome.code is OutcomeCode.NOT_CHECKED:
        return f"Not checked: {_stopped(source.outcome.reason)}"
    if snapshot is None or source.state not in READABLE_STATES:
        return f"{word}: {_stopped(source.outcome.reason) or state_words(source.state).line}"
    read = f"read on {spoken_time(snapshot.fetched_at)}"
    if snapshot.captured_at is not None:
        copy = f"Archived copy of {spoken_time(snapshot.captured_at)}"
        keeper = f" ({snapshot.archive})" if snapshot.archive else ""
        apart = spoken_distance(snapshot, source.dates)
        told = f"{copy}{keeper}, {apart}, {read}." if apart else f"{copy}{keeper}, {read}."
        if source.state is SourceState.DRIFTED and source.compared is not None:
            told += f" Today's page, read on {spoken_time(source.compared.fetched_at)}, no longer says this."
        return told
    if source.state is SourceState.LIVE:
        return f"Read live on {spoken_time(snapshot.fetched_at)}."
    return f"{word}, {read}."


def moment(evidence: Evidence) -> str:
    """`at 2:15` for a passage of a recording, `""` for any other."""
    return f"at {clock(evidence.at_s)}" if evidence.at_s is not None else ""


def page_of(source: CheckedSource) -> str | None:
    """The address to show for a source: where it was read, else where it was looked for."""
    if source.snapshot is not None and source.state in READABLE_STATES:
        return source.snapshot.memento_url or source.snapshot.final_url
    found = source.resolution is Resolution.SEARCHED and source.candidates
    return source.url or (source.candidates[0].url if found else None)


def check_sentence(check: Check) -> str:
    """One comparison of a value in the claim with the source."""
    kind, claimed = _KINDS[check.kind], f"“{_value(check, check.claim_value)}”"
    if check.outcome is CheckOutcome.ABSENT:
        return f"{kind} {claimed}: not in the source."
    if check.source_value is None:
        return f"{kind} {claimed}: the source {'agrees' if check.outcome is CheckOutcome.AGREES else 'differs'}."
    if check.kind is CheckKind.ATTRIBUTION and check.outcome is CheckOutcome.DIFFERS:
        # Another speaker, or "alleged" for what the claim states: what stands there need be nobody's name.
        return f"Who says it, and how: the claim has {claimed}, the source “{check.source_value}”."
    had = f"{kind} {claimed}: the source has “{_value(check, check.source_value)}”"
    return f"{had}." if check.outcome is CheckOutcome.AGREES else f"{had} instead."


def _value(check: Check, value: str) -> str:
    return spoken(value) if check.kind is CheckKind.DATE else value


def notes(source: CheckedSource) -> list[Finding]:
    """The findings, without what the reasons say already: that two languages were compared."""
    compared = any(reason.startswith(_COMPARED) for reason in source.reasons)
    return [finding for finding in source.findings if not (compared and finding.code == _OTHER_LANGUAGE)]


def differences_first(checks: Sequence[Check]) -> list[Check]:
    """The comparisons with what differs first and what agrees last; what would be said twice is left out."""
    order = (CheckOutcome.DIFFERS, CheckOutcome.ABSENT, CheckOutcome.AGREES)
    said: dict[str, Check] = {}
    for check in checks:
        said.setdefault(check_sentence(check), check)
    return sorted(said.values(), key=lambda check: order.index(check.outcome))


def other_reasons(source: CheckedSource) -> list[str]:
    """Why the verdict is what it is, without the reason that `how_read` gives already."""
    return [reason for reason in source.reasons if reason != source.outcome.reason]


def points(source: CheckedSource) -> list[Point]:
    """Why the verdict is what it is, what tells most first: where support is lacking, what agrees comes last.

    What a reason tells of a comparison is said once: by the reason, of a date by the comparison, which spells it out.
    """
    checks = differences_first(source.checks)
    apart, reasons, told = [], [], set()
    for reason in other_reasons(source):
        found = [check for check in checks if _tells(reason, check)]
        if not found:
            reasons.append(Point(reason))
        elif found[0].kind is not CheckKind.DATE:
            apart.append(Point(reason, found[0].outcome))
            told.update(found)
    ours = [Point(check_sentence(check), check.outcome) for check in checks if check not in told]
    apart += [point for point in ours if point.outcome is not CheckOutcome.AGREES]
    alike = [point for point in ours if point.outcome is CheckOutcome.AGREES]
    return [*apart, *alike, *reasons] if source.verdict is Verdict.SUPPORTED else [*apart, *reasons, *alike]


def _tells(reason: str, check: Check) -> bool:
    """Does a reason say of a comparison that it failed, in words that hold its values?"""
    if check.outcome is CheckOutcome.ABSENT:
        return _holds(reason, check.claim_value) and reason.endswith(_ABSENT)
    if check.outcome is CheckOutcome.AGREES or check.source_value is None:
        return False
    both = _holds(reason, check.claim_value) and _holds(reason, check.source_value)
    return both or f"“{check.source_value}”" in reason


def _holds(reason: str, value: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(value)}(?!\w)", reason) is not None


def passages(source: CheckedSource) -> list[Evidence]:
    """The evidence, the passage that weighs most first; of equal ones that which the judge put first."""
    return sorted(source.evidence, key=lambda one: -one.score)


def place_of(evidence: Evidence) -> str:
    """Where on its page a passage stands, as far as that is not simply its text: `Page 3`; else `""`."""
    found = [
        f"page {evidence.page}" if evidence.page is not None else "",
        f"entry of {spoken_moment(evidence.posted_at)}" if evidence.posted_at else "",
        "outside the article's text" if evidence.outside else "",
    ]
    told = ", ".join(part for part in found if part)
    return told[:1].upper() + told[1:]


def next_step(source: CheckedSource) -> str:
    """What the reader can do about this source; `""` when there is nothing to do."""
    if source.outcome.code is OutcomeCode.NOT_CHECKED:
        return ""
    if source.state is SourceState.UNREADABLE and source.outcome.retryable:
        return state_words(SourceState.TIMED_OUT).advice
    if source.state not in READABLE_STATES:
        return state_words(source.state).advice
    return verdict_words(source.verdict).advice or state_words(source.state).advice


def one_line(text: str) -> str:
    """The text with every run of white space as one space, for places where a line break would mislead."""
    return " ".join(text.split())


def _stopped(sentence: str) -> str:
    sentence = one_line(sentence)
    return sentence if not sentence or sentence[-1] in ".!?…" else sentence + "."
