"""Pages in, documents out: the text, what the page says about itself, rescues, and honest refusals."""

from __future__ import annotations

import json

import pytest

from verifier.errors import ExtractionError
from verifier.extract import extract
from verifier.model import Document, OutcomeCode

URL = "https://site.example/news/cranes"
PARAGRAPHS = (
    "The harbour board of Lindholm closed two of its five cranes on Saturday after an inspector found cracks in their "
    "feet, and sent the ships that were waiting to the southern quay.",
    "It had been warned twice before, in January and in March, according to letters that the town council published on "
    "Monday together with the bills of the last ten years.",
    "A new crane costs about 4.2 million and takes a year to build, said the treasurer, who wants to lease one from "
    "the neighbouring port until then.",
    "Dockers want the work to stop altogether until every crane has been looked at; their union wrote that patience "
    "was at an end and that a strike was being prepared.",
)
LINKED = '<script type="application/ld+json">%s</script>'
TEXT = "\n".join(PARAGRAPHS)
MARKUP = "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)


def page(body: str = f"<article><h1>Cranes closed</h1>{MARKUP}</article>", head: str = "", attributes: str = "") -> str:
    return (
        f"<!doctype html><html {attributes}><head><title>Cranes closed</title>{head}</head><body>{body}</body></html>"
    )


def read(markup: str, url: str = URL) -> Document:
    return extract(markup.encode(), url=url, content_type="text/html; charset=utf-8")


def test_the_text_is_one_line_a_paragraph() -> None:
    document = read(page())
    assert [paragraph for paragraph in PARAGRAPHS if paragraph not in document.text.split("\n")] == []
    assert document.media_type == "text/html"
    assert document.read_share == 1.0
    assert not document.hidden_text


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f'<article><h1>Cranes</h1><section id="Transcript">{MARKUP}</section></article>', True),
        (f'<article><h1>Cranes</h1><div class="video-subtitles">{MARKUP}</div></article>', True),
        (f"<article><h1>Cranes</h1>{MARKUP}</article>", False),
        (f'<article>{MARKUP}</article><aside class="transcript"><a href="/t">Show transcript</a></aside>', False),
        (f'<article>{MARKUP}</article><div class="transcript" hidden>{"Nobody can see any of these words. " * 9}</div>',
         False),
    ],
    ids=["a section", "a class", "none", "a link to it", "out of sight"],
)  # fmt: skip
def test_a_transcript_is_known_by_the_name_of_its_part_of_the_page(body: str, expected: bool) -> None:
    assert read(page(body)).transcript is expected


@pytest.mark.parametrize(
    ("head", "satire"),
    [
        (LINKED % '{"@type":"SatiricalArticle","headline":"Cranes closed"}', "SatiricalArticle"),
        (LINKED % '{"@type":["NewsArticle","SatiricalArticle"]}', "SatiricalArticle"),
        (LINKED % '{"@type":"NewsArticle","genre":["news","Political satire"]}', "Political satire"),
        (LINKED % '{"@type":"NewsArticle","articleSection":"Сатира"}', "Сатира"),
        ('<meta property="article:section" content="Sátira">', "Sátira"),
        (LINKED % '{"@type":"NewsArticle","genre":"news","articleSection":"Harbour"}', None),
        (LINKED % '[{"@type":"NewsArticle"},{"@type":"Movie","genre":"Satire"}]', None),
        (LINKED % '[{"@type":"NewsArticle"},{"@type":"ItemList","itemListElement":[{"@type":"SatiricalArticle"}]}]',
         None),
        ('<meta property="article:section" content="Culture"><meta name="keywords" content="satire">', None),
    ],
)  # fmt: skip
def test_satire_is_known_by_what_the_data_calls_the_article(head: str, satire: str | None) -> None:
    assert read(page(head=head)).satire == satire


def test_furniture_is_not_text() -> None:
    text = read(
        page(
            '<div class="cookie-notice"><p>We use cookies and other cookies for all our purposes.</p></div>'
            f"<nav><a href=/>Home</a></nav><article>{MARKUP}<p>Accept cookies</p><p>Share this article</p></article>"
            '<div id="comments"><p>I never liked those cranes and I have said so for many years now.</p></div>'
            "<footer>Copyright 2025 Site</footer>"
        )
    ).text
    assert text == TEXT


