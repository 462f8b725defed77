"""Scored articles in, the printed table out: a line for every split, style, origin, language, form and kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from .score_citations import Miss, Scored, Tally, figures

#: Head of the column → name of the figure.
_COLUMNS = (
    ("gold", "gold"), ("found", "found"), ("P", "precision"), ("R", "recall"), ("F1", "F1"), ("overl.", "overlap F1"),
    ("name", "names"), ("date", "dates"), ("rolled", "rolled years"), ("sever.", "several dates"),
    ("account", "accounts"), ("access", "accessed F1"), ("claim", "claim IoU"),
    ("≥.5", "claim .5"), ("≥.9", "claim .9"), ("hand", "hand claim"), ("link", "links"), ("extend", "extended"),
    ("kind", "kinds"),
)  # fmt: skip
_LABEL_WIDTH = 34
_WIDTH = 8
_BY: tuple[tuple[str, Callable[[Scored], str]], ...] = (
    ("split", lambda one: one.text.split),
    ("style", lambda one: one.text.style),
    ("origin", lambda one: one.text.origin),
    ("language", lambda one: one.text.language),
    ("form", lambda one: one.text.form),
)


def total(scored: Iterable[Scored], kind: str | None = None) -> Tally:
    """One tally over many articles."""
    tally = Tally()
    for one in scored:
        tally.add(one.tally(kind))
    return tally


def table(scored: list[Scored]) -> str:
    """The whole table. Figures of one article or citation are as good as none: the counts stand beside them."""
    rows = [("all", total(scored)), *_groups(scored)]
    kinds = sorted({kind for one in scored for kind in one.kinds})
    rows += [(f"kind {kind}", total(scored, kind)) for kind in kinds]
    head = " " * _LABEL_WIDTH + "".join(f"{title:>{_WIDTH}}" for title, _ in _COLUMNS)
    return "\n".join([head, *(_row(label, tally) for label, tally in rows)])


def _groups(scored: list[Scored]) -> Iterator[tuple[str, Tally]]:
    for name, key in _BY:
        values = sorted({key(one) for one in scored})
        if len(values) > 1 or name == "split":
            for value in values:
                yield f"{name} {value}", total(one for one in scored if key(one) == value)


def _row(label: str, tally: Tally) -> str:
    known = figures(tally)
    return f"{label[:_LABEL_WIDTH]:{_LABEL_WIDTH}}" + "".join(f"{_cell(known[name]):>{_WIDTH}}" for _, name in _COLUMNS)


def _cell(figure: float | None) -> str:
    if figure is None:
        return "–"
    return str(figure) if isinstance(figure, int) else f"{figure:.3f}"


def alarms(scored: list[Scored]) -> str:
    """False alarms by class of look-alike, each with how many look-alikes of it there are."""
    there = Counter(look.label for one in scored for look in one.text.look_alikes)
    found = total(scored).alarms
    lost = sum(look.span is None for one in scored for look in one.text.look_alikes)
    cells = [f"{label} {found[label]}/{there[label]}" for label in sorted({*there, *found})]
    note = f"; {lost} look-alikes are not in the shown text" if lost else ""
    return f"false alarms by class: {', '.join(cells) or 'no look-alikes are labelled'}{note}"


def heads(scored: list[Scored]) -> str:
    """What files said about themselves: titles and days that came out as labelled."""
    cells = []
    for what in ("title", "published"):
        told = [(wanted, got) for one in scored for name, wanted, got in one.text.told if name == what and wanted]
        if told:
            cells.append(f"{what} {sum(wanted == got for wanted, got in told)}/{len(told)}")
    return f"read from files: {', '.join(cells)}" if cells else ""


def worst(misses: list[Miss], most: int = 10) -> str:
    """The worst misses, each with its reason."""
    ordered = sorted(misses, key=lambda miss: (-miss.weight, miss.text_id, miss.citation_id, miss.field))
    lines = [f"  {miss.text_id} {miss.citation_id} {miss.field}: {miss.reason}" for miss in ordered[:most]]
    return "\n".join([f"the worst of {len(misses)} misses:" if misses else "no misses", *lines])
