"""A piece in, a whole HTML page out, set as one of six kinds of site sets it: menu, banner, further reading, footer."""

from __future__ import annotations

import html
import json
from collections.abc import Sequence

from .composing import Piece, words

#: Kinds of site.
SITES = ("semantic", "divs", "blog", "portal", "tables", "framework")
_ADS = "<script>window.adq=window.adq||[];adq.push({slot:'top',size:[[970,250],[728,90]]});</script>"
_COUNTER = (
    "<script async src='https://counter.example/c.js'></script>"
    "<script>(function(w,d){w.dl=w.dl||[];w.dl.push({start:1,event:'load'});"
    "d.documentElement.className+=' js';})(window,document);</script>"
)


def page_of(piece: Piece, site: str, *, head: str = "", after: str = "", banner: str = "") -> str:
    """The page of a piece; `after` stands below its text, `banner` in place of the site's own cookie banner."""
    paragraphs = "".join(f"<p>{html.escape(text)}</p>" for text in piece.paragraphs)
    return page(piece.language, site, piece.title, paragraphs + after, head=head, piece=piece, banner=banner)


def page(
    language: str, site: str, title: str, main: str, *, head: str = "", piece: Piece | None = None, banner: str = ""
) -> str:
    """A page of a site with any content in the middle (HTML)."""
    top = f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
    top += '<meta name="viewport" content="width=device-width, initial-scale=1">'
    top += f"<title>{html.escape(title)}</title>{_meta(piece, site)}{head}{_COUNTER}</head>"
    return top + _BODIES[site](language, title, main, piece) + (banner or cookie_banner(language)) + "</body></html>"


def news_data(piece: Piece, **more: object) -> str:
    """A `NewsArticle` in JSON-LD."""
    data = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": piece.title,
        "datePublished": f"{piece.day}T07:30:00+00:00",
        "author": {"@type": "Person", "name": piece.author},
        **more,
    }
    return f'<script type="application/ld+json">{json.dumps(data, ensure_ascii=False)}</script>'


def listing(language: str, site: str, name: str, titles: Sequence[tuple[str, str]]) -> str:
    """A front or section page: headlines with their addresses."""
    rows = "".join(
        f'<div class="teaser"><h3><a href="{url}">{html.escape(title)}</a></h3></div>' for title, url in titles
    )
    return page(language, site, name, rows)


def cookie_banner(language: str, times: int = 1) -> str:
    """The banner over the page; `times` as long as usual."""
    pack = words(language)
    text = " ".join([pack["cookie"]] * times)
    buttons = "".join(f"<button type=button>{label}</button>" for label in pack["buttons"])
    return f'<div id="cmp" role="dialog" class="cookie-consent"><p>{text}</p>{buttons}</div>'


def _meta(piece: Piece | None, site: str) -> str:
    if piece is None:
        return ""
    told = f'<meta property="og:title" content="{html.escape(piece.title)}">'
    told += f'<meta property="og:description" content="{html.escape(piece.lead[:140])}">'
    if site != "tables":
        told += f'<meta property="article:published_time" content="{piece.day}T07:30:00Z">'
    return told + (news_data(piece) if site in ("portal", "framework") else "")


def _menu(language: str) -> str:
    return "".join(f'<li><a href="/{place}/">{label}</a></li>' for place, label in enumerate(words(language)["nav"]))


def _below(language: str) -> str:
    links = "".join(f'<a href="/f{place}">{label}</a> · ' for place, label in enumerate(words(language)["footer"]))
    return f"{links} © 2025"


def _related(language: str) -> str:
    pack = words(language)
    rows = "".join(f'<li><a href="/r{place}">{title}</a></li>' for place, title in enumerate(pack["related"]))
    return f"<h2>{pack['related_title']}</h2><ul>{rows}</ul>"


def _by(piece: Piece | None) -> str:
    return f'<p class="byline">{piece.author} · <time datetime="{piece.day}">{piece.day}</time></p>' if piece else ""


def _semantic(language: str, title: str, main: str, piece: Piece | None) -> str:
    return (
        f"<body><header><nav><ul>{_menu(language)}</ul></nav></header><main><article><h1>{html.escape(title)}</h1>"
        f"{_by(piece)}{main}</article><aside>{_related(language)}<p>{words(language)['letter']}</p></aside></main>"
        f"<footer>{_below(language)}</footer>"
    )


def _divs(language: str, title: str, main: str, piece: Piece | None) -> str:
    return (
        f'<body class="page"><div id="wrap"><div class="topbar"><ul class="mainmenu">{_menu(language)}</ul></div>{_ADS}'
        f'<div class="content"><h1 class="headline">{html.escape(title)}</h1>{_by(piece)}'
        f'<div class="art-body">{main}</div></div><div class="sidebar">{_related(language)}</div>'
        f'<div class="bottom">{_below(language)}</div></div>'
    )


def _blog(language: str, title: str, main: str, piece: Piece | None) -> str:
    return (
        f'<body class="single single-post"><div id="masthead" class="site-header"><ul id="menu">{_menu(language)}</ul>'
        f'</div><div id="primary"><article class="post type-post hentry"><header class="entry-header">'
        f'<h1 class="entry-title">{html.escape(title)}</h1>{_by(piece)}</header><div class="entry-content">{main}</div>'
        f'</article><form id="commentform"><textarea name="comment"></textarea><input name="email"></form></div>'
        f'<div id="secondary" class="widget-area">{_related(language)}</div><footer>{_below(language)}</footer>'
    )


def _portal(language: str, title: str, main: str, piece: Piece | None) -> str:
    pack = words(language)
    entry = f'<form action="/login" class="drop" hidden><h4>{pack["login"]["title"]}</h4><input name="user">'
    entry += '<input type="password" name="word"></form>'
    return (
        f'<body>{_ADS}{_ADS}<div class="hd"><ul>{_menu(language)}</ul>{entry}</div><section class="story">'
        f"<h1>{html.escape(title)}</h1>{_by(piece)}{main}"
        f'<div class="newsletter-box"><p>{pack["letter"]}</p><input type="email"></div></section>'
        f'<section class="more">{_related(language)}</section><div class="ft">{_below(language)}</div>'
    )


def _tables(language: str, title: str, main: str, piece: Piece | None) -> str:
    return (
        f'<body bgcolor="#ffffff"><table width="100%"><tr><td width="150" valign="top"><ul>{_menu(language)}</ul></td>'
        f'<td valign="top"><font size="5"><b>{html.escape(title)}</b></font>{_by(piece)}{main}</td>'
        f'<td width="160">{_related(language)}</td></tr></table><center>{_below(language)}</center>'
    )


def _framework(language: str, title: str, main: str, piece: Piece | None) -> str:
    state = {"props": {"pageProps": {"menu": words(language)["nav"], "title": title}}, "page": "/[slug]", "build": "x1"}
    return (
        f'<body><noscript><img src="https://counter.example/p.gif" alt=""></noscript><div id="__next"><nav>'
        f"<ul>{_menu(language)}</ul></nav><main><h1>{html.escape(title)}</h1>{_by(piece)}<div>{main}</div></main>"
        f"<div>{_related(language)}</div><div>{_below(language)}</div></div>"
        f'<script id="__NEXT_DATA__" type="application/json">{json.dumps(state, ensure_ascii=False)}</script>'
    )


_BODIES = {
    "semantic": _semantic,
    "divs": _divs,
    "blog": _blog,
    "portal": _portal,
    "tables": _tables,
    "framework": _framework,
}
