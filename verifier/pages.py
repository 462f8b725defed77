"""Web address → the spelling and the key under which two addresses mean the same page.

Archives sort their index by such a key (SURT); this is a milder one: letter case of paths is kept.
"""

from __future__ import annotations

import functools
import re
from importlib.resources import files
from urllib.parse import SplitResult, quote, unquote_plus, urlsplit, urlunsplit

_DEFAULT_PORTS = {"http": 80, "https": 443}
_ESCAPE = re.compile(r"%[0-9A-Fa-f]{2}")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
# What may stand unescaped in a path or query; `%` because escapes are already there.
_SAFE = "/?:@!$&'()*+,;=-._~%[]|"
#: Schemes of documents that could be had, but not by this service.
FILE_SCHEMES = frozenset({"ftp", "ftps", "sftp"})
#: Second levels under country codes below which sites are registered: `co.uk`, `com.ua`, `gov.pl`.
_SECOND_LEVELS = frozenset({
    "ac", "co", "com", "edu", "gob", "go", "gouv", "gov", "gub", "govt", "mil", "ne", "net", "nic", "nom", "or", "org",
    "info", "in", "msk", "spb", "kiev", "kyiv", "lviv", "ltd", "plc", "waw",
})  # fmt: skip
_TEASER_WORDS = 250
_WWW = re.compile(r"www\d?\.(?=[^.]+\.)")


def canonical(url: str) -> str:
    """One spelling per page (RFC 3986 §6): host and escapes folded; default port, fragment, user name dropped.

    An address that cannot be taken apart comes back as it is.
    """
    try:
        parts = urlsplit(url.strip())
        scheme = parts.scheme.lower()
        host = _host(parts)
        if parts.port is not None and parts.port != _DEFAULT_PORTS.get(scheme):
            host = f"{host}:{parts.port}"
    except ValueError:
        return url
    if not host:
        return url
    return urlunsplit((scheme, host, _escaped(parts.path) or "/", _escaped(parts.query), ""))


def loose_key(url: str) -> str:
    """The same for http and https, with and without `www.`, a last slash and tracking parameters."""
    try:
        parts = urlsplit(canonical(without_tracking(url)))
    except ValueError:
        return url
    host = _WWW.sub("", parts.netloc, count=1)
    return host + (parts.path.rstrip("/") or "/") + (f"?{parts.query}" if parts.query else "")


def without_tracking(url: str) -> str:
    """The address without parameters that only tell the site where a reader came from."""
    head, mark, tail = url.partition("?")
    if not mark:
        return url
    query, hash_mark, fragment = tail.partition("#")
    try:
        host = _host(urlsplit(head))
    except ValueError:
        return url
    kept = "&".join(part for part in query.split("&") if part and not _is_tracking(part, host))
    return head + ("?" + kept if kept else "") + hash_mark + fragment


def host_of(url: str) -> str:
    """The host in lower case without `www.`, empty if there is none."""
    try:
        return _WWW.sub("", _host(urlsplit(url)), count=1)
    except ValueError:
        return ""


def is_teaser(text: str) -> bool:
    """Whether a text in front of a paywall is only its beginning; some sites declare one and send all of the text."""
    return len(text.split()) < _TEASER_WORDS


def site_of(host: str) -> str:
    """The part of a host under which one owner registers: `news.example.co.uk` → `example.co.uk`.

    A rule of thumb for the common shapes, not the public suffix list.
    """
    labels = host.lower().rstrip(".").split(".")
    kept = 3 if len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVELS else 2
    return ".".join(labels[-kept:])


def _host(parts: SplitResult) -> str:
    host = (parts.hostname or "").rstrip(".")
    if ":" in host:
        return f"[{host}]"
    if not host.isascii():
        try:
            return host.encode("idna").decode("ascii")
        except UnicodeError:
            return host
    return host


def _escaped(text: str) -> str:
    return _ESCAPE.sub(_plain_or_upper, quote(text, safe=_SAFE, errors="replace"))


def _plain_or_upper(escape: re.Match[str]) -> str:
    character = chr(int(escape[0][1:], 16))
    return character if character in _UNRESERVED else escape[0].upper()


def _is_tracking(part: str, host: str) -> bool:
    name = unquote_plus(part.partition("=")[0]).lower()
    anywhere, prefixes, local = _tracking()
    if name in anywhere or name.startswith(prefixes):
        return True
    return any(host == site or host.endswith("." + site) for site in local.get(name, ()))


@functools.cache
def _tracking() -> tuple[frozenset[str], tuple[str, ...], dict[str, tuple[str, ...]]]:
    """Names for all sites, beginnings of names, and names that track at certain sites only."""
    names, prefixes, local = set(), [], {}
    text = files("verifier").joinpath("tracking_parameters.txt").read_text("utf-8")
    for line in text.splitlines():
        match line.partition("#")[0].split():
            case [name] if name.endswith("*"):
                prefixes.append(name[:-1])
            case [name]:
                names.add(name)
            case [name, *sites]:
                local[name] = tuple(sites)
    return frozenset(names), tuple(prefixes), local
