"""Summaries that say cited sentences again take over their citations; changed ones do not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.cite import find_citations
from verifier.model import Article, Citations

BODY = (
    "On March 11, President of Tarvia Jonas Reth opened the 140-kilometer line to the border (Tarvia Today, March 11). "
    "The ministry of transport of Ostmark did not admit freight trains (Ostmark Press Agency, March 12; Radio Nord, "
    "March 12).\n\nCustoms officers sent back 19 trains in two days (Border Gazette, March 13)."
)


def found(text: str, language: str = "en") -> Citations:
    """What is found in a text of March 2024."""
    return find_citations(Article(text=text, published="2024-03-20", language=language))


def carried(lead: str, body: str = BODY, language: str = "en") -> list[tuple[str, tuple[str, ...]]]:
    """What a lead before that body repeats."""
    return [(one.text, one.citations) for one in found(f"{lead}\n\n{body}", language).recited]


def test_a_bullet_that_says_a_cited_sentence_again_takes_over_its_citation() -> None:
    bullet = "Jonas Reth opened the 140-kilometer line to the border on March 11."
    assert carried(f"• {bullet}") == [(bullet, ("c1",))]


def test_a_bullet_may_repeat_two_sentences() -> None:
    bullet = "Tarvia opened the 140-kilometer line to the border, and customs officers sent back 19 trains."
    assert carried(f"- {bullet}") == [(bullet, ("c1", "c3"))]


def test_sentences_side_by_side_in_one_bullet_are_one() -> None:
    bullet = "Jonas Reth opened the line to the border. Customs officers sent back 19 trains in two days."
    assert carried(f"• {bullet}") == [(bullet, ("c1", "c3"))]


def test_only_the_sentences_that_repeat_are_taken() -> None:
    lead = "Jonas Reth opened the 140-kilometer line to the border. Nobody sang about it in the old town hall."
    assert carried(lead) == [("Jonas Reth opened the 140-kilometer line to the border.", ("c1",))]


@pytest.mark.parametrize(
    "changed",
    [
        "Customs officers sent back 20 trains in two days.",
        "Customs officers sent back 19 trains in three days.",
        "On March 12, Jonas Reth opened the 140-kilometer line to the border.",
        "In Belgravia, customs officers sent back 19 trains in two days.",
        "The ministry of transport of Ostmark did admit freight trains.",
        "Customs officers did not send back 19 trains in two days.",
    ],
)
def test_a_changed_number_day_name_or_denial_carries_nothing_over(changed: str) -> None:
    assert carried(f"• {changed}") == []


def test_a_changed_number_is_listed_as_uncited() -> None:
    result = found(f"• Customs officers sent back 20 trains in two days.\n\n{BODY}")
    assert [one.text for one in result.uncited] == ["Customs officers sent back 20 trains in two days."]


def test_what_is_recited_is_not_uncited() -> None:
    result = found(f"• Customs officers sent back 19 trains in two days.\n\n{BODY}")
    assert (len(result.recited), result.uncited) == (1, ())


def test_a_bullet_with_its_own_citation_repeats_nothing() -> None:
    assert carried("• Customs officers sent back 19 trains in two days (Border Gazette, March 13).") == []


def test_a_claim_with_one_citation_gives_that_one_id() -> None:
    assert carried("The ministry of transport of Ostmark did not admit freight trains.") == [
        ("The ministry of transport of Ostmark did not admit freight trains.", ("c2",))
    ]


def test_bullets_under_a_summary_heading_count_wherever_they_stand() -> None:
    again = "Customs officers sent back 19 trains in two days."
    text = f"{BODY}\n\nKey takeaways\n\n{again}\n\nAfterword\n\n{again}"
    recited = found(text).recited
    assert [one.start for one in recited] == [text.index("Customs officers", len(BODY))]


def test_bullets_at_the_end_count_without_a_heading() -> None:
    end = "- Jonas Reth opened the 140-kilometer line to the border.\n- Customs officers sent back 19 trains."
    assert [one.citations for one in found(f"{BODY}\n\n{end}").recited] == [("c1",), ("c3",)]


def test_a_sentence_of_the_body_is_no_summary() -> None:
    text = f"{BODY}\n\nAs we saw, customs officers sent back 19 trains in two days."
    assert found(text).recited == ()


def test_too_few_words_in_common_carry_nothing_over() -> None:
    assert carried("• Trains are a fine thing for any country that wants to grow.") == []
    assert carried("• Tarvia trains.") == []


def test_numbers_are_compared_without_their_separators() -> None:
    body = "The port counted 412.000 passengers last year (Harbour Post, March 3)."
    assert carried("The port counted 412,000 passengers last year.", body) != []
    assert carried("The port counted 421,000 passengers last year.", body) == []


SAME = {
    "ru": ("Подрядчик сорвал сроки строительства моста на восемь месяцев.",
           "Как стало известно, подрядчик на восемь месяцев сорвал сроки строительства моста («Курьер», 11 марта)."),
    "uk": ("Міська рада обіцяє погасити борг лікарні до свят.",
           "Міська рада обіцяє до свят погасити борг районної лікарні («Вісник», 1 березня)."),
    "be": ("На рамонт музея выдаткавалі 3 млн рублёў.",
           "Улады выдаткавалі на рамонт музея 3 млн рублёў («Наша газета», 6 сакавіка)."),
    "pl": ("Woda zalała 640 domów i obie szkoły w gminie.",
           "W całej gminie woda zalała 640 domów i obie szkoły (Gazeta Lubuska, 7 marca)."),
    "cs": ("Kraj slíbil lékařům náborový příspěvek 500 tisíc korun.",
           "Lékařům kraj slíbil náborový příspěvek 500 tisíc korun (Deník, 10. března)."),
    "de": ("Der Hafen zählte 412.000 Fahrgäste, so viele wie noch nie.",
           "Im vergangenen Jahr zählte der Hafen 412.000 Fahrgäste (Nordkurier, 12. März)."),
    "fr": ("Le coût de la ligne est passé de 310 à 455 millions d'euros.",
           "En six ans, le coût de la ligne est passé de 310 à 455 millions d'euros (Le Monde, 14 mars)."),
    "es": ("El embalse está al 11 % de su capacidad.",
           "El embalse se encuentra al 11 % de su capacidad total (El País, 9 de marzo)."),
    "it": ("La regione ha stanziato 12 milioni di euro per il ponte.",
           "Per il ponte la regione ha stanziato 12 milioni di euro (Ansa, 6 marzo)."),
    "zh": ("三号码头扩建工程推迟到2026年完工。", "港务局宣布，三号码头扩建工程推迟到2026年完工（新华社，3月12日）。"),
}  # fmt: skip


@pytest.mark.parametrize("language", SAME)
def test_leads_are_matched_in_every_language(language: str) -> None:
    lead, body = SAME[language]
    assert carried(lead, body, language) == [(lead, ("c1",))]


@pytest.mark.parametrize("language", [one for one in SAME if any(sign.isdigit() for sign in SAME[one][0])])
def test_changed_numbers_are_noticed_in_every_language(language: str) -> None:
    lead, body = SAME[language]
    changed = "".join("7" if sign.isdigit() else sign for sign in lead)
    assert carried(changed, body, language) == []


PARTS = ["• ", "Reth opened 3 lines. ", "(AP, May 3)", "\n", "\n\n", "Summary\n", "不", "line "]


@given(st.lists(st.sampled_from(PARTS), max_size=30))
def test_what_comes_out_holds_together_whatever_goes_in(parts: list[str]) -> None:
    text = "".join(parts)
    result = found(text)
    ids = {one.id for one in result.citations}
    for one in result.recited:
        assert one.text == text[one.start : one.end]
        assert one.citations
        assert set(one.citations) <= ids
    assert list(result.recited) == sorted(result.recited, key=lambda one: one.start)
