"""What a source repeats only to deny, debunk, accuse, doubt, suppose or take back is not told by it as a fact."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from verifier.judge import load_scorer
from verifier.judge.checks.framing import Framed, check_framing
from verifier.judge.combiner import decide
from verifier.judge.frames import framing, spell
from verifier.judge.opening import open_match
from verifier.judge.rules import apply_framing
from verifier.judge.words import words
from verifier.model import Check, CheckKind, CheckOutcome, Judgement, Pair, Probabilities, Verdict

ROOT = Path(__file__).parents[2]
ROWS = [json.loads(line) for line in (ROOT / "fixtures/judge/framing.jsonl").read_text(encoding="utf-8").splitlines()]
TABLE = list(csv.DictReader((ROOT / "verifier/judge/framing.csv").read_text(encoding="utf-8").splitlines()))
LANGUAGES = ("en", "pl", "ru", "uk", "be", "cs", "de", "fr", "es", "it")
KINDS = (
    "denied",
    "false",
    "retracted",
    "acquitted",
    "alleged",
    "unconfirmed",
    "hypothetical",
    "disputed",
    "corrected",
    "satire",
)

#: Controls that are refused for another reason than a framing; each is strict, so that a better judge is noticed here.
MISSED = {
    "ru-15": "the model calls it contradicted",
    "uk-22": "the accused of the claim is taken for its speaker",
    "it-16": "Genoa and Genova are taken for two names",
}


def judged(claim: str, page: str, code: str = "en", claim_code: str | None = None) -> Judgement:
    return load_scorer("embedded").judge(
        Pair(claim=claim, source=page, claim_language=claim_code or code, source_language=code)
    )


def framed(claim: str, page: str, code: str = "en") -> Framed | None:
    return check_framing(open_match(Pair(claim=claim, source=page, claim_language=code, source_language=code)))


def _marked(row: dict[str, Any]) -> Any:
    missed = pytest.mark.xfail(strict=True, reason=MISSED.get(row["id"], ""))
    return pytest.param(row, id=row["id"], marks=[missed] if row["id"] in MISSED else [])


@pytest.mark.parametrize("row", [_marked(row) for row in ROWS])
def test_a_framed_claim_is_not_supported_and_no_other_is_refused(row: dict[str, Any]) -> None:
    found = judged(row["claim"], row["source"], row["language"], row["claim_language"])
    assert (found.verdict is not Verdict.SUPPORTED) == row["framed"], (found.probabilities, found.reasons)


def test_half_of_the_rows_are_framed_in_each_of_ten_languages() -> None:
    assert {row["language"] for row in ROWS} == set(LANGUAGES)
    for code in LANGUAGES:
        mine = [row["framed"] for row in ROWS if row["language"] == code]
        assert (len(mine), sum(mine)) == (22, 11), code


BANK = "The Harland bank stole 3 million euros."
MASTS = "5G masts spread the virus."
SENATOR = "Senator Werrick took bribes."


@pytest.mark.parametrize(
    ("claim", "page", "kind"),
    [
        (BANK, "The Harland bank denied that it stole 3 million euros.", "denied"),
        (BANK, "Allegations that the Harland bank stole 3 million euros were denied by its director.", "denied"),
        (BANK, "Prosecutors accuse the Harland bank of stealing 3 million euros.", "alleged"),
        (BANK, "The Harland bank was charged with stealing 3 million euros.", "alleged"),
        (BANK, "The Harland bank allegedly stole 3 million euros.", "alleged"),
        (BANK, "A court cleared the Harland bank of stealing 3 million euros.", "acquitted"),
        (BANK, "A court acquitted the Harland bank, accused of stealing 3 million euros.", "acquitted"),
        (BANK, "Rumours that the Harland bank stole 3 million euros could not be confirmed.", "unconfirmed"),
        (BANK, "It is unclear whether the Harland bank stole 3 million euros.", "unconfirmed"),
        (BANK, "If the Harland bank had stolen 3 million euros, the auditors would have noticed.", "hypothetical"),
        (BANK, "Had the Harland bank stolen 3 million euros, the auditors would have noticed.", "hypothetical"),
        (BANK, "According to the indictment, the Harland bank stole 3 million euros.", "alleged"),
        (MASTS, "FALSE: 5G masts spread the virus.", "false"),
        (MASTS, "Claim: 5G masts spread the virus.\nVerdict: False.\nRadio waves carry nothing.", "false"),
        (MASTS, "5G masts spread the virus, a post says. This is false.", "false"),
        (MASTS, "5G masts spread the virus, a post says. This is false: radio waves carry nothing.", "false"),
        (MASTS, "Fears that 5G masts spread the virus are unfounded, doctors say.", "false"),
        ("Captain Odd Berg was drunk.", "Captain Odd Berg was questioned and denied having been drunk.", "denied"),
        (MASTS, "“5G masts spread the virus” is a myth, doctors say.", "false"),
        (MASTS, "A video that claims 5G masts spread the virus is false.", "false"),
        (MASTS, "Do 5G masts spread the virus? No. Radio waves carry nothing.", "false"),
        (SENATOR, "Senator Werrick took bribes, we wrote. CORRECTION: that report was wrong.", "retracted"),
        (SENATOR, "Senator Werrick took bribes, we wrote.\nCorrection: Senator Werrick took no bribes.", "retracted"),
        (SENATOR, "An earlier version of this article wrongly said that Senator Werrick took bribes.", "retracted"),
        (SENATOR, "SATIRE\nSenator Werrick took bribes in the form of cheese.", "satire"),
        (SENATOR, "Satire | The Daily Turnip\nSenator Werrick took bribes.", "satire"),
        (SENATOR, "Senator Werrick took bribes.\n\nThis article is satire.", "satire"),
    ],
)
def test_how_the_source_speaks_of_the_claim(claim: str, page: str, kind: str) -> None:
    found = framed(claim, page)
    assert found is not None
    assert found.kind == kind


def test_a_page_whose_data_calls_it_satire_backs_no_claim_but_one_about_satire() -> None:
    def judgement(claim: str, satire: str | None) -> Judgement:
        return load_scorer("embedded").judge(Pair(claim=claim, source=claim, satire=satire))

    assert judgement(SENATOR, None).verdict is Verdict.SUPPORTED
    found = judgement(SENATOR, "SatiricalArticle")
    assert found.verdict is Verdict.NOT_SUPPORTED
    assert any("calls itself satire: “SatiricalArticle”" in reason for reason in found.reasons)
    told = "The satirical weekly wrote that Senator Werrick took bribes."
    assert judgement(told, "Satire").verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        ("The Harland bank denied that it stole 3 million euros.", "The Harland bank denied that it stole 3 million."),
        ("The Harland bank did not steal 3 million.", "The Harland bank denied that it stole 3 million euros."),
        ("The bank opened in 1974.", "The bank denied that it stole 3 million euros. The bank opened in 1974."),
        ("The bank bought 36 tugs.", "The bank, which denied that it stole money, bought 36 tugs from Norway."),
        ("The bank moved to Lodwick.", "The bank denied the charges, but the bank moved to Lodwick."),
        ("The director resigned on Monday.", "The director denied wrongdoing and resigned on Monday."),
        (BANK, "A court found that the Harland bank stole 3 million euros. The bank denies that it stole 3 million."),
        ("The port opened in May.", "The port opened in May. Rumours of its closure are false."),
        ("The port is closed.", "The port is closed. Fears of a strike are unfounded."),
        ("The port is closed.", "The port is closed. The board said: that is false."),
        ("Captain Odd Berg was questioned.", "Captain Odd Berg was questioned and denied having been drunk."),
        ("The port is closed.", "Correction: the number of ships was wrong. The port is closed."),
        ("A satirical weekly was sold to a Danish firm.", "A satirical weekly was sold to a Danish firm in June."),
        (
            "The weekly was sold to a Danish firm.",
            "The satirical weekly was sold to a Danish firm. It sells 9,000 copies.",
        ),
        ("Did the port open? No matter: it made money.", "Did the port open? Nobody knows. It made money."),
    ],
)
def test_a_framing_of_something_else_is_none_of_the_claim(claim: str, page: str) -> None:
    assert framed(claim, page) is None


def test_a_relative_clause_that_denies_ends_before_the_verb_it_interrupts() -> None:
    claim = "Завод сбросил отходы в озеро."
    assert framed(claim, "Завод, который долго всё отрицал, признал, что сбросил отходы в озеро.", "ru") is None
    assert framed(claim, "Завод долго отрицал, что сбросил отходы в озеро.", "ru") is not None


def test_a_later_sentence_that_denies_takes_nothing_from_a_plain_one() -> None:
    page = "The Harland bank stole 3 million euros, the court found, and did not return them. It denies this."
    assert framed(BANK, page) is None


def test_german_diacritics_and_infinitives_tell_the_scope() -> None:
    claim = "Der Minister traf die Brücke."
    assert framed(claim, "Der Minister hatte die Brücke getroffen, und es waren viele da.", "de") is None
    accused = "Man wirft dem Minister vor, 70.000 Euro unterschlagen zu haben."
    assert framed("Der Minister hat 70.000 Euro unterschlagen.", accused, "de") is not None
    reported = "Der Minister wies Berichte zurück, er habe 70.000 Euro unterschlagen."
    assert framed("Der Minister hat 70.000 Euro unterschlagen.", reported, "de") is not None
    beside = "Der Minister bestritt die Vorwürfe, zu Hause unterschlug er 70.000 Euro."
    assert framed("Der Minister unterschlug 70.000 Euro.", beside, "de") is None


@pytest.mark.parametrize(
    ("code", "claim", "page"),
    [
        ("de", "Das Freibad wird für immer geschlossen.",
         "Auf Facebook heißt es, das Freibad werde für immer geschlossen. Das stimmt nicht: Es wird saniert."),
        ("cs", "Nemocnice hospodařila se ztrátou.", "Vaňková odmítla, že by nemocnice hospodařila se ztrátou."),
    ],
)  # fmt: skip
def test_a_denial_that_goes_on_and_one_with_a_clause_are_known(code: str, claim: str, page: str) -> None:
    assert check_framing(open_match(Pair(claim=claim, source=page, claim_language=code, source_language=code)))


def test_what_a_model_calls_telling_is_asked_where_words_cannot_be_compared() -> None:
    page = "La notizia che il comune di Villarta fa pagare le passeggiate è una bufala. Il volantino è inventato."
    claim = "The town of Villarta charges people for walking."
    match = open_match(Pair(claim=claim, source=page, claim_language="en", source_language="it"))
    assert check_framing(match) is None
    assert check_framing(match, [1]) is None
    found = check_framing(match, [0])
    assert found is not None
    assert found.kind == "false"


PROBABLE = Probabilities(supported=0.9, partially_supported=0.05, not_supported=0.03, contradicted=0.02)


@pytest.mark.parametrize(
    ("kind", "verdict"),
    [
        ("false", Verdict.CONTRADICTED),
        ("retracted", Verdict.CONTRADICTED),
        ("acquitted", Verdict.CONTRADICTED),
        ("denied", Verdict.NOT_SUPPORTED),
        ("unconfirmed", Verdict.NOT_SUPPORTED),
        ("hypothetical", Verdict.NOT_SUPPORTED),
        ("satire", Verdict.NOT_SUPPORTED),
        ("alleged", Verdict.PARTIALLY_SUPPORTED),
    ],
)
def test_each_framing_leaves_a_defined_verdict(kind: str, verdict: Verdict) -> None:
    check = Check(kind=CheckKind.ATTRIBUTION, claim_value="a", source_value="b", outcome=CheckOutcome.DIFFERS)
    lowered = apply_framing(Framed(kind, check), PROBABLE)
    assert decide(lowered) is verdict
    assert lowered.supported < PROBABLE.supported
    assert sum(getattr(lowered, one.value) for one in Verdict if one is not Verdict.UNDETERMINED) == pytest.approx(1)


def test_without_framing_nothing_is_lowered() -> None:
    assert apply_framing(None, PROBABLE) is PROBABLE


def test_an_accusation_is_told_in_the_reasons_and_in_both_texts_and_contradicts_nothing() -> None:
    page = "Prosecutors accuse the Harland bank of stealing 3 million euros."
    found = judged(BANK, page)
    assert found.verdict is Verdict.PARTIALLY_SUPPORTED
    (check,) = [one for one in found.checks if one.outcome is CheckOutcome.DIFFERS]
    assert check.kind is CheckKind.ATTRIBUTION
    assert check.claim_span is not None
    assert check.source_span is not None
    assert BANK[slice(*check.claim_span)] == check.claim_value
    assert page[slice(*check.source_span)] == check.source_value == "accuse"
    told = "The source reports this as an accusation or a rumour and does not state it itself: “accuse”."
    assert found.reasons.count(told) == 1
    assert "The verdict was lowered because of the check of attribution." in found.reasons


def test_a_framing_stands_in_the_place_of_the_hedge_that_says_less() -> None:
    found = judged(BANK, "The Harland bank allegedly stole 3 million euros.")
    assert [one.source_value for one in found.checks if one.outcome is CheckOutcome.DIFFERS] == ["allegedly"]
    assert not any("with a reserve" in reason for reason in found.reasons)
    assert found.verdict is Verdict.PARTIALLY_SUPPORTED


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_has_every_kind_of_framing_and_every_mark(code: str) -> None:
    mine = [row for row in TABLE if row["language"] == code]
    assert {row["kind"] for row in mine if row["scope"]} == set(KINDS)
    marks = {row["kind"] for row in mine if not row["scope"]}
    assert marks - {"reported"} == {"correction", "wrong", "this", "noun", "that", "and", "relative", "no", "instead"}
    scopes = {row["scope"] for row in mine}
    assert scopes == {"", "after", "before", "around", "back", "end", "label", "line", "notice", "footer"}


@pytest.mark.parametrize(
    "row", [row for row in TABLE if row["scope"]], ids=lambda row: "-".join(list(row.values())[:3])
)
def test_every_form_of_the_table_is_recognised_as_it_is_written(row: dict[str, str]) -> None:
    for form in row["forms"].split():
        text = form.lstrip("^").replace("*", "").replace("_", " ").replace("~", " ")
        spelled = spell(text, words(text, row["language"]))
        found = framing(row["language"]).expressions(spelled, (row["scope"],))
        assert any(one.kind == row["kind"] and end == len(spelled) - 1 for one, _, end in found), form
