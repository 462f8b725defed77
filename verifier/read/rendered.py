"""HTML, saved pages, DOCX and PDF in, an `Article` with every link at its span out. Runs inside the sandbox."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from verifier.charset import decode
from verifier.codec import to_json
from verifier.errors import UnreadableInput
from verifier.model import Article, Link
from verifier.page.about import About, about
from verifier.page.clean import one_line, words_in
from verifier.page.container import choose, lay_out
from verifier.page.embedded import as_markup, embedded_article
from verifier.page.flow import Flow, flow
from verifier.page.hidden import drop_hidden
from verifier.page.sniff import Kind, what_else
from verifier.page.tree import Element, parse_fragment, parse_html
from verifier.pages import FILE_SCHEMES
from verifier.read.heads import dateline, headline
from verifier.read.marked import with_pieces
from verifier.read.markup import visible_html
from verifier.read.notes import open_notes

if TYPE_CHECKING:
    from verifier.page.wrapped import Wrapped

#: Files lead to documents, too: they are not fetched, but a report must not say that there is no link.
_SCHEMES = frozenset({"http", "https", "", *FILE_SCHEMES})
#: Browsers drop these wherever they stand in an address (WHATWG URL, 4.4).
_LINE_ENDS = str.maketrans("", "", "\t\r\n")
_PROSE_WORDS = 10
_FEW_WORDS = 50
_MANY_WORDS = 100
#: A page that shows no more than this may be the teaser of a text it carries as data.
_TEASER_WORDS = 150
_ADVICE = "Copy the article's text into a plain text file, or hand in its address."


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the bytes come from: the name to show, the page's address, what links are relative to."""

    name: str
    url: str | None
    base_url: str | None


def read_task(body: bytes, arguments: dict[str, str | None]) -> bytes:
    """The task `read` of the sandbox: an `Article` as JSON."""
    place = Place(name=arguments["name"] or "the article", url=arguments["url"], base_url=arguments["base_url"])
    return to_json(read_rendered(body, Kind(arguments["kind"] or "html"), arguments["content_type"], place))


def warm() -> None:
    """Read one article of our own, so that parsers and tables are loaded once and not in every child."""
    prose = "<p>The tide table of the harbour (<a href='/t'>Harbour Office</a>, May 3) was printed and sold.</p>"
    page = f"<html lang='en'><head><title>Tide</title></head><body><article>{prose * 5}</article></body></html>"
    read_rendered(page.encode(), Kind.HTML, "text/html", Place(name="a sample", url=None, base_url=None))


def read_rendered(body: bytes, kind: Kind, content_type: str | None, place: Place) -> Article:
    """The article in the bytes. Raises `UnreadableInput`."""
    if kind is Kind.WRAPPED:
        return _read_wrapped(body, place)
    if kind is Kind.HTML:
        source = decode(body, content_type)[0]
        return with_pieces(read_html(source, place), visible_html(source))
    if kind is Kind.DOCX:
        return _read_docx(body, place)
    if kind is Kind.PDF:
        return _read_pdf(body, place)
    named = what_else(body) or ("JSON" if kind is Kind.JSON else "a file of another kind")
    advice = "Hand in text, Markdown, HTML, DOCX, PDF or mail."
    raise UnreadableInput(f"{place.name} is {named}, not an article", advice)


def _read_wrapped(body: bytes, place: Place) -> Article:
    from verifier.page.wrapped import unwrap

    found = unwrap(body)
    if found is None or not found.text.strip():
        raise UnreadableInput(f"{place.name} holds no page and no text", _ADVICE)
    if found.is_mail:
        return _read_mail(found, place)
    place = Place(name=place.name, url=place.url or found.address, base_url=place.base_url)
    return read_html(found.text, place) if found.is_html else _of_text(found.text)


def _of_text(text: str) -> Article:
    return Article(text=text, title=headline(text), published=dateline(text))


def _read_mail(found: Wrapped, place: Place) -> Article:
    """A newsletter: titled by its subject, published when it was sent."""
    from verifier.read.mail import drop_footers, plain_text, target_of

    if found.is_html:
        article = read_html(found.text, place, drop=drop_footers)
        links = tuple(replace(link, url=target_of(link.url)) for link in article.links)
    else:
        article, links = _of_text(plain_text(found.text, flowed=found.flowed, joined=found.joined)), ()
    return replace(
        article, title=found.subject or article.title, published=found.sent or article.published, links=links
    )


