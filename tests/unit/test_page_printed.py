"""Printed pages as people read them: columns, running heads, footnotes, hyphens, links over line ends."""

from __future__ import annotations

import pytest
from support.papers import pdf, placed

from verifier.page.hyphens import joint, words_known
from verifier.page.pdf import UnreadablePdf, read_pdf

Placed = tuple[float, float, int, str]

LEFT = [
    "The quarry at Holm blasts twice a week",
    "again, after a winter without orders",
    "(Holm Times, April 29). The neighbours",
    "were told by a note on the church door",
    "and found plaster on their beds (Holm",
]
RIGHT = [
    "Times, May 1). The firm pays for the",
    "repairs of seven houses, but not for",
    "that of the church, whose tower it has",
    "called an old ruin. A bishop wrote to it",
    "and asked for silence on feast days.",
]


def column(rows: list[str], left: float, top: float = 700, size: int = 10, step: float = 13) -> list[Placed]:
    return [(left, top - step * number, size, row) for number, row in enumerate(rows) if row]


def text_of(*pages: list[Placed]) -> str:
    return read_pdf(pdf([placed(page) for page in pages])).flow.text


def test_columns_are_read_one_after_the_other_even_when_written_row_by_row() -> None:
    rows = [word for pair in zip(column(LEFT, 72), column(RIGHT, 300), strict=True) for word in pair]
    assert text_of(rows) == " ".join(LEFT + RIGHT)


def test_a_line_across_two_columns_parts_what_stands_above_from_what_stands_below() -> None:
    across = (72.0, 560.0, 10, "Nobody was hurt, says the firm, which is insured for up to four million crowns a year.")
    below = [*column(LEFT, 72, 540), *column(RIGHT, 300, 540)]
    text = text_of([*column(LEFT, 72, 700), *column(RIGHT, 300, 700), across, *below])
    assert text.index("feast days.") < text.index("Nobody was hurt") < text.rindex("The quarry at Holm")


def test_the_cells_of_a_table_are_no_columns() -> None:
    cells = [(left, 700.0 - 14 * row, 10, f"{row}.{left:.0f}") for row in range(5) for left in (72.0, 200.0, 330.0)]
    assert text_of(cells).split("\n\n")[:2] == ["0.72 | 0.200 | 0.330", "1.72 | 1.200 | 1.330"]


def test_what_recurs_at_one_height_is_dropped_and_numbers_count_as_equal() -> None:
    pages = [
        [
            (72.0, 760.0, 8, "Holm Papers, volume 3"),
            *column([f"{LEFT[0]} {word}", f"{LEFT[1]} {word}"], 72),
            (280.0, 40.0, 8, f"Page {number} of 2"),
        ]
        for number, word in ((1, "once"), (2, "more"))
    ]
    text = text_of(*pages)
    assert "Papers" not in text
    assert "Page" not in text
    assert text.count(LEFT[0]) == 2


def test_lines_at_the_edge_that_differ_by_a_number_only_stay() -> None:
    pages = [column([f"Sentence {page} is about cranes of {page} tons.", LEFT[0], LEFT[1]], 72) for page in range(3)]
    assert all(f"Sentence {page} is about cranes" in text_of(*pages) for page in range(3))


def test_footnotes_leave_the_sentence_whole_that_runs_over_the_page() -> None:
    def mark(x: float, y: float, label: str) -> Placed:
        return (x, y + 4, 6, label)

    first = [
        (72.0, 700.0, 11, "No ship has unloaded grain since the fire."), mark(281, 700, "1"),
        (72.0, 686.0, 11, "The ministry wrote that frost had taken about"),
        (72.0, 90.0, 8, "1 Orzeno Courier, April 19, 2024, on its first"), (72.0, 80.0, 8, "page."),
    ]  # fmt: skip
    second = [
        (72.0, 700.0, 11, "a third of all the wheat of the whole plain."), mark(287, 700, "2"),
        (72.0, 686.0, 11, "Silos can be rebuilt in one season."),
        (72.0, 90.0, 8, "2 Ministry of Agriculture, May 28, 2024."),
    ]  # fmt: skip
    assert text_of(first, second) == (
        "No ship has unloaded grain since the fire.[1] The ministry wrote that frost had taken about a third of all "
        "the wheat of the whole plain.[2] Silos can be rebuilt in one season."
        "\n\n[1] Orzeno Courier, April 19, 2024, on its first page.\n\n[2] Ministry of Agriculture, May 28, 2024."
    )


def test_notes_that_begin_anew_on_every_page_are_numbered_through() -> None:
    pages = [
        [
            (72.0, 700.0, 11, f"The {word} ship came in at noon."),
            (72.0 + width, 704.0, 6, "*"),
            (72.0, 90.0, 8, f"* Harbour Office, May {day}, 2024."),
        ]
        for word, width, day in (("first", 158.0, 3), ("second", 175.0, 4))
    ]
    text = text_of(*pages)
    assert "noon.[1]" in text
    assert "noon.[2]" in text
    assert text.endswith("[1] Harbour Office, May 3, 2024.\n\n[2] Harbour Office, May 4, 2024.")


