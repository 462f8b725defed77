"""A tree in, the element that holds the article and what inside it is furniture out.

Prose is counted as Readability does (words of blocks that are no lists of links), but the element is found from
above: descend while one child holds nearly all of the prose, then step back out to the enclosing `<article>`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from unicodedata import normalize

from verifier.page.clean import one_line, words_in
from verifier.page.flow import UNSEEN_TAGS
from verifier.page.furniture import (
    HEADINGS,
    elements_with_ids,
    is_body_named,
    is_heading_of_furniture,
    is_line,
    is_of_comments,
    kind_of,
    note_targets,
)
from verifier.page.tree import Element, compiled, is_element, tags, text_of

_LEAVES = tags("p li dd dt h1 h2 h3 h4 h5 h6 blockquote pre ul ol dl table tbody tr figure figcaption a span")
_BLOCKS = tags(
    "address article aside blockquote body center dd div dl dt fieldset figcaption figure footer form header "
    "h1 h2 h3 h4 h5 h6 hr html li main nav ol p pre section table tbody td tfoot th thead tr ul"
)
_MIN_PROSE_WORDS = 8
_DESCENT = 0.85
_BODY_SHARE = 0.5
_MIN_HEADLINE_CHARS = 10
_MIN_ARTICLE_PROSE = 60
_MIN_ARTICLE_SHARE = 0.15
_WEAK_WORDS = 150
_WEAK_SHARE = 0.3
_STRONG_SHARE = 0.4
_LINE_WORDS = 12
_LINE_TAGS = tags("p div span h2 h3 h4 h5 h6 a li strong em b")


@dataclass(slots=True)
class Measure:
    """Words under an element: all, those in links, those in blocks of prose (furniture left out)."""

    words: int = 0
    linked: int = 0
    prose: int = 0
    own: int = 0
    own_linked: int = 0

    def take(self, other: Measure, sign: int) -> None:
        """Add what another element holds, or take it away."""
        self.words += sign * other.words
        self.linked += sign * other.linked
        self.prose += sign * other.prose


@dataclass(slots=True)
class Layout:
    """What was found out about a tree. `measures` has every element, `furniture` those to leave out."""

    root: Element
    measures: dict[Element, Measure] = field(default_factory=dict)
    furniture: set[Element] = field(default_factory=set)

    def measure(self, node: Element) -> Measure:
        return self.measures.get(node) or Measure()


def lay_out(root: Element) -> Layout:
    """Measure every element of the tree and mark its furniture."""
    layout = Layout(root)
    notes = _with_ancestors(elements_with_ids(root, note_targets(root)))
    _measure(layout)
    _mark_furniture(layout, notes)
    _mark_link_lists(layout, notes)
    return layout


def most_words(root: Element) -> int:
    """At least as many words as any part of the page comes to when it is laid out, for a fraction of that work.

    A word of a layout has a piece of a word of the tree in it, or is what marks an item, a cell or a quotation.
    """
    # Conditions on every node would take longer than to count what programs say and to subtract it.
    held, unseen = (
        words_in(normalize("NFC", "\n".join(compiled(which)(root))))
        for which in ("//text()", "//script/text() | //style/text()")
    )
    marks = compiled("count(//li) + count(//td) + count(//th) + 2 * count(//q)")(root)
    return held - unseen + int(marks)


def _with_ancestors(nodes: list[Element]) -> set[Element]:
    kept: set[Element] = set()
    for node in nodes:
        for place in (node, *node.iterancestors()):
            if place in kept:
                break
            kept.add(place)
    return kept


def _measure(layout: Layout) -> None:
    """One walk from the leaves up. Words count for the block they stand in."""
    from lxml import etree

    in_link = 0
    walker = etree.iterwalk(layout.root, events=("start", "end"))
    blocks: list[Measure] = []
    for event, node in walker:
        if event == "start":
            measure = layout.measures[node] = Measure()
            if node.tag in UNSEEN_TAGS:
                walker.skip_subtree()
                continue
            in_link += node.tag == "a"
            if node.tag in _BLOCKS or not blocks:
                blocks.append(measure)
            _add(measure, blocks[-1], node.text, in_link)
            continue
        measure = layout.measures[node]
        if node.tag not in UNSEEN_TAGS:
            in_link -= node.tag == "a"
            if blocks and blocks[-1] is measure:
                blocks.pop()
            if measure.own >= _MIN_PROSE_WORDS and measure.own_linked * 2 < measure.own and node.tag not in HEADINGS:
                measure.prose += measure.own
        parent = node.getparent()
        if node is layout.root or parent is None:
            continue
        layout.measures[parent].take(measure, 1)
        if blocks:
            _add(layout.measures[parent], blocks[-1], node.tail, in_link)


def _add(measure: Measure, block: Measure, text: str | None, in_link: int) -> None:
    if not text or text.isspace():
        return
    count = words_in(text)
    measure.words += count
    block.own += count
    if in_link:
        measure.linked += count
        block.own_linked += count


def _mark_furniture(layout: Layout, notes: set[Element]) -> None:
    """From the top down; what stands around the article counts for nothing above it."""
    from lxml import etree

    total = layout.measure(layout.root)
    walker = etree.iterwalk(layout.root, events=("start",))
    for _, node in walker:
        if node.tag in UNSEEN_TAGS:
            walker.skip_subtree()
        elif node is not layout.root and node not in notes and _stands_around(node, layout.measure(node), total):
            layout.furniture.add(node)
            walker.skip_subtree()
    for node in layout.furniture:
        measure = layout.measure(node)
        for around in node.iterancestors():
            if around in layout.measures:
                layout.measures[around].take(measure, -1)


def _stands_around(node: Element, measure: Measure, total: Measure) -> bool:
    if node.tag in _LINE_TAGS and 0 < measure.words <= _LINE_WORDS and is_line(text_of(node)):
        return True
    kind = kind_of(node)
    if kind is None:
        return False
    if kind == "strong":
        if is_of_comments(node):
            return next(node.iter("h1"), None) is None
        return measure.prose <= total.prose * _STRONG_SHARE
    return measure.words < _WEAK_WORDS and measure.prose <= total.prose * _WEAK_SHARE


def _mark_link_lists(layout: Layout, notes: set[Element]) -> None:
    """A heading such as `Related articles`, and the links behind it up to the next heading."""
    for node in list(layout.measures):
        if node.tag not in HEADINGS or node in layout.furniture or not is_heading_of_furniture(node):
            continue
        behind = []
        for sibling in node.itersiblings():
            if not is_element(sibling):
                continue
            measure = layout.measure(sibling)
            if sibling.tag in HEADINGS or sibling in notes or measure.linked * 2 < measure.words:
                break
            behind.append(sibling)
        if behind or node.getnext() is None:
            layout.furniture.update([node, *behind])


def choose(layout: Layout) -> Element:
    """The element that holds the article: never lower than what its notes need."""
    body = layout.root.find("body")
    node = _descend(layout, body if body is not None else layout.root)
    better = _under_headline(layout, node)
    if better is None:
        better = _named_body(layout, node)
    return _with_notes(layout, _enclosing_article(layout, node if better is None else better))


def _headline(layout: Layout, node: Element) -> Element | None:
    """The heading that the page's `<title>` repeats."""
    title = next((one_line(text_of(found)).casefold() for found in layout.root.iter("title")), "")
    for heading in node.iter("h1", "h2"):
        words = one_line(text_of(heading)).casefold() if heading not in layout.furniture else ""
        if len(words) >= _MIN_HEADLINE_CHARS and words in title:
            return heading
    return None