@pytest.mark.parametrize(
    "head",
    [
        LINKED % '{"@type":"NewsArticle","datePublished":"2025-05-04T22:00:00+02:00"}',
        LINKED % '{"@graph":[{"@type":"WebSite"},{"@type":["Article"],"datePublished":"2025-05-04"}]}',
        LINKED % '<!-- [{"@type":"Article",\n"datePublished":"2025-05-04"}] -->',
        '<meta property="article:published_time" content="2025-05-04T10:00:00Z">',
        '<meta name="DC.date.issued" content="2025-05-04">',
        '<meta name="parsely-pub-date" content="Sun, 04 May 2025 10:00:00 GMT">',
    ],
)
def test_the_day_of_publication_is_read_from_the_head(head: str) -> None:
    assert read(page(head=head)).published == "2025-05-04"


@pytest.mark.parametrize(
    "mark",
    [
        '<time datetime="2025-05-04T10:00">Sunday</time>',
        "<time>4 May 2025</time>",
        '<span itemprop="datePublished" content="2025-05-04"></span>',
        '<span class="entry-date">4 maja 2025</span>',
    ],
)
def test_the_day_of_publication_is_read_from_the_article(mark: str) -> None:
    assert read(page(f"<article><h1>Cranes</h1>{mark}{MARKUP}</article>")).published == "2025-05-04"


def test_the_day_of_publication_is_read_from_the_address() -> None:
    assert read(page(), url="https://site.example/2025/05/04/cranes").published == "2025-05-04"


def test_a_day_in_running_text_is_not_the_day_of_publication() -> None:
    assert (
        read(page(f"<article>{MARKUP}<p>The cranes date from 3 March 1998, said the board.</p></article>")).published
        is None
    )


@pytest.mark.parametrize(
    ("title", "head", "expected"),
    [
        ("Cranes closed in Lindholm | The Review", "", "Cranes closed in Lindholm"),
        ("Cranes closed in Lindholm - The Review", "", "Cranes closed in Lindholm"),
        (
            "The Review: Cranes closed in Lindholm",
            '<meta property="og:site_name" content="The Review">',
            "Cranes closed in Lindholm",
        ),
        ("x", '<meta property="og:title" content="Cranes &amp;amp; ships closed">', "Cranes & ships closed"),
        (
            "x",
            '<script type="application/ld+json">{"@type":"NewsArticle","headline":"Cranes closed"}</script>',
            "Cranes closed",
        ),
        ("Poland - Belarus border stays shut", "", "Poland - Belarus border stays shut"),
    ],
)
def test_titles(title: str, head: str, expected: str) -> None:
    markup = f"<html><head><title>{title}</title>{head}</head><body><article>{MARKUP}</article></body></html>"
    assert read(markup).title == expected


@pytest.mark.parametrize(
    ("attributes", "language"), [('lang="en-GB"', "en"), ("", "en"), ('lang="pl"', "en"), ('lang="xx-junk-1"', "en")]
)
def test_the_declared_language_is_checked_against_the_text(attributes: str, language: str) -> None:
    assert read(page(attributes=attributes)).language == language


def test_tables_and_lists_stay_readable() -> None:
    text = read(
        page(
            f"<article>{MARKUP}<table><tr><th>Crane</th><th>Built</th></tr><tr><td>North</td><td>1998</td></tr></table>"
            "<ul><li>The first crane is the oldest one</li><li>The second crane is newer</li></ul></article>"
        )
    ).text
    assert any("North" in line and "1998" in line for line in text.split("\n"))
    assert any("The second crane is newer" in line for line in text.split("\n"))


def test_characters_are_normalised() -> None:
    odd = (
        PARAGRAPHS[0]
        .replace("harbour", "har\u00adbour")
        .replace("board", "bo\u200bard")
        .replace("cranes", "cra\u0301nes")
    )
    text = read(page(f"<article><p>{odd}\u00a0 \x00\x07</p>{MARKUP}</article>")).text
    assert PARAGRAPHS[0].replace("cranes", "cránes") in text
    assert not any(ord(char) < 32 and char != "\n" for char in text)
    assert all(line == line.strip() and line for line in text.split("\n"))


