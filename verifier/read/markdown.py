"""Markdown in, its text as it would be shown and the links at their spans out.

The part of CommonMark that articles use: headings, emphasis, links of all kinds, footnotes, lists, quotations, code,
front matter. Everything is read from left to right once; what is no markup stays as it is.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

from verifier.model import Link
from verifier.page.dates import day_of_stamp

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,20000}?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|$)", re.DOTALL)
_FIELD = re.compile(r"^([A-Za-z_-]{1,30}):[ \t]*(.{1,500})$", re.MULTILINE)
_DEFINITION = re.compile(
    r"[ ]{0,3}\[([^\]^][^\]]{0,200})\]:[ \t]*<?([^\s<>]{1,2000})>?(?:[ \t]+[\"'(].{0,300})?[ \t]*$"
)
_NOTE = re.compile(r"[ ]{0,3}\[\^([^\]\s]{1,60})\]:[ \t]*(.*)")
_HEADING = re.compile(r"[ ]{0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r"[ ]{0,3}(?:=+|-{2,})[ \t]*$")
_RULE = re.compile(r"[ ]{0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$")
_BULLET = re.compile(r"([ \t]*)[*+-][ \t]+(?=\S)")
_NUMBER = re.compile(r"([ \t]*)(\d{1,9})[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r"[ ]{0,3}>[ ]?")
_FENCE = re.compile(r"[ ]{0,3}(?:```|~~~)")
_TAG = re.compile(r"</?[a-zA-Z][a-zA-Z0-9-]{0,20}(?:\s[^<>]{0,500})?/?>|<!--.{0,2000}?-->")
_AUTOLINK = re.compile(r"<(https?://[^\s<>]{1,2000})>")
_DESTINATION = re.compile(
    r"\(\s{0,10}(?:<([^<>\n]{0,2000})>|([^\s()]{0,2000}(?:\([^\s()]{0,500}\)[^\s()]{0,500}){0,3}))(?:\s{1,10}(?:\"[^\"]{0,500}\"|'[^']{0,500}'))?\s{0,10}\)"
)
_LABEL = re.compile(r"\s?\[([^\]]{0,200})\]")
_ESCAPED = "\\`*_{}[]()#+-.!|<>~^\"'&"
_LITERAL = re.compile("[" + re.escape(_ESCAPED) + "]")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Shown text, its links, and what the front matter says."""

    text: str
    links: tuple[Link, ...]
    title: str | None = None
    published: str | None = None
    language: str | None = None


@dataclass(slots=True)
class _Page:
    definitions: dict[str, str]
    base_url: str | None
    parts: list[str] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def render(text: str, base_url: str | None = None) -> Rendered:
    """The article of a Markdown file; relative links are made absolute with `base_url`."""
    front = _FRONT.match(text)
    fields = {name.lower(): value.strip().strip("\"'") for name, value in _FIELD.findall(front[1])} if front else {}
    lines = text[front.end() if front else 0 :].splitlines()
    definitions = {_folded(found[1]): found[2] for line in lines if (found := _DEFINITION.match(line))}
    page = _Page(definitions, base_url)
    heading = None
    for level, block, apart in _blocks([line for line in lines if not _DEFINITION.match(line)]):
        if page.length:
            page.add("\n\n" if apart else "\n")
        start = page.length
        _inline(page, block)
        if level == 1 and heading is None:
            heading = "".join(page.parts)[start:] or None
    return Rendered(
        text="".join(page.parts),
        links=tuple(sorted(page.links, key=lambda link: link.span)),
        title=fields.get("title") or heading,
        published=day_of_stamp(fields.get("date") or fields.get("published")),
        language=fields.get("lang") or fields.get("language"),
    )


def _folded(label: str) -> str:
    return " ".join(label.casefold().split())


def _blocks(lines: list[str]) -> list[tuple[int, str, bool]]:
    """Heading level (0: none), the block's text on one line, whether an empty line stands before it."""
    blocks: list[tuple[int, str, bool]] = []
    open_block = apart = False
    fenced = False
    for line in lines:
        if _FENCE.match(line):
            fenced, open_block, apart = not fenced, False, True
            continue
        while not fenced and (quoted := _QUOTE.match(line)):
            line = line[quoted.end() :]
        if not line.strip() or (_RULE.match(line) and not fenced and not (open_block and _UNDERLINE.match(line))):
            open_block, apart = False, True
            continue
        if fenced:
            blocks.append((0, _LITERAL.sub(r"\\\g<0>", line.strip()), apart))
            apart = False
            continue
        if open_block and _UNDERLINE.match(line):
            _, text, before = blocks[-1]
            blocks[-1] = (1 if "=" in line else 2, text, before)
            open_block, apart = False, True
            continue
        level, text, begins = _line_of(line)
        if open_block and not begins:
            previous_level, previous, before = blocks[-1]
            blocks[-1] = (previous_level, previous + ("\n" if _breaks(previous) else " ") + text.strip(), before)
        else:
            blocks.append((level, text.strip("\n"), apart or level > 0))
        open_block, apart = level == 0, level > 0
    return blocks


