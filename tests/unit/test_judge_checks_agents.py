"""Who did what to whom: every sentence is held against a claim that says the same and one that has it reversed."""

from __future__ import annotations

import pytest

from verifier.judge.checks import run_checks
from verifier.judge.checks.agents import check_agents
from verifier.judge.opening import open_match
from verifier.judge.reasons import explain_checks
from verifier.model import CheckOutcome, Pair


def reversed_in(claim: str, page: str, code: str, claim_code: str = "en") -> bool:
    pair = Pair(claim=claim, source=page, claim_language=claim_code, source_language=code)
    return bool(check_agents(open_match(pair)))


#: A page and its language; what it says of Anna Marek and Oleg Dubin, and a word for the same from the other side.
PAGES = [
    ("en", "Anna Marek has sued the builder Oleg Dubin over a leaking roof.", "sued"),
    ("en", "Oleg Dubin is being sued by Anna Marek over a leaking roof.", "is taking+to court"),
    ("en", "Anna Marek filed a lawsuit against Oleg Dubin on Monday.", "sued"),
    ("en", "Oleg Dubin, who lost to Anna Marek in the final, went home.", "beat"),
    ("en", "In Riga the champion Anna Marek beat Oleg Dubin in three sets.", "defeated"),
    ("en", "Oleg Dubin sold his share in the mill to Anna Marek.", "bought the mill from"),
    ("pl", "Anna Marek pozwała budowniczego Olega Dubina za przeciekający dach.", "sued"),
    ("pl", "Oleg Dubin został pokonany w finale przez Annę Marek.", "beat"),
    ("pl", "Olega Dubina pokonała w finale Anna Marek.", "beat"),
    ("pl", "Oleg Dubin przegrał w finale z Anną Marek.", "beat"),
    ("ru", "Анна Марек подала в суд на строителя Олега Дубина.", "sued"),
    ("ru", "Олег Дубин был обвинён Анной Марек в обмане.", "accused"),
    ("ru", "Олега Дубина обыграла в финале Анна Марек.", "beat"),
    ("ru", "Олег Дубин проиграл Анне Марек в финале.", "beat"),
    ("uk", "Анна Марек звинуватила будівельника Олега Дубіна в обмані.", "accused"),
    ("uk", "Олега Дубіна перемогла у фіналі Анна Марек.", "beat"),
    ("uk", "Олег Дубін програв у фіналі Анні Марек.", "beat"),
    ("be", "Ганна Марэк абвінаваціла будаўніка Алега Дубіна ў падмане.", "accused"),
    ("cs", "Anna Marek obvinila stavitele Olega Dubina z podvodu.", "accused"),
    ("cs", "Olega Dubina porazila ve finále Anna Marek.", "beat"),
    ("cs", "Oleg Dubin prohrál ve finále s Annou Marek.", "beat"),
    ("de", "Anna Marek hat den Bauherrn Oleg Dubin wegen eines undichten Daches verklagt.", "sued"),
    ("de", "Oleg Dubin wurde am Montag von Anna Marek verklagt.", "sued"),
    ("de", "Am Montag besiegte Anna Marek den Favoriten Oleg Dubin.", "beat"),
    ("de", "Den Favoriten Oleg Dubin besiegte im Finale Anna Marek.", "beat"),
    ("de", "Oleg Dubin verlor im Finale gegen Anna Marek.", "beat"),
    ("de", "Oleg Dubin verkaufte die Mühle an Anna Marek.", "bought the mill from"),
    ("fr", "Anna Marek a porté plainte contre le constructeur Oleg Dubin.", "filed a complaint against"),
    ("fr", "Oleg Dubin a été battu en finale par Anna Marek.", "beat"),
    ("fr", "Oleg Dubin s'est incliné en finale face à Anna Marek.", "beat"),
    ("fr", "Oleg Dubin a vendu le moulin à Anna Marek.", "bought the mill from"),
    ("es", "Anna Marek derrotó a Oleg Dubin en la final.", "beat"),
    ("es", "Oleg Dubin fue derrotado en la final por Anna Marek.", "beat"),
    ("es", "Oleg Dubin perdió en la final contra Anna Marek.", "beat"),
    ("it", "Anna Marek ha battuto Oleg Dubin in finale.", "beat"),
    ("it", "Oleg Dubin è stato battuto in finale da Anna Marek.", "beat"),
    ("it", "Oleg Dubin ha perso in finale contro Anna Marek.", "beat"),
]  # fmt: skip


