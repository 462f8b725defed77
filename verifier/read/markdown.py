"""Markdown in, its text as it would be shown and the links at their spans out.

CommonMark with tables, strikethrough and footnotes, by markdown-it; raw HTML inside is read as on a page. Its time
is not linear on hostile input, so articles are read in the sandbox (task `markdown`); `render` itself is pure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from verifier.codec import to_json
from verifier.errors import UnreadableInput
from verifier.model import Article, Link
from verifier.page.dates import day_of_stamp
from verifier.read.heads import dateline, headline

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_core import StateCore
    from markdown_it.token import Token

_FRONT = re.compile(
    r"\ufeff?(?:---[ \t]*\r?\n.{0,20000}?\r?\n(?:---|\.\.\.)|\+\+\+[ \t]*\r?\n.{0,20000}?\r?\n\+\+\+)[ \t]*"
    r"(?:\r?\n|$)",
    re.DOTALL,
)
_FIELD = re.compile(r"^([A-Za-z_-]{1,30})[ \t]?[:=][ \t]*(.{1,500})$", re.MULTILINE)
#: Fields without a fence (MultiMarkdown, Pelican): lines up to the first empty one.
_BARE_FRONT = re.compile(
    r"\ufeff?(?:title|date|author|slug|lang)[ \t]?:[^\n]{1,500}\n"
    r"(?:[a-z][a-z0-9 _-]{0,30}:[^\n]{0,500}\n){1,30}(?=[ \t\r]*\n)",
    re.IGNORECASE,
)
_DATES = ("date", "published", "publishdate", "pubdate", "pubdatetime", "published_at", "publisheddate")
_NOTE_LABEL = re.compile(r"\d{1,3}")
#: Deeper quotations and lists are left out; no article has them.
_MAX_NESTING = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Shown text, its links, and what the front matter says."""

    text: str
    links: tuple[Link, ...]
    title: str | None = None
    published: str | None = None
    language: str | None = None


def markdown_task(body: bytes, arguments: dict[str, str | None]) -> bytes:
    """The task `markdown` of the sandbox: UTF-8 in, an `Article` as JSON out."""
    from verifier.read.marked import with_pieces
    from verifier.read.markup import visible_markdown

    source = body.decode("utf-8", "replace")
    article = read_markdown(source, arguments["name"] or "the article", arguments["base_url"] or arguments["url"])
    return to_json(with_pieces(article, visible_markdown(source, front_matter_end(source))))


def warm() -> None:
    """Build the parser and load the tree's, once for all children."""
    render("# Tide\n\nThe [tide](https://tide.example/) rose.[^1]\n\n[^1]: Twice.")


def read_markdown(text: str, shown: str, base_url: str | None) -> Article:
    """The article of a Markdown file. Raises `UnreadableInput` when it shows nothing."""
    rendered = render(text, base_url)
    if not rendered.text.strip():
        raise UnreadableInput(f"{shown} holds no text", "Hand in the article's text, its HTML or its address.")
    return Article(
        text=rendered.text,
        title=rendered.title or headline(rendered.text),
        published=rendered.published or dateline(rendered.text),
        language=rendered.language,
        links=rendered.links,
    )


def front_matter_end(text: str) -> int:
    """Where the article begins behind its front matter."""
    front = _FRONT.match(text) or _BARE_FRONT.match(text)
    return front.end() if front else 0


def render(text: str, base_url: str | None = None) -> Rendered:
    """The article of a Markdown file; relative links are made absolute with `base_url`."""
    from verifier.page.flow import Flow, flow
    from verifier.page.hidden import drop_hidden
    from verifier.page.tree import parse_fragment
    from verifier.read.rendered import links_in

    begin = front_matter_end(text)
    fields = {name.lower(): value.strip().strip("\"'") for name, value in _FIELD.findall(text[:begin])}
    root = parse_fragment(_parser().render(text[begin:].removeprefix("\ufeff"), {}))
    found, heading = Flow("", ()), None
    if root is not None:
        drop_hidden(root)
        found = flow(root)
        first = next(root.iter("h1"), None)
        heading = flow(first).text or None if first is not None else None
    stamp = next((fields[name] for name in _DATES if fields.get(name)), None)
    return Rendered(
        text=found.text,
        links=links_in(found, base_url),
        title=fields.get("title") or heading,
        published=day_of_stamp(stamp),
        language=fields.get("lang") or fields.get("language") or fields.get("locale"),
    )


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    parser = MarkdownIt("commonmark", {"html": True, "maxNesting": _MAX_NESTING})
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    parser.core.ruler.after("footnote_tail", "note_labels", _label_notes)
    parser.add_render_rule("footnote_ref", _note_mark)
    for name in ("footnote_anchor", "footnote_block_open", "footnote_block_close", "footnote_open", "footnote_close"):
        parser.add_render_rule(name, _nothing)
    return parser


def _label_notes(state: StateCore) -> None:
    """Mark and note say the same: the author's numbers where all labels are numbers, else in order of use."""
    labels = [str((token.meta or {}).get("label") or "") for token in state.tokens if token.type == "footnote_open"]
    numbered = bool(labels) and all(_NOTE_LABEL.fullmatch(label) for label in labels)
    opened: str | None = None
    for token in state.tokens:
        if token.type == "footnote_open":
            opened = _shown_label(token.meta, numbered=numbered)
        elif token.type == "footnote_close":
            opened = None
        for child in token.children or []:
            if child.type == "footnote_ref":
                child.content = _shown_label(child.meta, numbered=numbered)
        if opened is not None and token.type == "inline":
            (token.children or []).insert(0, _text(f"[{opened}] "))
            opened = None


def _shown_label(meta: dict[str, Any], *, numbered: bool) -> str:
    return str(meta["label"]) if numbered and meta.get("label") else str(int(meta["id"]) + 1)


def _text(content: str) -> Token:
    from markdown_it.token import Token

    return Token("text", "", 0, content=content)


def _note_mark(_renderer: object, tokens: list[Token], place: int, _options: object, _env: object) -> str:
    label = tokens[place].content
    return f'<a href="#fn{label}">[{label}]</a>'


def _nothing(_renderer: object, _tokens: list[Token], _place: int, _options: object, _env: object) -> str:
    return ""
