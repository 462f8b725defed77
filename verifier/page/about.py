"""A tree in, what the page says about itself out: title, day of publication, language, address.

Order of trust for the day: JSON-LD, `article:published_time` and its kin, the `<time>` of the article, the path
of the address. Dates in running text are the caller's affair.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from verifier.page.clean import one_line
from verifier.page.dates import day_of_stamp, day_of_url
from verifier.page.tree import Element, start_of, text_of

_PUBLISHED_NAMES = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "datepublished",
    "published_time", "publication_date", "publish-date", "publishdate", "publish_date", "pubdate", "sailthru.date",
    "parsely-pub-date", "dc.date.issued", "dcterms.created", "dcterms.date", "dc.date", "dcterms.issued",
    "cxenseparse:recs:publishtime", "article.published", "citation_publication_date",
    "citation_date", "originalpublicationdate", "date",
)  # fmt: skip
_ARTICLE_TYPES = ("article", "posting", "report", "webpage", "videoobject", "blog", "review")
_MAX_TITLE = 300
_MAX_JSON_CHARS = 2_000_000
_MAX_NODES = 5_000
_MAX_MARKS = 40
#: Blogs keep `<h1>` for their own name.
_POST_HEADS = ("entry-title", "post-title")
_SUFFIX = re.compile(r"\s+(?:[|·•»«—–:]|-{1,2}|::|\\|/)\s+")
_JSON_COMMENT = re.compile(
    r"^\s*(?:<!--|//\s*<!\[CDATA\[|/\*\s*<!\[CDATA\[\s*\*/)|(?:-->|//\s*\]\]>|/\*\s*\]\]>\s*\*/)\s*;?\s*$"
)
#: How the words for satire and parody begin in the languages of the service; only labels are searched for them.
_SATIRE = re.compile(r"\b(?:satir|satyr|sátir|parod|сатир|сатыр|пароди|пароді|пароды)", re.IGNORECASE)
_SECTIONS = ("article:section", "og:article:section", "article.section", "genre", "articlesection")
#: A longer label is a text.
_MAX_LABEL = 40


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a page says about itself. `language` is as declared; `things` are its JSON-LD nodes.

    `satire` is the label by which the page calls itself that.
    """

    title: str | None = None
    published: str | None = None
    language: str | None = None
    canonical: str | None = None
    base: str | None = None
    satire: str | None = None
    things: tuple[dict[str, Any], ...] = field(default=(), repr=False)


def about(root: Element, url: str | None = None) -> About:
    """Read head and markers of a page. Pure; `url` is where the page was found."""
    things = tuple(linked_data(root))
    named = _meta(root)
    base = next((node.get("href") for node in root.iter("base") if node.get("href")), None)
    canonical = next(
        (node.get("href") for node in root.iter("link") if (node.get("rel") or "").lower() == "canonical"), None
    )
    return About(
        title=_title(root, named, things),
        published=_published(root, named, things) or day_of_url(url or canonical),
        language=_language(root, named, things),
        canonical=(canonical or named.get("og:url") or "").strip() or None,
        base=base.strip() if base else None,
        satire=_satire(named, things),
        things=things,
    )


def linked_data(root: Element) -> Iterator[dict[str, Any]]:
    """Every JSON-LD node of the page, those in lists and `@graph` too."""
    seen = 0
    for script in root.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        parsed = parse_loose_json(script.text or "")
        pending = [parsed]
        while pending and seen < _MAX_NODES:
            node = pending.pop(0)
            seen += 1
            if isinstance(node, list):
                pending[:0] = node
            elif isinstance(node, dict):
                yield node
                for key in (
                    "@graph",
                    "mainEntity",
                    "mainEntityOfPage",
                    "liveBlogUpdate",
                    "hasPart",
                    "itemListElement",
                    "item",
                ):
                    if isinstance(node.get(key), (dict, list)):
                        pending.append(node[key])


def parse_loose_json(text: str) -> Any:
    """JSON as pages embed it (in comments, with raw line breaks); None when it cannot be read."""
    text = _JSON_COMMENT.sub("", _JSON_COMMENT.sub("", text.strip()[:_MAX_JSON_CHARS])).strip()
    try:
        return json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return None


def called_satire(thing: dict[str, Any]) -> str | None:
    """The label by which a node of schema.org calls itself satire: a type, a genre or a section."""
    found = (thing.get(key) for key in ("@type", "genre", "articleSection"))
    return _first_satire(label for labels in found for label in (labels if isinstance(labels, list) else [labels]))


def _first_satire(labels: Iterable[Any]) -> str | None:
    plain = (one_line(label) for label in labels if isinstance(label, str))
    return next((label for label in plain if len(label) <= _MAX_LABEL and _SATIRE.search(label)), None)


def _satire(named: dict[str, str], things: tuple[dict[str, Any], ...]) -> str | None:
    """By the data of the page's article, not of those that it lists, or by its section."""
    article = next(_articles(things), {})
    return called_satire(article) or _first_satire(named.get(name) for name in _SECTIONS)


def types_of(thing: dict[str, Any]) -> str:
    """The node's types in lower case, parted by blanks."""
    kind = thing.get("@type")
    return " ".join(str(part) for part in (kind if isinstance(kind, list) else [kind])).lower()


def _articles(things: tuple[dict[str, Any], ...]) -> Iterator[dict[str, Any]]:
    """Nodes that are the page's article, the surest first; parts of a live blog are not."""
    for wanted in _ARTICLE_TYPES:
        for thing in things:
            kind = types_of(thing)
            if wanted in kind and "breadcrumb" not in kind:
                yield thing


