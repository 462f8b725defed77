"""Articles and pages through the real sandbox: what comes back is what the parsers said, checked."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.pages import FIRST, LINKS, PARAGRAPHS, SECOND, THIRD, TITLE, links_of
from support.papers import docx, lines, paragraph, pdf

from verifier.errors import ExtractionError, InputTooLarge, UnreadableInput
from verifier.extract import SandboxExtractor, extract
from verifier.model import OutcomeCode
from verifier.read import read_article
from verifier.sandbox import Sandbox, shared_sandbox
from verifier.settings import Settings

SETTINGS = Settings()
PAGES = Path(__file__).parents[2] / "fixtures" / "pages"
PAGE = (
    f"<!doctype html><html lang=en><head><title>{TITLE} | Review</title></head><body><article><h1>{TITLE}</h1>"
    f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p></article></body></html>"
).encode()


@pytest.fixture(scope="module", autouse=True)
def no_process_left() -> Iterator[None]:
    yield
    shared_sandbox(SETTINGS).close()


def test_an_article_is_read_with_its_links() -> None:
    article = read_article(PAGE, media_type="text/html", name="page.html", url="https://a.example/x", settings=SETTINGS)
    assert [article.text.count(words) for words in PARAGRAPHS] == [1, 1, 1]
    assert links_of(article) == list(LINKS)
    assert (article.title, article.language, article.url) == (TITLE, "en", "https://a.example/x")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (docx(paragraph("The board met.")), "The board met."),
        (pdf([lines(["The board met on Tuesday and talked for an hour about the cranes they own."])]), "The board met"),
    ],
)
def test_word_and_pdf_are_read_in_the_sandbox(body: bytes, words: str) -> None:
    assert words in read_article(body, name="a", settings=SETTINGS).text


def test_refusals_cross_the_process_boundary_with_their_words() -> None:
    with pytest.raises(UnreadableInput, match=r"menu\.html holds no article") as caught:
        read_article(b"<html><body><nav>Home</nav></body></html>", name="menu.html", settings=SETTINGS)
    assert caught.value.advice
    with pytest.raises(InputTooLarge, match="more than 100 characters"):
        read_article(PAGE, name="page.html", settings=Settings(max_article_chars=100))


def test_a_child_that_dies_is_an_unreadable_article() -> None:
    slow = b"<p>" + b"".join(b"<a href=/%d>w</a> " % number for number in range(60_000))
    tight = Settings(extract_cpu_s=1)
    with pytest.raises(UnreadableInput, match=r"evil\.html could not be read: .*CPU") as caught:
        read_article(slow * 4, name="evil.html", settings=tight)
    shared_sandbox(tight).close()
    assert "plain text" in caught.value.advice


@pytest.mark.parametrize(
    "answer",
    [
        b'{"text": 7}',
        b"not json",
        b'{"text": "short", "links": [{"span": [0, 99], "url": "https://a.example/"}]}',
        b'{"text": "short", "links": [{"span": [3, 1], "url": "https://a.example/"}]}',
    ],
)
def test_a_lying_child_is_not_believed(answer: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sandbox, "call", lambda *_: answer)
    with pytest.raises(UnreadableInput, match="could not be read"):
        read_article(PAGE, name="page.html", settings=SETTINGS)


def test_the_extractor_says_what_the_parsers_say() -> None:
    document = SandboxExtractor(SETTINGS).extract(PAGE, url="https://a.example/", content_type="text/html")
    assert document == extract(PAGE, url="https://a.example/", content_type="text/html")
    assert document.language == "en"


def test_the_extractor_raises_only_its_own_error() -> None:
    extractor = SandboxExtractor(SETTINGS)
    for body, outcome in ((b"", OutcomeCode.NO_TEXT), (b"\x89PNG", OutcomeCode.UNSUPPORTED_TYPE), (b"%PDF-", None)):
        with pytest.raises(ExtractionError) as caught:
            extractor.extract(body, url="https://a.example/", content_type="text/html")
        assert outcome is None or caught.value.outcome is outcome


def test_the_limit_of_the_settings_cuts_the_text() -> None:
    with Sandbox(SETTINGS) as sandbox:
        extractor = SandboxExtractor(Settings(max_document_chars=300), sandbox)
        document = extractor.extract(PAGE, url="https://a.example/", content_type="text/html")
    assert len(document.text) <= 300
    assert document.read_share < 1.0


def test_a_malformed_answer_is_an_extraction_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Sandbox, "call", lambda *_: json.dumps({"text": ["no"]}).encode())
    with pytest.raises(ExtractionError, match="malformed") as caught:
        SandboxExtractor(SETTINGS).extract(PAGE, url="https://a.example/", content_type="text/html")
    assert caught.value.outcome is OutcomeCode.EXTRACTION_FAILED


def test_a_language_that_only_statistics_can_tell_is_told() -> None:
    """The statistics load outside the sandbox, where a confined child could not load them."""
    words = (
        "Mae'r bwrdd wedi cau dau o'r pum craen ar ôl i'r arolygydd ddod o hyd i graciau yn eu traed ddydd Sadwrn. " * 4
    )
    body = f"<html><body><article><p>{words}</p></article></body></html>".encode()
    assert SandboxExtractor(SETTINGS).extract(body, url="https://a.example/", content_type="text/html").language == "cy"


def test_a_child_finds_everything_loaded_that_an_ordinary_page_needs() -> None:
    bodies = [path.read_bytes() for path in sorted(PAGES.glob("*.html")) if "missing" not in path.name]
    arguments = {"url": "https://a.example/x", "content_type": "text/html", "max_chars": "100000"}
    with Sandbox(SETTINGS, tasks={"late": "support.watched_pages:late"}) as sandbox:
        assert [json.loads(sandbox.call("late", body, arguments)) for body in bodies] == [[]] * len(bodies)
    assert len(bodies) > 5
