"""Pages made to hurt a parser: each ends within its limits, the next page is fine, and nothing of them is believed."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator

import pytest
from support.papers import docx, paragraph, pdf

from verifier.errors import ExtractionError, UnreadableInput
from verifier.extract import SandboxExtractor
from verifier.model import Document
from verifier.read import read_article
from verifier.sandbox import shared_sandbox
from verifier.settings import Settings

SETTINGS = Settings()
GOOD = "The harbour board closed two of its five cranes on Saturday after an inspector found cracks in their feet. " * 3
END = f"<p>{GOOD}</p>"
MARK = "closed two of its five cranes"

#: Shapes of about a megabyte. The words of END must come through, whatever stands before them.
READABLE = {
    "ten thousand links in a paragraph": "<p>" + "".join(f"<a href=/{n}>w</a> " for n in range(10_000)) + "</p>" + END,
    "forty thousand attributes": "<p " + " ".join(f"a{n}=x" for n in range(40_000)) + f">{GOOD}</p>",
    "attributes with angle brackets": "<p " + " ".join(f"a{n}='<x'" for n in range(10_000)) + f">{GOOD}</p>",
    "a hundred thousand nested divs": "<div>" * 100_000 + GOOD + "</div>" * 100_000,
    "two hundred thousand nested tags": "<div><section>" * 100_000 + GOOD,
    "two hundred thousand nested tags that are closed": "<div>" * 200_000 + GOOD + "</div>" * 200_000,
    "nested elements of the page's own": "<x-card>" * 50_000 + GOOD,
    "nested spans": "<span>" * 40_000 + GOOD,
    "nested bold and italics": "<b><i>" * 20_000 + GOOD,
    "nested tables": "<table><tr><td>" * 10_000 + GOOD,
    "nested lists": "<ul><li>" * 10_000 + GOOD,
    "nested links": "<a href=x>" * 5_000 + GOOD,
    "nested forms": "<form>" * 20_000 + GOOD,
    "a table cell of nine quadrillion columns": f"<table><tr><td colspan=9007199254740991 rowspan=65535>{GOOD}</table>",
    "entities": "<p>" + "&amp;" * 200_000 + END,
    "unknown entities": "<p>" + "&lolz;" * 100_000 + END,
    "billion laughs": '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>' + "<p>&b;</p>" + END,
    "a zero byte": END.replace("harbour", "har\x00bour", 1),
    "open comments": END + "<!--" * 100_000,
    "a style sheet of a hundred thousand rules": "<style>" + ".a{display:none}" * 50_000 + "</style>" + END,
    "braces in a style sheet": "<style>" + "{" * 200_000 + "</style>" + END,
    "at-rules in a style sheet": "<style>" + "@media x{" * 20_000 + "</style>" + END,
    "a class of twenty thousand names": f"<p class='{'share-' * 20_000}'>{GOOD}</p>",
    "an address of a megabyte": f"<p><a href='{'x' * 1_000_000}'>w</a></p>" + END,
    "nested brackets as linked data": '<script type="application/ld+json">' + "[" * 100_000 + "</script>" + END,
    "a long list as linked data": '<script type="application/ld+json">' + json.dumps([{}] * 50_000) + "</script>" + END,
    "unfinished state": "<script>" + "window.a={" * 50_000 + "</script>" + END,
    "hidden elements": "<i hidden>x</i>" * 20_000 + END,
    "headings of furniture": "<h2>Related</h2>" * 20_000 + END,
    "notes and marks": "".join(f"<a href=#fn{n}>[{n}]</a><i id=fn{n}></i>" for n in range(10_000)) + END,
    "marks that all lead to one block of links": "".join(f"<a id=m{n} href=#all>1</a>" for n in range(4_000))
    + "<div id=all>"
    + "<a href=/x>w</a> " * 4_000
    + f"</div>{END}",
    "line breaks": "<br>" * 50_000 + END,
    "times": "<time>x</time>" * 30_000 + END,
    "pictures": "<img src=x alt=y>" * 30_000 + END,
    "declared as something else": '<?xml version="1.0" encoding="utf-7"?><meta charset=utf-16><meta charset=ebcdic>'
    + END,
}


@pytest.fixture(scope="module", autouse=True)
def no_process_left() -> Iterator[None]:
    yield
    shared_sandbox(SETTINGS).close()


def extract(body: bytes, content_type: str = "text/html") -> Document:
    return SandboxExtractor(SETTINGS).extract(body, url="https://evil.example/", content_type=content_type)


@pytest.mark.parametrize("shape", READABLE)
def test_an_evil_page_is_extracted_all_the_same(shape: str) -> None:
    assert MARK in extract(READABLE[shape].encode()).text


@pytest.mark.parametrize("shape", READABLE)
def test_an_evil_page_is_read_all_the_same(shape: str) -> None:
    article = read_article(READABLE[shape].encode(), media_type="text/html", settings=SETTINGS)
    assert MARK in article.text
    assert all(0 <= link.span[0] <= link.span[1] <= len(article.text) for link in article.links)


@pytest.mark.parametrize(
    "body",
    [
        b"<div>" * 1_000_000,
        b"<" * 1_000_000,
        b"<p>" + b"<a href=x>w</a>" * 120_000,
        b"<![CDATA[" * 100_000,
        b"%PDF-1.4\n" + b"1 0 obj<</Kids[1 0 R]>>endobj " * 20_000,
        pdf(["q " * 100_000]),
        pdf(["BT /F1 1e38 Tf (x) Tj ET"] * 50),
        pdf(["(unfinished"]),
        b"PK\x03\x04word/" + bytes(10_000),
        docx("<w:p>" * 5_000 + "</w:p>" * 5_000),
        docx(paragraph("x"), extra=[("word/a.xml", bytes(60 * 2**20))]),
        docx('<!DOCTYPE x [<!ENTITY a "ha">]>'),
        b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n" + b"--x\n" * 50_000,
        b'{"a":' * 100_000,
        b"\xff\xfe" * 100_000,
        bytes(1_000_000),
    ],
    ids=range(16),
)
def test_whatever_comes_only_our_errors_leave_and_the_next_page_is_fine(body: bytes) -> None:
    for content_type in ("text/html", "application/octet-stream"):
        with contextlib.suppress(ExtractionError):
            assert len(extract(body, content_type).text) <= SETTINGS.max_document_chars
    with contextlib.suppress(UnreadableInput):
        assert read_article(body, name="evil", settings=SETTINGS).text
    assert MARK in extract(END.encode()).text


@pytest.mark.parametrize("encoding", ["utf-7", "cp037", "utf-32", "shift_jis", "gb18030", "x-nonsense", "rot13", ""])
def test_a_false_declaration_of_the_encoding_breaks_nothing(encoding: str) -> None:
    body = (f"<html><head><meta charset='{encoding}'></head><body>" + END + "</body></html>").encode()
    assert MARK in extract(body, f"text/html; charset={encoding}").text


def test_many_zero_bytes_are_dropped_from_a_page_and_from_an_article() -> None:
    body = (END.replace(" ", " \x00") + "\x00" * 1000).encode()
    assert MARK in extract(body).text
    assert MARK in read_article(body, media_type="text/html", settings=SETTINGS).text


def test_markup_in_titles_and_addresses_is_only_text() -> None:
    body = (
        "<html><head><title>&lt;script&gt;alert(1)&lt;/script&gt; two words more</title></head><body><article>"
        f"<p>{GOOD}(<a href='javascript:alert(1)'>Name</a>, <a href=' data:text/html,x'>May 3</a>)</p>"
        "</article></body></html>"
    )
    article = read_article(body.encode(), media_type="text/html", settings=SETTINGS)
    assert article.links == ()
    assert article.title == "<script>alert(1)</script> two words more"
    assert "(Name, May 3)" in article.text
