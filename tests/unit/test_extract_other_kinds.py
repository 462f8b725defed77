"""PDF, Word, plain text, JSON and saved pages in, documents out; everything else is named and refused."""

from __future__ import annotations

import json

import pytest
from support.papers import docx, lines, linked, paragraph, pdf

from verifier.errors import ExtractionError
from verifier.extract import extract
from verifier.model import Document, OutcomeCode

WORDS = "The board of the harbour closed two of its five cranes on Saturday."
ROWS = [
    "The board of the harbour closed two of its five cranes on Saturday, after an in-",
    "spector had found cracks in their feet, and sent the ships to the southern quay",
    "for the rest of the week.",
    "",
    "It had been warned twice before, according to letters that the council published",
    "on Monday.",
]


def read(body: bytes, content_type: str | None = None, url: str = "https://a.example/x") -> Document:
    return extract(body, url=url, content_type=content_type)


def test_the_lines_of_a_pdf_are_joined_to_paragraphs_and_hyphens_mended() -> None:
    document = read(pdf([lines(ROWS)], title="Cranes"))
    assert document.text.split("\n") == [
        "The board of the harbour closed two of its five cranes on Saturday, after an inspector had found cracks in "
        "their feet, and sent the ships to the southern quay for the rest of the week.",
        "It had been warned twice before, according to letters that the council published on Monday.",
    ]
    assert (document.title, document.published, document.language) == ("Cranes", None, "en")
    assert document.media_type == "application/pdf"


@pytest.mark.parametrize(
    ("first", "url", "published"),
    [
        ("Lindholm, 3 May 2024", "https://a.example/x", "2024-05-03"),
        ("Report of 3 May 2024, printed on 8 May 2025", "https://a.example/x", "2025-05-08"),
        ("Lindholm Harbour Board", "https://a.example/2024/05/04/x.pdf", "2024-05-04"),
        ("Lindholm Harbour Board", "https://a.example/x.pdf", None),
    ],
)
def test_the_day_of_a_pdf_is_the_printed_one_and_not_that_of_its_file(
    first: str, url: str, published: str | None
) -> None:
    assert read(pdf([lines([first, "", *ROWS])], title="Cranes"), url=url).published == published


def test_running_heads_and_page_numbers_of_a_pdf_are_dropped() -> None:
    pages = [
        lines(
            [
                "Harbour Review 2025",
                "",
                *[f"Sentence {page}.{row} is about the cranes." for row in range(5)],
                "",
                str(page),
            ]
        )
        for page in range(1, 6)
    ]
    text = read(pdf(pages)).text
    assert "Harbour Review" not in text
    assert not any(line.strip().isdigit() for line in text.split("\n"))
    assert all(f"Sentence {page}.{row} is about the cranes." in text for page in range(1, 6) for row in range(5))


def test_a_paragraph_that_runs_over_a_page_is_one() -> None:
    text = read(pdf([lines([ROWS[0], ROWS[1]]), lines([ROWS[2], "", ROWS[4], ROWS[5]])])).text
    assert "southern quay for the rest of the week." in text


def test_a_scanned_pdf_says_so() -> None:
    with pytest.raises(ExtractionError, match="scanned") as caught:
        read(pdf(["", ""]))
    assert caught.value.outcome is OutcomeCode.NO_TEXT


@pytest.mark.parametrize("body", [b"%PDF-1.4\njunk", pdf([lines(ROWS)])[:300], b"%PDF-"])
def test_a_broken_pdf_says_so(body: bytes) -> None:
    with pytest.raises(ExtractionError, match="PDF cannot be read: it is damaged") as caught:
        read(body)
    assert caught.value.outcome is OutcomeCode.EXTRACTION_FAILED


def test_a_pdf_is_known_by_its_bytes_whatever_the_header_says() -> None:
    assert read(pdf([lines(ROWS)]), "text/html").media_type == "application/pdf"


def test_a_word_document_is_read() -> None:
    body = docx(
        paragraph(WORDS) + paragraph("It said so (", linked("r1", "Radio"), ", May 3)."), [("r1", "https://r.example/")]
    )
    assert read(body).text == f"{WORDS}\nIt said so (Radio, May 3)."


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (docx(paragraph(WORDS), extra=[("word/big.xml", bytes(30 * 2**20))]), "too much into too little"),
        (docx(paragraph(WORDS), extra=[(f"word/{n}.xml", b"") for n in range(6000)]), "more than 5000 files"),
        (docx(paragraph(WORDS))[:-40], "damaged"),
        (docx("<unclosed>"), "damaged"),
    ],
)
def test_bombs_and_ruins_of_word_documents_are_refused(body: bytes, words: str) -> None:
    with pytest.raises(ExtractionError, match=words) as caught:
        read(body)
    assert caught.value.outcome is OutcomeCode.EXTRACTION_FAILED


