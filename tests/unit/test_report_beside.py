"""What is judged beside each source alone: which pairs, how many, and what that changes in the report."""

from __future__ import annotations

import functools
from collections.abc import Callable

import pytest
from support.beside import (
    AGAINST,
    BLANK,
    GONE,
    PARTIALLY,
    SILENT,
    SUPPORTED,
    UNKNOWN,
    Cited,
    Judge,
    all_of_it,
    reported,
    said,
    silent,
    text_of,
)
from support.sample_report import obtained

from verifier import beside
from verifier.model import CheckedCitation, Evidence, Judgement, SourceState, Verdict
from verifier.report.beside import linked


def codes(one: CheckedCitation) -> list[list[str]]:
    return [[finding.code for finding in source.findings] for source in one.sources]


# --- together ----------------------------------------------------------------------------


def test_sources_that_say_a_part_each_support_the_claim_together() -> None:
    judge = Judge(all_of_it)
    (one,) = reported(judge, [Cited("Nord", PARTIALLY), Cited("West", SILENT)]).citations
    assert judge.texts() == [text_of("Nord") + BLANK + text_of("West")]
    assert (one.verdict, one.probability) == (SUPPORTED, 0.9)
    assert codes(one) == [["supported-together"]] * 2
    assert [source.verdict for source in one.sources] == [PARTIALLY, SILENT]
    assert "together with West it does" in one.sources[0].findings[0].message


def test_the_passages_of_a_joint_support_are_slices_of_the_source_they_come_from() -> None:
    (one,) = reported(Judge(all_of_it), [Cited("Nord", PARTIALLY), Cited("West", SILENT)]).citations
    for source in one.sources:
        (passage,) = source.evidence
        assert passage.text == f"{source.name} has seen it."
        assert text_of(source.name)[passage.start : passage.end] == passage.text
        assert str(passage.fragment_url).startswith(f"https://{source.name.lower()}.example/a#:~:text=")


def test_a_passage_over_the_seam_of_two_sources_is_of_neither() -> None:
    seam = "seen it." + BLANK + "West writes"
    judge = Judge(lambda text: said(SUPPORTED, text, seam, "Nord has", "West has"))
    (one,) = reported(judge, [Cited("Nord", PARTIALLY), Cited("West", SILENT)]).citations
    assert [[passage.text for passage in source.evidence] for source in one.sources] == [["Nord has"], ["West has"]]


def test_a_passage_is_not_found_again_from_the_end_of_another_source() -> None:
    texts = {"Nord": "Ships wait.", "West": "Here ships wait, too: Ships wait.!!"}
    row = [Cited(name, PARTIALLY, obtained(f"https://{name}.example/a", text)) for name, text in texts.items()]
    judge = Judge(lambda text: said(SUPPORTED, text, "Ships wait.", "Here ships"))
    (one,) = reported(judge, row).citations
    assert [[passage.text for passage in source.evidence] for source in one.sources] == [
        ["Ships wait."],
        ["Here ships"],
    ]


def test_a_source_that_adds_nothing_to_the_joint_support_is_left_as_it_is() -> None:
    judge = Judge(lambda text: said(SUPPORTED, text, "Nord has", "West has"))
    (one,) = reported(judge, [Cited("Nord", PARTIALLY), Cited("West", SILENT), Cited("East", SILENT)]).citations
    assert codes(one) == [["supported-together"], ["supported-together"], []]
    assert one.sources[2].evidence == ()


def test_a_passage_that_was_shown_for_the_source_alone_is_not_shown_twice() -> None:
    row = [Cited("Nord", PARTIALLY, shown="Nord has seen it."), Cited("West", SILENT)]
    (one,) = reported(Judge(all_of_it), row).citations
    assert [passage.text for passage in one.sources[0].evidence] == ["Nord has seen it."]


def test_a_passage_that_a_page_shows_twice_is_listed_once() -> None:
    text = "North crane | 14 cracks\nThe board met.\nNorth crane | 14  cracks"
    twice = [Evidence(start=a, end=b, text=text[a:b], score=score) for a, b, score in ((39, 63, 0.9), (0, 23, 0.8))]
    found = linked(twice, obtained("https://harbour.example/", text))
    assert [(one.start, one.score) for one in found] == [(39, 0.9)]


