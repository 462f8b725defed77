"""A labelled article and what was found in it in, counts and every single hit or miss out.

The metrics and the way they count are those under which the labels were made: exact spans, names as printed, dates
as (name, day) pairs, claims as overlap of characters, where reaching back into `claim_extended` costs nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from verifier.cite import find_citations
from verifier.model import Citation, Citations, Span

from .labelled import Gold, Label, Labelled

#: What is held against a label, the gravest fault first.
FIELDS = ("span", "name", "date", "account", "accessed", "link", "claim", "extended", "kind")
#: A claim that overlaps less than this with its label counts as a miss.
CLAIM_BAR = 0.9
_EXTENDED_BAR = 0.5
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(slots=True)
class Miss:
    """One thing that is not as labelled: `weight` orders the worst first."""

    text_id: str
    citation_id: str
    field: str
    weight: float
    reason: str


@dataclass(slots=True)
class Tally:
    """Counts from which the figures are made; `ious`, `hand_ious` and `misses` are kept one by one."""

    counts: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    ious: list[float] = field(default_factory=list)
    hand_ious: list[float] = field(default_factory=list)
    misses: list[Miss] = field(default_factory=list)

    def rate(self, hit: str, of: str) -> float | None:
        """A share, or None where there was nothing to find."""
        return self.counts[hit] / self.counts[of] if self.counts[of] else None

    def f1(self, hit: str, gold: str, found: str) -> float | None:
        """Harmonic mean of precision and recall."""
        both = self.counts[gold] + self.counts[found]
        return 2 * self.counts[hit] / both if both else None

    def overlap_f1(self) -> float | None:
        """F1 over spans that touch."""
        precision, recall = self.rate("touched_found", "found"), self.rate("touched_gold", "gold")
        if precision is None or recall is None or not precision + recall:
            return None if precision is None and recall is None else 0.0
        return 2 * precision * recall / (precision + recall)

    def share(self, least: float) -> float | None:
        """How many claims overlap at least so much."""
        return sum(iou >= least for iou in self.ious) / len(self.ious) if self.ious else None

    def add(self, other: Tally) -> None:
        """Another tally's counts on top of this one's."""
        self.counts.update(other.counts)
        self.alarms.update(other.alarms)
        self.ious += other.ious
        self.hand_ious += other.hand_ious
        self.misses += other.misses


def figures(tally: Tally) -> dict[str, float | None]:
    """Every figure of the table, by its short name; None where there was nothing to find."""
    return {
        "gold": tally.counts["gold"],
        "found": tally.counts["found"],
        "precision": tally.rate("hit", "found"),
        "recall": tally.rate("hit", "gold"),
        "F1": tally.f1("hit", "gold", "found"),
        "overlap F1": tally.overlap_f1(),
        "names": tally.rate("name_hit", "name"),
        "dates": tally.rate("date_hit", "date"),
        "rolled years": tally.rate("rolled_hit", "rolled"),
        "several dates": tally.rate("several_hit", "several"),
        "accounts": tally.rate("account_hit", "account"),
        "accessed F1": tally.f1("accessed_hit", "accessed", "accessed_found"),
        "claim IoU": _mean(tally.ious),
        "claim .5": tally.share(0.5),
        "claim .9": tally.share(CLAIM_BAR),
        "hand claim": _mean(tally.hand_ious),
        "links": tally.rate("link_hit", "link"),
        "extended": tally.rate("extended_hit", "extended"),
        "kinds": tally.rate("kind_hit", "hit"),
    }


def _mean(numbers: list[float]) -> float | None:
    return sum(numbers) / len(numbers) if numbers else None


@dataclass(slots=True)
class Scored:
    """One article's outcome, by kind of citation: a citation found counts for the kind of its label."""

    text: Labelled
    kinds: dict[str, Tally]

    def tally(self, kind: str | None = None) -> Tally:
        """All kinds together, or one."""
        total = Tally()
        for name, tally in self.kinds.items():
            if kind in (None, name):
                total.add(tally)
        return total


def score(text: Labelled, found: Citations | None = None) -> Scored:
    """What was found in the article against its labels. Without `found` the service is asked."""
    answer = find_citations(text.article) if found is None else found
    kinds: dict[str, Tally] = {}
    by_span = {(one.start, one.end): one for one in answer.citations}
    labels = {label.span: label for label in text.labels if label.span is not None}
    for label in text.labels:
        tally = kinds.setdefault(label.kind, Tally())
        tally.counts["gold"] += 1
        tally.counts["touched_gold"] += label.span is not None and _touches(label.span, by_span)
        citation = by_span.get(label.span) if label.span is not None else None
        if citation is None:
            why = "; ".join(text.faults) or "its words are not in the shown text" if label.span is None else "not found"
            tally.misses.append(Miss(text.id, label.id, "span", 9.0, f"{label.text!r}: {why}"))
            continue
        tally.counts["hit"] += 1
        _score_sources(text, label, citation, tally)
        _score_claim(text, label, citation, tally)
        tally.counts["kind_hit"] += label.kind == citation.kind
        if label.kind != citation.kind:
            tally.misses.append(
                Miss(text.id, label.id, "kind", 0.5, f"{label.text!r}: {citation.kind}, not {label.kind}")
            )
    for span, one in by_span.items():
        own = labels.get(span)
        tally = kinds.setdefault(own.kind if own else one.kind, Tally())
        tally.counts["found"] += 1
        tally.counts["touched_found"] += _touches(span, labels)
        if own is None:
            _alarm(text, one, tally)
    return Scored(text, kinds)


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in others)


