"""What became of people: the same number, another result; and nobody against some."""

from __future__ import annotations

import pytest

from verifier.judge import load_scorer
from verifier.judge.checks import run_checks
from verifier.judge.checks.results import check_results
from verifier.judge.opening import open_match
from verifier.model import Check, CheckKind, CheckOutcome, Pair, Verdict


def pair(claim: str, page: str, code: str, claim_code: str | None = None) -> Pair:
    return Pair(claim=claim, source=page, claim_language=claim_code or code, source_language=code)


def found(claim: str, page: str, code: str = "en", claim_code: str | None = None) -> list[tuple[str, str | None]]:
    checks = check_results(open_match(pair(claim, page, code, claim_code)))
    assert all(c.kind is CheckKind.NEGATION and c.outcome is CheckOutcome.DIFFERS for c in checks)
    return [(c.claim_value, c.source_value) for c in checks]


BLAST = "The blast in Norhaven killed 12 people."


@pytest.mark.parametrize(
    ("code", "claim", "page", "expected"),
    [
        ("en", BLAST, "The blast in Norhaven injured 12 people, the police said.", ("killed", "injured")),
        ("en", "The blast in Norhaven injured 12 people.", "The blast in Norhaven killed 12 people and injured 30.",
         ("injured", "killed")),
        ("en", "Twelve people died in the blast in Norhaven.", "The blast in Norhaven injured 12 people.",
         ("died", "injured")),
        ("pl", "W wybuchu w Brzegu zginęło 12 osób.", "W wybuchu w Brzegu 12 osób zostało rannych.",
         ("zginęło", "rannych")),
        ("ru", "При взрыве в Ручьёвске погибли 12 человек.", "При взрыве в Ручьёвске ранены 12 человек.",
         ("погибли", "ранены")),
        ("uk", "Під час вибуху в Сумах загинули 12 людей.", "Під час вибуху в Сумах поранено 12 людей.",
         ("загинули", "поранено")),
        ("de", "Bei der Explosion in Lohfelden starben zwölf Menschen.",
         "Bei der Explosion in Lohfelden wurden zwölf Menschen verletzt.", ("starben", "verletzt")),
        ("fr", "L'explosion de Gervy a tué 12 personnes.", "L'explosion de Gervy a blessé 12 personnes.",
         ("tué", "blessé")),
    ],
)  # fmt: skip
def test_another_result_for_the_same_number_differs(
    code: str, claim: str, page: str, expected: tuple[str, str]
) -> None:
    assert found(claim, page, code) == [expected]
    assert load_scorer("embedded").judge(pair(claim, page, code)).verdict is Verdict.CONTRADICTED


EXCHANGED = [
    ("en", "A blast in Lodwick killed {} and injured {}.", "3 killed, 12 injured in a blast in Lodwick."),
    ("pl", "W wybuchu w Lodwick było {} zabitych i {} rannych.",
     "W wybuchu w Lodwick zginęły 3 osoby, a 12 zostało rannych."),
    ("ru", "Взрыв в Лодвике убил {} человек и ранил {}.", "При взрыве в Лодвике погибли 3 человека, ещё 12 ранены."),
    ("uk", "Вибух у Лодвіку вбив {} людей і поранив {}.", "Унаслідок вибуху в Лодвіку загинули 3 людини, 12 поранені."),
    ("be", "Выбух у Лодвіку забіў {} чалавек і параніў {}.", "Пры выбуху ў Лодвіку загінулі 3 чалавекі, 12 паранены."),
    ("cs", "Výbuch v Lodwicku zabil {} lidí a zranil {}.", "Při výbuchu v Lodwicku zahynuli 3 lidé a 12 bylo zraněno."),
    ("de", "Eine Explosion in Lodwick tötete {} Menschen und verletzte {}.",
     "Bei einer Explosion in Lodwick starben 3 Menschen, 12 wurden verletzt."),
    ("fr", "Une explosion à Lodwick a tué {} personnes et en a blessé {}.",
     "L’explosion de Lodwick a fait 3 morts et 12 blessés."),
    ("es", "Una explosión en Lodwick mató a {} personas e hirió a {}.",
     "La explosión en Lodwick dejó 3 muertos y 12 heridos."),
    ("it", "Un’esplosione a Lodwick ha ucciso {} persone e ne ha ferite {}.",
     "L’esplosione di Lodwick ha causato 3 morti e 12 feriti."),
]  # fmt: skip


