"""The article's links in, the link of each source out."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from urllib.parse import urlsplit

from verifier.cite.words.outlets import Outlet
from verifier.model import Link, Span

_NOT_SOURCES = ("mailto:", "javascript:", "tel:", "sms:", "data:", "about:", "blob:", "#")
_NEAR_CHARS = 40
_LISTS = frozenset({"tag", "tags", "category", "topic", "topics", "author", "authors", "section", "label", "about"})


class ArticleLinks:
    """Links that could lead to a source, found by place. Mail, scripts and jumps within the page are left out."""

    def __init__(self, links: Sequence[Link]) -> None:
        useful = [link for link in links if link.url and not link.url.strip().lower().startswith(_NOT_SOURCES)]
        self._links = sorted(useful, key=lambda link: (link.span[0], link.span[1]))
        self.all: Sequence[Link] = self._links
        self._starts = [link.span[0] for link in self._links]
        #: Where links to a place in the same page (a footnote) begin.
        self.jumps = frozenset(link.span[0] for link in links if link.url.startswith("#"))

    def inside(self, start: int, end: int) -> list[Link]:
        """Links that lie within a bracket, or whose words are mostly the bracket."""
        low, high = bisect_left(self._starts, start), bisect_right(self._starts, end - 1)
        found = [link for link in self._links[low:high] if link.span[1] <= end + 2]
        if low and (before := self._links[low - 1]).span[1] > start:
            covered = min(end, before.span[1]) - start
            if covered * 2 >= before.span[1] - before.span[0] and covered * 2 >= end - start:
                found.insert(0, before)
        return found

    def within(self, spans: Sequence[Span]) -> list[Link]:
        """Links whose words lie in one of the spans."""
        found: list[Link] = []
        for start, end in spans:
            low, high = bisect_left(self._starts, start), bisect_left(self._starts, end)
            found.extend(link for link in self._links[low:high] if link.span[0] < link.span[1] <= end)
        return found

    def on_name(self, name: Span) -> Link | None:
        """The link that stands on a name, or on part of it."""
        number = bisect_left(self._starts, name[1]) - 1
        if number < 0:
            return None
        link = self._links[number]
        return link if _overlap(link.span, name) * 2 >= link.span[1] - link.span[0] > 0 else None

    def on_claim(self, spans: Sequence[Span], bracket_start: int) -> Link | None:
        """The link on the last words of a claim, if it ends close to the bracket."""
        if not spans:
            return None
        number = bisect_left(self._starts, bracket_start) - 1
        if number < 0:
            return None
        link = self._links[number]
        begins_inside = any(start <= link.span[0] < end for start, end in spans)
        close = link.span[1] <= bracket_start and bracket_start - link.span[1] <= _NEAR_CHARS
        return link if begins_inside and close and link.span[1] > link.span[0] else None


def pair(pieces: Sequence[Span], names: Sequence[Span], links: Sequence[Link], bracket: Span) -> list[str | None]:
    """One link for each source: the first that stands on its name, else on its dates.

    A link to a front page or a list of articles yields to one that leads to an article. `pieces` are the stretches
    of the sources, `names` those of their names. A link on the whole bracket, or on several sources, belongs to the
    first of them.
    """
    urls: list[str | None] = [None] * len(pieces)
    ranks = [(False, False)] * len(pieces)
    for link in links:
        number = _best(pieces, link.span, bracket)
        if number is None:
            continue
        rank = (not _is_list(link.url), _overlap(names[number], link.span) > 0)
        if urls[number] is None or rank > ranks[number]:
            urls[number], ranks[number] = link.url, rank
    return urls


def _is_list(url: str) -> bool:
    """`https://example.org/`, `/tag/gas/`: what a name is linked to when it is not linked to an article."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    path = [part for part in parts.path.lower().split("/") if part]
    return not parts.query and (not path or path[0] in _LISTS)


def _best(pieces: Sequence[Span], link: Span, bracket: Span) -> int | None:
    """Which source a link stands on; an empty link stands on the first source that ends after it."""
    if not pieces:
        return None
    if link[0] == link[1]:
        return next((number for number, piece in enumerate(pieces) if link[0] <= piece[1]), len(pieces) - 1)
    touched = [number for number, piece in enumerate(pieces) if _overlap(piece, link) > 0]
    if not touched:
        return 0 if len(pieces) == 1 and _overlap(bracket, link) > 0 else _nearest(pieces, link)
    covered = [number for number in touched if _overlap(pieces[number], link) * 2 >= _length(pieces[number])]
    if len(covered) > 1:
        return covered[0]
    return max(touched, key=lambda number: (_overlap(pieces[number], link), -number))


def _nearest(pieces: Sequence[Span], link: Span) -> int:
    def distance(number: int) -> int:
        return min(abs(pieces[number][0] - link[1]), abs(link[0] - pieces[number][1]))

    return min(range(len(pieces)), key=distance)


def _length(span: Span) -> int:
    return span[1] - span[0]


def _overlap(left: Span, right: Span) -> int:
    return max(0, min(left[1], right[1]) - max(left[0], right[0]))


def host_of(url: str) -> str | None:
    """The host of an address, without `www.`; of an archive's address, the host that was archived."""
    rest = url
    for scheme in ("/http://", "/https://"):
        at = url.find(scheme, 8)
        if at > 0:
            rest = url[at + 1 :]
            break
    try:
        host = urlsplit(rest if "//" in rest else "//" + rest).hostname
    except ValueError:
        return None
    return host.removeprefix("www.") if host else None


def speaks_for(outlet: Outlet | None, url: str) -> bool:
    """Whether an address is one of the outlet's own."""
    host = host_of(url)
    return bool(outlet and host and any(host == domain or host.endswith("." + domain) for domain in outlet.domains))
