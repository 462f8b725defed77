"""Another first name with a surname, another office with a name."""

from __future__ import annotations

import pytest

from verifier.judge.checks import run_checks
from verifier.judge.given_names import may_be_one
from verifier.judge.opening import open_match
from verifier.model import CheckOutcome, Pair


def differing(claim: str, page: str, code: str = "en", claim_code: str = "en") -> list[tuple[str, str | None]]:
    pair = Pair(claim=claim, source=page, claim_language=claim_code, source_language=code)
    found = run_checks(open_match(pair))
    return [(c.claim_value, c.source_value) for c in found if c.outcome is CheckOutcome.DIFFERS]


@pytest.mark.parametrize(
    ("code", "page", "there"),
    [
        ("en", "The court heard the surveyor Anna Nowak on Monday.", "Anna Nowak"),
        ("pl", "W poniedziałek sąd przesłuchał geodetkę Annę Nowak.", "Annę Nowak"),
        ("ru", "В понедельник суд заслушал геодезиста Анну Новак.", "Анну Новак"),
        ("de", "Am Montag hörte das Gericht die Vermesserin Anna Nowak.", "Anna Nowak"),
    ],
)
def test_another_first_name_differs(code: str, page: str, there: str) -> None:
    assert ("Jan Nowak", there) in differing("On Monday the court heard Jan Nowak.", page, code)
    assert differing("On Monday the court heard Anna Nowak.", page, code) == []


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        ("The court heard Bill Nowak.", "The court heard the surveyor William Nowak."),
        ("The court heard Jan Nowak.", "The court heard the surveyor J. Nowak."),
        ("The court heard Jan Nowak.", "The court heard the surveyor Janek Nowak."),
        ("The court heard Jan Nowak.", "The court heard Anna Nowak and her brother Jan."),
        ("The court heard Jan Nowak.", "The court heard Surveyor Nowak."),
        ("Surveyor Nowak was heard.", "The court heard Anna Nowak."),
    ],
)
def test_a_short_form_an_initial_or_a_profession_is_no_other_first_name(claim: str, page: str) -> None:
    assert differing(claim, page) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("bill", "william", True),
        ("oleksandr", "alexander", True),
        ("olena", "helena", True),
        ("mykola", "nicholas", True),
        ("jan", "anna", False),
        ("priya", "stuart", False),
    ],
)
def test_spellings_of_one_first_name_are_known(one: str, other: str, same: bool) -> None:
    assert may_be_one(one, other) is same


OFFICES = [
    ("en", "Prime Minister Anna Lind opened the bridge on Monday."),
    ("en", "Anna Lind, the prime minister, opened the bridge on Monday."),
    ("pl", "Premier Anna Lind otworzyła w poniedziałek most."),
    ("ru", "Премьер-министр Анна Линд открыла в понедельник мост."),
    ("uk", "Прем'єр-міністр Анна Лінд відкрила в понеділок міст."),
    ("de", "Ministerpräsidentin Anna Lind eröffnete am Montag die Brücke."),
    ("fr", "La Première ministre Anna Lind a ouvert lundi le pont."),
    ("cs", "Premiérka Anna Lind otevřela v pondělí most."),
]


@pytest.mark.parametrize(("code", "page"), OFFICES)
def test_another_office_differs(code: str, page: str) -> None:
    found = differing("Defence Minister Anna Lind opened the bridge on Monday.", page, code)
    assert [claimed for claimed, _ in found] == ["Defence Minister Anna Lind"]
    assert differing("Prime Minister Anna Lind opened the bridge on Monday.", page, code) == []


@pytest.mark.parametrize(
    ("claim", "page"),
    [
        ("Minister Anna Lind opened the bridge.", "Prime Minister Anna Lind opened the bridge."),
        ("Defence Minister Anna Lind opened the bridge.", "Minister Anna Lind opened the bridge."),
        (
            "Defence Minister Anna Lind opened the bridge.",
            "Prime Minister Anna Lind opened the bridge. She is the minister of defence as well.",
        ),
        ("President Anna Lind wept.", "The aide told a foreign ambassador that Anna Lind had wept."),
        ("Defence Minister Anna Lind met Per Holm.", "The minister of defence, Lind, met the president, Per Holm."),
    ],
)
def test_an_office_that_leaves_room_for_the_claimed_one_does_not_differ(claim: str, page: str) -> None:
    assert differing(claim, page) == []


@pytest.mark.parametrize(
    ("code", "page", "there"),
    [
        ("en", "Prime Minister Ida Brandt spoke. Defence Minister Olaf Rehn was silent.", "Prime Minister Ida Brandt"),
        ("pl", "Mówiła premier Ida Brandt. Minister obrony Olaf Rehn milczał.", "premier Ida Brandt"),
    ],
)
def test_an_office_that_the_page_gives_to_another_is_not_the_persons(code: str, page: str, there: str) -> None:
    assert ("Defence Minister Ida Brandt", there) in differing("Defence Minister Ida Brandt spoke.", page, code)
    assert differing("Prime Minister Ida Brandt spoke.", page, code) == []


def test_an_office_that_the_page_gives_to_nobody_may_be_the_persons() -> None:
    page = "Prime Minister Ida Brandt spoke. The defence minister was silent."
    assert differing("Defence Minister Ida Brandt spoke.", page) == []


@pytest.mark.parametrize(
    ("code", "page"),
    [
        ("en", "Prime Minister Ida Brandt spoke. The Defence Ministry was silent."),
        ("pl", "Mówiła premier Ida Brandt. Ministerstwo Obrony milczało."),
        ("ru", "Говорила премьер-министр Ида Брандт. Министерство обороны молчало."),
        ("uk", "Говорила прем'єр-міністерка Іда Брандт. Міністерство оборони мовчало."),
        ("de", "Ministerpräsidentin Ida Brandt sprach. Das Verteidigungsministerium schwieg."),
        ("fr", "La première ministre Ida Brandt a parlé. Le ministère de la défense s'est tu."),
    ],
)
def test_a_ministry_is_no_minister(code: str, page: str) -> None:
    assert [claim for claim, _ in differing("Defence Minister Ida Brandt spoke.", page, code)] == [
        "Defence Minister Ida Brandt"
    ]


def test_a_german_minister_is_one_in_one_word() -> None:
    page = "Ministerpräsidentin Ida Brandt sprach. Verteidigungsminister Olaf Rehn schwieg."
    claim = "Verteidigungsministerin Ida Brandt sprach."
    assert [one for one, _ in differing(claim, page, "de", "de")] == ["Verteidigungsministerin Ida Brandt"]
    assert differing("Ministerpräsidentin Ida Brandt sprach.", page, "de", "de") == []


def test_an_office_of_a_land_is_not_held_by_the_land() -> None:
    page = "Bürgermeister Olaf Rehn sprach. Rehn war bis zum Frühjahr Finanzminister des Landes."
    assert differing("Der frühere Finanzminister Olaf Rehn sprach.", page, "de", "de") == []
