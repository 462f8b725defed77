"""The pages that can be read: pieces of every sort, some of them looking like what they are not."""

from __future__ import annotations

import html
import json

from support.papers import lines, pdf

from verifier.model import OutcomeCode, SourceState

from .composing import LANGUAGES, Piece, article, brief, mention, words
from .dress import cookie_banner, news_data
from .town import Outlet, Reply, Town, address_of, printed

OK, LIVE = OutcomeCode.OK, SourceState.LIVE
_ENCODINGS = (
    ("pl", "cp1250"), ("pl", "iso-8859-2"), ("ru", "cp1251"), ("ru", "koi8-r"), ("uk", "cp1251"), ("de", "cp1252"),
    ("fr", "cp1252"), ("es", "utf-8"), ("ru", "utf-8"), ("pl", "utf-8"),
)  # fmt: skip
_PROTECTION = (
    "<script src='/cdn-cgi/challenge-platform/scripts/jsd/main.js'></script>",
    "<script src='https://www.google.com/recaptcha/api.js' async defer></script><div class='g-recaptcha'></div>",
    "<script src='https://client.px-cloud.example/PXa1b2/main.min.js'></script><script>window._pxAppId='PXa1b2';</script>",
    "<script>window.ddjskey='9F3C';</script><script src='https://js.datadome.example/tags.js' async></script>",
    "<script src='/_Incapsula_Resource?SWJIYLWA=719d34d31c8e3a6e6fffd425f7e032f3'></script>",
)


def print_ordinary(town: Town) -> None:
    """All of them."""
    for language in LANGUAGES:
        for turn in range(9):
            _plain(town, "article", article(language, turn), town.of(language, turn))
        for turn in range(6):
            _plain(town, "article on walls and missing pages", mention(language, turn), town.of(language, turn))
        for turn, number in enumerate((1, 4)):
            _plain(town, "brief", brief(language, turn), town.of(language, number))
        _plain(town, "brief", brief(language, 2), town.of(language, 5 if language in "en pl ru" else 6))
        _long_banner(town, language)
        _live_blog(town, language)
        _declared_free(town, language)
    for turn, (language, encoding) in enumerate(_ENCODINGS):
        _undeclared(town, article(language, 40 + turn), town.truthful(language, turn), encoding)
    for turn, script in enumerate(_PROTECTION):
        for language in LANGUAGES[turn % 3 :: 3]:
            piece, outlet = article(language, 60 + turn), town.truthful(language, turn)
            _put(town, "page with a guard's script", piece, outlet, printed(piece, outlet, head=script))
    for language in ("en", "de", "fr"):
        _paper(town, article(language, 70), town.truthful(language, 1))
    for turn, language in enumerate(LANGUAGES[:4]):
        _premium_beside(town, article(language, 75), town.truthful(language, turn))
        _same_address(town, article(language, 78), town.truthful(language, turn), turn)


def _plain(town: Town, group: str, piece: Piece, outlet: Outlet) -> None:
    _put(town, group, piece, outlet, printed(piece, outlet))


def _put(town: Town, group: str, piece: Piece, outlet: Outlet, body: str) -> None:
    town.case(group, town.put(address_of(piece, outlet), body), OK, LIVE, piece)


def _long_banner(town: Town, language: str) -> None:
    """A banner with more words than the piece."""
    piece, outlet = brief(language, 10), town.truthful(language, 2)
    body = printed(piece, outlet, banner=cookie_banner(language, times=9))
    _put(town, "page with a long cookie banner", piece, outlet, body)