def _read_docx(body: bytes, place: Place) -> Article:
    """All of a document is its article: nothing of it is furniture."""
    from verifier.page.docx import UnreadableDocx, read_docx

    try:
        found = read_docx(body)
    except UnreadableDocx as error:
        raise UnreadableInput(f"{place.name} cannot be read as DOCX: {error}", _ADVICE) from error
    root = parse_fragment(found.html)
    shown = flow(root) if root is not None else Flow("", ())
    if not shown.text:
        raise UnreadableInput(f"{place.name} holds no text", _ADVICE)
    return Article(
        text=shown.text,
        title=found.heading or headline(shown.text) or found.title,
        published=dateline(shown.text) or found.created,
        url=place.url,
        links=links_in(shown, place.base_url or place.url),
    )


def _read_pdf(body: bytes, place: Place) -> Article:
    from verifier.page.pdf import UnreadablePdf, read_pdf

    try:
        found = read_pdf(body)
    except UnreadablePdf as error:
        raise UnreadableInput(f"{place.name} cannot be read as PDF: {error}", _ADVICE) from error
    if found.scanned and words_in(found.flow.text) < _FEW_WORDS:
        raise UnreadableInput(f"{place.name} is a scanned PDF: it holds pictures of text, not text", _ADVICE)
    text = found.flow.text
    return Article(
        text=text,
        title=headline(text) or found.title,
        published=dateline(text) or found.created,
        url=place.url,
        links=links_in(found.flow, place.base_url or place.url),
    )


def read_html(text: str, place: Place, drop: Callable[[Element], None] | None = None) -> Article:
    """The article of a page: furniture dropped, brackets and links whole.

    `drop` takes out of the tree what is furniture of the kind of page this is.
    """
    root, _ = parse_html(text)
    if root is None:
        raise UnreadableInput(f"{place.name} holds no text", _ADVICE)
    told = about(root, place.url or place.base_url)
    drop_hidden(root)
    if drop is not None:
        drop(root)
    open_notes(root, place.url or told.canonical)
    found = _article_flow(root, told)
    if not found.text:
        raise UnreadableInput(
            f"{place.name} holds no article: nothing but menus, scripts or pictures was found", _ADVICE
        )
    return Article(
        text=found.text,
        title=told.title or headline(found.text),
        published=told.published or dateline(found.text),
        language=told.language,
        url=place.url,
        links=links_in(found, _base(told, place)),
    )


def _article_flow(root: Element, told: About) -> Flow:
    layout = lay_out(root)
    found = flow(choose(layout), skip=layout.furniture.__contains__)
    words = words_in(found.text)
    if words >= _TEASER_WORDS:
        return found
    embedded = embedded_article(root, told.things)
    if embedded and words_in(embedded) >= max(_MANY_WORDS, 3 * words):
        fragment = parse_fragment(as_markup(embedded))
        if fragment is not None:
            return flow(fragment)
    if words >= _FEW_WORDS:
        return found
    whole = flow(root)
    prose = [line for line in whole.text.split("\n\n") if words_in(line) >= _PROSE_WORDS]
    return whole if words_in(" ".join(prose)) >= max(_FEW_WORDS, 2 * words_in(found.text)) else found


def _base(told: About, place: Place) -> str | None:
    """What relative links are relative to: the caller's word, the page's address, its `<base>`."""
    page = place.base_url or place.url or told.canonical
    return urljoin(page, told.base) if page and told.base else told.base or page


def links_in(found: Flow, base: str | None) -> tuple[Link, ...]:
    """Links to pages, absolute where that can be; marks that lead to a note of the same page stay `#…`."""
    links = []
    for anchor in found.anchors:
        url = absolute(anchor.href, base)
        if url is not None:
            links.append(Link(span=(anchor.start, anchor.end), url=url))
    return tuple(links)


def absolute(href: str, base: str | None) -> str | None:
    """The whole address of a link, or None for what is no document (`mailto:`, `javascript:`)."""
    href = one_line(href.translate(_LINE_ENDS)).replace(" ", "%20")
    if href.startswith("#"):
        return href if len(href) > 1 else None
    try:
        url = urljoin(base, href) if base else href
        scheme = urlsplit(url).scheme
    except ValueError:
        return None
    return url if url and scheme in _SCHEMES else None
