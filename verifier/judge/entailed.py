"""A match and the entailment model in, what the model says of the claim against passages of the page out.

The claim is held against the page's best sentences twice: a few of them and many of them together. Within one
language the best sentences are found by their words. Across languages the model ranks them: first those that share
names, numbers and concepts with the claim; and where none of these says anything about it, all the others, a few
sentences at a time.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from verifier.judge.entailment import Entailment, Reader
from verifier.judge.features import clause_coverage
from verifier.judge.matching import Match
from verifier.judge.passages import Passage, by_words, clause_texts, in_figures, joined, length, passage, windows
from verifier.model import Span

#: Words of the passages a claim is held against: the whole evidence, and the heart of it.
WIDE, NARROW = 130, 55
#: Across languages: sentences that the model ranks first, and windows it reads after that.
_RANKED_ABROAD = 16
#: Of the sentences that the model ranked, how many may be shown.
_TELLING = 3
_MOST_WINDOWS = 60
#: Share of silence up to which a sentence is held to say something about the claim.
_SILENT = 0.5
_CLIP = 6.0
_MOST_CLAUSES = 4
#: Log-probability of support, and share of common words, under which a part of the claim is called unbacked.
_UNBACKED, _THIN = -1.5, 0.5
#: Words of a page that is short: a post, a brief, a report of the day.
_SHORT_PAGE = 400


@dataclass(frozen=True, slots=True)
class Entailed:
    """What the model says of two passages, and how much it says that sentences have to do with the claim.

    `telling` are sentences with 0 (silent) to 1, best first: only across languages, where words cannot tell.
    `read_whole` is False where a page across languages was too long to read.
    """

    wide: Passage
    narrow: Passage
    by_wide: Entailment
    by_narrow: Entailment
    telling: tuple[tuple[int, float], ...] = ()
    read_whole: bool = True


def entail(match: Match, model: Reader) -> Entailed:
    """Runs the model on both passages of one pair; a page has at least one sentence."""
    order, read_whole = by_words(match), True
    telling: tuple[tuple[int, float], ...] = ()
    if not match.same_language:
        silence, read_whole = _silence(match, model, order)
        order = sorted(order, key=lambda number: (silence.get(number, 0.0), number))
        telling = tuple((number, 1.0 - math.exp(silence[number])) for number in order[:_TELLING] if number in silence)
    claim = in_figures(match, (0, len(match.claim)))
    wide, narrow = passage(match, order, WIDE), passage(match, order, NARROW)
    by_wide, by_narrow = model.judge([(claim, wide.text), (claim, narrow.text)])
    return Entailed(wide, narrow, by_wide, by_narrow, telling, read_whole)


def _silence(match: Match, model: Reader, order: list[int]) -> tuple[dict[int, float], bool]:
    """Sentences that the model looked at, with the log-probability that they say nothing of the claim; were it all?"""
    candidates, claim = order[:_RANKED_ABROAD], in_figures(match, (0, len(match.claim)))
    found = model.judge([(claim, joined(match, (number,)).text) for number in candidates])
    silence = dict(zip(candidates, (one.absent for one in found), strict=True))
    rest, read_whole = order[_RANKED_ABROAD:], True
    if rest and min(silence.values()) > math.log(_SILENT):
        pieces = windows(match, sorted(rest), NARROW)
        read_whole = len(pieces) <= _MOST_WINDOWS
        pieces = pieces[:_MOST_WINDOWS]
        for piece, one in zip(pieces, model.judge([(claim, p.text) for p in pieces]), strict=True):
            silence |= dict.fromkeys(piece.numbers, one.absent)
    return silence, read_whole


def least_backed(match: Match, found: Entailed, model: Reader) -> Span | None:
    """The clause of the claim that the narrow passage backs least; None if each is backed, or there is but one.

    Within a language by the words that it shares with the passage; across languages the model is asked.
    """
    if match.same_language:
        covered = clause_coverage(match, list(found.narrow.numbers))
        thinnest, share = min(covered, key=lambda clause: clause[1], default=(None, 1.0))
        return thinnest if len(covered) > 1 and share < _THIN else None
    clauses = clause_texts(match)[:_MOST_CLAUSES]
    judged = model.judge([(text, found.narrow.text) for _, text in clauses])
    span, said = min(zip((span for span, _ in clauses), judged, strict=True), key=_support, default=(None, None))
    return span if said is not None and said.supported < _UNBACKED else None


def _support(clause: tuple[Span, Entailment]) -> float:
    return clause[1].supported


def regime(match: Match) -> str:
    """Which weights judge a pair: on long pages words say most, on short ones and across languages the model does."""
    if not match.same_language:
        return "cross"
    return "short" if page_words(match) <= _SHORT_PAGE else "long"


def page_words(match: Match) -> int:
    """Words of the whole page."""
    return sum(length(match, number) for number in range(len(match.page.sentences)))


def margin(one: Entailment) -> float:
    """Log-odds of support, within ±6."""
    return _log_odds(one.supported)


def against(one: Entailment) -> float:
    """Log-odds of contradiction, within ±6."""
    return _log_odds(one.contradicted)


def _log_odds(log_probability: float) -> float:
    share = min(1 - 1e-9, math.exp(log_probability))
    return max(-_CLIP, min(_CLIP, log_probability - math.log1p(-share)))


def model_features(found: Entailed) -> dict[str, float]:
    """Feature name to value, for the combiner."""
    wide, narrow = margin(found.by_wide), margin(found.by_narrow)
    return {
        "ce_wide": wide,
        "ce_narrow": narrow,
        "ce_max": max(wide, narrow),
        "ce_min": min(wide, narrow),
        "ce_mean": (wide + narrow) / 2,
        "ce_partly_wide": _log_odds(found.by_wide.partially),
        "ce_partly_narrow": _log_odds(found.by_narrow.partially),
        "ce_absent_wide": _log_odds(found.by_wide.absent),
        "ce_absent_narrow": _log_odds(found.by_narrow.absent),
        "ce_against_wide": against(found.by_wide),
        "ce_against_narrow": against(found.by_narrow),
        "ce_against_max": max(against(found.by_wide), against(found.by_narrow)),
    }
