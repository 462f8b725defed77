"""A scorer in, figures of a short, fixed choice of our own pairs and pages out; what fell against the stored run."""

from __future__ import annotations

import random
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from verifier.protocols import Scorer

from .figures import judge_set, measure
from .pairs import KINDS, LANGUAGES, MinimalPair, judge_pairs, read_pairs, share
from .sets import LabelledSet, own_pages

_SEED = 7
#: So few that the entailment model has read them in some twenty seconds on a slow machine.
_CLAIMS = 20
#: Figures of the short form → whether more is better.
OF_PAIRS: Mapping[str, bool] = {"altered passed": False, "unaltered refused": False}
OF_PAGES: Mapping[str, bool] = {"BAcc": True, "4-way": True}
RISING: Mapping[str, bool] = {**OF_PAIRS, **OF_PAGES}
#: What a figure may lose before the test fails, for processors that round otherwise: one claim of each figure. Stored
#: with a run, and read from there.
_TOLERANCE = {"altered passed": 0.034, "unaltered refused": 0.034, "BAcc": 0.1, "4-way": 0.05}


def short_pairs() -> list[MinimalPair]:
    """Thirty pairs: of each kind one in every other language, by turns."""
    chance = random.Random(_SEED)
    pairs = read_pairs()
    return [
        chance.choice([one for one in pairs if (one.kind, one.language) == (kind, language)])
        for number, kind in enumerate(KINDS)
        for language in LANGUAGES[number % 2 :: 2]
    ]


def short_pages() -> LabelledSet:
    """Some claims about our own development pages; those about one page stay together, so that it is opened once."""
    pages = own_pages()
    drawn = random.Random(_SEED).sample(range(len(pages.claims)), min(_CLAIMS, len(pages.claims)))
    return replace(pages, claims=tuple(pages.claims[number] for number in sorted(drawn)))


def pair_figures(scorer: Scorer) -> dict[str, float]:
    """The figures of the short choice of minimal pairs."""
    judged = judge_pairs(scorer, short_pairs())
    return {name: round(share(name, judged) or 0.0, 4) for name in OF_PAIRS}


def page_figures(scorer: Scorer) -> dict[str, float]:
    """The figures of the short choice of claims about our own pages."""
    known = measure(judge_set(scorer, short_pages()), graded=True)
    return {name: round(known[name] or 0.0, 4) for name in OF_PAGES}


def short_record(scorer: Scorer, before: Mapping[str, Any]) -> dict[str, Any]:
    """What is stored: the figures, and what each may lose (kept from the run before)."""
    figures = pair_figures(scorer) | page_figures(scorer)
    return {"figures": figures, "tolerance": before.get("tolerance") or _TOLERANCE}


def losses(now: Mapping[str, float], stored: Mapping[str, Mapping[str, float]]) -> list[str]:
    """Those of these figures that are worse than the stored ones by more than is stored beside them."""
    fallen = []
    for name in now:
        old = stored["figures"][name]
        worse = old - now[name] if RISING[name] else now[name] - old
        if worse > stored["tolerance"][name] + 1e-9:
            fallen.append(f"{name} {old:.4f} → {now[name]:.4f}, allowed {stored['tolerance'][name]}")
    return fallen
