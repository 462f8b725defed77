"""A folder of labelled articles in, a table of how well citations were found in them out.

    python tests/quality/citations.py [DIR]

Without DIR the labelled texts of this repository (`fixtures/citations`, all composed) are scored. A label
file holds `text`, `published`, `lang`, `citations` (`start`, `end`, `kind`, `sources`, `claim` spans) and, where
links matter, `links` (`span`, `url`) and the expected `url` of a source.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from verifier.cite import find_citations
from verifier.model import Article, Citation, Citations, Link

OWN = Path(__file__).resolve().parents[2] / "fixtures" / "citations"

Gold = dict[str, Any]


@dataclass
class Tally:
    """Counts from which the figures are made; `ious` and `misses` are kept one by one."""

    counts: Counter[str] = field(default_factory=Counter)
    ious: list[float] = field(default_factory=list)
    misses: list[str] = field(default_factory=list)

    def rate(self, hit: str, of: str) -> float | None:
        """A share, or None where there was nothing to find."""
        return self.counts[hit] / self.counts[of] if self.counts[of] else None

    @property
    def span_f1(self) -> float | None:
        """Harmonic mean of precision and recall of exact spans."""
        both = self.counts["gold"] + self.counts["found"]
        return 2 * self.counts["hit"] / both if both else None

    @property
    def accessed_f1(self) -> float | None:
        """F1 over sources whose date is the day of reading."""
        both = self.counts["accessed_gold"] + self.counts["accessed_found"]
        return 2 * self.counts["accessed_hit"] / both if both else None

    @property
    def claim_iou(self) -> float | None:
        """Mean overlap of claims, in characters."""
        return sum(self.ious) / len(self.ious) if self.ious else None


def read_gold(folder: Path) -> list[Gold]:
    """The label files of a folder, by name."""
    return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]


def find(gold: Gold) -> Citations:
    """What the service finds in the labelled text."""
    links = tuple(Link(span=(link["span"][0], link["span"][1]), url=link["url"]) for link in gold.get("links", ()))
    return find_citations(
        Article(text=gold["text"], published=gold["published"], language=gold.get("lang", "en"), links=links)
    )


def score(golds: list[Gold], kind: str | None = None) -> Tally:
    """The tally over all labelled texts, or over the citations of one kind in them."""
    tally = Tally()
    for gold in golds:
        _score_one(gold, tally, kind)
    return tally


def _score_one(gold: Gold, tally: Tally, kind: str | None) -> None:
    wanted = {(one["start"], one["end"]): one for one in gold["citations"]}
    found = {(one.start, one.end): one for one in find(gold).citations}
    # A citation found under another kind than labelled counts for the kind of the label.
    here = {span for span, one in wanted.items() if kind in (None, one["kind"])}
    there = {span for span, one in found.items() if kind in (None, wanted.get(span, {}).get("kind", one.kind))}
    tally.counts.update(gold=len(here), found=len(there), hit=len(here & there))
    name = gold.get("id", "?")
    tally.misses += [f"{name}: missed {wanted[span]['text']!r}" for span in sorted(here - there)]
    tally.misses += [f"{name}: wrongly found {found[span].text!r}" for span in sorted(there - here)]
    for span in sorted(here & there):
        _score_sources(wanted[span], found[span], tally, name)
        _score_claim(wanted[span], found[span], tally, name)


def _score_sources(wanted: Gold, found: Citation, tally: Tally, name: str) -> None:
    names = Counter(one["name"] for one in wanted["sources"])
    dates = Counter((one["name"], date) for one in wanted["sources"] for date in one["dates"])
    accounts = Counter(
        (one["name"], one["platform"], one.get("handle")) for one in wanted["sources"] if one.get("platform")
    )
    accessed = Counter(one["name"] for one in wanted["sources"] if one.get("accessed"))
    links = Counter((one["name"], _address(one["url"])) for one in wanted["sources"] if one.get("url"))
    got_names = Counter(one.name for one in found.sources)
    got_dates = Counter((one.name, date) for one in found.sources for date in one.dates)
    got_accounts = Counter((one.name, one.platform, one.handle) for one in found.sources if one.platform)
    got_accessed = Counter(one.name for one in found.sources if one.accessed)
    got_links = Counter((one.name, _address(one.url)) for one in found.sources if one.url)
    tally.counts.update(
        names=names.total(),
        names_hit=(names & got_names).total(),
        dates=dates.total(),
        dates_hit=(dates & got_dates).total(),
        accounts=accounts.total(),
        accounts_hit=(accounts & got_accounts).total(),
        accessed_gold=accessed.total(),
        accessed_found=got_accessed.total(),
        accessed_hit=(accessed & got_accessed).total(),
        links=links.total(),
        links_hit=(links & got_links).total(),
        kinds=1,
        kinds_hit=int(wanted["kind"] == found.kind),
    )
    if names != got_names or dates - got_dates or accounts - got_accounts or accessed != got_accessed:
        tally.misses.append(f"{name}: sources of {wanted['text']!r} read as {_shown(found)}")


def _address(url: str) -> str:
    """An address without its scheme: labels give some as printed."""
    return url.casefold().removeprefix("https://").removeprefix("http://")


def _shown(found: Citation) -> str:
    return "; ".join(f"{one.name} {' '.join(one.dates)}{' accessed' if one.accessed else ''}" for one in found.sources)


def _score_claim(wanted: Gold, found: Citation, tally: Tally, name: str) -> None:
    if not wanted.get("claim"):
        return
    core = _characters((one["start"], one["end"]) for one in wanted["claim"])
    extended = _characters((one["start"], one["end"]) for one in wanted.get("claim_extended", ()))
    # Reaching back into the sentences that report the same source costs nothing.
    got = _characters(found.claim.spans) - (extended - core)
    iou = len(core & got) / len(core | got)
    tally.ious.append(iou)
    if iou < 0.9:
        tally.misses.append(f"{name}: claim of {wanted['text']!r} is {found.claim.text!r}")


def _characters(spans: Any) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}


def table(golds: list[Gold]) -> str:
    """The figures for all texts, by kind of citation, by style and by language."""
    rows = [("all", score(golds))]
    kinds = sorted({one["kind"] for gold in golds for one in gold["citations"]})
    rows += [(f"kind {kind}", score(golds, kind)) for kind in kinds]
    for key, label in (("style", "style"), ("lang", "language"), ("origin", "origin")):
        for value in sorted({gold.get(key, "en") for gold in golds}):
            rows.append((f"{label} {value}", score([gold for gold in golds if gold.get(key, "en") == value])))
    columns = (("gold", 5), ("found", 6), ("P", 7), ("R", 7), ("F1", 7), ("name", 7), ("date", 7))
    columns += (("account", 8), ("access", 7), ("claim", 7), ("link", 7))
    head = " " * 34 + "".join(f"{title:>{width}}" for title, width in columns)
    return "\n".join([head, *(_row(label, tally) for label, tally in rows)])


def _row(label: str, tally: Tally) -> str:
    figures = (
        (tally.rate("hit", "found"), 7),
        (tally.rate("hit", "gold"), 7),
        (tally.span_f1, 7),
        (tally.rate("names_hit", "names"), 7),
        (tally.rate("dates_hit", "dates"), 7),
        (tally.rate("accounts_hit", "accounts"), 8),
        (tally.accessed_f1, 7),
        (tally.claim_iou, 7),
        (tally.rate("links_hit", "links"), 7),
    )
    cells = "".join(f"{'–' if value is None else format(value, '.3f'):>{width}}" for value, width in figures)
    return f"{label:34}{tally.counts['gold']:5}{tally.counts['found']:6}{cells}"


def main() -> None:
    """Print the table, then what went wrong."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else OWN
    golds = read_gold(folder)
    if not golds:
        sys.exit(f"no label files (*.json) in {folder}")
    print(table(golds))
    for miss in score(golds).misses:
        print(miss)


if __name__ == "__main__":
    main()