def _breaks(text: str) -> bool:
    """Two blanks or a backslash at a line's end break the line."""
    return text.endswith(("  ", "\\"))


def _line_of(line: str) -> tuple[int, str, bool]:
    """Heading level, the line as it will be shown, and whether it begins a block of its own."""
    heading = _HEADING.match(line)
    if heading:
        return len(heading[1]), heading[2], True
    note = _NOTE.match(line)
    if note:
        return 0, f"\\[{note[1]}\\] {note[2]}", True
    bullet = _BULLET.match(line)
    if bullet:
        return 0, "• " + line[bullet.end() :], True
    number = _NUMBER.match(line)
    if number:
        return 0, f"{number[2]}\\. " + line[number.end() :], True
    table = line.strip().startswith("|")
    return 0, line.lstrip(), table


def _inline(page: _Page, text: str) -> None:
    """Write a block without its marks, noting links. One pass; brackets are matched with a stack beforehand."""
    closing = _matching_brackets(text)
    ends: dict[int, tuple[int, str, int]] = {}
    place = 0
    while place < len(text):
        if place in ends:
            start, url, after = ends.pop(place)
            page.links.append(Link(span=(start, page.length), url=urljoin(page.base_url or "", url)))
            place = after
            continue
        place = _one(page, text, place, closing, ends)


def _one(page: _Page, text: str, place: int, closing: dict[int, int], ends: dict[int, tuple[int, str, int]]) -> int:
    """Write what stands at `place` and return where to go on."""
    char = text[place]
    if char == "\\" and text[place + 1 : place + 2] and text[place + 1] in _ESCAPED + "\n":
        page.add(text[place + 1])
        return place + 2
    if char == "!" and text[place + 1 : place + 2] == "[" and place + 1 in closing:
        target = _target(page, text, place + 1, closing[place + 1])
        if target is not None:
            return target[1]
    if char == "[" and place in closing:
        end = closing[place]
        if text[place + 1 : place + 2] == "^" and end > place + 2:
            page.add(f"[{text[place + 2 : end]}]")
            return end + 1
        target = _target(page, text, place, end)
        if target is not None:
            ends[end] = (page.length, target[0], target[1])
            return place + 1
    if char == "<":
        autolink = _AUTOLINK.match(text, place)
        if autolink:
            page.links.append(Link(span=(page.length, page.length + len(autolink[1])), url=autolink[1]))
            page.add(autolink[1])
            return autolink.end()
        tag = _TAG.match(text, place)
        if tag:
            page.add("\n" if tag[0].lower().startswith("<br") else "")
            return tag.end()
    if char == "&" and (entity := _ENTITY.match(text, place)):
        page.add(html.unescape(entity[0]))
        return entity.end()
    if char == " " and text[place:].startswith(("  \n", "   \n")):
        return text.index("\n", place)
    if char in "*_~`":
        return _mark(page, text, place)
    page.add(char)
    return place + 1


def _mark(page: _Page, text: str, place: int) -> int:
    """A run of marks is dropped where it opens or closes something, kept inside words and between blanks."""
    end = place
    while end < len(text) and text[end] == text[place]:
        end += 1
    before, after = text[place - 1 : place], text[end : end + 1]
    loose = (not before or before.isspace()) and (not after or after.isspace())
    inside = text[place] == "_" and before.isalnum() and after.isalnum()
    single_tilde = text[place] == "~" and end - place == 1
    if loose or inside or single_tilde or text[place:end] not in ("*", "**", "***", "_", "__", "___", "~~", "`", "``"):
        page.add(text[place:end])
    return end


def _matching_brackets(text: str) -> dict[int, int]:
    """Place of each opening square bracket → place of the one that closes it."""
    opened: list[int] = []
    pairs: dict[int, int] = {}
    escaped = False
    for place, char in enumerate(text):
        if escaped:
            escaped = False
        elif char == "\\":
            escaped = True
        elif char == "[":
            opened.append(place)
        elif char == "]" and opened:
            pairs[opened.pop()] = place
    return pairs


def _target(page: _Page, text: str, start: int, end: int) -> tuple[str, int] | None:
    """Address of the link whose words stand between the brackets, and where the link's markup ends."""
    inline = _DESTINATION.match(text, end + 1)
    if inline:
        return (inline[1] if inline[1] is not None else inline[2]), inline.end()
    label = _LABEL.match(text, end + 1)
    words = text[start + 1 : end]
    if label and _folded(label[1] or words) in page.definitions:
        return page.definitions[_folded(label[1] or words)], label.end()
    if _folded(words) in page.definitions:
        return page.definitions[_folded(words)], end + 1
    return None
