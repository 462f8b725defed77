"""Bytes of a fetched page in, its readable text out, at arm's length: `SandboxExtractor` is what checks use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace

from verifier.errors import ExtractionError, MalformedJSON
from verifier.model import Document, OutcomeCode
from verifier.sandbox import Sandbox, shared_sandbox
from verifier.settings import Settings

__all__ = ["SandboxExtractor", "extract"]


def extract(body: bytes, *, url: str, content_type: str | None, max_chars: int = 1_000_000) -> Document:
    """The text of a page, parsed in this process: for trusted bytes and inside the sandbox only.

    Raises `ExtractionError`.
    """
    from verifier.extract.page import extract_page

    return _with_language(extract_page(body, url=url, content_type=content_type, max_chars=max_chars))


def _with_language(document: Document) -> Document:
    """The language by the text. Done out here: the statistics load once a process, and need a writable disk."""
    from verifier.page.language import language_of

    return replace(document, language=language_of(document.text, document.language))


class SandboxExtractor:
    """`protocols.Extractor` through limited child processes. Without a sandbox of its own it shares this process's."""

    def __init__(self, settings: Settings, sandbox: Sandbox | None = None) -> None:
        self._settings = settings
        self._sandbox = sandbox

    def extract(self, body: bytes, *, url: str, content_type: str | None) -> Document:
        """The text of a page. Raises `ExtractionError`, never anything else, for bad bytes."""
        return self._called("extract", body, {"url": url, "content_type": content_type})

    def extract_post(self, parts: Mapping[str, str], *, kind: str, url: str) -> Document:
        """The text of what a platform answers about a post, see `verifier.extract.posts`. Raises `ExtractionError`."""
        return self._called("post", json.dumps(dict(parts)).encode(), {"kind": kind, "url": url})

    def _called(self, task: str, body: bytes, arguments: dict[str, str | None]) -> Document:
        from verifier.codec import from_json

        sandbox = self._sandbox or shared_sandbox(self._settings)
        answer = sandbox.call(task, body, {**arguments, "max_chars": str(self._settings.max_document_chars)})
        try:
            document = from_json(answer, Document)
        except MalformedJSON as error:
            raise ExtractionError(
                OutcomeCode.EXTRACTION_FAILED, f"the parser's answer is malformed: {error.message}"
            ) from error
        return _with_language(document)