def _meta(root: Element) -> dict[str, str]:
    """`<meta>` by lower-case name or property, the first of each."""
    named: dict[str, str] = {}
    for node in root.iter("meta"):
        name = node.get("property") or node.get("name") or node.get("itemprop") or node.get("http-equiv")
        content = (node.get("content") or "").strip()
        if name and content:
            named.setdefault(name.strip().lower(), content)
    return named


def _language(root: Element, named: dict[str, str], things: tuple[dict[str, Any], ...]) -> str | None:
    page = root if root.tag == "html" else None
    declared = (
        page.get("lang") or page.get("{http://www.w3.org/XML/1998/namespace}lang") or page.get("xml:lang")
        if page is not None
        else None
    )
    spoken = next((str(t["inLanguage"]) for t in _articles(things) if isinstance(t.get("inLanguage"), str)), None)
    return declared or named.get("content-language") or spoken or named.get("og:locale")


def _published(root: Element, named: dict[str, str], things: tuple[dict[str, Any], ...]) -> str | None:
    for key in ("datePublished", "uploadDate", "dateCreated"):
        for thing in _articles(things):
            found = day_of_stamp(str(thing.get(key) or ""))
            if found:
                return found
    for name in _PUBLISHED_NAMES:
        found = day_of_stamp(named.get(name))
        if found:
            return found
    return _marked_time(root)


def _marked_time(root: Element) -> str | None:
    """`itemprop=datePublished`, `<time pubdate>`, then the first `<time>` or dated element of the article."""
    for node in root.xpath("//*[@itemprop='datePublished']")[:_MAX_MARKS]:
        found = day_of_stamp(node.get("datetime") or node.get("content") or start_of(node, 80))
        if found:
            return found
    found_times = islice(root.iter("time", "abbr"), 5 * _MAX_MARKS)
    times = [node for node in found_times if node.get("datetime") or node.get("title") or node.tag == "time"]
    inside = [node for node in times if any(a.tag in ("article", "main") for a in node.iterancestors())]
    marked = [
        node for node in times if node.get("pubdate") is not None or "publish" in (node.get("class") or "").lower()
    ]
    for node in [*marked, *inside[:3], *times[:3]]:
        stamp = node.get("datetime") or (node.get("title") if "publish" in (node.get("class") or "").lower() else None)
        found = day_of_stamp(stamp or (start_of(node, 80) if node.tag == "time" else None))
        if found:
            return found
    return _in_date_class(root)


def _in_date_class(root: Element) -> str | None:
    """Elements whose class says that they hold the date, as blogs print it above or below a post."""
    dated = "//*[contains(@class,'date') or contains(@class,'published') or contains(@class,'posted-on')]"
    for node in root.xpath(dated)[:_MAX_MARKS]:
        words = text_of(node)
        if len(words) <= 120:
            found = day_of_stamp(node.get("title") if node.tag == "abbr" else None) or day_of_stamp(words)
            if found:
                return found
    return None


def _title(root: Element, named: dict[str, str], things: tuple[dict[str, Any], ...]) -> str | None:
    headed = [*islice(filter(_heads_post, root.iter("h1", "h2", "h3")), _MAX_MARKS), *root.iter("h1")]
    headings = [words for node in headed if (words := one_line(start_of(node, 4 * _MAX_TITLE)))]
    sites = _site_names(named, things)
    whole = next((one_line(start_of(node, 4 * _MAX_TITLE)) for node in root.iter("title") if text_of(node).strip()), "")
    for thing in _articles(things):
        headline = one_line(str(thing.get("headline") or ""))
        if headline and headline.casefold() not in sites:
            return _unescaped(headline)[:_MAX_TITLE]
    for candidate in (named.get("og:title"), whole, named.get("twitter:title"), named.get("title")):
        if candidate and one_line(candidate).casefold() not in sites:
            found = without_site(_unescaped(one_line(candidate)), sites, headings)
            if found:
                return found[:_MAX_TITLE]
    return headings[0][:_MAX_TITLE] if len(set(headings)) == 1 else None


def _heads_post(heading: Element) -> bool:
    names = heading.get("class") or ""
    return any(name in names for name in _POST_HEADS) or heading.get("itemprop") == "headline"


def _unescaped(text: str) -> str:
    """Data in a page is often escaped once more than it should be: `&amp;#8217;`."""
    return one_line(html.unescape(text)) if "&" in text else text


def _site_names(named: dict[str, str], things: tuple[dict[str, Any], ...]) -> frozenset[str]:
    names = [named.get("og:site_name"), named.get("application-name")]
    for thing in things:
        publisher = thing.get("publisher")
        if isinstance(publisher, dict):
            names.append(str(publisher.get("name") or ""))
        if "website" in types_of(thing) or "organization" in types_of(thing):
            names.append(str(thing.get("name") or ""))
    return frozenset(one_line(name).casefold() for name in names if name)


def without_site(title: str, sites: frozenset[str], headings: list[str]) -> str:
    """The title without ` - Name of the Site`: by the headline, by the site's name, else by the last bar."""
    for heading in headings:
        if len(heading) > 10 and heading in title:
            return heading
    prefix = next((site for site in sites if site and title.casefold().startswith(site + ": ")), None)
    if prefix:
        return title[len(prefix) + 2 :].strip()
    parts = _SUFFIX.split(title)
    if len(parts) == 1:
        return title
    marks = _SUFFIX.findall(title)
    if parts[-1].casefold() in sites:
        return title[: title.rindex(marks[-1])].strip()
    if parts[0].casefold() in sites:
        return title[title.index(marks[0]) + len(marks[0]) :].strip()
    bar = marks[-1].strip() in ("|", "»", "::", "•", "·") or len(parts[-1].split()) <= 4
    return (
        title[: title.rindex(marks[-1])].strip() if bar and len(title.split()) > len(parts[-1].split()) + 2 else title
    )
