"""The content of a mail in, the newsletter in it out: lines joined, footers dropped, click trackers taken off."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from importlib import resources
from urllib.parse import parse_qsl, unquote, urlsplit

from verifier.page.clean import one_line, words_in
from verifier.page.tree import Element, remove, start_of, tags, text_of

_BLOCKS = tags("td tr table p div li center section footer span small font h6 a")
#: What a mail says of itself is short, and stands at its head or foot.
_MAX_WORDS = 70
_HEAD_SHARE, _FOOT_SHARE = 0.12, 0.5
_TARGETS = (
    "url", "u", "redirect", "redirect_url", "redirecturl", "redirect_uri", "target", "dest", "destination", "link",
    "goto", "to", "href", "out", "ref_url", "kurl", "lp",
)  # fmt: skip
_SHARES = ("share", "sharer", "intent", "login", "signin", "oauth", "subscribe", "unsubscribe", "submit")
_MAX_SIGNATURE_CHARS = 1_500
_KEPT_LINE = re.compile(r"[ \t]|[-*•·–—>#=_~+|]|\d{1,3}[.)]\s|$")
_WORDS = re.compile(r"[^\W_]")
#: Letters and digits in a bracket: a citation, which no footer has.
_CITED = re.compile(r"\([^()]{0,200}[^\W\d_][^()]{0,200}\d")
_MAX_WIDTH = 80
_MIN_WIDTH = 55
#: Lines are broken a little before the margin, too.
_RAGGED = 4
_GROWN_WORDS = 40
_MARK = "data-of-the-mail"


@cache
def _phrases() -> tuple[str, ...]:
    text = resources.files("verifier.read").joinpath("mail.json").read_text("utf-8")
    return tuple(phrase for language in json.loads(text)["phrases"].values() for phrase in language)


def speaks_of_itself(text: str) -> bool:
    """Whether a short text is about the mail, not of it: `View in your browser`, `You receive this because …`."""
    if words_in(text) > _MAX_WORDS or _CITED.search(text):
        return False
    folded = one_line(text).casefold()
    return any(phrase in folded for phrase in _phrases())


def drop_footers(root: Element) -> None:
    """Take out the blocks at head and foot that speak of the mail itself."""
    total = words_in(text_of(root))
    marked: list[Element] = []
    for node, start, count, holds_marked in _measured(root):
        at_edge = start <= total * _HEAD_SHARE + 20 or start + count >= total * _FOOT_SHARE
        small = at_edge and not holds_marked and node.tag in _BLOCKS and count <= _MAX_WORDS
        if small and speaks_of_itself(text_of(node)):
            marked.append(node)
            node.set(_MARK, "")
    for node in marked:
        remove(_grown(node))


def _measured(root: Element) -> Iterator[tuple[Element, int, int, bool]]:
    """Every element, the inner before the outer: words before it, words in it, whether one inside was marked."""
    from lxml import etree

    words = 0
    opened: list[tuple[int, bool]] = []
    for event, node in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            opened.append((words, False))
            words += words_in(node.text or "")
            continue
        start, holds = opened.pop()
        yield node, start, words - start, holds
        if opened and (holds or node.get(_MARK) is not None):
            opened[-1] = (opened[-1][0], True)
        words += words_in(node.tail or "") if opened else 0


def _grown(node: Element) -> Element:
    """Out to the enclosing block as long as that says little else: an address, a line of rights."""
    while (around := node.getparent()) is not None and around.tag in _BLOCKS:
        text = start_of(around, 40 * _MAX_WORDS)
        if words_in(text) > _GROWN_WORDS or "(" in text:
            break
        node = around
    return node


def target_of(url: str) -> str:
    """The page behind a click tracker that carries its address in a parameter; any other address as it is."""
    for _ in range(3):
        inner = _target_in(url)
        if inner is None:
            break
        url = inner
    return url


def _target_in(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        fields = parse_qsl(parts.query[:8_000], max_num_fields=60)
    except ValueError:
        return None
    if any(word in parts.path.lower().split("/")[-1] for word in _SHARES):
        return None
    for name, value in fields:
        value = unquote(value) if value.lower().startswith(("http%3a", "https%3a")) else value
        if name.lower() in _TARGETS and _is_page(value):
            return value
    return None


def _is_page(address: str) -> bool:
    try:
        parts = urlsplit(address)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "") and " " not in address
    except ValueError:
        return False


def plain_text(text: str, *, flowed: bool, joined: bool) -> str:
    """A mail's text with its paragraphs on one line each, signature and footer dropped.

    `flowed` lines end in a blank where they go on (RFC 3676; `joined` is its `DelSp`). Others were broken where
    the next word would have gone beyond the widest line.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    signature = text.rfind("\n-- \n")
    if signature > 0 and len(text) - signature <= _MAX_SIGNATURE_CHARS:
        text = text[:signature]
    lines = text.split("\n")
    whole = "\n".join(_unflowed(lines, joined=joined) if flowed else _unbroken(lines))
    paragraphs = re.split(r"\n(?:[ \t]*\n)+", whole.strip("\n"))
    last = len(paragraphs)
    while last > 1 and (speaks_of_itself(paragraphs[last - 1]) or not _WORDS.search(paragraphs[last - 1])):
        last -= 1
    first = 0
    while first < last - 1 and (speaks_of_itself(paragraphs[first]) or not _WORDS.search(paragraphs[first])):
        first += 1
    return "\n\n".join(paragraphs[first:last])


def _unflowed(lines: list[str], *, joined: bool) -> Iterator[str]:
    open_line: str | None = None
    for line in lines:
        line = line[1:] if line.startswith(" ") else line  # space-stuffing
        open_line = line if open_line is None else open_line + line
        if open_line.endswith(" ") and line != "-- ":
            open_line = open_line[:-1] if joined else open_line
        else:
            yield open_line
            open_line = None
    if open_line is not None:
        yield open_line.rstrip()


def _unbroken(lines: list[str]) -> Iterator[str]:
    widest = max((len(line) for line in lines if "://" not in line), default=0)
    if not _MIN_WIDTH <= widest <= _MAX_WIDTH:
        yield from lines
        return
    parts: list[str] = []
    for line in lines:
        last = parts[-1].rstrip() if parts else ""
        first_word = line.split(maxsplit=1)[:1]
        goes_on = bool(last) and bool(first_word) and not _KEPT_LINE.match(line) and not last.startswith(">")
        if goes_on and len(last) + 1 + len(first_word[0]) > widest - _RAGGED:
            parts.append(line)
            continue
        if parts:
            yield " ".join(part.strip() if number else part.rstrip() for number, part in enumerate(parts))
        parts = [line]
    yield " ".join(part.strip() if number else part.rstrip() for number, part in enumerate(parts))
