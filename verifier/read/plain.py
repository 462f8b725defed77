"""Bytes of a text file in, an `Article` out; no parser is loaded and no process started."""

from __future__ import annotations

import re

from verifier.charset import decode
from verifier.errors import UnreadableInput
from verifier.model import Article, Link
from verifier.page.sniff import what_else
from verifier.read.heads import dateline, headline

_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MAX_CONTROL_SHARE = 0.005
_MAX_DAMAGE_SHARE = 0.02
#: `[words](https://…)`, not `![picture](…)`; an address may hold one pair of brackets.
_PRINTED_LINK = re.compile(
    r"(?<!!)\[([^\[\]\r\n]{1,300})\]\((https?://[^\s()<>]{1,1000}(?:\([^\s()<>]{0,200}\)[^\s()<>]{0,200})?)\)"
)
_KINDS = "Hand in text, Markdown, HTML, DOCX, PDF or mail."
_SAMPLE_CHARS = 1_000_000


def read_plain(body: bytes, media_type: str | None, shown: str) -> Article:
    """The decoded file as it is, with the links that are printed in it."""
    text = text_of_bytes(body, media_type, shown)
    return Article(text=text, title=headline(text), published=dateline(text), links=_printed_links(text))


def _printed_links(text: str) -> tuple[Link, ...]:
    """Links that the text prints in the manner of Markdown, each on its words."""
    if "](" not in text:
        return ()
    return tuple(Link(span=match.span(1), url=match[2]) for match in _PRINTED_LINK.finditer(text))


def text_of_bytes(body: bytes, media_type: str | None, shown: str) -> str:
    """The file decoded, every character kept but a byte order mark. Raises `UnreadableInput` for what is no text."""
    named = what_else(body)
    if named is not None:
        raise UnreadableInput(f"{shown} is {named}, not an article", _KINDS)
    text, encoding = decode(body, media_type)
    sample = text[:_SAMPLE_CHARS]
    if "\x00" in text or _is_binary(sample):
        raise _binary(shown)
    if sample.count("\ufffd") > max(1, len(sample) * _MAX_DAMAGE_SHARE):
        raise UnreadableInput(
            f"{shown} cannot be decoded: it is not {encoding}, nor anything else that was tried", "Save it as UTF-8."
        )
    if not text.strip():
        raise UnreadableInput(f"{shown} is empty", "Hand in the article's text, its HTML or its address.")
    return text


def refuse_binary(body: bytes, media_type: str | None, shown: str) -> None:
    """Raise `UnreadableInput` for bytes that only call themselves markup. NULs are no reason: parsers drop them."""
    if _is_binary(decode(body[:_SAMPLE_CHARS], media_type)[0].replace("\x00", "")):
        raise _binary(shown)


def _is_binary(sample: str) -> bool:
    return len(_CONTROLS.findall(sample)) > len(sample) * _MAX_CONTROL_SHARE


def _binary(shown: str) -> UnreadableInput:
    return UnreadableInput(f"{shown} is a binary file, not a text", _KINDS)