@pytest.mark.parametrize(("code", "page", "deed"), PAGES)
def test_the_two_of_a_deed_are_told_apart(code: str, page: str, deed: str) -> None:
    one, other = ("Hanna Marek", "Aleh Dubin") if code == "be" else ("Anna Marek", "Oleg Dubin")
    verb, _, rest = deed.partition("+")
    assert not reversed_in(f"{one} {verb} {other} {rest}".strip() + ".", page, code)
    assert reversed_in(f"{other} {verb} {one} {rest}".strip() + ".", page, code)


def test_the_reason_says_that_it_is_the_other_way_round() -> None:
    page = "The brewery Korrin bought the cider maker Valpom for 8.5 million euros."
    claim = "The cider maker Valpom bought the brewery Korrin."
    match = open_match(Pair(claim=claim, source=page))
    checks = [c for c in run_checks(match) if c.outcome is CheckOutcome.DIFFERS]
    assert [(c.claim_value, c.source_value) for c in checks] == [
        ("Valpom bought the brewery Korrin", "Korrin bought the cider maker Valpom")
    ]
    (reason,) = explain_checks(match, tuple(checks))
    assert reason == (
        "The claim says “Valpom bought the brewery Korrin”; the source has it the other way round: "
        "“Korrin bought the cider maker Valpom”."
    )


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        ("Korrin beat Valpom.", "Valpom beat Korrin in March. In May Korrin beat Valpom."),
        ("Korrin sued Valpom.", "Korrin sued Valpom, and a week later Valpom sued Korrin."),
        ("Korrin sued Valpom.", "Valpom has not sued Korrin."),
        ("Korrin sued Valpom.", "Valpom said it was waiting until Korrin had sued."),
        ("Korrin met Valpom in Riga.", "Valpom met Korrin in Riga."),
        ("The Korrin coach Valpom wept.", "Coach Valpom of Korrin wept."),
        ("Anna Lund rescued Per Holm.", "Per Lund was rescued, said Per Holm, whom Lund had rescued before."),
        ("Korrin sued Valpom.", "The lawyer of Valpom said that Teklin had sued Korrin."),
    ],
)
def test_where_it_cannot_be_told_nothing_is_said(claim: str, page: str) -> None:
    assert not reversed_in(claim, page, "en")


@pytest.mark.parametrize(
    ("code", "claim", "page"),
    [
        ("en", "Korrin mentored Valpom for years.", "Valpom mentored Korrin for years."),
        ("pl", "Wnuk rozpoznał Szafrana na zdjęciu.", "Szafran rozpoznał Wnuka na zdjęciu."),
        ("ru", "Рогов узнал Марека на снимке.", "Марек узнал Рогова на снимке."),
    ],
)
def test_a_word_that_no_table_knows_may_be_a_deed(code: str, claim: str, page: str) -> None:
    assert reversed_in(claim, page, code, code)
    assert not reversed_in(page, page, code, code)


def test_an_object_that_stands_first_in_both_is_no_reversal() -> None:
    assert not reversed_in("Szafrana rozpoznał Wnuk.", "Wnuk rozpoznał Szafrana.", "pl", "pl")


def test_who_is_told_to_do_it_is_not_the_one_it_is_done_to() -> None:
    page = "Суд зобов'язав міністра Тараса Крука звільнити директорку Ганну Яр. Крук і Яр мовчать."
    assert not reversed_in("Суд зобов'язав міністра Тараса Крука звільнити Ганну Яр.", page, "uk", "uk")


def test_what_is_sold_is_no_deed_beside_the_sale() -> None:
    page = "L'Italie vendra douze hélicoptères à la France."
    assert not reversed_in("La France achètera douze hélicoptères à l'Italie.", page, "fr", "fr")
    assert reversed_in("L'Italie achètera douze hélicoptères à la France.", page, "fr", "fr")


