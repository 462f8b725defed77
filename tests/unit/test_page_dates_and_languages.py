"""Days as people and pages write them, languages as texts show them."""

from __future__ import annotations

import json
import sys
from importlib import resources

import pytest

from verifier.page.dates import day_of_stamp, day_of_url, days_in, first_day, month_number
from verifier.page.language import code_of, language_of


@pytest.mark.parametrize(
    "text",
    [
        "24 September 2025", "September 24, 2025", "Sept. 24, 2025", "24th of September 2025",
        "Wednesday, 24 September, 2025",
        "24.09.2025", "24. 9. 2025", "2025-09-24", "2025/09/24", "2025.09.24", "09/24/2025", "24/09/2025",
        "24 сентября 2025", "24-го сентября 2025 года", "24 вересня 2025 року", "24 верасня 2025",
        "24 września 2025 r.",
        "24. September 2025", "24 septembre 2025", "24 de septiembre de 2025", "24 settembre 2025",
        "24 de setembro de 2025",
        "24 září 2025", "24 Eylül 2025", "2025年9月24日", "2025년 9월 24일",
    ],
)  # fmt: skip
def test_a_whole_day_is_read_in_many_languages(text: str) -> None:
    assert first_day(f"before {text} after") == "2025-09-24"


@pytest.mark.parametrize(
    "text",
    [
        "September 24",
        "24 September",
        "31 February 2025",
        "24.13.2025",
        "03/04/2025",
        "1 Foo 2025",
        "2025",
        "12345678",
        "1.2.3.2025",
    ],
)
def test_what_is_no_whole_day_or_not_certain_is_left_alone(text: str) -> None:
    assert first_day(text) is None


def test_days_are_given_in_order_with_their_places() -> None:
    text = "from 1 May 2025 to May 3, 2025"
    assert [(text[start:end], iso) for start, end, iso in days_in(text)] == [
        ("1 May 2025", "2025-05-01"),
        ("May 3, 2025", "2025-05-03"),
    ]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        ("2025-09-24T23:30:00+02:00", "2025-09-24"),
        ("20250924T101500Z", "2025-09-24"),
        ("20250924", "2025-09-24"),
        ("Wed, 24 Sep 2025 10:00:00 GMT", "2025-09-24"),
        ("", None),
        (None, None),
        ("yesterday", None),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_stamps_of_machines(stamp: str | None, day: str | None) -> None:
    assert day_of_stamp(stamp) == day


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://a.example/2025/09/24/title", "2025-09-24"),
        ("https://a.example/2025-09-24-title", "2025-09-24"),
        ("https://a.example/news/title-20250924.html", "2025-09-24"),
        ("https://a.example/world/2025/sep/24/title", "2025-09-24"),
        ("https://2025.example/09/24/", None),
        ("https://a.example/?d=2025/09/24", None),
        ("https://a.example/20259924/", None),
        (None, None),
    ],
)
def test_days_in_addresses(url: str | None, day: str | None) -> None:
    assert day_of_url(url) == day


def test_no_month_name_means_two_months() -> None:
    table = json.loads(resources.files("verifier.page").joinpath("months.json").read_text("utf-8"))
    seen: dict[str, int] = {}
    for names in table.values():
        for name, number in names.items():
            assert seen.setdefault(name, number) == number
    assert {1, 12} <= set(seen.values())
    assert month_number("SEPT.") == 9


SAMPLES = {
    "en": "The board of the harbour said on Tuesday that two of the cranes were closed and that nobody had been hurt.",
    "pl": "Rada portu poinformowała we wtorek, że dwa żurawie zostały zamknięte i że nikt nie został przy tym ranny.",
    "ru": "Совет порта сообщил во вторник, что два крана были закрыты и что при этом никто не пострадал.",
    "uk": "Рада порту повідомила у вівторок, що два крани були закриті і що ніхто не постраждав.",
    "be": "Рада порта паведаміла ў аўторак, што два краны былі зачынены і што ніхто не пацярпеў.",
    "de": "Der Vorstand des Hafens teilte am Dienstag mit, dass zwei Kräne geschlossen wurden, niemand ist verletzt.",
    "fr": "Le conseil du port a déclaré mardi que deux des grues étaient fermées et que personne n’avait été blessé.",
    "es": "La junta del puerto dijo el martes que dos de las grúas fueron cerradas y que no hubo heridos en el lugar.",
    "cs": "Rada přístavu v úterý oznámila, že dva jeřáby byly uzavřeny a že při tom nikdo nebyl zraněn.",
    "lt": "Uosto taryba antradienį pranešė, kad du kranai buvo uždaryti ir kad niekas nebuvo sužeistas.",
    "zh": "港口委员会星期二表示，五台起重机中有两台已经关闭，没有人受伤，船只被送往南码头。",
    "el": "Το συμβούλιο του λιμανιού δήλωσε την Τρίτη ότι δύο γερανοί έκλεισαν και ότι κανείς δεν τραυματίστηκε.",
    "ka": "პორტის საბჭომ სამშაბათს განაცხადა, რომ ორი ამწე დაიკეტა და არავინ დაშავებულა.",
}


@pytest.mark.parametrize("code", SAMPLES)
def test_the_language_is_told_from_the_text(code: str) -> None:
    assert language_of(SAMPLES[code]) == code


@pytest.mark.parametrize("code", SAMPLES)
def test_a_false_declaration_is_not_believed(code: str) -> None:
    declared = "en-US" if code != "en" else "pl"
    assert language_of(SAMPLES[code] * 3, declared) == code


@pytest.mark.parametrize(
    ("declared", "code"),
    [("pl-PL", "pl"), ("en_GB", "en"), ("PL", "pl"), ("", None), (None, None), ("x", None), ("english please", None)],
)
def test_declared_codes(declared: str | None, code: str | None) -> None:
    assert code_of(declared) == code


def test_too_short_a_text_goes_by_its_declaration() -> None:
    assert language_of("NATO 2025", "pl") == "pl"
    assert language_of("2025") is None


def test_ordinary_texts_need_no_statistics() -> None:
    sys.modules.pop("py3langid", None)
    for code in ("en", "pl", "ru", "uk", "de", "fr", "es"):
        language_of(SAMPLES[code])
    assert "py3langid" not in sys.modules


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The café law passed (Reuters, March 1). A tab (AP, March 2). A line (AFP, February 27).", "en"),
        ("Oil fell in the north (Reuters, https://example.org/petroleo/preco). It was gas that rose (AP).", "en"),
        ("Most zamknięty (PAP, 3 maja). Ruch stoi.", "pl"),
        ("Порт закрыт (ТАСС, 3 мая). Суда стоят.", "ru"),
    ],
)
def test_a_few_sentences_full_of_names_and_addresses_do_not_mislead(text: str, code: str) -> None:
    assert code == language_of(text)
