"""A judged match in, sentences for a fact-checker out: what decided, and what to look at."""

from __future__ import annotations

from dataclasses import dataclass

from verifier.judge.checks.agents import is_reversal
from verifier.judge.checks.framing import Framed
from verifier.judge.checks.hedges import is_of_hedges
from verifier.judge.combiner import SUPPORTED_FROM, decide
from verifier.judge.entailed import Entailed
from verifier.judge.features import evidence_sentences
from verifier.judge.folding import without_surrogates
from verifier.judge.frames import (
    ACQUITTED,
    ALLEGED,
    CORRECTED,
    DENIED,
    DISPUTED,
    FALSE,
    HYPOTHETICAL,
    RETRACTED,
    SATIRE,
    UNCONFIRMED,
)
from verifier.judge.languages import SCRIPT_NAMES, UNKNOWN, is_known, language, main_script
from verifier.judge.matching import Match
from verifier.model import Check, CheckKind, CheckOutcome, Probabilities, Span, Verdict

_MAX_NAMED = 4
#: How much is shown of a text whose language could not be told.
_SEEN_WORDS, _SEEN_CHARS = 5, 60

_DIFFERS = {
    CheckKind.NUMBER: "The claim says {claim}; the source says {source}.",
    CheckKind.DATE: "The claim gives the date {claim}; the source gives {source}.",
    CheckKind.NAME: "The claim names {claim}; in the same place the source has {source}.",
    CheckKind.QUOTE: "The quotation does not stand like that in the source, which reads: “{source}”.",
    CheckKind.ATTRIBUTION: "The claim attributes this to {claim}; in the source it is said by {source}.",
    CheckKind.NEGATION: "The claim and the nearest sentence say the opposite: {claim} against {source}.",
}
_HEDGED = "The claim states as certain what the source says with a reserve: “{source}”."
_FRAMED = {
    DENIED: "The source reports this only as something that is denied or ruled out: “{source}”.",
    DISPUTED: "The source only reports that this was said, and right after it that it is denied: “{source}”.",
    FALSE: "The source repeats this only to say that it is false: “{source}”.",
    RETRACTED: "The source takes this back: “{source}”.",
    CORRECTED: "The source says that an earlier version of it said so: “{source}”.",
    ACQUITTED: "The source reports this as a charge of which a court cleared the accused: “{source}”.",
    ALLEGED: "The source reports this as an accusation or a rumour and does not state it itself: “{source}”.",
    UNCONFIRMED: "The source says that this is doubted or not confirmed: “{source}”.",
    HYPOTHETICAL: "The source only supposes this: “{source}”.",
    SATIRE: "The source calls itself satire: “{source}”. Nothing in it is stated as a fact.",
}
_REVERSED = "The claim says “{claim}”; the source has it the other way round: “{source}”."
_ABSENT = {
    CheckKind.NUMBER: "The number {claim} is not in the source.",
    CheckKind.DATE: "The date {claim} is not in the source.",
    CheckKind.NAME: "The name {claim} is not in the source.",
    CheckKind.QUOTE: "The quotation “{claim}” is not in the source.",
    CheckKind.ATTRIBUTION: "The source does not mention {claim} as the one who said it.",
    CheckKind.NEGATION: "",
}


