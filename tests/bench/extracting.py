"""Pages through `extract`, in pages a second: in process against bare trafilatura, in the sandbox against that."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import trafilatura
from bench.composed import FIXTURES, facts, page_html
from bench.timing import Row, medians, rate

from verifier.extract import SandboxExtractor, extract
from verifier.sandbox import Sandbox
from verifier.settings import Settings

REPEATS = 5
_TYPE = "text/html; charset=utf-8"


def rows() -> list[Row]:
    """Three ways through the same pages; the sandbox is warm, one caller at a time."""
    pages = _pages()
    settings = Settings()
    with Sandbox(settings) as sandbox:
        limited = SandboxExtractor(settings, sandbox)
        each = len(pages)
        ways: list[Callable[[bytes], object]] = [
            lambda body: extract(body, url="https://site.example.org/", content_type=_TYPE),
            _trafilatura,
            lambda body: limited.extract(body, url="https://site.example.org/", content_type=_TYPE),
        ]
        for way in ways:  # imports, tables, a warm nursery
            way(pages[0])
        ours, bare, boxed = medians([rate(partial(_read, way, pages), each) for way in ways], REPEATS)
    size = sum(map(len, pages)) / each / 1000
    what = f"extract, pages of {size:.0f} kB on average"
    return [
        Row(
            what=f"{what}, in process", measured=ours, unit="pages/s", reference="bare trafilatura",
            against=bare, repeats=REPEATS,
        ),
        Row(
            what=f"{what}, in the sandbox", measured=boxed, unit="pages/s", reference="in process",
            against=ours, repeats=REPEATS,
        ),
    ]  # fmt: skip


def _pages() -> list[bytes]:
    """The fixture pages that have a text, and composed ones from short to long."""
    kept = [path.read_bytes() for path in sorted((FIXTURES / "pages").glob("*.html")) if "missing" not in path.name]
    return kept + [page_html(fact, paragraphs=6 + 6 * fact.number).encode() for fact in facts(10)]


def _read(way: Callable[[bytes], object], pages: Sequence[bytes]) -> None:
    for body in pages:
        way(body)


def _trafilatura(body: bytes) -> object:
    """What a script would do: text and metadata in one call."""
    return trafilatura.bare_extraction(body, with_metadata=True)