def test_lines_of_as_many_tabs_are_rows_of_a_table_and_others_are_not() -> None:
    body = f"{WORDS}\n\tTurnout\tVotes\r\nHolm\t58 %\t12\nThe end\tof it.\n\tIndented.\n\tIndented, too.\n"
    assert read(body.encode(), "text/plain").text.split("\n") == [
        WORDS, "| Turnout | Votes", "Holm | 58 % | 12", "The end of it.", "Indented.", "Indented, too."
    ]  # fmt: skip


@pytest.mark.parametrize("content_type", ["text/plain", "text/plain; charset=utf-8", "text/markdown", None])
def test_plain_text_may_be_short_and_stays_as_it_is(content_type: str | None) -> None:
    assert (
        read(b"Two cranes closed.\r\n\r\n  Nobody hurt. \r\n", content_type).text == "Two cranes closed.\nNobody hurt."
    )


def test_a_page_sent_as_plain_text_is_still_a_page() -> None:
    body = f"<!DOCTYPE html><html><body><article><p>{WORDS * 4}</p></article></body></html>".encode()
    assert "<p>" not in read(body, "text/plain").text


@pytest.mark.parametrize(
    ("thing", "text"),
    [
        (
            {"type": "rich", "html": f"<blockquote><p>{WORDS}</p>&mdash; Ada</blockquote>", "title": "T"},
            f"{WORDS}\n— Ada",
        ),
        ({"@type": "NewsArticle", "headline": "H", "articleBody": f"{WORDS}\n{WORDS}"}, f"{WORDS}\n{WORDS}"),
        ({"text": WORDS, "created_at": "2025-05-04T00:00:00Z"}, WORDS),
        ([{"text": WORDS}], WORDS),
    ],
)
def test_json_of_known_shapes_is_read(thing: object, text: str) -> None:
    assert read(json.dumps(thing).encode(), "application/json").text == text


@pytest.mark.parametrize(
    "body", [b"[1, 2, 3]", b'{"a": {"b": 1}}', b'{"a": ', b'{"title": "Harbour Echo", "items": [{"title": "Cranes"}]}']
)
def test_other_json_is_refused(body: bytes) -> None:
    with pytest.raises(ExtractionError):
        read(body, "application/json")


@pytest.mark.parametrize("head", [b"", b'<?xml version="1.0" encoding="utf-8"?>\n'])
def test_a_feed_is_refused(head: bytes) -> None:
    feed = head + b'<rss version="2.0"><channel><title>Echo</title><link>http://a.example/</link></channel></rss>'
    with pytest.raises(ExtractionError) as refused:
        read(feed, "application/rss+xml")
    assert refused.value.outcome is OutcomeCode.UNSUPPORTED_TYPE


def test_a_saved_page_is_unwrapped() -> None:
    body = (
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\n"
        "Content-Type: text/html; charset=utf-8\r\n"
        f"Content-Location: https://own.example/2025/05/04/p\r\n\r\n"
        f"<html><body><p>{WORDS * 4}</p></body></html>\r\n--x--\r\n"
    )
    document = read(body.encode(), "multipart/related; boundary=x")
    assert WORDS in document.text
    assert document.published == "2025-05-04"


@pytest.mark.parametrize(
    ("body", "content_type", "words"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png", "a picture"),
        (b"\xff\xd8\xff\xe0" + bytes(50), "text/html", "a picture"),
        (b"\x00\x00\x00\x20ftypmp42" + bytes(50), "video/mp4", "a video"),
        (b"PK\x03\x04" + bytes(60), "application/zip", "application/zip"),
        (b"\xd0\xcf\x11\xe0" + bytes(60), None, "old Office file"),
        (b"<?xml version='1.0'?><rss><channel/></rss>", "application/rss+xml", "application/rss"),
        (bytes(range(256)) * 8, None, "binary"),
    ],
)
def test_what_is_no_text_is_named(body: bytes, content_type: str | None, words: str) -> None:
    with pytest.raises(ExtractionError, match=words) as caught:
        read(body, content_type)
    assert caught.value.outcome is OutcomeCode.UNSUPPORTED_TYPE


@pytest.mark.parametrize("body", [b"", b"  \n ", b"... --- ..."])
def test_an_empty_body_has_no_text(body: bytes) -> None:
    with pytest.raises(ExtractionError) as caught:
        read(body, "text/plain")
    assert caught.value.outcome is OutcomeCode.NO_TEXT
