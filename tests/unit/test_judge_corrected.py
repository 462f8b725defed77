"""What a correction says an earlier version had backs no claim, and is held against none."""

from __future__ import annotations

import pytest

from verifier.judge import load_scorer
from verifier.judge.checks import run_checks
from verifier.judge.opening import open_match
from verifier.model import CheckKind, CheckOutcome, Judgement, Pair, Verdict

#: By language: a claim, and the note below an article that does not say it itself.
NOTES = [
    ("en", "{} people were hurt at the fair in Lodwick.",
     "Correction: An earlier version of this article said that 40 people were hurt at the fair in Lodwick. It was 14."),
    ("en", "{} people were hurt at the fair in Lodwick.",
     "Correction: an earlier version of this article said that 40 people were hurt in Lodwick at the fair; it was 14."),
    ("en", "{} people were hurt at the fair in Lodwick.",
     "Correction: 14 people were hurt at the fair in Lodwick, not 40 as stated earlier."),
    ("pl", "Na targu w Lodwick rannych zostało {} osób.",
     "Sprostowanie: we wcześniejszej wersji artykułu podano, że na targu w Lodwick rannych zostało 40 osób; "
     "było ich 14."),
    ("ru", "На ярмарке в Лодвике пострадали {} человек.",
     "Исправление: в предыдущей версии статьи говорилось, что на ярмарке в Лодвике пострадали 40 человек; их было 14."),
    ("uk", "На ярмарку в Лодвіку постраждали {} людей.",
     "Виправлення: у попередній версії статті йшлося, що на ярмарку в Лодвіку постраждали 40 людей; їх було 14."),
    ("be", "На кірмашы ў Лодвіку пацярпелі {} чалавек.",
     "Выпраўленне: у папярэдняй версіі артыкула гаварылася, што на кірмашы ў Лодвіку пацярпелі "
     "40 чалавек; іх было 14."),
    ("cs", "Na trhu v Lodwicku bylo zraněno {} lidí.",
     "Oprava: v předchozí verzi článku stálo, že na trhu v Lodwicku bylo zraněno 40 lidí; bylo jich 14."),
    ("de", "Auf dem Markt in Lodwick wurden {} Menschen verletzt.",
     "Korrektur: In einer früheren Fassung dieses Artikels hieß es, auf dem Markt in Lodwick seien 40 Menschen "
     "verletzt worden. Es waren 14."),
    ("fr", "{} personnes ont été blessées à la foire de Lodwick.",
     "Rectificatif : une version précédente de cet article indiquait que 40 personnes avaient été blessées à la foire "
     "de Lodwick ; elles étaient 14."),
    ("es", "{} personas resultaron heridas en la feria de Lodwick.",
     "Corrección: una versión anterior de este artículo decía que 40 personas resultaron heridas en la feria de "
     "Lodwick; fueron 14."),
    ("it", "{} persone sono rimaste ferite alla fiera di Lodwick.",
     "Correzione: una versione precedente di questo articolo diceva che 40 persone erano rimaste ferite alla fiera di "
     "Lodwick; erano 14."),
]  # fmt: skip
PAGE = "The fair in Lodwick closed early on Sunday, 14 people were hurt.\n"
CLAIM = "40 people were hurt at the fair in Lodwick."


def outcome(code: str, claim: str, page: str) -> CheckOutcome:
    pair = Pair(claim=claim, source=page, claim_language=code, source_language=code)
    (found,) = [check for check in run_checks(open_match(pair)) if check.kind is CheckKind.NUMBER]
    return found.outcome


def judged(claim: str, page: str) -> Judgement:
    return load_scorer("embedded").judge(Pair(claim=claim, source=page))


@pytest.mark.parametrize(("code", "claim", "note"), NOTES)
def test_the_old_value_differs_and_the_new_one_agrees(code: str, claim: str, note: str) -> None:
    assert outcome(code, claim.format(40), note) is CheckOutcome.DIFFERS
    assert outcome(code, claim.format(14), note) is CheckOutcome.AGREES


def test_a_value_that_is_taken_back_differs_from_no_other_value() -> None:
    note = "Correction: an earlier version of this article said that 40 people were hurt at the fair in Lodwick"
    assert outcome("en", CLAIM.replace("40", "15"), f"{note}.") is CheckOutcome.ABSENT
    pair = Pair(claim=CLAIM.replace("40", "15"), source=f"{note}; it was 14.")
    (found,) = [check for check in run_checks(open_match(pair)) if check.kind is CheckKind.NUMBER]
    assert (found.outcome, found.source_value) == (CheckOutcome.DIFFERS, "14")


@pytest.mark.parametrize(
    "note",
    [
        "Correction: an earlier version of this article said 40; it was 14.",
        "An earlier version of this article gave the number of people hurt at the fair in Lodwick as 40.",
        "Correction: a previous version said that 40 people instead of 14 were hurt at the fair in Lodwick.",
    ],
)
def test_the_note_below_a_corrected_article_backs_no_claim_of_the_old_value(note: str) -> None:
    assert judged(CLAIM, PAGE + note).verdict is Verdict.CONTRADICTED
    assert judged(CLAIM.replace("40", "14"), PAGE + note).verdict is Verdict.SUPPORTED


def test_a_statement_without_numbers_that_an_earlier_version_made_is_taken_back() -> None:
    page = "The fair closed early.\nAn earlier version of this article said that Mayor Holt was drunk at the fair."
    found = judged("Mayor Holt was drunk at the fair.", page)
    assert found.verdict is Verdict.CONTRADICTED
    assert any("an earlier version of it said so" in reason for reason in found.reasons)
    named = "The fair closed early.\nAn earlier version of this article said that Mayor Brandt was drunk at the fair."
    assert not any("earlier version" in one for one in judged("Mayor Holt was drunk at the fair.", named).reasons)


@pytest.mark.parametrize(
    "note",
    [
        "An earlier version of this article did not mention that 40 people were hurt at the fair in Lodwick.",
        "Correction: an earlier version of this article said 14 people were hurt at the fair in Lodwick; it was 40.",
        "Officials originally said that 40 people were hurt at the fair in Lodwick.",
    ],
)
def test_other_notes_take_no_value_back(note: str) -> None:
    assert outcome("en", CLAIM, note) is CheckOutcome.AGREES
