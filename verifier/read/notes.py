"""A page's tree in, the same tree with note marks and notes written alike out: `[1]` in the text, `[1] …` at the note.

Sites raise the digit, number the list, and add a way back (`↩`, `^`); in running text those would stick to words
and tell a note from nothing. Word, PDF and Markdown files are read to the same shape.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from verifier.page.clean import words_in
from verifier.page.furniture import NOTE_ID
from verifier.page.tree import Element, is_element, remove, start_of, text_of
from verifier.read.places import Places

_LABEL = re.compile(r"\s*([\[(]?)(\d{1,3}|[a-z]|[ivxlc]{1,5})([\])]?)[.:]?\s*")
_WAY_BACK = re.compile(
    r"[\W_]*(?:[a-z]|\d{1,3}|back|return|jump up|jump back|вернуться|powrót|zurück|retour)?[\W_]*", re.IGNORECASE
)
_BEFORE_NOTE = re.compile(r"\A[\s^↑↩⤴↵\ufe0e\ufe0f]+")
_MOST_MARKS = 2_000
_MOST_LEVELS = 4
_MOST_WORDS = 600
#: A longer text is no note, however its words are set apart.
_MOST_CHARS = 12_000
_MOST_SIDE_NOTES = 300
#: Notes set into the sentence, which the style sheet puts into the margin or shows on a click.
_SIDE_NOTES = re.compile(
    r"(?:^|\s)(?:side-?note|margin-?note|modern-footnotes-footnote__note|footnote-?(?:text|inline))(?:\s|$)"
)
_CLIMBED = frozenset({"a", "b", "i", "em", "strong", "span", "sup", "small", "p", "div", "td", "dt", "font"})


@dataclass(frozen=True, slots=True)
class _Mark:
    """A link that leads to the note `target`; `label` is its digit or letter."""

    node: Element
    target: Element
    label: str


def open_notes(root: Element, address: str | None = None) -> None:
    """Rewrite the marks whose notes are in the page, and those notes. `address` is the page's own."""
    if address:
        _shorten(root, address.partition("#")[0].rstrip("/"))
    places = Places(root)
    marks = list(_marks(root, places))
    targets = places.numbers({mark.target for mark in marks})
    notes: dict[Element, bool] = {}
    for mark in marks:
        if mark.target not in notes:
            note = _note_of(mark.target, targets, places)
            notes[mark.target] = note is not None
            if note is not None:
                _open(note, mark, places)
        if notes[mark.target]:
            _bracket(mark)
    if not marks:
        _lift_side_notes(root)


def _lift_side_notes(root: Element) -> None:
    """Notes out of the sentences they are set in, to the end, a mark in their place."""
    inline = [node for node in root.iter("span", "small", "aside") if _SIDE_NOTES.search(node.get("class") or "")]
    for number, node in enumerate(inline[:_MOST_SIDE_NOTES], start=1):
        home = next((one for one in node.iterancestors("article", "main", "body")), None)
        if home is None or not text_of(node).strip():
            continue
        _drop_digit_before(node, number)
        mark = root.makeelement("a", {"href": f"#side-note-{number}"})
        mark.text, mark.tail, node.tail = f"[{number}]", node.tail, None
        node.addprevious(mark)
        node.getparent().remove(node)
        note = root.makeelement("p", {"id": f"side-note-{number}"})
        note.text = f"[{number}] {(node.text or '').lstrip()}"
        note.extend(list(node))
        home.append(note)


def _drop_digit_before(node: Element, number: int) -> None:
    """The raised digit that the site itself put in front of a side note."""
    before = node.getprevious()
    if before is not None and not (before.tail or "").strip() and text_of(before).strip(" []()") == str(number):
        remove(before)


def _shorten(root: Element, address: str) -> None:
    """Links into the page itself, as some sites write them out, are `#…` alone."""
    for link in root.iter("a"):
        page, mark, fragment = (link.get("href") or "").strip().partition("#")
        if mark and fragment and page.rstrip("/") == address:
            link.set("href", f"#{fragment}")


def _marks(root: Element, places: Places) -> Iterator[_Mark]:
    found = 0
    for node in root.iter("a"):
        target = places.led_to(node)
        if target is None or places.order[target] <= places.order[node]:
            continue
        label = _LABEL.fullmatch(places.text(node, 40))
        if label and found < _MOST_MARKS and _is_mark(node, target, label, places):
            found += 1
            yield _Mark(node, target, label[2])


