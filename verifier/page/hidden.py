"""A tree in, the same tree without what no reader sees out, and whether that spoke to a machine.

Looked at: `hidden`, `aria-hidden`, inline styles and the page's own plain style rules (no display, no size, off
the screen, the colour of its ground), comments and `alt` texts. Text a page only shows by script is left alone
when it is most of the page.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from importlib import resources

from verifier.page.clean import one_line, smuggled, words_in
from verifier.page.flow import flow
from verifier.page.tree import Element, is_element, remove, text_of

_RULE = re.compile(r"([^{}]{1,300})\{([^{}]{1,2000})\}")
_SELECTOR = re.compile(r"(?:[a-z][a-z0-9]{0,10})?[.#][\w-]{1,80}", re.IGNORECASE)
_AT_RULE = re.compile(r"@(?:media|supports|keyframes|font-face)[^{]{0,500}\{", re.IGNORECASE)
_COMMENT = re.compile(r"/\*[^*]{0,2000}\*/")
_OFF = re.compile(
    r"(?:left|top|right|bottom|text-indent|margin-left|margin-top)\s?:\s?-\s?(?:\d{4,}(?:px|pt)?|\d{3,}(?:em|rem|vw|%))"
)
_NONE = re.compile(
    r"display\s?:\s?none|visibility\s?:\s?(?:hidden|collapse)|font-size\s?:\s?(?:0(?:\.[0-2]\d{0,3})?(?:px|pt|em|rem|%|vw)?|[01](?:\.\d{1,3})?(?:px|pt))\s?(?:;|!|$)"
    r"|opacity\s?:\s?0(?:\.0{1,3})?\s?(?:;|!|$)|clip\s?:\s?rect\s?\(\s?(?:0|1px)|clip-path\s?:\s?inset\s?\(\s?(?:50|100)%"
    r"|transform\s?:\s?scale\s?\(\s?0\s?\)|(?:^|[;\s])(?:max-)?(?:height|width)\s?:\s?[01](?:px)?\s?(?:;|!|$).{0,200}overflow\s?:\s?hidden"
    r"|overflow\s?:\s?hidden.{0,200}(?:^|[;\s])(?:max-)?(?:height|width)\s?:\s?[01](?:px)?\s?(?:;|!|$)"
)
_NEGATIVE = re.compile(r":\s?-")
_MOVED = re.compile(r"position\s?:\s?(?:absolute|fixed|relative)|indent|margin")
_COLOUR = re.compile(r"(?:^|[;\s])color\s?:\s?([^;!]{1,40})")
_GROUND = re.compile(r"background(?:-color)?\s?:\s?([^;!]{1,60})")
_WHITE = frozenset({"#fff", "#ffffff", "white", "rgb(255,255,255)", "transparent", "rgba(0,0,0,0)", "hsl(0,0%,100%)"})
_KEPT_SHARE = 0.6
_PROSE_LINE_WORDS = 10
_KEPT_WORDS = 100
_KEPT_TAGS = frozenset({"html", "body", "head", "title", "script", "style", "meta", "link"})


@cache
def _signs() -> tuple[str, ...]:
    text = resources.files("verifier.page").joinpath("instructions.txt").read_text("utf-8")
    return tuple(line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#"))


def speaks_to_machines(text: str) -> bool:
    """Whether a text gives orders to a program that reads it: `ignore all previous instructions`."""
    folded = one_line(f"{text} {smuggled(text)}").casefold()
    return any(sign in folded for sign in _signs())


def drop_hidden(root: Element) -> bool:
    """Take hidden elements and comments out of the tree; true if one of them, or an `alt`, gave orders."""
    ordered = _drop_comments(root)
    for node in root.iter("img", "area", "input"):
        ordered = ordered or speaks_to_machines(f"{node.get('alt') or ''} {node.get('title') or ''}")
    names = _hiding_names(root)
    hidden = [
        node for node in root.iter() if is_element(node) and node.tag not in _KEPT_TAGS and _is_hidden(node, names)
    ]
    outer = _outermost(hidden)
    if _is_most_of_the_page(root, outer):
        outer = []
        hidden.reverse()  # the innermost first: an order inside does not take the article around it along
    for node in outer or hidden:
        speaks = speaks_to_machines(text_of(node))
        ordered = ordered or speaks
        if speaks or outer:
            remove(node)
    return ordered or bool(smuggled_orders(root))


def _is_most_of_the_page(root: Element, hidden: list[Element]) -> bool:
    """Whether hidden elements hold most of the page's prose: such a page is shown by its own script."""
    if sum(words_in(text_of(node)) for node in hidden) < _KEPT_WORDS:
        return False
    unseen = sum(_prose_words(flow(node).text) for node in hidden)
    return unseen >= _KEPT_WORDS and unseen > _KEPT_SHARE * _prose_words(flow(root).text)


