"""Sources named around a piece or a sentence: lines of their own, datelines, notes without a heading."""

from __future__ import annotations

from verifier.cite import find_citations
from verifier.model import Article, Citation


def cited(text: str, published: str = "2024-06-01") -> tuple[Citation, ...]:
    """The citations of an English text."""
    return find_citations(Article(text=text, published=published, language="en")).citations


def test_a_line_with_an_outlet_and_a_day_heads_the_piece_under_it() -> None:
    line = "Kommersant, May 28, 2024, p. 3"
    (one,) = cited(f"Two Miners Freed\n{line}\nThe court freed two miners on Monday.")
    assert (one.kind, one.text, one.sources[0].dates) == ("attribution_line", line, ("2024-05-28",))


def test_a_bar_in_such_a_line_is_a_comma() -> None:
    (one,) = cited("Digest\n\nNew York Times | May 11, 2024\nSailors stay on board, a union says.")
    assert (one.text, one.sources[0].name) == ("New York Times | May 11, 2024", "New York Times")


def test_lines_one_below_the_other_are_a_list_of_sources() -> None:
    assert cited("The court freed two miners.\n\nKommersant, May 28, 2024\nVedomosti, May 29, 2024\n") == ()


def test_an_unknown_agency_stands_between_dateline_and_dash() -> None:
    (one,) = cited("ABERDEEN, Scotland (Quayside Newsroom) — The harbour reopened on Friday.")
    assert (one.kind, one.sources[0].name) == ("attribution_line", "Quayside Newsroom")


def test_a_medium_that_is_called_one_gives_its_name_to_a_bare_day() -> None:
    one, two = cited("He told the weekly Quay Evening (May 10) so. “It will open,” she told Harbour News (May 12).")
    assert [(c.kind, c.sources[0].name) for c in (one, two)] == [("split", "Quay Evening"), ("split", "Harbour News")]


def test_a_weekly_event_with_its_day_is_no_source() -> None:
    assert cited("The weekly Mass (May 5) drew many.") == ()


def test_a_person_who_was_told_is_no_source_of_a_bare_day() -> None:
    assert cited("They told Robert Quill (May 3) that the quay was closed.") == ()


def test_round_marks_count_where_their_notes_end_the_text() -> None:
    text = "Closed.(1) It will open in June.(2)\n\n(1) Kommersant, May 28, 2024.\n(2) Vedomosti, May 29, 2024."
    assert [(one.text, one.sources[0].name) for one in cited(text)] == [("(1)", "Kommersant"), ("(2)", "Vedomosti")]


def test_an_enumeration_is_no_row_of_notes() -> None:
    assert cited("Two things are missing:\n(1) a crane that can lift a wagon;\n(2) a road.") == ()


def test_digits_on_words_count_where_every_note_below_has_its_mark() -> None:
    text = "The quay is closed.1 It will open (in June).2\n\n1. Kommersant, May 28, 2024.\n2. Vedomosti, May 29, 2024."
    assert [(one.text, one.kind) for one in cited(text)] == [("1", "superscript_digit"), ("2", "superscript_digit")]


def test_a_note_may_join_an_address_and_a_source_or_tell_the_day_of_reading() -> None:
    notes = ["[1] https://harbour.example/shut; TASS, May 14, 2024."]
    notes.append("[2] https://quay.example/now, accessed May 30, 2024.")
    text = "Closed.[1] Still so.[2]\n\n" + "\n".join(notes)
    one, two = cited(text)
    assert [source.name for source in one.sources] == ["harbour.example", "TASS"]
    assert [(source.name, source.dates, source.accessed) for source in two.sources] == [
        ("quay.example", ("2024-05-30",), True)
    ]


def test_a_flight_with_its_day_is_no_source() -> None:
    assert cited("Flight QZ311 was lost over the bay. Since then (QZ311, May 3, 2021) radars have changed.") == ()
