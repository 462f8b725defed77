"""Which texts of a page a claim is held against, in which order, and where what they say stands."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from verifier import pipeline
from verifier.judge.haystacks import Extent, haystacks
from verifier.model import (
    Article,
    Check,
    CheckKind,
    CheckOutcome,
    Citation,
    Claim,
    Document,
    Evidence,
    Judgement,
    Obtained,
    Outcome,
    OutcomeCode,
    Pair,
    Part,
    Source,
    SourceState,
    Verdict,
)

DAY_8, DAY_7 = "On the eighth 19 cranes were closed.", "On the seventh 12 cranes were closed."
BLOG = f"Live from the harbour.\n{DAY_8}\n{DAY_7}"
PARTS: tuple[Part, ...] = (
    (23, 23 + len(DAY_8), None, "2025-05-08T13:45:00+02:00"),
    (24 + len(DAY_8), len(BLOG), None, "2025-05-07T11:45:00+02:00"),
)
LIVE = Document(text=BLOG, parts=PARTS, language="en", published="2025-05-07")
BOXED = Document(text="The board closed two cranes.", outside="North crane | 14 cracks", language="en")


class Finds:
    """A scorer that supports a claim which stands in the text word for word, else says that it does not."""

    name = "finds"

    def __init__(self, otherwise: Verdict = Verdict.NOT_SUPPORTED) -> None:
        self.asked: list[Pair] = []
        self.otherwise = otherwise

    def judge(self, pair: Pair) -> Judgement:
        self.asked.append(pair)
        start = pair.source.find(pair.claim)
        if start < 0:
            return Judgement(verdict=self.otherwise)
        span = (start, start + len(pair.claim))
        check = Check(kind=CheckKind.NUMBER, claim_value="1", source_value="1", outcome=CheckOutcome.AGREES,
                      source_span=span)  # fmt: skip
        found = Evidence(start=span[0], end=span[1], text=pair.claim, score=1.0)
        return Judgement(verdict=Verdict.SUPPORTED, evidence=(found,), checks=(check,))


def judged(document: Document, claims: Sequence[str], scorer: Finds, *days: str) -> list[Judgement | None]:
    citations = [
        Citation(id=f"c{n}", start=0, end=1, text="(x)", sources=(Source(name="x", dates=days),),
                 claim=Claim(text=claim, spans=()))
        for n, claim in enumerate(claims)
    ]  # fmt: skip
    outcome = Outcome(code=OutcomeCode.OK, state=SourceState.LIVE, reason="")
    obtained = Obtained(outcome=outcome, document=document)
    return pipeline.judge_page(citations, obtained, Article(text="x", language="en"), scorer)


def test_a_claim_that_the_article_decides_is_not_held_against_the_rest() -> None:
    scorer = Finds()
    (said,) = judged(BOXED, ["The board closed two cranes."], scorer)
    assert said is not None
    assert said.verdict is Verdict.SUPPORTED
    assert [pair.source for pair in scorer.asked] == [BOXED.text]


def test_a_claim_that_it_leaves_open_is_held_against_all_that_the_page_shows() -> None:
    scorer = Finds()
    first, second = judged(BOXED, ["14 cracks", "two cranes"], scorer)
    assert first is not None
    assert second is not None
    assert [pair.source for pair in scorer.asked] == [BOXED.text, BOXED.text, BOXED.shown]
    assert first.verdict is second.verdict is Verdict.SUPPORTED
    assert BOXED.shown[first.evidence[0].start : first.evidence[0].end] == "14 cracks"


@pytest.mark.parametrize("otherwise", [Verdict.CONTRADICTED, Verdict.PARTIALLY_SUPPORTED])
def test_what_the_article_says_against_a_claim_stands(otherwise: Verdict) -> None:
    scorer = Finds(otherwise)
    (said,) = judged(BOXED, ["14 cracks"], scorer)
    assert said is not None
    assert said.verdict is otherwise
    assert len(scorer.asked) == 1


def test_what_stands_beside_an_article_never_fails_a_claim() -> None:
    class Denies(Finds):
        def judge(self, pair: Pair) -> Judgement:
            said = super().judge(pair)
            return Judgement(verdict=Verdict.CONTRADICTED) if "North crane" in pair.source else said

    (said,) = judged(BOXED, ["13 cracks"], Denies())
    assert said is not None
    assert said.verdict is Verdict.NOT_SUPPORTED


def test_support_out_of_the_article_alone_is_not_found_by_looking_outside() -> None:
    class Sways(Finds):
        def judge(self, pair: Pair) -> Judgement:
            found = Evidence(start=0, end=3, text="The", score=1.0)
            shown = "North crane" in pair.source
            return Judgement(verdict=Verdict.SUPPORTED if shown else Verdict.NOT_SUPPORTED, evidence=(found,))

    (said,) = judged(BOXED, ["something else"], Sways())
    assert said is not None
    assert said.verdict is Verdict.NOT_SUPPORTED


@pytest.mark.parametrize("cited", ["2025-05-08", "2025-05-08/2025-05-09"])
def test_the_entry_of_the_cited_day_is_asked_first(cited: str) -> None:
    scorer = Finds()
    (said,) = judged(LIVE, ["cranes were closed."], scorer, cited)
    assert said is not None
    assert [(pair.source, pair.source_date) for pair in scorer.asked] == [(DAY_8, "2025-05-08")]
    assert (said.evidence[0].start, said.evidence[0].text) == (BLOG.index("cranes"), "cranes were closed.")
    assert said.checks[0].source_span == (said.evidence[0].start, said.evidence[0].end)


def test_what_that_day_does_not_say_is_looked_for_in_the_whole_blog() -> None:
    scorer = Finds()
    (said,) = judged(LIVE, ["12 cranes were closed."], scorer, "2025-05-08")
    assert said is not None
    assert said.verdict is Verdict.SUPPORTED
    assert [pair.source for pair in scorer.asked] == [DAY_8, BLOG]


def test_a_blog_of_several_days_has_no_day_that_weekdays_are_counted_from() -> None:
    scorer = Finds()
    judged(LIVE, ["12 cranes were closed."], scorer, "2025-05-08")
    judged(Document(text=BLOG, parts=PARTS[:1], published="2025-05-08"), ["12 cranes were closed."], scorer)
    assert [pair.source_date for pair in scorer.asked] == ["2025-05-08", None, "2025-05-08"]


@pytest.mark.parametrize("days", [(), ("2025-05-09",), ("2025-05",), ("2024",)])
def test_a_date_that_tells_no_entry_from_another_chooses_none(days: tuple[str, ...]) -> None:
    assert [one.extent for one in haystacks(LIVE, days)] == [Extent.ARTICLE]


def test_entries_of_one_day_with_another_day_between_them_are_not_cut_out() -> None:
    parts: tuple[Part, ...] = (*PARTS, (5, 9, None, "2025-05-07T10:00:00Z"))
    assert [one.extent for one in haystacks(Document(text=BLOG, parts=parts), ("2025-05-07",))] == [Extent.ARTICLE]


def test_the_embedded_judge_finds_the_row_of_a_table_outside_the_article() -> None:
    from verifier.judge import load_scorer

    text = "\n".join([
        "The harbour board of Lindholm closed two of its five cranes on Saturday.",
        "It had been warned twice before, according to letters that the council published on Monday.",
        "Ships are sent to the southern quay for the rest of the week.",
    ])  # fmt: skip
    caption = "The ferry Aurora carried 214 passengers to Lindholm on Sunday."
    document = Document(text=text, outside=caption, language="en")
    (said,) = judged(document, ["The ferry Aurora carried 214 passengers to Lindholm"], load_scorer("embedded"))  # type: ignore[arg-type]
    assert said is not None
    assert said.verdict is Verdict.SUPPORTED
    assert {document.shown[one.start : one.end] for one in said.evidence} >= {caption}
