"""PDF and Word files made to hang, crash or swell their parsers, or locked: each is read or named, and bounded."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

import pytest
from support.papers import docx, lines, locked_pdf, paragraph, pdf

from verifier.errors import ExtractionError, UnreadableInput
from verifier.extract import SandboxExtractor
from verifier.model import Document, OutcomeCode
from verifier.read import read_article
from verifier.sandbox import shared_sandbox
from verifier.settings import Settings

SETTINGS = Settings()
MARK = "closed two of its five cranes"
WORDS = f"The board of the harbour {MARK} on Saturday"
ROWS = lines(
    [f"{WORDS}, after an inspector had found", "cracks in their feet, and sent the ships to the southern quay."]
)


@pytest.fixture(scope="module", autouse=True)
def no_process_left() -> Iterator[None]:
    yield
    shared_sandbox(SETTINGS).close()


def extract(body: bytes, content_type: str = "application/octet-stream") -> Document:
    return SandboxExtractor(SETTINGS).extract(body, url="https://evil.example/", content_type=content_type)


def deflated(content: bytes) -> bytes:
    """A PDF whose one page is drawn by a packed stream."""
    packed = zlib.compress(content, 9)
    body = pdf(["STREAM"])
    length = b"<< /Length %d >>" % len("STREAM")
    return body.replace(length, b"<< /Length %d /Filter /FlateDecode >>" % len(packed)).replace(b"STREAM", packed)


#: What must come through whatever else is in the file.
READABLE = {
    "a count of two billion pages": pdf([ROWS]).replace(b"/Count 1", b"/Count 2000000000"),
    "a page tree that holds itself": pdf([ROWS]).replace(b"/Kids [", b"/Kids [2 0 R "),
    "a table of places that is wrong": pdf([ROWS]).replace(b"0000000", b"0000009"),
    "no end": pdf([ROWS])[:-6],
    "rubbish before it": b"junk\n" * 20 + pdf([ROWS]),
    "a million operators": pdf([ROWS + "\n" + "q Q " * 250_000]),
    "a lock that only forbids to print": locked_pdf(ROWS),
    "an action at its opening": pdf([ROWS]).replace(
        b"/Type /Catalog", b"/Type /Catalog /OpenAction << /S /JavaScript /JS (while(1){}) >>"
    ),
    "a Word file with a macro": docx(paragraph(WORDS), extra=[("word/vbaProject.bin", bytes(5_000))]),
    "a Word file with a packed picture": docx(paragraph(WORDS), extra=[("word/media/a.png", bytes(200 * 2**20))]),
}
#: What cannot be read, and what is said of it.
NAMED = {
    "a PDF locked with a password": (locked_pdf(ROWS, b"secret"), "locked with a password"),
    "a scanned PDF": (pdf(["0 0 m 100 100 l S"] * 3), "scanned: it holds pictures of text"),
    "a PDF of nothing": (b"%PDF-1.7\n" + bytes(2_000_000), "damaged or no PDF"),
    "a PDF cut off early": (pdf([ROWS])[:200], "damaged or no PDF"),
    "a Word file that unpacks to 300 MiB": (
        docx(paragraph("x"), extra=[(f"word/{n}.xml", bytes(30 * 2**20)) for n in range(10)]),
        "packs far too much into too little",
    ),
    "a Word file of six thousand parts": (
        docx(paragraph("x"), extra=[(f"word/{n}.xml", b"") for n in range(6_000)]),
        "more than 5000 files",
    ),
    "a Word file cut in half": (docx(paragraph(WORDS * 50))[:-300], "damaged or no Word document"),
    "a Word file without a text": (docx(""), "holds no text"),
}
#: What may be read or not, as long as it ends and is said in words.
BOUNDED = {
    "a stream that unpacks to 300 MiB": deflated(b"q " * (150 * 2**20)),
    "a form that draws itself": pdf(["/X Do"]).replace(
        b"/Font << /F1 3 0 R >>", b"/Font << /F1 3 0 R >> /XObject << /X 4 0 R >>"
    ),
    "a million letters on a page": pdf(["BT /F1 12 Tf 72 720 Td " + "(cranes) Tj " * 150_000 + "ET"]),
    "numbers beyond all paper": pdf(["BT /F1 1e30 Tf 1e30 -1e30 Td (cranes) Tj ET"] * 20),
    "a Word file nested forty thousand deep": docx("<w:tbl><w:tr><w:tc>" * 13_000),
    "laughs in a Word file": docx(
        '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>' + paragraph("&b;&b;&b;")
    ),
}


@pytest.mark.parametrize("shape", READABLE)
def test_a_document_is_read_whatever_else_is_in_it(shape: str) -> None:
    assert MARK in extract(READABLE[shape]).text


@pytest.mark.parametrize("shape", NAMED)
def test_a_document_that_cannot_be_read_is_named(shape: str) -> None:
    body, words = NAMED[shape]
    with pytest.raises(ExtractionError, match=words) as caught:
        extract(body)
    assert caught.value.outcome in (OutcomeCode.EXTRACTION_FAILED, OutcomeCode.NO_TEXT)
    with pytest.raises(UnreadableInput, match=r"draft"):
        read_article(body, name="draft", settings=SETTINGS)


@pytest.mark.parametrize("shape", BOUNDED)
def test_a_document_made_to_swell_ends_and_the_next_one_is_fine(shape: str) -> None:
    found: Document | ExtractionError
    try:
        found = extract(BOUNDED[shape])
    except ExtractionError as error:
        found = error
    if isinstance(found, Document):
        assert len(found.text) <= SETTINGS.max_document_chars
    else:
        assert found.outcome in (OutcomeCode.EXTRACTION_FAILED, OutcomeCode.NO_TEXT)
        assert re.fullmatch(r"the (PDF|Word document|page|parser|file)\b.{15,200}", found.message), found.message
    assert MARK in extract(pdf([ROWS])).text
