"""A match and its checks in, the numbers the combiner weighs out.

All features are shares, counts with a ceiling, or flags, so that a page of ten thousand words
and a paragraph are told apart only where that matters.
"""

from __future__ import annotations

import math
from itertools import pairwise

from verifier.judge.checks.polarity import negations
from verifier.judge.lexicon import opposites
from verifier.judge.matching import Match
from verifier.model import Check, CheckKind, CheckOutcome

_EVIDENCE_WORDS = 150


def features(match: Match, checks: tuple[Check, ...]) -> dict[str, float]:
    """Feature name to value. The same names in every language pair; the weights differ."""
    evidence = evidence_sentences(match)
    values = _coverage(match, evidence)
    values.update(_sequence(match, evidence))
    values.update(_checked(match, checks, evidence))
    values.update(_shape(match))
    return values


def evidence_sentences(match: Match) -> list[int]:
    """The best sentences up to 150 words, in page order (WiCE's budget of evidence)."""
    chosen: list[int] = []
    words = 0
    for at in sorted(match.sentences_with_any, key=lambda i: (-match.scores[i], i)):
        size = len(match.page.words[at])
        if chosen and words + size > _EVIDENCE_WORDS:
            break
        chosen.append(at)
        words += size
    return sorted(chosen)


def _coverage(match: Match, evidence: list[int]) -> dict[str, float]:
    total = match.total
    count = len(match.page.sentences)
    touched = match.sentences_with_any
    windows = [tuple(i for i in (at - 1, at, at + 1) if 0 <= i < count) for at in touched]
    pairs = [(at, at + 1) for at in touched if at + 1 < count]
    # Only sentences that share a word with the claim can start a window that covers it.
    best1 = max((match.coverage((at,)) for at in touched), default=0.0)
    win2 = max((match.coverage(p) for p in pairs), default=best1)
    win3 = max((match.coverage(w) for w in windows), default=0.0)
    idfs = [match.page.idf(t.keys) for t in match.terms]
    missing = [w for i, w in enumerate(match.weights) if w and not match.found(i)]
    top = sorted((match.scores[at] for at in touched), reverse=True)
    self_score = sum(idfs) or 1.0
    return {
        "cov_page": match.coverage(touched),
        "cov_best1": best1,
        "cov_win2": max(win2, best1),
        "cov_win3": win3,
        "cov_evidence": match.coverage(evidence),
        "cov_gain": match.coverage(evidence) - best1,
        "bm25_top1": min(3.0, (top[0] if top else 0.0) / self_score),
        "bm25_top3": min(3.0, sum(top[:3]) / 3 / self_score),
        "missing_max": max(missing, default=0.0),
        "missing_count": float(min(10, len(missing))),
        "missing_share": sum(missing) / total,
        "clause_min": _weakest_clause(match, evidence),
        "clause_min_page": _weakest_clause(match, list(touched)),
        **_clauses_alone(match, evidence),
    }


def clause_coverage(match: Match, sentences: list[int]) -> list[tuple[tuple[int, int], float]]:
    """Each clause that has at least two content words, with its coverage by these sentences."""
    covered = match.covered(sentences)
    result = []
    for span, own in match.clauses:
        weight = sum(match.weights[i] for i in own)
        if len(own) >= 2 and weight > 0:
            result.append((span, sum(match.weights[i] for i in own & covered) / weight))
    return result


def _clauses_alone(match: Match, evidence: list[int]) -> dict[str, float]:
    """Each clause by the one sentence that covers most of it: the worst of them, and their mean."""
    alone = [[share for _, share in clause_coverage(match, [at])] for at in match.focus]
    best = [max(shares) for shares in zip(*alone, strict=True)] or [match.coverage(evidence)]
    return {"clause_best_min": min(best), "clause_best_mean": sum(best) / len(best)}


