"""Citations whose source stands in the running sentence: authors with a year, outlets with a day."""

from __future__ import annotations

import pytest

from verifier.cite.find import find_citations
from verifier.model import Article, Citation, Citations


def found_in(text: str, language: str | None = None) -> Citations:
    return find_citations(Article(text=text, language=language))


def only(text: str, language: str | None = None) -> Citation:
    citations = found_in(text, language).citations
    assert len(citations) == 1, [one.text for one in citations]
    return citations[0]


@pytest.mark.parametrize(
    ("text", "name", "claim"),
    [
        ("Hollis (2023) argues that dikes move the flood downstream.", "Hollis", "dikes move the flood downstream"),
        ("According to Brandvik (2022), the ferry lost half its riders.", "Brandvik", "the ferry lost half its riders"),
        ("As Brandvik (2022) argues, the ferry lost half its riders.", "Brandvik", "the ferry lost half its riders"),
        ("Brandvik (2022, 14) argues that the ferry lost riders.", "Brandvik", "the ferry lost riders"),
        ("The delta had silted up early, as Okafor (2007) has shown.", "Okafor", "The delta had silted up early"),
        ("Sorokin et al. (2021) disagree.", "Sorokin et al.", "disagree"),
        ("Villanueva (2019) showed this.", "Villanueva", "showed this"),
        ("Prices fell, but Okafor (2007) finds that wages fell more.", "Okafor", "wages fell more"),
    ],
)
def test_an_author_who_says_something_is_cited_by_the_year_behind_the_name(text: str, name: str, claim: str) -> None:
    citation = only(text)
    assert (citation.kind, citation.sources[0].name, citation.claim.text) == ("narrative_author_date", name, claim)


@pytest.mark.parametrize(
    ("language", "text", "name", "claim"),
    [
        ("ru", "Ларионов (2019) показал, что дно канала поднялось.", "Ларионов", "дно канала поднялось"),
        ("uk", "Гнатюк (2019) стверджує, що дно каналу піднялося.", "Гнатюк", "дно каналу піднялося"),
        ("pl", "Borowiec (2019) twierdzi, że dno kanału się podniosło.", "Borowiec", "dno kanału się podniosło"),
        ("de", "Ahlers (2019) zeigt, dass der Kanal versandet.", "Ahlers", "der Kanal versandet"),
        ("fr", "Selon Delvaux (2019), le canal se vide.", "Delvaux", "le canal se vide"),
        ("es", "Ibarra (2019) sostiene que el canal se vacía.", "Ibarra", "el canal se vacía"),
        ("it", "Secondo Ferraro (2019), il canale si svuota.", "Ferraro", "il canale si svuota"),
        ("zh", "陈立（2019）指出，运河水位下降。", "陈立", "运河水位下降"),
    ],
)
def test_authors_speak_in_every_language(language: str, text: str, name: str, claim: str) -> None:
    citation = only(text, language)
    assert (citation.kind, citation.sources[0].name, citation.claim.text) == ("narrative_author_date", name, claim)


def test_an_author_of_the_list_of_references_needs_no_verb() -> None:
    text = "For Okonjo (2018) the dam was a mistake.\n\nOkonjo, B. 2018. Water and Power. Lagos: Delta Press.\n"
    assert [one.kind for one in found_in(text).citations] == ["narrative_author_date"]


@pytest.mark.parametrize(
    "text",
    [
        "It was the film Perestroika (1985) that began it.",
        "The film Perestroika (1985) showed that all had changed.",
        "Apollo (1969) landed on dust.",
        "World Cup (2018) showed that stadiums can be built.",
        "The election in Minsk (2020) showed how tired people were.",
        "“Borat” (2006) shows a village.",
        "The Kursk (2000) showed how weak the fleet was.",
        "The Security Act (2017) says that everybody pays.",
        "Gorbachev (1985) announced reforms.",
        "Minsk (2020) showed how tired people were.",
    ],
)
def test_years_of_films_ships_laws_and_events_cite_nobody(text: str) -> None:
    assert found_in(text).citations == ()


