"""Sentences that can be checked and that nothing backs: which are listed, which are not, in every language."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from verifier.cite import find_citations
from verifier.cite.words.lexicon import facts_of, languages, lexicon
from verifier.model import Article, Citations, Link, Uncited

CITED = "The port was closed (Harbour Post, May 3)."


def found(text: str, language: str = "en", **more: object) -> Citations:
    """What is found in a text of May 2024."""
    return find_citations(Article(text=text, published="2024-05-20", language=language, **more))  # type: ignore[arg-type]


def listed(text: str, language: str = "en", **more: object) -> list[str]:
    """The uncited sentences of a text."""
    return [one.text for one in found(text, language, **more).uncited]


def facts(one: Uncited, text: str) -> list[str]:
    """The words that make a sentence checkable."""
    return [text[start:end] for start, end in one.facts]


@pytest.mark.parametrize(
    ("sentence", "fact"),
    [
        ("The bridge will cost £3.2 million.", "£3.2"),
        ("About 2,300 people signed the petition.", "2,300"),
        ("Unemployment stands at 11 % here.", "11 %"),
        ("The council met on 12 March.", "12 March"),
        ("The town was founded in 1843.", "1843"),
        ("“We have waited for this for thirty years,” the mayor told reporters.", "told"),
        ("The union announced a strike.", "announced"),
        ("According to engineers, the dam is safe.", "According"),
        ("The village of Sulm lost its only school.", "lost"),
        ("Eleven workers died in the mine.", "died"),
        ("Seven hundred houses burned.", "Seven hundred"),
    ],
)
def test_what_can_be_checked_is_listed_with_what_makes_it_so(sentence: str, fact: str) -> None:
    text = f"{CITED} {sentence}"
    uncited = found(text).uncited
    assert [sentence] == [one.text for one in uncited]
    assert fact in facts(uncited[0], text)


@pytest.mark.parametrize(
    "sentence",
    [
        "Nobody knows what comes next.",
        "Why did Hexley vote for it in 2019?",
        "Perhaps Hexley wanted peace.",
        "The idea is simple and rather good.",
        "I walked along the pier in 2019 and counted 40 boats.",
        "Our readers sent us 300 letters.",
        "Sign up here for our weekly newsletter with 4,000 readers.",
        "How noble and principled of Prince Andrew!",
        "The committee agreed.",
        "Part 2 will follow.",
        "See Article 4 and Figure 3.",
        "It was the “best of all worlds” for a day.",
        "(In 2014 the harbour had 300 boats.)",
    ],
)
def test_opinions_questions_and_what_an_author_saw_are_not_listed(sentence: str) -> None:
    assert listed(f"{CITED} {sentence}") == []


@pytest.mark.parametrize(
    "line",
    [
        "# Hexley voted 14 to 9 in 2024",
        "Hexley voted 14 to 9 in 2024",
        "By Dana Whitcombe, 6 November 2024",
        "HEXLEY, 6 November 2024",
        "Photo: the bridge of Hexley was opened in 1903.",
        "Year | Boats | Crews",
        "© 2024 Hexley Mercury. All rights reserved.",
        "https://mercury.example/2024/05/03/bridge",
    ],
)
def test_headings_bylines_captions_tables_and_footers_are_not_listed(line: str) -> None:
    assert listed(f"{line}\n\n{CITED}") == []


def test_the_title_is_a_heading_even_with_a_full_stop() -> None:
    text = f"Hexley voted 14 to 9.\n\n{CITED}"
    assert listed(text) == ["Hexley voted 14 to 9."]
    assert listed(text, title="Hexley voted 14 to 9.") == []


def test_what_a_citation_backs_is_not_listed() -> None:
    assert listed("Hexley voted 14 to 9 (Hexley Mercury, May 3).") == []
    assert listed("Hexley voted 14 to 9. (Hexley Mercury, May 3)") == []


def test_words_after_a_citation_are_listed_when_they_hold_facts() -> None:
    text = "Exports fell (Port Office, May 3), and two of the four terminals closed in June. It rained."
    assert listed(text) == ["and two of the four terminals closed in June"]
    assert listed("Exports fell (Port Office, May 3), which came as no surprise to anybody.") == []


def test_notes_and_what_their_marks_back_are_not_listed() -> None:
    text = (
        "The cliffs lost 2.4 metres a year.[1] Insurers paid 31 million dollars.\n\n"
        "Notes\n\n[1] Annual report of 2023, which counted 40 landslides in Rime."
    )
    assert listed(text) == ["Insurers paid 31 million dollars."]


def test_a_quotation_of_several_sentences_is_one() -> None:
    text = "“We lost 40 boats. The harbour was gone. Nobody came,” said the mayor of Sulm. It rained."
    assert listed(text) == ["“We lost 40 boats. The harbour was gone. Nobody came,” said the mayor of Sulm."]
    assert listed("“We lost 40 boats. The harbour was gone,” said the mayor (Harbour Post, May 3).") == []


def test_a_source_line_backs_the_whole_piece() -> None:
    piece = "(Reuters) – Norpet shut two units on Tuesday.\n\nOutput fell by 18 percent, the company said."
    assert listed(piece) == []
    assert listed(piece.removeprefix("(Reuters) – ")) != []


def test_a_source_line_among_citations_backs_its_own_part() -> None:
    text = (
        "Energy\n\n(Reuters) – Norpet shut two units on Tuesday. Output fell by 18 percent.\n\n"
        "Courts\n\nA court in Brenz sentenced 3 men. The mayor left (Brenz Courier, May 13)."
    )
    assert listed(text) == ["A court in Brenz sentenced 3 men."]


def test_a_link_to_a_source_backs_its_sentence() -> None:
    text = "Hexley voted 14 to 9 on Tuesday. The bridge cost 3 million."
    start = text.index("voted")
    link = Link(span=(start, start + 13), url="https://mercury.example/2024/05/03/hexley-votes-for-bridge")
    assert listed(text, links=(link,)) == ["The bridge cost 3 million."]


def test_a_bullet_is_listed_without_its_sign() -> None:
    assert listed(f"{CITED}\n\n• Tarvia sold 40 engines.\n• It is late.") == ["Tarvia sold 40 engines."]


def test_numbers_in_names_and_labels_count_nothing() -> None:
    for words in ("Highway 61 is long.", "The MiG-29 is old.", "The 3rd of them is best.", "It resembles Apollo 11."):
        assert listed(f"{CITED} {words}") == []


SAID = {
    "en": "The spokesman denied the report.",
    "ru": "Губернатор опроверг это сообщение.",
    "uk": "Речник спростував це повідомлення.",
    "be": "Прэс-сакратар заявіў пра гэта.",
    "pl": "Rzecznik zaprzeczył tym doniesieniom.",
    "cs": "Mluvčí to oznámil včera.",
    "de": "Der Sprecher bestritt den Bericht.",
    "fr": "Le porte-parole a démenti cette information.",
    "es": "El portavoz negó la noticia.",
    "it": "Il portavoce ha smentito la notizia.",
    "zh": "发言人否认了这一报道。",
}
COUNTED = {
    "en": "The city spent 4.2 million.",
    "ru": "Город потратил 4,2 млн рублей.",
    "uk": "Місто витратило 4,2 млн гривень.",
    "be": "Горад выдаткаваў 4,2 млн рублёў.",
    "pl": "Miasto wydało 4,2 mln złotych.",
    "cs": "Město utratilo 4,2 milionu korun.",
    "de": "Die Stadt gab 4,2 Millionen Euro aus.",
    "fr": "La ville a dépensé 4,2 millions d'euros.",
    "es": "La ciudad gastó 4,2 millones de euros.",
    "it": "La città ha speso 4,2 milioni di euro.",
    "zh": "该市花费了4.2亿元。",
}
ACTED = {
    "en": "The court in Velm acquitted the mayor.",
    "ru": "Суд в Вельме оправдал мэра.",
    "uk": "Суд у Вельмі виправдав мера.",
    "be": "Суд у Вельме апраўдаў мэра.",
    "pl": "Sąd w Welmie uniewinnił burmistrza.",
    "cs": "Soud ve Velmu osvobodil starostu.",
    "de": "Das Gericht in Hamburg verurteilte den Bürgermeister.",
    "fr": "Le tribunal de Velm a acquitté le maire.",
    "es": "El tribunal de Velm absolvió al alcalde.",
    "it": "Il tribunale di Velm ha assolto il sindaco.",
    "zh": "省法院已批准该方案。",
}
MUSED = {
    "en": "It is hard to say why.",
    "ru": "Трудно сказать почему.",
    "uk": "Важко сказати чому.",
    "be": "Цяжка сказаць чаму.",
    "pl": "Trudno powiedzieć dlaczego.",
    "cs": "Těžko říct proč.",
    "de": "Warum das so ist, bleibt offen.",
    "fr": "Il est difficile de dire pourquoi.",
    "es": "Es difícil decir por qué.",
    "it": "È difficile dire perché.",
    "zh": "原因很难说清。",
}


@pytest.mark.parametrize("language", languages())
@pytest.mark.parametrize("kind", ["said", "counted", "acted"])
def test_statements_figures_and_acts_are_seen_in_every_language(language: str, kind: str) -> None:
    sentence = {"said": SAID, "counted": COUNTED, "acted": ACTED}[kind][language]
    assert listed(sentence, language) == [sentence]


@pytest.mark.parametrize("language", languages())
def test_musings_are_passed_over_in_every_language(language: str) -> None:
    assert listed(MUSED[language], language) == []


@pytest.mark.parametrize("language", languages())
def test_a_question_is_no_statement_in_any_language(language: str) -> None:
    question = COUNTED[language].rstrip(".。") + ("？" if language == "zh" else "?")
    assert listed(question, language) == []


@pytest.mark.parametrize("language", languages())
def test_every_pack_has_its_own_cues(language: str) -> None:
    cues = facts_of(language)
    assert {"past", "saying", "hedges", "first_person"} <= set(cues)
    assert lexicon(language).words["furniture"] > lexicon("en").words["furniture"] or language == "en"
    assert len(lexicon(language).words["summary_headings"]) >= 5


def test_an_article_without_any_citation_is_listed_in_full() -> None:
    text = "\n\n".join(f"Hexley spent {number} million pounds on bridge {number}." for number in range(2, 60))
    assert len(listed(text)) == 58


@given(st.text(alphabet=st.sampled_from('Aa1 .,“”"«»()[]!?\n\r\t|•-–%€年。我ж\u00a0\u200b'), max_size=300))
def test_spans_are_sorted_apart_and_inside_the_text_whatever_it_is(text: str) -> None:
    for language in ("en", "de", "zh"):
        result = found(text, language)
        end = 0
        for one in result.uncited:
            assert end <= one.start < one.end <= len(text)
            assert one.text == text[one.start : one.end]
            assert one.facts
            assert all(one.start <= start < stop <= one.end for start, stop in one.facts)
            assert list(one.facts) == sorted(one.facts)
            end = one.end
        assert result == found(text, language)
