"""The checks across languages: an English claim, a page in another one. Both sides of each: agrees and differs."""

from __future__ import annotations

import pytest

from verifier.judge.checks import run_checks
from verifier.judge.opening import open_match
from verifier.model import Check, CheckKind, CheckOutcome, Pair

PAGES = {
    "pl": "Most Kowalski otwarto w środę, 10 września 2025 roku. Kosztował 12 mln złotych i ma 19 kilometrów długości. "
    "Ranny został 23-letni robotnik.",
    "ru": "Мост Ковальский открыли в среду, 10 сентября 2025 года. Он стоил 12 миллионов злотых и протянулся на "
    "девятнадцать километров. Ранен 23-летний рабочий.",
    "uk": "Міст Ковальський відкрили в середу, 10 вересня 2025 року. Він коштував 12 мільйонів злотих і має "
    "дев'ятнадцять кілометрів. Поранено 23-річного робітника.",
    "be": "Мост Кавальскі адкрылі ў сераду, 10 верасня 2025 года. Ён каштаваў 12 мільёнаў злотых і мае дзевятнаццаць "
    "кіламетраў. Паранены 23-гадовы рабочы.",
    "cs": "Most Kowalski otevřeli ve středu 10. září 2025. Stál 12 milionů zlotých a měří devatenáct kilometrů. "
    "Zraněn byl 23letý dělník.",
    "de": "Die Brücke Kowalski wurde am Mittwoch, dem 10. September 2025, eröffnet. Sie kostete 12 Millionen Zloty und "
    "ist neunzehn Kilometer lang. Verletzt wurde ein 23-jähriger Arbeiter.",
    "fr": "Le pont Kowalski a été ouvert mercredi 10 septembre 2025. Il a coûté 12 millions de zlotys et mesure "
    "dix-neuf kilomètres. Un ouvrier de 23 ans a été blessé.",
    "es": "El puente Kowalski se abrió el miércoles 10 de septiembre de 2025. Costó 12 millones de zlotys y mide "
    "diecinueve kilómetros. Un obrero de 23 años resultó herido.",
    "it": "Il ponte Kowalski è stato aperto mercoledì 10 settembre 2025. È costato 12 milioni di zloty ed è lungo "
    "diciannove chilometri. Un operaio di 23 anni è rimasto ferito.",
}
LANGUAGES = sorted(PAGES)


def checks(claim: str, page: str, code: str, kind: CheckKind, day: str | None = None) -> list[Check]:
    pair = Pair(claim=claim, source=page, claim_language="en", source_language=code, source_date=day)
    return [check for check in run_checks(open_match(pair)) if check.kind is kind]


def outcomes(claim: str, code: str, kind: CheckKind) -> list[str]:
    return [check.outcome.value for check in checks(claim, PAGES[code], code, kind)]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("claim", "fair"),
    [
        ("The bridge is nineteen kilometres long.", True),
        ("The bridge is about 12 miles long.", True),
        ("The bridge is 29 kilometres long.", False),
        ("The bridge is 19 miles long.", False),
        ("The bridge cost 12 million zlotys.", True),
        ("The bridge cost 0.012 billion zlotys.", True),
        ("The bridge cost 17 million zlotys.", False),
        ("The bridge cost 12 million euros.", False),
        ("A 23-year-old worker was wounded.", True),
        ("A 47-year-old worker was wounded.", False),
    ],
)
def test_a_number_and_its_unit_compare_in_every_language(code: str, claim: str, fair: bool) -> None:
    found = outcomes(claim, code, CheckKind.NUMBER)
    assert found == ["agrees"] if fair else found in (["differs"], ["absent"])


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize(
    ("claim", "fair"),
    [
        ("The bridge was opened on 10 September.", True),
        ("The bridge was opened on Wednesday.", True),
        ("The bridge was opened in September 2025.", True),
        ("The bridge was opened on 12 September.", False),
        ("The bridge was opened in October 2025.", False),
    ],
)
def test_a_date_compares_in_every_language(code: str, claim: str, fair: bool) -> None:
    found = outcomes(claim, code, CheckKind.DATE)
    assert found == ["agrees"] if fair else found in (["differs"], ["absent"])


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_name_is_found_in_every_alphabet_and_a_strange_one_is_not(code: str) -> None:
    assert outcomes("They opened the bridge Kowalski.", code, CheckKind.NAME) == ["agrees"]
    assert outcomes("They opened the bridge Bergström.", code, CheckKind.NAME) in (["absent"], ["differs"])


OPPOSITES = {
    "pl": "Eksport gazu wzrósł w lutym o 12 procent.",
    "ru": "Экспорт газа вырос в феврале на 12 процентов.",
    "uk": "Експорт газу зріс у лютому на 12 відсотків.",
    "cs": "Vývoz plynu vzrostl v únoru o 12 procent.",
    "de": "Der Export von Gas stieg im Februar um 12 Prozent.",
    "es": "La exportación de gas aumentó en febrero un 12 por ciento.",
    "it": "L'export di gas è aumentato a febbraio del 12 percento.",
}


