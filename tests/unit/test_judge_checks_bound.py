"""Values that stand on the page for another part, person, time, vote, share or event than the claim's."""

from __future__ import annotations

import pytest

from verifier.judge.checks import run_checks
from verifier.judge.checks.fractions import other_share
from verifier.judge.opening import open_match
from verifier.model import Check, CheckKind, CheckOutcome, Pair

_DEPOT = (
    "Суд приговорил к восьми годам колонии начальника склада Тараса Вельского за хищение зерна. "
    "Его сообщник, 36-летний водитель, получил три года. Ущерб возмещён частично."
)
_SISTERS = (
    "Retired potter Hester Quince, 81, and her brother Alwyn, 77, were found on the moor after a cold night. "
    "Ms Quince had a sprained ankle."
)
_CHALETS = "Zwölf der dreißig Hütten im Feriendorf Moosgrund sind am Montag abgebrannt. Verletzt wurde niemand."
_SCHOOLS = "Закрылись три школы из семи, зато в городке Лютово работает новая аптека."
_SURVEY = "71 % der Einwohner von Aldenried sind mit den Straßen unzufrieden. Befragt wurden 900 Personen."
_COUNCIL = (
    "Rada gminy Jodłowa przyjęła uchwałę o budowie basenu: za głosowało 13 radnych, przeciw było pięciu, "
    "a dwóch wstrzymało się od głosu."
)
_BUS = (
    "Bei einem Busunfall nahe Ottenbruck sind vierzehn Schüler verletzt worden. "
    "Im Bus saßen 47 Kinder, als er von der Straße abkam."
)
_OWLS = "Der Tierpark Rehfeld meldet zum dritten Mal in Folge Nachwuchs bei den Eulen. Im Park leben 90 Arten."
_OLDEST = "Die Schneiderin Alma Rohde hat in Seelbach ihren 103. Geburtstag gefeiert. Es kamen neun Enkel."
_GRANTS = (
    "Заявки на гранты для сельских врачей принимаются до 31 мая 2025 года. "
    "Победителей назовут 20 июня 2025 года."
)  # fmt: skip
_FIFTH = "Rosa Lindt won the Ems marathon for the fifth time."
_RATES = (
    "The central bank of Ostmark expects prices to rise 3.4 per cent next year; it forecasts growth "
    "of 1.8 per cent for the farms alone."
)


def _values(claim: str, page: str, code: str = "en", source: str = "en") -> list[Check]:
    match = open_match(Pair(claim=claim, source=page, claim_language=code, source_language=source))
    return [check for check in run_checks(match) if check.kind in (CheckKind.NUMBER, CheckKind.DATE)]


@pytest.mark.parametrize(
    ("claim", "page", "code", "source", "value"),
    [
        ("Dreißig Hütten im Feriendorf Moosgrund sind abgebrannt.", _CHALETS, "de", "de", "12"),
        (
            "Four of the seven schools in Lyutovo have closed.",
            "Закрылись две школы из семи в городке Лютово.",
            "en",
            "ru",
            "2",
        ),
        (
            "Rosa Lindt has won the Ems marathon seven times.",
            "Rosa Lindt won the Ems marathon for the fifth time.",
            "en",
            "en",
            "5th",
        ),
        ("For the fourth time in a row, owls have hatched at Rehfeld zoo.", _OWLS, "en", "de", "3rd"),
        ("Alma Rohde of Seelbach has turned 101.", _OLDEST, "en", "de", "103"),
        ("One third of people in Aldenried are unhappy with the roads.", _SURVEY, "en", "de", "71 %"),
        ("Drei Viertel der Hütten im Feriendorf Moosgrund sind abgebrannt.", _CHALETS, "de", "de", "12"),
        ("Taras Velsky was jailed for three years for stealing grain.", _DEPOT, "en", "ru", "8"),
        ("The 77-year-old former potter sprained her ankle.", _SISTERS, "en", "en", "81"),
        ("Two councillors voted against the pool.", _COUNCIL, "en", "pl", "5"),
        ("Олена Гай учетверте виграла конкурс.", "Олена Гай утретє виграла конкурс.", "uk", "uk", "3rd"),
        ("Three witnesses saw the crash in Birkau.", "Zwei Zeugen sahen den Unfall in Birkau.", "en", "de", "2"),
        ("Forty-seven pupils were injured when their bus left the road near Ottenbruck.", _BUS, "en", "de", "14"),
        ("Rural doctors can apply for the grants until 20 June 2025.", _GRANTS, "en", "ru", "31 May 2025"),
    ],
)
def test_a_value_that_the_page_gives_to_something_else_differs(
    claim: str, page: str, code: str, source: str, value: str
) -> None:
    differing = [check for check in _values(claim, page, code, source) if check.outcome is CheckOutcome.DIFFERS]
    assert value in [check.source_value for check in differing]


