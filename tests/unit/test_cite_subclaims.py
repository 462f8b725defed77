"""A claim is cut into sub-claims only where it still says each of them."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.cite.claims.clauses import clause_words
from verifier.cite.claims.subclaims import sub_claims
from verifier.model import Article


def parts(text: str, language: str = "en") -> list[str]:
    return [text[start:end] for start, end in sub_claims(text, [(0, len(text))], clause_words(language))]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (
            "en",
            "The port was closed in May, and the mine closed its gates",
            ["The port was closed in May", "the mine closed its gates"],
        ),
        (
            "en",
            "The port was closed in May; two ferries were sold to Greece",
            ["The port was closed in May", "two ferries were sold to Greece"],
        ),
        (
            "en",
            "Exports of wheat fell, but imports of rice have doubled",
            ["Exports of wheat fell", "imports of rice have doubled"],
        ),
        (
            "en",
            "The bank lost its license and the regulator has opened a case",
            ["The bank lost its license", "the regulator has opened a case"],
        ),
        (
            "en",
            "The port was closed, the army was called in, and the mayor has resigned",
            ["The port was closed, the army was called in", "the mayor has resigned"],
        ),
        (
            "en",
            "Warsaw wants a wall, while Vilnius has asked for a fence",
            ["Warsaw wants a wall", "Vilnius has asked for a fence"],
        ),
        (
            "en",
            "The ministry said that the dam leaks; the mayor said that it does not",
            ["The ministry said that the dam leaks", "the mayor said that it does not"],
        ),
        (
            "de",
            "Die Preise fielen im Mai und der Export stieg um 3 Prozent",
            ["Die Preise fielen im Mai", "der Export stieg um 3 Prozent"],
        ),
        ("ru", "Цены выросли на 3 %, а спрос на муку упал вдвое", ["Цены выросли на 3 %", "спрос на муку упал вдвое"]),
        (
            "ru",
            "Порт был закрыт в мае; два парома продали в Грецию",
            ["Порт был закрыт в мае", "два парома продали в Грецию"],
        ),
        (
            "uk",
            "Порт закрили в травні, а два пороми продали грекам",
            ["Порт закрили в травні", "два пороми продали грекам"],
        ),
        (
            "pl",
            "Port zamknięto w maju; dwa promy zostały sprzedane do Grecji",
            ["Port zamknięto w maju", "dwa promy zostały sprzedane do Grecji"],
        ),
        (
            "pl",
            "Ceny wzrosły w maju, a eksport do Czech spadł o połowę",
            ["Ceny wzrosły w maju", "eksport do Czech spadł o połowę"],
        ),
        (
            "pl",
            "Port był zamknięty w maju, a dwa promy zostały sprzedane",
            ["Port był zamknięty w maju", "dwa promy zostały sprzedane"],
        ),
        (
            "cs",
            "Přístav byl v květnu uzavřen, ale dva trajekty zůstaly v provozu",
            ["Přístav byl v květnu uzavřen", "dva trajekty zůstaly v provozu"],
        ),
        (
            "fr",
            "Le port a fermé en mai et la mine a licencié 40 mineurs",
            ["Le port a fermé en mai", "la mine a licencié 40 mineurs"],
        ),
        (
            "es",
            "El puerto cerró en mayo y la mina despidió a 40 mineros",
            ["El puerto cerró en mayo", "la mina despidió a 40 mineros"],
        ),
        (
            "it",
            "Il porto è chiuso da maggio e la miniera ha licenziato 40 operai",
            ["Il porto è chiuso da maggio", "la miniera ha licenziato 40 operai"],
        ),
        ("zh", "港口五月关闭；两艘渡轮已经出售给希腊", ["港口五月关闭", "两艘渡轮已经出售给希腊"]),
    ],
)
def test_clauses_with_a_subject_and_a_verb_of_their_own_are_cut(language: str, text: str, expected: list[str]) -> None:
    assert parts(text, language) == expected


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "He denied that the dam leaks and the bridge is shut"),
        ("en", "The ministry said the dam leaks, and the bridge is shut"),
        ("en", "The dam leaks, and the bridge is shut, the ministry said"),
        ("en", "If the dam breaks, the town is lost, and the bridge will fall"),
        ("en", "The envoy visited Minsk, Brest, and Grodno"),
        ("en", "The army hit the depot and the port built in 2019"),
        ("en", "The army hit the depot, and the port opened in 2019"),
        ("en", "The yard built the ferry, and it was sold to Greece"),
        ("en", "The yard built the ferry and sold it to Greece"),
        ("en", "The minister met Tusk in May, and in June flew to Riga"),
        ("en", "The plate reads “The dam is old, and the bridge is new”"),
        ("en", "The plan (the dam is old; the bridge is new) was dropped"),
        ("en", "Not only was the dam closed, but the bridge was shut"),
        ("en", "Trade between the north and the south has doubled"),
        ("en", "One ship was sunk, and another was burned"),
        ("en", "The firm, which was sold in May, is shut, and the yard is empty"),
        ("en", "No troops crossed the river, and the border was shut"),
        ("en", "The ministry said that the dam leaks; the bridge is shut"),
        ("de", "Die Preise fielen, weil der Export sank und die Nachfrage fehlte"),
        ("de", "Die Werft baute die Fähre und verkaufte sie nach Athen"),
        ("ru", "Министр сообщил, что цены выросли, а спрос упал вдвое"),
        ("ru", "Завод построил паром, а потом продал его грекам"),
        ("fr", "La maire a dit que le port est fermé et la mine est vide"),
        ("zh", "如果大坝决口，城市将被淹没；大桥也会倒塌"),
    ],
)
def test_what_reaches_over_both_clauses_forbids_the_cut(language: str, text: str) -> None:
    assert parts(text, language) == []


def test_a_claim_may_have_more_than_two_clauses() -> None:
    assert len(parts("The port was closed in May; two ferries were sold; the mine has lost its license")) == 3


def test_a_clause_of_two_words_is_no_sub_claim() -> None:
    assert parts("The port was closed in May; ferries wait") == []


def test_quotation_marks_that_do_not_match_forbid_any_cut() -> None:
    text = "The port was closed in May; two ferries were sold to Greece"
    assert len(parts(text)) == 2
    assert parts(text + "”") == []


def test_claims_of_several_spans_are_not_cut() -> None:
    text = "As before the port was closed; two ferries were sold"
    assert sub_claims(text, [(0, 9), (10, len(text))], clause_words("en")) == ()


def test_sub_claims_of_a_citation_lie_inside_its_claim() -> None:
    text = "First. The port was closed in May; two ferries were sold to Greece (AP, May 2)."
    (one,) = find_citations(Article(text=text, published="2024-05-05", language="en")).citations
    assert [text[start:end] for start, end in one.claim.parts] == [
        "The port was closed in May",
        "two ferries were sold to Greece",
    ]


def test_a_very_long_claim_is_cut_in_linear_time_or_not_at_all() -> None:
    assert parts("the port was closed; " * 5_000) == []
