"""This run and the last committed one in, what was won and lost between them out; `tests/quality/last` keeps it.

Of our own fixtures every miss is kept, of other folders the figures alone: their texts are not ours to store.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from .score_citations import Scored, figures
from .tables import total

LAST = Path(__file__).resolve().parent / "last" / "citations.json"

#: Higher is better for all of these; a fall is a loss.
_NO_FIGURES = frozenset({"gold", "found"})


def summary(own: list[Scored], others: Mapping[str, list[Scored]], before: Mapping[str, Any]) -> dict[str, Any]:
    """The compact record of a run. Folders that were not measured this time keep their old figures."""
    folders = dict(before.get("folders", {}))
    folders |= {name: _rounded(scored) for name, scored in others.items()}
    return {
        "figures": _rounded(own),
        "folders": folders,
        "texts": {one.text.id: _items(one) for one in sorted(own, key=lambda one: one.text.id)},
    }


def _rounded(scored: list[Scored]) -> dict[str, float]:
    known = figures(total(scored))
    return {name: round(figure, 4) for name, figure in known.items() if figure is not None}


def _items(one: Scored) -> dict[str, Any]:
    """How many citations are labelled, and what of them is wrong: `c3.date`."""
    wrong = sorted({f"{miss.citation_id}.{miss.field}" for miss in one.tally().misses})
    return {"gold": len(one.text.labels), "wrong": wrong} if wrong else {"gold": len(one.text.labels)}


def read_last(path: Path = LAST) -> dict[str, Any]:
    """The last committed run, empty if there is none."""
    return dict(json.loads(path.read_text("utf-8"))) if path.exists() else {}


def save(record: Mapping[str, Any], path: Path = LAST) -> None:
    """One line a text, so that a change of the file reads like the change it stands for."""
    path.parent.mkdir(exist_ok=True)
    body = [f"{_json(key)}: {_section(section)}" for key, section in record.items()]
    path.write_text("{\n" + ",\n".join(body) + "\n}\n", "utf-8")


def _section(section: Any) -> str:
    if not isinstance(section, Mapping) or not any(isinstance(value, Mapping) for value in section.values()):
        return _json(section)
    lines = ",\n".join(f"  {_json(name)}: {_json(value)}" for name, value in sorted(section.items()))
    return f"{{\n{lines}\n}}"


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)


def lost_items(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What was right in the last run and is wrong in this one: `text c3.date`. New texts cannot lose."""
    return sorted(_wrong(now, before["texts"]) - _wrong(before, now["texts"])) if before else []


def won_items(before: Mapping[str, Any], now: Mapping[str, Any]) -> list[str]:
    """What was wrong in the last run and is right in this one."""
    return sorted(_wrong(before, now["texts"]) - _wrong(now, before["texts"])) if before else []


def _wrong(run: Mapping[str, Any], known: Iterable[str]) -> set[str]:
    names = set(known)
    return {f"{name} {item}" for name, text in run["texts"].items() if name in names for item in text.get("wrong", ())}


def moved(before: Mapping[str, Any], now: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Figures of other folders that rose, and those that fell: `dev names 1.0000 → 0.9963`."""
    risen: list[str] = []
    fallen: list[str] = []
    for folder, figure in now.get("folders", {}).items():
        old = before.get("folders", {}).get(folder, {})
        for name in sorted(figure.keys() & old.keys() - _NO_FIGURES):
            if figure[name] != old[name]:
                line = f"{folder} {name} {old[name]:.4f} → {figure[name]:.4f}"
                (risen if figure[name] > old[name] else fallen).append(line)
    return risen, fallen


def changes(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """The list of gains and losses, for people."""
    if not before:
        return "no earlier run is stored"
    fresh = sorted(now["texts"].keys() - before["texts"].keys())
    lines = [f"  won  {item}" for item in won_items(before, now)]
    lines += [f"  LOST {item}" for item in lost_items(before, now)]
    risen, fallen = moved(before, now)
    lines += [f"  rose {line}" for line in risen] + [f"  FELL {line}" for line in fallen]
    if fresh:
        wrong = sum(len(now["texts"][name].get("wrong", ())) for name in fresh)
        lines.append(f"  new texts: {len(fresh)}, with {wrong} misses")
    return "\n".join(["against the last committed run:", *(lines or ["  no change"])])