def _under_headline(layout: Layout, node: Element) -> Element | None:
    """Of several articles in `node` the one with the page's headline, or the first one behind it.

    Pages that load the next story below the first, and lists of stories below a short one, are such.
    """
    headline = _headline(layout, node)
    total = layout.measure(node).prose
    if headline is None or node.tag == "article":
        return None
    enough = max(_MIN_ARTICLE_PROSE, total * _MIN_ARTICLE_SHARE)
    for around in headline.iterancestors():
        if around is node or around in layout.furniture:
            break
        if around.tag not in _LEAVES and layout.measure(around).prose >= enough and _is_article(around):
            return around
    after = False
    for place in _standing(layout, node):
        after = after or place is headline
        if after and _is_article(place) and layout.measure(place).prose >= enough:
            return place if place.tag not in _LEAVES else None
    return None


def _standing(layout: Layout, node: Element) -> Iterator[Element]:
    """Every element under `node` but furniture and what is in it."""
    from lxml import etree

    walker = etree.iterwalk(node, events=("start",))
    for _, place in walker:
        if place in layout.furniture:
            walker.skip_subtree()
        elif place is not node:
            yield place


def _is_article(node: Element) -> bool:
    return node.tag == "article" or is_body_named(node)


def _descend(layout: Layout, start: Element) -> Element:
    node = start
    while True:
        needed = layout.measure(node).prose * _DESCENT
        heavy = [
            child
            for child in node
            if is_element(child)
            and child.tag not in _LEAVES
            and child not in layout.furniture
            and layout.measure(child).prose >= max(needed, 1)
        ]
        if not heavy:
            wrapped = _through_tables(layout, node, needed)
            if wrapped is None:
                return node
            heavy = [wrapped]
        node = heavy[0]


