"""An element in, whether it is part of an article or stands around it out; the words are `furniture.json`."""

from __future__ import annotations

import json
import re
from functools import cache, lru_cache
from importlib import resources

from verifier.page.clean import one_line
from verifier.page.tree import Element, is_element, start_of, text_of

_NAME = re.compile(r"[^\s]{1,80}")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
#: What sites call the place of a note.
NOTE_ID = re.compile(
    r"(?:_?_?(?:fn|ftn|edn|en|note|footnote|endnote|ref|cite|cite_note)[-_:]?[\w-]{0,12}?\d{1,4})$", re.I
)
_NOTE_MARK = re.compile(r"[\[(]?(?:\d{1,3}|[ivx]{1,4}|[a-z*†‡§])[\])]?", re.IGNORECASE)
_EDGE = " \t:.…!·•|»>→"
_MAX_LINE = 80
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


@cache
def _table(kind: str) -> frozenset[str]:
    text = resources.files("verifier.page").joinpath("furniture.json").read_text("utf-8")
    return frozenset(word.casefold().strip(_EDGE) for word in json.loads(text)[kind])


@cache
def _pattern(kind: str) -> re.Pattern[str]:
    """The words as whole parts of a class name: `post-share` is about `share`, `shareholders` is not."""
    words = sorted(_table(kind), key=len, reverse=True)
    return re.compile(r"(?:^|[-_])(?:" + "|".join(map(re.escape, words)) + r")(?:$|[-_]|\d)")


def names_of(node: Element) -> list[str]:
    """Class names and id, in lower case, camelCase parted by hyphens."""
    raw = f"{node.get('class') or ''} {node.get('id') or ''}"
    if raw == " ":
        return []
    return [_CAMEL.sub("-", name).lower() for name in _NAME.findall(raw)[:40]]


@lru_cache(maxsize=16_384)
def senses_of(name: str) -> frozenset[str]:
    """What one name says of its element: `strong`, `weak`, `body`, `notes`, `comments`."""
    senses = {"notes"} if _pattern("notes").search(name) else set()
    # `comment-body` is about a comment, whatever its second half says.
    if name.startswith(("comment", "disqus")):
        senses.add("comments")
    if name in _table("body") or any(
        "-" in word and name.endswith(("-" + word, "_" + word)) for word in _table("body")
    ):
        senses.add("body")
    if name not in _table("never") and not _says_without(name):
        senses.update(kind for kind in ("strong", "weak") if _pattern(kind).search(name))
    return frozenset(senses)


def _senses(node: Element) -> set[str]:
    return {sense for name in names_of(node) for sense in senses_of(name)}


def is_body_named(node: Element) -> bool:
    """Whether its names say that it holds the article's text (site builders prefix them: `c-article__body`)."""
    if (node.get("itemprop") or "").lower() in ("articlebody", "text") or node.get("role") == "main":
        return True
    return "body" in _senses(node)


def is_of_comments(node: Element) -> bool:
    """Whether it holds what readers wrote."""
    return "comment" in f"{node.get('class')} {node.get('id')}".lower()


def holds_notes(node: Element) -> bool:
    """Whether its names say that it holds footnotes or sources."""
    return "notes" in _senses(node) or node.get("role") == "doc-endnotes"


def kind_of(node: Element) -> str | None:
    """`strong` or `weak` furniture by tag, role and names, or None."""
    tag = node.tag
    if tag in ("html", "body", "main", "article", "form") or holds_notes(node):
        return None
    if tag in ("nav", "dialog", "aside", "footer") or (node.get("role") or "").lower() in _table("roles"):
        return "strong"
    senses = _senses(node)
    if "comments" not in senses and is_body_named(node):
        return None
    return "strong" if "strong" in senses else "weak" if "weak" in senses else None


def _says_without(name: str) -> bool:
    """Names that speak of something's presence or of a subject, as `has-sidebar` or `tag-comments` do."""
    return name.startswith(
        ("has-", "no-", "is-", "with-", "without-", "and-", "w-", "tag-", "category-", "js-", "post-id", "wp-image")
    )


def is_line(text: str) -> bool:
    """Whether a whole block says nothing but what a page's furniture says: `No comments:`, `Share`."""
    if len(text) > 4 * _MAX_LINE:
        return False
    line = " ".join(text.split())
    return len(line) <= _MAX_LINE and line.casefold().strip(_EDGE) in _table("lines")


def is_heading_of_furniture(node: Element) -> bool:
    """Whether a heading announces links to other articles, or comments."""
    if node.tag not in HEADINGS:
        return False
    line = one_line(start_of(node, 4 * _MAX_LINE)).casefold().strip(_EDGE)
    line = re.sub(r"^\d{1,5}\s+|\s*\(\d{1,5}\)$", "", line)
    return line in _table("headings")


def note_targets(root: Element) -> set[str]:
    """Ids that note marks of the text lead to: what has them is a note, whatever stands around it."""
    targets = set()
    for link in root.iter("a"):
        href = link.get("href") or ""
        fragment = href[1:] if href.startswith("#") else ""
        if fragment and len(fragment) < 80:
            words = text_of(link).strip()
            if NOTE_ID.match(fragment) or (words and _NOTE_MARK.fullmatch(words)):
                targets.add(fragment)
    return targets


def elements_with_ids(root: Element, ids: set[str]) -> list[Element]:
    """The elements that have one of the ids (or, as older pages write it, the name)."""
    if not ids:
        return []
    return [node for node in root.iter() if is_element(node) and (node.get("id") in ids or node.get("name") in ids)]
