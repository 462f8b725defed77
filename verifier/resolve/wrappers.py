"""The address of a page as a cache, translator or mail filter serves it in, the page's own address out."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from verifier.pages import host_of

_GOOGLE = re.compile(r"google\.(?:com?\.)?[a-z]{2,3}")
_AMP_VIEWER = re.compile(r"/amp/(s/)?(?P<page>[\w.-]+\.[a-z]{2,}(?:/.*)?)", re.I | re.S)
_AMP_CACHE = re.compile(r"/(?:[civ]|wp)/(s/)?(?P<page>[\w.-]+\.[a-z]{2,}(?:/.*)?)", re.I | re.S)
_CACHED = re.compile(r"cache:(?:[\w-]{1,40}:)?(?P<page>\S+)")
_EMBEDDED = re.compile(r"/(?:proxy\?q=)?(?P<scheme>https?):/{1,3}(?P<page>\S+)", re.I)
_FILTERED = re.compile(r"/v3/__(?P<page>https?:/{1,2}.+?)__;", re.I | re.S)
#: Readers that take the page's whole address as their path.
_PREFIXES = frozenset({
    "12ft.io", "1ft.io", "r.jina.ai", "outline.com", "smry.ai", "removepaywall.com", "removepaywalls.com", "txtify.it",
    "freedium.cfd", "printfriendly.com", "href.li", "anonym.to", "nullrefer.com", "textise.net",
})  # fmt: skip


def page_inside(url: str) -> str | None:
    """The page behind an AMP viewer or cache, a search engine's cache, a translating proxy, a reader that prefixes
    the address, or a mail filter; None for any other address."""
    parts = urlsplit(url)
    host = host_of(url)
    if _GOOGLE.fullmatch(host):
        return _by_scheme(_AMP_VIEWER.fullmatch(parts.path), parts.query)
    if host.endswith(".cdn.ampproject.org"):
        return _by_scheme(_AMP_CACHE.fullmatch(parts.path), parts.query)
    if host.endswith(".translate.goog"):
        return _translated(host, parts)
    if host == "webcache.googleusercontent.com":
        found = _CACHED.match(parse_qs(parts.query).get("q", [""])[0])
        return _with_scheme(found["page"]) if found else None
    if host in ("urldefense.com", "urldefense.proofpoint.com"):
        return _unfiltered(url, parts)
    if host in _PREFIXES:
        found = _EMBEDDED.search(url[len(parts.scheme) + 3 + len(parts.netloc) :].replace("/?", "/", 1))
        return f"{found['scheme'].lower()}://{found['page']}" if found else None
    return None


def _by_scheme(found: re.Match[str] | None, query: str) -> str | None:
    if found is None:
        return None
    tail = f"?{query}" if query else ""
    return f"{'https' if found[1] else 'http'}://{found['page']}{tail}"


def _translated(host: str, parts: SplitResult) -> str:
    """`www-harbour--news-example.translate.goog`: a dot is written `-`, a hyphen `--`."""
    page = host.removesuffix(".translate.goog").replace("--", "\0").replace("-", ".").replace("\0", "-")
    kept = "&".join(one for one in parts.query.split("&") if one and not one.startswith("_x_tr_"))
    return f"https://{page}{parts.path}" + (f"?{kept}" if kept else "")


def _unfiltered(url: str, parts: SplitResult) -> str | None:
    found = _FILTERED.search(url)
    if found:
        return re.sub(r"^(https?):/+", r"\1://", found["page"])
    coded = parse_qs(parts.query).get("u", [""])[0]
    page = unquote(coded.replace("-", "%").replace("_", "/"))
    return page if page.startswith(("http://", "https://")) else None


def _with_scheme(page: str) -> str:
    return page if page.startswith(("http://", "https://")) else "http://" + page
