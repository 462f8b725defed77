"""Each check alone: its value, its spans, its outcome."""

from __future__ import annotations

import pytest

from verifier.judge import load_scorer
from verifier.judge.checks import run_checks
from verifier.judge.opening import open_match
from verifier.model import Check, CheckKind, CheckOutcome, Pair

PAGE = (
    "14 March 2025\n\nPrime Minister Anna Lind signed the treaty with Norway on Wednesday. "
    "“We have waited forty years for this bridge, and now we will build it together,” "
    "Lind told the newspaper Kystposten. "
    "The Norwegian foreign minister, Jonas Berg, said that the project would not begin before 2027. "
    "It will cost 3.2 billion crowns and employ 1,800 people."
)


def checks(claim: str, source: str = PAGE, kind: CheckKind | None = None) -> list[Check]:
    found = run_checks(open_match(Pair(claim=claim, source=source)))
    return [c for c in found if kind is None or c.kind is kind]


def outcome(claim: str, kind: CheckKind, source: str = PAGE) -> CheckOutcome:
    (check,) = checks(claim, source, kind)
    return check.outcome


def test_a_number_has_spans_in_both_texts() -> None:
    claim = "The project will employ 1,800 people."
    (check,) = checks(claim, kind=CheckKind.NUMBER)
    assert check.claim_span is not None
    assert check.source_span is not None
    assert claim[slice(*check.claim_span)] == "1,800"
    assert PAGE[slice(*check.source_span)] == "1,800"


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("It will cost 3,200 million crowns.", CheckOutcome.AGREES),
        ("It will cost 4.2 billion crowns.", CheckOutcome.DIFFERS),
        ("It will employ eighteen hundred people.", CheckOutcome.AGREES),
        ("The treaty has 77 articles.", CheckOutcome.ABSENT),
    ],
)
def test_a_number_agrees_differs_or_is_absent(claim: str, expected: CheckOutcome) -> None:
    assert outcome(claim, CheckKind.NUMBER) is expected


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("Lind signed the treaty with Norway on March 12.", CheckOutcome.AGREES),
        ("Lind signed the treaty with Norway on March 10.", CheckOutcome.DIFFERS),
        ("The project would not begin before 2029.", CheckOutcome.DIFFERS),
        ("Talks about a tunnel began in 1994.", CheckOutcome.ABSENT),
    ],
)
def test_a_date_agrees_differs_or_is_absent(claim: str, expected: CheckOutcome) -> None:
    assert outcome(claim, CheckKind.DATE) is expected


@pytest.mark.parametrize(
    "quote",
    [
        "“We have waited forty years for this bridge”",
        '"we have waited forty years for this bridge,"',
        "«We have waited forty years for this bridge»",
        "“We have waited forty years … and now we will build it together”",
        "“We have waited forty years for this bridge [...] we will build it together”",
        "“[Both countries] have waited forty years for this bridge”",
        "“We have waited forty years for this bridge, and now we will build it [with Norway] together”",
        "“We have waited forty  years for this bridge – and now we will build it together.”",
    ],
)
def test_a_fair_quotation_agrees(quote: str) -> None:
    assert outcome(f"Lind said: {quote}", CheckKind.QUOTE) is CheckOutcome.AGREES


@pytest.mark.parametrize(
    "quote",
    [
        "“We have waited fourteen years for this bridge, and now we will build it together”",
        "“We have not waited forty years for this bridge, and now we will build it together”",
        "“We have waited forty years for this bridge, and now they will build it alone”",
    ],
)
def test_an_altered_quotation_differs_and_shows_the_source(quote: str) -> None:
    (check,) = checks(f"Lind said: {quote}", kind=CheckKind.QUOTE)
    assert check.outcome is CheckOutcome.DIFFERS
    assert check.source_value is not None
    assert "forty years for this bridge" in check.source_value


def test_pieces_in_the_wrong_order_do_not_make_a_quotation() -> None:
    quote = "“now we will build it together … we have waited forty years”"
    assert outcome(f"Lind said: {quote}", CheckKind.QUOTE) is not CheckOutcome.AGREES


def test_a_translated_quotation_is_not_said_to_differ() -> None:
    page = "14 marca 2025\n\n„Czekaliśmy na ten most czterdzieści lat”, powiedziała premier Anna Lind w Oslo."
    claim = "Prime Minister Anna Lind said: “We have waited forty years for this bridge.”"
    assert outcome(claim, CheckKind.QUOTE, page) is CheckOutcome.ABSENT
    reasons = load_scorer("embedded").judge(Pair(claim=claim, source=page)).reasons
    assert any("another language" in r for r in reasons)


