"""A judged match in, sentences for a fact-checker out: what decided, and what to look at."""

from __future__ import annotations

from verifier.judge.checks.hedges import is_of_hedges
from verifier.judge.entailed import Entailed
from verifier.judge.features import evidence_sentences
from verifier.judge.languages import language
from verifier.judge.matching import Match
from verifier.model import Check, CheckKind, CheckOutcome, Verdict

_MAX_NAMED = 4
#: Log-probability of support under which a part of the claim is called unbacked.
_UNBACKED = -1.5

_DIFFERS = {
    CheckKind.NUMBER: "The claim says {claim}; the source says {source}.",
    CheckKind.DATE: "The claim gives the date {claim}; the source gives {source}.",
    CheckKind.NAME: "The claim names {claim}; in the same place the source has {source}.",
    CheckKind.QUOTE: "The quotation does not stand like that in the source, which reads: “{source}”.",
    CheckKind.ATTRIBUTION: "The claim attributes this to {claim}; in the source it is said by {source}.",
    CheckKind.NEGATION: "The claim and the nearest sentence say the opposite: {claim} against {source}.",
}
_HEDGED = "The claim states as certain what the source says with a reserve: “{source}”."
_ABSENT = {
    CheckKind.NUMBER: "The number {claim} is not in the source.",
    CheckKind.DATE: "The date {claim} is not in the source.",
    CheckKind.NAME: "The name {claim} is not in the source.",
    CheckKind.QUOTE: "The quotation “{claim}” is not in the source.",
    CheckKind.ATTRIBUTION: "The source does not mention {claim} as the one who said it.",
    CheckKind.NEGATION: "",
}


def explain(
    match: Match, found: Entailed, checks: tuple[Check, ...], verdict: Verdict, lowered_by: tuple[Check, ...]
) -> tuple[str, ...]:
    """At least one sentence: the verdict's ground first, then what the checks found."""
    reasons = [_ground(match, verdict), *explain_checks(match, checks, lowered_by)]
    missing = _missing(match, found)
    if missing and verdict in (Verdict.PARTIALLY_SUPPORTED, Verdict.NOT_SUPPORTED):
        reasons.append(missing)
    if not match.same_language:
        reasons.append(
            f"The claim is in {_language(match.code)} and the source in {match.page.language.name}: compared by a "
            f"multilingual model, names, numbers and dates, so this verdict is less sure than one within a language."
        )
    if not found.read_whole:
        reasons.append("The source is too long to be compared whole across languages; its end was not read.")
    return tuple(reasons)


def explain_checks(match: Match, checks: tuple[Check, ...], lowered_by: tuple[Check, ...]) -> list[str]:
    """What the checks found, once each, and that they lowered the verdict if they did."""
    sentences = dict.fromkeys(sentence for check in checks if (sentence := _sentence(match, check)))
    reasons = list(sentences)
    if lowered_by:
        kinds = sorted({c.kind.value for c in lowered_by})
        reasons.append(f"The verdict was lowered because of the check of {' and '.join(kinds)}.")
    return reasons


_GROUNDS = {
    Verdict.SUPPORTED: "The source says what the claim says, in the sentences shown, and no check contradicts it",
    Verdict.PARTIALLY_SUPPORTED: "The source says a part of what the claim says; another part is not there",
    Verdict.CONTRADICTED: "The source speaks of the same thing and says something else",
    Verdict.NOT_SUPPORTED: "The source does not say this",
    Verdict.UNDETERMINED: "",
}


def _ground(match: Match, verdict: Verdict) -> str:
    ground = _GROUNDS[verdict]
    if not match.same_language:
        return f"{ground}."
    if match.best is None:
        return f"{ground}: no sentence of it shares a word with the claim."
    share = round(100 * match.coverage(evidence_sentences(match)))
    return f"{ground}; its nearest sentences carry {share} % of the claim's words."


def _sentence(match: Match, check: Check) -> str:
    if is_of_hedges(match, check):
        return _HEDGED.format(source=check.source_value)
    if check.outcome is CheckOutcome.DIFFERS:
        return _DIFFERS[check.kind].format(claim=check.claim_value, source=check.source_value or "something else")
    if check.outcome is not CheckOutcome.ABSENT:
        return ""
    if check.kind is CheckKind.QUOTE and not match.same_language:
        return f"The quotation “{check.claim_value}” stands in another language there: compared by meaning only."
    return _ABSENT[check.kind].format(claim=check.claim_value)


def _missing(match: Match, found: Entailed) -> str:
    """The clause least backed, or the words found nowhere."""
    weakest = min(found.by_clause, key=lambda part: part[1].supported, default=None)
    if weakest is not None and weakest[1].supported < _UNBACKED:
        start, end = weakest[0]
        return f"Least backed is the part “{match.claim[start:end].strip()}”."
    words = [t.word for i, t in enumerate(match.terms) if match.weights[i] and not match.found(i)][:_MAX_NAMED]
    if not words or not match.same_language:
        return ""
    return "Not found in the source: " + ", ".join(f"“{match.claim[w.start : w.end]}”" for w in words) + "."


def _language(code: str) -> str:
    return language(code).name
