"""Citations without a link, and the pages they mean on a loopback web → what the finders made of them."""

from __future__ import annotations

import functools
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from support.newsstand import Newsstand, Printed
from support.platforms import message, telegram

from verifier import pipeline
from verifier.extract import SandboxExtractor
from verifier.fetch.archives import CdxArchive
from verifier.finders import FINDERS
from verifier.gathering import gather
from verifier.model import Citations, Exchange, Obtained, Resolution, Sighting, Target, Wanted
from verifier.pages import loose_key
from verifier.search import headline_index, live_search, search
from verifier.settings import Settings

__all__ = [
    "HEAD",
    "Hidden",
    "Newsstand",
    "Printed",
    "Tally",
    "message",
    "only_target",
    "shown_row",
    "tallied",
    "telegram",
]

#: Every service overlooks one page in so many, each another one.
_OVERLOOKS = 5


@dataclass(frozen=True, kw_only=True)
class Hidden:
    """One citation without its link; `right` are the addresses of the page that is meant, none when it is nowhere.

    `wanted` is None where nothing is looked for, as for an outlet without a known site.
    """

    label: str
    right: frozenset[str]
    wanted: Wanted | None
    kinds: tuple[str, ...] = ()


@dataclass
class Tally:
    """What came of the citations with one set of finders; `by_kind` counts outcomes under `kind outcome`."""

    counts: Counter[str] = field(default_factory=Counter)
    by_how: Counter[str] = field(default_factory=Counter)
    by_kind: Counter[tuple[str, str]] = field(default_factory=Counter)
    misses: list[str] = field(default_factory=list)

    @property
    def cases(self) -> int:
        return sum(self.counts[one] for one in ("right", "wrong", "ambiguous", "none"))

    @property
    def precision(self) -> float | None:
        return self.counts["right"] / self.counts["searched"] if self.counts["searched"] else None

    @property
    def recall(self) -> float | None:
        return self.counts["right"] / self.counts["there"] if self.counts["there"] else None


def tallied(
    pages: Sequence[Printed],
    hidden: Callable[[Settings], Sequence[Hidden]],
    domains: Sequence[str],
    earlier: Sequence[Sighting],
    names: Sequence[str],
    *,
    outlets: Path | None = None,
    dress: Callable[[Newsstand], None] = lambda _stand: None,
) -> dict[str, Tally]:
    """A tally for each finder by name, and for all in order under `all`.

    The headlines of `domains` are gathered first; `earlier` is what other articles linked. `dress` adds to the web.
    """
    with tempfile.TemporaryDirectory() as folder, Newsstand(pages, overlooks=_OVERLOOKS) as stand:
        dress(stand)
        settings = stand.settings(Path(folder), outlets=outlets, search_deadline_s=30.0)
        web = stand.web(settings)
        index = headline_index(settings)
        gather(domains, web, index, replace(settings, gdelt_gal_url="", headlines_outlets=len(domains) or 1))
        index.put(earlier)
        citations = hidden(settings)
        archives = tuple(CdxArchive(one, web) for one in settings.archives)
        tools = pipeline.Tools(settings=settings, web=web, archives=(), extractor=SandboxExtractor(settings))

        @functools.cache
        def page_of(target: Target) -> tuple[Obtained, tuple[Exchange, ...]]:
            return pipeline.obtain(target, tools)

        tallies: dict[str, Tally] = {}
        for name in names:
            finders = FINDERS if name == "all" else (name,)
            looking = live_search(replace(settings, finders=finders), web, archives, index)
            tallies[name] = tally = Tally()
            for one in citations:
                _count(tally, one, search(one.wanted, looking, page_of)[0] if one.wanted is not None else None)
        return tallies


def only_target(found: Citations, settings: Settings) -> Target | None:
    """The target of the last citation's only source."""
    resolved = pipeline.resolve(found, settings)
    return resolved[-1][-1].target if resolved and resolved[-1] else None


def shown_row(name: str, tally: Tally) -> str:
    """One line of the table under `HEAD`."""
    counts = tally.counts
    shares = "".join("      –" if one is None else f"{one:7.3f}" for one in (tally.precision, tally.recall))
    return f"{name:<14}{shares}{counts['searched']:>8}{counts['wrong']:>7}{counts['ambiguous']:>8}{counts['none']:>6}"


HEAD = f"{'finders':<14}{'P':>7}{'R':>7}{'chosen':>8}{'wrong':>7}{'ambig.':>8}{'none':>6}"


def _count(tally: Tally, one: Hidden, obtained: Obtained | None) -> None:
    resolved = obtained.resolved if obtained is not None else None
    tally.counts["there"] += bool(one.right)
    if resolved is None or resolved.resolution is not Resolution.SEARCHED or resolved.target is None:
        outcome = "ambiguous" if resolved is not None and resolved.candidates else "none"
        if one.right:
            tally.misses.append(f"{one.label} missed: {_shown(obtained)}")
    else:
        right = loose_key(resolved.target.url) in {loose_key(url) for url in one.right}
        outcome = "right" if right else "wrong"
        tally.counts["searched"] += 1
        tally.by_how[resolved.candidates[0].how] += 1
        if not right:
            tally.misses.insert(0, f"{one.label} WRONG: {_shown(obtained)}")
    tally.counts[outcome] += 1
    for kind in one.kinds:
        tally.by_kind[kind, outcome] += 1


def _shown(obtained: Obtained | None) -> str:
    candidates = obtained.resolved.candidates if obtained is not None and obtained.resolved is not None else ()
    return "; ".join(f"{one.score:.2f} {one.how} {one.url.partition('//')[2]}" for one in candidates[:3]) or "nothing"
