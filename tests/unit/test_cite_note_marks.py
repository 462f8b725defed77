"""Note marks are found by their place and order, whatever number they start from and whether notes are printed."""

from __future__ import annotations

import pytest

from verifier.cite import find_citations
from verifier.model import Article, Citations


def _read(text: str, language: str | None = None) -> Citations:
    return find_citations(Article(text=text, language=language, published="2023-07-20"))


def _marks(text: str, language: str | None = None) -> list[tuple[str, str]]:
    return [
        (one.text, one.kind)
        for one in _read(text, language).citations
        if one.kind in {"note_marker", "superscript_digit"}
    ]


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("The corridor was shut for a week in spring.[9][10] Traders moved to the old bridge.", "[9] [10]"),
        ("Its riders crossed the river twice. [4] [5] [6] A truce followed.", "[4] [5] [6]"),
        ("The bridge was built in 1934[a] and rebuilt in 1951.[b] It carries trams.", "[a] [b]"),
        ("It was built in haste.[i] It was rebuilt with care.[ii]", "[i] [ii]"),
        ("Grain left by the northern gate.[iv] Salt came by the southern one.[v]", "[iv] [v]"),
        ("The union[a] grew,[6] and by 2003 it had 300 members.[7] [8] Rivals left.[6]", "[a] [6] [7] [8] [6]"),
        ("The guild was banned in 2005.[11] Talks never began.", "[11]"),
        ("Beijing restated its claim (Xinhua, March 5). [1] Manila objected.", "[1]"),
        ("The port closed last spring [14]. Its fishermen complained [15, 16].", "[14] [15, 16]"),
        ("该港口于去年关闭。[3]渔民表示不满。[4]", "[3] [4]"),
    ],
)
def test_square_marks_count_from_any_number_without_their_notes(text: str, marks: str) -> None:
    expected = marks.replace("] [", "]|[").split("|")
    assert _marks(text) == [(one, "note_marker") for one in expected]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("Prices had doubled by September 2014.1 Despite this, the market spread.2 Then came the flood.", ["1", "2"]),
        ("Unions grew.12 Rivals did not.13 “We were late,” said its chair.14", ["12", "13", "14"]),
        ("Prices had doubled by September 2014.1 Despite this, the market spread.", ["1"]),
        ("The dam was closed in March.¹ Water fell by a third.² Fish died.", ["¹", "²"]),
    ],
)
def test_digits_glued_to_stops_are_marks_where_they_count_up(text: str, labels: list[str]) -> None:
    assert _marks(text, "en") == [(label, "superscript_digit") for label in labels]


def test_the_words_before_a_glued_digit_are_its_claim() -> None:
    found = _read("Prices had doubled by September 2014.1 Despite this, the market spread.2 Then came the flood.")
    assert [one.claim.text for one in found.citations] == [
        "Prices had doubled by September 2014",
        "Despite this, the market spread",
    ]


def test_round_marks_glued_to_words_are_marks() -> None:
    text = "Rynek kawy rośnie szybciej niż reszta świata(1). Polska kupuje coraz więcej ziaren(2), głównie z Brazylii."
    assert _marks(text, "pl") == [("(1)", "note_marker"), ("(2)", "note_marker")]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The road was mined,[6] and the post burned.[7]\n\n[6] Interfax, May 4, 2023.\n[7] TASS, May 7, 2023.",
            ["Interfax", "TASS"],
        ),
        (
            "Unions grew.12 Rivals did not.13 They met.\n\n12. Interfax, May 4, 2023.\n13. TASS, May 6, 2023.",
            ["Interfax", "TASS"],
        ),
        (
            "Unions grew.7 Rivals did not.8 They met.\n\nEndnotes\n7. AP, May 4, 2023.\n8. TASS, May 6, 2023.",
            ["AP", "TASS"],
        ),
    ],
)
def test_notes_may_begin_at_any_number(text: str, names: list[str]) -> None:
    assert [one.sources[0].name for one in _read(text).citations] == names


def test_one_mark_may_lead_to_several_notes() -> None:
    text = "The port closed.[1, 2] Boats left.[1–3]\n\nNotes\n[1] AP, May 4.\n[2] TASS, May 6.\n[3] Interfax, May 9."
    assert [[source.name for source in one.sources] for one in _read(text).citations] == [
        ["AP", "TASS"],
        ["AP", "TASS", "Interfax"],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "“[10] people stayed and [12] left,” he wrote [sic]. “[A] man must eat.”",
        "He moved to Ubuntu 22.04 and Python 3.1 Then it failed.",
        "The route is 12 km² long, the tank holds 30 m³. See Art.5 GG and No.7 Main Street.",
        "The rate rose to 2014.1 percent. The index closed at 2014.1 on Friday. The fund bought 1,250.5 tons.",
        "Set array[3] = x and array[5] = y, then call f(1) and f(2).",
        "They “want[s] it all” and “claim[ed] it”, the report[s] say[s].",
        "Under Article 5(1) and Article 6(2), the state must act. He chose option (1) or option (2).",
        "The court at [34] and again at [36] held otherwise.",
        "COVID19 spread in Area51 and at Pier39. MH17 fell. F16 jets flew.",
        "On Sept.11 America changed. Read p.12 The end. Mr.5 Star came. The final.2 was played.",
        "The values were [3] for men, [5] for women. They won [3-2] and lost [1, 4] there.",
        "He gave three reasons. (1) It was late. (2) It was dark. Options were (a) stay or (b) go.",
    ],
)
def test_numbers_letters_and_indices_are_no_marks(text: str) -> None:
    assert _marks(text, "en") == []


@pytest.mark.parametrize(
    "text",
    ["See https://a.example/x.¹ The rest is https://b.example/long/y.² It ends.", "He left (good.1 They say.2 So)."],
)
def test_numbers_in_addresses_and_brackets_are_no_marks(text: str) -> None:
    assert _marks(text, "en") == []