def _live_blog(town: Town, language: str) -> None:
    piece, outlet = article(language, 30), town.truthful(language, 3)
    updates = [
        {"@type": "BlogPosting", "headline": text.partition(".")[0], "articleBody": text,
         "datePublished": f"{piece.day}T{8 + place:02}:15:00Z"}
        for place, text in enumerate(piece.paragraphs)
    ]  # fmt: skip
    data = news_data(piece, **{"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
    entries = "".join(
        f'<section class="entry"><time datetime="{piece.day}T{8 + place:02}:15">{8 + place}:15</time>'
        f"<p>{html.escape(text)}</p></section>"
        for place, text in enumerate(reversed(article(language, 33).paragraphs))
    )
    _put(town, "live blog", piece, outlet, printed(piece, outlet, head=data, after=entries))


def _declared_free(town: Town, language: str) -> None:
    """A page of a house that sells subscriptions, and says that this one is free."""
    piece, outlet = article(language, 36), town.truthful(language, 4)
    free = LANGUAGES.index(language) % 2 == 0
    head = news_data(piece, isAccessibleForFree=True if free else "True")
    head += '<meta name="article:content_tier" content="free">'
    offer = (
        f'<div class="subscribe-box"><h3>{words(language)["footer"][-1]}</h3><p>{words(language)["letter"]}</p></div>'
    )
    _put(town, "page declared free", piece, outlet, printed(piece, outlet, head=head, after=offer))


def _undeclared(town: Town, piece: Piece, outlet: Outlet, encoding: str) -> None:
    body = printed(piece, outlet).replace('<meta charset="utf-8">', "")
    raw = body.encode(encoding, "xmlcharrefreplace")
    url = town.put(address_of(piece, outlet), raw, media_type="text/html")
    town.case("page without a declared charset", url, OK, LIVE, piece)


def _paper(town: Town, piece: Piece, outlet: Outlet) -> None:
    """A PDF with text."""
    rows = [piece.title, ""]
    for paragraph in piece.paragraphs:
        told = paragraph.replace("’", "'").split()
        rows += [" ".join(told[place : place + 11]) for place in range(0, len(told), 11)] + [""]
    url = f"{outlet.base}/files/report-{piece.number}.pdf"
    raw = pdf([lines([row.encode("cp1252", "replace").decode("cp1252") for row in rows])])
    town.case("PDF with text", town.put(url, raw, media_type="application/pdf"), OK, LIVE, piece)


def _premium_beside(town: Town, piece: Piece, outlet: Outlet) -> None:
    """The piece is open; those beside it are not, and say so."""
    offers = "".join(
        f'<div class="teaser premium"><span class="badge-plus">+</span><a href="/plus/{place}">{html.escape(title)}</a>'
        f"<p>{words(piece.language)['pay']['text']}</p></div>"
        for place, title in enumerate(words(piece.language)["related"])
    )
    body = printed(piece, outlet).replace("</body>", f"<section class='plus'>{offers}</section></body>")
    _put(town, "page beside subscribers' pages", piece, outlet, body)


def _same_address(town: Town, piece: Piece, outlet: Outlet, turn: int) -> None:
    """The address leads on to another spelling of itself."""
    target = address_of(piece, outlet)
    if turn % 2 == 0:
        url = (
            target.replace("https://", "http://")
            if outlet.secure
            else f"{target}{'&' if '?' in target else '?'}utm_source=mail"
        )
    else:
        url = target.rstrip("/") if target.endswith("/") else f"{target}{'&' if '?' in target else '?'}utm_medium=feed"
    town.put(target, printed(piece, outlet))
    if url != target:
        town.redirect(url, target)
    town.case("other spelling of the address", url, OK, LIVE, piece)


def print_moved(town: Town) -> None:
    """Pieces at a new address, by permanent redirects."""
    for turn, language in enumerate(LANGUAGES * 2):
        piece = article(language, 80 + turn)
        outlet = town.of(language, (0, 1, 2, 4, 6, 7)[turn % 6])
        target = town.put(address_of(piece, outlet), printed(piece, outlet))
        old = f"{outlet.base}/archive/old-{piece.number}.html"
        if turn % 3 == 1:
            middle = f"{outlet.base}/story/{piece.number}"
            town.redirect(middle, target, 308 if turn % 2 else 301)
            target = middle
        if turn % 5 == 4:
            host = f"www.old-{outlet.host}"
            town.fallbacks[host] = Reply(status=404)
            old = f"http://{host}/archive/{piece.number}.html"
        town.redirect(old, target if turn % 2 else target.replace(outlet.base, "") if outlet.base in old else target)
        town.case("moved", old, OK, SourceState.MOVED, piece)


def print_rescued(town: Town) -> None:
    """Pages that a browser's scripts would draw, and that carry their text as data, or have a plain rendition."""
    for turn, language in enumerate(LANGUAGES * 2):
        piece, outlet = article(language, 100 + turn), town.truthful(language, turn)
        url, text = address_of(piece, outlet), "\n\n".join(piece.paragraphs)
        head, script = "", ""
        if turn % 4 == 0:
            head = news_data(piece, articleBody=text)
        elif turn % 4 == 1:
            blocks = [{"type": "paragraph", "html": f"<p>{part}</p>"} for part in piece.paragraphs]
            state = {"props": {"pageProps": {"article": {"title": piece.title, "body": blocks}}}, "page": "/[slug]"}
            script = (
                f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(state, ensure_ascii=False)}</script>'
            )
        elif turn % 4 == 2:
            plain = f"{outlet.base}/amp/{piece.number}"
            head = f'<link rel="amphtml" href="{plain}">'
            town.put(plain, printed(piece, outlet))
        else:
            state = {"story": {"headline": piece.title, "content": [{"text": part} for part in piece.paragraphs]}}
            script = f"<script>window.__INITIAL_STATE__ = {json.dumps(state, ensure_ascii=False)};</script>"
        town.case("drawn by script, text carried along", town.put(url, _shell(piece, head, script)), OK, LIVE, piece)


def _shell(piece: Piece, head: str, script: str) -> str:
    """The empty frame of a page drawn by script."""
    return (
        f'<!doctype html><html lang="{piece.language}"><head><meta charset="utf-8"><title>{html.escape(piece.title)}'
        f"</title>{head}</head><body><noscript>{words(piece.language)['script']['text']}</noscript>"
        f'<div id="root"></div>{script}<script src="/static/js/main.4f1c.js"></script></body></html>'
    )


def shell(piece: Piece) -> str:
    """The frame with nothing in it."""
    filler = "<script>!function(e){var t=window.chunks=window.chunks||[];" + "t.push([[1],{}]);" * 60 + "}();</script>"
    return _shell(piece, "", filler)