@pytest.mark.parametrize(
    "sources",
    [
        [Cited("Nord", SUPPORTED), Cited("West", PARTIALLY)],
        [Cited("Nord", PARTIALLY), Cited("West", PARTIALLY, GONE)],
        [Cited("Nord", PARTIALLY), Cited("West", UNKNOWN)],
        [Cited("Nord", PARTIALLY), Cited("Nord", PARTIALLY)],
        [Cited("Nord", PARTIALLY), Cited("West", PARTIALLY, checked=False)],
    ],
    ids=[
        "one supports it alone",
        "one is gone",
        "one is in a script nobody reads",
        "twice one page",
        "one is unchecked",
    ],
)
def test_fewer_than_two_readable_pages_without_support_are_not_joined(sources: list[Cited]) -> None:
    judge = Judge(all_of_it)
    (one,) = reported(judge, sources).citations
    assert judge.pairs == []
    assert all("supported-together" not in found for found in codes(one))


@pytest.mark.parametrize("state", [SourceState.LIVE, SourceState.PAYWALLED])
def test_a_contradiction_is_never_outweighed_by_texts_joined(state: SourceState) -> None:
    against = Cited("East", AGAINST, obtained("https://east.example/a", text_of("East"), state=state))
    judge = Judge(all_of_it)
    (one,) = reported(judge, [Cited("Nord", PARTIALLY), Cited("West", SILENT), against]).citations
    assert judge.pairs == []
    assert one.verdict is PARTIALLY
    expected = AGAINST if state is SourceState.LIVE else UNKNOWN
    assert one.sources[2].verdict is expected


def test_a_page_found_by_searching_keeps_no_support_from_others_and_contradicts_nothing() -> None:
    found = Cited("East", AGAINST, searched=True)
    (one,) = reported(Judge(all_of_it), [Cited("Nord", PARTIALLY), Cited("West", SILENT), found]).citations
    assert one.verdict is SUPPORTED
    assert one.sources[2].verdict is not AGAINST
    assert all("sources-disagree" not in found for found in codes(one))


@pytest.mark.parametrize("verdict", [PARTIALLY, SILENT, AGAINST, UNKNOWN])
def test_only_support_by_texts_joined_changes_the_verdict(verdict: Verdict) -> None:
    judge = Judge(lambda text: said(verdict, text, "Nord has", "West has"))
    (one,) = reported(judge, [Cited("Nord", PARTIALLY), Cited("West", SILENT)]).citations
    assert len(judge.pairs) == 1
    assert (one.verdict, codes(one)) == (PARTIALLY, [[], []])


def test_joint_support_needs_a_passage_of_more_than_one_source() -> None:
    judge = Judge(lambda text: said(SUPPORTED, text, "Nord has"))
    (one,) = reported(judge, [Cited("Nord", PARTIALLY), Cited("West", SILENT)]).citations
    assert (one.verdict, codes(one)) == (PARTIALLY, [[], []])


def test_texts_are_joined_to_a_bounded_length_with_an_equal_part_of_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "MOST_CHARS", 40)
    judge = Judge(silent)
    reported(judge, [Cited("Nord", PARTIALLY), Cited("West", SILENT)])
    assert judge.texts() == [text_of("Nord")[:20] + BLANK + text_of("West")[:20]]


def test_day_and_language_of_joined_texts_are_told_only_where_all_agree() -> None:
    told = [("2025-03-01", "en"), ("2025-03-01", "sv"), ("2025-03-02", "sv")]
    nord, west, east = [
        Cited(name, PARTIALLY, obtained(f"https://{name}.example/a", text_of(name), published=day, language=language))
        for name, (day, language) in zip(("Nord", "West", "East"), told, strict=True)
    ]
    judge = Judge(silent)
    reported(judge, [nord, west], [west, east])
    told_of_both = [(pair.source_date, pair.source_language) for pair in judge.pairs]
    assert told_of_both == [("2025-03-01", None), (None, "sv")]