def test_a_language_without_a_table_is_left_alone() -> None:
    claim, page = "Korrin mentored Valpom.", "Valpom mentored Korrin."
    assert reversed_in(claim, page, "en", "en")
    assert not reversed_in(claim, page, "id", "id")


#: Somebody without a name takes part; the claim that the page bears out, and the one that has it the other way round.
ROLES = [
    ("de", "Ein Hund hat in Ulm einen Postboten gebissen.", "In Ulm biss ein Hund einen Postboten.",
     "In Ulm biss ein Postbote einen Hund."),
    ("de", "Eine Radfahrerin hat in Ulm den Busfahrer Jens Kolb angefahren.", "Eine Radfahrerin verletzte Kolb.",
     "Kolb hat in Ulm eine Radfahrerin angefahren."),
    ("ru", "Собака Буся вытащила из дыма своего хозяина, 58-летнего Олега Рогова.", "Олега Рогова спасла собака.",
     "Рогов вытащил из дыма собаку."),
    ("ru", "Пассажир избил водителя автобуса в Омске.", "Водителя автобуса избил пассажир.",
     "Водитель автобуса избил пассажира."),
    ("pl", "Nauczycielka oskarżyła ucznia o kradzież.", "Uczeń został oskarżony przez nauczycielkę.",
     "Uczeń oskarżył nauczycielkę o kradzież."),
    ("pl", "Bramkarz Wiktor Hania sfaulował w polu karnym Olega Dubina.", "Hania faulował Dubina.",
     "Oleg Dubin faulował Wiktora Hanię."),
    ("pl", "Spółka Korra przejęła producenta mebli Valpom.", "Valpom został kupiony przez spółkę Korra.",
     "Korra została kupiona przez spółkę Valpom."),
    ("fr", "Une cycliste a renversé un piéton rue Haute.", "Un piéton a été renversé par une cycliste.",
     "Une cycliste a été renversée par un piéton."),
    ("en", "The union accused the company of bullying.", "The company was accused of bullying by the union.",
     "The union was accused of bullying by the company."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "page", "same", "other"), ROLES)
def test_a_participant_needs_no_name(code: str, page: str, same: str, other: str) -> None:
    assert not reversed_in(same, page, code, code)
    assert reversed_in(other, page, code, code)


@pytest.mark.parametrize(
    ("claim", "page", "code"),
    [
        ("The driver hit the police dog.", "The dog handler said that police had hit the driver.", "en"),
        ("The dog bit a man.", "A dog bit a man. The man's dog was later bitten by the man, too.", "en"),
        ("The bear saved a fisherman.", "Fisherman-saved-bear was the headline about the bear.", "en"),
        ("«Сокол» победил «Метеор».", "Хоккеисты «Сокола» обыграли «Метеор» со счётом 3:1.", "ru"),
        ("Roe filed charges against Kent.", "Kent did not want to file charges against Roe.", "en"),
        ("Wnuk poślubił Szafran.", "Szafran poślubiła Wnuka.", "pl"),
        ("Szafrana pokonał Wnuk.", "Wnuk pokonał Szafrana.", "pl"),
    ],
)
def test_where_nouns_leave_it_open_nothing_is_said(claim: str, page: str, code: str) -> None:
    assert not reversed_in(claim, page, code, code)


def test_the_reason_of_two_roles_says_that_it_is_the_other_way_round() -> None:
    match = open_match(Pair(claim="A postman bit a dog.", source="A dog bit a postman in Ulm."))
    (check,) = check_agents(match)
    (reason,) = explain_checks(match, (check,))
    assert "the other way round" in reason


def test_a_word_that_several_countries_share_is_part_of_the_name_beside_it() -> None:
    page = "Selm Rovers beat Tarn United 3-1 in the final on Saturday."
    assert reversed_in("Tarn United beat Selm Rovers in the final.", page, "en")
    assert not reversed_in("Selm Rovers beat Tarn United in the final.", page, "en")