@pytest.mark.parametrize(
    ("text", "name", "claim"),
    [
        (
            "According to Kommersant, the harbor budget will shrink (September 22).",
            "Kommersant",
            "the harbor budget will shrink",
        ),
        (
            "In Kommersant on Monday (September 22), the economist Rita Holm wrote that prices are too high.",
            "Kommersant",
            "the economist Rita Holm wrote that prices are too high",
        ),
        ("Vedomosti says the levy will rise (September 22).", "Vedomosti", "the levy will rise"),
        ("Vedomosti says the levy will rise (September 20, 22).", "Vedomosti", "the levy will rise"),
        ("Vedomosti says the levy will rise (September 20; September 22).", "Vedomosti", "the levy will rise"),
        ("One driver told Narodny Vestovoy (May 17) that the road was shut.", "Narodny Vestovoy", "the road was shut"),
    ],
)
def test_an_outlet_of_the_sentence_has_its_day_in_the_bracket(text: str, name: str, claim: str) -> None:
    citation = only(text)
    assert (citation.kind, citation.sources[0].name, citation.claim.text) == ("split", name, claim)


@pytest.mark.parametrize(
    "text",
    [
        "The rally on Wednesday (May 17) drew thousands.",
        "The court in Kyiv (May 3) ruled against him.",
        "Vedomosti was founded in Moscow (May 3).",
        "Kommersant moved its desks to a new tower (May 3).",
        "Kommersant announced a round of layoffs (May 3).",
        "He told Angela Merkel (May 17) that he was tired.",
        "She told Parliament (May 17) that she was tired.",
        "She told drivers at the depot (May 17) that she was tired.",
        "According to Kommersant, the rally (May 3) drew few people.",
    ],
)
def test_days_of_events_stay_out_whatever_outlet_is_near(text: str) -> None:
    assert found_in(text).citations == ()


def test_notes_with_raised_digits_name_the_author_the_archive_or_the_writer_of_a_letter() -> None:
    text = (
        "The quay was rebuilt twice.¹ Its master kept a diary.² He complained in vain.³\n\n"
        "¹ Johan Ekdahl, Quays of the North (Bergen: Fjord, 1998), 41.\n"
        "² Provincial Archive of Vyborg, f. 3, op. 21, d. 9.\n"
        "³ Ekman to Lunde, 9 May 1841.\n"
    )
    sources = [one.sources[0] for one in found_in(text).citations]
    assert [(one.name, one.dates) for one in sources] == [
        ("Ekdahl", ("1998",)),
        ("Provincial Archive of Vyborg", ()),
        ("Ekman", ("1841-05-09",)),
    ]


def test_one_digit_and_one_line_at_the_end_are_a_mark_and_its_note() -> None:
    citation = only("Premiums doubled in spring.1\n\n1 Lloyd’s List, June 2024.\n")
    assert (citation.kind, citation.sources[0].name, citation.sources[0].dates) == (
        "superscript_digit", "Lloyd’s List", ("2024-06",)
    )  # fmt: skip


def test_a_note_that_leads_to_another_has_the_source_of_that_one() -> None:
    text = (
        "The lock leaks.[1] It was built in haste.[2] Nobody mends it.[3]\n\n"
        "Notes\n[1] Interfax, May 3, 2024.\n[2] Ibid.\n[3] See note 1.\n"
    )
    sources = [one.sources[0] for one in found_in(text).citations]
    assert [(one.name, one.dates) for one in sources] == [("Interfax", ("2024-05-03",))] * 3


def test_an_arrow_back_is_no_part_of_a_note() -> None:
    citation = only("The lock leaks.[1]\n\nNotes\n1. Interfax, May 3, 2024. ↩\n")
    assert [(one.name, one.dates) for one in citation.sources] == [("Interfax", ("2024-05-03",))]


@pytest.mark.parametrize(
    ("text", "claim"),
    [
        ("The pier burned down. See https://example.org/fires/report-7 for details.", "The pier burned down"),
        ("The pier burned down, see https://example.org/fires/report-7.", "The pier burned down"),
        ("See https://example.org/fires/report-7 for details.", ""),
        ("The pier burned down.\n\nMore: https://example.org/fires/report-7", ""),
    ],
)
def test_words_that_only_point_to_an_address_are_no_claim(text: str, claim: str) -> None:
    assert only(text).claim.text == claim


def test_what_follows_a_lost_name_is_what_its_owner_said() -> None:
    assert only("She wrote (, August 26) that the barracks were empty.").claim.text == "the barracks were empty"


def test_a_bracket_may_run_over_two_ends_of_short_lines() -> None:
    text = "Rye rose by a tenth (Novaya\nGazeta, September 3; Radio Free\nEurope, September 4)."
    assert [one.name for one in only(text).sources] == ["Novaya Gazeta", "Radio Free Europe"]