#: What the probability of support must lose by a check that changes no verdict, for the reasons to say so.
_WORTH_TELLING = 0.1
_UNREAD = "What was read of the page does not say this, and not all of it was read: the rest may say it."
_CUT = "The claim is too long to be judged whole: only its beginning was, so it cannot be called supported."
#: Verdicts of claims of which a part is not on the page.
LACKING = (Verdict.PARTIALLY_SUPPORTED, Verdict.NOT_SUPPORTED)
#: From the best verdict to the gravest.
_GRAVER = (Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED, Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What was read of a claim and what stands of it: as read, after the checks, and after all rules.

    The check of `framed` is one of `checks`.
    """

    checks: tuple[Check, ...]
    read: Probabilities
    checked: Probabilities
    probabilities: Probabilities
    touched_by: tuple[Check, ...]
    framed: Framed | None = None
    claim_whole: bool = True
    read_whole: bool = True
    supported_from: float = SUPPORTED_FROM

    @property
    def said(self) -> Verdict:
        """The verdict on what was read."""
        return decide(self.probabilities, self.supported_from)

    @property
    def verdict(self) -> Verdict:
        """The verdict that may be given: "not supported" needs a page that was read in full."""
        is_open = self.said is Verdict.NOT_SUPPORTED and not self.read_whole
        return Verdict.UNDETERMINED if is_open else self.said


def explain(match: Match, found: Entailed, settled: Settled, unbacked: Span | None) -> tuple[str, ...]:
    """At least one sentence: the verdict's ground first, then what the checks found.

    `unbacked` is the part of the claim that is least backed, where it was looked for.
    """
    reasons = explain_settled(match, settled, _ground(match, settled.said))
    missing = _missing(match, unbacked, settled.checks)
    if missing and settled.said in LACKING:
        reasons.append(missing)
    unknown = _of_unknown_language(match)
    reasons += unknown
    if not match.same_language and not unknown:
        reasons.append(
            f"The claim is in {_language(match.code)} and the source in {match.page.language.name}: compared by a "
            f"multilingual model, names, numbers and dates, so this verdict is less sure than one within a language."
        )
    if not found.read_whole:
        reasons.append("The source is too long to be compared whole across languages; its end was not read.")
    return tuple(reasons)


def explain_settled(match: Match, settled: Settled, ground: str) -> list[str]:
    """The ground, unless the verdict was left open; what the checks found and changed; and what was not read."""
    is_open = settled.verdict is Verdict.UNDETERMINED
    framed = settled.framed
    others = tuple(check for check in settled.checks if framed is None or check is not framed.check)
    framing = [] if framed is None else [_FRAMED[framed.kind].format(source=framed.check.source_value)]
    reasons = [_UNREAD if is_open else ground, *framing, *explain_checks(match, others), *_changed(settled)]
    return reasons if settled.claim_whole else [*reasons, _CUT]


def explain_checks(match: Match, checks: tuple[Check, ...]) -> list[str]:
    """What the checks found, once each."""
    return list(dict.fromkeys(sentence for check in checks if (sentence := _sentence(match, check))))


def _changed(settled: Settled) -> list[str]:
    """That checks lowered the verdict, or much of the probability of support, if they did."""
    kinds = " and ".join(sorted({check.kind.value for check in settled.touched_by}))
    if not kinds:
        return []
    before, after = (decide(one, settled.supported_from) for one in (settled.read, settled.checked))
    if _GRAVER.index(after) > _GRAVER.index(before):
        return [f"The verdict was lowered because of the check of {kinds}."]
    if settled.read.supported - settled.checked.supported >= _WORTH_TELLING:
        return [f"The check of {kinds} made support less likely."]
    return []


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
    if is_reversal(match, check):
        return _REVERSED.format(claim=check.claim_value, source=check.source_value)
    if check.outcome is CheckOutcome.DIFFERS:
        return _DIFFERS[check.kind].format(claim=check.claim_value, source=check.source_value or "something else")
    if check.outcome is not CheckOutcome.ABSENT:
        return ""
    if check.kind is CheckKind.QUOTE and not match.same_language:
        return f"The quotation “{check.claim_value}” stands in another language there: compared by meaning only."
    return _ABSENT[check.kind].format(claim=check.claim_value)


def _missing(match: Match, unbacked: Span | None, checks: tuple[Check, ...]) -> str:
    """The clause least backed, or the words found nowhere of which no check tells it."""
    if unbacked is not None:
        start, end = unbacked
        return f"Least backed is the part “{match.claim[start:end].strip()}”."
    told = [c.claim_span for c in checks if c.outcome is CheckOutcome.ABSENT and c.claim_span is not None]
    words = [t.word for i, t in enumerate(match.terms) if match.weights[i] and not match.found(i)]
    words = [word for word in words if not any(start <= word.start < end for start, end in told)]
    if not words or not match.same_language:
        return ""
    named = ", ".join(f"“{match.claim[word.start : word.end]}”" for word in words[:_MAX_NAMED])
    return f"Not found in the source: {named}."


def _of_unknown_language(match: Match) -> list[str]:
    """What was seen of a text in a language without a table, and what to do."""
    page = match.page
    found = [("source", page.language.code, page.text), ("claim", match.code, match.claim)]
    unknown = [(which, code, text) for which, code, text in found if not is_known(code)]
    how = "its words as they stand" if match.same_language else "a multilingual model, names, numbers and dates"
    return [
        f"The language of the {which} {_seen(code, text)}. It was compared by {how}, and nothing is known of its "
        f"endings, negations and numbers in words. Have somebody who reads it look at the passages"
        f"{', or give its language' if code == UNKNOWN else ''}."
        for which, code, text in unknown[: 1 if match.same_language else None]
    ]


def _seen(code: str, text: str) -> str:
    if code.isalpha() and code != UNKNOWN:
        return f"is “{code}”, for which this judge has no lists of words"
    words = without_surrogates(text).split()
    begins = " ".join(words[:_SEEN_WORDS])[:_SEEN_CHARS] + (" …" if len(words) > _SEEN_WORDS else "")
    script = SCRIPT_NAMES.get(main_script(text) or "", "letters of an unknown kind")
    return f"could not be told from its words (“{begins}”, in {script})"


def _language(code: str) -> str:
    return language(code).name