def _is_mark(node: Element, target: Element, label: re.Match[str], places: Places) -> bool:
    raised = node.getparent() is not None and node.getparent().tag == "sup"
    if raised or label[1] == "[" or any(inner.tag == "sup" for inner in node.iter()):
        return True
    fragment = (node.get("href") or "").strip()[1:]
    if NOTE_ID.match(fragment) or "noteref" in (node.get("role") or "") or "footnote" in (node.get("class") or ""):
        return True
    name = node.get("id")
    return bool(name) and places.holds_link_to(target, name) and name in places.named


def _note_of(target: Element, targets: list[int], places: Places) -> Element | None:
    """The element with the note's words: the target, or what is around it when that is but the label.

    `targets` are the places of all marks' targets.
    """
    node = target
    for _ in range(_MOST_LEVELS):
        if node.tag == "dt" and (said := node.getnext()) is not None and said.tag == "dd":
            return said
        if places.length(node) > _MOST_CHARS or places.holds_other(node, target, targets):
            return None
        text = places.text(node, _MOST_CHARS)
        words = words_in(text)
        if words > _MOST_WORDS:
            return None
        if (words > 1 or "://" in text) and not _LABEL.fullmatch(text[:40]):
            return node
        parent = node.getparent()
        if parent is None or (node.tag not in _CLIMBED and node.tag != "li"):
            return None
        node = parent
    return None


def _open(note: Element, mark: _Mark, places: Places) -> None:
    """`[1] ` in front of the note's first words; links back to the mark taken out."""
    for link in list(note.iter("a")):
        behind = places.led_to(link)
        earlier = behind is not None and places.order[behind] < places.order[note]
        if earlier and _WAY_BACK.fullmatch(start_of(link, 40)):
            if link is mark.target and note.get("id") is None:
                note.set("id", link.get("id") or link.get("name"))  # what the marks lead to stays in the page
            remove(link)
    if note.tag == "dd" and mark.target not in note.iter():
        note.set("id", note.get("id") or mark.target.get("id") or "")
        remove(note.getprevious())
    for node, is_tail in _texts(note):
        text = _BEFORE_NOTE.sub("", (node.tail if is_tail else node.text) or "", count=1)
        own = _LABEL.match(text)
        if own and own[2] == mark.label:
            if own[1] == "[":
                return
            if own[0].rstrip()[-1:] in ".:)" or not text[own.end() :].strip():
                text = text[own.end() :]
        _write(node, text, is_tail=is_tail)
        if text.strip():
            _put_in_front(node, f"[{mark.label}] ", is_tail=is_tail)
            return


def _put_in_front(node: Element, label: str, *, is_tail: bool) -> None:
    """Before that text, and before the link it opens."""
    link = None if is_tail else next((one for one in (node, *node.iterancestors()) if one.tag == "a"), None)
    if link is None:
        _write(node, label + (node.tail if is_tail else node.text).lstrip(), is_tail=is_tail)
        return
    before = link.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + label
    else:
        parent = link.getparent()
        parent.text = (parent.text or "") + label


def _bracket(mark: _Mark) -> None:
    """`1` becomes `[1]`, however the mark's letters are set."""
    for node, is_tail in _texts(mark.node):
        text = (node.tail if is_tail else node.text) or ""
        label = _LABEL.fullmatch(text)
        if label and label[1] != "[":
            _write(node, text.replace(label[0].strip(), f"[{mark.label}]", 1), is_tail=is_tail)
        if text.strip():
            return


def _texts(node: Element) -> Iterator[tuple[Element, bool]]:
    """The texts under a node, in order: each an element and whether its tail is meant."""
    pending: list[tuple[Element, bool]] = [(node, False)]
    while pending:
        place, is_tail = pending.pop()
        if is_tail or is_element(place):
            yield place, is_tail
        if not is_tail:
            if place is not node:
                pending.append((place, True))
            if is_element(place):
                pending.extend((child, False) for child in reversed(place))


def _write(node: Element, text: str, *, is_tail: bool) -> None:
    if is_tail:
        node.tail = text
    else:
        node.text = text