def _through_tables(layout: Layout, node: Element, needed: float) -> Element | None:
    """A layout table's one cell that holds nearly everything, if there is one."""
    for child in node:
        if not is_element(child) or child.tag not in ("table", "tbody", "tr"):
            continue
        for cell in child.iter("td"):
            inner = layout.measure(cell)
            blocks = any(is_element(c) and c.tag in _BLOCKS for c in cell)
            if blocks and inner.prose >= max(needed, 1) and child not in layout.furniture:
                return cell
    return None


def _named_body(layout: Layout, around: Element) -> Element | None:
    """The part of `around` that is named as the article's text, if it holds at least half of the prose.

    Several parts of one name (a text cut in pieces by advertisements) give the element around them all.
    """
    total = layout.measure(around).prose
    groups: dict[tuple[str, str], list[Element]] = {}
    for node in _standing(layout, around):
        if node.tag in _LEAVES or layout.measure(node).prose * 20 < total:
            continue
        if node.tag in ("article", "main") or is_body_named(node):
            groups.setdefault((node.tag, node.get("class") or ""), []).append(node)
    best: tuple[int, Element] | None = None
    for members in groups.values():
        outer = [node for node in members if not any(a in members for a in node.iterancestors())]
        prose = sum(layout.measure(node).prose for node in outer)
        if prose < max(1, total * _BODY_SHARE):
            continue
        node = outer[0] if len(outer) == 1 else _common(outer)
        if best is None or prose > best[0]:
            best = (prose, node)
    return best[1] if best else None


def _common(nodes: list[Element]) -> Element:
    shared = [nodes[0], *nodes[0].iterancestors()]
    for node in nodes[1:]:
        chain = {node, *node.iterancestors()}
        shared = [place for place in shared if place in chain]
    return shared[0]


def _enclosing_article(layout: Layout, node: Element) -> Element:
    """Out to the enclosing `<article>` (its headline, its notes), if that is not mostly something else."""
    limit = 2 * layout.measure(node).words
    for around in node.iterancestors():
        if around in layout.furniture:
            break
        if (around.tag == "article" or is_body_named(around)) and layout.measure(around).words <= limit:
            return around
    return node


def _with_notes(layout: Layout, node: Element) -> Element:
    """Out as far as the notes that its marks lead to."""
    notes = elements_with_ids(layout.root, note_targets(node))
    outside = [note for note in notes if note is not node and node not in note.iterancestors()]
    if not outside:
        return node
    around = _common([node, *outside])
    return around if around.tag != "html" else node