def test_so_many_claims_of_an_article_are_judged_against_joined_texts_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(beside, "MOST_TOGETHER", 2)
    rows = [[Cited(f"Nord{number}", PARTIALLY), Cited(f"West{number}", PARTIALLY)] for number in range(4)]
    verdicts = [one.verdict for one in reported(Judge(all_of_it), *rows).citations]
    assert verdicts == [SUPPORTED, SUPPORTED, PARTIALLY, PARTIALLY]


# --- elsewhere ---------------------------------------------------------------------------


def supports(name: str, probability: float = 0.9) -> Callable[[str], Judgement]:
    return lambda text: said(SUPPORTED if text == text_of(name) else SILENT, text, probability=probability)


@pytest.mark.parametrize(
    "weak",
    [Cited("Nord", SILENT), Cited("Nord", AGAINST), Cited("Nord", SILENT, GONE), Cited("Nord", UNKNOWN)],
    ids=["silent", "against", "gone", "unreadable script"],
)
def test_a_claim_without_support_names_the_other_source_of_the_article_that_backs_it(weak: Cited) -> None:
    judge = Judge(supports("West"))
    plain, report = (reported(one, [weak], [Cited("West", SUPPORTED)]) for one in (None, judge))
    one = report.citations[0]
    assert [pair.claim for pair in judge.pairs] == ["Claim 1."]
    message = "The claim is supported by another source of this article: West (citation c2)."
    assert [(f.code, f.message) for f in one.sources[0].findings] == [("supported-by-other-source", message)]
    assert (one.verdict, one.probability) == (plain.citations[0].verdict, plain.citations[0].probability)
    assert report.counts == plain.counts


def test_a_support_that_is_only_probable_is_not_told() -> None:
    report = reported(Judge(supports("West", probability=0.84)), [Cited("Nord", SILENT)], [Cited("West", SUPPORTED)])
    assert codes(report.citations[0]) == [[]]


@pytest.mark.parametrize("verdict", [SUPPORTED, PARTIALLY])
def test_a_claim_with_support_of_its_own_is_judged_against_no_other_page(verdict: Verdict) -> None:
    judge = Judge(supports("West"))
    reported(judge, [Cited("Nord", verdict)], [Cited("West", SUPPORTED)])
    assert judge.pairs == []


def test_a_silent_source_beside_one_that_supports_the_claim_asks_no_further_page() -> None:
    judge = Judge(supports("West"))
    report = reported(judge, [Cited("Nord", SILENT), Cited("East", SUPPORTED)], [Cited("West", SUPPORTED)])
    assert judge.pairs == []
    assert "East, cited in the same place" in report.citations[0].sources[0].findings[0].message


def test_a_page_is_not_held_against_the_claim_it_was_judged_for_already() -> None:
    judge = Judge(silent)
    same = obtained("https://mirror.example/a", text_of("Nord"))
    reported(judge, [Cited("Nord", SILENT)], [Cited("Nord", SUPPORTED)], [Cited("Mirror", SUPPORTED, same)])
    assert judge.pairs == []


def test_pages_that_could_not_be_read_or_judged_back_nothing() -> None:
    judge = Judge(supports("West"))
    reported(judge, [Cited("Nord", SILENT)], [Cited("West", SUPPORTED, GONE)], [Cited("East", UNKNOWN)])
    assert set(judge.texts()) == {text_of("Nord")}


def test_pages_cited_nearby_are_asked_first_and_the_first_that_backs_the_claim_is_the_last() -> None:
    near, far = [[Cited(f"Near{number}", SUPPORTED)] for number in range(3)], [Cited("Far", SUPPORTED)]
    judge = Judge(supports("Near2"))
    report = reported(judge, far, near[0], [Cited("Nord", SILENT)], near[1], near[2])
    assert judge.texts() == [text_of(name) for name in ("Near0", "Near1", "Far", "Near2")]
    judge = Judge(supports("Near0"))
    report = reported(judge, far, near[0], [Cited("Nord", SILENT)], near[1], near[2])
    assert judge.texts() == [text_of("Near0")]
    assert "Near0 (citation c2)" in report.citations[2].sources[0].findings[0].message


