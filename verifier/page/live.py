"""A live blog in, its entries out: each with its words and the time that stands at it.

Entries are found in JSON-LD (schema.org `LiveBlogPosting` with its `liveBlogUpdate`) and in the markup: at least three
elements alike side by side, each with one `<time datetime>` of its own. Where they stand in the article's text is found
by their lines, so that it does not matter by which way that text was extracted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from verifier.model import Part
from verifier.page.about import types_of
from verifier.page.clean import one_line, tidy, words_in
from verifier.page.embedded import as_markup
from verifier.page.flow import flow
from verifier.page.tree import Element, parse_fragment
from verifier.shingles import words_of

_MIN_ENTRIES = 3
_MIN_WORDS = 8
_MOST_ENTRIES = 2_000
_MOST_LEVELS = 30
#: Fewer words do not tell the line of one entry from that of another.
_FEWEST_WORDS = 4
_STAMP = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry: its words, a line a paragraph, and its time in ISO 8601 as the page gives it.

    `told`: the page itself says, in its data, that this is an entry of its live blog.
    """

    text: str
    posted_at: str
    told: bool = False


def entries_of(root: Element, things: Sequence[dict[str, Any]]) -> list[Entry]:
    """The entries of the page, in its order; none where it is no live blog."""
    return _told(things) or _marked_up(root)


def with_all_entries(text: str, entries: Sequence[Entry]) -> str:
    """The article's text and, behind it, the entries that extraction left out of it.

    Most of those in the markup must be in the text already, as proof that they are the article's: lists of other
    articles look like entries, too.
    """
    known = _keys(text)
    missing = [entry.text for entry in entries if not any(_key(line) in known for line in entry.text.split("\n"))]
    if 2 * len(missing) > len(entries) and not all(entry.told for entry in entries):
        return text
    return "\n".join(part for part in (text, *missing) if part)


def placed(text: str, entries: Sequence[Entry]) -> tuple[Part, ...]:
    """Which stretches of the text are which entry, in its order; no two overlap."""
    known = _keys(text) if entries else {}
    spans: list[tuple[int, int, str]] = []
    for entry in entries:
        found = [known[key] for line in entry.text.split("\n") if (key := _key(line)) in known]
        if found:
            spans.append((min(start for start, _ in found), max(end for _, end in found), entry.posted_at))
    parts: list[Part] = []
    for start, end, posted_at in sorted(spans):
        if not parts or start >= parts[-1][1]:
            parts.append((start, end, None, posted_at))
    return tuple(parts)


def _keys(text: str) -> dict[str, tuple[int, int]]:
    """Each line's span by its key; lines that say the same tell nothing and are left out."""
    found: dict[str, tuple[int, int]] = {}
    seen: Counter[str] = Counter()
    start = 0
    for line in text.split("\n"):
        key = _key(line)
        seen[key] += 1
        found[key] = (start, start + len(line))
        start += len(line) + 1
    return {key: span for key, span in found.items() if seen[key] == 1 and key}


def _key(line: str) -> str:
    """The line's bare words; a line of few is too common to tell entries apart."""
    words = words_of(line)
    return " ".join(words) if len(words) >= _FEWEST_WORDS else ""


# --- JSON-LD -------------------------------------------------------------------------------


def _told(things: Sequence[dict[str, Any]]) -> list[Entry]:
    found: list[Entry] = []
    for thing in things:
        updates = thing.get("liveBlogUpdate") if "liveblogposting" in types_of(thing) else None
        for update in (updates if isinstance(updates, list) else [updates])[:_MOST_ENTRIES]:
            if isinstance(update, dict) and (entry := _entry_told(update)) is not None:
                found.append(entry)
    return list(dict.fromkeys(found))


def _entry_told(update: dict[str, Any]) -> Entry | None:
    posted_at = stamp_of(next((str(update[k]) for k in ("datePublished", "dateModified") if update.get(k)), None))
    body = next((update[k] for k in ("articleBody", "text", "description") if isinstance(update.get(k), str)), "")
    root = parse_fragment(as_markup(body)) if body.strip() else None
    headline = one_line(str(update.get("headline") or ""))
    text = tidy("\n".join((headline, flow(root).text if root is not None else "")))
    return Entry(text, posted_at, told=True) if posted_at and text else None


def stamp_of(stamp: str | None) -> str | None:
    """A machine's time as ISO 8601 to the second, its time zone kept; None for what is none."""
    stamp = (stamp or "").strip()[:40]
    if not _STAMP.fullmatch(stamp):
        return None
    try:
        return datetime.fromisoformat(stamp).isoformat(timespec="seconds") if len(stamp) > 10 else stamp
    except ValueError:
        return None


# --- markup --------------------------------------------------------------------------------


def _marked_up(root: Element) -> list[Entry]:
    times = [(node, stamp) for node in root.iter("time") if (stamp := stamp_of(node.get("datetime")))]
    if not _MIN_ENTRIES <= len(times) <= _MOST_ENTRIES:
        return []
    held: Counter[Element] = Counter()
    for node, _ in times:
        held.update(_around(node))
    boxes = [(_widest(node, held), stamp) for node, stamp in times]
    alike = Counter(_kind(box) for box, _ in boxes if box is not None)
    entries = []
    for box, stamp in boxes:
        if box is not None and alike[_kind(box)] >= _MIN_ENTRIES:
            text = tidy(flow(box).text)
            if words_in(text) >= _MIN_WORDS:
                entries.append(Entry(text, stamp))
    return entries if len(entries) >= _MIN_ENTRIES else []


def _around(node: Element) -> list[Element]:
    return [around for around, _ in zip(node.iterancestors(), range(_MOST_LEVELS), strict=False)]


def _widest(node: Element, held: Counter[Element]) -> Element | None:
    """The largest element that holds this time and no other one."""
    found = None
    for around in _around(node):
        if held[around] > 1:
            break
        found = around
    return found


def _kind(box: Element) -> tuple[Element, str, str]:
    """What entries of one blog have in common: where they stand, their tag and the first of their class names."""
    return box.getparent(), str(box.tag), ((box.get("class") or "").split() or [""])[0]
