"""A claim of two words is denied by a clause that has just these and a negation more or less."""

from __future__ import annotations

import pytest

from verifier.judge import load_scorer
from verifier.judge.checks import run_checks
from verifier.judge.opening import open_match
from verifier.model import CheckKind, CheckOutcome, Pair, Verdict


def differs(code: str, claim: str, page: str) -> bool:
    pair = Pair(claim=claim, source=page, claim_language=code, source_language=code)
    found = [check for check in run_checks(open_match(pair)) if check.kind is CheckKind.NEGATION]
    return any(check.outcome is CheckOutcome.DIFFERS for check in found)


@pytest.mark.parametrize(
    ("code", "claim", "page"),
    [
        ("en", "The sailors were not missing.", "The sailors are missing, the coast guard said on Monday."),
        ("en", "The sailors were not missing.", "The sailors are missing."),
        ("en", "The sailors are missing.", "The sailors were not missing."),
        ("en", "Holt did not resign.", "Holt resigned."),
        ("en", "Holt resigned.", "Holt did not resign."),
        ("en", "The bridge is not open.", "The bridge is open."),
        ("pl", "Holt nie zrezygnował.", "Holt zrezygnował."),
        ("pl", "Most nie jest zamknięty.", "Most jest zamknięty."),
        ("ru", "Моряки не пропали.", "Моряки пропали."),
        ("ru", "Хольт ушёл в отставку.", "Хольт не ушёл в отставку."),
        ("uk", "Моряки не зникли.", "Моряки зникли."),
        ("be", "Маракі не зніклі.", "Маракі зніклі."),
        ("de", "Holt trat nicht zurück.", "Holt trat zurück."),
        ("de", "Die Brücke ist nicht gesperrt.", "Die Brücke ist gesperrt."),
        ("fr", "Holt n’a pas démissionné.", "Holt a démissionné."),
        ("es", "Holt no dimitió.", "Holt dimitió."),
        ("it", "Holt non si è dimesso.", "Holt si è dimesso."),
    ],
)
def test_a_negation_more_or_less_differs(code: str, claim: str, page: str) -> None:
    assert differs(code, claim, page)


@pytest.mark.parametrize(
    ("code", "claim", "page"),
    [
        ("en", "The sailors were not missing.", "The sailors were not missing."),
        ("en", "Holt resigned.", "Holt resigned."),
        ("en", "Holt resigned.", "Holt did not resign on Monday."),
        ("en", "The bridge is closed.", "The bridge is not open."),
        ("en", "The bridge is not open.", "The bridge is closed."),
        ("en", "Holt did not resign.", "Brandt resigned. Holt stayed in office."),
        ("en", "The sailors were not missing.", "The sailors were missing for two days but are not missing any more."),
    ],
)  # fmt: skip
def test_other_words_may_say_another_thing(code: str, claim: str, page: str) -> None:
    assert not differs(code, claim, page)


def test_it_is_contradicted() -> None:
    page = "The sailors are missing."
    assert load_scorer("embedded").judge(Pair(claim="The sailors were not missing.", source=page)).verdict is (
        Verdict.CONTRADICTED
    )