def test_the_title_of_a_work_is_no_quotation() -> None:
    assert checks("The film “Bridge of Two Shores” was shown.", kind=CheckKind.QUOTE) == []


def test_another_surname_in_the_same_place_differs() -> None:
    found = checks("Prime Minister Anna Holm signed the treaty with Norway on Wednesday.", kind=CheckKind.NAME)
    assert CheckOutcome.DIFFERS in {c.outcome for c in found} or CheckOutcome.ABSENT in {c.outcome for c in found}
    verdict = load_scorer("embedded").judge(
        Pair(claim="Prime Minister Erik Holm signed the treaty with Norway on Wednesday.", source=PAGE)
    )
    assert verdict.verdict.value == "contradicted"


@pytest.mark.parametrize(
    ("code", "claim", "source"),
    [
        ("pl", "Około 300 osób czekało w Zalewie.", "Blisko 300 osób czekało w Zalewie."),
        ("ru", "Почти 300 человек ждали в Заречье.", "Около 300 человек ждали в Заречье."),
        ("uk", "Майже 300 людей чекали в Заріччі.", "Близько 300 людей чекали в Заріччі."),
        ("be", "Каля 300 чалавек чакалі ў Зарэччы.", "Амаль 300 чалавек чакалі ў Зарэччы."),
        ("cs", "Asi 300 lidí čekalo v Zálesí.", "Zhruba 300 lidí čekalo v Zálesí."),
        ("fr", "Quelque 300 personnes attendaient à Varel.", "Environ 300 personnes attendaient à Varel."),
        ("it", "Circa 300 persone aspettavano a Varello.", "Quasi 300 persone aspettavano a Varello."),
    ],
)
def test_a_word_for_how_exact_a_number_is_opens_a_sentence_and_is_no_name(code: str, claim: str, source: str) -> None:
    pair = Pair(claim=claim, source=source, claim_language=code, source_language=code)
    assert all(check.outcome is CheckOutcome.AGREES for check in run_checks(open_match(pair)))


@pytest.mark.parametrize(
    ("code", "one", "other", "rest"),
    [
        ("en", "Meanwhile", "However", "the council closed the pier of Selm."),
        ("pl", "Tymczasem", "Ostatecznie", "rada zamknęła molo w Zalewie."),
        ("ru", "Недавно", "Впоследствии", "совет закрыл причал в Заречье."),
        ("uk", "Нещодавно", "Згодом", "рада закрила причал у Заріччі."),
        ("be", "Нядаўна", "Пазней", "рада зачыніла прычал у Зарэччы."),
        ("cs", "Mezitím", "Nakonec", "rada zavřela molo v Zálesí."),
        ("fr", "Récemment", "Finalement", "le conseil a fermé la jetée de Varel."),
        ("es", "Recientemente", "Finalmente", "el concejo cerró el muelle de Varel."),
        ("it", "Intanto", "Infine", "il consiglio ha chiuso il molo di Varello."),
    ],
)
def test_a_word_that_joins_a_sentence_to_the_last_is_no_name(code: str, one: str, other: str, rest: str) -> None:
    pair = Pair(claim=f"{one} {rest}", source=f"{other} {rest}", claim_language=code, source_language=code)
    assert all(check.outcome is CheckOutcome.AGREES for check in run_checks(open_match(pair)))


def test_a_surname_that_opens_a_sentence_is_a_name() -> None:
    pair = Pair(claim="Kowalski otworzył molo w Zalewie.", source="Nowak otworzył molo w Zalewie.", claim_language="pl",
                source_language="pl")  # fmt: skip
    found = [(c.claim_value, c.source_value) for c in run_checks(open_match(pair)) if c.outcome is CheckOutcome.DIFFERS]
    assert found == [("Kowalski", "Nowak")]


def test_an_inflected_name_in_cyrillic_agrees() -> None:
    page = "Премьер-министр Польши Дональд Туск встретился в Варшаве с Каей Каллас 12 сентября."
    found = checks("Donald Tusk met Kaja Kallas in Warsaw.", page, CheckKind.NAME)
    assert [c.outcome for c in found] == [CheckOutcome.AGREES] * 3


def test_a_place_that_is_nowhere_is_absent() -> None:
    assert outcome("the talks were held in Reykjavik", CheckKind.NAME) is CheckOutcome.ABSENT


