"""HTML text in, an lxml tree of bounded size out."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import Any

#: Beyond these a page is trimmed: parsers are quadratic in attributes, and no article has so many tags.
MAX_TAGS = 100_000
MAX_ATTRIBUTES = 5_000
#: Above these the careful tools, quadratic in links and elements, are left out.
MAX_LINKS = 8_000
MAX_ELEMENTS = 60_000
#: libxml2 drops what lies deeper than 2,048 levels; browsers stop nesting at 512.
MAX_DEPTH = 1_500

Element = Any

_OF_HEAD = frozenset({"title", "meta", "link", "base", "style", "script", "noscript", "template", "object", "isindex"})
_TAG = re.compile(r"<[a-zA-Z]")
_LONG = 20_000
_LONG_TAG = re.compile(rf"<[a-zA-Z][^<>]{{{_LONG},}}")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,500}\?>", re.IGNORECASE)
_WRAPPER = re.compile(
    r"</?(?:div|span|b|i|u|s|em|strong|font|center|table|tbody|thead|tr|td|th|section|article|main|ul|ol|li|dl|dd|dt"
    r"|blockquote|form|fieldset|small|big|sub|sup|code|tt|ins|del|label|details|figure|[a-z]\w{0,30}-[\w-]{1,60})"
    r"(?=[\s/>])[^<>]{0,2000}>",
    re.IGNORECASE,
)
_NAME = re.compile(r"<[a-zA-Z][\w:-]{0,40}")


def parse_html(text: str) -> tuple[Element | None, float]:
    """The root of the tree (None when there is no element at all), and the share of the text that was parsed."""
    from lxml import etree, html

    text = _XML_DECLARATION.sub("", text.replace("\x00", ""), count=1)
    if max(map(len, text.split("<"))) > _LONG:
        text = _LONG_TAG.sub(_without_many_attributes, text)
    # Seldom are there even so many tags; to count how they nest is slow.
    if text.count("<") - text.count("</") > MAX_DEPTH and _depth(text) > MAX_DEPTH:
        text = _WRAPPER.sub("\n", text)
    text, share = _trimmed(text)
    try:
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=_parser())
    except (etree.ParserError, etree.XMLSyntaxError):
        return None, share
    for node in compiled(f"//*/@*[{MAX_ATTRIBUTES // 5 + 1}]/..")(root):
        node.attrib.clear()
    _out_of_head(root)
    return root, share


def _parser() -> Any:
    """A parser of `lxml.html` whose elements are all of one class: to look one up by its tag costs as much as a walk.

    Trees over 256 levels are cut off unless they may be "huge"; then libxml2 stops at 2,048.
    """
    from lxml import etree, html

    parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
    classes = etree.ElementDefaultClassLookup(
        element=html.HtmlElement,
        comment=html.HtmlComment,
        pi=html.HtmlProcessingInstruction,
        entity=html.HtmlEntity,
    )
    parser.set_element_class_lookup(classes)
    return parser


def _out_of_head(root: Element) -> None:
    """`<title>…</title><article>…`: libxml2 opens the body for `<p>`, not for elements younger than itself."""
    head = root.find("head") if root.tag == "html" else None
    strays = [node for node in head if is_element(node) and node.tag not in _OF_HEAD] if head is not None else []
    if not strays:
        return
    body = root.find("body")
    if body is None:
        body = root.makeelement("body")
        root.append(body)
    before, body.text = body.text, None
    strays[-1].tail = (strays[-1].tail or "") + (before or "")
    for place, node in enumerate(strays):
        body.insert(place, node)


def parse_fragment(text: str) -> Element | None:
    """A piece of HTML, as stored in data, under one `div`."""
    root, _ = parse_html(f"<div>{text}</div>")
    return root


def _depth(text: str) -> int:
    """How deep wrappers are nested, by counting them as they open and close."""
    depth = deepest = 0
    for match in _WRAPPER.finditer(text):
        if match[0][1] == "/":
            depth = max(0, depth - 1)
        elif not match[0].endswith("/>"):
            depth += 1
            deepest = max(deepest, depth)
    return deepest


def _trimmed(text: str) -> tuple[str, float]:
    if text.count("<") <= MAX_TAGS:
        return text, 1.0
    for number, match in enumerate(_TAG.finditer(text)):
        if number >= MAX_TAGS:
            return text[: match.start()], match.start() / len(text)
    return text, 1.0


def _without_many_attributes(match: re.Match[str]) -> str:
    tag = match[0]
    if len(_QUOTED.sub("", tag).split()) <= MAX_ATTRIBUTES:
        return tag
    name = _NAME.match(tag)
    return name[0] if name else ""


def tags(names: str) -> frozenset[str]:
    """Names of elements, parted by blanks, as a set."""
    return frozenset(names.split())


def is_element(node: Element) -> bool:
    """Comments and processing instructions have a function for a tag."""
    return isinstance(node.tag, str)


def text_of(node: Element) -> str:
    """All text under the node, markup and comments left out."""
    return compiled("string()")(node) if is_element(node) else ""


@cache
def compiled(xpath: str) -> Callable[[Element], Any]:
    """The expression, ready to be used on many nodes; strings come out plain, without a way back into the tree."""
    from lxml import etree

    expression: Callable[[Element], Any] = etree.XPath(xpath, smart_strings=False)
    return expression


def start_of(node: Element, most: int) -> str:
    """The first `most` characters of the text under the node, reading no further than that."""
    if not is_element(node):
        return ""
    pieces: list[str] = []
    length = 0
    for piece in node.itertext():
        pieces.append(piece)
        length += len(piece)
        if length >= most:
            break
    return "".join(pieces)[:most]


def remove(node: Element) -> None:
    """Take the node out, its tail left in place."""
    parent = node.getparent()
    if parent is None:
        return
    if node.tail:
        before = node.getprevious()
        if before is not None:
            before.tail = (before.tail or "") + node.tail
        else:
            parent.text = (parent.text or "") + node.tail
        node.tail = None
    parent.remove(node)
