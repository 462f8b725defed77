"""Article text through `cite`, in kB a second, against one naive regular expression over the same text."""

from __future__ import annotations

import re

from bench.composed import PUBLISHED, article_text
from bench.timing import Row, medians, rate

from verifier.cite import find_citations
from verifier.model import Article

REPEATS = 5
_LARGE_BYTES, _SMALL_BYTES = 100_000, 10_000
#: What a script would start with: anything in parentheses that ends in a number.
_NAIVE = re.compile(r"\(([^()]*\d{1,4})\)")


def rows() -> list[Row]:
    """Against the expression, and a long article against a short one: the pace must not fall with length."""
    large, small = _article(_LARGE_BYTES), _article(_SMALL_BYTES)
    cited = len(find_citations(large).citations)
    if cited < _LARGE_BYTES // 2_000:
        raise RuntimeError(f"only {cited} citations were found, so the figure would mean nothing")
    ours, naive, short = medians(
        [
            rate(lambda: find_citations(large), _kilobytes(large)),
            rate(lambda: _NAIVE.findall(large.text), _kilobytes(large)),
            rate(lambda: find_citations(small), _kilobytes(small)),
        ],
        REPEATS,
    )
    what = f"cite, an article of {_LARGE_BYTES // 1000} kB ({cited} citations)"
    return [
        Row(what=what, measured=ours, unit="kB/s", reference="one naive regex", against=naive, repeats=REPEATS),
        Row(
            what=what, measured=ours, unit="kB/s", reference=f"an article of {_SMALL_BYTES // 1000} kB",
            against=short, repeats=REPEATS,
        ),
    ]  # fmt: skip


def _article(size_bytes: int) -> Article:
    return Article(text=article_text(size_bytes), published=PUBLISHED, language="en")


def _kilobytes(article: Article) -> float:
    return len(article.text.encode()) / 1000