def test_a_quotation_given_to_another_speaker_differs() -> None:
    claim = "Berg told a newspaper that they had waited forty years for this bridge."
    assert outcome(claim, CheckKind.ATTRIBUTION) is CheckOutcome.DIFFERS


def test_the_right_speaker_agrees() -> None:
    claim = "Jonas Berg said that the project would not begin before 2027."
    assert outcome(claim, CheckKind.ATTRIBUTION) is CheckOutcome.AGREES


@pytest.mark.parametrize("verb", ["said", "concluded"])
def test_who_is_nowhere_on_the_page_did_not_say_it_there(verb: str) -> None:
    claim = f"The Norwegian project, Henrik Dahl {verb}, will cost 3.2 billion crowns."
    assert outcome(claim, CheckKind.ATTRIBUTION) is CheckOutcome.ABSENT


def test_a_word_that_opens_a_sentence_need_be_no_speaker() -> None:
    assert checks("Reliability suffered, the foreign minister said.", kind=CheckKind.ATTRIBUTION) == []


def test_a_lost_negation_differs() -> None:
    claim = "Berg said that the project would begin before 2027."
    assert CheckOutcome.DIFFERS in {c.outcome for c in checks(claim, kind=CheckKind.NEGATION)}


def test_not_only_is_no_negation() -> None:
    page = "The treaty covers not only the bridge but the tunnel between both countries."
    found = checks("The treaty covers the bridge and the tunnel between both countries.", page, CheckKind.NEGATION)
    assert CheckOutcome.DIFFERS not in {c.outcome for c in found}


def test_an_opposite_word_differs_across_languages() -> None:
    page = "Eksport gazu spadł w lutym o 12 procent, podał urząd statystyczny."
    found = checks("Gas exports rose by 12 percent in February.", page, CheckKind.NEGATION)
    assert [(c.claim_value, c.source_value) for c in found] == [("rose", "spadł")]


def values(claim: str, source: str, kind: CheckKind) -> list[tuple[str, str | None, str]]:
    return [(c.claim_value, c.source_value, c.outcome.value) for c in checks(claim, source, kind)]


def test_a_title_a_country_and_a_person_are_told_apart() -> None:
    source = "Premier Donald Tusk rozmawiał z polską delegacją w Gdańsku."
    claim = "Prime Minister of Poland Donald Tusk spoke with the delegation."
    assert values(claim, source, CheckKind.NAME) == [
        ("Poland", "polską", "agrees"),
        ("Donald Tusk", "Donald Tusk", "agrees"),
    ]


def test_a_country_is_not_found_in_a_word_that_begins_like_it() -> None:
    found = values("Poland closed the bridge.", "Оператор заметил много пользователей моста.", CheckKind.NAME)
    assert found == [("Poland", None, "absent")]


@pytest.mark.parametrize("claim", ["Two UAVs crashed near the bridge.", "A bomb of World War age was found there."])
def test_common_words_written_large_are_no_names(claim: str) -> None:
    assert values(claim, "Znaleziono tam bombę z czasów II wojny światowej i dwa drony.", CheckKind.NAME) == []


def test_a_short_name_needs_its_vowels_too() -> None:
    claim = "The bridge was opened by Duda."
    assert values(claim, "Most otworzył Dede Nowak.", CheckKind.NAME) == [("Duda", None, "absent")]


def test_an_enumeration_may_be_counted_but_a_count_of_strangers_may_not() -> None:
    source = "The council met Anna Lind, Jonas Berg and Per Holm as applicants."
    assert values("The council met three applicants.", source, CheckKind.NUMBER) == []
    assert values("The council met three fishermen.", source, CheckKind.NUMBER) == [("3", None, "absent")]


def test_two_numbers_that_add_up_to_the_total_agree_with_it() -> None:
    source = "The fire injured 12 people in the hotel and 7 people in the street."
    assert values("The fire injured 19 people.", source, CheckKind.NUMBER) == [("19", "12 + 7", "agrees")]


def test_a_date_before_a_speaker_is_no_part_of_the_name() -> None:
    claim = "On 10 September Prime Minister Donald Tusk said that 19 drones had crossed the border."
    (check,) = [
        one for one in run_checks(open_match(Pair(claim=claim, source=claim))) if one.kind is CheckKind.ATTRIBUTION
    ]
    assert (check.claim_value, check.outcome) == ("Donald Tusk", CheckOutcome.AGREES)
    assert check.claim_span is not None
    assert claim[slice(*check.claim_span)] == "Donald Tusk"
