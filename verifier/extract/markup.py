"""HTML of a page in, a `Document` out: trafilatura first, then what the page carries as data, then all it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from verifier.errors import ExtractionError
from verifier.extract.outside import outside_of
from verifier.model import Document, OutcomeCode
from verifier.page.about import about
from verifier.page.clean import one_line, tidy, words_in
from verifier.page.container import choose, lay_out, most_words
from verifier.page.embedded import as_markup, embedded_article
from verifier.page.flow import flow
from verifier.page.furniture import is_line
from verifier.page.hidden import drop_hidden
from verifier.page.live import entries_of, placed, with_all_entries
from verifier.page.tree import MAX_ELEMENTS, MAX_LINKS, Element, compiled, parse_fragment, parse_html, text_of

#: Fewer words are no page but what is left of one.
MIN_WORDS = 25
_LITTLE_WORDS = 100
#: The layout shows so many times more words of one article than trafilatura kept: it dropped a part.
_MUCH_MORE = 2.5
_PROSE_WORDS = 8
_CONSENT = re.compile(r"\bcookies?\b|\bgdpr\b|consent|файл\w{0,2} cookie|pliki? cookie", re.IGNORECASE)
#: One of these is in whatever `_CONSENT` finds; most pages have none, and need no search line by line.
_CONSENT_WORDS = ("cookie", "gdpr", "consent")
_ORDERS_SCRIPT = re.compile(r"javascript|enable js|włącz|включите|увімкніть|aktivier", re.IGNORECASE)
_ROOTS = frozenset({"root", "app", "__next", "__nuxt", "___gatsby", "svelte", "main-app"})
_POST = "tgme_widget_message_text"
_TRANSCRIPT = ("transcript", "subtitles")
#: Parts of a page that may name themselves its transcript: each is read whole, and they may nest.
_MOST_TRANSCRIPTS = 8


def extract_html(text: str, *, url: str) -> Document:
    """The page's article. Raises `ExtractionError`: `NO_TEXT`, or `NEEDS_JS` for a page drawn by script."""
    root, share = parse_html(text)
    if root is None:
        raise ExtractionError(OutcomeCode.NO_TEXT, "the page holds no text at all")
    told = about(root, url)
    scripted = _is_drawn_by_script(root, text)
    embedded = embedded_article(root, told.things)
    hidden = drop_hidden(root)
    entries = entries_of(root, told.things)
    names = " ".join(compiled("//@id")(root) + compiled("//@class")(root))
    post, ordinary = _post(root) if _POST in names else "", _is_ordinary(root)
    found = post or _best(root, url, embedded, ordinary)
    found = with_all_entries(found, entries) if entries and not post else found
    if not _enough(found, root, post):
        raise _nothing(found, scripted)
    return Document(
        text=found,
        title=told.title,
        published=told.published or (_guessed_day(root, url) if ordinary else None),
        language=told.language,
        media_type="text/html",
        read_share=round(share, 4),
        hidden_text=hidden,
        transcript=any(word in names.lower() for word in _TRANSCRIPT) and _has_transcript(root, found),
        satire=told.satire,
        parts=placed(found, entries),
        outside=_without_furniture(outside_of(root, found)) if ordinary and not post else "",
    )


def _best(root: Element, url: str, embedded: str | None, ordinary: bool) -> str:
    main = _without_furniture(_by_trafilatura(root, url)) if ordinary else ""
    words = words_in(main)
    data = _of_data(embedded)
    if main and "\n" not in main and main.split() == data.split():
        return data  # the same text, but with its paragraphs
    if words >= _LITTLE_WORDS and most_words(root) <= _MUCH_MORE * words:
        return main  # whatever the layout is
    layout = _without_furniture(_by_layout(root))
    if words >= _LITTLE_WORDS and words_in(layout) <= _MUCH_MORE * words:
        return main
    if words < _LITTLE_WORDS and words_in(data) >= max(MIN_WORDS, 2 * words, words_in(layout)):
        return data
    if words_in(layout) >= max(MIN_WORDS, _MUCH_MORE * words):
        return layout
    return main if words >= MIN_WORDS else max([main, layout, _visible_prose(root)], key=words_in)


