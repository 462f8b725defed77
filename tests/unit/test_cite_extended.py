"""Sentences before a claim belong to its source only where the article plainly goes on reporting it."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Claim


def last_claim(text: str, language: str = "en") -> Claim:
    return find_citations(Article(text=text, published="2024-05-05", language=language)).citations[-1].claim


def extended(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in last_claim(text, language).extended]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "Rain fell. The mayor said that two bridges are closed. He added that a third is shut (AP, May 2).",
            "The mayor said that two bridges are closed",
        ),
        (
            "en",
            "The spokeswoman said that nine ships wait. The spokeswoman also said that fees will rise (AP, May 2).",
            "The spokeswoman said that nine ships wait",
        ),
        (
            "en",
            "Orlov said that wages are late. Orlov also noted that fuel is short (AP, May 2).",
            "Orlov said that wages are late",
        ),
        (
            "en",
            "We polled 900 farmers in March. According to the same survey, half of them sold cattle (FAO, May 2).",
            "We polled 900 farmers in March",
        ),
        ("en", "He told the court, “I was asleep. Nobody woke me.” (AP, May 2)", "He told the court, “I was asleep"),
        ("en", "The yard built 14 ferries. Seven of them are in service (AP, May 2).", "The yard built 14 ferries"),
        (
            "en",
            "Fares rose by 12 percent in June. They will rise again in autumn (AP, May 2).",
            "Fares rose by 12 percent in June",
        ),
        (
            "ru",
            "Министр сообщил, что дорога закрыта. Он добавил, что ремонт займёт год (ТАСС, 2 мая).",
            "Министр сообщил, что дорога закрыта",
        ),
        (
            "ru",
            "По словам главы района, моста нет. По его словам, денег тоже нет (РБК, 2 мая).",
            "По словам главы района, моста нет",
        ),
        (
            "uk",
            "Речник повідомив про дві пожежі. Він також зазначив, що жертв немає (Укрінформ, 2 травня).",
            "Речник повідомив про дві пожежі",
        ),
        (
            "be",
            "Міністр паведаміў пра аварыю. Ён дадаў, што ахвяр няма (БелТА, 2 мая).",
            "Міністр паведаміў пра аварыю",
        ),
        (
            "pl",
            "Rzecznik poinformował o dwóch pożarach. Dodał, że nikt nie zginął (PAP, 2 maja).",
            "Rzecznik poinformował o dwóch pożarach",
        ),
        (
            "cs",
            "Mluvčí uvedla, že most je zavřený. Dodala, že oprava potrvá rok (ČTK, 2. května).",
            "Mluvčí uvedla, že most je zavřený",
        ),
        (
            "de",
            "Die Ministerin sagte, die Brücke sei gesperrt. Sie fügte hinzu, es daure lange (dpa, 2. Mai).",
            "Die Ministerin sagte, die Brücke sei gesperrt",
        ),
        (
            "fr",
            "La maire a annoncé la fermeture du pont. Elle a ajouté que les travaux dureront un an (AFP, 2 mai).",
            "La maire a annoncé la fermeture du pont",
        ),
        (
            "es",
            "El alcalde anunció el cierre del puente. Añadió que la obra durará un año (EFE, 2 de mayo).",
            "El alcalde anunció el cierre del puente",
        ),
        (
            "it",
            "La sindaca ha annunciato la chiusura. Ha aggiunto che i lavori dureranno molto (ANSA, 2 maggio).",
            "La sindaca ha annunciato la chiusura",
        ),
        ("zh", "部长说，大桥已经关闭。他还表示，维修需要一年（新华社，5月1日）。", "部长说，大桥已经关闭"),
    ],
)
def test_a_sentence_that_the_next_leans_on_reports_the_same_source(language: str, text: str, expected: str) -> None:
    assert [expected] == extended(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Orlov said that wages are late. Petrov added that fuel is short (AP, May 2)."),
        ("en", "Orlov said that wages are late (AP, May 1). He added that fuel is short (AP, May 2)."),
        ("en", "Money is the first hurdle. The bank wants a guarantee of 40 million euros (AP, May 2)."),
        ("en", "Moscow is watching. It sent two ships (AP, May 2)."),
        ("en", "Who pays? He said that the state does (AP, May 2)."),
        ("en", "The mayor said that two bridges are closed.\n\nHe added that a third is shut at night (AP, May 2)."),
        ("en", "The plant employs 300 people. According to TASS, output fell (TASS, May 2)."),
        ("en", "The minister said output fell. Prices rose (AP, May 2), and he added that rents did too (AFP, May 3)."),
        ("ru", "Это старая беда. Цены выросли на 3 % (ТАСС, 2 мая)."),
        ("pl", "Pieniędzy brakuje. Gmina zamknęła trzy szkoły (PAP, 2 maja)."),
        ("de", "Das Geld fehlt. Die Stadt schloss drei Bäder (dpa, 2. Mai)."),
        ("fr", "L'argent manque. La ville a fermé trois piscines (AFP, 2 mai)."),
        ("zh", "资金不足。该市关闭了三所学校（新华社，5月1日）。"),
    ],
)
def test_a_sentence_of_the_author_or_of_another_source_is_left_out(language: str, text: str) -> None:
    assert extended(text, language) == []


def test_continued_reporting_is_followed_back_sentence_by_sentence() -> None:
    text = "Roads are bad. The driver said he waits. He named a price. He added that it doubles at night (AP, May 2)."
    assert extended(text) == ["The driver said he waits", "He named a price"]


def test_no_more_than_four_sentences_are_taken() -> None:
    text = "The driver said he waits. " + "He said so again. " * 9 + "He added that it rains (AP, May 2)."
    assert len(extended(text)) == 4


def test_a_citation_after_the_last_stop_of_a_list_item_backs_the_whole_item() -> None:
    text = "• Prices fell. (AP, May 1)\n• The envoy came on Monday. Talks began at noon. (AP, May 2)"
    assert extended(text) == ["The envoy came on Monday"]


def test_the_second_citation_of_a_sentence_takes_nothing_from_before_it() -> None:
    text = "The mayor said taps ran dry. He said a main broke (AP, May 1), and he promised water (AP, May 2)."
    assert extended(text) == []
    assert extended(text.split(", and")[0] + ".") == ["The mayor said taps ran dry"]


def test_extended_sentences_are_slices_that_end_before_the_claim() -> None:
    claim = last_claim("The mayor said, “We wait. We hope. We pay.” (AP, May 2)")
    assert claim.text == "We pay.”"
    assert [end <= claim.spans[0][0] for _, end in claim.extended] == [True, True]


def test_signs_without_words_are_no_sentence_to_keep() -> None:
    assert extended("The mayor said it leaks. 1. He added that it is shut (AP, May 2).") == []
    assert extended("“. ” He added that it is shut (AP, May 2).") == []
