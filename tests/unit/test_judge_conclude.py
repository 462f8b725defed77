"""What stands of an opinion: the evidence that is shown, what checks change, and what is left open."""

from __future__ import annotations

import pytest

from verifier.judge import load_scorer
from verifier.judge.checks import run_checks
from verifier.judge.checks.agents import check_agents
from verifier.judge.combiner import supported_from_in
from verifier.judge.conclude import Opinion, conclude, judgement_of, settle
from verifier.judge.opening import open_match
from verifier.judge.reasons import explain_settled
from verifier.judge.rules import apply_checks
from verifier.model import Check, CheckKind, CheckOutcome, Pair, Probabilities, Verdict

PAGE = " ".join(f"Sentence number {word} stands here." for word in ("one", "two", "three", "four", "five", "six"))
PAIR = Pair(claim="Nine sentences stand here.", source=PAGE)
SILENT = Probabilities(supported=0.1, partially_supported=0.1, not_supported=0.7, contradicted=0.1)
AGAINST = Probabilities(supported=0.1, partially_supported=0.1, not_supported=0.1, contradicted=0.7)
SURE = Probabilities(supported=0.9, partially_supported=0.05, not_supported=0.03, contradicted=0.02)


def number(outcome: CheckOutcome, at: int | None = None) -> Check:
    span = None if at is None else (at, at + 4)
    return Check(kind=CheckKind.NUMBER, claim_value="9", source_value="6", outcome=outcome, claim_span=(0, 4),
                 source_span=span)  # fmt: skip


def test_the_sentence_of_a_conflict_comes_first_wherever_it_stands() -> None:
    match = open_match(PAIR)
    conflict = number(CheckOutcome.DIFFERS, PAGE.index("six"))
    settled = settle(match, (conflict,), AGAINST, claim_whole=True, read_whole=True)
    judgement = judgement_of(PAIR, match, settled, [(0, 0.9), (1, 0.8), (2, 0.7), (3, 0.6), (4, 0.5)], ["why"], "x/1")
    assert judgement.verdict is Verdict.CONTRADICTED
    assert [one.text.split()[2] for one in judgement.evidence] == ["six", "one", "two", "three", "four"]


@pytest.mark.parametrize(
    ("outcome", "read", "said"),
    [
        (CheckOutcome.DIFFERS, SURE, "The verdict was lowered because of the check of number."),
        (CheckOutcome.DIFFERS, AGAINST, None),
        (CheckOutcome.ABSENT, SILENT, None),
        (
            CheckOutcome.ABSENT,
            Probabilities(supported=0.35, partially_supported=0.45, not_supported=0.1, contradicted=0.1),
            "The check of number made support less likely.",
        ),
    ],
)
def test_a_check_is_said_to_have_lowered_only_what_it_lowered(
    outcome: CheckOutcome, read: Probabilities, said: str | None
) -> None:
    match = open_match(PAIR)
    settled = settle(match, (number(outcome),), read, claim_whole=True, read_whole=True)
    reasons = [one for one in explain_settled(match, settled, "ground") if "lowered" in one or "less likely" in one]
    assert reasons == ([said] if said else [])


def test_a_page_read_in_part_leaves_open_only_that_it_does_not_say_it() -> None:
    match = open_match(Pair(claim="Rain fell.", source=PAGE))
    for read, verdict in ((SILENT, Verdict.UNDETERMINED), (AGAINST, Verdict.CONTRADICTED), (SURE, Verdict.SUPPORTED)):
        opinion = Opinion(probabilities=read, sentences=((0, 0.9),), ground="ground", read_whole=False)
        judgement = conclude(Pair(claim="Rain fell.", source=PAGE), match, opinion, "x/1")
        assert (judgement.verdict, judgement.read_whole) == (verdict, False)
        assert (judgement.probabilities is None) is (verdict is Verdict.UNDETERMINED)


def test_a_claim_read_in_part_is_at_most_partially_supported() -> None:
    match = open_match(Pair(claim="Rain fell.", source=PAGE))
    opinion = Opinion(probabilities=SURE, sentences=((0, 0.9),), ground="ground", claim_whole=False)
    judgement = conclude(Pair(claim="Rain fell.", source=PAGE), match, opinion, "x/1")
    assert judgement.verdict is Verdict.PARTIALLY_SUPPORTED
    assert judgement.probabilities is not None
    assert judgement.probabilities.partially_supported == pytest.approx(0.58)


def test_a_claim_whose_day_is_nowhere_on_the_page_is_not_supported() -> None:
    for same_language in (True, False):
        lowered, by = apply_checks(same_language, (_absent(CheckKind.DATE),), SURE, supported_from=0.4)
        assert by
        assert lowered.supported < 0.4
    lowered, by = apply_checks(False, (_absent(CheckKind.QUOTE),), SURE, supported_from=0.4)
    assert (lowered, by) == (SURE, ()), "words of a quotation cannot stand in another language"


def test_what_is_given_to_somebody_whom_the_page_never_names_is_not_supported() -> None:
    page = "The ministry said on Monday that the bridge at Skarholm would be closed for two weeks from 3 June."
    told = "The bridge at Skarholm will be closed for two weeks from 3 June, {} said."
    judge = load_scorer("embedded").judge
    assert judge(Pair(claim=told.format("the ministry"), source=page)).verdict is Verdict.SUPPORTED
    given = judge(Pair(claim=told.format("Henrik Dahl"), source=page))
    assert given.verdict is not Verdict.SUPPORTED
    assert any("Henrik Dahl" in reason for reason in given.reasons)


def test_a_statement_in_another_language_needs_more_support_than_a_page() -> None:
    assert supported_from_in("cross", 4) > supported_from_in("cross", 5)
    assert supported_from_in("short", 1) == supported_from_in("short", 9)


def _absent(kind: CheckKind) -> Check:
    return Check(kind=kind, claim_value="1 May", source_value=None, outcome=CheckOutcome.ABSENT, claim_span=(0, 1))


def test_a_sentence_that_the_page_repeats_is_shown_once() -> None:
    page = f"{PAGE}\nSentence number  one stands here."
    pair = Pair(claim="Nine sentences stand here.", source=page)
    opinion = Opinion(probabilities=SURE, sentences=((6, 0.9), (0, 0.8), (1, 0.7)), ground="ground")
    shown = conclude(pair, open_match(pair), opinion, "x/1").evidence
    assert [(one.start, one.score) for one in shown] == [(len(PAGE) + 1, 0.9), (PAGE.index("Sentence number two"), 0.7)]


def test_a_page_with_the_two_the_other_way_round_is_not_silent() -> None:
    claim, page = "Bergen defeated Rosenborg on Saturday.", "Rosenborg defeated Bergen on Saturday."
    match = open_match(Pair(claim=claim, source=page))
    settled = settle(match, tuple(check_agents(match)), SILENT, claim_whole=True, read_whole=True)
    assert settled.verdict is Verdict.CONTRADICTED
    assert settled.probabilities.not_supported < 0.01  # the least that a class has
    straight = open_match(Pair(claim=page, source=page))
    assert settle(straight, (), SILENT, claim_whole=True, read_whole=True).verdict is Verdict.NOT_SUPPORTED


def test_what_two_checks_find_alike_is_told_once() -> None:
    match = open_match(Pair(claim="Berg beat Holt in Lodwick.", source="Holt beat Berg in Lodwick on Monday."))
    made = run_checks(match)
    assert len(set(made)) < len(made)
    told = settle(match, made, SURE, claim_whole=True, read_whole=True).checks
    assert list(told) == list(dict.fromkeys(made))