def _by_trafilatura(root: Element, url: str) -> str:
    """Its standard mode (measured best); quadratic in links, so not for pages that are nothing but links.

    It works on a copy of the tree.
    """
    from trafilatura import bare_extraction

    found = bare_extraction(root, url=url or None, include_comments=False, include_tables=True, with_metadata=False)
    return tidy(str(getattr(found, "text", None) or "")) if found is not None else ""


def _is_ordinary(root: Element) -> bool:
    """Whether the page is of a size that the careful tools, quadratic in places, can take."""
    links, elements = (root.xpath(f"count(descendant-or-self::{which})") for which in ("a", "*"))
    return bool(links <= MAX_LINKS and elements <= MAX_ELEMENTS)


def _by_layout(root: Element) -> str:
    layout = lay_out(root)
    return tidy(flow(choose(layout), skip=layout.furniture.__contains__).text)


def _of_data(embedded: str | None) -> str:
    if not embedded:
        return ""
    fragment = parse_fragment(as_markup(embedded))
    return tidy(flow(fragment).text) if fragment is not None else ""


def _post(root: Element) -> str:
    """A post of a messenger's channel: its text alone, the page around it is a frame."""
    texts = [tidy(flow(node).text) for node in root.xpath(f"//*[contains(@class,'{_POST}')]")]
    return "\n".join(text for text in texts if text)


def _has_transcript(root: Element, found: str) -> bool:
    """Whether a part of the page that names itself a transcript has been taken into the text."""
    for node in islice(_named_transcripts(root), _MOST_TRANSCRIPTS):
        pieces = [one_line(piece) for piece in node.itertext()]
        if sum(map(words_in, pieces)) >= MIN_WORDS and max(pieces, key=len) in one_line(found):
            return True
    return False


def _named_transcripts(root: Element) -> Iterator[Element]:
    for node in root.xpath("//*[@id or @class]"):
        names = f"{node.get('id')} {node.get('class')}".lower()
        if any(word in names for word in _TRANSCRIPT):
            yield node


def _visible_prose(root: Element) -> str:
    """All lines of the page that read like sentences."""
    lines = tidy(flow(root).text).split("\n")
    return _without_furniture("\n".join(line for line in lines if words_in(line) >= _PROSE_WORDS))


def _without_furniture(text: str) -> str:
    """Without lines that only speak of the page: `Accept cookies`, `Share`, a notice about cookies."""
    lines = text.split("\n")
    folded = text.casefold()
    speaks = any(word in folded for word in _CONSENT_WORDS)
    about_cookies = [speaks and len(line) < 600 and len(_CONSENT.findall(line)) >= 2 for line in lines]
    # A page about cookies is an article; a notice is a few lines of it.
    notice = sum(about_cookies) * 3 < len(lines) or len(lines) < 3
    return "\n".join(
        line
        for line, cookies in zip(lines, about_cookies, strict=True)
        if not is_line(line) and not (cookies and notice)
    )


def _enough(text: str, root: Element, post: str) -> bool:
    if words_in(text) >= MIN_WORDS:
        return True
    # A post or a caption is short by nature: the page says that it is one.
    kind = root.xpath("string(//meta[@property='og:type']/@content)").lower()
    return words_in(text) >= 3 and (bool(post) or kind.startswith("video"))


def _is_drawn_by_script(root: Element, text: str) -> bool:
    asked = any(_ORDERS_SCRIPT.search(one_line(text_of(node))) for node in root.iter("noscript"))
    rooted = root.xpath("//*[@id]") if not _ROOTS.isdisjoint(compiled("//@id")(root)) else ()
    empty = any(node.get("id") in _ROOTS and not text_of(node).strip() for node in rooted)
    scripts = sum(len(node.text or "") for node in root.iter("script"))
    return asked or empty or scripts > 0.6 * max(1, len(text))


def _nothing(found: str, scripted: bool) -> ExtractionError:
    if scripted:
        return ExtractionError(OutcomeCode.NEEDS_JS, "the page is drawn by JavaScript: without it there is no text")
    words = words_in(found)
    said = f"only {words} word{'s' if words != 1 else ''} of text" if words else "no text"
    return ExtractionError(OutcomeCode.NO_TEXT, f"the page holds {said}")


def _guessed_day(root: Element, url: str) -> str | None:
    """htmldate's fast search: what the markup says in ways we have no rule for."""
    from htmldate import find_date

    try:
        return find_date(root, extensive_search=False, original_date=True, url=url or None)
    except (ValueError, TypeError, AttributeError):
        return None
