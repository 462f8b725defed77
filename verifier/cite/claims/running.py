"""Running text and its links in, the addresses and linked words out that say where a statement comes from."""

from __future__ import annotations

import json
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from verifier.cite.layout.sentences import Sentence
from verifier.cite.words.lexicon import Lexicon
from verifier.cite.words.platforms import platform_host
from verifier.cite.words.signs import BLANKS, INVISIBLE
from verifier.cite.words.splitting import trimmed
from verifier.model import Claim, Link, Span
from verifier.pages import host_of, loose_key, site_of

#: An address in running text says that it is one, or names a page of a host; `dot` keeps readers from opening it.
_ADDRESS = re.compile(
    r"(?<![\w@/.])(?:https?://|www\.)[^\s<>«»„“”\"|]{3,2000}(?:\sdot\s[^\s<>]{1,200}){0,3}"
    r"|(?<![\w@/.:-])(?:[a-z0-9-]{1,40}\.){1,3}[a-z]{2,12}/[^\s<>«»„“”\"|]{3,500}",
    re.I,
)
_SLASH = re.compile(r"[/wW](?:(?<=/)|[wW][wW]\.)")
_WORD_END = re.compile(r"[\s<>«»„“”\"|]")
_WINDOW_CHARS = 80
_OPENERS = {")": "(", "]": "[", "）": "（"}
_CLOSERS = ".,;:!?'’…*_~" + INVISIBLE
_DOT = re.compile(r"\sdot\s", re.I)
_WORD = re.compile(r"[^\W_]+")
_LINE_BREAK = re.compile(r"[\r\n]")
_TERMINAL = re.compile(r"[.!?…。！？][\"'»”’)\]]{0,3}\s*$")
_BULLET = re.compile(r"\s*(?:[•·‣◦▪●*–—-]|\d{1,3}[.)])\s+")
_EDGES = BLANKS + ",;:.…–—-•·‣◦▪●*!?。，；：、！？)]）］"
_BEFORE_LISTED = frozenset(_EDGES + "0123456789[") - {"\n"}
_REST_OF_LINE = re.compile(rf"[{re.escape(_EDGES.replace(chr(10), '').replace(chr(13), ''))}]*(?:[\r\n]|\Z)")
_CLAUSE = re.compile(r"[,;:—–，；：]")
_POST = re.compile(
    r"/(?:watch|shorts|live|reels?|p|posts?|status|permalink|videos?|photo|story|wall|clip)\b|\d{3,}", re.I
)
_ARTICLE = re.compile(r"\d{4,}|[^/]-[^/]+-[^/]|\.(?:s?html?|pdf|php|aspx|docx?|xlsx?)$", re.I)
_MAX_ANCHOR_CHARS = 300
_NUMBER = re.compile(r"\[?\d{1,3}\]?|[¹²³⁰⁴-⁹]{1,3}")
_OUTSIDE_WORDS = 4
_MAX_NAME_WORDS = 4
_MAX_POINTER_CHARS = 60
_POINTER_WORDS = (
    "read more details full text story further information available online at here for via "
    "подробнее подробности читать читайте см источник источники детальніше докладніше джерело "
    "więcej czytaj zob szczegóły źródło více viz zdroj mehr siehe hier quelle lesen details unter "
    "lire voir plus ici détails más ver véase aquí detalles leer fuente leggi vedi qui dettagli fonte"
)
_POINTERS = frozenset(_POINTER_WORDS.split())


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of running text that leads somewhere."""

    start: int
    end: int
    url: str
    kind: str = "inline_link"


def bare_addresses(text: str, taken: Sequence[Span], cited: Collection[int] = ()) -> list[Mention]:
    """Web addresses printed in running text. `taken` are sorted stretches (brackets, notes) that do not count.

    An address ends before a bracket that is a citation, whose place is in `cited`, and before square ones.
    """
    if "/" not in text and "www." not in text.lower():
        return []
    starts = [start for start, _ in taken]
    found = []
    for match in _addresses(text):
        end = _end_of_address(text, match.start(), match.end())
        after = bisect_right(starts, match.start())
        if after and taken[after - 1][1] > match.start():
            continue
        while after < len(taken) and starts[after] < end:
            if end < taken[after][1] or text[starts[after]] == "[" or starts[after] in cited:
                # `https://a.b/c(Reuters, May 3)`: a bracket that goes on behind the address is none of its own.
                end = _end_of_address(text, match.start(), starts[after])
            after += 1
        url = _DOT.sub(".", text[match.start() : end])
        if end > match.start() and leads_to_a_source(url):
            url = url if "://" in url[:9] else "https://" + url
            found.append(Mention(match.start(), end, url, "bare_url"))
    return found


def _addresses(text: str) -> Iterator[re.Match[str]]:
    """What looks like an address, sought only in the words that hold a slash or `www.`, as every address does."""
    at = 0
    while (sign := _SLASH.search(text, at)) is not None:
        begin = max(at, _word_before(text, at, sign.start()))
        stop = _WORD_END.search(text, sign.end())
        at = stop.start() if stop else len(text)
        while (seen := _ADDRESS.search(text, begin, at)) and (match := _ADDRESS.match(text, seen.start())):
            yield match
            begin, at = match.end(), max(at, match.end())


def _word_before(text: str, start: int, end: int) -> int:
    """Where the word begins that ends there, a window before it at most being looked at a time."""
    while end > start:
        window = max(start, end - _WINDOW_CHARS)
        ends = [match.end() for match in _WORD_END.finditer(text, window, end)]
        if ends:
            return ends[-1]
        end = window
    return start


def _end_of_address(text: str, start: int, end: int) -> int:
    while end > start:
        last = text[end - 1]
        opener = _OPENERS.get(last)
        unopened = opener is not None and text.count(last, start, end) > text.count(opener, start, end)
        if last not in _CLOSERS and not unopened:
            break
        end -= 1
    return end


def stands_in_a_list(text: str, mention: Mention) -> bool:
    """Whether an address fills its line and the line before it holds an address, too, or ends with a colon."""
    start = mention.start
    while start and text[start - 1] in _BEFORE_LISTED:
        start -= 1
    if (start and text[start - 1] != "\n") or not _REST_OF_LINE.match(text, mention.end):
        return False
    before = text[max(0, start - _MAX_ANCHOR_CHARS) : start].rstrip().rsplit("\n", 1)[-1].rstrip()
    listed = _ADDRESS.search(before) is not None
    return not before or listed or before.endswith((":", "：")) or _TERMINAL.search(before) is None


# --- linked words ----------------------------------------------------------------------------


def linked_words(text: str, links: Iterable[Link], taken: Sequence[Span], own_address: str | None) -> list[Mention]:
    """Links on words of running text that point to a page of another site.

    `taken` are sorted stretches in which links count for nothing: brackets, printed addresses, notes, and the anchors
    whose links citations have already. Links of menus, teasers, bylines, headings and lists are no sources.
    """
    own = site_of(host_of(own_address)) if own_address else None
    starts = [start for start, _ in taken]
    found = []
    for line, anchors in _by_line(text, _joined(text, links)):
        if not _is_running_text(text, line, anchors):
            continue
        for anchor in anchors:
            before = bisect_right(starts, anchor.end - 1) - 1
            if before >= 0 and taken[before][1] > anchor.start:
                continue
            if not leads_to_a_source(anchor.url, own):
                continue
            if _is_note_number(text, anchor):
                found.append(replace(anchor, kind="superscript_digit"))
            elif _says_something(text, anchor):
                found.append(anchor)
    return found


def _joined(text: str, links: Iterable[Link]) -> list[Mention]:
    """Anchors of web links in order; pieces of one link that stand side by side are one."""
    joined: list[Mention] = []
    for link in sorted(links, key=lambda link: link.span):
        start, end = link.span
        if start >= end:
            continue
        last = joined[-1] if joined else None
        if last and last.url == link.url and start - last.end <= 1 and not text[last.end : start].strip():
            joined[-1] = Mention(last.start, end, last.url)
        elif last is None or start >= last.end:
            joined.append(Mention(start, end, link.url))
    return joined


def _by_line(text: str, anchors: Sequence[Mention]) -> Iterator[tuple[Span, list[Mention]]]:
    at = 0
    while at < len(anchors):
        start = max(text.rfind("\n", 0, anchors[at].start), text.rfind("\r", 0, anchors[at].start)) + 1
        stop = _LINE_BREAK.search(text, anchors[at].end)
        end = stop.start() if stop else len(text)
        line = [anchors[at]]
        at += 1
        while at < len(anchors) and anchors[at].start < end:
            line.append(anchors[at])
            at += 1
        yield (start, end), line


def _is_running_text(text: str, line: Span, anchors: Sequence[Mention]) -> bool:
    """Whether enough of a line stands outside its links, and it opens as no teaser, credit or byline does."""
    outside, at = "", line[0]
    for anchor in anchors:
        outside += text[at : anchor.start] + " "
        at = anchor.end
    outside += text[at : line[1]]
    words = len(_WORD.findall(outside))
    ends = _TERMINAL.search(text, max(line[0], line[1] - 8), line[1]) is not None
    if words == 0 or (words < _OUTSIDE_WORDS and not ends):
        return False
    opening = _BULLET.sub("", text[line[0] : line[0] + 80], count=1).lstrip().lower()
    return not any(
        opening.startswith(said) and opening[len(said) :].lstrip()[:1] in (":", "：", "|")
        for said in _table()["openers"]
    ) and not (words < 2 * _OUTSIDE_WORDS and opening.startswith(_bylines()))


def _is_note_number(text: str, anchor: Mention) -> bool:
    """A raised digit: it is glued to a word or a stop, and its link leads to what a note would name."""
    before = text[anchor.start - 1 : anchor.start]
    return _NUMBER.fullmatch(text, anchor.start, anchor.end) is not None and bool(before) and not before.isspace()


def _says_something(text: str, anchor: Mention) -> bool:
    words = text[anchor.start : anchor.end].strip(_EDGES + "[(（>→»«…“”\"'").lower()
    if not any(letter.isalpha() for letter in words) or len(words) > _MAX_ANCHOR_CHARS:
        return False
    if words in _table()["anchors"]:
        return False
    printed = text[anchor.start : anchor.end].split()
    named = len(printed) <= _MAX_NAME_WORDS and all(word.lstrip("“\"'«")[:1].isupper() for word in printed)
    # A name is linked to who it is as often as to what was said.
    return not named or _is_article(anchor.url)


# --- addresses -------------------------------------------------------------------------------


def leads_to_a_source(url: str, own_site: str | None = None) -> bool:
    """Whether an address could be that of a page with something to read on a site other than `own_site`.

    Front pages, lists, accounts, forms, shops, pictures and buttons for sharing are none.
    """
    printed = url if "://" in url[:9] else "https://" + url
    try:
        parts = urlsplit(printed)
        host = host_of(printed)
    except ValueError:
        return False
    if parts.scheme.lower() not in ("http", "https") or "." not in host or site_of(host) == own_site:
        return False
    path = parts.path.lower()
    pieces = [piece for piece in path.split("/") if piece]
    table = _table()
    if not pieces and not parts.query:
        return False
    if any(host == one or host.endswith("." + one) for one in table["hosts"]):
        return False
    if any((host + path).startswith(one) for one in table["shares"]):
        return False
    if any(piece in table["path_words"] for piece in pieces[:2]) or path.endswith(tuple(table["file_endings"])):
        return False
    if platform_host(host) and host != "youtu.be":
        return _POST.search(parts.path + "?" + parts.query) is not None
    return True


def _is_article(url: str) -> bool:
    """Whether an address looks like that of one article: a number, several words or a file at its end."""
    parts = urlsplit(url)
    last = parts.path.rstrip("/").rsplit("/", 1)[-1]
    return "/wiki/" not in parts.path and (_ARTICLE.search(parts.path) is not None or bool(parts.query) or "-" in last)


@cache
def _table() -> dict[str, frozenset[str]]:
    shipped = json.loads(files("verifier.cite").joinpath("not_sources.json").read_text("utf-8"))
    return {key: frozenset(words) for key, words in shipped.items() if key != "about"}


@cache
def _bylines() -> tuple[str, ...]:
    return tuple(said + " " for said in _table()["openers"])


# --- claims ----------------------------------------------------------------------------------


def claims_of_links(
    text: str, anchors: Sequence[Mention], sentences: Sequence[Sentence], cited: Sequence[Span]
) -> list[Claim]:
    """What each linked stretch backs: its clause, from the citation or link before it to the one after it.

    The words between two links go to the clause they stand in. `cited` are the citations' stretches, sorted.
    """
    starts = [sentence.start for sentence in sentences]
    cited_starts = [start for start, _ in cited]
    claims = []
    for number, anchor in enumerate(anchors):
        at = bisect_right(starts, anchor.start) - 1
        if at < 0 or sentences[at].end <= anchor.start:
            claims.append(Claim(text="", spans=()))
            continue
        start, end = sentences[at].start, max(sentences[at].end, anchor.end)
        if number and anchors[number - 1].end > start:
            start = _cut(text, anchors[number - 1].end, anchor.start)
        if number + 1 < len(anchors) and anchors[number + 1].start < end:
            end = _cut(text, anchor.end, anchors[number + 1].start)
        before = bisect_left(cited_starts, anchor.start) - 1
        if before >= 0 and cited[before][1] > start:
            start = cited[before][1]
        if before + 1 < len(cited) and cited[before + 1][0] < end:
            end = cited[before + 1][0]
        end = anchor.start if anchor.kind != "inline_link" else max(end, anchor.end)
        span = trimmed(text, (start, end), _EDGES)
        spans = (span,) if span[0] < span[1] else ()
        sentence = (sentences[at].start, sentences[at].end)
        claims.append(Claim(text=" ".join(text[a:b] for a, b in spans), spans=spans, sentence=sentence))
    return claims


def _cut(text: str, start: int, end: int) -> int:
    """Where the clause of one link ends and that of the next begins: at the first comma or the like, else at once."""
    comma = _CLAUSE.search(text, start, end)
    return comma.start() if comma else start


def same_page(one: str, other: str) -> bool:
    """Whether two addresses lead to one page, tracking and `www.` aside."""
    return one == other or loose_key(one) == loose_key(other)


def past_pointers(text: str, claim: Claim, sentences: Sequence[Sentence], words: Lexicon) -> Claim:
    """The claim of an address without `See` and the like; if nothing else stands there, that of the sentence before."""
    if len(claim.spans) != 1:
        return claim
    start, end = claim.spans[0]
    tokens = [match.span() for match in _WORD.finditer(text, max(start, end - _MAX_POINTER_CHARS), end)]
    stop = end
    while tokens and _points(text[slice(*tokens[-1])], words):
        stop = tokens.pop()[0]
    if tokens and stop < end:
        cut = trimmed(text, (start, stop), _EDGES)
        # `the boats they see` is no pointer; `… closed, see` is.
        return _claim_of(text, cut, claim.sentence) if text[cut[1] : stop].strip() else claim
    if tokens or claim.sentence is None:
        return claim
    at = bisect_right([one.start for one in sentences], start) - 1
    before = sentences[at - 1] if at > 0 else None
    if before is None or _LINE_BREAK.search(text, before.end, start) or _LINE_BREAK.search(text, before.end - 1, start):
        return Claim(text="", spans=(), sentence=claim.sentence)
    return _claim_of(text, trimmed(text, (before.start, before.end), _EDGES), (before.start, before.end))


def _points(word: str, words: Lexicon) -> bool:
    kinds = ("see_words", "link_words", "silent_qualifiers")
    return word.lower() in _POINTERS or any(words.is_one_of(kind, word) for kind in kinds)


def _claim_of(text: str, span: Span, sentence: Span | None) -> Claim:
    return Claim(text=text[slice(*span)], spans=(span,), sentence=sentence)