@pytest.mark.parametrize("code", sorted(OPPOSITES))
def test_an_opposite_differs_in_every_language_and_the_word_itself_does_not(code: str) -> None:
    page = OPPOSITES[code]
    fell = checks("Gas exports fell by 12 percent in February.", page, code, CheckKind.NEGATION)
    assert [c.outcome for c in fell] == [CheckOutcome.DIFFERS]
    assert checks("Gas exports rose by 12 percent in February.", page, code, CheckKind.NEGATION) == []


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("pl", "Eksport gazu nie wzrósł w lutym."),
        ("de", "Der Export von Gas stieg im Februar nicht."),
        ("ru", "Экспорт газа в феврале не вырос."),
    ],
)
def test_a_negated_opposite_is_none(code: str, page: str) -> None:
    found = checks("Gas exports fell in February.", page, code, CheckKind.NEGATION)
    assert "fell" not in [c.claim_value for c in found]


QUOTED = {
    "pl": "„Nie sprzedamy tej ziemi za 12 mln złotych, bank musi czekać” – powiedział Jan Nowak.",
    "ru": "«Мы не продадим эту землю за 12 млн злотых, банк должен ждать», — сказал Ян Новак.",
    "de": "„Wir verkaufen dieses Land nicht für 12 Millionen Zloty, die Bank muss warten“, sagte Jan Nowak.",
}


@pytest.mark.parametrize("code", sorted(QUOTED))
def test_a_translated_quotation_is_shown_its_original_and_differs_only_in_what_has_one_form(code: str) -> None:
    fair = "Nowak said: “We will not sell this land for 12 million zlotys, the bank must wait.”"
    (check,) = checks(fair, QUOTED[code], code, CheckKind.QUOTE)
    assert check.outcome is CheckOutcome.ABSENT
    assert check.source_value is not None
    assert "12" in check.source_value
    (check,) = checks(fair.replace("12", "15"), QUOTED[code], code, CheckKind.QUOTE)
    assert check.outcome is CheckOutcome.DIFFERS


@pytest.mark.parametrize(
    ("code", "page", "claim", "expected"),
    [
        ("pl", "Most zostanie otwarty w sobotę.", "The bridge will be opened on 13 September.", ["agrees"]),
        ("de", "Die Brücke wurde am Samstagabend eröffnet.", "The bridge was opened on 6 September.", ["agrees"]),
        ("uk", "Міст відкрили вчора.", "The bridge was opened on 10 September.", ["agrees"]),
        ("fr", "Le pont a été ouvert en novembre 2024.", "The bridge was opened in November 2024.", ["agrees"]),
        ("it", "Il ponte è stato aperto a novembre.", "The bridge was opened in November.", ["agrees"]),
        ("ru", "Мост открыли вчера.", "The bridge was opened on 3 September.", ["differs"]),
        ("es", "El puente se abrió el año pasado.", "The bridge was opened in 2024.", ["agrees"]),
        ("cs", "Most otevřeli příští rok.", "The bridge was opened in 2026.", ["agrees"]),
    ],
)
def test_a_relative_day_is_resolved_from_the_page_on_either_side(
    code: str, page: str, claim: str, expected: list[str]
) -> None:
    found = checks(claim, page, code, CheckKind.DATE, day="2025-09-11")
    assert [check.outcome.value for check in found] == expected


def test_a_date_the_page_gives_only_loosely_is_not_called_missing() -> None:
    claim = "The bridge was opened on 13 September."
    assert checks(claim, "Most otwarto w sobotę.", "pl", CheckKind.DATE) == []
    assert checks(claim, "Most otwarto dwa tygodnie później.", "pl", CheckKind.DATE) == []


def test_a_date_follows_from_another_and_the_time_between_them() -> None:
    page = "Most otwarto 7 września 2025 roku, a tunel tydzień później, po 7 dniach."
    found = checks("The tunnel was opened on 14 September.", page, "pl", CheckKind.DATE)
    assert [c.outcome.value for c in found] == ["agrees"]


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("claim", ["", "“", "19", "% % %", "not not not", "A “b” said C 1-1-1", "½ of ١٢ and 一九"])
def test_no_text_makes_a_check_fail(code: str, claim: str) -> None:
    pair = Pair(claim=claim or ".", source=PAGES[code] * 3 + " “" * 50, claim_language="en", source_language=code)
    assert isinstance(run_checks(open_match(pair)), tuple)


@pytest.mark.parametrize(("country", "outcomes"), [("Italy", []), ("Spain", ["absent"])])
def test_a_paper_need_not_name_the_country_that_it_is_at_home_in(country: str, outcomes: list[str]) -> None:
    page = "Il Senato ha approvato la legge di bilancio con 110 voti favorevoli e 66 contrari."
    claim = f"{country}'s Senate approved the budget with 110 votes in favour and 66 against."
    found = run_checks(open_match(Pair(claim=claim, source=page, claim_language="en", source_language="it")))
    assert [c.outcome.value for c in found if c.kind is CheckKind.NAME and country in c.claim_value] == outcomes
