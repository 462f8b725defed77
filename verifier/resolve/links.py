"""The address an author linked → the address to fetch: wrappers off, tracking off, fragment off."""

from __future__ import annotations

import csv
import functools
import hashlib
import re
from dataclasses import dataclass
from importlib.resources import files
from urllib.parse import parse_qs, urlsplit

from verifier.mementos import unwrap
from verifier.model import Target
from verifier.pages import canonical, host_of, without_tracking
from verifier.resolve.wrappers import page_inside

_MAX_WRAPPERS = 5
_MAX_URL_CHARS = 8192
_CONTROL = re.compile(r"[\x00-\x20\x7f]+")
_BARE = re.compile(r"(?:[\w-]+\.)+[^\W\d_][\w-]+(?::\d+)?(?:[/?#]|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedPage:
    """A page, and 14 digits when the author linked an archived copy of it."""

    url: str
    archived_at: str | None = None


def page_behind(link: str, replay_templates: tuple[str, ...] = ()) -> LinkedPage | None:
    """The web page a link means; None for mail addresses, scripts and what cannot be read."""
    url = _web_address(link)
    archived_at: str | None = None
    for _layer in range(_MAX_WRAPPERS):
        if url is None:
            return None
        copy = unwrap(url, replay_templates)
        if copy is not None:
            url, archived_at = _web_address(copy[0]), copy[1] or archived_at
            continue
        inner = _redirected(url) or page_inside(url)
        if inner is None:
            return LinkedPage(url=without_tracking(url.partition("#")[0]), archived_at=archived_at)
        url = _web_address(inner)
    return None


def source_key(target: Target) -> str:
    """32 hex digits that are the same for all sources whose page and copy are the same: one fetch serves them."""
    parts = (canonical(target.url), target.near or "", target.archived_at or "")
    if target.wanted is not None:
        parts = ("wanted", repr(target.wanted), "")
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _web_address(link: str) -> str | None:
    if len(link) > _MAX_URL_CHARS:
        return None
    url = _CONTROL.sub("", link) if "\n" in link or "\t" in link else link.strip().replace(" ", "%20")
    if url.startswith("//"):
        url = "https:" + url
    elif _BARE.match(url):
        url = "https://" + url
    try:
        parts = urlsplit(url)
        usable = parts.scheme.lower() in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return url if usable else None


def _redirected(url: str) -> str | None:
    """The page behind a redirector that carries it in a parameter."""
    parts = urlsplit(url)
    host = host_of(url)
    for row in _redirectors():
        at_host = host == row["host"] or host.endswith("." + row["host"])
        if at_host and parts.path.startswith(row["path"]):
            inner = parse_qs(parts.query).get(row["parameter"], [""])[0]
            if inner.startswith(("http://", "https://")):
                return inner
    return None


@functools.cache
def _redirectors() -> tuple[dict[str, str], ...]:
    text = files("verifier.resolve").joinpath("redirectors.csv").read_text("utf-8")
    return tuple(csv.DictReader(text.splitlines()))
