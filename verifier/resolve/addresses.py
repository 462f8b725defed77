"""The address of a page → the words and the day written into it, and whether it looks like one article."""

from __future__ import annotations

import re
from datetime import date
from urllib.parse import unquote, urlsplit

from verifier.pages import host_of

_YMD = re.compile(r"(?<!\d)((?:19[89]|20[0-4])\d)([/._-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?!\d)")
_PARTING = re.compile(r"[-_+.,~ %]+")
_WORD = re.compile(r"[^\W\d_]{2,}|(?<!\d)\d{1,4}(?!\d)")
_ENDING = re.compile(r"\.(?:s?html?|php|aspx?|jsp|cms|amp)$", re.IGNORECASE)
_FILE = re.compile(
    r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|xml|rss|atom|txt|mp[34]|m4a|webm|zip|gz|woff2?|ttf)$", re.IGNORECASE
)
#: First parts of paths behind which lists stand and not articles.
_LISTS = frozenset({
    "tag", "tags", "category", "categories", "topic", "author", "authors", "search", "page", "feed", "rss",
    "rubric", "rubrics", "archive", "archives", "wp-json", "wp-admin", "wp-content", "wp-login.php", "login", "account",
    "subscribe", "about", "contact", "privacy", "sitemap", "cdn-cgi", "static", "assets", "tagi", "kategoria", "autor",
    "szukaj", "thema", "themen", "suche", "etiqueta", "recherche", "auteur", "oembed", "embed", "robots.txt",
})  # fmt: skip
_LEAST_ID_DIGITS = 4
_CHANNELS = ("t.me", "telegram.me")


def words_in(url: str) -> str:
    """The words of the part of the path that has most of them, as a headline would print them; "" for none.

    Written large, because an address does not say which of its words are names.
    """
    best: list[str] = []
    for part in _parts(url):
        words = [word for word in _WORD.findall(" ".join(_PARTING.split(_ENDING.sub("", part)))) if word]
        if sum(word.isalpha() for word in words) >= max(2, sum(word.isalpha() for word in best)):
            best = words
    return " ".join(word.capitalize() for word in best)


def day_in(url: str) -> str | None:
    """The day that the path carries (`/2025/09/10/`, `-20250910`), ISO; None for none or no such day."""
    for found in _YMD.finditer("/" + "/".join(_parts(url))):
        if not found[2] and (len(found[3]), len(found[4])) != (2, 2):
            continue
        try:
            return date(int(found[1]), int(found[3]), int(found[4])).isoformat()
        except ValueError:
            continue
    return None


def is_article(url: str) -> bool:
    """Whether the address may be that of one page of news: no front page, list, search or file."""
    try:
        split = urlsplit(url)
    except ValueError:
        return False
    parts = _parts(url)
    if split.scheme not in ("http", "https") or not parts:
        return False
    if parts[0].lower() in _LISTS or (len(parts) > 1 and parts[1].lower() in _LISTS) or _FILE.search(parts[-1]):
        return False
    if at_site(url, _CHANNELS) and len(parts) > 1 and parts[-1].isdigit():
        return True  # one message of a channel, however few digits its number has
    digits = sum(sign.isdigit() for sign in split.path + split.query)
    return bool(words_in(url)) or digits >= _LEAST_ID_DIGITS or "=" in split.query


def at_site(url: str, domains: tuple[str, ...]) -> bool:
    """Whether the page stands at one of the domains or below it."""
    host = host_of(url)
    return any(host == domain or host.endswith("." + domain) for domain in (one.lower() for one in domains))


def _parts(url: str) -> list[str]:
    try:
        return [part for part in unquote(urlsplit(url[:2_000]).path).split("/") if part]
    except ValueError:
        return []