def test_a_page_that_is_cited_twice_is_asked_once() -> None:
    judge = Judge(silent)
    reported(judge, [Cited("Nord", SILENT)], [Cited("West", SUPPORTED)], [Cited("West", SUPPORTED)])
    assert judge.texts() == [text_of("West")]


def test_of_a_long_page_the_beginning_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(beside, "MOST_CHARS", 20)
    judge = Judge(silent)
    reported(judge, [Cited("Nord", SILENT)], [Cited("West", SUPPORTED)])
    assert judge.texts() == [text_of("West")[:20]]


def test_only_the_sources_that_leave_the_claim_open_name_the_one_that_backs_it() -> None:
    judge = Judge(supports("West"))
    report = reported(judge, [Cited("Nord", PARTIALLY), Cited("East", AGAINST)], [Cited("West", SUPPORTED)])
    assert codes(report.citations[0]) == [["sources-disagree"], ["sources-disagree", "supported-by-other-source"]]


def test_a_claim_is_held_against_so_many_pages_and_no_more() -> None:
    judge = Judge(silent)
    others = [[Cited(f"Other{number}", SUPPORTED)] for number in range(beside.MOST_PAGES + 3)]
    reported(judge, [Cited("Nord", SILENT)], *others)
    assert len(judge.pairs) == beside.MOST_PAGES


def test_the_pairs_of_an_article_are_bounded_and_every_claim_gets_its_turn() -> None:
    judge = Judge(silent)
    rows = [[Cited(f"Page{number}", SILENT)] for number in range(25)]
    reported(judge, *rows)
    assert len(judge.pairs) == beside.MOST_ELSEWHERE
    assert {pair.claim for pair in judge.pairs} == {f"Claim {number}." for number in range(1, 26)}


def test_a_source_that_is_only_listed_gets_no_finding() -> None:
    judge = Judge(supports("West"))
    report = reported(judge, [Cited("Nord", SILENT, checked=False)], [Cited("West", SUPPORTED)])
    assert (judge.pairs, codes(report.citations[0])) == ([], [[]])


def test_a_citation_that_claims_nothing_asks_no_page() -> None:
    judge = Judge(supports("West"))
    reported(judge, [Cited("Nord", UNKNOWN)], [Cited("West", SUPPORTED)], claimed="")
    assert judge.pairs == []


def test_a_claim_supported_by_its_own_sources_together_asks_no_further_page() -> None:
    judge = Judge(all_of_it)
    reported(judge, [Cited("Nord", PARTIALLY), Cited("West", SILENT)], [Cited("East", SUPPORTED)])
    assert len(judge.pairs) == 1


def test_the_same_article_is_judged_beside_in_the_same_way_twice() -> None:
    rows = [[Cited("Nord", PARTIALLY), Cited("West", SILENT)], [Cited("East", SILENT)], [Cited("South", SUPPORTED)]]
    first, second = Judge(all_of_it), Judge(all_of_it)
    assert reported(first, *rows) == reported(second, *rows)
    assert first.pairs == second.pairs


# --- the time for it ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rows", "texts"),
    [
        ([[Cited(f"Nord{n}", PARTIALLY), Cited(f"West{n}", PARTIALLY)] for n in range(9)], 3),
        ([[Cited(f"Page{n}", SILENT)] for n in range(9)], 3),
    ],
    ids=["together", "elsewhere"],
)
def test_no_more_pairs_are_judged_when_the_time_is_over(
    rows: list[list[Cited]], texts: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [0.0]

    def slow(text: str) -> Judgement:
        now[0] += beside.MOST_SECONDS / 2.5
        return silent(text)

    judge = Judge(slow)
    timed = functools.partial(beside.judge_beside, clock=lambda: now[0])
    monkeypatch.setattr(beside, "judge_beside", timed)
    assert reported(judge, *rows).citations
    assert len(judge.pairs) == texts
