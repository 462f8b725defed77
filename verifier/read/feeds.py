"""A feed, sitemap or list of articles as bytes → the pages it names, with headline and day; pure.

RSS, RDF, Atom, sitemaps with and without the news extension, indexes of sitemaps, and GDELT's GAL (JSON lines, gzip).
Entities that a document declares itself are refused before a parser sees them.
"""

from __future__ import annotations

import html
import json
import re
import zlib
from dataclasses import dataclass
from datetime import date
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urljoin

from verifier.charset import decode, encodable
from verifier.errors import UnreadableInput
from verifier.language_codes import code_of
from verifier.model import Sighting

#: No list that we want is larger once it is inflated, or names more pages.
MAX_INFLATED_BYTES = 16 * 2**20
MAX_PAGES = 5_000
_MAX_TITLE, _MAX_TEXT = 400, 600
_PIECE = 4 * 1024
_DECLARES = re.compile(r"<!\s*(?:DOCTYPE|ENTITY)[^>]{0,2000}(?:\[|ENTITY)", re.IGNORECASE)
_ISO = re.compile(r"((?:19|20)\d\d)-(\d\d)-(\d\d)")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.((?:19|20)\d\d)\b")
_DECLARATION = re.compile(r"\A<\?xml\b[^>]{0,500}\?>", re.IGNORECASE)
_BEGINNING = re.compile(r"<(?:\?xml|rss|feed|urlset|sitemapindex|rdf:rdf)\b", re.IGNORECASE)
#: Notices of a server that stand before a document are no longer than this.
_LONGEST_PREAMBLE = 5_000
_MARK = re.compile(r"<[^<>]{0,500}>")
_LINK = re.compile(r"<link\b[^<>]{0,1000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"(?<![a-z])([a-z]++)\s*+=\s*+[\"']([^\"'<>]{0,500})[\"']", re.IGNORECASE)
_PAGES = frozenset({"item", "entry", "url"})
#: Parts of an entry that have titles, dates and addresses of their own.
_OTHERS = frozenset({"image", "video", "content", "group", "thumbnail", "source", "author", "publication"})
_DAYS = ("publication_date", "pubdate", "published", "date", "issued", "updated", "lastmod")


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The pages that a list names, and the further lists it points to."""

    pages: tuple[Sighting, ...] = ()
    lists: tuple[str, ...] = ()


def listing_in(body: bytes, url: str) -> Listing:
    """What a feed or sitemap found at `url` names. Raises `UnreadableInput` for anything else."""
    text, _ = decode(inflated(body))
    if _DECLARES.search(text[:100_000]):
        raise UnreadableInput(f"{url} declares entities of its own", "")
    root = _root(_bare(text), url)
    kind = _tag(root)
    if kind == "sitemapindex":
        found = (joined(url, _text(child, "loc")) for child in root if _tag(child) == "sitemap")
        return Listing(lists=tuple(one for one in found if one)[:MAX_PAGES])
    if kind not in ("rss", "rdf", "feed", "urlset"):
        raise UnreadableInput(f"{url} is no feed or sitemap", "")
    how = "sitemap" if kind == "urlset" else "feed"
    language = _language(root)
    pages = []
    for element in root.iter():
        if isinstance(element.tag, str) and _tag(element) in _PAGES:
            page = _page(element, url, how, language)
            if page is not None:
                pages.append(page)
            if len(pages) >= MAX_PAGES:
                break
    return Listing(pages=tuple(pages))


def listing_task(body: bytes, arguments: dict[str, str | None]) -> bytes:
    """The task `listing` of the sandbox: a list of the kind `gal` or `messages`, or else a feed or sitemap, in."""
    from verifier.codec import to_json
    from verifier.read.messages import messages_in

    url, kind = arguments["url"] or "", arguments["kind"]
    if kind == "messages":
        return to_json(Listing(pages=tuple(messages_in(body))))
    return to_json(Listing(pages=tuple(articles_in(body))) if kind == "gal" else listing_in(body, url))


def articles_in(body: bytes) -> list[Sighting]:
    """The pages of one GAL file; lines that are no object with an address are passed over."""
    found = []
    for line in inflated(body).splitlines():
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            continue
        url = row.get("url") if isinstance(row, dict) else None
        if isinstance(url, str) and url.startswith(("http://", "https://")) and url == encodable(url):
            title, text = _clean(row.get("title"), _MAX_TITLE), _clean(row.get("desc"), _MAX_TEXT)
            day, language = _day(str(row.get("date") or "")), code_of(str(row.get("lang") or ""))
            found.append(Sighting(url=url, how="gal", title=title, text=text, day=day, language=language))
    return found


def lists_of(body: bytes, url: str) -> list[str]:
    """The feeds that a page offers in its head."""
    found = []
    for link in _LINK.findall(body[:200_000].decode("utf-8", "replace")):
        said = {name.lower(): value for name, value in _ATTRIBUTE.findall(link)}
        if said.get("rel", "").lower() == "alternate" and said.get("type", "").lower().endswith(
            ("rss+xml", "atom+xml")
        ):
            feed = joined(url, said.get("href", "").replace("&amp;", "&"))
            if feed is not None:
                found.append(feed)
    return found


def sitemaps_of(robots: bytes) -> list[str]:
    """The sitemaps that a robots.txt names."""
    lines = robots[:500_000].decode("utf-8", "replace").splitlines()
    found = [line.partition(":")[2].strip() for line in lines if line.lower().lstrip().startswith("sitemap:")]
    return [one for one in found if one.startswith(("http://", "https://"))]


def joined(base: str, reference: str) -> str | None:
    """The address that a page at `base` means; None for an empty one and for one that cannot be taken apart."""
    try:
        return urljoin(base, reference) if reference else None
    except ValueError:  # brackets that hold no IPv6 address
        return None


def inflated(body: bytes) -> bytes:
    """The bytes of a gzip file, at most `MAX_INFLATED_BYTES`; anything else as it is.

    Of a damaged file what came before the damage. Raises `UnreadableInput` where nothing did, and for one too large.
    """
    if body[:2] != b"\x1f\x8b":
        return body
    data, inflate = bytearray(), zlib.decompressobj(47)
    for start in range(0, len(body), _PIECE):
        piece = body[start : start + _PIECE]
        try:
            while piece:
                data += inflate.decompress(piece, MAX_INFLATED_BYTES + 1 - len(data))
                if inflate.unconsumed_tail or len(data) > MAX_INFLATED_BYTES:
                    most = MAX_INFLATED_BYTES // 2**20
                    raise UnreadableInput(f"the file is larger than {most} MiB once it is inflated", "")
                piece = inflate.unused_data
                if inflate.eof:  # one file may be several, one behind the other
                    inflate = zlib.decompressobj(47)
        except zlib.error as error:
            if not data:
                raise UnreadableInput(f"the file is damaged: {error}", "") from error
            break
    return bytes(data)


def _bare(text: str) -> bytes:
    """The document in UTF-8, without its declaration of an encoding and without what a server put before it."""
    start = _BEGINNING.search(text[:_LONGEST_PREAMBLE])
    return encodable(_DECLARATION.sub("", text[start.start() :] if start else text, count=1)).encode()


def _root(body: bytes, url: str) -> Any:
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True, load_dtd=False)
    try:
        root = etree.fromstring(body.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableInput(f"{url} is no feed or sitemap: {error}", "") from error
    if root is None:
        raise UnreadableInput(f"{url} is no feed or sitemap", "")
    return root


def _page(element: Any, base: str, how: str, language: str | None) -> Sighting | None:
    url = joined(base, "".join((_text(element, "loc") or _linked(element)).split())) or ""
    if not url.startswith(("http://", "https://")):
        return None
    day = next((found for name in _DAYS if (found := _day(_text(element, name)))), None)
    if how == "sitemap" and not _text(element, "publication_date"):
        day = None  # `lastmod` is when it was touched, not when it was published
    text = _clean(_text(element, "description") or _text(element, "summary"), _MAX_TEXT)
    return Sighting(
        url=url,
        how=how,
        title=_clean(_text(element, "title"), _MAX_TITLE),
        text=text,
        day=day,
        language=code_of(_text(element, "language") or _text(element, "language", "publication")) or language,
    )


def _linked(element: Any) -> str:
    """RSS writes the address into the element, Atom into an attribute; some only into the name of the entry.

    Where a counting service was put between, the page's own address stands beside it.
    """
    found = [_text(element, "origlink")]
    for child in element:
        if _tag(child) == "link" and child.get("rel", "alternate") == "alternate":
            found.append(str(child.get("href") or child.text or "").strip())
        if _tag(child) == "guid" and child.get("ispermalink", child.get("isPermaLink", "true")).lower() == "true":
            found.append(_web_address(child.text))
        if _tag(child) == "id":
            found.append(_web_address(child.text))
    return next((one for one in found if one), "")


def _web_address(said: str | None) -> str:
    said = (said or "").strip()
    return said if said.startswith(("http://", "https://")) else ""


def _text(element: Any, name: str, inside: str = "") -> str:
    """The text of the first descendant of that name that is not part of a picture or another entry.

    `inside` names the one such part that is looked into.
    """
    waiting = list(reversed(element))
    while waiting:
        child = waiting.pop()
        tag = _tag(child)
        if tag == name:
            return "".join(child.itertext()).strip()
        if tag and (tag not in _OTHERS or tag == inside) and tag not in _PAGES:
            waiting.extend(reversed(child))
    return ""


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def _language(root: Any) -> str | None:
    said = root.get("{http://www.w3.org/XML/1998/namespace}lang") or ""
    channel = next((child for child in root if _tag(child) == "channel"), None)
    said = said or (_text(channel, "language") if channel is not None else "")
    return code_of(said)


def _day(said: str) -> str | None:
    said = said.strip()
    iso, dotted = _ISO.match(said), _DOTTED.match(said)
    try:
        if iso:
            return date.fromisoformat(iso[0]).isoformat()
        if dotted:
            return date(int(dotted[3]), int(dotted[2]), int(dotted[1])).isoformat()
        return parsedate_to_datetime(said).date().isoformat() if said else None
    except (ValueError, TypeError, OverflowError):
        return None


def _clean(said: Any, most: int) -> str | None:
    if not isinstance(said, str):
        return None
    plain = html.unescape(_MARK.sub(" ", encodable(said[: most * 5])))
    # What was written twice over (`&amp;#8217;`) has still one layer on.
    return encodable(" ".join(html.unescape(plain).split()))[:most] or None