def _alarm(text: Labelled, found: Citation, tally: Tally) -> None:
    labels = (
        one.label for one in text.look_alikes if one.span and one.span[0] < found.end and found.start < one.span[1]
    )
    label = next(labels, "unlabelled")
    tally.alarms[label] += 1
    reason = f"{found.text!r}: wrongly found ({label})"
    tally.misses.append(Miss(text.id, f"@{found.text[:40]}", "span", 8.0, reason))


def _score_sources(text: Labelled, label: Label, found: Citation, tally: Tally) -> None:
    pairs: dict[str, tuple[Counter[tuple[str, ...]], Counter[tuple[str, ...]]]] = {
        "name": (
            Counter((one["name"],) for one in label.sources),
            Counter((one.name,) for one in found.sources),
        ),
        "date": (
            Counter((one["name"], day) for one in label.sources for day in one.get("dates", ())),
            Counter((one.name, day) for one in found.sources for day in one.dates),
        ),
        "account": (
            Counter(_account(one) for one in label.sources if one.get("platform")),
            Counter((one.name, one.platform, one.handle or "") for one in found.sources if one.platform),
        ),
        "accessed": (
            Counter((one["name"],) for one in label.sources if one.get("accessed")),
            Counter((one.name,) for one in found.sources if one.accessed),
        ),
        "link": (
            Counter((one["name"], _address(one["url"])) for one in label.sources if one.get("url")),
            Counter((one.name, _address(one.url)) for one in found.sources if one.url),
        ),
    }
    for name, (wanted, got) in pairs.items():
        shared = wanted & got
        tally.counts.update({name: wanted.total(), f"{name}_hit": shared.total(), f"{name}_found": got.total()})
        # Links and accounts that no label speaks of are no fault: labels give them where they matter.
        # A label without sources says that they cannot be known: a note whose text is not there.
        unknown = not label.sources and not any(one.name for one in found.sources)
        faulty = wanted != got and not unknown if name in ("name", "accessed") else bool(wanted - got)
        if faulty:
            reason = f"{label.text!r}: {name} {_shown(wanted)}, read as {_shown(got)}"
            tally.misses.append(Miss(text.id, label.id, name, 7.0 - FIELDS.index(name) / 2, reason))
    _score_hard_dates(text, label, pairs["date"][1], tally)


def _score_hard_dates(text: Labelled, label: Label, got: Counter[tuple[str, ...]], tally: Tally) -> None:
    """Apart: days whose year is not printed and lies before the article's, and sources with several days."""
    year = (text.article.published or "")[:4]
    printed = set(_YEAR.findall(label.text))
    for one in label.sources:
        days = one.get("dates", ())
        rolled = [day for day in days if len(day) == 10 and day[:4] < year and day[:4] not in printed]
        tally.counts["rolled"] += len(rolled)
        tally.counts["rolled_hit"] += sum((one["name"], day) in got for day in rolled)
        if len(days) > 1:
            tally.counts["several"] += 1
            tally.counts["several_hit"] += all((one["name"], day) in got for day in days)


def _account(source: Gold) -> tuple[str, ...]:
    return source["name"], source["platform"], source.get("handle") or ""


def _address(url: str) -> str:
    """An address without its scheme: labels give some as printed."""
    return url.casefold().removeprefix("https://").removeprefix("http://")


def _shown(pairs: Counter[tuple[str, ...]]) -> str:
    return "; ".join(" ".join(pair) or "“”" for pair in pairs.elements()) or "nothing"


def _score_claim(text: Labelled, label: Label, found: Citation, tally: Tally) -> None:
    extended = _characters(label.extended)
    if label.claim or label.lost:
        core = _characters(label.claim)
        got = _characters(found.claim.spans) - (extended - core)
        lost = sum(len("".join(piece.split())) for piece in label.lost)
        iou = len(core & got) / max(1, len(core | got) + lost)
        tally.ious.append(iou)
        if label.by_hand:
            tally.hand_ious.append(iou)
        if iou < CLAIM_BAR:
            wanted = " … ".join([*(text.article.text[start:end] for start, end in label.claim), *label.lost])
            reason = f"{label.text!r}: claim {wanted!r}, read as {found.claim.text!r} (overlap {iou:.2f})"
            tally.misses.append(Miss(text.id, label.id, "claim", 4.0 - 3 * iou, reason))
    if extended:
        got = _characters(found.claim.extended) | (_characters(found.claim.spans) & extended)
        hit = len(extended & got) / len(extended | got) >= _EXTENDED_BAR
        tally.counts.update(extended=1, extended_hit=int(hit))
        if not hit:
            reason = f"{label.text!r}: the sentences before it that report the same source are not kept"
            tally.misses.append(Miss(text.id, label.id, "extended", 0.8, reason))
    elif found.claim.extended:
        tally.counts["extended_spurious"] += 1


def _characters(spans: Iterable[Span]) -> set[int]:
    return {at for start, end in spans for at in range(start, end)}
