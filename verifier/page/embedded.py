"""A tree in, the article text that the page carries as data and not as markup out.

For pages that are drawn by script, and live blogs: JSON-LD `articleBody` and `liveBlogUpdate`, then the state that
frameworks embed (`__NEXT_DATA__`, `window.__STATE__ = {…}`). What comes out may be HTML.
"""

from __future__ import annotations

import html
import json
import re
from itertools import islice
from typing import Any

from verifier.page.about import parse_loose_json, types_of
from verifier.page.clean import words_in
from verifier.page.tree import Element

_BODY_KEYS = ("articleBody", "text", "reviewBody", "transcript")
_PROSE_KEYS = re.compile(
    r"(?:article|story|post|page|full|main)?_?-?(?:body|content|text|html|paragraphs?|description|lead|value|rendered|copy)"
    r"(?:html|text|blocks)?$",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(r"(?:window\.|self\.|var\s+)[\w.$\[\]\"']{1,60}+\s{0,4}=\s{0,4}(?=[{\[])")
_MARKUP = re.compile(r"<(?:p|br|div|section|h[1-6]|li)\b", re.IGNORECASE)
_MIN_WORDS = 8
#: So many paragraphs and breaks in a string make it a text, whatever its key.
_MIN_MARKS = 4
_MAX_NODES = 200_000
_MAX_SCRIPT_CHARS = 4_000_000


def embedded_article(root: Element, things: tuple[dict[str, Any], ...]) -> str | None:
    """The longest article text in the page's data, as HTML (paragraphs) or with plain line breaks; None if none."""
    found = _linked_body(things)
    if found is None or words_in(found) < _MIN_WORDS * 4:
        found = max([found or "", _embedded_state(root)], key=words_in)
    return found or None


def as_markup(text: str) -> str:
    """Plain text with line breaks as paragraphs of HTML; HTML as it is."""
    if _MARKUP.search(text):
        return text
    return "".join(f"<p>{html.escape(line)}</p>" for line in text.splitlines() if line.strip())


def _linked_body(things: tuple[dict[str, Any], ...]) -> str | None:
    updates = [thing for thing in things if "liveblogposting" not in types_of(thing)]
    bodies = [str(thing[key]) for thing in updates for key in _BODY_KEYS if isinstance(thing.get(key), str)]
    live = any("liveblogposting" in types_of(thing) for thing in things)
    if live and bodies:
        return "".join(f"<div>{as_markup(body)}</div>" for body in dict.fromkeys(bodies))
    own = [str(thing[key]) for thing in things for key in _BODY_KEYS if isinstance(thing.get(key), str)]
    return max(own, key=words_in) if own else None


def _embedded_state(root: Element) -> str:
    best = ""
    for script in root.iter("script"):
        text = (script.text or "").strip()
        if not 200 <= len(text) <= _MAX_SCRIPT_CHARS or "ld+json" in (script.get("type") or ""):
            continue
        state = parse_loose_json(text) if text[0] in "{[" else _assigned(text)
        if state is not None:
            best = max(best, _prose_of(state), key=words_in)
    return best


def _assigned(text: str) -> Any:
    """The object in `window.__STATE__ = {…};`."""
    for match in islice(_ASSIGNED.finditer(text), 5):
        try:
            return json.JSONDecoder(strict=False).raw_decode(text, match.end())[0]
        except (ValueError, RecursionError):
            continue
    return None


def _prose_of(state: Any) -> str:
    """Strings that are prose, under keys that hold prose; those of one key at one depth belong together."""
    pieces: dict[tuple[str, int], list[str]] = {}
    pending: list[tuple[Any, str, int]] = [(state, "", 0)]
    seen = 0
    while pending and seen < _MAX_NODES:
        node, key, depth = pending.pop()
        seen += 1
        if isinstance(node, dict):
            pending.extend((value, str(name), depth + 1) for name, value in reversed(node.items()))
        elif isinstance(node, list):
            pending.extend((value, key, depth + 1) for value in reversed(node))
        elif (
            isinstance(node, str)
            and node.strip()
            and node[:1] not in "{[#"
            and (_PROSE_KEYS.match(key) or len(_MARKUP.findall(node[:20_000])) >= _MIN_MARKS)
        ):
            pieces.setdefault((key, depth), []).append(node)
    texts = [_put_together(list(dict.fromkeys(group))) for group in pieces.values()]
    return max(texts, key=words_in, default="")


def _put_together(pieces: list[str]) -> str:
    """Pieces as paragraphs; a piece that ends within a sentence runs on into the next. Empty if they are no prose."""
    if words_in(" ".join(pieces)) < _MIN_WORDS * len(pieces):
        return ""
    if any(_MARKUP.search(piece) for piece in pieces):
        return "".join(map(as_markup, pieces))
    text = ""
    for piece in pieces:
        ended = text.rstrip().endswith((".", "!", "?", "”", '"', "…", ":", "»"))
        text += ("\n" if ended else "" if text.endswith(" ") or piece.startswith(" ") else " ") + piece
    return as_markup(text)