def _prose_words(text: str) -> int:
    return sum(count for line in text.split("\n") if (count := words_in(line)) >= _PROSE_LINE_WORDS)


def smuggled_orders(root: Element) -> bool:
    """Whether the text carries orders in characters that have no shape."""
    hidden = smuggled(text_of(root))
    return bool(hidden) and speaks_to_machines(hidden)


def _drop_comments(root: Element) -> bool:
    ordered = False
    from lxml import etree

    for node in list(root.iter(etree.Comment, etree.PI, etree.Entity)):
        ordered = ordered or speaks_to_machines(node.text or "")
        remove(node)
    return ordered


def _outermost(nodes: list[Element]) -> list[Element]:
    """Without those inside another; `nodes` are in document order."""
    inside: set[Element] = set()
    outer = []
    for node in nodes:
        if node in inside:
            continue
        outer.append(node)
        inside.update(node.iterdescendants())
    return outer


def _is_hidden(node: Element, names: frozenset[str]) -> bool:
    if node.get("hidden") is not None and (node.get("hidden") or "").lower() != "until-found":
        return True
    if (node.get("aria-hidden") or "").lower() == "true" and node.tag not in ("svg", "i"):
        return True
    style = node.get("style")
    if style and _style_hides(style.lower(), node):
        return True
    if node.tag == "font" and _plain(node.get("color") or "") in _WHITE and not _coloured_ground(node):
        return True
    if not names:
        return False
    own = [f".{name}" for name in (node.get("class") or "").split()] + [f"#{node.get('id')}"]
    return any(name in names or node.tag + name in names for name in own)


def _takes_out_of_sight(style: str) -> bool:
    if not _may_hide(style):
        return False
    return bool(_NONE.search(style) or (_MOVED.search(style) and _OFF.search(style)))


def _may_hide(style: str) -> bool:
    """Whether something is in it that is in whatever `_NONE` or `_OFF` finds.

    Written out: a loop over the words, or a search for any of them, takes ten times as long.
    """
    return (
        "none" in style
        or "hidden" in style
        or "collapse" in style
        or "font-size" in style
        or "opacity" in style
        or "clip" in style
        or "scale" in style
        or _NEGATIVE.search(style) is not None
    )


def _style_hides(style: str, node: Element) -> bool:
    if _takes_out_of_sight(style):
        return True
    colour = _COLOUR.search(style)
    if colour is None:
        return False
    ground = _GROUND.search(style)
    if ground is not None:
        return _plain(colour[1]) == _plain(ground[1])
    return _plain(colour[1]) in _WHITE and not _coloured_ground(node)


def _coloured_ground(node: Element) -> bool:
    """Whether something around (or, unseen by us, a class) may give white letters a dark ground."""
    for around in node.iterancestors():
        if around.tag in ("body", "html"):
            return bool(
                around.get("bgcolor") or around.get("class") or _GROUND.search((around.get("style") or "").lower())
            )
        if around.get("bgcolor") or around.get("class") or around.get("background") or around.get("id"):
            return True
        ground = _GROUND.search((around.get("style") or "").lower())
        if ground:
            return _plain(ground[1]) not in _WHITE
    return False


def _plain(colour: str) -> str:
    return re.sub(r"\s", "", colour).lower()


def _hiding_names(root: Element) -> frozenset[str]:
    """`.class` and `#id` that the page's own style rules hide, rules for other media left out."""
    names: set[str] = set()
    for style in root.iter("style"):
        sheet = (style.text or "")[:200_000]
        if _AT_RULE.search(sheet):
            sheet = _without_at_rules(sheet)
        for rule in _rules_that_may_hide(_COMMENT.sub("", sheet)):
            body = rule[2].lower().strip()
            if _takes_out_of_sight(body):
                selectors = (part.strip() for part in rule[1].split(","))
                names.update(part for part in selectors if _SELECTOR.fullmatch(part))
    return frozenset(names)


def _rules_that_may_hide(sheet: str) -> Iterator[re.Match[str]]:
    """Sheets have hundreds of rules, and most say nothing that could hide: those are not even matched."""
    for piece in sheet.split("}")[:-1]:
        if _may_hide(piece.lower()):
            yield from _RULE.finditer(piece + "}")


def _without_at_rules(sheet: str) -> str:
    """The sheet without `@media { … }` and the like, by counting braces."""
    kept, position = [], 0
    while (match := _AT_RULE.search(sheet, position)) is not None:
        kept.append(sheet[position : match.start()])
        depth, position = 1, match.end()
        while depth and position < len(sheet):
            depth += {"{": 1, "}": -1}.get(sheet[position], 0)
            position += 1
    return "".join([*kept, sheet[position:]])
