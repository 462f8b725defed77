"""Bytes of a page in, a `Document` out: the kind is sniffed, each kind has its reader. Runs in the sandbox."""

from __future__ import annotations

import json
from dataclasses import replace
from importlib import resources
from typing import Any

from verifier.charset import decode
from verifier.codec import to_json
from verifier.errors import ExtractionError
from verifier.extract.markup import extract_html
from verifier.model import Document, OutcomeCode
from verifier.page.clean import tidy, words_in
from verifier.page.dates import day_of_stamp, day_of_url, days_in
from verifier.page.flow import CELL_GAP
from verifier.page.parts import clipped, printed_pages
from verifier.page.sniff import Kind, kind_of_bytes, media_type_of, what_else

_DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TEXT_KEYS = ("articleBody", "text", "transcript", "content", "body", "html", "description", "title")
_DAMAGED = 0.2
#: Where a document prints its day.
_HEAD_CHARS = 400
#: The interpreter fits code to what it meets once it ran a few times, and what it fitted is shared by the children.
_WARM_ROUNDS = 8


def extract_task(body: bytes, arguments: dict[str, str | None]) -> bytes:
    """The task `extract` of the sandbox: a `Document` as JSON."""
    return to_json(
        extract_page(
            body,
            url=arguments["url"] or "",
            content_type=arguments["content_type"],
            max_chars=int(arguments["max_chars"] or 0),
        )
    )


def warm() -> None:
    """Read pages of our own as others will be read, so that children find all loaded, compiled and at its pace.

    One of them has everything that pages usually have, the other so little that its day has to be guessed.
    """
    whole = resources.files("verifier.extract").joinpath("sample.html").read_bytes()
    bare = "<html><head><title>Tide</title></head><body><main>{}</main></body></html>".format(
        "<p>The tide table of the harbour was printed on 3 May 2024 and sold at the gate for two coins.</p>" * 9
    )
    for body in (bare.encode(), *[whole] * _WARM_ROUNDS):
        extract_page(body, url="https://example.org/", content_type="text/html", max_chars=9999)


def extract_page(body: bytes, *, url: str, content_type: str | None, max_chars: int) -> Document:
    """The readable text of the bytes, whatever they are; `language` is what the page declares.

    Raises `ExtractionError`.
    """
    if not body.strip():
        raise ExtractionError(OutcomeCode.NO_TEXT, "the page is empty")
    kind = kind_of_bytes(body, content_type, url)
    if kind is Kind.OTHER:
        named = what_else(body) or f"of the type {media_type_of(content_type) or 'unknown'}"
        raise ExtractionError(
            OutcomeCode.UNSUPPORTED_TYPE, f"the address leads to something that is {named}, not to a text"
        )
    if kind is Kind.PDF:
        document = _from_pdf(body, url)
    elif kind is Kind.DOCX:
        document = _from_docx(body, url)
    elif kind is Kind.WRAPPED:
        document = _from_wrapped(body, url)
    elif kind is Kind.HTML:
        document = extract_html(decode(body, content_type)[0], url=url)
    elif kind is Kind.JSON:
        document = _from_json(body, url)
    else:
        document = _from_text(body, url, content_type)
    return bounded(document, max_chars)


def bounded(document: Document, max_chars: int) -> Document:
    """The document with so many characters at most, cut between lines; what was cut off counts as not read."""
    document = replace(document, outside=document.outside[:max_chars])
    if len(document.text) <= max_chars:
        return document
    share = document.read_share * max_chars / len(document.text)
    cut = document.text[:max_chars]
    whole = cut.rfind("\n")
    cut = cut[:whole] if whole > max_chars // 2 else cut
    parts, cues = clipped(document.parts, len(cut)), tuple(cue for cue in document.cues if cue[0] < len(cut))
    return replace(document, text=cut, read_share=round(share, 4), parts=parts, cues=cues)


def _from_pdf(body: bytes, url: str) -> Document:
    from verifier.page.pdf import UnreadablePdf, read_pdf

    try:
        found = read_pdf(body, links=False)
    except UnreadablePdf as error:
        raise ExtractionError(OutcomeCode.EXTRACTION_FAILED, f"the PDF cannot be read: {error}") from error
    text = tidy(found.flow.text)
    if found.scanned and words_in(text) < 25:
        raise ExtractionError(OutcomeCode.NO_TEXT, "the PDF is scanned: it holds pictures of text, not text")
    return Document(
        text=text,
        title=found.title,
        published=_printed_day(text, found.created) or day_of_url(url),
        media_type="application/pdf",
        read_share=round(found.share, 4),
        parts=printed_pages(found.flow.text, found.flow.pages, text),
    )