def _weakest_clause(match: Match, sentences: list[int]) -> float:
    return min((share for _, share in clause_coverage(match, sentences)), default=match.coverage(sentences))


def _sequence(match: Match, evidence: list[int]) -> dict[str, float]:
    """How far the order of the claim's words is the page's: pairs of neighbours, longest run."""
    wanted = [i for w in match.words if (i := match.term_of(w)) is not None]
    bigrams = set(pairwise(wanted))
    if not bigrams:
        return {"bigram_page": 0.0, "bigram_evidence": 0.0, "run": 0.0}
    seen: set[tuple[int, int]] = set()
    near: set[tuple[int, int]] = set()
    run = 0
    chosen = set(evidence)
    for at in match.sentences_with_any:
        line = [i for w in match.page.words[at] if w.form.keys and (i := match.matched_term(w)) is not None]
        pairs = bigrams.intersection(pairwise(line))
        seen |= pairs
        if at in chosen:
            near |= pairs
            run = max(run, _longest_run(line, bigrams))
    return {
        "bigram_page": len(seen) / len(bigrams),
        "bigram_evidence": len(near) / len(bigrams),
        "run": min(1.0, run / len(bigrams)),
    }


def _longest_run(line: list[int], bigrams: set[tuple[int, int]]) -> int:
    best = current = 0
    for pair in pairwise(line):
        current = current + 1 if pair in bigrams else 0
        best = max(best, current)
    return best


def _checked(match: Match, checks: tuple[Check, ...], evidence: list[int]) -> dict[str, float]:
    values: dict[str, float] = {}
    for kind in CheckKind:
        mine = [c for c in checks if c.kind is kind]
        values[f"{kind.value}_count"] = float(min(5, len(mine)))
        for outcome in CheckOutcome:
            values[f"{kind.value}_{outcome.value}"] = float(min(3, sum(c.outcome is outcome for c in mine)))
        values[f"{kind.value}_share"] = sum(c.outcome is CheckOutcome.AGREES for c in mine) / len(mine) if mine else 1.0
    values["conflict"] = float(any(c.outcome is CheckOutcome.DIFFERS for c in checks))
    names = [i for i, t in enumerate(match.terms) if t.word.form.capital and match.weights[i]]
    values["names_evidence"] = sum(match.hit(i, evidence) for i in names) / len(names) if names else 1.0
    values["names_page"] = sum(match.found(i) for i in names) / len(names) if names else 1.0
    figures = [i for i, t in enumerate(match.terms) if t.word.form.digits]
    values["figures_missing"] = float(min(4, sum(not match.found(i) for i in figures)))
    values["figures_evidence"] = sum(match.hit(i, evidence) for i in figures) / len(figures) if figures else 1.0
    lower = [
        i for i, t in enumerate(match.terms) if not t.word.form.capital and not t.word.form.digits and match.weights[i]
    ]
    weight = sum(match.weights[i] for i in lower)
    covered = match.covered(evidence)
    values["plain_evidence"] = sum(match.weights[i] for i in lower if i in covered) / weight if weight else 1.0
    return values


def _shape(match: Match) -> dict[str, float]:
    readable = sum(1 for t in match.terms if t.readable)
    best = match.best
    found = match.page.words[best] if best is not None else []
    said = bool(negations(match.page.text, found))
    claimed = bool(negations(match.claim, match.words))
    table = opposites()
    there = {c for w in found for c in w.form.concepts}
    mine = {c for w in match.words for c in w.form.concepts}
    return {
        "claim_length": math.log(1 + len(match.terms)),
        "page_length": math.log(1 + len(match.page.sentences)),
        "readable_share": readable / len(match.terms) if match.terms else 0.0,
        "readable_count": math.log(1 + readable),
        "negation_mismatch": float(said != claimed),
        "opposite_words": float(any(table.get(c) in there and c not in there for c in mine)),
        "quoted": float('"' in match.claim or "“" in match.claim),
    }
