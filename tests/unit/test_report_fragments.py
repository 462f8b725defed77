"""Text-fragment links: they lead to the right words or are not made."""

from __future__ import annotations

from urllib.parse import unquote

import pytest

from verifier.report.fragments import encode, fragment_url

URL = "https://news.example/a"


def link(text: str, passage: str, **more: str) -> str | None:
    start = text.index(passage)
    return fragment_url(more.pop("url", URL), text, (start, start + len(passage)), **more)


def test_a_short_passage_is_spelt_out() -> None:
    assert link("One. The costs are high. Two.", "The costs are high.") == f"{URL}#:~:text=The%20costs%20are%20high"


def test_a_long_passage_is_named_by_the_words_at_both_ends() -> None:
    passage = " ".join(f"word{number}" for number in range(40))
    found = link(f"Before. {passage} after.", passage)
    assert found == f"{URL}#:~:text=word0%20word1%20word2%20word3%20word4%20word5," + (
        "word34%20word35%20word36%20word37%20word38%20word39"
    )


@pytest.mark.parametrize(
    ("letter", "encoded"), [("-", "%2D"), (",", "%2C"), ("&", "%26"), (" ", "%20"), ("é", "%C3%A9")]
)
def test_letters_that_mean_something_in_a_directive_are_encoded(letter: str, encoded: str) -> None:
    assert encode(f"a{letter}b") == f"a{encoded}b"


def test_hyphen_comma_and_ampersand_in_a_passage_do_not_split_the_directive() -> None:
    found = link("It cost 60-70, say A&B, in all. More.", "It cost 60-70, say A&B, in all.")
    assert found is not None
    directive = found.partition(":~:text=")[2]
    assert "," not in directive
    assert "-" not in directive
    assert "&" not in directive
    assert unquote(directive) == "It cost 60-70, say A&B, in all"


def test_words_before_tell_a_passage_from_the_same_words_elsewhere() -> None:
    text = "On Monday he said no.\nOn Friday he said no."
    start = text.rindex("he said no.")
    assert fragment_url(URL, text, (start, len(text))) == f"{URL}#:~:text=Friday-,he%20said%20no"


def test_no_link_is_made_when_nothing_tells_two_places_apart() -> None:
    text = "He said no.\nHe said no."
    assert fragment_url(URL, text, (12, 23)) is None


def test_words_are_compared_as_a_browser_does_without_regard_to_case_and_spacing() -> None:
    text = "THE  COSTS are high.\nthe costs are\u00a0high."
    assert fragment_url(URL, text, (0, 20)) is None


def test_a_word_inside_a_longer_word_is_no_second_place() -> None:
    assert link("Warsaw reacted. In warsawish times.", "Warsaw") is not None


def test_phrases_do_not_cross_from_one_line_into_the_next() -> None:
    first, second = "First line of the passage here", "second line of it goes on until the end"
    found = link(f"Intro.\n{first}\n{second}\nOutro.", f"{first}\n{second}")
    assert found is not None
    start, _, end = unquote(found.partition(":~:text=")[2]).partition(",")
    assert start == "First line of the passage here"
    assert second.endswith(end)


def test_the_end_must_be_the_first_of_its_kind_after_the_start() -> None:
    middle = " ".join(f"w{number}" for number in range(30))
    passage = f"Alpha beta gamma delta epsilon zeta eta theta the end is near now yes {middle} the end is near now yes"
    found = link(f"{passage} and more", passage)
    assert found is not None
    assert "w29" in found


@pytest.mark.parametrize("media_type", ["application/pdf", "video/mp4", "application/json"])
def test_only_pages_have_text_fragments(media_type: str) -> None:
    assert link("The costs are high.", "The costs", media_type=media_type) is None


@pytest.mark.parametrize("url", ["javascript:alert(1)", "ftp://a.example/b", "data:text/html,x", ""])
def test_only_web_addresses_are_extended(url: str) -> None:
    assert link("The costs are high.", "The costs", url=url) is None


def test_an_address_with_a_fragment_keeps_it() -> None:
    found = link("The costs are high.", "The costs", url=URL + "#part")
    assert found == f"{URL}#part:~:text=The%20costs"


def test_a_passage_without_letters_has_no_link() -> None:
    assert link("a — b", "—") is None


def test_a_script_without_spaces_is_cut_at_its_punctuation() -> None:
    text = "前言。部长说，工程将在两年内完成，费用不变。完。"
    found = link(text, "部长说，工程将在两年内完成，费用不变")
    assert found is not None
    assert unquote(found.partition(":~:text=")[2]) == "部长说，工程将在两年内完成，费用不变"


def test_a_word_of_endless_length_makes_no_link() -> None:
    assert link("x" * 5000, "x" * 5000) is None


TABLE = "Turnout in Gdańsk was high.\nTown | Turnout | Votes\nGdańsk | 58 % | 12,345\nŁomża | 47 % | 9 | 47"


@pytest.mark.parametrize("table", [TABLE, TABLE.replace(" | ", "\t")])
def test_a_phrase_does_not_cross_the_border_of_a_cell(table: str) -> None:
    row = table.split("\n")[1]
    found = link(table, row)
    assert found is not None
    assert unquote(found.partition(":~:text=")[2]) == "Town,Votes"


def test_the_cell_before_tells_a_row_from_the_same_words_elsewhere() -> None:
    found = link(TABLE, "Gdańsk | 58 % | 12,345")
    assert found == f"{URL}#:~:text=Votes-,Gda%C5%84sk,12%2C345"
    assert link(TABLE.replace("Votes\n", "%\n"), "Gdańsk | 58 % | 12,345") is None  # no word tells it


def test_a_line_of_prose_does_not_lead_up_to_a_cell() -> None:
    """What stood between the two may have been left out of the text."""
    text = "Gdańsk voted.\nBy town\nGdańsk | 58 %\nŁomża | 47 %"
    assert link(text, "Gdańsk | 58 %") is None


def test_of_a_row_whose_last_words_stand_in_another_cell_too_the_first_cells_are_marked() -> None:
    found = link(TABLE, "Łomża | 47 % | 9 | 47")
    assert found is not None
    assert unquote(found.partition(":~:text=")[2]) == "Łomża,9"


def test_rows_between_bars_are_marked_without_them() -> None:
    text = "Prose.\n| Town | Turnout |\n|---|---|\n| Oldmere | 58 % |\n| Tolsby | 47 % |\nTolsby, too."
    found = link(text, "Tolsby | 47 %")
    assert found == f"{URL}#:~:text=58%20%25-,Tolsby,47"
