"""A page's tree and its article's text in, the lines that the page shows besides out: tables, captions, boxes.

Extraction drops them because most of what stands there is no article. Left out here as well is what is not the
page's own word: menus, lines that are nothing but links (to other pages, which say it), and readers' comments.
"""

from __future__ import annotations

import re
from itertools import chain

from verifier.page.clean import words_in
from verifier.page.flow import CELL_GAP, Anchor, flow
from verifier.page.furniture import is_line, is_of_comments
from verifier.page.tree import Element
from verifier.shingles import Shingles, shingles, words_of

#: More than this is no box beside an article.
MAX_CHARS = 100_000
_FEWEST_WORDS = 2
#: Of a line's characters, so many in links make it a line of links.
_LINKED = 0.8
#: A row of figures that a year names; other lines without a letter are calendars and counters.
_YEARS_ROW = re.compile(r"(?:1[89]|20)\d\d(?:\s?[/–-]\s?\d{2,4})? \| .*\d")
_AROUND = frozenset({"html", "body", "main", "article"})


def outside_of(root: Element, article: str) -> str:
    """Those lines in the order of the page, at most `MAX_CHARS` of them."""
    shown = flow(root, skip=_is_not_its_word)
    told = [words_of(line) for line in article.split("\n")]
    lines, said = frozenset(map(" ".join, told)), frozenset(chain.from_iterable(told))
    known: Shingles | None = None
    kept: list[str] = []
    # Each line once, but for rows: without its headings a second table would be taken for more of the first.
    seen: set[str] = set()
    room = MAX_CHARS
    for line, linked in _lines(shown.text, shown.anchors):
        if linked >= _LINKED * len(line) or is_line(line):
            continue
        spoken = words_of(line)
        words = " ".join(spoken)
        if words_in(words) < _FEWEST_WORDS or not (any(map(str.isalpha, words)) or _YEARS_ROW.match(line)):
            continue
        if words in lines:
            continue
        if said.issuperset(spoken):  # else the article does not have its runs of words either
            known = shingles(article) if known is None else known
            if shingles(line) <= known:
                continue
        if len(line) >= room:
            break
        if CELL_GAP not in line:
            if line in seen:
                continue
            seen.add(line)
        kept.append(line)
        room -= len(line) + 1
    return "\n".join(kept)


def _is_not_its_word(node: Element) -> bool:
    if node.tag == "nav" or (node.get("role") or "").lower() == "navigation":
        return True
    return node.tag not in _AROUND and is_of_comments(node) and next(node.iter("h1"), None) is None


def _lines(text: str, anchors: tuple[Anchor, ...]) -> list[tuple[str, int]]:
    """Each line with how many of its characters are in links."""
    found: list[tuple[str, int]] = []
    start = place = 0
    for line in text.split("\n"):
        end = start + len(line)
        linked = 0
        while place < len(anchors) and anchors[place].start < end:
            linked += max(0, min(end, anchors[place].end) - max(start, anchors[place].start))
            if anchors[place].end > end:
                break
            place += 1
        if line.strip():
            found.append((line.strip(), linked))
        start = end + 1
    return found
