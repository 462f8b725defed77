"""From what the stages found to the report: states, verdicts over several sources, evidence, counts."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest
from support.sample_report import (
    ARTICLE,
    PASSAGES,
    citation,
    judgement,
    linked,
    obtained,
    outcome,
    page,
    sample_report,
)

from verifier.model import (
    READABLE_STATES,
    Check,
    CheckedSource,
    CheckKind,
    CheckOutcome,
    Counts,
    Evidence,
    Obtained,
    OutcomeCode,
    Resolution,
    Resolved,
    Source,
    SourceState,
    Verdict,
)
from verifier.report import check_citation, check_source

URL = "https://radio.example/a"
SOURCE = Source(name="Radio", url=URL)
TEXT = page(PASSAGES["radio"])
CITATION = citation(1, "(Radio Nord, March 5)", "Its director promised", SOURCE)


def checked(verdict: Verdict, probability: float | None = 0.8, name: str = "Radio") -> CheckedSource:
    if verdict is Verdict.UNDETERMINED:
        gone = outcome(SourceState.GONE, OutcomeCode.NOT_FOUND, "The site answered 404.")
        return check_source(replace(SOURCE, name=name), linked(URL), Obtained(outcome=gone))
    said = judgement(verdict, probability or 0.8, TEXT, PASSAGES["radio"])
    return check_source(replace(SOURCE, name=name), linked(URL), obtained(URL, TEXT), said)


def test_a_source_without_a_page_is_unresolved_and_undetermined() -> None:
    source = check_source(SOURCE, Resolved(resolution=Resolution.NONE, reason="The citation has no link."))
    assert source.state is SourceState.UNRESOLVED
    assert source.outcome.code is OutcomeCode.NO_LINK
    assert source.verdict is Verdict.UNDETERMINED
    assert source.reasons == ("The citation has no link.",)


def test_a_link_of_a_kind_that_is_not_fetched_is_unsupported() -> None:
    source = check_source(SOURCE, Resolved(resolution=Resolution.NONE, reason="It is an ftp address.", fetchable=False))
    assert (source.state, source.outcome.code) == (SourceState.UNSUPPORTED, OutcomeCode.UNSUPPORTED_TYPE)
    assert (source.verdict, source.reasons) == (Verdict.UNDETERMINED, ("It is an ftp address.",))


@pytest.mark.parametrize("state", sorted(set(SourceState) - READABLE_STATES))
def test_a_source_that_could_not_be_read_is_undetermined_with_the_state_as_reason(state: SourceState) -> None:
    failed = Obtained(outcome=outcome(state, OutcomeCode.NOT_FOUND, "It was so."))
    said = judgement(Verdict.SUPPORTED, 0.9, TEXT, PASSAGES["radio"])
    source = check_source(SOURCE, linked(URL), failed, said)
    assert (source.state, source.verdict, source.probability) == (state, Verdict.UNDETERMINED, None)
    assert source.probabilities is None
    assert source.reasons == ("It was so.",)
    assert source.evidence == ()


def test_a_text_that_nobody_judged_is_undetermined_and_says_so() -> None:
    source = check_source(SOURCE, linked(URL), obtained(URL, TEXT), None)
    assert source.verdict is Verdict.UNDETERMINED
    assert source.reasons == ("The page was read but not judged.",)


def test_the_judgement_is_carried_over_whole() -> None:
    check = Check(kind=CheckKind.NUMBER, claim_value="5", source_value="5", outcome=CheckOutcome.AGREES)
    said = judgement(Verdict.SUPPORTED, 0.9, TEXT, PASSAGES["radio"], check)
    source = check_source(SOURCE, linked(URL), obtained(URL, TEXT), said)
    assert (source.verdict, source.probability, source.probabilities) == (said.verdict, 0.9, said.probabilities)
    assert source.checks == (check,)
    assert source.reasons == said.reasons


def test_evidence_that_is_not_verbatim_in_the_page_is_not_shown() -> None:
    said = judgement(Verdict.SUPPORTED, 0.9, TEXT, PASSAGES["radio"])
    invented = Evidence(start=0, end=5, text="other", score=1.0)
    source = check_source(SOURCE, linked(URL), obtained(URL, TEXT), replace(said, evidence=(invented, *said.evidence)))
    assert [evidence.text for evidence in source.evidence] == [PASSAGES["radio"]]


def test_evidence_links_to_the_copy_that_was_read() -> None:
    memento = f"https://archive.example/web/20250306000000/{URL}"
    got = obtained(URL, TEXT, state=SourceState.ARCHIVED, memento_url=memento, captured_at="2025-03-06T00:00:00Z")
    source = check_source(SOURCE, linked(URL), got, judgement(Verdict.SUPPORTED, 0.9, TEXT, PASSAGES["radio"]))
    assert str(source.evidence[0].fragment_url).startswith(memento + "#:~:text=")


def test_the_snapshot_gets_the_hash_of_the_text_that_was_judged() -> None:
    first = check_source(SOURCE, linked(URL), obtained(URL, TEXT)).snapshot
    second = check_source(SOURCE, linked(URL), obtained(URL, TEXT + "!")).snapshot
    assert first is not None
    assert second is not None
    assert first.text_sha256 != second.text_sha256
    assert first.sha256 == second.sha256


@pytest.mark.parametrize("verdict", [Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED])
def test_the_part_before_a_paywall_proves_nothing_against_a_claim(verdict: Verdict) -> None:
    got = obtained(URL, TEXT, state=SourceState.PAYWALLED)
    source = check_source(SOURCE, linked(URL), got, judgement(verdict, 0.9, TEXT, PASSAGES["radio"]))
    assert (source.verdict, source.probability, source.probabilities) == (Verdict.UNDETERMINED, None, None)
    assert "part" in source.reasons[0]
    assert source.evidence


@pytest.mark.parametrize("text", [TEXT, TEXT + " More was said." * 100], ids=["teaser", "whole text"])
def test_behind_a_paywall_only_a_text_that_was_sent_whole_may_support_a_claim(text: str) -> None:
    got = obtained(URL, text, state=SourceState.PAYWALLED)
    source = check_source(SOURCE, linked(URL), got, judgement(Verdict.SUPPORTED, 0.9, text, PASSAGES["radio"]))
    assert source.verdict is (Verdict.UNDETERMINED if text is TEXT else Verdict.SUPPORTED)


@pytest.mark.parametrize(
    ("share", "verdict"),
    [(0.5, Verdict.UNDETERMINED), (0.97, Verdict.UNDETERMINED), (0.98, Verdict.NOT_SUPPORTED)],
)
def test_silence_of_a_page_that_was_not_read_to_its_end_is_no_silence_of_the_page(
    share: float, verdict: Verdict
) -> None:
    got = obtained(URL, TEXT, read_share=share)
    source = check_source(SOURCE, linked(URL), got, judgement(Verdict.NOT_SUPPORTED, 0.9, TEXT, PASSAGES["radio"]))
    assert source.verdict is verdict
    assert ("Only part of the page" in source.reasons[0]) == (verdict is Verdict.UNDETERMINED)


def test_support_for_a_part_out_of_a_part_stays_and_says_that_only_a_part_was_read() -> None:
    said = judgement(Verdict.PARTIALLY_SUPPORTED, 0.9, TEXT, PASSAGES["radio"])
    long = TEXT + " More was said." * 100
    for got in (obtained(URL, TEXT, read_share=0.5), obtained(URL, long, state=SourceState.PAYWALLED)):
        source = check_source(SOURCE, linked(URL), got, said)
        assert source.verdict is Verdict.PARTIALLY_SUPPORTED
        assert [finding.code for finding in source.findings] == ["read-in-part"]


VIDEO = "https://www.youtube.com/watch?v=abc"


@pytest.mark.parametrize(
    "url", [VIDEO, "https://m.youtube.com/@apt", "https://youtu.be/abc", "https://vk.com/video-1_2"]
)
@pytest.mark.parametrize("verdict", [Verdict.NOT_SUPPORTED, Verdict.CONTRADICTED])
def test_what_is_written_beside_a_video_proves_nothing_against_a_claim(url: str, verdict: Verdict) -> None:
    source = check_source(SOURCE, linked(url), obtained(url, TEXT), judgement(verdict, 0.9, TEXT, PASSAGES["radio"]))
    assert (source.verdict, source.probability, source.probabilities) == (Verdict.UNDETERMINED, None, None)
    assert "not what is said in it" in source.reasons[0]
    assert source.evidence


def test_the_transcript_of_a_video_is_what_is_said_in_it() -> None:
    got = obtained(VIDEO, TEXT)
    assert got.document is not None
    heard = replace(got, document=replace(got.document, transcript=True))
    said = judgement(Verdict.CONTRADICTED, 0.9, TEXT, PASSAGES["radio"])
    assert check_source(SOURCE, linked(VIDEO), heard, said).verdict is Verdict.CONTRADICTED


def test_an_archived_video_is_a_video_too() -> None:
    memento = f"https://archive.example/web/20250306000000/{VIDEO}"
    got = obtained(VIDEO, TEXT, state=SourceState.ARCHIVED, memento_url=memento, captured_at="2025-03-06T00:00:00Z")
    said = judgement(Verdict.NOT_SUPPORTED, 0.9, TEXT, PASSAGES["radio"])
    assert check_source(SOURCE, linked(VIDEO), got, said).verdict is Verdict.UNDETERMINED


@pytest.mark.parametrize("verdict", [Verdict.SUPPORTED, Verdict.PARTIALLY_SUPPORTED])
def test_what_is_written_beside_a_video_may_support_a_claim(verdict: Verdict) -> None:
    got = obtained(VIDEO, TEXT)
    assert check_source(SOURCE, linked(VIDEO), got, judgement(verdict, 0.9, TEXT, PASSAGES["radio"])).verdict is verdict


@pytest.mark.parametrize("url", ["https://vk.com/wall-1_2", "https://notyoutube.com/watch", "https://x.com/a/status/1"])
def test_a_post_is_no_video_page(url: str) -> None:
    said = judgement(Verdict.NOT_SUPPORTED, 0.9, TEXT, PASSAGES["radio"])
    assert check_source(SOURCE, linked(url), obtained(url, TEXT), said).verdict is Verdict.NOT_SUPPORTED


@pytest.mark.parametrize(
    ("verdicts", "expected"),
    [
        ((Verdict.SUPPORTED, Verdict.UNDETERMINED), Verdict.SUPPORTED),
        ((Verdict.SUPPORTED, Verdict.CONTRADICTED), Verdict.SUPPORTED),
        ((Verdict.PARTIALLY_SUPPORTED, Verdict.CONTRADICTED), Verdict.PARTIALLY_SUPPORTED),
        ((Verdict.CONTRADICTED, Verdict.NOT_SUPPORTED, Verdict.UNDETERMINED), Verdict.CONTRADICTED),
        ((Verdict.NOT_SUPPORTED, Verdict.UNDETERMINED), Verdict.NOT_SUPPORTED),
        ((Verdict.UNDETERMINED, Verdict.UNDETERMINED), Verdict.UNDETERMINED),
    ],
)
def test_the_strongest_verdict_speaks_for_a_citation_in_any_order(
    verdicts: tuple[Verdict, ...], expected: Verdict
) -> None:
    for order in permutations(verdicts):
        assert check_citation(CITATION, [checked(verdict) for verdict in order]).verdict is expected


def test_the_probability_is_that_of_the_surest_source_with_the_deciding_verdict() -> None:
    sources = [checked(Verdict.SUPPORTED, 0.6), checked(Verdict.SUPPORTED, 0.9), checked(Verdict.CONTRADICTED, 0.99)]
    assert check_citation(CITATION, sources).probability == 0.9


def test_a_citation_without_sources_is_undetermined() -> None:
    result = check_citation(replace(CITATION, sources=()), [])
    assert (result.verdict, result.probability) == (Verdict.UNDETERMINED, None)


def test_sources_that_disagree_both_say_so() -> None:
    result = check_citation(CITATION, [checked(Verdict.SUPPORTED), checked(Verdict.CONTRADICTED)])
    assert [[finding.code for finding in source.findings] for source in result.sources] == [["sources-disagree"]] * 2


@pytest.mark.parametrize("weak", [Verdict.NOT_SUPPORTED, Verdict.UNDETERMINED])
def test_a_source_that_settles_nothing_names_the_one_that_does(weak: Verdict) -> None:
    result = check_citation(CITATION, [checked(weak), checked(Verdict.SUPPORTED, name="Courier")])
    assert [finding.code for finding in result.sources[0].findings] == ["supported-by-other-source"]
    assert "Courier" in result.sources[0].findings[0].message
    assert result.sources[1].findings == ()


def test_counts_add_up_and_citations_stand_in_the_order_of_the_article() -> None:
    report = sample_report()
    assert report.counts == Counts(
        citations=6, supported=1, partially_supported=1, not_supported=1, contradicted=1, undetermined=2
    )
    starts = [one.start for one in report.citations]
    assert starts == sorted(starts)
    assert report.article == ARTICLE
    assert report.schema == "report/1"


def test_every_passage_shown_is_a_slice_of_what_was_read() -> None:
    for one in sample_report().citations:
        for source in one.sources:
            for evidence in source.evidence:
                assert evidence.end - evidence.start == len(evidence.text)
                assert evidence.text in PASSAGES.values()
