"""The first bytes and the declared type in, what kind of thing it is out."""

from __future__ import annotations

import re
from enum import StrEnum

_HEAD_BYTES = 2048
_MAIL_HEAD_BYTES = 65536
_HTML = re.compile(
    rb"<(?:!doctype\s+html|html|head|body|article|main|div|section|p|h[1-6]|table|title|meta|ul|ol|span|a\s|br|center|font)\b"
    rb"|<\?xml[^>]{0,200}\?>\s*(?:<!--.{0,500}?-->\s*)?<(?:!doctype\s+html|html)",
    re.IGNORECASE | re.DOTALL,
)
_FEED = re.compile(rb"(?:<\?xml[^>]{0,200}>\s*)?<(?:rss|feed|rdf:RDF|urlset|sitemapindex|svg)\b", re.IGNORECASE)
_WRAPPED = re.compile(rb"(?:^|\n)(?:MIME-Version:|Content-Type:\s*multipart/)", re.IGNORECASE)
_MAIL_FIELD = re.compile(
    rb"(?:From|To|Subject|Date|Message-ID|Received|Return-Path|Delivered-To|Reply-To|Sender|MIME-Version|Content-Type"
    rb"|DKIM-Signature|X-[\w-]{1,40}|List-[\w-]{1,40}|ARC-[\w-]{1,40}|Authentication-Results):",
    re.IGNORECASE,
)
_FIELD = re.compile(rb"[!-9;-~]{1,80}:|[ \t]")
_MAIL_FIELDS = 3
_MAGIC = (
    (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"), (b"RIFF", "a picture or sound"),
    (b"\x00\x00\x00\x18ftyp", "a video"), (b"\x00\x00\x00\x20ftyp", "a video"), (b"\x1aE\xdf\xa3", "a video"),
    (b"ID3", "a sound file"), (b"OggS", "a sound file"), (b"\x7fELF", "a program"), (b"MZ\x90", "a program"),
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls)"), (b"{\\rtf", "an RTF file"), (b"\x1f\x8b", "a gzip file"),
    (b"7z\xbc\xaf", "an archive"), (b"Rar!", "an archive"), (b"SQLite format 3", "a data base"),
)  # fmt: skip


class Kind(StrEnum):
    """What can be read, and `OTHER`."""

    HTML = "html"
    PDF = "pdf"
    DOCX = "docx"
    TEXT = "text"
    MARKDOWN = "markdown"
    WRAPPED = "wrapped"
    JSON = "json"
    OTHER = "other"


_BY_TYPE = {
    "text/html": Kind.HTML,
    "application/xhtml+xml": Kind.HTML,
    "text/plain": Kind.TEXT,
    "text/markdown": Kind.MARKDOWN,
    "text/x-markdown": Kind.MARKDOWN,
    "application/json": Kind.JSON,
    "application/ld+json": Kind.JSON,
    "message/rfc822": Kind.WRAPPED,
    "multipart/related": Kind.WRAPPED,
    "application/x-mimearchive": Kind.WRAPPED,
    "application/pdf": Kind.PDF,
}
_BY_SUFFIX = {
    ".html": Kind.HTML, ".htm": Kind.HTML, ".xhtml": Kind.HTML, ".txt": Kind.TEXT, ".text": Kind.TEXT,
    ".md": Kind.MARKDOWN, ".markdown": Kind.MARKDOWN, ".mht": Kind.WRAPPED, ".mhtml": Kind.WRAPPED,
    ".eml": Kind.WRAPPED,
}  # fmt: skip


def media_type_of(content_type: str | None) -> str | None:
    """The type alone of a `Content-Type` value, in lower case."""
    return (content_type or "").split(";")[0].strip().lower() or None


def kind_of_bytes(body: bytes, content_type: str | None = None, name: str | None = None) -> Kind:
    """By magic bytes first, then by what is declared, then by the file's name, then by the look of it."""
    head = body[:_HEAD_BYTES].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n\x00")
    if b"%PDF-" in body[:1024]:
        return Kind.PDF
    if head.startswith(b"PK\x03\x04"):
        return Kind.DOCX if b"word/" in body else Kind.OTHER
    if what_else(body) is not None:
        return Kind.OTHER
    looks_html = _HTML.search(head.replace(b"\x00", b"")) is not None
    declared = _BY_TYPE.get(media_type_of(content_type) or "")
    if declared in (Kind.MARKDOWN, Kind.WRAPPED, Kind.HTML):
        return declared
    suffix = re.search(r"\.[a-z]{2,8}$", (name or "").lower().split("?")[0])
    named = _BY_SUFFIX.get(suffix[0]) if suffix else None
    if declared is Kind.TEXT:
        # Servers send web pages as text/plain; what a person declares as text stays text.
        whole = head[:200].lower().startswith((b"<!doctype html", b"<html"))
        return Kind.HTML if whole else named if named is Kind.MARKDOWN else Kind.TEXT
    if declared is Kind.JSON and head[:1] in (b"{", b"["):
        return Kind.JSON
    if named is not None:
        return named
    return _by_look(head, body, looks_html)


def looks_like_mail(body: bytes) -> bool:
    """Whether it begins with the header of a mail: nothing but fields, three or more of those mails have."""
    known, lines = set(), body[:_MAIL_HEAD_BYTES].replace(b"\r\n", b"\n").lstrip(b"\xef\xbb\xbf\n").split(b"\n")
    if lines[0].startswith(b"From "):  # a mail box puts such a line on top
        lines = lines[1:]
    for line in lines:
        field = _MAIL_FIELD.match(line)
        if field:
            known.add(field[0].lower())
        elif not _FIELD.match(line):
            return not line.strip() and len(known) >= _MAIL_FIELDS
    return len(known) >= _MAIL_FIELDS


def _by_look(head: bytes, body: bytes, looks_html: bool) -> Kind:
    if looks_like_mail(body):
        return Kind.WRAPPED
    if _WRAPPED.search(head) and b"\n\n" in body.replace(b"\r\n", b"\n")[:65536]:
        return Kind.WRAPPED
    if head[:1] in (b"{", b"[") and head[1:40].lstrip()[:1] in (b'"', b"{"):
        return Kind.JSON
    if _FEED.match(head) or (head.startswith(b"<?xml") and not looks_html):
        return Kind.OTHER
    return Kind.HTML if looks_html else Kind.TEXT


def what_else(body: bytes) -> str | None:
    """In words, what a file is that cannot be read, if its first bytes tell."""
    return next((words for magic, words in _MAGIC if body.startswith(magic)), None)
