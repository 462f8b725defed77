"""DOCX, PDF, saved pages and mails as articles; furniture alone, junk and damage as refusals."""

from __future__ import annotations

import pytest
from support.pages import links_of, read
from support.papers import docx, lines, linked, paragraph, pdf

from verifier.errors import UnreadableInput
from verifier.model import Article
from verifier.page.sniff import Kind, kind_of_bytes
from verifier.read.rendered import Place, read_rendered

LONG = "The board of the harbour met on Tuesday and talked for an hour about the cranes and the money they cost."


def rendered(body: bytes, content_type: str | None = None) -> Article:
    return read_rendered(
        body, kind_of_bytes(body, content_type), content_type, Place(name="the file", url=None, base_url=None)
    )


def test_a_word_document_keeps_its_links_and_brackets() -> None:
    body = docx(
        paragraph(LONG) + paragraph("It said so (", linked("r1", "Radio Lindholm"), ", May 3) and left."),
        [("r1", "https://r.example/")],
    )
    article = rendered(body)
    assert article.text == f"{LONG}\n\nIt said so (Radio Lindholm, May 3) and left."
    assert links_of(article) == [("Radio Lindholm", "https://r.example/")]


def test_a_pdf_keeps_its_links_at_their_words() -> None:
    rows = [LONG[:70] + "-", LONG[70:], "", "It said so (Radio Lindholm, May 3) and left the meeting at noon."]
    article = rendered(pdf([lines(rows)], [(0, (135.0, 674.0, 222.0, 690.0), "https://r.example/")]))
    [(words, url)] = links_of(article)
    assert url == "https://r.example/"
    assert words in "(Radio Lindholm,"
    assert "Lindholm" in words
    assert "(Radio Lindholm, May 3)" in article.text


def test_the_title_and_day_of_a_pdf_come_from_its_first_lines() -> None:
    article = rendered(
        pdf([lines(["Two Cranes Closed in Lindholm Harbour", "", "24 September 2025", "", LONG])], title="draft7")
    )
    assert (article.title, article.published) == ("Two Cranes Closed in Lindholm Harbour", "2025-09-24")


@pytest.mark.parametrize("part", [f"<html><body><p>{LONG}</p><p>(<a href='/x'>Radio</a>, May 3)</p></body></html>"])
def test_a_saved_page_is_relative_to_where_it_was(part: str) -> None:
    body = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html\r\n"
        f"Content-Transfer-Encoding: 8bit\r\nContent-Location: https://own.example/p\r\n\r\n{part}\r\n--x--\r\n"
    )
    article = rendered(body.encode(), "multipart/related")
    assert links_of(article) == [("Radio", "https://own.example/x")]
    assert article.text.startswith(LONG)


def test_a_mail_without_markup_is_its_text() -> None:
    body = f"MIME-Version: 1.0\nSubject: x\nContent-Type: text/plain; charset=utf-8\n\n{LONG}\n"
    assert rendered(body.encode(), "message/rfc822").text.strip() == LONG


def test_linked_data_stands_in_for_a_page_drawn_by_script() -> None:
    article = read(
        '<html><head><script type="application/ld+json">{"@type":"NewsArticle","headline":"Two cranes closed",'
        '"datePublished":"2025-05-08","articleBody":"<p>'
        + (LONG + " ")
        * 8
        + "(<a href='https://r.example/'>Radio</a>, "
        'May 3)</p>"}</script></head><body><div id="root"></div></body></html>'
    )
    assert "(Radio, May 3)" in article.text
    assert ("Radio", "https://r.example/") in links_of(article)
    assert (article.title, article.published) == ("Two cranes closed", "2025-05-08")


@pytest.mark.parametrize(
    "markup",
    [
        "",
        "<html></html>",
        "<!-- nothing -->",
        "<html><body><nav><a href='/'>Home</a> <a href='/a'>About</a></nav><footer>Imprint</footer></body></html>",
        "<html><body><script>draw()</script><img src=x.png></body></html>",
        "<div hidden>" * 1000 + LONG,
    ],
)
def test_a_page_without_an_article_is_refused(markup: str) -> None:
    with pytest.raises(UnreadableInput, match=r"page\.html holds no") as caught:
        read(markup)
    assert caught.value.advice


def test_a_page_whose_article_is_marked_as_furniture_is_read_all_the_same() -> None:
    article = read(f"<html><body><div class='comments'>{f'<p>{LONG}</p>' * 5}</div></body></html>")
    assert article.text.count(LONG) == 5


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (b"%PDF-1.7 junk", None, "cannot be read as PDF: it is damaged"),
        (pdf([""]), None, "scanned PDF"),
        (docx(paragraph(LONG))[:-30], None, "cannot be read as DOCX: it is damaged"),
        (docx("<broken>"), None, "cannot be read as DOCX"),
        (b"\x89PNG\r\n" + bytes(50), "text/html", "a picture"),
        (b'{"a": 1}', "application/json", "JSON"),
        (b"PK\x03\x04" + bytes(50), None, "another kind"),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
            b"--x\nContent-Type: image/png\n\nx\n--x--\n",
            None,
            "no page",
        ),
    ],
)
def test_what_cannot_be_read_is_named(body: bytes, content_type: str | None, words: str) -> None:
    with pytest.raises(UnreadableInput, match=words) as caught:
        rendered(body, content_type)
    assert caught.value.message.startswith("the file")
    assert caught.value.advice


@pytest.mark.parametrize(
    ("body", "content_type", "name", "kind"),
    [
        (b"plain words", None, None, Kind.TEXT),
        (b"plain <words", "text/plain", "a.html", Kind.TEXT),
        (b"# heading", "text/plain", "a.md", Kind.MARKDOWN),
        (b"# heading", None, "A.MD", Kind.MARKDOWN),
        (b"words", "text/html", None, Kind.HTML),
        (b"words", None, "a.htm", Kind.HTML),
        (b"  <!DOCTYPE html><p>", None, None, Kind.HTML),
        (b"\xef\xbb\xbf<html>", None, None, Kind.HTML),
        ("<html>".encode("utf-16"), None, None, Kind.HTML),
        (b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC 'x'><html>", None, None, Kind.HTML),
        (b"<p>fragment", None, None, Kind.HTML),
        (b"<!doctype html><html>", "text/plain", None, Kind.HTML),
        (b"\n\n%PDF-1.4", "text/html", "a.html", Kind.PDF),
        (b"From: a\nMIME-Version: 1.0\n\nx", None, None, Kind.WRAPPED),
        (b'{"a": 1}', None, None, Kind.JSON),
        (b"{curly} words", None, None, Kind.TEXT),
        (b"<rss version='2.0'>", None, None, Kind.OTHER),
        (b"<svg xmlns='x'>", None, None, Kind.OTHER),
        (b"GIF89a", "text/html", None, Kind.OTHER),
    ],
)
def test_kinds_are_told_by_bytes_then_type_then_name(
    body: bytes, content_type: str | None, name: str | None, kind: Kind
) -> None:
    assert kind_of_bytes(body, content_type, name) is kind