def _printed_day(text: str, created: str | None) -> str | None:
    """The day that a text names near its start. A file may be made long after; its day only chooses among several."""
    days = [iso for _, _, iso in days_in(text[:_HEAD_CHARS])]
    return created if created in days else next(iter(days), None)


def _from_docx(body: bytes, url: str) -> Document:
    from verifier.page.docx import UnreadableDocx, docx_to_html
    from verifier.page.flow import flow
    from verifier.page.tree import parse_fragment

    try:
        root = parse_fragment(docx_to_html(body))
    except UnreadableDocx as error:
        raise ExtractionError(OutcomeCode.EXTRACTION_FAILED, f"the Word document cannot be read: {error}") from error
    text = tidy(flow(root).text) if root is not None else ""
    if not text:
        raise ExtractionError(OutcomeCode.NO_TEXT, "the Word document holds no text")
    return Document(text=text, published=day_of_url(url), media_type=_DOCX_TYPE)


def _from_wrapped(body: bytes, url: str) -> Document:
    from verifier.page.wrapped import unwrap

    found = unwrap(body)
    if found is None:
        raise ExtractionError(OutcomeCode.NO_TEXT, "the saved page holds no text")
    content_type = "text/html; charset=utf-8" if found.is_html else "text/plain; charset=utf-8"
    return extract_page(found.text.encode(), url=found.address or url, content_type=content_type, max_chars=2**31)


def _from_text(body: bytes, url: str, content_type: str | None) -> Document:
    raw = decode(body, content_type)[0]
    text = tidy(_with_cells(raw))
    broken = raw.count("\ufffd") + sum(1 for char in raw[:100_000] if ord(char) < 32 and char not in "\t\n\r\f")
    if not any(char.isalnum() for char in text):
        raise ExtractionError(OutcomeCode.NO_TEXT, "the page holds no words")
    if "\x00" in raw or broken > len(raw) * _DAMAGED:
        raise ExtractionError(OutcomeCode.UNSUPPORTED_TYPE, "the address leads to a binary file, not to a text")
    media_type = media_type_of(content_type)
    return Document(
        text=text,
        published=day_of_url(url),
        media_type=media_type if media_type and media_type.startswith("text/") else "text/plain",
    )


def _with_cells(text: str) -> str:
    """Neighbouring lines of as many tabs are rows of a table, and tidied blanks would run their cells together."""
    lines = text.split("\n")
    tabs = [0, *(line.rstrip().count("\t") if "\t" in line.strip() else 0 for line in lines), 0]
    return "\n".join(
        line.rstrip().replace("\t", CELL_GAP) if tabs[at] and tabs[at] in (tabs[at - 1], tabs[at + 1]) else line
        for at, line in enumerate(lines, 1)
    )


def _from_json(body: bytes, url: str) -> Document:
    """JSON of known shapes: an oEmbed answer, a schema.org thing, a post with `text`."""
    try:
        found = json.loads(decode(body, "application/json")[0], strict=False)
    except (ValueError, RecursionError) as error:
        raise ExtractionError(OutcomeCode.EXTRACTION_FAILED, f"the JSON is malformed: {error}") from error
    thing: dict[str, Any] = found if isinstance(found, dict) else next((x for x in found if isinstance(x, dict)), {})
    written = next(
        (str(thing[key]) for key in _TEXT_KEYS if isinstance(thing.get(key), str) and thing[key].strip()), None
    )
    if written is None or isinstance(thing.get("items"), list):  # a feed has a title, and is no text
        raise ExtractionError(OutcomeCode.UNSUPPORTED_TYPE, "the address leads to data (JSON), not to a text")
    from verifier.page.about import called_satire
    from verifier.page.embedded import as_markup
    from verifier.page.flow import flow
    from verifier.page.tree import parse_fragment

    root = parse_fragment(as_markup(written) if "<" not in written else written)
    text = tidy(flow(root).text) if root is not None else ""
    if not text:
        raise ExtractionError(OutcomeCode.NO_TEXT, "the JSON holds no words")
    title = next((str(thing[key]) for key in ("headline", "title", "name") if isinstance(thing.get(key), str)), None)
    stamp = next(
        (str(thing[key]) for key in ("datePublished", "uploadDate", "created_at", "date") if thing.get(key)), None
    )
    return Document(
        text=text,
        title=title,
        published=day_of_stamp(stamp) or day_of_url(url),
        media_type="application/json",
        satire=called_satire(thing),
    )