def test_an_article_that_is_only_in_the_linked_data_is_read_from_there() -> None:
    thing = json.dumps({"@type": "NewsArticle", "articleBody": "\n\n".join(PARAGRAPHS)})
    document = read(page('<div id="root"></div>', f'<script type="application/ld+json">{thing}</script>'))
    assert document.text == TEXT


def test_the_entries_of_a_live_blog_are_read() -> None:
    updates = [{"@type": "BlogPosting", "articleBody": paragraph} for paragraph in PARAGRAPHS]
    thing = json.dumps({"@type": "LiveBlogPosting", "liveBlogUpdate": updates})
    assert read(page('<div id="app"></div>', f'<script type="application/ld+json">{thing}</script>')).text == TEXT


@pytest.mark.parametrize(
    "script",
    [
        '<script id="__NEXT_DATA__" type="application/json">%s</script>',
        "<script>window.__STATE__ = %s;</script>",
        "<script>\nvar data = %s; start(data);</script>",
    ],
)
@pytest.mark.parametrize(
    "state",
    [
        {"props": {"article": {"body": MARKUP, "menu": ["Home", "About"]}}},
        {"props": {"story": {"content": [{"type": "p", "text": paragraph} for paragraph in PARAGRAPHS]}}},
        {"a": {"paragraphs": list(PARAGRAPHS), "seo": {"description": "Short words about cranes in a harbour."}}},
    ],
)
def test_an_article_in_the_state_of_a_framework_is_read_from_there(script: str, state: dict[str, object]) -> None:
    document = read(page('<div id="__next"></div>' + script % json.dumps(state)))
    assert document.text == TEXT


def test_a_page_drawn_by_script_says_so() -> None:
    with pytest.raises(ExtractionError, match="JavaScript") as caught:
        read(page("<noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>"))
    assert caught.value.outcome is OutcomeCode.NEEDS_JS


@pytest.mark.parametrize(
    "markup",
    [
        "<html></html>",
        page("<p>Too short.</p>"),
        page("<nav><a href=/>Home</a> <a href=/x>About us</a></nav>"),
        "<!-- x -->",
    ],
)
def test_a_page_without_text_says_so(markup: str) -> None:
    with pytest.raises(ExtractionError) as caught:
        read(markup)
    assert caught.value.outcome is OutcomeCode.NO_TEXT


def test_a_post_of_a_channel_may_be_short_and_stands_alone() -> None:
    markup = page(
        '<div class="tgme_widget_message"><div class="tgme_widget_message_text">The cranes are closed.<br>'
        "More tomorrow.</div>"
        '<a class="tgme_widget_message_date"><time datetime="2025-05-04T08:00:00+00:00">08:00</time></a></div>'
    )
    document = read(markup)
    assert document.text == "The cranes are closed.\nMore tomorrow."
    assert document.published == "2025-05-04"


def test_a_text_beyond_the_limit_is_cut_and_says_how_much_was_read() -> None:
    document = extract(page().encode(), url=URL, content_type="text/html", max_chars=400)
    assert len(document.text) <= 400
    assert f"Cranes closed\n{TEXT}".startswith(document.text)
    assert 0.4 < document.read_share < 0.9


def test_a_page_of_too_many_tags_is_read_in_part() -> None:
    document = read("<html><body>" + MARKUP + "<br>" * 250_000 + "</body></html>")
    assert PARAGRAPHS[0] in document.text
    assert document.read_share < 1.0


@pytest.mark.parametrize("encoding", ["utf-8", "cp1250", "iso-8859-2", "utf-16"])
def test_encodings_are_followed(encoding: str) -> None:
    polish = (
        "Zarząd portu zamknął w sobotę dwa żurawie, gdyż inspektor znalazł pęknięcia w ich stopach, i odesłał statki. "
        * 3
    )
    markup = f'<html><head><meta charset="{encoding}"></head><body><article><p>{polish}</p></article></body></html>'
    document = extract(markup.encode(encoding), url=URL, content_type="text/html")
    assert "żurawie, gdyż inspektor znalazł pęknięcia" in document.text
    assert document.language == "pl"


def test_no_page_text_is_doubled() -> None:
    text = read(page()).text
    assert [text.count(paragraph) for paragraph in PARAGRAPHS] == [1, 1, 1, 1]
