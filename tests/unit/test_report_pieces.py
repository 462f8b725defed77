"""The article cut into pieces to be marked: nothing lost, nothing doubled, every citation marked once."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st
from support.sample_report import ARTICLE, sample_report

from verifier.model import CheckedCitation, Claim, Report, Verdict
from verifier.report.pieces import paragraphs

REPORT = sample_report()


def report_on(text: str, *marks: tuple[int, int, tuple[tuple[int, int], ...], Verdict]) -> Report:
    """A report on a text with citations at these places: bracket start and end, claim spans, verdict."""
    citations = tuple(
        CheckedCitation(id=f"c{place}", start=start, end=end, text=text[start:end], verdict=verdict, sources=(),
                        claim=Claim(text=" ".join(text[a:b] for a, b in spans), spans=spans))
        for place, (start, end, spans, verdict) in enumerate(marks, 1)
    )  # fmt: skip
    return replace(REPORT, article=replace(ARTICLE, text=text), citations=citations)


def test_the_pieces_are_the_text_without_its_breaks() -> None:
    shown = ["".join(piece.text for piece in pieces) for pieces in paragraphs(REPORT)]
    assert shown == [part for part in REPORT.article.text.split("\n\n") if part]


def test_every_bracket_ends_once_and_every_claim_is_marked() -> None:
    pieces = [piece for paragraph in paragraphs(REPORT) for piece in paragraph]
    ids = [citation.id for citation in REPORT.citations]
    assert [one for piece in pieces for one in piece.ends] == ids
    for citation in REPORT.citations:
        assert "".join(piece.text for piece in pieces if piece.claim == citation.id) == citation.claim.text
        assert "".join(piece.text for piece in pieces if piece.bracket == citation.id) == citation.text


def test_where_claims_overlap_the_most_urgent_one_is_marked() -> None:
    text = "One two three (A, May 1; B) (B, May 2)."
    report = report_on(text, (14, 27, ((0, 13),), Verdict.SUPPORTED), (28, 38, ((4, 13),), Verdict.CONTRADICTED))
    pieces = [piece for paragraph in paragraphs(report) for piece in paragraph]
    assert [(piece.text, piece.claim) for piece in pieces if piece.claim] == [("One ", "c1"), ("two three", "c2")]


def test_a_text_without_blank_lines_is_cut_at_its_lines() -> None:
    shown = ["".join(piece.text for piece in pieces) for pieces in paragraphs(report_on("One.\nTwo.\nThree."))]
    assert shown == ["One.", "Two.", "Three."]


def test_a_text_with_blank_lines_keeps_its_single_breaks() -> None:
    shown = ["".join(piece.text for piece in pieces) for pieces in paragraphs(report_on("One,\ntwo.\n\nThree."))]
    assert shown == ["One,\ntwo.", "Three."]


def test_a_claim_may_run_over_several_paragraphs() -> None:
    report = report_on("One.\n\nTwo (A).", (10, 13, ((0, 9),), Verdict.SUPPORTED))
    assert [[(piece.text, piece.claim) for piece in pieces] for pieces in paragraphs(report)] == [
        [("One.", "c1")],
        [("Two", "c1"), (" ", None), ("(A)", None), (".", None)],
    ]


def test_spans_outside_the_text_mark_nothing() -> None:
    report = report_on("Short.", (90, 95, ((50, 60),), Verdict.SUPPORTED))
    assert [[(piece.text, piece.claim, piece.ends) for piece in pieces] for pieces in paragraphs(report)] == [
        [("Short.", None, ())]
    ]


@given(st.text(alphabet="ab \n(", max_size=60), st.lists(st.tuples(*[st.integers(0, 60)] * 4), max_size=6))
def test_no_letter_is_lost_or_doubled_whatever_the_spans(text: str, places: list[tuple[int, int, int, int]]) -> None:
    marks = [(a, b, ((c, d),), list(Verdict)[(a + d) % 5]) for a, b, c, d in places]
    shown = "".join(piece.text for paragraph in paragraphs(report_on(text, *marks)) for piece in paragraph)
    assert "".join(shown.split()) == "".join(text.split())
