"""Each citation is tied to the words it backs, by the written policy."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Citation


def cited(text: str, language: str = "en") -> tuple[Citation, ...]:
    return find_citations(Article(text=text, published="2024-05-05", language=language)).citations


def claims(text: str, language: str = "en") -> list[str]:
    return [one.claim.text for one in cited(text, language)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("First. Prices fell (AP, May 2). Later.", ["Prices fell"]),
        ("Prices fell (AP, May 2); exports rose (AP, May 3), he said.", ["Prices fell", "exports rose"]),
        ("Prices fell. (AP, May 2) Exports rose.", ["Prices fell"]),
        ("Prices fell (AP, May 2) (TASS, May 3).", ["Prices fell", "Prices fell"]),
        ("Prices fell (AP, May 2). (TASS, May 3)", ["Prices fell", "Prices fell"]),
        (
            "Mr. Smith of the U.S. Treasury paid $3.5 million (AP, May 2).",
            ["Mr. Smith of the U.S. Treasury paid $3.5 million"],
        ),
        ("The Aug. 3 vote in St. Petersburg failed (AP, May 2).", ["The Aug. 3 vote in St. Petersburg failed"]),
        ("The drones (UAVs) fell (AP, May 2).", ["The drones (UAVs) fell"]),
        ("They hold (which is odd. Very odd.) the hill (AP, May 2).", ["They hold (which is odd. Very odd.) the hill"]),
        ("Tusk said “No.” (AP, May 2) The others agreed.", ["Tusk said “No.”"]),
        ("• Wheat fell (AP, May 2)\n• Rye rose (AP, May 3)", ["Wheat fell", "Rye rose"]),
        ("Heading\nPrices fell (AP, May 2).", ["Prices fell"]),
        ("Prices fell.\n(AP, May 2)\nMore.", ["Prices fell"]),
        ("Sales rose (AP, May 2), according to the firm.", ["Sales rose"]),
    ],
)
def test_a_citation_backs_the_words_before_it(text: str, expected: list[str]) -> None:
    assert expected == claims(text)


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        (
            "As in earlier winters (AP, May 2), the dispute is about more.",
            ["As in earlier winters", "the dispute is about more"],
        ),
        (
            "Speaking in Minsk (BelTA, May 1), he said that it is shut.",
            ["Speaking in Minsk", "he said that it is shut"],
        ),
    ],
)
def test_a_mere_setting_is_joined_with_its_statement(text: str, spans: list[str]) -> None:
    (one,) = cited(text)
    assert spans == [text[start:end] for start, end in one.claim.spans]
    assert " ".join(spans) == one.claim.text


def test_a_setting_with_a_citation_of_its_own_statement_stays_alone() -> None:
    text = "Under a program adopted on May 1 (AP, May 1), the region will get money (TASS, May 2)."
    assert claims(text) == ["Under a program adopted on May 1", "the region will get money"]


def test_a_shared_verb_belongs_to_each_subject() -> None:
    text = "Baku (Report.az, May 3) and Turkmenbashi (Turkmenportal, May 3) are both deeper."
    assert claims(text) == ["Baku are both deeper", "Turkmenbashi are both deeper"]


def test_a_shared_beginning_belongs_to_each_end() -> None:
    text = "Similar sums went to Krasnodar (Kuban 24, May 3) and Stavropol (Interfax, May 2)."
    assert claims(text) == ["Similar sums went to Krasnodar", "Similar sums went to Stavropol"]


def test_bullets_that_are_no_sentences_take_their_lead_in() -> None:
    text = "Two things hold the ports back:\n• silos, of which there are four (AP, May 2);\n• insurance (AP, May 3)."
    assert claims(text) == [
        "Two things hold the ports back silos, of which there are four",
        "Two things hold the ports back insurance",
    ]


def test_words_after_a_citation_are_never_its_claim() -> None:
    text = "Prices fell (AP, May 2) and nobody was surprised by that."
    assert claims(text) == ["Prices fell"]


def test_a_leading_bracket_that_is_no_citation_is_left_out() -> None:
    assert claims("Prices rose (AP, May 2) (by 3 percent) fell again (AP, May 3).")[1:] == ["fell again"]


def test_the_whole_sentence_is_kept_beside_the_claim() -> None:
    text = "First. Prices fell (AP, May 2); exports rose (AP, May 3), he said. Last."
    assert {"Prices fell (AP, May 2); exports rose (AP, May 3), he said."} == {
        text[slice(*one.claim.sentence)] for one in cited(text) if one.claim.sentence
    }


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "ru",
            "В области на 1 мая 2023 г. жили 3,5 тыс. чел. (ТАСС, 1 мая).",
            "В области на 1 мая 2023 г. жили 3,5 тыс. чел",
        ),
        (
            "ru",
            "Да. По словам И. И. Иванова, ул. Ленина закрыта (РБК, 2 мая).",
            "По словам И. И. Иванова, ул. Ленина закрыта",
        ),
        (
            "de",
            "Gut. Am 3. Oktober kamen ca. 300 Gäste, z. B. aus Polen (dpa, 3. Mai).",
            "Am 3. Oktober kamen ca. 300 Gäste, z. B. aus Polen",
        ),
        (
            "pl",
            "Tak. Szkody to ok. 3 tys. zł, m.in. na ul. Długiej (PAP, 3 maja).",
            "Szkody to ok. 3 tys. zł, m.in. na ul. Długiej",
        ),
        ("fr", "Oui. M. Durand habite av. Foch (AFP, 3 mai).", "M. Durand habite av. Foch"),
        ("es", "Sí. El Sr. Pérez llegó a EE. UU. ayer (EFE, 3 de mayo).", "El Sr. Pérez llegó a EE. UU. ayer"),
        ("it", "Sì. Il dott. Rossi ha pagato ca. 30 euro (ANSA, 3 maggio).", "Il dott. Rossi ha pagato ca. 30 euro"),
        ("zh", "价格上涨。出口下降（新华社，5月1日）。", "出口下降"),
    ],
)
def test_sentences_do_not_end_at_abbreviations(language: str, text: str, expected: str) -> None:
    assert expected in claims(text, language)


def test_hard_wrapped_text_is_read_as_one_sentence() -> None:
    lines = [
        "The ministry said on Monday that the line between the two towns would",
        "not be opened before the end of the year, since the bridge over the",
        "river has to be tested once more, and since the signals that were put",
        "in last winter do not work as they were meant to (Reuters, May 2).",
        "Passengers will go on using the bus that was hired for them in April.",
    ]
    (one,) = cited("\n".join(lines))
    assert one.claim.text.startswith("The ministry said on Monday")


def test_a_note_mark_takes_its_source_from_the_note() -> None:
    body = "Troops moved west.[1] The staff denied it.[2]"
    text = body + "\n\n[1] https://t.me/ridge/7\n[2] Ministry of Defence, May 2, 2024."
    found = cited(text)
    assert [(one.kind, one.sources[0].name, one.claim.text) for one in found] == [
        ("note_marker", "t.me/ridge/7", "Troops moved west"),
        ("note_marker", "Ministry of Defence", "The staff denied it"),
    ]


def test_an_address_printed_with_the_word_dot_is_put_together_again() -> None:
    text = "Troops moved west.[1] The staff denied it.[2]\n\n[1] https://ridge dot example/en/7; https://t.me/ridge/8\n"
    first, second = cited(text + "[2] Ministry of Defence, May 2, 2024: https://mod dot gov dot example/a\n")
    assert [one.url for one in first.sources] == ["https://ridge.example/en/7", "https://t.me/ridge/8"]
    assert second.sources[0].url == "https://mod.gov.example/a"


def test_raised_digits_count_only_with_their_notes() -> None:
    body = "Prices rose by a third.1 Farmers switched crops.2 In 2024 the yield was 3.5 tons."
    notes = "\n\nWorks cited\n1. The fallout - Farm Progress, accessed May 1, 2024, https://x.example/a\n"
    notes += "2. AP, May 2, 2024\n"
    assert claims(body + notes) == ["Prices rose by a third", "Farmers switched crops"]
    assert claims(body) == []