def test_a_raised_digit_without_a_note_stays_what_it_is() -> None:
    words = [(72.0, 700.0, 11, "A field of 14 km"), (148.0, 704.0, 6, "2"), (155.0, 700.0, 11, "burned.")]
    assert text_of(words) == "A field of 14 km2 burned."


@pytest.mark.parametrize(
    ("before", "after", "elsewhere", "joined"),
    [
        ("an in-", "spector had come", "", "an inspector had come"),
        ("the state-", "owned mill", "", "the state-owned mill"),
        ("a sea-", "sick man", "he was seasick", "a seasick man"),
        ("a sea-", "green door", "the sea-green sea", "a sea-green door"),
        ("the harbour-", "master came", "the harbour had a master", "the harbour-master came"),
        ("an ambassador-at-", "large came", "", "an ambassador-at-large came"),
        ("[3] https://a.example/posts/pf", "b0x", "", "[3] https://a.example/posts/pfb0x"),
        ("the Anglo-", "Danish firm", "", "the Anglo-Danish firm"),
        ("DECEM-", "BER began", "", "DECEMBER began"),
        ("in 2022-", "2023 it", "", "in 2022-2023 it"),
        ("pages 12–", "14 of it", "", "pages 12–14 of it"),
        ("(March–", "July 1992)", "", "(March–July 1992)"),
        ("he said —", "and left", "", "he said — and left"),
        ("две де\u00ad", "ревни", "", "две деревни"),
        ("пере\u2010", "возчика нет", "", "перевозчика нет"),
        ("he left -", "and came back", "", "he left - and came back"),
        ("see https://a.example/2024/", "path.html now", "", "see https://a.example/2024/path.html now"),
        ("see https://a.example/path", "and go", "", "see https://a.example/path and go"),
        ("plain words", "go on", "", "plain words go on"),
    ],
)
def test_hyphens_at_line_ends_go_only_where_the_word_has_none(
    before: str, after: str, elsewhere: str, joined: str
) -> None:
    cut, gap = joint(before, after, words_known([elsewhere, before, after]))
    assert before[: len(before) - cut] + gap + after == joined


def test_a_date_that_begins_a_line_within_a_bracket_opens_no_list() -> None:
    rows = ["Die Fähre fährt wieder (Flussbote,", "22. September). Der Motor lag lange", "in der Werkstatt."]
    assert text_of(column(rows, 72)) == " ".join(rows)


def test_items_of_a_list_are_paragraphs_with_or_without_their_signs() -> None:
    rows = ["What the council will decide next week:", "1. the road,", "2. the bridge,", "• the ferry"]
    assert text_of(column(rows, 72)).split("\n\n") == rows


def test_a_link_over_two_lines_is_one_link() -> None:
    rows = ["Petrol has been rationed since Friday (The Island", "Herald, May 17) and nobody knows why."]
    url = "https://herald.example/ration"
    boxes = [(0, (240.0, 696.0, 320.0, 712.0), url), (0, (72.0, 683.0, 105.0, 696.0), url)]
    flow = read_pdf(pdf([placed(column(rows, 72))], boxes)).flow
    assert [(flow.text[link.start : link.end], link.href) for link in flow.anchors] == [("(The Island Herald,", url)]


def test_a_page_that_is_turned_is_read_upright_with_its_links() -> None:
    page = placed(column(LEFT, 72, 500), turned=True)
    flow = read_pdf(pdf([page], [(0, (128.0, 72.0, 141.0, 97.0), "https://holm.example/")], rotate=90)).flow
    assert flow.text == " ".join(LEFT)
    assert [flow.text[link.start : link.end] for link in flow.anchors] == ["(Holm"]


def test_a_stamp_along_the_margin_is_no_text() -> None:
    stamp = "BT /F1 20 Tf 0 1 -1 0 40 300 Tm (DRAFT of 3 May) Tj ET"
    body = pdf([f"{placed(column(LEFT, 72))}\n{stamp}"])
    assert read_pdf(body).flow.text == " ".join(LEFT)


def test_a_locked_pdf_says_so() -> None:
    key = b"/Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O <%s> /U <%s> >> /ID [<00> <00>] /Size" % (
        b"11" * 32, b"22" * 32,
    )  # fmt: skip
    with pytest.raises(UnreadablePdf, match="locked with a password"):
        read_pdf(pdf([placed(column(LEFT, 72))]).replace(b"/Size", key))


def test_a_page_that_cannot_be_opened_leaves_the_others_readable() -> None:
    body = pdf([placed(column(LEFT, 72)), placed(column(RIGHT, 72))])
    found = read_pdf(body.replace(b"/Type /Page /Parent 2 0 R", b"/Type /Pag  /Parent 2 0 R", 1))
    assert RIGHT[0] in found.flow.text


def test_every_link_stands_inside_the_text() -> None:
    boxes = [(0, (0.0, 0.0, 612.0, 792.0), f"https://a.example/{number}") for number in range(40)]
    flow = read_pdf(pdf([placed([*column(LEFT, 72), *column(RIGHT, 300)])], boxes)).flow
    assert flow.anchors
    assert all(0 <= link.start < link.end <= len(flow.text) for link in flow.anchors)
