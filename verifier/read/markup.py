"""HTML or Markdown source in, its visible characters out, each run with the place it stands at in the source.

Blanks and invisible marks are left out, so that what a browser collapses or breaks makes no difference. Linear in
the length of the source: every scan goes on where the last one ended.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

#: Without width or meaning (`verifier.page.clean.visible` drops them, or may), and all blanks; also the bullet and
#: the bar, which the layout writes itself in front of list items and between cells.
_UNSEEN = (
    "\\s•|\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\ufffe\uffff\U000e0000-\U000e007f"
)
_WORD = re.compile(f"[^{_UNSEEN}]+")
_WORD_OR_ENTITY = re.compile(rf"[^&{_UNSEEN}]+|&(?:#\d{{1,8}}|#[xX][0-9a-fA-F]{{1,7}}|[a-zA-Z][a-zA-Z0-9]{{1,31}});?|&")
_UNSEEN_MARK = re.compile(f"[{_UNSEEN}]+")
#: Elements whose content is no text of the page.
_RAW = re.compile(r"(script|style|title|textarea|noscript|template|iframe|noembed|noframes|xmp)(?=[\s/>])", re.I)
_IN_TAG = re.compile(r">|=\s{0,20}[\"']")
_TAG_START = re.compile(r"<(?=[a-zA-Z/!?])")


@dataclass(slots=True)
class Visible:
    """Visible characters without blanks, as runs: `chars[at[i]:at[i+1]]` is written `source[starts[i]:ends[i]]`.

    A run as long as its source stands there letter by letter; another (`&amp;`) is one unit.
    """

    parts: list[str] = field(default_factory=list)
    at: array[int] = field(default_factory=lambda: array("I"))
    starts: array[int] = field(default_factory=lambda: array("I"))
    ends: array[int] = field(default_factory=lambda: array("I"))
    length: int = 0

    def add(self, shown: str, start: int, end: int) -> None:
        """One more run."""
        self.parts.append(shown)
        self.at.append(self.length)
        self.starts.append(start)
        self.ends.append(end)
        self.length += len(shown)

    @property
    def chars(self) -> str:
        return "".join(self.parts)


def visible_text(text: str) -> Visible:
    """Of plain text: every character but blanks and invisible marks."""
    found = Visible()
    for word in _WORD.finditer(text):
        found.add(word[0], word.start(), word.end())
    return found


def visible_html(source: str) -> Visible:
    """Of HTML: what stands between tags, entities decoded; scripts, styles and comments left out."""
    return _decoded(source, _between_tags(source))


def visible_markdown(source: str, begin: int) -> Visible:
    """Of Markdown behind its front matter: marks, addresses and definitions left out."""
    return _decoded(source, _between_marks(source, begin))


def _decoded(source: str, stretches: Iterable[tuple[int, int]]) -> Visible:
    found = Visible()
    for start, end in stretches:
        for run in _WORD_OR_ENTITY.finditer(source, start, end):
            shown = run[0]
            if shown[0] == "&" and len(shown) > 1:
                shown = _UNSEEN_MARK.sub("", html.unescape(shown))
            if shown:
                found.add(shown, run.start(), run.end())
    return found


def _between_tags(source: str) -> Iterator[tuple[int, int]]:
    place = 0
    scanner = _Tags(source)
    while (tag := _TAG_START.search(source, place)) is not None:
        if tag.start() > place:
            yield place, tag.start()
        place = scanner.end_of(tag.start())
    if place < len(source):
        yield place, len(source)


@dataclass(slots=True)
class _Tags:
    """Where tags end. What was searched for in vain once is not searched for again."""

    source: str
    missing: set[str] = field(default_factory=set)

    def end_of(self, start: int) -> int:
        """The place behind the tag, comment or raw element that begins at `start`."""
        if self.source.startswith("<!--", start):
            return self._behind("-->", start + 4)
        if self.source[start + 1] in "!?":
            return self._behind(">", start + 2)
        end = self._tag_end(start + 1)
        raw = _RAW.match(self.source, start + 1)
        return self._raw_end(raw[1].lower(), end) if raw and self.source[end - 2 : end] != "/>" else end

    def _behind(self, mark: str, start: int) -> int:
        found = -1 if mark in self.missing else self.source.find(mark, start)
        if found < 0:
            self.missing.add(mark)
            return len(self.source)
        return found + len(mark)

    def _tag_end(self, place: int) -> int:
        """Behind the `>`, those inside quoted values passed over."""
        while (found := _IN_TAG.search(self.source, place)) is not None:
            mark = found[0][-1]
            if mark == ">":
                return found.end()
            closing = -1 if mark in self.missing else self.source.find(mark, found.end())
            if closing < 0:
                self.missing.add(mark)
            place = closing + 1 if closing >= 0 else found.end()
        return len(self.source)

    def _raw_end(self, name: str, place: int) -> int:
        """Behind `</name …>`. Without one the rest of the source is inside the element."""
        if name in self.missing:
            return len(self.source) if name in ("script", "style") else place
        closing = re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE).search(self.source, place)
        if closing is None:
            self.missing.add(name)
            return self._raw_end(name, place)
        return self._tag_end(closing.start() + 1)


#: What Markdown does not show, the longest first: definitions, addresses of links, tags, rules of tables, marks.
_MARK = re.compile(
    r"""
      (?m:^)[ ]{0,3}\[(?!\^)[^\[\]\n]{1,200}\]:[^\n]{0,2500}          # [label]: address
    | \]\(\s{0,10}(?:<[^<>\n]{0,2000}>|[^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500}){0,3})
      (?:\s{1,10}(?:"[^"]{0,500}"|'[^']{0,500}'))?\s{0,10}\)          # ](address "title")
    | \]\[[^\[\]]{0,200}\]                                            # ][label]
    | \[\^(?=[^\[\]\s]{1,60}\])                                       # [^ of a note: the bracket is shown
    | (?m:^)[ \t|:-]{3,500}$                                          # rules, those of tables too
    | (?m:^)[ ]{0,3}\#{1,6}(?=\s)
    | (?m:^)[ \t]{0,40}(?:[-+*]|>)(?=\s)
    | <(?=https?://)                                                  # <address>
    | <!--
    | </?[a-zA-Z][a-zA-Z0-9-]{0,30}(?=[\s/>])
    | \\(?=[!-/:-@\[-`{-~])
    | [*`]{1,500} | ~~ | \^(?=\[)
    | (?<![^\W_])_{1,3}(?=\S) | (?<=\S)_{1,3}(?![^\W_])
    """,
    re.VERBOSE,
)

_DEFINITION = re.compile(r"(?m)^[ ]{0,3}\[(?!\^)([^\[\]\n]{1,200})\]:")


def _folded(label: str) -> str:
    return " ".join(label.split()).casefold()


def _between_marks(source: str, begin: int) -> Iterator[tuple[int, int]]:
    place = begin
    scanner = _Tags(source)
    at = begin
    labels = {_folded(found[1]) for found in _DEFINITION.finditer(source, begin)}
    while (mark := _MARK.search(source, at)) is not None:
        if mark[0].startswith("][") and len(mark[0]) > 3 and _folded(mark[0][2:-1]) not in labels:
            at = mark.start() + 1  # `[2][3]` that defines neither is shown as it stands
            continue
        if mark.start() > place:
            yield place, mark.start()
        place = at = mark.end()
        if mark[0] == "[^":
            yield mark.start(), mark.start() + 1
        elif mark[0] == "\\":
            at = place + 1  # what is escaped is no mark
        elif mark[0] != "<" and mark[0][0] == "<":
            place = at = scanner.end_of(mark.start())
    if place < len(source):
        yield place, len(source)
