"""A page's tree in, where everything stands in it out: order, text, ids and links into the page, by one walk.

What is asked of an element once per note (its words, what lies in it) is answered from here without walking it again:
a page may have ten thousand notes and all of them in one element.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable

from verifier.page.tree import Element


class Places:
    """The tree as it was when this was made; answers do not follow later changes."""

    def __init__(self, root: Element) -> None:
        from lxml import etree

        #: Elements by id or anchor name.
        self.named: dict[str, Element] = {}
        #: Which element is the how-manieth, and which is the last one inside it.
        self.order: dict[Element, int] = {}
        self._last: dict[Element, int] = {}
        self._spans: dict[Element, tuple[int, int]] = {}
        self._links: dict[str, list[int]] = {}
        pieces: list[str] = []
        length = 0
        starts: list[int] = []
        for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
            if event == "start":
                self._enter(node)
                starts.append(length)
            elif event == "end":
                self._last[node] = len(self.order) - 1
                self._spans[node] = (starts.pop(), length)
            words = node.text if event == "start" else node.tail
            if words:
                pieces.append(words)
                length += len(words)
        self._text = "".join(pieces)

    def _enter(self, node: Element) -> None:
        number = self.order[node] = len(self.order)
        for name in (node.get("id"), node.get("name") if node.tag == "a" else None):
            if name:
                self.named.setdefault(name, node)
        href = node.get("href") if node.tag == "a" else None
        if href:
            self._links.setdefault(href[1:], []).append(number)

    def led_to(self, link: Element) -> Element | None:
        """The element of the page that a link leads to."""
        fragment = (link.get("href") or "").strip()
        return self.named.get(fragment[1:]) if fragment.startswith("#") else None

    def text(self, node: Element, most: int) -> str:
        """The first `most` characters of the text under the element."""
        start, end = self._spans[node]
        return self._text[start : min(end, start + most)]

    def length(self, node: Element) -> int:
        """How many characters the text under the element has."""
        start, end = self._spans[node]
        return end - start

    def holds_link_to(self, node: Element, name: str) -> bool:
        """Whether a link inside the element leads to `name`."""
        return _has_between(self._links.get(name, ()), self.order[node], self._last[node])

    def holds_other(self, node: Element, but: Element, numbers: list[int]) -> bool:
        """Whether one of the elements `numbers` (sorted) other than `but` is the element or lies inside it."""
        first, last, own = self.order[node], self._last[node], self.order[but]
        return _has_between(numbers, first, min(last, own - 1)) or _has_between(numbers, max(first, own + 1), last)

    def numbers(self, nodes: Iterable[Element]) -> list[int]:
        """The places of these elements, sorted."""
        return sorted(self.order[node] for node in nodes)


def _has_between(numbers: list[int] | tuple[int, ...], first: int, last: int) -> bool:
    at = bisect_left(numbers, first)
    return at < len(numbers) and numbers[at] <= last
