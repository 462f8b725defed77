"""What a page with a good status really is: its signs → not found, parked, a wall, or nothing of the kind.

A sentence counts only where it is the page's whole title or heading and the page says little else, so that
a page *about* missing pages, paywalls or captchas stays an ordinary page. The tables are in `signs.toml`.
"""

from __future__ import annotations

import functools
import json
import re
import tomllib
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from verifier.fetch.markup import PageSigns

# Visible characters. Error pages with a menu and a list of articles reach 3,000; walls are shorter.
_SHORT = 3000
_VERY_SHORT = 600
_TERSE = 400
_WALL = 1500
_NO_TEXT = 200
_A_LABEL = 60
_SITE_NAME_WORDS = 4
_MAX_PHRASE_CHARS = 160

_SITE_SEPARATOR = re.compile(r"\s[-–—|/·•«»:]+\s|[|·•»«]|::")
_SENTENCE_END = re.compile(r"[.!?…。！]+(?:\s|$)|[\n:,]\s")
_NOT_WORD = re.compile(r"[\W_]+")
_CLOSED = re.compile(rb"isaccessibleforfree\"?\s{0,20}:\s{0,20}\"?(?:false|https?://schema.org/false)", re.IGNORECASE)
_OPEN = re.compile(rb"isaccessibleforfree\"?\s{0,20}:\s{0,20}\"?(?:true|https?://schema.org/true)", re.IGNORECASE)
_BODY_IN_DATA = re.compile(rb'"articleBody"\s{0,20}:\s{0,20}"[^"]{200}')


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """`signs.toml`, ready for use."""

    not_found: re.Pattern[str]
    human: re.Pattern[str]
    robots: re.Pattern[str]
    weak: frozenset[str]
    fillers: frozenset[str]
    paths: dict[str, frozenset[str]]
    headers: dict[str, frozenset[str]]
    hosts: dict[str, frozenset[str]]
    titles: dict[str, frozenset[str]]
    markers: dict[str, tuple[bytes, ...]]


@functools.cache
def tables() -> Tables:
    """The tables, read once."""
    raw: dict[str, Any] = tomllib.loads(files("verifier.fetch").joinpath("signs.toml").read_text("utf-8"))
    patterns = [pattern for language in raw["not_found"].values() for pattern in language]
    return Tables(
        not_found=re.compile("|".join(f"(?:{pattern})" for pattern in patterns)),
        robots=re.compile("|".join(raw["robots"])),
        human=re.compile(rf"\b(?:{'|'.join(raw['human'])})"),
        weak=frozenset(raw["weak"]),
        fillers=frozenset(raw["fillers"]),
        paths={name: frozenset(words) for name, words in raw["paths"].items()},
        headers={name: frozenset(words) for name, words in raw["headers"].items()},
        hosts={name: frozenset(words) for name, words in raw["hosts"].items()},
        titles={name: frozenset(words) for name, words in raw["titles"].items()},
        markers={name: tuple(word.encode() for word in words) for name, words in raw["markers"].items()},
    )


def phrase(text: str) -> str:
    """Letters and digits in lower case, one space between words."""
    return _NOT_WORD.sub(" ", text[: 4 * _MAX_PHRASE_CHARS].lower()).strip()


def says_not_found(text: str) -> str | None:
    """`strong` or `weak` if the text says that a page is missing and says nothing else; else None."""
    words = phrase(text).split()
    if len(text) > _MAX_PHRASE_CHARS or not words:
        return None
    table = tables()
    if table.not_found.fullmatch(" ".join(words)):
        return "strong"
    numbered = "404" in words or "410" in words
    while words and words[0] in table.fillers:
        words = words[1:]
    while words and words[-1] in table.fillers:
        words = words[:-1]
    rest = " ".join(words)
    if table.not_found.fullmatch(rest):
        return "strong"
    return "weak" if rest in table.weak or (numbered and not rest) else None


