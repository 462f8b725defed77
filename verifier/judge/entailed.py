"""A match and the entailment model in, what the model says of the claim against passages of the page out.

The claim is held against the page's best sentences one by one, against a few of them and many of them together,
and clause by clause. Within one language the best sentences are found by their words. Across languages the model
ranks them: first those that share names, numbers and concepts with the claim; and where none of these says anything
about it, all the others, a few sentences at a time.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from verifier.judge.entailment import Entailment, Reader
from verifier.judge.matching import Match
from verifier.judge.passages import Passage, by_words, clause_texts, in_figures, joined, length, passage, windows
from verifier.model import Span

#: Words of the passages a claim is held against: the whole evidence, and the heart of it.
WIDE, NARROW = 130, 55
#: Sentences looked at one by one.
_SINGLES = 3
#: Across languages: sentences that the model ranks first, and windows it reads after that.
_RANKED_ABROAD = 16
_MOST_WINDOWS = 60
#: Share of silence up to which a sentence is held to say something about the claim.
_SILENT = 0.5
_CLIP = 6.0
_MOST_CLAUSES = 4
#: Words of a page that is short: a brief, a post, a digest.
_SHORT_PAGE = 250


@dataclass(frozen=True, slots=True)
class Entailed:
    """What the model says: by passage, by sentence (best first), by clause of the claim (against the narrow passage).

    `order` are all sentences, best first; `read_whole` is False where a page across languages was too long to read.
    """

    order: tuple[int, ...]
    wide: Passage
    narrow: Passage
    by_wide: Entailment
    by_narrow: Entailment
    by_sentence: tuple[tuple[int, Entailment], ...]
    by_clause: tuple[tuple[Span, Entailment], ...]
    read_whole: bool = True


def entail(match: Match, model: Reader) -> Entailed:
    """Runs the model on all views of one pair; a page has at least one sentence."""
    order, read_whole = by_words(match), True
    if not match.same_language:
        order, read_whole = _ranked_by_model(match, model, order)
    singles = order[:_SINGLES]
    wide, narrow = passage(match, order, WIDE), passage(match, order, NARROW)
    clauses = clause_texts(match)[:_MOST_CLAUSES]
    claim = in_figures(match, (0, len(match.claim)))
    views = [(claim, wide.text), (claim, narrow.text)]
    views += [(claim, joined(match, (number,)).text) for number in singles]
    views += [(text, narrow.text) for _, text in clauses]
    found = model.judge(views)
    after_singles = 2 + len(singles)
    return Entailed(
        tuple(order), wide, narrow, found[0], found[1],
        tuple(zip(singles, found[2:after_singles], strict=True)),
        tuple((span, one) for (span, _), one in zip(clauses, found[after_singles:], strict=True)),
        read_whole,
    )  # fmt: skip


def _ranked_by_model(match: Match, model: Reader, order: list[int]) -> tuple[list[int], bool]:
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
    return sorted(order, key=lambda number: (silence.get(number, 0.0), number)), read_whole


def regime(match: Match) -> str:
    """Which weights judge a pair: on long pages words say most, on short ones and across languages the model does."""
    if not match.same_language:
        return "cross"
    words = sum(length(match, number) for number in range(len(match.page.sentences)))
    return "short" if words <= _SHORT_PAGE else "long"


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
    singles = [one for _, one in found.by_sentence]
    clauses = [one for _, one in found.by_clause] or [found.by_narrow]
    wide, narrow = margin(found.by_wide), margin(found.by_narrow)
    best = max(map(margin, singles))
    return {
        "ce_wide": wide,
        "ce_narrow": narrow,
        "ce_best": best,
        "ce_clause_min": min(narrow, *map(margin, clauses)),
        "ce_clause_mean": _mean([margin(one) for one in clauses]),
        "ce_max": max(wide, narrow, best),
        "ce_mean": (wide + narrow + best) / 3,
        "ce_partly_wide": _log_odds(found.by_wide.partially),
        "ce_partly_narrow": _log_odds(found.by_narrow.partially),
        "ce_absent_wide": _log_odds(found.by_wide.absent),
        "ce_absent_narrow": _log_odds(found.by_narrow.absent),
        "ce_absent_best": min(_log_odds(one.absent) for one in singles),
        "ce_against_wide": against(found.by_wide),
        "ce_against_narrow": against(found.by_narrow),
        "ce_against_best": max(map(against, singles)),
        "ce_against_clause": max(map(against, clauses)),
    }


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
