"""Findings in, nothing out if they hold together: places, order, words, days and ids agree with the text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import pairwise

from verifier.model import Citation, Citations, Span

_DAY = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", re.ASCII)


def assert_sound(found: Citations) -> None:
    """Raises `AssertionError` at the first thing that contradicts the text or another finding."""
    text = found.article.text
    for rows in (found.citations, found.skipped, found.uncited, found.recited):
        places = [(one.start, one.end) for one in rows]
        _in_order(places, len(text))
        assert [text[start:end] for start, end in places] == [one.text for one in rows]
    for rows in (found.citations, found.uncited, found.recited):
        _apart([(one.start, one.end) for one in rows])
    assert [one.id for one in found.citations] == [f"c{number + 1}" for number in range(len(found.citations))]
    for citation in found.citations:
        _citation_is_sound(citation, text)
    _skipped_is_sound(found)
    _uncited_is_sound(found)
    for recited in found.recited:
        assert recited.citations
        assert set(recited.citations) <= {one.id for one in found.citations}
        assert len(set(recited.citations)) == len(recited.citations)


def _citation_is_sound(citation: Citation, text: str) -> None:
    claim = citation.claim
    assert claim.text == " ".join(text[start:end] for start, end in claim.spans)
    assert claim.text == claim.text.strip(), f"{claim.text!r} has blanks around it"
    for spans in (claim.spans, claim.extended, claim.parts):
        _in_order(spans, len(text))
        _apart(spans)
    assert all(text[start:end].strip() for start, end in (*claim.spans, *claim.extended, *claim.parts))
    if citation.kind != "inline_link":
        outside = all(end <= citation.start or citation.end <= start for start, end in claim.spans)
        assert outside, "backs its own bracket"
    for start, end in claim.parts:
        assert any(opens <= start and end <= closes for opens, closes in claim.spans), "a part outside its claim"
    assert len(claim.parts) != 1, "one part is no parting"
    if claim.sentence:
        _in_order([claim.sentence], len(text))
    if claim.extended and claim.spans:
        assert claim.extended[-1][1] <= claim.spans[0][0], "context stands before the claim"
    assert citation.sources
    for source in citation.sources:
        assert all(_is_day_or_range(day) for day in source.dates), source.dates
        assert source.name == source.name.strip(), f"{source.name!r} has blanks around it"
        assert source.handle is None or (source.platform and source.handle.strip())


def _skipped_is_sound(found: Citations) -> None:
    """A skipped bracket may hold a citation, it never stands in one nor cuts one."""
    assert len({(one.start, one.end) for one in found.skipped}) == len(found.skipped), "skipped twice"
    assert all(one.reason for one in found.skipped)
    at = 0
    for one in found.skipped:
        while at < len(found.citations) and found.citations[at].end <= one.start:
            at += 1
        for citation in found.citations[at:]:
            if citation.start >= one.end:
                break
            within = one.start <= citation.start and citation.end <= one.end
            assert within, f"cut: {one} {citation}"
            assert (one.start, one.end) != (citation.start, citation.end), "skipped and cited"


def _uncited_is_sound(found: Citations) -> None:
    backed = sorted(
        span for one in found.citations for span in ((one.start, one.end), *one.claim.spans, *one.claim.extended)
    )
    backed += [(one.start, one.end) for one in found.recited]
    for one in found.uncited:
        assert all(end <= one.start or one.end <= start for start, end in backed), "backed and uncited"
        assert one.facts
        _in_order(one.facts, one.end)
        _apart(one.facts)
        assert one.start <= one.facts[0][0]
        assert one.text == one.text.strip(), f"{one.text!r} has blanks around it"


def _in_order(spans: Sequence[Span], length: int) -> None:
    assert list(spans) == sorted(spans)
    assert all(0 <= start < end <= length for start, end in spans), "empty or outside the text"


def _apart(spans: Sequence[Span]) -> None:
    assert all(one[1] <= later[0] for one, later in pairwise(spans)), "one over another"


def _is_day_or_range(printed: str) -> bool:
    first, slash, last = printed.partition("/")
    return _is_day(first) and (not slash or (_is_day(last) and first <= last))


def _is_day(printed: str) -> bool:
    match = _DAY.fullmatch(printed)
    if match is None:
        return False
    try:
        date(int(match[1]), int(match[2] or 1), int(match[3] or 1))
    except ValueError:
        return False
    return True