def is_soft_404(page: PageSigns) -> bool:
    """Whether a page answered as if all were well says that it is not there (Bar-Yossef et al., 2004)."""
    size = page.text_chars
    if size >= _SHORT or (is_dated_article(page) and size >= _VERY_SHORT):
        return False
    in_title = _title_says_not_found(page)
    in_heading = _strongest(page.headings[:3])
    if in_heading == "strong" or (in_heading == "weak" and (in_title or size < _VERY_SHORT)):
        return True
    if in_title == "strong":
        return not page.headings or size < _VERY_SHORT or _headings_are_furniture(page)
    if in_title == "weak":
        return size < _VERY_SHORT and not page.headings
    return size < _NO_TEXT and _strongest(_SENTENCE_END.split(page.text)) == "strong"


def hints_at_missing(page: PageSigns) -> bool:
    """Whether the title or one of the first headings has a word of it, however long the page is."""
    return _title_says_not_found(page) is not None or _strongest(page.headings[:3]) is not None


def _strongest(texts: list[str]) -> str | None:
    found = {says_not_found(text) or _by_sentence(text) for text in texts if text}
    return "strong" if "strong" in found else "weak" if "weak" in found else None


def _by_sentence(text: str) -> str | None:
    """`Oops! That page can't be found.`: every sentence must be a message or a filler."""
    sentences = [part for part in _SENTENCE_END.split(text) if part and phrase(part)]
    if not 1 < len(sentences) <= 3:
        return None
    found = [says_not_found(part) for part in sentences]
    spare = [not (set(phrase(part).split()) - tables().fillers) for part in sentences]
    if all(result or empty for result, empty in zip(found, spare, strict=True)):
        return "strong" if "strong" in found else "weak" if "weak" in found else None
    return None


def _title_parts(page: PageSigns) -> list[str]:
    return [part for part in _SITE_SEPARATOR.split(page.title[: 4 * _MAX_PHRASE_CHARS]) if phrase(part)]


def _title_says_not_found(page: PageSigns) -> str | None:
    """The title without the name of the site. A further part longer than a name makes it a headline."""
    parts = _title_parts(page)
    found = [_strongest([part]) for part in parts]
    others = [part for part, result in zip(parts, found, strict=True) if result is None]
    if any(len(phrase(part).split()) > _SITE_NAME_WORDS for part in others):
        return None
    return "strong" if "strong" in found else "weak" if "weak" in found else None


def _headings_are_furniture(page: PageSigns) -> bool:
    """Headings that only repeat the site's name."""
    names = {phrase(part) for part in _title_parts(page)} | {phrase(page.metas.get("og:site_name", ""))}
    return all(phrase(heading) in names for heading in page.headings[:2])


def is_dated_article(page: PageSigns) -> bool:
    """Whether the page says of itself that it is an article with a date."""
    if "article:published_time" in page.metas:
        return True
    return any(b'"datePublished"' in block for block in page.data_blocks)


def _titled(page: PageSigns, kind: str) -> bool:
    """Whether the title (or, without one, the first heading) is one of the known ones, the site's name aside."""
    known = tables().titles[kind]
    parts = [phrase(part) for part in _title_parts(page)]
    if phrase(page.title) in known:
        return True
    others = [part for part in parts if part not in known]
    if len(others) < len(parts):
        return all(len(part.split()) <= _SITE_NAME_WORDS for part in others)
    return not parts and any(phrase(heading) in known for heading in page.headings[:1])


def has_marker(body: bytes, kind: str) -> bool:
    """Whether one of the known pieces of markup stands in the first part of the page."""
    low = body[: 256 * 1024].lower()
    return any(marker in low for marker in tables().markers[kind])


def is_challenge(page: PageSigns, body: bytes) -> bool:
    """A page with a good status that only asks whether we are human."""
    size = page.text_chars
    if size >= _WALL or is_dated_article(page):
        return False
    if _titled(page, "challenge"):
        return size < _VERY_SHORT or has_marker(body, "challenge") or has_marker(body, "challenge_weak")
    if size < _TERSE and has_marker(body, "captcha") and tables().human.search(_all_words(page)):
        return True
    if size < _NO_TEXT and has_marker(body, "widget") and tables().robots.search(_all_words(page)):
        return True
    return size < _NO_TEXT and has_marker(body, "challenge")


def _all_words(page: PageSigns) -> str:
    return " ".join(phrase(text) for text in (page.title, *page.headings[:2], page.text))


