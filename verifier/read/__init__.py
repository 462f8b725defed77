"""Submitted bytes in, an `Article` out: plain text here, all else by parsers in the sandbox."""

from __future__ import annotations

from dataclasses import replace

from verifier.errors import InputTooLarge, UnreadableInput
from verifier.model import Article, MarkedArticle
from verifier.settings import Settings

__all__ = ["read_article"]


def read_article(
    body: bytes,
    *,
    media_type: str | None = None,
    name: str | None = None,
    url: str | None = None,
    base_url: str | None = None,
    title: str | None = None,
    published: str | None = None,
    language: str | None = None,
    settings: Settings,
) -> Article:
    """The article in a text, Markdown, HTML, MHTML, mail, DOCX or PDF file.

    `media_type` may carry a charset; `url` is where the page was found, `base_url` what its relative links are
    relative to. `title`, `published` and `language` win over what the input says. Of plain text `Article.text` is
    the decoded file unchanged; its byte order mark is no part of it, being a sign of the encoding. Of HTML and
    Markdown a `MarkedArticle` comes back, whose places in the source count from behind that mark, too.
    Raises `UnreadableInput` and `InputTooLarge`.
    """
    from verifier.page.sniff import Kind, kind_of_bytes

    shown = name or url or "the article"
    if len(body) > settings.max_article_bytes:
        raise InputTooLarge(
            f"{shown} is larger than {settings.max_article_bytes // 2**20} MiB",
            "Hand in the article alone, without images, or raise VERIFIER_MAX_ARTICLE_BYTES.",
        )
    if not body.strip():
        raise UnreadableInput(f"{shown} is empty", "Hand in the article's text, its HTML or its address.")
    kind = kind_of_bytes(body, media_type, name)
    if kind is Kind.TEXT:
        from verifier.read.plain import read_plain

        article = read_plain(body, media_type, shown)
    else:
        if kind is Kind.HTML:
            from verifier.read.plain import refuse_binary

            refuse_binary(body, media_type, shown)
        elif kind is Kind.MARKDOWN:
            from verifier.read.plain import text_of_bytes

            body, media_type = text_of_bytes(body, media_type, shown).encode(), "text/markdown; charset=utf-8"
        article = _in_the_sandbox(body, kind.value, media_type, shown, url, base_url, settings)
    if not article.text.strip():
        raise UnreadableInput(f"{shown} holds no text", "Hand in the article's text, its HTML or its address.")
    if len(article.text) > settings.max_article_chars:
        raise InputTooLarge(
            f"{shown} has more than {settings.max_article_chars:,} characters of text",
            "Hand it in in parts, or raise VERIFIER_MAX_ARTICLE_CHARS.",
        )
    return _told(article, url, title, published, language)


def _in_the_sandbox(
    body: bytes,
    kind: str,
    media_type: str | None,
    shown: str,
    url: str | None,
    base_url: str | None,
    settings: Settings,
) -> Article:
    from verifier.codec import from_json
    from verifier.errors import ExtractionError, MalformedJSON
    from verifier.sandbox import shared_sandbox

    task = "markdown" if kind == "markdown" else "read"
    arguments = {"kind": kind, "content_type": media_type, "name": shown, "url": url, "base_url": base_url}
    try:
        article = from_json(shared_sandbox(settings).call(task, body, arguments), MarkedArticle)
    except (ExtractionError, MalformedJSON) as error:
        raise UnreadableInput(
            f"{shown} could not be read: {error.message}", "Copy the article's text into a plain text file."
        ) from error
    length = len(article.text)
    if not all(0 <= link.span[0] <= link.span[1] <= length for link in article.links):
        raise UnreadableInput(f"{shown} could not be read: its links lie outside its text", "Hand in its plain text.")
    if not all(0 <= piece[0] < piece[1] <= length and 0 <= piece[2] < piece[3] for piece in article.pieces):
        raise UnreadableInput(f"{shown} could not be read: its map lies outside its text", "Hand in its plain text.")
    return article


def _told(article: Article, url: str | None, title: str | None, published: str | None, language: str | None) -> Article:
    """What the caller says wins over what the input says; a language that nobody told is found out."""
    from verifier.page.language import language_of

    return replace(
        article,
        title=title or article.title,
        published=published or article.published,
        language=language or language_of(article.text, article.language),
        url=url or article.url,
    )