@pytest.mark.parametrize(
    ("claim", "page", "code", "source"),
    [
        ("Zwölf Hütten im Feriendorf Moosgrund sind abgebrannt.", _CHALETS, "de", "de"),
        ("Das Feriendorf Moosgrund hat dreißig Hütten.", _CHALETS, "de", "de"),
        ("In Moosgrund, einem Feriendorf mit dreißig Hütten, sind zwölf abgebrannt.", _CHALETS, "de", "de"),
        ("Zwei Fünftel der Hütten im Feriendorf Moosgrund sind abgebrannt.", _CHALETS, "de", "de"),
        ("Weniger als drei Viertel der Hütten im Feriendorf Moosgrund sind abgebrannt.", _CHALETS, "de", "de"),
        ("Three of the seven schools in Lyutovo have closed.", _SCHOOLS, "en", "ru"),
        ("Four of the seven schools in Lyutovo are left.", _SCHOOLS, "en", "ru"),
        ("Rosa Lindt had won the Ems marathon four times.", _FIFTH, "en", "en"),
        ("Rosa Lindt's shoes are six times lighter.", _FIFTH, "en", "en"),
        ("For the third time in a row, owls have hatched at Rehfeld zoo.", _OWLS, "en", "de"),
        ("Alma Rohde of Seelbach has turned 103.", _OLDEST, "en", "de"),
        ("Taras Velsky was jailed for eight years for stealing grain.", _DEPOT, "en", "ru"),
        ("Taras Velsky's accomplice was jailed for three years.", _DEPOT, "en", "ru"),
        ("The 81-year-old former potter sprained her ankle.", _SISTERS, "en", "en"),
        ("Alwyn, the potter's 77-year-old brother, was found on the moor.", _SISTERS, "en", "en"),
        ("Five councillors voted against the pool and two abstained.", _COUNCIL, "en", "pl"),
        ("Fourteen pupils were injured when their bus left the road near Ottenbruck.", _BUS, "en", "de"),
        ("Forty-seven pupils were in a bus that left the road near Ottenbruck.", _BUS, "en", "de"),
        ("Rural doctors can apply for the grants until 31 May 2025.", _GRANTS, "en", "ru"),
        ("The winners of the grants will be named on 20 June 2025.", _GRANTS, "en", "ru"),
        ("Three witnesses, Olsen, Berg and Dahl, saw it.", "Olsen, Berg and Dahl saw it; two cars burnt.", "en", "en"),
        ("Three of five witnesses saw the crash.", "Of five witnesses two did not see the crash.", "en", "en"),
        ("The bank forecasts growth of 1.8 per cent for the farms.", _RATES, "en", "en"),
        ("Seven libraries cost 90 pounds each.", "The town has seven libraries; they cost 90 pounds each.", "en", "en"),
    ],
)  # fmt: skip
def test_a_value_in_its_own_place_does_not_differ(claim: str, page: str, code: str, source: str) -> None:
    assert all(check.outcome is not CheckOutcome.DIFFERS for check in _values(claim, page, code, source))


def test_the_rest_of_a_whole_is_no_other_share() -> None:
    claim = "One third of people in Aldenried are unhappy with the roads."
    plain, denied = (
        open_match(Pair(claim=said, source=_SURVEY, claim_language="en", source_language="de"))
        for said in (claim, claim.replace("unhappy", "not unhappy"))
    )
    assert other_share(plain, plain.numbers[0]) is not None
    assert other_share(denied, denied.numbers[0]) is None


def test_a_share_that_more_of_the_claim_is_said_of_stands_against_the_claims_own() -> None:
    page = "Im Bezirk Kaltmoor fordern 57 % ein Freibad, aber 31 % der Anwohner fürchten höhere Steuern und Lärm."
    own = _values("31 % der Anwohner fürchten höhere Steuern.", page, "de", "de")
    other = _values("57 % der Anwohner fürchten höhere Steuern.", page, "de", "de")
    assert [check.outcome for check in own] == [CheckOutcome.AGREES]
    assert [(check.outcome, check.source_value) for check in other] == [(CheckOutcome.DIFFERS, "31 %")]