@pytest.mark.parametrize(("code", "claim", "page"), EXCHANGED)
def test_killed_and_injured_exchanged_within_one_claim_differ(code: str, claim: str, page: str) -> None:
    for text, said in ((claim, code), (EXCHANGED[0][1], "en")):
        wrong = [c for c in run_checks(open_match(pair(text.format(12, 3), page, code, said))) if differs(c)]
        assert wrong, text
        right = [c for c in run_checks(open_match(pair(text.format(3, 12), page, code, said))) if differs(c)]
        assert not right, text


def differs(check: Check) -> bool:
    return check.outcome is CheckOutcome.DIFFERS


def test_it_differs_across_languages_too() -> None:
    page = "W wybuchu w Brzegu 12 osób zostało rannych."
    assert found("The blast in Brzeg killed 12 people.", page, "pl", "en") == [("killed", "rannych")]


@pytest.mark.parametrize(
    "page",
    [
        "The blast in Norhaven killed 12 people and injured 30.",
        "The blast in Norhaven injured 30 people; 12 of them died.",
        "The blast in Norhaven injured 12 people. Later all 12 people died.",
        "There were 12 casualties of the blast in Norhaven, most of them injured.",
        "The blast in Norhaven injured 14 people.",
        "In Lodwick 12 people were injured at a fair.",
    ],
)
def test_a_number_that_may_be_of_the_claims_result_does_not_differ(page: str) -> None:
    assert found(BLAST, page) == []


NOBODY, SOME = "Nobody was hurt in the fire at the Kalda depot.", "Several workers were hurt in the fire at Kalda."
FIRE = "A fire broke out at the Kalda depot on Monday. {} Six engines were sent."


@pytest.mark.parametrize(
    ("claim", "said", "differs"),
    [
        (NOBODY, "Several workers were hurt.", True),
        (NOBODY, "Three workers were hurt.", True),
        (NOBODY, "Nobody was hurt.", False),
        (NOBODY, "There were no injuries.", False),
        (NOBODY, "Nobody was hurt at first. Three workers were hurt later.", False),
        (NOBODY, "Workers may have been hurt.", False),
        (SOME, "Nobody was hurt.", True),
        (SOME, "Several workers were hurt.", False),
        (SOME, "Nobody was killed, but several workers were hurt.", False),
        (NOBODY, "Nobody was hurt, but 0 of 9 engines came.", False),
    ],
)
def test_nobody_and_some_differ_where_the_page_says_only_the_other(claim: str, said: str, differs: bool) -> None:
    assert bool(found(claim, FIRE.format(said))) == differs


@pytest.mark.parametrize(
    ("code", "claim", "page"),
    [
        ("pl", "Nikt z pasażerów pociągu nie został ranny.",
         "Zginęły cztery osoby, a dziewięć zostało rannych. Nikt z pasażerów pociągu nie ucierpiał."),
        ("de", "Vom Personal wurde niemand verletzt.",
         "Drei Bewohner starben, zwölf wurden verletzt. Vom Personal kam niemand zu Schaden."),
        ("fr", "Aucun riverain n'a été blessé.",
         "L'explosion a fait un mort et six blessés. Aucun riverain n'a été touché."),
    ],
)  # fmt: skip
def test_nobody_of_some_may_be_told_in_other_words(code: str, claim: str, page: str) -> None:
    assert found(claim, page, code) == []


def test_nobody_of_others_is_not_told_in_other_words() -> None:
    page = "A crane fell in Kalda. Two dockers were killed. Nobody on board the ship was hurt."
    assert found("Nobody was killed when a crane fell in Kalda.", page) == [("killed", "killed")]


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("pl", "W Kaldzie wybuchł pożar magazynu. Kilka osób zostało rannych."),
        ("ru", "На складе в Калде начался пожар. Пострадали несколько человек."),
        ("uk", "На складі в Калді почалася пожежа. Постраждали кілька людей."),
        ("it", "Un incendio è scoppiato nel deposito di Kalda. Diverse persone sono rimaste ferite."),
        ("cs", "V Kaldě začal hořet sklad. Několik lidí bylo zraněno."),
        ("de", "Im Lager in Kalda brach ein Brand aus. Mehrere Menschen wurden verletzt."),
    ],
)
def test_an_english_claim_of_nobody_is_held_against_some_elsewhere(code: str, page: str) -> None:
    claim = pair("Nobody was hurt in the fire at the depot in Kalda.", page, code, "en")
    assert load_scorer("embedded").judge(claim).verdict is Verdict.CONTRADICTED