def is_refusal_to_robots(body: bytes, page: PageSigns) -> bool:
    """The same for a page with a bad status, where less is needed."""
    return has_marker(body, "challenge") or has_marker(body, "challenge_weak") or _titled(page, "challenge")


def is_out_of_order(page: PageSigns) -> bool:
    """The error page of a server that forgot to say so in its status."""
    return page.text_chars < _VERY_SHORT and _titled(page, "error") and not is_dated_article(page)


def is_login_page(page: PageSigns) -> bool:
    """A page whose title is the sign-in and that asks for a password."""
    return page.text_chars < _WALL and _titled(page, "login") and (page.asks_password or page.text_chars < _VERY_SHORT)


def shows_very_little(page: PageSigns) -> bool:
    """No more text than a message has."""
    return page.text_chars < _VERY_SHORT


def shows_little(page: PageSigns) -> bool:
    """Less text than the wall of a site that shows strangers nothing."""
    return page.text_chars < _WALL and not is_dated_article(page)


def is_sent_to_consent(host: str, path: list[str]) -> bool:
    """Whether an address is of the kind that asks about cookies before it lets visitors on."""
    known = tables()
    return host.partition(".")[0] in known.hosts["consent_labels"] or bool(set(path) & known.paths["consent"])


def is_consent_page(page: PageSigns) -> bool:
    """A page whose title is the question about cookies, with nothing behind it."""
    return page.text_chars < _SHORT and _titled(page, "consent") and not is_dated_article(page)


def is_parked(page: PageSigns, body: bytes) -> bool:
    """A domain without a site: for sale, expired, or the server's first page."""
    size = page.text_chars
    if size >= _SHORT or is_dated_article(page):
        return False
    if size < _VERY_SHORT and (has_marker(body, "parked") or _says_parked(page)):
        return True
    if size < _NO_TEXT and _titled(page, "server"):
        return True
    return _titled(page, "parked")


def _says_parked(page: PageSigns) -> bool:
    """A sentence of the little there is: `This domain is for sale. Buy this domain.`"""
    known = tables().titles["parked"]
    return any(phrase(sentence) in known for sentence in _SENTENCE_END.split(page.text))


def needs_javascript(page: PageSigns) -> bool:
    """An empty frame that scripts would fill, unless the article stands in its JSON-LD."""
    if page.text_chars >= _NO_TEXT or any(_BODY_IN_DATA.search(block) for block in page.data_blocks):
        return False
    return is_drawn_by_script(page) or (page.text_chars < _A_LABEL and page.scripts_loaded > 1)


def is_drawn_by_script(page: PageSigns) -> bool:
    """Whether the page has the marks of a frame that scripts fill, be there text in it or not."""
    mostly_script = page.script_bytes * 10 > page.total_bytes * 6
    return page.asks_for_javascript or page.empty_root or mostly_script


def is_declared_free(page: PageSigns) -> bool:
    """Whether the page says of itself that all of it may be read."""
    if page.metas.get("article:content_tier", "").lower() == "free":
        return True
    return any(_OPEN.search(block) for block in page.data_blocks)


def is_behind_paywall(page: PageSigns) -> bool:
    """What the page says about itself: schema.org `isAccessibleForFree`, or Facebook's `article:content_tier`."""
    tier = page.metas.get("article:content_tier", "").lower()
    if tier in ("locked", "metered", "free"):
        return tier != "free"
    if page.metas.get("isaccessibleforfree", "").lower() == "false":
        return True
    return any(_CLOSED.search(block) and _is_closed(block) for block in page.data_blocks)


def _is_closed(block: bytes) -> bool:
    """Whether the page's own entry is closed, not one of the articles it lists."""
    try:
        data = json.loads(block.decode("utf-8", "replace"), strict=False)
    except (ValueError, RecursionError):
        return True  # broken JSON that says so is believed
    nodes = data if isinstance(data, list) else [data]
    for node in nodes[:50]:
        if not isinstance(node, dict):
            continue
        inner = node.get("@graph")
        for entry in [node, *(inner[:50] if isinstance(inner, list) else [])]:
            if isinstance(entry, dict) and _is_false(entry.get("isAccessibleForFree")):
                return True
    return False


def _is_false(value: object) -> bool:
    return value is False or (isinstance(value, str) and value.lower().rpartition("/")[2] == "false")
