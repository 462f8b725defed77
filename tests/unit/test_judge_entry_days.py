"""Days and times at the head of a live blog's entries are those of the entry below them only."""

from __future__ import annotations

import pytest

from verifier.judge.checks.days import check_dates
from verifier.judge.opening import open_match
from verifier.model import CheckOutcome, Pair

BLOG = (
    "10 September 2025, 14:05\nThe mayor of Lodwick closed the bridge after an inspection.\n"
    "11 September 2025, 09:10\nThe bus company sent ten more buses to the old ferry.\n"
    "12 September 2025, 10:15\nSchools stayed open."
)
GERMAN = (
    "10. September 2025, 14.05 Uhr\nDer Bürgermeister von Lodwick sperrte die Brücke.\n"
    "11. September 2025, 9.10 Uhr\nDie Busse fuhren wieder."
)
AGREES, DIFFERS, ABSENT = CheckOutcome.AGREES, CheckOutcome.DIFFERS, CheckOutcome.ABSENT


def outcomes(code: str, claim: str, page: str, day: str | None = None) -> list[CheckOutcome]:
    pair = Pair(claim=claim, source=page, claim_language=code, source_language=code, source_date=day)
    return [check.outcome for check in check_dates(open_match(pair))]


@pytest.mark.parametrize(
    ("code", "claim", "page", "outcome"),
    [
        ("en", "The mayor of Lodwick closed the bridge on 10 September 2025.", BLOG, AGREES),
        ("en", "The mayor of Lodwick closed the bridge on 11 September 2025.", BLOG, DIFFERS),
        ("en", "The bus company sent ten more buses on 11 September 2025.", BLOG, AGREES),
        ("en", "The bus company sent ten more buses on 12 September 2025.", BLOG, DIFFERS),
        ("de", "Der Bürgermeister von Lodwick sperrte die Brücke am 10. September 2025.", GERMAN, AGREES),
        ("de", "Der Bürgermeister von Lodwick sperrte die Brücke am 11. September 2025.", GERMAN, DIFFERS),
        ("pl", "Burmistrz Lodwicku zamknął most 11 września 2025 roku.",
         "14:05, 10.09.2025\nBurmistrz Lodwicku zamknął most.\n09:10, 11.09.2025\nAutobusy znów pojechały.", DIFFERS),
        ("ru", "Мэр Лодвика закрыл мост 11 сентября 2025 года.",
         "10 сентября 2025, 14:05\nМэр Лодвика закрыл мост.\n11 сентября 2025, 09:10\nАвтобусы снова поехали.",
         DIFFERS),
    ],
)  # fmt: skip
def test_the_day_over_another_entry_is_not_the_claims(code: str, claim: str, page: str, outcome: CheckOutcome) -> None:
    assert outcomes(code, claim, page) == [outcome]


def test_one_day_over_a_whole_page_is_its_day() -> None:
    page = "Lodwick, 12 September 2025\nThe mayor of Lodwick closed the bridge.\nIt was raining."
    assert outcomes("en", "The mayor of Lodwick closed the bridge on 12 September 2025.", page) == [AGREES]


def test_a_time_beside_a_word_for_a_month_is_no_day() -> None:
    claim = "The mayor of Lodwick closed the bridge on 10 March."
    told = "March Consulting said that the mayor of Lodwick closed the bridge."
    assert outcomes("en", claim, f"At 9:10 {told}", "2025-09-10") == [ABSENT]
    assert outcomes("en", claim, f"On 10 {told}", "2025-09-10") == [AGREES]
